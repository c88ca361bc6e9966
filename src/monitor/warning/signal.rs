use serde::{Deserialize, Serialize};

use super::finding::{Fact, Finding};
use super::{Reading, Standing};
use crate::monitor::{Side, Variation};
use crate::quantity::Label;

/// What a control chart (控制图) says of the newest point: which rule it completes, and what that means.
///
/// ```
/// use service_quality::monitor::Variation;
/// use service_quality::monitor::warning::ChartSignal;
///
/// let signal: ChartSignal = serde_json::from_str(r#"{"rule": "shift", "variation": "concern", "side": "above"}"#)?;
/// assert_eq!(signal.variation, Variation::Concern);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartSignal {
    /// The rule's name.
    pub rule: Label,
    /// What it means for the service.
    pub variation: Variation,
    /// On which side of the centre line; some rules have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
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
    pub rules: Vec<Label>,
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
