use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    Alternatives, Assessment, Channel, Communication, ComplaintCategory, ComplaintCommand, ComplaintEnd,
    ComplaintEvent, ComplaintGuard, ComplaintState, ComplaintTask, Correction, Entry, GivenRating,
    Investigation, Question, Reaction, Receipt, Response, Round,
};
use crate::improve::history::{self, Command, GuardPolicy, Head, Recorded, Refusal, ReplayError, Waived};
use crate::quantity::{AgentId, ComplaintId, Label, Span, Statement, Timestamp};
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
/// let policy = GuardPolicy::strict("+08:00".parse()?);
/// for event in complaint.decide(&command, &policy, now)? {
///     complaint.apply(&event)?;
/// }
/// assert_eq!((complaint.revision(), complaint.next()), (1, Some(ComplaintTask::Acknowledge)));
///
/// let close = Command::new("li.wei".parse()?, ComplaintCommand::Close { note: None });
/// let refusal = complaint.decide(&close, &policy, now).unwrap_err();
/// assert_eq!(refusal.codes(), ["reaction_missing", "unanswered"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Complaint {
    pub(super) id: ComplaintId,
    pub(super) head: Head,
    pub(super) receipt: Option<Entry<Receipt>>,
    pub(super) corrections: Vec<Entry<Correction>>,
    pub(super) owner: Option<Entry<AgentId>>,
    pub(super) acknowledgement: Option<Entry<Channel>>,
    pub(super) assessment: Option<Entry<Assessment>>,
    /// Whom the receipt and any assessment name.
    pub(super) concerned: BTreeSet<AgentId>,
    pub(super) containment: Option<Entry<Statement>>,
    /// Whether the immediate action that an assessment asks for was not taken after it.
    pub(super) uncontained: bool,
    pub(super) question: Option<Entry<Question>>,
    pub(super) round: Round,
    /// The rounds before, in order.
    pub(super) earlier: Vec<Round>,
    pub(super) closing: Option<Closing>,
    /// The closings that a reopening undid, in order.
    pub(super) undone: Vec<Undone>,
    pub(super) ratings: Vec<Entry<GivenRating>>,
    pub(super) waived: Vec<LetPass>,
    /// Since when what is next is next.
    pub(super) since: Option<Timestamp>,
    /// The events as the SLA engine sees them.
    pub(super) mirror: Vec<ticket::Event>,
}

/// How a complaint was closed.
///
/// ```
/// use service_quality::improve::complaint::{Closing, ComplaintEnd};
///
/// let note = Some("mail of 2 March".parse()?);
/// let closing = Closing { at: "2026-03-02T10:00:00Z".parse()?, by: "li.wei".parse()?, end: ComplaintEnd::Withdrawn, note };
/// assert_eq!(serde_json::to_string(&closing)?,
///     r#"{"at":"2026-03-02T10:00:00Z","by":"li.wei","end":"withdrawn","note":"mail of 2 March"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
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
/// use service_quality::improve::complaint::{Closing, ComplaintEnd, Entry, Undone};
///
/// let closing = Closing { at: "2026-03-05T11:00:00Z".parse()?, by: "li.wei".parse()?, end: ComplaintEnd::Accepted, note: None };
/// let reopening = Entry { at: "2026-03-09T09:00:00Z".parse()?, by: "chen.na".parse()?, what: "It happened again.".parse()? };
/// let undone = Undone { closing, reopening };
/// assert_eq!(undone.reopening.at.since(undone.closing.at).seconds(), 94 * 3_600);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// The closing.
    pub closing: Closing,
    /// When, by whom and why it was reopened.
    pub reopening: Entry<Statement>,
}

/// What a switched-off guard let pass in the history of a complaint.
///
/// ```
/// use service_quality::improve::complaint::LetPass;
///
/// let waived = serde_json::from_str(r#"{"violation": {"guard": "reaction_missing"}, "reason": "a pilot", "by": "boss"}"#)?;
/// assert_eq!(LetPass { revision: 8, waived }.waived.by().as_str(), "boss");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetPass {
    /// The number of the event that passed.
    pub revision: u64,
    /// What would have been refused, who let it pass, and why.
    pub waived: Waived<ComplaintGuard>,
}

