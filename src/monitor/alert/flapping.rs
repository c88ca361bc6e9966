use serde::{Deserialize, Serialize};

use super::super::warning::WarningLevel;
use super::AlertError;
use crate::quantity::{Span, Timestamp};

/// When an alert changes so often that each change is no news (抖动).
///
/// It flaps from when it fired, rose, fell or was resolved so many times within a time. That is told once; from then on
/// changes are held back, except to a level above those that were told. It ends with the first evaluation or look at the
/// clock a calm time after the last change, which is told again.
///
/// ```
/// use service_quality::monitor::alert::Flapping;
/// use service_quality::quantity::Span;
///
/// let flapping: Flapping = serde_json::from_str(r#"{"changes": 4, "within": "P2D"}"#)?;
/// assert_eq!(flapping.calm(), Span::from_hours(48), "the same time, where none is given");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flapping {
    /// How many changes, 3 to 32.
    pub changes: u32,
    /// Within which time.
    pub within: Span,
    /// How long without a change ends it; `within` where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calm: Option<Span>,
}

/// The most changes that are remembered.
pub(super) const MOST: usize = 32;

impl Flapping {
    /// How long without a change ends it.
    #[must_use]
    pub fn calm(&self) -> Span {
        self.calm.unwrap_or(self.within)
    }

    pub(super) fn check(&self) -> Result<(), AlertError> {
        let outside = |field: &str, given: String, allowed| {
            Err(AlertError::OutOfRange { place: format!("flapping.{field}"), given, allowed })
        };
        if !(3..=32).contains(&self.changes) {
            return outside("changes", self.changes.to_string(), "3 to 32");
        }
        if self.within <= Span::ZERO {
            return outside("within", self.within.to_string(), "more than PT0S");
        }
        match self.calm {
            Some(calm) if calm <= Span::ZERO => outside("calm", calm.to_string(), "more than PT0S"),
            _ => Ok(()),
        }
    }
}

/// The last changes, and since when they are too many.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Flaps {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) changes: Vec<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) since: Option<Timestamp>,
    /// The highest level told since the changes began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) told: Option<WarningLevel>,
}

impl Flaps {
    /// Remembers a change, and says whether it is the one that makes too many.
    pub(super) fn change(&mut self, at: Timestamp, rule: &Flapping) -> bool {
        let most = usize::try_from(rule.changes).unwrap_or(MOST).min(MOST);
        self.changes.push(at);
        self.changes.drain(..self.changes.len().saturating_sub(most));
        let many = self.changes.len() == most
            && self.changes.first().is_some_and(|first| at.since(*first) <= rule.within);
        let begins = many && self.since.is_none();
        if begins {
            self.since = Some(at);
        }
        begins
    }

    /// When it ends if nothing changes.
    pub(super) fn ends(&self, rule: &Flapping) -> Option<Timestamp> {
        self.since?;
        self.changes.last()?.checked_add(rule.calm())
    }
}
