//! Goals, baselines, test plans and effects.

use service_quality::improve::effect::{
    AfterPeriod, Effect, EffectMeasure, EffectReport, EffectTest, Magnitude, Sample, SeriesChange,
    SideEffect, Sizing, Study, TestPlan, WatchedIndicator,
};
use service_quality::improve::goal::{Baseline, BaselinePoint, Goal, NaturalVariation};

use super::reads;

const EFFECT: &str = r#"{"indicator": "csat", "target": {"at_least": "88"}, "test": {"two_shares": "z"},
    "alpha": "0.05", "n_before": 500, "n_after": 480, "before": "82", "after": "90.4", "after_from": "2026-05-04",
    "after_to": "2026-05-31", "magnitude": {"measure": "difference", "estimate": "8.4"}, "p": "0.0001",
    "stability": "stable", "side_effects": [{"indicator": "aht", "tolerated": {"at_most": "9"}, "after": "8.5"}]}"#;

pub(super) fn rows() -> Vec<&'static str> {
    vec![
        reads::<NaturalVariation>(&[
            r#"{"centre": "82.1", "sigma": "1.6"}"#,
            r#"{"centre": 82, "sigma": 1e-3}"#,
        ]),
        reads::<BaselinePoint>(&[r#"{"at": "2026-03-02T09:00:00Z", "value": "8.1"}"#]),
        reads::<Baseline>(&[
            r#"{"indicator": "csat", "value": "82", "n": 412}"#,
            r#"{"indicator": "csat", "value": "82", "n": 412, "over": {"from": "2026-01-01", "to": "2026-03-31"},
                "series": [{"at": "2026-03-02T09:00:00Z", "value": 82}], "stability": {"unstable": {"signals": 2}},
                "natural": {"centre": "82.1", "sigma": "1.6"}}"#,
        ]),
        reads::<Goal>(&[
            r#"{"indicator": "csat", "target": {"between": ["80", "85"]}, "due": "2026-06-30"}"#,
            r#"{"indicator": "csat", "target": {"at_most": 5}, "due": "2026-06-30", "direction": "lower", "because": "x",
                "owner": "li"}"#,
        ]),
        reads::<SeriesChange>(&[r#""level""#, r#""slope""#]),
        reads::<EffectTest>(&[
            r#"{"two_shares": "fisher"}"#,
            r#"{"two_rates": "mid_p"}"#,
            r#"{"interrupted_series": {"change": "level"}}"#,
            r#"{"interrupted_series": {"change": "slope", "lags": 3}}"#,
            r#""difference_in_differences""#,
            r#"{"other": "混合模型"}"#,
        ]),
        reads::<AfterPeriod>(&[
            r#"{"days": 28}"#,
            r#"{"dates": {"from": "2026-05-04", "to": "2026-05-31"}}"#,
        ]),
        reads::<Sizing>(&[
            r#"{"shares": {"before": "0.8", "after": "0.85", "power": "0.8"}}"#,
            r#"{"means": {"effect": "-0.5", "power": "0.9"}}"#,
        ]),
        reads::<TestPlan>(&[
            r#"{"test": {"signed_rank": "exact"}, "alpha": "0.05", "minimum": 20, "after": {"days": 28}}"#,
            r#"{"test": {"two_means": "equal"}, "alpha": "0.05", "minimum": 64,
                "sizing": {"means": {"effect": "0.5", "power": "0.8"}}, "after": {"days": 28}}"#,
        ]),
        reads::<Sample>(&[
            r#"{"counts": {"met": 3, "of": 4}}"#,
            r#"{"values": [3, "4.5"]}"#,
            r#"{"events": {"count": 3, "exposure": "1200.5"}}"#,
        ]),
        reads::<Study>(&[
            r#"{"before": {"values": [3]}, "after": {"values": [4]}}"#,
            r#"{"before": {"values": [3]}, "after": {"values": [4]}, "per": 100, "places": 1,
                "control": {"before": {"values": [3]}, "after": {"values": [4]}},
                "measured": {"before": "3.2", "after": "4.1"}}"#,
        ]),
        reads::<EffectMeasure>(&[r#""ratio""#]),
        reads::<Magnitude>(&[
            r#"{"measure": "rank_biserial", "estimate": "-0.25"}"#,
            r#"{"measure": "ratio", "estimate": 0.5, "interval": {"low": "0.25", "high": "0.99"}}"#,
        ]),
        reads::<WatchedIndicator>(&[r#"{"indicator": "aht", "tolerated": {"at_most": "9"}}"#]),
        reads::<SideEffect>(&[
            r#"{"indicator": "aht", "tolerated": {"at_most": "9"}, "before": "8", "after": "8.5"}"#,
        ]),
        reads::<EffectReport>(&[EFFECT]),
        reads::<Effect>(&[EFFECT]),
    ]
}
