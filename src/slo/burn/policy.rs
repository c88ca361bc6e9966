use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::alerts::tally_of;
use super::{BurnRate, BurnSeverity, BurnTest};
use crate::quantity::{Label, Language, Number, Share, Span, Statement};
use crate::slo::SloError;
use crate::slo::budget::SloTally;

/// What follows from how fast the budget burns, step by step (错误预算策略).
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::budget::SloTally;
/// use service_quality::slo::burn::BudgetPolicy;
///
/// let policy: BudgetPolicy = serde_json::from_str(
///     r#"{"target": "0.99", "steps": [{"name": "4 weeks", "window": "P28D", "above": "1", "severity": "ticket",
///         "kept": "releases as planned", "consequence": "no releases but fixes"}]}"#,
/// )?;
/// let counted = [(Span::from_hours(672), SloTally::new(980, 20)?)].into_iter().collect();
/// let findings = policy.evaluate(&counted)?;
/// assert_eq!(findings[0].message.as_ref().map(|message| message.as_str()), Some("no releases but fixes"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawPolicy", into = "RawPolicy")]
pub struct BudgetPolicy {
    target: Share,
    steps: Vec<PolicyStep>,
    test: BurnTest,
}

/// A step of a policy.
///
/// ```
/// use service_quality::slo::burn::{BurnSeverity, PolicyStep};
/// let step: PolicyStep = serde_json::from_str(
///     r#"{"name": "1 hour", "window": "PT1H", "above": "9", "severity": "page", "kept": "on track", "consequence": "page"}"#,
/// )?;
/// assert_eq!(step.severity, BurnSeverity::Page);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyStep {
    /// What it is called.
    pub name: Label,
    /// Over which time the rate is.
    pub window: Span,
    /// The limit.
    pub above: Number,
    /// What it calls for.
    pub severity: BurnSeverity,
    /// What holds while the rate is within the limit.
    pub kept: Statement,
    /// What follows where it is not.
    pub consequence: Statement,
}

/// What a step of a policy says.
///
/// ```
/// # use service_quality::quantity::Span;
/// # use service_quality::slo::budget::SloTally;
/// # use service_quality::slo::burn::BudgetPolicy;
/// let policy: BudgetPolicy = serde_json::from_str(
///     r#"{"target": "0.99", "steps": [{"name": "1 hour", "window": "PT1H", "above": "9", "severity": "page", "kept": "on track",
///         "consequence": "page"}]}"#,
/// )?;
/// let counted = [(Span::from_hours(1), SloTally::default())].into_iter().collect();
/// let finding = &policy.evaluate(&counted)?[0];
/// assert_eq!((finding.exceeded, finding.message.as_ref()), (None, None), "nothing was counted");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyFinding {
    /// The step.
    pub step: PolicyStep,
    /// The rate, rounded to nine places; absent where nothing was counted.
    pub rate: Option<Number>,
    /// Whether it exceeds the limit.
    pub exceeded: Option<bool>,
    /// What holds or follows.
    pub message: Option<Statement>,
}

impl BudgetPolicy {
    /// Steps for a promised share, in the order in which they are given.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a target of 1 or 0, no step, a window without length, a limit of 0 or less, and one that
    /// no share of bad ones exceeds; [`SloError::Repeated`] for a name given twice.
    pub fn new(target: Share, steps: Vec<PolicyStep>, test: BurnTest) -> Result<Self, SloError> {
        if target == Share::ONE || target == Share::ZERO {
            let allowed = "more than 0 and less than 1; a target of 1 has no budget to burn";
            return Err(SloError::not_allowed("target", &target, allowed));
        }
        test.check()?;
        if steps.is_empty() {
            return Err(SloError::not_allowed("steps", &"none", "one step at least"));
        }
        let mut names = BTreeSet::new();
        for (index, step) in steps.iter().enumerate() {
            let place = format!("steps[{index}]");
            if step.window <= Span::ZERO {
                return Err(SloError::not_allowed(format!("{place}.window"), &step.window, "more than PT0S"));
            }
            if step.above <= Number::ZERO {
                return Err(SloError::not_allowed(format!("{place}.above"), &step.above, "more than 0"));
            }
            let limit = BurnRate::new(step.above)?;
            if !test.can_fire(limit, target) {
                let errors = test.holds_from(limit).and_then(|limit| limit.errors(target)?.rounded(9));
                let errors = errors.ok_or_else(|| SloError::too_large(format!("{place}.above")))?;
                let allowed =
                    format!("less: it takes {errors} of all events to be bad, so it can never be exceeded");
                return Err(SloError::not_allowed(format!("{place}.above"), &step.above, allowed));
            }
            if !names.insert(&step.name) {
                return Err(SloError::Repeated { place, id: step.name.to_string() });
            }
        }
        Ok(Self { target, steps, test })
    }

    /// The promised share.
    #[must_use]
    pub const fn target(&self) -> Share {
        self.target
    }

    /// How a rate is held against a limit.
    #[must_use]
    pub const fn test(&self) -> BurnTest {
        self.test
    }

    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[PolicyStep] {
        &self.steps
    }

    /// What each step says of what was counted over its window up to now; no data only where nothing was.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a window of which no tally is given.
    pub fn evaluate(&self, counted: &BTreeMap<Span, SloTally>) -> Result<Vec<PolicyFinding>, SloError> {
        let finding = |step: &PolicyStep| {
            let tally = tally_of(counted, step.window)?;
            let rate = BurnRate::of_tally(tally, self.target);
            let limit = BurnRate::new(step.above)?;
            let exceeded = rate.map(|rate| self.test.holds(rate, limit));
            Ok(PolicyFinding {
                step: step.clone(),
                rate: rate.and_then(|rate| rate.rounded(9)),
                exceeded,
                message: exceeded.map(|bad| if bad { step.consequence.clone() } else { step.kept.clone() }),
            })
        };
        self.steps.iter().map(finding).collect()
    }
}

impl PolicyFinding {
    /// In a sentence; the message is the policy's own.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let PolicyStep { name, above, .. } = &self.step;
        match (language, self.rate, &self.message) {
            (Language::English, Some(rate), Some(message)) => {
                format!("{name}: burn rate {rate}, limit {above}: {message}")
            }
            (Language::Chinese, Some(rate), Some(message)) => {
                format!("{name}：燃烧率 {rate}，限值 {above}：{message}")
            }
            (Language::English, ..) => format!("{name}: no data"),
            (Language::Chinese, ..) => format!("{name}：无数据"),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolicy {
    target: Share,
    steps: Vec<PolicyStep>,
    #[serde(default)]
    test: BurnTest,
}

impl TryFrom<RawPolicy> for BudgetPolicy {
    type Error = SloError;

    fn try_from(raw: RawPolicy) -> Result<Self, SloError> {
        Self::new(raw.target, raw.steps, raw.test)
    }
}

impl From<BudgetPolicy> for RawPolicy {
    fn from(own: BudgetPolicy) -> Self {
        Self { target: own.target, steps: own.steps, test: own.test }
    }
}
