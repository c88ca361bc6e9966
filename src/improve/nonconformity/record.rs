use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    ActionNeed, Disposition, DispositionKind, Effectiveness, EffectivenessReview, Elsewhere, Evaluation,
    Finding, NonconformityAction, NonconformityCommand, NonconformityEvent, NonconformityGuard,
    NonconformityState, NonconformityTask, RiskUpdate, SystemChange, UndoneClosing,
};
use crate::improve::action::{ActionKind, Timeliness};
use crate::improve::complaint::Entry;
use crate::improve::history::{self, Command, GuardPolicy, Head, Recorded, Refusal, ReplayError, Waived};
use crate::improve::problem::Severity;
use crate::quantity::{ActionId, AgentId, CauseId, Date, NonconformityId, Span, Statement, Timestamp};
use crate::ticket;

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
    pub(super) owner: Option<AgentId>,
    /// Those of this round.
    pub(super) evaluations: Vec<Entry<Evaluation>>,
    pub(super) actions: Vec<NonconformityAction>,
    /// Those of this round.
    pub(super) reviews: Vec<Entry<EffectivenessReview>>,
    /// Whether the last of them is about what was evaluated and planned last.
    pub(super) is_reviewed: bool,
    pub(super) risks: Option<Entry<RiskUpdate>>,
    pub(super) system: Option<Entry<SystemChange>>,
    pub(super) closing: Option<Entry<Option<Statement>>>,
    /// The closings that a reopening undid, in order.
    pub(super) undone: Vec<UndoneClosing>,
    pub(super) waived: Vec<Entry<Waived<NonconformityGuard>>>,
    /// The events as the SLA engine sees them.
    #[serde(skip)]
    pub(super) mirror: Vec<ticket::Event>,
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
            owner: None,
            evaluations: Vec::new(),
            actions: Vec::new(),
            reviews: Vec::new(),
            is_reviewed: false,
            risks: None,
            system: None,
            closing: None,
            undone: Vec::new(),
            waived: Vec::new(),
            mirror: Vec::new(),
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

    /// Who answers for it (责任人).
    #[must_use]
    pub const fn owner(&self) -> Option<&AgentId> {
        self.owner.as_ref()
    }

    /// What becomes of what does not conform, since it was last reopened.
    #[must_use]
    pub const fn disposition(&self) -> Option<&Entry<Disposition>> {
        self.disposition.as_ref()
    }

    /// The last evaluation, since it was last reopened.
    #[must_use]
    pub fn evaluation(&self) -> Option<&Entry<Evaluation>> {
        self.evaluations.last()
    }

    /// All evaluations since it was last reopened, in order.
    #[must_use]
    pub fn evaluations(&self) -> &[Entry<Evaluation>] {
        &self.evaluations
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

    /// The last review, unless something was evaluated or planned against the cause after it.
    #[must_use]
    pub fn review(&self) -> Option<&Entry<EffectivenessReview>> {
        self.reviews.last().filter(|_| self.is_reviewed)
    }

    /// All reviews since it was last reopened, in order.
    #[must_use]
    pub fn reviews(&self) -> &[Entry<EffectivenessReview>] {
        &self.reviews
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

    /// What was let pass though a guard stood against it, when, by whose command and why, in order.
    #[must_use]
    pub fn waived(&self) -> &[Entry<Waived<NonconformityGuard>>] {
        &self.waived
    }

    /// Whether it was recorded and is not closed.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.finding.is_some() && self.closing.is_none()
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> NonconformityState {
        match self {
            Self { finding: None, .. } => NonconformityState::Empty,
            Self { closing: Some(_), .. } => NonconformityState::Closed,
            _ if self.evaluations.is_empty() => NonconformityState::Recorded,
            _ if self.review().is_none() => NonconformityState::InWork,
            _ => NonconformityState::Reviewed,
        }
    }

    /// What it lacks next; absent where nothing was recorded, and once it is closed.
    #[must_use]
    pub fn next(&self) -> Option<NonconformityTask> {
        if !self.is_open() {
            return None;
        }
        let (needed, failed) = (self.is_action_needed(), self.is_known_ineffective());
        let answered = self.addressing().any(|one| self.is_news(one) && !one.is_cancelled());
        let lacks = [
            (!self.has_reacted(), NonconformityTask::React),
            (self.evaluations.is_empty() || failed && !needed, NonconformityTask::Evaluate),
            (self.is_elsewhere_unhandled(), NonconformityTask::Evaluate),
            (
                needed && self.evaluation().is_some_and(|entry| entry.what.causes.is_empty()),
                NonconformityTask::Evaluate,
            ),
            (needed && !self.has_planned(), NonconformityTask::PlanAction),
            // After a review that found them not effective, other actions.
            (needed && failed && !answered, NonconformityTask::PlanAction),
            (self.unfinished().next().is_some(), NonconformityTask::FinishActions),
            (needed && self.unaddressed().next().is_some(), NonconformityTask::PlanAction),
            (needed && self.review().is_none(), NonconformityTask::Review),
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
        self.evaluation().is_some_and(|entry| entry.what.need == ActionNeed::Needed)
    }

    /// Whether the last review found the actions not effective; that stands until others are reviewed.
    #[must_use]
    pub fn is_known_ineffective(&self) -> bool {
        self.reviews.last().is_some_and(|entry| entry.what.verdict == Effectiveness::NotEffective)
    }

    /// The causes of the evaluation that no corrective action addresses, of those not cancelled.
    pub fn unaddressed(&self) -> impl Iterator<Item = &CauseId> {
        let addressed: BTreeSet<&CauseId> = self
            .addressing()
            .filter(|one| !one.is_cancelled())
            .flat_map(|one| one.progress.action().causes())
            .collect();
        self.causes().filter(move |cause| !addressed.contains(cause))
    }

    /// Whether it was disposed of, or a containment or correction was not given up, since it was last reopened.
    pub(super) fn has_reacted(&self) -> bool {
        let round = self.undone.len();
        let mut reacting = self.actions.iter().filter(|one| {
            one.round == round && (one.containment || one.progress.action().kind() == ActionKind::Correction)
        });
        let disposed = self.disposition.as_ref().is_some_and(|entry| self.is_reaction(&entry.what));
        disposed || reacting.any(|one| !one.is_cancelled())
    }

    /// To decide nothing is no reaction to what is grave.
    fn is_reaction(&self, decided: &Disposition) -> bool {
        let minor = self.finding.as_ref().is_some_and(|entry| entry.what.severity == Severity::Minor);
        minor || decided.kind != DispositionKind::NotApplicable
    }

    pub(super) fn is_elsewhere_unhandled(&self) -> bool {
        self.evaluation().is_some_and(|entry| {
            matches!(&entry.what.elsewhere, Elsewhere::Exists { nonconformities, .. } if nonconformities.is_empty())
        })
    }

    /// The causes that the evaluation names.
    pub(super) fn causes(&self) -> impl Iterator<Item = &CauseId> {
        self.evaluation().into_iter().flat_map(|entry| &entry.what.causes)
    }

    /// The actions against the cause, planned since it was last reopened.
    pub(super) fn against_cause(&self) -> impl Iterator<Item = &NonconformityAction> {
        let round = self.undone.len();
        let kinds = [ActionKind::Corrective, ActionKind::Preventive, ActionKind::Improvement];
        self.actions.iter().filter(move |one| {
            !one.containment && one.round == round && kinds.contains(&one.progress.action().kind())
        })
    }

    /// Those of them that count: corrective, planned after action was found needed, and against a cause that is named.
    pub(super) fn addressing(&self) -> impl Iterator<Item = &NonconformityAction> {
        self.against_cause().filter(|one| {
            let action = one.progress.action();
            let aims = || self.causes().any(|cause| action.causes().contains(cause));
            one.evaluated && action.kind() == ActionKind::Corrective && aims()
        })
    }

    /// Whether an action was planned after the last review.
    pub(super) fn is_news(&self, one: &NonconformityAction) -> bool {
        one.reviewed == self.reviews.len()
    }

    pub(super) fn has_planned(&self) -> bool {
        self.addressing().next().is_some()
    }

    pub(super) fn has_done(&self) -> bool {
        self.addressing().any(|one| one.progress.outcome().is_some())
    }
}
