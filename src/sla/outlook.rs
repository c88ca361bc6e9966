use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{AttainmentError, Evaluation, TimeBoth, Verdict};
use crate::quantity::{AgreementId, ObjectiveId, Span, TicketId, Timestamp};

/// What is still open at an instant, and what of it is about to be breached (预警): beside the attainment, never inside.
///
/// A tally that merges in any order to equal bytes; what is recorded twice is there once.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::sla::{Evaluation, Outlook};
///
/// let mut outlook = Outlook::new("2026-03-02T12:00:00Z".parse()?);
/// let evaluation: Evaluation = serde_json::from_str(r#"{"ticket": "T-1", "agreement": "helpdesk", "version": "1",
///     "as_of": "2026-03-02T12:00:00Z", "policy": "all", "outcomes": [
///         {"objective": "fix", "target": "resolution", "verdict": "running", "due": "2026-03-02T14:00:00Z",
///          "used": {"working": "PT2H", "elapsed": "PT2H"}, "margin": {"working": "PT2H", "elapsed": "PT2H"}}]}"#)?;
/// outlook.record(&evaluation)?;
/// assert_eq!(outlook.due_within(Span::from_hours(4)).count(), 1);
/// // Three hours of work are needed as a rule, and two are left.
/// let late: Vec<_> = outlook.predicted(Span::from_hours(3)).map(|pending| pending.ticket.as_str()).collect();
/// assert_eq!(late, ["T-1"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlook {
    as_of: Timestamp,
    pending: BTreeSet<Pending>,
}

/// An objective of a ticket that is not finished and has time left. Ordered by due time; what is never due comes last.
///
/// ```
/// use service_quality::sla::Pending;
/// let pending: Pending = serde_json::from_str(r#"{"due": "2026-03-02T14:00:00Z", "ticket": "T-1",
///     "agreement": "helpdesk", "objective": "fix", "paused": false, "left": {"working": "PT2H", "elapsed": "PT2H"}}"#)?;
/// assert!(!pending.paused);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pending {
    /// When it is due; while paused, if work resumed at once.
    pub due: Option<Timestamp>,
    /// The ticket.
    pub ticket: TicketId,
    /// The agreement.
    pub agreement: AgreementId,
    /// The objective.
    pub objective: ObjectiveId,
    /// Whether its clock stands still.
    pub paused: bool,
    /// What is left until it is due.
    pub left: Option<TimeBoth>,
}

/// An [`Outlook`] in figures.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::sla::{Outlook, OutlookCounts};
/// let outlook = Outlook::new("2026-03-02T12:00:00Z".parse()?);
/// assert_eq!(outlook.counts(Span::from_hours(4), Span::from_hours(1)), OutlookCounts::default());
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutlookCounts {
    /// Not finished, with time left, running or paused.
    pub pending: usize,
    /// Of these, paused.
    pub paused: usize,
    /// Running, and due within the horizon.
    pub due: usize,
    /// Running, with less time left than the work is expected to take.
    pub predicted: usize,
}

impl Outlook {
    /// An outlook at an instant, with nothing recorded yet.
    #[must_use]
    pub const fn new(as_of: Timestamp) -> Self {
        Self { as_of, pending: BTreeSet::new() }
    }

    /// The instant.
    #[must_use]
    pub const fn as_of(&self) -> Timestamp {
        self.as_of
    }

    /// What is not finished and has time left, by due time.
    #[must_use]
    pub const fn pending(&self) -> &BTreeSet<Pending> {
        &self.pending
    }

    /// What runs and is due within a horizon, by due time. What is paused is not due until it resumes.
    pub fn due_within(&self, horizon: Span) -> impl Iterator<Item = &Pending> {
        self.running()
            .take_while(move |pending| pending.due.is_some_and(|due| due.since(self.as_of) <= horizon))
    }

    /// What runs and has less working time left than the work is expected to take, by due time: the breaches to
    /// expect. A host gives, say, the median handling time that is still needed.
    pub fn predicted(&self, expected: Span) -> impl Iterator<Item = &Pending> {
        self.running().filter(move |pending| pending.left.is_some_and(|left| left.working < expected))
    }

    /// All of it in figures.
    #[must_use]
    pub fn counts(&self, horizon: Span, expected: Span) -> OutlookCounts {
        OutlookCounts {
            pending: self.pending.len(),
            paused: self.pending.iter().filter(|pending| pending.paused).count(),
            due: self.due_within(horizon).count(),
            predicted: self.predicted(expected).count(),
        }
    }

    fn running(&self) -> impl Iterator<Item = &Pending> {
        self.pending.iter().filter(|pending| !pending.paused)
    }

    /// Records what is pending of a ticket.
    ///
    /// # Errors
    /// [`AttainmentError::Instant`] for an evaluation at another instant.
    pub fn record(&mut self, evaluation: &Evaluation) -> Result<(), AttainmentError> {
        self.check(evaluation.as_of)?;
        self.pending.extend(evaluation.outcomes.iter().filter_map(|outcome| {
            let paused = match outcome.verdict {
                Verdict::Running => false,
                Verdict::Paused => true,
                _ => return None,
            };
            Some(Pending {
                due: outcome.due,
                ticket: evaluation.ticket.clone(),
                agreement: evaluation.agreement.clone(),
                objective: outcome.objective.clone(),
                paused,
                left: outcome.margin,
            })
        }));
        Ok(())
    }

    /// Adds another outlook at the same instant.
    ///
    /// # Errors
    /// [`AttainmentError::Instant`]; this outlook is then as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), AttainmentError> {
        self.check(other.as_of)?;
        self.pending.extend(other.pending.iter().cloned());
        Ok(())
    }

    fn check(&self, given: Timestamp) -> Result<(), AttainmentError> {
        if given == self.as_of {
            return Ok(());
        }
        Err(AttainmentError::Instant { given, expected: self.as_of })
    }
}

/// By due time, then by name, so that the order does not depend on that of recording.
impl Ord for Pending {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = |pending: &Self| pending.left.map(|left| (left.elapsed, left.working));
        (self.due.is_none(), self.due, &self.ticket, &self.agreement, &self.objective, self.paused)
            .cmp(&(
                other.due.is_none(),
                other.due,
                &other.ticket,
                &other.agreement,
                &other.objective,
                other.paused,
            ))
            .then_with(|| left(self).cmp(&left(other)))
    }
}

impl PartialOrd for Pending {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
