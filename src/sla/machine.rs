//! All clocks of one ticket under one series of agreements: the one place where a history is folded.

use serde::{Deserialize, Serialize};

use super::clock::{Clock, Done, Fired};
use super::counted::Holds;
use super::plan::Plan;
use super::signal::Signals;
use super::sink::Sink;
use crate::quantity::Timestamp;
use crate::ticket::{Event, EventKind, Fact, Facts, Progress, Ticket, Value, ValueRef};

/// The whole memory of an evaluation. What it holds follows from the events fed in, and from nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Machine {
    pub(super) progress: Progress,
    /// The values of the plan's attributes.
    attributes: Vec<Option<Value>>,
    /// The version in force for the ticket.
    pub(super) version: Option<u16>,
    /// The policy chosen, by version and place.
    pub(super) policy: Option<(u16, u16)>,
    pub(super) holds: Holds,
    /// Whether the ticket ever had a status.
    has_status: bool,
    /// The status, where the plan names it.
    status: Option<u16>,
    /// The instant of changes after which the policy is to be chosen anew.
    rechoose: Option<Timestamp>,
    /// The first version that may still come into force.
    upcoming: u16,
    /// When it does.
    boundary: Option<Timestamp>,
    pub(super) clocks: Vec<Clock>,
}

/// A ticket's facts as the machine knows them.
struct Known<'a> {
    plan: &'a Plan,
    progress: &'a Progress,
    attributes: &'a [Option<Value>],
    as_of: Timestamp,
}

impl Facts for Known<'_> {
    fn fact(&self, fact: &Fact) -> Option<ValueRef<'_>> {
        match fact {
            Fact::Attribute(name) => {
                let place = self.plan.attribute_index(name)?;
                self.attributes.get(place)?.as_ref().map(Value::as_ref)
            }
            Fact::Derived(derived) => self.progress.fact(*derived, self.as_of),
        }
    }
}

