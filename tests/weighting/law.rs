//! What holds for all points, rankings, judgements and figures.

use std::collections::BTreeMap;

use proptest::prelude::*;
use service_quality::indicator::Direction;
use service_quality::quantity::{Label, Number, Share, Weight};
use service_quality::weighting::{
    Combination, ConsistencyVerdict, Expert, Figures, Group, GroupMethod, Hierarchy, Importance,
    ImportanceOrder, Judgement, Judgements, ObjectiveMethod, PriorityMethod, PriorityRule, RandomIndex,
    RankRule, Weights,
};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() }
}

const METHODS: [PriorityMethod; 3] =
    [PriorityMethod::Eigenvector, PriorityMethod::GeometricMean, PriorityMethod::NormalisedColumns];
const OBJECTIVE: [ObjectiveMethod; 11] = [
    ObjectiveMethod::Entropy,
    ObjectiveMethod::EntropyOfScaled,
    ObjectiveMethod::Critic,
    ObjectiveMethod::CriticUndirected,
    ObjectiveMethod::StandardDeviation,
    ObjectiveMethod::RawStandardDeviation,
    ObjectiveMethod::Variance,
    ObjectiveMethod::Gini,
    ObjectiveMethod::Merec,
    ObjectiveMethod::Cilos,
    ObjectiveMethod::Idocriw,
];

fn name(place: usize) -> String {
    format!("c{place:02}")
}

fn label(place: usize) -> Label {
    name(place).parse().unwrap()
}

fn by(method: PriorityMethod) -> PriorityRule {
    PriorityRule { method, ..PriorityRule::default() }
}

/// Each share is its float to 9 places or beside it, and all together are 1: the type keeps that.
fn sound(importance: &Importance) {
    let weights = importance.weights();
    Weights::new(weights.iter().map(|(key, share)| (key.clone(), share))).unwrap();
    for ((key, share), value) in weights.iter().zip(importance.values()) {
        let share: f64 = share.to_string().parse().unwrap();
        assert!((share - value).abs() <= 1.01e-9, "{key}: {share} of {value}");
    }
}

fn near(one: &[f64], other: &[f64], tolerance: f64) {
    assert_eq!(one.len(), other.len());
    for (left, right) in one.iter().zip(other) {
        assert!((left - right).abs() <= tolerance, "{one:?} {other:?}");
    }
}

/// The values by name, so that order does not matter.
fn named(importance: &Importance) -> BTreeMap<String, f64> {
    importance.iter().map(|(key, value)| (key.to_string(), value)).collect()
}

fn near_by_name(one: &Importance, other: &Importance, tolerance: f64) {
    let (one, other) = (named(one), named(other));
    assert!(one.keys().eq(other.keys()));
    near(&one.values().copied().collect::<Vec<_>>(), &other.values().copied().collect::<Vec<_>>(), tolerance);
}

/// A judgement: mostly of the scale, sometimes as far off as any.
fn judgement() -> impl Strategy<Value = String> {
    let scale = (1..=9_i32, any::<bool>())
        .prop_map(|(step, over)| if over { step.to_string() } else { format!("1/{step}") });
    prop_oneof![8 => scale, 1 => Just("1000".to_owned()), 1 => Just("1/1000".to_owned()), 1 => Just("2.5".to_owned())]
}

type Comparisons = Vec<(usize, usize, String)>;

