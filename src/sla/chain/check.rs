use std::convert::Infallible;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::graph::begin;
use super::lookup::Promised;
use super::{Chain, ChainError, Link};
use crate::quantity::{CalendarId, LinkId, Span};
use crate::sla::{Agreement, Budget};
use crate::ticket::Facts;

/// Whether the links' budgets fit the promise, and how much room each has: the critical path method over budgets in
/// one unit.
///
/// All times are counted from the start of the promise, in that unit. Pauses are left out: every clock is taken to run.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::sla::{Agreement, Chain};
/// use service_quality::ticket::{Fact, Facts, ValueRef};
///
/// let agreement = |id: &str, objective: &str, budget: &str| {
///     serde_json::from_str::<Agreement>(&format!(
///         r#"{{"id": "{id}", "version": "1", "calendar": "office", "policies": [{{"id": "all", "objectives": [
///             {{"id": "{objective}", "target": "resolution", "allowance": {{"same": {{"working": "{budget}"}}}}}}]}}]}}"#
///     ))
/// };
/// let chain: Chain = serde_json::from_str(r#"{"promise": {"agreement": "helpdesk", "objective": "fix"}, "links": [
///     {"id": "triage", "agreement": "first line", "objective": "hand over"},
///     {"id": "repair", "agreement": "network team", "objective": "repair", "after": ["triage"]},
///     {"id": "note", "agreement": "writers", "objective": "note", "after": ["triage"]}]}"#)?;
/// let (helpdesk, first_line) = (agreement("helpdesk", "fix", "PT8H")?, agreement("first line", "hand over", "PT1H")?);
/// let (network, writers) = (agreement("network team", "repair", "PT6H")?, agreement("writers", "note", "PT2H")?);
///
/// struct Nothing;
/// impl Facts for Nothing {
///     fn fact(&self, _: &Fact) -> Option<ValueRef<'_>> {
///         None
///     }
/// }
/// let check = chain.check(&[&helpdesk, &first_line, &network, &writers], &Nothing)?;
/// assert!(check.fits());
/// assert_eq!(check.slack, Span::from_hours(1));
/// assert_eq!(check.links[2].slack, Span::from_hours(5), "the note may be that late");
/// assert_eq!(
///     check.to_string(),
///     "fits: `triage` → `repair` take PT7H of PT8H, working time of calendar `office`; PT1H are left"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainCheck {
    /// In what all times are.
    pub unit: ChainUnit,
    /// The promise's budget.
    pub promise: Span,
    /// When the last link finishes: the longest path.
    pub longest: Span,
    /// The promise less the longest path; negative where the links cannot keep the promise.
    pub slack: Span,
    /// The links on the longest path, in order of work; where several paths are as long, the one given first.
    pub critical_path: Vec<LinkId>,
    /// Every link, as the chain gives them.
    pub links: Vec<LinkPlan>,
}

/// In what a chain's budgets are: only those of one unit have a sum.
///
/// ```
/// use service_quality::sla::ChainUnit;
/// let unit: ChainUnit = serde_json::from_str(r#"{"working": {"calendar": "office"}}"#)?;
/// assert_eq!(unit.to_string(), "working time of calendar `office`");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ChainUnit {
    /// Working time of one calendar.
    Working {
        /// The calendar.
        calendar: CalendarId,
    },
    /// Time round the clock.
    Elapsed,
}

/// When a link may work, counted from the start of the promise.
///
/// ```
/// use service_quality::sla::LinkPlan;
/// let plan: LinkPlan = serde_json::from_str(r#"{"link": "repair", "budget": "PT6H", "earliest_start": "PT1H",
///     "earliest_finish": "PT7H", "latest_start": "PT2H", "latest_finish": "PT8H", "slack": "PT1H", "critical": true}"#)?;
/// assert_eq!(plan.latest_start - plan.earliest_start, plan.slack);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkPlan {
    /// The link.
    pub link: LinkId,
    /// Its budget.
    pub budget: Span,
    /// When it begins, if those before it use up their budgets and no more.
    pub earliest_start: Span,
    /// When it then finishes.
    pub earliest_finish: Span,
    /// When it has to begin for the promise to be kept; negative where that is before the promise begins.
    pub latest_start: Span,
    /// When it has to finish for the promise to be kept.
    pub latest_finish: Span,
    /// How much later it may be, alone, than its budget allows; negative where it has to be earlier.
    pub slack: Span,
    /// Whether no link has less slack: what is lost here is lost to the promise.
    pub critical: bool,
}

