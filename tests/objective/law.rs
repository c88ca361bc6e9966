//! Laws of objectives over random criteria, plans and figures.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};
use service_quality::indicator::{Absence, Measurement, Range};
use service_quality::quantity::{IndicatorId, Number, Score, Weight};
use service_quality::score::objective::{
    AbsenceRule, Aggregate, Baseline, Criteria, Criterion, Evaluation, Include, Judgement, NothingJudged,
    Objective, ObjectivePlan, ObjectivePlanBuilder, OnAbsence, Operator, Outcome, PassMarks, Previous,
    Verdict,
};

const OPERATORS: [Operator; 6] = [
    Operator::Below,
    Operator::AtMost,
    Operator::Equal,
    Operator::NotEqual,
    Operator::AtLeast,
    Operator::Above,
];

fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(9, RoundingStrategy::MidpointAwayFromZero)
}

fn number() -> impl Strategy<Value = Number> + Clone {
    (-500_i64..500, 0_u32..4).prop_map(|(digits, scale)| Number::new(Decimal::new(digits, scale)).unwrap())
}

fn criterion() -> impl Strategy<Value = Criterion> {
    let operator = prop::sample::select(&OPERATORS[..]);
    let range = (number(), 1_i64..300).prop_map(|(least, width)| {
        Range::new(least, Number::new(least.value() + Decimal::from(width)).unwrap()).unwrap()
    });
    prop_oneof![
        (operator.clone(), number()).prop_map(|(operator, target)| Criterion::Value { operator, target }),
        (operator.clone(), number()).prop_map(|(operator, by)| Criterion::Difference { operator, by }),
        (operator, number()).prop_map(|(operator, by)| Criterion::Percent { operator, by }),
        range.clone().prop_map(Criterion::Within),
        range.prop_map(Criterion::Outside),
    ]
}

fn criteria(least: usize) -> impl Strategy<Value = Criteria> {
    prop::collection::vec(prop::collection::vec(criterion(), 0..3), least..3).prop_map(Criteria::any_of)
}

fn weight() -> impl Strategy<Value = Weight> {
    (0_i64..4000, 0_u32..4).prop_map(|(digits, scale)| Weight::new(Decimal::new(digits, scale)).unwrap())
}

fn id(index: usize) -> IndicatorId {
    format!("indicator {index}").parse().unwrap()
}

fn objectives() -> impl Strategy<Value = Vec<Objective>> {
    let judged = (criteria(1), criteria(0), weight(), any::<bool>());
    let one = prop::option::weighted(0.9, judged);
    prop::collection::vec(one, 1..6).prop_map(|given| {
        let built = given.into_iter().enumerate().map(|(index, parts)| {
            let builder = Objective::builder(id(index));
            match parts {
                None => builder.build().unwrap(),
                Some((pass, warning, weight, key)) => {
                    let builder = builder.pass(pass).warning(warning).weight(weight);
                    if key { builder.key() } else { builder }.build().unwrap()
                }
            }
        });
        built.collect()
    })
}

fn measurement() -> impl Strategy<Value = Measurement> {
    prop_oneof![
        6 => number().prop_map(|value| Measurement::present(value, 1)),
        1 => Just(Measurement::absent(Absence::Missing)),
        1 => Just(Measurement::absent(Absence::NotApplicable)),
        1 => Just(Measurement::absent(Absence::Suppressed { n: 2 })),
    ]
}

fn figures() -> impl Strategy<Value = BTreeMap<IndicatorId, Measurement>> {
    prop::collection::btree_map((0_usize..6).prop_map(id), measurement(), 0..6)
}

fn history() -> impl Strategy<Value = Vec<Previous>> {
    let verdicts = [None, Some(Verdict::Pass), Some(Verdict::Warning), Some(Verdict::Fail)];
    let figures = prop::collection::btree_map((0_usize..6).prop_map(id), number(), 0..6);
    let one = (prop::sample::select(verdicts.to_vec()), figures);
    prop::collection::vec(one.prop_map(|(verdict, figures)| Previous { verdict, figures }), 0..5)
}

