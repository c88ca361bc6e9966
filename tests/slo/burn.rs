//! Burn rates: laws and bad input.

use std::collections::BTreeMap;

use proptest::prelude::*;
use service_quality::quantity::{Language, Number, Share, Span};
use service_quality::slo::ExactRatio;
use service_quality::slo::budget::SloTally;
use service_quality::slo::burn::{
    BudgetPolicy, BurnAlerts, BurnLimit, BurnPreset, BurnRate, BurnSeverity, BurnState, BurnTest, BurnWindow,
    Exhaustion, HeldBack, TrafficGuard,
};

fn share(text: &str) -> Share {
    text.parse().unwrap()
}

const MONTH: Span = Span::from_hours(720);

fn page(limit: BurnLimit, long: Span, short: Span) -> BurnWindow {
    BurnWindow { limit, long, short: Some(short), severity: BurnSeverity::Page }
}

fn alerts(target: &str, window: BurnWindow) -> Result<BurnAlerts, String> {
    BurnAlerts::new(share(target), MONTH, vec![window], BurnTest::default())
        .map_err(|error| error.to_string())
}

fn factor(text: &str) -> BurnLimit {
    BurnLimit::Factor(text.parse().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_limit_spends_what_it_was_derived_from(permille in 1_i64..1_000, hours in 1_i32..720, days in 1_i32..400) {
        let spends = Share::new(rust_decimal::Decimal::new(permille, 3)).unwrap();
        let (window, period) = (Span::from_hours(hours), Span::from_hours(days * 24));
        let rate = BurnRate::that_spends(spends, window, period).unwrap();
        prop_assert_eq!(rate.spends(window, period), Some(ExactRatio::from(spends)));
    }

    #[test]
    fn an_alert_that_fires_was_detected_within_its_window(errors in 1_i64..=1_000, budget in 1_i64..500) {
        let share = |permille: i64| Share::new(rust_decimal::Decimal::new(permille, 3)).unwrap();
        let (errors, target) = (ExactRatio::from(share(errors)), share(1_000 - budget));
        let limit = BurnRate::new(2.into()).unwrap();
        let hour = Span::from_hours(1);
        let fires = BurnRate::of_errors(errors, target).unwrap() >= limit;
        let detected = limit.detected_after(errors, target, hour);
        prop_assert_eq!(detected.is_some(), fires);
        if let Some(seconds) = detected {
            prop_assert!(seconds <= ExactRatio::from(hour) && seconds > ExactRatio::ZERO);
            let reset = limit.resets_after(errors, target, hour).unwrap();
            prop_assert_eq!(seconds.checked_add(reset), Some(hour.into()));
        }
    }
}

#[test]
fn alerts_that_cannot_work_are_named() {
    let (hour, minutes) = (Span::from_hours(1), Span::from_minutes(5));
    let error = alerts("1", page(factor("14.4"), hour, minutes)).unwrap_err();
    assert_eq!(
        error,
        "target is `1`: allowed is more than 0 and less than 1; a target of 1 has no budget to burn"
    );
    let error = alerts("0.9", page(factor("14.4"), hour, minutes)).unwrap_err();
    assert_eq!(
        error,
        "windows[0].limit.factor is `14.4`: allowed is less: it takes 1.44 of all events to be bad, so the alert \
         can never fire"
    );
    let error = alerts("0.99", page(factor("14.4"), hour, hour)).unwrap_err();
    assert_eq!(
        error,
        "windows[0].short is `PT1H`: allowed is more than PT0S and less than the long window, PT1H"
    );
    let error = alerts("0.99", page(factor("14.4"), Span::from_hours(721), hour)).unwrap_err();
    assert_eq!(
        error,
        "windows[0].long is `PT721H`: allowed is more than PT0S and at most the period, PT720H"
    );
    let error = alerts("0.99", page(factor("0"), hour, minutes)).unwrap_err();
    assert_eq!(error, "windows[0].limit.factor is `0`: allowed is more than 0");
    assert!(BurnAlerts::new(share("0.9"), MONTH, Vec::new(), BurnTest::default()).is_err());
    let document = r#"{"target": "1", "period": "P30D", "windows": []}"#;
    assert!(serde_json::from_str::<BurnAlerts>(document).is_err(), "through the same door");
}

#[test]
fn a_limit_that_is_all_errors_is_reached_and_not_exceeded() {
    let limit = BurnRate::new(10.into()).unwrap();
    let at_least: BurnTest = serde_json::from_str(r#"{"compare": "at_least"}"#).unwrap();
    assert!(at_least.can_fire(limit, share("0.9")));
    assert!(!BurnTest::default().can_fire(limit, share("0.9")));
}

#[test]
fn presets_fit_their_periods() {
    let factors = |preset: BurnPreset, days: i32| -> Vec<String> {
        let period = Span::from_hours(days * 24);
        let windows = preset.windows(period).into_iter();
        windows.map(|window| window.factor(period).unwrap().rounded(2).unwrap().to_string()).collect()
    };
    assert_eq!(factors(BurnPreset::Workbook, 30), ["14.4", "6", "1"]);
    assert_eq!(factors(BurnPreset::Sloth, 28), ["13.44", "5.6", "2.8", "0.93"]);
    assert_eq!(factors(BurnPreset::SlothWeek, 7), ["13.44", "3.5", "1.4", "0.98"]);
    assert_eq!(factors(BurnPreset::Elastic, 90), ["14.4", "6", "3", "1"]);
    assert_eq!(factors(BurnPreset::Pyrra, 28), ["14", "7", "2", "1"]);
    let windows = |days: i32| -> Vec<i64> {
        let windows = BurnPreset::Pyrra.windows(Span::from_hours(days * 24)).into_iter();
        windows.map(|window| window.long.whole_minutes()).collect()
    };
    assert_eq!(windows(28), [60, 360, 1_440, 5_760]);
    assert_eq!(windows(7), [15, 90, 360, 1_440]);
    for preset in BurnPreset::ALL {
        let windows = preset.windows(MONTH);
        assert!(BurnAlerts::new(share("0.99"), MONTH, windows, BurnTest::default()).is_ok(), "{preset:?}");
    }
}

fn counted(long: (u64, u64), short: (u64, u64)) -> BTreeMap<Span, SloTally> {
    let tally = |(good, bad)| SloTally::new(good, bad).unwrap();
    [(Span::from_hours(1), tally(long)), (Span::from_minutes(5), tally(short))].into_iter().collect()
}

#[test]
fn little_traffic_is_held_back() {
    let own = alerts("0.99", page(factor("14.4"), Span::from_hours(1), Span::from_minutes(5))).unwrap();
    let one = counted((0, 1), (0, 1));
    assert!(own.evaluate(&one)[0].fires);
    let guard = TrafficGuard { min_events: 10, ..TrafficGuard::default() };
    let guarded = own.clone().with_guard(guard).unwrap();
    let finding = &guarded.evaluate(&one)[0];
    assert!(!finding.fires && finding.state == Some(BurnState::Critical));
    assert_eq!(finding.held_back, Some(HeldBack::TooFewEvents { events: 1, needed: 10 }));
    assert_eq!(
        finding.text(Language::Chinese),
        "严重：PT1H 内燃烧率 100，PT5M 内 100，限值 14.4；已抑制：仅 1 个事件，需要 10 个"
    );
    let slices = TrafficGuard { slice: Some(Span::from_minutes(1)), ..TrafficGuard::default() };
    let rates = own.clone().with_guard(slices).unwrap().rates(&one);
    assert_eq!(rates[&Span::from_hours(1)], "1.666666667".parse::<Number>().unwrap());
    let odd = TrafficGuard { slice: Some(Span::from_minutes(7)), ..TrafficGuard::default() };
    let error = own.with_guard(odd).unwrap_err().to_string();
    assert_eq!(error, "guard.slice is `PT7M`: allowed is a length that divides the windows of windows[0]");
}

#[test]
fn nothing_counted_is_no_state() {
    let own = alerts("0.99", page(factor("14.4"), Span::from_hours(1), Span::from_minutes(5))).unwrap();
    let finding = &own.evaluate(&counted((0, 0), (1, 0)))[0];
    assert_eq!((finding.long, finding.state, finding.fires), (None, None, false));
    assert_eq!(
        finding.text(Language::English),
        "no data: burn rate no data over PT1H, 0 over PT5M, limit 14.4"
    );
}

#[test]
fn bad_policies_are_named() {
    let step = |window: &str, above: &str| {
        format!(
            r#"{{"name": "day", "window": "{window}", "above": "{above}", "severity": "page", "kept": "k",
                "consequence": "c"}}"#
        )
    };
    let read = |steps: &str| serde_json::from_str::<BudgetPolicy>(&format!(r#"{{"steps": [{steps}]}}"#));
    let error = |steps: &str| read(steps).unwrap_err().to_string();
    assert!(error("").contains("steps is `none`: allowed is one step at least"));
    assert!(error(&step("PT0S", "1")).contains("steps[0].window is `PT0S`"));
    assert!(error(&step("P1D", "0")).contains("steps[0].above is `0`: allowed is more than 0"));
    let twice = format!("{0},{0}", step("P1D", "1"));
    assert!(error(&twice).contains("steps[1]: `day` is given twice"));
}

#[test]
fn as_much_traffic_as_is_needed_is_enough() {
    let own = alerts("0.99", page(factor("14.4"), Span::from_hours(1), Span::from_minutes(5))).unwrap();
    let ten = counted((5, 5), (0, 5));
    let fires = |min_events, min_failures| {
        let guard = TrafficGuard { min_events, min_failures, slice: None };
        own.clone().with_guard(guard).unwrap().evaluate(&ten)[0].fires
    };
    assert!(fires(10, 5) && !fires(11, 5) && !fires(10, 6));
}

#[test]
fn what_remains_lasts_its_share_of_the_time() {
    let twice = BurnRate::new(2.into()).unwrap();
    let lasts = |remaining: (i128, i128)| {
        let remaining = ExactRatio::new(remaining.0, remaining.1).unwrap();
        Exhaustion::of(twice, MONTH, remaining).map(|left| left.text(Language::English))
    };
    assert_eq!(lasts((1, 1)).as_deref(), Some("15 days"));
    assert_eq!(lasts((1, 2)).as_deref(), Some("7.5 days"));
    assert_eq!(lasts((-1, 2)).as_deref(), Some("0 seconds"), "overdrawn: at once");
    assert_eq!(Exhaustion::of(BurnRate::new(0.into()).unwrap(), MONTH, ExactRatio::ONE), None);
}
