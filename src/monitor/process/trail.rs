//! Where the judged points stand that a pattern may still reach back to.

use serde::{Deserialize, Serialize};

use crate::monitor::RunState;
use crate::quantity::Timestamp;

/// How many judged points a pattern that looks at a window reaches back.
const WINDOW: u64 = 64;

/// So many marks are kept before those that nothing can reach are dropped.
const MOST: usize = 256;

/// A judged point: its number among the judged ones of its segment, its place in the series, its instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mark {
    pub(super) number: u64,
    pub(super) place: usize,
    pub(super) at: Timestamp,
}

/// The newest judged points of a segment and the starts of its runs, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Trail(Vec<Mark>);

impl Trail {
    /// Takes a point that the rules have just judged.
    pub(super) fn push(&mut self, mark: Mark, rules: &RunState) {
        if self.0.len() >= MOST {
            *self = Self(self.reachable(rules));
        }
        self.0.push(mark);
    }

    /// The place and the instant of a judged point.
    pub(super) fn find(&self, number: u64) -> Option<(usize, Timestamp)> {
        let found = self.0.binary_search_by_key(&number, |mark| mark.number).ok()?;
        self.0.get(found).map(|mark| (mark.place, mark.at))
    }

    /// The marks that a pattern may still reach.
    pub(super) fn reachable(&self, rules: &RunState) -> Vec<Mark> {
        let window = rules.seen().saturating_sub(WINDOW);
        let starts = rules.spans().map(|span| rules.seen().checked_sub(span).filter(|_| span > 0));
        let reached = |mark: &&Mark| mark.number >= window || starts.contains(&Some(mark.number));
        self.0.iter().filter(reached).copied().collect()
    }

    /// Whether every judged point is there that a pattern may reach.
    pub(super) fn reaches_all(&self, rules: &RunState) -> bool {
        let seen = rules.seen();
        let starts = rules.spans().map(|span| seen.checked_sub(span).filter(|_| span > 0));
        let window = seen.saturating_sub(WINDOW)..seen;
        starts.into_iter().flatten().chain(window).all(|number| self.find(number).is_some())
    }

    pub(super) fn of(marks: Vec<Mark>) -> Self {
        Self(marks)
    }
}
