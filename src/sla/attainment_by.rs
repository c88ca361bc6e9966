use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Attainment, AttainmentError, Evaluation, Verdict};
use crate::quantity::{PeriodDates, PeriodKind, Timestamp, Zone};
use crate::ticket::{Fact, ValueRef};

/// How many promises were kept by group and period (按部门、按月的达成率): a tally that merges in any order to equal bytes.
///
/// Keep one for each agreement: objectives of equal name are counted together.
///
/// ```
/// use service_quality::quantity::PeriodKind;
/// use service_quality::sla::{AttainmentBy, AttainmentRule, Dated, Evaluation};
/// use service_quality::ticket::ValueRef;
///
/// let rule = AttainmentRule {
///     by: "department".parse()?,
///     period: PeriodKind::Month,
///     time_zone: "+01:00".parse()?,
///     dated: Dated::Due,
/// };
/// let mut tally = AttainmentBy::new(rule);
/// let evaluation: Evaluation = serde_json::from_str(r#"{"ticket": "T-1", "agreement": "helpdesk", "version": "1",
///     "as_of": "2026-04-02T12:00:00Z", "policy": "all", "outcomes": [
///         {"objective": "fix", "target": "resolution", "verdict": {"met": {"at": "2026-03-31T20:00:00Z"}},
///          "due": "2026-03-31T23:00:00Z", "used": {"working": "PT1H", "elapsed": "PT1H"}, "margin": null}]}"#)?;
/// tally.record(Some(ValueRef::Text("network")), "2026-03-31T19:00:00Z".parse()?, &evaluation);
///
/// let network = tally.groups().get("network").ok_or("no such group")?;
/// let april = network.periods().get(&"2026-04".parse()?).ok_or("no such month")?; // due at midnight in that zone
/// assert_eq!(april.of(&"fix".parse()?).met, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawAttainmentBy", into = "RawAttainmentBy")]
pub struct AttainmentBy {
    rule: AttainmentRule,
    groups: BTreeMap<String, PeriodAttainment>,
    ungrouped: PeriodAttainment,
}

/// By what outcomes are grouped, and in which period each is counted. Only tallies by one rule merge.
///
/// ```
/// use service_quality::sla::AttainmentRule;
/// let rule: AttainmentRule = serde_json::from_str(
///     r#"{"by": "department", "period": "quarter", "time_zone": "UTC", "dated": "opened"}"#,
/// )?;
/// assert_eq!(rule.to_string(), "by department and by quarter (UTC) in which they were opened");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttainmentRule {
    /// The fact whose value names a ticket's group.
    pub by: Fact,
    /// The kind of period.
    pub period: PeriodKind,
    /// The zone whose dates bound the periods.
    pub time_zone: Zone,
    /// The instant that decides.
    pub dated: Dated,
}

/// Which instant decides in which period an outcome is counted.
///
/// The same outcomes give three different months: by opening a month changes until its last ticket is finished, by
/// due time or finish it can be closed.
///
/// ```
/// use service_quality::sla::Dated;
/// assert_eq!(serde_json::to_string(&Dated::Finished)?, r#""finished""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dated {
    /// When the ticket was opened.
    Opened,
    /// When the objective was due; the last known due time of one that is not finished.
    Due,
    /// When the objective was finished.
    Finished,
}

/// Promises kept, by period.
///
/// ```
/// use service_quality::sla::PeriodAttainment;
///
/// let stored = r#"{"periods": {"2026-03": {"objectives": {"fix": {"met": 9}}}},
///     "undated": {"objectives": {"fix": {"running": 2}}}}"#;
/// let group: PeriodAttainment = serde_json::from_str(stored)?;
/// assert_eq!(group.total().total().total(), 11, "what has no period is counted beside, and never dropped");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodAttainment {
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    periods: BTreeMap<PeriodDates, Attainment>,
    #[serde(default, skip_serializing_if = "Attainment::is_empty")]
    undated: Attainment,
}

impl AttainmentBy {
    /// A tally of nothing yet.
    #[must_use]
    pub const fn new(rule: AttainmentRule) -> Self {
        let ungrouped = PeriodAttainment { periods: BTreeMap::new(), undated: Attainment::empty() };
        Self { rule, groups: BTreeMap::new(), ungrouped }
    }

    /// By what outcomes are grouped and dated.
    #[must_use]
    pub const fn rule(&self) -> &AttainmentRule {
        &self.rule
    }

    /// The groups, by the value of the fact as text.
    #[must_use]
    pub const fn groups(&self) -> &BTreeMap<String, PeriodAttainment> {
        &self.groups
    }

    /// Tickets that had no such fact.
    #[must_use]
    pub const fn ungrouped(&self) -> &PeriodAttainment {
        &self.ungrouped
    }

    /// All groups and the ungrouped together.
    #[must_use]
    pub fn total(&self) -> PeriodAttainment {
        let mut total = self.ungrouped.clone();
        for group in self.groups.values() {
            total.merge(group);
        }
        total
    }

