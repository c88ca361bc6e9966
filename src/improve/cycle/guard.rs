use crate::improve::history::guards;

guards! {
    /// What a cycle's commands must not violate.
    ///
    /// ```
    /// use service_quality::improve::cycle::CycleGuard;
    /// use service_quality::improve::history::Guard;
    ///
    /// for guard in CycleGuard::ALL {
    ///     assert_eq!(serde_json::to_string(guard)?, format!("\"{}\"", guard.code()));
    /// }
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    CycleGuard {
        /// To Do: no problem is named.
        ProblemMissing => "problem_missing", "no problem is named", "没有问题";
        /// To Do: a problem has no evidence.
        ProblemEvidenceMissing => "problem_evidence_missing", "a problem has no evidence", "问题没有证据";
        /// To Do: there is no baseline.
        BaselineMissing => "baseline_missing", "there is no baseline", "没有基线";
        /// To Do: nothing is said about the stability of the baseline.
        BaselineStabilityMissing => "baseline_stability_missing", "it is not said whether the baseline is stable", "没有说明基线是否稳定";
        /// To Do: there is no goal.
        GoalMissing => "goal_missing", "there is no goal", "没有目标";
        /// To Do: the target is no better than the baseline.
        GoalNotAnImprovement => "goal_not_an_improvement", "the target is no better than the baseline", "目标值不优于基线";
        /// To Do: the goal's due day has passed.
        GoalDuePassed => "goal_due_passed", "the goal's due day is not ahead", "目标期限已过";
        /// To Do: no cause is named.
        RootCauseMissing => "root_cause_missing", "no cause is named", "没有根本原因";
        /// To Do: causes are named, and none is verified.
        RootCauseUnverified => "root_cause_unverified", "no named cause is verified", "没有经证实的根本原因";
        /// To Do: no action is planned.
        MeasureMissing => "measure_missing", "no action is planned", "没有措施";
        /// To Do: an action has no owner.
        MeasureOwnerMissing => "measure_owner_missing", "an action has no owner", "措施没有负责人";
        /// To Do: an action has no due day.
        MeasureDueMissing => "measure_due_missing", "an action has no due day", "措施没有期限";
        /// To Do: an action is due after the goal.
        MeasureDueAfterGoal => "measure_due_after_goal", "an action is due after the goal", "措施期限晚于目标期限";
        /// To Do: an action addresses no cause that is verified.
        MeasureCauseMissing => "measure_cause_missing", "an action addresses no verified cause", "措施没有针对经证实的原因";
        /// To Do: nobody said what is expected.
        PredictionMissing => "prediction_missing", "there is no written prediction", "没有书面预测";
        /// To Do: the test of the effect is not fixed in advance.
        TestPlanMissing => "test_plan_missing", "the test of the effect is not fixed in advance", "没有事先确定检验方案";
        /// To Check: an action is neither done nor cancelled.
        MeasuresUnfinished => "measures_unfinished", "an action is neither done nor cancelled", "措施尚未完成或取消";
        /// To Check: an action was done without evidence.
        MeasureEvidenceMissing => "measure_evidence_missing", "an action was done without evidence", "完成的措施没有证据";
        /// To Check: an action was cancelled without a reason.
        MeasureReasonMissing => "measure_reason_missing", "an action was cancelled without a reason", "取消的措施没有理由";
        /// To Check: no action was carried out.
        NoMeasureCarriedOut => "no_measure_carried_out", "no action was carried out", "没有执行任何措施";
    } fixed {
        /// Nothing changes a closed cycle; a new one refers to it.
        ClosedIsFinal => "closed_is_final", "a closed cycle does not change; a new one may follow it", "循环已关闭，不再改变；可另起新循环";
    }
}
