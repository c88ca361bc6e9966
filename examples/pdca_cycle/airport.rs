//! A measure that did not help: the standard stays as it was, and the next cycle knows more.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;
use service_quality::analysis::proportion::TestMethod;
use service_quality::improve::cause::{CauseCategory, CauseEvidence, Hypothesis};
use service_quality::improve::cycle::{CycleCommand, CycleGuard, Phase};
use service_quality::improve::effect::{AfterPeriod, Effect, EffectTest, Sample, Sizing, Study, TestPlan};
use service_quality::improve::goal::{Baseline, BaselinePoint};
use service_quality::improve::history::{Command, GuardPolicy};
use service_quality::improve::problem::{
    DriverShare, Problem, ProblemEvidence, Severity, SuggestionRule, suggest_problems,
};
use service_quality::indicator::Measurement;
use service_quality::quantity::{CycleId, DateRange, IndicatorId, Language, ProblemId};
use service_quality::score::Model;
use service_quality::sla::Attainment;

use crate::desk::{Desk, Given};
use crate::timeline;
use crate::waves::{self, ITEMS, Wave};
use crate::weeks::percent;

/// How the airport is scored, and what people did; both made up.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    model: Model,
    start: Vec<Given>,
    plan: Vec<Given>,
    r#do: Vec<Given>,
    standard: Vec<Given>,
    adjust: Vec<Given>,
}

struct Story {
    cycle: CycleId,
    next: CycleId,
    waves: Vec<Wave>,
    people: People,
    desk: Desk,
    text: String,
}

pub(crate) fn run(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut story = Story {
        cycle: "signs-2017".parse()?,
        next: "passengers-2019".parse()?,
        waves: waves::read(path)?,
        people: serde_json::from_str(include_str!("airport.json"))?,
        desk: Desk::new(policy()?),
        text: String::new(),
    };
    story.try_signs()?;
    story.close()?;
    story.begin_anew()?;
    let lineage: Vec<&str> =
        story.desk.register.lineage(&story.next).into_iter().map(|cycle| cycle.id().as_str()).collect();
    let (events, replayed) = (timeline::events(&story.desk)?, story.desk.replayed("2019-02-01T00:00:00Z")?);
    Ok(format!("{}\nWhat happened, {}\n{events}\n{replayed}", story.text, lineage.join(", then ")))
}

/// A survey a year makes no chart: nobody can say whether it is stable, and each move that this let pass says so.
fn policy() -> Result<GuardPolicy<CycleGuard>, Box<dyn Error>> {
    let policy = GuardPolicy::strict("America/Los_Angeles".parse()?);
    [CycleGuard::BaselineStabilityMissing, CycleGuard::StabilityAfterMissing].into_iter().try_fold(
        policy,
        |policy, guard| {
            Ok(policy.without(guard, "one wave a year makes no chart".parse()?, "park.min".parse()?)?)
        },
    )
}

/// The effect of whatever changed between two waves on the share of the satisfied.
pub(crate) fn effect(
    before: &Wave,
    after: &Wave,
    goal: &service_quality::improve::goal::Goal,
) -> Result<Effect, Box<dyn Error>> {
    let counts = |wave: &Wave| -> Result<Sample, Box<dyn Error>> {
        let (satisfied, answers) = wave.satisfied()?;
        Ok(Sample::counts(satisfied, answers)?)
    };
    let study = Study::new(counts(before)?, counts(after)?)?.per(100)?.places(2)?;
    Ok(test_plan()?.run(goal, &study, year(&after.year)?)?)
}

/// So large that a rise from 82 to 85 of 100 would be seen.
fn test_plan() -> Result<TestPlan, Box<dyn Error>> {
    let sizing = Sizing::Shares { before: "0.82".parse()?, after: "0.85".parse()?, power: "0.8".parse()? };
    let test = EffectTest::TwoShares(TestMethod::Z);
    Ok(TestPlan::sized(test, "0.05".parse()?, sizing, AfterPeriod::Dates(year("2018")?))?)
}

