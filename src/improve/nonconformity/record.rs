use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    ActionNeed, Disposition, Effectiveness, EffectivenessReview, Evaluation, Finding, NonconformityCommand,
    NonconformityEvent, NonconformityGuard, NonconformityState, NonconformityTask, RiskUpdate, SystemChange,
};
use crate::improve::action::{ActionKind, ActionProgress, ActionStatus, Timeliness};
use crate::improve::complaint::Entry;
use crate::improve::history::{self, Command, GuardPolicy, Head, Recorded, Refusal, ReplayError};
use crate::quantity::{ActionId, AgentId, Date, NonconformityId, Span, Statement, Timestamp};

/// A nonconformity (不合格) from its finding to the proof that it does not come back.
///
/// ```
/// use service_quality::improve::history::{Command, GuardPolicy};
/// use service_quality::improve::nonconformity::{Nonconformity, NonconformityCommand, NonconformityTask};
///
/// let mut found = Nonconformity::new("N-3".parse()?);
/// let record: NonconformityCommand = serde_json::from_str(r#"{"record": {"origin": "audit", "severity": "major",
///     "requirement": "Callbacks within 24 hours.", "evidence": "12 of 40 were later.", "found_at": "2026-03-02T09:00:00Z"}}"#)?;
/// let (li, now) = ("li.wei".parse()?, "2026-03-02T10:00:00Z".parse()?);
/// for event in found.decide(&Command::new(li, record), &GuardPolicy::default(), now)? {
///     found.apply(&event)?;
/// }
/// assert_eq!(found.next(), Some(NonconformityTask::React));
///
/// let close = Command::new("li.wei".parse()?, NonconformityCommand::Close { note: None });
/// let refusal = found.decide(&close, &GuardPolicy::default(), now).unwrap_err();
/// assert_eq!(refusal.codes(), ["reaction_missing", "evaluation_missing"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Nonconformity {
    pub(super) id: NonconformityId,
    pub(super) head: Head,
    pub(super) finding: Option<Entry<Finding>>,
    pub(super) disposition: Option<Entry<Disposition>>,
    pub(super) evaluation: Option<Entry<Evaluation>>,
    pub(super) actions: Vec<NonconformityAction>,
    pub(super) review: Option<Entry<EffectivenessReview>>,
    pub(super) risks: Option<Entry<RiskUpdate>>,
    pub(super) system: Option<Entry<SystemChange>>,
    pub(super) closing: Option<Entry<Option<Statement>>>,
    /// The closings that a reopening undid, in order.
    pub(super) undone: Vec<UndoneClosing>,
}

/// An action about a nonconformity.
///
/// ```
/// use service_quality::improve::nonconformity::NonconformityAction;
/// let open = |actions: &[NonconformityAction]| actions.iter().filter(|one| !one.progress.status().is_ended()).count();
/// assert_eq!(open(&[]), 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NonconformityAction {
    /// Whether it keeps the nonconformity from doing more harm, and no more (遏制).
    pub containment: bool,
    /// How often the nonconformity had been reopened when it was planned.
    pub round: usize,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// The action and how far it is.
    pub progress: ActionProgress,
}

/// A closing that a reopening undid, and the review on which it had rested.
///
/// ```
/// use service_quality::improve::nonconformity::UndoneClosing;
/// let why = |undone: &UndoneClosing| undone.reopening.what.clone();
/// # let _ = why;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UndoneClosing {
    /// The closing.
    pub closing: Entry<Option<Statement>>,
    /// The evaluation that was thought to be right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<Entry<Evaluation>>,
    /// The review that found the actions effective.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<Entry<EffectivenessReview>>,
    /// When, by whom and why it was reopened.
    pub reopening: Entry<Statement>,
}

