use serde::{Deserialize, Serialize};
use thiserror::Error;

use std::collections::BTreeMap;

use super::clock::Fired;
use super::machine::Machine;
use super::plan::Plan;
use super::sink::Sink;
use super::{Action, Evaluation, NextAction, SlaEngine};
use crate::quantity::{AgreementId, AttributeName, TicketId, Timestamp};
use crate::ticket::{AnomalyKind, Event, EventKind, Ticket, Value};

/// The memory of a ticket's clocks between events: small, serialisable, kept by the host.
///
/// Fed with every event in order of time it equals the state that [`SlaEngine::state`] replays from the whole history.
/// An event that comes twice changes nothing; one that comes late is refused, and the host replays.
///
/// After the events of an instant, and when its timer rings, a host asks [`wake`](SlaEngine::wake) what is to be done and
/// [`next_of`](SlaEngine::next_of) when to set the timer to; the example `helpdesk_sla` is such a host.
///
/// ```
/// # use std::{collections::BTreeMap, sync::Arc};
/// # use service_quality::{calendar::{Calendar, Week}, quantity::CalendarId, sla::{Agreement, SlaState, Verdict}, ticket::{Event, EventKind}};
/// # let agreement: Agreement = serde_json::from_str(r#"{"id": "helpdesk", "version": "1", "calendar": "office",
/// #     "policies": [{"id": "all", "objectives": [
/// #         {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}},
/// #          "levels": [{"id": "warn", "at": {"working": "-PT1H"}}]}]}]}"#)?;
/// # let office = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
/// # let index = office.compile("2026-01-01T00:00:00Z".parse()?.."2027-01-01T00:00:00Z".parse()?)?;
/// # let engine = agreement.engine(&BTreeMap::from([("office".parse::<CalendarId>()?, Arc::new(index))]))?;
/// let mut state = engine.begin("T-1".parse()?, "2026-03-02T09:00:00Z".parse()?, &BTreeMap::new());
/// let next = engine.next_of(&state, "2026-03-02T09:00:00Z".parse()?)?.ok_or("no timer")?;
/// assert_eq!(next.to_string(), "warn for fix at 2026-03-02T12:00:00Z");
///
/// // The host stores it, reads it again when the timer rings, and asks what to do.
/// let mut state: SlaState = serde_json::from_str(&serde_json::to_string(&state)?)?;
/// let actions = engine.wake(&mut state, next.at)?;
/// assert_eq!(actions[0].key.step.to_string(), "warn");
/// assert!(engine.wake(&mut state, next.at)?.is_empty(), "once");
///
/// let resolved = Event { at: "2026-03-02T12:30:00Z".parse()?, kind: EventKind::Resolved };
/// engine.advance(&mut state, &resolved)?;
/// let evaluation = engine.read(&state, resolved.at)?;
/// assert_eq!(evaluation.outcomes[0].verdict, Verdict::Met { at: resolved.at });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlaState {
    ticket: TicketId,
    agreement: AgreementId,
    /// Of the engine that made it.
    shape: String,
    /// The instant of the last event.
    last: Timestamp,
    /// What happened at it.
    recent: Vec<EventKind>,
    machine: Machine,
}

/// What [`SlaEngine::advance`] did with an event.
///
/// ```
/// use service_quality::sla::Advance;
/// assert_ne!(Advance::Repeated, Advance::Applied { actions: Vec::new() });
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advance {
    /// It was taken in.
    Applied {
        /// Levels reached and due times passed before it that no call told of yet.
        actions: Vec<Action>,
    },
    /// The same event of the same instant had been taken in: nothing changed.
    Repeated,
}

/// What [`SlaEngine::tick`] gives.
///
/// ```
/// # use service_quality::sla::Tick;
/// fn timer(tick: &Tick) -> Option<service_quality::quantity::Timestamp> {
///     tick.next.as_ref().map(|next| next.at)
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// What the host is to act on now, in order of time, each once.
    pub actions: Vec<Action>,
    /// How many of the events had been taken in before.
    pub repeated: usize,
    /// When to look again if nothing else happens; absent where time alone changes nothing.
    pub next: Option<NextAction>,
}

