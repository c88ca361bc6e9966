//! Baselines, goals, and what makes a goal a good one.

use proptest::prelude::*;
use service_quality::Timestamp;
use service_quality::improve::goal::{
    Baseline, BaselinePoint, Criterion, CriterionVerdict, Goal, NaturalVariation, SmartContext, SmartReason,
};
use service_quality::indicator::{Dimension, Direction, Formula, Indicator, Limit, Range, Unit};
use service_quality::monitor::capability::Stability;
use service_quality::quantity::{Date, DateRange, Language, Name, Number};

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn goal(target: Limit) -> Goal {
    Goal::new("csat".parse().unwrap(), target, day("2026-06-30"))
}

fn series(values: &[&str]) -> Vec<BaselinePoint> {
    (0..)
        .zip(values)
        .map(|(day, value)| BaselinePoint {
            at: Timestamp::from_seconds(day * 86_400).unwrap(),
            value: number(value),
        })
        .collect()
}

fn stable() -> Baseline {
    let values = ["81", "83", "82", "80", "84", "82", "81", "83", "82", "81", "83", "82"];
    Baseline::from_series("csat".parse().unwrap(), series(&values), 2).unwrap()
}

fn csat(unit: Unit, direction: Direction) -> Indicator {
    let (id, name) = ("csat".parse().unwrap(), Name::new("Satisfied customers").unwrap());
    Indicator::builder(id, name, Dimension::Satisfaction, Formula::External, unit, direction).build().unwrap()
}

#[track_caller]
fn finds(
    goal: &Goal,
    context: &SmartContext<'_>,
    criterion: Criterion,
    verdict: CriterionVerdict,
    text: &str,
) {
    let review = goal.review(context);
    let finding = review.finding(criterion);
    assert_eq!(finding.verdict, verdict, "{finding:?}");
    let told = finding.text(Language::English);
    assert!(told.contains(text), "{told}");
    assert!(!finding.text(Language::Chinese).is_ascii());
}

#[test]
fn a_series_makes_a_baseline() {
    let baseline = stable();
    assert_eq!((baseline.value(), baseline.n(), baseline.points()), (82.into(), 12, 12));
    assert_eq!(baseline.stability(), Some(&Stability::Stable));
    // The mean moving range over d2 = 2/√π.
    let natural = baseline.natural().unwrap();
    assert!((natural.sigma() - 19.0 / 11.0 / std::f64::consts::FRAC_2_SQRT_PI).abs() < 1e-5, "{natural:?}");
    let thirds = Baseline::from_series("csat".parse().unwrap(), series(&["1", "1", "0"]), 4).unwrap();
    assert_eq!(thirds.value(), number("0.6667"));
}

#[test]
fn a_shift_makes_it_unstable() {
    let mut values = vec!["81", "83", "82", "80", "84", "82", "81", "83"];
    values.extend(["91", "92", "90", "93", "92", "91", "92", "93"]);
    let baseline = Baseline::from_series("csat".parse().unwrap(), series(&values), 1).unwrap();
    assert!(matches!(baseline.stability(), Some(Stability::Unstable { .. })));
    let context = SmartContext { baseline: Some(&baseline), ..SmartContext::on(day("2026-03-02")) };
    let wanted = goal(Limit::AtLeast(99.into()));
    finds(&wanted, &context, Criterion::Achievable, CriterionVerdict::CannotTell, "not stable");
}

#[test]
fn what_is_no_baseline_is_refused() {
    let id = || "csat".parse().unwrap();
    let of = |values: &[&str]| Baseline::from_series(id(), series(values), 2).unwrap_err();
    assert_eq!(of(&["4"]).to_string(), "baseline.series: 1 point given; at least 2 needed");
    let mut backwards = series(&["4", "5", "6"]);
    backwards.swap(1, 2);
    assert_eq!(
        Baseline::from_series(id(), backwards, 2).unwrap_err().to_string(),
        "baseline.series[2].at is `1970-01-02T00:00:00Z`: allowed is what is after 1970-01-03T00:00:00Z"
    );
    assert_eq!(
        Baseline::from_series(id(), series(&["4", "5"]), 10).unwrap_err().to_string(),
        "places is `10`: allowed is 0 to 9"
    );
    assert_eq!(
        Baseline::new(id(), 4.into(), 0).unwrap_err().to_string(),
        "baseline.n is `0`: allowed is 1 or more"
    );
    let few = stable().with_records(11).unwrap_err();
    assert_eq!(few.to_string(), "baseline.n is `11`: allowed is 12 or more, since there are so many points");
    for json in [
        r#"{"indicator": "csat", "value": "82", "n": 0}"#,
        r#"{"indicator": "csat", "value": "82", "n": 1, "natural": {"centre": "82", "sigma": "0"}}"#,
        r#"{"indicator": "csat", "value": "82", "n": 1, "natural": {"centre": "NaN", "sigma": "1"}}"#,
        r#"{"indicator": "csat", "value": "82", "n": 1, "over": {"from": "2026-02-01", "to": "2026-01-31"}}"#,
        r#"{"indicator": "csat", "value": "82", "n": 1, "mean": 3}"#,
    ] {
        assert!(serde_json::from_str::<Baseline>(json).is_err(), "{json}");
    }
    assert!(NaturalVariation::new(f64::INFINITY, 1.0).is_err());
    assert!(DateRange::new(day("2026-02-01"), day("2026-02-01")).is_ok_and(|one| one.days() == 1));
}

