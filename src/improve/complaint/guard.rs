use crate::improve::history::guards;

guards! {
    /// What must not be done about a complaint.
    ///
    /// ```
    /// use service_quality::improve::complaint::ComplaintGuard;
    /// use service_quality::improve::history::Guard;
    ///
    /// assert!(ComplaintGuard::InvestigatorConcerned.can_be_switched_off());
    /// assert!(!ComplaintGuard::Unanswered.can_be_switched_off());
    /// ```
    ComplaintGuard {
        /// To respond: receipt was not acknowledged.
        AcknowledgementMissing => "acknowledgement_missing", "receipt was not acknowledged", "尚未确认收到";
        /// To respond: it was not assessed.
        AssessmentMissing => "assessment_missing", "it was not assessed", "尚未评估";
        /// To respond, to tell, to close: the assessment asks for immediate action, and none was taken.
        ContainmentMissing => "containment_missing", "the immediate action that the assessment asks for was not taken", "尚未采取评估所要求的立即措施";
        /// To respond: nothing was investigated.
        InvestigationMissing => "investigation_missing", "it was not investigated", "尚未调查";
        /// To investigate, to respond: who is complained about investigates.
        InvestigatorConcerned => "investigator_concerned", "who investigates is complained about", "调查人是被投诉人";
        /// To respond: who is complained about decides.
        DeciderConcerned => "decider_concerned", "who decides is complained about", "决定人是被投诉人";
        /// To correct, to assess, to resume work, to tell, to hear, to rate, to close, to withdraw: who is complained about
        /// judges the complaint, speaks for the customer or ends it.
        ActorConcerned => "actor_concerned", "who is complained about judges it, speaks for the customer or ends it", "被投诉人评估投诉、代表客户表态或结束投诉";
        /// To make somebody answerable: they are complained about.
        OwnerConcerned => "owner_concerned", "who shall be answerable for it is complained about", "负责人是被投诉人";
        /// To receive: it came in more than [ten years](super::Receipt::LONG_AGO) before it is recorded.
        ReceivedLongAgo => "received_long_ago", "it is said to have been received more than ten years ago", "受理时间早于十年以前";
        /// To assess: safety is touched, and the severity is not critical.
        SeverityBelowSafety => "severity_below_safety", "safety is touched, but the severity is not critical", "涉及安全，但严重程度不是致命";
        /// To assess: safety is touched, no immediate action is needed, and nothing says why.
        NoActionReasonMissing => "no_action_reason_missing", "safety is touched, and nothing says why no immediate action is needed", "涉及安全，但未说明为何无需立即措施";
        /// To respond: it is upheld, at least in part, and no remedy is offered.
        RemedyMissing => "remedy_missing", "it is upheld, but no remedy is offered", "投诉成立但未提出补救";
        /// To ask, to tell: the customer is given until a day that is past.
        AnswerDayPast => "answer_day_past", "the day until which the customer is to answer is past", "要求客户答复的日期已过";
        /// To note that the customer did not answer: no day was given until which to answer.
        AnswerDayMissing => "answer_day_missing", "the customer was given no day until which to answer", "未给客户规定答复期限";
        /// To note that the customer did not answer: there is time left to.
        AnswerStillAwaited => "answer_still_awaited", "the customer still has time to answer", "客户答复期限未到";
        /// To close: the customer's reaction is not known.
        ReactionMissing => "reaction_missing", "the customer was not heard on the decision", "尚未听取客户对决定的意见";
        /// To close: the customer rejects the decision, and was not told where to turn to.
        AlternativesMissing => "alternatives_missing", "the customer rejects the decision and was offered no alternative", "客户不接受决定，且未告知其他途径";
        /// To close: the remedy that was promised is not carried out, and the customer does not reject the decision.
        RemedyUndone => "remedy_undone", "the promised remedy was not carried out", "承诺的补救尚未落实";
        /// To note that the remedy was carried out: on a day that has not come.
        RemedyDoneInFuture => "remedy_done_in_future", "the remedy is said to have been carried out on a day that has not come", "补救落实日期晚于今天";
    } fixed {
        /// Nothing was received.
        NotReceived => "not_received", "nothing was received", "尚未受理";
        /// It was received before.
        AlreadyReceived => "already_received", "it was received before", "已经受理";
        /// It cannot have been received later than now.
        ReceivedInFuture => "received_in_future", "it is said to have been received later than now", "受理时间晚于当前时间";
        /// It cannot repeat itself.
        RepeatsItself => "repeats_itself", "a complaint cannot repeat itself", "投诉不能重复自身";
        /// A closed complaint must be reopened first.
        AlreadyClosed => "already_closed", "it is closed; reopen it first", "投诉已关闭，请先重新打开";
        /// Only what is closed is reopened.
        NotClosed => "not_closed", "it is not closed", "投诉未关闭";
        /// It was acknowledged before.
        AlreadyAcknowledged => "already_acknowledged", "receipt was acknowledged before", "已经确认收到";
        /// Work stands still already.
        AlreadyWaiting => "already_waiting", "the customer was asked before and has not answered", "已在等待客户答复";
        /// Nothing is awaited.
        NotWaiting => "not_waiting", "no answer of the customer is awaited", "没有等待客户答复";
        /// What the customer was told, and does not reject, stands.
        AlreadyAnswered => "already_answered", "the customer was told a decision and does not reject it", "已告知客户决定，且客户未拒绝";
        /// Nothing was decided that could be told.
        ResponseMissing => "response_missing", "nothing is decided that could be told", "没有可告知的决定";
        /// To hear the customer, to offer alternatives, to close: no decision was told.
        Unanswered => "unanswered", "the customer was not told a decision", "尚未告知客户决定";
        /// The customer did answer.
        AlreadyHeard => "already_heard", "the customer was heard on the decision before", "已经听取客户意见";
        /// There is no remedy to carry out.
        RemedyNotPromised => "remedy_not_promised", "no remedy is promised", "没有承诺补救";
        /// It was carried out before.
        RemedyAlreadyDone => "remedy_already_done", "the remedy was carried out before", "补救已经落实";
        /// Alternatives are for those who reject the decision.
        NotRejected => "not_rejected", "the customer does not reject the decision", "客户没有拒绝决定";
    }
}
