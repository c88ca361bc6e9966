//! Laws and bad input of what is found in a series or a table.

#![cfg(test)]
#![expect(clippy::cast_precision_loss, reason = "the numbers of a test are small")]

use proptest::prelude::*;
use service_quality::analysis::change_point::{self, Segmentation, Stop};
use service_quality::analysis::correlation::{self, Correlation};
use service_quality::analysis::driver::{self, Driver, DriverImportance, Effect, Quadrant};
use service_quality::analysis::fmea::RiskPriority;
use service_quality::analysis::season::{self, Model};
use service_quality::analysis::six_sigma::{self, SHIFT};
use service_quality::analysis::trend::{self, TrendDirection};
use service_quality::analysis::{Undefined, classes, outlier, pareto};
use service_quality::quantity::Share;

fn share(text: &str) -> Share {
    text.parse().unwrap()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// Whole values from a small range, so that ties are frequent.
fn rough(least: usize, most: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((-6_i8..=6).prop_map(f64::from), least..=most)
}

fn smooth(least: usize, most: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-100.0..100.0_f64, least..=most)
}

fn two(least: usize, most: usize) -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    prop_oneof![
        prop::collection::vec(
            ((-6_i8..=6).prop_map(f64::from), (-6_i8..=6).prop_map(f64::from)),
            least..=most
        ),
        prop::collection::vec((-50.0..50.0_f64, -50.0..50.0_f64), least..=most),
    ]
    .prop_map(|pairs| pairs.into_iter().unzip())
}

/// Concordant less discordant pairs, counted one by one.
fn score(x: &[f64], y: &[f64]) -> (i64, u64, u64) {
    let (mut s, mut apart_x, mut apart_y) = (0, 0, 0);
    for j in 0..x.len() {
        for i in 0..j {
            let (dx, dy) = (x[j] - x[i], y[j] - y[i]);
            apart_x += u64::from(dx != 0.0);
            apart_y += u64::from(dy != 0.0);
            s += i64::from(dx * dy > 0.0) - i64::from(dx * dy < 0.0);
        }
    }
    (s, apart_x, apart_y)
}

fn steps(n: usize) -> Vec<f64> {
    (0_u32..).take(n).map(f64::from).collect()
}

