use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::check::route;
use super::{Chain, ChainError, Promise};
use crate::quantity::{LinkId, Span, Timestamp};
use crate::sla::{Budget, Cycle, Outcome, TimeBoth, Verdict};

/// Where the time of a promise went, and which link used it up.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::quantity::LinkId;
/// use service_quality::sla::{Chain, ChainCause, Outcome, TimeBasis};
///
/// let chain: Chain = serde_json::from_str(r#"{"promise": {"agreement": "helpdesk", "objective": "fix"}, "links": [
///     {"id": "triage", "agreement": "first line", "objective": "hand over"},
///     {"id": "repair", "agreement": "network team", "objective": "repair", "after": ["triage"]}]}"#)?;
/// let outcome = |objective: &str, verdict: &str, used: &str, margin: &str| {
///     serde_json::from_str::<Outcome>(&format!(
///         r#"{{"objective": "{objective}", "target": "resolution", "verdict": {verdict}, "due": null,
///             "used": {{"working": "{used}", "elapsed": "{used}"}},
///             "margin": {{"working": "{margin}", "elapsed": "{margin}"}}}}"#
///     ))
/// };
/// let late = r#"{"breached": {"at": "2026-03-02T17:00:00Z", "finished": "2026-03-02T18:00:00Z"}}"#;
/// let fix = outcome("fix", late, "PT9H", "-PT1H")?;
/// let triage = outcome("hand over", r#"{"met": {"at": "2026-03-02T10:00:00Z"}}"#, "PT1H", "PT0S")?;
/// let repair = outcome("repair", late, "PT8H", "-PT2H")?;
///
/// let links = BTreeMap::from([("triage".parse::<LinkId>()?, &triage), ("repair".parse()?, &repair)]);
/// let report = chain.attribute(TimeBasis::Working, &fix, &links)?;
/// assert!(matches!(&report.cause, ChainCause::Consumed { links, .. } if links[0].as_str() == "repair"));
/// assert_eq!(report.cause.to_string(), "used up by `repair`, late by PT2H of working time, PT2H in all");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainReport {
    /// By which clock time is compared.
    pub basis: TimeBasis,
    /// What became of the promise.
    pub promise: PromiseUse,
    /// What used it up.
    pub cause: ChainCause,
    /// The links that, one after another, used the most time.
    pub path: Vec<LinkId>,
    /// The promise's time that no link on that path used; negative where links worked while the promise's clock stood
    /// still.
    pub unattributed: Span,
    /// Every link, as the chain gives them.
    pub links: Vec<LinkUse>,
}

/// By which clock the links' time is compared with the promise's: that of the promise's budget, most often.
///
/// Working time of different calendars is not the same time; where calendars differ, compare what elapsed.
///
/// ```
/// use service_quality::sla::{TimeBasis, TimeBoth};
/// let used: TimeBoth = serde_json::from_str(r#"{"working": "PT1H", "elapsed": "PT17H"}"#)?;
/// assert_eq!(TimeBasis::Elapsed.of(used), used.elapsed);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeBasis {
    /// Working time, each link's in its own calendar.
    Working,
    /// Time round the clock.
    Elapsed,
}

/// What became of the promise.
///
/// ```
/// use service_quality::sla::PromiseUse;
/// let used: PromiseUse = serde_json::from_str(r#"{"promise": {"agreement": "helpdesk", "objective": "fix"},
///     "verdict": "running", "due": null, "used": {"working": "PT1H", "elapsed": "PT1H"}}"#)?;
/// assert!(used.over.is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromiseUse {
    /// The promise.
    pub promise: Promise,
    /// What became of it: of its first cycle that is breached, or the last; budget and due time are of the same.
    pub verdict: Verdict,
    /// Its budget; absent where nothing is promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Budget>,
    /// When it was due.
    pub due: Option<Timestamp>,
    /// Time counted, in all cycles.
    pub used: TimeBoth,
    /// By how much they are late together; absent where none is breached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<TimeBoth>,
}

/// What became of a link.
///
/// ```
/// use service_quality::sla::LinkUse;
/// let unmeasured: LinkUse = serde_json::from_str(r#"{"link": "repair"}"#)?;
/// assert_eq!(unmeasured.to_string(), "`repair` was not measured");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkUse {
    /// The link.
    pub link: LinkId,
    /// What became of it: of its first cycle that is breached, or the last; budget and due time are of the same. Absent
    /// where no outcome was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Its budget; absent where nothing is promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Budget>,
    /// When it was due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Time counted, in all cycles; absent where no outcome was given or nothing was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<TimeBoth>,
    /// By how much they are late together; absent where none is breached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<TimeBoth>,
}