fn year(year: &str) -> Result<DateRange, Box<dyn Error>> {
    Ok(DateRange::new(format!("{year}-01-01").parse()?, format!("{year}-12-31").parse()?)?)
}

impl Story {
    fn say(&mut self, line: impl AsRef<str>) {
        let _ = writeln!(self.text, "{}", line.as_ref());
    }

    fn wave(&self, year: &str) -> Result<&Wave, Box<dyn Error>> {
        Ok(self.waves.iter().find(|wave| wave.year == year).ok_or_else(|| format!("no wave {year}"))?)
    }

    /// The costliest loss of a wave's scorecard, and how it was told.
    fn problem(&self, year: &str, id: &str, at: &str) -> Result<(Problem, String), Box<dyn Error>> {
        let wave = self.wave(year)?;
        let (satisfied, answers) = wave.satisfied()?;
        let overall = Measurement::present(percent(satisfied, answers)?, answers);
        let mut measured: BTreeMap<IndicatorId, Measurement> =
            BTreeMap::from([("satisfied".parse()?, overall)]);
        for item in ITEMS {
            measured.insert(item.parse()?, wave.mean(item)?);
        }
        let scorecard = self.people.model.score(&measured);
        let suggested = suggest_problems(&scorecard, &[], &Attainment::default(), &SuggestionRule::new());
        let first = suggested.found.into_iter().next().ok_or("nothing is suggested")?;
        let told = first.text(Language::English);
        let what = "Too few passengers are satisfied with the airport as a whole".parse()?;
        Ok((first.into_problem(id.parse::<ProblemId>()?, what, Severity::Major, at.parse()?), told))
    }

    /// The level of a series of waves, one a year, and whether it was stable.
    fn series(&self, until: &str) -> Result<Baseline, Box<dyn Error>> {
        let waves = self.waves.iter().filter(|wave| wave.year.as_str() <= until);
        let point = |wave: &Wave| -> Result<BaselinePoint, Box<dyn Error>> {
            let (satisfied, answers) = wave.satisfied()?;
            Ok(BaselinePoint {
                at: format!("{}-01-01T00:00:00Z", wave.year).parse()?,
                value: percent(satisfied, answers)?,
            })
        };
        let points = waves.map(point).collect::<Result<Vec<_>, _>>()?;
        Ok(Baseline::from_series("satisfied".parse()?, points, 2)?)
    }

