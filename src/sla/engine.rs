use std::collections::BTreeMap;
use std::sync::Arc;

use super::machine::Machine;
use super::plan::Plan;
use super::recorder::Recorder;
use super::{
    Action, Agreement, AgreementError, AgreementSeries, Evaluation, NextAction, Objective, SlaState, Timeline,
};
use crate::calendar::WorkingTimeIndex;
use crate::quantity::{CalendarId, ObjectiveId, Timestamp};
use crate::ticket::Ticket;

/// An agreement, in all its versions, with its calendars, ready to evaluate tickets: immutable, shared freely between
/// threads.
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
    plan: Arc<Plan>,
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
        AgreementSeries::from(self.clone()).engine(calendars)
    }
}

impl AgreementSeries {
    /// Joins all versions with their compiled calendars.
    ///
    /// # Errors
    /// [`AgreementError::UnknownCalendar`].
    pub fn engine(
        &self,
        calendars: &BTreeMap<CalendarId, Arc<WorkingTimeIndex>>,
    ) -> Result<SlaEngine, AgreementError> {
        Ok(SlaEngine { plan: Arc::new(Plan::new(self, calendars)?) })
    }
}

impl SlaEngine {
    /// The agreement's versions.
    #[must_use]
    pub fn series(&self) -> &AgreementSeries {
        &self.plan.series
    }

    /// The agreement in its last version.
    #[must_use]
    pub fn agreement(&self) -> Option<&Agreement> {
        self.plan.series.versions().last()
    }

    /// The calendar that an objective of a version names, or the version's; one chosen by a fact is another.
    #[must_use]
    pub fn calendar(&self, agreement: &Agreement, objective: &Objective) -> Option<&WorkingTimeIndex> {
        self.plan.calendar_of(objective.calendar().unwrap_or(agreement.calendar()))
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What the agreement says of a ticket at an instant: what happened later is not seen. Absent for a ticket that
    /// was created later.
    #[must_use]
    pub fn evaluate(&self, ticket: &Ticket, as_of: Timestamp) -> Option<Evaluation> {
        let (machine, recorder) = self.replay(ticket, as_of)?;
        Some(self.plan.evaluation(ticket.id(), &machine, as_of, Some(recorder)))
    }

    /// Every stretch that an objective's clock counted or did not, and why. Absent for a ticket that was created later,
    /// and for an objective that no version has.
    #[must_use]
    pub fn explain(&self, ticket: &Ticket, objective: &ObjectiveId, as_of: Timestamp) -> Option<Timeline> {
        let index = self.plan.clocks.iter().position(|clock| clock.id == *objective)?;
        let (machine, recorder) = self.replay(ticket, as_of)?;
        self.plan.timeline(index, &recorder, machine.last_cycle(&self.plan, index, as_of)?)
    }

    /// Every escalation level reached and every due time passed by an instant, in order of time, each once.
    #[must_use]
    pub fn actions(&self, ticket: &Ticket, as_of: Timestamp) -> Vec<Action> {
        let Some((_, recorder)) = self.replay(ticket, as_of) else { return Vec::new() };
        self.plan.actions(ticket.id(), recorder.fired)
    }

    /// The escalation levels that lie ahead if nothing else happens, in order of time: with
    /// [`actions`](Self::actions) the whole plan of escalation. Breaches are told by [`next_action`](Self::next_action). The levels of a clock that stands still are not known.
    ///
    /// ```
    /// # use std::{collections::BTreeMap, sync::Arc};
    /// # use service_quality::{calendar::{Calendar, Week}, quantity::CalendarId, sla::Agreement, ticket::{EventKind, Ticket}};
    /// let agreement: Agreement = serde_json::from_str(r#"{"id": "helpdesk", "version": "1", "calendar": "office",
    ///     "policies": [{"id": "all", "objectives": [{
    ///         "id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}},
    ///         "levels": [{"id": "warn", "at": {"used": "0.5"}}, {"id": "tell the head", "at": {"working": "PT6H"}}]}]}]}"#)?;
    /// # let office = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
    /// # let index = office.compile("2026-01-01T00:00:00Z".parse()?.."2027-01-01T00:00:00Z".parse()?)?;
    /// # let calendars = BTreeMap::from([("office".parse::<CalendarId>()?, Arc::new(index))]);
    /// let engine = agreement.engine(&calendars)?;
    /// let ticket = Ticket::builder("T-1".parse()?)
    ///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
    ///     .build()?;
    /// let ahead = engine.upcoming(&ticket, "2026-03-02T12:00:00Z".parse()?);
    /// assert_eq!(ahead.len(), 1, "the warning was at 11:00");
    /// assert_eq!(ahead[0].to_string(), "tell the head of fix, ticket T-1, at 2026-03-03T11:00:00Z, due 2026-03-02T13:00:00Z");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn upcoming(&self, ticket: &Ticket, as_of: Timestamp) -> Vec<Action> {
        let Some((machine, _)) = self.replay(ticket, as_of) else { return Vec::new() };
        self.plan.upcoming(ticket.id(), &machine, as_of)
    }

    /// What time alone changes next if nothing else happens: a level, a breach, a version. One timer for that instant is
    /// all that a host needs.
    #[must_use]
    pub fn next_action(&self, ticket: &Ticket, as_of: Timestamp) -> Option<NextAction> {
        let (machine, _) = self.replay(ticket, as_of)?;
        self.plan.next_action(&machine, as_of)
    }

    /// The state of a ticket's clocks after everything that happened up to an instant. Absent for a ticket that was
    /// created later.
    ///
    /// What was reached before the last event counts as told. After a replay compare [`actions`](Self::actions) with what
    /// was acted on, by key.
    #[must_use]
    pub fn state(&self, ticket: &Ticket, as_of: Timestamp) -> Option<SlaState> {
        SlaState::replayed(&self.plan, ticket, as_of)
    }

    fn replay(&self, ticket: &Ticket, as_of: Timestamp) -> Option<(Machine, Recorder<'_>)> {
        if as_of < ticket.created() {
            return None;
        }
        let plan = &*self.plan;
        let mut recorder = Recorder::new(plan);
        let mut machine = Machine::new(plan, ticket.created(), |name| ticket.attributes().get(name));
        machine.feed(plan, ticket, as_of, &mut recorder);
        machine.look(plan, as_of, &mut recorder);
        Some((machine, recorder))
    }
}
