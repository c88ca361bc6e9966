//! Figures that others printed.

use service_quality::analysis::mean;
use service_quality::survey::reliability::{FleissKappa, KrippendorffAlpha, LevelOfMeasurement};
use service_quality::survey::sampling::{Allocation, AllocationRule, SampleSize, Stratum};

#[track_caller]
fn near(found: f64, printed: f64, places: i32) {
    assert!((found - printed).abs() <= 0.5 * 10_f64.powi(-places) + 1e-12, "{found} for {printed}");
}

/// Fleiss (1971) rated by 14 in the much-quoted table of ten subjects: κ = 0.210.
#[test]
fn fleiss() {
    let table = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ];
    let found = FleissKappa::new(&table).unwrap();
    near(found.observed, 0.378, 3);
    near(found.expected, 0.213, 3);
    near(found.kappa.unwrap(), 0.210, 3);
}

/// Krippendorff, *Computing Krippendorff's alpha-reliability* (2011), example C: four observers, twelve units, a dot where
/// one did not rate.
#[test]
fn krippendorff() {
    let raters = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
        .map(|ratings| ratings.chars().map(|rating| rating.to_digit(10).map(f64::from)).collect::<Vec<_>>());
    let alpha = |level| KrippendorffAlpha::new(&raters, level).unwrap();
    near(alpha(LevelOfMeasurement::Nominal).alpha.unwrap(), 0.743, 3);
    near(alpha(LevelOfMeasurement::Ordinal).alpha.unwrap(), 0.815, 3);
    near(alpha(LevelOfMeasurement::Interval).alpha.unwrap(), 0.849, 3);
    near(alpha(LevelOfMeasurement::Ratio).alpha.unwrap(), 0.797, 3);
    assert_eq!((alpha(LevelOfMeasurement::Ratio).items, alpha(LevelOfMeasurement::Ratio).left_out), (11, 1));
}

#[test]
fn samples() {
    let confidence = "0.95".parse().unwrap();
    let size =
        |p, margin, population| SampleSize::for_proportion(p, margin, confidence, population).unwrap().n();
    assert_eq!(
        [size(0.5, 0.05, None), size(0.5, 0.03, None), size(0.5, 0.05, Some(1_000))],
        [385, 1_068, 278]
    );
    assert_eq!(SampleSize::krejcie_morgan(1, 3.841, 0.5, 0.05).unwrap().n(), 1);
}

/// What one stratum cannot take goes to the others by the same rule.
#[test]
fn allocations_within_bounds() {
    use AllocationRule::{Equal, Neyman, Proportional};
    let strata = |strata: &[(u64, f64)]| -> Vec<Stratum> {
        let named = strata.iter().enumerate();
        named
            .map(|(place, (size, sd))| {
                let name = format!("{place}").parse().unwrap();
                Stratum::new(name, *size).unwrap().with_deviation(*sd).unwrap()
            })
            .collect()
    };
    let drawn = |sizes: &[(u64, f64)], n, rule, minimum| -> Vec<u64> {
        let plan = Allocation::new(&strata(sizes), n, rule, minimum).unwrap();
        plan.strata().iter().map(|stratum| stratum.n).collect()
    };
    let sizes = [(1_000, 1.0), (10, 1.0), (500, 1.0)];
    assert_eq!(drawn(&sizes, 90, Equal, 0), [40, 10, 40]);
    assert_eq!(drawn(&sizes, 150, Proportional, 0), [99, 1, 50]);
    assert_eq!(drawn(&sizes, 150, Proportional, 20), [93, 10, 47]);
    // A small stratum of great spread is asked as a whole.
    assert_eq!(drawn(&[(1_000, 1.0), (10, 500.0), (500, 1.0)], 100, Neyman, 0), [60, 10, 30]);
    // No spread, no answers; but where the others are asked as a whole, the rest goes there by size.
    assert_eq!(drawn(&[(20, 1.0), (30, 0.0), (60, 0.0)], 15, Neyman, 0), [15, 0, 0]);
    assert_eq!(drawn(&[(20, 1.0), (30, 0.0), (60, 0.0)], 50, Neyman, 0), [20, 10, 20]);
    // Of equal remainders the stratum given first.
    assert_eq!(drawn(&[(5, 1.0), (5, 1.0), (5, 1.0)], 4, Equal, 0), [2, 1, 1]);
}

#[test]
fn means() {
    // With one degree of freedom t is tan(0.475π) = 12.7062.
    let found = mean::interval(10.0, 2.0, 2, "0.95".parse().unwrap()).unwrap();
    near(found.high(), 10.0 + 12.706_204_736 * 2.0_f64.sqrt(), 6);
    assert!(mean::interval(f64::NAN, 1.0, 9, "0.95".parse().unwrap()).is_err());
    assert!(mean::interval(1.0, -1.0, 9, "0.95".parse().unwrap()).is_err());
    assert!(mean::interval(1.0, 1.0, 9, "1".parse().unwrap()).is_err());
}
