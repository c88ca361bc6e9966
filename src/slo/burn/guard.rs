use serde::{Deserialize, Serialize};

use super::BurnRate;
use crate::quantity::{Language, Share, Span};
use crate::slo::budget::SloTally;

/// What keeps a few events from raising an alert (低流量保护). By default nothing does.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::budget::SloTally;
/// use service_quality::slo::burn::{HeldBack, TrafficGuard};
///
/// let guard: TrafficGuard = serde_json::from_str(r#"{"min_failures": 2}"#)?;
/// assert_eq!(guard.holds_back(&SloTally::new(0, 1)?), Some(HeldBack::TooFewFailures { failures: 1, needed: 2 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrafficGuard {
    /// So many events in the long window at least.
    pub min_events: u64,
    /// So many bad ones in the long window at least.
    pub min_failures: u64,
    /// What is counted are slices of this length: a rate is of all the slices that the window has, not only of those with
    /// events in them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slice: Option<Span>,
}

/// Why an alert that would fire does not.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::burn::HeldBack;
/// let few = HeldBack::TooFewEvents { events: 3, needed: 10 };
/// assert_eq!(few.text(Language::English), "only 3 events, 10 needed");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldBack {
    /// Too few events.
    TooFewEvents {
        /// How many there were.
        events: u64,
        /// How many are needed.
        needed: u64,
    },
    /// Too few bad ones.
    TooFewFailures {
        /// How many there were.
        failures: u64,
        /// How many are needed.
        needed: u64,
    },
}

impl TrafficGuard {
    /// Why what was counted in the long window raises no alert.
    #[must_use]
    pub fn holds_back(&self, long: &SloTally) -> Option<HeldBack> {
        let net = long.net().ok()?;
        let (events, failures) = (net.total().ok()?, net.bad);
        if events < self.min_events {
            Some(HeldBack::TooFewEvents { events, needed: self.min_events })
        } else if failures < self.min_failures {
            Some(HeldBack::TooFewFailures { failures, needed: self.min_failures })
        } else {
            None
        }
    }

    pub(super) fn rate(&self, tally: &SloTally, window: Span, target: Share) -> Option<BurnRate> {
        let Some(slice) = self.slice else { return BurnRate::of_tally(tally, target) };
        let expected = window.seconds().checked_div(slice.seconds())?;
        BurnRate::of_slices(tally.net().ok()?.bad, u64::try_from(expected).ok()?, target)
    }
}

impl HeldBack {
    /// In a sentence.
    #[must_use]
    pub fn text(self, language: Language) -> String {
        match (language, self) {
            (Language::English, Self::TooFewEvents { events, needed }) => {
                format!("only {events} events, {needed} needed")
            }
            (Language::English, Self::TooFewFailures { failures, needed }) => {
                format!("only {failures} bad ones, {needed} needed")
            }
            (Language::Chinese, Self::TooFewEvents { events, needed }) => {
                format!("仅 {events} 个事件，需要 {needed} 个")
            }
            (Language::Chinese, Self::TooFewFailures { failures, needed }) => {
                format!("仅 {failures} 个不良事件，需要 {needed} 个")
            }
        }
    }
}
