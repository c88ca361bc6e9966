use serde::{Deserialize, Serialize};

use super::super::alert::AlertError;
use super::finding::{Fact, Finding};
use super::{Burn, Change, Evidence, Forecast, Past, RiskRule, SignalRule, Threshold};
use crate::indicator::Absence;

/// What has to be found for a level of warning (预警条件). Plain data; a [`Watch`](super::Watch) checks it.
///
/// ```
/// use service_quality::monitor::warning::{Condition, Evidence, Standing};
///
/// let condition: Condition = serde_json::from_str(r#"{"any": [
///     {"value": {"above": {"limit": "0.1"}}},
///     {"all": [{"value": {"above": {"limit": "0.08"}}}, {"signal": {}}]}
/// ]}"#)?;
/// let evidence = Evidence::new("2026-03-02T00:00:00Z".parse()?).with_value("0.09".parse()?).with_signals(vec![]);
/// assert_eq!(condition.judge(&evidence).standing, Standing::Clear, "above 0.08, and no signal");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Condition {
    /// The value breaks a limit.
    Value(Threshold),
    /// The value moved too far.
    Change(Change),
    /// The trend crosses a limit soon.
    Forecast(Forecast),
    /// The control chart signals.
    Signal(SignalRule),
    /// Open promises are at risk.
    Risk(RiskRule),
    /// The error budget burns too fast.
    Burn(Burn),
    /// At least one of them.
    Any(Vec<Condition>),
    /// All of them.
    All(Vec<Condition>),
}

/// How deep conditions may be nested, and how many there may be in a level.
const DEEPEST: usize = 4;
const MOST: usize = 64;

impl Condition {
    /// What it finds in evidence with nothing before it. A [`Watch`](super::Watch) knows what came before.
    #[must_use]
    pub fn judge(&self, evidence: &Evidence) -> Finding {
        self.find(evidence, &[])
    }

    pub(super) fn find(&self, evidence: &Evidence, history: &[Past]) -> Finding {
        let of_value = |judge: &dyn Fn(Past) -> Finding| {
            evidence.now().map_or_else(|why: Option<Absence>| Finding::missing(why), judge)
        };
        let each = |conditions: &[Self]| -> Vec<Finding> {
            conditions.iter().map(|condition| condition.find(evidence, history)).collect()
        };
        match self {
            Self::Value(threshold) => of_value(&|now| Finding {
                standing: threshold.standing(now.value),
                fact: Fact::Value { value: now.value, threshold: *threshold },
            }),
            Self::Change(change) => of_value(&|now| change.judge(now.value, history)),
            Self::Forecast(forecast) => of_value(&|now| forecast.judge(now, history)),
            Self::Signal(rule) => rule.judge(evidence),
            Self::Risk(rule) => rule.judge(evidence.risk),
            Self::Burn(burn) => burn.judge(evidence),
            Self::Any(conditions) => {
                let findings = each(conditions);
                let standing = findings.iter().map(|finding| finding.standing).max();
                standing.map_or(Finding::missing(None), |standing| Finding {
                    standing,
                    fact: Fact::Any(findings),
                })
            }
            Self::All(conditions) => {
                let findings = each(conditions);
                let standing = findings.iter().map(|finding| finding.standing).min();
                standing.map_or(Finding::missing(None), |standing| Finding {
                    standing,
                    fact: Fact::All(findings),
                })
            }
        }
    }

    /// How many earlier values it looks back on.
    pub(super) fn lookback(&self) -> u32 {
        match self {
            Self::Change(change) => change.against.count(),
            Self::Forecast(forecast) => forecast.lookback(),
            Self::Any(conditions) | Self::All(conditions) => {
                conditions.iter().map(Self::lookback).max().unwrap_or_default()
            }
            Self::Value(_) | Self::Signal(_) | Self::Risk(_) | Self::Burn(_) => 0,
        }
    }

    pub(super) fn check(&self, place: &str) -> Result<(), AlertError> {
        // Before the depth is walked any further.
        if self.count(DEEPEST).is_none_or(|count| count > MOST) {
            let given = "what is nested deeper or has more parts".to_owned();
            let allowed = "at most 4 levels of `any` and `all`, and 64 conditions";
            return Err(AlertError::OutOfRange { place: place.to_owned(), given, allowed });
        }
        self.check_parts(place)
    }

    fn check_parts(&self, place: &str) -> Result<(), AlertError> {
        let several = |conditions: &[Self], word: &str| {
            if conditions.is_empty() {
                let place = format!("{place}.{word}");
                return Err(AlertError::Empty { place, wanted: "condition" });
            }
            conditions
                .iter()
                .enumerate()
                .try_for_each(|(index, one)| one.check_parts(&format!("{place}.{word}[{index}]")))
        };
        match self {
            Self::Value(threshold) => threshold.check(&format!("{place}.value")),
            Self::Change(change) => change.check(&format!("{place}.change")),
            Self::Forecast(forecast) => forecast.check(&format!("{place}.forecast")),
            Self::Signal(rule) if rule.variations.is_empty() => {
                Err(AlertError::Empty { place: format!("{place}.signal.variations"), wanted: "meaning" })
            }
            Self::Signal(_) => Ok(()),
            Self::Risk(rule) => rule.threshold.check(&format!("{place}.risk.threshold")),
            Self::Burn(burn) => burn.check(&format!("{place}.burn")),
            Self::Any(conditions) => several(conditions, "any"),
            Self::All(conditions) => several(conditions, "all"),
        }
    }

    /// How many conditions there are in it; absent where they are nested deeper than allowed.
    fn count(&self, deepest: usize) -> Option<usize> {
        match self {
            Self::Any(conditions) | Self::All(conditions) => {
                let deepest = deepest.checked_sub(1)?;
                conditions.iter().try_fold(1, |sum: usize, one| sum.checked_add(one.count(deepest)?))
            }
            _ => Some(1),
        }
    }

    /// Whether it is reached more easily than another: `Some` where the two are of one kind and can be compared.
    pub(super) fn is_easier_than(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            _ if self == other => Some(false),
            (Self::Value(one), Self::Value(other)) => one.is_easier_than(other),
            (Self::Change(one), Self::Change(other))
                if (one.against, one.measure) == (other.against, other.measure) =>
            {
                one.threshold.is_easier_than(&other.threshold)
            }
            (Self::Forecast(one), Self::Forecast(other)) => one.is_easier_than(other),
            (Self::Risk(one), Self::Risk(other)) if one.measure == other.measure => {
                one.threshold.is_easier_than(&other.threshold)
            }
            (Self::Burn(one), Self::Burn(other)) if one.windows == other.windows => {
                one.threshold().is_easier_than(&other.threshold())
            }
            _ => None,
        }
    }
}
