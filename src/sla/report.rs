//! From the fold's own figures to what hosts read.

use super::clock::{Clock, Done, Fired};
use super::counted::Cause;
use super::machine::Machine;
use super::plan::Plan;
use super::recorder::Recorder;
use super::{
    Action, ActionKey, ActionStep, Cycle, Evaluation, Goal, NextAction, NextStep, NotCounted, Outcome,
    Reason, Segment, TimeBoth, Timeline, Verdict,
};
use crate::calendar::WorkingTime;
use crate::quantity::{TicketId, Timestamp};

impl Plan {
    /// What a cycle was measured against.
    fn goal(&self, done: &Done) -> Option<Goal> {
        let terms = done.terms.as_ref()?;
        let (calendar, index) = self.calendar(terms.calendar)?;
        Some(Goal {
            version: self.version(terms.version)?.version().clone(),
            policy: self.policy(terms.version, terms.policy)?.id().clone(),
            budget: terms.budget()?.clone(),
            calendar: calendar.clone(),
            calendar_version: index.calendar().version_at(done.end).cloned(),
        })
    }

    /// Time from the end to the due time, negative where it is late.
    pub(super) fn margin(&self, done: &Done) -> Option<TimeBoth> {
        let (due, end) = (done.due?, done.end);
        let (_, calendar) = self.calendar(done.measure?.calendar)?;
        let working = calendar.between(end, due) - calendar.between(due, end);
        Some(TimeBoth { working, elapsed: due.since(end) })
    }

    fn cycle(&self, done: &Done) -> Cycle {
        Cycle {
            number: done.cycle,
            started: done.started,
            goal: self.goal(done),
            verdict: done.verdict,
            due: done.due,
            used: TimeBoth { working: done.counted.working, elapsed: done.counted.elapsed },
            paused: done.counted.paused,
            margin: self.margin(done),
        }
    }

    fn outcome(&self, machine: &Machine, index: usize, as_of: Timestamp) -> Option<Outcome> {
        let (clock, plan) = (machine.clocks.get(index)?, self.clocks.get(index)?);
        let current = machine.reading(self, index, as_of)?;
        let (done, earlier) = match clock.done.split_last() {
            Some((last, earlier)) if !clock.shows(current.verdict) => (last.clone(), earlier),
            _ => (current, clock.done.as_slice()),
        };
        let Cycle { number, started, goal, verdict, due, used, paused, margin } = self.cycle(&done);
        Some(Outcome {
            objective: plan.id.clone(),
            target: plan.target,
            cycle: number,
            started: Some(started).filter(|_| number > 0),
            goal,
            verdict,
            due,
            used,
            paused,
            margin,
            earlier: earlier.iter().map(|done| self.cycle(done)).collect(),
            reasons: Vec::new(),
        })
    }

    /// What is said of a ticket at an instant that [`Machine::look`] went to.
    pub(super) fn evaluation(
        &self,
        ticket: &TicketId,
        machine: &Machine,
        as_of: Timestamp,
        recorder: Option<Recorder<'_>>,
    ) -> Evaluation {
        let mut records = recorder.map(|recorder| recorder.clocks).unwrap_or_default().into_iter();
        let mut outcomes = Vec::with_capacity(self.clocks.len());
        for (index, clock) in machine.clocks.iter().enumerate() {
            let record = records.next();
            if !clock.is_known() {
                continue;
            }
            let Some(mut outcome) = self.outcome(machine, index, as_of) else { continue };
            if let Some(mut record) = record {
                if outcome.cycle < clock.cycle {
                    record.drop_cycle(clock.cycle);
                }
                let still = Some(as_of).filter(|_| outcome.verdict.finished().is_none());
                outcome.reasons = record.reasons(still);
                if outcome.goal.is_some() && outcome.due.is_none() && clock.cycle > 0 {
                    let from = outcome.verdict.finished().unwrap_or(as_of);
                    outcome.reasons.push(Reason::NeverDue { from });
                }
            }
            outcomes.push(outcome);
        }
        let policy = machine.policy.and_then(|(version, policy)| self.policy(version, policy));
        Evaluation {
            ticket: ticket.clone(),
            agreement: self.series.id().clone(),
            version: machine
                .version
                .and_then(|version| self.version(version))
                .map(|one| one.version().clone()),
            as_of,
            policy: policy.map(|policy| policy.id().clone()),
            outcomes,
        }
    }