fn aggregate() -> impl Strategy<Value = Aggregate> {
    let share = (0_i64..=1000).prop_map(|digits| Decimal::new(digits, 3).try_into().unwrap());
    prop_oneof![Just(Aggregate::Mean), share.prop_map(Aggregate::Quantile)]
}

fn marks() -> impl Strategy<Value = PassMarks> {
    (0_i64..=100, prop::option::of(0_i64..=100)).prop_map(|(pass, below)| {
        let score = |value: i64| Score::new(value.into()).unwrap();
        PassMarks::new(score(pass), below.map(|below| score(pass * below / 100))).unwrap()
    })
}

prop_compose! {
    fn settings()(
        marks in marks(),
        include in prop::sample::select(&[Include::All, Include::PassOrWarning, Include::Pass][..]),
        count in 1_u32..4,
        aggregate in aggregate(),
        rules in prop::collection::vec(prop::sample::select(&[OnAbsence::Fail, OnAbsence::LeaveOut][..]), 3),
        nothing in prop::sample::select(&[NothingJudged::Undecided, NothingJudged::Full, NothingJudged::Zero][..]),
    ) -> (PassMarks, Baseline, AbsenceRule, NothingJudged) {
        let rule = AbsenceRule { missing: rules[0], suppressed: rules[1], not_applicable: rules[2] };
        (marks, Baseline::new(include, count, aggregate).unwrap(), rule, nothing)
    }
}

fn plan(
    (marks, baseline, rule, nothing): (PassMarks, Baseline, AbsenceRule, NothingJudged),
    objectives: impl IntoIterator<Item = Objective>,
) -> ObjectivePlan {
    let builder = ObjectivePlan::builder(marks).baseline(baseline).absence(rule).nothing_judged(nothing);
    objectives.into_iter().fold(builder, ObjectivePlanBuilder::objective).build().unwrap()
}

