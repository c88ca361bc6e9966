//! An improvement that is proved, from the suggested problem to the closed cycle.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use serde::Deserialize;
use service_quality::analysis::proportion::TestMethod;
use service_quality::analysis::mean::{self, Variances};
use service_quality::improve::cause::CauseEvidence;
use service_quality::improve::cycle::{CycleCommand, Decision, Phase};
use service_quality::improve::effect::{AfterPeriod, Effect, EffectTest, Sample, Sizing, Study, TestPlan};
use service_quality::improve::goal::{Baseline, Dates, Goal, SmartContext};
use service_quality::improve::history::{Command, GuardPolicy};
use service_quality::improve::problem::{FiringAlert, Problem, Severity, SuggestionRule, suggest_problems};
use service_quality::indicator::{Indicator, Measurement};
use service_quality::monitor;
use service_quality::monitor::process::ProcessMonitor;
use service_quality::monitor::warning::{Evidence, Watch, WatchState};
use service_quality::quantity::{CycleId, Language, Timestamp, Zone};
use service_quality::score::Model;
use service_quality::sla::Attainment;

use crate::desk::{Desk, Given};
use crate::timeline;
use crate::weeks::{self, Week, Weeks, between, percent};

/// What is measured, watched and aimed at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Board {
    model: Model,
    watch: Watch,
    rule: SuggestionRule,
    indicator: Indicator,
    goal: Goal,
}

/// What people did; made up.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    start: Vec<Given>,
    causes: Vec<Given>,
    plan: Vec<Given>,
    r#do: Vec<Given>,
    keeper: Vec<Given>,
    deviation: Vec<Given>,
    standard: Vec<Given>,
    close: Vec<Given>,
}

/// The story as far as it is told.
struct Story {
    cycle: CycleId,
    zone: Zone,
    weeks: Vec<Week>,
    board: Board,
    people: People,
    desk: Desk,
    text: String,
}

pub(crate) fn run() -> Result<String, Box<dyn Error>> {
    let zone: Zone = "America/New_York".parse()?;
    let mut story = Story {
        cycle: "late-2015".parse()?,
        zone,
        weeks: weeks::read(zone)?,
        board: serde_json::from_str(include_str!("board.json"))?,
        people: serde_json::from_str(include_str!("people.json"))?,
        desk: Desk::new(GuardPolicy::strict(zone)),
        text: String::new(),
    };
    story.plan()?;
    story.carry_out()?;
    story.check()?;
    story.act()?;
    let cycle = story.desk.cycle(&story.cycle)?;
    let Story { desk, text, .. } = &story;
    let owners = timeline::owners(desk, "2016-01-06".parse()?);
    let passages = timeline::passages(cycle);
    let replayed = desk.replayed("2016-01-07T00:00:00Z")?;
    Ok(format!("{text}\nWho kept the days\n{owners}\nThe way\n{passages}\n{replayed}"))
}

impl Story {
    fn say(&mut self, line: impl AsRef<str>) {
        let _ = writeln!(self.text, "{}", line.as_ref());
    }

    /// What is refused is told.
    fn refuse(&mut self, at: &str, by: &str, what: CycleCommand) -> Result<(), Box<dyn Error>> {
        let command = Command::new(by.parse()?, what);
        self.text += &self.desk.refused(at, &self.cycle, &command)?;
        Ok(())
    }

    /// Scorecard and early warning of the first half of the year.
    fn problem(&self, at: Timestamp) -> Result<(Problem, String), Box<dyn Error>> {
        let half = between(&self.weeks, "2015-01-05", "2015-06-29")?;
        let (late, requests) = (half.late(), half.requests());
        let above = half.shares()?.iter().filter(|share| **share > 30.into()).count() as u64;
        let scorecard = self.board.model.score(&BTreeMap::from([
            ("late_share".parse()?, Measurement::present(percent(late, requests)?, requests)),
            ("weeks_above_30".parse()?, Measurement::present(percent(above, half.len())?, half.len())),
        ]));
        let mut state = WatchState::default();
        for week in between(&self.weeks, "2015-01-05", "2015-07-06")?.0 {
            let evidence = Evidence::new(week.end).with_value(week.late_share()?);
            self.board.watch.step(&mut state, &evidence, &[]);
        }
        let alerts = Vec::from_iter(FiringAlert::of(&self.board.watch, &state));
        let suggested = suggest_problems(&scorecard, &alerts, &Attainment::default(), &self.board.rule);
        let first = suggested.found.first().ok_or("nothing is suggested")?.clone();
        let told = format!("  {}\n  {}\n", first.text(Language::English), first.text(Language::Chinese));
        let what = "One request in four is late".parse()?;
        Ok((first.into_problem("P-1".parse()?, what, Severity::Major, at), told))
    }

