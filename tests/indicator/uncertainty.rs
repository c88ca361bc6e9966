//! How surely a value was measured: published intervals, units, and where there is none.

use service_quality::indicator::{
    Indicator, IndicatorTally, MeanTally, Measurement, QuantileTally, RateTally, ShareTally, Tally,
    TotalTally, built_in,
};
use service_quality::quantity::Share;

use super::every_source;

fn indicator(formula: &str, unit: &str, places: u32) -> Indicator {
    let text = format!(
        r#"{{"id":"x","name":{{"en":"X"}},"dimension":"accuracy","formula":{formula},"unit":"{unit}",
            "direction":"higher","places":{places}}}"#
    );
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn confidence() -> Share {
    "0.95".parse().unwrap()
}

#[track_caller]
fn interval(indicator: &Indicator, tally: impl Into<Tally>) -> Option<(f64, f64, Option<f64>)> {
    let tally = IndicatorTally::new(indicator.id().clone(), tally.into());
    let found = indicator.uncertainty(&tally, confidence()).unwrap()?;
    Some((found.interval.low(), found.interval.high(), found.standard_error))
}

#[track_caller]
fn near(found: Option<(f64, f64, Option<f64>)>, low: f64, high: f64, error: Option<f64>) {
    let (found_low, found_high, found_error) = found.unwrap();
    assert!((found_low - low).abs() < 5e-4 && (found_high - high).abs() < 5e-4, "{found:?}");
    match (found_error, error) {
        (Some(found), Some(error)) => assert!((found - error).abs() < 5e-6, "{found}"),
        (found, wanted) => assert_eq!(found, wanted),
    }
}

const SHARE: &str = r#"{"share":{"of":"always"}}"#;

#[test]
fn a_share_has_the_score_interval_in_its_unit() {
    // Newcombe (1998), table I, method 3: 81 of 263.
    let counted = || ShareTally::new(81, 263).unwrap();
    let error = (81.0 / 263.0 * 182.0 / 263.0 / 263.0_f64).sqrt();
    near(interval(&indicator(SHARE, "share", 2), counted()), 0.2553, 0.3662, Some(error));
    near(interval(&indicator(SHARE, "percent", 0), counted()), 25.5289, 36.6210, Some(100.0 * error));
    // At the ends it stays inside.
    near(interval(&indicator(SHARE, "percent", 0), ShareTally::new(0, 20).unwrap()), 0.0, 16.1125, Some(0.0));
}

