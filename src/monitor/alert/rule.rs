use serde::{Deserialize, Serialize};

use super::AlertError;
use crate::quantity::Span;

/// How long, or how often, a condition must hold before its level fires.
///
/// ```
/// use service_quality::monitor::alert::Raise;
/// use service_quality::quantity::Span;
///
/// assert_eq!(Raise::default(), Raise::For(Span::ZERO));
/// assert_eq!(serde_json::from_str::<Raise>(r#"{"count": {"breaches": 3, "of": 5}}"#)?, Raise::Count { breaches: 3, of: 5 });
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Raise {
    /// For so long without a break: `for` of Prometheus. It fires at the first evaluation at which the time has passed.
    ///
    /// Missing data are no break where the policy [keeps](super::MissingData::Keep) what is: the time goes on, and it
    /// fires at the first evaluation that is beyond again. Where the policy clears, they are one.
    For(Span),
    /// At so many of the last so many evaluations, this one included: at most 64. `3` of `3` is three in a row.
    Count {
        /// How many.
        breaches: u32,
        /// Of how many.
        of: u32,
    },
}

/// How long, or how often, a condition must be clear before a level that fires is cleared.
///
/// An evaluation between the limits, or beyond, begins the count anew.
///
/// ```
/// use service_quality::monitor::alert::Clear;
/// use service_quality::quantity::Span;
/// assert_eq!(Clear::default(), Clear::After(Span::ZERO));
/// assert_eq!(serde_json::to_string(&Clear::Count(2))?, r#"{"count":2}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clear {
    /// For so long from the first clear evaluation: `keep_firing_for` of Prometheus.
    After(Span),
    /// At so many evaluations in a row.
    Count(u32),
}

/// When a level fires and when it clears.
///
/// ```
/// use service_quality::monitor::alert::{Clear, LevelRule, Raise};
/// use service_quality::quantity::Span;
///
/// let rule: LevelRule = serde_json::from_str(r#"{"raise": {"for": "PT10M"}, "clear": {"count": 2}}"#)?;
/// assert_eq!(rule, LevelRule { raise: Raise::For(Span::from_minutes(10)), clear: Clear::Count(2) });
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelRule {
    /// When it fires; at once where nothing is said.
    #[serde(default)]
    pub raise: Raise,
    /// When it clears; at once where nothing is said.
    #[serde(default)]
    pub clear: Clear,
}

impl Default for Raise {
    fn default() -> Self {
        Self::For(Span::ZERO)
    }
}

impl Default for Clear {
    fn default() -> Self {
        Self::After(Span::ZERO)
    }
}

impl Raise {
    /// Whether it waits for less than another: `Some` where the two are of one kind.
    pub(in crate::monitor) fn is_sooner_than(self, other: Self) -> Option<bool> {
        match (self, other) {
            (Self::For(span), Self::For(other)) => Some(span < other),
            (Self::Count { breaches, of }, Self::Count { breaches: other, of: other_of }) => {
                Some((breaches < other && of >= other_of) || (breaches <= other && of > other_of))
            }
            _ => None,
        }
    }
}

impl LevelRule {
    pub(super) fn check(&self, place: &str) -> Result<(), AlertError> {
        let outside = |field: &str, given: String, allowed| {
            Err(AlertError::OutOfRange { place: format!("{place}.{field}"), given, allowed })
        };
        match self.raise {
            Raise::For(span) if span.is_negative() => {
                return outside("raise.for", span.to_string(), "PT0S or more");
            }
            Raise::Count { of, .. } if !(1..=64).contains(&of) => {
                return outside("raise.count.of", of.to_string(), "1 to 64 evaluations");
            }
            Raise::Count { breaches, of } if !(1..=of).contains(&breaches) => {
                return outside("raise.count.breaches", breaches.to_string(), "1 to `of`");
            }
            _ => {}
        }
        match self.clear {
            Clear::After(span) if span.is_negative() => {
                outside("clear.after", span.to_string(), "PT0S or more")
            }
            Clear::Count(0) => outside("clear.count", "0".to_owned(), "1 or more evaluations"),
            _ => Ok(()),
        }
    }
}
