//! Figures, judgements and trees at the ends of what is allowed.

use proptest::prelude::*;
use service_quality::indicator::Direction;
use service_quality::population::Table;
use service_quality::quantity::{Label, Number, Weight};
use service_quality::weighting::{
    Combination, Expert, Figures, Group, GroupMethod, Hierarchy, Importance, Judgement, Judgements,
    ObjectiveMethod, OnInconsistency, PriorityRule, WeightingError, Weights,
};

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

const REFUSE: OnInconsistency = OnInconsistency::Refuse;

fn label(name: &str) -> Label {
    name.parse().unwrap()
}

fn text<T: std::fmt::Debug>(result: Result<T, WeightingError>) -> String {
    result.unwrap_err().to_string()
}

/// Columns of figures of which more is better.
fn figures(rows: &[&[&str]]) -> Figures {
    let criteria = (0..rows[0].len()).map(|place| (label(&format!("c{place}")), Direction::Higher));
    let number = |figure: &&str| figure.parse::<Number>().unwrap();
    Figures::new(criteria, rows.iter().map(|row| row.iter().map(number).collect())).unwrap()
}

/// All comparisons of some criteria, by a function of their places.
fn judged(size: usize, judgement: impl Fn(usize, usize) -> String) -> Judgements {
    let names: Vec<Label> = (0..size).map(|place| label(&format!("c{place:02}"))).collect();
    let mut comparisons = Vec::new();
    for (row, of) in names.iter().enumerate() {
        for (column, over) in names.iter().enumerate().skip(row + 1) {
            let judgement: Judgement = judgement(row, column).parse().unwrap();
            comparisons.push((of.clone(), over.clone(), judgement));
        }
    }
    Judgements::new(names, comparisons).unwrap()
}

fn circle() -> Judgements {
    Judgements::new(["c", "d", "e"], [("c", "d", 9), ("d", "e", 9), ("e", "c", 9)]).unwrap()
}

#[test]
fn figures_that_differ_in_their_last_place_are_told_apart() {
    // As floats all figures of the first column are equal.
    let near = figures(&[
        &["999999999999999.000000001", "3"],
        &["999999999999999.000000002", "1"],
        &["999999999999999.000000003", "2"],
    ]);
    let even = figures(&[&["1", "3"], &["2", "1"], &["3", "2"]]);
    for method in OBJECTIVE {
        let weights = near.weigh(method).unwrap();
        assert!(weights.values().iter().all(|value| (0.0..=1.0).contains(value)), "{method:?}");
        // What scales figures between worst and best sees the same figures.
        if matches!(
            method,
            ObjectiveMethod::EntropyOfScaled
                | ObjectiveMethod::Critic
                | ObjectiveMethod::StandardDeviation
                | ObjectiveMethod::Variance
        ) {
            assert_eq!(weights.weights(), even.weigh(method).unwrap().weights(), "{method:?}");
        }
    }
    // 1 − e is about the squared relative deviation: nothing of it is lost.
    let both = figures(&[
        &["1000000.000000001", "1000000.000000002"],
        &["1000000.000000002", "1000000.000000004"],
        &["1000000.000000003", "1000000.000000006"],
    ]);
    for method in [ObjectiveMethod::Entropy, ObjectiveMethod::Gini, ObjectiveMethod::Merec] {
        let weights = both.weigh(method).unwrap();
        let ratio = weights.values()[1] / weights.values()[0];
        let wanted = if method == ObjectiveMethod::Entropy { 4.0 } else { 2.0 };
        assert!((ratio - wanted).abs() < 1e-9, "{method:?}: {ratio}");
    }
}

