//! Laws of the score interval, and what it says of a commitment.

use proptest::prelude::*;
use service_quality::analysis::{Reading, proportion};
use service_quality::quantity::Share;
use service_quality::sla::{Denominator, OutcomeCounts};

fn share(text: &str) -> Share {
    text.parse().unwrap()
}

#[test]
fn where_nothing_can_be_said_nothing_is() {
    assert!(proportion::wilson(0, 0, share("0.95")).is_err());
    assert!(proportion::wilson(2, 1, share("0.95")).is_err());
    assert!(proportion::wilson(1, 2, Share::ZERO).is_err());
    assert!(proportion::wilson(1, 2, Share::ONE).is_err());
    let none = OutcomeCounts { running: 3, ..OutcomeCounts::default() };
    assert_eq!(none.evidence(share("0.9"), Denominator::Decided, share("0.95")), None);
}

#[test]
fn a_reading_needs_all_of_the_interval_on_one_side() {
    let read = |met: u64, late: u64, target: &str| {
        let counts = OutcomeCounts { met, late, ..OutcomeCounts::default() };
        counts.evidence(share(target), Denominator::Decided, share("0.95")).unwrap().reading
    };
    assert_eq!(read(99, 1, "0.9"), Reading::Above);
    assert_eq!(read(9, 1, "0.9"), Reading::Undecided);
    assert_eq!(read(80, 20, "0.9"), Reading::Below);
    assert_eq!(read(0, 5, "0"), Reading::Above);
    assert_eq!(read(5, 0, "1"), Reading::Undecided, "no number of successes proves a share of 1");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ends_solve_the_score_equation(trials in 1_u32..100_000, part in 0.0_f64..=1.0, wide in any::<bool>()) {
        let (confidence, z) = if wide { ("0.99", 2.575_829_303_548_900_4) } else { ("0.9", 1.644_853_626_951_472_2) };
        let (n, k) = (f64::from(trials), (f64::from(trials) * part).floor());
        let successes = (0..=trials).find(|count| f64::from(*count) >= k).unwrap();
        let interval = proportion::wilson(successes.into(), trials.into(), share(confidence)).unwrap();
        for end in [interval.low(), interval.high()] {
            // (p̂ − p)² = z² p (1 − p) / n
            let off = (k / n - end).powi(2) - z * z * end * (1.0 - end) / n;
            prop_assert!(off.abs() < 1e-12, "{}", off);
        }
        prop_assert!(interval.contains(k / n) && interval.low() >= 0.0 && interval.high() <= 1.0);
        let mirrored = proportion::wilson((trials - successes).into(), trials.into(), share(confidence)).unwrap();
        prop_assert!((mirrored.low() - (1.0 - interval.high())).abs() < 1e-12);
        let wider = proportion::wilson(successes.into(), trials.into(), share("0.999")).unwrap();
        prop_assert!(wider.low() <= interval.low() && wider.high() >= interval.high());
    }
}
