use serde::{Deserialize, Serialize};

use super::super::alert::AlertError;
use super::finding::{Fact, Finding};
use super::{Standing, Threshold};
use crate::quantity::{Number, PLACES, Share, Span};
use crate::sla::{Budget, Evaluation, Outcome, Outlook, TimeBoth, Verdict};

/// The promises that are open at an instant, and how many of them are about to be broken, or are (SLA 违约风险).
///
/// ```
/// use service_quality::monitor::warning::PromiseRisk;
///
/// let risk = PromiseRisk::new(40, 6, 2)?;
/// assert_eq!(risk.at_risk(), 6);
/// assert_eq!(risk.share_at_risk().to_string(), "0.15");
/// assert!(PromiseRisk::new(5, 4, 2).is_err());
/// # Ok::<(), service_quality::monitor::alert::AlertError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawRisk", into = "RawRisk")]
pub struct PromiseRisk {
    open: u32,
    at_risk: u32,
    overdue: u32,
}

/// What is calculated of open promises.
///
/// ```
/// use service_quality::monitor::warning::RiskMeasure;
/// assert_eq!(serde_json::to_string(&RiskMeasure::ShareAtRisk)?, r#""share_at_risk""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskMeasure {
    /// How many are at risk.
    AtRisk,
    /// How many are overdue.
    Overdue,
    /// The share of the open ones that is at risk.
    ShareAtRisk,
    /// The share of the open ones that is overdue.
    ShareOverdue,
}

/// When too many open promises are at risk.
///
/// ```
/// use service_quality::monitor::warning::{RiskMeasure, RiskRule, Threshold};
/// let rule = RiskRule { measure: RiskMeasure::AtRisk, threshold: Threshold::above(5.into()) };
/// assert_eq!(rule, serde_json::from_str(r#"{"measure": "at_risk", "threshold": {"above": {"limit": 5}}}"#)?);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskRule {
    /// What is calculated.
    pub measure: RiskMeasure,
    /// When it is too much.
    pub threshold: Threshold,
}

impl PromiseRisk {
    /// So many open, of which so many are at risk and so many others overdue.
    ///
    /// # Errors
    /// [`AlertError::OutOfRange`] where the parts are more than the whole.
    pub fn new(open: u32, at_risk: u32, overdue: u32) -> Result<Self, AlertError> {
        if u64::from(at_risk) + u64::from(overdue) > u64::from(open) {
            let given = format!("{at_risk} at risk and {overdue} overdue of {open} open");
            let place = "risk".to_owned();
            return Err(AlertError::OutOfRange { place, given, allowed: "parts of the open promises" });
        }
        Ok(Self { open, at_risk, overdue })
    }

    /// Counts the promises of a ticket. One that runs is at risk where less than a share of its time is left, in the
    /// time that it is promised in; one that is paused is open and not at risk, since it waits for someone else.
    ///
    /// Absent where there would be more than 2^32 − 1.
    #[must_use]
    pub fn with(self, evaluation: &Evaluation, left: Share) -> Option<Self> {
        let mut open = evaluation.outcomes.iter().filter(|outcome| outcome.verdict.is_open());
        open.try_fold(self, |risk, outcome| {
            Some(Self {
                open: risk.open.checked_add(1)?,
                at_risk: risk.at_risk.checked_add(u32::from(is_at_risk(outcome, left)))?,
                overdue: risk.overdue.checked_add(u32::from(outcome.verdict.is_breached()))?,
            })
        })
    }

    /// Counts what is pending: at risk is what runs and is due within a horizon. An outlook tells of nothing overdue.
    ///
    /// Absent where there would be more than 2^32 − 1.
    #[must_use]
    pub fn due_within(outlook: &Outlook, horizon: Span) -> Option<Self> {
        let open = u32::try_from(outlook.pending().len()).ok()?;
        let at_risk = u32::try_from(outlook.due_within(horizon).count()).ok()?;
        Some(Self { open, at_risk, overdue: 0 })
    }

    /// How many are open, the overdue ones included.
    #[must_use]
    pub const fn open(&self) -> u32 {
        self.open
    }

    /// How many are about to be broken.
    #[must_use]
    pub const fn at_risk(&self) -> u32 {
        self.at_risk
    }

    /// How many have been broken and are still open.
    #[must_use]
    pub const fn overdue(&self) -> u32 {
        self.overdue
    }

    /// The share that is at risk, to nine places; none of nothing.
    #[must_use]
    pub fn share_at_risk(&self) -> Number {
        self.share(self.at_risk)
    }

    /// The share that is overdue, to nine places; none of nothing.
    #[must_use]
    pub fn share_overdue(&self) -> Number {
        self.share(self.overdue)
    }

    /// With nothing open nothing is at risk: here 0 of 0 is 0.
    fn share(self, part: u32) -> Number {
        Number::ratio(part.into(), self.open.into(), PLACES).unwrap_or_default()
    }

    /// One of its figures.
    #[must_use]
    pub fn figure(&self, measure: RiskMeasure) -> Number {
        match measure {
            RiskMeasure::AtRisk => self.at_risk.into(),
            RiskMeasure::Overdue => self.overdue.into(),
            RiskMeasure::ShareAtRisk => self.share_at_risk(),
            RiskMeasure::ShareOverdue => self.share_overdue(),
        }
    }
}

/// Whether less than a share of the time is left, exactly.
fn is_at_risk(outcome: &Outcome, share: Share) -> bool {
    let (Verdict::Running, Some(left)) = (outcome.verdict, outcome.margin) else { return false };
    let round_the_clock = outcome
        .goal
        .as_ref()
        .is_some_and(|goal| matches!(goal.budget, Budget::Elapsed(_) | Budget::Until(_)));
    let seconds = |both: TimeBoth| {
        i128::from(if round_the_clock { both.elapsed.seconds() } else { both.working.seconds() })
    };
    // left / (used + left) < share
    let (used, left) = (seconds(outcome.used), seconds(left));
    left * 10_i128.pow(PLACES) < (used + left) * share.to_scaled()
}

impl RiskRule {
    pub(super) fn judge(&self, risk: Option<PromiseRisk>) -> Finding {
        let Some(risk) = risk else { return Finding::missing(None) };
        let standing: Standing = self.threshold.standing(risk.figure(self.measure));
        Finding { standing, fact: Fact::Risk { risk, rule: *self } }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRisk {
    open: u32,
    #[serde(default)]
    at_risk: u32,
    #[serde(default)]
    overdue: u32,
}

impl TryFrom<RawRisk> for PromiseRisk {
    type Error = AlertError;

    fn try_from(raw: RawRisk) -> Result<Self, AlertError> {
        Self::new(raw.open, raw.at_risk, raw.overdue)
    }
}

impl From<PromiseRisk> for RawRisk {
    fn from(risk: PromiseRisk) -> Self {
        Self { open: risk.open, at_risk: risk.at_risk, overdue: risk.overdue }
    }
}
