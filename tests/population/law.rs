//! Laws over random populations.

use proptest::prelude::*;
use service_quality::indicator::Direction;
use service_quality::population::league::{LeagueRule, Shrinkage, Standing, shrunken_mean};
use service_quality::population::ranking::{
    GreyRelation, MazziottaPareto, Method, Penalty, Scaling, Topsis, WeightedProduct, WeightedSum,
};
use service_quality::population::stability::{
    RankShift, Tie, WeightChange, Without, critical_weight, leave_one_out,
};
use service_quality::population::{
    Criterion, Normalisation, Order, OutlierRule, Relative, Shape, Subject, Table, Ties, ZScore,
    competition_ranks,
};
use service_quality::quantity::{Number, Weight};

type Column = Vec<Option<Number>>;

fn number(thousandths: i64) -> Number {
    Number::ratio(thousandths.into(), 1000, 3).unwrap()
}

fn column() -> impl Strategy<Value = Column> {
    // Few different values, so that ties occur.
    prop::collection::vec(
        prop::option::weighted(0.9, prop_oneof![-5_000_i64..5_000, 0_i64..6].prop_map(number)),
        1..24,
    )
}

fn methods() -> Vec<Normalisation> {
    vec![
        Normalisation::percent(),
        Normalisation::ZScore(ZScore::default()),
        Normalisation::Rank { ties: Ties::Mean, order: Order::Ascending },
        Normalisation::competition_rank(),
        Normalisation::PercentileRank,
        Normalisation::Borda,
        Normalisation::DistanceToMax,
        Normalisation::FractionOfMax,
    ]
}

fn direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::Higher), Just(Direction::Lower)]
}

/// Columns, a complete row of positive values a subject, weights.
fn alternatives() -> impl Strategy<Value = (Table, Vec<Weight>)> {
    (1..5_usize, 2..8_usize).prop_flat_map(|(width, height)| {
        let values = prop::collection::vec(
            prop::collection::vec(prop_oneof![1_i64..100_000, 1_i64..4], width),
            height,
        );
        let columns = prop::collection::vec((direction(), 1_u32..10), width);
        (values, columns).prop_map(|(values, columns)| {
            let weights = columns.iter().map(|(_, weight)| weight.to_string().parse().unwrap()).collect();
            let criteria = columns.iter().enumerate();
            let criteria = criteria.map(|(index, (direction, _))| Criterion {
                id: format!("c{index}").parse().unwrap(),
                direction: *direction,
            });
            let subjects = values.iter().enumerate().map(|(index, row)| Subject {
                id: format!("s{index}").parse().unwrap(),
                values: row.iter().map(|value| Some(number(*value))).collect(),
            });
            (Table::new(criteria.collect(), subjects.collect()).unwrap(), weights)
        })
    })
}

