//! Agreements compiled for evaluation: every name resolved to a place in a list.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::choice::{Choice, Offer};
use super::counted::Counted;
use super::fingerprint::Fingerprint;
use super::program::Program;
use super::sensitivity::Sensitivity;
use super::signal::Signals;
use super::terms::Terms;
use super::{Agreement, AgreementError, AgreementSeries, Objective, Reopening, StatusClass, Target};
use crate::calendar::{WorkingTime, WorkingTimeIndex};
use crate::quantity::{AttributeName, CalendarId, ObjectiveId, Span, Status, Timestamp};
use crate::ticket::{Facts, Value};

#[derive(Debug)]
pub(super) struct Plan {
    pub(super) series: AgreementSeries,
    /// One for each objective id, by first appearance.
    pub(super) clocks: Vec<PlanClock>,
    versions: Vec<PlanVersion>,
    /// The attributes that conditions, budgets and rules ask for.
    pub(super) attributes: Vec<AttributeName>,
    calendars: Vec<(CalendarId, Arc<WorkingTimeIndex>)>,
    statuses: Vec<Status>,
    sensitivity: Sensitivity,
    /// The kinds of signals that do anything to any clock, as bits.
    heard: u32,
    /// The kinds of signals of events that matter to anything, as bits.
    minded: u32,
    /// Whether names of statuses, agents and groups matter to anything.
    named: bool,
    /// The kinds of signals that may change the choice, but for those of attributes, as bits.
    choosing: u32,
    fingerprint: String,
}

#[derive(Debug)]
pub(super) struct PlanClock {
    pub(super) id: ObjectiveId,
    pub(super) target: Target,
    reopening: Reopening,
    program: Program,
}

#[derive(Debug)]
struct PlanVersion {
    choice: Choice,
    /// By status of the plan.
    statuses: Vec<StatusInfo>,
    /// Statuses that the plan does not name.
    other: StatusInfo,
    /// A ticket without a status.
    none: StatusInfo,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct StatusInfo {
    pub(super) pauses: bool,
    pub(super) class: StatusClass,
}

/// Where a clock looks things up.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) plan: &'a Plan,
    clock: &'a PlanClock,
    index: usize,
    created: Timestamp,
}

impl Plan {
    pub(super) fn new(
        series: &AgreementSeries,
        known: &BTreeMap<CalendarId, Arc<WorkingTimeIndex>>,
    ) -> Result<Self, AgreementError> {
        let versions = series.versions();
        for version in versions {
            version.check_calendars(|id| known.contains_key(id))?;
        }
        let objectives = || versions.iter().flat_map(Agreement::objectives);
        let mut clocks: Vec<PlanClock> = Vec::new();
        let mut sensitivity = Sensitivity::default();
        for objective in objectives() {
            if !clocks.iter().any(|clock| clock.id == *objective.id()) {
                clocks.push(PlanClock::new(objective));
            }
        }
        for version in versions {
            sensitivity.read_policies(version.policies());
        }
        let mut asked = sensitivity.clone();
        for condition in objectives().flat_map(|objective| objective.rules().conditions()) {
            asked.read_condition(condition);
        }
        let calendars = calendars(versions, known);
        let mut statuses: Vec<Status> = versions.iter().flat_map(Agreement::statuses).cloned().collect();
        statuses.sort();
        statuses.dedup();
        let heard = clocks.iter().fold(0, |heard, clock| heard | clock.program.heard());
        let named = asked.asks_names() || heard & Signals::NAMED != 0;
        let choosing = sensitivity.signals();
        let hours: Vec<_> = calendars.iter().map(|(id, index)| (id, index.calendar())).collect();
        let mut plan = Self {
            fingerprint: Fingerprint::of(&(series, hours)),
            choosing,
            heard,
            minded: heard | choosing | asked.signals() | Signals::NOTED,
            named,
            series: series.clone(),
            clocks,
            versions: Vec::new(),
            attributes: asked.attributes.into_iter().collect(),
            calendars,
            statuses,
            sensitivity,
        };
        plan.versions =
            (0..=u16::MAX).zip(versions).map(|(index, version)| plan.compile(index, version)).collect();
        Ok(plan)
    }

