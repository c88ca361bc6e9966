//! Test plans, what they find, and whether they were kept.

use proptest::prelude::*;
use service_quality::analysis::intervention::{Arm, DifferenceInDifferences, InterruptedSeries};
use service_quality::analysis::mean::{self, Variances};
use service_quality::analysis::proportion::{self, Count};
use service_quality::analysis::rank::{self, Approximation};
use service_quality::analysis::rate::{self, Events};
use service_quality::improve::ImproveError;
use service_quality::improve::effect::{
    AfterPeriod, Conclusion, Effect, EffectMeasure, EffectReport, EffectTest, Magnitude, PlanDeviation,
    Sample, SeriesChange, SideEffect, Sizing, Study, TestPlan, WatchedIndicator,
};
use service_quality::improve::goal::Goal;
use service_quality::indicator::{Limit, Range};
use service_quality::monitor::capability::Stability;
use service_quality::quantity::{Date, DateRange, Language, Number, Share};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn share(text: &str) -> Share {
    text.parse().unwrap()
}

fn goal(target: Limit) -> Goal {
    Goal::new("csat".parse().unwrap(), target, day("2026-06-30"))
}

fn more() -> Goal {
    goal(Limit::AtLeast(4.into()))
}

fn after() -> DateRange {
    DateRange::new(day("2026-05-04"), day("2026-05-31")).unwrap()
}

fn plan(test: EffectTest) -> TestPlan {
    TestPlan::new(test, share("0.05"), 5, AfterPeriod::Dates(after())).unwrap()
}

fn values(values: &[i32]) -> Sample {
    Sample::values(values.iter().map(|value| Number::from(*value))).unwrap()
}

fn study(before: &[i32], after: &[i32]) -> Study {
    Study::new(values(before), values(after)).unwrap()
}

const BEFORE: [i32; 8] = [3, 4, 2, 5, 3, 4, 3, 2];
const AFTER: [i32; 8] = [5, 4, 4, 5, 5, 3, 5, 4];

fn floats(values: &[i32]) -> Vec<f64> {
    values.iter().copied().map(f64::from).collect()
}

fn report() -> EffectReport {
    plan(EffectTest::TwoMeans(Variances::Unequal))
        .run(&more(), &study(&BEFORE, &AFTER), after())
        .unwrap()
        .into()
}

#[track_caller]
fn agrees(effect: &Effect, estimate: f64, p: f64) {
    assert!((effect.magnitude().estimate() - estimate).abs() < 1e-12, "{effect:?}");
    assert!((effect.p_value() - p).abs() < 1e-15, "{effect:?}");
}

#[test]
fn every_test_is_that_of_the_analysis() {
    let (before, later) = (floats(&BEFORE), floats(&AFTER));
    let confidence = share("0.95");
    let run = |test| plan(test).run(&more(), &study(&BEFORE, &AFTER), after()).unwrap();

    let welch = mean::test(&before, &later, confidence, Variances::Unequal).unwrap();
    let effect = run(EffectTest::TwoMeans(Variances::Unequal));
    agrees(&effect, welch.difference, welch.p_value.two_sided());
    assert_eq!(effect.magnitude().interval(), Some(welch.interval));
    assert_eq!((effect.before(), effect.after()), ("3.25".parse().unwrap(), "4.375".parse().unwrap()));

    let pairs = mean::paired(&before, &later, confidence).unwrap();
    agrees(&run(EffectTest::PairedMeans), pairs.differences.mean, pairs.p_value.two_sided());

    let ranks = rank::mann_whitney(&before, &later, confidence, Approximation::Exact).unwrap();
    let effect = run(EffectTest::MannWhitney(Approximation::Exact));
    agrees(&effect, ranks.rank_biserial(), ranks.p_value.two_sided());
    assert_eq!(effect.magnitude().interval(), None);

    let signed = rank::signed_rank(&before, &later, confidence, Approximation::Exact).unwrap();
    let effect = run(EffectTest::SignedRank(Approximation::Exact));
    agrees(&effect, (signed.up - signed.down) / (signed.up + signed.down), signed.p_value.two_sided());

    let all = [before.clone(), later.clone()].concat();
    let fit = InterruptedSeries::fit(&all, 8, 1, confidence).unwrap();
    for (change, found) in
        [(SeriesChange::Level, fit.level_change()), (SeriesChange::Slope, fit.slope_change())]
    {
        let effect = run(EffectTest::InterruptedSeries { change, lags: Some(1) });
        agrees(&effect, found.estimate, found.robust_p_value().unwrap().two_sided());
    }
    let by_thumb = run(EffectTest::InterruptedSeries { change: SeriesChange::Level, lags: None });
    let lags = u32::try_from(InterruptedSeries::lags_for(16)).unwrap();
    let told = run(EffectTest::InterruptedSeries { change: SeriesChange::Level, lags: Some(lags) });
    agrees(&by_thumb, told.magnitude().estimate(), told.p_value());
}