const RANKERS: [Method; 3] = [Method::WeightedSumMinMax, Method::WeightedProduct, Method::Topsis];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_subjects_changes_no_figure(values in column(), direction in direction(), turn in 0..24_usize) {
        let turn = turn % values.len();
        let mut turned = values.clone();
        turned.rotate_left(turn);
        for by in methods() {
            let mut expected = by.apply(direction, &values).unwrap().figures;
            expected.rotate_left(turn);
            prop_assert_eq!(by.apply(direction, &turned).unwrap().figures, expected);
        }
        let rule = OutlierRule::default();
        let (one, other) = (rule.treat(&values).unwrap(), rule.treat(&turned).unwrap());
        prop_assert_eq!((one.before, one.after, one.resolution), (other.before, other.after, other.resolution));
    }

    #[test]
    fn better_is_never_told_as_worse(values in column(), direction in direction()) {
        for by in methods() {
            if by == Normalisation::competition_rank() {
                continue; // rank 1 is the best
            }
            let figures = by.apply(direction, &values).unwrap().figures;
            let mut pairs: Vec<_> = values.iter().zip(&figures).filter_map(|(value, figure)| Some(((*value)?, figure.value()?))).collect();
            pairs.sort();
            if direction == Direction::Lower {
                pairs.reverse();
            }
            prop_assert!(pairs.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{:?}: {:?}", by, pairs);
        }
    }

    #[test]
    fn an_affine_map_changes_no_min_max(values in column(), factor in 1_i64..50, shift in -900_i64..900) {
        let map = |value: Number| {
            let thousandths: i64 = (value.value() * rust_decimal::Decimal::from(1000)).try_into().unwrap();
            number(thousandths * factor + shift)
        };
        let mapped: Column = values.iter().map(|value| value.map(map)).collect();
        for by in [Normalisation::percent(), Normalisation::DistanceToMax, Normalisation::Borda] {
            let figures = |values: &Column| by.apply(Direction::Higher, values).unwrap().figures;
            prop_assert_eq!(figures(&values), figures(&mapped));
        }
    }

    #[test]
    fn ranks_without_ties_are_a_permutation(mut scores in prop::collection::btree_set(-99_i64..99, 1..30).prop_map(Vec::from_iter), turn in 0..30_usize) {
        let turn = turn % scores.len();
        scores.rotate_left(turn);
        let mut ranks = competition_ranks(&scores);
        ranks.sort_unstable();
        prop_assert_eq!(ranks, (1..).take(scores.len()).collect::<Vec<u64>>());
    }

    #[test]
    fn a_treated_column_lies_within_what_it_was(values in column()) {
        let treated = OutlierRule::new(0.into(), 0.into(), 3).unwrap().treat(&values).unwrap();
        let range = |values: &Column| (values.iter().flatten().min().copied(), values.iter().flatten().max().copied());
        let (before, after) = (range(&values), range(&treated.values));
        prop_assert!(before.0 <= after.0 && after.1 <= before.1);
        prop_assert_eq!(values.iter().zip(&treated.values).filter(|(one, other)| one != other).count(), treated.moved.len());
    }

    #[test]
    fn alternatives_keep_their_ranks_in_any_order((table, weights) in alternatives(), turn in 0..8_usize) {
        let mut subjects = table.subjects().to_vec();
        let turn = turn % subjects.len();
        subjects.rotate_left(turn);
        let turned = Table::new(table.criteria().to_vec(), subjects).unwrap();
        for method in RANKERS {
            let Ok(ranking) = method.rank(&table, &weights) else { continue };
            let mut ranks = ranking.ranks();
            ranks.rotate_left(turn);
            prop_assert_eq!(method.rank(&turned, &weights).unwrap().ranks(), ranks);
        }
    }

    #[test]
    fn closeness_is_a_share((table, weights) in alternatives()) {
        let Ok(topsis) = Topsis::new(&table, &weights) else { return Ok(()) };
        prop_assert!(topsis.ranking.subjects().iter().all(|ranked| (0.0..=1.0).contains(&ranked.score)));
    }

    #[test]
    fn who_is_nowhere_worse_ranks_no_lower((table, weights) in alternatives()) {
        for method in RANKERS {
            let Ok(ranking) = method.rank(&table, &weights) else { continue };
            for (one, first) in table.subjects().iter().zip(ranking.subjects()) {
                for (other, second) in table.subjects().iter().zip(ranking.subjects()) {
                    let rows = one.values.iter().zip(&other.values).zip(table.criteria());
                    let nowhere_worse = rows.clone().all(|((x, y), column)| if column.direction == Direction::Lower { x <= y } else { x >= y });
                    prop_assert!(!nowhere_worse || first.rank <= second.rank, "{:?}: {:?} {:?}", method, first, second);
                }
            }
        }
    }

    #[test]
    fn leaving_out_is_ranking_from_scratch((table, weights) in alternatives()) {
        for method in RANKERS {
            let Ok(all) = method.rank(&table, &weights) else { continue };
            let found = leave_one_out(&table, &weights, method).unwrap();
            prop_assert_eq!(found.len(), weights.len());
            for (index, left) in found.into_iter().enumerate() {
                prop_assert_eq!(&left.criterion, &table.criteria()[index].id);
                let Without::Ranked { ranking, shift } = left.without else { continue };
                let mut rest = weights.clone();
                rest.remove(index);
                let scratch = method.rank(&table.without(left.criterion.as_str()).unwrap(), &rest).unwrap();
                prop_assert_eq!(&ranking, &scratch);
                prop_assert_eq!(shift, RankShift::between(&all.ranks(), &scratch.ranks()).unwrap());
            }
        }
    }

    #[test]
    fn shifts_are_the_same_both_ways(ranks in prop::collection::vec((1_u64..9, 1_u64..9), 1..12)) {
        let named = |pick: fn(&(u64, u64)) -> u64| ranks.iter().enumerate().map(|(id, pair)| (id, pick(pair))).collect::<Vec<_>>();
        let (one, other) = (named(|pair| pair.0), named(|pair| pair.1));
        let shift = RankShift::between(&one, &other).unwrap();
        prop_assert_eq!(shift, RankShift::between(&other, &one).unwrap());
        for correlation in [shift.spearman, shift.kendall].into_iter().flatten() {
            prop_assert!((-1.0 - 1e-12..=1.0 + 1e-12).contains(&correlation));
        }
        let same = RankShift::between(&one, &one).unwrap();
        prop_assert_eq!((same.moved, same.largest), (0, 0));
        prop_assert!(same.spearman.is_none_or(|rho| (rho - 1.0).abs() < 1e-12));
    }

    #[test]
    fn a_shrunken_mean_lies_between_mean_and_prior(mean in -9_000_i64..9_000, prior in -9_000_i64..9_000, n in 0_u64..500, k in 1_u32..90) {
        let (mean, prior, weight) = (number(mean), number(prior), k.to_string().parse().unwrap());
        let shrunken = |n| shrunken_mean(mean, n, prior, weight).unwrap();
        let (low, high) = (mean.min(prior).value(), mean.max(prior).value());
        prop_assert!((low..=high).contains(&shrunken(n)));
        let away = |n| (shrunken(n) - mean.value()).abs();
        prop_assert!(away(n + 1) <= away(n), "more records move it toward the mean");
        prop_assert_eq!(shrunken(0), prior.value());
    }

    #[test]
    fn a_league_is_its_standings_in_any_order(given in prop::collection::vec((0_i64..60, 0_u64..9, 0_i64..40), 1..12), turn in 0..12_usize, shrink in 0..3_u8) {
        let mut standings: Vec<_> = given.iter().enumerate().map(|(index, (mean, n, variance))| {
            Standing::new(format!("s{index}").parse().unwrap(), number(*mean), *n).with_variance(number(*variance))
        }).collect();
        let rule = LeagueRule::default().with_minimum_n(2).with_shrinkage(match shrink {
            0 => Shrinkage::None,
            1 => Shrinkage::Declared { weight: "2.5".parse().unwrap(), prior: None },
            _ => Shrinkage::Estimated { prior: None },
        });
        let Ok(league) = rule.table(&standings) else { return Ok(()) };
        let turn = turn % standings.len();
        standings.rotate_left(turn);
        prop_assert_eq!(&league, &rule.table(&standings).unwrap());
        prop_assert_eq!(league.ranked.len() + league.unranked.len(), standings.len());
        for pair in league.ranked.windows(2) {
            prop_assert!(pair[0].figure >= pair[1].figure);
            prop_assert_eq!(pair[0].figure == pair[1].figure, pair[0].rank == pair[1].rank);
        }
        prop_assert!(league.ranked.iter().all(|row| row.n >= 2));
    }

    #[test]
    fn who_has_no_value_has_no_figure(values in column(), direction in direction()) {
        for by in methods() {
            let found = by.apply(direction, &values).unwrap();
            prop_assert_eq!(found.n, values.iter().flatten().count());
            for (value, figure) in values.iter().zip(&found.figures) {
                prop_assert!(value.is_some() || matches!(figure, Relative::Absent(_)));
            }
        }
    }

    #[test]
    fn no_result_holds_a_float_that_is_not_finite((table, weights) in extremes()) {
        let finite = |value: f64| value.is_finite();
        let both = |rows: &[Vec<f64>]| rows.iter().flatten().copied().all(finite);
        for scaling in [Scaling::AsGiven, Scaling::MinMax] {
            if let Ok(sum) = WeightedSum::new(&table, &weights, scaling) { prop_assert!(both(&sum.figures)); }
        }
        if let Ok(product) = WeightedProduct::new(&table, &weights) { prop_assert!(both(&product.figures)); }
        if let Ok(grey) = GreyRelation::new(&table, &weights, "0.000000001".parse().unwrap()) { prop_assert!(both(&grey.coefficients)); }
        if let Ok(Topsis { ideal, anti_ideal, distances, .. }) = Topsis::new(&table, &weights) {
            prop_assert!(ideal.into_iter().chain(anti_ideal).all(finite));
            prop_assert!(distances.iter().all(|far| finite(far.to_ideal) && finite(far.to_anti_ideal)));
        }
        for index in [MazziottaPareto::classical(&table, Penalty::Upward), MazziottaPareto::adjusted(&table, Penalty::Downward)].into_iter().flatten() {
            prop_assert!(index.subjects.iter().all(|of| finite(of.mean) && finite(of.deviation) && finite(of.index)));
        }
        for column in table.criteria() {
            let (_, values) = table.column(column.id.as_str()).unwrap();
            let shape = Shape::of(&values.into_iter().flatten().collect::<Vec<_>>());
            prop_assert!(shape.is_none_or(|shape| finite(shape.skewness) && finite(shape.kurtosis)));
        }
        for method in ALL {
            let Ok(ranking) = method.rank(&table, &weights) else { continue };
            prop_assert!(ranking.subjects().iter().all(|ranked| finite(ranked.score)), "{:?}: {:?}", method, ranking);
            if let Ok(change) = WeightChange::new(&table, &weights, method, "c0", "0.000000001".parse().unwrap()) {
                prop_assert!(change.weights.into_iter().all(finite) && finite(change.shift.mean));
            }
            if let Ok(Tie::At { weight, change }) = critical_weight(&table, &weights, method, ["s0", "s1"], "c0") {
                prop_assert!((0.0..=1.0).contains(&weight) && finite(change));
            }
        }
    }

    /// What differs in one criterion alone does not tie, by how little it may differ.
    #[test]
    fn who_is_better_in_one_criterion_is_better(values in prop::collection::btree_set(extreme(), 2..6), direction in direction()) {
        let table = columns(&[direction], &values.iter().map(|value| vec![*value]).collect::<Vec<_>>());
        let count = values.len() as u64;
        let expected: Vec<u64> = if direction == Direction::Lower { (1..=count).collect() } else { (1..=count).rev().collect() };
        let methods = [Method::WeightedSumMinMax, Method::WeightedSum, Method::GreyRelation { rho: "0.5".parse().unwrap() }];
        for method in methods {
            let Ok(ranking) = method.rank(&table, &["1".parse().unwrap()]) else { continue };
            prop_assert_eq!(ranking.ranks().into_iter().map(|(_, rank)| rank).collect::<Vec<_>>(), expected.clone(), "{:?}", method);
        }
    }
}