#[test]
fn what_never_loses_takes_all_by_cilos() {
    // The first is at its best wherever another is; each of the others loses where the third or the second is.
    let first = figures(&[&["2", "2", "1"], &["2", "1", "2"], &["1", "1", "1"]]);
    assert_eq!(first.weigh(ObjectiveMethod::Cilos).unwrap().values(), [1.0, 0.0, 0.0]);
    // Nothing says how two that never lose weigh against each other.
    let two = figures(&[&["2", "2", "1"], &["2", "2", "2"], &["1", "1", "1"]]);
    assert!(matches!(
        two.weigh(ObjectiveMethod::Cilos),
        Err(WeightingError::NoInformation { method: ObjectiveMethod::Cilos, .. })
    ));
}

#[test]
fn errors_name_the_method_that_was_asked_for() {
    let zero = figures(&[&["0", "1"], &["1", "2"]]);
    assert_eq!(
        text(zero.weigh(ObjectiveMethod::Idocriw)),
        "rows[0]: figure `0` of `c0` is out of range: IDOCRIW takes figures above 0"
    );
    let fault = zero.weigh(ObjectiveMethod::Merec).unwrap_err();
    assert!(matches!(fault, WeightingError::Figure { method: ObjectiveMethod::Merec, .. }));
}

#[test]
fn faults_of_experts_and_matrices_say_whose_they_are() {
    let strict = PriorityRule { on_inconsistency: REFUSE, ..PriorityRule::default() };
    let sound = Judgements::new(["c", "d", "e"], [("c", "d", 2), ("d", "e", 2), ("c", "e", 4)]).unwrap();
    let experts = [("Lin", sound), ("Kim", circle())].map(|(name, judgements)| Expert {
        name: label(name),
        weight: Weight::ONE,
        judgements,
    });
    let message = "the consistency ratio `6.130268199` is above `0.1`: revise the judgement of `c` over `d` first, \
                   `9`, towards `1/81`";
    let group = Group::new(experts).unwrap();
    assert_eq!(text(group.weigh(GroupMethod::Judgements, &strict)), format!("expert `Kim`: {message}"));
    let top = Judgements::new(["s", "t"], [("s", "t", 2)]).unwrap();
    let tree = Hierarchy::new(top).under("s", circle()).unwrap();
    assert_eq!(text(tree.weigh(&strict)), format!("below `s`: {message}"));
    let roof = Judgements::new(["q", "r"], [("q", "r", 2)]).unwrap();
    let deep = Hierarchy::new(roof).under("r", tree).unwrap();
    assert_eq!(text(deep.weigh(&strict)), format!("below `r` / `s`: {message}"));
    assert_eq!(text(Hierarchy::new(circle()).weigh(&strict)), format!("at the top: {message}"));
}

#[test]
fn faults_of_comparisons_say_where_they_stand() {
    let compared = |last: (&'static str, &'static str, &'static str)| {
        text(Judgements::new(["a", "b", "c"], [("a", "b", "2"), ("b", "c", "2"), last]))
    };
    assert_eq!(compared(("c", "c", "2")), "comparisons[2]: judgement `2` of `c` over itself: give 1");
    assert_eq!(
        compared(("c", "b", "2")),
        "comparisons[2]: `c` and `b` are compared in comparisons[1] already: keep one"
    );
    assert!(compared(("c", "a", "0")).starts_with("comparisons[2]: judgement `0` cannot be read: give "));
    let cell = Judgements::matrix(["a", "b"], [["1", "2"], ["half", "1"]]);
    assert!(text(cell).starts_with("matrix[1][0]: judgement `half` cannot be read: give "));
    let itself = Judgements::matrix(["a", "b"], [["1", "2"], ["1/2", "2"]]);
    assert_eq!(text(itself), "matrix[1][1]: judgement `2` of `b` over itself: give 1");
}