#[test]
fn a_control_group_is_taken_off() {
    let control = ([3, 4, 3, 4], [4, 5, 4, 4]);
    let with = study(&BEFORE, &AFTER).with_control(values(&control.0), values(&control.1)).unwrap();
    let effect = plan(EffectTest::DifferenceInDifferences).run(&more(), &with, after()).unwrap();
    let found = DifferenceInDifferences::of(
        Arm { before: &floats(&control.0), after: &floats(&control.1) },
        Arm { before: &floats(&BEFORE), after: &floats(&AFTER) },
        share("0.95"),
    )
    .unwrap();
    agrees(&effect, found.estimate, found.p_value.two_sided());
    assert_eq!(effect.n_after(), 8);
    let refused = plan(EffectTest::PairedMeans).run(&more(), &with, after()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "study.control is `given`: allowed is none, unless the plan is difference_in_differences"
    );
    let refused = plan(EffectTest::DifferenceInDifferences).run(&more(), &study(&BEFORE, &AFTER), after());
    assert_eq!(refused.unwrap_err().to_string(), "study.control is `absent`: allowed is a control group");
}

#[test]
fn rates_are_told_as_a_ratio() {
    let complaints = |count, calls: i32| Sample::events(count, calls.into()).unwrap();
    let fewer = goal(Limit::AtMost(2.into()));
    let test = || EffectTest::TwoRates(rate::TestMethod::Score);
    let of = |before, later| {
        let study = Study::new(before, later).unwrap().per(1_000).unwrap();
        plan(test()).run(&fewer, &study, after()).unwrap()
    };
    let effect = of(complaints(40, 8_000), complaints(16, 9_000));
    let found = rate::test(
        Events::new(40, 8_000.0).unwrap(),
        Events::new(16, 9_000.0).unwrap(),
        share("0.95"),
        rate::TestMethod::Score,
    )
    .unwrap();
    agrees(&effect, found.ratio().unwrap(), found.p_value.two_sided());
    assert_eq!(
        (effect.before(), effect.after(), effect.n_after()),
        (5.into(), "1.777778".parse().unwrap(), 9_000)
    );
    assert!(effect.is_better() && effect.goal_met() && effect.conclusion() == Conclusion::Better);

    let from_none = of(complaints(0, 8_000), complaints(16, 9_000));
    assert_eq!(from_none.magnitude().measure(), EffectMeasure::Difference);
    assert!(from_none.is_worse() && from_none.magnitude().interval().is_none());
    let to_none = of(complaints(16, 8_000), complaints(0, 9_000));
    let interval = to_none.magnitude().interval().unwrap();
    assert!(to_none.is_better() && interval.low() == 0.0 && interval.high() < 1.0);
}

