//! What every type looks like on the wire. The same tests run with `serde_json/arbitrary_precision` and
//! `rust_decimal/serde-float` switched on (see `.ci/run`): nothing may change.

#![cfg(test)]

use std::collections::BTreeMap;

use service_quality::indicator::Indicator;
use service_quality::quantity::{
    Number, Period, PeriodDates, Score, Share, Span, TicketId, Timestamp, Weight, Zone,
};
use service_quality::sla::{Allowance, Attainment};
use service_quality::standard::{GroupedTally, ServiceTally, Standard};
use service_quality::ticket::{Condition, Event, Intake, Ticket, Value};

use serde::{Serialize, de::DeserializeOwned};

#[track_caller]
fn reads_as<T: DeserializeOwned + Serialize>(given: &str, written: &str) {
    let value: T = serde_json::from_str(given).unwrap_or_else(|error| panic!("{given}: {error}"));
    assert_eq!(serde_json::to_string(&value).unwrap(), written, "reading {given}");
    let again: T = serde_json::from_str(written).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), written, "reading what was written");
}

#[track_caller]
fn refuses<T: DeserializeOwned>(given: &str, message: &str) {
    match serde_json::from_str::<T>(given) {
        Ok(_) => panic!("{given} was accepted"),
        Err(error) => assert!(error.to_string().contains(message), "{given}: {error}"),
    }
}

