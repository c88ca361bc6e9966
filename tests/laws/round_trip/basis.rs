//! Quantities, calendars and tickets.

use service_quality::{calendar, quantity, ticket};

use super::{NAMES, reads};

pub(super) fn small() -> Vec<&'static str> {
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
        reads::<quantity::DateRange>(&[r#"{"from": "2026-05-04", "to": "2026-05-31"}"#]),
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
        reads::<quantity::Date>(&[r#""2024-02-29""#, r#""9999-12-31""#]),
        reads::<quantity::Money>(&[r#"{"amount": 12.5, "currency": "CNY"}"#]),
        reads::<quantity::Statement>(&[r#""two lines\nof text""#, r#""原因不明""#]),
        reads::<quantity::ProblemId>(NAMES),
        reads::<quantity::CauseId>(NAMES),
        reads::<quantity::ActionId>(NAMES),
        reads::<quantity::CycleId>(NAMES),
        reads::<quantity::ComplaintId>(NAMES),
        reads::<quantity::NonconformityId>(NAMES),
        reads::<quantity::RiskId>(NAMES),
        reads::<quantity::ServiceId>(NAMES),
        reads::<quantity::IncidentId>(NAMES),
        reads::<quantity::StandardId>(NAMES),
        reads::<quantity::AttributeName>(NAMES),
        reads::<quantity::Status>(NAMES),
    ]
}

pub(super) fn calendars() -> Vec<&'static str> {
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

pub(super) fn tickets() -> Vec<&'static str> {
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
