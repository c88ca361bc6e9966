//! Boston 311 requests of 2015: the targets that fell due in a month by department, and what a promised share would leave.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use serde_json::{Value, json};
use service_quality::quantity::{Language, Period, PeriodDates, PeriodKind, Share, Timestamp, Zone};
use service_quality::sla::{
    AttainmentBy, AttainmentRule, Dated, Denominator, OutcomeCounts, PeriodAttainment,
};
use service_quality::slo::budget::{
    BudgetBasis, BudgetReport, ServiceLevelObjective, SloGoal, SloTally, SloWindow,
};
use service_quality::standard::Standard;
use service_quality::ticket::{Fact, Facts as _, Intake, Ticket};

use crate::page::{Page, shown};
use crate::{cases, records};

/// The city publishes targets, and promises no share of them: this one is made up.
const PROMISED: &str = "0.8";

pub(crate) struct Report {
    pub(crate) text: String,
    pub(crate) json: Value,
}

/// The requests of a year by department and month of their target; those closed before they were opened apart.
struct Year {
    intake: Intake,
    sound: AttainmentBy,
    reversed: AttainmentBy,
    cases: u64,
    as_of: Timestamp,
}

pub(crate) fn run(path: &Path, month: &str) -> Result<Report, Box<dyn Error>> {
    let dates: PeriodDates = month.parse()?;
    let year = Year::read(path)?;
    let json = year.json();
    Ok(Report { text: year.text(Period::new(dates, year.sound.rule().time_zone))?, json })
}

