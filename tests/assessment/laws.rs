use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::Decimal;
use service_quality::assessment::{
    AgreementTally, Assessment, Assessor, Checklist, CriticalRule, Criticality, Inspection, InspectionResult,
    Item, Mark, NoAgreement, Panel, PanelTally, Rating, ScaleLevel,
};
use service_quality::quantity::{Name, Number, Share, Weight};

use super::{at, bytes};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() }
}

fn number(tenths: i32) -> Number {
    Number::ratio(tenths.into(), 10, 1).unwrap()
}

fn share(percent: u8) -> Share {
    format!("{percent}e-2").parse().unwrap()
}

fn assessor() -> impl Strategy<Value = Assessor> {
    prop_oneof!["internal", "customer", "third_party", "self", "press"].prop_map(|word| word.parse().unwrap())
}

/// Subjects, each with the part of the work that counts it.
fn assessments() -> impl Strategy<Value = Vec<(Assessment, usize)>> {
    let rating =
        (assessor(), -20_i32..60).prop_map(|(assessor, tenths)| Rating::new(assessor, number(tenths)));
    let ratings = proptest::collection::vec(rating, 1..6);
    proptest::collection::vec((ratings, 0_usize..4), 0..16).prop_map(|subjects| {
        let of = |(index, (ratings, part)): (usize, (Vec<Rating>, usize))| {
            (Assessment::new(format!("s-{index}").parse().unwrap(), at(), ratings).unwrap(), part)
        };
        subjects.into_iter().enumerate().map(of).collect()
    })
}

/// Every order and split that is tried gives the bytes of one pass.
fn merges<
    T: Clone + Default + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
