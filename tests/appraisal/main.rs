//! People and teams compared, with the guards that keep chance from ranking them.

#![cfg(test)]

use std::collections::BTreeMap;

use service_quality::appraisal::{
    Apart, Appraisal, AppraisalError, AppraisalOrder, AppraisalRow, AppraisalRule, NotRanked,
};
use service_quality::population::league::{Shrinkage, Strength};
use service_quality::quantity::Score;
use service_quality::score::Simulation;
use service_quality::standard::{Engine, GroupedTally, Standard};
use service_quality::survey::{Answer, Response};

const DESK: &str = r#"{
    "id": "desk", "version": "2026-01", "calendars": {},
    "surveys": [{"id": "after a call", "version": "1", "name": {"en": "After a call"}, "questions": [
        {"id": "csat", "kind": {"csat": {"scale": {"from": 1, "to": 5}, "satisfied_at_least": 4, "dissatisfied_at_most": 2}}}]}],
    "built_in": [{"id": "csat_top_box"}],
    "model": {GRADES "root": {"id": "service", "children": [
        {"weight": 1, "indicator": "csat_top_box", "curve": {"goalposts": {"worst": 0, "best": 100}}}]}}
}"#;
const GRADES: &str =
    r#""grades": [{"grade": "A", "from": 85}, {"grade": "B", "from": 70}, {"grade": "C", "from": 0}],"#;

fn engine(grades: &str) -> Engine {
    serde_json::from_str::<Standard>(&DESK.replace("GRADES", grades)).unwrap().engine().unwrap()
}

/// Of so many calls of an agent so many satisfied; of none where it is not known whose they are.
fn calls(engine: &Engine, agents: &[(Option<&str>, u32, u32)]) -> GroupedTally {
    let mut grouped = engine.tally_by("agent".parse().unwrap());
    for (agent, satisfied, calls) in agents {
        for call in 0..*calls {
            let point = Answer::Point(if call < *satisfied { 5 } else { 1 });
            let response =
                Response::builder(format!("R-{call}").parse().unwrap(), "after a call".parse().unwrap())
                    .answer("csat".parse().unwrap(), point);
            let response = match agent {
                Some(agent) => response.attribute("agent".parse().unwrap(), *agent),
                None => response,
            };
            grouped.record_response(engine, &response.build().unwrap()).unwrap();
        }
    }
    grouped
}

const TEAM: &[(Option<&str>, u32, u32)] = &[
    (Some("ann"), 3, 3),
    (Some("bo"), 261, 300),
    (Some("cy"), 255, 300),
    (Some("di"), 210, 300),
    (None, 4, 5),
];

fn rule(shrinkage: &str, order: &str) -> AppraisalRule {
    let text = format!(
        r#"{{"minimum_n": 30, "shrinkage": {shrinkage}, "simulation": {{"seed": 7, "draws": 1000}}, "order": "{order}"}}"#
    );
    serde_json::from_str(&text).unwrap()
}

const DECLARED: &str = r#"{"declared": {"weight": 50}}"#;

fn places(appraisal: &Appraisal) -> Vec<(Option<u64>, &str, String)> {
    appraisal.rows.iter().map(|row| (row.rank, row.group.as_str(), row.figure.to_string())).collect()
}

#[test]
fn three_calls_are_no_first_place() {
    let engine = engine(GRADES);
    let appraisal = engine.appraise(&calls(&engine, TEAM), &rule(DECLARED, "ranks")).unwrap();
    assert_eq!(
        appraisal.to_string(),
        "by agent, from 30 observations on; drawn to 80.73, worth 50 observations
rank  group   figure    score        n  interval
   1  bo        86.1       87      300  82.89 to 90.75  A  not distinguishable from the next
   2  cy       84.39       85      300  80.65 to 89.06  B
   3  di       71.53       70      300  64.09 to 75.21  B
not ranked: ann: 3 observations of csat_top_box, at least 30 wanted
not ranked: records without a value"
    );
    assert_eq!(appraisal.overall, "80.73".parse().ok(), "733 of 908, also those that nobody is named for");
    let ann = &appraisal.unranked[0];
    assert_eq!((ann.group.as_deref(), ann.scorecard.score()), (Some("ann"), Some(Score::MAX)));
    let bo = appraisal.row("bo").unwrap();
    // (300 · 87 + 50 · 80.73) / 350
    assert_eq!((bo.score.to_string(), bo.figure.to_string()), ("87".to_owned(), "86.1".to_owned()));
    assert_eq!(bo.scorecard.score(), Some(bo.score));
}

