//! Agreements, clocks and what came of them.

use std::collections::BTreeMap;

use service_quality::{analysis, calendar, quantity, sla, ticket};

use super::reads;

/// Clocks: their rules and settings, and what became of them.
pub(super) fn clocks() -> Vec<&'static str> {
    const AT: &str = r#""2026-03-02T09:00:00Z""#;
    const GOAL: &str = r#"{"version": "1", "policy": "gold", "budget": {"business_day_at": {"day": 1, "at": "16:00"}},
        "calendar": "office", "calendar_version": "2026"}"#;
    const KEY: &str = r#"{"ticket": "T-1", "agreement": "desk", "version": "1", "policy": "gold", "objective": "fix",
        "cycle": 1, "goal": 1, "step": {"level": "warn"}}"#;
    const NOTHING: &str = r#"{"working": 0, "elapsed": 0}"#;
    let cycle = format!(
        r#"{{"number": 1, "started": {AT}, "goal": {GOAL}, "verdict": {{"met": {{"at": {AT}}}}}, "due": {AT},
            "used": {NOTHING}, "paused": {NOTHING}, "margin": {NOTHING}}}"#
    );
    let action = format!(r#"{{"key": {KEY}, "at": {AT}, "due": {AT}}}"#);
    let segment = format!(r#"{{"cycle": 1, "from": {AT}, "to": {AT}, "not_counted": {{"paused": "rule"}}}}"#);
    vec![
        reads::<sla::Action>(&[&action]),
        reads::<sla::ActionKey>(&[KEY]),
        reads::<sla::ActionStep>(&[r#""breach""#, r#"{"level": "warn"}"#]),
        reads::<sla::NextAction>(&[&format!(
            r#"{{"at": {AT}, "steps": [{{"version": {{"version": "2"}}}}]}}"#
        )]),
        reads::<sla::NextStep>(&[r#"{"breach": {"objective": "fix"}}"#]),
        reads::<sla::Effective>(&[
            "{}",
            &format!(r#"{{"from": {AT}}}"#),
            r#"{"until": "2027-01-01T00:00:00Z"}"#,
        ]),
        reads::<sla::PolicyOrder>(&[r#""as_given""#, r#""by_name""#]),
        reads::<sla::Unconditional>(&[r#""as_given""#, r#""last""#, r#""never""#]),
        reads::<sla::CalendarBy>(&[r#"{"fact": "@group", "calendars": {"sydney": "australia"}}"#]),
        reads::<sla::Cycle>(&[&cycle]),
        reads::<sla::CycleChoice>(&[r#""first""#, r#""last""#, r#""longest""#, r#""all""#]),
        reads::<sla::Goal>(&[GOAL]),
        reads::<sla::Level>(&[
            r#"{"id": "warn", "at": {"used": "0.75"}}"#,
            r#"{"id": "late", "at": {"elapsed": "PT1H"}, "in_service_hours": true}"#,
        ]),
        reads::<sla::LevelPoint>(&[r#"{"working": "-PT1H"}"#, r#"{"business_days": -2}"#]),
        reads::<sla::CountsFrom>(&[r#""start""#, r#""adoption""#]),
        reads::<sla::Reopening>(&[r#""continue""#, r#""new_cycle""#, r#""reset""#]),
        reads::<sla::Standing>(&[r#""met""#, r#"{"running": {"next": "fix"}}"#]),
        reads::<sla::ClockRules>(&[
            "{}",
            r#"{"start": [{"on": ["created"]}], "stop": [{}], "reset": [{"when": {"exists": "vip"}}],
                "counts_in": ["new", "on_hold"]}"#,
        ]),
        reads::<sla::Trigger>(&[
            "{}",
            r#"{"on": ["resolved", {"attribute_changed": "vip"}], "when": {"exists": "vip"}}"#,
        ]),
        reads::<sla::Signal>(&[r#""group_changed""#, r#"{"attribute_changed": "vip"}"#]),
        reads::<sla::StatusClass>(&[
            r#""new""#,
            r#""open""#,
            r#""pending""#,
            r#""on_hold""#,
            r#""solved""#,
            r#""closed""#,
        ]),
        reads::<sla::AgreementSeries>(&[&format!(
            r#"[{{"id": "desk", "version": "1", "calendar": "office", "effective": {{"from": {AT}}},
                "takes_over_open": true, "paused_in_classes": ["pending"], "status_classes": {{"asked": "pending"}},
                "values": {{"priority": ["1"]}}, "policy_order": "by_name", "unconditional": "last",
                "policies": [{{"id": "all", "default": true, "objectives": [{{"id": "fix", "target": "named",
                    "rules": {{"start": [{{"on": ["created"]}}]}}, "allowance": {{"same": {{"end_of_business_day": 1}}}},
                    "pinned_by": "due", "calendar_by": {{"fact": "priority", "calendars": {{"1": "night"}}}},
                    "pausable": true, "boundary": "next_opening", "counts_from": "adoption", "retroactive_pauses": false,
                    "reopening": "reset", "levels": [{{"id": "warn", "at": {{"used": 1}}}}]}}]}}]}}]"#
        )]),
        reads::<sla::SlaState>(&[&state()]),
        reads::<sla::NotCounted>(&[r#"{"closed": "outside_hours"}"#, r#"{"paused": {"class": "pending"}}"#]),
        reads::<sla::Segment>(&[&segment]),
        reads::<sla::Timeline>(&[&format!(r#"{{"objective": "fix", "segments": [{segment}]}}"#)]),
    ]
}

/// A state as an engine makes it.
fn state() -> String {
    let agreement: sla::Agreement = serde_json::from_str(
        r#"{"id": "desk", "version": "1", "calendar": "office", "policies": [{"id": "all", "objectives": [
            {"id": "fix", "target": "resolution", "allowance": {"same": {"until": "due"}}}]}]}"#,
    )
    .unwrap();
    let calendar = calendar::Calendar::always(quantity::Zone::utc());
    let range = "2026-01-01T00:00:00Z".parse().unwrap().."2027-01-01T00:00:00Z".parse().unwrap();
    let index = std::sync::Arc::new(calendar.compile(range).unwrap());
    let engine = agreement.engine(&BTreeMap::from([("office".parse().unwrap(), index)])).unwrap();
    let due = (
        "due".parse().unwrap(),
        ticket::Value::from("2026-03-03T09:00:00Z".parse::<quantity::Timestamp>().unwrap()),
    );
    let created = "2026-03-02T09:00:00Z".parse().unwrap();
    let mut state = engine.begin("T-1".parse().unwrap(), created, &BTreeMap::from([due]));
    let at = "2026-03-02T10:00:00Z".parse().unwrap();
    engine.advance(&mut state, 1, &ticket::Event { at, kind: ticket::EventKind::Paused }).unwrap();
    serde_json::to_string(&state).unwrap()
}

pub(super) fn agreements() -> Vec<&'static str> {
    const ALLOWANCE: &str = r#"{"by": {"fact": "priority", "budgets": {"1": {"working": "PT4H"}, "2": {"until": "due"}},
        "otherwise": {"business_days": {"days": 2, "rule": "end_of_day"}}}}"#;
    const AT: &str = r#""2026-03-02T09:00:00Z""#;
    let objective = format!(
        r#"{{"id": "fix", "target": "resolution", "allowance": {ALLOWANCE}, "calendar": "office", "pausable": false}}"#
    );
    let policy = format!(r#"{{"id": "all", "when": {{"exists": "vip"}}, "objectives": [{objective}]}}"#);
    let outcome = format!(
        r#"{{"objective": "fix", "target": "resolution", "verdict": {{"met": {{"at": {AT}}}}}, "due": null,
            "used": {{"working": "PT1H", "elapsed": "PT17H"}}, "margin": null,
            "reasons": [{{"no_policy_from": {{"at": {AT}}}}}]}}"#
    );
    vec![
        reads::<sla::Agreement>(&[&format!(
            r#"{{"id": "desk", "version": "1", "kind": "ola", "calendar": "office", "paused_in": ["waiting"],
                "policies": [{policy}]}}"#
        )]),
        reads::<sla::AgreementKind>(&[r#""sla""#, r#""ola""#, r#""underpinning_contract""#]),
        reads::<sla::Policy>(&[&policy]),
        reads::<sla::Objective>(&[&objective]),
        reads::<sla::Target>(&[r#""first_response""#, r#""resolution""#]),
        reads::<sla::Allowance>(&[ALLOWANCE, r#"{"same": {"elapsed": "PT24H"}}"#]),
        reads::<sla::Budget>(&[r#"{"working": 3600}"#, r#"{"until": "@closed"}"#]),
        reads::<sla::Denominator>(&[r#""decided""#, r#""finished""#]),
        reads::<sla::Attainment>(&[
            r#"{"objectives": {}}"#,
            r#"{"unmatched": 2, "objectives": {"fix": {"met": 18, "late": 1}}}"#,
        ]),
        reads::<sla::OutcomeCounts>(&["{}", r#"{"met": 18446744073709551615, "not_applicable": 1}"#]),
        reads::<sla::Evaluation>(&[&format!(
            r#"{{"ticket": "T-1", "agreement": "desk", "version": "1", "as_of": {AT}, "policy": "all", "outcomes": [{outcome}]}}"#
        )]),
        reads::<sla::Outcome>(&[&outcome]),
        reads::<sla::TimeBoth>(&[r#"{"working": "PT1H", "elapsed": -60}"#]),
        reads::<sla::Verdict>(&[
            r#""running""#,
            r#""paused""#,
            r#""not_applicable""#,
            r#""not_started""#,
            &format!(r#"{{"cancelled": {{"at": {AT}}}}}"#),
            &format!(r#"{{"breached": {{"at": {AT}, "finished": null}}}}"#),
        ]),
        reads::<sla::Reason>(&[
            &format!(r#"{{"budget_from": {{"at": {AT}, "policy": "all", "budget": {{"elapsed": 60}}}}}}"#),
            &format!(r#"{{"no_budget_from": {{"at": {AT}, "policy": "all"}}}}"#),
            &format!(r#"{{"version_from": {{"at": {AT}, "version": "2"}}}}"#),
            &format!(r#"{{"cycle_from": {{"at": {AT}, "number": 2}}}}"#),
            &format!(r#"{{"paused": {{"from": {AT}, "until": null, "cause": "explicit", "working": 0}}}}"#),
        ]),
        reads::<sla::PauseCause>(&[
            r#""rule""#,
            r#"{"class": "pending"}"#,
            r#""explicit""#,
            r#""finished""#,
            r#"{"status": "waiting"}"#,
        ]),
    ]
}

pub(super) fn chains() -> Vec<&'static str> {
    const LINK: &str =
        r#"{"id": "repair", "agreement": "network", "objective": "fix", "after": ["part", "triage"]}"#;
    const PROMISE: &str = r#"{"agreement": "desk", "objective": "fix"}"#;
    const AT: &str = r#""2026-03-02T09:00:00Z""#;
    const BOTH: &str = r#"{"working": 60, "elapsed": "PT2M"}"#;
    const PLAN: &str = r#"{"link": "repair", "budget": "PT6H", "earliest_start": 0, "earliest_finish": "PT6H",
        "latest_start": "-PT1H", "latest_finish": "PT5H", "slack": "-PT1H", "critical": true}"#;
    let check = |unit: &str| {
        format!(
            r#"{{"unit": {unit}, "promise": "PT5H", "longest": "PT6H", "slack": "-PT1H", "critical_path": ["repair"],
                "links": [{PLAN}]}}"#
        )
    };
    let dated = format!(
        r#"{{"link": "repair", "start": {AT}, "due": {AT}, "latest_start": null, "latest_finish": {AT}, "slack": 0,
            "critical": false}}"#
    );
    let used = format!(r#"{{"promise": {PROMISE}, "verdict": "running", "due": {AT}, "used": {BOTH}}}"#);
    let link = format!(
        r#"{{"link": "repair", "verdict": "paused", "budget": {{"working": 60}}, "due": {AT}, "used": {BOTH},
            "over": {BOTH}}}"#
    );
    let causes = [
        r#""not_breached""#.to_owned(),
        format!(r#"{{"consumed": {{"links": ["repair"], "over": {BOTH}}}}}"#),
        r#"{"unmeasured": {"links": ["repair"]}}"#.to_owned(),
        r#"{"between_links": {"lost": 60}}"#.to_owned(),
        r#"{"budgets": {"short": 60}}"#.to_owned(),
    ];
    vec![
        reads::<sla::Chain>(&[&format!(
            r#"{{"promise": {PROMISE}, "links": [{LINK}, {{"id": "triage", "agreement": "first line", "objective": "fix"}},
                {{"id": "part", "agreement": "supplier", "objective": "fix"}}]}}"#
        )]),
        reads::<sla::Link>(&[LINK]),
        reads::<sla::Promise>(&[PROMISE]),
        reads::<sla::ChainUnit>(&[r#"{"working": {"calendar": "office"}}"#, r#""elapsed""#]),
        reads::<sla::ChainCheck>(&[&check(r#""elapsed""#)]),
        reads::<sla::LinkPlan>(&[PLAN]),
        reads::<sla::DatedChain>(&[&format!(
            r#"{{"start": {AT}, "due": {AT}, "finish": {AT}, "slack": 0, "critical_path": [], "links": [{dated}]}}"#
        )]),
        reads::<sla::DatedLink>(&[&dated]),
        reads::<sla::TimeBasis>(&[r#""working""#, r#""elapsed""#]),
        reads::<sla::ChainCause>(&causes.each_ref().map(String::as_str)),
        reads::<sla::PromiseUse>(&[&used]),
        reads::<sla::LinkUse>(&[&link, r#"{"link": "repair"}"#]),
        reads::<sla::ChainReport>(&[&format!(
            r#"{{"basis": "working", "promise": {used}, "cause": "not_breached", "path": ["repair"],
                "unattributed": "-PT1M", "links": [{link}]}}"#
        )]),
    ]
}

pub(super) fn attainment() -> Vec<&'static str> {
    const RULE: &str = r#"{"by": "department", "period": "month", "time_zone": "+01:00", "dated": "due"}"#;
    const PERIODS: &str = r#"{"periods": {"2026-03": {"objectives": {"fix": {"met": 9}}}, "2026-04": {"objectives": {}}},
        "undated": {"objectives": {"fix": {"running": 2}}}}"#;
    const PENDING: &str = r#"{"due": "2026-03-02T14:00:00Z", "ticket": "T-1", "agreement": "desk", "objective": "fix",
        "paused": true, "left": {"working": "PT2H", "elapsed": 7200}}"#;
    const NEVER: &str = r#"{"due": null, "ticket": "T-1", "agreement": "desk", "objective": "fix", "paused": false,
        "left": null}"#;
    vec![
        reads::<sla::AttainmentBy>(&[
            &format!(r#"{{"rule": {RULE}, "groups": {{"network": {PERIODS}}}, "ungrouped": {PERIODS}}}"#),
            &format!(r#"{{"rule": {RULE}, "groups": {{}}}}"#),
        ]),
        reads::<sla::AttainmentRule>(&[RULE]),
        reads::<sla::Dated>(&[r#""opened""#, r#""due""#, r#""finished""#]),
        reads::<sla::PeriodAttainment>(&[PERIODS, r#"{"periods": {}}"#]),
        reads::<sla::Commitment>(&[
            r#"{"target": 0.95, "denominator": "decided", "met": 19, "of": 20, "kept": true, "room": {"left": 0}}"#,
            r#"{"target": 1, "denominator": "finished", "met": 0, "of": 0, "kept": null, "room": {"exceeded": 1}}"#,
        ]),
        reads::<sla::BreachRoom>(&[r#"{"left": 3}"#, r#"{"exceeded": 18446744073709551615}"#]),
        reads::<sla::Outlook>(&[&format!(
            r#"{{"as_of": "2026-03-02T12:00:00Z", "pending": [{NEVER}, {PENDING}]}}"#
        )]),
        reads::<sla::Pending>(&[PENDING, NEVER]),
        reads::<sla::OutlookCounts>(&[r#"{"pending": 3, "paused": 1, "due": 1, "predicted": 2}"#]),
        reads::<analysis::Reading>(&[r#""above""#, r#""below""#, r#""undecided""#]),
    ]
}
