//! What holds for every sample, table and rating.

use std::collections::BTreeMap;

use proptest::prelude::*;
use service_quality::assessment::{AgreementTally, Assessment, Assessor, Rating, ScaleLevel};
use service_quality::quantity::{Label, Share, Timestamp};
use service_quality::survey::reliability::{
    CohenKappa, CronbachAlpha, KrippendorffAlpha, LevelOfMeasurement,
};
use service_quality::survey::sampling::{
    Allocation, AllocationRule, CoverageReport, Observation, Population, PostStratification, Raking,
    Representativity, SampleSize, StratifiedMean, Stratum,
};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() }
}

fn share(text: &str) -> Share {
    text.parse().unwrap()
}

fn label(place: usize) -> Label {
    format!("stratum {place:02}").parse().unwrap()
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

/// Sizes and deviations.
fn strata() -> impl Strategy<Value = Vec<Stratum>> {
    let deviation = prop_oneof![Just(0.0), Just(1.0), 0.01_f64..50.0];
    prop::collection::vec((1_u64..500, deviation), 1..9).prop_map(|strata| {
        let stratum = |(place, (size, deviation))| {
            Stratum::new(label(place), size).unwrap().with_deviation(deviation).unwrap()
        };
        strata.into_iter().enumerate().map(stratum).collect()
    })
}

/// Answers of each stratum, and how many people it has.
fn answered() -> impl Strategy<Value = (BTreeMap<Label, u64>, BTreeMap<Label, u64>)> {
    prop::collection::vec((1_u64..200, 0_u64..10_000), 1..8).prop_map(|strata| {
        let counts = |count: fn(&(u64, u64)) -> u64| {
            strata.iter().enumerate().map(|(place, one)| (label(place), count(one))).collect()
        };
        (counts(|(n, _)| *n), counts(|(n, more)| n + more))
    })
}

fn float(count: u64) -> f64 {
    u32::try_from(count).unwrap().into()
}

fn ratings() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
    let rating = prop::option::weighted(0.8, (0_u8..5).prop_map(f64::from));
    (2_usize..5).prop_flat_map(move |items| {
        prop::collection::vec(prop::collection::vec(rating.clone(), items), 2..12)
    })
}

