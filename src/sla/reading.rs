//! What became of a clock's cycle: the part of it that answers.

use super::Verdict;
use super::clock::{Clock, Done, Phase};
use super::counted::Holds;
use super::plan::Scope;
use crate::quantity::Timestamp;

impl Clock {
    /// The cycle as it stands at an instant up to which everything is counted.
    pub(super) fn reading(&self, as_of: Timestamp, holds: Holds, scope: &Scope<'_>) -> Done {
        let (verdict, due) = self.verdict(as_of, holds, scope);
        Done {
            cycle: self.cycle,
            started: self.started,
            end: self.ended().unwrap_or(as_of),
            terms: self.terms.clone(),
            measure: self.measure,
            verdict,
            due,
            counted: self.counted,
        }
    }

    pub(super) const fn ended(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Finished(at) | Phase::Cancelled(at) => Some(at),
            Phase::Idle | Phase::Running => None,
        }
    }

    /// What became of the cycle, and when it had to be finished.
    pub(super) fn verdict(
        &self,
        as_of: Timestamp,
        holds: Holds,
        scope: &Scope<'_>,
    ) -> (Verdict, Option<Timestamp>) {
        let promised = self.terms.as_ref().filter(|terms| terms.promises());
        let ended = self.ended();
        let cause = || self.measure.and_then(|measure| scope.program().cause(measure, holds, self.held));
        let verdict = match (self.phase, self.breach, promised) {
            (Phase::Idle, _, Some(_)) => Verdict::NotStarted,
            (Phase::Idle, _, None) => Verdict::NotApplicable,
            (_, Some(breach), _) => Verdict::Breached { at: breach.at, finished: ended },
            (Phase::Cancelled(at), ..) => Verdict::Cancelled { at },
            (_, _, None) => self.dropped.map_or(Verdict::NotApplicable, |at| Verdict::Cancelled { at }),
            (Phase::Finished(at), ..) => Verdict::Met { at },
            // A given due time does not wait for a pause.
            (Phase::Running, ..) if !self.is_pinned() && cause().is_some() => Verdict::Paused,
            (Phase::Running, ..) => Verdict::Running,
        };
        let due = match (self.phase, self.breach, promised) {
            (Phase::Idle, ..) | (_, None, None) => None,
            (_, Some(breach), _) => Some(breach.due),
            (_, None, Some(terms)) => {
                self.exhausted.or_else(|| scope.due(terms, ended.unwrap_or(as_of), &self.counted))
            }
        };
        (verdict, due)
    }
}
