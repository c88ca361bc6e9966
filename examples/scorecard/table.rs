//! Tables for people, and what every run prints of its scorecards.

use std::fmt::Write as _;

use service_quality::quantity::Number;
use service_quality::score::Scorecard;
use service_quality::sla::{Attainment, Denominator};
use service_quality::ticket::Intake;

pub(crate) use crate::shared::table::{align, row};

/// A share as a percentage with two places, or a dash where there is none.
pub(crate) fn percent(k: u64, n: u64) -> String {
    Number::ratio(i128::from(k) * 100, n.into(), 2)
        .map_or_else(|| "-".to_owned(), |share| format!("{share} %"))
}

pub(crate) fn score(card: &Scorecard) -> String {
    card.score().map_or_else(|| "-".to_owned(), |score| score.to_string())
}

pub(crate) fn grade(card: &Scorecard) -> String {
    card.grade().map_or_else(|| "-".to_owned(), ToString::to_string)
}

/// The account of an import: the first refusals with their reasons.
pub(crate) fn intake(intake: &Intake) -> String {
    const FIRST: usize = 10;
    let mut text = format!("{intake}\n");
    for refused in intake.refused().iter().take(FIRST) {
        let _ = writeln!(text, "  {refused}");
    }
    if let Some(more @ 1..) = intake.refused().len().checked_sub(FIRST) {
        let _ = writeln!(text, "  and {more} more");
    }
    text
}

/// The attainment of each objective.
pub(crate) fn attainment(attainment: &Attainment) -> String {
    let mut rows =
        vec![row(["objective", "met", "late", "overdue", "running", "paused", "not promised", "attainment"])];
    for (objective, counts) in attainment.objectives() {
        let (met, decided) = counts.ratio(Denominator::Decided);
        let figures =
            [counts.met, counts.late, counts.overdue, counts.running, counts.paused, counts.not_applicable]
                .map(|n| n.to_string());
        rows.push([vec![objective.to_string()], figures.to_vec(), vec![percent(met, decided)]].concat());
    }
    align(&rows)
}

/// The indicators that cost the score most, with the reasons.
pub(crate) fn weakest(card: &Scorecard, most: usize) -> String {
    let mut text = String::new();
    for part in card.losses().into_iter().take(most) {
        let name = part.name().map_or_else(|| part.place().to_string(), ToString::to_string);
        let _ = writeln!(text, "  {name}: {} points lost", part.lost());
        for reason in part.reasons() {
            let _ = writeln!(text, "    {reason}");
        }
    }
    text
}