/// Percent and verdict, from the judgements alone, in decimals.
fn reference(plan: &ObjectivePlan, evaluation: &Evaluation) -> (Option<Decimal>, Option<Verdict>) {
    let (mut points, mut maximum, mut key) = (Decimal::ZERO, Decimal::ZERO, false);
    for one in &evaluation.objectives {
        let part = match one.judgement {
            Judgement::Pass => Decimal::ONE,
            Judgement::Warning => Decimal::new(5, 1),
            Judgement::Fail => Decimal::ZERO,
            Judgement::Informational | Judgement::LeftOut => continue,
        };
        points += part * one.weight.value();
        maximum += one.weight.value();
        key |= one.key && one.judgement == Judgement::Fail;
    }
    let percent = match plan.nothing_judged() {
        _ if !maximum.is_zero() => Some(rounded(Decimal::ONE_HUNDRED * points / maximum)),
        NothingJudged::Undecided => None,
        NothingJudged::Full => Some(Decimal::ONE_HUNDRED),
        NothingJudged::Zero => Some(Decimal::ZERO),
    };
    let marks = plan.pass_marks();
    let verdict = percent.map(|percent| {
        if percent >= marks.pass().value() {
            Verdict::Pass
        } else if marks.warning().is_some_and(|warning| percent >= warning.value()) {
            Verdict::Warning
        } else {
            Verdict::Fail
        }
    });
    (percent, if key { Some(Verdict::Fail) } else { verdict })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn criteria_read_what_they_write(criterion in criterion()) {
        prop_assert_eq!(criterion.to_string().parse::<Criterion>().unwrap(), criterion);
    }

    #[test]
    fn any_text_is_a_criterion_or_a_fault(text in "(in|not in|[<>=!]{0,3})[ \\[(+-]{0,2}[0-9.e,NaN]{0,6}[%\\])]{0,2}") {
        match text.parse::<Criterion>() {
            Ok(criterion) => prop_assert_eq!(criterion.to_string().parse::<Criterion>().unwrap(), criterion),
            Err(error) => prop_assert!(error.to_string().starts_with("criterion `")),
        }
    }

    #[test]
    fn just_one_of_a_criterion_and_its_negation_holds(
        criterion in criterion(), value in number(), previous in prop::option::of(number())
    ) {
        let check = criterion.check(Some(value), previous).unwrap();
        let negated = criterion.negated().check(Some(value), previous).unwrap();
        prop_assert_eq!(check.target, negated.target);
        if check.outcome == Outcome::Skipped {
            prop_assert!(criterion.is_relative() && previous.is_none() && negated.outcome == Outcome::Skipped);
        } else {
            prop_assert_ne!(check.holds(), negated.holds());
        }
    }

    #[test]
    fn targets_are_those_of_decimals(criterion in criterion(), previous in number()) {
        let expected = match criterion {
            Criterion::Value { target, .. } => Some(target.value()),
            Criterion::Difference { by, .. } => Some(previous.value() + by.value()),
            Criterion::Percent { by, .. } => {
                Some(rounded(previous.value() * (Decimal::ONE_HUNDRED + by.value()) / Decimal::ONE_HUNDRED))
            }
            Criterion::Within(_) | Criterion::Outside(_) => None,
        };
        prop_assert_eq!(criterion.target(Some(previous)).unwrap().map(Number::value), expected);
    }

    #[test]
    fn aggregates_are_those_of_decimals(mut figures in prop::collection::vec(number(), 1..12), aggregate in aggregate()) {
        let found = aggregate.of(&figures).unwrap().value();
        figures.sort();
        let n = Decimal::from(figures.len());
        let expected = match aggregate {
            Aggregate::Mean => figures.iter().map(|figure| figure.value()).sum::<Decimal>() / n,
            Aggregate::Quantile(p) => {
                let position = (p.value() * (n + Decimal::ONE)).max(Decimal::ONE).min(n);
                let lower = usize::try_from(position.floor().mantissa()).unwrap();
                let low = figures[lower - 1].value();
                let high = figures.get(lower).map_or(low, |figure| figure.value());
                low + (position - position.floor()) * (high - low)
            }
        };
        prop_assert_eq!(found, rounded(expected));
    }

    #[test]
    fn limits_bound_what_meets_the_set(
        set in prop::collection::vec(criterion(), 0..4), value in number(), previous in prop::option::of(number())
    ) {
        let criteria = Criteria::all_of(set);
        let limits = criteria.limits(previous).unwrap()[0];
        if Criteria::hold(&criteria.check(Some(value), previous).unwrap()) {
            prop_assert!(limits.least.is_none_or(|least| value >= least));
            prop_assert!(limits.most.is_none_or(|most| value <= most));
        }
    }

    #[test]
    fn totals_are_those_of_decimals(
        settings in settings(), objectives in objectives(), figures in figures(), history in history()
    ) {
        let plan = plan(settings, objectives);
        let evaluation = plan.evaluate(&figures, &history).unwrap();
        let (percent, verdict) = reference(&plan, &evaluation);
        prop_assert_eq!(evaluation.total.percent.map(Score::value), percent);
        prop_assert_eq!(evaluation.total.verdict, verdict);
        for (result, objective) in evaluation.objectives.iter().zip(plan.objectives()) {
            let previous = plan.baseline().figure(objective.indicator(), &history);
            prop_assert_eq!(result.previous, previous);
            let value = result.figure.value();
            if value.is_some() && !objective.is_informational() {
                let holds = |criteria: &Criteria| Criteria::hold(&criteria.check(value, previous).unwrap());
                let expected = if holds(objective.pass()) {
                    Judgement::Pass
                } else if holds(objective.warning()) {
                    Judgement::Warning
                } else {
                    Judgement::Fail
                };
                prop_assert_eq!(result.judgement, expected);
            }
        }
    }

    #[test]
    fn the_order_of_objectives_changes_nothing(
        settings in settings(), objectives in objectives(), figures in figures(), history in history(), turn in 0_usize..6
    ) {
        let straight = plan(settings, objectives.clone()).evaluate(&figures, &history).unwrap();
        let mut turned = objectives;
        turned.reverse();
        let middle = turn % turned.len();
        turned.rotate_left(middle);
        let mut turned = plan(settings, turned).evaluate(&figures, &history).unwrap();
        turned.objectives.sort_by(|one, other| one.indicator.cmp(&other.indicator));
        turned.total.failed_keys.sort();
        prop_assert_eq!(turned, straight);
    }

    #[test]
    fn one_factor_for_all_weights_changes_no_percentage(
        settings in settings(), objectives in objectives(), figures in figures(), factor in 1_i64..200
    ) {
        let straight = plan(settings, objectives.clone()).evaluate(&figures, &[]).unwrap();
        let weighed = objectives.iter().map(|one| {
            let weight = Weight::new(one.weight().value() * Decimal::from(factor)).unwrap();
            let builder = Objective::builder(one.indicator().clone()).weight(weight);
            let builder = builder.pass(one.pass().clone()).warning(one.warning().clone());
            if one.is_key() { builder.key() } else { builder }.build().unwrap()
        });
        let weighed = plan(settings, weighed).evaluate(&figures, &[]).unwrap();
        prop_assert_eq!(weighed.total.percent, straight.total.percent);
        prop_assert_eq!(weighed.total.verdict, straight.total.verdict);
    }

    #[test]
    fn only_warnings_come_to_half(weights in prop::collection::vec(weight(), 1..6)) {
        let settings = (PassMarks::new(Score::MAX, None).unwrap(), Baseline::default(), AbsenceRule::default(), NothingJudged::Undecided);
        let objectives = weights.iter().enumerate().map(|(index, weight)| {
            let (pass, warning) = ("<0".parse().unwrap(), "<1".parse().unwrap());
            let builder = Objective::builder(id(index)).weight(*weight);
            builder.pass(Criteria::all_of([pass])).warning(Criteria::all_of([warning])).build().unwrap()
        });
        let figures = (0..weights.len()).map(|index| (id(index), Measurement::present(Number::ZERO, 1))).collect();
        let total = plan(settings, objectives).evaluate(&figures, &[]).unwrap().total;
        let weight: Decimal = weights.iter().map(|weight| weight.value()).sum();
        prop_assert_eq!(total.maximum.value(), weight);
        prop_assert_eq!(total.points.value() * Decimal::TWO, weight);
        prop_assert_eq!(total.percent, (!weight.is_zero()).then(|| "50".parse().unwrap()));
    }

    /// Where less is better, less is never worse, and a laxer target neither.
    #[test]
    fn less_is_never_worse_below_a_target(
        settings in settings(),
        targets in prop::collection::vec((number(), number(), any::<bool>()), 1..5),
        values in prop::collection::vec(number(), 5),
        better in 0_u32..100,
        history in history(),
    ) {
        let most = |target: Number, laxer: u32, relative: bool| {
            let by = Number::new(target.value() + Decimal::from(laxer)).unwrap();
            let operator = Operator::AtMost;
            Criteria::all_of([if relative {
                Criterion::Difference { operator, by }
            } else {
                Criterion::Value { operator, target: by }
            }])
        };
        let evaluate = |laxer: u32, less: u32| {
            let objectives = targets.iter().enumerate().map(|(index, (pass, warning, relative))| {
                let builder = Objective::builder(id(index)).pass(most(*pass, laxer, *relative));
                builder.warning(most(*warning, laxer, *relative)).build().unwrap()
            });
            let figures = values.iter().enumerate().map(|(index, value)| {
                let value = Number::new(value.value() - Decimal::from(less)).unwrap();
                (id(index), Measurement::present(value, 1))
            });
            plan(settings, objectives).evaluate(&figures.collect(), &history).unwrap()
        };
        let before = evaluate(0, 0);
        for after in [evaluate(0, better), evaluate(better, 0)] {
            prop_assert!(after.total.percent >= before.total.percent);
            prop_assert!(after.total.verdict <= before.total.verdict);
            for (after, before) in after.objectives.iter().zip(&before.objectives) {
                prop_assert!(after.judgement <= before.judgement);
            }
        }
    }

    #[test]
    fn documents_return(
        settings in settings(), objectives in objectives(), figures in figures(), history in history()
    ) {
        let plan = plan(settings, objectives);
        let json = serde_json::to_string(&plan).unwrap();
        prop_assert_eq!(&serde_json::from_str::<ObjectivePlan>(&json).unwrap(), &plan);
        let evaluation = plan.evaluate(&figures, &history).unwrap();
        let json = serde_json::to_string(&evaluation).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Evaluation>(&json).unwrap(), &evaluation);
        prop_assert!(evaluation.to_string().lines().count() > evaluation.objectives.len());
    }
}
