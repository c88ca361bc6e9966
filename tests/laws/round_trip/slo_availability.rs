//! Availability, incidents, composition and Apdex.

use service_quality::slo::apdex::{ApdexRating, ApdexTally, ApdexTarget, ApdexZone};
use service_quality::slo::availability::{
    AvailabilityRule, AvailabilityTally, BeforeUse, ErrorRateTally, Exclusion, ExclusionEffect,
    ExclusionOverlap, ExclusionTerms, ExclusionTime, HourlyRule, IdleInterval, MissingSlice, OnceWindow,
    Outage, OutageLength, PartialMinute, RecurringWindow, RequestTally, ServiceLevel, ServiceYear,
    SliceTally, TimeFigures, UserTimeTally,
};
use service_quality::slo::composition::{
    CompositeMember, CompositeMode, CompositeSlo, CompositeStatus, Composition,
};
use service_quality::slo::incident::{
    IncidentStage, IncidentTimes, MeanTime, MeanTimes, Reliability, TimeTo,
};

use service_quality::slo::TimeUnit;

use super::reads;

const ONCE: &str = r#"{"from": "2026-04-05T02:00:00Z", "until": "2026-04-05T04:00:00Z"}"#;
const RECURRING: &str = r#"{"on": {"first": "2026-01-04", "repeats": {"weeks": {"on": ["sun"]}}}, "at": "02:00",
    "lasts": "PT2H", "time_zone": "+08:00"}"#;

pub(super) fn rows() -> Vec<&'static str> {
    let once = format!(r#"{{"once": {ONCE}}}"#);
    let recurring = format!(r#"{{"recurring": {RECURRING}}}"#);
    let exclusion = format!(
        r#"{{"reason": "planned_maintenance", "time": {once}, "because": "upgrade", "author": "李",
            "announced": "2026-04-01T00:00:00Z"}}"#
    );
    let own = format!(r#"{{"reason": "strike", "time": {recurring}, "because": "x", "author": "y"}}"#);
    vec![
        reads::<TimeUnit>(&[r#""minute""#]),
        reads::<Outage>(&[
            r#"{"id": "INC-1", "from": "2026-04-05T02:00:00Z"}"#,
            r#"{"id": "INC-1", "from": "2026-04-05T02:00:00Z", "until": "2026-04-05T04:00:00Z", "service": "pay", "users": 5}"#,
        ]),
        reads::<OnceWindow>(&[ONCE]),
        reads::<RecurringWindow>(&[
            RECURRING,
            &RECURRING.replace(r#""lasts": "PT2H""#, r#""until": "05:00""#),
        ]),
        reads::<ExclusionTime>(&[&once, &recurring]),
        reads::<Exclusion>(&[
            &exclusion,
            &own,
            &own.replace(r#""x""#, r#""x", "service": "pay", "incident": "INC-7""#),
        ]),
        reads::<ExclusionEffect>(&[r#""not_downtime""#]),
        reads::<ExclusionTerms>(&[
            "{}",
            r#"{"notice": "PT72H", "at_most": 28800, "effect": "not_downtime"}"#,
        ]),
        reads::<OutageLength>(&[r#""as_happened""#]),
        reads::<PartialMinute>(&[r#""whole""#]),
        reads::<ExclusionOverlap>(&[r#""refused""#]),
        reads::<AvailabilityRule>(&[
            "{}",
            r#"{"minimum": "PT5M", "length": "as_happened", "partial_minutes": "dropped", "exclusion_overlap": "refused",
                "terms": {"force_majeure": {}, "strike": {"at_most": "PT8H"}}}"#,
        ]),
        reads::<TimeFigures>(&[r#"{"time": "PT1H", "downtime": "PT5M"}"#]),
        reads::<AvailabilityTally>(&[
            r#"{"gross": {"time": 3600, "downtime": "PT5M"}}"#,
            r#"{"gross": {"time": "PT9H", "downtime": "PT2H"}, "outside_hours": {"time": "PT1H", "downtime": "PT5M"},
                "excluded": {"dependency": {"time": "PT1H", "downtime": "PT5M"}}, "excused": {"strike": {"time": "PT2H", "downtime": "PT1M"}}, "too_short": "PT1M", "rounding": "-PT9S"}"#,
        ]),
        reads::<ErrorRateTally>(&[
            r#"{"intervals": 6, "rates": "0.6"}"#,
            r#"{"intervals": 2, "idle": 1, "rates": 0}"#,
            r#"{"intervals": 3, "rates": "0.999999999", "rounded": 3}"#,
        ]),
        reads::<IdleInterval>(&[r#""left_out""#]),
        reads::<UserTimeTally>(&[r#"{"user_seconds": 100, "lost": 4}"#]),
        reads::<RequestTally>(&[r#"{"failed": 1, "requests": 4}"#]),
        reads::<HourlyRule>(&[r#"{"more_than": "PT6M"}"#]),
        reads::<ServiceLevel>(&[
            r#""0.98""#,
            "1",
            r#"{"missing": "1", "of": "3"}"#,
            r#"{"missing": "5", "of": "2"}"#,
        ]),
        reads::<ServiceYear>(&[
            r#"{"days": 365, "interval": "PT5M"}"#,
            r#"{"days": 366, "interval": "PT1M", "before_use": "left_out"}"#,
        ]),
        reads::<BeforeUse>(&[r#""available""#]),
        reads::<SliceTally>(&["{}", r#"{"good": 3, "bad": 1, "missing": 2}"#]),
        reads::<MissingSlice>(&[r#""good""#]),
        reads::<IncidentStage>(&[r#""restored""#]),
        reads::<IncidentTimes>(&[
            "{}",
            r#"{"occurred": "2026-03-02T09:00:00Z", "restored": "2026-03-02T10:30:00Z"}"#,
        ]),
        reads::<TimeTo>(&[r#""acknowledge""#]),
        reads::<MeanTime>(&[r#"{"n": 2, "total": "PT1H"}"#]),
        reads::<MeanTimes>(&[
            r#"{"incidents": 0}"#,
            r#"{"incidents": 3, "times": {"restore": {"n": 2, "total": "PT1H"}}}"#,
        ]),
        reads::<Reliability>(&[r#"{"time": "PT720H", "downtime": "PT1H40M", "failures": 3}"#]),
        reads::<Composition>(&[
            r#"{"part": "0.999"}"#,
            r#"{"serial": [{"part": 0.9999}, {"parallel": []}, {"at_least": {"k": 1, "of": [{"part": 1}, {"part": 0}]}}]}"#,
        ]),
        reads::<CompositeMode>(&[r#""missing_parts""#]),
        reads::<CompositeMember>(&[
            r#"{"objective": "pay", "weight": 7, "level": "0.995"}"#,
            r#"{"objective": "pay", "weight": "0.5"}"#,
        ]),
        reads::<CompositeStatus>(&[r#""violated""#]),
        reads::<CompositeSlo>(&[r#"{"target": "0.99"}"#, r#"{"mode": "worst", "target": "1"}"#]),
        reads::<ApdexTarget>(&[r#""0.5""#, "4"]),
        reads::<ApdexZone>(&[r#""frustrated""#]),
        reads::<ApdexRating>(&[r#""excellent""#]),
        reads::<ApdexTally>(&["{}", r#"{"satisfied": 3, "tolerating": 2, "frustrated": 1}"#]),
    ]
}