/// What used up a promise.
///
/// ```
/// use service_quality::sla::ChainCause;
/// let cause: ChainCause = serde_json::from_str(r#"{"between_links": {"lost": "PT3H"}}"#)?;
/// assert_eq!(cause.to_string(), "every link kept its budget; PT3H were lost between links");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ChainCause {
    /// Nothing: the promise is not breached.
    NotBreached,
    /// The link that is over its own budget by most; several where they are over by as much.
    Consumed {
        /// The links, as the chain gives them.
        links: Vec<LinkId>,
        /// By how much each is over.
        over: TimeBoth,
    },
    /// No measured link is over its budget, and these were not measured.
    Unmeasured {
        /// The links, as the chain gives them.
        links: Vec<LinkId>,
    },
    /// Every link kept its budget; without the time that none of them used, the promise had been kept.
    BetweenLinks {
        /// That time.
        lost: Span,
    },
    /// Every link kept its budget, and still they used more than the promise allows: the budgets do not fit.
    Budgets {
        /// How much more.
        short: Span,
    },
}

impl Chain {
    /// Says where the time of a promise went, from the outcomes of one ticket: of each clock, all cycles added up. What
    /// went late in any cycle counts, also where the last was in time.
    ///
    /// # Errors
    /// [`ChainError::ForeignOutcome`] for an outcome of another objective, [`ChainError::UnknownLink`].
    pub fn attribute(
        &self,
        basis: TimeBasis,
        promise: &Outcome,
        links: &BTreeMap<LinkId, &Outcome>,
    ) -> Result<ChainReport, ChainError> {
        same_objective("promise", promise, self.promise())?;
        let mut unknown: Vec<&LinkId> = links.keys().collect();
        for (index, link) in self.links().iter().enumerate() {
            unknown.retain(|id| *id != link.id());
            if let Some(outcome) = links.get(link.id()) {
                same_objective(&format!("links[{index}]"), outcome, link.promise())?;
            }
        }
        if let Some(id) = unknown.first() {
            return Err(ChainError::UnknownLink { place: "links".to_owned(), given: (*id).clone() });
        }
        let parts: Vec<LinkUse> =
            self.links().iter().map(|link| LinkUse::of(link.id(), links.get(link.id()).copied())).collect();
        let used: BTreeMap<&LinkId, Span> = parts
            .iter()
            .map(|each| (&each.link, each.used.map_or(Span::ZERO, |used| basis.of(used))))
            .collect();
        let Ok(sums) = self.forward(|link, before: Option<Span>| {
            let own = used.get(link.id()).copied().unwrap_or_default();
            // A sum of times that were used between two instants stays in range.
            Ok::<_, Infallible>(before.unwrap_or_default() + own)
        });
        let longest = sums.values().max().copied().unwrap_or_default();
        let Total { verdict, budget, due, used, over } = Total::of(promise);
        let used = used.unwrap_or(promise.used);
        let promise = PromiseUse { promise: self.promise().clone(), verdict, budget, due, used, over };
        let unattributed = basis.of(promise.used) - longest;
        Ok(ChainReport {
            basis,
            cause: cause(basis, promise.over, &parts, unattributed),
            path: self.path(&sums),
            unattributed,
            promise,
            links: parts,
        })
    }
}

fn same_objective(place: &str, outcome: &Outcome, promise: &Promise) -> Result<(), ChainError> {
    if outcome.objective == promise.objective {
        return Ok(());
    }
    Err(ChainError::ForeignOutcome {
        place: place.to_owned(),
        given: outcome.objective.clone(),
        expected: promise.objective.clone(),
    })
}

