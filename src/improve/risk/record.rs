use serde::Serialize;

use super::{
    Identification, MeasureDone, Rating, ReviewFinding, ReviewPlan, RiskCommand, RiskEnd, RiskEvent,
    RiskGuard, RiskStatus, RiskTreatment, TreatmentMeasure,
};
use crate::improve::complaint::Entry;
use crate::improve::history::{self, Command, GuardPolicy, Head, Recorded, Refusal, ReplayError, Waived};
use crate::quantity::{AgentId, Date, RiskId, Statement, Timestamp};

/// A risk (风险) from its identification to its end: what it is, how grave, what is done about it, what is left, and when it
/// is looked at again.
///
/// ```
/// use service_quality::improve::history::{Command, GuardPolicy};
/// use service_quality::improve::risk::{Risk, RiskCommand, RiskStatus};
///
/// let mut risk = Risk::new("R-1".parse()?);
/// let policy = GuardPolicy::default();
/// let at = "2026-03-02T09:00:00Z".parse()?;
/// for command in [
///     r#"{"identify": {"statement": "the only line breaks", "source": {"assessment": "workshop 2026"}, "owner": "li.wei",
///         "criteria": {"accepted": 1, "matrix": {
///             "likelihood": [{"en": "rare"}, {"en": "possible"}, {"en": "frequent"}],
///             "impact": [{"en": "slight"}, {"en": "grave"}, {"en": "disastrous"}],
///             "levels": [{"en": "low"}, {"en": "high"}], "cells": [[1, 1, 2], [1, 2, 2], [1, 2, 2]]}}}}"#,
///     r#"{"rate": {"rating": {"likelihood": 2, "impact": 3}, "basis": "two outages last year"}}"#,
/// ] {
///     let command = Command::new("li.wei".parse()?, serde_json::from_str(command)?);
///     for event in risk.decide(&command, &policy, at)? {
///         risk.apply(&event)?;
///     }
/// }
/// assert_eq!((risk.status(), risk.level()), (RiskStatus::Rated, Some(2)));
/// let treat = serde_json::from_str(r#"{"treat": {"option": "retain", "reason": "a second line costs too much"}}"#)?;
/// let refusal = risk.decide(&Command::new("li.wei".parse()?, treat), &policy, at).unwrap_err();
/// assert_eq!(refusal.codes(), ["review_missing", "not_accepted"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Risk {
    pub(super) id: RiskId,
    pub(super) head: Head,
    pub(super) identification: Option<Identification>,
    pub(super) identified_at: Option<Timestamp>,
    pub(super) inherent: Option<Rated>,
    pub(super) review: Option<ReviewPlan>,
    pub(super) reviews: Vec<Entry<ReviewFinding>>,
    /// Up to which day reviews are settled.
    pub(super) settled: Option<Date>,
    pub(super) treatment: Option<RiskTreatment>,
    /// The measures of the treatment that were carried out.
    pub(super) done: Vec<Entry<MeasureDone>>,
    pub(super) residual: Option<Rated>,
    pub(super) acceptance: Option<Acceptance>,
    pub(super) closing: Option<Entry<RiskClosing>>,
    pub(super) undone: Vec<UndoneEnd>,
    pub(super) waived: Vec<Entry<Waived<RiskGuard>>>,
}

/// How and why a risk was closed.
///
/// ```
/// use service_quality::improve::risk::{RiskClosing, RiskEnd};
///
/// let closing = RiskClosing { end: RiskEnd::Gone, reason: "the line was taken down".parse()? };
/// assert_eq!(serde_json::to_string(&closing)?, r#"{"end":"gone","reason":"the line was taken down"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RiskClosing {
    /// How it ended.
    pub end: RiskEnd,
    /// Why it is none any more.
    pub reason: Statement,
}