proptest! {
    #[test]
    fn the_order_of_rows_changes_no_byte(
        rows in prop::collection::vec(prop::array::uniform3(-50.0..50.0_f64), 6..25).prop_shuffle(),
        seed in prop::collection::vec(any::<u32>(), 25),
    ) {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|at| seed[*at]);
        let told = |order: &[usize]| {
            let [x, y, z] = [0, 1, 2].map(|column| order.iter().map(|at| rows[*at][column]).collect::<Vec<f64>>());
            let drivers = [Driver::new("x", &x), Driver::new("y", &y)];
            let labels: Vec<usize> = x.iter().map(|x| usize::from(*x > 0.0)).collect();
            [
                text(correlation::pearson(&x, &y)),
                text(correlation::spearman(&x, &y)),
                text(correlation::kendall(&x, &y)),
                text(trend::line(&x, &y)),
                text(driver::importance(&drivers, &z)),
                text(classes::standard_deviation(&x, 2)),
                text(classes::natural(&x, 2).map(|found| (found.classes().to_vec(), found.goodness_of_fit()))),
                text(classes::silhouette(&x, &labels)),
            ]
        };
        prop_assert_eq!(told(&order), told(&(0..rows.len()).collect::<Vec<_>>()));
    }

    #[test]
    fn one_cut_is_the_best_of_all(values in prop_oneof![rough(2, 40), smooth(2, 40)], least in 1_usize..4) {
        let Ok(found) = change_point::best(&values, 1, least) else { return Ok(()) };
        let cuts = || (least..=values.len() - least).map(|at| (at, cost(&values, &[at, values.len()])));
        let lowest = cuts().map(|(_, cost)| cost).fold(f64::INFINITY, f64::min);
        prop_assert!(near(found.cost(), lowest));
        prop_assert_eq!(Some(found.changes()[0]), cuts().find(|(_, cost)| near(*cost, lowest)).map(|(at, _)| at));
    }

    #[test]
    fn the_trend_is_the_mean_of_a_window(values in smooth(8, 40), period in 2_usize..5) {
        let parts = season::decompose(&values, period, Model::Additive).unwrap();
        let half = period / 2;
        for at in half..values.len() - half {
            let window = &values[at - half..=at + half];
            let ends = if period % 2 == 0 { f64::midpoint(window[0], window[2 * half]) } else { 0.0 };
            let mean = (window.iter().sum::<f64>() - ends) / period as f64;
            prop_assert!(near(parts.trend()[at].unwrap(), mean));
        }
    }

    #[test]
    fn mann_kendall_counts_all_pairs(values in rough(2, 30), factor in 0.5..4.0_f64, shift in -9.0..9.0_f64) {
        let test = trend::mann_kendall(&values, share("0.05")).unwrap();
        prop_assert_eq!(test.s, score(&steps(values.len()), &values).0);
        let back: Vec<f64> = values.iter().rev().copied().collect();
        let back = trend::mann_kendall(&back, share("0.05")).unwrap();
        prop_assert_eq!((back.s, back.variance, back.p_value), (-test.s, test.variance, test.p_value));
        let moved: Vec<f64> = values.iter().map(|value| factor * value + shift).collect();
        prop_assert_eq!(trend::mann_kendall(&moved, share("0.05")).unwrap(), test);
        prop_assert!((0.0..=1.0).contains(&test.p_value) && test.tau.abs() <= 1.0);
        prop_assert!((test.direction != TrendDirection::NoTrend) == (test.p_value <= 0.05));
    }

    #[test]
    fn a_season_of_one_is_none(values in rough(2, 20), period in 2_usize..5) {
        let plain = trend::mann_kendall(&values, share("0.1")).unwrap();
        let seasonal = trend::mann_kendall_seasonal(&values, 1, share("0.1")).unwrap();
        prop_assert_eq!((plain.s, plain.variance, plain.tau), (seasonal.s, seasonal.variance, seasonal.tau));
        let lines = [trend::sen_slope(&values), trend::seasonal_sen_slope(&values, 1)].map(Result::unwrap);
        prop_assert!(near(lines[0].slope, lines[1].slope) && near(lines[0].intercept, lines[1].intercept));
        // A season on top changes nothing within the seasons.
        prop_assume!(values.len() > period);
        let shifted: Vec<f64> = values.iter().enumerate().map(|(at, value)| value + (at % period * 100) as f64).collect();
        let (a, b) = (
            trend::mann_kendall_seasonal(&values, period, share("0.1")).unwrap(),
            trend::mann_kendall_seasonal(&shifted, period, share("0.1")).unwrap(),
        );
        prop_assert_eq!((a.s, a.variance), (b.s, b.variance));
    }

    #[test]
    fn the_slope_of_sen_is_the_median_of_all(values in rough(8, 24), factor in -4.0..4.0_f64, tilt in -3_i8..=3) {
        let mut slopes = Vec::new();
        for j in 0..values.len() {
            for i in 0..j {
                slopes.push((values[j] - values[i]) / (j - i) as f64);
            }
        }
        slopes.sort_by(f64::total_cmp);
        let (low, high) = (slopes[(slopes.len() - 1) / 2], slopes[slopes.len() / 2]);
        let found = trend::theil_sen(&values, share("0.95")).unwrap();
        prop_assert!(near(found.slope, f64::midpoint(low, high)));
        prop_assert!(found.interval.contains(found.slope));
        prop_assert!(near(found.slope, trend::sen_slope(&values).unwrap().slope));
        let tilted: Vec<f64> =
            values.iter().enumerate().map(|(at, value)| factor * value + f64::from(tilt) * at as f64).collect();
        prop_assert!(near(trend::sen_slope(&tilted).unwrap().slope, factor * found.slope + f64::from(tilt)));
        let wide = trend::theil_sen(&values, share("0.99"));
        prop_assert!(wide.is_err() || wide.unwrap().interval.low() <= found.interval.low());
    }

    #[test]
    fn lines_move_with_their_points((x, y) in two(3, 30), a in 0.5..3.0_f64, b in -4.0..4.0_f64) {
        let Ok(line) = trend::line(&x, &y) else { return Ok(()) };
        let up: Vec<f64> = y.iter().zip(&x).map(|(y, x)| a * y + b * x + 7.0).collect();
        let moved = trend::line(&x, &up);
        prop_assume!(moved.is_ok());
        let moved = moved.unwrap();
        prop_assert!(near(moved.slope, a * line.slope + b) && near(moved.intercept, a * line.intercept + 7.0));
        prop_assert!(near(moved.slope_error, a * line.slope_error));
        let pearson = correlation::pearson(&x, &y).unwrap();
        prop_assert!(near(line.correlation, pearson.coefficient) && near(line.p_value, pearson.p_value));
        prop_assert!(line.interval(share("0.9")).unwrap().contains(line.slope));
    }

    #[test]
    fn correlations_know_their_symmetries((x, y) in two(5, 25)) {
        type Measure = fn(&[f64], &[f64]) -> Result<Correlation, Undefined>;
        let measures: [Measure; 3] = [correlation::pearson, correlation::spearman, correlation::kendall];
        let flipped: Vec<f64> = y.iter().map(|y| -y).collect();
        let backward: (Vec<f64>, Vec<f64>) = (x.iter().rev().copied().collect(), y.iter().rev().copied().collect());
        for measure in measures {
            let Ok(found) = measure(&x, &y) else { return Ok(()) };
            prop_assert!(found.coefficient.abs() <= 1.0 && (0.0..=1.0).contains(&found.p_value));
            let others = [measure(&y, &x), measure(&backward.0, &backward.1)];
            for other in others.map(Result::unwrap) {
                prop_assert!(near(other.coefficient, found.coefficient) && near(other.p_value, found.p_value));
            }
            prop_assert!(near(measure(&x, &flipped).unwrap().coefficient, -found.coefficient));
            let interval = found.interval(share("0.9")).unwrap();
            prop_assert!(interval.low() <= found.coefficient + 1e-12 && found.coefficient <= interval.high() + 1e-12);
        }
        // Order is all that the ranks see.
        let bent: Vec<f64> = x.iter().map(|x| x * x * x + x).collect();
        for measure in [correlation::spearman as Measure, correlation::kendall] {
            prop_assert_eq!(measure(&bent, &y).unwrap(), measure(&x, &y).unwrap());
        }
        let (s, apart_x, apart_y) = score(&x, &y);
        let tau = s as f64 / (apart_x as f64 * apart_y as f64).sqrt();
        prop_assert!(near(correlation::kendall(&x, &y).unwrap().coefficient, tau));
    }

    #[test]
    fn pettitt_counts_all_pairs(values in rough(2, 25)) {
        let Ok(found) = change_point::pettitt(&values) else { return Ok(()) };
        let u = |before: usize| -> i64 {
            let later = |a: &f64| values[before..].iter().map(|b| i64::from(a > b) - i64::from(a < b)).sum::<i64>();
            values[..before].iter().map(later).sum()
        };
        let largest = (1..values.len()).map(|before| u(before).unsigned_abs()).max().unwrap();
        prop_assert_eq!(found.statistic, largest);
        prop_assert_eq!(u(found.before).unsigned_abs(), largest);
        prop_assert!((1..found.before).all(|before| u(before).unsigned_abs() < largest));
        prop_assert_eq!(found.rises, u(found.before) < 0);
    }

    #[test]
    fn the_best_segmentation_beats_all(values in rough(1, 9), changes in 0_usize..4, least in 1_usize..3) {
        let found = change_point::best(&values, changes, least);
        let all = partings(values.len(), changes + 1, least);
        let least_cost = all.iter().map(|ends| cost(&values, ends)).fold(f64::INFINITY, f64::min);
        match found {
            Ok(found) => {
                prop_assert!(near(found.cost(), least_cost), "{:?}", found);
                prop_assert_eq!(found.changes().len(), changes);
                prop_assert!(all.contains(&found.ends()));
                // Of equally good ones the first: every last stretch as long as can be.
                let first = all.iter().filter(|ends| near(cost(&values, ends), least_cost));
                let first = first.min_by_key(|ends| ends.iter().rev().copied().collect::<Vec<_>>());
                prop_assert_eq!(Some(&found.ends()), first);
            }
            Err(Undefined::Constant { .. }) => prop_assert!(changes > 0 && values.iter().all(|value| value.total_cmp(&values[0]).is_eq())),
            Err(_) => prop_assert!(all.is_empty()),
        }
    }

    #[test]
    fn pelt_finds_the_optimum(values in prop_oneof![rough(1, 40), smooth(1, 40)], penalty in 0.0..60.0_f64, least in 1_usize..5) {
        prop_assume!(values.len() >= least);
        let found = change_point::pelt(&values, penalty, least).unwrap();
        let total = |found: &Segmentation| found.cost() + penalty * found.changes().len() as f64;
        let optimum = (0..values.len() / least)
            .filter_map(|changes| Some(total(&change_point::best(&values, changes, least).ok()?)))
            .fold(f64::INFINITY, f64::min);
        prop_assert!(near(total(&found), optimum), "{} for {optimum}", total(&found));
        prop_assert!(found.segments().iter().all(|segment| segment.end - segment.start >= least));
        // One cut after the other saves no more.
        let binary = change_point::binary(&values, Stop::Penalty(penalty), least).unwrap();
        prop_assert!(total(&binary) >= optimum - 1e-9 * optimum.abs().max(1.0));
        prop_assume!(values.iter().any(|value| value.total_cmp(&values[0]).is_ne()));
        let cuts = change_point::binary(&values, Stop::Changes(2), least).unwrap();
        let best = change_point::best(&values, cuts.changes().len(), least).unwrap();
        prop_assert!(cuts.cost() >= best.cost() - 1e-9);
    }

    #[test]
    fn the_parts_of_a_series_make_it_up(values in prop::collection::vec(1.0..50.0_f64, 6..40), period in 2_usize..4) {
        for model in [Model::Additive, Model::Multiplicative] {
            let parts = season::decompose(&values, period, model).unwrap();
            let centre = parts.seasonal().iter().sum::<f64>() / period as f64;
            let neutral = f64::from(u8::from(model == Model::Multiplicative));
            prop_assert!((centre - neutral).abs() < 1e-12);
            let season = parts.seasonal().iter().cycle();
            for (((value, trend), rest), season) in values.iter().zip(parts.trend()).zip(parts.residual()).zip(season) {
                prop_assert_eq!(trend.is_some(), rest.is_some());
                let (Some(trend), Some(rest)) = (trend, rest) else { continue };
                let again = if model == Model::Additive { trend + season + rest } else { trend * season * rest };
                prop_assert!(near(again, *value));
            }
            prop_assert_eq!(parts.trend().iter().filter(|trend| trend.is_none()).count(), period / 2 * 2);
            prop_assert_eq!(parts.strength().is_some(), values.len() / period >= 3);
            prop_assert!(parts.strength().is_none_or(|strength| (0.0..=1.0).contains(&strength)));
        }
    }

    #[test]
    fn outliers_stay_under_another_unit(values in smooth(3, 30), factor in 0.5..4.0_f64) {
        let moved: Vec<f64> = values.iter().map(|value| value * factor).collect();
        let (a, b) = (outlier::fences(&values, 1.5).unwrap(), outlier::fences(&moved, 1.5).unwrap());
        prop_assert_eq!(a.outliers, b.outliers);
        let Ok(scores) = outlier::modified_scores(&values, 3.5) else { return Ok(()) };
        let again = outlier::modified_scores(&moved, 3.5).unwrap();
        prop_assert!(scores.scores.iter().zip(&again.scores).all(|(a, b)| near(*a, *b)));
        prop_assert_eq!(scores.outliers, again.outliers);
    }

    #[test]
    fn natural_breaks_beat_all(values in rough(2, 9), k in 1_usize..5) {
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let mut different = sorted.clone();
        different.dedup();
        let Ok(found) = classes::natural(&values, k) else {
            prop_assert!(k > different.len() || different.len() == 1);
            return Ok(());
        };
        let all = partings(values.len(), k, 1);
        let least = all.iter().map(|ends| cost(&sorted, ends)).fold(f64::INFINITY, f64::min);
        prop_assert!(near(found.within(), least));
        prop_assert_eq!(found.classes().len(), k);
        let backward: Vec<f64> = values.iter().rev().copied().collect();
        let mut again = classes::natural(&backward, k).unwrap();
        prop_assert_eq!(found.breaks(), again.breaks());
        prop_assert_eq!(found.classes(), again.classes());
        again = classes::natural(&sorted, k).unwrap();
        prop_assert!(again.labels().is_sorted());
        for (value, label) in values.iter().zip(found.labels()) {
            let class = found.classes()[*label];
            prop_assert!(class.low <= *value && *value <= class.high);
        }
        if let Ok(silhouette) = classes::silhouette(&values, found.labels()) {
            prop_assert!((-1.0..=1.0).contains(&silhouette));
            let renamed: Vec<usize> = found.labels().iter().map(|label| 90 - 7 * label).collect();
            prop_assert!(near(classes::silhouette(&values, &renamed).unwrap(), silhouette));
        }
    }

    #[test]
    fn the_vital_few_are_the_fewest(counts in prop::collection::vec((0_u8..12, 0_u64..50), 1..20), parts in 0_u32..=100) {
        let threshold: Share = format!("{}", f64::from(parts) / 100.0).parse().unwrap();
        let named = |counts: &[(u8, u64)]| {
            pareto::analyse(counts.iter().map(|(name, count)| (name.to_string(), *count)), threshold)
        };
        let Ok(found) = named(&counts) else {
            prop_assert!(counts.iter().all(|(_, count)| *count == 0));
            return Ok(());
        };
        let last = found.rows().last().unwrap();
        prop_assert_eq!((last.cumulative, last.cumulative_share), (found.total(), 1.0));
        prop_assert!(found.rows().is_sorted_by_key(|row| std::cmp::Reverse(row.count)));
        let reached = |rows: usize| found.rows()[..rows].iter().map(|row| row.count).sum::<u64>() * 100;
        let (vital, needed) = (found.vital_few().len(), found.total() * u64::from(parts));
        prop_assert!(reached(vital) >= needed && (vital == 1 || reached(vital - 1) < needed));
        let backward: Vec<(u8, u64)> = counts.iter().rev().copied().collect();
        prop_assert_eq!(named(&backward).unwrap(), found);
    }

    #[test]
    fn shares_of_drivers_add_up(rows in prop::collection::vec(prop::array::uniform5(-9.0..9.0_f64), 7..25), factor in 0.1..9.0_f64) {
        let Ok(found) = importance_of(&rows, [0, 1, 2, 3]) else { return Ok(()) };
        let sum = |of: fn(&driver::Part) -> f64| found.drivers.iter().map(of).sum::<f64>();
        for whole in [sum(|part| part.lmg), sum(|part| part.relative_weight), sum(|part| part.pratt)] {
            prop_assert!((whole - found.r_squared).abs() < 1e-9, "{whole} of {}", found.r_squared);
        }
        prop_assert!(near(sum(|part| part.lmg_share), 1.0) && near(sum(|part| part.relative_weight_share), 1.0));
        prop_assert!(found.drivers.iter().all(|part| part.lmg >= -1e-12 && part.last_in <= part.lmg * 4.0 + 1e-9));
        // Neither the order of the drivers nor that of the rows nor a unit counts.
        let turned = importance_of(&rows, [3, 1, 0, 2]).unwrap();
        let mut other: Vec<[f64; 5]> = rows.iter().rev().copied().collect();
        for row in &mut other {
            row[1] *= -factor;
        }
        let other = importance_of(&other, [0, 1, 2, 3]).unwrap();
        for (at, place) in [(0, 2), (1, 1), (2, 3), (3, 0)] {
            prop_assert!((found.drivers[at].lmg - turned.drivers[place].lmg).abs() < 1e-9);
            prop_assert!((found.drivers[at].relative_weight - other.drivers[at].relative_weight).abs() < 1e-9);
        }
        // The shares from the definition: what each adds to the sets of the others.
        let first = by_definition(&rows, 0);
        prop_assert!((found.drivers[0].lmg - first).abs() < 1e-9, "{} for {first}", found.drivers[0].lmg);
    }

    #[test]
    fn a_sigma_level_goes_to_dpmo_and_back(defects in 1_u64..999_999) {
        let found = six_sigma::defects(defects as f64, 1_000_000, 1).unwrap();
        let back = six_sigma::dpmo_at(found.sigma_level(SHIFT).unwrap(), SHIFT).unwrap();
        prop_assert!((back / found.dpmo() - 1.0).abs() < 1e-9, "{back}");
    }

    #[test]
    fn nothing_infinite_comes_out(values in prop::collection::vec(extreme(), 0..9), other in prop::collection::vec(extreme(), 9)) {
        let (x, half) = (&other[..values.len()], share("0.5"));
        let mut found = vec![
            text(trend::mann_kendall(&values, half)),
            text(trend::mann_kendall_seasonal(&values, 2, half)),
            text(trend::sen_slope(&values)),
            text(trend::theil_sen(&values, half)),
            text(trend::linear(&values)),
            text(trend::line(x, &values)),
            text(change_point::pettitt(&values)),
            text(change_point::penalty(&values)),
            text(change_point::pelt(&values, 1.0, 1)),
            text(change_point::best(&values, 2, 1)),
            text(change_point::binary(&values, Stop::Changes(2), 1)),
            text(outlier::modified_scores(&values, 3.5)),
            text(outlier::fences(&values, 1.5)),
            text(outlier::quantiles(&values, &[half])),
            text(classes::natural(&values, 2)),
            text(classes::equal_interval(&values, 3)),
            text(classes::quantile(&values, 3)),
            text(classes::standard_deviation(&values, 2)),
            text(driver::importance(&[Driver::new("x", x)], &values)),
        ];
        for measure in [correlation::pearson, correlation::spearman, correlation::kendall, correlation::kendall_exact] {
            found.push(text(measure(x, &values)));
            found.push(text(measure(x, &values).and_then(|found| found.interval(half))));
        }
        for model in [Model::Additive, Model::Multiplicative] {
            let parts = season::decompose(&values, 3, model).map(|parts| {
                let inner = |list: &[Option<f64>]| list.iter().flatten().copied().collect::<Vec<f64>>();
                (inner(parts.trend()), inner(parts.residual()), parts.seasonal().to_vec(), parts.strength().unwrap_or_default())
            });
            found.push(text(parts));
        }
        let labels: Vec<usize> = (0..values.len()).map(|at| at % 2).collect();
        found.push(text(classes::silhouette(&values, &labels)));
        for found in found {
            prop_assert!(!found.contains("null"), "{found}");
        }
    }
}

