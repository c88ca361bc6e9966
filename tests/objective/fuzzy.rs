//! Laws of fuzzy evaluation over random memberships, against decimals.

use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};
use service_quality::quantity::{Number, Share, Weight};
use service_quality::score::fuzzy::{
    Composition, FuzzyCriterion, FuzzyEvaluation, FuzzyEvaluationBuilder, GradeValue, Judged, RowSum,
};

const COMPOSITIONS: [Composition; 4] =
    [Composition::WeightedAverage, Composition::MaxMin, Composition::MaxProduct, Composition::BoundedSum];

fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(9, RoundingStrategy::MidpointAwayFromZero)
}

fn share(value: Decimal) -> Share {
    Share::new(value).unwrap()
}

/// Weights and counts of judgements by four grades.
fn judged() -> impl Strategy<Value = Vec<(Weight, Vec<u64>)>> {
    let weight = (1_i64..1000).prop_map(|digits| Weight::new(Decimal::new(digits, 2)).unwrap());
    let counts = prop::collection::vec(0_u64..20, 4).prop_map(|mut counts| {
        counts[0] += 1;
        counts
    });
    prop::collection::vec((weight, counts), 1..6)
}

fn evaluation(criteria: impl IntoIterator<Item = (Weight, Judged)>, row_sum: RowSum) -> FuzzyEvaluation {
    let grades = [95, 85, 70, 50].map(|value: i32| GradeValue {
        grade: value.to_string().parse().unwrap(),
        value: Some(value.into()),
    });
    let criteria = criteria.into_iter().enumerate();
    let criteria = criteria.map(|(index, (weight, judged))| {
        FuzzyCriterion::new(index.to_string().parse().unwrap(), weight, judged)
    });
    let builder = FuzzyEvaluation::builder(grades).row_sum(row_sum);
    criteria.fold(builder, FuzzyEvaluationBuilder::criterion).build().unwrap()
}

fn of_counts(judged: &[(Weight, Vec<u64>)]) -> FuzzyEvaluation {
    let criteria = judged.iter().map(|(weight, counts)| (*weight, Judged::Counts(counts.clone())));
    evaluation(criteria, RowSum::One)
}

