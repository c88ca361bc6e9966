//! People and teams compared, with the guards that keep chance from ranking them.

#![cfg(test)]

use service_quality::appraisal::{Appraisal, AppraisalError, AppraisalOrder, AppraisalRule, NotRanked};
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
    assert_eq!(apart, [Some(false), Some(true), None]);
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
    assert_eq!(appraisal.rows[0].apart_from_next, Some(false), "all that is known are two figures");
    assert_eq!(appraisal.rows[0].exact.len(), 1);
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