fn extreme() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![
        0.0,
        -0.0,
        1.0,
        -1.0,
        3.0,
        1e100,
        -1e100,
        9e99,
        1e-300,
        -2e-300,
        5e-324,
        1e-160,
        1e8,
        1e101,
        f64::NAN,
        f64::INFINITY,
        f64::MAX,
    ])
}

/// What JSON cannot say, which is all that is not finite, it writes as null.
fn text<T: serde::Serialize>(found: Result<T, Undefined>) -> String {
    match found {
        Ok(found) => serde_json::to_string(&found).unwrap(),
        Err(error) => error.to_string(),
    }
}

/// All ways to part so many things in a row into pieces of a least size, by their ends.
fn partings(n: usize, pieces: usize, least: usize) -> Vec<Vec<usize>> {
    if pieces == 1 {
        return if n >= least { vec![vec![n]] } else { Vec::new() };
    }
    let mut found = Vec::new();
    for last in least..=n {
        for mut ends in partings(n - last, pieces - 1, least) {
            ends.push(n);
            found.push(ends);
        }
    }
    found
}

fn cost(values: &[f64], ends: &[usize]) -> f64 {
    let mut start = 0;
    let mut total = 0.0;
    for end in ends {
        let piece = &values[start..*end];
        let mean = piece.iter().sum::<f64>() / piece.len() as f64;
        total += piece.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        start = *end;
    }
    total
}