/// A closing that a reopening undid.
///
/// ```
/// use service_quality::improve::complaint::Entry;
/// use service_quality::improve::risk::{RiskClosing, RiskEnd, UndoneEnd};
/// use service_quality::quantity::Span;
///
/// let closing = RiskClosing { end: RiskEnd::Gone, reason: "the line was taken down".parse()? };
/// let undone = UndoneEnd {
///     closing: Entry { at: "2026-03-02T09:00:00Z".parse()?, by: "li.wei".parse()?, what: closing },
///     residual: None,
///     acceptance: None,
///     reopening: Entry { at: "2026-03-05T09:00:00Z".parse()?, by: "li.wei".parse()?, what: "it is back".parse()? },
/// };
/// assert_eq!(undone.reopening.at.since(undone.closing.at), Span::from_hours(72), "so long nobody looked");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UndoneEnd {
    /// The closing.
    pub closing: Entry<RiskClosing>,
    /// What was rated to be left then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residual: Option<Rated>,
    /// Who had accepted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<Acceptance>,
    /// When, by whom and why it was taken up again.
    pub reopening: Entry<Statement>,
}

/// A rating, by whom, when, and what it rests on.
///
/// ```
/// use service_quality::improve::risk::{Rated, Rating};
///
/// let (rating, basis) = (Rating::new(2, 3), "two outages last year".parse()?);
/// let rated = Rated { rating, level: 2, basis, by: "li.wei".parse()?, at: "2026-03-02T09:00:00Z".parse()? };
/// assert_eq!(
///     serde_json::to_string(&rated)?,
///     r#"{"rating":{"likelihood":2,"impact":3},"level":2,"basis":"two outages last year","by":"li.wei","at":"2026-03-02T09:00:00Z"}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Rated {
    /// How likely, how bad.
    pub rating: Rating,
    /// The level that this comes to.
    pub level: u8,
    /// What it rests on.
    pub basis: Statement,
    /// Who rated it.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
}

/// Who accepted a risk as it is, when and why.
///
/// ```
/// use service_quality::improve::risk::Acceptance;
///
/// let (by, reason) = ("wang.fang".parse()?, "a second line costs too much".parse()?);
/// let accepted = Acceptance { by, at: "2026-03-03T09:00:00Z".parse()?, reason };
/// assert_eq!(
///     serde_json::to_string(&accepted)?,
///     r#"{"by":"wang.fang","at":"2026-03-03T09:00:00Z","reason":"a second line costs too much"}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Acceptance {
    /// Who.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: Statement,
}

impl Risk {
    /// One of which nothing is known yet.
    #[must_use]
    pub fn new(id: RiskId) -> Self {
        Self {
            id,
            head: Head::default(),
            identification: None,
            identified_at: None,
            inherent: None,
            review: None,
            reviews: Vec::new(),
            settled: None,
            treatment: None,
            done: Vec::new(),
            residual: None,
            acceptance: None,
            closing: None,
            undone: Vec::new(),
            waived: Vec::new(),
        }
    }

    /// What follows from a command, as events to be stored and applied.
    ///
    /// # Errors
    /// [`Refusal`] with everything that stands against it.
    pub fn decide(
        &self,
        command: &Command<RiskCommand>,
        policy: &GuardPolicy<RiskGuard>,
        as_of: Timestamp,
    ) -> Result<Vec<Recorded<RiskId, RiskEvent>>, Refusal<RiskGuard>> {
        history::decide(self, command, policy, as_of)
    }

    /// Applies the next event.
    ///
    /// # Errors
    /// [`ReplayError`] for one that is not the next or cannot have happened; nothing changes then.
    pub fn apply(&mut self, event: &Recorded<RiskId, RiskEvent>) -> Result<(), ReplayError> {
        history::apply(self, event)
    }

