use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::check::route;
use super::graph::begin;
use super::lookup::{Parts, Promised};
use super::{Chain, ChainError, Link};
use crate::calendar::WorkingTimeIndex;
use crate::quantity::{LinkId, Span, Timestamp};
use crate::sla::SlaEngine;
use crate::sla::counted::Counted;
use crate::sla::terms::Terms;
use crate::ticket::Facts;

/// Whether the links keep the promise from one start, each in its own calendar and unit.
///
/// The answer is exact for that start and says nothing about others: a chain that fits on a Monday may not on a Friday.
/// A host tries the starts that matter: an opening, the last minute before a closing, the eve of a holiday; see
/// [`Chain::worst_from`]. Slack is time round the clock. Pauses are left out: every clock is taken to run.
///
/// ```
/// use service_quality::sla::DatedChain;
///
/// let checked: DatedChain = serde_json::from_str(r#"{"start": "2026-03-06T16:00:00Z", "due": "2026-03-07T16:00:00Z",
///     "finish": "2026-03-09T11:00:00Z", "slack": "-PT43H", "critical_path": ["repair"], "links": []}"#)?;
/// assert!(!checked.fits());
/// assert_eq!(checked.to_string(), "does not fit from 2026-03-06T16:00:00Z: `repair` finish at \
///     2026-03-09T11:00:00Z, PT43H after the promise is due at 2026-03-07T16:00:00Z");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedChain {
    /// When the promise begins.
    pub start: Timestamp,
    /// When the promise is due.
    pub due: Timestamp,
    /// When the last link is due, if each begins as soon as it can and takes as long as it may.
    pub finish: Timestamp,
    /// From then to the promise's due time; negative where the links cannot keep the promise from this start.
    pub slack: Span,
    /// The links that, one after another, lead to the last due time; where several do, the one given first.
    pub critical_path: Vec<LinkId>,
    /// Every link, as the chain gives them.
    pub links: Vec<DatedLink>,
}

/// When a link may work.
///
/// A closing between two links can give the first of them more slack than the second; a closing before the promise is
/// due can give it less than the chain has.
///
/// ```
/// use service_quality::sla::DatedLink;
/// let link: DatedLink = serde_json::from_str(r#"{"link": "repair", "start": "2026-03-02T09:00:00Z",
///     "due": "2026-03-02T15:00:00Z", "latest_start": "2026-03-02T10:00:00Z", "latest_finish": "2026-03-02T16:00:00Z",
///     "slack": "PT1H", "critical": true}"#)?;
/// assert_eq!(link.latest_finish.map(|finish| finish.since(link.due)), link.slack);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedLink {
    /// The link.
    pub link: LinkId,
    /// When those before it are due.
    pub start: Timestamp,
    /// When it is due, having begun then.
    pub due: Timestamp,
    /// When it has to begin for the promise to be kept; absent where no start is early enough.
    pub latest_start: Option<Timestamp>,
    /// When it has to finish for the promise to be kept; absent where no instant is early enough.
    pub latest_finish: Option<Timestamp>,
    /// How much later than due it may finish, alone, round the clock; negative where it has to be earlier.
    pub slack: Option<Span>,
    /// Whether it is on the critical path.
    pub critical: bool,
}

/// An objective whose due time can be told for any start.
struct Course<'a> {
    promised: Promised<'a>,
    terms: Terms,
    calendar: &'a WorkingTimeIndex,
}

impl Chain {
    /// Checks the links' due times from a start against the promise's: each link begins when those before it are due.
    ///
    /// The version of each agreement is the one in force at the start.
    ///
    /// # Errors
    /// [`ChainError`] when an agreement, an objective or a budget is missing, or something is never due.
    pub fn check_from(
        &self,
        engines: &[&SlaEngine],
        facts: &impl Facts,
        start: Timestamp,
    ) -> Result<DatedChain, ChainError> {
        self.dated(&self.courses(engines, facts, start)?, start)
    }