impl Complaint {
    /// One of which nothing is known yet.
    #[must_use]
    pub fn new(id: ComplaintId) -> Self {
        Self {
            id,
            head: Head::default(),
            receipt: None,
            corrections: Vec::new(),
            owner: None,
            acknowledgement: None,
            assessment: None,
            concerned: BTreeSet::new(),
            containment: None,
            uncontained: false,
            question: None,
            round: Round::default(),
            earlier: Vec::new(),
            closing: None,
            undone: Vec::new(),
            ratings: Vec::new(),
            waived: Vec::new(),
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

    /// The state as of an instant: after those of its events, given in order, that lie at or before it.
    ///
    /// # Errors
    /// [`ReplayError`] for the first that is not the next or cannot have happened.
    pub fn replay_until<'e>(
        id: ComplaintId,
        events: impl IntoIterator<Item = &'e Recorded<ComplaintId, ComplaintEvent>>,
        as_of: Timestamp,
    ) -> Result<Self, ReplayError> {
        Self::replay(id, events.into_iter().take_while(|event| event.at <= as_of), as_of)
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

    /// What came in, as it was noted then.
    #[must_use]
    pub const fn receipt(&self) -> Option<&Entry<Receipt>> {
        self.receipt.as_ref()
    }

    /// How the category and the key were corrected, in order.
    #[must_use]
    pub fn corrections(&self) -> &[Entry<Correction>] {
        &self.corrections
    }

    /// The category, as last corrected.
    #[must_use]
    pub fn category(&self) -> Option<&ComplaintCategory> {
        let corrected = self.corrections.last().map(|entry| &entry.what.category);
        corrected.or_else(|| Some(&self.receipt.as_ref()?.what.category))
    }

    /// The key, as last corrected.
    #[must_use]
    pub fn key(&self) -> Option<&Label> {
        match self.corrections.last() {
            Some(entry) => entry.what.key.as_ref(),
            None => self.receipt.as_ref()?.what.key.as_ref(),
        }
    }

    /// Whoever complains, where they say who they are.
    #[must_use]
    pub fn customer(&self) -> Option<&Label> {
        self.receipt.as_ref()?.what.customer.as_ref()
    }

    /// Who is answerable for it (负责人), and since when.
    #[must_use]
    pub const fn owner(&self) -> Option<&Entry<AgentId>> {
        self.owner.as_ref()
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
    pub const fn question(&self) -> Option<&Entry<Question>> {
        self.question.as_ref()
    }

    /// The last investigation, since it was last reopened.
    #[must_use]
    pub const fn investigation(&self) -> Option<&Entry<Investigation>> {
        self.round.investigation.as_ref()
    }

    /// The last decision, since it was last reopened.
    #[must_use]
    pub const fn response(&self) -> Option<&Entry<Response>> {
        self.round.response.as_ref()
    }

    /// That the customer was told this decision.
    #[must_use]
    pub const fn communication(&self) -> Option<&Entry<Communication>> {
        self.round.communication.as_ref()
    }

    /// What the customer says to this decision.
    #[must_use]
    pub const fn reaction(&self) -> Option<&Entry<Reaction>> {
        self.round.reaction.as_ref()
    }

    /// How long the customer took to react to the decision, or was waited for; absent where there is no reaction.
    #[must_use]
    pub fn reaction_time(&self) -> Option<Span> {
        Some(self.round.reaction.as_ref()?.at.since(self.round.communication.as_ref()?.at))
    }

    /// Where the customer can turn to instead.
    #[must_use]
    pub const fn alternatives(&self) -> Option<&Entry<Alternatives>> {
        self.round.alternatives.as_ref()
    }

    /// The answer in work, or the last one, with all that belongs to it.
    #[must_use]
    pub const fn round(&self) -> &Round {
        &self.round
    }

    /// The answers before that a rejection, a reopening or a better decision overtook, in order.
    #[must_use]
    pub fn earlier(&self) -> &[Round] {
        &self.earlier
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
    pub fn rating(&self) -> Option<&Entry<GivenRating>> {
        self.ratings.last()
    }

    /// How satisfied the customer is with the handling, each time it was said.
    #[must_use]
    pub fn ratings(&self) -> &[Entry<GivenRating>] {
        &self.ratings
    }

    /// What switched-off guards let pass, in order.
    #[must_use]
    pub fn waived(&self) -> &[LetPass] {
        &self.waived
    }

    /// Who is complained about: whom the customer named, and whom any assessment did.
    #[must_use]
    pub const fn concerned(&self) -> &BTreeSet<AgentId> {
        &self.concerned
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
            Self { round: Round { communication: Some(_), .. }, .. } => ComplaintState::Answered,
            _ => ComplaintState::InWork,
        }
    }

    /// What it lacks next; absent where nothing was received, and once it is closed.
    #[must_use]
    pub fn next(&self) -> Option<ComplaintTask> {
        if !self.is_open() {
            return None;
        }
        let round = &self.round;
        let told = round.communication.is_some();
        // What was answered in spite of something missing, since a guard was off, is not asked for any more.
        let lacks = [
            (self.lacks_acknowledgement(), ComplaintTask::Acknowledge),
            (self.assessment.is_none() && !told, ComplaintTask::Assess),
            (self.uncontained, ComplaintTask::Contain),
            (self.question.is_some(), ComplaintTask::AwaitCustomer),
            (round.investigation.is_none() && !told, ComplaintTask::Investigate),
            (round.response.is_none(), ComplaintTask::Respond),
            (!told, ComplaintTask::Communicate),
            (round.reaction.is_none(), ComplaintTask::HearCustomer),
            (round.is_rejected() && round.alternatives.is_none(), ComplaintTask::OfferAlternatives),
            (round.owed().is_some(), ComplaintTask::CarryOutRemedy),
        ];
        let first = lacks.into_iter().find(|(lacks, _)| *lacks);
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

    /// Whether the customer was neither told that it was received nor ever told a decision.
    pub(super) fn lacks_acknowledgement(&self) -> bool {
        let told = |round: &Round| round.communication.is_some();
        self.acknowledgement.is_none() && !told(&self.round) && !self.earlier.iter().any(told)
    }
}