fn importance_of(rows: &[[f64; 5]], order: [usize; 4]) -> Result<DriverImportance, Undefined> {
    let column = |at: usize| rows.iter().map(|row| row[at]).collect::<Vec<f64>>();
    let columns = order.map(column);
    let drivers: Vec<Driver<'_>> = columns.iter().map(|column| Driver::new("driver", column)).collect();
    driver::importance(&drivers, &column(4))
}

/// The LMG share of one of four drivers, by a regression for each set of the others.
fn by_definition(rows: &[[f64; 5]], driver: usize) -> f64 {
    let others: Vec<usize> = (0..4).filter(|other| *other != driver).collect();
    let mut share = 0.0;
    for set in 0..8_usize {
        let chosen: Vec<usize> =
            others.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, other)| *other).collect();
        let explained = |drivers: &[usize]| {
            if drivers.is_empty() {
                return 0.0;
            }
            let columns: Vec<Vec<f64>> =
                drivers.iter().map(|at| rows.iter().map(|row| row[*at]).collect()).collect();
            let drivers: Vec<Driver<'_>> = columns.iter().map(|column| Driver::new("", column)).collect();
            let outcome: Vec<f64> = rows.iter().map(|row| row[4]).collect();
            driver::importance(&drivers, &outcome).unwrap().r_squared
        };
        let with: Vec<usize> = chosen.iter().copied().chain([driver]).collect();
        let weight = [0.25, 1.0 / 12.0, 1.0 / 12.0, 0.25][chosen.len()];
        share += weight * (explained(&with) - explained(&chosen));
    }
    share
}