#[test]
fn grades_alone_give_no_order_within_a_grade() {
    let engine = engine(GRADES);
    let team = [(Some("zoe"), 99, 100), (Some("bo"), 90, 100), (Some("al"), 75, 100), (Some("cy"), 80, 100)];
    let appraisal = engine.appraise(&calls(&engine, &team), &rule(r#""none""#, "grades")).unwrap();
    assert_eq!(
        places(&appraisal),
        [
            (None, "bo", "90".to_owned()),
            (None, "zoe", "99".to_owned()),
            (None, "al", "75".to_owned()),
            (None, "cy", "80".to_owned())
        ]
    );
    assert!(appraisal.rows.iter().all(|row| row.apart_from_next.is_none()));
    assert!(!serde_json::to_string(&appraisal).unwrap().contains("rank\":"));
}

#[test]
fn equal_figures_share_a_rank() {
    let engine = engine("");
    let team = [(Some("b"), 90, 100), (Some("a"), 180, 200), (Some("c"), 40, 100)];
    let appraisal = engine.appraise(&calls(&engine, &team), &rule(r#""none""#, "ranks")).unwrap();
    let expected = [(Some(1), "a", "90"), (Some(1), "b", "90"), (Some(3), "c", "40")];
    assert_eq!(places(&appraisal), expected.map(|(rank, group, figure)| (rank, group, figure.to_owned())));
    let apart: Vec<_> = appraisal.rows.iter().map(|row| row.apart_from_next).collect();
    assert_eq!(apart, [Some(Apart::Overlaps), Some(Apart::Above), None]);
    assert_eq!((appraisal.prior, appraisal.strength), (None, None));
}

#[test]
fn the_figures_themselves_bear_out_how_far_they_are_drawn() {
    let engine = engine("");
    let estimated = rule(r#"{"estimated": {}}"#, "ranks");
    let apart = engine.appraise(&calls(&engine, TEAM), &estimated).unwrap();
    assert!(matches!(apart.strength, Some(Strength::Records(records)) if records < 60.into()), "{apart}");
    let alike = [(Some("a"), 80, 100), (Some("b"), 81, 100), (Some("c"), 82, 100)];
    let alike = engine.appraise(&calls(&engine, &alike), &estimated).unwrap();
    assert_eq!(alike.strength, Some(Strength::Complete));
    assert!(alike.rows.iter().all(|row| row.rank == Some(1) && row.figure == "81".parse().unwrap()));
}

#[test]
fn however_records_were_split_the_bytes_are_the_same() {
    let engine = engine(GRADES);
    let (first, last) = TEAM.split_at(2);
    let mut merged = calls(&engine, last);
    merged.merge(&calls(&engine, first)).unwrap();
    let bytes = |grouped| {
        serde_json::to_string(&engine.appraise(grouped, &rule(DECLARED, "ranks")).unwrap()).unwrap()
    };
    assert_eq!(bytes(&merged), bytes(&calls(&engine, TEAM)));
}

#[test]
fn nothing_known_is_nothing_told_apart() {
    let standard: Standard = serde_json::from_str(
        r#"{"id": "desk", "version": "1", "calendars": {}, "indicators": [
            {"id": "answered", "name": {"en": "Calls answered"}, "dimension": "accessibility", "unit": "percent",
                "formula": {"figure_ratio": {"of": "answered", "per": "offered"}}, "direction": "higher"}],
            "model": {"root": {"id": "service", "children": [
                {"weight": 1, "indicator": "answered", "curve": {"goalposts": {"worst": 0, "best": 100}}}]}}}"#,
    )
    .unwrap();
    let engine = standard.engine().unwrap();
    let mut by_site = engine.tally_by("site".parse().unwrap());
    for (site, answered) in [("north", 95), ("south", 20)] {
        let report = service_quality::Report::new("2026-03".parse().unwrap())
            .with_figure("answered".parse().unwrap(), answered)
            .and_then(|report| report.with_figure("offered".parse().unwrap(), 100))
            .unwrap()
            .with_attribute("site".parse().unwrap(), site);
        by_site.record_report(&engine, &report).unwrap();
    }
    let rule = AppraisalRule::new(1, Shrinkage::None, Simulation::new(1)).unwrap();
    let appraisal = engine.appraise(&by_site, &rule).unwrap();
    assert_eq!(appraisal.rows[0].interval, None);
    assert_eq!(appraisal.rows[0].apart_from_next, Some(Apart::Unknown), "all that is known are two figures");
    assert_eq!(appraisal.rows[0].exact.len(), 1);
}

/// The desk with rules at the root and at the node below it.
fn ruled(root: &str, node: &str) -> Engine {
    let leaf =
        r#"{"weight": 1, "indicator": "csat_top_box", "curve": {"goalposts": {"worst": 0, "best": 100}}}"#;
    let model = format!(
        r#""model": {{{GRADES} "root": {{"id": "service", "rules": [{root}], "children": [
            {{"weight": 1, "id": "calls", "rules": [{node}], "children": [{leaf}]}}]}}}} }}"#
    );
    let (rest, _) = DESK.split_once(r#""model""#).unwrap();
    serde_json::from_str::<Standard>(&format!("{rest}{model}")).unwrap().engine().unwrap()
}

