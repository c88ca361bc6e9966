//! Mean times merge, and agree with each other; so do counts of answers.

use proptest::prelude::*;
use service_quality::quantity::{Language, Span, Timestamp};
use service_quality::slo::TimeUnit;
use service_quality::slo::apdex::{ApdexTally, ApdexTarget};
use service_quality::slo::availability::{AvailabilityRule, ServiceRecord};
use service_quality::slo::incident::{
    IncidentStage, IncidentTimes, MeanTime, MeanTimes, Reliability, TimeTo,
};

/// Stages that are known or not, each some seconds after the last.
fn incident() -> impl Strategy<Value = IncidentTimes> {
    proptest::collection::vec((any::<bool>(), 0_i64..5_000), 7).prop_map(|stages| {
        let mut at = 0;
        let known = IncidentStage::ALL.into_iter().zip(stages).filter_map(|(stage, (known, after))| {
            at += after;
            known.then(|| (stage, Timestamp::from_seconds(at).unwrap()))
        });
        IncidentTimes::new(known.collect::<Vec<_>>()).unwrap()
    })
}

fn text<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn means_merge_in_any_grouping(incidents in proptest::collection::vec(incident(), 0..12), cut in 0_usize..12) {
        let tally = |incidents: &[IncidentTimes]| {
            let mut tally = MeanTimes::default();
            for incident in incidents {
                tally.record(incident).unwrap();
            }
            tally
        };
        let (first, second) = incidents.split_at(cut.min(incidents.len()));
        let (mut one, mut other) = (tally(first), tally(second));
        let first = one.clone();
        one.merge(&other).unwrap();
        other.merge(&first).unwrap();
        prop_assert_eq!(text(&one), text(&tally(&incidents)));
        prop_assert_eq!(text(&one), text(&other));
        for measure in TimeTo::ALL {
            let (from, to) = measure.stages();
            let known: Vec<i64> = incidents.iter().filter_map(|incident| incident.span(from, to))
                .map(Span::seconds).collect();
            let mean = one.of(measure);
            prop_assert_eq!((mean.n(), mean.total().seconds()), (known.len() as u64, known.iter().sum::<i64>()));
            prop_assert_eq!(mean.mean(TimeUnit::Second, 3).unwrap().is_none(), known.is_empty());
        }
    }

    #[test]
    fn segments_add_up(incident in incident()) {
        let segments: Vec<_> = incident.segments().collect();
        if let (Some(first), Some(last)) = (segments.first(), segments.last()) {
            let sum: i64 = segments.iter().map(|segment| segment.span.seconds()).sum();
            prop_assert_eq!(incident.span(first.from, last.to), Some(Span::from_seconds(sum)));
        }
    }

    #[test]
    fn both_ways_to_availability_agree_where_incidents_do_not_overlap(
        outages in proptest::collection::vec(1_i64..5_000, 1..8), up in 0_i64..1_000_000,
    ) {
        let mut restored = MeanTime::default();
        for outage in &outages {
            restored.record(Span::from_seconds(*outage)).unwrap();
        }
        let time = restored.total() + Span::from_seconds(up);
        let month = Reliability::new(time, restored.total(), restored.n()).unwrap();
        prop_assert!(month.agreement(&restored).unwrap().unwrap().agree());
        let mean = |mean: Option<service_quality::quantity::Number>| mean.unwrap().to_string().parse::<f64>().unwrap();
        let (mtbf, mtrs) = (month.mtbf(TimeUnit::Second, 9).unwrap(), month.mtrs(TimeUnit::Second, 9).unwrap());
        let mtbsi = month.mtbsi(TimeUnit::Second, 9).unwrap();
        prop_assert!((mean(mtbf) + mean(mtrs) - mean(mtbsi)).abs() < 1e-6);
    }

    #[test]
    fn apdex_is_between_0_and_1_and_merges(
        times in proptest::collection::vec(0_u32..10_000, 0..200), target in 1_u32..3_000, cut in 0_usize..200,
    ) {
        let milliseconds = |n: u32| format!("{n}e-3").parse().unwrap();
        let target = ApdexTarget::new(milliseconds(target)).unwrap();
        let tally = |times: &[u32]| {
            let mut tally = ApdexTally::default();
            for time in times {
                tally.record(target.zone(milliseconds(*time)).unwrap()).unwrap();
            }
            tally
        };
        let (first, second) = times.split_at(cut.min(times.len()));
        let mut merged = tally(second);
        merged.merge(&tally(first)).unwrap();
        prop_assert_eq!(merged, tally(&times));
        prop_assert_eq!(merged.score(2).is_none(), times.is_empty());
        prop_assert_eq!(merged.rating().is_none(), times.is_empty());
        prop_assert_eq!(merged.display(target).ends_with('*'), !times.is_empty() && times.len() < 100);
        if let Some(score) = merged.score(9) {
            prop_assert!((0.0..=1.0).contains(&score.to_string().parse::<f64>().unwrap()));
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let hours = Span::from_hours;
    let refused =
        |time, downtime, failures| Reliability::new(time, downtime, failures).unwrap_err().to_string();
    assert_eq!(refused(hours(1), hours(2), 1), "`downtime` is `PT2H`: allowed is PT0S to the time, PT1H");
    let rest = Reliability::new(hours(2), hours(1), 0).unwrap();
    assert_eq!((rest.mtbf(TimeUnit::Hour, 0), rest.mtrs(TimeUnit::Hour, 0)), (Ok(None), Ok(None)));
    assert_eq!(
        rest.text(TimeUnit::Hour, Language::Chinese).unwrap(),
        "故障 0 次，PT2H 中停机 PT1H：期间无故障发生，无平均值"
    );
    let at = Timestamp::EPOCH;
    let twice =
        IncidentTimes::new([(IncidentStage::Detected, at), (IncidentStage::Detected, at)]).unwrap_err();
    assert_eq!(twice.to_string(), "stages: `detected` is given twice; give each its own id");
    let more = serde_json::from_str::<MeanTimes>(
        r#"{"incidents": 1, "times": {"repair": {"n": 2, "total": "PT1H"}}}"#,
    );
    assert_eq!(
        more.unwrap_err().to_string(),
        "`times.repair.n` is `2`: allowed is at most the number of incidents, 1"
    );
    assert_eq!(
        ApdexTarget::new("0".parse().unwrap()).unwrap_err().to_string(),
        "the target time of an Apdex is `0`: allowed is more than 0 seconds"
    );
}

#[test]
fn bounds_belong_to_the_better_side() {
    use service_quality::slo::apdex::ApdexZone::{Frustrated, Satisfied, Tolerating};
    let target = ApdexTarget::new("0.5".parse().unwrap()).unwrap();
    let zones =
        ["0", "0.5", "0.500000001", "2", "2.000000001"].map(|at| target.zone(at.parse().unwrap()).unwrap());
    assert_eq!(zones, [Satisfied, Satisfied, Tolerating, Tolerating, Frustrated]);
    let at = Timestamp::EPOCH;
    let at_once = IncidentTimes::new(IncidentStage::ALL.map(|stage| (stage, at))).unwrap();
    assert_eq!(at_once.segments().map(|segment| segment.span.seconds()).collect::<Vec<_>>(), [0; 6]);
}

#[test]
fn an_incident_is_an_outage_and_months_add_up_to_the_quarter() {
    use IncidentStage::{Detected, Occurred, Restored};
    let instant = |text: &str| text.parse::<Timestamp>().unwrap();
    let incident = |stages: &[(IncidentStage, &str)]| {
        IncidentTimes::new(stages.iter().map(|(stage, at)| (*stage, instant(at))))
            .unwrap()
            .outage("INC-1".parse().unwrap())
    };
    let over = incident(&[(Occurred, "2026-01-31T23:00:00Z"), (Restored, "2026-02-01T02:00:00Z")]).unwrap();
    let on = incident(&[(Occurred, "2026-02-27T00:00:00Z"), (Detected, "2026-02-27T01:00:00Z")]).unwrap();
    assert_eq!(on.until(), None);
    assert_eq!(incident(&[(Detected, "2026-01-31T23:00:00Z")]), None);
    assert_eq!(incident(&[(Occurred, "2026-01-31T23:00:00Z"), (Restored, "2026-01-31T23:00:00Z")]), None);

    let outages = [over, on];
    let of = |from: &str, until: &str| {
        let range = instant(from)..instant(until);
        let record = ServiceRecord::new(&outages);
        Reliability::of_report(
            &AvailabilityRule::default().measure(&record, range.clone(), range.end).unwrap(),
        )
    };
    let ends =
        ["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"];
    let mut quarter = Reliability::default();
    let months = ends.windows(2).map(|month| of(month[0], month[1]));
    let failures: Vec<u64> =
        months.inspect(|month| quarter.merge(month).unwrap()).map(|month| month.failures()).collect();
    assert_eq!((failures, quarter), (vec![1, 1, 0], of(ends[0], ends[3])));
}
