//! Ready definitions (内置指标), usable as they are or as a start.
//!
//! Definitions are attributed where a publication gives them; the rest are this crate's own.

use super::{
    Dimension, Direction, Evidence, Formula, Indicator, Objectives, Quantity, SignificantFigures, Timing,
    Unit,
};
use crate::quantity::{Name, Share};
use crate::sla::{Denominator, Target};
use crate::ticket::{Comparison, Condition, Derived, Fact, Milestone};

/// The ids of the ready definitions.
pub const BUILT_IN: &[&str] = &[
    "sla_attainment",
    "response_on_time_rate",
    "resolution_on_time_rate",
    "first_response_time_mean",
    "first_response_time_p90",
    "resolution_time_mean",
    "resolution_time_median",
    "resolution_time_p90",
    "backlog_age_mean",
    "backlog_age_p90",
    "reopen_rate",
    "reassignment_rate",
    "rating_mean",
];

/// A ready definition by its id; absent for an id that is not in [`BUILT_IN`].
///
/// ```
/// use service_quality::indicator::{BUILT_IN, built_in};
///
/// let reopened = built_in("reopen_rate").ok_or("unknown")?;
/// assert_eq!(reopened.name().zh(), Some("工单重开率"));
/// assert!(BUILT_IN.iter().all(|id| built_in(id).is_some()));
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn built_in(id: &str) -> Option<Indicator> {
    let entry = entry(id)?;
    let name = Name::new(entry.en).ok()?.with_zh(entry.zh).ok()?;
    let indicator = Indicator::builder(
        id.parse().ok()?,
        name,
        entry.dimension,
        entry.formula,
        entry.unit,
        entry.direction,
    )
    .places(2)
    .evidence(Evidence::SystemData)
    .timing(entry.timing)
    .source(entry.source.parse().ok()?);
    indicator.build().ok()
}

struct Entry {
    en: &'static str,
    zh: &'static str,
    dimension: Dimension,
    formula: Formula,
    unit: Unit,
    direction: Direction,
    timing: Timing,
    source: &'static str,
}

/// A list of key figures in wide use in IT service management.
const ITIL: &str = "ITIL v3 KPI list";
/// Found in every trade, in no one's text.
const COMMON: &str = "common practice";

fn entry(id: &str) -> Option<Entry> {
    promise(id).or_else(|| time(id)).or_else(|| accuracy(id)).or_else(|| satisfaction(id))
}

fn promise(id: &str) -> Option<Entry> {
    let (en, zh, objectives, denominator, source) = match id {
        "sla_attainment" => ("SLA attainment", "SLA 达成率", Objectives::All, Denominator::Decided, COMMON),
        // Of the responses that were due, given or not.
        "response_on_time_rate" => (
            "Responses within target",
            "及时响应率",
            Objectives::Target(Target::FirstResponse),
            Denominator::Decided,
            ITIL,
        ),
        // Of the resolved: work still open, overdue or not, is the backlog's matter.
        "resolution_on_time_rate" => (
            "Resolved within target",
            "按时解决率",
            Objectives::Target(Target::Resolution),
            Denominator::Finished,
            ITIL,
        ),
        _ => return None,
    };
    let among = Condition::Always;
    Some(Entry {
        en,
        zh,
        dimension: Dimension::Timeliness,
        formula: Formula::SlaAttainment { objectives, agreement: None, denominator, among },
        unit: Unit::Percent,
        direction: Direction::Higher,
        timing: Timing::Lagging,
        source,
    })
}