const ALL: [Method; 5] = [
    Method::WeightedSum,
    Method::WeightedSumMinMax,
    Method::WeightedProduct,
    Method::Topsis,
    Method::GreyRelation { rho: service_quality::quantity::Share::ONE },
];

/// Numbers at the ends of their range, and some that are equal as floats.
fn extreme() -> impl Strategy<Value = Number> {
    let ends = [
        "1e15",
        "-1e15",
        "0",
        "1e-9",
        "2e-9",
        "-1e-9",
        "999999999999999.000000001",
        "999999999999999.000000003",
        "999999999999998.999999999",
        "1",
        "1.000000001",
    ];
    prop_oneof![
        prop::sample::select(ends.to_vec()).prop_map(|number| number.parse().unwrap()),
        (-5_000_i64..5_000).prop_map(number),
    ]
}

fn columns(directions: &[Direction], rows: &[Vec<Number>]) -> Table {
    let criteria = directions.iter().enumerate().map(|(index, direction)| Criterion {
        id: format!("c{index}").parse().unwrap(),
        direction: *direction,
    });
    let subjects = rows.iter().enumerate().map(|(index, row)| Subject {
        id: format!("s{index}").parse().unwrap(),
        values: row.iter().copied().map(Some).collect(),
    });
    Table::new(criteria.collect(), subjects.collect()).unwrap()
}

fn extremes() -> impl Strategy<Value = (Table, Vec<Weight>)> {
    (1..4_usize, 2..7_usize).prop_flat_map(|(width, height)| {
        let rows = prop::collection::vec(prop::collection::vec(extreme(), width), height);
        let weights = prop::sample::select(vec!["0", "1e-9", "1", "3", "1e6"])
            .prop_map(|weight| weight.parse::<Weight>().unwrap());
        (rows, prop::collection::vec((direction(), weights), width)).prop_map(|(rows, given)| {
            let (directions, weights): (Vec<_>, Vec<_>) = given.into_iter().unzip();
            (columns(&directions, &rows), weights)
        })
    })
}
