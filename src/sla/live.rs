//! An engine's answers from a state, between events.

use std::collections::BTreeMap;

use super::clock::Fired;
use super::machine::Machine;
use super::sink::Sink;
use super::{Action, Advance, Evaluation, NextAction, SlaEngine, SlaState, StateError, Tick};
use crate::quantity::{AttributeName, TicketId, Timestamp};
use crate::ticket::{Event, EventKind, Value};

/// Collects the levels reached and the due times passed, by clock and cycle.
#[derive(Default)]
struct Reached(Vec<(usize, u32, Fired)>);

impl Sink for Reached {
    fn fired(&mut self, clock: usize, cycle: u32, fired: &Fired) {
        self.0.push((clock, cycle, fired.clone()));
    }
}

impl Reached {
    /// Has the clocks remember what is told.
    fn note(&self, machine: &mut Machine) {
        for (clock, _, fired) in &self.0 {
            if let Some(clock) = machine.clocks.get_mut(*clock) {
                clock.told |= fired.level.is_none();
                clock.fired.extend(fired.level.is_some().then(|| fired.clone()));
            }
        }
    }
}

impl SlaEngine {
    /// The state of a ticket that has just been created, with the attributes that it begins with. The creation is event
    /// 0 of its history.
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
        state.take(plan, &creation, &mut ());
        state
    }

    /// Takes an event in: the `nth` of the ticket's history, counted from the creation as 0. One that was taken in before
    /// changes nothing.
    ///
    /// # Errors
    /// [`StateError`]; the state is then as it was.
    pub fn advance(&self, state: &mut SlaState, nth: u64, event: &Event) -> Result<Advance, StateError> {
        let plan = self.plan();
        state.fits(plan)?;
        if nth < state.events() {
            return Ok(Advance::Repeated);
        }
        if nth > state.events() {
            return Err(StateError::Missing { given: nth, expected: state.events() });
        }
        if event.at < state.last_event() {
            return Err(StateError::Late { at: event.at, last: state.last_event() });
        }
        if let Some(kind) = state.machine().progress.objection(event) {
            let (event, at) = (Box::new(event.kind.clone()), event.at);
            return Err(StateError::Contradiction { event, at, kind });
        }
        let mut reached = Reached::default();
        state.take(plan, event, &mut reached);
        Ok(Advance::Applied { actions: plan.actions(state.ticket(), reached.0) })
    }

    /// All that a host does when events come or its timer rings: takes the events in, looks what was reached by an instant,
    /// and says when to look again. `nth` is the place of the first event in the ticket's history; give the events of one
    /// instant together: what happens at it comes before what is reached at it.
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
    /// let paused = Event { at: "2026-03-02T10:00:00Z".parse()?, kind: EventKind::Paused };
    /// let tick = engine.tick(&mut state, 1, &[paused], "2026-03-02T10:00:00Z".parse()?)?;
    /// assert_eq!(tick.next, None, "while it is paused, time alone changes nothing");
    ///
    /// let resumed = Event { at: "2026-03-02T11:00:00Z".parse()?, kind: EventKind::Resumed };
    /// let tick = engine.tick(&mut state, 2, &[resumed], "2026-03-02T11:00:00Z".parse()?)?;
    /// let timer = tick.next.ok_or("no timer")?.at;
    /// assert_eq!(timer, "2026-03-02T14:00:01Z".parse()?);
    ///
    /// // The timer rings: no events, and it is too late.
    /// let tick = engine.tick(&mut state, 3, &[], timer)?;
    /// assert_eq!(tick.actions[0].to_string(), "breach of fix, ticket T-1, at 2026-03-02T14:00:01Z, due 2026-03-02T14:00:00Z");
    /// assert_eq!(tick.next, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`StateError`]; the state is then as it was.
    pub fn tick(
        &self,
        state: &mut SlaState,
        nth: u64,
        events: &[Event],
        as_of: Timestamp,
    ) -> Result<Tick, StateError> {
        let plan = self.plan();
        let (mut after, mut actions, mut repeated) = (state.clone(), Vec::new(), 0);
        for (nth, event) in (nth..).zip(events) {
            match self.advance(&mut after, nth, event)? {
                Advance::Applied { actions: reached } => actions.extend(reached),
                Advance::Repeated => repeated += 1,
            }
        }
        let mut reached = Reached::default();
        let machine = after.at(plan, as_of, &mut reached)?;
        reached.note(after.machine_mut());
        actions.extend(plan.actions(after.ticket(), reached.0));
        *state = after;
        Ok(Tick { actions, repeated, next: plan.next_action(&machine, as_of) })
    }

    /// The levels reached and due times passed by an instant that no call told of yet, in order of time. Late or repeated
    /// calls give each action once.
    ///
    /// # Errors
    /// [`StateError`]; the state is then as it was.
    pub fn wake(&self, state: &mut SlaState, as_of: Timestamp) -> Result<Vec<Action>, StateError> {
        let mut reached = Reached::default();
        state.at(self.plan(), as_of, &mut reached)?;
        reached.note(state.machine_mut());
        Ok(self.plan().actions(state.ticket(), reached.0))
    }

    /// How things stand at an instant: as [`evaluate`](Self::evaluate), without the reasons, which need the history.
    ///
    /// # Errors
    /// [`StateError::OtherAgreement`], [`StateError::Past`].
    pub fn read(&self, state: &SlaState, as_of: Timestamp) -> Result<Evaluation, StateError> {
        let machine = state.at(self.plan(), as_of, &mut ())?;
        Ok(self.plan().evaluation(state.ticket(), &machine, as_of, None))
    }

    /// As [`next_action`](Self::next_action), from the state. It expects that what is reached by the instant has been asked
    /// for: [`wake`](Self::wake) first, or [`tick`](Self::tick), which does both.
    ///
    /// # Errors
    /// [`StateError::OtherAgreement`], [`StateError::Past`].
    pub fn next_of(&self, state: &SlaState, as_of: Timestamp) -> Result<Option<NextAction>, StateError> {
        let machine = state.at(self.plan(), as_of, &mut ())?;
        Ok(self.plan().next_action(&machine, as_of))
    }
}
