use std::collections::BTreeMap;
use std::sync::Arc;

use super::choice::{Epoch, Sensitivity};
use super::clock::Clock;
use super::terms::Terms;
use super::{Agreement, AgreementError, Evaluation, Objective, Outcome};
use crate::calendar::WorkingTimeIndex;
use crate::quantity::{CalendarId, ObjectiveId, Timestamp};
use crate::ticket::Ticket;

/// An agreement with its calendars, ready to evaluate tickets: immutable, shared freely between threads.
///
/// ```
/// # use std::{collections::BTreeMap, sync::Arc};
/// # use service_quality::{calendar::{Calendar, Week}, quantity::{CalendarId, Span}, sla::{Agreement, Verdict}, ticket::{EventKind, Ticket}};
/// # let agreement: Agreement = serde_json::from_str(r#"{"id": "helpdesk", "version": "1", "calendar": "office",
/// #     "paused_in": ["waiting"],
/// #     "policies": [{"id": "all", "objectives": [
/// #         {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}]}]}"#)?;
/// # let office = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
/// # let index = office.compile("2026-01-01T00:00:00Z".parse()?.."2027-01-01T00:00:00Z".parse()?)?;
/// # let calendars = BTreeMap::from([("office".parse::<CalendarId>()?, Arc::new(index))]);
/// let engine = agreement.engine(&calendars)?;
/// let ticket = Ticket::builder("T-1".parse()?)
///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
///     .event("2026-03-02T10:00:00Z".parse()?, EventKind::StatusChanged { to: "waiting".parse()? })
///     .event("2026-03-03T10:00:00Z".parse()?, EventKind::StatusChanged { to: "open".parse()? })
///     .event("2026-03-03T12:00:00Z".parse()?, EventKind::Resolved)
///     .build()?;
/// let evaluation = engine.evaluate(&ticket, "2026-03-04T00:00:00Z".parse()?).ok_or("not created yet")?;
/// let fix = &evaluation.outcomes[0];
/// assert_eq!(fix.verdict, Verdict::Met { at: "2026-03-03T12:00:00Z".parse()? });
/// assert_eq!(fix.used.working, Span::from_hours(3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct SlaEngine {
    agreement: Arc<Agreement>,
    calendars: BTreeMap<CalendarId, Arc<WorkingTimeIndex>>,
    sensitivity: Sensitivity,
}

impl Agreement {
    /// Joins the agreement with its compiled calendars.
    ///
    /// # Errors
    /// [`AgreementError::UnknownCalendar`].
    pub fn engine(
        &self,
        calendars: &BTreeMap<CalendarId, Arc<WorkingTimeIndex>>,
    ) -> Result<SlaEngine, AgreementError> {
        self.check_calendars(|id| calendars.contains_key(id))?;
        let own = self.objectives().filter_map(Objective::calendar);
        let used = own.chain([self.calendar()]);
        Ok(SlaEngine {
            agreement: Arc::new(self.clone()),
            calendars: used
                .filter_map(|id| calendars.get(id).map(|found| (id.clone(), Arc::clone(found))))
                .collect(),
            sensitivity: Sensitivity::of(self.policies()),
        })
    }
}

impl SlaEngine {
    /// The agreement.
    #[must_use]
    pub fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    /// The calendar that an objective is measured in.
    #[must_use]
    pub fn calendar(&self, objective: &Objective) -> Option<&WorkingTimeIndex> {
        let id = objective.calendar().unwrap_or(self.agreement.calendar());
        self.calendars.get(id).map(AsRef::as_ref)
    }

    /// What the agreement says of a ticket at an instant: what happened later is not seen. Absent for a ticket that
    /// was created later.
    #[must_use]
    pub fn evaluate(&self, ticket: &Ticket, as_of: Timestamp) -> Option<Evaluation> {
        let epochs = self.sensitivity.epochs(&self.agreement, ticket, as_of);
        let last = epochs.last()?;
        Some(Evaluation {
            ticket: ticket.id().clone(),
            agreement: self.agreement.id().clone(),
            version: self.agreement.version().clone(),
            as_of,
            policy: last.policy.map(|policy| policy.id().clone()),
            outcomes: objectives(&epochs)
                .into_iter()
                .map(|objective| self.outcome(objective, &epochs, ticket, as_of))
                .collect(),
        })
    }

    fn outcome(
        &self,
        objective: &Objective,
        epochs: &[Epoch<'_>],
        ticket: &Ticket,
        as_of: Timestamp,
    ) -> Outcome {
        let mut clock = Clock::new(objective.target(), ticket.created());
        let mut epochs = epochs.iter().peekable();
        for event in ticket.events().iter().take_while(|event| event.at <= as_of) {
            // What happens at an instant is judged by the terms until then, except at the creation.
            while let Some(epoch) =
                epochs.next_if(|epoch| epoch.from < event.at || epoch.from == ticket.created())
            {
                self.enter(&mut clock, objective.id(), epoch);
            }
            clock.event(event.at, &event.kind, |status| self.agreement.paused_in().contains(status));
        }
        for epoch in epochs {
            self.enter(&mut clock, objective.id(), epoch);
        }
        clock.outcome(as_of, objective)
    }

    fn enter<'a>(&'a self, clock: &mut Clock<'a>, id: &ObjectiveId, epoch: &Epoch<'a>) {
        let terms = epoch.policy.and_then(|policy| {
            let objective = policy.objectives().iter().find(|objective| objective.id() == id)?;
            Some(Terms::new(policy.id(), objective, self.calendar(objective)?, &epoch.view))
        });
        clock.change_terms(epoch.from, epoch.policy.map(super::Policy::id), terms);
    }
}

/// The objectives of every policy that applied, each once, in order of appearance.
fn objectives<'a>(epochs: &[Epoch<'a>]) -> Vec<&'a Objective> {
    let mut found: Vec<&Objective> = Vec::new();
    for policy in epochs.iter().filter_map(|epoch| epoch.policy) {
        for objective in policy.objectives() {
            if !found.iter().any(|known| known.id() == objective.id()) {
                found.push(objective);
            }
        }
    }
    found
}