fn cause(basis: TimeBasis, over: Option<TimeBoth>, links: &[LinkUse], unattributed: Span) -> ChainCause {
    let Some(over) = over else { return ChainCause::NotBreached };
    // Where links are over by as much on the clock that counts, the other one decides.
    let rank = |over: TimeBoth| (basis.of(over), over.working, over.elapsed);
    let most = links.iter().filter_map(|link| link.over).max_by_key(|over| rank(*over));
    if let Some(over) = most.filter(|over| *over != TimeBoth::default()) {
        let links = links.iter().filter(|link| link.over == Some(over));
        return ChainCause::Consumed { links: links.map(|link| link.link.clone()).collect(), over };
    }
    let unmeasured: Vec<_> =
        links.iter().filter(|link| link.used.is_none()).map(|link| link.link.clone()).collect();
    let short = basis.of(over) - unattributed;
    if !unmeasured.is_empty() {
        ChainCause::Unmeasured { links: unmeasured }
    } else if short > Span::ZERO {
        ChainCause::Budgets { short }
    } else {
        ChainCause::BetweenLinks { lost: unattributed }
    }
}

impl TimeBasis {
    /// The duration on this clock.
    #[must_use]
    pub const fn of(self, time: TimeBoth) -> Span {
        match self {
            Self::Working => time.working,
            Self::Elapsed => time.elapsed,
        }
    }
}

impl LinkUse {
    fn of(link: &LinkId, outcome: Option<&Outcome>) -> Self {
        let (link, total) = (link.clone(), outcome.map(Total::of));
        let Some(Total { verdict, budget, due, used, over }) = total else {
            return Self { link, verdict: None, budget: None, due: None, used: None, over: None };
        };
        Self { link, verdict: Some(verdict), budget, due, used, over }
    }
}

/// All cycles of a clock as one.
struct Total {
    /// Of the first cycle that is breached, or the last; as are budget and due time.
    verdict: Verdict,
    budget: Option<Budget>,
    due: Option<Timestamp>,
    /// Of all cycles in which anything was promised; absent where there is none.
    used: Option<TimeBoth>,
    /// Of all cycles that are breached.
    over: Option<TimeBoth>,
}

impl Total {
    fn of(outcome: &Outcome) -> Self {
        let promised = |verdict: Verdict| verdict != Verdict::NotApplicable;
        let earlier = || outcome.earlier.iter();
        // A clock that never began has a verdict, and no cycle.
        let used =
            earlier().map(|cycle| (cycle.verdict, cycle.used)).chain([(outcome.verdict, outcome.used)]);
        let over = earlier().map(Cycle::late_by).chain([outcome.late_by()]);
        let last = (outcome.verdict, &outcome.goal, outcome.due);
        let (verdict, goal, due) = earlier()
            .find(|cycle| cycle.verdict.is_breached())
            .map_or(last, |cycle| (cycle.verdict, &cycle.goal, cycle.due));
        Self {
            verdict,
            budget: goal.as_ref().map(|goal| goal.budget.clone()),
            due,
            used: used
                .filter(|(verdict, _)| promised(*verdict))
                .map(|(_, used)| used)
                .reduce(std::ops::Add::add),
            over: over.flatten().reduce(std::ops::Add::add),
        }
    }
}

fn both(time: TimeBoth) -> String {
    format!("{} of working time, {} in all", time.working, time.elapsed)
}

impl fmt::Display for ChainCause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list =
            |links: &[LinkId]| links.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" and ");
        match self {
            Self::NotBreached => formatter.write_str("not breached"),
            Self::Consumed { links, over } => {
                let late = if links.len() == 1 { "late" } else { "each late" };
                write!(formatter, "used up by {}, {late} by {}", list(links), both(*over))
            }
            Self::Unmeasured { links } => {
                write!(formatter, "no measured link is over its budget; {} not measured", list(links))
            }
            Self::BetweenLinks { lost } => {
                write!(formatter, "every link kept its budget; {lost} were lost between links")
            }
            Self::Budgets { short } => {
                write!(
                    formatter,
                    "every link kept its budget; together they used {short} more than was promised"
                )
            }
        }
    }
}

impl fmt::Display for LinkUse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(used) = self.used else { return write!(formatter, "`{}` was not measured", self.link) };
        write!(formatter, "`{}` used {}", self.link, both(used))?;
        match self.over {
            Some(over) => write!(formatter, ", late by {}", both(over)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for ChainReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PromiseUse { promise, verdict, .. } = &self.promise;
        write!(formatter, "{promise}: {verdict}; {}", self.cause)?;
        for link in &self.links {
            write!(formatter, "; {link}")?;
        }
        write!(formatter, "; {} in no link along {}", self.unattributed, route(&self.path))
    }
}