/// All pairs of some criteria.
fn complete(sizes: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = (usize, Comparisons)> {
    sizes.prop_flat_map(|size| {
        let pairs: Vec<_> =
            (0..size).flat_map(|row| (row + 1..size).map(move |column| (row, column))).collect();
        prop::collection::vec(judgement(), pairs.len()).prop_map(move |judged| {
            (size, pairs.iter().zip(judged).map(|((row, column), judged)| (*row, *column, judged)).collect())
        })
    })
}

fn judgements(order: impl IntoIterator<Item = usize>, comparisons: &Comparisons) -> Judgements {
    let order: Vec<String> = order.into_iter().map(name).collect();
    let (names, comparisons) = (
        order.iter().map(String::as_str),
        comparisons.iter().map(|(of, over, judged)| (label(*of), label(*over), judged.as_str())),
    );
    Judgements::new(names, comparisons).unwrap()
}

/// Rows of figures above 0, and directions.
fn table() -> impl Strategy<Value = (Vec<bool>, Vec<Vec<u32>>)> {
    (2_usize..6, 3_usize..8).prop_flat_map(|(columns, rows)| {
        let row = prop::collection::vec(1_u32..500, columns);
        (prop::collection::vec(any::<bool>(), columns), prop::collection::vec(row, rows))
    })
}

fn figures(order: &[usize], directions: &[bool], rows: &[Vec<u32>], scale: u32) -> Figures {
    let criteria = order
        .iter()
        .map(|place| (label(*place), if directions[*place] { Direction::Higher } else { Direction::Lower }));
    let figure = |row: &Vec<u32>, place: usize| Number::from(row[place] * if place == 0 { scale } else { 1 });
    let rows = rows.iter().map(|row| order.iter().map(|place| figure(row, *place)).collect());
    Figures::new(criteria, rows).unwrap()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn points_are_normalised_exactly(points in prop::collection::vec(0_u32..1_000_000, 1..40), factor in 1_u32..4_000) {
        prop_assume!(points.iter().any(|point| *point > 0));
        let keyed = |factor: u32| {
            let points = points.iter().map(|point| Number::from(point * factor));
            Importance::direct((0..).map(label).zip(points)).unwrap()
        };
        let importance = keyed(1);
        sound(&importance);
        prop_assert_eq!(importance.weights(), &keyed(factor).into_weights());
        // Largest remainder: no share is a whole unit of the last place away.
        let total: u64 = points.iter().copied().map(u64::from).sum();
        for ((_, share), point) in importance.weights().iter().zip(&points) {
            let wanted = Number::ratio(i128::from(*point) * 1_000_000_000, i128::from(total), 9).unwrap();
            let share = Number::new(share.value() * rust_decimal::Decimal::from(1_000_000_000)).unwrap();
            prop_assert!((share.value() - wanted.value()).abs() < rust_decimal::Decimal::ONE);
        }
    }

    #[test]
    fn ranks_fall_and_ties_are_equal(ranks in prop::collection::vec(1_u32..12, 1..50), z in 0_u32..4) {
        let order = ImportanceOrder::ranks((0..).map(label).zip(ranks.iter().copied())).unwrap();
        let rules = [
            RankRule::OrderCentroid, RankRule::Sum, RankRule::Reciprocal, RankRule::Equal, RankRule::Exponent(z.into()),
        ];
        for rule in rules {
            let importance = order.weigh(rule).unwrap();
            sound(&importance);
            for (one, rank) in ranks.iter().enumerate() {
                for (other, other_rank) in ranks.iter().enumerate() {
                    let values = (importance.get(&name(one)).unwrap(), importance.get(&name(other)).unwrap());
                    prop_assert!(rank > other_rank || values.0 >= values.1 - 1e-15);
                    prop_assert!(rank != other_rank || (values.0 - values.1).abs() < 1e-15);
                }
            }
        }
        let sum = order.weigh(RankRule::Sum).unwrap();
        near(sum.values(), order.weigh(RankRule::Exponent(1.into())).unwrap().values(), 1e-14);
        let equal = order.weigh(RankRule::Equal).unwrap();
        near(equal.values(), order.weigh(RankRule::Exponent(0.into())).unwrap().values(), 1e-14);
    }

    #[test]
    fn consistent_judgements_give_their_weights(weights in prop::collection::vec(1_u32..30, 1..9)) {
        let size = weights.len();
        let cells = weights.iter().map(|of| weights.iter().map(move |over| format!("{of}/{over}")));
        let rows: Vec<Vec<String>> = cells.map(Iterator::collect).collect();
        let names: Vec<String> = (0..size).map(name).collect();
        let rows = rows.iter().map(|row| row.iter().map(String::as_str));
        let judgements = Judgements::matrix(names.iter().map(String::as_str), rows).unwrap();
        prop_assert!(judgements.is_consistent());
        let wanted = Importance::direct((0..).map(label).zip(weights)).unwrap();
        for method in METHODS {
            let priorities = judgements.weigh(&by(method)).unwrap();
            near(priorities.importance().values(), wanted.values(), 1e-14);
            prop_assert_eq!(priorities.consistency().ratio(), Some(0.0));
            prop_assert_eq!(priorities.consistency().geometric_index().to_bits(), 0);
            prop_assert_eq!(priorities.consistency().verdict(), ConsistencyVerdict::Acceptable);
        }
        prop_assert!(judgements.most_inconsistent(&PriorityRule::default()).unwrap().is_none());
    }

    #[test]
    fn judgements_weigh_in_any_order(
        (order, comparisons) in complete(2..=7).prop_flat_map(|(size, comparisons)| {
            (Just((0..size).collect::<Vec<_>>()).prop_shuffle(), Just(comparisons))
        })
    ) {
        let (straight, shuffled) = (judgements(0..order.len(), &comparisons), judgements(order, &comparisons));
        for method in METHODS {
            let (one, other) = (straight.weigh(&by(method)).unwrap(), shuffled.weigh(&by(method)).unwrap());
            sound(one.importance());
            near_by_name(one.importance(), other.importance(), 1e-11);
            let (one, other) = (one.consistency(), other.consistency());
            prop_assert!((one.lambda_max() - other.lambda_max()).abs() <= 1e-11 * one.lambda_max());
            prop_assert!((one.geometric_index() - other.geometric_index()).abs() <= 1e-11);
            prop_assert!(one.index() >= 0.0);
        }
    }

    #[test]
    fn the_eigenvector_is_one((size, comparisons) in complete(2..=8)) {
        let judgements = judgements(0..size, &comparisons);
        let priorities = judgements.weigh(&PriorityRule::default()).unwrap();
        let (weights, lambda) = (priorities.importance().values(), priorities.consistency().lambda_max());
        let mut image = weights.to_vec();
        for (of, over, judged) in &comparisons {
            let judged = judged.parse::<Judgement>().unwrap().value();
            image[*of] += judged * weights[*over];
            image[*over] += weights[*of] / judged;
        }
        for (image, weight) in image.iter().zip(weights) {
            prop_assert!((image / weight - lambda).abs() <= 1e-9 * lambda, "{} {}", image / weight, lambda);
        }
    }

    #[test]
    fn experts_of_one_mind_are_one_expert((size, comparisons) in complete(2..=6), weights in prop::collection::vec(1_u32..9, 1..5)) {
        let alone = judgements(0..size, &comparisons);
        let expert = |(place, weight): (usize, &u32)| {
            let weight = Weight::new((*weight).into()).unwrap();
            // Each with the criteria in another order.
            let judgements = judgements((0..size).map(|at| (at + place) % size), &comparisons);
            Expert { name: label(place), weight, judgements }
        };
        let group = Group::new(weights.iter().enumerate().map(expert)).unwrap();
        for method in METHODS {
            let alone = alone.weigh(&by(method)).unwrap();
            for how in [GroupMethod::Judgements, GroupMethod::PrioritiesMean, GroupMethod::PrioritiesGeometricMean] {
                let answer = group.weigh(how, &by(method)).unwrap();
                let answer = answer.priorities();
                sound(answer.importance());
                near_by_name(answer.importance(), alone.importance(), 1e-11);
                let lambda = alone.consistency().lambda_max();
                prop_assert!((answer.consistency().lambda_max() - lambda).abs() <= 1e-11 * lambda);
            }
        }
    }

    #[test]
    fn figures_weigh_in_any_unit_and_order(
        (directions, rows) in table(), scale in 2_u32..1_000, turn in 0_usize..5
    ) {
        let straight: Vec<usize> = (0..directions.len()).collect();
        let mut turned = straight.clone();
        turned.rotate_left(turn % straight.len());
        for method in OBJECTIVE {
            let weigh = |order, scale| figures(order, &directions, &rows, scale).weigh(method);
            // Where a method finds nothing, it says so in any order.
            let Ok(one) = weigh(&straight, 1) else {
                prop_assert!(weigh(&turned, 1).is_err());
                continue;
            };
            sound(&one);
            near_by_name(&one, &weigh(&turned, 1).unwrap(), 1e-9);
            if method != ObjectiveMethod::RawStandardDeviation {
                near(one.values(), weigh(&straight, scale).unwrap().values(), 1e-9);
            }
        }
    }

    #[test]
    fn a_constant_column_weighs_nothing_and_changes_nothing((directions, rows) in table()) {
        let mut wider = directions.clone();
        wider.push(true);
        let longer: Vec<Vec<u32>> = rows.iter().map(|row| [row.as_slice(), &[7]].concat()).collect();
        let order: Vec<usize> = (0..directions.len()).collect();
        let all: Vec<usize> = (0..wider.len()).collect();
        for method in OBJECTIVE {
            let (one, more) = (figures(&order, &directions, &rows, 1), figures(&all, &wider, &longer, 1));
            match (one.weigh(method), more.weigh(method)) {
                (Ok(one), Ok(more)) => {
                    prop_assert_eq!(more.values().last().copied(), Some(0.0));
                    // What MEREC calls a performance is a mean over the number of criteria.
                    if method != ObjectiveMethod::Merec {
                        near(one.values(), &more.values()[..one.values().len()], 1e-12);
                    }
                }
                (one, more) => prop_assert!(one.is_err() && more.is_err()),
            }
        }
    }

    #[test]
    fn combinations_lie_between(points in prop::collection::vec((1_u32..100, 1_u32..100), 1..9), alpha in 0_u32..=100) {
        let one = Importance::direct((0..).map(label).zip(points.iter().map(|(one, _)| *one))).unwrap();
        let other = Importance::direct((0..).map(label).zip(points.iter().map(|(_, other)| *other))).unwrap();
        let share = Share::new(rust_decimal::Decimal::new(alpha.into(), 2)).unwrap();
        let blend = one.combined(&other, Combination::Linear(share)).unwrap();
        for ((blend, one), other) in blend.values().iter().zip(one.values()).zip(other.values()) {
            prop_assert!(*blend >= one.min(*other) - 1e-15 && *blend <= one.max(*other) + 1e-15);
        }
        near(one.combined(&one, Combination::GeometricMean).unwrap().values(), one.values(), 1e-15);
        for by in [Combination::Product, Combination::GeometricMean] {
            let combined = one.combined(&other, by).unwrap();
            sound(&combined);
            near(combined.values(), other.combined(&one, by).unwrap().values(), 1e-15);
        }
    }

    #[test]
    fn a_tree_shares_out_the_whole((size, comparisons) in complete(2..=4), (below, deeper) in complete(2..=4)) {
        let top = judgements(0..size, &comparisons);
        let inner = judgements(10..10 + below, &deeper.iter().map(|(of, over, judged)| (of + 10, over + 10, judged.clone())).collect());
        let tree = Hierarchy::new(top.clone()).under(name(0).as_str(), inner.clone()).unwrap();
        let answer = tree.weigh(&PriorityRule::default()).unwrap();
        sound(answer.importance());
        prop_assert_eq!(answer.importance().values().len(), size - 1 + below);
        let (top, inner) = (&answer.nodes()[0].priorities, &answer.nodes()[1].priorities);
        let product = top.importance().values()[0] * inner.importance().values()[0];
        prop_assert!((answer.importance().get(&name(10)).unwrap() - product).abs() < 1e-15);
    }
}

proptest! {
    // Each of these solves many matrices.
    #![proptest_config(ProptestConfig { cases: 32, ..config() })]

    #[test]
    fn mending_never_raises_the_ratio((size, comparisons) in complete(3..=6)) {
        let judgements = judgements(0..size, &comparisons);
        let rule = PriorityRule { random_index: RandomIndex::DoneganDodd1991, ..PriorityRule::default() };
        let now = judgements.weigh(&rule).unwrap().consistency().clone();
        let Some(mend) = judgements.most_inconsistent(&rule).unwrap() else {
            prop_assert!(now.index() < 1e-9);
            return Ok(());
        };
        prop_assert_eq!(&mend.before, &now);
        prop_assert!(mend.after.ratio() < mend.before.ratio());
        prop_assert!(mend.after.ratio().unwrap() <= mend.after_on_scale.ratio().unwrap() + 1e-9);
        if mend.given.is_on_scale() {
            prop_assert!(mend.after_on_scale.ratio().unwrap() <= mend.before.ratio().unwrap() + 1e-9);
        }
        // Put in place, the value does what it promised.
        let changed = |(of, over, judged): &(usize, usize, String)| {
            let mended = label(*of) == mend.of && label(*over) == mend.over;
            (*of, *over, if mended { mend.on_scale.to_string() } else { judged.clone() })
        };
        let again = self::judgements(0..size, &comparisons.iter().map(changed).collect());
        let again = again.weigh(&rule).unwrap();
        prop_assert!((again.consistency().index() - mend.after_on_scale.index()).abs() < 1e-9);
    }

    #[test]
    fn the_completion_is_the_best(
        (size, comparisons) in complete(3..=7), kept in prop::collection::vec(any::<bool>(), 21), shift in 0_usize..21
    ) {
        // A chain keeps the rest connected.
        let given: Comparisons = comparisons
            .into_iter()
            .enumerate()
            .filter(|(place, (of, over, _))| of + 1 == *over || kept[*place])
            .map(|(_, comparison)| comparison)
            .collect();
        let incomplete = judgements(0..size, &given);
        let priorities = incomplete.weigh(&PriorityRule::default()).unwrap();
        sound(priorities.importance());
        let lambda = priorities.consistency().lambda_max();
        let completed = priorities.completed();
        prop_assume!(!completed.is_empty());
        prop_assume!(completed.iter().all(|judgement| (0.01..100.0).contains(&judgement.value)));
        let place = shift % completed.len();
        for (factor, tolerance) in [(1.0, 1e-9), (1.3, 0.0), (0.7, 0.0)] {
            let mut all: Vec<(Label, Label, String)> =
                given.iter().map(|(of, over, judged)| (label(*of), label(*over), judged.clone())).collect();
            all.extend(completed.iter().enumerate().map(|(at, judgement)| {
                let value = judgement.value * if at == place { factor } else { 1.0 };
                (judgement.of.clone(), judgement.over.clone(), format!("{value:.9}"))
            }));
            let all = all.iter().map(|(of, over, judged)| (of.clone(), over.clone(), judged.as_str()));
            let whole = Judgements::new((0..size).map(label), all).unwrap();
            let other = whole.weigh(&PriorityRule::default()).unwrap().consistency().lambda_max();
            prop_assert!(other >= lambda - 1e-9, "{other} is below {lambda}");
            prop_assert!(tolerance <= 0.0 || other <= lambda + tolerance * lambda, "{other} of {lambda}");
        }
    }
}

#[test]
fn the_published_example_of_a_wrong_judgement() {
    // Saaty, "How to make a decision" (1990): buying a house, eight criteria, a ratio of 0.169.
    let rows = [
        "1 5 3 7 6 6 1/3 1/4",
        "1/5 1 1/3 5 3 3 1/5 1/7",
        "1/3 3 1 6 3 4 6 1/5",
        "1/7 1/5 1/6 1 1/3 1/4 1/7 1/8",
        "1/6 1/3 1/3 3 1 1/2 1/5 1/6",
        "1/6 1/3 1/4 4 2 1 1/5 1/6",
        "3 5 1/6 7 5 5 1 1/2",
        "4 7 5 8 6 6 2 1",
    ];
    let names = ["size", "transport", "neighbourhood", "age", "yard", "modern", "condition", "financing"];
    let house = Judgements::matrix(names, rows.map(|row| row.split(' ').collect::<Vec<_>>())).unwrap();
    let mend = house.most_inconsistent(&PriorityRule::default()).unwrap().unwrap();
    assert_eq!((mend.of.as_str(), mend.over.as_str()), ("neighbourhood", "condition"));
    assert_eq!(mend.given.to_string(), "6");
    assert!(mend.value < 1.0, "{}", mend.value_text());
    assert!(mend.before.ratio() > Some(0.16) && mend.after.ratio() < Some(0.1));
    assert_eq!(mend.before.verdict(), ConsistencyVerdict::Excessive);
    assert_eq!(mend.after_on_scale.verdict(), ConsistencyVerdict::Acceptable);
}

#[test]
fn the_same_bytes_everywhere() {
    let drinks = Judgements::new(
        ["coffee", "wine", "tea", "beer"],
        [("coffee", "wine", "9"), ("coffee", "tea", "5"), ("wine", "beer", "1/9"), ("tea", "beer", "1/3")],
    )
    .unwrap();
    let weights = drinks.weigh(&PriorityRule::default()).unwrap().importance().weights().clone();
    assert_eq!(
        serde_json::to_string(&weights).unwrap(),
        r#"[["coffee","0.476274224"],["wine","0.046574948"],["tea","0.1082304"],["beer","0.368920428"]]"#
    );
}
