//! The host: keeps tickets and their clocks, takes events as they arrive, and has one timer.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{Display, Write as _};

use serde::Deserialize;
use service_quality::quantity::{AttributeName, TicketId, Timestamp, Zone};
use service_quality::sla::{Action, ActionStep, Advance, SlaEngine, SlaState};
use service_quality::ticket::{Event, EventKind, Ticket, TicketError, Value};

/// An event as it comes in; the creation brings the attributes that the ticket begins with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Arrival {
    ticket: TicketId,
    /// Its place in the ticket's history: what is delivered twice has the same.
    nth: u64,
    #[serde(default)]
    attributes: BTreeMap<AttributeName, Value>,
    event: Event,
}

/// What the host keeps of a ticket under one agreement: a row of a table, with the timer as its index.
pub(crate) struct Row {
    pub(crate) engine: SlaEngine,
    pub(crate) state: SlaState,
    /// When something changes by time alone.
    timer: Option<Timestamp>,
    /// Whether events came since it was last looked at.
    touched: bool,
}

impl Row {
    fn new(engine: &SlaEngine, state: SlaState) -> Self {
        Self { engine: engine.clone(), state, timer: None, touched: true }
    }
}

/// The host.
pub(crate) struct Desk {
    engines: Vec<SlaEngine>,
    zone: Zone,
    rows: Vec<Row>,
    history: Vec<Arrival>,
    log: String,
}

impl Desk {
    pub(crate) fn new(engines: Vec<SlaEngine>, zone: Zone) -> Self {
        Self { engines, zone, rows: Vec::new(), history: Vec::new(), log: String::new() }
    }

    /// Lives through what arrives, in order of time, up to an instant.
    pub(crate) fn run(&mut self, arrivals: Vec<Arrival>, until: Timestamp) -> Result<(), Box<dyn Error>> {
        let mut arrivals = arrivals.into_iter().peekable();
        loop {
            let event = arrivals.peek().map(|arrival| arrival.event.at);
            let next = event.into_iter().chain(self.timer()).min();
            let Some(now) = next.filter(|next| *next <= until) else { return Ok(()) };
            // What happens at an instant comes before what is reached at it.
            while let Some(arrival) = arrivals.next_if(|arrival| arrival.event.at == now) {
                self.take(arrival)?;
            }
            self.look(now)?;
        }
    }

    /// The one timer: the earliest of all rows.
    pub(crate) fn timer(&self) -> Option<Timestamp> {
        self.rows.iter().filter_map(|row| row.timer).min()
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// A ticket's history, as it is stored.
    pub(crate) fn ticket(&self, id: &TicketId) -> Result<Ticket, TicketError> {
        let own = self.history.iter().filter(|arrival| arrival.ticket == *id);
        let ticket = own.fold(Ticket::builder(id.clone()), |ticket, arrival| {
            ticket.attributes(arrival.attributes.clone()).events([arrival.event.clone()])
        });
        ticket.build()
    }

    /// What happened, was reached and was broken, line by line.
    pub(crate) fn log(&self) -> &str {
        &self.log
    }

    /// An event arrives: the clocks of its ticket take it in.
    fn take(&mut self, arrival: Arrival) -> Result<(), Box<dyn Error>> {
        let Arrival { ticket, nth, attributes, event } = &arrival;
        let known = self.rows.iter().any(|row| row.state.ticket() == ticket);
        let (mut applied, mut actions) = (!known, Vec::new());
        if known {
            for row in self.rows.iter_mut().filter(|row| row.state.ticket() == ticket) {
                // At `StateError::Late` a host would put the event in its place and replay: `SlaEngine::state`.
                if let Advance::Applied { actions: reached } =
                    row.engine.advance(&mut row.state, *nth, event)?
                {
                    (row.touched, applied) = (true, true);
                    actions.extend(reached);
                }
            }
        } else if event.kind == EventKind::Created {
            let begin =
                |engine: &SlaEngine| Row::new(engine, engine.begin(ticket.clone(), event.at, attributes));
            self.rows.extend(self.engines.iter().map(begin));
        } else {
            return Err(format!("{ticket}: `{}` came before the creation", event.kind).into());
        }
        self.tell(&actions);
        let twice = if applied { "" } else { " (came twice, changes nothing)" };
        self.note(event.at, ticket, format_args!("{}{twice}", event.kind));
        if applied {
            self.history.push(arrival);
        }
        Ok(())
    }

    /// Acts on what is reached, and sets the timers anew: for rows with events, and those whose timer rings.
    fn look(&mut self, now: Timestamp) -> Result<(), Box<dyn Error>> {
        let mut actions = Vec::new();
        for row in &mut self.rows {
            if !row.touched && row.timer.is_none_or(|timer| timer > now) {
                continue;
            }
            let next = row.state.events();
            let tick = row.engine.tick(&mut row.state, next, &[], now)?;
            actions.extend(tick.actions);
            row.timer = tick.next.map(|next| next.at);
            row.touched = false;
        }
        self.tell(&actions);
        Ok(())
    }

    fn tell(&mut self, actions: &[Action]) {
        for Action { key, at, due } in actions {
            let due = self.wall(*due);
            match &key.step {
                ActionStep::Breach => {
                    self.note(*at, &key.ticket, format_args!("** breach of {}", key.objective));
                }
                ActionStep::Level(level) => {
                    self.note(*at, &key.ticket, format_args!("-> {level}: {} is due {due}", key.objective));
                }
            }
        }
    }

    /// Writes a line, with the wall time of the desk.
    fn note(&mut self, at: Timestamp, ticket: &TicketId, what: impl Display) {
        let at = self.wall(at);
        let _ = writeln!(self.log, "{at}  {ticket}  {what}");
    }

    fn wall(&self, at: Timestamp) -> impl Display + use<> {
        self.zone.wall(at).format("%a %d %b %H:%M:%S")
    }
}
