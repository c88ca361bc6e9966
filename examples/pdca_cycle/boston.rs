//! An improvement that is proved, from the suggested problem to the closed cycle.

use std::error::Error;
use std::fmt::Write as _;

use serde::Deserialize;
use service_quality::improve::cycle::{Cycle, CycleCommand, Decision, Deviation, Phase};
use service_quality::improve::goal::NaturalVariation;
use service_quality::improve::history::{Command, GuardPolicy};
use service_quality::quantity::{CycleId, Language};

use crate::desk::{Desk, Given};
use crate::study::Boston;
use crate::timeline;

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
    id: CycleId,
    people: People,
    boston: Boston,
    desk: Desk,
    text: String,
}

pub(crate) fn run() -> Result<String, Box<dyn Error>> {
    let boston = Boston::new()?;
    let mut story = Story {
        id: "late-2015".parse()?,
        people: serde_json::from_str(include_str!("people.json"))?,
        desk: Desk::new(GuardPolicy::strict(boston.zone)),
        boston,
        text: String::new(),
    };
    story.take_up()?;
    story.plan()?;
    story.carry_out()?;
    story.check()?;
    story.act()?;
    let Story { desk, text, .. } = &story;
    let owners = timeline::owners(desk, "2016-01-06".parse()?);
    let (events, replayed) = (timeline::events(desk)?, desk.replayed("2016-01-07T00:00:00Z")?);
    Ok(format!("{text}\nWho kept the days\n{owners}\nWhat happened\n{events}\n{replayed}"))
}

impl Story {
    fn say(&mut self, line: impl AsRef<str>) {
        let _ = writeln!(self.text, "{}", line.as_ref());
    }

    fn cycle(&self) -> Result<&Cycle, Box<dyn Error>> {
        self.desk.cycle(&self.id)
    }

    fn done(&mut self, at: &str, by: &str, what: CycleCommand) -> Result<(), Box<dyn Error>> {
        self.desk.done(at, &self.id, by, what)
    }

    /// What is refused is told.
    fn refused(&mut self, at: &str, by: &str, what: CycleCommand) -> Result<(), Box<dyn Error>> {
        self.text += &self.desk.refused(at, &self.id, &Command::new(by.parse()?, what))?;
        Ok(())
    }

    fn take_up(&mut self) -> Result<(), Box<dyn Error>> {
        let suggestion = self.boston.suggestion()?;
        self.say("PLAN (计划). Suggested by the scorecard of the half-year and an early warning:");
        for language in [Language::English, Language::Chinese] {
            self.say(format!("  {}", suggestion.text(language)));
        }
        let at = "2015-07-13T13:05:00Z";
        self.desk.all(&self.people.start)?;
        self.done(at, "chen.yu", CycleCommand::AddProblem(self.boston.problem(at.parse()?)?))?;
        self.say("\nOn to Do at once?");
        self.refused("2015-07-13T13:10:00Z", "chen.yu", CycleCommand::Advance(Phase::Do))?;

        self.desk.all(&self.people.causes)?;
        let (cause, evidence) = ("volume".parse()?, vec![self.boston.busy_weeks()?]);
        self.done("2015-08-17T14:00:00Z", "li.wei", CycleCommand::RejectCause { cause, evidence })?;
        self.say("\nWhy? The chain of whys (五个为什么), and what was found of each");
        self.text += &timeline::causes(self.cycle()?);
        Ok(())
    }