#[test]
fn exact_probabilities_are_those_of_all_orders() {
    let x = steps(6);
    let mut orders = vec![vec![]];
    for value in &x {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<f64>| {
                (0..=order.len()).map(move |at| {
                    let mut longer = order.clone();
                    longer.insert(at, *value);
                    longer
                })
            })
            .collect();
    }
    let scores: Vec<i64> = orders.iter().map(|order| score(&x, order).0.abs()).collect();
    for order in orders.iter().step_by(41) {
        let own = score(&x, order).0.abs();
        let as_far = scores.iter().filter(|score| **score >= own).count();
        let found = correlation::kendall_exact(&x, order).unwrap();
        assert!(near(found.p_value, as_far as f64 / 720.0), "{order:?}: {found:?}");
    }
}

#[test]
fn few_ranks_have_the_probability_of_all_orders() {
    for y in [[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]] {
        let found = correlation::spearman(&steps(3), &y).unwrap();
        assert!(near(found.p_value, 2.0 / 6.0), "{found:?}");
        let words = found.interpretation(share("0.05"));
        assert!(
            words.starts_with("No significant correlation: ") && words.contains("Fewer than 10 pairs"),
            "{words}"
        );
        assert!(correlation::spearman_t(&steps(3), &y).unwrap().p_value < 0.001);
    }
    // With ties; 16 of the 24 orders lie as far, on either side.
    let tied = correlation::spearman(&[1.0, 1.0, 2.0, 2.0], &[1.0, 2.0, 2.0, 3.0]).unwrap();
    assert!(near(tied.p_value, 16.0 / 24.0), "{tied:?}");
    assert!(correlation::spearman(&steps(9), &steps(9)).unwrap().p_value < 1e-5);
    assert!(near(
        correlation::spearman(&steps(10), &steps(10)).unwrap().p_value,
        correlation::spearman_t(&steps(10), &steps(10)).unwrap().p_value
    ));
}

