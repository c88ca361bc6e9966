//! What the weeks say: the problem, what does not cause it, the baseline, the effect, whether it holds.

use std::collections::BTreeMap;
use std::error::Error;

use serde::Deserialize;
use service_quality::analysis::mean::{self, Variances};
use service_quality::analysis::proportion::TestMethod;
use service_quality::improve::cause::CauseEvidence;
use service_quality::improve::cycle::{AcceptedException, ControlPlan};
use service_quality::improve::effect::{
    AfterPeriod, Effect, EffectTest, Sample, SeriesChange, Sizing, Study, TestPlan, WatchedIndicator,
};
use service_quality::improve::goal::{Baseline, Goal, SmartContext, SmartReview};
use service_quality::improve::problem::{
    FiringAlert, Problem, Severity, Suggestion, SuggestionRule, suggest_problems,
};
use service_quality::indicator::{Indicator, Measurement};
use service_quality::monitor;
use service_quality::monitor::process::ProcessMonitor;
use service_quality::monitor::warning::{Evidence, Watch, WatchState};
use service_quality::quantity::{Date, DateRange, Timestamp, Zone};
use service_quality::score::Model;
use service_quality::sla::Attainment;

use crate::weeks::{self, Week, Weeks, between, percent};

/// How the service is scored and watched, and what is aimed at; made up, and as a document has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Board {
    model: Model,
    watch: Watch,
    rule: SuggestionRule,
    indicator: Indicator,
    goal: Goal,
}

pub(crate) struct Boston {
    pub(crate) zone: Zone,
    weeks: Vec<Week>,
    board: Board,
}

impl Boston {
    pub(crate) fn new() -> Result<Self, Box<dyn Error>> {
        let zone: Zone = "America/New_York".parse()?;
        let board = serde_json::from_str(include_str!("board.json"))?;
        Ok(Self { zone, weeks: weeks::read(zone)?, board })
    }

    pub(crate) const fn goal(&self) -> &Goal {
        &self.board.goal
    }