    fn plan(&mut self) -> Result<(), Box<dyn Error>> {
        let (problem, told) = self.problem("2015-07-13T13:05:00Z".parse()?)?;
        self.say("PLAN (计划). Suggested, of the scorecard of the half-year and an early warning:");
        self.text += &told;
        self.desk.all(&self.people.start)?;
        self.desk.done("2015-07-13T13:05:00Z", &self.cycle, "chen.yu", CycleCommand::AddProblem(problem))?;
        self.say("\nDo, without more ado?");
        self.refuse("2015-07-13T13:10:00Z", "chen.yu", CycleCommand::Advance(Phase::Do))?;

        self.desk.all(&self.people.causes)?;
        let (busy, told) = self.busy_weeks()?;
        let reject = CycleCommand::RejectCause { cause: "volume".parse()?, evidence: vec![busy] };
        self.desk.done("2015-08-17T14:00:00Z", &self.cycle, "li.wei", reject)?;
        self.say("\nWhy? The chain of whys, and what was found of each");
        self.text += &timeline::causes(self.desk.cycle(&self.cycle)?);
        self.say(told);

        // Two people look at the same state; the second to decide is told so.
        let seen = self.desk.cycle(&self.cycle)?.revision();
        self.desk.all(&self.people.plan)?;
        self.say("\nThe goal, meant for what was seen before the actions were planned");
        let goal = CycleCommand::SetGoal(self.board.goal.clone());
        let stale = Command::new("novak.eva".parse()?, goal.clone()).after(seen);
        self.text += &self.desk.refused("2015-08-24T14:00:00Z", &self.cycle, &stale)?;
        self.desk.done("2015-08-24T14:10:00Z", &self.cycle, "novak.eva", goal)?;

        let (before, plan) = (self.before()?, test_plan()?);
        let context = SmartContext {
            indicator: Some(&self.board.indicator),
            baseline: Some(&before),
            after_ends: plan.after_ends(),
            ..SmartContext::on("2015-09-21".parse()?)
        };
        let review = self.board.goal.review(&context);
        self.say(format!("\nThe baseline is {} ± 3 × {:.2}; the goal, held against it:",
            before.value(), before.natural().map_or(0.0, |natural| natural.sigma())));
        for finding in review.findings() {
            self.say(format!("  {}\n    {}", finding.text(Language::English), finding.text(Language::Chinese)));
        }
        self.say(format!("Fixed in advance: {}, alpha {}, {} weeks or more, {}",
            plan.test(), plan.alpha(), plan.minimum(), plan.after()));
        for what in [CycleCommand::SetBaseline(before), CycleCommand::FixTestPlan(plan), CycleCommand::Advance(Phase::Do)] {
            self.desk.done("2015-09-21T12:00:00Z", &self.cycle, "chen.yu", what)?;
        }
        Ok(())
    }

    /// Are busy weeks late weeks? The busier half of twelve against the other.
    fn busy_weeks(&self) -> Result<(CauseEvidence, String), Box<dyn Error>> {
        let mut weeks: Vec<&Week> = between(&self.weeks, "2015-05-25", "2015-08-10")?.0.iter().collect();
        weeks.sort_by_key(|week| week.requests);
        let share = |week: &&Week| 100.0 * week.late as f64 / week.requests as f64;
        let (calm, busy) = weeks.split_at(weeks.len() / 2);
        let shares = |weeks: &[&Week]| weeks.iter().map(share).collect::<Vec<_>>();
        let found = mean::test(&shares(calm), &shares(busy), "0.95".parse()?, Variances::Unequal)?;
        let of = "busy against calm weeks".parse()?;
        let evidence = CauseEvidence::tested(of, found.difference, found.p_value).ok_or("no number")?;
        Ok((evidence, format!("  {}", found.interpretation())))
    }

    fn before(&self) -> Result<Baseline, Box<dyn Error>> {
        let weeks = between(&self.weeks, "2015-06-29", "2015-09-14")?;
        let dates = Dates::new("2015-06-29".parse()?, "2015-09-20".parse()?)?;
        let baseline = Baseline::from_series("late_share".parse()?, weeks.series()?, 2)?;
        Ok(baseline.with_records(weeks.requests())?.with_dates(dates))
    }

