use serde::{Deserialize, Serialize};

use super::BurnRate;
use crate::quantity::{Language, Share, Span};
use crate::slo::SloError;
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
    /// What is counted are slices of this length: a rate is of all the slices that the window has less those
    /// excluded, not only of those with events in them.
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

    /// How many slices a window has; absent where no slices are counted.
    pub(super) fn slices(&self, window: Span) -> Option<u64> {
        u64::try_from(window.seconds().checked_div(self.slice?.seconds())?).ok()
    }

    /// The rate over a window: of slices, among all that it has less those that are excluded.
    pub(super) fn rate(
        &self,
        tally: &SloTally,
        window: Span,
        target: Share,
    ) -> Result<Option<BurnRate>, SloError> {
        let Some(expected) = self.slices(window) else { return Ok(BurnRate::of_tally(tally, target)) };
        let (gross, net) = (tally.gross().total()?, tally.net()?);
        if gross > expected {
            let allowed = format!("at most {expected}, the slices of the window");
            return Err(SloError::not_allowed(format!("counted.{window}"), &gross, allowed));
        }
        let excluded = gross.saturating_sub(net.total()?);
        Ok(BurnRate::of_slices(net.bad, expected.saturating_sub(excluded), target))
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