    /// Tells the agreement in all its versions and the calendars from any other: a state fits no other plan.
    pub(super) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn compile(&self, index: u16, version: &Agreement) -> PlanVersion {
        let info = |status: &Status| StatusInfo {
            pauses: version.pauses_in(status),
            class: version.class_of(status),
        };
        let unnamed = |class| StatusInfo { pauses: version.pauses_in_class(class), class };
        PlanVersion {
            choice: Choice::new(self, index, version),
            statuses: self.statuses.iter().map(info).collect(),
            other: unnamed(StatusClass::Open),
            none: unnamed(StatusClass::New),
        }
    }

    pub(super) fn calendar_index(&self, id: &CalendarId) -> Option<u16> {
        let place = self.calendars.iter().position(|(listed, _)| listed == id)?;
        u16::try_from(place).ok()
    }

    /// The id of a calendar, and the calendar.
    pub(super) fn calendar(&self, index: u16) -> Option<(&CalendarId, &WorkingTimeIndex)> {
        self.calendars.get(usize::from(index)).map(|(id, calendar)| (id, calendar.as_ref()))
    }

    pub(super) fn calendar_of(&self, id: &CalendarId) -> Option<&WorkingTimeIndex> {
        Some(self.calendar(self.calendar_index(id)?)?.1)
    }

    pub(super) fn version(&self, index: u16) -> Option<&Agreement> {
        self.series.versions().get(usize::from(index))
    }

    pub(super) fn policy(&self, version: u16, policy: u16) -> Option<&super::Policy> {
        self.version(version)?.policies().get(usize::from(policy))
    }

    pub(super) fn objective(&self, clock: usize, version: u16, policy: u16) -> Option<&Objective> {
        let place = self.offer(clock, version, policy)?.place;
        self.policy(version, policy)?.objectives().get(place)
    }

    #[inline]
    fn offer(&self, clock: usize, version: u16, policy: u16) -> Option<&Offer> {
        self.versions.get(usize::from(version))?.choice.offer(policy, clock)
    }

    /// The place of an attribute that the plan asks for.
    #[inline]
    pub(super) fn attribute_index(&self, name: &AttributeName) -> Option<usize> {
        self.attributes.iter().position(|asked| asked == name)
    }

    /// The place of a status, where the plan names it.
    #[inline]
    pub(super) fn status_index(&self, status: &Status) -> Option<u16> {
        let place = self.statuses.iter().position(|listed| listed == status)?;
        u16::try_from(place).ok()
    }

    pub(super) fn status(&self, index: u16) -> Option<&Status> {
        self.statuses.get(usize::from(index))
    }

    /// What a version says of a status; `named` is false for a ticket that has none.
    pub(super) fn status_info(
        &self,
        version: Option<u16>,
        status: Option<u16>,
        has_status: bool,
    ) -> StatusInfo {
        let unclassified = StatusInfo {
            pauses: false,
            class: if has_status { StatusClass::Open } else { StatusClass::New },
        };
        let Some(version) = version.and_then(|version| self.versions.get(usize::from(version))) else {
            return unclassified;
        };
        match status.and_then(|status| version.statuses.get(usize::from(status))) {
            Some(info) => *info,
            None if has_status => version.other,
            None => version.none,
        }
    }

    /// Whether an event of these signals changes anything that is ever asked for.
    #[inline]
    pub(super) const fn minds(&self, signals: Signals) -> bool {
        self.minded & signals.bits() != 0
    }

    /// Whether any clock listens to any of the signals.
    #[inline]
    pub(super) const fn hears(&self, signals: Signals) -> bool {
        self.heard & signals.bits() != 0
    }

    /// Whether names of statuses, agents and groups matter to anything.
    #[inline]
    pub(super) const fn named(&self) -> bool {
        self.named
    }

    /// Whether an event of these signals, other than the change of an attribute, may change the choice.
    #[inline]
    pub(super) const fn chosen_at(&self, signals: Signals) -> bool {
        self.choosing & signals.bits() != 0
    }

    /// Whether the choice depends on an attribute.
    pub(super) fn chosen_by(&self, name: &AttributeName) -> bool {
        self.sensitivity.attributes.contains(name)
    }

