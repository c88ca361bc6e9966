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
        /// To plan: the due day has passed.
        ActionDuePassed => "action_due_passed", "an action's due day has passed", "措施期限已过";
        /// To evaluate: action was needed, and whoever said so, or owns an action, says that none is.
        NeedWithdrawn => "need_withdrawn", "whoever found action needed, or owns an action, cannot find that none is", "认定需要措施者或措施负责人不得自行认定不需要";
        /// To finish: nothing shows that the action was done.
        ActionEvidenceMissing => "action_evidence_missing", "nothing shows that an action was done", "措施完成没有证据";
        /// To review, to close: an action is neither done nor cancelled.
        ActionsUnfinished => "actions_unfinished", "an action is neither done nor cancelled", "措施尚未完成或取消";
        /// To review: who reviews owns an action.
        ReviewerOwnsAction => "reviewer_owns_action", "who reviews owns an action", "评审人是措施负责人";
        /// To review: the days after begin before the last action was done.
        AfterTooEarly => "after_too_early", "the days after begin before the last action was done", "后期统计早于最后一项措施完成";
        /// To review: the days before reach into those on which actions were done.
        BeforeTooLate => "before_too_late", "the days before do not end before the first action was done", "前期统计未在首项措施完成前结束";
        /// To review: at the rate before, fewer than 3 were to be expected after, so that none of them says little.
        AfterTooShort => "after_too_short", "at the rate before, fewer than 3 were to be expected in the days after", "后期过短：按前期频率预计不足 3 次";
        /// To review: it is called effective, but the same happened no less often, or the cycle does not show it.
        EffectContradicted => "effect_contradicted", "it is called effective, but the data do not show it", "称有效，但数据不支持";
        /// To review: it was found not effective, and no action was planned and done since.
        NothingDoneSince => "nothing_done_since", "it was found not effective, and nothing was done since", "评审无效后没有新的措施";
        /// To close: it was neither contained nor corrected nor disposed of.
        ReactionMissing => "reaction_missing", "it was neither contained nor corrected nor disposed of", "未遏制、纠正或处置";
        /// To close: nobody evaluated the need for action.
        EvaluationMissing => "evaluation_missing", "the need for action was not evaluated", "尚未评价措施需求";
        /// To close: action is needed, and no cause is named.
        CauseMissing => "cause_missing", "action is needed, but no cause is named", "需要措施但没有原因";
        /// To close: action is needed, and no corrective action against a cause was planned since it was evaluated as such.
        ActionMissing => "action_missing", "action is needed, but no corrective action against a cause was planned", "需要措施但没有针对原因计划纠正措施";
        /// To close: action is needed, and some cause has none.
        CauseUnaddressed => "cause_unaddressed", "no corrective action addresses a cause", "原因没有对应的纠正措施";
        /// To close: the same exists elsewhere, and no nonconformity is named for it.
        ElsewhereUnhandled => "elsewhere_unhandled", "the same exists elsewhere, and is kept as no nonconformity", "其他地方存在同类问题，未横向展开";
        /// To close: action is needed, and all of it was cancelled.
        NoActionDone => "no_action_done", "action is needed, but all of it was cancelled", "需要措施但全部被取消";
        /// To close: a corrective action addresses none of the causes.
        ActionCauseMissing => "action_cause_missing", "a corrective action addresses none of the causes", "纠正措施没有针对任何原因";
        /// To close: nobody reviewed whether the actions worked.
        ReviewMissing => "review_missing", "the effectiveness of the actions was not reviewed", "尚未评审措施有效性";
        /// To close, and to find that no action is needed: the actions did not work, and no later ones were reviewed.
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
        /// What exists elsewhere is another nonconformity.
        NamesItself => "names_itself", "it names itself as what exists elsewhere", "横向展开引用了自身";
        /// Risks are said to have been updated, and none is named.
        RisksUnnamed => "risks_unnamed", "risks are said to have been updated, but none is named", "称已更新风险，但未列出";
    }
}
