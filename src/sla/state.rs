use serde::{Deserialize, Serialize};

use super::machine::Machine;
use super::plan::Plan;
use super::sink::Sink;
use super::{Action, NextAction, StateError};
use crate::quantity::{AgreementId, TicketId, Timestamp};
use crate::ticket::{Event, Ticket};

/// The memory of a ticket's clocks between events: small, serialisable, kept by the host.
///
/// Fed with every event in order of time it equals the state that [`SlaEngine::state`](super::SlaEngine::state) replays
/// from the whole history. Events are counted: one that is delivered again changes nothing; one from before the last
/// instant is refused, and the host replays. A state belongs to the agreement and the calendars that its engine was made
/// of: after any edit it is refused, and the host replays.
///
/// After the events of an instant, and when its timer rings, a host asks [`tick`](super::SlaEngine::tick) what is to be
/// done, and when to set the timer to; the example `helpdesk_sla` is such a host.
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
/// assert_eq!(next.to_string(), "warn of fix at 2026-03-02T12:00:00Z");
///
/// // The host stores it, reads it again when the timer rings, and asks what to do.
/// let mut state: SlaState = serde_json::from_str(&serde_json::to_string(&state)?)?;
/// let actions = engine.wake(&mut state, next.at)?;
/// assert_eq!(actions[0].key.step.to_string(), "warn");
/// assert!(engine.wake(&mut state, next.at)?.is_empty(), "once");
///
/// let resolved = Event { at: "2026-03-02T12:30:00Z".parse()?, kind: EventKind::Resolved };
/// engine.advance(&mut state, 1, &resolved)?; // event 0 was the creation
/// engine.advance(&mut state, 1, &resolved)?; // delivered again: changes nothing
/// let evaluation = engine.read(&state, resolved.at)?;
/// assert_eq!(evaluation.outcomes[0].verdict, Verdict::Met { at: resolved.at });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawState", into = "RawState")]
pub struct SlaState {
    raw: RawState,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the state of a ticket's clocks as an object")]
struct RawState {
    ticket: TicketId,
    agreement: AgreementId,
    /// Of the engine that made it.
    fingerprint: String,
    /// How many events were taken in.
    events: u64,
    /// The instant of the last.
    last_event: Timestamp,
    pub(super) machine: Machine,
}

/// What [`SlaEngine::advance`](super::SlaEngine::advance) did with an event.
///
/// ```
/// # use service_quality::sla::{Action, Advance};
/// fn to_do(advance: Advance) -> Vec<Action> {
///     match advance {
///         Advance::Applied { actions } => actions,
///         Advance::Repeated => Vec::new(),
///     }
/// }
/// assert!(to_do(Advance::Repeated).is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advance {
    /// It was taken in.
    Applied {
        /// Levels reached and due times passed before it that no call told of yet.
        actions: Vec<Action>,
    },
    /// It had been taken in before: nothing changed.
    Repeated,
}

/// What [`SlaEngine::tick`](super::SlaEngine::tick) gives.
///
/// ```
/// # use service_quality::sla::Tick;
/// let tick = Tick { actions: Vec::new(), repeated: 1, next: None };
/// assert!(tick.next.is_none(), "no timer is needed: time alone changes nothing");
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

impl SlaState {
    pub(super) fn new(plan: &Plan, ticket: TicketId, machine: Machine) -> Self {
        Self {
            raw: RawState {
                ticket,
                agreement: plan.series.id().clone(),
                fingerprint: plan.fingerprint().to_owned(),
                events: 0,
                last_event: machine.progress.created(),
                machine,
            },
        }
    }

    pub(super) fn replayed(plan: &Plan, ticket: &Ticket, as_of: Timestamp) -> Option<Self> {
        let created = ticket.created();
        if as_of < created {
            return None;
        }
        let machine = Machine::new(plan, created, |name| ticket.attributes().get(name));
        let mut state = Self::new(plan, ticket.id().clone(), machine);
        for event in ticket.events().iter().take_while(|event| event.at <= as_of) {
            state.take(plan, event, &mut ());
        }
        Some(state)
    }

    /// The ticket.
    #[must_use]
    pub const fn ticket(&self) -> &TicketId {
        &self.raw.ticket
    }

    /// The agreement, which says which engine the state belongs to.
    #[must_use]
    pub const fn agreement(&self) -> &AgreementId {
        &self.raw.agreement
    }

    /// When the ticket was created.
    #[must_use]
    pub const fn created(&self) -> Timestamp {
        self.raw.machine.progress.created()
    }

    /// How many events were taken in, the creation included: the place in the ticket's history of the next.
    #[must_use]
    pub const fn events(&self) -> u64 {
        self.raw.events
    }

    /// The instant of the last event.
    #[must_use]
    pub const fn last_event(&self) -> Timestamp {
        self.raw.last_event
    }

    pub(super) const fn machine(&self) -> &Machine {
        &self.raw.machine
    }

    pub(super) const fn machine_mut(&mut self) -> &mut Machine {
        &mut self.raw.machine
    }

    /// Takes in the next event, which comes in order.
    pub(super) fn take<S: Sink>(&mut self, plan: &Plan, event: &Event, sink: &mut S) {
        self.raw.machine.apply(plan, event, sink);
        self.raw.events = self.raw.events.saturating_add(1);
        self.raw.last_event = self.raw.last_event.max(event.at);
    }

    /// Whether the plan is the one that it was made with.
    pub(super) fn fits(&self, plan: &Plan) -> Result<(), StateError> {
        if plan.fingerprint() == self.raw.fingerprint && self.raw.machine.fits(plan) {
            return Ok(());
        }
        let (given, wanted) = (self.raw.agreement.clone(), plan.series.id().clone());
        Err(StateError::OtherAgreement { given, wanted })
    }

    /// The clocks counted up to an instant.
    pub(super) fn at<S: Sink>(
        &self,
        plan: &Plan,
        as_of: Timestamp,
        sink: &mut S,
    ) -> Result<Machine, StateError> {
        self.fits(plan)?;
        if as_of < self.raw.last_event {
            return Err(StateError::Past { as_of, last: self.raw.last_event });
        }
        let mut machine = self.raw.machine.clone();
        machine.look(plan, as_of, sink);
        Ok(machine)
    }
}

impl TryFrom<RawState> for SlaState {
    type Error = StateError;

    fn try_from(raw: RawState) -> Result<Self, StateError> {
        let impossible = |place: String| StateError::Impossible { place };
        if raw.last_event < raw.machine.progress.created() || raw.events == 0 {
            return Err(impossible("last_event".to_owned()));
        }
        raw.machine.check(raw.last_event).map_err(impossible)?;
        Ok(Self { raw })
    }
}

impl From<SlaState> for RawState {
    fn from(state: SlaState) -> Self {
        state.raw
    }
}
