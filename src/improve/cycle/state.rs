use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    AcceptedException, CycleCommand, CycleEvent, CycleGuard, CycleProblem, Decision, LoggedDeviation,
    Passage, Phase, Prediction, ProblemFate, Start,
};
use crate::improve::action::ActionProgress;
use crate::improve::cause::Causes;
use crate::improve::effect::{Effect, TestPlan, WatchedIndicator};
use crate::improve::goal::{Baseline, Goal};
use crate::improve::history::{self, Command, GuardPolicy, Head, Recorded, Refusal, ReplayError};
use crate::quantity::{ActionId, AgentId, CycleId, ProblemId, Statement, Timestamp};

/// An event of a cycle, as a host stores it.
///
/// ```
/// use service_quality::improve::cycle::{Cycle, CycleRecord};
///
/// let stored = r#"[{"format": 1, "subject": "2026-3", "revision": 1, "at": "2026-04-01T09:00:00Z", "by": "wang.fang",
///     "what": {"started": {"purpose": "Fewer late answers", "owner": "wang.fang"}}}]"#;
/// let log: Vec<CycleRecord> = serde_json::from_str(stored)?;
/// let cycle = Cycle::replay("2026-3".parse()?, &log, "2026-04-02T09:00:00Z".parse()?)?;
/// assert_eq!(cycle.purpose().map(|purpose| purpose.as_str()), Some("Fewer late answers"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub type CycleRecord = Recorded<CycleId, CycleEvent>;

/// An improvement cycle (PDCA 循环), as its events made it.
///
/// It is written for people to read, and read back from its events alone.
///
/// ```
/// use service_quality::improve::cycle::{Cycle, CycleCommand, Start};
/// use service_quality::improve::history::{Command, GuardPolicy};
///
/// let start = Start::new("Fewer late answers".parse()?, "wang.fang".parse()?);
/// let command = Command::new("wang.fang".parse()?, CycleCommand::Start(start));
/// let (policy, now) = (GuardPolicy::default(), "2026-04-01T09:00:00Z".parse()?);
/// let events = Cycle::new("2026-3".parse()?).decide(&command, &policy, now)?;
/// let stored = serde_json::to_string(&events)?;
///
/// let cycle = Cycle::replay("2026-3".parse()?, &serde_json::from_str::<Vec<_>>(&stored)?, now)?;
/// assert_eq!((cycle.revision(), cycle.owner().map(|owner| owner.as_str())), (1, Some("wang.fang")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "PDCA")]
#[doc(alias = "PDSA")]
#[doc(alias = "DMAIC")]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cycle {
    pub(super) id: CycleId,
    #[serde(flatten)]
    pub(super) head: Head,
    pub(super) phase: Phase,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<Start>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) owner: Option<AgentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) started: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ended: Option<Timestamp>,
    pub(super) problems: BTreeMap<ProblemId, CycleProblem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) baseline: Option<Baseline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) goal: Option<Goal>,
    pub(super) causes: Causes,
    pub(super) actions: BTreeMap<ActionId, ActionProgress>,
    /// Actions planned or planned anew in Do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) unplanned: Vec<ActionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) prediction: Option<Prediction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) test_plan: Option<TestPlan>,
    pub(super) watched: Vec<WatchedIndicator>,
    pub(super) deviations: Vec<LoggedDeviation>,
    pub(super) checks: Vec<Check>,
    pub(super) exceptions: Vec<AcceptedException>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) decision: Option<Decision>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) decided: Option<Timestamp>,
    pub(super) children: BTreeMap<CycleId, Phase>,
    pub(super) passages: Vec<Passage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cancelled: Option<Statement>,
}

/// A reported test of the effect.
///
/// ```
/// use service_quality::improve::cycle::{Check, Cycle};
/// let cycle = Cycle::new("2026-3".parse()?);
/// assert!(cycle.checks().iter().map(Check::by).next().is_none());
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    pub(super) effect: Effect,
    pub(super) by: AgentId,
    pub(super) at: Timestamp,
}

impl Check {
    /// What came out.
    #[must_use]
    pub const fn effect(&self) -> &Effect {
        &self.effect
    }

    /// Who tested it.
    #[must_use]
    pub const fn by(&self) -> &AgentId {
        &self.by
    }

    /// When it was reported.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }
}

impl Cycle {
    /// A cycle to which nothing has happened.
    #[must_use]
    pub fn new(id: CycleId) -> Self {
        Self {
            id,
            head: Head::default(),
            phase: Phase::Plan,
            start: None,
            owner: None,
            started: None,
            ended: None,
            problems: BTreeMap::new(),
            baseline: None,
            goal: None,
            causes: Causes::default(),
            actions: BTreeMap::new(),
            unplanned: Vec::new(),
            prediction: None,
            test_plan: None,
            watched: Vec::new(),
            deviations: Vec::new(),
            checks: Vec::new(),
            exceptions: Vec::new(),
            decision: None,
            decided: None,
            children: BTreeMap::new(),
            passages: Vec::new(),
            cancelled: None,
        }
    }

    /// What follows from a command; nothing changes before the events are [applied](Cycle::apply).
    ///
    /// # Errors
    /// [`Refusal`], with every guard that stands against it.
    pub fn decide(
        &self,
        command: &Command<CycleCommand>,
        policy: &GuardPolicy<CycleGuard>,
        as_of: Timestamp,
    ) -> Result<Vec<CycleRecord>, Refusal<CycleGuard>> {
        history::decide(self, command, policy, as_of)
    }

