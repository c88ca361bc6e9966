//! Faults that other systems had, one test each, with its source; the numbers are those of the collection they come from.

use service_quality::calendar::Calendar;
use service_quality::quantity::Span;
#[cfg(feature = "tz")]
use service_quality::sla::SlaEngine;
use service_quality::sla::{
    ActionStep, Agreement, CycleChoice, PauseCause, Reason, StateError, TimeBoth, Verdict,
};
use service_quality::ticket::EventKind::{
    self, Closed, Created, CustomerMessage, Paused, Reopened, Resolved, Resumed,
};
use service_quality::ticket::{Event, Visibility};

use super::desk::{
    FIX, calendar, calendars, engine, engine_at, engine_in, evaluate, office, outcome, priority, series,
    status, t, ticket,
};

fn resolution(budget: &str) -> String {
    format!(r#"{{"id": "fix", "target": "resolution", "allowance": {{"same": {budget}}}}}"#)
}

fn hours(hours: i32) -> Span {
    Span::from_hours(hours)
}

fn agreement(policies: &str) -> Result<Agreement, String> {
    let json = format!(r#"{{"id": "desk", "version": "1", "calendar": "office", "policies": [{policies}]}}"#);
    serde_json::from_str(&json).map_err(|error: serde_json::Error| error.to_string())
}

/// Zammad: one timeline gave 16:00Z in the old engine and 07:00Z of the next day in the new one.
#[test]
fn p01_a_budget_used_up_at_closing_is_due_there_or_by_option_at_the_next_opening() {
    let history = [("09:00", Created), ("20:00", Resolved)];
    let closing = outcome(&engine(&resolution(r#"{"working": "PT7H"}"#)), &history, "20:00");
    assert_eq!(closing.verdict, Verdict::Breached { at: t("17:00"), finished: Some(t("20:00")) });
    let option =
        resolution(r#"{"working": "PT7H"}"#).replace("\"target\"", r#""boundary": "next_opening", "target""#);
    let opening = outcome(&engine(&option), &history, "20:00");
    assert_eq!((opening.verdict, opening.due), (Verdict::Met { at: t("20:00") }, Some(t("03T09:00"))));
}

/// frappe #2449, erpnext #47029, #47884, #49414, #51111.
#[test]
fn p02_pauses_are_budget_and_never_move_the_start() {
    // Created out of hours, paused through the first opening: a moved start would begin at 12:00.
    let history =
        [("07:00", Created), ("08:00", Paused), ("10:00", Resumed), ("11:00", Paused), ("13:30", Resumed)];
    let outcome = outcome(&engine(FIX), &history, "13:30");
    assert_eq!(outcome.started, Some(t("07:00")));
    assert_eq!((outcome.used.working, outcome.paused.working), (hours(1), Span::from_minutes(150)));
    assert_eq!(outcome.due, Some(t("16:30")));
}

/// GLPI #10594, #14937.
#[test]
fn p03_a_pause_over_a_weekend_adds_its_working_time_to_a_target_in_days() {
    let days = engine(&resolution(r#"{"business_days": {"days": 3, "rule": "then_next_opening"}}"#));
    let history = [("05T10:00", Created), ("06T16:00", status("waiting")), ("09T10:00", status("open"))];
    let outcome = outcome(&days, &history, "09T10:00");
    // Thursday and three days is Tuesday 10:00; Friday 16-17 and Monday 9-10 are two hours.
    assert_eq!(outcome.due, Some(t("10T12:00")));
    assert_eq!(outcome.paused, TimeBoth { working: hours(2), elapsed: hours(66) });
}

/// GLPI #6902, #15605.
#[test]
fn p04_pauses_survive_a_change_of_policy_and_priority() {
    let desk = r#"{"id": "desk", "version": "7", "calendar": "office", "policies": [
        {"id": "urgent", "when": {"equals": {"fact": "priority", "value": "1"}}, "objectives": [
            {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT2H"}}}]},
        {"id": "rest", "objectives": [
            {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT6H"}}}]}]}"#;
    let history = [
        ("09:00", Created),
        ("10:00", Paused),
        ("11:00", Resumed),
        ("11:30", priority("1")),
        ("11:40", priority("2")),
    ];
    let outcome = outcome(&engine_in(desk, &office()), &history, "11:40");
    assert_eq!((outcome.used.working, outcome.paused.working), (Span::from_minutes(100), hours(1)));
    assert_eq!(outcome.due, Some(t("17:00")), "six hours, one of them paused, and the lunch");
}

/// frappe #3776: 42 days reported.
#[test]
fn p05_paused_straight_to_resolved_closes_the_last_pause() {
    let history = [("09:00", Created), ("10:00", status("waiting")), ("31T16:00", Resolved)];
    let outcome = outcome(&engine(FIX), &history, "31T17:00");
    assert_eq!((outcome.verdict, outcome.used.working), (Verdict::Met { at: t("31T16:00") }, hours(1)));
    let pause = outcome.reasons.last().unwrap();
    assert!(matches!(pause, Reason::Paused { until: Some(until), .. } if *until == t("31T16:00")), "{pause}");
}

/// frappe #2232, GLPI #24481, OTOBO #389.
#[test]
fn p06_a_breach_is_an_event_that_later_pauses_cannot_undo() {
    let late = Verdict::Breached { at: t("14:00"), finished: None };
    for pause in [Paused, status("waiting")] {
        let history = [("09:00", Created), ("14:04", pause.clone())];
        for as_of in ["14:03", "14:05", "06T12:00"] {
            let outcome = outcome(&engine(FIX), &history, as_of);
            assert_eq!((outcome.verdict, outcome.due), (late, Some(t("14:00"))), "{pause} {as_of}");
        }
        // Nor does a pause that begins in the very instant at which the budget is used up.
        let history = [("09:00", Created), ("14:00", pause)];
        assert_eq!(outcome(&engine(FIX), &history, "15:00").verdict, late);
    }
    // And a pause before it does prevent it.
    let history = [("09:00", Created), ("13:59", status("waiting"))];
    assert_eq!(outcome(&engine(FIX), &history, "06T12:00").verdict, Verdict::Paused);
}

/// zammad #3140, #5177.
#[test]
fn p07_the_reply_clock_is_not_restarted_by_either_side() {
    let engine = engine(
        r#"{"id": "reply", "target": "first_response", "allowance": {"same": {"working": "PT2H"}}},
            {"id": "next", "target": "next_response", "allowance": {"same": {"working": "PT1H"}}},
            {"id": "update", "target": "periodic_update", "allowance": {"same": {"working": "PT30M"}}}"#,
    );
    let note = EventKind::AgentMessage { visibility: Visibility::Internal };
    let reply = EventKind::public_reply;
    let history = [
        ("09:00", Created),
        ("09:20", CustomerMessage),
        ("09:50", note.clone()),
        ("10:30", reply()),
        ("10:40", CustomerMessage),
        ("11:00", CustomerMessage),
        ("11:20", note),
        ("11:35", reply()),
    ];
    let evaluation = evaluate(&engine, &history, "11:40");
    let due = |name: &str, cycle: usize| {
        let outcome = evaluation.outcome(&name.parse().unwrap()).unwrap();
        outcome.cycles().nth(cycle).unwrap().due
    };
    assert_eq!(due("reply", 0), Some(t("11:00")), "from the creation, whoever wrote since");
    assert_eq!(due("next", 0), Some(t("11:40")), "from the oldest unanswered message");
    // A shorter update target hides no first response: each has its own clock.
    assert_eq!(due("update", 0), Some(t("11:00")));
    assert_eq!(
        evaluation.outcome(&"reply".parse().unwrap()).unwrap().verdict,
        Verdict::Met { at: t("10:30") }
    );
}

/// zammad #188, osTicket #5206.
#[test]
fn p08_the_closed_span_does_not_count_and_a_breach_outlives_the_reopening() {
    let engine = engine(FIX);
    let history = [("09:00", Created), ("10:00", Closed), ("05T10:00", Reopened), ("05T11:00", Resolved)];
    assert_eq!(outcome(&engine, &history, "05T12:00").used.working, hours(2));
    let late = [("09:00", Created), ("15:00", Resolved), ("03T09:00", Reopened), ("03T09:30", Resolved)];
    let outcome = outcome(&engine, &late, "03T10:00");
    assert_eq!(outcome.verdict, Verdict::Breached { at: t("14:00"), finished: Some(t("03T09:30")) });
}

#[cfg(feature = "tz")]
mod daylight_saving {
    use super::*;

    /// A resolution in the hours of a zone.
    fn desk(zone: &str, weekly: &str, budget: &str) -> SlaEngine {
        let hours = calendar(&format!(r#"{{"time_zone": "{zone}", "weekly": {{{weekly}}}}}"#));
        engine_at(&resolution(budget), &hours)
    }

    fn used(engine: &SlaEngine, from: &str, to: &str) -> i64 {
        outcome(engine, &[(from, Created), (to, Resolved)], to).used.working.seconds()
    }

    /// biz (a): an interval in a repeated hour is counted once, and the clock agrees with what is open.
    #[test]
    fn p09a_a_repeated_hour_counts_once() {
        let berlin = desk("Europe/Berlin", r#""sun": "02:00-02:30""#, r#"{"working": "PT30M"}"#);
        assert_eq!(used(&berlin, "2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z"), 1_800);
        let met = outcome(&berlin, &[("2026-10-24T20:00:00Z", Created)], "2026-10-24T21:00:00Z");
        assert_eq!(met.due, Some(t("2026-10-25T00:30:00Z")));
        // The whole night has 25 hours.
        let always =
            desk("Europe/Berlin", r#""sat": "00:00-24:00", "sun": "00:00-24:00""#, r#"{"working": "PT30H"}"#);
        assert_eq!(used(&always, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 25 * 3_600);
    }

    /// biz (b): `AmbiguousTime`.
    #[test]
    fn p09b_moscow_repeats_an_hour_without_daylight_saving() {
        let moscow = desk("Europe/Moscow", r#""sun": "00:00-03:00""#, r#"{"working": "PT4H"}"#);
        assert_eq!(used(&moscow, "2014-10-25T12:00:00Z", "2014-10-26T12:00:00Z"), 4 * 3_600);
    }

    /// biz (c): Dublin's flag is negative, and gave 7,200 s where London gave 3,600 s.
    #[test]
    fn p09c_dublin_and_london_are_one() {
        for zone in ["Europe/Dublin", "Europe/London"] {
            let desk = desk(zone, r#""sun": "00:30-01:30""#, r#"{"working": "PT1H"}"#);
            assert_eq!(used(&desk, "2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z"), 3_600, "{zone}");
            let met = outcome(&desk, &[("2026-10-24T20:00:00Z", Created)], "2026-10-24T21:00:00Z");
            assert_eq!(met.due, Some(t("2026-10-25T00:30:00Z")), "{zone}");
        }
    }

    /// biz (d): a gap is not always an hour.
    #[test]
    fn p09d_lord_howe_shifts_by_half_an_hour() {
        // From 02:00 to 02:30 on 2026-10-04: 02:10 becomes 02:40, at +11:00.
        let island = desk("Australia/Lord_Howe", r#""sun": "02:10-03:00""#, r#"{"working": "PT1M"}"#);
        let met = outcome(&island, &[("2026-10-03T12:00:00Z", Created)], "2026-10-03T12:00:00Z");
        assert_eq!(met.due, Some(t("2026-10-03T15:41:00Z")));
    }

    /// biz (e): a shifted interval that overlaps the next was counted twice.
    #[test]
    fn p09e_an_interval_shifted_into_the_next_counts_once() {
        let berlin = desk("Europe/Berlin", r#""sun": "02:15-02:45, 03:00-04:00""#, r#"{"working": "PT1H"}"#);
        assert_eq!(used(&berlin, "2026-03-28T20:00:00Z", "2026-03-29T20:00:00Z"), 3_600);
    }

    /// biz (f): a day that does not exist has no hours.
    #[test]
    fn p09f_a_day_that_was_skipped_has_no_hours() {
        let apia = desk(
            "Pacific/Apia",
            r#""thu": "09:00-17:00", "fri": "09:00-17:00", "sat": "09:00-17:00""#,
            r#"{"working": "PT9H"}"#,
        );
        // Thursday 2011-12-29 was followed by Saturday the 31st, 24 hours further east.
        let met = outcome(&apia, &[("2011-12-29T19:00:00Z", Created)], "2011-12-29T19:00:00Z");
        assert_eq!(met.due, Some(t("2011-12-30T20:00:00Z")));
    }

    /// `dbt_zendesk` #25: today's offset applied to history. GLPI: days stepped as 86,400 s.
    #[test]
    fn p09_a_day_is_a_local_date_and_an_offset_that_of_its_time() {
        let berlin = |budget| {
            desk(
                "Europe/Berlin",
                r#""mon": "09:00-17:00", "tue": "09:00-17:00", "fri": "09:00-17:00""#,
                budget,
            )
        };
        let hour = berlin(r#"{"working": "PT1H"}"#);
        for (created, due) in [
            ("2026-01-12T00:00:00Z", "2026-01-12T09:00:00Z"),
            ("2026-07-13T00:00:00Z", "2026-07-13T08:00:00Z"),
        ] {
            assert_eq!(outcome(&hour, &[(created, Created)], "2026-12-01T00:00:00Z").due, Some(t(due)));
        }
        let day = berlin(r#"{"business_days": {"days": 1, "rule": "then_next_opening"}}"#);
        let friday = outcome(&day, &[("2026-03-27T09:00:00Z", Created)], "2026-03-27T10:00:00Z");
        assert_eq!(friday.due, Some(t("2026-03-30T08:00:00Z")), "10:00 in Berlin on both days");
    }

    /// biz: a shift of 12:00-14:00 in Sydney added two hours to the eight of the day.
    #[test]
    fn p10_an_exception_replaces_the_hours_of_its_local_date() {
        let sydney = calendar(
            r#"{"time_zone": "Australia/Sydney", "weekly": {"mon": "09:00-17:00", "tue": "09:00-17:00"},
                "exceptions": {"2026-03-02": "12:00-14:00"}}"#,
        );
        let engine = engine_at(&resolution(r#"{"working": "PT4H"}"#), &sydney);
        assert_eq!(used(&engine, "2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z"), 7_200);
        // 09:00 in Sydney is still the Sunday in UTC.
        let met = outcome(&engine, &[("2026-03-01T22:00:00Z", Created)], "2026-03-01T23:00:00Z");
        assert_eq!(met.due, Some(t("2026-03-03T00:00:00Z")));
    }
}

/// biz: 09-13 and 12-17 made nine hours.
#[test]
fn p11_overlapping_intervals_are_one() {
    let desk = calendar(r#"{"time_zone": "UTC", "weekly": {"mon": "09:00-13:00, 12:00-17:00"}}"#);
    let engine = engine_at(&resolution(r#"{"working": "PT8H"}"#), &desk);
    let outcome = outcome(&engine, &[("00:00", Created)], "23:00");
    assert_eq!((outcome.used.working, outcome.due), (hours(8), Some(t("17:00"))));
}

/// frappe: the start compared for the end, a blank condition that matched all, a demoted default that went on matching.
#[test]
fn p12_validity_blank_conditions_and_defaults_mean_what_they_say() {
    let version = |name: &str, effective: &str, policies: &str| {
        format!(
            r#"{{"id": "desk", "version": "{name}", "calendar": "office", "effective": {{{effective}}},
                "unconditional": "never", "policies": [{policies}]}}"#
        )
    };
    let policy = |id: &str, extra: &str| format!(r#"{{"id": "{id}", {extra} "objectives": [{FIX}]}}"#);
    let vip = policy("vip", r#""when": {"exists": "vip"},"#);
    let (default, demoted) = (policy("rest", r#""default": true,"#), policy("rest", ""));
    let march = version("march", r#""until": "2026-03-03T00:00:00Z""#, &format!("{vip}, {default}"));
    let later = version(
        "later",
        r#""from": "2026-03-03T00:00:00Z", "until": "2026-03-05T00:00:00Z""#,
        &format!("{vip}, {demoted}"),
    );
    let engine = series(&[&march, &later], &office());
    let chosen = |created: &str| {
        let evaluation = evaluate(&engine, &[(created, Created)], "31T00:00");
        (
            evaluation.version.map(|version| version.to_string()),
            evaluation.policy.map(|policy| policy.to_string()),
        )
    };
    assert_eq!(chosen("2026-03-02T23:59:59Z"), (Some("march".to_owned()), Some("rest".to_owned())));
    assert_eq!(
        chosen("2026-03-03T00:00:00Z"),
        (Some("later".to_owned()), None),
        "a blank one, and no default"
    );
    assert_eq!(chosen("2026-03-04T23:59:59Z"), (Some("later".to_owned()), None));
    assert_eq!(chosen("2026-03-05T00:00:00Z"), (None, None), "it has ended");
}

/// frappe #3776, erpnext #38745, GLPI #15429: red badges for agents in other zones.
#[test]
fn p13_only_instants_are_read() {
    let event = |at: &str| serde_json::from_str::<Event>(&format!(r#"{{"at": "{at}", "kind": "created"}}"#));
    for naive in ["2026-03-02T09:00:00", "2026-03-02 09:00:00", "2026-03-02", "09:00"] {
        assert!(event(naive).is_err(), "{naive}");
    }
    assert_eq!(event("2026-03-02T17:00:00+08:00").unwrap(), event("2026-03-02T09:00:00Z").unwrap());
    let told = serde_json::to_value(outcome(&engine(FIX), &[("09:00", Created)], "10:00")).unwrap();
    assert_eq!(told["due"], "2026-03-02T14:00:00Z");
}

/// Zammad and Chatwoot made a special case of the last minute.
#[test]
fn p14_a_day_ends_at_24_and_23_59_is_a_minute_earlier() {
    let desk = |week: &str| {
        let days = ["mon", "tue"].map(|day| format!(r#""{day}": "{week}""#)).join(", ");
        engine_at(
            &resolution(r#"{"working": "PT24H"}"#),
            &calendar(&format!(r#"{{"time_zone": "UTC", "weekly": {{{days}}}}}"#)),
        )
    };
    let due = |week: &str| outcome(&desk(week), &[("12:00", Created)], "12:00").due;
    assert_eq!(due("00:00-24:00"), Some(t("03T12:00")));
    assert_eq!(due("00:00-23:59"), Some(t("03T12:01")));
}

/// Chatwoot took all closed for the wall clock; osTicket added 150 days.
#[test]
fn p15_a_calendar_that_never_opens_is_refused_and_one_that_stops_is_told() {
    let empty =
        serde_json::from_str::<Calendar>(r#"{"time_zone": "UTC", "weekly": {"mon": []}}"#).unwrap_err();
    assert!(empty.to_string().contains("never opens: give weekly hours"), "{empty}");
    let once = calendar(r#"{"time_zone": "UTC", "exceptions": {"2026-03-02": "09:00-12:00"}}"#);
    let outcome = outcome(&engine_at(FIX, &once), &[("09:00", Created)], "06T12:00");
    assert_eq!((outcome.verdict, outcome.due, outcome.used.working), (Verdict::Running, None, hours(3)));
    assert!(matches!(outcome.reasons.last(), Some(Reason::NeverDue { .. })), "{:?}", outcome.reasons);
}

/// Chatwoot: a resolution five hours late was a hit when it came before the poll; #10178: next response after resolve.
#[test]
fn p16_polling_does_not_decide() {
    let engine = engine(&format!(
        r#"{FIX}, {{"id": "next", "target": "next_response", "allowance": {{"same": {{"working": "PT1H"}}}}}}"#
    ));
    let history = [
        ("09:00", Created),
        ("09:10", EventKind::public_reply()),
        ("03T11:00", Resolved),
        ("03T11:05", CustomerMessage),
    ];
    let late = Verdict::Breached { at: t("14:00"), finished: Some(t("03T11:00")) };
    for as_of in ["03T11:00", "03T12:00", "31T12:00"] {
        assert_eq!(outcome(&engine, &history, as_of).verdict, late, "{as_of}");
    }
    // A thank-you after the resolution is no question.
    let evaluation = evaluate(&engine, &history, "31T12:00");
    let next = evaluation.outcome(&"next".parse().unwrap()).unwrap();
    assert_eq!((next.cycle, next.verdict), (0, Verdict::NotStarted));
    // A host that slept through it is told by the resolution itself.
    let whole = ticket(&history);
    let mut state = engine.begin(whole.id().clone(), whole.created(), whole.attributes());
    let mut told = vec![];
    for (nth, event) in (1..).zip(&whole.events()[1..]) {
        if let service_quality::sla::Advance::Applied { actions } =
            engine.advance(&mut state, nth, event).unwrap()
        {
            told.extend(actions);
        }
    }
    let [breach] = &told[..] else { panic!("{told:?}") };
    assert_eq!((&breach.key.step, breach.at, breach.due), (&ActionStep::Breach, t("14:00:01"), t("14:00")));
}

/// `dbt_zendesk` #51, #52, #273, #142, #116.
#[test]
fn p17_an_agreement_applied_later_is_judged_from_the_creation_and_the_first_breach_stays() {
    let desk = |counts_from: &str| {
        let desk = format!(
            r#"{{"id": "desk", "version": "7", "calendar": "office", "policies": [
                {{"id": "told", "when": {{"exists": "priority"}}, "objectives": [
                    {{"id": "reply", "target": "first_response", "counts_from": "{counts_from}",
                      "allowance": {{"by": {{"fact": "priority",
                        "budgets": {{"1": {{"working": "PT1H"}}}}, "otherwise": {{"working": "PT2H"}}}}}}}}]}}]}}"#
        );
        engine_in(&desk, &office())
    };
    // Begun in private, classified at 10:30: due two hours after the creation.
    let history = [("09:00", Created), ("10:30", priority("2"))];
    assert_eq!(outcome(&desk("start"), &history, "10:30").due, Some(t("11:00")));
    let adopted = outcome(&desk("adoption"), &history, "10:30");
    assert_eq!((adopted.due, adopted.started), (Some(t("13:30")), Some(t("10:30"))), "where that was agreed");
    // Late at 11:00; what is changed at 11:30 makes it neither earlier nor later.
    let late =
        [("09:00", Created), ("10:30", priority("2")), ("11:30", priority("1")), ("11:40", priority("3"))];
    let outcome = outcome(&desk("start"), &late, "12:00");
    assert_eq!(outcome.verdict, Verdict::Breached { at: t("11:00"), finished: None });
}

/// zammad #534, #4353; Zendesk waits for the next event of the ticket.
#[test]
fn p18_an_edited_agreement_or_calendar_is_never_stale() {
    let open = [("09:00", Created)];
    assert_eq!(outcome(&engine(FIX), &open, "10:00").due, Some(t("14:00")));
    // Compiled anew, it holds at once, without an event of the ticket.
    let shorter = engine(&resolution(r#"{"working": "PT2H"}"#));
    assert_eq!(outcome(&shorter, &open, "10:00").due, Some(t("11:00")));
    let closed = calendar(
        r#"{"time_zone": "UTC", "weekly": {"mon": "09:00-12:00, 13:00-17:00", "tue": "09:00-17:00"},
            "closures": {"2026-03-02": ["10:00-17:00"]}}"#,
    );
    assert_eq!(outcome(&engine_at(FIX, &closed), &open, "10:00").due, Some(t("03T12:00")));
    // A stored state of the agreement before does not pass for one of the agreement after.
    let version = |version: &str, hours: u32| {
        let json = format!(
            r#"{{"id": "desk", "version": "{version}", "calendar": "office", "policies": [{{"id": "all", "objectives": [
                {{"id": "fix", "target": "resolution", "allowance": {{"same": {{"working": "PT{hours}H"}}}}}}]}}]}}"#
        );
        engine_in(&json, &office())
    };
    let (old, new) = (version("1", 4), version("2", 2));
    let state = old.state(&ticket(&open), t("10:00")).unwrap();
    assert!(matches!(new.read(&state, t("10:00")), Err(StateError::OtherAgreement { .. })));
    // As a version that takes open tickets over, it holds from its date on, and that is written down.
    let series = series(
        &[
            r#"{"id": "desk", "version": "1", "calendar": "office", "policies": [{"id": "all", "objectives": [
                {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}]}]}"#,
            r#"{"id": "desk", "version": "2", "calendar": "office", "takes_over_open": true,
                "effective": {"from": "2026-03-02T10:00:00Z"}, "policies": [{"id": "all", "objectives": [
                {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT2H"}}}]}]}"#,
        ],
        &office(),
    );
    let moved = outcome(&series, &open, "10:30");
    assert_eq!((moved.due, moved.goal.unwrap().version.to_string()), (Some(t("11:00")), "2".to_owned()));
}

/// Zammad cuts pauses to minutes, Znuny hours to whole ones.
#[test]
fn p19_pauses_and_hours_are_exact_to_the_second() {
    let odd =
        calendar(r#"{"time_zone": "UTC", "weekly": {"mon": "09:00:30-17:00:01", "tue": "09:00-17:00"}}"#);
    let engine = engine_at(FIX, &odd);
    let history = [
        ("08:00", Created),
        ("09:26:12", Paused),
        ("09:26:50", Resumed),
        ("09:30:01", Paused),
        ("09:30:02", Resumed),
    ];
    let outcome = outcome(&engine, &history, "10:00:30");
    assert_eq!((outcome.used.working.seconds(), outcome.paused.working.seconds()), (3_600 - 39, 39));
    assert_eq!(outcome.due, Some(t("13:01:09")));
}

/// Zammad admits wrong numbers for the longest exchange after a change of its agreement.
#[test]
fn p20_the_longest_exchange_is_told_with_the_goal_that_it_had() {
    let version = |version: &str, effective: &str, minutes: u32| {
        format!(
            r#"{{"id": "desk", "version": "{version}", "calendar": "office", "takes_over_open": true,
                "effective": {{{effective}}}, "policies": [{{"id": "all", "objectives": [
                {{"id": "next", "target": "next_response", "allowance": {{"same": {{"working": "PT{minutes}M"}}}}}}]}}]}}"#
        )
    };
    let one = version("1", r#""until": "2026-03-02T10:00:00Z""#, 30);
    let two = version("2", r#""from": "2026-03-02T10:00:00Z""#, 5);
    let engine = series(&[&one, &two], &office());
    let reply = EventKind::public_reply;
    let history = [
        ("09:00", Created),
        ("09:01", reply()),
        ("09:10", CustomerMessage),
        ("09:35", reply()),
        ("10:10", CustomerMessage),
        ("10:16", reply()),
    ];
    let outcome = outcome(&engine, &history, "12:00");
    let longest = outcome.cycle(CycleChoice::Longest).unwrap();
    assert_eq!((longest.number, longest.used.working), (1, Span::from_minutes(25)));
    assert_eq!(longest.verdict, Verdict::Met { at: t("09:35") }, "by the thirty minutes of its day");
    assert_eq!(longest.goal.unwrap().version.as_str(), "1");
    assert!(outcome.verdict.is_breached() && outcome.ever_breached());
}

/// GLPI compares MM-DD as text, so 12-24..01-02 never matches.
#[test]
fn p21_a_yearly_range_runs_over_new_year() {
    let desk = calendar(
        r#"{"time_zone": "UTC", "weekly": {"mon": "09:00-17:00", "tue": "09:00-17:00", "wed": "09:00-17:00",
            "thu": "09:00-17:00", "fri": "09:00-17:00"},
            "holidays": [{"name": "year's end", "on": {"yearly_dates": {"from": "12-24", "to": "01-02"}}}]}"#,
    );
    let engine = engine_at(FIX, &desk);
    let open = [("2026-12-23T15:00:00Z", Created)];
    let late = outcome(&engine, &open, "2027-01-04T08:00:00Z");
    assert_eq!((late.due, late.used.working), (Some(t("2027-01-04T11:00:00Z")), hours(2)));
    let timeline =
        engine.explain(&ticket(&open), &"fix".parse().unwrap(), t("2027-01-04T10:00:00Z")).unwrap();
    let lines: Vec<_> = timeline.segments.iter().map(ToString::to_string).collect();
    assert!(lines.iter().any(|line| line.ends_with("not counted, holiday (year's end)")), "{lines:#?}");
}

/// frappe rejects these; so does this.
#[test]
fn p22_targets_are_validated() {
    let objective = |target: &str, budget: &str| {
        format!(
            r#"{{"id": "{target}", "target": "{target}", "allowance": {{"same": {{"working": "{budget}"}}}}}}"#
        )
    };
    let policy =
        |extra: &str, objectives: &str| format!(r#"{{"id": "p", {extra} "objectives": [{objectives}]}}"#);
    let both = format!("{}, {}", objective("first_response", "PT5H"), objective("resolution", "PT4H"));
    let error = agreement(&policy("", &both)).unwrap_err();
    assert!(
        error.contains("PT5H of working time for the response exceed the PT4H of working time"),
        "{error}"
    );
    let (one, two) =
        (policy(r#""default": true,"#, FIX), policy(r#""default": true,"#, FIX).replace("\"p\"", "\"q\""));
    let error = agreement(&format!("{one}, {two}")).unwrap_err();
    assert!(
        error.contains("policies[1].default: policy `q` is a second default beside `p`: keep one"),
        "{error}"
    );
    let matrix = r#"{"id": "desk", "version": "1", "calendar": "office", "values": {"priority": ["1", "2", "3"]},
        "policies": [{"id": "p", "objectives": [{"id": "fix", "target": "resolution", "allowance": {"by":
            {"fact": "priority", "budgets": {"1": {"working": "PT1H"}, "3": {"working": "PT9H"}}}}}]}]}"#;
    let error = serde_json::from_str::<Agreement>(matrix).unwrap_err().to_string();
    assert!(error.contains("no budget for priority `2`: add them, or `otherwise`"), "{error}");
}

#[test]
fn every_explanation_of_a_pause_names_its_cause() {
    let history = [("09:00", Created), ("09:10", Paused), ("09:20", Resumed), ("09:30", status("waiting"))];
    let causes: Vec<_> = outcome(&engine(FIX), &history, "10:00")
        .reasons
        .into_iter()
        .filter_map(|reason| match reason {
            Reason::Paused { cause, .. } => Some(cause),
            _ => None,
        })
        .collect();
    assert_eq!(causes, [PauseCause::Explicit, PauseCause::Status("waiting".parse().unwrap())]);
}

/// What two compilations of one calendar say of one ticket is one thing.
#[test]
fn the_same_input_gives_the_same_bytes() {
    let history = [("09:00", Created), ("09:10", Paused), ("11:20", Resumed), ("15:00", Resolved)];
    let told = || serde_json::to_string(&evaluate(&engine(FIX), &history, "20:00")).unwrap();
    assert_eq!(told(), told());
    let agreement: Agreement =
        serde_json::from_str(&serde_json::to_string(engine(FIX).agreement().unwrap()).unwrap()).unwrap();
    let engine = agreement.engine(&calendars(&office())).unwrap();
    assert_eq!(serde_json::to_string(&evaluate(&engine, &history, "20:00")).unwrap(), told());
}
