//! Bad input on purpose: typed errors that name the place, what was given, what is allowed and the remedy.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value as Json, json};
use service_quality::quantity::{Number, Span};
use service_quality::sla::{
    Agreement, AgreementError, AgreementSeries, Allowance, Budget, ClockRules, Effective, Level, LevelPoint,
    Objective, Policy, Signal, SlaState, StateError, Target, Trigger,
};
use service_quality::ticket::EventKind::{self, Closed, Created, Paused, Reopened, Resolved, Resumed};
use service_quality::ticket::{AnomalyKind, Condition, Event, Value};

use super::desk::{FIX, agent, engine, engine_in, office, status, t, ticket};
use super::sample;

/// An agreement of some policies.
fn of(policies: &str) -> String {
    format!(r#"{{"id": "desk", "version": "1", "calendar": "office", "policies": [{policies}]}}"#)
}

fn policy(objectives: &str) -> String {
    of(&format!(r#"{{"id": "p", "objectives": [{objectives}]}}"#))
}

fn fix(more: &str) -> String {
    policy(&format!(r#"{{"id": "fix", "target": "resolution", {more}}}"#))
}

fn named(rules: &str) -> String {
    policy(&format!(
        r#"{{"id": "it", "target": "named", {rules} "allowance": {{"same": {{"working": "PT1H"}}}}}}"#
    ))
}

const FOUR: &str = r#""allowance": {"same": {"working": "PT4H"}}"#;

#[track_caller]
fn refused(document: &str, message: &str) {
    let error = serde_json::from_str::<Agreement>(document).unwrap_err().to_string();
    let told = error.split(" at line ").next().unwrap();
    assert_eq!(told, message, "{document}");
}

#[test]
fn budgets_allow_time() {
    for (budget, given) in [
        (r#"{"working": 0}"#, "PT0S"),
        (r#"{"working": "-PT4H"}"#, "-PT4H"),
        (r#"{"elapsed": "PT0S"}"#, "PT0S"),
        (r#"{"elapsed": -1}"#, "-PT1S"),
        (r#"{"business_days": {"days": 0, "rule": "end_of_day"}}"#, "0 business days"),
    ] {
        let message = format!("allowance.same: budget `{given}` allows no time: give more than 0");
        refused(&fix(&format!(r#""allowance": {{"same": {budget}}}"#)), &message);
    }
    let by = |budgets: &str| fix(&format!(r#""allowance": {{"by": {{"fact": "priority", {budgets}}}}}"#));
    refused(
        &by(r#""budgets": {"1": {"working": "PT1H"}, "2": {"working": 0}}"#),
        "allowance.by.budgets[`2`]: budget `PT0S` allows no time: give more than 0",
    );
    refused(
        &by(r#""budgets": {"1": {"working": "PT1H"}}, "otherwise": {"elapsed": 0}"#),
        "allowance.by.otherwise: budget `PT0S` allows no time: give more than 0",
    );
    refused(&by(r#""budgets": {}"#), "allowance.by.budgets: no budget is given: give at least one");
    let none = Allowance::Same(Budget::Elapsed(Span::from_seconds(-1)));
    let error = Objective::new("fix".parse().unwrap(), Target::Resolution, none).unwrap_err();
    assert!(matches!(error, AgreementError::Budget { ref given, .. } if given == "-PT1S"));
}

#[test]
fn budgets_end_within_a_century() {
    for (budget, given, allowed) in [
        (r#"{"working": "PT876601H"}"#, "PT876601H", "36525 days, which are 100 years"),
        (
            r#"{"elapsed": 9223372036854775807}"#,
            "PT2562047788015215H30M7S",
            "36525 days, which are 100 years",
        ),
        (
            r#"{"business_days": {"days": 36501, "rule": "end_of_day"}}"#,
            "36501 business days",
            "36500 business days",
        ),
        (r#"{"end_of_business_day": 4294967295}"#, "4294967295 business days", "36500 business days"),
        (
            r#"{"business_day_at": {"day": 36501, "at": "16:00"}}"#,
            "36501 business days",
            "36500 business days",
        ),
    ] {
        let message = format!("allowance.same: budget `{given}` is too long: give at most {allowed}");
        refused(&fix(&format!(r#""allowance": {{"same": {budget}}}"#)), &message);
    }
    for budget in [
        r#"{"working": "PT876600H"}"#,
        r#"{"business_days": {"days": 36500, "rule": "end_of_day"}}"#,
        r#"{"end_of_business_day": 36500}"#,
    ] {
        let document = fix(&format!(r#""allowance": {{"same": {budget}}}"#));
        assert!(serde_json::from_str::<Agreement>(&document).is_ok(), "{budget}");
    }
}

#[test]
fn a_due_time_comes_from_a_fact_that_can_hold_one() {
    for fact in ["@status", "@created", "@reopens", "@open"] {
        let none = format!("`{fact}` holds no due time: name an attribute that holds an instant");
        refused(
            &fix(&format!(r#""allowance": {{"same": {{"until": "{fact}"}}}}"#)),
            &format!("allowance.same.until: {none}"),
        );
        refused(
            &fix(&format!(
                r#""allowance": {{"by": {{"fact": "tier", "budgets": {{"1": {{"until": "{fact}"}}}}}}}}"#
            )),
            &format!("allowance.by.budgets[`1`].until: {none}"),
        );
        refused(
            &fix(&format!(r#"{FOUR}, "pinned_by": "{fact}""#)),
            &format!("policies[0].objectives[0].pinned_by: {none}"),
        );
    }
    for fact in ["due", "@first_response", "@closed"] {
        let document = fix(&format!(r#"{FOUR}, "pinned_by": "{fact}""#));
        assert!(serde_json::from_str::<Agreement>(&document).is_ok(), "{fact}");
    }
}

#[test]
fn a_pause_can_end() {
    let rules = |more: &str| named(&format!(r#""rules": {{"start": [{{"on": ["created"]}}], {more}}},"#));
    let endless = "the pause never ends: give `rules.resume` triggers, or a `when` that does not always hold";
    refused(&rules(r#""pause": [{"on": ["complaint"]}]"#), &format!("rules.pause[0]: {endless}"));
    let either = r#"{"any": [{"exists": "permit"}, {"not": {"exists": "permit"}}]}"#;
    let when = r#"{"when": {"exists": "permit"}}"#;
    refused(
        &rules(&format!(r#""pause": [{when}, {{"on": ["complaint"], "when": {either}}}]"#)),
        &format!("rules.pause[1]: {endless}"),
    );
    for sound in [
        format!(r#""pause": [{when}]"#),
        r#""pause": [{"on": ["complaint"]}], "resume": [{"on": ["follow_up"]}]"#.to_owned(),
    ] {
        assert!(serde_json::from_str::<Agreement>(&rules(&sound)).is_ok(), "{sound}");
    }
}

#[test]
fn a_clock_counts_in_a_status_that_there_is() {
    let waits = |target: &str, rules: &str, classes: &str| {
        let objective = format!(
            r#"{{"id": "it", "target": "{target}", {rules} "allowance": {{"same": {{"working": "PT1H"}}}}}}"#
        );
        policy(&objective).replace("\"policies\"", &format!(r#""status_classes": {{{classes}}}, "policies""#))
    };
    let nowhere = |classes: &str| {
        format!(
            "policies[0].objectives[0]: it counts only in statuses of class {classes}, and none is: name some in \
             `status_classes`"
        )
    };
    refused(&waits("agent_wait", "", ""), &nowhere("`pending`"));
    refused(&waits("on_hold", "", r#""asked": "pending""#), &nowhere("`on hold`"));
    let rules = r#""rules": {"start": [{"on": ["created"]}], "counts_in": ["solved", "pending"]},"#;
    refused(&waits("named", rules, r#""parts": "on_hold""#), &nowhere("`pending`, `solved`"));
    for sound in [
        waits("agent_wait", "", r#""asked": "pending""#),
        waits("named", rules, r#""done": "solved""#),
        waits("requester_wait", "", ""),
        waits("agent_work", "", ""),
    ] {
        assert!(serde_json::from_str::<Agreement>(&sound).is_ok(), "{sound}");
    }
}

#[test]
fn a_policy_is_not_covered_by_several() {
    let policy = |id: &str, when: &str| format!(r#"{{"id": "{id}", {when} "objectives": [{FIX}]}}"#);
    let equals = |value: &str| format!(r#""when": {{"equals": {{"fact": "tier", "value": "{value}"}}}},"#);
    let covered =
        "is never chosen: whenever it holds, one of those before it does; put it before them or remove it";
    let default = policy("c", r#""default": true,"#);
    refused(
        &of(&format!(
            "{}, {}, {default}",
            policy("a", r#""when": {"exists": "tier"},"#),
            policy("b", r#""when": {"not": {"exists": "tier"}},"#)
        )),
        &format!("policies[2]: policy `c` {covered}"),
    );
    let either = r#""when": {"in": {"fact": "tier", "values": ["gold", "silver"]}},"#;
    let three = |third: &str| {
        of(&format!(
            "{}, {}, {}",
            policy("a", &equals("gold")),
            policy("b", &equals("silver")),
            policy("c", third)
        ))
    };
    refused(&three(either), &format!("policies[2]: policy `c` {covered}"));
    assert!(serde_json::from_str::<Agreement>(&three(&either.replace("silver", "bronze"))).is_ok());
    assert!(serde_json::from_str::<Agreement>(&three("")).is_ok(), "a tier may be another, or absent");
}

#[test]
fn an_agreement_has_so_many_policies_and_versions() {
    let policies: Vec<_> =
        (0..10_001).map(|id| format!(r#"{{"id": "p{id}", "objectives": [{FIX}]}}"#)).collect();
    refused(&of(&policies.join(",")), "policies: 10001 are too many: give at most 10000");
    let one = serde_json::from_str::<Agreement>(&fix(FOUR)).unwrap();
    let error = AgreementSeries::new(vec![one; 10_001]).unwrap_err();
    assert_eq!(error.to_string(), "versions: 10001 are too many: give at most 10000");
}

#[test]
fn pausable_is_written_where_it_differs() {
    let written = |objective: &str| {
        let objective = serde_json::from_str::<Objective>(objective).unwrap();
        serde_json::to_value(objective).unwrap().get("pausable").cloned()
    };
    assert_eq!(written(FIX), None);
    assert_eq!(written(&FIX.replace("\"target\"", r#""pausable": true, "target""#)), None);
    assert_eq!(written(&FIX.replace("\"target\"", r#""pausable": false, "target""#)), Some(json!(false)));
    let reply = FIX.replace("resolution", "first_response");
    assert_eq!(written(&reply.replace("\"target\"", r#""pausable": true, "target""#)), Some(json!(true)));
}

#[test]
fn lists_hold_something_and_ids_are_unique() {
    refused(&of(""), "policies: no policy is given: give at least one");
    refused(&policy(""), "objectives: no objective is given: give at least one");
    refused(&policy(&format!("{FIX}, {FIX}")), "objectives[1].id: `fix` is given twice: ids are unique");
    let p = format!(r#"{{"id": "p", "when": {{"exists": "vip"}}, "objectives": [{FIX}]}}"#);
    refused(&of(&format!("{p}, {p}")), "policies[1].id: `p` is given twice: ids are unique");
    let levels = r#"[{"id": "warn", "at": {"working": 1}}, {"id": "warn", "at": {"working": 2}}]"#;
    refused(
        &fix(&format!(r#"{FOUR}, "levels": {levels}"#)),
        "levels[1].id: `warn` is given twice: ids are unique",
    );
}

#[test]
fn a_policy_can_be_chosen() {
    let policy = |id: &str, when: &str| format!(r#"{{"id": "{id}", {when} "objectives": [{FIX}]}}"#);
    let two = |first: &str, second: &str| of(&format!("{}, {}", policy("p", first), policy("q", second)));
    let shadowed = "policies[1]: policy `q` is never chosen: `p` before it holds whenever it does; put that one behind it";
    refused(&two("", r#""when": {"exists": "vip"},"#), shadowed);
    refused(
        &two(
            r#""when": {"in": {"fact": "priority", "values": ["1", "2"]}},"#,
            r#""when": {"equals": {"fact": "priority", "value": "1"}},"#,
        ),
        shadowed,
    );
    let both = r#""when": {"all": [{"exists": "vip"}, {"equals": {"fact": "priority", "value": "1"}}]},"#;
    refused(&two(r#""when": {"exists": "vip"},"#, both), shadowed);
    assert!(serde_json::from_str::<Agreement>(&two(both, r#""when": {"exists": "vip"},"#)).is_ok());
    // In the order in which they are tried, which is not that of the document.
    let by_name = two("", r#""when": {"exists": "vip"},"#)
        .replace("\"policies\"", r#""unconditional": "last", "policies""#);
    assert!(serde_json::from_str::<Agreement>(&by_name).is_ok());
    // A condition that excludes itself.
    let never = r#""when": {"all": [{"equals": {"fact": "priority", "value": "1"}}, {"equals": {"fact": "priority", "value": "2"}}]},"#;
    let error = serde_json::from_str::<Agreement>(&of(&policy("p", never))).unwrap_err().to_string();
    assert!(error.starts_with("policies[0].when: `"), "{error}");
    assert!(error.contains("excludes itself, no ticket can fulfil it: mend or remove it"), "{error}");
}

#[test]
fn there_is_one_default_and_it_has_no_condition() {
    let default =
        |id: &str, when: &str| format!(r#"{{"id": "{id}", {when} "default": true, "objectives": [{FIX}]}}"#);
    refused(
        &of(&format!("{}, {}", default("p", ""), default("q", ""))),
        "policies[1].default: policy `q` is a second default beside `p`: keep one",
    );
    refused(
        &of(&default("p", r#""when": {"exists": "vip"},"#)),
        "policies[0].when: policy `p` is the default and has a condition: give it one or the other",
    );
}

#[test]
fn a_matrix_has_the_values_that_are_declared() {
    let matrix = |budgets: &str, more: &str| {
        format!(
            r#"{{"id": "desk", "version": "1", "calendar": "office", "values": {{"priority": ["1", "2", "3"]}},
                "policies": [{{"id": "p", "objectives": [{{"id": "fix", "target": "resolution", {more}
                "allowance": {{"by": {{"fact": "priority", {budgets}}}}}}}]}}]}}"#
        )
    };
    let hour = r#"{"working": "PT1H"}"#;
    refused(
        &matrix(&format!(r#""budgets": {{"2": {hour}}}"#), ""),
        "policies[0].objectives[0].allowance.by.budgets: no budget for priority `1`, `3`: add them, or `otherwise`",
    );
    refused(
        &matrix(&format!(r#""budgets": {{"1": {hour}, "4": {hour}}}, "otherwise": {hour}"#), ""),
        "policies[0].objectives[0].allowance.by.budgets: `4` is not among the values declared: give one of `1`, `2`, `3`",
    );
    refused(
        &matrix(
            &format!(r#""budgets": {{"1": {hour}}}, "otherwise": {hour}"#),
            r#""calendar_by": {"fact": "priority", "calendars": {"urgent": "office"}},"#,
        ),
        "policies[0].objectives[0].calendar_by.calendars: `urgent` is not among the values declared: \
         give one of `1`, `2`, `3`",
    );
    let twice = matrix(&format!(r#""budgets": {{"1": {hour}, "1": {hour}}}, "otherwise": {hour}"#), "");
    assert!(serde_json::from_str::<Agreement>(&twice).is_err(), "a value twice");
}

#[test]
fn a_response_is_not_promised_after_the_resolution() {
    let both = |response: &str, resolution: &str| {
        policy(&format!(
            r#"{{"id": "reply", "target": "first_response", "allowance": {response}}},
               {{"id": "fix", "target": "resolution", "allowance": {resolution}}}"#
        ))
    };
    refused(
        &both(r#"{"same": {"working": "PT5H"}}"#, r#"{"same": {"working": "PT4H"}}"#),
        "policies[0].objectives[0].allowance: PT5H of working time for the response exceed the PT4H of working time \
         of objective `fix`: shorten the response",
    );
    let by = |one: &str, two: &str| {
        format!(
            r#"{{"by": {{"fact": "priority", "budgets": {{"1": {{"working": "{one}"}}, "2": {{"working": "{two}"}}}}}}}}"#
        )
    };
    assert!(serde_json::from_str::<Agreement>(&both(&by("PT1H", "PT8H"), &by("PT1H", "PT8H"))).is_ok());
    let message = "policies[0].objectives[0].allowance: PT9H of working time for the response exceed the PT8H of \
                   working time of objective `fix`: shorten the response";
    refused(&both(&by("PT1H", "PT9H"), &by("PT2H", "PT8H")), message);
    // So much working time lasts at least as long; the other way round nothing is sure.
    let (working, elapsed) = (r#"{"same": {"working": "PT5H"}}"#, r#"{"same": {"elapsed": "PT4H"}}"#);
    assert!(serde_json::from_str::<Agreement>(&both(working, elapsed)).is_err());
    assert!(
        serde_json::from_str::<Agreement>(&both(
            r#"{"same": {"elapsed": "PT5H"}}"#,
            r#"{"same": {"working": "PT4H"}}"#
        ))
        .is_ok()
    );
}

#[test]
fn a_clock_has_rules_by_which_it_can_run() {
    refused(&named(""), "rules.start: no trigger is given: give at least one");
    refused(
        &named(r#""rules": {"stop": [{"on": ["resolved"]}]},"#),
        "rules.start: no trigger is given: give at least one",
    );
    let none = Allowance::Same(Budget::Working(Span::from_hours(1)));
    let error = Objective::new("it".parse().unwrap(), Target::Named, none.clone()).unwrap_err();
    assert!(matches!(error, AgreementError::Empty { wanted: "trigger", .. }));
    let never = Condition::all([
        Condition::equals("a".parse().unwrap(), "1"),
        Condition::equals("a".parse().unwrap(), "2"),
    ]);
    let rules = ClockRules {
        start: vec![Trigger::on([Signal::Created])],
        cancel: vec![Trigger::any(), Trigger::on([Signal::Closed]).when(never)],
        ..ClockRules::default()
    };
    let error = Objective::named("it".parse().unwrap(), rules, none).unwrap_err();
    assert!(error.to_string().starts_with("rules.cancel[1].when: `"), "{error}");
    assert!(matches!(error, AgreementError::NeverHolds { .. }));
    let age = r#"{"compare": {"fact": "@age", "is": "above", "value": {"span": "PT2H"}}}"#;
    let choice =
        "the choice depends on `@age`, which changes without an event: choose by facts that events change";
    let rules = format!(r#""rules": {{"start": [{{"on": ["created"], "when": {age}}}]}},"#);
    refused(&named(&rules), &format!("rules.start[0].when: {choice}"));
    let chosen = of(&format!(r#"{{"id": "p", "when": {age}, "objectives": [{FIX}]}}"#));
    refused(&chosen, &format!("policies[0]: {choice}"));
}

#[test]
fn levels_lie_within_reach() {
    for part in ["0", "-0.5", "100.1"] {
        let level = format!(r#"{FOUR}, "levels": [{{"id": "warn", "at": {{"used": "{part}"}}}}]"#);
        refused(
            &fix(&level),
            &format!(
                "levels[0].at.used: `{part}` of the budget is no level: give a share above 0 and at most 10, such as `0.75` for 75 %"
            ),
        );
    }
    let objective = || {
        let budget = Allowance::Same(Budget::Working(Span::from_hours(1)));
        Objective::new("fix".parse().unwrap(), Target::Resolution, budget).unwrap()
    };
    let level =
        Level { id: "warn".parse().unwrap(), at: LevelPoint::Used(Number::ZERO), in_service_hours: false };
    assert!(matches!(objective().with_levels(vec![level]), Err(AgreementError::Level { .. })));
}

#[test]
fn objectives_of_one_name_are_one_clock() {
    let two = |first: &str, second: &str| {
        of(&format!(
            r#"{{"id": "p", "when": {{"exists": "vip"}}, "objectives": [{{"id": "it", {first}, {FOUR}}}]}},
               {{"id": "q", "objectives": [{{"id": "it", {second}, {FOUR}}}]}}"#
        ))
    };
    let differs = |field: &str| {
        format!(
            "policies[1].objectives[0].{field}: objective `it` has another {field} in an earlier policy or version: \
             give it another id"
        )
    };
    let resolution = r#""target": "resolution""#;
    refused(&two(resolution, r#""target": "first_response""#), &differs("target"));
    let anew = r#""target": "resolution", "reopening": "new_cycle""#;
    refused(&two(resolution, anew), &differs("reopening"));
    let ruled = r#""target": "resolution", "rules": {"start": [{"on": ["created"]}]}"#;
    refused(&two(resolution, ruled), &differs("rules"));
}

fn version(name: &str, id: &str, effective: &str, target: &str) -> Agreement {
    let document = format!(
        r#"{{"id": "{id}", "version": "{name}", "calendar": "office", "effective": {{{effective}}}, "policies": [
            {{"id": "all", "objectives": [{{"id": "it", "target": "{target}", {FOUR}}}]}}]}}"#
    );
    serde_json::from_str(&document).unwrap()
}

#[test]
fn versions_follow_one_another() {
    let (march, april) = (r#""from": "2026-03-01T00:00:00Z""#, r#""from": "2026-04-01T00:00:00Z""#);
    let one = |effective: &str| version("1", "desk", effective, "resolution");
    let two = |effective: &str| version("2", "desk", effective, "resolution");
    let error = |versions: Vec<Agreement>| {
        let document = serde_json::to_string(&versions).unwrap();
        let told = AgreementSeries::new(versions).unwrap_err();
        let read = serde_json::from_str::<AgreementSeries>(&document).unwrap_err().to_string();
        assert_eq!(read, told.to_string());
        told.to_string()
    };
    assert_eq!(error(vec![]), "versions: no version is given: give at least one");
    let until_april = format!(r#"{march}, "until": "2026-04-01T00:00:00Z""#);
    let from_may = r#""from": "2026-05-01T00:00:00Z""#;
    assert_eq!(
        error(vec![two(from_may), one(&until_april)]),
        "versions[1].effective.from: no version is in force from 2026-04-01T00:00:00Z until 2026-05-01T00:00:00Z, \
         when `2` begins: close the gap"
    );
    let until_may = format!(r#"{march}, "until": "2026-05-01T00:00:00Z""#);
    assert_eq!(
        error(vec![one(&until_may), two(april)]),
        "versions[1].effective.from: version `2` begins before version `1` ends (2026-05-01T00:00:00Z): \
         let them follow one another"
    );
    assert!(error(vec![one(""), two("")]).contains("version `2` begins before version `1` ends"));
    assert_eq!(
        error(vec![one(march), one(april)]),
        "versions[1].version: `1` is given twice: ids are unique"
    );
    assert_eq!(
        error(vec![one(march), version("2", "other", april, "resolution")]),
        "versions[1].id: agreement `other` among the versions of `desk`: give versions of one agreement"
    );
    assert_eq!(
        error(vec![one(march), version("2", "desk", april, "first_response")]),
        "versions[1].policies[0].objectives[0].target: objective `it` has another target in an earlier policy or \
         version: give it another id"
    );
    assert!(AgreementSeries::new(vec![two(april), one(&until_april)]).is_ok());
    let never = of(&format!(r#"{{"id": "p", "objectives": [{FIX}]}}"#)).replace(
        "\"policies\"",
        r#""effective": {"from": "2026-03-01T00:00:00Z", "until": "2026-03-01T00:00:00Z"}, "policies""#,
    );
    refused(
        &never,
        "effective: in force from 2026-03-01T00:00:00Z until 2026-03-01T00:00:00Z, which is never: let it end later",
    );
    let policy: Policy = serde_json::from_str(&format!(r#"{{"id": "p", "objectives": [{FIX}]}}"#)).unwrap();
    let effective = Effective { from: Some(t("10:00")), until: Some(t("09:00")) };
    let builder = Agreement::builder(
        "desk".parse().unwrap(),
        "1".parse().unwrap(),
        "office".parse().unwrap(),
        vec![policy],
    );
    assert!(matches!(builder.effective(effective).build(), Err(AgreementError::EmptyValidity { .. })));
}

#[test]
fn calendars_are_known_by_name() {
    for (place, more) in [
        ("calendar", ""),
        ("policies[0].objectives[0].calendar", r#", "calendar": "night""#),
        (
            "policies[0].objectives[0].calendar_by",
            r#", "calendar_by": {"fact": "@group", "calendars": {"a": "night"}}"#,
        ),
    ] {
        let agreement: Agreement = serde_json::from_str(&fix(&format!("{FOUR}{more}"))).unwrap();
        let (known, name) = if more.is_empty() {
            (BTreeMap::new(), "office")
        } else {
            (super::desk::calendars(&office()), "night")
        };
        let error = agreement.engine(&known).unwrap_err();
        assert_eq!(error.to_string(), format!("{place}: calendar `{name}` is unknown: define it"));
    }
}

#[test]
fn unknown_words_are_refused() {
    for (document, word) in [
        (fix(&format!(r#"{FOUR}, "pauseable": true"#)), "pauseable"),
        (fix(r#""allowance": {"same": {"workdays": 1}}"#), "workdays"),
        (named(r#""rules": {"begin": []},"#), "begin"),
        (named(r#""rules": {"start": [{"at": ["created"]}]},"#), "at"),
        (named(r#""rules": {"start": [{"on": ["create"]}]},"#), "create"),
        (policy(r#"{"id": "fix", "target": "solution", "allowance": {"same": {"working": 1}}}"#), "solution"),
        (fix(&format!(r#"{FOUR}, "reopening": "restart""#)), "restart"),
    ] {
        let error = serde_json::from_str::<Agreement>(&document).unwrap_err().to_string();
        assert!(error.contains(&format!("`{word}`")), "{error}");
    }
}

#[test]
fn events_that_contradict_are_refused_and_leave_the_state_as_it_was() {
    let engine = engine(FIX);
    let state_of = |history: &[(&str, EventKind)]| engine.state(&ticket(history), t("20T00:00")).unwrap();
    let cases = [
        (&[("09:00", Created)][..], Created, AnomalyKind::CreatedTwice),
        (&[("09:00", Created)], Resumed, AnomalyKind::ResumedWithoutPause),
        (&[("09:00", Created)], Reopened, AnomalyKind::ReopenedWhileOpen),
        (&[("09:00", Created), ("09:10", Paused)], Paused, AnomalyKind::PausedTwice),
        (&[("09:00", Created), ("09:10", Resolved)], Resolved, AnomalyKind::ResolvedTwice),
        (&[("09:00", Created), ("09:10", Closed)], Closed, AnomalyKind::ClosedTwice),
        (&[("09:00", Created), ("09:10", Closed)], status("open"), AnomalyKind::AfterEnd),
        (&[("09:00", Created), ("09:10", Closed)], agent("kim"), AnomalyKind::AfterEnd),
    ];
    for (history, kind, anomaly) in cases {
        let mut state = state_of(history);
        let before = state.clone();
        let event = Event { at: t("09:20"), kind };
        let next = state.events();
        let error = engine.advance(&mut state, next, &event).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "`{}` at {} cannot come next: {anomaly}; correct the event, or leave it out",
                event.kind, event.at
            )
        );
        assert_eq!(state, before);
        // Nor does a batch of events change it halfway.
        let good = Event { at: t("09:15"), kind: EventKind::CustomerMessage };
        assert!(engine.tick(&mut state, next, &[good, event], t("09:30")).is_err());
        assert_eq!(state, before);
    }
}

#[test]
fn a_state_of_another_engine_is_refused() {
    let one = engine(FIX);
    let state = one.state(&ticket(&[("09:00", Created)]), t("10:00")).unwrap();
    let objective = |id: &str| FIX.replace("\"fix\"", &format!("\"{id}\""));
    let others = [
        policy(FIX), // Another id.
        policy(FIX).replace("\"desk\"", "\"else\""),
        policy(FIX).replace(r#""version": "1""#, r#""version": "8""#), // Another version.
        policy(&FIX.replace("PT4H", "PT2H")),                          // An edit without a version.
        policy(&objective("other")),
        policy(&format!("{FIX}, {}", objective("other"))),
    ];
    for other in others {
        let other = engine_in(&other, &office());
        let mut state = state.clone();
        let refused = |error: StateError| matches!(error, StateError::OtherAgreement { .. });
        let event = Event { at: t("11:00"), kind: Resolved };
        assert!(refused(other.advance(&mut state, 1, &event).unwrap_err()));
        assert!(refused(other.wake(&mut state, t("11:00")).unwrap_err()));
        assert!(refused(other.read(&state, t("11:00")).unwrap_err()));
        assert!(refused(other.next_of(&state, t("11:00")).unwrap_err()));
    }
    let error = engine_in(&policy(FIX), &office()).read(&state, t("11:00")).unwrap_err();
    assert!(error.to_string().ends_with("replay the ticket's history"), "{error}");
}

/// Every leaf of a document, by its path.
fn leaves(document: &Json, path: &str, found: &mut Vec<String>) {
    match document {
        Json::Object(map) => {
            for (key, value) in map {
                leaves(value, &format!("{path}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Json::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                leaves(value, &format!("{path}/{index}"), found);
            }
        }
        _ => {}
    }
    found.push(path.to_owned());
}

/// What a hostile host may put in a place: often of the kind that stood there, so that it is read. The ends of time lie
/// outside every index and take seconds in a debug build: they are drawn where more cases are asked for.
fn evil(stood: &Json, pick: Index, alike: bool) -> Json {
    let numbers = [
        json!(0),
        json!(-1),
        json!(1),
        json!(2),
        json!(65_535),
        json!(u32::MAX),
        json!(i64::MIN),
        json!(i64::MAX),
    ];
    let far = if std::env::var_os("PROPTEST_CASES").is_some() { 2 } else { 0 };
    let spans = [
        json!(i64::MAX),
        json!("PT9000000000S"),
        json!(i64::MIN),
        json!(0),
        json!("PT1S"),
        json!("-PT900000S"),
    ];
    let spans = &spans[2 - far..];
    let instants = [
        json!("0001-01-01T00:00:00Z"),
        json!("9999-12-31T23:59:59Z"),
        json!("2019-12-31T23:59:59Z"),
        json!("2031-01-01T00:00:00Z"),
        json!("2026-03-02T20:59:59Z"),
        json!("2026-03-02T22:00:00Z"),
        json!("2026-03-03T01:00:00Z"),
    ];
    let instants = &instants[2 - far..];
    let others = [
        json!(null),
        json!([]),
        json!("running"),
        json!("idle"),
        json!({"finished": "2026-03-02T21:30:00Z"}),
        json!({"cancelled": "2027-12-31T23:59:59Z"}),
        json!({"working": "PT900000S"}),
        json!({"elapsed": i64::MAX}),
        json!({"business_days": {"days": u32::MAX, "rule": "end_of_day"}}),
        json!({"end_of_business_day": u32::MAX}),
        json!({"until": "promised"}),
        json!("on_hold"),
        json!("next_opening"),
    ];
    match stood {
        Json::Bool(flag) if alike => json!(!flag),
        Json::Number(_) if alike => pick.get(&numbers).clone(),
        Json::String(text) if alike && text.ends_with('Z') => pick.get(instants).clone(),
        Json::String(text) if alike && text.contains("PT") => pick.get(spans).clone(),
        // Absent in these histories, and most often an instant.
        Json::Null if alike => pick.get(instants).clone(),
        _ if alike => stood.clone(),
        _ => pick.get(&[&numbers[..], spans, instants, &others].concat()).clone(),
    }
}

proptest! {
    #![proptest_config(sample::cases(256))]

    /// A typed error or an answer, never a panic.
    #[test]
    fn a_hostile_state_makes_no_panic(
        promise in sample::promise(),
        ticket in sample::ticket(),
        changes in proptest::collection::vec((any::<Index>(), any::<Index>(), proptest::bool::weighted(0.9)), 1..6),
        event in any::<Index>(),
        asked in select(vec!["2026-03-02T21:00:00Z", "2026-03-03T02:00:00Z", "2032-12-31T23:59:59Z", "2016-01-01T00:00:00Z"]),
    ) {
        let engine = promise.engine();
        let state = engine.state(&ticket, ticket.events().last().unwrap().at).unwrap();
        let mut document = serde_json::to_value(&state).unwrap();
        let mut paths = vec![];
        leaves(&document, "", &mut paths);
        paths.retain(|path| !path.is_empty());
        for (place, pick, alike) in changes {
            if let Some(place) = document.pointer_mut(&paths[place.index(paths.len())]) {
                *place = evil(place, pick, alike);
            }
        }
        let Ok(mut state) = serde_json::from_value::<SlaState>(document) else { return Ok(()) };
        let kind = event.get(ticket.events()).kind.clone();
        for at in [t(asked), state.last_event(), t("2026-03-03T01:30:00Z")] {
            let _ = engine.read(&state, at);
            let _ = engine.next_of(&state, at);
            let _ = engine.wake(&mut state, at);
            let state_events = state.events();
            let _ = engine.advance(&mut state, state_events, &Event { at, kind: kind.clone() });
            let _ = engine.tick(&mut state, state_events, &[Event { at, kind: EventKind::attribute("priority".parse().unwrap(), Value::from("1")) }], at);
        }
        let _ = serde_json::to_string(&state).unwrap();
    }
}