#[test]
fn a_target_is_held_against_natural_variation() {
    use CriterionVerdict::{CannotTell, Met, NotMet};
    let baseline = stable();
    let context = SmartContext { baseline: Some(&baseline), ..SmartContext::on(day("2026-03-02")) };
    let achievable = |target, verdict, text| {
        finds(&goal(target), &context, Criterion::Achievable, verdict, text);
    };
    achievable(Limit::AtLeast(85.into()), NotMet, "single points reach it without any change");
    achievable(Limit::AtLeast(90.into()), Met, "it takes a change of the process");
    achievable(Limit::AtLeast(80.into()), NotMet, "the baseline of 82 meets the target already");
    achievable(Limit::AtMost(75.into()), Met, "outside the natural process limits");
    achievable(Limit::Between(Range::new(84.into(), 99.into()).unwrap()), NotMet, "1.31 sigma");
    let indicator = csat(Unit::Percent, Direction::Higher);
    let unit = SmartContext { indicator: Some(&indicator), ..context };
    let beyond = goal(Limit::AtLeast(101.into()));
    finds(&beyond, &unit, Criterion::Achievable, NotMet, "no value of the indicator's unit, 0 to 100");
    let bare = Baseline::new("csat".parse().unwrap(), 82.into(), 400).unwrap();
    let unknown = SmartContext { baseline: Some(&bare), ..context };
    let wanted = goal(Limit::AtLeast(90.into()));
    finds(&wanted, &unknown, Criterion::Achievable, CannotTell, "not known how");
    finds(&wanted, &unknown, Criterion::Measurable, Met, "the baseline is 82");
}

#[test]
fn every_criterion_says_what_is_missing() {
    use CriterionVerdict::{CannotTell, Met, NotMet};
    let wanted = goal(Limit::AtLeast(90.into()));
    let bare = SmartContext::on(day("2026-03-02"));
    finds(&wanted, &bare, Criterion::Specific, CannotTell, "was not given");
    finds(&wanted, &bare, Criterion::Measurable, NotMet, "no baseline");
    finds(&wanted, &bare, Criterion::Relevant, NotMet, "not said which objective");
    finds(&wanted, &bare, Criterion::TimeBound, Met, "due on 2026-06-30");
    finds(
        &wanted,
        &SmartContext::on(day("2026-06-30")),
        Criterion::TimeBound,
        NotMet,
        "not after 2026-06-30",
    );
    let tested = SmartContext { after_ends: Some(day("2026-07-01")), ..bare };
    finds(&wanted, &tested, Criterion::TimeBound, NotMet, "before the after-period ends on 2026-07-01");

    let indicator = csat(Unit::Percent, Direction::Lower);
    let context = SmartContext { indicator: Some(&indicator), ..bare };
    finds(&wanted, &context, Criterion::Specific, NotMet, "lower is better, but the target is at least 90");
    let other = Goal::new("ces".parse().unwrap(), Limit::AtMost(3.into()), day("2026-06-30"));
    finds(&other, &context, Criterion::Specific, NotMet, "is of `csat`");
    let baseline = stable();
    let context = SmartContext { baseline: Some(&baseline), ..bare };
    finds(&other, &context, Criterion::Measurable, NotMet, "is of `csat`");
    let few = Baseline::new("csat".parse().unwrap(), 82.into(), 11).unwrap();
    let context = SmartContext { baseline: Some(&few), ..bare };
    finds(&wanted, &context, Criterion::Measurable, CannotTell, "11 points; 12 or more");
}

