//! Burn rates: laws and bad input.

use std::collections::BTreeMap;

use proptest::prelude::*;
use service_quality::quantity::{Language, Number, Share, Span};
use service_quality::slo::ExactRatio;
use service_quality::slo::budget::{EventCounts, ServiceLevelObjective, SloTally};
use service_quality::slo::burn::{
    BudgetPolicy, BurnAlerts, BurnComparison, BurnLimit, BurnPreset, BurnRate, BurnSeverity, BurnState,
    BurnTest, BurnWindow, Exhaustion, HeldBack, SilentShort, TrafficGuard,
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
    fn an_alert_fires_and_clears_as_minute_by_minute(
        errors in 1_i64..=1_000, budget in 1_i64..500, tenths in 1_i64..100, at_least in any::<bool>(),
        rounded_to in prop::option::of(0_u32..3),
    ) {
        let permille = |permille: i64| Share::new(rust_decimal::Decimal::new(permille, 3)).unwrap();
        let (errors, target) = (permille(errors), permille(1_000 - budget));
        let compare = if at_least { BurnComparison::AtLeast } else { BurnComparison::Above };
        let test = BurnTest { compare, rounded_to };
        let limit = BurnLimit::Factor(Number::new(rust_decimal::Decimal::new(tenths, 1)).unwrap());
        let (hour, short) = (Span::from_hours(1), Span::from_minutes(5));
        let Ok(own) = BurnAlerts::new(target, MONTH, vec![page(limit, hour, short)], test) else { return Ok(()) };
        let limit = own.windows()[0].factor(MONTH).unwrap();
        // So many minutes of a window are bad, each by the same share.
        let burns = |minutes: i64, of: i64| {
            let share = ExactRatio::from(errors).checked_mul(ExactRatio::new(minutes.into(), of.into()).unwrap());
            test.holds(BurnRate::of_errors(share.unwrap(), target).unwrap(), limit)
        };
        let alert = own.simulate(errors).unwrap().alerts[0].clone();
        prop_assert_eq!(alert.fires, burns(60, 60));
        prop_assert_eq!(alert.fires_after.is_some(), alert.fires);
        // At that very second it holds unless it has to be exceeded.
        let strict = !at_least && rounded_to.is_none();
        for minute in 0..=60 {
            let seconds = Number::from(i32::try_from(minute * 60).unwrap());
            let fires = alert.fires_after.is_some_and(|after| if strict { seconds > after } else { seconds >= after });
            prop_assert_eq!(fires, burns(minute, 60), "{} minutes, {:?}", minute, alert.fires_after);
        }
        for minute in 0..=5 {
            let seconds = Number::from(i32::try_from(minute * 60).unwrap());
            let holds = alert.resets_after.is_some_and(|after| if strict { seconds < after } else { seconds <= after });
            prop_assert_eq!(holds, burns(5 - minute, 5), "{} minutes clear, {:?}", minute, alert.resets_after);
        }
    }

    #[test]
    fn the_rule_of_a_warning_is_broken_where_the_alert_fires(
        long in (0_u64..200, 0_u64..50), short in (0_u64..20, 0_u64..20), tenths in 1_i64..80,
        at_least in any::<bool>(), rounded_to in prop::option::of(0_u32..3), min_failures in 0_u64..5,
        decides in any::<bool>(),
    ) {
        let compare = if at_least { BurnComparison::AtLeast } else { BurnComparison::Above };
        let test = BurnTest { compare, rounded_to };
        let limit = BurnLimit::Factor(Number::new(rust_decimal::Decimal::new(tenths, 1)).unwrap());
        let windows = vec![page(limit, Span::from_hours(1), Span::from_minutes(5))];
        let guard = TrafficGuard { min_failures, ..TrafficGuard::default() };
        let silent = if decides { SilentShort::LongDecides } else { SilentShort::NoVerdict };
        let own = BurnAlerts::new(share("0.9"), MONTH, windows, test).unwrap();
        let own = own.with_guard(guard).unwrap().with_silent_short(silent);
        let counted = counted(long, short);
        let window = &own.windows()[0];
        let (rule, rates) = (own.rule(window).unwrap(), own.rates(window, &counted).unwrap());
        let broken = rule.windows.iter().all(|window| rates.get(window).is_some_and(|rate| *rate > rule.above));
        prop_assert_eq!(broken, own.evaluate(&counted).unwrap()[0].fires);
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
        let windows = preset.windows(period).unwrap().into_iter();
        windows.map(|window| window.factor(period).unwrap().rounded(2).unwrap().to_string()).collect()
    };
    assert_eq!(factors(BurnPreset::Workbook, 30), ["14.4", "6", "1"]);
    assert_eq!(factors(BurnPreset::Sloth, 28), ["13.44", "5.6", "2.8", "0.93"]);
    assert_eq!(factors(BurnPreset::SlothWeek, 7), ["13.44", "3.5", "1.4", "0.98"]);
    assert_eq!(factors(BurnPreset::Elastic, 90), ["14.4", "6", "3", "1"]);
    assert_eq!(factors(BurnPreset::Pyrra, 28), ["14", "7", "2", "1"]);
    let windows = |days: i32| -> Vec<i64> {
        let windows = BurnPreset::Pyrra.windows(Span::from_hours(days * 24)).unwrap().into_iter();
        windows.map(|window| window.long.whole_minutes()).collect()
    };
    assert_eq!(windows(28), [60, 360, 1_440, 5_760]);
    assert_eq!(windows(7), [15, 90, 360, 1_440]);
    for preset in BurnPreset::ALL {
        let period = if preset == BurnPreset::SlothWeek { Span::from_hours(168) } else { MONTH };
        let windows = preset.windows(period).unwrap();
        assert!(BurnAlerts::new(share("0.99"), period, windows, BurnTest::default()).is_ok(), "{preset:?}");
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
    assert!(own.evaluate(&one).unwrap()[0].fires);
    let guard = TrafficGuard { min_events: 10, ..TrafficGuard::default() };
    let guarded = own.clone().with_guard(guard).unwrap();
    let finding = &guarded.evaluate(&one).unwrap()[0];
    assert!(!finding.fires && finding.state == Some(BurnState::Critical));
    assert_eq!(finding.held_back, Some(HeldBack::TooFewEvents { events: 1, needed: 10 }));
    assert_eq!(
        finding.text(Language::Chinese),
        "呼叫值班未触发，严重：PT1H 内燃烧率 100，PT5M 内 100，限值 14.4；已抑制：仅 1 个事件，需要 10 个"
    );
    let slices = TrafficGuard { slice: Some(Span::from_minutes(1)), ..TrafficGuard::default() };
    let rates = own.clone().with_guard(slices).unwrap().rates(&own.windows()[0], &one).unwrap();
    assert_eq!(rates[&Span::from_hours(1)], "1.666666667".parse::<Number>().unwrap());
    let odd = TrafficGuard { slice: Some(Span::from_minutes(7)), ..TrafficGuard::default() };
    let error = own.with_guard(odd).unwrap_err().to_string();
    assert_eq!(error, "guard.slice is `PT7M`: allowed is a length that divides the windows of windows[0]");
}

#[test]
fn nothing_counted_is_no_state() {
    let own = alerts("0.99", page(factor("14.4"), Span::from_hours(1), Span::from_minutes(5))).unwrap();
    let finding = &own.evaluate(&counted((0, 0), (1, 0))).unwrap()[0];
    assert_eq!((finding.long, finding.state, finding.fires), (None, None, false));
    assert_eq!(
        finding.text(Language::English),
        "page does not fire, no data: burn rate no data over PT1H, 0 over PT5M, limit 14.4"
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
    let read = |steps: &str| {
        serde_json::from_str::<BudgetPolicy>(&format!(r#"{{"target": "0.9", "steps": [{steps}]}}"#))
    };
    let error = |steps: &str| read(steps).unwrap_err().to_string();
    assert!(error("").contains("steps is `none`: allowed is one step at least"));
    assert!(error(&step("PT0S", "1")).contains("steps[0].window is `PT0S`"));
    assert!(error(&step("P1D", "0")).contains("steps[0].above is `0`: allowed is more than 0"));
    let twice = format!("{0},{0}", step("P1D", "1"));
    assert!(error(&twice).contains("steps[1]: `day` is given twice"));
    let never = error(&step("P1D", "10"));
    assert!(
        never.contains(
            "steps[0].above is `10`: allowed is less: it takes 1 of all events to be bad, so it can never"
        ),
        "{never}"
    );
    let policy = |target: &str, test: BurnTest| {
        let steps = vec![serde_json::from_str(&step("P1D", "1")).unwrap()];
        BudgetPolicy::new(share(target), steps, test)
    };
    assert!(policy("1", BurnTest::default()).unwrap_err().to_string().starts_with("target is `1`"));
    let places = BurnTest { rounded_to: Some(10), ..BurnTest::default() };
    assert_eq!(policy("0.9", places).unwrap_err().to_string(), "test.rounded_to is `10`: allowed is 0 to 9");
    let own = policy("0.9", BurnTest::default()).unwrap();
    let error = own.evaluate(&BTreeMap::new()).unwrap_err().to_string();
    assert_eq!(
        error,
        "counted is `nothing of PT24H`: allowed is a tally of every window, an empty one where nothing was counted"
    );
    let nothing = [(Span::from_hours(24), SloTally::default())].into_iter().collect();
    assert_eq!(own.evaluate(&nothing).unwrap()[0].text(Language::English), "day: no data");
}

#[test]
fn a_guard_that_keeps_an_alert_from_ever_firing_is_refused() {
    let own = alerts("0.99", page(factor("14.4"), Span::from_hours(1), Span::from_minutes(5))).unwrap();
    let guard = |min_events, min_failures| {
        let slice = Some(Span::from_minutes(1));
        own.clone()
            .with_guard(TrafficGuard { min_events, min_failures, slice })
            .map_err(|error| error.to_string())
    };
    assert!(guard(60, 60).is_ok());
    assert_eq!(
        guard(0, 61).unwrap_err(),
        "guard.min_failures is `61`: allowed is at most 60, the slices of the long window of windows[0], which could \
         never fire"
    );
    assert!(guard(61, 0).unwrap_err().starts_with("guard.min_events is `61`"));
}

#[test]
fn excluded_slices_are_not_expected() {
    let guard = TrafficGuard { slice: Some(Span::from_minutes(1)), ..TrafficGuard::default() };
    let own = alerts("0.9", page(factor("1"), Span::from_hours(1), Span::from_minutes(5))).unwrap();
    let own = own.with_guard(guard).unwrap();
    let mut all = counted((40, 5), (2, 0));
    let long = |all: &BTreeMap<Span, SloTally>| own.evaluate(all).map(|findings| findings[0].long);
    assert_eq!(long(&all).unwrap(), Some("0.833333333".parse().unwrap()), "5 of 60");
    let taken = EventCounts { good: 30, bad: 0 };
    all.get_mut(&Span::from_hours(1)).unwrap().exclude(&"test".parse().unwrap(), taken).unwrap();
    assert_eq!(long(&all).unwrap(), Some("1.666666667".parse().unwrap()), "5 of 30");
    assert_eq!(
        long(&counted((40, 21), (2, 0))).unwrap_err().to_string(),
        "counted.PT1H is `61`: allowed is at most 60, the slices of the window"
    );
}

#[test]
fn a_silent_short_window_is_no_verdict_or_left_to_the_long_one() {
    let own = alerts("0.99", page(factor("14.4"), Span::from_hours(1), Span::from_minutes(5))).unwrap();
    let silent = counted((0, 100), (0, 0));
    assert_eq!(own.silent_short(), SilentShort::NoVerdict);
    let finding = &own.evaluate(&silent).unwrap()[0];
    assert_eq!((finding.state, finding.fires), (None, false));
    let own = own.with_silent_short(SilentShort::LongDecides);
    let finding = &own.evaluate(&silent).unwrap()[0];
    assert_eq!((finding.state, finding.short, finding.fires), (Some(BurnState::Critical), None, true));
    assert!(!own.evaluate(&counted((100, 0), (0, 0))).unwrap()[0].fires);
    let missing = [(Span::from_hours(1), SloTally::default())].into_iter().collect();
    assert!(own.evaluate(&missing).unwrap_err().to_string().starts_with("counted is `nothing of PT5M`"));
    let text: BurnAlerts = serde_json::from_str(&serde_json::to_string(&own).unwrap()).unwrap();
    assert_eq!(text, own);
}

#[test]
fn more_places_than_a_number_has_are_refused() {
    let windows = vec![page(factor("2"), Span::from_hours(1), Span::from_minutes(5))];
    let test = BurnTest { rounded_to: Some(10), ..BurnTest::default() };
    let error = BurnAlerts::new(share("0.99"), MONTH, windows, test).unwrap_err().to_string();
    assert_eq!(error, "test.rounded_to is `10`: allowed is 0 to 9");
}

#[test]
fn alerts_take_target_and_period_of_an_objective() {
    let objective = |goal: &str, window: &str| -> ServiceLevelObjective {
        serde_json::from_str(&format!(r#"{{"id": "web", "goal": {goal}, "window": {window}}}"#)).unwrap()
    };
    let of = |own: &ServiceLevelObjective| {
        BurnAlerts::of_preset(own, BurnPreset::Sloth, BurnTest::default()).map_err(|error| error.to_string())
    };
    let own = of(&objective(r#"{"share": "0.999"}"#, r#"{"rolling": "P30D"}"#)).unwrap();
    assert_eq!((own.target(), own.period(), own.test()), (share("0.999"), MONTH, BurnTest::default()));
    assert_eq!(own.guard(), TrafficGuard::default());
    let count = of(&objective(r#"{"at_most": 5}"#, r#"{"rolling": "P30D"}"#)).unwrap_err();
    assert_eq!(count, "goal is `at most 5 bad`: allowed is a share; a count has no burn rate");
    let week = of(&objective(r#"{"share": "0.999"}"#, r#"{"rolling": "P7D"}"#)).unwrap_err();
    assert_eq!(week, "period is `PT168H`: allowed is 28 to 31 days, for which these windows are made");
    let calendar = r#"{"calendar": {"every": "month", "time_zone": "UTC"}}"#;
    assert!(of(&objective(r#"{"share": "0.999"}"#, calendar)).unwrap_err().contains("BurnAlerts::new"));
}

#[test]
fn simulations_are_told_in_words() {
    let own = alerts("0.99", page(factor("14.4"), Span::from_hours(1), Span::from_minutes(5))).unwrap();
    let text = |errors: &str, language| own.simulate(share(errors)).unwrap().text(language);
    assert_eq!(
        text("1", Language::Chinese),
        "燃烧率 100；呼叫值班（PT1H）518.4 秒后触发，最后一次错误后 256.8 秒恢复；预算可用 7.2 小时"
    );
    assert_eq!(
        text("0", Language::English),
        "burn rate 0; page over PT1H never fires; the budget is not used up"
    );
}

#[test]
fn as_much_traffic_as_is_needed_is_enough() {
    let own = alerts("0.99", page(factor("14.4"), Span::from_hours(1), Span::from_minutes(5))).unwrap();
    let ten = counted((5, 5), (0, 5));
    let fires = |min_events, min_failures| {
        let guard = TrafficGuard { min_events, min_failures, slice: None };
        own.clone().with_guard(guard).unwrap().evaluate(&ten).unwrap()[0].fires
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
    assert_eq!(lasts((-1, 2)).as_deref(), Some("used up already"), "overdrawn");
    assert_eq!(Exhaustion::of(BurnRate::new(0.into()).unwrap(), MONTH, ExactRatio::ONE), None);
}