    /// The twelve weeks before anything was done, and the twelve after all was.
    fn before(&self) -> Result<Weeks<'_>, Box<dyn Error>> {
        between(&self.weeks, "2015-06-29", "2015-09-14")
    }

    fn after(&self) -> Result<Weeks<'_>, Box<dyn Error>> {
        between(&self.weeks, "2015-10-05", "2015-12-21")
    }

    /// The costliest problem of the first half of the year, by the scorecard and the early warning.
    pub(crate) fn suggestion(&self) -> Result<Suggestion, Box<dyn Error>> {
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
        Ok(suggested.found.into_iter().next().ok_or("nothing is suggested")?)
    }

    pub(crate) fn problem(&self, found: Timestamp) -> Result<Problem, Box<dyn Error>> {
        let what = "More than one request in four is late".parse()?;
        Ok(self.suggestion()?.into_problem("P-1".parse()?, what, Severity::Major, found))
    }

    /// Are busy weeks late weeks? The busier half of twelve against the other.
    pub(crate) fn busy_weeks(&self) -> Result<CauseEvidence, Box<dyn Error>> {
        let mut weeks: Vec<&Week> = between(&self.weeks, "2015-05-25", "2015-08-10")?.0.iter().collect();
        weeks.sort_by_key(|week| week.requests);
        let (calm, busy) = weeks.split_at(weeks.len() / 2);
        let shares = |weeks: &[&Week]| -> Result<Vec<f64>, Box<dyn Error>> {
            weeks.iter().map(|week| Ok(week.late_share()?.to_string().parse()?)).collect()
        };
        let found = mean::test(&shares(calm)?, &shares(busy)?, "0.95".parse()?, Variances::Unequal)?;
        let (of, p) = ("late share of busy against calm weeks".parse()?, found.p_value.two_sided());
        Ok(CauseEvidence::tested(of, found.difference, p, "0.05".parse()?).ok_or("no number")?)
    }

    pub(crate) fn baseline(&self) -> Result<Baseline, Box<dyn Error>> {
        let weeks = self.before()?;
        let baseline = Baseline::from_series("late_share".parse()?, weeks.series()?, 2)?;
        let dates = DateRange::new("2015-06-29".parse()?, "2015-09-20".parse()?)?;
        Ok(baseline.with_records(weeks.requests())?.with_dates(dates))
    }

    /// The goal, held against the baseline.
    pub(crate) fn review(&self, baseline: &Baseline, on: Date) -> SmartReview {
        let indicator = Some(&self.board.indicator);
        self.goal().review(&SmartContext { indicator, baseline: Some(baseline), ..SmartContext::on(on) })
    }

    /// By weeks, and not by requests: they vary 19 times as much as chance alone lets them (see `control_chart`).
    pub(crate) fn test_plan() -> Result<TestPlan, Box<dyn Error>> {
        let sizing = Sizing::Means { effect: "1.5".parse()?, power: "0.9".parse()? };
        let (test, after) = (EffectTest::TwoMeans(Variances::Unequal), AfterPeriod::Days(84));
        Ok(TestPlan::sized(test, "0.05".parse()?, sizing, after)?)
    }

    /// The effect as it was planned to be tested, with all that the guards ask to be reported.
    pub(crate) fn effect(&self, watched: &[WatchedIndicator]) -> Result<Effect, Box<dyn Error>> {
        let (before, after) = (self.before()?, self.after()?);
        let (volume_before, volume) = (before.requests_a_week()?, after.requests_a_week()?);
        let side_effects = watched.iter().map(|one| one.observed(Some(volume_before), volume));
        let chart = Baseline::from_series("late_share".parse()?, after.series()?, 2)?;
        let stability = chart.stability().ok_or("no chart")?.clone();
        let effect = self.tested(&Self::test_plan()?)?;
        Ok(effect.with_stability(stability).with_side_effects(side_effects)?)
    }

    /// As if each request were a draw of its own: what an eager eye would take.
    pub(crate) fn effect_by_requests(&self) -> Result<Effect, Box<dyn Error>> {
        let pooled = |weeks: &Weeks<'_>| Sample::counts(weeks.late(), weeks.requests());
        let study = Study::new(pooled(&self.before()?)?, pooled(&self.after()?)?)?.per(100)?.places(2)?;
        Ok(Self::otherwise(EffectTest::TwoShares(TestMethod::Z))?.run(self.goal(), &study, after_dates()?)?)
    }

    /// Had the weeks a trend of their own? The jump beside it.
    pub(crate) fn effect_beside_trend(&self) -> Result<Effect, Box<dyn Error>> {
        self.tested(&Self::otherwise(EffectTest::InterruptedSeries {
            change: SeriesChange::Level,
            lags: None,
        })?)
    }

    fn otherwise(test: EffectTest) -> Result<TestPlan, Box<dyn Error>> {
        let plan = Self::test_plan()?;
        Ok(TestPlan::new(test, plan.alpha(), plan.minimum(), plan.after())?)
    }

    fn tested(&self, plan: &TestPlan) -> Result<Effect, Box<dyn Error>> {
        let study = Study::new(self.before()?.sample()?, self.after()?.sample()?)?.places(2)?;
        Ok(plan.run(self.goal(), &study, after_dates()?)?)
    }

    /// The chart that holds the gain: all weeks, with limits of their own from the day of the control plan on.
    pub(crate) fn held(
        &self,
        plan: &ControlPlan,
        accepted: &AcceptedException,
    ) -> Result<String, Box<dyn Error>> {
        let monitor: ProcessMonitor = serde_json::from_str(include_str!("../control_chart/chart.json"))?;
        let baseline = plan.rebased(
            &monitor::baseline::Baseline::default(),
            self.zone,
            accepted.reason.as_str(),
            &accepted.by,
        )?;
        let monitor = ProcessMonitor::new(monitor.chart().rebased(baseline)?, monitor.rules().clone());
        let points: Vec<_> = self.weeks.iter().map(Week::point).collect();
        let reading = monitor.read(&points)?;
        let last = reading.plotted().points().last().and_then(|point| point.limits()).ok_or("no limits")?;
        let (centre, stability) = (last.centre(), reading.stability());
        let since = plan.rebase.map_or_else(String::new, |day| format!(" since {day}"));
        Ok(format!("{}: centre {centre:.2}{since}, {stability}, watched by {}", plan.chart, plan.owner))
    }
}

fn after_dates() -> Result<DateRange, Box<dyn Error>> {
    Ok(DateRange::new("2015-10-05".parse()?, "2015-12-27".parse()?)?)
}