    /// The policy of a version that applies, as the values of the plan's attributes and all facts stand.
    pub(super) fn choose(
        &self,
        version: u16,
        values: &[Option<Value>],
        facts: &impl Facts,
    ) -> Option<(u16, u16)> {
        let policy = self.versions.get(usize::from(version))?.choice.policy(values, facts)?;
        Some((version, policy))
    }

    /// What a policy of a version says for a clock, where no fact but the text of an attribute decides it.
    #[inline]
    pub(super) fn prepared(
        &self,
        clock: usize,
        (version, policy): (u16, u16),
        values: &[Option<Value>],
    ) -> Option<&Terms> {
        self.offer(clock, version, policy)?.prepared(values)
    }

    /// What a policy of a version says for a clock of a ticket, as its facts stand.
    #[cold]
    pub(super) fn terms(
        &self,
        clock: usize,
        (version, policy): (u16, u16),
        facts: &impl Facts,
    ) -> Option<Terms> {
        let offer = self.offer(clock, version, policy)?;
        Some(offer.asked(self, self.policy(version, policy)?.objectives().get(offer.place)?, facts))
    }

    pub(super) fn scope(&self, index: usize, created: Timestamp) -> Option<Scope<'_>> {
        Some(Scope { plan: self, clock: self.clocks.get(index)?, index, created })
    }

    /// Those of all clocks.
    #[inline]
    pub(super) fn scopes(&self, created: Timestamp) -> impl Iterator<Item = Scope<'_>> {
        let clocks = self.clocks.iter().enumerate();
        clocks.map(move |(index, clock)| Scope { plan: self, clock, index, created })
    }
}

/// The calendars that the versions name, each once.
fn calendars(
    versions: &[Agreement],
    known: &BTreeMap<CalendarId, Arc<WorkingTimeIndex>>,
) -> Vec<(CalendarId, Arc<WorkingTimeIndex>)> {
    let mut calendars: Vec<(CalendarId, Arc<WorkingTimeIndex>)> = Vec::new();
    let mut list = |id: &CalendarId| {
        if let Some(index) = known.get(id)
            && !calendars.iter().any(|(listed, _)| listed == id)
        {
            calendars.push((id.clone(), Arc::clone(index)));
        }
    };
    for version in versions {
        list(version.calendar());
        for objective in version.objectives() {
            objective.calendar_by().into_iter().flat_map(|by| by.calendars.values()).for_each(&mut list);
            objective.calendar().into_iter().for_each(&mut list);
        }
    }
    calendars
}

impl PlanClock {
    fn new(objective: &Objective) -> Self {
        Self {
            id: objective.id().clone(),
            target: objective.target(),
            reopening: objective.reopening(),
            program: Program::new(objective.rules()),
        }
    }
}

impl<'a> Scope<'a> {
    #[inline]
    pub(super) const fn program(&self) -> &'a Program {
        &self.clock.program
    }

    pub(super) const fn reopening(&self) -> Reopening {
        self.clock.reopening
    }

    /// The clock's place in the plan.
    pub(super) const fn index(&self) -> usize {
        self.index
    }

    /// When the ticket was created.
    pub(super) const fn created(&self) -> Timestamp {
        self.created
    }

    pub(super) fn calendar(&self, index: u16) -> Option<&'a WorkingTimeIndex> {
        self.plan.calendar(index).map(|(_, calendar)| calendar)
    }

    pub(super) fn objective(&self, terms: &Terms) -> Option<&'a Objective> {
        self.plan.objective(self.index, terms.version, terms.policy)
    }

    /// The working time of a calendar from one instant to another.
    #[inline]
    pub(super) fn between(&self, calendar: u16, from: Timestamp, to: Timestamp) -> Span {
        self.calendar(calendar).map_or(Span::ZERO, |calendar| calendar.between(from, to))
    }

    /// When a budget runs out if the clock runs on from an instant.
    pub(super) fn due(&self, terms: &Terms, from: Timestamp, counted: &Counted) -> Option<Timestamp> {
        terms.due(from, counted, self.calendar(terms.calendar)?)
    }
}
