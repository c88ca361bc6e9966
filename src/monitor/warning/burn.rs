use serde::{Deserialize, Serialize};

use super::super::alert::AlertError;
use super::finding::{Fact, Finding, Rate};
use super::{Evidence, Threshold};
use crate::quantity::{Number, Span};

/// How fast an error budget (错误预算) burns: 1 uses it up just at the end of its period.
///
/// Holds where the rates over all the windows are above the limit, and clears as soon as one is no longer: a long window
/// says that it matters, a short one that it is still so. *The Site Reliability Workbook* (2018), chapter 5, alert 6.
///
/// ```
/// use service_quality::monitor::warning::Burn;
/// use service_quality::quantity::Span;
///
/// let fast: Burn = serde_json::from_str(r#"{"windows": ["PT1H", "PT5M"], "above": "14.4"}"#)?;
/// assert_eq!(fast.windows, [Span::from_hours(1), Span::from_minutes(5)]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burn {
    /// Over which windows; the host gives a rate for each.
    pub windows: Vec<Span>,
    /// The limit.
    pub above: Number,
    /// Clears at most here; the limit where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clear_at: Option<Number>,
}

impl Burn {
    pub(super) const fn threshold(&self) -> Threshold {
        Threshold::Above { limit: self.above, clear_at: self.clear_at }
    }

    pub(super) fn judge(&self, evidence: &Evidence) -> Finding {
        let rate = |window: &Span| Some(Rate { window: *window, rate: *evidence.burn.get(window)? });
        let Some(rates) = self.windows.iter().map(rate).collect::<Option<Vec<Rate>>>() else {
            return Finding::missing(None);
        };
        let threshold = self.threshold();
        let standing = rates.iter().map(|rate| threshold.standing(rate.rate)).min();
        standing.map_or(Finding::missing(None), |standing| Finding {
            standing,
            fact: Fact::Burn { rates, threshold },
        })
    }

    pub(super) fn check(&self, place: &str) -> Result<(), AlertError> {
        if self.windows.is_empty() {
            return Err(AlertError::Empty { place: format!("{place}.windows"), wanted: "window" });
        }
        for (index, window) in self.windows.iter().enumerate() {
            let place = format!("{place}.windows[{index}]");
            if *window <= Span::ZERO {
                return Err(AlertError::OutOfRange {
                    place,
                    given: window.to_string(),
                    allowed: "more than PT0S",
                });
            }
            if self.windows.iter().take(index).any(|other| other == window) {
                return Err(AlertError::Duplicate { place, given: window.to_string() });
            }
        }
        self.threshold().check(place)
    }
}