    fn try_signs(&mut self) -> Result<(), Box<dyn Error>> {
        let (problem, told) = self.problem("2017", "P-1", "2017-07-03T16:05:00Z")?;
        self.say(format!("2017, suggested: {told}"));
        self.desk.all(&self.people.start)?;
        self.desk.done("2017-07-03T16:05:00Z", &self.cycle, "ruiz.eva", CycleCommand::AddProblem(problem))?;
        self.desk.all(&self.people.plan)?;
        let plan = test_plan()?;
        self.say(format!(
            "Fixed in advance: {}, alpha {}, {} answers or more",
            plan.test(),
            plan.alpha(),
            plan.minimum()
        ));
        for what in [
            CycleCommand::SetBaseline(self.series("2017")?),
            CycleCommand::FixTestPlan(plan),
            CycleCommand::Advance(Phase::Do),
        ] {
            self.desk.done("2017-09-01T16:00:00Z", &self.cycle, "ruiz.eva", what)?;
        }
        self.desk.all(&self.people.r#do)
    }

    fn close(&mut self) -> Result<(), Box<dyn Error>> {
        let goal = self.desk.cycle(&self.cycle)?.goal().ok_or("no goal")?.clone();
        let effect = effect(self.wave("2017")?, self.wave("2018")?, &goal)?;
        self.say(format!(
            "2018, checked:\n  {}\n  {}",
            effect.text(Language::English),
            effect.text(Language::Chinese)
        ));
        self.desk.done("2019-01-08T16:00:00Z", &self.cycle, "li.wei", CycleCommand::ReportEffect(effect))?;
        self.desk.done("2019-01-08T16:05:00Z", &self.cycle, "ruiz.eva", CycleCommand::Advance(Phase::Act))?;
        self.desk.all(&self.people.standard)?;
        self.say("The new signs as the standard?");
        let closing = Command::new("ruiz.eva".parse()?, CycleCommand::Advance(Phase::Closed));
        self.text += &self.desk.refused("2019-01-09T16:05:00Z", &self.cycle, &closing)?;
        self.desk.all(&self.people.adjust)
    }

    /// The next cycle was started when the first one was closed; it gets the facts of 2018.
    fn begin_anew(&mut self) -> Result<(), Box<dyn Error>> {
        let next = self.desk.cycle(&self.next)?;
        let mut text = format!("Adjusted: `{}` goes on\n", next.id());
        for lesson in next.lessons() {
            let _ = writeln!(text, "  lesson: {lesson}");
        }
        for (id, problem) in next.problems() {
            let _ = writeln!(text, "  rolled over: {id}, {}", problem.problem().what);
        }
        self.text += &text;

        let (found, at) = (self.wave("2018")?.drivers()?, "2019-01-14T16:00:00Z");
        let (mut problem, told) = self.problem("2018", "P-2", at)?;
        let shares = ITEMS.iter().map(|item| Ok(DriverShare::of(&found, &item.parse()?).ok_or("no driver")?));
        let mut shares = shares.collect::<Result<Vec<_>, Box<dyn Error>>>()?;
        shares.sort_by_key(|share| std::cmp::Reverse(share.share));
        for share in &shares {
            problem = problem.with_evidence(ProblemEvidence::KeyDriver(share.clone()));
        }
        self.say(format!("Taken up beside it: {told}"));
        self.desk.done(at, &self.next, "ruiz.eva", CycleCommand::AddProblem(problem))?;
        for share in shares {
            self.examine(share)?;
        }
        self.say("What drives the airport as a whole, and what fell. To go together is not to cause: the next test tells");
        self.text += &timeline::causes(self.desk.cycle(&self.next)?);
        self.say("Before Do there is missing:");
        let missing = self.desk.cycle(&self.next)?.missing(&self.desk.policy, at.parse()?);
        for violation in missing {
            self.say(format!("  {violation}"));
        }
        Ok(())
    }

    /// A driver that fell is held to be a cause, one that did not is not.
    fn examine(&mut self, share: DriverShare) -> Result<(), Box<dyn Error>> {
        let (at, item) = ("2019-01-14T16:30:00Z", share.driver.clone());
        let (before, after) = (self.wave("2017")?, self.wave("2018")?);
        let moved = after.moved(item.as_str(), before)?;
        let p = moved.p_value().ok_or("no test")?;
        let effect = moved.difference();
        let test = CauseEvidence::tested(
            "2018 against 2017".parse()?,
            effect.to_string().parse()?,
            p,
            "0.05".parse()?,
        );
        let evidence = vec![test.ok_or("no number")?, CauseEvidence::KeyDriver(share)];
        let statement = format!("{}: passengers find it worse", after.text(&item)?).parse()?;
        let cause = Hypothesis::new(item.as_str().parse()?, CauseCategory::Process, statement);
        let (propose, cause) =
            (CycleCommand::ProposeCause(cause.of_problem("P-2".parse()?)), item.as_str().parse()?);
        self.desk.done(at, &self.next, "li.wei", propose)?;
        let examined = if effect < 0.into() && p <= 0.05 {
            CycleCommand::VerifyCause { cause, evidence }
        } else {
            CycleCommand::RejectCause { cause, evidence }
        };
        self.desk.done(at, &self.next, "li.wei", examined)
    }
}