#[test]
fn a_name_stands_on_one_level() {
    let pair =
        |one: &'static str, other: &'static str| Judgements::new([one, other], [(one, other, 1)]).unwrap();
    assert_eq!(
        text(Hierarchy::new(pair("s", "t")).under("s", pair("t", "c"))),
        "`t` stands on the levels 1 and 2: give one of the two another name"
    );
    let json = r#"{"judgements": {"criteria": ["s", "t"], "comparisons": [["s", "t", 1]]},
        "children": {"s": {"judgements": {"criteria": ["t"]}}}}"#;
    let read = serde_json::from_str::<Hierarchy>(json).unwrap_err().to_string();
    assert!(read.starts_with("`t` stands on the levels 1 and 2"), "{read}");
    // Alternatives are shared on their level.
    let shared =
        Hierarchy::new(pair("s", "t")).under("s", pair("x", "y")).unwrap().under("t", pair("x", "y"));
    assert_eq!(shared.unwrap().weigh(&PriorityRule::default()).unwrap().importance().values(), [0.5, 0.5]);
    let divided = Hierarchy::new(pair("x", "y")).under("x", pair("u", "v")).unwrap();
    assert_eq!(
        text(Hierarchy::new(pair("s", "t")).under("s", pair("x", "z")).unwrap().under("t", divided)),
        "`x` of level 2 is divided in one place and not in another: divide both, or rename one"
    );
}

#[test]
fn a_matrix_with_rounded_reciprocals_is_read_as_it_is_meant() {
    let rounded = [["1", "3", "9"], ["0.333", "1", "3"], ["0.111", "0.33", "1"]];
    let judgements = Judgements::matrix(["a", "b", "c"], rounded).unwrap();
    assert!(judgements.is_consistent());
    let wrong = Judgements::matrix(["a", "b"], [["1", "3"], ["0.3", "1"]]);
    assert_eq!(
        text(wrong),
        "matrix[0][1]: `3` and its counterpart `0.3` are not reciprocal: \
         give one as 1 over the other, or leave one out"
    );
}

#[test]
fn what_mends_a_judgement_can_be_entered() {
    // A chain of nines asks for 9^29; no judgement says so.
    for size in 3..=8 {
        let chain = judged(size, |row, column| if column == row + 1 { "9" } else { "1" }.to_owned());
        let strict = PriorityRule { on_inconsistency: REFUSE, ..PriorityRule::default() };
        let mend = chain.most_inconsistent(&strict).unwrap().unwrap();
        assert!(mend.value_text().parse::<Judgement>().is_ok(), "{}", mend.value_text());
        let WeightingError::Inconsistent { value, .. } = chain.weigh(&strict).unwrap_err() else { panic!() };
        assert!(value.parse::<Judgement>().is_ok(), "{value}");
    }
}

#[test]
fn large_matrices_and_sets_take_no_time() {
    // Thirty criteria, one judgement upside down.
    let judgements = judged(30, |row, column| match (row, column) {
        (3, 20) => "1/9".to_owned(),
        _ => (1 + (column - row) / 4).to_string(),
    });
    let mend = judgements.most_inconsistent(&PriorityRule::default()).unwrap().unwrap();
    assert_eq!((mend.of.as_str(), mend.over.as_str()), ("c03", "c20"));
    assert!(mend.after.index() < mend.before.index());

    let set = |shift: u32| {
        Importance::direct((0..20_000_u32).map(|place| (label(&place.to_string()), place % 7 + shift)))
            .unwrap()
    };
    assert_eq!(set(1).combined(&set(2), Combination::Product).unwrap().values().len(), 20_000);
}

#[test]
fn weights_go_into_tables_by_name() {
    let table: Table = serde_json::from_str(
        r#"{"criteria": [{"id": "price", "direction": "lower"}, {"id": "quality", "direction": "higher"}],
            "subjects": [{"id": "A", "values": [4, 7]}]}"#,
    )
    .unwrap();
    let weights = |points: &[(&str, i32)]| Weights::direct(points.iter().copied()).unwrap().for_table(&table);
    let by_name = weights(&[("quality", 1), ("price", 3)]).unwrap();
    assert_eq!(by_name, ["0.75", "0.25"].map(|weight| weight.parse().unwrap()));
    let same = "give the same criteria on both sides";
    assert_eq!(text(weights(&[("price", 1)])), format!("the set of weights lacks `quality`: {same}"));
    assert_eq!(
        text(weights(&[("price", 1), ("quality", 1), ("speed", 1)])),
        format!("the table lacks `speed`: {same}")
    );
}