    /// The start of several from which the chain has the least slack, the first of them where several have; absent
    /// where none is given.
    ///
    /// # Errors
    /// As [`check_from`](Self::check_from).
    ///
    /// ```
    /// # use std::{collections::BTreeMap, sync::Arc};
    /// # use service_quality::{calendar::{Calendar, Week}, quantity::{CalendarId, Span, Timestamp}};
    /// # use service_quality::sla::{Agreement, Chain};
    /// # use service_quality::ticket::{Fact, Facts, ValueRef};
    /// # struct Nothing;
    /// # impl Facts for Nothing { fn fact(&self, _: &Fact) -> Option<ValueRef<'_>> { None } }
    /// # let office = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
    /// # let index = office.compile("2026-01-01T00:00:00Z".parse()?.."2027-01-01T00:00:00Z".parse()?)?;
    /// # let calendars = BTreeMap::from([("office".parse::<CalendarId>()?, Arc::new(index))]);
    /// # let agreement = |id: &str, budget: &str| {
    /// #     serde_json::from_str::<Agreement>(&format!(
    /// #         r#"{{"id": "{id}", "version": "1", "calendar": "office", "policies": [{{"id": "all", "objectives": [
    /// #             {{"id": "fix", "target": "resolution", "allowance": {{"same": {budget}}}}}]}}]}}"#))
    /// # };
    /// let chain: Chain = serde_json::from_str(r#"{"promise": {"agreement": "helpdesk", "objective": "fix"}, "links": [
    ///     {"id": "repair", "agreement": "network team", "objective": "fix"}]}"#)?;
    /// // A day round the clock to the customer, over four hours of the team's working time.
    /// let helpdesk = agreement("helpdesk", r#"{"elapsed": "PT24H"}"#)?.engine(&calendars)?;
    /// let team = agreement("network team", r#"{"working": "PT4H"}"#)?.engine(&calendars)?;
    /// let (monday, friday): (Timestamp, Timestamp) = ("2026-03-02T16:00:00Z".parse()?, "2026-03-06T16:00:00Z".parse()?);
    ///
    /// assert!(chain.check_from(&[&helpdesk, &team], &Nothing, monday)?.fits());
    /// let worst = chain.worst_from(&[&helpdesk, &team], &Nothing, [monday, friday])?.ok_or("no start")?;
    /// assert_eq!((worst.start, worst.slack), (friday, Span::from_hours(-44)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn worst_from(
        &self,
        engines: &[&SlaEngine],
        facts: &impl Facts,
        starts: impl IntoIterator<Item = Timestamp>,
    ) -> Result<Option<DatedChain>, ChainError> {
        let mut worst: Option<DatedChain> = None;
        for start in starts {
            let checked = self.check_from(engines, facts, start)?;
            if worst.as_ref().is_none_or(|worst| checked.slack < worst.slack) {
                worst = Some(checked);
            }
        }
        Ok(worst)
    }

    fn courses<'a>(
        &'a self,
        engines: &[&'a SlaEngine],
        facts: &impl Facts,
        start: Timestamp,
    ) -> Result<Parts<'a, Course<'a>>, ChainError> {
        let by_id: BTreeMap<_, _> = engines.iter().map(|engine| (engine.series().id(), *engine)).collect();
        let known: Vec<_> =
            engines.iter().map(|engine| (engine.series().id(), engine.series().in_force(start))).collect();
        self.find(&known, facts, |promised| {
            let plan = by_id.get(promised.agreement.id()).map(|engine| engine.plan());
            plan.and_then(|plan| {
                let version = u16::try_from(plan.series.index_at(start)?).ok()?;
                let policy = u16::try_from(promised.agreement.choose_index(facts)?).ok()?;
                let clock = plan.clocks.iter().position(|clock| clock.id == *promised.objective.id())?;
                let terms = plan.terms(clock, (version, policy), facts).filter(Terms::promises)?;
                let (_, calendar) = plan.calendar(terms.calendar)?;
                Some(Course { promised, terms, calendar })
            })
            .ok_or_else(|| promised.nothing())
        })
    }

    fn dated(&self, courses: &Parts<'_, Course<'_>>, start: Timestamp) -> Result<DatedChain, ChainError> {
        let due = courses.promise.due(start).ok_or_else(|| courses.promise.never_due(start))?;
        let finished = self.forward(|link, from| {
            let from = from.unwrap_or(start);
            match courses.links.get(link.id()) {
                Some(course) => course.finish(from).ok_or_else(|| course.never_due(from)),
                None => Ok(from),
            }
        })?;
        let starts = |link: &Link| begin(link, &finished).unwrap_or(start);
        // Absent is before all instants, as for the least of two the order of `Option` has it.
        let windows = self.backward(Some(due), |link, finish: Option<Timestamp>| {
            let course = courses.links.get(link.id());
            Ok(course.zip(finish).and_then(|(course, finish)| course.latest_start(starts(link), finish)))
        })?;
        let finish = finished.values().max().copied().unwrap_or(start);
        let critical_path = self.path(&finished);
        let window = |link: &Link| {
            let due = finished.get(link.id()).copied().unwrap_or(start);
            let (latest_start, latest_finish) = windows.get(link.id()).copied().unwrap_or_default();
            DatedLink {
                link: link.id().clone(),
                start: starts(link),
                due,
                latest_start,
                latest_finish,
                slack: latest_finish.map(|finish| finish.since(due)),
                critical: critical_path.contains(link.id()),
            }
        };
        let links = self.links().iter().map(window).collect();
        Ok(DatedChain { start, due, finish, slack: due.since(finish), critical_path, links })
    }
}