/// Ratings of San Francisco International Airport "as a whole" in 2017 and 2018, of its open data: the figures of the shares
/// (z = -3.32, p = 0.0009) are those of statsmodels.
#[test]
fn a_fall_of_the_top_two_shares_is_shown() {
    let (before, later) = (Sample::counts(2_206, 2_688).unwrap(), Sample::counts(2_059, 2_625).unwrap());
    let study = Study::new(before, later).unwrap().per(100).unwrap().places(1).unwrap();
    let effect = plan(EffectTest::TwoShares(proportion::TestMethod::Z))
        .run(&goal(Limit::AtLeast(84.into())), &study, after())
        .unwrap();
    assert_eq!((effect.before(), effect.after()), ("82.1".parse().unwrap(), "78.4".parse().unwrap()));
    assert!((effect.p_value() - 0.0009).abs() < 5e-5, "{effect:?}");
    assert_eq!(effect.conclusion(), Conclusion::Worse);
    assert_eq!(
        effect.text(Language::English),
        "`csat` went from 82.1 (n = 2688) to 78.4 (n = 2625), a difference of -3.63 (-5.77 to -1.49 with a confidence of \
         0.95); by the z-test of two shares p < 0.001: significant at 0.05. It is shown to be worse. The goal of at least \
         84 is not met."
    );
    assert_eq!(
        effect.text(Language::Chinese),
        "`csat` 由 82.1（n = 2688）变为 78.4（n = 2625），差值 -3.63（置信度 0.95 的区间为 -5.77 至 -1.49）；两比例检验\
         （z-test of two shares）：p < 0.001，在 0.05 水平上显著。已证实变差。目标（≥ 84）未达到。"
    );
}

#[test]
fn what_is_not_shown_may_still_be() {
    let effect = plan(EffectTest::TwoMeans(Variances::Unequal))
        .run(&more(), &study(&[3, 4, 3, 5], &[4, 4, 3, 5]), after())
        .unwrap();
    assert!(effect.is_better() && !effect.is_significant() && effect.goal_met());
    assert_eq!(effect.conclusion(), Conclusion::NotShown);
    let text = effect.text(Language::English);
    assert!(
        text.contains(
            "No effect is shown, which is not to say that there is none: a difference of -1.3 to 1.8"
        ),
        "{text}"
    );
    let chinese = effect.text(Language::Chinese);
    assert!(chinese.contains("不显著。未证实有效果，但不等于没有效果"), "{chinese}");
}

#[test]
fn nearer_to_a_range_is_better() {
    let occupancy = goal(Limit::Between(Range::new(80.into(), 85.into()).unwrap()));
    let of = |before: [i32; 3], later: [i32; 3]| {
        plan(EffectTest::TwoMeans(Variances::Unequal))
            .run(&occupancy, &study(&before, &later), after())
            .unwrap()
    };
    assert!(of([70, 71, 72], [79, 80, 81]).is_better());
    assert!(of([70, 71, 72], [98, 99, 100]).is_worse());
    assert!(of([90, 91, 92], [83, 84, 85]).is_better());
    let within = of([81, 82, 83], [83, 84, 85]);
    assert!(!within.is_better() && !within.is_worse());
}

#[test]
fn a_sample_of_another_kind_is_refused() {
    let refused = |test| plan(test).run(&more(), &study(&BEFORE, &AFTER), after()).unwrap_err().to_string();
    let shares = EffectTest::TwoShares(proportion::TestMethod::Fisher);
    assert_eq!(refused(shares), "study is `values`: allowed is counts, for a test of two shares");
    let rates = EffectTest::TwoRates(rate::TestMethod::Score);
    assert_eq!(refused(rates), "study is `values`: allowed is events, for a test of two rates");
    let own = EffectTest::Other("permutation test".parse().unwrap());
    assert_eq!(
        refused(own),
        "plan.test is `permutation test`: allowed is a test of this crate; report what another found by Effect::reported"
    );
    let counts = Study::new(Sample::counts(1, 2).unwrap(), Sample::counts(1, 2).unwrap()).unwrap();
    let error = plan(EffectTest::PairedMeans).run(&more(), &counts, after()).unwrap_err();
    assert_eq!(error.to_string(), "study is `counts`: allowed is values, for the paired t-test");
}

