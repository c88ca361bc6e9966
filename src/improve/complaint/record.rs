use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    Alternatives, Assessment, Channel, Communication, ComplaintCommand, ComplaintEnd, ComplaintEvent,
    ComplaintGuard, ComplaintState, ComplaintTask, Entry, ImmediateAction, Investigation, Reaction, Receipt,
    Response,
};
use crate::improve::history::{self, Command, GuardPolicy, Head, Recorded, Refusal, ReplayError};
use crate::quantity::{AgentId, ComplaintId, Span, Statement, Timestamp};
use crate::ticket;

/// A complaint (投诉) from its receipt to its end, and beyond where it is reopened.
///
/// Commands are decided into events, which the host stores and replays. Deadlines are promises of an
/// [`Agreement`](crate::sla::Agreement), judged on [its ticket](Self::to_ticket).
///
/// ```
/// use service_quality::improve::complaint::{Channel, Complaint, ComplaintCategory, ComplaintCommand, ComplaintTask, Receipt};
/// use service_quality::improve::history::{Command, GuardPolicy};
///
/// let mut complaint = Complaint::new("B-17".parse()?);
/// let receipt = Receipt::new("K-1031".parse()?, Channel::Phone, ComplaintCategory::Delay,
///     "Waited 40 minutes, then was cut off.".parse()?, "2026-03-02T09:00:00Z".parse()?);
/// let (command, now) = (Command::new("li.wei".parse()?, ComplaintCommand::Receive(receipt)), "2026-03-02T09:05:00Z".parse()?);
/// for event in complaint.decide(&command, &GuardPolicy::default(), now)? {
///     complaint.apply(&event)?;
/// }
/// assert_eq!((complaint.revision(), complaint.next()), (1, Some(ComplaintTask::Acknowledge)));
///
/// let close = Command::new("li.wei".parse()?, ComplaintCommand::Close { note: None });
/// let refusal = complaint.decide(&close, &GuardPolicy::default(), now).unwrap_err();
/// assert_eq!(refusal.codes(), ["reaction_missing", "unanswered"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Complaint {
    pub(super) id: ComplaintId,
    pub(super) head: Head,
    pub(super) receipt: Option<Entry<Receipt>>,
    pub(super) acknowledgement: Option<Entry<Channel>>,
    pub(super) assessment: Option<Entry<Assessment>>,
    pub(super) containment: Option<Entry<Statement>>,
    pub(super) question: Option<Entry<Statement>>,
    pub(super) investigation: Option<Entry<Investigation>>,
    pub(super) response: Option<Entry<Response>>,
    pub(super) communication: Option<Entry<Communication>>,
    pub(super) reaction: Option<Entry<Reaction>>,
    pub(super) alternatives: Option<Entry<Alternatives>>,
    pub(super) closing: Option<Closing>,
    /// The closings that a reopening undid, in order.
    pub(super) undone: Vec<Undone>,
    pub(super) rating: Option<Entry<ticket::Rating>>,
    /// Since when what is next is next.
    pub(super) since: Option<Timestamp>,
    /// The events as the SLA engine sees them.
    pub(super) mirror: Vec<ticket::Event>,
}

/// How a complaint was closed.
///
/// ```
/// use service_quality::improve::complaint::{Closing, ComplaintEnd};
/// let withdrawn = |closing: &Closing| closing.end == ComplaintEnd::Withdrawn;
/// # let _ = withdrawn;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Closing {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AgentId,
    /// In which way.
    pub end: ComplaintEnd,
    /// What should be remembered; of a withdrawal, how it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Statement>,
}

/// A closing that a reopening undid.
///
/// ```
/// use service_quality::improve::complaint::Undone;
/// let why = |undone: &Undone| undone.reopening.what.clone();
/// # let _ = why;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// The closing.
    pub closing: Closing,
    /// When, by whom and why it was reopened.
    pub reopening: Entry<Statement>,
}

impl Complaint {
    /// One of which nothing is known yet.
    #[must_use]
    pub fn new(id: ComplaintId) -> Self {
        Self {
            id,
            head: Head::default(),
            receipt: None,
            acknowledgement: None,
            assessment: None,
            containment: None,
            question: None,
            investigation: None,
            response: None,
            communication: None,
            reaction: None,
            alternatives: None,
            closing: None,
            undone: Vec::new(),
            rating: None,
            since: None,
            mirror: Vec::new(),
        }
    }

    /// What follows from a command, as events to be stored and applied.
    ///
    /// # Errors
    /// [`Refusal`] with everything that stands against it.
    pub fn decide(
        &self,
        command: &Command<ComplaintCommand>,
        policy: &GuardPolicy<ComplaintGuard>,
        as_of: Timestamp,
    ) -> Result<Vec<Recorded<ComplaintId, ComplaintEvent>>, Refusal<ComplaintGuard>> {
        history::decide(self, command, policy, as_of)
    }

    /// Applies the next event.
    ///
    /// # Errors
    /// [`ReplayError`] for one that is not the next or cannot have happened; nothing changes then.
    pub fn apply(&mut self, event: &Recorded<ComplaintId, ComplaintEvent>) -> Result<(), ReplayError> {
        history::apply(self, event)
    }