    /// Counts the outcomes of one ticket, given its value of the fact that groups, and when it was opened.
    ///
    /// Every cycle of every objective is counted in the period of its own instant. Without one (not finished, called
    /// off, never due), or in a period that ends after the year 9999, it is counted as undated.
    pub fn record(&mut self, group: Option<ValueRef<'_>>, opened: Timestamp, evaluation: &Evaluation) {
        let of_turn = |due: Option<Timestamp>, verdict: &Verdict| match self.rule.dated {
            Dated::Opened => Some(opened),
            Dated::Due => due,
            Dated::Finished => verdict.finished(),
        };
        let of_ticket = (self.rule.dated == Dated::Opened).then_some(opened);
        let mut counted = PeriodAttainment::default();
        if Attainment::unmatches(evaluation) {
            counted.at(&self.rule, of_ticket).record_unmatched();
        }
        for outcome in &evaluation.outcomes {
            let earlier = outcome.earlier.iter().map(|cycle| (cycle.due, &cycle.verdict));
            for (due, verdict) in earlier.chain([(outcome.due, &outcome.verdict)]) {
                counted.at(&self.rule, of_turn(due, verdict)).counts_mut(&outcome.objective).record(verdict);
            }
        }
        self.add(group.map(|value| text(&value)), &counted);
    }

    /// Adds another tally.
    ///
    /// # Errors
    /// [`AttainmentError::Unlike`] where the other one groups or dates by another rule; this tally is then as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), AttainmentError> {
        if self.rule != other.rule {
            return Err(AttainmentError::Unlike { given: other.rule.clone(), expected: self.rule.clone() });
        }
        for (group, more) in &other.groups {
            self.add(Some(group.clone()), more);
        }
        self.add(None, &other.ungrouped);
        Ok(())
    }

    fn add(&mut self, group: Option<String>, more: &PeriodAttainment) {
        match group {
            // A group of nothing would tell one order of merging from another.
            _ if more.is_empty() => {}
            Some(group) => self.groups.entry(group).or_default().merge(more),
            None => self.ungrouped.merge(more),
        }
    }
}

/// A value as the name of its group, as budgets by value have it.
fn text(value: &ValueRef<'_>) -> String {
    match value {
        ValueRef::Text(text) => (*text).to_owned(),
        other => other.to_string(),
    }
}

impl PeriodAttainment {
    /// The attainment of each period.
    #[must_use]
    pub const fn periods(&self) -> &BTreeMap<PeriodDates, Attainment> {
        &self.periods
    }

    /// Outcomes without the instant that decides.
    #[must_use]
    pub const fn undated(&self) -> &Attainment {
        &self.undated
    }

    /// All periods and the undated together.
    #[must_use]
    pub fn total(&self) -> Attainment {
        let mut total = self.undated.clone();
        for period in self.periods.values() {
            total.merge(period);
        }
        total
    }

    fn is_empty(&self) -> bool {
        self.periods.is_empty() && self.undated.is_empty()
    }

    fn merge(&mut self, other: &Self) {
        for (period, more) in &other.periods {
            self.periods.entry(*period).or_default().merge(more);
        }
        self.undated.merge(&other.undated);
    }

    fn at(&mut self, rule: &AttainmentRule, at: Option<Timestamp>) -> &mut Attainment {
        match at.and_then(|at| rule.period.containing(rule.time_zone.date(at)).ok()) {
            Some(period) => self.periods.entry(period).or_default(),
            None => &mut self.undated,
        }
    }

    fn check(&self, place: &str, kind: PeriodKind) -> Result<(), AttainmentError> {
        let foreign =
            self.periods.keys().find(|period| kind.containing(period.first()).ok() != Some(**period));
        foreign.map_or(Ok(()), |period| {
            let place = format!("{place}.periods");
            Err(AttainmentError::Period { place, given: *period, expected: kind })
        })
    }
}

impl fmt::Display for AttainmentRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { by, period, time_zone, dated } = self;
        write!(formatter, "by {by} and by {period} ({time_zone}) in which they were {dated}")
    }
}

impl fmt::Display for Dated {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Opened => "opened",
            Self::Due => "due",
            Self::Finished => "finished",
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a tally of attainment as an object")]
struct RawAttainmentBy {
    rule: AttainmentRule,
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    groups: BTreeMap<String, PeriodAttainment>,
    #[serde(default, skip_serializing_if = "PeriodAttainment::is_empty")]
    ungrouped: PeriodAttainment,
}

impl TryFrom<RawAttainmentBy> for AttainmentBy {
    type Error = AttainmentError;

    fn try_from(raw: RawAttainmentBy) -> Result<Self, AttainmentError> {
        let mut tally = Self::new(raw.rule);
        for (group, counted) in raw.groups {
            let place = format!("groups[`{}`]", crate::quantity::excerpt(&group));
            counted.check(&place, tally.rule.period)?;
            tally.add(Some(group), &counted);
        }
        raw.ungrouped.check("ungrouped", tally.rule.period)?;
        tally.ungrouped = raw.ungrouped;
        Ok(tally)
    }
}

impl From<AttainmentBy> for RawAttainmentBy {
    fn from(tally: AttainmentBy) -> Self {
        Self { rule: tally.rule, groups: tally.groups, ungrouped: tally.ungrouped }
    }
}
