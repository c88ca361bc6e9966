//! The report: which chart, what it says, what is suggested.

use std::error::Error;
use std::fmt::Write as _;

use service_quality::monitor::process::ProcessReading;
use service_quality::monitor::{Marking, PointKind, Zone};
use service_quality::quantity::Language;

use crate::study::Study;

pub(crate) fn report(study: &Study) -> Result<String, Box<dyn Error>> {
    let mut text = String::from("Which chart?\n");
    writeln!(text, "  {}", study.choice)?;
    let weeks = study.weeks.len();
    let beyond = |reading: &ProcessReading| {
        reading.plotted().points().iter().filter(|point| point.beyond(Zone::Limit).is_some()).count()
    };
    writeln!(
        text,
        "  p chart: {} of {weeks} weeks lie beyond the limits; {} chart: {}",
        beyond(&study.plain),
        study.choice.kind(),
        beyond(&study.whole),
    )?;
    let chance = study.rules.expected_false_signals(weeks as u64);
    writeln!(text, "  {chance}")?;

    writeln!(text, "\nThe year on one baseline")?;
    patterns(&mut text, study, &study.whole)?;
    if let Some(suggestion) = &study.suggestion {
        writeln!(text, "\nA baseline may have ended: a suggestion, for a person to judge")?;
        writeln!(text, "  {suggestion}")?;
        writeln!(text, "\nRebased, as the head of service accepted it: \"requests routed anew\"")?;
        patterns(&mut text, study, &study.phased)?;
    }
    writeln!(text, "\nAgainst the target")?;
    for (phase, assurance) in (1..).zip(study.phased.plotted().assurances()?) {
        if let Some(assurance) = assurance {
            writeln!(text, "  phase {phase}: {assurance}")?;
            writeln!(text, "           {}", assurance.text(Language::Chinese))?;
        }
    }
    let kinds = study.phased.signals().point_kinds(Marking::Pattern);
    let of = |kind| kinds.iter().filter(|found| **found == kind).count();
    writeln!(
        text,
        "\nWeeks: {} better than chance explains, {} worse, {} as the process makes them",
        of(PointKind::SpecialCauseImprovement),
        of(PointKind::SpecialCauseConcern),
        of(PointKind::CommonCause),
    )?;
    Ok(text)
}

/// Each pattern once, in both languages.
fn patterns(text: &mut String, study: &Study, reading: &ProcessReading) -> Result<(), Box<dyn Error>> {
    let week = |place: usize| {
        study.weeks.get(place).map_or_else(String::new, |week| week.monday.format("%-d %b").to_string())
    };
    let date = |place: usize| {
        study
            .weeks
            .get(place)
            .map_or_else(String::new, |week| week.monday.format("%-m 月 %-d 日").to_string())
    };
    for signal in reading.signals().patterns() {
        writeln!(text, "  {}", signal.text_with(Language::English, &week))?;
        writeln!(text, "    {}", signal.text_with(Language::Chinese, &date))?;
    }
    writeln!(text, "  {}", reading.stability())?;
    Ok(())
}