#[test]
fn a_mean_has_the_interval_of_student_in_its_unit() {
    // 1, 2, 3, 4 hours: mean 2.5, s = 1.290994, t(3) = 3.182446.
    let mean =
        indicator(r#"{"mean":{"quantity":{"elapsed":{"from":"created","to":"finished"}}}}"#, "hours", 2);
    let mut seconds = MeanTally::default();
    (1..=4).for_each(|hours| seconds.record_whole(hours * 3_600).unwrap());
    near(interval(&mean, seconds), 0.4457, 4.5543, Some(0.645_497_2));
    let mut one = MeanTally::default();
    one.record_whole(3_600).unwrap();
    assert_eq!(interval(&mean, one), None, "one value says nothing of the others");
}

#[test]
fn a_rate_has_the_exact_interval_of_poisson() {
    // Garwood (1936): 10 events, 4.795 to 18.390; here per 2000 contacts, told per 1000.
    let rate = indicator(r#"{"rate":{"of":"always","per":{"sum":{"fact":"contacts"}}}}"#, "per_thousand", 3);
    let counted = RateTally::new(10, 2_000.into(), 5).unwrap();
    near(interval(&rate, counted), 2.3977, 9.1952, Some(1.581_138_8));
}

#[test]
fn a_quantile_lies_between_two_of_its_observations() {
    // 100 values: the 40th and the 61st hold the median with 0.9648, none closer with 0.95.
    let median = indicator(
        r#"{"quantile":{"p":"0.5","quantity":{"elapsed":{"from":"created","to":"finished"}}}}"#,
        "minutes",
        1,
    );
    let mut seconds = QuantileTally::default();
    (1..=100).for_each(|minute| seconds.record(minute * 60).unwrap());
    let (low, high, error) = interval(&median, seconds).unwrap();
    assert!((low - 40.0).abs() < 0.05 && (high - 61.0).abs() < 0.07, "{low} {high}");
    assert_eq!(error, None);
}

#[test]
fn a_survey_has_the_interval_of_its_figure() {
    let engine = every_source::engine();
    let whole = every_source::tally(&engine, 0, 1);
    let sure = engine.uncertainty(&whole, confidence()).unwrap();
    let nps = sure["nps"];
    // Two promoters and a detractor of four: variance 3/4 - 1/16, so 41.4578 points.
    assert!((nps.standard_error.unwrap() - 41.457_809_9).abs() < 1e-6, "{nps:?}");
    assert!((nps.interval.low() - (25.0 - 1.959_963_985 * 41.457_809_9)).abs() < 1e-5, "{nps:?}");
    assert!((nps.interval.high() - 100.0).abs() < 1e-9, "the unit ends there: {nps:?}");
    // Sums, ratios, panels, agreements, derived values and the host's own have none.
    for without in ["aht", "manner", "calibration", "balance", "turnover"] {
        assert!(!sure.contains_key(without), "{without}");
    }
    // A stored measurement tells the same, about the value as it was rounded.
    let measured = engine.measure(&whole).unwrap();
    let indicator = engine.standard().indicator(&"nps".parse().unwrap()).unwrap();
    let stored = indicator.uncertainty_of(&measured["nps"], confidence()).unwrap();
    assert!((stored.interval.low() - nps.interval.low()).abs() < 1e-6);
}

#[test]
fn equal_answers_tell_nothing_of_others() {
    let tally = |points: &str, n: u64| {
        let json = format!(
            r#"{{"version": 1, "survey": {{"responses": {{"n": {n}}}, "scale": {{"from": 0, "to": 10}},
                "parts": {{"nps": {{"points": {{{points}}}}}}}}}}}"#
        );
        serde_json::from_str::<Tally>(&json).unwrap()
    };
    let formula = |statistic: &str| {
        format!(r#"{{"survey":{{"measure":{{"question":{{"question":"nps","statistic":{statistic}}}}}}}}}"#)
    };
    let nps = built_in("nps").unwrap();
    let mean = indicator(&formula(r#""mean""#), "points", 3);
    let top = indicator(&formula(r#"{"top_box":{"at_least":9}}"#), "percent", 3);
    for (points, n) in [(r#""9": {"n": 1}"#, 1), (r#""9": {"n": 40}"#, 40)] {
        for none in [&nps, &mean] {
            assert_eq!(interval(none, tally(points, n)), None, "{n} equal answers");
            let stored = IndicatorTally::new(none.id().clone(), tally(points, n));
            let measured = none.measure(&stored).unwrap();
            assert!(measured.value().is_some());
            assert_eq!(none.uncertainty_of(&measured, confidence()), None);
        }
        let (low, high, _) = interval(&top, tally(points, n)).unwrap();
        assert!(low < 95.0 && high > 99.9, "a share has the interval of Wilson: {low} to {high}");
    }
    for some in [&nps, &mean] {
        assert!(interval(some, tally(r#""3": {"n": 1}, "9": {"n": 39}"#, 40)).is_some());
    }
}

#[test]
fn points_of_forms_have_the_error_of_a_ratio_over_forms() {
    // qa_score of 4 of 4, 1 of 4, 0 of 1: R = 5/9; errors 16/9, -11/9, -5/9; √(3/2 · 402/81) / 9 = 0.303161.
    let engine = every_source::engine();
    let whole = every_source::tally(&engine, 0, 1);
    let score = engine.uncertainty(&whole, confidence()).unwrap()["qa_score"];
    assert!((score.standard_error.unwrap() - 30.316_121).abs() < 1e-5, "{score:?}");
    // t(2) = 4.302653, so ± 130: three forms say nothing, and a percentage ends at 0 and 100.
    assert_eq!((score.interval.low(), score.interval.high()), (0.0, 100.0));
}

#[test]
fn a_tally_of_another_formula_is_not_read() {
    let share = indicator(SHARE, "percent", 1);
    let mut mean = MeanTally::default();
    mean.record_whole(4).unwrap();
    let stored = IndicatorTally::new(share.id().clone(), mean.into());
    let error = share.measure(&stored).unwrap_err().to_string();
    assert_eq!(error, "share tally and mean tally do not merge: merge tallies of one indicator only");
}

#[test]
fn what_was_not_measured_has_no_interval() {
    let share = indicator(SHARE, "percent", 1);
    assert_eq!(interval(&share, ShareTally::default()), None);
    let certain = IndicatorTally::new(share.id().clone(), ShareTally::new(1, 2).unwrap().into());
    for confidence in [Share::ZERO, Share::ONE] {
        assert_eq!(share.uncertainty(&certain, confidence).unwrap(), None);
    }
    assert_eq!(share.uncertainty_of(&Measurement::present(50.into(), 2), confidence()), None, "no basis");
    let mut total = TotalTally::default();
    total.record(3.into()).unwrap();
    assert_eq!(interval(&built_in("outage_count").unwrap(), total), None);
    let other = IndicatorTally::new("y".parse().unwrap(), ShareTally::default().into());
    assert!(share.uncertainty(&other, confidence()).is_err());
}