impl Nonconformity {
    /// One of which nothing is known yet.
    #[must_use]
    pub fn new(id: NonconformityId) -> Self {
        Self {
            id,
            head: Head::default(),
            finding: None,
            disposition: None,
            evaluation: None,
            actions: Vec::new(),
            review: None,
            risks: None,
            system: None,
            closing: None,
            undone: Vec::new(),
        }
    }

    /// What follows from a command, as events to be stored and applied.
    ///
    /// # Errors
    /// [`Refusal`] with everything that stands against it.
    pub fn decide(
        &self,
        command: &Command<NonconformityCommand>,
        policy: &GuardPolicy<NonconformityGuard>,
        as_of: Timestamp,
    ) -> Result<Vec<Recorded<NonconformityId, NonconformityEvent>>, Refusal<NonconformityGuard>> {
        history::decide(self, command, policy, as_of)
    }

    /// Applies the next event.
    ///
    /// # Errors
    /// [`ReplayError`] for one that is not the next or cannot have happened; nothing changes then.
    pub fn apply(
        &mut self,
        event: &Recorded<NonconformityId, NonconformityEvent>,
    ) -> Result<(), ReplayError> {
        history::apply(self, event)
    }

    /// The state after all its events.
    ///
    /// # Errors
    /// [`ReplayError`] for the first that is not the next, cannot have happened or lies after `as_of`.
    pub fn replay<'e>(
        id: NonconformityId,
        events: impl IntoIterator<Item = &'e Recorded<NonconformityId, NonconformityEvent>>,
        as_of: Timestamp,
    ) -> Result<Self, ReplayError> {
        history::replay(Self::new(id), events, as_of)
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &NonconformityId {
        &self.id
    }

    /// The number of its last event; 0 before the first.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.head.revision
    }

    /// What does not conform.
    #[must_use]
    pub const fn finding(&self) -> Option<&Entry<Finding>> {
        self.finding.as_ref()
    }

    /// What becomes of what does not conform.
    #[must_use]
    pub const fn disposition(&self) -> Option<&Entry<Disposition>> {
        self.disposition.as_ref()
    }

    /// The last evaluation, since it was last reopened.
    #[must_use]
    pub const fn evaluation(&self) -> Option<&Entry<Evaluation>> {
        self.evaluation.as_ref()
    }

    /// Its actions, as they were planned, those of earlier rounds too.
    #[must_use]
    pub fn actions(&self) -> &[NonconformityAction] {
        &self.actions
    }

    /// An action by its id.
    #[must_use]
    pub fn action(&self, id: &ActionId) -> Option<&NonconformityAction> {
        self.actions.iter().find(|one| one.progress.action().id() == id)
    }

    /// The last review, since it was last reopened.
    #[must_use]
    pub const fn review(&self) -> Option<&Entry<EffectivenessReview>> {
        self.review.as_ref()
    }

    /// Which risks were looked at again, since it was last reopened.
    #[must_use]
    pub const fn risks(&self) -> Option<&Entry<RiskUpdate>> {
        self.risks.as_ref()
    }

    /// Whether the way of working changed, since it was last reopened.
    #[must_use]
    pub const fn system(&self) -> Option<&Entry<SystemChange>> {
        self.system.as_ref()
    }

    /// When, by whom and with which note it was closed; absent while it is open.
    #[must_use]
    pub const fn closing(&self) -> Option<&Entry<Option<Statement>>> {
        self.closing.as_ref()
    }

    /// The closings that were undone by a reopening, in order.
    #[must_use]
    pub fn undone(&self) -> &[UndoneClosing] {
        &self.undone
    }

    /// Whether it was recorded and is not closed.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.finding.is_some() && self.closing.is_none()
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> NonconformityState {
        match self {
            Self { finding: None, .. } => NonconformityState::Empty,
            Self { closing: Some(_), .. } => NonconformityState::Closed,
            Self { evaluation: None, .. } => NonconformityState::Recorded,
            Self { review: None, .. } => NonconformityState::InWork,
            _ => NonconformityState::Reviewed,
        }
    }

    /// What it lacks next; absent where nothing was recorded, and once it is closed.
    #[must_use]
    pub fn next(&self) -> Option<NonconformityTask> {
        if !self.is_open() {
            return None;
        }
        let (needed, reviewed) =
            (self.is_action_needed(), self.review.as_ref().map(|entry| entry.what.verdict));
        let lacks = [
            (!self.has_reacted(), NonconformityTask::React),
            (self.evaluation.is_none(), NonconformityTask::Evaluate),
            // After a review that found them not effective, other actions.
            (needed && !self.has_planned(), NonconformityTask::PlanAction),
            (self.unfinished().next().is_some(), NonconformityTask::FinishActions),
            (needed && !self.has_done(), NonconformityTask::PlanAction),
            (needed && reviewed.is_none(), NonconformityTask::Review),
            (needed && reviewed == Some(Effectiveness::NotEffective), NonconformityTask::PlanAction),
            (needed && self.risks.is_none(), NonconformityTask::ConsiderRisks),
            (needed && self.system.is_none(), NonconformityTask::ConsiderSystem),
        ];
        let first = lacks.into_iter().find(|(lacks, _)| *lacks);
        Some(first.map_or(NonconformityTask::Close, |(_, task)| task))
    }

    /// How long it took from the finding to closing, or has taken as of an instant; absent before the finding.
    #[must_use]
    pub fn age(&self, as_of: Timestamp) -> Option<Span> {
        let found = self.finding.as_ref()?.what.found_at;
        let end = self.closing.as_ref().map_or(as_of, |closing| closing.at.min(as_of));
        (found <= end).then(|| end.since(found))
    }

    /// Actions that are neither done nor cancelled.
    pub fn unfinished(&self) -> impl Iterator<Item = &NonconformityAction> {
        self.actions.iter().filter(|one| !one.progress.status().is_ended())
    }

    /// Actions that are not done, and whose due day has passed on a day.
    pub fn overdue(&self, on: Date) -> impl Iterator<Item = &NonconformityAction> {
        let late = move |one: &&NonconformityAction| {
            matches!(one.progress.timeliness(on), Some(Timeliness::Overdue { .. }))
        };
        self.actions.iter().filter(late)
    }

    /// Who owns an action that was not cancelled; they do not review it.
    #[must_use]
    pub fn owners(&self) -> BTreeSet<&AgentId> {
        let kept = self.actions.iter().filter(|one| !one.is_cancelled());
        kept.filter_map(|one| one.progress.action().owner()).collect()
    }

    /// Whether the evaluation says that the cause needs to be removed.
    #[must_use]
    pub fn is_action_needed(&self) -> bool {
        self.evaluation.as_ref().is_some_and(|entry| entry.what.need == ActionNeed::Needed)
    }

    /// Whether it was disposed of, or a containment or correction was not given up.
    pub(super) fn has_reacted(&self) -> bool {
        let reacts = |one: &NonconformityAction| {
            one.containment || one.progress.action().kind() == ActionKind::Correction
        };
        self.disposition.is_some() || self.actions.iter().any(|one| reacts(one) && !one.is_cancelled())
    }

    /// The actions against the cause, planned since it was last reopened.
    pub(super) fn against_cause(&self) -> impl Iterator<Item = &NonconformityAction> {
        let round = self.undone.len();
        let kinds = [ActionKind::Corrective, ActionKind::Preventive, ActionKind::Improvement];
        self.actions.iter().filter(move |one| {
            !one.containment && one.round == round && kinds.contains(&one.progress.action().kind())
        })
    }

    pub(super) fn has_planned(&self) -> bool {
        self.against_cause().next().is_some()
    }

    pub(super) fn has_done(&self) -> bool {
        self.against_cause().any(|one| one.progress.outcome().is_some())
    }
}

impl NonconformityAction {
    /// Whether it was given up.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        matches!(self.progress.status(), ActionStatus::Cancelled { .. })
    }
}