#[test]
fn a_good_goal_is_smart() {
    let (baseline, indicator) = (stable(), csat(Unit::Percent, Direction::Higher));
    let goal = goal(Limit::AtLeast(90.into())).with_reason("objective 2".parse().unwrap());
    let context = SmartContext {
        baseline: Some(&baseline),
        indicator: Some(&indicator),
        after_ends: Some(goal.due()),
        ..SmartContext::on(day("2026-03-02"))
    };
    let review = goal.review(&context);
    assert!(review.is_smart(), "{review:?}");
    assert!(matches!(review.finding(Criterion::Achievable).reason, SmartReason::NeedsChange { .. }));
    let criteria: Vec<_> = review.findings().map(|finding| finding.criterion).to_vec();
    assert!(criteria.is_sorted());
}

#[test]
fn a_range_can_be_overshot() {
    let range = goal(Limit::Between(Range::new(80.into(), 85.into()).unwrap()));
    let progress = |now: i32| range.progress(70.into(), now.into()).unwrap();
    assert_eq!(progress(75), number("0.5"));
    assert_eq!((progress(80), progress(85)), (1.into(), 1.into()));
    assert_eq!(progress(99), number("-0.4"));
    assert_eq!(range.progress(82.into(), 70.into()), None);
}

#[test]
fn a_goal_says_which_way_the_indicator_is_better() {
    use CriterionVerdict::{CannotTell, NotMet};
    let range = Limit::Between(Range::new(80.into(), 85.into()).unwrap());
    for (target, agreed) in [
        (Limit::AtLeast(90.into()), Direction::Higher),
        (Limit::AtMost(90.into()), Direction::Lower),
        (range, Direction::Range),
    ] {
        assert_eq!(goal(target).agrees_with_direction(), None);
        for direction in [Direction::Higher, Direction::Lower, Direction::Range] {
            let told = goal(target).with_direction(direction);
            assert_eq!(told.direction(), Some(direction));
            assert_eq!(told.agrees_with_direction(), Some(direction == agreed));
        }
    }
    let bare = SmartContext::on(day("2026-03-02"));
    let wrong = goal(Limit::AtLeast(90.into())).with_direction(Direction::Lower);
    finds(&wrong, &bare, Criterion::Specific, NotMet, "lower is better, but the target is at least 90");
    let right = goal(Limit::AtLeast(90.into())).with_direction(Direction::Higher);
    finds(&right, &bare, Criterion::Specific, CannotTell, "was not given");
    let indicator = csat(Unit::Percent, Direction::Higher);
    let context = SmartContext { indicator: Some(&indicator), ..bare };
    finds(&wrong, &context, Criterion::Specific, NotMet, "lower is better");
}

#[test]
fn a_target_like_nothing_that_was_observed_cannot_be_told_to_be_achievable() {
    use CriterionVerdict::{CannotTell, Met, NotMet};
    let baseline = stable();
    let context = SmartContext { baseline: Some(&baseline), ..SmartContext::on(day("2026-03-02")) };
    let far = goal(Limit::AtLeast(1_000_000.into()));
    let told = "sigma from the centre, beyond 6 sigma and the natural process limits 77.4 to 86.6: nothing like it was ever";
    finds(&far, &context, Criterion::Achievable, CannotTell, told);
    let near = goal(Limit::AtLeast(95.into()));
    finds(&near, &context, Criterion::Achievable, CannotTell, "8.49 sigma");
    let bolder = SmartContext { within_sigmas: 9, ..context };
    finds(&near, &bolder, Criterion::Achievable, Met, "it takes a change of the process");
    let indicator = csat(Unit::Percent, Direction::Higher);
    let unit = SmartContext { indicator: Some(&indicator), ..context };
    finds(&far, &unit, Criterion::Achievable, NotMet, "no value of the indicator's unit");
    // Reached once, though the level is far from it.
    let mut points = vec!["82"; 12];
    points.push("99");
    let natural = NaturalVariation::new(82.0, 1.0).unwrap();
    let once = Baseline::from_series("csat".parse().unwrap(), series(&points), 1)
        .unwrap()
        .with_stability(Stability::Stable)
        .with_natural(natural);
    let reached = SmartContext { baseline: Some(&once), ..context };
    finds(&near, &reached, Criterion::Achievable, Met, "it takes a change of the process");
}

#[test]
fn few_points_say_nothing_of_stability() {
    let id = || "csat".parse().unwrap();
    let values = ["81", "83", "82", "80", "84", "82", "81", "83", "82", "81", "83", "82"];
    for few in [2, 11] {
        let baseline = Baseline::from_series(id(), series(&values[..few]), 2).unwrap();
        assert_eq!((baseline.stability(), baseline.natural()), (None, None));
        let context = SmartContext { baseline: Some(&baseline), ..SmartContext::on(day("2026-03-02")) };
        let wanted = goal(Limit::AtLeast(90.into()));
        finds(&wanted, &context, Criterion::Achievable, CriterionVerdict::CannotTell, "not known how");
    }
    assert!(stable().natural().is_some());
}

