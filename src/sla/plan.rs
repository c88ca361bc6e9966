//! Agreements compiled for evaluation: every name resolved to a place in a list.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::clock::Counted;
use super::program::Program;
use super::sensitivity::Sensitivity;
use super::signal::Signals;
use super::terms::{Settings, Terms};
use super::{Agreement, AgreementError, AgreementSeries, Budget, Objective, Reopening, StatusClass, Target};
use crate::calendar::{WorkingTime, WorkingTimeIndex};
use crate::quantity::{AttributeName, CalendarId, ObjectiveId, Span, Status, Timestamp};
use crate::ticket::Facts;

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
    /// Whether names of statuses, agents and groups matter to anything.
    named: bool,
    /// The kinds of signals that may change the choice, but for those of attributes, as bits.
    choosing: u32,
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
    /// By policy, by clock: the objective's place in the policy, and its calendar.
    slots: Vec<Vec<Option<(usize, u16)>>>,
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
        let by = |objective: &'_ Objective| {
            objective
                .calendar_by()
                .into_iter()
                .flat_map(|by| by.calendars.values().cloned())
                .collect::<Vec<_>>()
        };
        let named = versions.iter().map(|version| version.calendar().clone());
        let own =
            objectives().flat_map(|objective| by(objective).into_iter().chain(objective.calendar().cloned()));
        let mut calendars: Vec<(CalendarId, Arc<WorkingTimeIndex>)> = Vec::new();
        for id in named.chain(own) {
            if let Some(index) = known.get(&id)
                && !calendars.iter().any(|(listed, _)| *listed == id)
            {
                calendars.push((id, Arc::clone(index)));
            }
        }
        let mut statuses: Vec<Status> = versions.iter().flat_map(Agreement::statuses).cloned().collect();
        statuses.sort();
        statuses.dedup();
        let heard = clocks.iter().fold(0, |heard, clock| heard | clock.program.heard());
        let named = asked.asks_names() || heard & Signals::NAMED != 0;
        let choosing = sensitivity.signals();
        let mut plan = Self {
            choosing,
            heard,
            named,
            series: series.clone(),
            clocks,
            versions: Vec::new(),
            attributes: asked.attributes.into_iter().collect(),
            calendars,
            statuses,
            sensitivity,
        };
        plan.versions = versions.iter().map(|version| plan.compile(version)).collect();
        Ok(plan)
    }

    /// The names of everything that a state refers to by its place, as one number: states of another shape do not fit.
    /// FNV-1a, 64 bits (Fowler, Noll, Vo).
    pub(super) fn shape(&self) -> u64 {
        let versions = self.series.versions();
        let policies = versions.iter().flat_map(|version| {
            let ids = version.policies().iter().map(|policy| policy.id().as_str());
            [version.version().as_str()].into_iter().chain(ids)
        });
        let names = [self.series.id().as_str()].into_iter().chain(policies);
        let names = names.chain(self.clocks.iter().map(|clock| clock.id.as_str()));
        let names = names.chain(self.attributes.iter().map(AttributeName::as_str));
        let names = names.chain(self.calendars.iter().map(|(id, _)| id.as_str()));
        let names = names.chain(self.statuses.iter().map(Status::as_str));
        // No name holds a control character: each ends with one.
        names.flat_map(|name| name.bytes().chain([0])).fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }

    fn compile(&self, version: &Agreement) -> PlanVersion {
        let slot = |clock: &PlanClock, objectives: &[Objective]| {
            let (place, objective) =
                objectives.iter().enumerate().find(|(_, objective)| *objective.id() == clock.id)?;
            let calendar = self.calendar_index(objective.calendar().unwrap_or(version.calendar()))?;
            Some((place, calendar))
        };
        let policy = |policy: &super::Policy| {
            self.clocks.iter().map(|clock| slot(clock, policy.objectives())).collect()
        };
        let info = |status: &Status| StatusInfo {
            pauses: version.pauses_in(status),
            class: version.class_of(status),
        };
        let unnamed = |class| StatusInfo { pauses: version.pauses_in_class(class), class };
        PlanVersion {
            slots: version.policies().iter().map(policy).collect(),
            statuses: self.statuses.iter().map(info).collect(),
            other: unnamed(StatusClass::Open),
            none: unnamed(StatusClass::New),
        }
    }

    fn calendar_index(&self, id: &CalendarId) -> Option<u16> {
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
        let (place, _) = self.slot(clock, version, policy)?;
        self.policy(version, policy)?.objectives().get(place)
    }

    fn slot(&self, clock: usize, version: u16, policy: u16) -> Option<(usize, u16)> {
        let policies = &self.versions.get(usize::from(version))?.slots;
        *policies.get(usize::from(policy))?.get(clock)?
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

    /// What a policy of a version says for a clock of a ticket, as its facts stand.
    pub(super) fn terms(
        &self,
        clock: usize,
        (version, policy): (u16, u16),
        facts: &impl Facts,
    ) -> Option<Terms> {
        let (place, calendar) = self.slot(clock, version, policy)?;
        let objective = self.policy(version, policy)?.objectives().get(place)?;
        let own = objective.calendar_by().and_then(|by| self.calendar_index(by.calendar(facts)?));
        let places = (version, policy, own.unwrap_or(calendar));
        let settings = Settings::of(objective);
        if let Some((fact, at)) = objective.pin(facts) {
            return Some(Terms::new(places, settings, Some(Budget::Until(fact.clone())), Some(at)));
        }
        let (budget, fixed) = match objective.allowance().budget(facts) {
            Some(Budget::Until(fact)) => match facts.fact(fact) {
                Some(crate::ticket::ValueRef::Instant(at)) => (Some(Budget::Until(fact.clone())), Some(at)),
                _ => (None, None),
            },
            budget => (budget.cloned(), None),
        };
        Some(Terms::new(places, settings, budget, fixed))
    }

    pub(super) fn scope(&self, index: usize, created: Timestamp) -> Option<Scope<'_>> {
        Some(Scope { plan: self, clock: self.clocks.get(index)?, index, created })
    }
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