/// Why a state could not be used.
///
/// ```
/// use service_quality::sla::StateError;
///
/// let error = StateError::Late { at: "2026-03-02T09:00:00Z".parse()?, last: "2026-03-02T10:00:00Z".parse()? };
/// assert_eq!(error.to_string(), "an event of 2026-03-02T09:00:00Z comes after one of 2026-03-02T10:00:00Z: \
///     replay the ticket's history with it");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StateError {
    /// An event from before the last one.
    #[error("an event of {at} comes after one of {last}: replay the ticket's history with it")]
    Late {
        /// The event's instant.
        at: Timestamp,
        /// That of the last event.
        last: Timestamp,
    },
    /// An event that cannot have happened.
    #[error("`{event}` at {at} cannot come next: {kind}")]
    Impossible {
        /// The event.
        event: Box<EventKind>,
        /// Its instant.
        at: Timestamp,
        /// Why not.
        kind: AnomalyKind,
    },
    /// A question about the time before the last event.
    #[error("asked for {as_of}, which is before the last event at {last}: ask for it or later")]
    Past {
        /// The instant asked for.
        as_of: Timestamp,
        /// That of the last event.
        last: Timestamp,
    },
    /// The state of clocks that this engine does not have.
    #[error(
        "the state is of agreement `{given}`, this engine is of `{wanted}`, or has other versions, policies, objectives, calendars \
        or statuses: replay the ticket's history"
    )]
    OtherAgreement {
        /// The state's agreement.
        given: AgreementId,
        /// The engine's.
        wanted: AgreementId,
    },
}

/// Collects the levels that are reached.
#[derive(Default)]
struct Reached(Vec<(usize, u32, Fired)>);

impl Sink for Reached {
    fn fired(&mut self, clock: usize, cycle: u32, fired: &Fired) {
        self.0.push((clock, cycle, *fired));
    }
}

impl Reached {
    fn actions(mut self, plan: &Plan, ticket: &TicketId) -> Vec<Action> {
        self.0.sort_by_key(|(clock, _, fired)| (fired.at, *clock));
        let action = |(clock, cycle, fired): &(usize, u32, _)| plan.action(ticket, *clock, *cycle, fired);
        self.0.iter().filter_map(action).collect()
    }
}

fn shape(plan: &Plan) -> String {
    format!("{:016x}", plan.shape())
}

impl SlaState {
    fn new(plan: &Plan, ticket: TicketId, machine: Machine) -> Self {
        Self {
            ticket,
            agreement: plan.series.id().clone(),
            shape: shape(plan),
            last: machine.progress.created(),
            recent: Vec::new(),
            machine,
        }
    }

    pub(super) fn replayed(plan: &Plan, ticket: &Ticket, as_of: Timestamp) -> Option<Self> {
        let created = ticket.created();
        if as_of < created {
            return None;
        }
        let machine = Machine::new(plan, created, |name| ticket.attributes().get(name));
        let mut state = Self::new(plan, ticket.id().clone(), machine);
        state.machine.feed(plan, ticket, as_of, &mut ());
        for event in ticket.events().iter().take_while(|event| event.at <= as_of) {
            state.note(event);
        }
        Some(state)
    }

    /// The ticket.
    #[must_use]
    pub const fn ticket(&self) -> &TicketId {
        &self.ticket
    }

    /// The instant of the last event.
    #[must_use]
    pub const fn last(&self) -> Timestamp {
        self.last
    }

    fn note(&mut self, event: &Event) {
        if event.at > self.last {
            self.recent.clear();
            self.last = event.at;
        }
        self.recent.push(event.kind.clone());
    }

    fn fits(&self, plan: &Plan) -> Result<(), StateError> {
        let fits =
            *plan.series.id() == self.agreement && shape(plan) == self.shape && self.machine.fits(plan);
        if fits {
            return Ok(());
        }
        let wanted = plan.series.id().clone();
        Err(StateError::OtherAgreement { given: self.agreement.clone(), wanted })
    }

    fn reaches(&self, as_of: Timestamp) -> Result<(), StateError> {
        if as_of < self.last { Err(StateError::Past { as_of, last: self.last }) } else { Ok(()) }
    }

    /// The clocks counted up to an instant.
    fn at<S: Sink>(&self, plan: &Plan, as_of: Timestamp, sink: &mut S) -> Result<Machine, StateError> {
        self.fits(plan)?;
        self.reaches(as_of)?;
        let mut machine = self.machine.clone();
        machine.look(plan, as_of, sink);
        Ok(machine)
    }
}

impl SlaEngine {
    /// The state of a ticket that has just been created, with the attributes that it begins with.
    #[must_use]
    pub fn begin(
        &self,
        ticket: TicketId,
        created: Timestamp,
        attributes: &BTreeMap<AttributeName, Value>,
    ) -> SlaState {
        let plan = self.plan();
        let creation = Event { at: created, kind: EventKind::Created };
        let mut state = SlaState::new(plan, ticket, Machine::new(plan, created, |name| attributes.get(name)));
        state.machine.apply(plan, &creation, &mut ());
        state.note(&creation);
        state
    }

