use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::DutyError;
use crate::quantity::{ObjectiveId, Span, TicketId, Timestamp};
use crate::sla::{
    Agreement, AgreementError, Allowance, Budget, ClockRules, Objective, Signal, SlaEngine, Trigger, Verdict,
};
use crate::ticket::Ticket;

/// The promise to ask the customer after each resolution (回访), within a time round the clock, 24 hours as a rule: an
/// objective for an agreement.
///
/// The clock starts when a ticket is resolved, stops at the follow-up, and is called off by a reopening; the next
/// resolution begins a new cycle. A ticket closed without having been resolved needs none. The share of follow-ups made
/// in time is the [attainment](crate::sla::Attainment) of the objective; those to make, [`follow_ups_due`] lists.
///
/// # Errors
/// [`AgreementError::Budget`] for a time that is not positive, [`AgreementError::BudgetTooLong`].
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::survey::duty::follow_up;
///
/// let objective = follow_up("follow_up".parse()?, Span::from_hours(24))?;
/// let json = serde_json::to_value(&objective)?;
/// assert_eq!(json["rules"]["stop"][0]["on"][0], "follow_up");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn follow_up(id: ObjectiveId, within: Span) -> Result<Objective, AgreementError> {
    let rules = ClockRules {
        start: vec![Trigger::on([Signal::Resolved])],
        stop: vec![Trigger::on([Signal::FollowUp])],
        cancel: vec![Trigger::on([Signal::Reopened])],
        ..ClockRules::default()
    };
    Objective::named(id, rules, Allowance::Same(Budget::Elapsed(within)))
}

/// Whether nothing but a follow-up stops the objective's clock.
pub(super) fn is_follow_up(objective: &Objective) -> bool {
    let stop = &objective.rules().stop;
    !stop.is_empty() && stop.iter().all(|trigger| trigger.on == [Signal::FollowUp])
}

/// A follow-up that is still to be made. Ordered by due time, then by ticket.
///
/// ```
/// use service_quality::survey::duty::{FollowUpDue, FollowUpState};
///
/// let due: FollowUpDue = serde_json::from_str(r#"{"due": "2026-03-03T12:00:00Z", "ticket": "T-1",
///     "resolved_at": "2026-03-02T12:00:00Z", "state": "overdue"}"#)?;
/// assert_eq!(due.state, FollowUpState::Overdue);
/// assert_eq!(due.to_string(), "T-1, resolved at 2026-03-02T12:00:00Z, overdue since 2026-03-03T12:00:00Z");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUpDue {
    /// Until when.
    pub due: Timestamp,
    /// The ticket.
    pub ticket: TicketId,
    /// When it was resolved.
    pub resolved_at: Timestamp,
    /// Whether there is time left.
    pub state: FollowUpState,
}

/// Whether there is time left for a follow-up.
///
/// ```
/// use service_quality::survey::duty::FollowUpState;
/// assert_eq!(serde_json::to_string(&FollowUpState::Due)?, r#""due""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpState {
    /// There is.
    Due,
    /// The due time has passed.
    Overdue,
}

/// Whom to call back, by due time: every ticket whose clock of this objective runs or is overdue at an instant. A ticket
/// that is given twice is there once.
///
/// ```
/// # use std::{collections::BTreeMap, sync::Arc};
/// use service_quality::calendar::Calendar;
/// use service_quality::quantity::{CalendarId, ObjectiveId, Span};
/// use service_quality::sla::{Agreement, Policy};
/// use service_quality::survey::duty::{follow_up, follow_ups_due};
/// use service_quality::ticket::{EventKind, Ticket};
///
/// let objective: ObjectiveId = "follow_up".parse()?;
/// let policy = Policy::new("all".parse()?, vec![follow_up(objective.clone(), Span::from_hours(24))?])?;
/// let agreement = Agreement::new("care".parse()?, "1".parse()?, "always".parse()?, vec![policy])?;
/// let range = "2026-01-01T00:00:00Z".parse()?.."2027-01-01T00:00:00Z".parse()?;
/// let always = Calendar::always("UTC".parse()?).compile(range)?;
/// let engine = agreement.engine(&BTreeMap::from([("always".parse::<CalendarId>()?, Arc::new(always))]))?;
///
/// let ticket = Ticket::builder("T-1".parse()?)
///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
///     .event("2026-03-02T12:00:00Z".parse()?, EventKind::Resolved)
///     .build()?;
/// let due = follow_ups_due(&engine, &objective, [&ticket], "2026-03-02T18:00:00Z".parse()?)?;
/// assert_eq!(due[0].to_string(), "T-1, resolved at 2026-03-02T12:00:00Z, due 2026-03-03T12:00:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`DutyError::NoFollowUp`] for an objective that no version of the agreement has as a follow-up.
pub fn follow_ups_due<'t>(
    engine: &SlaEngine,
    objective: &ObjectiveId,
    tickets: impl IntoIterator<Item = &'t Ticket>,
    as_of: Timestamp,
) -> Result<Vec<FollowUpDue>, DutyError> {
    let versions = engine.series().versions().iter();
    let known: BTreeSet<&ObjectiveId> =
        versions.flat_map(Agreement::objectives).filter(|one| is_follow_up(one)).map(Objective::id).collect();
    if !known.contains(objective) {
        let known: Vec<String> = known.iter().map(|id| format!("`{id}`")).collect();
        return Err(DutyError::NoFollowUp { given: objective.clone(), known: known.join(", ") });
    }
    let due = tickets.into_iter().filter_map(|ticket| {
        let evaluation = engine.evaluate(ticket, as_of)?;
        let outcome = evaluation.outcome(objective).filter(|outcome| outcome.verdict.is_open())?;
        let state = match outcome.verdict {
            Verdict::Breached { .. } => FollowUpState::Overdue,
            _ => FollowUpState::Due,
        };
        Some(FollowUpDue {
            due: outcome.due?,
            ticket: evaluation.ticket.clone(),
            resolved_at: outcome.started?,
            state,
        })
    });
    Ok(due.collect::<BTreeSet<_>>().into_iter().collect())
}

impl fmt::Display for FollowUpDue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { due, ticket, resolved_at, state } = self;
        write!(formatter, "{ticket}, resolved at {resolved_at}, {state} {due}")
    }
}

impl fmt::Display for FollowUpState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Due => "due",
            Self::Overdue => "overdue since",
        })
    }
}