    fn carry_out(&mut self) -> Result<(), Box<dyn Error>> {
        self.say("\nDO (执行). Check, while an action is open?");
        self.desk.all(&self.people.r#do)?;
        self.text += &self.desk.late("2015-10-01")?;
        self.refuse("2015-10-01T21:00:00Z", "chen.yu", CycleCommand::Advance(Phase::Check))?;
        self.desk.all(&self.people.keeper)?;
        self.say("And when it is done, two days late, with no word about it?");
        self.refuse("2015-10-05T13:00:00Z", "chen.yu", CycleCommand::Advance(Phase::Check))?;
        self.desk.all(&self.people.deviation)
    }

    fn check(&mut self) -> Result<(), Box<dyn Error>> {
        self.say("\nCHECK (检查). Who rewrote the table picks a test that pleases:");
        let (before, after) =
            (between(&self.weeks, "2015-06-29", "2015-09-14")?, between(&self.weeks, "2015-10-05", "2015-12-21")?);
        let dates = Dates::new("2015-10-05".parse()?, "2015-12-27".parse()?)?;
        let plan = test_plan()?;
        // By requests, as if each were a draw of its own: weeks differ by far more than that.
        let pooled = |weeks: &Weeks<'_>| Sample::counts(weeks.late(), weeks.requests());
        let study = Study::new(pooled(&before)?, pooled(&after)?)?.per(100)?.places(2)?;
        let by_request = TestPlan::new(EffectTest::TwoShares(TestMethod::Z), plan.alpha(), 1, plan.after())?;
        let pleasing = by_request.run(&self.board.goal, &study, dates)?;
        // As planned: by weeks.
        let study = Study::new(before.sample()?, after.sample()?)?.places(2)?;
        let watched = self.desk.cycle(&self.cycle)?.watched().to_vec();
        let side = watched.iter().map(|one| Ok(one.observed(Some(before.requests_a_week()?), after.requests_a_week()?)));
        let side = side.collect::<Result<Vec<_>, Box<dyn Error>>>()?;
        let stability = Baseline::from_series("late_share".parse()?, after.series()?, 2)?;
        let stability = stability.stability().ok_or("no chart")?.clone();
        let planned = plan.run(&self.board.goal, &study, dates)?.with_stability(stability).with_side_effects(side)?;

        let report = |effect: &Effect| CycleCommand::ReportEffect(effect.clone());
        self.say(format!("  {}", pleasing.text(Language::English)));
        self.desk.done("2015-12-28T15:00:00Z", &self.cycle, "diaz.ana", report(&pleasing))?;
        self.refuse("2015-12-28T15:05:00Z", "chen.yu", CycleCommand::Advance(Phase::Act))?;
        self.say("As planned, by somebody who owns no action:");
        self.say(format!("  {}\n  {}", planned.text(Language::English), planned.text(Language::Chinese)));
        self.desk.done("2015-12-29T15:00:00Z", &self.cycle, "li.wei", report(&planned))?;
        let held = self.desk.cycle(&self.cycle)?.prediction_held();
        self.say(format!("  Stable after: {}; as predicted: {}", yes(planned.stability().map(ToString::to_string)), yes(held)));
        self.desk.done("2015-12-29T15:05:00Z", &self.cycle, "chen.yu", CycleCommand::Advance(Phase::Act))
    }

    fn act(&mut self) -> Result<(), Box<dyn Error>> {
        self.say("\nACT (处置). The gain becomes the standard; closed at once?");
        self.desk.all(&self.people.standard)?;
        self.refuse("2016-01-05T14:05:00Z", "chen.yu", CycleCommand::Advance(Phase::Closed))?;
        self.say("The head of service accepts by name what is missing; and the gain is held, by the chart rebased:");
        self.desk.all(&self.people.close)?;
        let Some(Decision::Standardise(standard)) = self.desk.cycle(&self.cycle)?.decision() else {
            return Err("not standardised".into());
        };
        let control = standard.control_plan.as_ref().ok_or("no control plan")?;
        let monitor: ProcessMonitor = serde_json::from_str(include_str!("../control_chart/chart.json"))?;
        let baseline = control.rebased(&monitor::baseline::Baseline::default(), self.zone)?;
        let chart = monitor.chart().rebased(baseline)?;
        let points: Vec<_> = self.weeks.iter().map(Week::point).collect();
        let reading = ProcessMonitor::new(chart, monitor.rules().clone()).read(&points)?;
        let last = reading.plotted().points().last().and_then(|point| point.limits()).ok_or("no limits")?;
        let line = format!("  {}: centre {:.2} since {}; {}; watched by {}",
            control.chart, last.centre(), control.rebase.map_or_else(String::new, |day| day.to_string()),
            reading.stability(), control.owner);
        self.say(line);
        self.say("\nA closed cycle stays as it is:");
        self.refuse("2016-01-06T15:00:00Z", "diaz.ana", CycleCommand::Cancel { reason: None })
    }
}

/// By weeks, and not by requests: they vary 19 times as much as chance alone lets them (see `control_chart`).
fn test_plan() -> Result<TestPlan, Box<dyn Error>> {
    let sizing = Sizing::Means { effect: "1.5".parse()?, power: "0.9".parse()? };
    Ok(TestPlan::sized(EffectTest::TwoMeans(Variances::Unequal), "0.05".parse()?, sizing, AfterPeriod::Days(84))?)
}

fn yes(known: Option<impl ToString>) -> String {
    known.map_or("not known".to_owned(), |known| known.to_string())
}