    /// The state after all its events.
    ///
    /// # Errors
    /// [`ReplayError`] for the first that is not the next, cannot have happened or lies after `as_of`.
    pub fn replay<'e>(
        id: RiskId,
        events: impl IntoIterator<Item = &'e Recorded<RiskId, RiskEvent>>,
        as_of: Timestamp,
    ) -> Result<Self, ReplayError> {
        history::replay(Self::new(id), events, as_of)
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &RiskId {
        &self.id
    }

    /// The number of its last event; 0 before the first.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.head.revision
    }

    /// What it is, whose, and by what it is judged.
    #[must_use]
    pub const fn identification(&self) -> Option<&Identification> {
        self.identification.as_ref()
    }

    /// How grave it is without treatment (固有风险).
    #[must_use]
    pub const fn inherent(&self) -> Option<&Rated> {
        self.inherent.as_ref()
    }

    /// What is done about it.
    #[must_use]
    pub const fn treatment(&self) -> Option<&RiskTreatment> {
        self.treatment.as_ref()
    }

    /// How grave it is after the treatment (剩余风险).
    #[must_use]
    pub const fn residual(&self) -> Option<&Rated> {
        self.residual.as_ref()
    }

    /// Who accepted it as it was last rated.
    #[must_use]
    pub const fn acceptance(&self) -> Option<&Acceptance> {
        self.acceptance.as_ref()
    }

    /// How it was last rated: what is left, else as it is without treatment.
    #[must_use]
    pub fn rated(&self) -> Option<&Rated> {
        self.residual.as_ref().or(self.inherent.as_ref())
    }

    /// The level as it was last rated.
    #[must_use]
    pub fn level(&self) -> Option<u8> {
        self.rated().map(|rated| rated.level)
    }

    /// Whether it is at a level that is accepted as it is, or was accepted by name; absent where it is not rated.
    #[must_use]
    pub fn is_acceptable(&self) -> Option<bool> {
        let accepted = self.identification.as_ref()?.criteria.accepted();
        Some(self.level()? <= accepted || self.acceptance.is_some())
    }

    /// How far it has been dealt with.
    #[must_use]
    pub const fn status(&self) -> RiskStatus {
        match self {
            Self { identification: None, .. } => RiskStatus::Empty,
            Self { closing: Some(_), .. } => RiskStatus::Closed,
            Self { residual: Some(_), .. } => RiskStatus::Controlled,
            Self { treatment: Some(_), .. } => RiskStatus::Treated,
            Self { inherent: Some(_), .. } => RiskStatus::Rated,
            _ => RiskStatus::Identified,
        }
    }

    /// Whether it is known and not closed.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.identification.is_some() && self.closing.is_none()
    }

    /// The measures of the treatment that were carried out, in the order of their report.
    #[must_use]
    pub fn measures_done(&self) -> &[Entry<MeasureDone>] {
        &self.done
    }

    /// The measures of the treatment that were not carried out.
    pub fn measures_undone(&self) -> impl Iterator<Item = &TreatmentMeasure> {
        let measures = self.treatment.iter().flat_map(|treatment| &treatment.measures);
        measures.filter(|measure| self.done.iter().all(|entry| entry.what.measure != **measure))
    }

    /// What reviews found, in the order of their report.
    #[must_use]
    pub fn reviews(&self) -> &[Entry<ReviewFinding>] {
        &self.reviews
    }

    /// How, when, by whom and why it was closed; absent while it is open.
    #[must_use]
    pub const fn closing(&self) -> Option<&Entry<RiskClosing>> {
        self.closing.as_ref()
    }

    /// The closings that were undone by a reopening, in order.
    #[must_use]
    pub fn undone(&self) -> &[UndoneEnd] {
        &self.undone
    }

    /// What was let pass though a guard stood against it, when, by whose command and why, in order.
    #[must_use]
    pub fn waived(&self) -> &[Entry<Waived<RiskGuard>>] {
        &self.waived
    }

    /// The day of the last review.
    #[must_use]
    pub fn last_review(&self) -> Option<Date> {
        self.reviews.iter().map(|entry| entry.what.on).max()
    }

    /// The day by which the next review is due; absent where none is planned, and once it is closed. A review settles the
    /// due day that was open when it was held.
    #[must_use]
    pub fn next_review(&self) -> Option<Date> {
        self.review.as_ref().filter(|_| self.is_open())?.next(self.settled)
    }

    /// Whether a review was due before a day and has not been held.
    #[must_use]
    pub fn is_review_overdue(&self, today: Date) -> bool {
        self.next_review().is_some_and(|due| due < today)
    }

    /// Whether the treatment was due before a day and nobody has rated what is left.
    #[must_use]
    pub fn is_treatment_overdue(&self, today: Date) -> bool {
        let due = self.treatment.as_ref().and_then(|treatment| treatment.due);
        self.status() == RiskStatus::Treated && due.is_some_and(|due| due < today)
    }
}