impl Machine {
    /// A ticket that has just come to be, with the attributes that it began with.
    pub(super) fn new<'a>(
        plan: &Plan,
        created: Timestamp,
        attribute: impl Fn(&crate::quantity::AttributeName) -> Option<&'a Value>,
    ) -> Self {
        let mut machine = Self {
            progress: Progress::new(created),
            attributes: vec![None; plan.attributes.len()],
            version: None,
            policy: None,
            holds: Holds::NONE,
            has_status: false,
            status: None,
            rechoose: None,
            upcoming: 0,
            boundary: None,
            clocks: (0..plan.clocks.len()).map(|_| Clock::new(created)).collect(),
        };
        machine.restart(plan, created, attribute);
        machine
    }

    /// As new, for another ticket; keeps its memory.
    pub(super) fn restart<'a>(
        &mut self,
        plan: &Plan,
        created: Timestamp,
        attribute: impl Fn(&crate::quantity::AttributeName) -> Option<&'a Value>,
    ) {
        self.progress = Progress::new(created);
        for (value, name) in self.attributes.iter_mut().zip(&plan.attributes) {
            let given = attribute(name);
            // Most often the very text that the last ticket had.
            if !given.zip(value.as_ref()).is_some_and(|(given, value)| given.is_same(value)) {
                *value = given.cloned();
            }
        }
        for clock in &mut self.clocks {
            clock.clear(created);
        }
        self.version = plan.series.index_at(created).and_then(|index| u16::try_from(index).ok());
        self.upcoming = u16::try_from(plan.series.begun(created)).unwrap_or(u16::MAX);
        self.boundary = self.find_boundary(plan);
        self.policy = None;
        self.rechoose = Some(created);
        (self.holds, self.has_status, self.status) = (Holds::NONE, false, None);
        self.hold(plan, false);
    }

    /// Whether it has a place for everything in the plan.
    pub(super) fn fits(&self, plan: &Plan) -> bool {
        self.attributes.len() == plan.attributes.len() && self.clocks.len() == plan.clocks.len()
    }

    /// Whether events up to an instant can have led to it: an instant that lies elsewhere, or a time below none, names its
    /// clock.
    pub(super) fn check(&self, last: Timestamp) -> Result<(), String> {
        let wrong = self.clocks.iter().position(|clock| !clock.is_possible(self.progress.created(), last));
        wrong.map_or(Ok(()), |index| Err(format!("machine.clocks[{index}]")))
    }

    /// Folds a ticket's history up to an instant.
    pub(super) fn feed<S: Sink>(&mut self, plan: &Plan, ticket: &Ticket, as_of: Timestamp, sink: &mut S) {
        self.progress.count_anomalies(ticket.anomalies().len());
        for event in ticket.events().iter().take_while(|event| event.at <= as_of) {
            self.apply(plan, event, sink);
        }
    }

    /// Takes in the next event.
    #[expect(clippy::inline_always, reason = "once an event, in the loop over a history")]
    #[inline(always)]
    pub(super) fn apply<S: Sink>(&mut self, plan: &Plan, event: &Event, sink: &mut S) {
        // Seldom anything but the choice at the creation.
        if self.rechoose.is_some_and(|asked| asked < event.at)
            || self.boundary.is_some_and(|next| next < event.at)
        {
            self.settle(plan, event.at, false, sink);
        }
        let (mut agent, mut group) = (false, false);
        if plan.named()
            && let EventKind::Assigned { agent: to, group: into } = &event.kind
        {
            agent = to.is_some() && to.as_ref() != self.progress.agent();
            group = into.is_some() && into.as_ref() != self.progress.group();
        }
        let signals = Signals::of(&event.kind, agent, group);
        if plan.named() {
            self.progress.apply(event);
        } else if plan.minds(signals) {
            self.progress.apply_unnamed(event);
        } else {
            return;
        }
        if plan.chosen_at(signals) {
            self.rechoose = Some(event.at);
        }
        let holds = self.holds;
        if signals.bits() & Signals::NOTED != 0 {
            self.take_in(plan, event);
        }
        let changed = holds != self.holds;
        if changed || plan.hears(signals) {
            self.act(plan, event, signals, holds, changed, sink);
        }
    }

    /// What an event does to the clocks, which `holds` held until then.
    #[inline]
    fn act<S: Sink>(
        &mut self,
        plan: &Plan,
        event: &Event,
        signals: Signals,
        holds: Holds,
        changed: bool,
        sink: &mut S,
    ) {
        let at = event.at;
        let (progress, attributes) = (&self.progress, self.attributes.as_slice());
        let facts = Known { plan, progress, attributes, as_of: at };
        let created = progress.created();
        for (clock, scope) in self.clocks.iter_mut().zip(plan.scopes(created)) {
            let actions = scope.program().fire(signals, &event.kind, &facts);
            if !actions.none() || (changed && clock.minds_holds(&scope)) {
                clock.act(at, actions, holds, &scope, sink);
            }
        }
    }

    /// Notes an attribute, and what holds the clocks after the event.
    #[inline]
    fn take_in(&mut self, plan: &Plan, event: &Event) {
        match &event.kind {
            EventKind::AttributeChanged { name, to } => {
                let Some(place) = plan.attribute_index(name) else { return };
                if let Some(value) = self.attributes.get_mut(place) {
                    value.clone_from(to);
                }
                if plan.chosen_by(name) {
                    self.rechoose = Some(event.at);
                }
            }
            EventKind::StatusChanged { to } => {
                self.status = plan.status_index(to);
                self.hold(plan, true);
            }
            EventKind::Paused
            | EventKind::Resumed
            | EventKind::Resolved
            | EventKind::Closed
            | EventKind::Reopened => self.holds.explicit = self.progress.is_paused(),
            _ => {}
        }
    }

    /// What the version in force says of the status.
    fn hold(&mut self, plan: &Plan, has_status: bool) {
        self.has_status |= has_status;
        let has_status = self.has_status;
        let info = plan.status_info(self.version, self.status, has_status);
        // A status that does not pause is as any other of its class.
        let status = self.status.filter(|_| info.pauses);
        self.holds = Holds { pauses: info.pauses, class: info.class, status, ..self.holds };
    }

    /// When the next version comes into force that takes the ticket over.
    pub(super) const fn next_version(&self) -> Option<Timestamp> {
        self.boundary
    }

    fn find_boundary(&self, plan: &Plan) -> Option<Timestamp> {
        let rest = plan.series.versions().get(usize::from(self.upcoming)..)?;
        rest.iter().find(|version| version.takes_over_open())?.effective().from
    }

    /// Makes the choices that are due before an instant, or at it, where it is asked for.
    pub(super) fn settle<S: Sink>(&mut self, plan: &Plan, until: Timestamp, asked: bool, sink: &mut S) {
        loop {
            let version = self.boundary;
            let due = |at: Option<Timestamp>| at.filter(|at| *at < until || (asked && *at == until));
            let Some(at) = [due(self.rechoose), due(version)].into_iter().flatten().min() else { return };
            let (holds, moved) = (self.holds, due(version) == Some(at));
            if moved {
                self.take_version(plan);
            }
            self.rechoose = None;
            self.choose(plan, at, holds, moved, sink);
        }
    }

    fn take_version(&mut self, plan: &Plan) {
        let versions = plan.series.versions().iter().enumerate().skip(usize::from(self.upcoming));
        let next = versions.into_iter().find(|(_, version)| version.takes_over_open());
        self.version = next.and_then(|(index, _)| u16::try_from(index).ok()).or(self.version);
        self.upcoming = self.version.map_or(u16::MAX, |version| version.saturating_add(1));
        self.boundary = self.find_boundary(plan);
        self.hold(plan, false);
    }

    /// Chooses the policy as the facts stand, and gives every clock its terms. Until then, `holds` held the clocks.
    fn choose<S: Sink>(&mut self, plan: &Plan, at: Timestamp, holds: Holds, moved: bool, sink: &mut S) {
        let (progress, attributes) = (&self.progress, self.attributes.as_slice());
        let facts = Known { plan, progress, attributes, as_of: at };
        let chosen = self.version.and_then(|version| plan.choose(version, attributes, &facts));
        let created = progress.created();
        for (clock, scope) in self.clocks.iter_mut().zip(plan.scopes(created)) {
            if moved {
                clock.advance(at, false, holds, &scope, sink);
            }
            let index = scope.index();
            let prepared = chosen.and_then(|chosen| plan.prepared(index, chosen, attributes));
            let asked = match (prepared, chosen) {
                (None, Some(chosen)) => plan.terms(index, chosen, &facts),
                _ => None,
            };
            clock.change_terms(at, chosen, prepared.or(asked.as_ref()), holds, &scope, sink);
        }
        self.policy = chosen;
    }

    /// Counts everything up to an instant at which it is asked how things stand.
    pub(super) fn look<S: Sink>(&mut self, plan: &Plan, as_of: Timestamp, sink: &mut S) {
        self.settle(plan, as_of, true, sink);
        let created = self.progress.created();
        for (clock, scope) in self.clocks.iter_mut().zip(plan.scopes(created)) {
            clock.advance(as_of, true, self.holds, &scope, sink);
        }
    }

    /// How the current cycle of a clock stands, after [`look`](Self::look).
    pub(super) fn reading(&self, plan: &Plan, index: usize, as_of: Timestamp) -> Option<Done> {
        let scope = plan.scope(index, self.progress.created())?;
        Some(self.clocks.get(index)?.reading(as_of, self.holds, &scope))
    }

    /// The last cycle of a clock that is to be shown, after [`look`](Self::look).
    pub(super) fn last_cycle(&self, plan: &Plan, index: usize, as_of: Timestamp) -> Option<u32> {
        let (clock, done) = (self.clocks.get(index)?, self.reading(plan, index, as_of)?);
        Some(if clock.shows(done.verdict) { clock.cycle } else { clock.cycle.saturating_sub(1) })
    }

    /// The levels ahead of a clock that runs, after [`look`](Self::look).
    pub(super) fn ahead(&self, plan: &Plan, index: usize, as_of: Timestamp) -> Vec<Fired> {
        let scope = plan.scope(index, self.progress.created());
        let Some((scope, clock)) = scope.zip(self.clocks.get(index)) else { return Vec::new() };
        if !clock.ticks(self.holds, &scope) {
            return Vec::new();
        }
        clock.levels_ahead(&clock.counted, as_of, &scope).collect()
    }
}