fn sum(shares: &[Share]) -> Decimal {
    shares.iter().map(|share| share.value()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn compositions_are_those_of_decimals(
        rows in prop::collection::vec((1_i64..1000, prop::collection::vec(0_i64..=100, 4)), 1..6)
    ) {
        let criteria = rows.iter().map(|(weight, row)| {
            let row: Vec<Share> = row.iter().map(|entry| share(Decimal::new(*entry, 2))).collect();
            (Weight::new(Decimal::new(*weight, 3)).unwrap(), Judged::Memberships(row))
        });
        prop_assume!(rows.iter().all(|(_, row)| row.iter().any(|entry| *entry > 0)));
        let evaluation = evaluation(criteria, RowSum::Free);
        let whole: i64 = rows.iter().map(|(weight, _)| weight).sum();
        for composition in COMPOSITIONS {
            let Ok(result) = evaluation.by(composition).evaluate() else { continue };
            for grade in 0..4 {
                let terms = rows.iter().map(|(weight, row)| {
                    (Decimal::from(*weight) / Decimal::from(whole), Decimal::new(row[grade], 2), *weight)
                });
                let expected = match composition {
                    // The product before the quotient, so that nothing is lost.
                    Composition::WeightedAverage => {
                        terms.map(|(_, one, weight)| one * Decimal::from(weight)).sum::<Decimal>() / Decimal::from(whole)
                    }
                    Composition::MaxProduct => {
                        terms.map(|(_, one, weight)| one * Decimal::from(weight) / Decimal::from(whole)).max().unwrap()
                    }
                    Composition::MaxMin => terms.map(|(weight, one, _)| weight.min(one)).max().unwrap(),
                    Composition::BoundedSum => {
                        terms.map(|(weight, one, _)| weight.min(one)).sum::<Decimal>().min(Decimal::ONE)
                    }
                };
                prop_assert!((result.memberships[grade].value() - expected).abs() <= Decimal::new(51, 11), "{expected}");
            }
            let weighed: Decimal = evaluation.grades().iter().zip(&result.memberships)
                .map(|(grade, one)| grade.value.unwrap().value() * one.value()).sum();
            prop_assert_eq!(result.score.unwrap().value(), rounded(weighed / sum(&result.memberships)));
            let greatest = result.memberships.iter().max().unwrap();
            let first = result.memberships.iter().position(|one| one == greatest).unwrap();
            prop_assert_eq!(&result.grade, &evaluation.grades()[first].grade);
            prop_assert_eq!(sum(&result.normalised), Decimal::ONE);
        }
    }

    #[test]
    fn memberships_sum_to_one_where_the_rows_do(judged in judged()) {
        let result = of_counts(&judged).evaluate().unwrap();
        // Four roundings of half a unit each; the normalised ones are exact.
        prop_assert!((sum(&result.memberships) - Decimal::ONE).abs() <= Decimal::new(2, 9));
        prop_assert_eq!(sum(&result.normalised), Decimal::ONE);
        let score = result.score.unwrap();
        prop_assert!((Number::from(50)..=Number::from(95)).contains(&score));
    }

    #[test]
    fn neither_order_nor_a_factor_for_all_weights_counts(judged in judged(), factor in 1_i64..50) {
        let mut turned: Vec<_> = judged.clone();
        turned.reverse();
        for (weight, _) in &mut turned {
            *weight = Weight::new(weight.value() * Decimal::from(factor)).unwrap();
        }
        for composition in COMPOSITIONS {
            let straight = of_counts(&judged).by(composition).evaluate();
            prop_assert_eq!(of_counts(&turned).by(composition).evaluate(), straight);
        }
    }

    #[test]
    fn one_criterion_is_the_whole(counts in prop::collection::vec(1_u64..20, 4), times in 1_u64..1000) {
        let one = of_counts(&[(Weight::ONE, counts.clone())]).evaluate().unwrap();
        prop_assert_eq!(&one.memberships, &one.normalised);
        let many = counts.iter().map(|count| count * times).collect();
        prop_assert_eq!(of_counts(&[(Weight::ONE, many)]).evaluate().unwrap(), one);
    }

    #[test]
    fn a_level_of_its_own_is_a_row_of_the_one_above(inner in judged(), outer in judged()) {
        for composition in COMPOSITIONS {
            let below = of_counts(&inner).by(composition).evaluate().unwrap();
            let criteria = inner.iter().enumerate().map(|(index, (weight, counts))| {
                FuzzyCriterion::new(format!("inner {index}").parse().unwrap(), *weight, Judged::Counts(counts.clone()))
            });
            let others = || outer.iter().map(|(weight, counts)| (*weight, Judged::Counts(counts.clone())));
            let nested = (Weight::ONE, Judged::Criteria(criteria.collect()));
            let nested = evaluation([nested].into_iter().chain(others()), RowSum::Free).by(composition);
            let flat = (Weight::ONE, Judged::Memberships(below.memberships.clone()));
            let flat = evaluation([flat].into_iter().chain(others()), RowSum::Free).by(composition);
            let (nested, flat) = (nested.evaluate().unwrap(), flat.evaluate().unwrap());
            prop_assert_eq!(&nested.memberships, &flat.memberships);
            prop_assert_eq!(nested.score, flat.score);
            prop_assert_eq!(&nested.levels, &[("0".parse().unwrap(), below.memberships)]);
        }
    }

    #[test]
    fn documents_return(judged in judged()) {
        let evaluation = of_counts(&judged).by(Composition::BoundedSum);
        let json = serde_json::to_string(&evaluation).unwrap();
        prop_assert_eq!(&serde_json::from_str::<FuzzyEvaluation>(&json).unwrap(), &evaluation);
        let result = evaluation.evaluate().unwrap();
        let json = serde_json::to_string(&result).unwrap();
        prop_assert_eq!(serde_json::from_str::<service_quality::score::fuzzy::FuzzyResult>(&json).unwrap(), result);
    }
}

#[test]
fn clear_and_unclear_grades() {
    let of = |counts: [u64; 4]| of_counts(&[(Weight::ONE, counts.into())]).evaluate().unwrap();
    let texts = |counts| {
        let result = of(counts);
        (
            result.grade.to_string(),
            result.lead.to_string(),
            result.validity.map(|validity| validity.to_string()),
        )
    };
    let expected = |grade: &str, lead: &str, validity: Option<&str>| {
        (grade.to_owned(), lead.to_owned(), validity.map(str::to_owned))
    };
    assert_eq!(texts([1, 1, 1, 1]), expected("95", "0", Some("0")));
    assert_eq!(texts([1, 4, 4, 1]), expected("85", "0", Some("0.25")));
    assert_eq!(texts([1, 2, 6, 1]), expected("70", "0.4", Some("1.166666667")));
    assert_eq!(texts([0, 0, 0, 9]), expected("50", "1", None));
}