>(
    work: &[(Assessment, usize)],
    record: impl Fn(&mut T, &Assessment),
    merge: impl Fn(&mut T, &T),
) -> Result<T, TestCaseError> {
    let fold = |subjects: Vec<&Assessment>| {
        subjects.into_iter().fold(T::default(), |mut sum, subject| {
            record(&mut sum, subject);
            sum
        })
    };
    let whole = fold(work.iter().map(|(subject, _)| subject).collect());
    let backward = fold(work.iter().rev().map(|(subject, _)| subject).collect());
    prop_assert_eq!(bytes(&backward), bytes(&whole), "from the back");
    let part =
        |part: usize| fold(work.iter().filter(|(_, of)| *of == part).map(|(subject, _)| subject).collect());
    let stored = |part: &T| serde_json::from_str::<T>(&bytes(part)).unwrap();
    for order in [[0, 1, 2, 3], [3, 1, 0, 2]] {
        let merged = order.into_iter().fold(T::default(), |mut sum, index| {
            merge(&mut sum, &stored(&part(index)));
            sum
        });
        prop_assert_eq!(&merged, &whole, "in parts");
        prop_assert_eq!(bytes(&merged), bytes(&whole), "in parts");
    }
    let (mut left, mut right) = (part(2), part(0));
    merge(&mut left, &part(1));
    merge(&mut right, &part(3));
    merge(&mut right, &left);
    prop_assert_eq!(bytes(&right), bytes(&whole), "in pairs");
    Ok(whole)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn panel_tallies_merge_in_any_order(work in assessments()) {
        merges::<PanelTally>(&work, |sum, one| sum.record(one).unwrap(), |sum, part| sum.merge(part).unwrap())?;
    }

    #[test]
    fn agreement_tallies_merge_in_any_order(work in assessments()) {
        let whole = merges::<AgreementTally>(&work, |sum, one| sum.record(one).unwrap(), |sum, part| sum.merge(part).unwrap())?;
        let rated = |times: std::ops::RangeFrom<usize>| work.iter().filter(|(one, _)| times.contains(&one.ratings().len())).count() as u64;
        prop_assert_eq!(whole.units(), rated(2..));
        prop_assert_eq!(whole.unpaired(), rated(1..) - rated(2..));
    }

    #[test]
    fn contributions_add_up(
        work in assessments(),
        weights in proptest::collection::btree_map(assessor(), 0_u32..1_000, 1..5),
        min_coverage in 0_u8..=100,
    ) {
        prop_assume!(weights.values().any(|weight| *weight > 0));
        let weight = |weight: u32| -> Weight { format!("{weight}e-3").parse().unwrap() };
        let panel = Panel::new(weights.iter().map(|(who, w)| (who.clone(), weight(*w))).collect()).unwrap();
        let mut tally = PanelTally::default();
        for (one, _) in &work {
            tally.record(one).unwrap();
        }
        let combined = panel.with_min_coverage(share(min_coverage)).combine(&tally).unwrap();
        let (mut sum, mut ones, mut mean, mut present) = (Decimal::ZERO, Decimal::ZERO, 0.0, 0.0);
        for part in &combined.parts {
            sum += part.contribution.unwrap_or_default().value();
            ones += part.effective_weight.unwrap_or(Share::ZERO).value();
            if let (Some(of), Some(weight)) = (part.mean, part.weight) {
                let weight: f64 = weight.to_string().parse().unwrap();
                mean += weight * of.to_string().parse::<f64>().unwrap();
                present += weight;
            }
        }
        match combined.value {
            Some(value) => {
                prop_assert_eq!(sum, value.value());
                prop_assert_eq!(ones, Decimal::ONE);
                let float: f64 = value.to_string().parse().unwrap();
                prop_assert!((float - mean / present).abs() < 5e-9, "{} or {}", float, mean / present);
            }
            None => prop_assert!(combined.coverage < combined.min_coverage || present == 0.0),
        }
        prop_assert_eq!(serde_json::from_str::<service_quality::assessment::Combined>(&bytes(&combined)).unwrap(), combined);
    }

    #[test]
    fn alpha_is_that_of_the_coincidence_matrix(work in assessments()) {
        let mut tally = AgreementTally::default();
        for (one, _) in &work {
            tally.record(one).unwrap();
        }
        for level in [ScaleLevel::Nominal, ScaleLevel::Ordinal, ScaleLevel::Interval] {
            match (tally.alpha(level), float_alpha(&work, level)) {
                (Ok(exact), Some(float)) => {
                    let exact: f64 = exact.to_string().parse().unwrap();
                    prop_assert!((exact - float).abs() < 2e-9, "{level:?}: {exact} or {float}");
                }
                (Err(NoAgreement::NoPairs | NoAgreement::NoVariation), None) => {}
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }

    #[test]
    fn raters_that_agree_have_alpha_one(values in proptest::collection::vec((-20_i32..20, 2_usize..6), 2..12)) {
        prop_assume!(values.iter().any(|(value, _)| *value != values[0].0));
        let mut tally = AgreementTally::default();
        for (index, (value, raters)) in values.into_iter().enumerate() {
            let ratings = (0..raters).map(|_| Rating::new(Assessor::Internal, number(value)));
            tally.record(&Assessment::new(index.to_string().parse().unwrap(), at(), ratings).unwrap()).unwrap();
        }
        for level in [ScaleLevel::Nominal, ScaleLevel::Ordinal, ScaleLevel::Interval] {
            prop_assert_eq!(tally.alpha(level), Ok(1.into()));
        }
        prop_assert_eq!(tally.pairwise(), Ok(Share::ONE));
    }
}

/// Alpha straight from its definition, in floats.
fn float_alpha(work: &[(Assessment, usize)], level: ScaleLevel) -> Option<f64> {
    let mut matrix = BTreeMap::<(Number, Number), f64>::new();
    let mut counts = BTreeMap::<Number, f64>::new();
    for (one, _) in work.iter().filter(|(one, _)| one.ratings().len() > 1) {
        let partners = f64::from(u32::try_from(one.ratings().len() - 1).unwrap());
        for (i, left) in one.ratings().iter().enumerate() {
            *counts.entry(left.value()).or_default() += 1.0;
            for (j, right) in one.ratings().iter().enumerate() {
                if i != j {
                    *matrix.entry((left.value(), right.value())).or_default() += 1.0 / partners;
                }
            }
        }
    }
    let n: f64 = counts.values().sum();
    let apart = |k: Number, l: Number| match level {
        ScaleLevel::Nominal => f64::from(u8::from(k != l)),
        ScaleLevel::Ordinal => {
            let between: f64 = counts.range(k.min(l)..=k.max(l)).map(|(_, count)| count).sum();
            (between - f64::midpoint(counts[&k], counts[&l])).powi(2)
        }
        ScaleLevel::Interval => {
            let float = |value: Number| value.to_string().parse::<f64>().unwrap();
            (float(k) - float(l)).powi(2)
        }
    };
    let observed: f64 = matrix.iter().map(|((k, l), count)| count * apart(*k, *l)).sum();
    let pairs = counts.iter().flat_map(|k| counts.iter().map(move |l| (k, l)));
    let expected: f64 = pairs.map(|((k, nk), (l, nl))| nk * nl * apart(*k, *l)).sum();
    (expected > 0.0).then(|| 1.0 - (n - 1.0) * observed / expected)
}

/// Items with a mark each: worth points, how critical, marked how.
type Row = (u32, u8, Mark);

/// Below it, an item is critical.
const CRITICAL: u8 = 2;

fn mark(points: u32, critical: u8) -> impl Strategy<Value = Mark> {
    let part =
        (0..=points).prop_map(move |part| if critical < CRITICAL { part / points * points } else { part });
    prop_oneof![
        2 => Just(Mark::Passed),
        1 => Just(Mark::Failed),
        1 => part.prop_map(|points| Mark::Points(points.to_string().parse().unwrap())),
        1 => Just(Mark::NotApplicable),
        1 => Just(Mark::NotChecked),
    ]
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (1_u32..40, 0_u8..5)
        .prop_flat_map(|(points, critical)| (Just(points), Just(critical), mark(points, critical)));
    proptest::collection::vec(row, 1..8)
}

fn settings() -> impl Strategy<Value = (Option<u8>, CriticalRule)> {
    let rule = prop_oneof![
        Just(CriticalRule::FailForm),
        Just(CriticalRule::ZeroScore),
        Just(CriticalRule::NoEffect)
    ];
    (proptest::option::of(0_u8..=100), rule)
}

fn checklist(rows: &[Row], (pass_mark, rule): (Option<u8>, CriticalRule)) -> Checklist {
    let item = |(index, (points, critical, _)): (usize, &Row)| {
        let name = Name::new("item").unwrap();
        let item =
            Item::new(index.to_string().parse().unwrap(), name, points.to_string().parse().unwrap()).unwrap();
        match critical {
            0 => item.with_criticality(Criticality::Customer),
            1 => item.with_criticality(Criticality::Business),
            _ => item,
        }
    };
    let (id, version, name) = ("c".parse().unwrap(), "1".parse().unwrap(), Name::new("c").unwrap());
    let checklist = Checklist::new(id, version, name, rows.iter().enumerate().map(item)).unwrap();
    let checklist = checklist.with_critical_rule(rule);
    match pass_mark {
        Some(percent) => checklist.with_pass_mark(share(percent)),
        None => checklist,
    }
}

fn assess(checklist: &Checklist, rows: &[Row]) -> InspectionResult {
    let form = Inspection::new("i".parse().unwrap(), "c".parse().unwrap(), "1".parse().unwrap(), at());
    let form = rows
        .iter()
        .enumerate()
        .fold(form, |form, (index, (.., mark))| form.with_mark(index.to_string().parse().unwrap(), *mark));
    checklist.assess(&form).unwrap()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_does_not_apply_changes_nothing(rows in rows(), settings in settings(), points in 1_u32..40) {
        let without = assess(&checklist(&rows, settings), &rows);
        // Not critical: a checklist with critical items decides, even where none of them applies.
        let more = [rows.as_slice(), &[(points, 9, Mark::NotApplicable)]].concat();
        let with = assess(&checklist(&more, settings), &more);
        prop_assert_eq!(
            (with.earned, with.checked, with.applicable, with.score, with.raw_score, with.passed),
            (without.earned, without.checked, without.applicable, without.score, without.raw_score, without.passed)
        );
        prop_assert_eq!(with.to_string(), without.to_string());
    }

    #[test]
    fn a_verdict_holds_whatever_was_not_checked(
        rows in rows(),
        settings in settings(),
        fill in proptest::collection::vec(0_u32..3, 8),
    ) {
        let checklist = checklist(&rows, settings);
        let partial = assess(&checklist, &rows);
        let mut filled = rows.clone();
        for ((points, critical, mark), fill) in filled.iter_mut().zip(fill) {
            if *mark == Mark::NotChecked {
                *mark = match fill {
                    0 => Mark::Failed,
                    _ if fill == 1 || *critical < CRITICAL => Mark::Passed,
                    _ => Mark::Points((*points / 2).to_string().parse().unwrap()),
                };
            }
        }
        let whole = assess(&checklist, &filled);
        if partial.passed.is_some() {
            prop_assert_eq!(whole.passed, partial.passed);
        }
        if checklist.decides() && whole.applicable > Number::ZERO && settings.0.is_some() {
            prop_assert!(whole.passed.is_some());
        }
        for finding in &partial.findings {
            if let service_quality::assessment::Finding::Covered { low, high, .. } = finding {
                let raw = whole.raw_score.unwrap();
                prop_assert!(*low <= raw && raw <= *high);
            }
        }
        prop_assert_eq!(serde_json::from_str::<InspectionResult>(&bytes(&whole)).unwrap(), whole);
    }
}
