//! Listens to a fold and keeps what explains it.

use super::clock::Fired;
use super::counted::Cause;
use super::plan::Plan;
use super::sink::{Counting, Sink};
use super::terms::Terms;
use super::{PauseCause, Reason};
use crate::quantity::Timestamp;

pub(super) struct Recorder<'a> {
    plan: &'a Plan,
    pub(super) clocks: Vec<Record>,
    /// Levels reached: by clock, cycle.
    pub(super) fired: Vec<(usize, u32, Fired)>,
}

#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) reasons: Vec<Reason>,
    pub(super) stretches: Vec<Counting>,
    /// Whether a reason about terms was told, and the policy of the last one.
    told: (bool, Option<(u16, u16)>),
    promised: bool,
    version: Option<u16>,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self { plan, clocks: plan.clocks.iter().map(|_| Record::default()).collect(), fired: Vec::new() }
    }

    /// Why a stretch did not count, in words for everyone.
    pub(super) fn pause_cause(plan: &Plan, cause: Cause) -> PauseCause {
        match cause {
            Cause::Explicit => PauseCause::Explicit,
            Cause::Rule => PauseCause::Rule,
            Cause::Finished => PauseCause::Finished,
            Cause::Class(class) => PauseCause::Class(class),
            Cause::Status(status) => match status.and_then(|status| plan.status(status)) {
                Some(status) => PauseCause::Status(status.clone()),
                // Paused by its class alone, and not named anywhere.
                None => PauseCause::Class(super::StatusClass::Open),
            },
        }
    }
}

impl Sink for Recorder<'_> {
    fn counted(&mut self, clock: usize, counting: Counting) {
        let plan = self.plan;
        let Some(record) = self.clocks.get_mut(clock).filter(|_| counting.from < counting.to) else { return };
        if let Some(cause) = counting.cause {
            let cause = Self::pause_cause(plan, cause);
            record.note_pause(counting, cause);
        }
        record.stretches.push(counting);
    }

    fn terms(&mut self, clock: usize, at: Timestamp, policy: Option<(u16, u16)>, terms: Option<&Terms>) {
        let plan = self.plan;
        let Some(record) = self.clocks.get_mut(clock) else { return };
        let id = policy.and_then(|(version, policy)| Some(plan.policy(version, policy)?.id().clone()));
        let budget = terms.and_then(Terms::budget);
        let reason = match (id, budget) {
            (_, None) if !record.promised && record.told == (true, policy) => None,
            (None, _) => Some(Reason::NoPolicyFrom { at }),
            (Some(policy), None) => Some(Reason::NoBudgetFrom { at, policy }),
            (Some(policy), Some(budget)) => Some(Reason::BudgetFrom { at, policy, budget: budget.clone() }),
        };
        let version = policy.map(|(version, _)| version);
        if let Some(now) = version
            && record.version.is_some_and(|before| before != now)
            && let Some(agreement) = plan.version(now)
        {
            record.reasons.push(Reason::VersionFrom { at, version: agreement.version().clone() });
        }
        record.version = version.or(record.version);
        record.reasons.extend(reason);
        record.told = (true, policy);
        record.promised = budget.is_some();
    }

    fn cycle(&mut self, clock: usize, number: u32, at: Timestamp) {
        if let Some(record) = self.clocks.get_mut(clock).filter(|_| number > 1) {
            record.reasons.push(Reason::CycleFrom { at, number });
        }
    }

    fn dropped(&mut self, clock: usize, number: u32) {
        if let Some(record) = self.clocks.get_mut(clock) {
            record.drop_cycle(number);
        }
    }

    fn fired(&mut self, clock: usize, cycle: u32, fired: &Fired) {
        self.fired.push((clock, cycle, fired.clone()));
    }
}

impl Record {
    /// Forgets a cycle that was none.
    pub(super) fn drop_cycle(&mut self, number: u32) {
        self.stretches.retain(|stretch| stretch.cycle != number);
        self.reasons
            .retain(|reason| !matches!(reason, Reason::CycleFrom { number: told, .. } if *told == number));
    }

    fn note_pause(&mut self, counting: Counting, cause: PauseCause) {
        let Counting { from, to, working, .. } = counting;
        if let Some(Reason::Paused { until, cause: last, working: so_far, .. }) = self.reasons.last_mut()
            && *until == Some(from)
            && *last == cause
        {
            *until = Some(to);
            *so_far = *so_far + working;
            return;
        }
        self.reasons.push(Reason::Paused { from, until: Some(to), cause, working });
    }

    /// The reasons in order of time; the pause that lasts still has no end.
    pub(super) fn reasons(mut self, paused_still: Option<Timestamp>) -> Vec<Reason> {
        if let Some(Reason::Paused { until, .. }) = self.reasons.last_mut()
            && until.is_some()
            && *until == paused_still
        {
            *until = None;
        }
        self.reasons.sort_by_key(Reason::from);
        self.reasons
    }
}
