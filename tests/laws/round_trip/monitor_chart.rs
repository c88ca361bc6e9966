//! Charts, baselines and capability.

use service_quality::monitor::chart::{ChartKind, Point, Sample};
use service_quality::monitor::{baseline, capability, chart, constants, process};
use service_quality::quantity::Timestamp;

use super::{reads, returns};

const SEGMENT: &str = r#"{"from": "2026-03-01T00:00:00Z", "fit": {"first": 20}, "parameters": {"centre": "0.1"}, "reason": "night shift", "accepted_by": "Li Wei"}"#;
const BETWEEN: &str =
    r#"{"fit": {"between": {"from": "2026-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z"}}}"#;

pub(super) fn rows() -> Vec<&'static str> {
    let frozen = format!(
        r#"{{"segments": [{BETWEEN}, {SEGMENT}], "exclusions": {{"2026-01-12T00:00:00Z": "down"}}}}"#
    );
    let conventions =
        r#"{"reach": {"probability": "0.99"}, "span": 3, "within": "pooled", "missing": "bridge"}"#;
    let whole = format!(
        r#"{{"kind": "p_prime", "direction": "lower", "target": "0.05", "per": 100, "conventions": {conventions}, "baseline": {frozen}}}"#
    );
    let point = |day: i32| {
        let sample = Sample::Value(0.1 + 1.0 / f64::from(day + 3));
        Point::new(Timestamp::from_seconds(i64::from(day) * 86_400).unwrap(), sample)
    };
    let points: Vec<Point> = (0..9).map(point).collect();
    let plain = chart::Chart::builder(ChartKind::Individuals).build().unwrap();
    let fit = plain.fit(&points).unwrap();
    let (_, last) = fit.place(&points[0], None).unwrap();
    let monitor: process::ProcessMonitor = serde_json::from_str(
        r#"{"chart": {"kind": "individuals", "baseline": {"segments": [{"fit": {"first": 6}}]}}, "rules": "nelson"}"#,
    )
    .unwrap();
    let (mut collecting, mut judging) = (process::ProcessState::default(), process::ProcessState::default());
    for (place, point) in points.iter().enumerate() {
        let stream = monitor.stream().unwrap();
        stream.push(&mut judging, point.clone()).unwrap();
        if place < 4 {
            stream.push(&mut collecting, point.clone()).unwrap();
        }
    }
    returns(&collecting);
    vec![
        returns(&monitor),
        returns(&judging),
        returns(&points[0]),
        reads::<Sample>(&[
            r#""missing""#,
            r#"{"value": "0.1"}"#,
            r#"{"count": 3}"#,
            r#"{"share": {"events": 3, "of": 40}}"#,
            r#"{"rate": {"events": 3, "of": "40.5"}}"#,
            r#"{"subgroup": ["0.1", "0.2"]}"#,
        ]),
        reads::<baseline::BaselineLevel>(&[r#""provisional""#, r#""usable""#, r#""established""#]),
        reads::<baseline::Segment>(&["{}", SEGMENT, BETWEEN]),
        reads::<baseline::FitRange>(&[r#""growing""#, r#"{"first": 20}"#]),
        reads::<baseline::Parameters>(&[
            r#""fitted""#,
            r#"{"centre": "-3"}"#,
            r#"{"given": {"centre": "0", "sigma": "0"}}"#,
        ]),
        reads::<baseline::Baseline>(&[r#"{"segments": [{}]}"#, &frozen]),
        reads::<baseline::Shift>(&[r#"{"rule": "nelson 2", "first": 14, "side": "below"}"#]),
        reads::<baseline::Persistence>(&[r#"{"points": 8, "share": "0.75"}"#]),
        reads::<constants::Tables>(&[r#""exact""#, r#""rounded""#, r#""rounded_factors""#]),
        reads::<ChartKind>(&[r#""np""#, r#""moving_range""#]),
        reads::<chart::Conventions>(&["{}", conventions]),
        reads::<chart::Reach>(&[r#"{"sigmas": 3}"#, r#"{"probability": "0.9973"}"#]),
        reads::<chart::RangeSpan>(&["2", "5"]),
        reads::<chart::Centre>(&[r#""median""#]),
        reads::<chart::Spread>(&[r#""median_range""#, r#""deviation""#]),
        reads::<chart::Screening>(&[r#""once""#, r#""repeated""#]),
        reads::<chart::Gap>(&[r#""break""#]),
        reads::<chart::Within>(&[r#""weighted_range""#]),
        reads::<chart::RareCentre>(&[r#""mean""#]),
        reads::<chart::EventChance>(&[r#""per_interval""#]),
        reads::<chart::ZoneOrigin>(&[r#""zero""#]),
        reads::<chart::DispersionTest>(&[r#""variance""#]),
        reads::<chart::Chart>(&[r#"{"kind": "c"}"#, &whole]),
        returns(&fit),
        returns(&fit.segments()[0]),
        returns(&last),
        reads::<capability::Specification>(&[
            r#"{"lower": "8", "upper": "20", "target": "14"}"#,
            r#"{"upper": "4.5"}"#,
        ]),
        reads::<capability::Stability>(&[
            r#""stable""#,
            r#"{"unstable": {"signals": 2}}"#,
            r#"{"overridden": {"signals": 2, "reason": "drill", "by": "Li Wei"}}"#,
        ]),
    ]
}