    /// Takes the next event in.
    ///
    /// # Errors
    /// [`StateError`]; the state is then as it was.
    pub fn advance(&self, state: &mut SlaState, event: &Event) -> Result<Advance, StateError> {
        let plan = self.plan();
        state.fits(plan)?;
        if event.at < state.last {
            return Err(StateError::Late { at: event.at, last: state.last });
        }
        if event.at == state.last && state.recent.contains(&event.kind) {
            return Ok(Advance::Repeated);
        }
        if let Some(kind) = state.machine.progress.objection(event) {
            return Err(StateError::Impossible { event: Box::new(event.kind.clone()), at: event.at, kind });
        }
        let mut reached = Reached::default();
        state.machine.apply(plan, event, &mut reached);
        state.note(event);
        Ok(Advance::Applied { actions: reached.actions(plan, &state.ticket) })
    }

    /// All that a host does when events come or its timer rings: takes the events in, looks what was reached by an instant,
    /// and says when to look again. Give the events of one instant together: what happens at it comes before what is
    /// reached at it.
    ///
    /// ```
    /// # use std::{collections::BTreeMap, sync::Arc};
    /// # use service_quality::{calendar::{Calendar, Week}, quantity::CalendarId, sla::{Agreement, SlaState}, ticket::{Event, EventKind}};
    /// # let agreement: Agreement = serde_json::from_str(r#"{"id": "helpdesk", "version": "1", "calendar": "office",
    /// #     "policies": [{"id": "all", "objectives": [
    /// #         {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}]}]}"#)?;
    /// # let office = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
    /// # let index = office.compile("2026-01-01T00:00:00Z".parse()?.."2027-01-01T00:00:00Z".parse()?)?;
    /// # let engine = agreement.engine(&BTreeMap::from([("office".parse::<CalendarId>()?, Arc::new(index))]))?;
    /// let mut state = engine.begin("T-1".parse()?, "2026-03-02T09:00:00Z".parse()?, &BTreeMap::new());
    /// let tick = engine.tick(&mut state, &[], "2026-03-02T09:00:00Z".parse()?)?;
    /// let timer = tick.next.ok_or("no timer")?.at;
    /// assert_eq!(timer, "2026-03-02T13:00:01Z".parse()?);
    /// let tick = engine.tick(&mut state, &[], timer)?;
    /// assert_eq!(tick.actions[0].to_string(), "breach for fix of T-1 at 2026-03-02T13:00:01Z, due 2026-03-02T13:00:00Z");
    /// assert_eq!(tick.next, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`StateError`]; the state is then as it was.
    pub fn tick(&self, state: &mut SlaState, events: &[Event], as_of: Timestamp) -> Result<Tick, StateError> {
        let (mut after, mut actions, mut repeated) = (state.clone(), Vec::new(), 0);
        for event in events {
            match self.advance(&mut after, event)? {
                Advance::Applied { actions: reached } => actions.extend(reached),
                Advance::Repeated => repeated += 1,
            }
        }
        actions.extend(self.wake(&mut after, as_of)?);
        let next = self.next_of(&after, as_of)?;
        *state = after;
        Ok(Tick { actions, repeated, next })
    }

    /// The levels reached and due times passed by an instant that no call told of yet, in order of time. Late or repeated calls give each
    /// action once.
    ///
    /// # Errors
    /// [`StateError`]; the state is then as it was.
    pub fn wake(&self, state: &mut SlaState, as_of: Timestamp) -> Result<Vec<Action>, StateError> {
        let plan = self.plan();
        let mut reached = Reached::default();
        state.at(plan, as_of, &mut reached)?;
        for (clock, _, fired) in &reached.0 {
            if let Some(clock) = state.machine.clocks.get_mut(*clock) {
                clock.told |= fired.level.is_none();
                clock.fired.extend(fired.level.is_some().then_some(*fired));
            }
        }
        Ok(reached.actions(plan, &state.ticket))
    }

    /// How things stand at an instant: as [`evaluate`](Self::evaluate), without the reasons, which need the history.
    ///
    /// # Errors
    /// [`StateError::OtherAgreement`], [`StateError::Past`].
    pub fn read(&self, state: &SlaState, as_of: Timestamp) -> Result<Evaluation, StateError> {
        let machine = state.at(self.plan(), as_of, &mut ())?;
        Ok(self.plan().evaluation(&state.ticket, &machine, as_of, None))
    }

    /// As [`next_action`](Self::next_action), from the state.
    ///
    /// # Errors
    /// [`StateError::OtherAgreement`], [`StateError::Past`].
    pub fn next_of(&self, state: &SlaState, as_of: Timestamp) -> Result<Option<NextAction>, StateError> {
        let machine = state.at(self.plan(), as_of, &mut ())?;
        Ok(self.plan().next_action(&machine, as_of))
    }
}
