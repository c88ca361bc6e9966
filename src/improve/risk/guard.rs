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
        /// To rate what is left: whoever rates it sees to the treatment.
        RaterOwnsTreatment => "rater_owns_treatment", "whoever rates what is left owns the treatment", "剩余风险由措施负责人自评";
        /// To rate what is left: it is graver than before the treatment.
        ResidualAboveInherent => "residual_above_inherent", "what is left is graver than the risk untreated", "剩余风险高于固有风险";
        /// To close: what is left is not rated.
        ResidualMissing => "residual_missing", "what is left of the risk is not rated", "剩余风险尚未评价";
        /// To retain, and to close: it is above the level that is accepted as it is, and nobody accepted it by name.
        NotAccepted => "not_accepted", "the level is above the accepted one, and nobody accepted it", "风险等级超出可接受水平且无人签字接受";
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
        /// There is no rating that could be accepted.
        NothingToAccept => "nothing_to_accept", "there is no rating to accept", "没有可接受的评价";
    }
}
