//! Laws over random models, weights, curves, policies and measurements.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::Decimal;
use service_quality::indicator::{Absence, Measurement};
use service_quality::quantity::{IndicatorId, Number, Score, Share, Weight};
use service_quality::score::{
    AbsenceKind, AbsencePolicy, Band, Child, Curve, Gap, Grades, Leaf, Model, Node, PartScore, Place,
    Rounding, Scorecard, Treatment,
};

use super::reference::{Figures, Places, Policy, Tree, figures, on_curve};

const KINDS: [AbsenceKind; 3] = [AbsenceKind::Missing, AbsenceKind::Suppressed, AbsenceKind::NotApplicable];

/// A tree below a root, the root's own policy, and the places of rounding.
#[derive(Debug, Clone)]
struct Case {
    root: Tree,
    places: [u32; 3],
}

fn number(value: Decimal) -> Number {
    Number::new(value).unwrap()
}

fn weight() -> impl Strategy<Value = Decimal> {
    (0_i64..4000, 0_u32..4).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn curve() -> impl Strategy<Value = Vec<(Decimal, Decimal)>> {
    let points = prop::collection::btree_map(-400_i64..400, 0_i64..=1000, 2..6);
    let piecewise = points.prop_map(|points| {
        points.into_iter().map(|(x, y)| (Decimal::new(x, 2), Decimal::new(y, 1))).collect::<Vec<_>>()
    });
    let goalposts = (-400_i64..400, 1_i64..300, any::<bool>()).prop_map(|(start, width, rising)| {
        let (low, high) = (Decimal::new(start, 2), Decimal::new(start + width, 2));
        let (first, last) = (Decimal::ZERO, Decimal::ONE_HUNDRED);
        if rising { vec![(low, first), (high, last)] } else { vec![(low, last), (high, first)] }
    });
    prop_oneof![piecewise, goalposts]
}

fn reading(gaps: bool) -> BoxedStrategy<Result<Decimal, Absence>> {
    let value = (-500_i64..500).prop_map(|digits| Ok(Decimal::new(digits, 2)));
    if !gaps {
        return value.boxed();
    }
    prop_oneof![
        6 => value,
        1 => Just(Err(Absence::Missing)),
        1 => Just(Err(Absence::NotApplicable)),
        1 => (0_u64..9).prop_map(|n| Err(Absence::Suppressed { n })),
    ]
    .boxed()
}

fn treatment() -> impl Strategy<Value = Option<Treatment>> {
    let share = (0_u32..=100).prop_map(|percent| Share::new(Decimal::new(percent.into(), 2)).unwrap());
    let score = (0_u32..=1000).prop_map(|tenths| Score::new(Decimal::new(tenths.into(), 1)).unwrap());
    prop_oneof![
        4 => Just(None),
        3 => share.prop_map(|min_coverage| Some(Treatment::Renormalise { min_coverage })),
        1 => Just(Some(Treatment::Worst)),
        1 => score.prop_map(|score| Some(Treatment::Neutral(score))),
        1 => Just(Some(Treatment::Refuse)),
    ]
}

fn node(children: impl Strategy<Value = Vec<(Decimal, Tree)>>) -> impl Strategy<Value = Tree> {
    (children, [treatment(), treatment(), treatment()]).prop_map(|(mut children, own)| {
        if children.iter().all(|(weight, _)| weight.is_zero()) {
            children[0].0 = Decimal::ONE;
        }
        Tree::Node { own, children }
    })
}

fn case(gaps: bool) -> impl Strategy<Value = Case> {
    let leaf = (curve(), reading(gaps)).prop_map(|(curve, reading)| Tree::Leaf { curve, reading });
    let tree = leaf.prop_recursive(4, 24, 5, |inner| node(prop::collection::vec((weight(), inner), 1..6)));
    let root = node(prop::collection::vec((weight(), tree), 1..6));
    (root, [0_u32..=9, 0_u32..=9, 0_u32..=9]).prop_map(|(root, places)| Case { root, places })
}

/// Builds parts of a model, numbered in the order of the scorecard, and gathers what was measured.
#[derive(Default)]
struct Builder {
    next: usize,
    measured: BTreeMap<IndicatorId, Measurement>,
    /// Multiplies every weight.
    factor: Decimal,
    /// Adds children from the last to the first.
    reversed: bool,
}

impl Builder {
    fn node(&mut self, id: &str, own: &[Option<Treatment>; 3], children: &[(Decimal, Tree)]) -> Node {
        let mut built: Vec<Child> = children
            .iter()
            .map(|(weight, tree)| {
                let weight = Weight::new(*weight * self.factor).unwrap();
                self.next += 1;
                let id = format!("p{}", self.next);
                match tree {
                    Tree::Node { own, children } => Child::new(weight, self.node(&id, own, children)),
                    Tree::Leaf { curve, reading } => Child::new(weight, self.leaf(&id, curve, *reading)),
                }
            })
            .collect();
        if self.reversed {
            built.reverse();
        }
        let policy = KINDS.iter().zip(own).fold(AbsencePolicy::inherit(), |policy, (kind, treatment)| {
            treatment.map_or(policy, |treatment| policy.with(*kind, treatment))
        });
        Node::new(id.parse().unwrap(), built).unwrap().with_absence(policy)
    }

    fn leaf(&mut self, id: &str, curve: &[(Decimal, Decimal)], reading: Result<Decimal, Absence>) -> Leaf {
        let id: IndicatorId = id.parse().unwrap();
        let measurement = match reading {
            Ok(value) => Some(Measurement::present(number(value), 7)),
            // What is not among the measurements is missing.
            Err(Absence::Missing) if self.next.is_multiple_of(2) => None,
            Err(absence) => Some(Measurement::absent(absence)),
        };
        self.measured.extend(measurement.map(|measurement| (id.clone(), measurement)));
        let curve = match curve {
            [(low, worst), (high, best)] if worst.is_zero() && *best == Decimal::ONE_HUNDRED => {
                Curve::goalposts(number(*low), number(*high))
            }
            [(low, best), (high, worst)] if worst.is_zero() && *best == Decimal::ONE_HUNDRED => {
                Curve::goalposts(number(*high), number(*low))
            }
            points => Curve::piecewise(points.iter().map(|(x, y)| (number(*x), Score::new(*y).unwrap()))),
        };
        Leaf::new(id, curve.unwrap())
    }
}

impl Case {
    fn model(&self, factor: u32, reversed: bool) -> (Model, BTreeMap<IndicatorId, Measurement>) {
        let Tree::Node { own, children } = &self.root else { panic!("the root is a node") };
        let mut builder = Builder { factor: factor.into(), reversed, ..Builder::default() };
        let root = builder.node("root", own, children);
        let [indicator, node, total] = self.places;
        let model = Model::builder(root).rounding(Rounding::new(indicator, node, total).unwrap());
        (model.build().unwrap(), builder.measured)
    }

    fn scorecard(&self) -> Scorecard {
        let (model, measured) = self.model(1, false);
        model.score(&measured)
    }

    fn step(&self) -> Decimal {
        Decimal::new(1, self.places[2])
    }
}

/// The part's own figures, as far as the reference knows them.
fn found(part: &PartScore) -> Figures {
    Figures {
        score: part.score().map(Score::value).ok_or_else(|| part.gap().map(Gap::kind).unwrap()),
        coverage: part.coverage().value(),
        bounds: part.low().zip(part.high()).map(|(low, high)| (low.value(), high.value())),
        floor: part.score().map_or(Decimal::ZERO, |score| score.value() - part.lift().value()),
    }
}

fn points(part: &PartScore) -> Decimal {
    part.points().value()
}

fn lost(part: &PartScore) -> Decimal {
    part.lost().value()
}

fn default_policy() -> Policy {
    let renormalise =
        |percent| Treatment::Renormalise { min_coverage: Share::new(Decimal::new(percent, 2)).unwrap() };
    [renormalise(65), renormalise(65), renormalise(0)]
}

/// Everything that a scorecard says about a place, but not the declared weight nor the position in the list.
fn by_place(scorecard: &Scorecard) -> BTreeMap<Place, Figures> {
    scorecard.parts().iter().map(|part| (part.place().clone(), found(part))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_part_equals_the_slow_reference(case in case(true)) {
        let scorecard = case.scorecard();
        let inner = Places { indicator: case.places[0], node: case.places[1] };
        let (total, parts) = figures(&case.root, case.places[2], &inner, default_policy());
        for (part, mut expected) in [scorecard.total()].into_iter().chain(scorecard.parts()).zip([total].into_iter().chain(parts)) {
            if expected.score.is_err() {
                expected.floor = Decimal::ZERO;
            }
            prop_assert_eq!(found(part), expected, "{}", part.place());
        }
    }

    #[test]
    fn parts_add_up_on_every_level(case in case(true)) {
        let scorecard = case.scorecard();
        let total = scorecard.score().map(Score::value);
        let sum = |figure: fn(&PartScore) -> Decimal| scorecard.contributions().map(figure).sum::<Decimal>();
        prop_assert_eq!(sum(points), total.unwrap_or_default());
        prop_assert_eq!(sum(lost), total.map_or(Decimal::ZERO, |total| Decimal::ONE_HUNDRED - total));
        let whole = if total.is_some() { Decimal::ONE } else { Decimal::ZERO };
        prop_assert_eq!(sum(|part| part.effective_weight().value()), whole);
        let all: Vec<&PartScore> = [scorecard.total()].into_iter().chain(scorecard.parts()).collect();
        for (index, part) in all.iter().enumerate() {
            if part.place().is_indicator() || part.score().is_none() {
                continue;
            }
            let below = all[index + 1..].iter().take_while(|below| below.depth() > part.depth());
            let children: Vec<_> = below.filter(|below| below.depth() == part.depth() + 1).collect();
            for figure in [points, lost, |part: &PartScore| part.effective_weight().value()] {
                prop_assert_eq!(children.iter().map(|child| figure(child)).sum::<Decimal>(), figure(part));
            }
        }
    }

    #[test]
    fn a_score_lies_within_its_bounds(case in case(true)) {
        let scorecard = case.scorecard();
        for part in [scorecard.total()].into_iter().chain(scorecard.parts()) {
            let Some(score) = part.score() else { continue };
            prop_assert!(part.low().unwrap() <= score && score <= part.high().unwrap(), "{part:?}");
            if part.coverage() == Share::ONE {
                prop_assert_eq!(part.lift(), Score::MIN);
            }
        }
    }

    #[test]
    fn a_better_measurement_never_lowers_the_total(case in case(false), pick in any::<prop::sample::Index>()) {
        let (model, mut measured) = case.model(1, false);
        let before = model.score(&measured);
        let leaves: Vec<_> = before.parts().iter().filter(|part| part.place().is_indicator()).collect();
        let Place::Indicator(id) = leaves[pick.index(leaves.len())].place().clone() else { panic!("a leaf") };
        for value in (-500..500).step_by(25) {
            let value = Measurement::present(number(Decimal::new(value, 2)), 1);
            let old = model.score(&measured).part(&Place::Indicator(id.clone())).unwrap().score();
            let total = model.score(&measured).score();
            measured.insert(id.clone(), value);
            let after = model.score(&measured);
            let new = after.part(&Place::Indicator(id.clone())).unwrap().score();
            prop_assert_eq!(new.cmp(&old).is_ge() && after.score() < total, false);
            prop_assert_eq!(new.cmp(&old).is_le() && after.score() > total, false);
        }
    }

    #[test]
    fn one_factor_on_all_weights_changes_nothing(case in case(true), factor in 2_u32..100) {
        let (model, measured) = case.model(1, false);
        let (scaled, _) = case.model(factor, false);
        let figures = |model: &Model| -> Vec<_> {
            let scorecard = model.score(&measured);
            scorecard.parts().iter().map(|part| (found(part), points(part), lost(part), part.effective_weight())).collect()
        };
        prop_assert_eq!(figures(&model), figures(&scaled));
        prop_assert_eq!(model.effective_weights(), scaled.effective_weights());
        prop_assert_eq!(model.effective_weights().values().map(|share| share.value()).sum::<Decimal>(), Decimal::ONE);
    }

    #[test]
    fn the_order_of_children_settles_ties_only(case in case(true)) {
        let straight = case.scorecard();
        let (model, measured) = case.model(1, true);
        let reversed = model.score(&measured);
        prop_assert_eq!(found(straight.total()), found(reversed.total()));
        prop_assert_eq!(by_place(&straight), by_place(&reversed));
        for part in straight.parts() {
            let other = reversed.part(part.place()).unwrap();
            // A tie moves one step at a node; what is divided further below moves with it.
            let ties = case.step() * Decimal::from(2 * part.depth());
            prop_assert!((points(part) - points(other)).abs() <= ties);
            prop_assert!((lost(part) - lost(other)).abs() <= ties);
        }
    }

    #[test]
    fn models_and_scorecards_survive_storage(case in case(true)) {
        let (model, measured) = case.model(1, false);
        let json = serde_json::to_string(&model).unwrap();
        let read: Model = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), json);
        prop_assert_eq!(&read, &model);
        let scorecard = read.score(&measured);
        let stored = serde_json::to_string(&scorecard).unwrap();
        prop_assert_eq!(serde_json::from_str::<Scorecard>(&stored).unwrap(), scorecard.clone());
        let explained = scorecard.explain();
        prop_assert_eq!(explained.lines().len(), scorecard.parts().len() + 1);
        let json = serde_json::to_string(&explained).unwrap();
        prop_assert_eq!(serde_json::from_str::<service_quality::score::Explanation>(&json).unwrap(), explained);
    }

    #[test]
    fn mutated_documents_are_read_or_refused(case in case(true), at in any::<prop::sample::Index>(), with in "[\\[\\]{}\",:0-9a-e.-]{0,3}") {
        let (model, measured) = case.model(1, false);
        for document in [serde_json::to_string(&model).unwrap(), serde_json::to_string(&model.score(&measured)).unwrap()] {
            let mut bytes = document.into_bytes();
            let at = at.index(bytes.len());
            bytes.splice(at..(at + with.len()).min(bytes.len()), with.bytes());
            if let Ok(model) = serde_json::from_slice::<Model>(&bytes) {
                let _ = model.score(&measured).explain().to_string();
            }
            if let Ok(scorecard) = serde_json::from_slice::<Scorecard>(&bytes) {
                let _ = scorecard.explain().to_string();
            }
        }
    }

    #[test]
    fn curves_equal_the_decimal_formula(points in curve(), value in -600_i64..600, places in 0_u32..=9) {
        let curve = Curve::piecewise(points.iter().map(|(x, y)| (number(*x), Score::new(*y).unwrap()))).unwrap();
        let value = Decimal::new(value, 2);
        let expected = on_curve(&points, value)
            .round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        prop_assert_eq!(curve.score(number(value), places).value(), expected);
    }

    #[test]
    fn grades_match_a_plain_search(scores in prop::collection::btree_set(1_u32..1000, 0..6), score in 0_u32..=1000) {
        let bands: Vec<Band> = std::iter::once(0).chain(scores).enumerate().map(|(index, tenths)| Band {
            grade: format!("g{index}").parse().unwrap(),
            from: Score::new(Decimal::new(tenths.into(), 1)).unwrap(),
        }).collect();
        let score = Score::new(Decimal::new(score.into(), 1)).unwrap();
        let expected = bands.iter().rfind(|band| band.from <= score).unwrap().clone();
        let next = bands.iter().find(|band| band.from > score).cloned();
        let grades = Grades::new(bands).unwrap();
        prop_assert_eq!(grades.of(score), &expected);
        prop_assert_eq!(grades.above(score), next.as_ref());
    }
}
