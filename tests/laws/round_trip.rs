//! Every public type that has a wire form: value to text to value to the same text, straight and through a buffer.

use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use service_quality::{
    analysis, appraisal, assessment, calendar, indicator, population, quantity, score, sla, standard, survey,
    ticket, weighting,
};

use super::sample::{ENGINE, STANDARD, as_of, bytes, config, ticket as any_ticket};

/// Checks one value, and says of which type it was.
#[track_caller]
fn returns<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> &'static str {
    let text = bytes(value);
    let back: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(&back, value);
    assert_eq!(bytes(&back), text);
    let buffered: T = serde_json::from_value(serde_json::to_value(value).unwrap()).unwrap();
    assert_eq!(bytes(&buffered), text, "through a buffer");
    type_name::<T>()
}

/// Reads the documents, which may be written in any of the forms that are read, and checks what was read.
#[track_caller]
fn reads<T: Serialize + DeserializeOwned + PartialEq + Debug>(documents: &[&str]) -> &'static str {
    for document in documents {
        returns(&serde_json::from_str::<T>(document).unwrap_or_else(|error| panic!("{error}: {document}")));
    }
    type_name::<T>()
}

const NAMES: &[&str] = &[r#""north-1""#, r#""工单""#];

fn small() -> Vec<&'static str> {
    vec![
        reads::<quantity::Number>(&["0", "-12.50", r#""1e15""#]),
        reads::<quantity::Score>(&["0", r#""87.40""#, "100"]),
        reads::<quantity::Share>(&["0", "0.95", "1"]),
        reads::<quantity::Weight>(&["0", "3", r#""0.000000001""#]),
        reads::<quantity::Span>(&[r#""PT4H30M""#, "-1", r#""P2W""#]),
        reads::<quantity::Timestamp>(&[r#""0001-01-01T00:00:00Z""#, r#""2026-03-02T10:00:00+01:00""#]),
        reads::<quantity::Zone>(&[r#""UTC""#, r#""+05:45""#, r#""-12:00""#]),
        reads::<quantity::PeriodDates>(&[
            r#""2026""#,
            r#""2026-Q1""#,
            r#""2020-W53""#,
            r#""0001-01-01/0001-01-02""#,
        ]),
        reads::<quantity::Period>(&[r#"{"dates": "2026-03", "time_zone": "UTC"}"#]),
        reads::<quantity::PeriodKind>(&[r#""iso_week""#, r#""month""#, r#""quarter""#, r#""year""#]),
        reads::<quantity::Label>(NAMES),
        reads::<quantity::Version>(NAMES),
        reads::<quantity::Name>(&[r#"{"en": "On time"}"#, r#"{"en": "On time", "zh": "及时率"}"#]),
        reads::<quantity::StandardVersion>(&[r#"{"id": "desk", "version": "2026"}"#]),
        reads::<quantity::TicketId>(NAMES),
        reads::<quantity::AgentId>(NAMES),
        reads::<quantity::GroupId>(NAMES),
        reads::<quantity::CalendarId>(NAMES),
        reads::<quantity::HolidaySetId>(NAMES),
        reads::<quantity::AgreementId>(NAMES),
        reads::<quantity::PolicyId>(NAMES),
        reads::<quantity::ObjectiveId>(NAMES),
        reads::<quantity::LinkId>(NAMES),
        reads::<quantity::IndicatorId>(NAMES),
        reads::<quantity::NodeId>(NAMES),
        reads::<quantity::RuleId>(NAMES),
        reads::<quantity::Language>(&[r#""en""#, r#""zh""#]),
        reads::<quantity::StandardId>(NAMES),
        reads::<quantity::AttributeName>(NAMES),
        reads::<quantity::Status>(NAMES),
    ]
}

fn calendars() -> Vec<&'static str> {
    use calendar::{
        Boundary, BusinessDayRule, Calendar, CalendarSpec, ClosedReason, Holiday, HolidaySet, Hours,
        MonthDay, Observed, Segment, Stretch, TimeOfDay, Week,
    };
    const CALENDAR: &str = r#"{"time_zone": "+01:00", "weekly": {"mon": "13:00-18:00, 09:00-12:00", "sat": "22:00-06:00"},
        "changes": [{"from": "2026-07-01", "weekly": {"sun": ["00:00-24:00"]}}],
        "holidays": [{"name": "劳动节", "on": {"date": "2026-05-01"}, "observed": "next_monday"}],
        "exceptions": {"2026-12-25": [], "2026-12-24": "09:00-12:00:30"}, "closures": {"2026-03-02": ["14:00-15:30"]}}"#;
    const UNION: &str = r#"{"time_zone": "UTC", "union": [{"time_zone": "UTC", "weekly": {"mon": "09:00-17:00"}},
        {"time_zone": "UTC", "intersection": [{"time_zone": "UTC", "weekly": {"tue": "09:00-17:00"}}]}]}"#;
    const SUCCESSION: &str = r#"{"time_zone": "UTC", "succession": [
        {"version": "2025", "calendar": {"time_zone": "UTC", "weekly": {"mon": "09:00-17:00"}}},
        {"version": "2026", "from": "2026-03-01", "calendar": {"time_zone": "+08:00", "weekly": {"tue": "09:00-17:00"}}}]}"#;
    const HOLIDAYS: &[&str] = &[
        r#"{"on": {"dates": {"from": "2026-02-15", "to": "2026-02-23"}}}"#,
        r#"{"on": {"yearly": "02-29"}, "observed": "nearest_weekday", "from_year": 2000, "until_year": 2030}"#,
        r#"{"on": {"yearly_dates": {"from": "12-24", "to": "01-02"}}}"#,
        r#"{"on": {"nth_weekday": {"nth": 4, "weekday": "thu", "month": 11}}}"#,
        r#"{"on": {"last_weekday": {"weekday": "mon", "month": 5}}, "observed": "previous_working_day"}"#,
        r#"{"on": {"weekday_from": {"weekday": "mon", "from": "05-18"}}}"#,
        r#"{"on": {"easter": -2}}"#,
        r#"{"on": {"orthodox_easter": 1}}"#,
    ];
    vec![
        reads::<Calendar>(&[CALENDAR, UNION, SUCCESSION]),
        reads::<CalendarSpec>(&[
            CALENDAR,
            UNION,
            SUCCESSION,
            r#"{"time_zone": "UTC", "holiday_sets": ["national"]}"#,
        ]),
        reads::<Holiday>(HOLIDAYS),
        reads::<HolidaySet>(&["[]", &format!("[{}]", HOLIDAYS.join(","))]),
        reads::<Hours>(&["[]", r#""""#, r#"["13:00-18:00", "09:00-13:30"]"#, r#""22:00-00:00""#]),
        reads::<Week>(&["{}", r#"{"mon": "09:00-17:00", "sun": []}"#]),
        reads::<MonthDay>(&[r#""02-29""#, r#""12-25""#]),
        reads::<TimeOfDay>(&[r#""00:00""#, r#""16:00:30""#]),
        reads::<Observed>(&[r#""own_date""#, r#""nearest_weekday""#, r#""monday_if_sunday""#]),
        reads::<Segment>(&[r#"{"from": "2026-03-02T09:00:00Z", "to": "2026-03-02T17:00:00Z"}"#]),
        reads::<Stretch>(&[
            r#"{"from": "2026-03-02T09:00:00Z", "to": "2026-03-02T17:00:00Z"}"#,
            r#"{"from": "2026-03-02T17:00:00Z", "to": "2026-03-03T09:00:00Z", "closed": "outside_hours"}"#,
        ]),
        reads::<ClosedReason>(&[r#"{"holiday": {"name": "春节"}}"#, r#"{"holiday": {}}"#, r#""closure""#]),
        reads::<Boundary>(&[r#""at_closing""#, r#""next_opening""#]),
        reads::<BusinessDayRule>(&[
            r#""then_next_opening""#,
            r#""from_next_opening""#,
            r#""capped_at_closing""#,
            r#""end_of_day""#,
        ]),
    ]
}

fn tickets() -> Vec<&'static str> {
    const EVENT: &str = r#"{"at": "2026-03-02T09:00:00Z", "kind": {"assigned": {"agent": "kim"}}}"#;
    vec![
        reads::<ticket::Ticket>(&[
            r#"{"id": "T-1", "events": [{"at": "2026-03-02T09:00:00Z", "kind": "created"}]}"#,
        ]),
        reads::<ticket::Event>(&[EVENT]),
        reads::<ticket::EventKind>(&[
            r#""created""#,
            r#"{"assigned": {}}"#,
            r#"{"attribute_changed": {"name": "priority", "to": null}}"#,
            r#"{"agent_message": {"visibility": "internal"}}"#,
            r#"{"rated": {"rating": {"value": 4, "least": 1, "most": 5}}}"#,
        ]),
        reads::<ticket::Visibility>(&[r#""public""#, r#""internal""#]),
        reads::<ticket::Rating>(&[r#"{"value": 4, "least": 1, "most": "5.0"}"#]),
        reads::<ticket::Value>(&[
            "1.50",
            "true",
            r#""high""#,
            r#"{"span": 60}"#,
            r#"{"instant": "2026-03-02T09:00:00Z"}"#,
        ]),
        reads::<ticket::Fact>(&[r#""priority""#, r#""@age""#]),
        reads::<ticket::Condition>(&[
            r#""always""#,
            r#"{"all": [{"not": {"any": []}}, {"exists": "vip"}, {"in": {"fact": "a", "values": [1, "1"]}}]}"#,
            r#"{"contains": {"fact": "title", "text": "printer"}}"#,
        ]),
        reads::<ticket::Comparison>(&[r#""below""#, r#""at_most""#, r#""at_least""#, r#""above""#]),
        reads::<ticket::Milestone>(&[r#""created""#, r#""first_response""#, r#""as_of""#]),
        reads::<ticket::Anomaly>(&[&format!(
            r#"{{"kind": "before_creation", "event": {EVENT}, "treatment": "moved_to_creation"}}"#
        )]),
        reads::<ticket::AnomalyKind>(&[r#""before_creation""#, r#""after_end""#]),
        reads::<ticket::Treatment>(&[r#""set_aside""#, r#""moved_to_creation""#]),
        reads::<ticket::Intake>(&[
            r#"{"read": 2, "anomalies": {"paused_twice": {"events": 3, "tickets": ["T-1"]}}, "refused": [{"reason": "row 3"}]}"#,
        ]),
        reads::<ticket::Refused>(&[r#"{"reason": "no id"}"#, r#"{"reason": "no day", "ticket": "T-1"}"#]),
        reads::<ticket::SetAside>(&[r#"{"events": 3, "tickets": ["T-1"]}"#]),
    ]
}

/// Clocks: their rules and settings, and what became of them.
fn clocks() -> Vec<&'static str> {
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

fn agreements() -> Vec<&'static str> {
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

fn chains() -> Vec<&'static str> {
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

fn attainment() -> Vec<&'static str> {
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

fn catalogue() -> Vec<&'static str> {
    vec![reads::<indicator::CatalogueUse>(&[
        r#"{"id": "nps"}"#,
        r#"{"id": "nps", "named": "nps of partners", "survey": "partners"}"#,
        r#"{"id": "csat_top_box", "target": {"at_least": 85}, "warning": {"at_least": 80}, "critical":
                {"at_least": 70}, "places": 1, "min_n": 30, "owner": "desk", "within": "voice", "period": "month",
                "question": "q7", "survey": "yearly", "checklist": "call", "items": ["greeting"], "agreement": "desk"}"#,
    ])]
}

fn indicators() -> Vec<&'static str> {
    const QUANTILE: &str = r#"{"quantile": {"p": "0.9", "quantity": {"working": {"from": "created", "to": "finished",
        "calendar": "office"}}, "among": {"exists": "vip"}, "figures": 2}}"#;
    vec![
        reads::<indicator::Indicator>(&[
            &format!(
                r#"{{"id": "p90", "name": {{"en": "P90"}}, "dimension": "timeliness", "formula": {QUANTILE}, "unit": "hours",
                    "direction": "lower", "target": {{"at_most": 8}}, "warning": {{"at_most": 10}}, "critical": {{"at_most": 12}},
                    "places": 2, "min_n": 5, "timing": "leading", "evidence": "survey", "source": "ours", "owner": "kim"}}"#
            ),
            r#"{"id": "load", "name": {"en": "Load"}, "dimension": "our own", "formula": "external", "unit": "calls",
                "direction": "range", "target": {"between": [1, 3]}}"#,
        ]),
        reads::<indicator::Formula>(&[
            QUANTILE,
            r#""external""#,
            r#"{"share": {"of": {"exists": "a"}}}"#,
            r#"{"mean": {"quantity": {"fact": "@rating"}}}"#,
            r#"{"rate": {"of": "always", "per": {"sum": {"time_in": ["open"]}}, "times": 1000}}"#,
            r#"{"sla_attainment": {"objectives": {"target": "resolution"}, "denominator": "finished"}}"#,
        ]),
        reads::<indicator::Formula>(&[
            r#"{"count": {"of": "always"}}"#,
            r#"{"sla_overdue": {"objectives": {"objective": "fix"}, "agreement": "desk"}}"#,
            r#"{"figure_share": {"of": {"plus": ["lost"]}, "per": {"plus": ["start"]}}}"#,
            r#"{"figure_ratio": {"of": {"plus": ["talk", "hold"], "minus": ["idle"]}, "per": {"plus": ["calls"]}, "times": 250}}"#,
            r#"{"figure_total": {"of": {"plus": ["outages"]}, "among": {"exists": "site"}}}"#,
            r#"{"derived": {"ratio": {"of": "a", "per": "b"}}}"#,
            r#"{"survey": {"measure": {"question": {"question": "csat", "statistic": "mean"}}}}"#,
            r#"{"survey": {"measure": {"question": {"question": "nps", "statistic": {"net": {"at_least": 9, "at_most": 6}}}},
                "survey": "yearly", "among": {"exists": "site"}}}"#,
            r#"{"response_rate": {}}"#,
            r#"{"response_rate": {"survey": "yearly"}}"#,
            r#"{"checklist": {"measure": "points", "checklist": "call"}}"#,
            r#"{"checklist": {"measure": {"critical_accuracy": "customer"}}}"#,
            r#"{"assessed": {"panel": {"weights": {"internal": 2, "customer": 1}}}}"#,
            r#"{"agreement": {"level": "ordinal"}}"#,
            r#"{"agreement": {"level": "nominal", "assessors": ["third_party", "internal"]}}"#,
        ]),
        reads::<indicator::FigureSum>(&[
            r#"{"plus": ["end"], "minus": ["new"]}"#,
            r#""end""#,
            r#"{"plus": ["end"]}"#,
        ]),
        reads::<indicator::Report>(&[
            r#"{"name": "north", "figures": {"lost": 3}}"#,
            r#"{"name": "north", "attributes": {"site": "n"}, "figures": {"talk": {"span": "PT4H"}}, "not_applicable": ["visits"]}"#,
        ]),
        reads::<indicator::Derivation>(&[
            r#"{"sum": {"terms": [{"indicator": "a"}, {"indicator": "b", "times": "-1"}], "plus": 100}}"#,
            r#"{"mean": [{"indicator": "a", "weight": 2}]}"#,
            r#"{"least": ["a", "b"]}"#,
            r#"{"greatest": ["a"]}"#,
        ]),
        reads::<indicator::Multiple>(&[r#"{"indicator": "a"}"#, r#"{"indicator": "a", "times": "0.5"}"#]),
        reads::<indicator::Weighted>(&[r#"{"indicator": "a", "weight": "0.5"}"#]),
        reads::<indicator::IndicatorGroup>(&[
            r#"{"id": "g", "name": {"en": "G"}}"#,
            r#"{"id": "g", "name": {"en": "G"}, "within": "f", "dimension": "accuracy"}"#,
        ]),
        reads::<indicator::IndicatorSystem>(&[
            r#"{"groups": [{"id": "g", "name": {"en": "G"}}], "indicators": []}"#,
            r#"{"indicators": []}"#,
        ]),
        reads::<indicator::Source>(&[
            r#""ticket""#,
            r#""response""#,
            r#""inspection""#,
            r#""assessment""#,
            r#""report""#,
        ]),
        reads::<indicator::Quantity>(&[
            r#"{"elapsed": {"from": "created", "to": "closed"}}"#,
            r#"{"used": {"objective": "fix", "agreement": "desk", "time": "elapsed"}}"#,
        ]),
        reads::<indicator::UsedTime>(&[r#""working""#, r#""elapsed""#]),
        reads::<indicator::Objectives>(&[r#""all""#, r#"{"objective": "fix"}"#]),
        reads::<indicator::Exposure>(&[r#"{"tickets": "always"}"#, r#"{"sum": {"fact": "hours"}}"#]),
        reads::<indicator::Dimension>(&[r#""accuracy""#, r#""our own""#]),
        reads::<indicator::Unit>(&[r#""percent""#, r#""calls""#]),
        reads::<indicator::Direction>(&[r#""higher""#, r#""lower""#, r#""range""#]),
        reads::<indicator::Limit>(&[r#"{"at_least": 1}"#, r#"{"between": [-1, "1.50"]}"#]),
        reads::<indicator::Range>(&["[-1, 1]"]),
        reads::<indicator::Timing>(&[r#""leading""#, r#""lagging""#]),
        reads::<indicator::Evidence>(&[r#""system_data""#, r#""unannounced_inspection""#]),
    ]
}

const SHARE: &str = r#"{"version": 1, "share": {"k": 19, "n": 20}}"#;

fn measurements() -> Vec<&'static str> {
    vec![
        reads::<indicator::Absence>(&[r#""missing""#, r#""not_applicable""#, r#"{"suppressed": {"n": 3}}"#]),
        reads::<indicator::Measurement>(&[
            r#"{"value": "0.950", "n": 20, "basis": {"share": {"k": 19}}}"#,
            r#"{"absent": "missing"}"#,
        ]),
        reads::<indicator::Basis>(&[
            r#"{"mean": {"deviation": "1.5"}}"#,
            r#"{"rate": {"count": 3, "exposure": 7}}"#,
            r#"{"quantile": {"p": 0.9, "relative_error": "0.001"}}"#,
            r#""total""#,
            r#"{"ratio": {}}"#,
            r#"{"ratio": {"standard_error": "0.5"}}"#,
            r#""panel""#,
            r#""agreement""#,
            r#"{"estimate": {"standard_error": "0.25", "effective_n": 12}}"#,
            r#"{"estimate": {"effective_n": 1}}"#,
        ]),
        reads::<indicator::IndicatorTally>(&[&format!(
            r#"{{"indicator": "kept", "tally": {SHARE}, "outside": 1, "without": 2}}"#
        )]),
        reads::<indicator::Tally>(&[
            SHARE,
            r#"{"version": 1, "rate": {"count": 3, "exposure": "2.5", "n": 2}}"#,
            r#"{"version": 1, "total": {"n": 1, "sum": "2"}}"#,
            r#"{"version": 1, "ratio": {"n": 1, "of": "2", "per": "3", "squares": ["4", "9", "25"]}}"#,
            r#"{"version": 1, "survey": {"responses": {"n": 1}, "scale": {"from": 0, "to": 10},
                "parts": {"nps": {"points": {"9": {"n": 1}}}}}}"#,
        ]),
        reads::<indicator::ShareTally>(&[r#"{"k": 0, "n": 0}"#]),
        reads::<indicator::TotalTally>(&[r#"{"n": 2, "sum": "-3.5"}"#]),
        reads::<indicator::RatioTally>(&[
            r#"{"n": 2, "of": "-3.5", "per": "7", "squares": ["12.25", "25", "30.25"]}"#,
        ]),
        reads::<indicator::MeanTally>(&[r#"{"n": 2, "sum": "3.5", "squares": "6.25"}"#]),
        reads::<indicator::RateTally>(&[r#"{"count": 3, "exposure": 0, "n": 1}"#]),
        reads::<indicator::QuantileTally>(&[
            r#"{"figures": 3}"#,
            r#"{"figures": 1, "min": 5, "max": 900, "cells": [[5, 2], [896, 1]]}"#,
        ]),
        reads::<indicator::SignificantFigures>(&["1", "4"]),
        reads::<indicator::quantile::QuantileRule>(&[r#""nearest_rank""#]),
    ]
}

fn assessments() -> Vec<&'static str> {
    const ITEM: &str = r#"{"id": "verify", "name": {"en": "Verifies", "zh": "核对身份"}, "points": "15.0", "section": "opening",
        "critical": "compliance"}"#;
    const PART: &str = r#"{"assessor": "customer", "n": 3, "mean": 2.5, "deviation": "0.5", "weight": 1,
        "effective_weight": 1, "contribution": "2.50"}"#;
    const FINDINGS: &[&str] = &[
        r#"{"lost": {"item": "verify", "earned": "1.5", "points": 15}}"#,
        r#"{"critical_error": {"item": "verify", "criticality": "business"}}"#,
        r#"{"not_checked": {"item": "verify", "points": 15}}"#,
        r#"{"not_applicable": {"item": "verify", "points": 15}}"#,
        r#"{"covered": {"coverage": 0.5, "min_coverage": 1, "low": 0, "high": "0.50"}}"#,
        r#"{"knocked_out": {"from": null}}"#,
        r#"{"below_pass_mark": {"pass_mark": "0.8"}}"#,
        r#""undecided""#,
    ];
    vec![
        reads::<assessment::Checklist>(&[
            &format!(r#"{{"id": "call", "version": "1", "name": {{"en": "Call"}}, "items": [{ITEM}]}}"#),
            &format!(
                r#"{{"id": "call", "version": "1", "name": {{"en": "Call"}}, "pass_mark": 0.8, "critical_rule": "zero_score",
                    "min_coverage": "0.90", "items": [{ITEM}]}}"#
            ),
        ]),
        reads::<assessment::Item>(&[ITEM, r#"{"id": "a", "name": {"en": "A"}, "points": 1}"#]),
        reads::<assessment::Criticality>(&[r#""customer""#, r#""business""#, r#""compliance""#]),
        reads::<assessment::CriticalRule>(&[r#""fail_form""#, r#""zero_score""#, r#""no_effect""#]),
        reads::<assessment::Mark>(&[
            r#""passed""#,
            r#""failed""#,
            r#"{"points": 3.5}"#,
            r#""not_applicable""#,
            r#""not_checked""#,
        ]),
        reads::<assessment::Inspection>(&[
            r#"{"id": "I-1", "checklist": "call", "version": "1", "at": "2026-03-02T09:00:00Z", "inspector": "Kim",
                "notice": "announced", "subject": "call-7", "attributes": {"branch": "north", "floor": 3},
                "marks": {"verify": {"points": 3}}}"#,
            r#"{"id": "I-1", "checklist": "call", "version": "1", "at": "2026-03-02T09:00:00Z", "marks": {}}"#,
        ]),
        reads::<assessment::Notice>(&[r#""announced""#, r#""unannounced""#]),
        reads::<assessment::InspectionResult>(&[&format!(
            r#"{{"inspection": "I-1", "checklist": "call", "version": "1", "earned": 3, "checked": 15, "applicable": 15,
                "score": "0.2", "raw_score": 0.2, "passed": null, "findings": [{}]}}"#,
            FINDINGS.join(",")
        )]),
        reads::<assessment::Finding>(FINDINGS),
        reads::<assessment::ChecklistMeasure>(&[
            r#""points""#,
            r#""pass_rate""#,
            r#"{"critical_accuracy": "customer"}"#,
            r#"{"item_pass_rate": {"items": ["verify", "listen"]}}"#,
            r#""noncritical_error_rate""#,
            r#"{"completeness": {}}"#,
            r#"{"completeness": {"items": ["verify"]}}"#,
        ]),
        reads::<assessment::Assessor>(&[r#""internal""#, r#""self""#, r#""our own""#]),
        reads::<assessment::Assessment>(&[
            r#"{"subject": "call-7", "at": "2026-03-02T09:00:00Z", "attributes": {"vip": true}, "ratings": [
                {"assessor": "customer", "value": "3.50"}, {"assessor": "internal", "rater": "Kim", "value": 4}]}"#,
        ]),
        reads::<assessment::Rating>(&[r#"{"assessor": "third_party", "rater": "审计", "value": -1}"#]),
        reads::<assessment::Panel>(&[
            r#"{"weights": {"self": 0, "internal": 3}}"#,
            r#"{"weights": {"press": "0.5"}, "min_coverage": 0.65}"#,
        ]),
        reads::<assessment::PanelTally>(&[
            r#"{"version": 1, "assessors": {}}"#,
            r#"{"version": 1, "assessors": {"customer": {"n": 2, "sum": "-3.5", "squares": "6.25"}}}"#,
        ]),
        reads::<assessment::Combined>(&[&format!(
            r#"{{"value": 2.5, "coverage": 1, "min_coverage": 1, "spread": null, "parts": [{PART}]}}"#
        )]),
        reads::<assessment::AssessorPart>(&[PART, r#"{"assessor": "press", "n": 1, "mean": 2}"#]),
        reads::<assessment::AgreementTally>(&[
            r#"{"version": 1}"#,
            r#"{"version": 1, "unpaired": 2, "subjects": [{"n": 2, "ratings": {"1.0": 2}},
                {"n": 1, "ratings": {"1": 1, "2": 1}}, {"n": 1, "ratings": {"1": 2, "2.50": 1}}]}"#,
        ]),
        reads::<assessment::ScaleLevel>(&[r#""nominal""#, r#""ordinal""#, r#""interval""#]),
    ]
}

fn samples() -> Vec<&'static str> {
    use service_quality::survey::{duty, reliability, sampling};
    vec![
        reads::<sampling::Population>(&[
            r#"{"counts": {"north": 3000, "south": 1}}"#,
            r#"{"shares": {"north": "0.3334", "south": 0.6669}}"#,
        ]),
        reads::<sampling::AllocationRule>(&[r#""proportional""#, r#""neyman""#, r#""equal""#]),
        reads::<sampling::Representativity>(&[
            r#""census""#,
            r#""incomplete""#,
            r#""too_few""#,
            r#""no_difference_shown""#,
        ]),
        reads::<reliability::AlphaNote>(&[r#""negative""#]),
        reads::<reliability::LandisKoch>(&[r#""almost_perfect""#]),
        reads::<reliability::KrippendorffBenchmark>(&[r#""tentative""#]),
        reads::<reliability::LevelOfMeasurement>(&[r#""ratio""#]),
        reads::<duty::FollowUpState>(&[r#""overdue""#]),
        reads::<duty::FollowUpDue>(&[
            r#"{"due": "2026-03-03T12:00:00Z", "ticket": "T-1", "resolved_at": "2026-03-02T12:00:00Z", "state": "due"}"#,
        ]),
    ]
}

fn what_ifs() -> Vec<&'static str> {
    const PACKAGE: &str = r#"{"improvements": [{"indicator": "csat", "value": "4.4", "cost": 5000}], "cost": 5000, "total": 76, "grade": "B"}"#;
    vec![
        reads::<score::what_if::Target>(&[r#""next_grade""#, r#"{"grade": "A"}"#, r#"{"score": 80}"#]),
        reads::<score::what_if::Needed>(&[
            r#"{"indicator": "csat", "target": {"grade": "A"}, "now": "4.1", "total": 73, "answer": "already"}"#,
        ]),
        reads::<score::what_if::Answer>(&[
            r#""already""#,
            r#"{"reached": {"value": "4.3", "change": "0.2", "effort": "0.05", "score": "82.5", "total": 90, "grade": "A"}}"#,
            r#"{"out_of_reach": {"value": 5, "total": 60, "held_by": ["identity"]}}"#,
            r#"{"out_of_reach": {"value": 5, "gap": "nothing_applies"}}"#,
        ]),
        reads::<score::what_if::Improvement>(&[r#"{"indicator": "csat", "value": "4.4", "cost": 5000}"#]),
        reads::<score::what_if::Package>(&[PACKAGE, r#"{"improvements": [], "cost": 0}"#]),
        reads::<score::what_if::Cheapest>(&[
            &format!(r#"{{"reached": {PACKAGE}}}"#),
            &format!(r#"{{"out_of_reach": {PACKAGE}}}"#),
            &format!(r#"{{"unproved": {{"package": {PACKAGE}, "at_least": 4000}}}}"#),
            &format!(r#"{{"unsettled": {{"best": {PACKAGE}, "at_most": 80}}}}"#),
        ]),
        reads::<score::what_if::Best>(&[
            &format!(r#"{{"proved": {PACKAGE}}}"#),
            &format!(r#"{{"unproved": {{"package": {PACKAGE}, "at_most": 80}}}}"#),
        ]),
        reads::<score::sensitivity::SubjectStanding>(&[
            r#"{"subject": "north", "total": "83.2", "grade": "A", "rank": 1}"#,
            r#"{"subject": "south"}"#,
        ]),
        reads::<score::sensitivity::WeightRange>(&[
            r#"{"place": {"node": "care"}, "share": "0.4", "low": 0, "high": "0.5", "above": {"total": {"subject": "north"}}}"#,
        ]),
        reads::<score::sensitivity::Overturn>(&[
            r#"{"grade": {"subject": "north", "from": "B"}}"#,
            r#"{"rank": {"subject": "north", "overtaken_by": "south"}}"#,
        ]),
    ]
}

fn scores() -> Vec<&'static str> {
    const LEAF: &str = r#"{"weight": "3", "indicator": "csat", "name": {"en": "CSAT"}, "curve": {"goalposts": {"worst": 1, "best": 5}}}"#;
    let node = format!(r#"{{"id": "service", "absence": {{"missing": "worst"}}, "children": [{LEAF}]}}"#);
    let model: score::Model = serde_json::from_str(&format!(
        r#"{{"rounding": {{"total": 1}}, "absence": {{"suppressed": {{"neutral": 50}}}},
            "grades": [{{"grade": "差", "from": 0}}, {{"grade": "优", "from": "90"}}], "root": {node}}}"#
    ))
    .unwrap();
    let measured = indicator::Measurement::present(4.into(), 30);
    let card = model.score(&BTreeMap::from([("csat".parse().unwrap(), measured)]));
    let gap = model.score(&BTreeMap::new());
    let (scored, unscored) = (returns(&card), returns(&gap));
    assert_eq!(scored, unscored);
    for line in card.explain().lines().iter().chain(gap.explain().lines()) {
        returns(line);
        for reason in &line.reasons {
            returns(reason);
        }
    }
    vec![
        scored,
        returns(&model),
        returns(&card.explain()),
        returns(&card.explain().lines()[0]),
        reads::<score::Reason>(&[
            r#"{"treated": {"renormalise": {"min_coverage": "0.65"}}}"#,
            r#"{"covered": {"coverage": 0.5, "low": 10, "high": 60, "lift": 2}}"#,
            r#"{"graded": {"band": {"grade": "A", "from": 90}, "next": null}}"#,
        ]),
        reads::<score::Gap>(&[
            r#""nothing_applies""#,
            r#"{"refused": {"child": {"indicator": "csat"}, "absence": "missing"}}"#,
            r#"{"coverage": {"absence": "missing", "coverage": 0.5, "min_coverage": "0.65"}}"#,
        ]),
        reads::<score::Place>(&[r#"{"node": "service"}"#, r#"{"indicator": "csat"}"#]),
        reads::<score::Node>(&[&node]),
        reads::<score::Child>(&[LEAF]),
        reads::<score::Curve>(&[
            r#"{"piecewise": [[0, 100], ["4.50", 80]]}"#,
            r#"{"bands": {"below": 0, "steps": [[60, 50]]}}"#,
            r#"{"likert": {"min": 1, "max": 5}}"#,
        ]),
        reads::<score::Simulation>(&[
            r#"{"seed": 18446744073709551615}"#,
            r#"{"seed": 0, "draws": 100, "confidence": 0.9}"#,
        ]),
        reads::<appraisal::AppraisalOrder>(&[r#""ranks""#, r#""grades""#]),
        reads::<appraisal::AppraisalRule>(&[
            r#"{"minimum_n": 30, "shrinkage": {"declared": {"weight": 50}}, "simulation": {"seed": 7}, "order": "grades"}"#,
            r#"{"minimum_n": 1, "shrinkage": "none", "simulation": {"seed": 7}}"#,
        ]),
        reads::<score::Bands>(&[r#"{"below": 100, "steps": [[30, 80], ["60.5", 0]]}"#]),
        reads::<score::TargetRange>(&[r#"{"low": 60, "target_low": 80, "target_high": 80, "high": 95}"#]),
        reads::<score::Attainment>(&[
            r#"{"target": {"at_least": 90}}"#,
            r#"{"target": {"at_most": 0}, "form": "linear"}"#,
        ]),
        reads::<score::AttainmentForm>(&[r#""ratio""#, r#""linear""#]),
        reads::<score::Efficacy>(&[
            r#"{"not_allowed": 60, "satisfactory": 95}"#,
            r#"{"not_allowed": 9, "satisfactory": 5, "base": 50, "span": 50, "floor": 10}"#,
        ]),
        reads::<score::Likert>(&[r#"{"min": 1, "max": 7}"#]),
        reads::<score::Exponential>(&[r#"{"worst": 0, "best": 100, "rho": -50}"#]),
        reads::<score::Logarithmic>(&[r#"{"worst": 100, "best": 75000}"#]),
        reads::<score::Goalposts>(&[r#"{"worst": 5, "best": 1}"#]),
        reads::<score::Piecewise>(&["[[0, 100], [4, 80]]"]),
        reads::<score::Point>(&[r#"["0.9", 80]"#]),
        reads::<score::Position>(&[
            r#"{"below": [1, 0]}"#,
            r#"{"between": [[1, 0], [2, 100]]}"#,
            r#"{"within": {"to": 30, "score": 100}}"#,
            r#"{"on_formula": {"low": 10, "high": 1000}}"#,
            r#"{"limited": 100}"#,
            r#"{"short_of": 30}"#,
        ]),
        reads::<score::Aggregation>(&[
            r#""arithmetic""#,
            r#""mazziotta_pareto""#,
            r#"{"power": -0.5}"#,
            r#"{"owa": [0, "0.5", 2]}"#,
        ]),
        reads::<score::Exponent>(&["-100", r#""0.000000001""#]),
        reads::<score::OrderWeights>(&["[1]", "[0.25, 0]"]),
        reads::<score::Grades>(&[r#"[{"grade": "B", "from": 0}, {"grade": "A", "from": 90}]"#]),
        reads::<score::Band>(&[r#"{"grade": "A", "from": 90}"#]),
        reads::<score::Grade>(NAMES),
        reads::<score::Rounding>(&["{}", r#"{"indicator": 9, "node": 0, "total": 2}"#]),
        reads::<score::AbsencePolicy>(&["{}", r#"{"missing": "refuse", "not_applicable": "worst"}"#]),
        reads::<score::AbsenceKind>(&[r#""missing""#, r#""suppressed""#, r#""not_applicable""#]),
        reads::<score::Treatment>(&[r#""worst""#, r#""refuse""#, r#"{"neutral": "50.0"}"#]),
    ]
}

fn objectives() -> Vec<&'static str> {
    use score::objective;
    const MARKS: &str = r#"{"pass": 90, "warning": "75.0"}"#;
    const OBJECTIVE: &str = r#"{"indicator": "a", "weight": 2, "key": true, "pass": [["<=15", "in [1, 2.50]"], []],
        "warning": [["<=10%"]]}"#;
    const CHECK: &str = r#"{"criterion": ">=-5%", "target": "9.50", "outcome": "met"}"#;
    let total = format!(
        r#"{{"points": 1, "maximum": "2.0", "percent": 50, "pass_marks": {MARKS}, "verdict": "fail", "failed_keys": ["a"]}}"#
    );
    let result = format!(
        r#"{{"indicator": "a", "judgement": "warning", "key": true, "weight": 2, "points": 1,
            "figure": {{"value": 3, "n": 1}}, "previous": 2, "pass": [[{CHECK}], []], "warning": [[{CHECK}]]}}"#
    );
    vec![
        reads::<objective::ObjectivePlan>(&[
            &format!(r#"{{"pass_marks": {MARKS}, "objectives": [{OBJECTIVE}]}}"#),
            &format!(
                r#"{{"pass_marks": {{"pass": 0}}, "baseline": {{"include": "pass_or_warning", "count": 3, "aggregate":
                    {{"quantile": 0.9}}}}, "absence": {{"missing": "leave_out"}}, "nothing_judged": "full", "objectives":
                    [{OBJECTIVE}]}}"#
            ),
        ]),
        reads::<objective::PassMarks>(&[MARKS, r#"{"pass": 60}"#]),
        reads::<objective::Objective>(&[OBJECTIVE, r#"{"indicator": "a"}"#]),
        reads::<objective::Criteria>(&["[]", r#"[["<=15", ">=(-10)"], ["not in [1, 2]"]]"#]),
        reads::<objective::Criterion>(&[r#""≤ 15.0""#, r#""=-0""#, r#""!=+.5%""#]),
        reads::<objective::Limits>(&["{}", r#"{"least": -1, "most": "2.0"}"#]),
        reads::<objective::Baseline>(&["{}", r#"{"include": "pass", "count": 1000, "aggregate": "mean"}"#]),
        reads::<objective::Include>(&[r#""all""#, r#""pass_or_warning""#, r#""pass""#]),
        reads::<objective::Aggregate>(&[r#""mean""#, r#"{"quantile": "0.50"}"#]),
        reads::<objective::AbsenceRule>(&["{}", r#"{"not_applicable": "fail"}"#]),
        reads::<objective::OnAbsence>(&[r#""fail""#, r#""leave_out""#]),
        reads::<objective::NothingJudged>(&[r#""undecided""#, r#""full""#, r#""zero""#]),
        reads::<objective::Previous>(&[
            r#"{"verdict": "warning", "figures": {"a": 1}}"#,
            r#"{"figures": {}}"#,
        ]),
        reads::<objective::Verdict>(&[r#""pass""#, r#""warning""#, r#""fail""#]),
        reads::<objective::Judgement>(&[r#""pass""#, r#""informational""#, r#""left_out""#]),
        reads::<objective::Check>(&[CHECK, r#"{"criterion": "<=+1", "outcome": "skipped"}"#]),
        reads::<objective::Outcome>(&[r#""met""#, r#""violated""#, r#""skipped""#, r#""unmeasured""#]),
        reads::<objective::Total>(&[&total]),
        reads::<objective::ObjectiveResult>(&[&result]),
        reads::<objective::Evaluation>(&[&format!(
            r#"{{"total": {total}, "objectives": [{result}], "without_objective": ["z"]}}"#
        )]),
    ]
}

fn fuzzy() -> Vec<&'static str> {
    use score::fuzzy;
    const GRADES: &str = r#"[{"grade": "优", "value": 95}, {"grade": "差", "value": "50.0"}]"#;
    const CRITERION: &str = r#"{"id": "speed", "weight": "0.60", "judged": {"criteria": [
        {"id": "calls", "weight": 1, "judged": {"counts": [3, 4]}}]}}"#;
    vec![
        reads::<fuzzy::FuzzyEvaluation>(&[
            &format!(r#"{{"grades": {GRADES}, "criteria": [{CRITERION}]}}"#),
            &format!(
                r#"{{"grades": {GRADES}, "composition": "max_min", "row_sum": "free", "criteria": [{CRITERION}]}}"#
            ),
        ]),
        reads::<fuzzy::FuzzyCriterion>(&[CRITERION]),
        reads::<fuzzy::Judged>(&[r#"{"memberships": ["0.50", 0.5]}"#, r#"{"counts": [1]}"#]),
        reads::<fuzzy::GradeValue>(&[r#"{"grade": "优"}"#, r#"{"grade": "优", "value": 95}"#]),
        reads::<fuzzy::Composition>(&[
            r#""weighted_average""#,
            r#""max_min""#,
            r#""max_product""#,
            r#""bounded_sum""#,
        ]),
        reads::<fuzzy::RowSum>(&[r#""at_most_one""#, r#""one""#, r#""free""#]),
        reads::<fuzzy::FuzzyResult>(&[
            r#"{"memberships": ["0.6", "0.40"], "normalised": [0.6, 0.4], "grade": "优", "lead": "0.2", "validity": "0.25",
                "score": 77, "levels": [["speed", ["0.6", "0.4"]]]}"#,
        ]),
    ]
}

fn standards() -> Vec<&'static str> {
    vec![
        reads::<standard::Standard>(&[STANDARD]),
        returns(&ENGINE.tally()),
        returns(&ENGINE.tally_by("department".parse().unwrap())),
    ]
}

fn surveys() -> Vec<&'static str> {
    const CSAT: &str =
        r#"{"csat": {"scale": {"from": 1, "to": 5}, "satisfied_at_least": 4, "dissatisfied_at_most": 2}}"#;
    const TALLY: &str = r#"{"points": {"-6": {"n": 2}, "4": {"n": 1, "weight": "2.5", "squares": "6.25"}},
        "no_answer": 1, "not_applicable": 2}"#;
    const WEIGHED: &str = r#"{"n": 3, "weight": "4.5", "squares": "8.25"}"#;
    const ACSI: &str = r#"{"satisfaction": "a", "expectancy": "b", "ideal": "c"}"#;
    const WEIGHTS: &str = r#"{"satisfaction": "0.3885", "expectancy": 0.319, "ideal": 0}"#;
    const PAIR: &str = r#"{"expectation": "e1", "perception": "p1"}"#;
    let question = format!(
        r#"{{"id": "hard", "text": {{"en": "Hard?"}}, "kind": {CSAT}, "reversed": true, "dimension": "ease",
            "topic": "hotline", "covers": ["fix", "reply"]}}"#
    );
    let survey = format!(
        r#"{{"id": "yearly", "version": "1", "name": {{"en": "Customers"}}, "questions": [{question}]}}"#
    );
    let dimension = format!(r#"{{"name": "empathy", "weight": 16, "pairs": [{PAIR}]}}"#);
    let servqual = format!(r#"{{"dimensions": [{dimension}]}}"#);
    let servperf = r#"{"dimensions": [{"name": "empathy", "perceptions": ["p1"]}]}"#;
    vec![
        reads::<survey::Scale>(&[r#"{"from": -2, "to": 2}"#]),
        reads::<survey::QuestionKind>(&[
            CSAT,
            r#""nps""#,
            r#""acsi""#,
            r#"{"ces": {"scale": {"from": 1, "to": 7}, "agree_at_least": 5}}"#,
            r#"{"likert": {"scale": {"from": 1, "to": 5}}}"#,
            r#"{"good_bad_review": {"satisfied_at_least": 3}}"#,
            r#"{"expectation": {"scale": {"from": 1, "to": 7}}}"#,
            r#"{"perception": {"scale": {"from": 1, "to": 7}}}"#,
        ]),
        reads::<survey::Question>(&[&question, r#"{"id": "a", "kind": "nps"}"#]),
        reads::<survey::Survey>(&[&survey]),
        reads::<survey::Answer>(&["4", "-4", r#""no_answer""#, r#""not_applicable""#]),
        reads::<survey::Response>(&[
            r#"{"id": "R-1", "survey": "yearly", "version": "2026", "at": "2026-03-02T09:00:00Z", "outcome": "returned", "weight": "1.5",
                "attributes": {"age": 30}, "answers": {"hard": 2, "overall": "no_answer"}}"#,
            r#"{"id": "R-1", "survey": "yearly"}"#,
        ]),
        reads::<survey::ResponseOutcome>(&[r#""returned""#, r#""not_returned""#, r#""undelivered""#]),
        reads::<survey::Statistic>(&[
            r#""mean""#,
            r#"{"top_box": {"at_least": 4}}"#,
            r#"{"bottom_box": {"at_most": 2}}"#,
            r#"{"between": {"from": 7, "to": 8}}"#,
            r#"{"decided": {"at_least": 4, "at_most": 2}}"#,
            r#"{"net": {"at_least": 9, "at_most": 6}}"#,
            r#"{"index": {"scale": {"from": 1, "to": 10}}}"#,
        ]),
        reads::<survey::Reading>(&[r#""satisfied""#, r#""dissatisfied""#, r#""net""#, r#""index""#]),
        reads::<survey::Measure>(&[
            r#"{"question": {"question": "hard", "statistic": "mean"}}"#,
            r#"{"own": {"question": "hard", "reading": "net"}}"#,
            &format!(r#"{{"acsi": {ACSI}}}"#),
            &format!(r#"{{"servqual": {servqual}}}"#),
            &format!(r#"{{"servperf": {servperf}}}"#),
        ]),
        reads::<survey::Acsi>(&[ACSI, &format!("{}, \"weights\": {WEIGHTS}}}", ACSI.trim_end_matches('}'))]),
        reads::<survey::AcsiWeights>(&[WEIGHTS]),
        reads::<survey::Servqual>(&[&servqual]),
        reads::<survey::ServqualDimension>(&[&dimension]),
        reads::<survey::ServqualPair>(&[PAIR]),
        reads::<survey::Servperf>(&[servperf]),
        reads::<survey::ServperfDimension>(&[
            r#"{"name": "empathy", "weight": "0.5", "perceptions": ["p1"]}"#,
        ]),
        reads::<survey::WeightSum>(&[r#"{"n": 2}"#, r#"{"n": 2, "weight": "3", "squares": "5"}"#]),
        reads::<survey::ScaleTally>(&["{}", TALLY]),
        reads::<survey::SurveyTally>(&[&format!(
            r#"{{"responses": {WEIGHED}, "scale": {{"from": 1, "to": 7}}, "parts": {{"empathy": {TALLY}}}, "joint":
                {{"respondents": [{WEIGHED}], "products": [["172"], ["13", "8.25"]]}}}}"#
        )]),
        reads::<survey::SurveyCount>(&[&format!(
            r#"{{"version": 1, "survey": "yearly", "survey_version": "1", "not_returned": 1,
                "returned": {{"n": 6, "weight": "7.5", "squares": "11.25"}}, "undelivered": 0, "questions": {{"hard": {TALLY}}}}}"#
        )]),
    ]
}

fn rules_and_changes() -> Vec<&'static str> {
    const WHEN: &str = r#"{"value": {"of": "csat", "is": "below", "value": 3}}"#;
    const RULE: &str = r#"{"id": "floor", "name": {"en": "Floor"}, "when": [{"value": {"of": "csat", "is": "below", "value": 3}}],
        "effect": {"cap": "60"}}"#;
    const PART: &str = r#"{"place": {"indicator": "csat"}, "earlier": "4.2", "later": null,
        "effects": {"value": 0, "weight": "0.5", "curve": 0, "coverage": "-1.5"}}"#;
    const CHANGED: &str = r#"{"rule": "floor", "earlier": 0, "later": "-27.4"}"#;
    vec![
        reads::<score::Rule>(&[RULE]),
        reads::<score::Trigger>(&[
            WHEN,
            r#"{"score": {"of": {"node": "safety"}, "is": "at_most", "score": 60}}"#,
            r#"{"absent": {"of": {"indicator": "csat"}}}"#,
        ]),
        reads::<score::Effect>(&[
            r#"{"bonus": {"points": 2}}"#,
            r#"{"penalty": {"points": "0.5", "per": "complaints", "limit": 10}}"#,
            r#""knock_out""#,
            r#"{"grade_at_most": "D"}"#,
        ]),
        reads::<score::Points>(&[r#"{"points": 2}"#]),
        reads::<score::PointLimits>(&["{}", r#"{"bonus": 10, "penalty": "20"}"#]),
        reads::<score::RuleTrace>(&[&format!(
            r#"{{"rule": {RULE}, "before": "87.4", "after": 60, "points": "-27.4"}}"#
        )]),
        reads::<score::Otherwise>(&[
            r#""worst""#,
            r#""refuse""#,
            r#"{"renormalise": {"min_coverage": 0.5}}"#,
        ]),
        reads::<score::Unknown>(&[r#""waits""#, r#""applies""#]),
        reads::<score::Fingerprint>(&[r#""6c62272e07bb014262b821756295c58d""#]),
        reads::<score::Effects>(&[r#"{"value": "1.25", "weight": 0, "curve": -2, "coverage": 0}"#]),
        reads::<score::PartChange>(&[PART]),
        reads::<score::RuleChange>(&[CHANGED]),
        reads::<score::ScoreChange>(&[&format!(
            r#"{{"earlier": "90", "later": "61.6", "rule_effect": "-27.4", "parts": [{PART}], "rules": [{CHANGED}],
                "effects": {{"value": 0, "weight": "0.5", "curve": 0, "coverage": "-1.5"}}}}"#
        )]),
    ]
}

fn populations() -> Vec<&'static str> {
    use population::{
        Beyond, Criterion, Divisor, Fallback, Normalisation, Order, OutlierRule, Subject, Table, Ties,
        ZScore, league, ranking,
    };
    const CRITERION: &str = r#"{"id": "hours", "direction": "lower"}"#;
    const SUBJECT: &str = r#"{"id": "north", "values": ["0.5", null]}"#;
    const SOLVED: &str = r#"{"id": "solved", "direction": "higher"}"#;
    vec![
        reads::<Table>(&[&format!(r#"{{"criteria": [{CRITERION}, {SOLVED}], "subjects": [{SUBJECT}]}}"#)]),
        reads::<Criterion>(&[CRITERION, SOLVED]),
        reads::<Subject>(&[SUBJECT]),
        reads::<Normalisation>(&[
            r#"{"min_max": ["0", "100"]}"#,
            r#"{"z_score": {"mean": 100, "sd": 10, "divisor": "population"}}"#,
            r#""z_score""#,
            r#"{"rank": {}}"#,
            r#""rank""#,
            r#"{"rank": {"ties": "mean", "order": "ascending"}}"#,
            r#""percentile_rank""#,
            r#""borda""#,
            r#""distance_to_max""#,
            r#"{"distance_to_target": {"target": "4.5", "beyond": "counted"}}"#,
            r#""fraction_of_max""#,
        ]),
        reads::<ZScore>(&["{}", r#"{"mean": 100, "sd": 10, "divisor": "population"}"#]),
        reads::<Divisor>(&[r#""sample""#, r#""population""#]),
        reads::<Ties>(&[r#""min""#, r#""max""#, r#""mean""#]),
        reads::<Order>(&[r#""ascending""#, r#""descending""#]),
        reads::<Beyond>(&[r#""capped""#, r#""counted""#]),
        reads::<OutlierRule>(&[
            "{}",
            r#"{"skewness": 1, "kurtosis": 2, "max_points": 3, "fallback": "logarithm"}"#,
        ]),
        reads::<Fallback>(&[r#""none""#, r#""logarithm""#]),
        reads::<ranking::Method>(&[
            r#""weighted_sum""#,
            r#""weighted_sum_min_max""#,
            r#""weighted_product""#,
            r#""topsis""#,
            r#"{"grey_relation": {"rho": "0.5"}}"#,
        ]),
        reads::<league::LeagueRule>(&[
            "{}",
            r#"{"direction": "lower", "minimum_n": 5, "ranks": "dense", "shrinkage": {"declared": {"weight": 20, "prior": 4}}}"#,
        ]),
        reads::<league::RankKind>(&[r#""competition""#, r#""dense""#]),
        reads::<league::Shrinkage>(&[
            r#""none""#,
            r#"{"declared": {"weight": 20}}"#,
            r#""estimated""#,
            r#"{"estimated": {"prior": "4"}}"#,
        ]),
        reads::<league::Standing>(&[
            r#"{"subject": "ann", "n": 0}"#,
            r#"{"subject": "ann", "mean": "4.8", "n": 5, "variance": "0.7"}"#,
        ]),
        reads::<league::ShareCount>(&[r#"{"subject": "ann", "successes": 9, "n": 10}"#]),
    ]
}

fn weights() -> Vec<&'static str> {
    use weighting::{
        Combination, ConsistencyLimit, Expert, Figures, Group, GroupMethod, Hierarchy, ImportanceOrder,
        Judgement, Judgements, ObjectiveMethod, OnInconsistency, PriorityMethod, PriorityRule, RandomIndex,
        RankRule, Weights,
    };
    const COMPARED: &str =
        r#"{"criteria": ["a", "b", "c"], "comparisons": [["b", "a", "1/3"], ["c", "b", 0.5]]}"#;
    const MATRIX: &str =
        r#"{"criteria": ["a", "b", "c"], "matrix": [[1, "3", null], [null, 1, "2"], ["1/6", "1/2", null]]}"#;
    let expert = format!(r#"{{"name": "Lin", "weight": "1.5", "judgements": {MATRIX}}}"#);
    vec![
        reads::<Weights>(&[r#"[["b", "0.666666667"], ["a", 0.333333333]]"#, r#"[["a", 1]]"#]),
        reads::<ImportanceOrder>(&[r#"[["b"], ["c", "a"]]"#]),
        reads::<RankRule>(&[
            r#""order_centroid""#,
            r#""sum""#,
            r#""reciprocal""#,
            r#"{"exponent": 0.5}"#,
            r#""equal""#,
        ]),
        reads::<Judgement>(&[r#""1/7""#, "9", "2.5", r#""1/2.5""#]),
        reads::<Judgements>(&[COMPARED, MATRIX, r#"{"criteria": ["a"]}"#]),
        reads::<PriorityRule>(&["{}", r#"{"method": "geometric_mean", "limit": {"at": "0.2"}}"#]),
        reads::<PriorityMethod>(&[r#""eigenvector""#, r#""geometric_mean""#, r#""normalised_columns""#]),
        reads::<RandomIndex>(&[r#""saaty1980""#, r#""saaty2005""#, r#""donegan_dodd1991""#]),
        reads::<ConsistencyLimit>(&[r#""tenth""#, r#""by_size""#, r#"{"at": "0.05"}"#]),
        reads::<OnInconsistency>(&[r#""warn""#, r#""refuse""#]),
        reads::<Expert>(&[&expert]),
        reads::<Group>(&[&format!("[{expert}]")]),
        reads::<GroupMethod>(&[r#""judgements""#, r#""priorities_mean""#, r#""priorities_geometric_mean""#]),
        reads::<Hierarchy>(&[&format!(
            r#"{{"judgements": {MATRIX}, "children": {{"b": {{"judgements": {{"criteria": ["d", "e"], "comparisons": [["e", "d", 0.5]]}}}}}}}}"#
        )]),
        reads::<Figures>(&[
            r#"{"criteria": [{"id": "a", "direction": "higher"}, {"id": "b", "direction": "lower"}], "rows": [[1, "2.5"], ["-1", 0]]}"#,
        ]),
        reads::<ObjectiveMethod>(&[r#""entropy""#, r#""critic_undirected""#, r#""idocriw""#]),
        reads::<Combination>(&[r#"{"linear": "0.6"}"#, r#""product""#, r#""geometric_mean""#]),
    ]
}

/// The types that read themselves, as the source says: `module::Type`, written with its whole path.
fn readable_types() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let module = path.strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap();
            let module = module.with_extension("").to_str().unwrap().replace(['/', '\\'], "::");
            let mut derived = false;
            for line in std::fs::read_to_string(&path).unwrap().lines() {
                derived |= line.starts_with("#[derive(") && line.contains("Deserialize");
                let named = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
                let named = named
                    .filter(|_| derived)
                    .or_else(|| line.strip_prefix("impl<'de> Deserialize<'de> for "));
                if let Some(rest) = named {
                    let name = rest.split(|letter: char| !letter.is_alphanumeric()).next().unwrap();
                    found.insert(format!("service_quality::{module}::{name}"));
                }
                derived &= !(line.starts_with('}') || named.is_some());
            }
        }
    }
    found
}

#[test]
fn every_type_reads_what_it_writes() {
    let rooms = [
        small(),
        calendars(),
        tickets(),
        agreements(),
        clocks(),
        chains(),
        attainment(),
        assessments(),
        indicators(),
        measurements(),
        populations(),
        rules_and_changes(),
        samples(),
        catalogue(),
        scores(),
        what_ifs(),
        objectives(),
        fuzzy(),
        surveys(),
        weights(),
        standards(),
    ];
    let checked: BTreeSet<String> = rooms.concat().into_iter().map(str::to_owned).collect();
    // Not public, or readable only as a part of others.
    let inner = ["IntervalText", "WireDate", "Sum", "SquareSum", "ProductSum"];
    let missed: Vec<_> = readable_types()
        .into_iter()
        .filter(|name| {
            // A file `wire` reads a type of the folder that it is in.
            let found = match name.split_once("::wire::") {
                Some((folder, name)) => checked
                    .iter()
                    .any(|known| known.starts_with(folder) && known.ends_with(&format!("::{name}"))),
                None => checked.contains(name),
            };
            !found && !inner.iter().any(|inner| name.ends_with(&format!("::{inner}")))
        })
        .collect();
    assert!(checked.len() > 90, "{}", checked.len());
    assert!(missed.is_empty(), "types without a round trip: {missed:#?}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_tickets_and_all_that_is_made_of_them(ticket in any_ticket()) {
        returns(&ticket);
        let recorded = ENGINE.evaluate(&ticket, as_of());
        for evaluation in recorded.evaluations() {
            returns(evaluation);
        }
        let mut grouped = ENGINE.tally_by("department".parse().unwrap());
        grouped.record(&ENGINE, &ticket, as_of()).unwrap();
        returns(&grouped);
        let tally = grouped.total(&ENGINE).unwrap();
        returns(&tally);
        for measured in ENGINE.measure(&tally).unwrap().values() {
            returns(measured);
        }
        let card = ENGINE.score(&tally).unwrap();
        returns(&card);
        returns(&card.explain());
    }
}
