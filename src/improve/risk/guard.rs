use crate::improve::history::guards;

guards! {
    /// What a risk's commands must not violate.
    ///
    /// ```
    /// use service_quality::improve::history::Guard;
    /// use service_quality::improve::risk::RiskGuard;
    ///
    /// assert_eq!(RiskGuard::NotAccepted.code(), "not_accepted");
    /// assert!(!RiskGuard::AlreadyClosed.can_be_switched_off());
    /// ```
    RiskGuard {
        /// To treat: it is not rated.
        RatingMissing => "rating_missing", "the risk is not rated", "风险尚未评价";
        /// To treat: nobody sees to the treatment.
        TreatmentOwnerMissing => "treatment_owner_missing", "the treatment has no owner", "应对措施没有负责人";
        /// To treat: the treatment has no due day.
        TreatmentDueMissing => "treatment_due_missing", "the treatment has no due day", "应对措施没有期限";
        /// To treat: the due day has passed.
        TreatmentDuePassed => "treatment_due_passed", "the treatment's due day has passed", "应对措施期限已过";
        /// To treat: nothing is done.
        TreatmentMeasureMissing => "treatment_measure_missing", "the treatment has no measure", "应对没有具体措施";
        /// To treat: no review is planned.
        ReviewMissing => "review_missing", "no review is planned", "没有评审计划";
        /// To rate what is left, and to close: nothing was decided about it.
        TreatmentMissing => "treatment_missing", "the risk is not treated", "风险没有应对";
        /// To rate what is left: a measure of the treatment was not carried out.
        MeasuresUndone => "measures_undone", "a measure of the treatment is not carried out", "应对措施尚未完成";
        /// To note a measure as carried out: the day is ahead, or before the risk was identified.
        MeasureDay => "measure_day", "the day of the measure is ahead, or before the risk was identified", "措施日期在将来或早于风险识别";
        /// To rate what is left: whoever rates it sees to the treatment.
        RaterOwnsTreatment => "rater_owns_treatment", "whoever rates what is left owns the treatment", "剩余风险由措施负责人自评";
        /// To rate what is left: it is graver than before the treatment.
        ResidualAboveInherent => "residual_above_inherent", "what is left is graver than the risk untreated", "剩余风险高于固有风险";
        /// To close: what is left is not rated.
        ResidualMissing => "residual_missing", "what is left of the risk is not rated", "剩余风险尚未评价";
        /// To retain, and to close: it is above the level that is accepted as it is, and nobody accepted it by name.
        NotAccepted => "not_accepted", "the level is above the accepted one, and nobody accepted it", "风险等级超出可接受水平且无人签字接受";
        /// To accept: whoever accepts it answers for it. An organisation in which risk owners accept, as ISO/IEC 27001
        /// has it, switches this off.
        AccepterIsOwner => "accepter_is_owner", "whoever accepts the risk answers for it", "风险由责任人自行接受";
        /// To accept: whoever accepts it rated it.
        AccepterIsRater => "accepter_is_rater", "whoever accepts the risk rated it", "风险由评价人自行接受";
        /// To plan reviews, and to review: the day is before the risk was identified.
        ReviewBeforeIdentified => "review_before_identified", "the day of the review is before the risk was identified", "评审日期早于风险识别";
        /// To review: the day is ahead.
        ReviewAhead => "review_ahead", "the day of the review is ahead", "评审日期在将来";
    } fixed {
        /// It is known already.
        AlreadyIdentified => "already_identified", "the risk is identified already", "风险已登记";
        /// It is not known yet.
        NotIdentified => "not_identified", "the risk is not identified yet", "风险尚未登记";
        /// Only a reopening changes a closed one.
        AlreadyClosed => "already_closed", "the risk is closed; reopen it first", "风险已关闭，请先重新打开";
        /// It is open.
        NotClosed => "not_closed", "the risk is not closed", "风险没有关闭";
        /// The rating is not on the scales of its criteria.
        OffTheScale => "off_the_scale", "the rating is not on the scales", "评分超出量表范围";
        /// The treatment has no such measure.
        MeasureUnknown => "measure_unknown", "the treatment has no such measure", "应对中没有该措施";
        /// The measure was carried out before.
        MeasureRepeated => "measure_repeated", "the measure was carried out before", "措施已完成";
        /// There is no rating that could be accepted.
        NothingToAccept => "nothing_to_accept", "there is no rating to accept", "没有可接受的评价";
    }
}