    /// Levels reached and due times passed, by clock and cycle, for the host: in order of time.
    pub(super) fn actions(&self, ticket: &TicketId, mut fired: Vec<(usize, u32, Fired)>) -> Vec<Action> {
        fired.sort_by_key(|(clock, _, fired)| (fired.at, *clock));
        let action = |(clock, cycle, fired): &(usize, u32, Fired)| self.action(ticket, *clock, *cycle, fired);
        fired.iter().filter_map(action).collect()
    }

    /// A level reached, for the host.
    pub(super) fn action(
        &self,
        ticket: &TicketId,
        clock: usize,
        cycle: u32,
        fired: &Fired,
    ) -> Option<Action> {
        let Fired { version, policy, goal, ref level, at, due } = *fired;
        let key = ActionKey {
            ticket: ticket.clone(),
            agreement: self.series.id().clone(),
            version: self.version(version)?.version().clone(),
            policy: self.policy(version, policy)?.id().clone(),
            objective: self.clocks.get(clock)?.id.clone(),
            cycle,
            goal,
            step: level.clone().map_or(ActionStep::Breach, ActionStep::Level),
        };
        Some(Action { key, at, due })
    }

    /// The levels ahead, after [`Machine::look`].
    pub(super) fn upcoming(&self, ticket: &TicketId, machine: &Machine, as_of: Timestamp) -> Vec<Action> {
        let ahead = |(index, clock): (usize, &Clock)| {
            let cycle = clock.cycle;
            let levels = machine.ahead(self, index, as_of).into_iter();
            levels.filter_map(move |fired| self.action(ticket, index, cycle, &fired))
        };
        let mut actions: Vec<Action> = machine.clocks.iter().enumerate().flat_map(ahead).collect();
        actions.sort_by_key(|action| action.at);
        actions
    }

    /// What time alone changes next, after [`Machine::look`].
    pub(super) fn next_action(&self, machine: &Machine, as_of: Timestamp) -> Option<NextAction> {
        let mut next: Vec<(Timestamp, NextStep)> = Vec::new();
        for (index, (clock, plan)) in machine.clocks.iter().zip(&self.clocks).enumerate() {
            let Some(done) = machine.reading(self, index, as_of) else { continue };
            let objective = &plan.id;
            for fired in machine.ahead(self, index, as_of).iter().filter(|fired| fired.at > as_of) {
                let step = |level| NextStep::Level { objective: objective.clone(), level };
                next.extend(fired.level.clone().map(|level| (fired.at, step(level))));
            }
            let due = match done.verdict {
                Verdict::Running => done.due,
                // Used up at the very instant of a pause, or not moved by it: it passes all the same.
                Verdict::Paused => {
                    let scope = self.scope(index, machine.progress.created());
                    scope.and_then(|scope| clock.due_in_pause(as_of, &scope))
                }
                _ => None,
            };
            let late = due.and_then(|due| due.checked_add(crate::quantity::Span::from_seconds(1)));
            next.extend(late.map(|at| (at, NextStep::Breach { objective: objective.clone() })));
        }
        if let Some(at) = machine.next_version().filter(|at| *at > as_of)
            && let Some(version) = self.series.in_force(at)
        {
            next.push((at, NextStep::Version { version: version.version().clone() }));
        }
        let at = next.iter().map(|(at, _)| *at).min()?;
        let steps = next.into_iter().filter(|(when, _)| *when == at).map(|(_, step)| step);
        Some(NextAction { at, steps: steps.collect() })
    }

    /// The stretches of a clock up to a cycle, closed times told apart.
    pub(super) fn timeline(&self, index: usize, recorder: &Recorder<'_>, last: u32) -> Option<Timeline> {
        let mut timeline = Timeline { objective: self.clocks.get(index)?.id.clone(), segments: Vec::new() };
        for counting in recorder.clocks.get(index)?.stretches.iter().filter(|one| one.cycle <= last) {
            let (cycle, from, to) = (counting.cycle, counting.from, counting.to);
            let whole = |not_counted| Segment { cycle, from, to, not_counted };
            match counting.cause {
                Some(cause) => timeline.push(whole(Some(self.not_counted(cause)))),
                None if counting.elapsed => timeline.push(whole(None)),
                None => {
                    let (_, calendar) = self.calendar(counting.calendar)?;
                    for stretch in calendar.explain(from, to) {
                        let not_counted = stretch.closed().cloned().map(NotCounted::Closed);
                        timeline.push(Segment { cycle, from: stretch.from(), to: stretch.to(), not_counted });
                    }
                }
            }
        }
        Some(timeline)
    }

    fn not_counted(&self, cause: Cause) -> NotCounted {
        NotCounted::Paused(Recorder::pause_cause(self, cause))
    }
}