impl Chain {
    /// Checks the budgets that agreements give for a ticket's facts against the promise.
    ///
    /// # Errors
    /// [`ChainError`] when an agreement, an objective or a budget is missing, budgets are not all in one unit (see
    /// [`check_from`](Self::check_from) for those), or their sum leaves the range of a span.
    pub fn check(&self, agreements: &[&Agreement], facts: &impl Facts) -> Result<ChainCheck, ChainError> {
        let known: Vec<_> = agreements.iter().map(|agreement| (agreement.id(), Some(*agreement))).collect();
        let mut promised = None;
        let budgets = self.find(&known, facts, |found| {
            let (unit, budget) = length(&found, facts)?;
            let promised = promised.get_or_insert_with(|| unit.clone());
            if *promised != unit {
                let (place, promised) = (found.place.to_string(), promised.clone());
                return Err(ChainError::Incomparable { place, given: unit, promised });
            }
            Ok((found.place, unit, budget))
        })?;
        let budget = |id: &LinkId| budgets.links.get(id).map_or(Span::ZERO, |(_, _, budget)| *budget);
        let finished = self.forward(|link, start| {
            start.unwrap_or(Span::ZERO).checked_add(budget(link.id())).ok_or_else(|| {
                let place = budgets.links.get(link.id()).map(|(place, ..)| place.to_string());
                ChainError::TooLong { place: place.unwrap_or_default() }
            })
        })?;
        let (_, unit, promise) = budgets.promise;
        let longest = finished.values().max().copied().unwrap_or(Span::ZERO);
        // No difference leaves the range: the path of any link is no longer than the longest.
        let slack = promise - longest;
        let windows = self.backward(promise, |link, finish| Ok::<_, Infallible>(finish - budget(link.id())));
        let Ok(windows) = windows;
        let plan = |link: &Link| {
            let budget = budget(link.id());
            let earliest_start = begin(link, &finished).unwrap_or(Span::ZERO);
            let (latest_start, latest_finish) = windows.get(link.id()).copied().unwrap_or_default();
            LinkPlan {
                link: link.id().clone(),
                budget,
                earliest_start,
                earliest_finish: earliest_start + budget,
                latest_start,
                latest_finish,
                slack: latest_start - earliest_start,
                critical: latest_start - earliest_start == slack,
            }
        };
        Ok(ChainCheck {
            unit,
            promise,
            longest,
            slack,
            critical_path: self.path(&finished),
            links: self.links().iter().map(plan).collect(),
        })
    }
}

/// A budget as a length that can be added to others.
fn length(found: &Promised<'_>, facts: &impl Facts) -> Result<(ChainUnit, Span), ChainError> {
    let no_length = |given: String| ChainError::NoLength { place: found.place.to_string(), given };
    let objective = found.objective;
    if let Some((fact, _)) = objective.pin(facts) {
        return Err(no_length(Budget::Until(fact.clone()).to_string()));
    }
    let by_fact = objective.calendar_by().and_then(|by| by.calendar(facts));
    let calendar = by_fact.or(objective.calendar()).unwrap_or(found.agreement.calendar());
    match objective.allowance().budget(facts).ok_or_else(|| found.nothing())? {
        Budget::Working(span) => Ok((ChainUnit::Working { calendar: calendar.clone() }, *span)),
        Budget::Elapsed(span) => Ok((ChainUnit::Elapsed, *span)),
        other => Err(no_length(other.to_string())),
    }
}

impl ChainCheck {
    /// Whether the promise is kept as long as every link keeps its own.
    #[must_use]
    pub const fn fits(&self) -> bool {
        !self.slack.is_negative()
    }
}

impl fmt::Display for ChainUnit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Working { calendar } => write!(formatter, "working time of calendar `{calendar}`"),
            Self::Elapsed => formatter.write_str("time round the clock"),
        }
    }
}

impl fmt::Display for ChainCheck {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.fits() { "fits" } else { "does not fit" };
        let (path, longest, promise, unit) =
            (route(&self.critical_path), self.longest, self.promise, &self.unit);
        write!(formatter, "{verdict}: {path} take {longest} of {promise}, {unit}; ")?;
        if self.fits() {
            write!(formatter, "{} are left", self.slack)
        } else {
            write!(formatter, "{} are missing", -self.slack)
        }
    }
}

/// Links in order of work, in words.
pub(super) fn route(links: &[LinkId]) -> String {
    links.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" → ")
}
