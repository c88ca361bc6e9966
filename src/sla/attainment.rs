use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Evaluation, Outcome, Verdict};
use crate::quantity::{Number, ObjectiveId};

/// How many promises were kept (达成率), by objective: a tally that merges in any order to equal bytes.
///
/// ```
/// use service_quality::sla::{Attainment, Denominator};
///
/// let day: Attainment = serde_json::from_str(r#"{"objectives": {"fix": {"met": 18, "late": 1, "overdue": 1}}}"#)?;
/// let mut month = Attainment::default();
/// month.merge(&day);
/// month.merge(&day);
/// let fix = month.of(&"fix".parse()?);
/// assert_eq!(fix.ratio(Denominator::Decided), (36, 40));
/// assert_eq!(fix.ratio(Denominator::Finished), (36, 38));
/// assert_eq!(fix.share(Denominator::Decided, 3).map(|share| share.to_string()).as_deref(), Some("0.9"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attainment {
    /// Tickets about which the agreement never promised anything.
    #[serde(default, skip_serializing_if = "is_zero")]
    unmatched: u64,
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    objectives: BTreeMap<ObjectiveId, OutcomeCounts>,
}

/// Outcomes of one objective, counted by verdict.
///
/// ```
/// use service_quality::sla::OutcomeCounts;
/// let counts = OutcomeCounts { met: 3, running: 1, ..OutcomeCounts::default() };
/// assert_eq!(counts.total(), 4);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutcomeCounts {
    /// Finished in time.
    pub met: u64,
    /// Finished after the due time.
    pub late: u64,
    /// Not finished, due time passed.
    pub overdue: u64,
    /// Not finished, time left.
    pub running: u64,
    /// Not finished, time left, clock standing still.
    pub paused: u64,
    /// Called off.
    pub cancelled: u64,
    /// Promised, and not started.
    pub not_started: u64,
    /// Nothing was promised.
    pub not_applicable: u64,
}

/// Of what the attainment is a share.
///
/// ```
/// use service_quality::sla::Denominator;
/// assert_eq!(Denominator::default(), Denominator::Decided);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Denominator {
    /// Met and breached, whether the breached ones are finished or not.
    #[default]
    Decided,
    /// Finished ones, in time or late; what is overdue and still open is left out.
    Finished,
}

impl Attainment {
    pub(super) fn of_counts(
        unmatched: u64,
        counts: impl IntoIterator<Item = (ObjectiveId, OutcomeCounts)>,
    ) -> Self {
        Self { unmatched, objectives: counts.into_iter().collect() }
    }

    pub(super) const fn empty() -> Self {
        Self { unmatched: 0, objectives: BTreeMap::new() }
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.unmatched == 0 && self.objectives.is_empty()
    }

    /// Counts the outcomes of one ticket: every cycle of every objective.
    pub fn record(&mut self, evaluation: &Evaluation) {
        if Self::unmatches(evaluation) {
            self.record_unmatched();
        }
        for outcome in &evaluation.outcomes {
            self.counts_mut(&outcome.objective).record_outcome(outcome);
        }
    }

    /// Whether the agreement never promised anything about the ticket.
    pub(super) fn unmatches(evaluation: &Evaluation) -> bool {
        evaluation.policy.is_none() && evaluation.outcomes.is_empty()
    }

    pub(super) fn record_unmatched(&mut self) {
        add(&mut self.unmatched, 1);
    }

    pub(super) fn counts_mut(&mut self, objective: &ObjectiveId) -> &mut OutcomeCounts {
        self.objectives.entry(objective.clone()).or_default()
    }

    /// Adds another tally.
    pub fn merge(&mut self, other: &Self) {
        add(&mut self.unmatched, other.unmatched);
        for (objective, counts) in &other.objectives {
            self.objectives.entry(objective.clone()).or_default().merge(counts);
        }
    }

    /// The counts of an objective; all zero where it never occurred.
    #[must_use]
    pub fn of(&self, objective: &ObjectiveId) -> OutcomeCounts {
        self.objectives.get(objective).copied().unwrap_or_default()
    }

    /// The objectives and their counts.
    pub fn objectives(&self) -> impl Iterator<Item = (&ObjectiveId, &OutcomeCounts)> {
        self.objectives.iter()
    }

    /// The counts of all objectives together.
    #[must_use]
    pub fn total(&self) -> OutcomeCounts {
        self.objectives.values().fold(OutcomeCounts::default(), |mut total, counts| {
            total.merge(counts);
            total
        })
    }

    /// Tickets about which the agreement never promised anything: beside the share, never inside.
    #[must_use]
    pub const fn unmatched(&self) -> u64 {
        self.unmatched
    }
}

impl OutcomeCounts {
    /// Counts every cycle of an outcome.
    pub fn record_outcome(&mut self, outcome: &Outcome) {
        for cycle in &outcome.earlier {
            self.record(&cycle.verdict);
        }
        self.record(&outcome.verdict);
    }

    /// Those of which nothing will be decided as they stand: called off, not started, never promised.
    #[must_use]
    pub const fn undecidable(&self) -> u64 {
        self.cancelled.saturating_add(self.not_started).saturating_add(self.not_applicable)
    }

    /// Counts one verdict.
    pub fn record(&mut self, verdict: &Verdict) {
        add(
            match verdict {
                Verdict::Met { .. } => &mut self.met,
                Verdict::Breached { finished: Some(_), .. } => &mut self.late,
                Verdict::Breached { finished: None, .. } => &mut self.overdue,
                Verdict::Running => &mut self.running,
                Verdict::Paused => &mut self.paused,
                Verdict::Cancelled { .. } => &mut self.cancelled,
                Verdict::NotStarted => &mut self.not_started,
                Verdict::NotApplicable => &mut self.not_applicable,
            },
            1,
        );
    }

    /// Adds other counts.
    pub fn merge(&mut self, other: &Self) {
        add(&mut self.met, other.met);
        add(&mut self.late, other.late);
        add(&mut self.overdue, other.overdue);
        add(&mut self.running, other.running);
        add(&mut self.paused, other.paused);
        add(&mut self.cancelled, other.cancelled);
        add(&mut self.not_started, other.not_started);
        add(&mut self.not_applicable, other.not_applicable);
    }

    /// All outcomes.
    #[must_use]
    pub fn total(&self) -> u64 {
        let open = [self.running, self.paused, self.overdue];
        [self.met, self.late, self.cancelled, self.not_started, self.not_applicable]
            .into_iter()
            .chain(open)
            .fold(0, u64::saturating_add)
    }

    /// Those met, and those that the denominator names.
    #[must_use]
    pub fn ratio(&self, denominator: Denominator) -> (u64, u64) {
        let finished = self.met.saturating_add(self.late);
        match denominator {
            Denominator::Decided => (self.met, finished.saturating_add(self.overdue)),
            Denominator::Finished => (self.met, finished),
        }
    }

    /// The share met, rounded half away from zero; absent where the denominator is 0.
    #[must_use]
    pub fn share(&self, denominator: Denominator, places: u32) -> Option<Number> {
        let (met, of) = self.ratio(denominator);
        Number::ratio(met.into(), of.into(), places)
    }
}

/// Counters of tickets: 2^64 of them are out of reach of any host.
fn add(counter: &mut u64, more: u64) {
    *counter = counter.saturating_add(more);
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}
