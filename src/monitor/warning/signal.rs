use serde::{Deserialize, Serialize};

use super::finding::{Fact, Finding};
use super::{Reading, Standing};
use crate::monitor::{Side, Signal, Signals, Variation};
use crate::quantity::RuleId;

/// What a control chart (控制图) says of the newest point: which rule it completes, and what that means.
///
/// A [`Signal`] without its figures, which are floats: a warning has exact ones alone.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::monitor::warning::ChartSignal;
/// use service_quality::monitor::{Limits, RuleSet, Variation};
///
/// let limits = Limits::symmetric(10.0, 1.0, 3.0);
/// let signals = RuleSet::nhs().signals(&[(14.5, limits), (13.5, limits)], Some(Direction::Lower))?;
/// let newest: Vec<ChartSignal> = ChartSignal::newest(&signals).collect();
/// assert_eq!(newest.len(), 1, "that of the point before is left out");
/// assert_eq!(newest[0].variation, Variation::Concern);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartSignal {
    /// The rule's name.
    pub rule: RuleId,
    /// What it means for the service.
    pub variation: Variation,
    /// On which side of the centre line; some rules have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}

impl ChartSignal {
    /// Those that the newest point of a chart completes.
    pub fn newest(signals: &Signals) -> impl Iterator<Item = Self> + '_ {
        let newest = signals.n().checked_sub(1);
        signals.into_iter().filter(move |signal| Some(signal.at) == newest).map(Self::from)
    }
}

impl From<&Signal> for ChartSignal {
    fn from(signal: &Signal) -> Self {
        Self { rule: signal.rule.clone(), variation: signal.variation, side: signal.side }
    }
}

/// Which signals of a chart count.
///
/// ```
/// use service_quality::monitor::Variation;
/// use service_quality::monitor::warning::SignalRule;
///
/// let rule: SignalRule = serde_json::from_str(r#"{"rules": ["shift", "trend"]}"#)?;
/// assert_eq!(rule.variations, [Variation::Concern]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignalRule {
    /// Of these rules; of all where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleId>,
    /// With these meanings: concern alone where nothing is said.
    #[serde(default = "concern")]
    pub variations: Vec<Variation>,
}

fn concern() -> Vec<Variation> {
    vec![Variation::Concern]
}

impl Default for SignalRule {
    /// Any rule, concern alone.
    fn default() -> Self {
        Self { rules: Vec::new(), variations: concern() }
    }
}

impl SignalRule {
    pub(super) fn judge(&self, reading: &Reading) -> Finding {
        let Some(signals) = &reading.signals else { return Finding::missing(None) };
        let counts = |signal: &&ChartSignal| {
            self.variations.contains(&signal.variation)
                && (self.rules.is_empty() || self.rules.contains(&signal.rule))
        };
        let signals: Vec<ChartSignal> = signals.iter().filter(counts).cloned().collect();
        let standing = if signals.is_empty() { Standing::Clear } else { Standing::Beyond };
        Finding { standing, fact: Fact::Signals { signals } }
    }
}
