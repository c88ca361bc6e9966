//! Formulas in the words of the rows. All names are the crate's own and valid, so that every recipe yields its formula;
//! the signatures are those of the constructors.

#![expect(clippy::unnecessary_wraps, reason = "a row holds any recipe, those with names to check too")]

use std::collections::BTreeSet;

use crate::assessment::{Assessor, ChecklistMeasure, ScaleLevel};
use crate::indicator::{FigureSum, Formula, Objectives, Quantity, SignificantFigures};
use crate::quantity::FigureId;
use crate::sla::{Denominator, Target};
use crate::survey::{Acsi, Measure, Reading, Servqual, Statistic};
use crate::ticket::{Comparison, Condition, Derived, Fact, Milestone};

/// One reported number of another, of which it is a part.
pub(super) fn share(of: &str, among: &str) -> Option<Formula> {
    Some(Formula::FigureShare { of: figures(of)?, per: figures(among)?, among: Condition::Always })
}

/// One reported figure per another.
pub(super) fn ratio(of: &str, per: &str) -> Option<Formula> {
    let times = std::num::NonZeroU32::MIN;
    Some(Formula::FigureRatio { of: figures(of)?, per: figures(per)?, times, among: Condition::Always })
}

/// A reported figure.
pub(super) fn total(of: &str) -> Option<Formula> {
    Some(Formula::FigureTotal { of: figures(of)?, among: Condition::Always })
}

/// Reported figures as a sum displays itself: `a + b - c`.
fn figures(sum: &str) -> Option<FigureSum> {
    let ids = |names: &str, between| {
        names.split(between).map(|name| name.parse().ok()).collect::<Option<Vec<FigureId>>>()
    };
    let (plus, minus) = sum.split_once(" - ").map_or((sum, None), |(plus, minus)| (plus, Some(minus)));
    let plus = FigureSum::of(ids(plus, " + ")?).ok()?;
    minus.map_or(Some(plus.clone()), |minus| plus.less(ids(minus, " - ")?).ok())
}

pub(super) const fn mean(quantity: Quantity, among: Condition) -> Option<Formula> {
    Some(Formula::Mean { quantity, among })
}

pub(super) fn quantile(p: &str, quantity: Quantity, among: Condition) -> Option<Formula> {
    Some(Formula::Quantile { p: p.parse().ok()?, quantity, among, figures: SignificantFigures::default() })
}

/// Time from creation, round the clock.
pub(super) const fn to(milestone: Milestone) -> Quantity {
    Quantity::Elapsed { from: Milestone::Created, to: milestone }
}

pub(super) const fn age() -> Quantity {
    Quantity::Fact(Fact::Derived(Derived::Age))
}

pub(super) fn open() -> Condition {
    Condition::equals(Fact::Derived(Derived::Open), true)
}

/// The share of promises kept that promise the same thing.
pub(super) const fn kept(target: Target, denominator: Denominator) -> Option<Formula> {
    let (objectives, among) = (Objectives::Target(target), Condition::Always);
    Some(Formula::SlaAttainment { objectives, agreement: None, denominator, among })
}

/// The share of all promises kept.
pub(super) const fn attained() -> Option<Formula> {
    let (objectives, denominator) = (Objectives::All, Denominator::Decided);
    Some(Formula::SlaAttainment { objectives, agreement: None, denominator, among: Condition::Always })
}

/// The share of follow-ups made in time, by the objective `follow_up` of any agreement.
pub(super) fn followed_up() -> Option<Formula> {
    let (objectives, denominator) = (Objectives::Objective("follow_up".parse().ok()?), Denominator::Decided);
    Some(Formula::SlaAttainment { objectives, agreement: None, denominator, among: Condition::Always })
}

pub(super) const fn overdue() -> Option<Formula> {
    let objectives = Objectives::Target(Target::Resolution);
    Some(Formula::SlaOverdue { objectives, agreement: None, among: Condition::Always })
}

pub(super) fn reopened() -> Option<Formula> {
    let among = Condition::any([has(Derived::Finished), at_least_once(Derived::Reopens)]);
    Some(Formula::Share { of: at_least_once(Derived::Reopens), among })
}

pub(super) fn reassigned() -> Option<Formula> {
    let among = Condition::any([has(Derived::Agent), has(Derived::Group)]);
    Some(Formula::Share { of: at_least_once(Derived::Reassignments), among })
}

pub(super) const fn rated() -> Option<Formula> {
    mean(Quantity::Fact(Fact::Derived(Derived::Rating)), Condition::Always)
}

pub(super) fn longest_wait() -> Option<Formula> {
    quantile("1", Quantity::Fact("waiting_time".parse().ok()?), Condition::Always)
}

const fn has(derived: Derived) -> Condition {
    Condition::Exists(Fact::Derived(derived))
}

fn at_least_once(derived: Derived) -> Condition {
    Condition::compare(Fact::Derived(derived), Comparison::AtLeast, 1)
}

/// A statistic of one question, of whichever survey asks it.
pub(super) fn answers(question: &str, statistic: Statistic) -> Option<Formula> {
    let question = question.parse().ok()?;
    Some(survey(Measure::Question { question, statistic }))
}

/// A reading of one question by its own definition, of whichever survey asks it.
pub(super) fn own(question: &str, reading: Reading) -> Option<Formula> {
    let question = question.parse().ok()?;
    Some(survey(Measure::Own { question, reading }))
}

pub(super) fn acsi() -> Option<Formula> {
    let [satisfaction, expectancy, ideal] =
        ["acsi_satisfaction", "acsi_expectancy", "acsi_ideal"].map(|id| id.parse().ok());
    Some(survey(Measure::Acsi(Acsi::new(satisfaction?, expectancy?, ideal?).ok()?)))
}

pub(super) fn servqual() -> Option<Formula> {
    Some(survey(Measure::Servqual(Servqual::standard().ok()?)))
}

pub(super) fn servperf() -> Option<Formula> {
    Some(survey(Measure::Servperf(Servqual::standard().ok()?.into())))
}

const fn survey(measure: Measure) -> Formula {
    Formula::Survey { measure, survey: None, among: Condition::Always }
}

pub(super) const fn response_rate() -> Option<Formula> {
    Some(Formula::ResponseRate { survey: None, among: Condition::Always })
}

/// What quality monitoring found, by the checklist `quality`.
pub(super) fn checked(measure: ChecklistMeasure) -> Option<Formula> {
    checklist("quality", measure)
}

/// The item `empathy` of the checklist `quality`.
pub(super) fn empathy() -> Option<Formula> {
    checked(ChecklistMeasure::ItemPassRate { items: BTreeSet::from(["empathy".parse().ok()?]) })
}

/// The checklist `documents`, an item for each that has to be handed over.
pub(super) fn documents() -> Option<Formula> {
    checklist("documents", ChecklistMeasure::Completeness { items: None })
}

fn checklist(id: &str, measure: ChecklistMeasure) -> Option<Formula> {
    Some(Formula::Checklist { measure, checklist: Some(id.parse().ok()?), among: Condition::Always })
}

/// How far those agree who assess inside.
pub(super) fn calibrated(level: ScaleLevel) -> Option<Formula> {
    let assessors = BTreeSet::from([Assessor::Internal]);
    Some(Formula::Agreement { level, assessors, among: Condition::Always })
}
