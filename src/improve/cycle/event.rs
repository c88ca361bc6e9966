use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CycleGuard, Decision, Deviation, ExceptionOf, Phase, Prediction, ProblemFate, Start};
use crate::improve::action::{Action, ActionOutcome};
use crate::improve::cause::{CauseEvidence, Hypothesis};
use crate::improve::effect::{Effect, TestPlan, WatchedIndicator};
use crate::improve::goal::{Baseline, Goal};
use crate::improve::history::Waived;
use crate::improve::problem::Problem;
use crate::improve::wording::limit;
use crate::quantity::{ActionId, AgentId, CauseId, CycleId, Date, Language, ProblemId, Statement};

/// What happened to a cycle: the [command](super::CycleCommand) of the same meaning was given, and nothing stood against
/// it.
///
/// ```
/// use service_quality::improve::cycle::CycleEvent;
/// use service_quality::quantity::Language;
///
/// let event: CycleEvent = serde_json::from_str(r#"{"advanced": {"from": "plan", "to": "do",
///     "waived": [{"violation": {"guard": "prediction_missing"}, "reason": "a pilot", "by": "li"}]}}"#)?;
/// assert!(matches!(&event, CycleEvent::Advanced { waived, .. } if waived.len() == 1));
/// assert_eq!(event.text(Language::English), "moved on from plan to do; let pass: there is no written prediction");
/// assert_eq!(event.text(Language::Chinese), "由策划转入实施；豁免：没有书面预测");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CycleEvent {
    /// It was started.
    Started(Start),
    /// Somebody else leads it.
    HandedOver {
        /// Who.
        owner: AgentId,
    },
    /// A problem was taken up.
    ProblemAdded(Problem),
    /// A problem was left out again.
    ProblemDropped {
        /// Which.
        problem: ProblemId,
        /// Why.
        reason: Statement,
    },
    /// It was said where the process stands.
    BaselineSet(Baseline),
    /// It was said where it is to go.
    GoalSet(Goal),
    /// A hypothesis about a cause was named.
    CauseProposed(Hypothesis),
    /// It was found to be true.
    CauseVerified {
        /// Which.
        cause: CauseId,
        /// By what.
        evidence: Vec<CauseEvidence>,
    },
    /// It was found to be false.
    CauseRejected {
        /// Which.
        cause: CauseId,
        /// By what.
        evidence: Vec<CauseEvidence>,
    },
    /// An action was planned.
    ActionPlanned(Action),
    /// An action was planned otherwise.
    ActionReplanned {
        /// The new plan.
        action: Action,
        /// Why.
        reason: Statement,
    },
    /// It was written down what is expected.
    Predicted(Prediction),
    /// The test was fixed.
    TestPlanFixed(TestPlan),
    /// An indicator that must not suffer was named.
    Watched(WatchedIndicator),
    /// An action was begun.
    ActionBegun {
        /// Which.
        action: ActionId,
        /// On which day.
        on: Date,
    },
    /// An action was done.
    ActionCompleted {
        /// Which.
        action: ActionId,
        /// How.
        outcome: ActionOutcome,
    },
    /// It was shown that an action was done.
    ActionShown {
        /// Which.
        action: ActionId,
        /// By what.
        evidence: Statement,
    },
    /// An action was given up.
    ActionCancelled {
        /// Which.
        action: ActionId,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
    },
    /// Something went otherwise than planned.
    DeviationLogged(Deviation),
    /// A test of the effect was reported.
    EffectReported(Effect),
    /// Somebody accepted by name what would keep a change from becoming the standard.
    ExceptionAccepted {
        /// What.
        of: ExceptionOf,
        /// Why.
        reason: Statement,
    },
    /// It was decided what becomes of the change.
    Decided(Decision),
    /// It was said what became of a problem.
    ProblemSettled {
        /// Which.
        problem: ProblemId,
        /// What.
        fate: ProblemFate,
    },
    /// A cycle below this one was named.
    ChildAdded(CycleId),
    /// A cycle below this one moved.
    ChildMoved {
        /// Which.
        child: CycleId,
        /// To which phase.
        to: Phase,
    },
    /// It moved on.
    Advanced {
        /// From which phase.
        from: Phase,
        /// To which.
        to: Phase,
        /// What guards that were switched off would have refused.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waived: Vec<Waived<CycleGuard>>,
    },
    /// It was given up.
    Cancelled {
        /// In which phase.
        from: Phase,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
        /// What guards that were switched off would have refused.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waived: Vec<Waived<CycleGuard>>,
    },
}

