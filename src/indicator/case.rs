use std::collections::BTreeMap;
use std::sync::Arc;

use super::TallyError;
use crate::calendar::WorkingTimeIndex;
use crate::quantity::{AgreementId, CalendarId, Timestamp};
use crate::sla::Evaluation;
use crate::ticket::{Milestone, View};

/// One ticket as indicators see it: how it stood at an instant, and what agreements say of it.
///
/// ```
/// use service_quality::indicator::Case;
/// use service_quality::ticket::{EventKind, Ticket};
///
/// let ticket = Ticket::builder("T-1".parse()?)
///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
///     .build()?;
/// let view = ticket.at("2026-03-02T12:00:00Z".parse()?);
/// assert_eq!(Case::new(&view).view().as_of(), view.as_of());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    view: &'a View<'a>,
    evaluations: Option<&'a [Evaluation]>,
    calendars: Option<&'a BTreeMap<CalendarId, Arc<WorkingTimeIndex>>>,
}

impl<'a> Case<'a> {
    /// A ticket at the instant of the view.
    #[must_use]
    pub const fn new(view: &'a View<'a>) -> Self {
        Self { view, evaluations: None, calendars: None }
    }

    /// Adds what agreements say of the ticket, one evaluation an agreement. Formulas about promises need it.
    ///
    /// # Errors
    /// [`TallyError::ForeignEvaluation`] for one of another ticket or another instant.
    pub fn with_evaluations(self, evaluations: &'a [Evaluation]) -> Result<Self, TallyError> {
        let ticket = self.view.ticket().id();
        let foreign =
            |evaluation: &&Evaluation| evaluation.ticket != *ticket || evaluation.as_of != self.view.as_of();
        match evaluations.iter().find(foreign) {
            None => Ok(Self { evaluations: Some(evaluations), ..self }),
            Some(foreign) => Err(TallyError::ForeignEvaluation {
                ticket: ticket.clone(),
                as_of: self.view.as_of(),
                other: foreign.ticket.clone(),
                other_as_of: foreign.as_of,
            }),
        }
    }

    /// Adds calendars by their names. Formulas over working time between milestones need them.
    #[must_use]
    pub const fn with_calendars(self, calendars: &'a BTreeMap<CalendarId, Arc<WorkingTimeIndex>>) -> Self {
        Self { calendars: Some(calendars), ..self }
    }

    /// The ticket at that instant.
    #[must_use]
    pub const fn view(&self) -> &'a View<'a> {
        self.view
    }

    /// The evaluations by one agreement, or by all.
    pub(super) fn evaluations(
        self,
        agreement: Option<&AgreementId>,
    ) -> Result<impl Iterator<Item = &'a Evaluation>, TallyError> {
        let evaluations = self.evaluations.ok_or(TallyError::NotEvaluated)?;
        Ok(evaluations
            .iter()
            .filter(move |one| agreement.is_none_or(|agreement| one.agreement == *agreement)))
    }

    /// The two milestones, where both have come in that order.
    pub(super) fn ends(self, from: Milestone, to: Milestone) -> Option<(Timestamp, Timestamp)> {
        self.view.milestone(from).zip(self.view.milestone(to)).filter(|(from, to)| from <= to)
    }

    pub(super) fn calendar(self, id: &CalendarId) -> Result<&'a WorkingTimeIndex, TallyError> {
        let found = self.calendars.and_then(|calendars| calendars.get(id));
        found.map(AsRef::as_ref).ok_or_else(|| TallyError::UnknownCalendar { calendar: id.clone() })
    }
}
