use super::counted::Counted;
use super::machine::Machine;
use super::plan::Plan;
use super::{Attainment, OutcomeCounts, SlaEngine, TimeBoth, Verdict};
use crate::quantity::{ObjectiveId, Timestamp};
use crate::ticket::Ticket;

/// Evaluates many tickets, one after another, in memory of its own: the same verdicts as [`SlaEngine::evaluate`], without
/// reasons, and without allocating for a ticket once it has seen the like.
///
/// ```
/// # use std::{collections::BTreeMap, sync::Arc};
/// # use service_quality::{calendar::{Calendar, Week}, quantity::CalendarId, sla::{Agreement, Denominator, Verdict}, ticket::{EventKind, Ticket}};
/// # let agreement: Agreement = serde_json::from_str(r#"{"id": "helpdesk", "version": "1", "calendar": "office",
/// #     "policies": [{"id": "all", "objectives": [
/// #         {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}]}]}"#)?;
/// # let office = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
/// # let index = office.compile("2026-01-01T00:00:00Z".parse()?.."2027-01-01T00:00:00Z".parse()?)?;
/// # let engine = agreement.engine(&BTreeMap::from([("office".parse::<CalendarId>()?, Arc::new(index))]))?;
/// # let tickets = [Ticket::builder("T-1".parse()?)
/// #     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
/// #     .event("2026-03-02T12:00:00Z".parse()?, EventKind::Resolved)
/// #     .build()?];
/// let mut evaluator = engine.evaluator();
/// for ticket in &tickets {
///     for judgement in evaluator.judge(ticket, "2026-03-04T00:00:00Z".parse()?) {
///         assert!(matches!(judgement.verdict, Verdict::Met { .. }));
///     }
///     evaluator.count();
/// }
/// let fix = evaluator.attainment().of(&"fix".parse()?);
/// assert_eq!(fix.ratio(Denominator::Decided), (1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Evaluator<'e> {
    plan: &'e Plan,
    machine: Machine,
    judged: Vec<Judgement>,
    /// Whether a ticket was judged that existed, and that any clock promised something.
    existed: bool,
    counts: Vec<OutcomeCounts>,
    unmatched: u64,
}

/// What became of one cycle of one objective, in figures.
///
/// ```
/// # use service_quality::sla::Judgement;
/// fn late(judgement: &Judgement) -> bool {
///     judgement.verdict.is_breached()
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// The objective, as a place in [`Evaluator::objectives`].
    pub objective: usize,
    /// Which cycle of its clock, from 1; 0 before the first.
    pub cycle: u32,
    /// What became of it.
    pub verdict: Verdict,
    /// When it had, or has, to be finished at the latest.
    pub due: Option<Timestamp>,
    /// Time counted.
    pub used: TimeBoth,
    /// Time not counted because the clock stood still.
    pub paused: TimeBoth,
}

impl SlaEngine {
    /// Begins a batch.
    #[must_use]
    pub fn evaluator(&self) -> Evaluator<'_> {
        let plan = self.plan();
        let machine = Machine::new(plan, Timestamp::MIN, |_| None);
        let counts = vec![OutcomeCounts::default(); plan.clocks.len()];
        Evaluator { plan, machine, judged: Vec::new(), existed: false, counts, unmatched: 0 }
    }
}

impl Evaluator<'_> {
    /// The objectives, in the order in which judgements name them.
    pub fn objectives(&self) -> impl Iterator<Item = &ObjectiveId> {
        self.plan.clocks.iter().map(|clock| &clock.id)
    }

    /// What became of every cycle of every objective that any policy so far had, as it stands at an instant; the last of
    /// an objective is the current one. Nothing for a ticket that was created later.
    pub fn judge(&mut self, ticket: &Ticket, as_of: Timestamp) -> &[Judgement] {
        self.judged.clear();
        self.existed = as_of >= ticket.created();
        if self.existed {
            self.fold(ticket, as_of);
        }
        &self.judged
    }

    fn fold(&mut self, ticket: &Ticket, as_of: Timestamp) {
        let Self { plan, machine, judged, .. } = self;
        machine.restart(plan, ticket.created(), |name| ticket.attributes().get(name));
        machine.feed(plan, ticket, as_of, &mut ());
        machine.look(plan, as_of, &mut ());
        for (clock, scope) in machine.clocks.iter().zip(plan.scopes(ticket.created())) {
            if !clock.is_known() {
                continue;
            }
            let objective = scope.index();
            judged.extend(
                clock.done.iter().map(|done| {
                    Judgement::new(objective, done.cycle, (done.verdict, done.due), &done.counted)
                }),
            );
            let verdict = clock.verdict(as_of, machine.holds, &scope);
            if clock.shows(verdict.0) {
                judged.push(Judgement::new(objective, clock.cycle, verdict, &clock.counted));
            }
        }
    }

    /// Counts what was judged last.
    pub fn count(&mut self) {
        if self.existed && self.judged.is_empty() && self.machine.policy.is_none() {
            self.unmatched = self.unmatched.saturating_add(1);
        }
        for judgement in &self.judged {
            if let Some(counts) = self.counts.get_mut(judgement.objective) {
                counts.record(&judgement.verdict);
            }
        }
    }

    /// What was counted so far: the same tally as [`Attainment::record`] makes of evaluations.
    #[must_use]
    pub fn attainment(&self) -> Attainment {
        let counted = self.objectives().cloned().zip(self.counts.iter().copied());
        Attainment::of_counts(self.unmatched, counted.filter(|(_, counts)| counts.total() > 0))
    }
}

impl Judgement {
    const fn new(
        objective: usize,
        cycle: u32,
        (verdict, due): (Verdict, Option<Timestamp>),
        counted: &Counted,
    ) -> Self {
        let used = TimeBoth { working: counted.working, elapsed: counted.elapsed };
        Self { objective, cycle, verdict, due, used, paused: counted.paused }
    }
}