#[test]
fn what_has_no_answer_says_why() {
    let run = |test, before: &[i32], later: &[i32]| {
        plan(test).run(&more(), &study(before, later), after()).unwrap_err()
    };
    let short = run(EffectTest::TwoMeans(Variances::Unequal), &[3], &[4, 5]);
    assert!(matches!(&short, ImproveError::Undefined { .. }));
    assert_eq!(short.to_string(), "study: 1 value of `before` given; at least 2 needed");
    let flat = run(EffectTest::PairedMeans, &[3, 3, 3], &[4, 4, 4]);
    assert_eq!(
        flat.to_string(),
        "study: all differences are equal, so this is undefined; it needs values that vary"
    );
    let uneven = run(EffectTest::PairedMeans, &[3, 3, 3], &[4, 4]);
    assert_eq!(uneven.to_string(), "study: after has 2 entries, where the other list has 3");
    let late =
        run(EffectTest::InterruptedSeries { change: SeriesChange::Level, lags: Some(99) }, &BEFORE, &AFTER);
    assert!(late.to_string().contains("number of lags is 99"), "{late}");
}

#[test]
fn what_is_no_sample_study_or_plan_is_refused() {
    for (result, told) in [
        (Sample::counts(0, 0).err(), "sample.of is `0`: allowed is 1 or more"),
        (Sample::values([]).err(), "sample.values is `none`: allowed is one value or more"),
        (
            Sample::events(3, "0.9".parse().unwrap()).err(),
            "sample.exposure is `0.9`: allowed is 1 or more; give it in a smaller unit, such as calls and not thousands of \
             calls",
        ),
        (study(&[1], &[2]).per(0).err(), "study.per is `0`: allowed is 1 or more, such as 100 for percent"),
        (study(&[1], &[2]).places(10).err(), "study.places is `10`: allowed is 0 to 9"),
        (
            study(&[1], &[2]).with_control(Sample::counts(1, 2).unwrap(), values(&[3])).err(),
            "study.control.before is `counts`: allowed is values, as before",
        ),
    ] {
        assert_eq!(result.unwrap().to_string(), told);
    }
    let new = |alpha, minimum, after| {
        TestPlan::new(EffectTest::PairedMeans, share(alpha), minimum, after).unwrap_err().to_string()
    };
    assert_eq!(
        new("0", 5, AfterPeriod::Days(1)),
        "plan.alpha is `0`: allowed is above 0 and below 1, such as 0.05"
    );
    assert_eq!(new("0.05", 0, AfterPeriod::Days(1)), "plan.minimum is `0`: allowed is 1 or more");
    assert_eq!(new("0.05", 5, AfterPeriod::Days(0)), "plan.after.days is `0`: allowed is 1 or more");
    let none = Sizing::Shares { before: share("0.8"), after: share("0.8"), power: share("0.8") };
    let refused = TestPlan::sized(shares(), share("0.05"), none, AfterPeriod::Days(1)).unwrap_err();
    assert!(refused.to_string().starts_with("plan.sizing: effect is 0"), "{refused}");
    assert!(serde_json::from_str::<Sample>(r#"{"counts": {"met": 3, "of": 2}}"#).is_err());
    assert!(
        serde_json::from_str::<TestPlan>(
            r#"{"test": "paired_means", "alpha": "1", "minimum": 5, "after": {"days": 1}}"#
        )
        .is_err()
    );
}

#[test]
fn what_nothing_can_have_found_is_refused() {
    let refused = |report: EffectReport| Effect::reported(report).unwrap_err().to_string();
    assert_eq!(refused(EffectReport { p: f64::NAN, ..report() }), "effect.p is `NaN`: allowed is 0 to 1");
    assert_eq!(refused(EffectReport { p: 1.01, ..report() }), "effect.p is `1.01`: allowed is 0 to 1");
    assert_eq!(
        refused(EffectReport { n_after: 0, ..report() }),
        "effect.n_after is `0`: allowed is 1 or more"
    );
    let backwards = EffectReport { after_to: Some(day("2026-05-03")), ..report() };
    assert_eq!(
        refused(backwards),
        "effect.after_to is `2026-05-03`: allowed is 2026-05-04, which it begins with, or later"
    );
    let watched =
        WatchedIndicator { indicator: "reopen_rate".parse().unwrap(), tolerated: Limit::AtMost(5.into()) };
    let twice: Vec<SideEffect> = vec![watched.observed(None, 4.into()), watched.observed(None, 6.into())];
    assert_eq!(
        refused(EffectReport { side_effects: twice, ..report() }),
        "effect.side_effects[1]: `reopen_rate` is given twice; give each its own id"
    );
    for (measure, estimate) in [(EffectMeasure::Ratio, -0.1), (EffectMeasure::RankBiserial, 1.1)] {
        assert!(Magnitude::new(measure, estimate).is_err());
    }
    assert!(Magnitude::new(EffectMeasure::Difference, 1.0).unwrap().with_interval(2.0, 1.0).is_err());
}

#[test]
fn an_effect_carries_what_else_became_known() {
    let watched =
        WatchedIndicator { indicator: "reopen_rate".parse().unwrap(), tolerated: Limit::AtMost(5.into()) };
    let effect = Effect::reported(report())
        .unwrap()
        .with_stability(Stability::Stable)
        .with_side_effects([watched.observed(Some(6.into()), 7.into())])
        .unwrap();
    assert_eq!(effect.stability(), Some(&Stability::Stable));
    assert!(effect.text(Language::English).ends_with(
        "The goal of at least 4 is met. `reopen_rate` is 7, before 6; tolerated is at most 5: exceeded, as before."
    ));
    let text = serde_json::to_string(&effect).unwrap();
    assert_eq!(serde_json::from_str::<Effect>(&text).unwrap(), effect);
}

#[test]
fn a_plan_that_was_not_kept_is_told() {
    let plan = plan(EffectTest::TwoMeans(Variances::Unequal));
    let of = |report| plan.deviations(&Effect::reported(report).unwrap());
    assert_eq!(of(report()), []);
    let all = of(EffectReport {
        test: EffectTest::PairedMeans,
        alpha: share("0.1"),
        n_before: 3,
        n_after: 4,
        after_from: day("2026-05-01"),
        after_to: None,
        ..report()
    });
    let told: Vec<String> = all.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "it was tested by the paired t-test, planned by Welch's t-test",
            "alpha is 0.1, the plan asks for 0.05",
            "the before-sample is of 3, the plan asks for 5 or more",
            "the after-sample is of 4, the plan asks for 5 or more",
            "the after-period begins on 2026-05-01, the plan asks for 2026-05-04",
            "the after-period has no end, the plan asks for 2026-05-31",
        ]
    );
    assert!(all.iter().all(|one| one.text(Language::Chinese).contains("方案")));
    for one in &all {
        let json = serde_json::to_value(one).unwrap();
        assert_eq!(json.as_object().unwrap().keys().collect::<Vec<_>>(), [one.code()]);
    }

    let four_weeks =
        |days| TestPlan::new(plan.test().clone(), plan.alpha(), 5, AfterPeriod::Days(days)).unwrap();
    let effect = Effect::reported(report()).unwrap();
    assert_eq!(four_weeks(28).deviations(&effect), []);
    assert_eq!(
        four_weeks(29).deviations(&effect),
        [PlanDeviation::TooShort { planned: 29, given: Some(28) }]
    );
}

