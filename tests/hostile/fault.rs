//! One fault a row: what is changed in a good document, and how the refusal begins.

use service_quality::standard::{Standard, StandardError};

const GOOD: &str = r#"{
  "id": "desk", "version": "1",
  "holiday_sets": {"national": [{"name": "New Year", "on": {"yearly": "01-01"}}]},
  "calendars": {
    "office": {"time_zone": "Europe/Berlin", "weekly": {"mon": ["09:00-17:00"], "tue": "09:00-17:00"},
      "changes": [{"from": "2026-07-01", "weekly": {"mon": ["08:00-16:00"]}}],
      "holidays": [{"on": {"dates": {"from": "2026-04-03", "to": "2026-04-06"}}}],
      "holiday_sets": ["national"], "exceptions": {"2026-12-24": ["09:00-12:00"]}}
  },
  "agreements": [{"id": "promise", "version": "1", "calendar": "office", "paused_in": ["waiting"], "policies": [
    {"id": "urgent", "when": {"equals": {"fact": "priority", "value": "1"}}, "objectives": [
      {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}]},
    {"id": "others", "objectives": [
      {"id": "fix", "target": "resolution", "allowance": {"by": {"fact": "priority",
        "budgets": {"2": {"business_days": {"days": 2, "rule": "end_of_day"}}}, "otherwise": {"elapsed": "PT24H"}}}}]}
  ]}],
  "indicators": [
    {"id": "kept", "name": {"en": "Promises kept"}, "dimension": "timeliness", "unit": "percent",
      "formula": {"sla_attainment": {"agreement": "promise", "objectives": {"objective": "fix"}}},
      "direction": "higher", "target": {"at_least": "90"}, "places": 2},
    {"id": "hours", "name": {"en": "Hours"}, "dimension": "timeliness", "unit": "hours", "direction": "lower",
      "formula": {"mean": {"quantity": {"working": {"from": "created", "to": "finished", "calendar": "office"}}}}}
  ],
  "model": {
    "rounding": {"indicator": 4, "node": 4, "total": 2},
    "grades": [{"grade": "A", "from": 90}, {"grade": "B", "from": 0}],
    "root": {"id": "service", "children": [
      {"weight": 3, "indicator": "kept", "curve": {"goalposts": {"worst": "50", "best": "100"}}},
      {"weight": 1, "id": "speed", "children": [
        {"weight": 1, "indicator": "hours", "curve": {"piecewise": [["4", "100"], ["40", "0"]]}}]}
    ]}
  }
}"#;

#[test]
fn the_good_document_is_good() {
    Standard::from_json(GOOD).unwrap().engine().unwrap();
}