impl Course<'_> {
    /// When it is due, begun at an instant.
    fn due(&self, from: Timestamp) -> Option<Timestamp> {
        let mut terms = self.terms.clone();
        terms.begin(from, self.calendar);
        terms.due(from, &Counted::default(), self.calendar)
    }

    /// When work begun at an instant may finish: a pinned instant may lie before that.
    fn finish(&self, from: Timestamp) -> Option<Timestamp> {
        self.due(from).map(|due| due.max(from))
    }

    /// The latest start from which it may finish by an instant; absent where no start is early enough.
    ///
    /// Due times do not fall as starts rise, so that halving finds it, whatever the unit. `known` is a start to try
    /// first, which halving does not go below if it is in time.
    fn latest_start(&self, known: Timestamp, by: Timestamp) -> Option<Timestamp> {
        let in_time = |start| self.finish(start).is_some_and(|finish| finish <= by);
        // A pinned instant does not depend on the start.
        if self.terms.measure().pinned || in_time(by) {
            return Some(by);
        }
        let (mut early, mut late) = (known.min(by), by);
        let mut step = Span::from_hours(24);
        while !in_time(early) {
            if early == Timestamp::MIN {
                return None;
            }
            late = early;
            early = early.checked_sub(step).unwrap_or(Timestamp::MIN);
            step = step + step;
        }
        loop {
            let half = Span::from_seconds(late.since(early).seconds() / 2);
            match early.checked_add(half).filter(|_| half > Span::ZERO) {
                Some(middle) if in_time(middle) => early = middle,
                Some(middle) => late = middle,
                None => return Some(early),
            }
        }
    }

    fn never_due(&self, from: Timestamp) -> ChainError {
        let Promised { place, promise, .. } = &self.promised;
        ChainError::NeverDue { place: place.to_string(), promise: (*promise).clone(), from }
    }
}

impl DatedChain {
    /// Whether the promise is kept from this start as long as every link keeps its own.
    #[must_use]
    pub const fn fits(&self) -> bool {
        !self.slack.is_negative()
    }
}

impl fmt::Display for DatedChain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.fits() { "fits" } else { "does not fit" };
        let (start, path, finish) = (self.start, route(&self.critical_path), self.finish);
        let (by, side) = if self.fits() { (self.slack, "before") } else { (-self.slack, "after") };
        let due = self.due;
        write!(
            formatter,
            "{verdict} from {start}: {path} finish at {finish}, {by} {side} the promise is due at {due}"
        )
    }
}