fn shares() -> EffectTest {
    EffectTest::TwoShares(proportion::TestMethod::Z)
}

/// A difference of two means with an interval, or what is changed of it.
fn told(before: i32, later: i32, estimate: f64) -> EffectReport {
    EffectReport {
        before: before.into(),
        after: later.into(),
        magnitude: Magnitude::new(EffectMeasure::Difference, estimate).unwrap(),
        ..report()
    }
}

#[test]
fn an_interval_holds_its_estimate_within_the_range_of_its_measure() {
    use EffectMeasure::{Difference, RankBiserial, Ratio};

    let of = |measure, estimate, low, high| {
        let found = Magnitude::new(measure, estimate).unwrap().with_interval(low, high);
        found.map_err(|error| error.to_string().replace("effect.magnitude.interval is ", ""))
    };
    for (measure, estimate, low, high, error) in [
        (Difference, 5.0, -1.0, 1.0, "`-1 to 1`: allowed is two ends in order, around the estimate of 5"),
        (Difference, 5.0, 6.0, 4.0, "`6 to 4`: allowed is two ends in order, around the estimate of 5"),
        (
            Difference,
            5.0,
            1.0,
            f64::INFINITY,
            "`1 to inf`: allowed is two ends in order, each a finite number",
        ),
        (Ratio, 0.5, -0.1, 1.0, "`-0.1 to 1`: allowed is two ends in order, each a finite number, 0 or more"),
        (RankBiserial, 0.5, 0.1, 1.2, "`0.1 to 1.2`: allowed is two ends in order, each -1 to 1"),
    ] {
        assert_eq!(of(measure, estimate, low, high).unwrap_err(), error);
    }
    assert!(of(Ratio, 0.0, 0.0, 0.0).is_ok() && of(RankBiserial, -1.0, -1.0, 0.2).is_ok());
    let json = r#"{"measure": "ratio", "estimate": "0.5", "interval": {"low": "0.6", "high": "0.9"}}"#;
    assert!(serde_json::from_str::<Magnitude>(json).is_err());
}

