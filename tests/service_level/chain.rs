//! Chains as the public API shows them: checks, dated checks, reports, and what is refused.

use std::collections::BTreeMap;
use std::sync::Arc;

use service_quality::calendar::{Calendar, Week};
use service_quality::quantity::{CalendarId, LinkId, Span, Timestamp};
use service_quality::sla::{
    Agreement, AgreementSeries, Budget, Chain, ChainCause, ChainError, ChainReport, ChainUnit, Outcome,
    SlaEngine, TimeBasis, TimeBoth,
};
use service_quality::ticket::{EventKind, Fact, Facts, Ticket, Value, ValueRef};

/// Facts of a ticket, by name.
pub(super) struct Row(pub(super) Vec<(&'static str, Value)>);

impl Facts for Row {
    fn fact(&self, fact: &Fact) -> Option<ValueRef<'_>> {
        let name = fact.to_string();
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_ref())
    }
}

pub(super) const NOTHING: Row = Row(Vec::new());

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An agreement of one objective, `fix`, for every ticket.
pub(super) fn agreement(id: &str, calendar: &str, allowance: &str) -> Agreement {
    let text = format!(
        r#"{{"id": "{id}", "version": "1", "kind": "ola", "calendar": "{calendar}", "policies": [{{"id": "all",
            "objectives": [{{"id": "fix", "target": "resolution", "allowance": {allowance}}}]}}]}}"#
    );
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn same(budget: &str) -> String {
    format!(r#"{{"same": {budget}}}"#)
}

/// Monday to Friday 09:00-17:00, and round the clock from Monday to Saturday.
pub(super) fn engine(agreement: &Agreement) -> SlaEngine {
    let (from, to) = (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    let compiled = |week: Week| {
        let calendar = Calendar::builder("UTC".parse().unwrap()).weekly(week).build().unwrap();
        Arc::new(calendar.compile(from..to).unwrap())
    };
    let office = compiled(Week::new().mon_fri("09:00-17:00").unwrap());
    let shifts = compiled(Week::new().mon_fri("00:00-24:00").unwrap().sat("00:00-24:00").unwrap());
    let calendars: BTreeMap<CalendarId, _> =
        [("office".parse().unwrap(), office), ("shifts".parse().unwrap(), shifts)].into();
    agreement.engine(&calendars).unwrap()
}

/// A chain under the promise `desk: fix`; each link is named as its agreement.
pub(super) fn chain(links: &[(&str, &[&str])]) -> Result<Chain, serde_json::Error> {
    let links: Vec<_> = links
        .iter()
        .map(|(id, after)| serde_json::json!({"id": id, "agreement": id, "objective": "fix", "after": after}))
        .collect();
    serde_json::from_value(
        serde_json::json!({"promise": {"agreement": "desk", "objective": "fix"}, "links": links}),
    )
}

const THREE: &[(&str, &[&str])] = &[("triage", &[]), ("part", &["triage"]), ("repair", &["part"])];

fn agreements(desk: &str, triage: &str, part: &str, repair: &str) -> [Agreement; 4] {
    [("desk", desk), ("triage", triage), ("part", part), ("repair", repair)]
        .map(|(id, budget)| agreement(id, "office", &same(budget)))
}

#[track_caller]
fn refused(links: &[(&str, &[&str])], message: &str) {
    let error = chain(links).unwrap_err().to_string();
    assert_eq!(error.strip_suffix(" at line 0 column 0").unwrap_or(&error), message);
}

#[test]
fn what_is_no_chain_is_refused_by_name() {
    refused(&[], "links: none is given: give at least one");
    refused(&[("a", &[]), ("a", &[])], "links[1].id: `a` is given twice: give each name once");
    refused(&[("a", &["b"])], "links[0].after: no link is named `b`: name one of the chain");
    refused(&[("desk", &[])], "links[0]: `desk: fix` is the promise itself: name one that it rests on");
    refused(&[("a", &["a"])], "links wait for one another, `a` → `a`: take one out of an `after`");
    refused(
        &[("x", &["c"]), ("a", &["b"]), ("b", &["c"]), ("c", &["a"]), ("free", &[])],
        "links wait for one another, `a` → `b` → `c` → `a`: take one out of an `after`",
    );
    let names: Vec<String> = (0..30).map(|place| format!("l{place:02}")).collect();
    let next: Vec<[&str; 1]> = (0..30).map(|place| [names[(place + 1) % 30].as_str()]).collect();
    let circle: Vec<(&str, &[&str])> =
        names.iter().zip(&next).map(|(name, next)| (name.as_str(), next.as_slice())).collect();
    refused(
        &circle,
        "links wait for one another, `l00` → `l01` → `l02` → `l03` → `l04` → `l05` → `l06` → `l07` → 22 more → `l00`: \
         take one out of an `after`",
    );
    let unknown = r#"{"promise": {"agreement": "desk", "objective": "fix"}, "links": [{"id": "a", "agreement": "a",
        "objective": "fix", "weight": 1}]}"#;
    assert!(
        serde_json::from_str::<Chain>(unknown).unwrap_err().to_string().starts_with("unknown field `weight`")
    );
}

