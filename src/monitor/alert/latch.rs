use serde::{Deserialize, Serialize};

use super::super::warning::Standing;
use super::{Clear, LevelRule, Raise};
use crate::quantity::Timestamp;

/// One level: idle, pending or firing, and what it counts towards the next of these.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Latch {
    /// Since when it is pending, or was before it fired.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) since: Option<Timestamp>,
    /// Which of the last evaluations were beyond: the lowest bit is the newest. Kept for [`Raise::Count`] alone.
    #[serde(skip_serializing_if = "is_zero")]
    recent: u64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) firing: bool,
    /// Since when it is clear without a break, while it fires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) clear_since: Option<Timestamp>,
    /// At how many evaluations.
    #[serde(skip_serializing_if = "is_zero")]
    clear_count: u32,
}

fn is_zero<T: Default + PartialEq>(count: &T) -> bool {
    *count == T::default()
}

impl Latch {
    /// Takes an evaluation. A level whose higher neighbour fires is passed: it fires too, and its clearing waits.
    pub(super) fn step(&mut self, at: Timestamp, standing: Standing, rule: &LevelRule, passed: bool) {
        let beyond = standing == Standing::Beyond;
        if !self.firing && (self.is_raised(at, beyond, rule.raise) || passed) {
            *self = Self { since: self.since.or(Some(at)), firing: true, ..Self::default() };
        }
        if self.firing && self.is_cleared(at, standing == Standing::Clear, rule.clear) && !passed {
            *self = Self::default();
        }
    }

    fn is_raised(&mut self, at: Timestamp, beyond: bool, raise: Raise) -> bool {
        match raise {
            Raise::For(_) if !beyond => {
                self.since = None;
                false
            }
            Raise::For(span) => at.since(*self.since.get_or_insert(at)) >= span,
            Raise::Count { breaches, of } => {
                let window = u64::MAX >> 64_u32.saturating_sub(of).min(63);
                self.recent = ((self.recent << 1) | u64::from(beyond)) & window;
                if self.recent == 0 {
                    self.since = None;
                } else {
                    self.since.get_or_insert(at);
                }
                beyond && self.recent.count_ones() >= breaches
            }
        }
    }

    fn is_cleared(&mut self, at: Timestamp, clear: bool, rule: Clear) -> bool {
        if !clear {
            self.clear_since = None;
            self.clear_count = 0;
            return false;
        }
        let since = *self.clear_since.get_or_insert(at);
        self.clear_count = self.clear_count.saturating_add(1);
        match rule {
            Clear::After(span) => at.since(since) >= span,
            Clear::Count(count) => self.clear_count >= count,
        }
    }

    pub(super) fn is_idle(&self) -> bool {
        *self == Self::default()
    }
}