impl Year {
    fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let mut reader = records::open(path)?;
        let places = records::columns(reader.headers()?, cases::COLUMNS)?;
        let mut intake = Intake::default();
        let zone: Zone = "America/New_York".parse()?;
        // The midnight at which the city took the extract.
        let as_of = records::wall_time(zone, "2016-01-13T00:00:00")?.ok_or("no instant")?;
        let range = "2015-01-01T00:00:00Z".parse()?.."2017-01-01T00:00:00Z".parse()?;
        let engine = Standard::from_json(include_str!("../scorecard/boston.json"))?.engine_within(range)?;
        let published = engine.agreements().first().ok_or("no agreement")?;
        let by: Fact = "department".parse()?;
        let rule =
            AttainmentRule { by: by.clone(), period: PeriodKind::Month, time_zone: zone, dated: Dated::Due };
        let (mut sound, mut reversed) = (AttainmentBy::new(rule.clone()), AttainmentBy::new(rule));
        let mut cases = 0;
        for row in records::rows(&mut reader, &mut intake)? {
            let ticket = match cases::read(&row, places, zone) {
                Ok((builder, _)) => intake.take(builder.build()),
                Err(why) => {
                    intake.refuse(row[places[0]].parse().ok(), records::at(row.position(), &why));
                    None
                }
            };
            let Some(ticket): Option<Ticket> = ticket else { continue };
            let Some(evaluation) = published.evaluate(&ticket, as_of) else { continue };
            cases += 1;
            let tally = if ticket.anomalies().is_empty() { &mut sound } else { &mut reversed };
            let view = ticket.at(as_of);
            tally.record(view.fact(&by), ticket.created(), &evaluation);
        }
        Ok(Self { intake, sound, reversed, cases, as_of })
    }

    /// What became of the targets of a month, or of all.
    fn counts(group: Option<&PeriodAttainment>, month: Option<PeriodDates>) -> OutcomeCounts {
        let attainment = match (group, month) {
            (Some(group), Some(month)) => group.periods().get(&month).cloned(),
            (Some(group), None) => Some(group.total()),
            (None, _) => None,
        };
        attainment.map_or_else(OutcomeCounts::default, |attainment| attainment.total())
    }

    fn text(&self, month: Period) -> Result<String, Box<dyn Error>> {
        let mut page = Page::new(Language::English, month.time_zone());
        page.heading("Boston 311, targets that fell due in the month, by department", "");
        page.line(format!("{month}, as of {}; {}", page.wall(self.as_of).date(), self.intake));
        let window = SloWindow::Calendar { every: PeriodKind::Month, time_zone: month.time_zone() };
        let promised = SloGoal::Share(PROMISED.parse()?);
        let objective =
            ServiceLevelObjective::new("on time".parse()?, promised, BudgetBasis::Tickets, window)?;
        let (mut rows, mut budgets) = (Vec::new(), Vec::new());
        let mut all = (OutcomeCounts::default(), OutcomeCounts::default());
        let dates = Some(month.dates());
        let mut departments: Vec<(&str, OutcomeCounts, OutcomeCounts)> = Vec::new();
        let names: BTreeSet<&String> =
            self.sound.groups().keys().chain(self.reversed.groups().keys()).collect();
        for name in names {
            let sound = Self::counts(self.sound.groups().get(name), dates);
            let reversed = Self::counts(self.reversed.groups().get(name), dates);
            all.0.merge(&sound);
            all.1.merge(&reversed);
            departments.push((name, sound, reversed));
        }
        departments.push(("all", all.0, all.1));
        for (name, sound, reversed) in departments {
            let tally = tally(&sound, &reversed)?;
            let report = objective.report_period(&tally, &month, self.as_of)?;
            if tally.gross().total()? == 0 {
                continue;
            }
            let counts =
                [sound.met, sound.late, sound.overdue, reversed.total()].map(|count| count.to_string());
            rows.push([vec![name.to_owned()], counts.to_vec(), vec![percent(&report)]].concat());
            budgets.push(budget(name, &report));
        }
        page.table(
            &[
                ("department", ""),
                ("met", ""),
                ("late", ""),
                ("still open", ""),
                ("excluded", ""),
                ("attainment", ""),
            ],
            rows,
        );
        page.line("Excluded: closed before they were opened, which the city's records say of a few.");
        page.heading("Error budgets, had the city promised that 80 % meet their target", "");
        page.table(
            &[
                ("department", ""),
                ("allowed", ""),
                ("spent", ""),
                ("left", ""),
                ("used", ""),
                ("burn rate", ""),
                ("status", ""),
            ],
            budgets,
        );
        page.heading("Service credits", "");
        page.line("None: the city publishes targets, and neither fees nor credits.");
        Ok(page.text())
    }

    /// The whole year, in the words of the reference.
    fn json(&self) -> Value {
        let mut departments = BTreeMap::new();
        let (mut met, mut finished) = (0, 0);
        for (name, group) in self.sound.groups() {
            let (k, n) = Self::counts(Some(group), None).ratio(Denominator::Finished);
            (met, finished) = (met + k, finished + n);
            if n > 0 {
                departments.insert(name, json!({"met": k, "n": n, "attainment": records::ratio(k, n)}));
            }
        }
        let mut total = self.sound.total().total().total();
        total.merge(&self.reversed.total().total().total());
        let overdue = total.late + total.overdue;
        json!({
            "cases": self.cases,
            "evaluated": {"ONTIME": self.cases - overdue, "OVERDUE": overdue},
            "met": {"k": met, "n": finished, "share": records::ratio(met, finished)},
            "departments": departments,
            "closed_before_opened": self.reversed.total().total().total().total(),
            "closed_with_target": total.met + total.late,
            "open_with_target": total.running + total.paused + total.overdue,
        })
    }
}

/// All that was decided; what is excluded listed as such.
fn tally(sound: &OutcomeCounts, reversed: &OutcomeCounts) -> Result<SloTally, Box<dyn Error>> {
    let mut tally = SloTally::of_outcomes(sound, Denominator::Decided)?;
    let excluded = SloTally::of_outcomes(reversed, Denominator::Decided)?;
    tally.merge(&excluded)?;
    tally.exclude(&"closed before it was opened".parse()?, excluded.gross())?;
    Ok(tally)
}

fn percent(report: &BudgetReport) -> String {
    let share = report.sli.and_then(|share| Share::new(share.rounded(4).value()).ok());
    shown(share.map(|share| format!("{} %", share.percent())))
}

fn budget(name: &str, report: &BudgetReport) -> Vec<String> {
    let figures = report.figures.first();
    let units = figures.and_then(|figures| figures.units);
    let amounts = units.map(|units| [units.allowed, units.spent, units.left]);
    let amounts = amounts
        .map_or_else(|| vec!["-".to_owned(); 3], |all| all.map(|one| one.rounded(1).to_string()).to_vec());
    let used =
        figures.and_then(|figures| figures.consumed_percent).map(|used| format!("{} %", used.rounded(1)));
    let rate = shown(report.burn_rate.map(|rate| rate.rounded(2)));
    let status = report.status.text(Language::English).to_owned();
    [vec![name.to_owned()], amounts, vec![shown(used), rate, status]].concat()
}