    /// Takes the next event in, whatever the guards say today: it has happened.
    ///
    /// # Errors
    /// [`ReplayError`], with nothing changed.
    pub fn apply(&mut self, event: &CycleRecord) -> Result<(), ReplayError> {
        history::apply(self, event)
    }

    /// A cycle from all its events, none of which lies after an instant.
    ///
    /// # Errors
    /// [`ReplayError`] for the first event that cannot be applied.
    pub fn replay<'e>(
        id: CycleId,
        events: impl IntoIterator<Item = &'e CycleRecord>,
        as_of: Timestamp,
    ) -> Result<Self, ReplayError> {
        history::replay(Self::new(id), events, as_of)
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &CycleId {
        &self.id
    }

    /// How many events made it.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.head.revision
    }

    /// Where it stands.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// What it is for; absent before the start.
    #[must_use]
    pub fn purpose(&self) -> Option<&Statement> {
        self.start.as_ref().map(|start| &start.purpose)
    }

    /// Who leads it now; absent before the start.
    #[must_use]
    pub fn owner(&self) -> Option<&AgentId> {
        self.owner.as_ref()
    }

    /// The cycle that it is a part of.
    #[must_use]
    pub fn parent(&self) -> Option<&CycleId> {
        self.start.as_ref().and_then(|start| start.parent.as_ref())
    }

    /// The cycle that it follows.
    #[must_use]
    pub fn follows(&self) -> Option<&CycleId> {
        self.start.as_ref().and_then(|start| start.follows.as_ref())
    }

    /// What was learnt in the cycle before.
    #[must_use]
    pub fn lessons(&self) -> &[Statement] {
        self.start.as_ref().map_or(&[], |start| &start.lessons)
    }

    /// When it was started.
    #[must_use]
    pub const fn started(&self) -> Option<Timestamp> {
        self.started
    }

    /// When it was closed or cancelled.
    #[must_use]
    pub const fn ended(&self) -> Option<Timestamp> {
        self.ended
    }

    /// Why it was cancelled, where it was, with a reason.
    #[must_use]
    pub const fn cancelled(&self) -> Option<&Statement> {
        self.cancelled.as_ref()
    }

    /// The problems that it takes up, and what became of each.
    #[must_use]
    pub const fn problems(&self) -> &BTreeMap<ProblemId, CycleProblem> {
        &self.problems
    }

    /// The problems of which nothing has become.
    pub fn unresolved(&self) -> impl Iterator<Item = &ProblemId> {
        self.problems.iter().filter(|(_, problem)| !problem.fate.is_settled()).map(|(id, _)| id)
    }

    /// Where the process stood.
    #[must_use]
    pub const fn baseline(&self) -> Option<&Baseline> {
        self.baseline.as_ref()
    }

    /// Where it is to go.
    #[must_use]
    pub const fn goal(&self) -> Option<&Goal> {
        self.goal.as_ref()
    }

    /// What may cause the problems, and what does.
    #[must_use]
    pub const fn causes(&self) -> &Causes {
        &self.causes
    }

    /// What is done about it.
    #[must_use]
    pub const fn actions(&self) -> &BTreeMap<ActionId, ActionProgress> {
        &self.actions
    }

    /// What is expected.
    #[must_use]
    pub const fn prediction(&self) -> Option<&Prediction> {
        self.prediction.as_ref()
    }

    /// How the effect is to be tested.
    #[must_use]
    pub const fn test_plan(&self) -> Option<&TestPlan> {
        self.test_plan.as_ref()
    }

    /// The indicators that must not suffer.
    #[must_use]
    pub fn watched(&self) -> &[WatchedIndicator] {
        &self.watched
    }

    /// What went otherwise than planned.
    #[must_use]
    pub fn deviations(&self) -> &[LoggedDeviation] {
        &self.deviations
    }

    /// All reported tests of the effect, in order: who looks often finds something, so each look stays to be seen.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// The reported effect that counts, which is the last.
    #[must_use]
    pub fn effect(&self) -> Option<&Effect> {
        self.checks.last().map(Check::effect)
    }

    /// Whether the indicator came out as predicted; absent where no value was predicted, or none is reported.
    #[must_use]
    pub fn prediction_held(&self) -> Option<bool> {
        self.prediction.as_ref()?.held(self.effect()?.after())
    }

    /// What somebody accepted by name.
    #[must_use]
    pub fn exceptions(&self) -> &[AcceptedException] {
        &self.exceptions
    }

    /// What becomes of the change.
    #[must_use]
    pub const fn decision(&self) -> Option<&Decision> {
        self.decision.as_ref()
    }

    /// The cycles below this one, and where each stands.
    #[must_use]
    pub const fn children(&self) -> &BTreeMap<CycleId, Phase> {
        &self.children
    }

    /// The moves so far, with what was waived at each.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// The command that starts the next cycle, with the lessons and the problems rolled over to it; absent unless this one
    /// is closed to be adjusted.
    #[must_use]
    pub fn successor(&self) -> Option<(CycleId, Start)> {
        let (Phase::Closed, Some(Decision::Adjust { next: Some(next), lessons }), Some(start)) =
            (self.phase, &self.decision, &self.start)
        else {
            return None;
        };
        let rolled_over =
            |problem: &&CycleProblem| matches!(&problem.fate, ProblemFate::RolledOver { to } if to == next);
        let problems = self.problems.values().filter(rolled_over).map(|one| one.problem.clone()).collect();
        let start =
            Start { follows: Some(self.id.clone()), lessons: lessons.clone(), problems, ..start.clone() };
        Some((next.clone(), start))
    }
}