#[test]
fn an_error_crosses_threads_and_reads_as_a_sentence() {
    fn check<T: std::error::Error + Send + Sync + Clone + PartialEq + 'static>(_: &T) {}
    let error = ChainError::NoLinks;
    check(&error);
    assert!(error.to_string().starts_with(char::is_lowercase) && !error.to_string().ends_with('.'));
}

#[test]
fn budgets_that_have_no_sum_are_refused_by_name() {
    let chain = chain(THREE).unwrap();
    let ask = |agreements: &[Agreement]| {
        chain.check(&agreements.iter().collect::<Vec<_>>(), &NOTHING).unwrap_err().to_string()
    };
    let hours = r#"{"working": "PT1H"}"#;
    let good = || agreements(hours, hours, hours, hours);
    assert_eq!(
        ask(&agreements(hours, hours, r#"{"elapsed": "PT1H"}"#, hours)),
        "links[1]: time round the clock and the promise's working time of calendar `office` have no sum: check the chain \
         from a start instead"
    );
    let mut other = good();
    other[3] = agreement("repair", "shifts", &same(hours));
    assert!(
        ask(&other).starts_with("links[2]: working time of calendar `shifts` and the promise's working time")
    );
    let days = r#"{"business_days": {"days": 2, "rule": "end_of_day"}}"#;
    assert_eq!(
        ask(&agreements(hours, days, hours, hours)),
        "links[0]: 2 business days is no fixed length of time: check the chain from a start instead"
    );
    assert_eq!(ask(&good()[..3]), "links[2]: agreement `repair` is unknown: give it");
    let mut twice = good().to_vec();
    twice.push(agreement("part", "office", &same(hours)));
    assert_eq!(ask(&twice), "agreements[4]: `part` is given twice: give each name once");
    let mut by_priority = good();
    by_priority[1] =
        agreement("triage", "office", r#"{"by": {"fact": "priority", "budgets": {"1": {"working": 60}}}}"#);
    assert_eq!(
        ask(&by_priority),
        "links[0]: `triage: fix` promises nothing in this case: give it a budget, or ask without that link"
    );
    let text = r#"{"promise": {"agreement": "desk", "objective": "fix"}, "links": [
        {"id": "a", "agreement": "part", "objective": "delivery"}]}"#;
    let chain: Chain = serde_json::from_str(text).unwrap();
    let error = chain.check(&good().iter().collect::<Vec<_>>(), &NOTHING).unwrap_err();
    assert_eq!(
        error.to_string(),
        "links[0]: agreement `part` has no objective `delivery`: name one that it has"
    );
}

#[test]
fn the_budgets_are_those_of_the_ticket() {
    let chain = chain(THREE).unwrap();
    let [mut desk, triage, part, repair] = agreements(
        r#"{"working": 1}"#,
        r#"{"working": "PT1H"}"#,
        r#"{"working": "PT2H"}"#,
        r#"{"working": "PT3H"}"#,
    );
    desk = agreement(
        desk.id().as_str(),
        "office",
        r#"{"by": {"fact": "priority", "budgets": {"1": {"working": "PT5H"}}, "otherwise": {"working": "PT8H"}}}"#,
    );
    let all = [&desk, &triage, &part, &repair];
    let low = chain.check(&all, &NOTHING).unwrap();
    assert_eq!((low.fits(), low.longest, low.slack), (true, Span::from_hours(6), Span::from_hours(2)));
    assert_eq!(low.unit, ChainUnit::Working { calendar: "office".parse().unwrap() });
    let urgent = chain.check(&all, &Row(vec![("priority", 1.into())])).unwrap();
    assert!(!urgent.fits());
    assert_eq!(
        urgent.to_string(),
        "does not fit: `triage` → `part` → `repair` take PT6H of PT5H, working time of calendar `office`; PT1H are missing"
    );
}

#[test]
fn a_parallel_link_has_room() {
    let chain = chain(&[("a", &[]), ("b", &["a"]), ("c", &["a"]), ("d", &["b", "c"])]).unwrap();
    let hours =
        |id, hours: u32| agreement(id, "office", &same(&format!(r#"{{"elapsed": {}}}"#, hours * 3_600)));
    let all = [hours("desk", 20), hours("a", 2), hours("b", 9), hours("c", 4), hours("d", 3)];
    let check = chain.check(&all.iter().collect::<Vec<_>>(), &NOTHING).unwrap();
    let slack: Vec<i64> = check.links.iter().map(|link| link.slack.seconds() / 3_600).collect();
    assert_eq!(slack, [6, 6, 11, 6]);
    assert_eq!(check.links.iter().map(|link| link.critical).collect::<Vec<_>>(), [true, true, false, true]);
    assert_eq!(check.critical_path, ["a", "b", "d"].map(|id| id.parse::<LinkId>().unwrap()));
}

#[test]
fn a_weekend_between_links_is_seen_from_a_start() {
    let chain = chain(&[("team", &[]), ("supplier", &["team"])]).unwrap();
    let promise =
        agreement("desk", "office", &same(r#"{"business_days": {"days": 2, "rule": "end_of_day"}}"#));
    let team = agreement("team", "office", &same(r#"{"working": "PT4H"}"#));
    let supplier = agreement("supplier", "shifts", &same(r#"{"working": "PT24H"}"#));
    let engines = [engine(&promise), engine(&team), engine(&supplier)];
    let engines: Vec<_> = engines.iter().collect();
    let monday = chain.check_from(&engines, &NOTHING, at("2026-03-02T10:00:00Z")).unwrap();
    assert_eq!(monday.due, at("2026-03-04T17:00:00Z"));
    assert_eq!(monday.finish, at("2026-03-03T14:00:00Z"));
    assert_eq!(monday.slack, Span::from_hours(27));
    assert_eq!(monday.links[0].latest_finish, Some(at("2026-03-03T17:00:00Z")));
    // From Friday noon: the team until 16:00, the supplier through Saturday; two business days are Tuesday evening.
    let friday = chain.check_from(&engines, &NOTHING, at("2026-03-06T12:00:00Z")).unwrap();
    assert_eq!((friday.finish, friday.due), (at("2026-03-07T16:00:00Z"), at("2026-03-10T17:00:00Z")));
    // The team may take until Monday 17:00: the supplier needs its 24 hours before Tuesday 17:00.
    assert_eq!(friday.links[0].latest_finish, Some(at("2026-03-09T17:00:00Z")));
    assert_eq!(friday.links[0].latest_start, Some(at("2026-03-09T13:00:00Z")));
    let worst = chain.worst_from(&engines, &NOTHING, [friday.start, monday.start]).unwrap().unwrap();
    assert_eq!(worst, monday);
    assert_eq!(chain.worst_from(&engines, &NOTHING, []).unwrap(), None);
}

#[test]
fn a_pinned_instant_counts_as_it_is() {
    let chain = chain(&[("team", &[]), ("supplier", &["team"])]).unwrap();
    let promise = agreement("desk", "office", &same(r#"{"elapsed": "PT48H"}"#));
    let team = agreement("team", "office", &same(r#"{"elapsed": "PT4H"}"#));
    let supplier = agreement("supplier", "office", &same(r#"{"until": "delivery"}"#));
    let engines = [engine(&promise), engine(&team), engine(&supplier)];
    let engines: Vec<_> = engines.iter().collect();
    let start = at("2026-03-02T09:00:00Z");
    let ask = |delivery: &str| {
        chain.check_from(&engines, &Row(vec![("delivery", at(delivery).into())]), start).unwrap()
    };
    let early = ask("2026-03-02T10:00:00Z");
    assert_eq!(early.finish, at("2026-03-02T13:00:00Z"), "it cannot be delivered before it is asked for");
    let late = ask("2026-03-05T09:00:00Z");
    assert_eq!((late.fits(), late.slack), (false, Span::from_hours(-24)));
    let slack: Vec<_> = late.links.iter().map(|link| link.slack).collect();
    assert_eq!(slack, [Some(Span::from_hours(44)), Some(Span::from_hours(-24))]);
    let error = chain.check_from(&engines, &NOTHING, start).unwrap_err();
    assert!(error.to_string().starts_with("links[1]: `supplier: fix` promises nothing"), "{error}");
    let error =
        chain.check_from(&engines, &Row(vec![("delivery", start.into())]), Timestamp::MAX).unwrap_err();
    assert!(
        error.to_string().starts_with("promise: `desk: fix` begun at 9999-12-31T23:59:59Z is never due"),
        "{error}"
    );
}

#[test]
fn every_kind_of_budget_has_a_due_time_from_a_start() {
    let chain = chain(&[("team", &[]), ("supplier", &["team"])]).unwrap();
    let promise = agreement("desk", "office", &same(r#"{"end_of_business_day": 1}"#));
    let team = agreement("team", "office", &same(r#"{"end_of_business_day": 0}"#));
    let supplier =
        agreement("supplier", "office", &same(r#"{"business_day_at": {"day": 1, "at": "16:00"}}"#));
    let engines = [engine(&promise), engine(&team), engine(&supplier)];
    let engines: Vec<_> = engines.iter().collect();
    let day = chain.check_from(&engines, &NOTHING, at("2026-03-02T10:00:00Z")).unwrap();
    assert_eq!(day.due, at("2026-03-03T17:00:00Z"));
    assert_eq!(day.links[0].due, at("2026-03-02T17:00:00Z"));
    assert_eq!((day.finish, day.slack), (at("2026-03-03T16:00:00Z"), Span::from_hours(1)));
    // Handed on at the end of Monday at the latest: a second later the next day at 16:00 is Wednesday.
    assert_eq!(day.links[1].latest_start, Some(at("2026-03-02T23:59:59Z")));
    let error = chain.check(&[&promise, &team, &supplier], &NOTHING).unwrap_err();
    assert_eq!(
        error.to_string(),
        "promise: until the end of business day 1 after the start is no fixed length of time: check the chain from a start \
         instead"
    );
}

#[test]
fn the_calendar_of_a_fact_and_a_pinned_due_time_count() {
    let chain = chain(&[("team", &[])]).unwrap();
    let text = |id: &str| {
        format!(
            r#"{{"id": "{id}", "version": "1", "calendar": "office", "policies": [{{"id": "all", "objectives": [
                {{"id": "fix", "target": "resolution", "allowance": {{"same": {{"working": "PT10H"}}}}, "pinned_by": "due",
                  "calendar_by": {{"fact": "group", "calendars": {{"night": "shifts"}}}}}}]}}]}}"#
        )
    };
    let [desk, team]: [Agreement; 2] = [
        agreement("desk", "shifts", &same(r#"{"working": "PT24H"}"#)),
        serde_json::from_str(&text("team")).unwrap(),
    ];
    let engines = [engine(&desk), engine(&team)];
    let engines: Vec<_> = engines.iter().collect();
    let start = at("2026-03-02T16:00:00Z");
    let finish = |facts: &Row| chain.check_from(&engines, facts, start).unwrap().finish;
    assert_eq!(finish(&NOTHING), at("2026-03-04T10:00:00Z"));
    let night = Row(vec![("group", "night".into())]);
    assert_eq!(finish(&night), at("2026-03-03T02:00:00Z"));
    assert!(chain.check(&[&desk, &team], &night).unwrap().fits());
    assert!(matches!(chain.check(&[&desk, &team], &NOTHING), Err(ChainError::Incomparable { .. })));
    let pinned = Row(vec![("due", at("2026-03-05T09:00:00Z").into())]);
    assert_eq!(finish(&pinned), at("2026-03-05T09:00:00Z"));
    let error = chain.check(&[&desk, &team], &pinned).unwrap_err().to_string();
    assert!(error.starts_with("links[0]: until the instant in due is no fixed length of time"), "{error}");
}

#[test]
fn the_version_in_force_at_the_start_counts() {
    let chain = chain(&[("team", &[])]).unwrap();
    let version = |version: &str, effective: &str, hours: u32| {
        format!(
            r#"{{"id": "team", "version": "{version}", "calendar": "office", "effective": {{{effective}}}, "policies": [
                {{"id": "all", "objectives": [{{"id": "fix", "target": "resolution",
                    "allowance": {{"same": {{"elapsed": "PT{hours}H"}}}}}}]}}]}}"#
        )
    };
    let old = version("1", r#""from": "2026-02-01T00:00:00Z", "until": "2026-03-02T00:00:00Z""#, 30);
    let new = version("2", r#""from": "2026-03-02T00:00:00Z""#, 20);
    let series: AgreementSeries = serde_json::from_str(&format!("[{old}, {new}]")).unwrap();
    let desk = agreement("desk", "office", &same(r#"{"elapsed": "PT24H"}"#));
    let always = Calendar::always("UTC".parse().unwrap());
    let index = always.compile(at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z")).unwrap();
    let team = series.engine(&[("office".parse().unwrap(), Arc::new(index))].into()).unwrap();
    let desk = engine(&desk);
    let ask = |start: &str| chain.check_from(&[&desk, &team], &NOTHING, at(start));
    assert!(!ask("2026-03-01T23:59:59Z").unwrap().fits());
    assert!(ask("2026-03-02T00:00:00Z").unwrap().fits());
    let error = ask("2026-01-31T00:00:00Z").unwrap_err().to_string();
    assert!(error.starts_with("links[0]: `team: fix` promises nothing in this case"), "{error}");
}

#[test]
fn where_no_start_is_early_enough_there_is_none() {
    let chain = chain(&[("team", &[]), ("supplier", &["team"])]).unwrap();
    let promise = agreement("desk", "office", &same(r#"{"elapsed": "PT1H"}"#));
    let day = agreement("team", "office", &same(r#"{"elapsed": "PT24H"}"#));
    let years = agreement("supplier", "office", &same(r#"{"elapsed": "P36500D"}"#));
    let engines = [engine(&promise), engine(&day), engine(&years)];
    let checked =
        chain.check_from(&engines.iter().collect::<Vec<_>>(), &NOTHING, at("0050-03-02T09:00:00Z")).unwrap();
    assert!(!checked.fits());
    assert_eq!((checked.links[0].latest_finish, checked.links[0].slack), (None, None));
    assert!(checked.links[1].slack.is_some_and(Span::is_negative));
}

/// An outcome by its used time and its margin in hours, working and elapsed alike.
fn outcome(used: i32, margin: i32) -> Outcome {
    let verdict = if margin < 0 {
        r#"{"breached": {"at": "2026-03-02T17:00:00Z", "finished": null}}"#
    } else {
        r#"{"met": {"at": "2026-03-02T17:00:00Z"}}"#
    };
    let text = format!(
        r#"{{"objective": "fix", "target": "resolution", "verdict": {verdict}, "due": "2026-03-02T17:00:00Z",
            "used": {{"working": {used}, "elapsed": {used}}}, "margin": {{"working": {margin}, "elapsed": {margin}}}}}"#,
        used = used * 3_600,
        margin = margin * 3_600
    );
    serde_json::from_str(&text).unwrap()
}

fn report(promise: &Outcome, links: &[(&str, &Outcome)]) -> ChainReport {
    let links = links.iter().map(|(id, outcome)| (id.parse().unwrap(), *outcome)).collect();
    chain(THREE).unwrap().attribute(TimeBasis::Working, promise, &links).unwrap()
}

#[test]
fn a_breach_names_the_link_that_used_it_up() {
    let [good, bad, worse] = [outcome(2, 1), outcome(4, -1), outcome(5, -2)];
    let told = report(&outcome(11, -1), &[("triage", &good), ("part", &bad), ("repair", &worse)]);
    let hours = |hours| TimeBoth { working: Span::from_hours(hours), elapsed: Span::from_hours(hours) };
    assert_eq!(told.cause, ChainCause::Consumed { links: vec!["repair".parse().unwrap()], over: hours(2) });
    assert_eq!(told.unattributed, Span::ZERO);
    assert_eq!(
        told.to_string(),
        "desk: fix: breached at 2026-03-02T17:00:00Z, not finished; used up by `repair`, late by PT2H of working time, PT2H \
         in all; `triage` used PT2H of working time, PT2H in all; `part` used PT4H of working time, PT4H in all, late by \
         PT1H of working time, PT1H in all; `repair` used PT5H of working time, PT5H in all, late by PT2H of working time, \
         PT2H in all; PT0S in no link along `triage` → `part` → `repair`"
    );
    let tied = report(&outcome(11, -1), &[("triage", &bad), ("part", &good), ("repair", &bad)]);
    assert_eq!(
        tied.cause.to_string(),
        "used up by `triage` and `repair`, each late by PT1H of working time, PT1H in all"
    );
}

/// A ticket that goes back and forth between two groups, under the customer's promise and the groups' own.
#[test]
fn every_cycle_of_a_link_counts() {
    let read = |text: &str| {
        serde_json::from_str::<Agreement>(text).unwrap_or_else(|error| panic!("{error}: {text}"))
    };
    let policy = |group: &str, hours: u8| {
        format!(
            r#"{{"id": "{group}", "when": {{"equals": {{"fact": "@group", "value": "{group}"}}}}, "objectives": [
                {{"id": "{group} own", "target": "group_ownership", "allowance": {{"same": {{"working": "PT{hours}H"}}}}}}]}}"#
        )
    };
    let teams = read(&format!(
        r#"{{"id": "teams", "version": "1", "kind": "ola", "calendar": "office", "policies": [{}, {}]}}"#,
        policy("l1", 1),
        policy("l2", 4)
    ));
    let chain: Chain = serde_json::from_str(
        r#"{"promise": {"agreement": "desk", "objective": "fix"}, "links": [
            {"id": "first", "agreement": "teams", "objective": "l1 own"},
            {"id": "second", "agreement": "teams", "objective": "l2 own", "after": ["first"]}]}"#,
    )
    .unwrap();
    let clock = |time: &str| at(&format!("2026-03-02T{time}:00Z"));
    let group = |to: &str| EventKind::Assigned { agent: None, group: Some(to.parse().unwrap()) };
    let history = |end: &str| {
        let handed = [("09:00", "l1"), ("11:30", "l2"), ("14:30", "l1"), ("15:00", "l2")];
        let builder = Ticket::builder("T-1".parse().unwrap()).event(clock("09:00"), EventKind::Created);
        let handed = handed.into_iter().filter(|(time, _)| *time < end);
        let builder = handed.fold(builder, |builder, (time, to)| builder.event(clock(time), group(to)));
        builder.event(clock(end), EventKind::Resolved).build().unwrap()
    };
    let told = |ticket: &Ticket, desk: &Agreement| {
        let evaluate = |agreement: &Agreement| engine(agreement).evaluate(ticket, clock("17:00")).unwrap();
        let (promise, own) = (evaluate(desk), evaluate(&teams));
        let outcome = |id: &str| own.outcome(&id.parse().unwrap()).unwrap();
        let links =
            [("first".parse().unwrap(), outcome("l1 own")), ("second".parse().unwrap(), outcome("l2 own"))]
                .into();
        chain.attribute(TimeBasis::Working, &promise.outcomes[0], &links).unwrap()
    };
    let both =
        |minutes| TimeBoth { working: Span::from_minutes(minutes), elapsed: Span::from_minutes(minutes) };
    let desk = agreement("desk", "office", &same(r#"{"working": "PT4H"}"#));
    let report = told(&history("16:00"), &desk);
    assert_eq!(
        report.cause,
        ChainCause::Consumed { links: vec!["first".parse().unwrap()], over: both(90) },
        "late the first time, in time the second"
    );
    let [first, second] = report.links.as_slice() else { panic!("{report}") };
    assert_eq!((first.used, first.over, first.due), (Some(both(180)), Some(both(90)), Some(clock("10:00"))));
    assert!(first.verdict.unwrap().is_breached());
    assert_eq!((second.used, second.over), (Some(both(240)), None));
    assert_eq!(report.unattributed, Span::ZERO);
    // The promise may have cycles too: late in the first, in time in the second.
    let text = serde_json::to_string(&desk).unwrap();
    let again =
        read(&text.replace(r#""target":"resolution""#, r#""target":"resolution","reopening":"new_cycle""#));
    let reopened = Ticket::builder("T-1".parse().unwrap())
        .events(history("14:00").events().iter().cloned())
        .event(clock("15:00"), EventKind::Reopened)
        .event(clock("16:00"), EventKind::Resolved)
        .build()
        .unwrap();
    let report = told(&reopened, &again);
    assert_eq!((report.promise.used, report.promise.over), (both(360), Some(both(60))));
    assert_eq!(report.promise.due, Some(clock("13:00")));
    assert_eq!(report.cause, ChainCause::Consumed { links: vec!["first".parse().unwrap()], over: both(90) });
    assert_eq!(report.unattributed, Span::ZERO);
}

#[test]
fn a_breach_that_no_link_is_over_for_says_why() {
    let good = outcome(2, 1);
    let all = [("triage", &good), ("part", &good), ("repair", &good)];
    let between = report(&outcome(11, -1), &all);
    assert_eq!(between.cause, ChainCause::BetweenLinks { lost: Span::from_hours(5) });
    assert_eq!(between.unattributed, Span::from_hours(5));
    // Seven hours used, six promised: of the seven no link used one. Had four been promised, six were two too many.
    let just = report(&outcome(7, -1), &all);
    assert_eq!(just.cause, ChainCause::BetweenLinks { lost: Span::from_hours(1) });
    let short = report(&outcome(7, -3), &all);
    assert_eq!(short.cause, ChainCause::Budgets { short: Span::from_hours(2) });
    assert_eq!(
        short.cause.to_string(),
        "every link kept its budget; together they used PT2H more than was promised"
    );
    let gap = report(&outcome(11, -1), &all[..2]);
    assert_eq!(gap.cause, ChainCause::Unmeasured { links: vec!["repair".parse().unwrap()] });
    assert_eq!(gap.cause.to_string(), "no measured link is over its budget; `repair` not measured");
    assert_eq!(report(&outcome(4, 1), &all).cause, ChainCause::NotBreached);
    let late = outcome(4, -1);
    assert_eq!(report(&outcome(4, 1), &[("part", &late)]).cause, ChainCause::NotBreached);
}

#[test]
fn a_report_takes_only_its_own_outcomes() {
    let chain = chain(THREE).unwrap();
    let good = outcome(2, 1);
    let ask = |promise: &Outcome, id: &str, link: &Outcome| {
        let links = BTreeMap::from([(id.parse().unwrap(), link)]);
        chain.attribute(TimeBasis::Elapsed, promise, &links).unwrap_err().to_string()
    };
    assert_eq!(ask(&good, "paint", &good), "links: no link is named `paint`: name one of the chain");
    let mut other = good.clone();
    other.objective = "reply".parse().unwrap();
    assert_eq!(ask(&other, "part", &good), "promise: the outcome is that of `reply`: give that of `fix`");
    assert_eq!(ask(&good, "part", &other), "links[1]: the outcome is that of `reply`: give that of `fix`");
}

#[test]
fn a_ticket_is_attributed_from_its_evaluations() {
    let chain = chain(&[("first", &[]), ("second", &["first"])]).unwrap();
    let ticket = |id: &str, from: &str, to: &str| {
        Ticket::builder(id.parse().unwrap())
            .event(at(from), EventKind::Created)
            .event(at(to), EventKind::Resolved)
            .build()
            .unwrap()
    };
    let of = |id: &str, budget: &str, ticket: &Ticket| {
        let engine = engine(&agreement(id, "office", &same(budget)));
        engine.evaluate(ticket, at("2026-03-31T00:00:00Z")).unwrap().outcomes.remove(0)
    };
    // Monday 09:00 to Tuesday 12:00: eleven working hours for eight. The second team took eight of its four, overnight.
    let (nine, noon, next) = ("2026-03-02T09:00:00Z", "2026-03-02T12:00:00Z", "2026-03-03T12:00:00Z");
    let promise = of("desk", r#"{"working": "PT8H"}"#, &ticket("T-1", nine, next));
    let first = of("first", r#"{"working": "PT4H"}"#, &ticket("T-1a", nine, noon));
    let second = of("second", r#"{"working": "PT4H"}"#, &ticket("T-1b", noon, next));
    let links = BTreeMap::from([("first".parse().unwrap(), &first), ("second".parse().unwrap(), &second)]);
    let report = chain.attribute(TimeBasis::Working, &promise, &links).unwrap();
    assert_eq!(report.cause.to_string(), "used up by `second`, late by PT4H of working time, PT20H in all");
    assert_eq!(report.unattributed, Span::ZERO);
    assert_eq!(report.links[1].budget, Some(Budget::Working(Span::from_hours(4))));
}
