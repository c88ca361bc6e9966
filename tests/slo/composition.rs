//! Compositions against sums over all states of their parts, in rationals of a common denominator.

use proptest::prelude::*;
use service_quality::quantity::{Number, Share, Weight};
use service_quality::slo::composition::{
    CompositeMember, CompositeMode, CompositeOutcome, CompositeSlo, CompositeStatus, Composition,
};

/// A share in thousandths.
fn share(thousandths: u32) -> Share {
    format!("{thousandths}e-3").parse().unwrap()
}

fn parts(thousandths: &[u32]) -> Vec<Composition> {
    thousandths.iter().map(|part| Composition::part(share(*part))).collect()
}

/// The probability, in `1000^-n`, of the states that a rule accepts by the number of parts that are up.
fn over_all_states(parts: &[u32], accepted: impl Fn(usize) -> bool) -> u128 {
    (0..1_u32 << parts.len())
        .filter(|state| accepted(state.count_ones() as usize))
        .map(|state| {
            let states = parts.iter().enumerate();
            states
                .map(|(n, part)| u128::from(if state >> n & 1 == 1 { *part } else { 1_000 - part }))
                .product::<u128>()
        })
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn availability_is_the_sum_over_all_states(thousandths in proptest::collection::vec(0_u32..=1_000, 1..7), k in 1_usize..7) {
        let n = thousandths.len();
        let k = k.min(n);
        let denominator = 1_000_i128.pow(u32::try_from(n).unwrap());
        let shown = |states: u128| Number::ratio(i128::try_from(states).unwrap(), denominator, 9).unwrap();
        let all = || parts(&thousandths);
        let exact = Composition::at_least(k, all()).unwrap().availability();
        let states = over_all_states(&thousandths, |up| up >= k);
        prop_assert_eq!(exact.share(9), shown(states));
        prop_assert!(exact.met(share(u32::try_from(states * 1_000 / denominator.unsigned_abs()).unwrap())));
        prop_assert_eq!(Composition::serial(all()).unwrap().availability(), Composition::at_least(n, all()).unwrap().availability());
        prop_assert_eq!(Composition::parallel(all()).unwrap().availability(), Composition::at_least(1, all()).unwrap().availability());
        let mut turned = all();
        turned.reverse();
        prop_assert_eq!(exact, Composition::at_least(k, turned).unwrap().availability());
    }

    #[test]
    fn composites_lie_between_their_members(
        members in proptest::collection::vec((0_u32..50, prop::option::of(0_u32..=1_000)), 0..8),
    ) {
        let given: Vec<CompositeMember> = members.iter().enumerate().map(|(index, (weight, level))| {
            CompositeMember::new(format!("o{index}").parse().unwrap(), weight.to_string().parse().unwrap(), level.map(share).map(Into::into))
        }).collect();
        let outcome = |mode| CompositeSlo::new(mode, share(990)).unwrap().evaluate(&given).unwrap();
        let level = |mode| outcome(mode).level().map(|level| level.share(9));
        let known: Vec<(i128, i128)> =
            members.iter().filter_map(|(weight, level)| Some((i128::from(*weight), i128::from((*level)?)))).collect();
        let worst = known.iter().map(|(_, level)| *level).min();
        prop_assert_eq!(level(CompositeMode::Worst), worst.and_then(|worst| Number::ratio(worst, 1_000, 9)));
        let weights: i128 = known.iter().map(|(weight, _)| weight).sum();
        let sum: i128 = known.iter().map(|(weight, level)| weight * level).sum();
        prop_assert_eq!(level(CompositeMode::WeightedMean), Number::ratio(sum, 1_000 * weights, 9));
        let missing: i128 = known.iter().map(|(weight, level)| weight * (1_000 - level)).sum();
        let expected = worst.and_then(|_| Number::ratio(1_000 - missing, 1_000, 9));
        prop_assert_eq!(level(CompositeMode::MissingParts), expected);
        let none = known.is_empty();
        prop_assert_eq!(outcome(CompositeMode::Worst).status() == CompositeStatus::NoData, none);
    }
}

#[test]
fn large_compositions_stay_exact() {
    let nines = "0.999999999".parse().unwrap();
    let all = |n: usize| (0..n).map(move |_| Composition::part(nines));
    let serial = Composition::serial(all(256)).unwrap().availability();
    assert_eq!(serial.share(9).to_string(), "0.999999744");
    assert_eq!(Composition::at_least(1, all(200)).unwrap().availability().share(9).to_string(), "1");
    assert!(!Composition::parallel(all(50)).unwrap().availability().met(Share::ONE), "not quite");
    assert_eq!(
        Composition::serial(all(257)).unwrap_err().to_string(),
        "the size of a composition is `257`: allowed is at most 256 parts"
    );
    assert_eq!(Composition::serial([]).unwrap().availability().share(0).to_string(), "1");
    assert_eq!(Composition::parallel([]).unwrap().availability().share(0).to_string(), "0");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let part = || Composition::part(share(990));
    assert_eq!(
        Composition::at_least(0, [part()]).unwrap_err().to_string(),
        "`k` is `0`: allowed is 1 to the number of parts, 1"
    );
    let deep = (0..31).fold(part(), |inner, _| Composition::serial([inner]).unwrap());
    assert_eq!(
        Composition::parallel([deep]).unwrap_err().to_string(),
        "the depth of a composition is `33`: allowed is at most 32 levels"
    );
    let nested = format!("{}{}", r#"{"serial":["#.repeat(60), "]}".repeat(60));
    assert!(
        serde_json::from_str::<Composition>(&nested).unwrap_err().to_string().contains("at most 32 levels")
    );
    let member = |id: &str| CompositeMember::new(id.parse().unwrap(), "1".parse::<Weight>().unwrap(), None);
    let slo = CompositeSlo::new(CompositeMode::Worst, share(990)).unwrap();
    assert_eq!(
        slo.evaluate(&[member("a"), member("a")]).unwrap_err().to_string(),
        "members[1]: `a` is given twice; give each its own id"
    );
    let nothing: CompositeOutcome = slo.evaluate(&[]).unwrap();
    assert_eq!((nothing.level(), nothing.consumed(2), nothing.budget()), (None, None, None));
    assert!(CompositeSlo::new(CompositeMode::Worst, Share::ZERO).is_err());
}

#[test]
fn the_rule_of_thumb_adds_what_is_missing_in_series_alone() {
    let first_order = |composition: Composition| composition.first_order().share(9).to_string();
    let two = || parts(&[900, 800]);
    assert_eq!(first_order(Composition::serial(two()).unwrap()), "0.7");
    assert_eq!(first_order(Composition::parallel(two()).unwrap()), "0.98", "exact");
    assert_eq!(first_order(Composition::serial([Composition::parallel(two()).unwrap()]).unwrap()), "0.98");
    assert_eq!(first_order(Composition::serial(parts(&[100, 200, 300])).unwrap()), "-1.4");
}