#[test]
fn long_series_are_cut_or_refused_at_once() {
    let long: Vec<f64> =
        steps(100_000).iter().map(|step| step * step % 11.0 + f64::from(u8::from(*step >= 6e4))).collect();
    assert!(change_point::best(&long, 1, 2).unwrap().changes()[0].abs_diff(60_000) < 20);
    assert!(season::decompose(&long, 50_000, Model::Additive).is_ok());
    assert!(
        change_point::best(&long, 50_000, 1).unwrap_err().to_string().ends_with("cut one after the other")
    );
    assert!(classes::natural(&steps(50_000), 40).unwrap_err().to_string().contains("up to 2000000000"));
    assert!(classes::natural(&steps(50_000), 2).is_ok());
    refused(
        trend::theil_sen(&long, share("0.95")),
        "the number of slopes between two values is 4999950000; allowed is up to 49995000, which is that of 10000 values; \
         give the means of stretches",
    );
    assert!(trend::sen_slope(&long).is_err() && trend::seasonal_sen_slope(&long, 50_000).is_ok());
    let cuts = change_point::binary(&long[..2_000], Stop::Changes(2_000), 1).unwrap();
    assert_eq!(cuts.changes().len(), 1_999);
}

#[test]
fn two_cycles_show_no_season() {
    let noise = [3.1, 2.9, 3.3, 2.7, 3.0, 2.8, 3.2, 3.1];
    let parts = season::decompose(&noise, 4, Model::Additive).unwrap();
    assert_eq!(parts.strength(), None);
    assert!(parts.interpretation().ends_with(" With fewer than 3 whole cycles noise looks like a season."));
    let straight: Vec<f64> = steps(20).iter().map(|step| 0.1 * step).collect();
    assert_eq!(season::decompose(&straight, 4, Model::Additive).unwrap().strength(), Some(0.0));
}

#[test]
fn drivers_of_noise_are_called_chance() {
    let columns = [[1.0, 4.0, 2.0, 5.0, 3.0], [2.0, 2.5, 1.0, 4.0, 5.0], [5.0, 1.0, 4.0, 3.0, 2.5]];
    let drivers = ["a", "b", "c"].iter().zip(&columns).map(|(name, column)| Driver::new(name, column));
    let found = driver::importance(&drivers.collect::<Vec<_>>(), &[2.0, 1.0, 4.0, 3.5, 3.0]).unwrap();
    assert!(found.p_value > 0.05 && found.adjusted_r_squared < found.r_squared, "{found:?}");
    let words = found.interpretation(share("0.05"));
    assert!(words.ends_with("Fewer than 10 rows a driver leave the shares unsure."), "{words}");
}