fn time(id: &str) -> Option<Entry> {
    let elapsed = |to| Quantity::Elapsed { from: Milestone::Created, to };
    let (response, resolution) = (Milestone::FirstResponse, Milestone::Finished);
    let (age, open) = (Quantity::Fact(Fact::Derived(Derived::Age)), is_open());
    let (en, zh, formula, unit, timing, source) = match id {
        "first_response_time_mean" => (
            "First response time, mean",
            "平均首次响应时长",
            mean(elapsed(response), Condition::Always),
            Unit::Minutes,
            Timing::Lagging,
            COMMON,
        ),
        "first_response_time_p90" => (
            "First response time, 90th percentile",
            "首次响应时长 P90",
            quantile(9, elapsed(response), Condition::Always)?,
            Unit::Minutes,
            Timing::Lagging,
            COMMON,
        ),
        "resolution_time_mean" => (
            "Resolution time, mean",
            "平均解决时长",
            mean(elapsed(resolution), Condition::Always),
            Unit::Hours,
            Timing::Lagging,
            ITIL,
        ),
        "resolution_time_median" => (
            "Resolution time, median",
            "解决时长中位数",
            quantile(5, elapsed(resolution), Condition::Always)?,
            Unit::Hours,
            Timing::Lagging,
            COMMON,
        ),
        "resolution_time_p90" => (
            "Resolution time, 90th percentile",
            "解决时长 P90",
            quantile(9, elapsed(resolution), Condition::Always)?,
            Unit::Hours,
            Timing::Lagging,
            COMMON,
        ),
        "backlog_age_mean" => {
            ("Age of the backlog, mean", "积压平均天数", mean(age, open), Unit::Days, Timing::Leading, COMMON)
        }
        "backlog_age_p90" => (
            "Age of the backlog, 90th percentile",
            "积压天数 P90",
            quantile(9, age, open)?,
            Unit::Days,
            Timing::Leading,
            COMMON,
        ),
        _ => return None,
    };
    let (dimension, direction) = (Dimension::Timeliness, Direction::Lower);
    Some(Entry { en, zh, dimension, formula, unit, direction, timing, source })
}

fn accuracy(id: &str) -> Option<Entry> {
    let (en, zh, of, among, source) = match id {
        // Of those that were ever finished: a ticket is finished now, or was before it was reopened.
        "reopen_rate" => (
            "Reopen rate",
            "工单重开率",
            at_least_once(Derived::Reopens),
            Condition::any([has(Derived::Finished), at_least_once(Derived::Reopens)]),
            ITIL,
        ),
        // Whether a ticket went to the right people first: a proxy where nobody records wrong assignments.
        "reassignment_rate" => (
            "Reassignment rate",
            "工单转派率",
            at_least_once(Derived::Reassignments),
            Condition::any([has(Derived::Agent), has(Derived::Group)]),
            COMMON,
        ),
        _ => return None,
    };
    Some(Entry {
        en,
        zh,
        dimension: Dimension::Accuracy,
        formula: Formula::Share { of, among },
        unit: Unit::Percent,
        direction: Direction::Lower,
        timing: Timing::Lagging,
        source,
    })
}

fn satisfaction(id: &str) -> Option<Entry> {
    (id == "rating_mean").then(|| Entry {
        en: "Mean satisfaction rating",
        zh: "平均满意度评分",
        dimension: Dimension::Satisfaction,
        formula: mean(Quantity::Fact(Fact::Derived(Derived::Rating)), Condition::Always),
        unit: Unit::Points,
        direction: Direction::Higher,
        timing: Timing::Lagging,
        source: COMMON,
    })
}

const fn mean(quantity: Quantity, among: Condition) -> Formula {
    Formula::Mean { quantity, among }
}

fn quantile(tenths: i128, quantity: Quantity, among: Condition) -> Option<Formula> {
    let p = Share::from_scaled(tenths, 1)?;
    Some(Formula::Quantile { p, quantity, among, figures: SignificantFigures::default() })
}

const fn has(derived: Derived) -> Condition {
    Condition::Exists(Fact::Derived(derived))
}

fn at_least_once(derived: Derived) -> Condition {
    Condition::compare(Fact::Derived(derived), Comparison::AtLeast, 1)
}

fn is_open() -> Condition {
    Condition::equals(Fact::Derived(Derived::Open), true)
}
