use super::Phase;
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
        /// To Do: goal and baseline are of different indicators.
        GoalOfOtherIndicator => "goal_of_other_indicator", "goal and baseline are of different indicators", "目标与基线的指标不同";
        /// To Do: the target is no better than the baseline.
        GoalNotAnImprovement => "goal_not_an_improvement", "the target is no better than the baseline", "目标值不优于基线";
        /// To Do: the target lies on the side that is worse for the indicator.
        GoalInWrongDirection => "goal_in_wrong_direction", "the target lies on the worse side of the indicator", "目标方向与指标方向相反";
        /// To Do: the goal's due day is not ahead.
        GoalDueInPast => "goal_due_in_past", "the goal's due day is not ahead", "目标期限已过";
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
        /// To Do: an action that is not done is due already.
        MeasureDueInPast => "measure_due_in_past", "an action's due day is not ahead", "措施期限已过";
        /// To Do: an action is due after the goal.
        MeasureDueAfterGoal => "measure_due_after_goal", "an action is due after the goal", "措施期限晚于目标期限";
        /// To Do: an action acts against no verified cause.
        MeasureCauseMissing => "measure_cause_missing", "an action acts against no verified cause", "措施没有针对经证实的原因";
        /// To Do: nobody wrote down what is expected.
        PredictionMissing => "prediction_missing", "there is no written prediction", "没有书面预测";
        /// To Do: the test of the effect is not fixed in advance.
        TestPlanMissing => "test_plan_missing", "the test of the effect is not fixed in advance", "没有事先确定检验方案";
        /// To Do: the days to test are fixed, and have begun.
        AfterPeriodNotAhead => "after_period_not_ahead", "the period to test is not ahead", "检验期已开始，应事先确定";
        /// To Do: the days to test are fixed, and end after the goal is due.
        AfterPeriodEndsAfterGoal => "after_period_ends_after_goal", "the period to test ends after the goal is due", "检验期晚于目标期限";
        /// To Check: an action is neither done nor cancelled.
        MeasuresUnfinished => "measures_unfinished", "an action is neither done nor cancelled", "措施尚未完成或取消";
        /// To Check: an action was done without evidence.
        MeasureEvidenceMissing => "measure_evidence_missing", "an action was done without evidence", "完成的措施没有证据";
        /// To Check: an action was cancelled without a reason.
        MeasureReasonMissing => "measure_reason_missing", "an action was cancelled without a reason", "取消的措施没有理由";
        /// To Check: no action was carried out.
        NoMeasureCarriedOut => "no_measure_carried_out", "no action was carried out", "没有执行任何措施";
        /// To Check: an action did not go as planned, and nothing is written about it.
        DeviationUnlogged => "deviation_unlogged", "an action was late, added or replanned, and no deviation is logged", "措施与计划不符，但没有记录偏差";
        /// To Act: no effect is reported.
        EffectUntested => "effect_untested", "the effect is not tested", "效果未经检验";
        /// To Act: the period after begins before the last action was done.
        AfterPeriodOverlapsDo => "after_period_overlaps_do", "the period after does not begin after the last action was done", "检验期与执行期重叠";
        /// To Act: the period after is not over.
        AfterPeriodUnfinished => "after_period_unfinished", "the period after is not over", "检验期尚未结束";
        /// To Act: fewer were measured afterwards than planned.
        AfterSampleTooSmall => "after_sample_too_small", "fewer were measured afterwards than planned", "检验期样本量不足";
        /// To Act: the effect was tested otherwise than fixed in advance.
        TestNotAsPlanned => "test_not_as_planned", "the effect was tested otherwise than fixed in advance", "检验与事先方案不符";
        /// To Act: the effect was judged against another goal than the plan's.
        EffectOfOtherGoal => "effect_of_other_goal", "the effect was judged against another indicator or target than the goal's", "效果所对照的不是本循环的目标";
        /// To Act: nothing is said about the stability afterwards.
        StabilityAfterMissing => "stability_after_missing", "it is not said whether the process is stable afterwards", "没有说明改进后过程是否稳定";
        /// To Act: a side effect that was to be watched is not reported.
        SideEffectMissing => "side_effect_missing", "an indicator that was to be watched is not reported", "没有报告应关注的副作用指标";
        /// To Act: who tested the effect owns an action.
        CheckerIsMeasureOwner => "checker_is_measure_owner", "who tested the effect owns an action", "检查人同时是措施负责人";
        /// To Act: the effect was tested again, and no deviation is logged for that.
        SecondLookUnlogged => "second_look_unlogged", "the effect was tested more than once, and no deviation is logged for each further look", "效果多次检验，但未记录偏差";
        /// To Closed: it is not decided what becomes of the change.
        DecisionMissing => "decision_missing", "it is not decided whether to standardise, adjust or abandon", "没有作出标准化、调整或放弃的决定";
        /// To Closed, standardise: the effect is not significant.
        EffectNotSignificant => "effect_not_significant", "the effect is not significant", "效果不显著";
        /// To Closed, standardise: the effect goes the wrong way.
        EffectInWrongDirection => "effect_in_wrong_direction", "the effect goes the wrong way", "效果方向相反";
        /// To Closed, standardise: the effect is proved, but misses the goal, and nobody accepted that by name.
        GoalNotMet => "goal_not_met", "the goal is not met, and nobody accepted that by name", "目标未达成，且无人具名接受";
        /// To Closed, standardise: an exception was accepted by somebody who owns an action.
        ExceptionByMeasureOwner => "exception_by_measure_owner", "an exception was accepted by somebody who owns an action", "例外由措施负责人自行接受";
        /// To Closed, standardise: the process is not stable afterwards.
        UnstableAfter => "unstable_after", "the process is not stable afterwards", "改进后过程不稳定";
        /// To Closed, standardise: a side effect is worse than tolerated, and nobody accepted that by name.
        SideEffectExceeded => "side_effect_exceeded", "a side effect is worse than tolerated, and nobody accepted that by name", "副作用超出容许范围，且无人具名接受";
        /// To Closed, standardise: no new version of the standard is named.
        StandardVersionMissing => "standard_version_missing", "no new version of the standard is named", "没有新的标准版本";
        /// To Closed, standardise: it is not said from when the version holds.
        EffectiveDateMissing => "effective_date_missing", "it is not said from which day the new version holds", "没有说明新版本的生效日期";
        /// To Closed, standardise: the version holds from a day before it was decided upon.
        EffectiveDateInPast => "effective_date_in_past", "the new version holds from a day before it was decided upon", "新版本的生效日期早于决定之日";
        /// To Closed, standardise: there is no control plan.
        ControlPlanMissing => "control_plan_missing", "there is no control plan", "没有控制计划";
        /// To Closed, standardise: the control plan watches another indicator than the goal's.
        ControlPlanOfOtherIndicator => "control_plan_of_other_indicator", "the control plan watches another indicator than the goal's", "控制计划所监控的不是目标指标";
        /// To Closed, standardise: nothing is said about training.
        TrainingMissing => "training_missing", "it is not said who is to be trained", "没有说明培训安排";
        /// To Closed, adjust: the next cycle is not named.
        NextCycleMissing => "next_cycle_missing", "the next cycle is not named", "没有下一循环";
        /// To Closed, adjust: no lesson is written down.
        LessonsMissing => "lessons_missing", "no lesson is written down", "没有经验教训";
        /// To Closed, abandon; or to Cancelled: no reason is given.
        ReasonMissing => "reason_missing", "no reason is given", "没有理由";
        /// To Closed or Cancelled: a problem is neither resolved nor rolled over nor accepted.
        UnresolvedProblemNotRolledOver => "unresolved_problem_not_rolled_over", "a problem is neither resolved nor rolled over nor accepted", "有问题既未解决，也未转入下一循环或被接受";
        /// To Closed or Cancelled: a cycle below this one is still open.
        ChildCycleOpen => "child_cycle_open", "a cycle below this one is still open", "子循环尚未关闭";
    } fixed {
        /// Nothing changes a closed or cancelled cycle; a new one refers to it.
        ClosedIsFinal => "closed_is_final", "a closed or cancelled cycle does not change; a new one may follow it", "循环已关闭或取消，不再改变；可另起新循环";
        /// The phases come one after the other.
        PhaseSkipped => "phase_skipped", "the phases come one after the other: plan, do, check, act, closed", "阶段必须依次进行：计划、执行、检查、处置、关闭";
        /// A thing comes in its phase.
        NotInThisPhase => "not_in_this_phase", "this is not done in the phase that the cycle is in", "当前阶段不能进行此操作";
        /// A cycle is started before anything else.
        NotStarted => "not_started", "the cycle is not started", "循环尚未启动";
        /// A cycle is started once.
        AlreadyStarted => "already_started", "the cycle is started already", "循环已启动";
        /// What is named is there.
        PartUnknown => "part_unknown", "there is no such part of the cycle", "循环中没有此项";
        /// What is new has a new id.
        PartRepeated => "part_repeated", "there is such a part of the cycle already", "循环中已有此项";
        /// An action that is done or cancelled stays so; one is not begun twice.
        ActionStatusUnfit => "action_status_unfit", "the action's status does not allow this", "措施的状态不允许此操作";
        /// A part has a reason of its own.
        PartRefused => "part_refused", "a part is refused", "该项被拒绝";
        /// Nothing is reported of days to come.
        DayAhead => "day_ahead", "what has not happened yet is not reported", "不能报告尚未发生的事";
        /// Actions are begun and done in Do, but for corrections.
        DayBeforeDo => "day_before_do", "an action is begun and done in Do, and not before", "措施的开始与完成不能早于实施阶段";
        /// A register tells parents of their children itself.
        ToldByRegister => "told_by_register", "the register tells a parent of its children itself", "父循环由台账自动更新，不能手工更改";
        /// The days of the policy's zone end with the year 9999.
        DayOutOfRange => "day_out_of_range", "the day lies outside the years 1 to 9999 in the policy's zone", "日期超出 1 至 9999 年";
    }
}