#[test]
fn a_long_wait_is_nothing_to_keep_up() {
    let (wait, effort) = ([3.0, 4.0, 4.5, 5.0, 5.0, 4.0], [2.0, 1.0, 2.0, 1.0, 2.5, 2.0]);
    let marks = [4.8, 3.9, 3.6, 3.1, 3.0, 4.0];
    let [wait, effort] =
        [Driver::new("wait", &wait), Driver::new("effort", &effort)].map(Driver::lower_is_better);
    let found = driver::importance(&[wait, effort], &marks).unwrap();
    assert_eq!(found.quadrants()[0], Quadrant::Concentrate);
    assert!(
        found.interpretation(share("0.05")).contains("wait ") && found.drivers[0].effect == Effect::Lowers
    );
    assert!(found.interpretation(share("0.05")).contains(" % (lowers)"));
}

#[test]
fn very_many_steps_keep_their_mean() {
    let long = six_sigma::rolled_yield(&[0.5; 2000]).unwrap();
    assert!(near(long.normalised, 0.5) && near(long.defects_per_unit().unwrap(), 2000.0 * 2.0_f64.ln()));
    assert!(long.interpretation().starts_with("Of what enters, less than 0.1 % goes through all 2000 steps"));
    let none = six_sigma::rolled_yield(&[0.9, -0.0]).unwrap();
    assert_eq!((none.rolled, none.normalised, none.least.is_sign_negative()), (0.0, 0.0, false));
    assert!(none.defects_per_unit().is_err() && none.interpretation().ends_with("step 2 with 0.0 %."));
}

#[test]
fn one_opportunity_has_one_yield() {
    let words = six_sigma::defects(1.0, 1, 1).unwrap().interpretation();
    assert!(words.contains("a yield of 0.0 %;") && !words.contains("Poisson"), "{words}");
}

#[test]
fn small_units_leave_a_line_as_it_is() {
    let line = trend::linear(&[1e-200, 2e-200, 3e-200]).unwrap();
    assert!(
        (line.slope / 1e-200 - 1.0).abs() < 1e-9 && near(line.correlation, 1.0) && line.p_value < 1e-6,
        "{line:?}"
    );
}

#[test]
fn a_trend_is_judged_at_the_significance_of_the_caller() {
    let values = [1.0, 3.0, 2.0, 4.0, 3.5, 5.0];
    let judged = [share("0.2"), share("0.01")].map(|alpha| trend::mann_kendall(&values, alpha).unwrap());
    assert_eq!(judged.map(|test| test.direction), [TrendDirection::Rising, TrendDirection::NoTrend]);
    assert!(judged[1].interpretation().starts_with("No significant trend over 6 values"));
}

#[test]
fn a_far_outlier_does_not_blur_the_rest() {
    // Sums of squares of the whole would have lost the differences among the small ones.
    let values = [1.0, 2.0, 10.0, 11.0, 12.0, 1e12];
    let found = classes::natural(&values, 3).unwrap();
    assert_eq!(found.breaks(), [1.0, 2.0, 12.0, 1e12]);
    assert!(near(found.within(), 2.5));
    let ends = change_point::best(&[1.0, 2.0, 1.0, 5.0, 6.0, 5.0, 1e12], 2, 1).unwrap().ends();
    assert_eq!(ends, [3, 6, 7]);
    let ends = change_point::best(&[1.0, 2.0, 1.0, 5.0, 6.0, 5.0, 1e12], 1, 1).unwrap().ends();
    assert_eq!(ends, [6, 7]);
}

#[test]
fn a_level_series_has_no_trend_and_no_change() {
    let level = [4.0; 12];
    let test = trend::mann_kendall(&level, share("0.05")).unwrap();
    assert_eq!((test.s, test.z, test.p_value, test.direction), (0, 0.0, 1.0, TrendDirection::NoTrend));
    let slope = trend::theil_sen(&level, share("0.95")).unwrap();
    assert_eq!(
        (slope.slope, slope.intercept, slope.interval.low(), slope.interval.high()),
        (0.0, 4.0, 0.0, 0.0)
    );
    assert!(slope.interpretation().starts_with("Neither rises nor falls"));
    let constant = |error: Undefined| assert!(matches!(error, Undefined::Constant { .. }), "{error}");
    constant(trend::linear(&level).unwrap_err());
    constant(change_point::pettitt(&level).unwrap_err());
    constant(change_point::penalty(&level).unwrap_err());
    constant(correlation::kendall(&level, &steps(12)).unwrap_err());
    constant(outlier::modified_scores(&level, 3.5).unwrap_err());
    constant(classes::natural(&level, 1).unwrap_err());
    constant(classes::equal_interval(&level, 2).unwrap_err());
    constant(driver::importance(&[Driver::new("a", &steps(12))], &level).unwrap_err());
    assert_eq!(change_point::pelt(&level, 1.0, 2).unwrap().ends(), [12]);
    assert_eq!(change_point::binary(&level, Stop::Penalty(0.0), 2).unwrap().ends(), [12]);
    assert_eq!(outlier::fences(&level, 1.5).unwrap().outliers, [0_usize; 0]);
    constant(season::decompose(&level, 4, Model::Additive).unwrap_err());
    constant(change_point::best(&level, 1, 2).unwrap_err());
    constant(change_point::binary(&level, Stop::Changes(1), 2).unwrap_err());
    assert_eq!(change_point::best(&level, 0, 2).unwrap().ends(), [12]);
}