#[test]
fn a_process_at_one_value_has_a_baseline() {
    let id = || "csat".parse().unwrap();
    let baseline = Baseline::from_series(id(), series(&["8.6"; 12]), 0).unwrap();
    assert_eq!((baseline.value(), baseline.n()), (9.into(), 12));
    assert_eq!((baseline.stability(), baseline.natural()), (Some(&Stability::Stable), None));
    let text = serde_json::to_string(&baseline).unwrap();
    assert_eq!(serde_json::from_str::<Baseline>(&text).unwrap(), baseline);
    let few = Baseline::from_series(id(), series(&["8.6"; 3]), 1).unwrap();
    assert_eq!((few.value(), few.stability()), (number("8.6"), None));
}

#[test]
fn a_level_outside_its_own_points_is_refused() {
    let json = |value: &str| {
        format!(
            r#"{{"indicator": "csat", "value": "{value}", "n": 9, "series": [{{"at": "2026-03-02T00:00:00Z", "value": "8.1"}},
                {{"at": "2026-03-09T00:00:00Z", "value": "8.6"}}]}}"#
        )
    };
    let refused = serde_json::from_str::<Baseline>(&json("12")).unwrap_err().to_string();
    let told = "baseline.value is `12`: allowed is 8.1 to 8.6, between which its points lie";
    assert!(refused.starts_with(told), "{refused}");
    assert!(serde_json::from_str::<Baseline>(&json("8.7")).is_err());
    for rounded in ["8", "9", "8.1", "8.35"] {
        assert!(serde_json::from_str::<Baseline>(&json(rounded)).is_ok(), "{rounded}");
    }
}

fn numbers() -> impl Strategy<Value = Number> {
    (-1_000_000_000_000_000_i64..=1_000_000_000_000_000, 0_u32..=9)
        .prop_map(|(digits, places)| Number::ratio(digits.into(), 10_i128.pow(places), 9).unwrap())
}

fn targets() -> impl Strategy<Value = Limit> {
    prop_oneof![
        numbers().prop_map(Limit::AtLeast),
        numbers().prop_map(Limit::AtMost),
        (numbers(), numbers()).prop_filter_map("two different", |(one, other)| {
            Some(Limit::Between(Range::new(one.min(other), one.max(other)).ok()?))
        }),
    ]
}

proptest! {
    #[test]
    fn a_value_meets_the_target_or_the_target_improves_on_it(target in targets(), value in numbers()) {
        let goal = goal(target);
        prop_assert_ne!(goal.met_by(value), goal.is_improvement_on(value));
        prop_assert_eq!(goal.gap(value) == Some(Number::ZERO), goal.met_by(value));
        prop_assert_eq!(goal.progress(value, value), goal.is_improvement_on(value).then_some(Number::ZERO));
    }

    #[test]
    fn the_way_is_gone_where_the_target_begins(target in targets(), from in numbers()) {
        let goal = goal(target);
        let edge = match target {
            Limit::AtLeast(bound) | Limit::AtMost(bound) => bound,
            Limit::Between(range) => if from < range.least() { range.least() } else { range.most() },
        };
        prop_assert_eq!(goal.progress(from, edge), goal.is_improvement_on(from).then_some(1.into()));
    }

    #[test]
    fn nearer_is_no_less_progress(target in targets(), from in numbers(), one in numbers(), other in numbers()) {
        let goal = goal(target);
        if let (Some(a), Some(b)) = (goal.progress(from, one), goal.progress(from, other)) {
            let (near, far) = (goal.gap(one), goal.gap(other));
            if let (Some(near), Some(far)) = (near, far) && near < far {
                prop_assert!(a >= b);
            }
        }
    }

    #[test]
    fn a_baseline_reads_what_it_writes(values in prop::collection::vec(numbers(), 0..9), value in numbers()) {
        let points = (1_i32..).zip(&values).map(|(day, value)| BaselinePoint {
            at: Timestamp::from_seconds(i64::from(day) * 86_400).unwrap(), value: *value,
        });
        let baseline = Baseline::from_series("csat".parse().unwrap(), points.collect(), 6);
        let baseline = baseline.unwrap_or_else(|_| Baseline::new("csat".parse().unwrap(), value, 3).unwrap());
        let text = serde_json::to_string(&baseline).unwrap();
        prop_assert_eq!(serde_json::from_str::<Baseline>(&text).unwrap(), baseline);
    }
}