#[test]
fn an_estimate_that_contradicts_the_levels_is_refused() {
    let tests = [shares(), EffectTest::TwoMeans(Variances::Equal), EffectTest::PairedMeans];
    for test in tests {
        let of = |before, later, estimate| {
            Effect::reported(EffectReport { test: test.clone(), ..told(before, later, estimate) })
        };
        assert_eq!(
            of(8, 5, 2.0).unwrap_err().to_string(),
            "effect.magnitude.estimate is `2`: allowed is below 0, since the level went from 8 to 5"
        );
        assert!(of(5, 8, -2.0).is_err());
        assert!(of(8, 5, -2.0).is_ok() && of(8, 8, 2.0).is_ok() && of(8, 5, 0.0).is_ok());
    }
    let rates = EffectTest::TwoRates(rate::TestMethod::Score);
    let magnitude = Magnitude::new(EffectMeasure::Ratio, 0.5).unwrap();
    let of = |before, later| {
        Effect::reported(EffectReport { test: rates.clone(), magnitude, ..told(before, later, 0.0) })
    };
    assert!(of(8, 5).is_ok());
    assert_eq!(
        of(5, 8).unwrap_err().to_string(),
        "effect.magnitude.estimate is `0.5`: allowed is above 1, since the level went from 5 to 8"
    );
    // These correct what the levels show.
    for test in [
        EffectTest::DifferenceInDifferences,
        EffectTest::InterruptedSeries { change: SeriesChange::Level, lags: None },
        EffectTest::Other("mixed model".parse().unwrap()),
    ] {
        let effect = Effect::reported(EffectReport { test, p: 0.01, ..told(5, 4, 2.0) }).unwrap();
        assert_eq!(effect.conclusion(), Conclusion::Better);
    }
}

#[test]
fn ranks_that_differ_from_the_level_show_nothing() {
    // One value far off draws the mean down, while nearly all rose.
    let before = [30, 31, 32, 33, 34, 35, 36, 37, 38, 39];
    let later = [40, 41, 42, 43, 44, 45, 46, 47, 48, -900];
    for test in [EffectTest::MannWhitney(Approximation::Exact), EffectTest::SignedRank(Approximation::Exact)]
    {
        for target in [Limit::AtLeast(4.into()), Limit::AtMost(4.into())] {
            let plan = TestPlan::new(test.clone(), share("0.1"), 5, AfterPeriod::Days(1)).unwrap();
            let effect = plan.run(&goal(target), &study(&before, &later), after()).unwrap();
            assert!(effect.magnitude().estimate() > 0.5 && effect.after() < effect.before(), "{effect:?}");
            assert!(effect.is_significant() && !effect.is_better() && !effect.is_worse());
            assert_eq!(effect.conclusion(), Conclusion::NotShown);
            let text = effect.text(Language::English);
            assert!(
                text.contains(". No effect is shown: the ranks and the level point different ways. "),
                "{text}"
            );
            assert!(effect.text(Language::Chinese).contains("。未证实有效果：秩次与水平的变化方向相反。"));
        }
    }
}