impl CycleGuard {
    /// To which phase a cycle must not move on while the guard is violated; absent for those that stand before every
    /// command. What is asked of causes and actions before Do, is asked again before Check, of the plan as it is then.
    #[must_use]
    pub const fn stands_before(self) -> Option<Phase> {
        Some(match self {
            Self::ProblemMissing
            | Self::ProblemEvidenceMissing
            | Self::BaselineMissing
            | Self::BaselineStabilityMissing
            | Self::GoalMissing
            | Self::GoalOfOtherIndicator
            | Self::GoalNotAnImprovement
            | Self::GoalInWrongDirection
            | Self::GoalDueInPast
            | Self::RootCauseMissing
            | Self::RootCauseUnverified
            | Self::MeasureMissing
            | Self::MeasureOwnerMissing
            | Self::MeasureDueMissing
            | Self::MeasureDueInPast
            | Self::MeasureDueAfterGoal
            | Self::MeasureCauseMissing
            | Self::PredictionMissing
            | Self::TestPlanMissing
            | Self::AfterPeriodNotAhead
            | Self::AfterPeriodEndsAfterGoal => Phase::Do,
            Self::MeasuresUnfinished
            | Self::MeasureEvidenceMissing
            | Self::MeasureReasonMissing
            | Self::NoMeasureCarriedOut
            | Self::DeviationUnlogged => Phase::Check,
            Self::EffectUntested
            | Self::AfterPeriodOverlapsDo
            | Self::AfterPeriodUnfinished
            | Self::AfterSampleTooSmall
            | Self::TestNotAsPlanned
            | Self::EffectOfOtherGoal
            | Self::StabilityAfterMissing
            | Self::SideEffectMissing
            | Self::CheckerIsMeasureOwner
            | Self::SecondLookUnlogged => Phase::Act,
            Self::DecisionMissing
            | Self::EffectNotSignificant
            | Self::EffectInWrongDirection
            | Self::GoalNotMet
            | Self::ExceptionByMeasureOwner
            | Self::UnstableAfter
            | Self::SideEffectExceeded
            | Self::StandardVersionMissing
            | Self::EffectiveDateMissing
            | Self::EffectiveDateInPast
            | Self::ControlPlanMissing
            | Self::ControlPlanOfOtherIndicator
            | Self::TrainingMissing
            | Self::NextCycleMissing
            | Self::LessonsMissing
            | Self::ReasonMissing
            | Self::UnresolvedProblemNotRolledOver
            | Self::ChildCycleOpen => Phase::Closed,
            Self::ClosedIsFinal
            | Self::PhaseSkipped
            | Self::NotInThisPhase
            | Self::NotStarted
            | Self::AlreadyStarted
            | Self::PartUnknown
            | Self::PartRepeated
            | Self::ActionStatusUnfit
            | Self::PartRefused
            | Self::DayAhead
            | Self::DayBeforeDo
            | Self::ToldByRegister
            | Self::DayOutOfRange => return None,
        })
    }
}