    /// The state after all its events.
    ///
    /// # Errors
    /// [`ReplayError`] for the first that is not the next, cannot have happened or lies after `as_of`.
    pub fn replay<'e>(
        id: ComplaintId,
        events: impl IntoIterator<Item = &'e Recorded<ComplaintId, ComplaintEvent>>,
        as_of: Timestamp,
    ) -> Result<Self, ReplayError> {
        history::replay(Self::new(id), events, as_of)
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &ComplaintId {
        &self.id
    }

    /// The number of its last event; 0 before the first.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.head.revision
    }

    /// What came in.
    #[must_use]
    pub const fn receipt(&self) -> Option<&Entry<Receipt>> {
        self.receipt.as_ref()
    }

    /// That the customer was told that it was received.
    #[must_use]
    pub const fn acknowledgement(&self) -> Option<&Entry<Channel>> {
        self.acknowledgement.as_ref()
    }

    /// The last assessment.
    #[must_use]
    pub const fn assessment(&self) -> Option<&Entry<Assessment>> {
        self.assessment.as_ref()
    }

    /// The last immediate action.
    #[must_use]
    pub const fn containment(&self) -> Option<&Entry<Statement>> {
        self.containment.as_ref()
    }

    /// What the customer was asked and has not answered.
    #[must_use]
    pub const fn question(&self) -> Option<&Entry<Statement>> {
        self.question.as_ref()
    }

    /// The last investigation, since it was last reopened.
    #[must_use]
    pub const fn investigation(&self) -> Option<&Entry<Investigation>> {
        self.investigation.as_ref()
    }

    /// The last decision, since it was last reopened.
    #[must_use]
    pub const fn response(&self) -> Option<&Entry<Response>> {
        self.response.as_ref()
    }

    /// That the customer was told this decision.
    #[must_use]
    pub const fn communication(&self) -> Option<&Entry<Communication>> {
        self.communication.as_ref()
    }

    /// What the customer says to this decision.
    #[must_use]
    pub const fn reaction(&self) -> Option<&Entry<Reaction>> {
        self.reaction.as_ref()
    }

    /// How long the customer took to react to the decision, or was waited for; absent where there is no reaction.
    #[must_use]
    pub fn reaction_time(&self) -> Option<Span> {
        Some(self.reaction.as_ref()?.at.since(self.communication.as_ref()?.at))
    }

    /// Where the customer can turn to instead.
    #[must_use]
    pub const fn alternatives(&self) -> Option<&Entry<Alternatives>> {
        self.alternatives.as_ref()
    }

    /// How it was closed; absent while it is open.
    #[must_use]
    pub const fn closing(&self) -> Option<&Closing> {
        self.closing.as_ref()
    }

    /// The closings that were undone by a reopening, in order.
    #[must_use]
    pub fn undone(&self) -> &[Undone] {
        &self.undone
    }

    /// How satisfied the customer is with the handling, as last said.
    #[must_use]
    pub const fn rating(&self) -> Option<&Entry<ticket::Rating>> {
        self.rating.as_ref()
    }

    /// Who is complained about: as the customer said, and as the assessment found.
    #[must_use]
    pub fn concerned(&self) -> BTreeSet<&AgentId> {
        let named = self.receipt.iter().flat_map(|entry| &entry.what.concerned);
        named.chain(self.assessment.iter().flat_map(|entry| &entry.what.concerned)).collect()
    }

    /// Whether it was received and is not closed.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.receipt.is_some() && self.closing.is_none()
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> ComplaintState {
        match self {
            Self { receipt: None, .. } => ComplaintState::Empty,
            Self { closing: Some(_), .. } => ComplaintState::Closed,
            Self { question: Some(_), .. } => ComplaintState::Waiting,
            Self { communication: Some(_), .. } => ComplaintState::Answered,
            _ => ComplaintState::InWork,
        }
    }

    /// What it lacks next; absent where nothing was received, and once it is closed.
    #[must_use]
    pub fn next(&self) -> Option<ComplaintTask> {
        if !self.is_open() {
            return None;
        }
        let rejected = self.reaction.as_ref().is_some_and(|entry| entry.what == Reaction::Rejected);
        let lacks = [
            (self.acknowledgement.is_none(), ComplaintTask::Acknowledge),
            (self.assessment.is_none(), ComplaintTask::Assess),
            (self.lacks_containment(), ComplaintTask::Contain),
            (self.investigation.is_none(), ComplaintTask::Investigate),
            (self.response.is_none(), ComplaintTask::Respond),
            (self.communication.is_none(), ComplaintTask::Communicate),
            (self.reaction.is_none(), ComplaintTask::HearCustomer),
            (rejected && self.alternatives.is_none(), ComplaintTask::OfferAlternatives),
        ];
        // What was answered in spite of something missing, since a guard was off, is not asked for any more.
        let answered =
            |task: ComplaintTask| self.communication.is_some() && task < ComplaintTask::HearCustomer;
        let first = lacks.into_iter().find(|(lacks, task)| *lacks && !answered(*task));
        Some(first.map_or(ComplaintTask::Close, |(_, task)| task))
    }

    /// Since when it lacks what it lacks next.
    #[must_use]
    pub fn since(&self) -> Option<Timestamp> {
        self.since.filter(|_| self.is_open())
    }

    /// How long it took from receipt to closing, or has taken as of an instant; absent before its receipt.
    #[must_use]
    pub fn age(&self, as_of: Timestamp) -> Option<Span> {
        let received = self.receipt.as_ref()?.what.received_at;
        let end = self.closing.as_ref().map_or(as_of, |closing| closing.at.min(as_of));
        (received <= end).then(|| end.since(received))
    }

    /// Whether the immediate action that the assessment asks for was not taken.
    pub(super) fn lacks_containment(&self) -> bool {
        let needed = |entry: &Entry<Assessment>| entry.what.immediate_action == ImmediateAction::Needed;
        self.assessment.as_ref().is_some_and(needed) && self.containment.is_none()
    }
}
