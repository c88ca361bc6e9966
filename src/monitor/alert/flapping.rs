use serde::{Deserialize, Serialize};

use super::super::warning::WarningLevel;
use super::AlertError;
use crate::quantity::{Span, Timestamp};

/// When an alert comes and goes so often that each change is no news (抖动).
///
/// It turns when it rises after it fell, or falls after it rose: firing is a rise, being resolved a fall. A climb through
/// the levels is one turn, however many levels it has. With so many turns within a time it flaps. That is told once; from
/// then on changes are held back, except to a level above those that were told. It ends with the first evaluation or look
/// at the clock a calm time after the last turn, which is told again.
///
/// ```
/// use service_quality::monitor::alert::Flapping;
/// use service_quality::quantity::Span;
///
/// let flapping: Flapping = serde_json::from_str(r#"{"turns": 4, "within": "P2D"}"#)?;
/// assert_eq!(flapping.calm(), Span::from_hours(48), "the same time, where none is given");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flapping {
    /// How many turns, 3 to 32.
    pub turns: u32,
    /// Within which time.
    pub within: Span,
    /// How long without a turn ends it; `within` where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calm: Option<Span>,
}

/// The most turns that are remembered.
pub(super) const MOST: usize = 32;

impl Flapping {
    /// How long without a turn ends it.
    #[must_use]
    pub fn calm(&self) -> Span {
        self.calm.unwrap_or(self.within)
    }

    pub(super) fn check(&self) -> Result<(), AlertError> {
        let outside = |field: &str, given: String, allowed| {
            Err(AlertError::OutOfRange { place: format!("flapping.{field}"), given, allowed })
        };
        if !(3..=32).contains(&self.turns) {
            return outside("turns", self.turns.to_string(), "3 to 32");
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

/// The last turns, and since when they are too many.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Flaps {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) turns: Vec<Timestamp>,
    /// Whether the last change was a rise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) rose: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) since: Option<Timestamp>,
    /// The highest level told since the turns began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) told: Option<WarningLevel>,
}

impl Flaps {
    /// Remembers a change, and says whether it is the turn that makes too many.
    pub(super) fn change(&mut self, at: Timestamp, rose: bool, rule: &Flapping) -> bool {
        // Before the first change there was a fall, so to speak: an alert begins with a rise.
        if rose == self.rose {
            return false;
        }
        self.rose = rose;
        let calm = self.turns.last().is_none_or(|last| at.since(*last) > rule.within);
        if calm && self.since.is_none() {
            self.told = None;
        }
        let most = usize::try_from(rule.turns).unwrap_or(MOST).min(MOST);
        self.turns.push(at);
        self.turns.drain(..self.turns.len().saturating_sub(most));
        let many = self.turns.len() == most
            && self.turns.first().is_some_and(|first| at.since(*first) <= rule.within);
        let begins = many && self.since.is_none();
        if begins {
            self.since = Some(at);
        }
        begins
    }

    /// Calm again, with the level at which it is.
    pub(super) fn calm_down(&mut self, level: Option<WarningLevel>) {
        *self = Self { rose: self.rose, told: level, ..Self::default() };
    }

    /// When it ends if nothing changes.
    pub(super) fn ends(&self, rule: &Flapping) -> Option<Timestamp> {
        self.since?;
        self.turns.last()?.checked_add(rule.calm())
    }
}