#[track_caller]
fn refused<T: std::fmt::Debug>(found: Result<T, Undefined>, message: &str) {
    assert_eq!(found.unwrap_err().to_string(), message);
}

#[test]
fn refusals_say_what_is_allowed() {
    let some = [1.0, 2.0, 4.0];
    refused(trend::mann_kendall(&[1.0], share("0.05")), "1 value given; at least 2 needed");
    refused(
        trend::mann_kendall(&some, share("0")),
        "the significance is 0; allowed is more than 0 and less than 1",
    );
    refused(trend::mann_kendall_seasonal(&some, 0, share("0.05")), "the period is 0; allowed is from 1");
    refused(
        trend::mann_kendall_seasonal(&some, usize::MAX, share("0.05")),
        &format!("3 values given; at least {} needed", usize::MAX),
    );
    refused(trend::theil_sen(&some, share("0.95")), "3 values given; at least 5 needed");
    refused(trend::line(&some, &[1.0]), "y has 1 entry, where the other list has 3");
    refused(correlation::pearson(&some[..2], &some[..2]), "2 pairs given; at least 3 needed");
    refused(
        correlation::kendall_exact(&[1.0, 1.0, 2.0], &some),
        "the number of tied pairs is 1; allowed is 0 for an exact probability; ask for the asymptotic one",
    );
    let pearson = correlation::pearson(&some, &[3.0, 1.0, 2.0]).unwrap();
    refused(pearson.interval(share("0.95")), "3 pairs given; at least 4 needed");
    refused(change_point::pelt(&some, -1.0, 1), "the penalty is -1; allowed is from 0, and finite");
    refused(change_point::pelt(&some, f64::NAN, 1), "the penalty is NaN; allowed is from 0, and finite");
    refused(change_point::pelt(&some, 1.0, 0), "the smallest size of a stretch is 0; allowed is from 1");
    refused(change_point::best(&some, 3, 1), "3 values given; at least 4 needed");
    refused(
        change_point::best(&some, usize::MAX, usize::MAX),
        &format!("3 values given; at least {} needed", usize::MAX),
    );
    refused(season::decompose(&some, 1, Model::Additive), "the period is 1; allowed is from 2");
    refused(season::decompose(&some, 2, Model::Additive), "3 values given; at least 4 needed");
    refused(
        season::decompose(&[1.0, 0.0, 2.0, 1.0], 2, Model::Multiplicative),
        "a value is 0; allowed is more than 0 where the season multiplies",
    );
    refused(
        classes::natural(&[1.0, 1.0, 2.0], 3),
        "the number of classes is 3; allowed is from 1 to the number of different values",
    );
    assert!(classes::natural(&some, usize::MAX).is_err() && classes::natural(&some, 0).is_err());
    assert!(classes::quantile(&some, usize::MAX).is_err() && classes::standard_deviation(&some, 0).is_err());
    refused(classes::silhouette(&some, &[0, 1]), "labels has 2 entries, where the other list has 3");
    refused(
        pareto::analyse([("a", u64::MAX), ("b", 1)], share("0.8")),
        "the sum of all counts is 2^64 or more; allowed is less than 2^64",
    );
    refused(pareto::analyse::<&str>([], share("0.8")), "0 occurrences given; at least 1 needed");
    refused(
        six_sigma::defects(5.0, 2, 2),
        "the number of defects is 5; allowed is from 0 to units × opportunities",
    );
    refused(
        six_sigma::defects(0.0, 2, 2).unwrap().z(),
        "the share of defects is 0; allowed is more than 0 and less than 1",
    );
    refused(six_sigma::rolled_yield(&[0.9, 1.1]), "a yield is 1.1; allowed is from 0 to 1");
    refused(RiskPriority::new(11, 1, 1), "the severity is 11; allowed is from 1 to 10");
    let (one, other) = (steps(9), steps(9).iter().map(|step| 2.0 * step + 1.0).collect::<Vec<f64>>());
    let outcome: Vec<f64> = one.iter().map(|step| step * step).collect();
    refused(
        driver::importance(&[Driver::new("speed", &one), Driver::new("pace", &other)], &outcome),
        "driver `pace` follows from the others; leave one of them out",
    );
    refused(
        driver::importance(&[Driver::new("speed", &[1.0, f64::NAN, 2.0])], &some),
        "driver `speed`: values[1] is not a finite number; omit missing values",
    );
    refused(
        driver::importance(&[], &outcome),
        "the number of drivers is 0; allowed is from 1 to 20: all sets of them are looked at",
    );
}