#[test]
fn decimals_are_written_as_strings_and_read_from_strings_integers_and_floats() {
    for given in [r#""87.4""#, r#""87.40""#, "87.4", "87.40", r#""8.74e1""#, "8.74e1", r#""+87.4""#] {
        reads_as::<Score>(given, r#""87.4""#);
    }
    reads_as::<Score>("100", r#""100""#);
    reads_as::<Score>("-0", r#""0""#);
    reads_as::<Number>("-0.0", r#""0""#);
    reads_as::<Number>("1e15", r#""1000000000000000""#);
    reads_as::<Number>(r#""1E-9""#, r#""0.000000001""#);
    reads_as::<Share>("0.1", r#""0.1""#);
    reads_as::<Weight>("1000000", r#""1000000""#);
    // Read through a buffer, as every format with self-described values may do.
    let value: serde_json::Value = serde_json::from_str("[0.1, 3, \"2.50\"]").unwrap();
    let numbers: Vec<Number> = serde_json::from_value(value).unwrap();
    assert_eq!(serde_json::to_string(&numbers).unwrap(), r#"["0.1","3","2.5"]"#);
}

#[test]
fn decimals_refuse_what_they_cannot_hold() {
    refuses::<Score>("100.01", "score `100.01` is out of range: give 0 to 100");
    refuses::<Score>("-1", "score `-1` is out of range");
    refuses::<Share>("2", "share `2` is out of range: give 0 to 1");
    refuses::<Weight>(r#""NaN""#, "weight `NaN` cannot be read");
    refuses::<Weight>(r#""inf""#, "weight `inf` cannot be read");
    refuses::<Weight>("null", "a weight, 0 to 1000000");
    refuses::<Weight>("true", "a weight, 0 to 1000000");
    refuses::<Weight>("{}", "a weight, 0 to 1000000");
    refuses::<Weight>(r#"{"a": 1}"#, "a weight, 0 to 1000000");
    refuses::<Number>(r#""0.1234567891""#, "has too many decimal places: give at most 9");
    refuses::<Number>(r#""0.33333333333333333333333333333333333333""#, "has too many decimal places");
    refuses::<Number>("1e16", "number `10000000000000000` is out of range");
    refuses::<Number>(r#""1e99999999999""#, "cannot be read");
    refuses::<Number>(r#""1e40""#, "cannot be read");
    refuses::<Number>(r#""1e-40""#, "too many decimal places");
    refuses::<Number>(r#""1_000""#, "cannot be read");
    refuses::<Number>(r#""""#, "cannot be read");
    refuses::<Number>(r#"" 1""#, "cannot be read");
}

#[test]
fn a_ten_megabyte_string_gives_a_short_error() {
    let long = format!("\"{}\"", "9".repeat(10_000_000));
    for error in [
        serde_json::from_str::<Number>(&long).unwrap_err(),
        serde_json::from_str::<TicketId>(&long).unwrap_err(),
        serde_json::from_str::<Span>(&long).unwrap_err(),
        serde_json::from_str::<Zone>(&long).unwrap_err(),
        serde_json::from_str::<PeriodDates>(&long).unwrap_err(),
        serde_json::from_str::<Timestamp>(&long).unwrap_err(),
    ] {
        assert!(error.to_string().len() < 400, "{} bytes", error.to_string().len());
    }
}

#[test]
fn spans_are_iso_8601_and_also_read_whole_seconds() {
    reads_as::<Span>(r#""PT4H30M""#, r#""PT4H30M""#);
    reads_as::<Span>(r#""-PT90S""#, r#""-PT1M30S""#);
    reads_as::<Span>(r#""+PT60M""#, r#""PT1H""#);
    reads_as::<Span>(r#""P1DT2H""#, r#""PT26H""#);
    reads_as::<Span>(r#""P2W""#, r#""PT336H""#);
    reads_as::<Span>("0", r#""PT0S""#);
    reads_as::<Span>("-3600", r#""-PT1H""#);
    reads_as::<Span>(r#""-0""#, r#""PT0S""#);
    reads_as::<Span>("9223372036854775807", r#""PT2562047788015215H30M7S""#);
    for given in [
        r#""P1M""#,
        r#""P1Y""#,
        r#""P""#,
        r#""PT""#,
        r#""P1DT""#,
        r#""PT1M1H""#,
        r#""PT1.5S""#,
        r#""4h""#,
        "1.5",
        r#""PT-1S""#,
    ] {
        refuses::<Span>(given, "cannot be read: give an ISO 8601 duration");
    }
    refuses::<Span>(r#""PT9223372036854775808S""#, "out of range");
    refuses::<Span>("-9223372036854775808", "out of range");
    refuses::<Span>(r#""PT99999999999999999999H""#, "out of range");
    refuses::<Span>("18446744073709551616", "");
}

#[test]
fn instants_are_rfc_3339() {
    reads_as::<Timestamp>(r#""2026-03-02T10:00:00+01:00""#, r#""2026-03-02T09:00:00Z""#);
    reads_as::<Timestamp>(r#""2026-03-02T09:00:00.999Z""#, r#""2026-03-02T09:00:00Z""#);
    reads_as::<Timestamp>(r#""1969-12-31T23:59:59.5Z""#, r#""1969-12-31T23:59:59Z""#);
    refuses::<Timestamp>(r#""2026-03-02T10:00:00""#, "with an offset");
    refuses::<Timestamp>(r#""0000-06-01T00:00:00Z""#, "out of range");
    refuses::<Timestamp>("0", "an RFC 3339 instant");
}

#[test]
fn periods_and_zones() {
    for given in ["2026", "2026-Q4", "2026-12", "2026-W53", "2026-03-01/2026-03-15"] {
        reads_as::<PeriodDates>(&format!("\"{given}\""), &format!("\"{given}\""));
    }
    for given in [
        "2026-13",
        "2026-00",
        "2026-Q5",
        "2026-Q0",
        "2025-W53",
        "26",
        "2026-1",
        "2026-3-1/2026-03-01x",
        "+2026",
    ] {
        refuses::<PeriodDates>(&format!("\"{given}\""), "cannot be read");
    }
    refuses::<PeriodDates>(r#""2026-03-15/2026-03-15""#, "ends after its first date");
    refuses::<PeriodDates>(r#""9999""#, "out of range");
    reads_as::<Zone>(r#""+00:00""#, r#""UTC""#);
    reads_as::<Zone>(r#""-03:30""#, r#""-03:30""#);
    for given in ["", "Mars/Olympus", "+24:00", "+8:00", "+08:60", "+08", "-"] {
        refuses::<Zone>(&format!("\"{given}\""), "is unknown: give an IANA name");
    }
    reads_as::<Period>(
        r#"{"dates": "2026-Q1", "time_zone": "UTC"}"#,
        r#"{"dates":"2026-Q1","time_zone":"UTC"}"#,
    );
    refuses::<Period>(r#"{"dates": "2026-Q1", "time_zone": "UTC", "zone": 1}"#, "unknown field `zone`");
}

#[cfg(feature = "tz")]
#[test]
fn iana_zones_keep_their_names() {
    reads_as::<Zone>(r#""Asia/Shanghai""#, r#""Asia/Shanghai""#);
    reads_as::<Zone>(r#""US/Eastern""#, r#""US/Eastern""#);
}

#[test]
fn names_are_checked() {
    reads_as::<TicketId>(r#""工单-1""#, r#""工单-1""#);
    for given in [r#""""#, r#"" T""#, r#""T\n1""#] {
        refuses::<TicketId>(given, "is not a name");
    }
    refuses::<TicketId>(&format!("\"{}\"", "x".repeat(201)), "is not a name");
    refuses::<TicketId>("7", "a ticket id as a string");
}

#[test]
fn values_name_their_kind() {
    reads_as::<Value>("3", r#"{"number":"3"}"#);
    reads_as::<Value>("0.5", r#"{"number":"0.5"}"#);
    reads_as::<Value>(r#"{"number": 2}"#, r#"{"number":"2"}"#);
    reads_as::<Value>("true", "true");
    reads_as::<Value>(r#""3""#, r#""3""#);
    reads_as::<Value>(r#"{"instant": "2026-03-02T09:00:00Z"}"#, r#"{"instant":"2026-03-02T09:00:00Z"}"#);
    reads_as::<Value>(r#"{"span": 60}"#, r#"{"span":"PT1M"}"#);
    for given in ["null", "[]", "{}", r#"{"text": "a"}"#, r#"{"number": 1, "span": 2}"#, "1e400"] {
        refuses::<Value>(given, "");
    }
}

const TICKET: &str = concat!(
    r#"{"id":"T-1","attributes":{"department":"parks","vip":true,"weight":{"number":"2.5"}},"events":["#,
    r#"{"at":"2026-03-02T09:00:00Z","kind":"created"},"#,
    r#"{"at":"2026-03-02T09:00:00Z","kind":{"assigned":{"agent":"kim","group":"north"}}},"#,
    r#"{"at":"2026-03-02T09:05:00Z","kind":"customer_message"},"#,
    r#"{"at":"2026-03-02T09:20:00Z","kind":{"agent_message":{"visibility":"public"}}},"#,
    r#"{"at":"2026-03-02T09:30:00Z","kind":{"status_changed":{"to":"waiting"}}},"#,
    r#"{"at":"2026-03-02T09:40:00Z","kind":{"attribute_changed":{"name":"priority","to":"high"}}},"#,
    r#"{"at":"2026-03-02T09:41:00Z","kind":{"attribute_changed":{"name":"priority"}}},"#,
    r#"{"at":"2026-03-02T09:50:00Z","kind":"paused"},"#,
    r#"{"at":"2026-03-02T10:50:00Z","kind":"resumed"},"#,
    r#"{"at":"2026-03-02T11:00:00Z","kind":"resolved"},"#,
    r#"{"at":"2026-03-02T11:30:00Z","kind":"reopened"},"#,
    r#"{"at":"2026-03-02T12:00:00Z","kind":"closed"},"#,
    r#"{"at":"2026-03-03T09:00:00Z","kind":{"rated":{"rating":{"value":"4","least":"1","most":"5"}}}},"#,
    r#"{"at":"2026-03-03T09:01:00Z","kind":"complaint"},"#,
    r#"{"at":"2026-03-03T10:00:00Z","kind":"follow_up"}],"#,
    r#""anomalies":[{"kind":"resumed_without_pause","#,
    r#""event":{"at":"2026-03-02T09:10:00Z","kind":"resumed"},"treatment":"set_aside"}]}"#,
);

#[test]
fn tickets() {
    reads_as::<Ticket>(TICKET, TICKET);
    refuses::<Ticket>(r#"{"id":"T-1","events":[]}"#, "ticket `T-1`: there is no event `created`; add one");
    refuses::<Ticket>(
        r#"{"id":"T-1","events":[{"at":"2026-03-02T09:00:00Z","kind":"created"},
            {"at":"2026-03-02T10:00:00Z","kind":"resumed"}]}"#,
        "event 1 (resumed at 2026-03-02T10:00:00Z) is impossible: resumed without a pause",
    );
    refuses::<Event>(r#"{"at":"2026-03-02T09:00:00Z","kind":"opened"}"#, "unknown variant `opened`");
    reads_as::<Intake>(
        r#"{"read":2,"anomalies":{"before_creation":{"events":1,"tickets":["T-1"]}},"refused":[{"ticket":"T-2","reason":"no day"},{"reason":"row 3: no id"}]}"#,
        r#"{"read":2,"anomalies":{"before_creation":{"events":1,"tickets":["T-1"]}},"refused":[{"ticket":"T-2","reason":"no day"},{"reason":"row 3: no id"}]}"#,
    );
}

/// Readers keep the last of two entries of one key, and say nothing.
#[test]
fn keys_given_twice_are_refused() {
    let office = r#""office":{"time_zone":"UTC","weekly":{"mon":"09:00-17:00"}}"#;
    refuses::<Standard>(
        &format!(
            r#"{{"id":"s","version":"1","calendars":{{{office},"night":{{"time_zone":"UTC"}},{office}}}}}"#
        ),
        "`office` is given twice: keep one entry",
    );
    refuses::<Standard>(
        r#"{"id":"s","version":"1","holiday_sets":{"national":[],"national":[]}}"#,
        "`national` is given twice",
    );
    refuses::<Allowance>(
        r#"{"by":{"fact":"priority","budgets":{"1":{"working":"PT4H"},"1":{"working":"PT8H"}}}}"#,
        "`1` is given twice: keep one entry",
    );
    let ticket = |attributes: &str| {
        let created = r#"[{"at":"2026-03-02T09:00:00Z","kind":"created"}]"#;
        format!(r#"{{"id":"T-1","attributes":{attributes},"events":{created}}}"#)
    };
    refuses::<Ticket>(&ticket(r#"{"vip":true,"vip":false}"#), "`vip` is given twice");
    refuses::<Ticket>(&ticket("[]"), "invalid type: sequence, expected a map");
    reads_as::<Ticket>(&ticket(r#"{"vip":true}"#), &ticket(r#"{"vip":true}"#));
    refuses::<Attainment>(r#"{"objectives":{"fix":{"met":1},"fix":{"met":2}}}"#, "`fix` is given twice");
    let set_aside = r#""after_end":{"events":1,"tickets":["T-1"]}"#;
    refuses::<Intake>(
        &format!(r#"{{"read":1,"anomalies":{{{set_aside},{set_aside}}},"refused":[]}}"#),
        "`after the ticket was closed` is given twice",
    );
    let id = r#""standard":{"id":"s","version":"1"}"#;
    let kept = r#""kept":{"indicator":"kept","tally":{"version":1,"share":{"k":1,"n":2}}}"#;
    let tally = |attainment: &str, indicators: &str| {
        format!(r#"{{{id},"tickets":2,"attainment":{{{attainment}}},"indicators":{{{indicators}}}}}"#)
    };
    reads_as::<ServiceTally>(&tally("", kept), &tally("", kept));
    refuses::<ServiceTally>(&tally("", &format!("{kept},{kept}")), "`kept` is given twice");
    let desk = r#""desk":{"objectives":{}}"#;
    refuses::<ServiceTally>(&tally(&format!("{desk},{desk}"), ""), "`desk` is given twice");
    let north = format!(r#""{}":{}"#, "n".repeat(1_000), tally("", kept));
    refuses::<GroupedTally>(
        &format!(r#"{{"by":"region","groups":{{{north},{north}}}}}"#),
        &format!("`{}…` is given twice", "n".repeat(60)),
    );
}

#[test]
fn conditions() {
    let json = concat!(
        r#"{"all":[{"equals":{"fact":"priority","value":"high"}},"#,
        r#"{"any":[{"in":{"fact":"@group","values":["north","south"]}},{"exists":"vip"},"#,
        r#"{"contains":{"fact":"title","text":"printer"}}]},"#,
        r#"{"not":{"compare":{"fact":"@age","is":"above","value":{"span":"PT24H"}}}},"always"]}"#,
    );
    reads_as::<Condition>(json, json);
    let condition: Condition = serde_json::from_str(json).unwrap();
    assert_eq!(
        condition.to_string(),
        concat!(
            r#"priority = "high" and (@group in ["north", "south"] or vip exists or title contains "printer") "#,
            "and not @age > PT24H and always"
        )
    );
    refuses::<Condition>(
        r#"{"equals":{"fact":"@colour","value":1}}"#,
        "fact `@colour` is unknown: after `@` give one of status",
    );
    refuses::<Ticket>(
        r#"{"id":"T-1","attributes":{"@status":"open"}}"#,
        "attribute name `@status` begins with `@`, which is reserved: give a name that begins otherwise",
    );
    refuses::<Condition>(r#"{"equals":{"fact":"a","value":1,"then":2}}"#, "unknown field `then`");
    let nots = |levels| format!("{}\"always\"{}", r#"{"not":"#.repeat(levels), "}".repeat(levels));
    reads_as::<Condition>(&nots(127), &nots(127));
    refuses::<Condition>(&nots(128), "recursion limit exceeded");
    refuses::<Condition>(&nots(100_000), "recursion limit exceeded");
}

/// The depth that the docs of a condition promise, in the deepest place that a standard has for one.
#[test]
fn conditions_of_50_levels_can_be_read_wherever_they_stand() {
    let leaf = r#"{"in":{"fact":"effort","values":[{"span":"PT1H"}]}}"#;
    let condition = format!("{}{leaf}{}", r#"{"all":["#.repeat(50), "]}".repeat(50));
    let formula = format!(r#"{{"rate":{{"of":"always","per":{{"tickets":{condition}}}}}}}"#);
    let indicators = format!(
        r#"{{"indicators":[{{"id":"x","name":{{"en":"X"}},"dimension":"cost","formula":{formula},"unit":"ratio",
            "direction":"lower","places":6}}]}}"#
    );
    let read: BTreeMap<String, Vec<Indicator>> = serde_json::from_str(&indicators).unwrap();
    assert_eq!(serde_json::to_string(read["indicators"][0].formula()).unwrap(), formula);
}