/// How two ratings differ.
type Difference<'a> = &'a dyn Fn(f64, f64) -> f64;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_allocation_sums_to_the_sample_within_bounds(
        strata in strata(), part in 0.0_f64..=1.0, minimum in 0_u64..20, rule in 0..3_u8,
    ) {
        let rule = [AllocationRule::Proportional, AllocationRule::Neyman, AllocationRule::Equal][usize::from(rule)];
        let population: u64 = strata.iter().map(Stratum::size).sum();
        let least: u64 = strata.iter().map(|stratum| stratum.size().min(minimum)).sum();
        let n = (0..=population).find(|n| float(*n) >= float(population) * part).unwrap().max(least);
        let plan = Allocation::new(&strata, n, rule, minimum);
        if rule == AllocationRule::Neyman && strata.iter().all(|stratum| stratum.deviation() == 0.0) {
            prop_assert!(plan.is_err());
            return Ok(());
        }
        let plan = plan.unwrap();
        prop_assert_eq!(plan.strata().iter().map(|stratum| stratum.n).sum::<u64>(), n);
        for (drawn, stratum) in plan.strata().iter().zip(&strata) {
            prop_assert!(drawn.n <= stratum.size() && drawn.n >= stratum.size().min(minimum), "{plan}");
        }
        // Where no bound is met, nobody is more than one answer from the quota.
        let free = |one: &service_quality::survey::sampling::AllocatedStratum| {
            one.quota <= float(one.size) && one.quota >= float(one.size.min(minimum))
        };
        if plan.strata().iter().all(free) {
            prop_assert!(plan.strata().iter().all(|one| (float(one.n) - one.quota).abs() < 1.0), "{plan}");
        }
        // A stratum with more weight gets no less, unless it has no more people.
        for (one, two) in plan.strata().iter().zip(plan.strata().iter().skip(1)) {
            if one.quota > two.quota && one.n < one.size {
                prop_assert!(one.n + 1 >= two.n || two.n <= minimum, "{plan}");
            }
        }
    }

    #[test]
    fn a_wider_margin_or_a_smaller_population_needs_fewer(
        p in 0.01_f64..0.99, margin in 0.01_f64..0.2, wider in 1.0_f64..3.0, people in 1_u64..1_000_000,
    ) {
        let size = |margin, population| SampleSize::for_proportion(p, margin, share("0.95"), population).unwrap();
        prop_assert!(size(margin, None).n() >= size(margin * wider, None).n());
        prop_assert!(size(margin, Some(people)).n() <= size(margin, None).n());
        prop_assert!(size(margin, Some(people)).n() <= size(margin, Some(people * 2)).n());
        prop_assert!(size(margin, Some(people)).n() <= people);
        // The table of Krejcie and Morgan is this formula with another rounding.
        let z = 1.959_963_984_540_054_f64;
        let table = SampleSize::krejcie_morgan(people, z * z, p, margin).unwrap();
        prop_assert!(near(table.raw(), size(margin, Some(people)).raw()));
        let mean = |margin| SampleSize::for_mean(p, margin, share("0.95"), Some(people)).unwrap();
        prop_assert!(mean(margin).n() >= mean(margin * wider).n() && mean(margin).n() <= people);
        let invited = size(margin, None).invitations(share("0.3")).unwrap();
        prop_assert!(invited * 3 >= size(margin, None).n() * 10 && (invited - 1) * 3 < size(margin, None).n() * 10);
    }

    #[test]
    fn weights_give_the_population_its_shares((answers, people) in answered()) {
        let population = Population::counts(people.clone()).unwrap();
        let weights = PostStratification::new(&answers, &population).unwrap();
        let all: f64 = answers.values().map(|n| float(*n)).sum();
        let total: f64 = people.values().map(|n| float(*n)).sum();
        for (stratum, cell) in weights.strata() {
            prop_assert!(near(cell.value * float(cell.n) / all, float(people[stratum]) / total));
            let exact: f64 = cell.weight.to_string().parse().unwrap();
            prop_assert!((exact - cell.value).abs() < 1e-9);
        }
        let effect = weights.design_effect();
        prop_assert!(effect.factor > 1.0 - 1e-12 && near(effect.factor * effect.effective_n, all));

        let report = CoverageReport::new(&answers, &population, share("0.05")).unwrap();
        prop_assert!(report.empty.is_empty() && report.covered == Share::ONE);
        let whole: f64 = report.strata.iter().map(|row| row.difference.to_string().parse::<f64>().unwrap()).sum();
        prop_assert!(whole.abs() < 1e-7);
        // Where everyone answers nothing is left to chance.
        let census = CoverageReport::new(&people, &population, share("0.05")).unwrap();
        prop_assert_eq!((census.verdict, census.chi_square), (Representativity::Census, None));
        // The test is that of the table of those who answered and those who did not.
        if let Some(test) = report.chi_square {
            let rate = all / total;
            let table: f64 = people.iter().map(|(stratum, people)| {
                let (n, people) = (float(answers[stratum]), float(*people));
                (n - people * rate).powi(2) / (people * rate) + (n - people * rate).powi(2) / (people * (1.0 - rate))
            }).sum();
            prop_assert!(near(test.statistic, table), "{} and {}", test.statistic, table);
        }
    }

    #[test]
    fn raking_reproduces_both_margins(cells in prop::collection::vec(1_u64..100, 6), shares in (1_u32..9, 1_u32..9, 1_u32..9)) {
        let (north, east, last) = (f64::from(shares.0) / 10.0, f64::from(shares.1) / 20.0, f64::from(shares.2) / 20.0);
        let of = |share: f64| format!("{share:.2}").parse::<Share>().unwrap();
        let rows = Population::shares([(label(0), of(north)), (label(1), of(1.0 - north))]).unwrap();
        let columns = [(label(0), of(east)), (label(1), of(last)), (label(2), of(1.0 - east - last))];
        let columns = Population::shares(columns).unwrap();
        let pair = |index: usize| (label(index / 3), label(index % 3));
        let answers: BTreeMap<_, _> = cells.iter().copied().enumerate().map(|(index, n)| (pair(index), n)).collect();
        let raking = Raking::new(&answers, &rows, &columns).unwrap();
        let all: f64 = cells.iter().map(|n| float(*n)).sum();
        let weighted = |within: &dyn Fn(usize) -> bool| -> f64 {
            (0..6).filter(|index| within(*index)).map(|index| {
                let (row, column) = pair(index);
                float(cells[index]) * raking.value(row.as_str(), column.as_str()).unwrap()
            }).sum::<f64>() / all
        };
        prop_assert!((weighted(&|index| index < 3) - north).abs() < 1e-6);
        prop_assert!((weighted(&|index| index % 3 == 0) - east).abs() < 1e-6);
        prop_assert!((weighted(&|index| index % 3 == 1) - last).abs() < 1e-6);
        prop_assert!(raking.design_effect().factor > 1.0 - 1e-9);
    }

    #[test]
    fn one_stratum_of_equal_weights_is_a_simple_random_sample(values in prop::collection::vec(0_u16..100, 2..40)) {
        let n = u64::try_from(values.len()).unwrap();
        let observe = |value: &u16| Observation {
            stratum: label(0), weight: "10".parse().unwrap(), value: (*value).into(),
        };
        let observations: Vec<_> = values.iter().map(observe).collect();
        let mean = StratifiedMean::new(&observations, &BTreeMap::from([(label(0), n * 10)]), share("0.95")).unwrap();
        prop_assert!(near(mean.mean, values.iter().map(|value| f64::from(*value)).sum::<f64>() / float(n)));
        match mean.design_effect {
            Some(effect) => prop_assert!(near(effect, 1.0)),
            None => prop_assert!(values.iter().all(|value| *value == values[0])),
        }
    }

    #[test]
    fn alpha_does_not_move_with_its_items(rows in ratings(), constant in -20_i8..20, scale in 1_u8..9) {
        let Ok(alpha) = CronbachAlpha::new(&rows, share("0.95")) else { return Ok(()) };
        let shift = |rating: f64, item: usize| {
            let moved = if item == 0 { f64::from(constant) } else { 0.0 };
            rating * f64::from(scale) + moved
        };
        let moved: Vec<Vec<_>> = rows.iter().map(|row| {
            row.iter().enumerate().map(|(item, rating)| rating.map(|rating| shift(rating, item))).collect()
        }).collect();
        let same = CronbachAlpha::new(&moved, share("0.95")).unwrap();
        prop_assert!((alpha.alpha - same.alpha).abs() < 1e-6 * alpha.alpha.abs().max(1.0), "{alpha} and {same}");
        prop_assert!(alpha.alpha <= 1.0 + 1e-12);
        prop_assert!(alpha.interval.low() <= alpha.alpha && alpha.alpha <= alpha.interval.high());
        prop_assert_eq!(alpha.n + alpha.left_out, u64::try_from(rows.len()).unwrap());
        prop_assert_eq!(alpha.note.is_some(), alpha.alpha < 0.0);
        // Asked twice the same, everyone answers the same.
        let twice: Vec<Vec<_>> = rows.iter().map(|row| vec![row[0], row[0]]).collect();
        if let Ok(twice) = CronbachAlpha::new(&twice, share("0.95")) {
            prop_assert!(near(twice.alpha, 1.0));
        }
    }

    #[test]
    fn alpha_without_an_item_is_that_of_the_others(
        rows in (3_usize..6).prop_flat_map(|items| prop::collection::vec(prop::collection::vec(0_u8..5, items), 3..12)),
        scale in 0_u8..9,
    ) {
        // However much the first item outweighs the others.
        let rows: Vec<Vec<_>> = rows.iter().map(|row| {
            let scale = |item: usize| if item == 0 { 10_f64.powi(scale.into()) } else { 1.0 };
            row.iter().enumerate().map(|(item, rating)| Some(f64::from(*rating) * scale(item))).collect()
        }).collect();
        let Ok(all) = CronbachAlpha::new(&rows, share("0.95")) else { return Ok(()) };
        for (item, found) in all.items.iter().enumerate() {
            let others: Vec<Vec<_>> = rows.iter().map(|row| {
                row.iter().enumerate().filter(|(other, _)| *other != item).map(|(_, rating)| *rating).collect()
            }).collect();
            let others = CronbachAlpha::new(&others, share("0.95")).ok().map(|others| others.alpha);
            let deleted = found.alpha_if_deleted;
            prop_assert!(deleted.zip(others).map_or(deleted == others, |(one, other)| near(one, other)), "{deleted:?} {others:?}");
            prop_assert!(found.corrected_total.is_none_or(|r| r.abs() < 1.0 + 1e-9));
        }
    }

    #[test]
    fn krippendorff_counts_each_pair_of_raters(raters in ratings()) {
        // By the definition, pair by pair, without values grouped.
        let items: Vec<Vec<f64>> = (0..raters[0].len())
            .map(|item| raters.iter().filter_map(|ratings| ratings[item]).collect())
            .filter(|ratings: &Vec<f64>| ratings.len() > 1)
            .collect();
        let all: Vec<f64> = items.iter().flatten().copied().collect();
        let between = |low: f64, high: f64| -> f64 {
            let count = |value: f64| all.iter().map(|rating| f64::from(u8::from(near(*rating, value)))).sum::<f64>();
            let inside = all.iter().filter(|rating| low < **rating && **rating < high).map(|_| 1.0).sum::<f64>();
            if near(low, high) { 0.0 } else { count(low) / 2.0 + inside + count(high) / 2.0 }
        };
        let ratio = |one: f64, other: f64| if one + other > 0.0 { (one - other) / (one + other) } else { 0.0 };
        let levels: [(LevelOfMeasurement, Difference<'_>); 4] = [
            (LevelOfMeasurement::Nominal, &|one, other| f64::from(u8::from(!near(one, other)))),
            (LevelOfMeasurement::Ordinal, &|one, other| between(one.min(other), one.max(other))),
            (LevelOfMeasurement::Interval, &|one, other| one - other),
            (LevelOfMeasurement::Ratio, &ratio),
        ];
        for (level, difference) in levels {
            let pairs = |ratings: &[f64]| -> f64 {
                ratings.iter().flat_map(|one| ratings.iter().map(move |other| difference(*one, *other).powi(2))).sum()
            };
            let count = |ratings: &[f64]| ratings.iter().map(|_| 1.0).sum::<f64>();
            let found = KrippendorffAlpha::new(&raters, level).ok().and_then(|found| found.alpha);
            let observed: f64 = items.iter().map(|ratings| pairs(ratings) / (count(ratings) - 1.0)).sum();
            let expected = pairs(&all) / (count(&all) - 1.0);
            let wanted = (expected > 0.0).then(|| 1.0 - observed / expected);
            prop_assert!(found.zip(wanted).map_or(found == wanted, |(one, other)| near(one, other)), "{level:?}");
        }
    }

    #[test]
    fn kappa_of_identical_judgements_is_one(counts in prop::collection::vec(0_u64..50, 2..6), table in prop::collection::vec(0_u64..50, 9)) {
        let q = counts.len();
        let same: Vec<Vec<u64>> = (0..q).map(|row| {
            (0..q).map(|column| if row == column { counts[row] } else { 0 }).collect()
        }).collect();
        let used = counts.iter().filter(|count| **count > 0).count();
        match CohenKappa::from_table(&same) {
            Err(_) => prop_assert_eq!(used, 0),
            Ok(kappa) => {
                for value in [kappa.unweighted, kappa.linear, kappa.quadratic, kappa.scott_pi] {
                    prop_assert!(value.map_or(used == 1, |value| near(value, 1.0)), "{:?}", kappa);
                }
                prop_assert!(kappa.gwet_ac1.is_some_and(|value| near(value, 1.0)));
            }
        }
        // Whoever comes first does not matter; two categories leave no distance to weigh.
        let rows: Vec<&[u64]> = table.chunks(3).collect();
        let turned: Vec<Vec<u64>> = (0..3).map(|row| rows.iter().map(|line| line[row]).collect()).collect();
        if let (Ok(one), Ok(other)) = (CohenKappa::from_table(&rows), CohenKappa::from_table(&turned)) {
            let pairs = [(one.unweighted, other.unweighted), (one.quadratic, other.quadratic),
                (one.standard_error, other.standard_error), (one.gwet_ac1, other.gwet_ac1)];
            for (one, other) in pairs {
                prop_assert!(one.zip(other).map_or(one == other, |(one, other)| near(one, other)));
            }
        }
        if let Ok(two) = CohenKappa::from_table(&[&table[..2], &table[2..4]]) {
            prop_assert!(two.unweighted.zip(two.linear).is_none_or(|(plain, linear)| near(plain, linear)));
        }
    }

    #[test]
    fn krippendorff_agrees_with_itself(raters in ratings()) {
        use LevelOfMeasurement::{Interval, Nominal, Ordinal, Ratio};
        for level in [Nominal, Ordinal, Interval, Ratio] {
            let Ok(found) = KrippendorffAlpha::new(&raters, level) else { continue };
            prop_assert!(found.alpha.is_none_or(|alpha| alpha <= 1.0 + 1e-12));
            prop_assert_eq!(found.items + found.left_out, u64::try_from(raters[0].len()).unwrap());
            let mut reversed = raters.clone();
            reversed.reverse();
            let again = KrippendorffAlpha::new(&reversed, level).unwrap();
            prop_assert!(found.alpha.zip(again.alpha).map_or(found.alpha == again.alpha, |(one, other)| near(one, other)));
            // An echo of the first assessor agrees fully.
            let echo = [raters[0].clone(), raters[0].clone()];
            if let Ok(KrippendorffAlpha { alpha: Some(alpha), .. }) = KrippendorffAlpha::new(&echo, level) {
                prop_assert!(near(alpha, 1.0));
            }
        }
    }

    #[test]
    fn krippendorff_is_what_the_exact_tally_says(raters in ratings()) {
        let mut tally = AgreementTally::default();
        for item in 0..raters[0].len() {
            let ratings = raters.iter().filter_map(|ratings| ratings[item]);
            let rating = |value: f64| Rating::new(Assessor::Internal, format!("{value}").parse().unwrap());
            let at: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
            if let Ok(one) = Assessment::new(format!("item {item}").parse().unwrap(), at, ratings.map(rating)) {
                tally.record(&one).unwrap();
            }
        }
        let levels = [
            (LevelOfMeasurement::Nominal, ScaleLevel::Nominal),
            (LevelOfMeasurement::Ordinal, ScaleLevel::Ordinal),
            (LevelOfMeasurement::Interval, ScaleLevel::Interval),
        ];
        for (level, exact) in levels {
            let found = KrippendorffAlpha::new(&raters, level).ok().and_then(|found| found.alpha);
            let exact = tally.alpha(exact).ok().map(|alpha| alpha.to_string().parse::<f64>().unwrap());
            prop_assert!(found.zip(exact).map_or(found == exact, |(one, other)| near(one, other)), "{:?} {:?}", found, exact);
        }
    }
}