#[test]
fn p_and_interval_that_disagree_are_told() {
    let of = |p, low, high| {
        let magnitude =
            Magnitude::new(EffectMeasure::Difference, 2.0).unwrap().with_interval(low, high).unwrap();
        let effect = Effect::reported(EffectReport { magnitude, p, ..told(4, 6, 2.0) }).unwrap();
        (effect.text(Language::English), effect.text(Language::Chinese))
    };
    let says = |(english, chinese): (String, String), one: &str, other: &str| {
        assert!(english.contains(one), "{english}");
        assert!(chinese.contains(other), "{chinese}");
    };
    says(of(0.01, 1.0, 3.0), "It is shown to be better. The goal", "。已证实变好。目标");
    says(
        of(0.01, -1.0, 3.0),
        "It is shown to be better, though the interval, formed by another method, includes a difference of 0. The goal",
        "已证实变好，但按另一种方法计算的区间包含差值 0。目标",
    );
    says(of(0.2, -1.0, 3.0), "a difference of -1 to 3 agrees with the data. The goal", "均与数据相符。目标");
    says(
        of(0.2, 1.0, 3.0),
        "No effect is shown, which is not to say that there is none: the interval, formed by another method, excludes a \
         difference of 0. The goal",
        "未证实有效果，但不等于没有效果：按另一种方法计算的区间不包含差值 0。目标",
    );
}

/// How many of a hundred plans end with p and interval on different sides.
fn disagreement(test: &EffectTest, studies: &[Study]) -> f64 {
    let plan = plan(test.clone());
    let disagree = |study: &&Study| {
        plan.run(&more(), study, after()).is_ok_and(|effect| {
            let magnitude = effect.magnitude();
            let holds_none =
                magnitude.interval().map(|interval| interval.contains(magnitude.measure().none()));
            holds_none == Some(effect.is_significant())
        })
    };
    let count = |n: usize| f64::from(u32::try_from(n).unwrap());
    100.0 * count(studies.iter().filter(disagree).count()) / count(studies.len())
}

#[test]
fn intervals_agree_with_their_tests_nearly_always() {
    use proportion::TestMethod::{ChiSquareCorrected, Fisher, Z};
    use rate::TestMethod::{Conditional, MidP, Score, ScoreLog, SquareRoot, Wald, WaldLog};

    let sizes = [(10, 10), (20, 20), (20, 50), (50, 50)];
    let mut shares = Vec::new();
    for (n0, n1) in sizes {
        for (k0, k1) in (0..=n0).flat_map(|k0| (0..=n1).map(move |k1| (k0, k1))) {
            shares
                .push(Study::new(Sample::counts(k0, n0).unwrap(), Sample::counts(k1, n1).unwrap()).unwrap());
        }
    }
    let mut found = Vec::new();
    for (method, most) in [(Z, 0.6), (ChiSquareCorrected, 1.5), (Fisher, 1.5)] {
        found.push((method.to_string(), disagreement(&EffectTest::TwoShares(method), &shares), most));
    }
    let mut rates = Vec::new();
    for exposure in [200, 1_000, 5_000] {
        for (k0, k1) in (1..25).flat_map(|k0| (0..25).map(move |k1| (k0, k1))) {
            let sample = |count, exposure: i32| Sample::events(count, exposure.into()).unwrap();
            rates.push(Study::new(sample(k0, 1_000), sample(k1, exposure)).unwrap());
        }
    }
    for (method, most) in [
        (Score, 0.0),
        (WaldLog, 0.0),
        (MidP, 2.5),
        (Conditional, 1.6),
        (SquareRoot, 2.0),
        (Wald, 7.5),
        (ScoreLog, 6.1),
    ] {
        found.push((format!("{method:?}"), disagreement(&EffectTest::TwoRates(method), &rates), most));
    }
    assert!(found.iter().all(|(_, percent, most)| percent <= most), "{found:?}");
}

