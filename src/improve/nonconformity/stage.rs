use crate::improve::complaint::scale;

scale! {
    /// What an open nonconformity lacks next (下一步).
    ///
    /// ```
    /// use service_quality::improve::nonconformity::NonconformityTask;
    /// use service_quality::quantity::Language;
    /// assert_eq!(NonconformityTask::Review.text(Language::English), "review the effect");
    /// ```
    NonconformityTask {
        /// Contain it, correct it, or decide what becomes of it.
        React => "react", "contain or correct", "遏制或纠正";
        /// Judge consequences, causes and the need for action.
        Evaluate => "evaluate", "evaluate the need for action", "评价措施需求";
        /// Plan an action against the cause; also where all were cancelled or not effective.
        PlanAction => "plan_action", "plan an action against the cause", "计划纠正措施";
        /// Do what is planned, or cancel it.
        FinishActions => "finish_actions", "finish the actions", "完成措施";
        /// Review whether the actions worked.
        Review => "review", "review the effect", "评审有效性";
        /// Say whether risks had to be updated.
        ConsiderRisks => "consider_risks", "consider the risks", "考虑风险";
        /// Say whether the way of working had to change.
        ConsiderSystem => "consider_system", "consider the way of working", "考虑体系变更";
        /// Close it.
        Close => "close", "close", "关闭";
    }
}

scale! {
    /// Where a nonconformity stands.
    ///
    /// ```
    /// use service_quality::improve::nonconformity::NonconformityState;
    /// assert_eq!(serde_json::to_string(&NonconformityState::InWork)?, r#""in_work""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    NonconformityState {
        /// Nothing was recorded yet under this id.
        Empty => "empty", "nothing recorded", "未登记";
        /// Recorded, and not evaluated.
        Recorded => "recorded", "recorded", "已登记";
        /// Evaluated.
        InWork => "in_work", "in work", "处理中";
        /// The effect of the actions is reviewed.
        Reviewed => "reviewed", "reviewed", "已评审";
        /// Closed.
        Closed => "closed", "closed", "已关闭";
    }
}