    fn plan(&mut self) -> Result<(), Box<dyn Error>> {
        // The head of service looks at the cycle; while she thinks, actions are planned.
        let seen = self.cycle()?.revision();
        self.desk.all(&self.people.plan)?;
        let (head, goal) = ("novak.eva", CycleCommand::SetGoal(self.boston.goal().clone()));
        let stale = Command::new(head.parse()?, goal.clone()).after(seen);
        self.say("\nThe goal, meant for what was seen before");
        self.text += &self.desk.refused("2015-08-24T14:00:00Z", &self.id, &stale)?;
        self.done("2015-08-24T14:10:00Z", head, goal)?;

        let (baseline, plan) = (self.boston.baseline()?, Boston::test_plan()?);
        let (value, sigma) = (baseline.value(), baseline.natural().map_or(0.0, NaturalVariation::sigma));
        self.say(format!(
            "\nThe baseline is {value} with a sigma of {sigma:.2} a week; the goal, held against it:"
        ));
        for finding in self.boston.review(&baseline, "2015-09-21".parse()?).findings() {
            let (english, chinese) = (finding.text(Language::English), finding.text(Language::Chinese));
            self.say(format!("  {english}\n    {chinese}"));
        }
        let (test, alpha, least, after) = (plan.test(), plan.alpha(), plan.minimum(), plan.after());
        self.say(format!("Fixed in advance: {test}, alpha {alpha}, on {least} weeks or more, {after}"));
        let (set, fix) = (CycleCommand::SetBaseline(baseline), CycleCommand::FixTestPlan(plan));
        for what in [set, fix, CycleCommand::Advance(Phase::Do)] {
            self.done("2015-09-21T12:00:00Z", "chen.yu", what)?;
        }
        Ok(())
    }

    fn carry_out(&mut self) -> Result<(), Box<dyn Error>> {
        self.say("\nDO (执行). On to Check, while an action is open?");
        self.desk.all(&self.people.r#do)?;
        self.text += &self.desk.late("2015-10-01")?;
        self.refused("2015-10-01T21:00:00Z", "chen.yu", CycleCommand::Advance(Phase::Check))?;
        self.desk.all(&self.people.keeper)?;
        self.say("And when it is done, two days late, with no word about it?");
        self.refused("2015-10-05T13:00:00Z", "chen.yu", CycleCommand::Advance(Phase::Check))?;
        self.desk.all(&self.people.deviation)
    }

    fn check(&mut self) -> Result<(), Box<dyn Error>> {
        let pleasing = self.boston.effect_by_requests()?;
        self.say("\nCHECK (检查). Who made the table picks a test that pleases:");
        self.say(format!("  {}", pleasing.text(Language::English)));
        self.done("2015-12-28T15:00:00Z", "diaz.ana", CycleCommand::ReportEffect(pleasing))?;
        self.refused("2015-12-28T15:05:00Z", "chen.yu", CycleCommand::Advance(Phase::Act))?;

        let effect = self.boston.effect(self.cycle()?.watched())?;
        self.say("As planned, by somebody who owns no action:");
        self.say(format!("  {}\n  {}", effect.text(Language::English), effect.text(Language::Chinese)));
        let stability = effect.stability().ok_or("not known")?.clone();
        let again =
            "Tested again, by the plan: the first report was by another test and by an owner".parse()?;
        let again = CycleCommand::LogDeviation(Deviation { action: None, what: again });
        self.done("2015-12-29T14:55:00Z", "chen.yu", again)?;
        self.done("2015-12-29T15:00:00Z", "li.wei", CycleCommand::ReportEffect(effect))?;
        let held = self.cycle()?.prediction_held().ok_or("nothing was predicted")?;
        self.say(format!("  Afterwards the process is {stability}; the prediction held: {held}"));
        self.say(format!(
            "  Beside the plan: {}",
            self.boston.effect_beside_trend()?.text(Language::English)
        ));
        self.done("2015-12-29T15:05:00Z", "chen.yu", CycleCommand::Advance(Phase::Act))
    }

    fn act(&mut self) -> Result<(), Box<dyn Error>> {
        self.say("\nACT (处置). The change becomes the standard; closed at once?");
        self.desk.all(&self.people.standard)?;
        self.refused("2016-01-05T14:05:00Z", "chen.yu", CycleCommand::Advance(Phase::Closed))?;
        self.desk.all(&self.people.close)?;
        let cycle = self.cycle()?;
        let accepted = cycle.exceptions().last().ok_or("nobody accepted anything")?;
        let Some(Decision::Standardise(standard)) = cycle.decision() else {
            return Err("not standardised".into());
        };
        let version = standard.version.as_ref().ok_or("no version")?;
        let held = self.boston.held(standard.control_plan.as_ref().ok_or("no control plan")?, accepted)?;
        let text =
            format!("{} accepts: {}\n{version}, held by the chart of {held}", accepted.by, accepted.reason);
        self.say(text);
        self.say("\nOnce closed, it stays as it is:");
        self.refused("2016-01-06T15:00:00Z", "diaz.ana", CycleCommand::Cancel { reason: None })
    }
}