#[test]
fn each_fault_is_refused_where_it_is() {
    #[rustfmt::skip]
    let faults: &[(&str, &str, &str)] = &[
        (r#""id": "desk", "#, r#""id": "desk", "owner": "kim", "#, "owner: unknown field `owner`, expected one of `id`, `version`, `holiday_sets`, `calendars`, `agreements`,"),
        (r#""id": "desk", "#, "", "document: missing field `id`"),
        (r#""id": "desk", "#, r#""id": "desk", "id": "desk", "#, "document: duplicate field `id`"),
        (r#""id": "desk", "#, r#""id": " desk", "#, "id: standard id ` desk` is not a name: give 1 to 200 bytes without control characters or outer blanks"),
        (r#""indicators": ["#, r#""indicators": [null, "#, "indicators[0]: invalid type: null, expected an indicator as an object"),
        (r#""weekly": {"mon": ["09:00-17:00"]"#, r#""weekly": {"mon": 9"#, r#"calendars.office.weekly.mon: invalid type: integer `9`, expected opening hours such as ["09:00-12:00", "13:00-18:00"]"#),
        (r#""tue": "09:00-17:00""#, r#""tue": "17:00-9:00""#, "calendars.office.weekly.tue: opening hours `17:00-9:00` cannot be read: give `HH:MM-HH:MM`, such as `09:00-12:30`,"),
        (r#""tue": "09:00-17:00""#, r#""tue": "09:00-09:00""#, "calendars.office.weekly.tue: opening hours `09:00-09:00` have no length: leave them out, or give `00:00-24:00` for a"),
        (r#""tue": "09:00-17:00""#, r#""tues": "09:00-17:00""#, "calendars.office.weekly.tues: unknown field `tues`, expected one of `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`"),
        (r#""time_zone": "Europe/Berlin""#, r#""time_zone": "Europe/Bonn""#, "calendars.office.time_zone: time zone `Europe/Bonn` is unknown: give an IANA name, `UTC` or an offset such as `+08:00`"),
        (r#""2026-12-24": ["#, r#""2026-02-30": ["#, "calendars.office.exceptions.2026-02-30: date `2026-02-30` cannot be read: give `YYYY-MM-DD`, a date of the years 1 to"),
        (r#""2026-12-24": ["09:00-12:00"]"#, r#""2026-12-24": [], "2026-12-24": []"#, "calendars.office.exceptions: the date 2026-12-24 is given twice: keep one entry, with all its hours"),
        (r#""from": "2026-04-03", "to": "2026-04-06""#, r#""from": "2026-04-06", "to": "2026-04-03""#, "calendars.office.holidays[0]: holiday: the range of dates 2026-04-06 to 2026-04-03 is reversed: give the earlier date"),
        (r#""holiday_sets": ["national"]"#, r#""holiday_sets": ["state"]"#, "calendars.office: calendar.holiday_sets[0]: holiday set `state` is unknown: give one of `national`"),
        (r#""calendars": {"#, r#""calendars": {"office": {"time_zone": "UTC", "weekly": {"mon": "09:00-17:00"}}, "#, "calendars: `office` is given twice: keep one entry"),
        (r#""budgets": {"#, r#""budgets": {"2": {"elapsed": "PT1H"}, "#, "agreements[0].policies[1].objectives[0].allowance.by.budgets: `2` is given twice: keep one entry"),
        (r#""calendars": {"#, r#""calendars": {"never": {"time_zone": "UTC"}, "#, "calendars.never: calendar never opens: give weekly hours, or an exception with hours"),
        (r#""time_zone": "Europe/Berlin","#, r#""time_zone": "Europe/Berlin", "union": [],"#, "calendars.office: calendar: a calendar has either hours of its own, or `union`, or `intersection`, or `succession`: keep one"),
        (r#""mon": ["08:00-16:00"]"#, r#""mon": ["08:00-25:00"]"#, "calendars.office.changes[0].weekly.mon[0]: opening hours `08:00-25:00` cannot be read: give `HH:MM-HH:MM`, such as"),
        (r#"{"yearly": "01-01"}"#, r#"{"yearly": "02-30"}"#, "holiday_sets.national[0].on.yearly: day of the year `02-30` cannot be read: give `MM-DD`, such as `12-25`"),
        (r#"{"yearly": "01-01"}"#, r#"{"nth_weekday": {"nth": 6, "weekday": "mon", "month": 1}}"#, "holiday_sets.national[0]: `nth` 6 is out of range: give 1 to 5"),
        (r#""version": "1", "calendar": "office""#, r#""version": "1", "calendar": "depot""#, "agreements[0].calendar: calendar `depot` is unknown: define it"),
        (r#""working": "PT4H""#, r#""working": "PT0S""#, "agreements[0].policies[0].objectives[0]: allowance.same: budget `PT0S` allows no time: give more than 0"),
        (r#""working": "PT4H""#, r#""working": "4 hours""#, "agreements[0].policies[0].objectives[0].allowance.same.working: duration `4 hours` cannot be read: give an ISO 8601"),
        (r#""working": "PT4H""#, r#""working": "NaN""#, "agreements[0].policies[0].objectives[0].allowance.same.working: duration `NaN` cannot be read: give an ISO 8601"),
        (r#""elapsed": "PT24H""#, r#""elapsed": "-PT24H""#, "agreements[0].policies[1].objectives[0]: allowance.by.otherwise: budget `-PT24H` allows no time: give more than 0"),
        (r#""days": 2"#, r#""days": 0"#, "agreements[0].policies[1].objectives[0]: allowance.by.budgets[`2`]: budget `0 business days` allows no time: give"),
        (r#""days": 2"#, r#""days": -2"#, "agreements[0].policies[1].objectives[0].allowance.by.budgets.2.business_days.days: invalid value: integer `-2`,"),
        (r#""rule": "end_of_day""#, r#""rule": "next_day""#, "agreements[0].policies[1].objectives[0].allowance.by.budgets.2.business_days.rule: unknown variant `next_day`,"),
        (r#"{"id": "others", "#, r#"{"id": "urgent", "#, "agreements[0]: policies[1].id: `urgent` is given twice: ids are unique"),
        (r#", "when": {"equals": {"fact": "priority", "value": "1"}}"#, "", "agreements[0]: policies[1]: policy `others` is never chosen: `urgent` before it holds whenever it does; put that one"),
        (r#""fact": "priority", "value": "1""#, r#""fact": "@priority", "value": "1""#, "agreements[0].policies[0].when.equals.fact: fact `@priority` is unknown: after `@` give one of status, agent, group,"),
        (r#""target": "resolution", "allowance": {"by""#, r#""target": "first_response", "allowance": {"by""#, "agreements[0]: policies[1].objectives[0].target: objective `fix` has another target in an earlier policy or version: give it"),
        (r#""agreement": "promise", "#, r#""agreement": "pledge", "#, "indicators[0].formula.sla_attainment: agreement `pledge` is not defined in this standard: define it or give one of `promise`"),
        (r#"{"objective": "fix"}"#, r#"{"objective": "mend"}"#, "indicators[0].formula.sla_attainment: objective `mend` is not defined in this standard: define it or give one of `fix`"),
        (r#""to": "finished", "calendar": "office""#, r#""to": "finished", "calendar": "depot""#, "indicators[1].formula.mean: calendar `depot` is not defined in this standard: define it or give one of `office`"),
        (r#""id": "hours", "name""#, r#""id": "kept", "name""#, "indicators[1].id: `kept` is given twice: ids are unique"),
        (r#""places": 2"#, r#""places": 10"#, "indicators[0]: indicator `kept`: places `10` is out of range: give 0 to 9"),
        (r#""places": 2"#, r#""places": -1"#, "indicators[0].places: invalid value: integer `-1`, expected u32"),
        (r#""at_least": "90""#, r#""at_least": "NaN""#, "indicators[0].target.at_least: number `NaN` cannot be read: give a decimal number such as `12.5`"),
        (r#""at_least": "90""#, r#""at_most": "90""#, "indicators[0]: indicator `kept`: target `at most 90` does not fit direction `higher`: give `at_least`"),
        (r#""at_least": "90""#, r#""at_least": "190""#, "indicators[0]: indicator `kept`: target `190` is not in unit `percent`: give 0 to 100"),
        (r#""unit": "hours""#, r#""unit": "percent""#, "indicators[1]: indicator `hours`: unit `percent` does not fit formula `mean`: give `seconds`, `minutes`, `hours` or"),
        (r#""indicator": "hours""#, r#""indicator": "days""#, "model.root.children[1].children[0].indicator: indicator `days` is not defined in this standard: define it or give one of `hours`,"),
        (r#""indicator": "hours""#, r#""indicator": "kept""#, "model: root.children[1].children[0].indicator: `kept` stands already at root.children[0].indicator: give each"),
        (r#""weight": 3"#, r#""weight": -3"#, "model.root.children[0].weight: weight `-3` is out of range: give 0 to 1000000"),
        (r#""weight": 3"#, r#""weight": "NaN""#, "model.root.children[0].weight: weight `NaN` cannot be read: give a decimal number such as `12.5`"),
        (r#"{"weight": 1, "indicator": "hours""#, r#"{"weight": 0, "indicator": "hours""#, "model: root.children[1].children: the weights sum to 0: give at least one child a weight above 0"),
        (r#"{"weight": 1, "indicator": "hours""#, r#"{"indicator": "hours""#, "model: root.children[1].children[0].weight: is missing: give the weight among its siblings"),
        (r#""worst": "50", "best": "100""#, r#""worst": "50", "best": "50""#, "model.root.children[0].curve.goalposts: goalposts: worst and best are both `50`: give two different values"),
        (r#"["40", "0"]"#, r#"["4", "0"]"#, "model.root.children[1].children[0].curve.piecewise: piecewise[1]: value `4` is not above `4`, the one before: give"),
        (r#"["4", "100"]"#, r#"["4", "101"]"#, "model.root.children[1].children[0].curve.piecewise[0][1]: score `101` is out of range: give 0 to 100"),
        (r#"["4", "100"], ["40", "0"]"#, r#"["4", "10"], ["40", "0"]"#, "model: grades[0].from: grade `A` from `90` is out of reach, the curves end at a total of `77.5`: let the curves reach"),
        (r#"{"grade": "B", "from": 0}"#, r#"{"grade": "B", "from": 10}"#, "model.grades: grades: the lowest band starts at `10` and leaves a gap below: let it start at 0"),
        (r#"{"grade": "B", "from": 0}"#, r#"{"grade": "A", "from": 0}"#, "model.grades: grades[1].grade: `A` stands already at grades[0].grade: give each grade once"),
        (r#""from": 90"#, r#""from": "89.995""#, "model: grades[0].from: `89.995` has more decimal places than the total, 2: round it"),
        (r#""total": 2"#, r#""total": 12"#, "model.rounding: rounding.total: 12 decimal places: give at most 9"),
        (r#""model": {"#, r#""model": {"root": 1, "#, "model.root: invalid type: integer `1`, expected a node or an indicator as an object"),
    ];
    let mut wrong = Vec::new();
    for (good, bad, begins) in faults {
        assert_eq!(GOOD.matches(good).count(), 1, "`{good}` stands once in the good document");
        let refusal = Standard::from_json(&GOOD.replace(good, bad)).map_err(|error| error.to_string());
        if !refusal.as_ref().is_err_and(|message| message.starts_with(begins)) {
            wrong.push(format!("{bad}: {refusal:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_document_says_so() {
    let more = format!("{GOOD} {GOOD}");
    let nests = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let texts = [
        ("", "document: EOF while parsing a value"),
        ("{", "document: EOF while parsing an object"),
        ("NaN", "document: expected value"),
        ("1e400", "document: number out of range"),
        ("\u{feff}{}", "document: expected value"),
        ("null", "document: invalid type: null, expected a standard as an object"),
        (&nests, "[0]: invalid type: sequence, expected a standard id as a string"),
        (&GOOD[..GOOD.len() - 10], "model.root.children: EOF while parsing a list"),
        (&more, "end of document: trailing characters"),
    ];
    for (text, begins) in texts {
        let error = Standard::from_json(text).unwrap_err();
        assert!(matches!(error, StandardError::Malformed { .. }));
        assert!(error.to_string().starts_with(begins), "{error}");
    }
}

#[test]
fn a_message_never_carries_a_whole_document() {
    // Characters of one byte and of three.
    for long in ["9".repeat(10_000_000), "九".repeat(300_000)] {
        let places = [
            r#""desk""#,
            r#""office""#,
            r#""Europe/Berlin""#,
            r#""time_zone""#,
            r#""2026-12-24""#,
            r#""PT4H""#,
            r#""90""#,
            r#""fix""#,
            r#""end_of_day""#,
            r#""higher""#,
            r#""percent""#,
            r#""A""#,
            r#""09:00-17:00""#,
            r#""model""#,
        ];
        for place in places {
            assert!(GOOD.contains(place), "{place}");
            let error = Standard::from_json(&GOOD.replacen(place, &format!("\"{long}\""), 1)).unwrap_err();
            let message = error.to_string();
            assert!(message.len() < 650, "{place}: {} bytes", message.len());
        }
    }
    let unknown =
        GOOD.replacen(r#""direction": "#, &format!(r#""{}": 1, "direction": "#, "x".repeat(10_000_000)), 1);
    let message = Standard::from_json(&unknown).unwrap_err().to_string();
    assert!(
        message.starts_with("indicators[0].xxxxx") && message.ends_with("at line 20 column 10000008"),
        "{message}"
    );
    let direction = GOOD.replacen(r#""higher""#, &format!(r#""{}""#, "x".repeat(10_000_000)), 1);
    let message = Standard::from_json(&direction).unwrap_err().to_string();
    assert!(message.starts_with("indicators[0].direction: unknown variant `xxx"), "{message}");
    assert!(message.contains("expected one of `higher`"), "{message}");
}
