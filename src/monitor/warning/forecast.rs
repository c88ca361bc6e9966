use serde::{Deserialize, Serialize};

use super::super::alert::AlertError;
use super::finding::{Fact, Finding, Unjudged};
use super::trend::Line;
use super::{Past, Standing, TrendLine};
use crate::monitor::Side;
use crate::quantity::{Number, Span};

/// When the trend (趋势) of the last values crosses a limit, and how soon is too soon.
///
/// The condition holds where the line crosses within the given time, or has been crossed. The line is no model of the
/// service: it says what comes if all goes on as it does, which is why a forecast suits the lowest level.
///
/// ```
/// use service_quality::monitor::Side;
/// use service_quality::monitor::warning::{Forecast, TrendLine};
///
/// let ahead: Forecast = serde_json::from_str(
///     r#"{"last": 7, "limit": "95", "towards": "below", "within": "P10D", "clear_beyond": "P20D"}"#,
/// )?;
/// assert_eq!((ahead.trend, ahead.towards), (TrendLine::TheilSen, Side::Below));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// How the line is drawn.
    #[serde(default)]
    pub trend: TrendLine,
    /// Through how many values, the present one included: 3 to 120.
    pub last: u32,
    /// The limit: a target, a promise.
    pub limit: Number,
    /// On which side of it the trouble lies.
    pub towards: Side,
    /// It holds where the limit is crossed within this time.
    pub within: Span,
    /// It clears where it takes longer than this, which is `within` where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clear_beyond: Option<Span>,
}

impl Forecast {
    /// How many values before the present one it needs.
    pub(super) const fn lookback(&self) -> u32 {
        self.last.saturating_sub(1)
    }

    pub(super) fn judge(&self, now: Past, history: &[Past]) -> Finding {
        let unjudged = |why| Finding { standing: Standing::Between, fact: Fact::Unjudged(why) };
        let before = usize::try_from(self.lookback()).ok();
        let from = before.and_then(|before| history.len().checked_sub(before));
        let Some(before) = from.and_then(|from| history.get(from..)) else {
            return unjudged(Unjudged::TooFew { given: history.len() + 1, needed: self.last });
        };
        let values: Vec<Past> = before.iter().copied().chain([now]).collect();
        let line = Line::through(&values, self.trend);
        match line.and_then(|line| Ok((line.crossing(self.limit, self.towards)?, line.per_day()))) {
            Ok((crossing, per_day)) => {
                let standing = match crossing.after() {
                    Some(after) if after <= self.within => Standing::Beyond,
                    Some(after) if after <= self.clear_beyond.unwrap_or(self.within) => Standing::Between,
                    _ => Standing::Clear,
                };
                Finding {
                    standing,
                    fact: Fact::Forecast { crossing, value: now.value, per_day, rule: *self },
                }
            }
            Err(why) => unjudged(why),
        }
    }

    pub(super) fn check(&self, place: &str) -> Result<(), AlertError> {
        let outside = |field: &str, given: String, allowed| {
            Err(AlertError::OutOfRange { place: format!("{place}.{field}"), given, allowed })
        };
        match self.clear_beyond {
            _ if !(3..=120).contains(&self.last) => outside("last", self.last.to_string(), "3 to 120"),
            _ if self.within.is_negative() => outside("within", self.within.to_string(), "PT0S or more"),
            Some(clear) if clear < self.within => {
                outside("clear_beyond", clear.to_string(), "no less than `within`")
            }
            _ => Ok(()),
        }
    }

    /// Whether it holds wherever the other does and sooner; `Some` where the two can be compared.
    pub(super) fn is_easier_than(&self, other: &Self) -> Option<bool> {
        let alike = (self.trend, self.last, self.limit, self.towards)
            == (other.trend, other.last, other.limit, other.towards);
        alike.then_some(self.within > other.within)
    }
}