#[test]
fn a_plan_keeps_to_its_sizing() {
    let means = Sizing::Means { effect: "0.5".parse().unwrap(), power: share("0.8") };
    let of_shares = Sizing::Shares { before: share("0.8"), after: share("0.85"), power: share("0.8") };
    let sized = |test, sizing| TestPlan::sized(test, share("0.05"), sizing, AfterPeriod::Days(1));
    assert_eq!(
        sized(EffectTest::PairedMeans, of_shares).unwrap_err().to_string(),
        "plan.sizing is `shares`: allowed is what fits the paired t-test, or none"
    );
    assert!(sized(shares(), means).is_err() && sized(shares(), of_shares).is_ok());
    assert!(sized(EffectTest::TwoRates(rate::TestMethod::Score), means).is_err());
    assert!(sized(EffectTest::Other("permutation test".parse().unwrap()), means).is_ok());
    let json = |minimum: u32| {
        format!(
            r#"{{"test": {{"two_means": "equal"}}, "alpha": "0.05", "minimum": {minimum},
                "sizing": {{"means": {{"effect": "0.5", "power": "0.8"}}}}, "after": {{"days": 28}}}}"#
        )
    };
    let refused = serde_json::from_str::<TestPlan>(&json(63)).unwrap_err().to_string();
    assert!(
        refused.starts_with("plan.minimum is `63`: allowed is 64 or more, which its sizing takes"),
        "{refused}"
    );
    assert!(serde_json::from_str::<TestPlan>(&json(70)).is_ok());
}

#[test]
fn many_side_effects_are_checked_at_once() {
    let side = |at: u32| SideEffect {
        indicator: format!("watched-{at}").parse().unwrap(),
        tolerated: Limit::AtMost(5.into()),
        before: None,
        after: 4.into(),
    };
    let mut side_effects: Vec<SideEffect> = (0..20_000).map(side).collect();
    assert!(Effect::reported(EffectReport { side_effects: side_effects.clone(), ..report() }).is_ok());
    side_effects.push(side(0));
    let refused = Effect::reported(EffectReport { side_effects, ..report() }).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "effect.side_effects[20000]: `watched-0` is given twice; give each its own id"
    );
}

proptest! {
    #[test]
    fn shares_run_as_the_analysis_has_them(
        (met, of) in (1_u64..500).prop_flat_map(|of| (0..=of, Just(of))),
        (later, all) in (1_u64..500).prop_flat_map(|of| (0..=of, Just(of))),
    ) {
        let study = Study::new(Sample::counts(met, of).unwrap(), Sample::counts(later, all).unwrap()).unwrap();
        let test = EffectTest::TwoShares(proportion::TestMethod::Fisher);
        let effect = plan(test).run(&goal(Limit::AtLeast("0.5".parse().unwrap())), &study, after()).unwrap();
        let (before, after) = (Count::new(met, of).unwrap(), Count::new(later, all).unwrap());
        let found = proportion::test(before, after, share("0.95"), proportion::TestMethod::Fisher).unwrap();
        prop_assert!((effect.p_value() - found.p_value.two_sided()).abs() < 1e-15);
        let corrected = proportion::DifferenceMethod::NewcombeCorrected;
        let told = proportion::difference(before, after, share("0.95"), corrected).unwrap();
        prop_assert_eq!(effect.magnitude().interval(), Some(told.interval));
        prop_assert!(!(effect.is_better() && effect.is_worse()));
        prop_assert_eq!(effect.is_better(), later * of > met * all);
        prop_assert_eq!(effect.goal_met(), effect.after() >= "0.5".parse().unwrap());
        let text = serde_json::to_string(&effect).unwrap();
        prop_assert_eq!(serde_json::from_str::<Effect>(&text).unwrap(), effect);
    }

    #[test]
    fn directions_mirror_each_other(
        before in prop::collection::vec(-50..50, 2..9),
        later in prop::collection::vec(-50..50, 2..9),
    ) {
        let test = plan(EffectTest::TwoMeans(Variances::Unequal));
        let run = |target| test.run(&goal(target), &study(&before, &later), after());
        if let (Ok(more), Ok(less)) = (run(Limit::AtLeast(7.into())), run(Limit::AtMost(7.into()))) {
            prop_assert_eq!((more.is_better(), more.is_worse()), (less.is_worse(), less.is_better()));
            prop_assert!(more.goal_met() || less.goal_met());
            let shown = more.conclusion() != Conclusion::NotShown;
            prop_assert_eq!(shown, more.is_significant() && more.is_better() != more.is_worse());
        }
    }
}