impl CycleEvent {
    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }

    fn english(&self) -> String {
        let language = Language::English;
        let because = |reason: &Option<Statement>| after(": ", reason.as_ref());
        match self {
            Self::Started(start) => format!("started: {}", start.purpose),
            Self::HandedOver { owner } => format!("handed over to `{owner}`"),
            Self::ProblemAdded(Problem { id, what, .. }) => format!("took up the problem `{id}`: {what}"),
            Self::ProblemDropped { problem, reason } => format!("left out the problem `{problem}`: {reason}"),
            Self::BaselineSet(baseline) => {
                let (indicator, value, n) = (baseline.indicator(), baseline.value(), baseline.n());
                format!("set the baseline: `{indicator}` is {value} (n {n})")
            }
            Self::GoalSet(goal) => {
                let (indicator, target) = (goal.indicator(), limit(goal.target(), language));
                format!("set the goal: `{indicator}` {target} until {}", goal.due())
            }
            Self::CauseProposed(Hypothesis { id, statement, .. }) => {
                format!("proposed the cause `{id}`: {statement}")
            }
            Self::CauseVerified { cause, evidence } => {
                format!("verified the cause `{cause}`{}", shown(evidence, language))
            }
            Self::CauseRejected { cause, evidence } => {
                format!("rejected the cause `{cause}`{}", shown(evidence, language))
            }
            Self::ActionPlanned(action) => format!("planned the action `{}`: {}", action.id(), action.what()),
            Self::ActionReplanned { action, reason } => {
                format!("planned the action `{}` anew: {reason}", action.id())
            }
            Self::Predicted(Prediction { what, value }) => {
                format!("predicted: {what}{}", after(", ", value.map(|value| limit(value, language))))
            }
            Self::TestPlanFixed(plan) => {
                let (test, alpha, minimum) = (plan.test().text(language), plan.alpha(), plan.minimum());
                format!("fixed the test: {test} at {alpha}, n {minimum} or more")
            }
            Self::Watched(WatchedIndicator { indicator, tolerated }) => {
                format!("watches `{indicator}`; tolerated is {}", limit(*tolerated, language))
            }
            Self::ActionBegun { action, on } => format!("began the action `{action}` on {on}"),
            Self::ActionCompleted { action, outcome } => {
                format!("did the action `{action}` on {}{}", outcome.on, because(&outcome.evidence))
            }
            Self::ActionShown { action, evidence } => {
                format!("showed that the action `{action}` was done: {evidence}")
            }
            Self::ActionCancelled { action, reason } => {
                format!("cancelled the action `{action}`{}", because(reason))
            }
            Self::DeviationLogged(Deviation { action: Some(action), what }) => {
                format!("logged a deviation of the action `{action}`: {what}")
            }
            Self::DeviationLogged(Deviation { action: None, what }) => format!("logged a deviation: {what}"),
            Self::EffectReported(effect) => format!("tested the effect: {}", effect.text(language)),
            Self::ExceptionAccepted { of, reason } => {
                let of = match of {
                    ExceptionOf::Goal => "the goal is not met".to_owned(),
                    ExceptionOf::Instability => "the process is not stable".to_owned(),
                    ExceptionOf::SideEffect(indicator) => format!("`{indicator}` is worse than tolerated"),
                };
                format!("accepted that {of}: {reason}")
            }
            Self::Decided(Decision::Standardise(standard)) => {
                format!("decided to standardise{}", after(" as ", standard.version.as_ref()))
            }
            Self::Decided(Decision::Adjust { next, .. }) => {
                let next = next.as_ref().map(|next| format!("`{next}`"));
                format!("decided to adjust{}", after(" in ", next))
            }
            Self::Decided(Decision::Abandon { reason }) => format!("decided to abandon{}", because(reason)),
            Self::ProblemSettled { problem, fate } => {
                format!("settled the problem `{problem}`, {}", fate.text(language))
            }
            Self::ChildAdded(child) => format!("took in the cycle `{child}` as a part"),
            Self::ChildMoved { child, to } => format!("heard that its part `{child}` is in {to}"),
            Self::Advanced { from, to, waived } => {
                format!("moved on from {from} to {to}{}", let_pass(waived, language))
            }
            Self::Cancelled { from, reason, waived } => {
                format!("was cancelled in {from}{}{}", because(reason), let_pass(waived, language))
            }
        }
    }

    fn chinese(&self) -> String {
        let language = Language::Chinese;
        let because = |reason: &Option<Statement>| after("：", reason.as_ref());
        match self {
            Self::Started(start) => format!("启动：{}", start.purpose),
            Self::HandedOver { owner } => format!("负责人变更为`{owner}`"),
            Self::ProblemAdded(Problem { id, what, .. }) => format!("纳入问题`{id}`：{what}"),
            Self::ProblemDropped { problem, reason } => format!("剔除问题`{problem}`：{reason}"),
            Self::BaselineSet(baseline) => {
                let (indicator, value, n) = (baseline.indicator(), baseline.value(), baseline.n());
                format!("设定基线：指标`{indicator}`为 {value}（n {n}）")
            }
            Self::GoalSet(goal) => {
                let (indicator, target) = (goal.indicator(), limit(goal.target(), language));
                format!("设定目标：指标`{indicator}` {target}，期限 {}", goal.due())
            }
            Self::CauseProposed(Hypothesis { id, statement, .. }) => format!("提出原因`{id}`：{statement}"),
            Self::CauseVerified { cause, evidence } => {
                format!("证实原因`{cause}`{}", shown(evidence, language))
            }
            Self::CauseRejected { cause, evidence } => {
                format!("排除原因`{cause}`{}", shown(evidence, language))
            }
            Self::ActionPlanned(action) => format!("制定措施`{}`：{}", action.id(), action.what()),
            Self::ActionReplanned { action, reason } => format!("调整措施`{}`的计划：{reason}", action.id()),
            Self::Predicted(Prediction { what, value }) => {
                format!("书面预测：{what}{}", after("，", value.map(|value| limit(value, language))))
            }
            Self::TestPlanFixed(plan) => {
                let (test, alpha, minimum) = (plan.test().text(language), plan.alpha(), plan.minimum());
                format!("确定检验方案：{test}，显著性水平 {alpha}，样本量至少 {minimum}")
            }
            Self::Watched(WatchedIndicator { indicator, tolerated }) => {
                format!("关注副作用指标`{indicator}`，容许范围 {}", limit(*tolerated, language))
            }
            Self::ActionBegun { action, on } => format!("措施`{action}`于 {on} 开始"),
            Self::ActionCompleted { action, outcome } => {
                format!("措施`{action}`于 {} 完成{}", outcome.on, because(&outcome.evidence))
            }
            Self::ActionShown { action, evidence } => format!("补充措施`{action}`的完成证据：{evidence}"),
            Self::ActionCancelled { action, reason } => format!("取消措施`{action}`{}", because(reason)),
            Self::DeviationLogged(Deviation { action: Some(action), what }) => {
                format!("记录措施`{action}`的偏差：{what}")
            }
            Self::DeviationLogged(Deviation { action: None, what }) => format!("记录偏差：{what}"),
            Self::EffectReported(effect) => format!("检验效果：{}", effect.text(language)),
            Self::ExceptionAccepted { of, reason } => {
                let of = match of {
                    ExceptionOf::Goal => "目标未达成".to_owned(),
                    ExceptionOf::Instability => "改进后过程不稳定".to_owned(),
                    ExceptionOf::SideEffect(indicator) => format!("副作用指标`{indicator}`超出容许范围"),
                };
                format!("例外接受{of}：{reason}")
            }
            Self::Decided(Decision::Standardise(standard)) => {
                let version = standard.version.as_ref();
                let version = version.map(|version| format!("{} 第 {} 版", version.id, version.version));
                format!("决定标准化{}", after("：", version))
            }
            Self::Decided(Decision::Adjust { next, .. }) => {
                let next = next.as_ref().map(|next| format!("`{next}`"));
                format!("决定调整{}", after("，转入下一循环", next))
            }
            Self::Decided(Decision::Abandon { reason }) => format!("决定放弃{}", because(reason)),
            Self::ProblemSettled { problem, fate } => {
                format!("问题`{problem}`的去向：{}", fate.text(language))
            }
            Self::ChildAdded(child) => format!("增加子循环`{child}`"),
            Self::ChildMoved { child, to } => format!("子循环`{child}`转入{}", to.text(language)),
            Self::Advanced { from, to, waived } => {
                let (from, to) = (from.text(language), to.text(language));
                format!("由{from}转入{to}{}", let_pass(waived, language))
            }
            Self::Cancelled { from, reason, waived } => {
                let from = from.text(language);
                format!("在{from}阶段取消{}{}", because(reason), let_pass(waived, language))
            }
        }
    }
}

/// What is there, after a separator; nothing where nothing is.
fn after(separator: &str, told: Option<impl fmt::Display>) -> String {
    told.map(|told| format!("{separator}{told}")).unwrap_or_default()
}

/// By what a cause was judged.
fn shown(evidence: &[CauseEvidence], language: Language) -> String {
    let facts: Vec<String> = evidence.iter().map(|fact| fact.text(language)).collect();
    match language {
        _ if facts.is_empty() => String::new(),
        Language::English => format!(": {}", facts.join("; ")),
        Language::Chinese => format!("：{}", facts.join("；")),
    }
}

/// What would have been refused.
fn let_pass(waived: &[Waived<CycleGuard>], language: Language) -> String {
    let meanings: Vec<String> = waived.iter().map(|one| one.violation().text(language)).collect();
    match language {
        _ if meanings.is_empty() => String::new(),
        Language::English => format!("; let pass: {}", meanings.join("; ")),
        Language::Chinese => format!("；豁免：{}", meanings.join("；")),
    }
}

impl fmt::Display for CycleEvent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}