/// Fractions whose terms have up to 13 digits.
fn fraction() -> impl Strategy<Value = String> {
    let term =
        prop_oneof![9_999_999_999_000_u64..10_000_000_000_000, 1_000_000_000_000_u64..10_000_000_000_000];
    (term.clone(), term).prop_map(|(over, under)| format!("{over}/{under}"))
}

/// A figure: of everyday size, at the end of the range, or beside another such.
fn figure() -> impl Strategy<Value = String> {
    prop_oneof![
        (1_u32..500).prop_map(|figure| figure.to_string()),
        (1_u32..20).prop_map(|billionths| format!("0.{billionths:09}")),
        (0_u32..20).prop_map(|billionths| format!("999999999999999.{billionths:09}")),
        Just("1000000000000000".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_largest_fractions_are_judged_without_overflow(given in prop::collection::vec(fraction(), 3)) {
        let judgements = judged(3, |row, column| given[row + column - 1].clone());
        prop_assert!(!judgements.is_consistent());
        prop_assert!(judgements.weigh(&PriorityRule::default()).unwrap().consistency().index() >= 0.0);
        for judgement in &given {
            let judgement: Judgement = judgement.parse().unwrap();
            prop_assert_eq!(judgement.to_string().parse::<Judgement>().unwrap(), judgement);
        }
    }

    #[test]
    fn weights_are_finite_whatever_the_figures(
        (directions, rows) in (1_usize..5, 2_usize..7).prop_flat_map(|(columns, rows)| {
            (prop::collection::vec(any::<bool>(), columns), prop::collection::vec(prop::collection::vec(figure(), columns), rows))
        })
    ) {
        let criteria = |turn: usize| {
            let mut criteria: Vec<_> = directions.iter().enumerate().map(|(place, higher)| {
                (label(&format!("c{place}")), if *higher { Direction::Higher } else { Direction::Lower })
            }).collect();
            criteria.rotate_left(turn);
            criteria
        };
        let numbers = |row: &Vec<String>, turn: usize| {
            let mut row: Vec<Number> = row.iter().map(|figure| figure.parse().unwrap()).collect();
            row.rotate_left(turn);
            row
        };
        let straight = Figures::new(criteria(0), rows.iter().map(|row| numbers(row, 0))).unwrap();
        let reversed = Figures::new(criteria(0), rows.iter().rev().map(|row| numbers(row, 0))).unwrap();
        let turned = Figures::new(criteria(1), rows.iter().map(|row| numbers(row, 1))).unwrap();
        for method in OBJECTIVE {
            let by_loss = matches!(method, ObjectiveMethod::Cilos | ObjectiveMethod::Idocriw);
            match straight.weigh(method) {
                Ok(importance) => {
                    let values = importance.values();
                    prop_assert!(values.iter().all(|value| (0.0..=1.0).contains(value)), "{:?} {:?}", method, values);
                    // Of several rows where a criterion is best, CILOS takes the first.
                    if !by_loss {
                        // To the last digit, whatever the order of rows and columns.
                        prop_assert_eq!(&importance, &reversed.weigh(method).unwrap(), "{:?}", method);
                        let other = turned.weigh(method).unwrap();
                        for (name, value) in importance.iter() {
                            prop_assert_eq!(other.get(name.as_str()).unwrap().to_bits(), value.to_bits(), "{:?}", method);
                        }
                    }
                }
                Err(WeightingError::NoSpread) => {}
                Err(WeightingError::NoInformation { method: named, .. }) => {
                    prop_assert_eq!(named, method);
                    let conflicts = matches!(method, ObjectiveMethod::Critic | ObjectiveMethod::CriticUndirected);
                    prop_assert!(by_loss || conflicts, "{:?}", method);
                }
                Err(other) => prop_assert!(false, "{}", other),
            }
        }
    }
}
