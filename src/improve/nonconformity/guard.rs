use crate::improve::history::guards;

guards! {
    /// What must not be done about a nonconformity.
    ///
    /// ```
    /// use service_quality::improve::history::Guard;
    /// use service_quality::improve::nonconformity::NonconformityGuard;
    ///
    /// assert!(NonconformityGuard::ReviewerOwnsAction.can_be_switched_off());
    /// assert!(!NonconformityGuard::AlreadyClosed.can_be_switched_off());
    /// ```
    NonconformityGuard {
        /// To plan: nobody answers for the action.
        ActionOwnerMissing => "action_owner_missing", "an action has no owner", "措施没有负责人";
        /// To plan: the action has no due day.
        ActionDueMissing => "action_due_missing", "an action has no due day", "措施没有期限";
        /// To finish: nothing shows that the action was done.
        ActionEvidenceMissing => "action_evidence_missing", "nothing shows that an action was done", "措施完成没有证据";
        /// To review, to close: an action is neither done nor cancelled.
        ActionsUnfinished => "actions_unfinished", "an action is neither done nor cancelled", "措施尚未完成或取消";
        /// To review: who reviews owns an action.
        ReviewerOwnsAction => "reviewer_owns_action", "who reviews owns an action", "评审人是措施负责人";
        /// To review: the days after begin before the last action was done.
        AfterTooEarly => "after_too_early", "the days after begin before the last action was done", "后期统计早于最后一项措施完成";
        /// To review: it is called effective, but the same happened no less often.
        EffectContradicted => "effect_contradicted", "it is called effective, but the same happened no less often", "称有效，但发生频率没有下降";
        /// To close: it was neither contained nor corrected nor disposed of.
        ReactionMissing => "reaction_missing", "it was neither contained nor corrected nor disposed of", "未遏制、纠正或处置";
        /// To close: nobody evaluated the need for action.
        EvaluationMissing => "evaluation_missing", "the need for action was not evaluated", "尚未评价措施需求";
        /// To close: action is needed, and no cause is named.
        CauseMissing => "cause_missing", "action is needed, but no cause is named", "需要措施但没有原因";
        /// To close: action is needed, and none was planned against the cause since it was evaluated as such.
        ActionMissing => "action_missing", "action is needed, but no corrective or preventive action was planned", "需要措施但没有计划纠正或预防措施";
        /// To close: action is needed, and all of it was cancelled.
        NoActionDone => "no_action_done", "action is needed, but all of it was cancelled", "需要措施但全部被取消";
        /// To close: a corrective action addresses none of the causes.
        ActionCauseMissing => "action_cause_missing", "a corrective action addresses none of the causes", "纠正措施没有针对任何原因";
        /// To close: nobody reviewed whether the actions worked.
        ReviewMissing => "review_missing", "the effectiveness of the actions was not reviewed", "尚未评审措施有效性";
        /// To close: the actions did not work.
        NotEffective => "not_effective", "the actions were not effective", "措施无效";
        /// To close: it is not said whether risks had to be updated.
        RisksNotConsidered => "risks_not_considered", "it is not said whether risks had to be updated", "没有说明是否需要更新风险";
        /// To close: it is not said whether the way of working had to change.
        SystemNotConsidered => "system_not_considered", "it is not said whether the way of working had to change", "没有说明是否需要变更体系";
    } fixed {
        /// Nothing was recorded.
        NotRecorded => "not_recorded", "nothing was recorded", "尚未登记";
        /// It was recorded before.
        AlreadyRecorded => "already_recorded", "it was recorded before", "已经登记";
        /// It cannot have been found later than now.
        FoundInFuture => "found_in_future", "it is said to have been found later than now", "发现时间晚于当前时间";
        /// A closed nonconformity must be reopened first.
        AlreadyClosed => "already_closed", "it is closed; reopen it first", "不合格已关闭，请先重新打开";
        /// Only what is closed is reopened.
        NotClosed => "not_closed", "it is not closed", "不合格未关闭";
        /// There is no such action.
        ActionUnknown => "action_unknown", "there is no such action", "没有该措施";
        /// There is an action of that id.
        ActionRepeated => "action_repeated", "there is an action of that id", "措施编号重复";
        /// The action was done or cancelled before.
        ActionEnded => "action_ended", "an action was done or cancelled before", "措施已完成或取消";
        /// The action cannot have been done before the nonconformity was found.
        DoneBeforeFound => "done_before_found", "an action is said to have been done before the nonconformity was found", "措施完成早于不合格发现";
        /// The action cannot have been done later than today.
        DoneInFuture => "done_in_future", "an action is said to have been done later than today", "措施完成晚于今天";
        /// What is counted cannot lie ahead.
        AfterNotOver => "after_not_over", "the days after are not over", "后期统计尚未结束";
        /// Risks are said to have been updated, and none is named.
        RisksUnnamed => "risks_unnamed", "risks are said to have been updated, but none is named", "称已更新风险，但未列出";
    }
}