fn below(satisfied: u32, effect: &str) -> String {
    format!(
        r#"{{"id": "few", "when": [{{"value": {{"of": "csat_top_box", "is": "below", "value": {satisfied}}}}}], "effect": {effect}}}"#
    )
}

fn told(row: &AppraisalRow) -> (String, String, &str, Vec<String>) {
    let rules = row.ruled.iter().map(ToString::to_string).collect();
    (row.score.to_string(), row.figure.to_string(), row.grade.as_ref().unwrap().as_str(), rules)
}

/// Alone they would be drawn to 82.04 and 76.42 of 100.
const VETOED: &[(Option<&str>, u32, u32)] = &[(Some("bo"), 850, 1_000), (Some("eve"), 15, 30)];

#[test]
fn shrinkage_does_not_buy_off_a_knock_out() {
    let rule = rule(r#"{"declared": {"weight": 300}}"#, "ranks");
    let free = ruled("", "");
    let appraisal = free.appraise(&calls(&free, VETOED), &rule).unwrap();
    assert_eq!(told(appraisal.row("eve").unwrap()), ("50".into(), "80.89".into(), "B", Vec::new()));
    // At the root: the rules apply to what was drawn in.
    for (effect, score, figure, grade) in
        [(r#""knock_out""#, "0", "0", "C"), (r#"{"cap": 40}"#, "40", "40", "C")]
    {
        let engine = ruled(&below(60, effect), "");
        let appraisal = engine.appraise(&calls(&engine, VETOED), &rule).unwrap();
        let expected = (score.to_owned(), figure.to_owned(), grade, vec!["80.89 without few".to_owned()]);
        assert_eq!(told(appraisal.row("eve").unwrap()), expected, "{effect}");
        assert_eq!(appraisal.prior, "83.98".parse().ok(), "865 of 1,030, the same with and without rules");
    }
    // Points are taken off what was drawn in.
    let engine = ruled(&below(60, r#"{"penalty": {"points": 5}}"#), "");
    let appraisal = engine.appraise(&calls(&engine, VETOED), &rule).unwrap();
    let expected = ("45".into(), "75.89".into(), "B", vec!["80.89 without few".to_owned()]);
    assert_eq!(told(appraisal.row("eve").unwrap()), expected);
    // Below the root: no higher than the score.
    for (effect, score) in [(r#""knock_out""#, "0"), (r#"{"cap": 40}"#, "40")] {
        let engine = ruled("", &below(60, effect));
        let appraisal = engine.appraise(&calls(&engine, VETOED), &rule).unwrap();
        let eve = appraisal.row("eve").unwrap();
        assert_eq!((eve.score.to_string(), eve.figure), (score.to_owned(), eve.score), "{appraisal}");
        assert!(eve.ruled[0].to_string().ends_with(" without few"));
        assert!(appraisal.row("bo").unwrap().ruled.is_empty());
    }
}

#[test]
fn shrinkage_does_not_buy_off_the_best_grade_allowed() {
    let engine = ruled(&below(60, r#"{"grade_at_most": "C"}"#), "");
    let rule = rule(r#"{"declared": {"weight": 300, "prior": 95}}"#, "grades");
    let appraisal = engine.appraise(&calls(&engine, VETOED), &rule).unwrap();
    let eve = appraisal.row("eve").unwrap();
    assert_eq!(told(eve), ("50".into(), "90.91".into(), "C", vec!["A without few".to_owned()]));
    assert_eq!(eve.grade.as_ref(), eve.scorecard.grade());
    assert_eq!(appraisal.rows[0].group, "bo", "ordered by the grades that are given");
}

#[test]
fn a_veto_does_not_tell_how_far_means_vary() {
    let estimated = rule(r#"{"estimated": {}}"#, "ranks");
    let (free, vetoing) = (ruled("", ""), ruled(&below(80, r#""knock_out""#), ""));
    let team = [(Some("al"), 900, 1_000), (Some("bo"), 860, 1_000), (Some("di"), 780, 1_000)];
    let appraisals =
        [&free, &vetoing].map(|engine| engine.appraise(&calls(engine, &team), &estimated).unwrap());
    let [open, vetoed] = &appraisals;
    assert_eq!((&open.prior, &open.strength), (&vetoed.prior, &vetoed.strength));
    assert_eq!(vetoed.row("di").unwrap().figure, Score::MIN);
}

#[test]
fn a_rank_above_a_better_group_does_not_count_as_apart() {
    let engine = engine("");
    let team = [(Some("big"), 800, 1_000), (Some("one"), 40, 40)];
    let drawn = rule(r#"{"declared": {"weight": 50, "prior": 20}}"#, "ranks");
    let appraisal = engine.appraise(&calls(&engine, &team), &drawn).unwrap();
    assert_eq!(appraisal.rows[0].group, "big");
    assert_eq!(appraisal.rows[0].apart_from_next, Some(Apart::Below), "{appraisal}");
    assert!(appraisal.to_string().contains("its own score lies below that of the next"));
}

#[test]
fn what_a_rule_looks_at_counts_into_the_n() {
    let standard = DESK.replace("GRADES", "").replace(
        r#""children": ["#,
        r#""rules": [{"id": "unanswered", "when": [{"value": {"of": "answered", "is": "below", "value": 50}}], "effect": {"cap": 60}}],
           "children": [{"weight": 0, "indicator": "answered", "curve": {"goalposts": {"worst": 0, "best": 100}}},"#,
    );
    let standard = standard.replace(
        r#""built_in""#,
        r#""indicators": [{"id": "answered", "name": {"en": "Calls answered"}, "dimension": "accessibility", "unit": "percent",
            "formula": {"figure_ratio": {"of": "answered", "per": "offered"}}, "direction": "higher"}], "built_in""#,
    );
    let engine = serde_json::from_str::<Standard>(&standard).unwrap().engine().unwrap();
    for (answered, n, of) in [(40, 1, "answered"), (90, 300, "csat_top_box")] {
        let mut grouped = calls(&engine, &[(Some("bo"), 261, 300)]);
        let report = service_quality::Report::new("2026-03".parse().unwrap())
            .with_figure("answered".parse().unwrap(), answered)
            .and_then(|report| report.with_figure("offered".parse().unwrap(), 100))
            .unwrap()
            .with_attribute("agent".parse().unwrap(), "bo");
        grouped.record_report(&engine, &report).unwrap();
        let rule =
            AppraisalRule::new(1, Shrinkage::None, Simulation::new(1).with_draws(100).unwrap()).unwrap();
        let appraisal = engine.appraise(&grouped, &rule).unwrap();
        let row = &appraisal.rows[0];
        assert_eq!((row.n, row.n_of.as_str()), (n, of), "{answered} of 100 answered");
    }
}

#[test]
fn a_standard_carries_an_earlier_period_over() {
    let engine = engine(&format!(r#""hysteresis": 2, {GRADES}"#));
    let (may, june) =
        (calls(&engine, &[(Some("bo"), 860, 1_000)]), calls(&engine, &[(Some("bo"), 840, 1_000)]));
    let (before, now) = (&may.groups()["bo"], &june.groups()["bo"]);
    let before = engine.score(before).unwrap();
    let grade = |scorecard: &service_quality::Scorecard| scorecard.grade().unwrap().to_string();
    assert_eq!((grade(&before), grade(&engine.score(now).unwrap())), ("A".to_owned(), "B".to_owned()));
    let after = engine.score_after(now, &before).unwrap();
    assert_eq!(grade(&after), "A", "84 is within 2 of 85");
    assert_eq!(after.standard(), before.standard());
    let (measured, samplings) = (engine.measure(now).unwrap(), engine.samplings(now).unwrap());
    let simulation = Simulation::new(1).with_draws(500).unwrap();
    let certainty = engine.certainty_after(&measured, &samplings, simulation, &before).unwrap();
    assert_eq!(certainty.grade().unwrap().as_str(), "A");
    let earlier = BTreeMap::from([("bo".to_owned(), before)]);
    let appraised = |previous| {
        engine.appraise_after(&june, &rule(r#""none""#, "ranks"), previous).unwrap().rows[0].grade.clone()
    };
    assert_eq!(
        (appraised(&earlier).unwrap().as_str(), appraised(&BTreeMap::new()).unwrap().as_str()),
        ("A", "B")
    );
}

fn check<T: Send + Sync + 'static>(_: &T) {}

#[test]
fn faults_say_what_to_do() {
    let engine = engine("");
    let grouped = calls(&engine, TEAM);
    let fault = engine.appraise(&grouped, &rule(DECLARED, "grades")).unwrap_err();
    check(&fault);
    assert_eq!(
        fault.to_string(),
        "order: the model has no grades to tell groups by: give it `grades`, or order by ranks"
    );
    let nobody = engine.tally_by("agent".parse().unwrap());
    assert_eq!(engine.appraise(&nobody, &rule(DECLARED, "ranks")), Err(AppraisalError::NoGroups));
    let alone = engine.appraise(&calls(&engine, &TEAM[..1]), &rule(DECLARED, "ranks")).unwrap();
    assert!(
        alone.rows.is_empty() && matches!(alone.unranked[0].reason, NotRanked::BelowMinimum { n: 3, .. })
    );
    let one_group = engine.appraise(&calls(&engine, &TEAM[1..2]), &rule(r#"{"estimated": {}}"#, "ranks"));
    assert!(matches!(one_group, Err(AppraisalError::Population(_))), "of one group nothing can be estimated");
    for (text, message) in [
        (r#"{"shrinkage": "none", "simulation": {"seed": 1}}"#, "missing field `minimum_n`"),
        (r#"{"minimum_n": 5, "simulation": {"seed": 1}}"#, "missing field `shrinkage`"),
        (
            r#"{"minimum_n": 5, "shrinkage": "none", "simulation": {"seed": 1}, "order": "best"}"#,
            "unknown variant `best`",
        ),
    ] {
        let fault = serde_json::from_str::<AppraisalRule>(text).unwrap_err().to_string();
        assert!(fault.starts_with(message), "{fault}");
    }
    assert_eq!(AppraisalOrder::default(), AppraisalOrder::Ranks);
}
