//! What is refused, with which words.

use service_quality::Error;
use service_quality::indicator::Direction;
use service_quality::quantity::{Label, Share, Weight};
use service_quality::weighting::{
    Combination, ConsistencyLimit, ConsistencyVerdict, Expert, Figures, Group, GroupMethod, Hierarchy,
    Importance, ImportanceOrder, Judgement, Judgements, ObjectiveMethod, OnInconsistency, PriorityRule,
    RandomIndex, RankRule, WeightingError, Weights,
};

#[track_caller]
fn refused<T: std::fmt::Debug, E: Into<Error>>(result: Result<T, E>, message: &str) {
    let given = result.map_err(Into::into).unwrap_err().to_string();
    assert_eq!(given, message);
    let first = given.chars().next().unwrap();
    assert!(
        !first.is_uppercase() && !given.ends_with(['.', '!', ' ', ':']) && !given.contains('\n'),
        "{given}"
    );
    assert!(given.contains(": ") || given.contains("; "), "`{given}` gives no remedy");
}

#[track_caller]
fn unread<T: serde::de::DeserializeOwned + std::fmt::Debug>(document: &str, message: &str) {
    let given = serde_json::from_str::<T>(document).unwrap_err().to_string();
    assert!(given.starts_with(message), "{given}");
}

fn label(name: &str) -> Label {
    name.parse().unwrap()
}

fn names(n: usize) -> Vec<Label> {
    (0..n).map(|place| label(&format!("c{place:02}"))).collect()
}

/// All equal but for one circle of contradiction.
fn circle(size: usize) -> Judgements {
    let names = names(size);
    let mut comparisons = Vec::new();
    for row in 0..size {
        for column in row + 1..size {
            let judged = match (row, column) {
                (0, 1) | (1, 2) => "9",
                (0, 2) => "1/9",
                _ => "1",
            };
            comparisons.push((names[row].clone(), names[column].clone(), judged));
        }
    }
    Judgements::new(names, comparisons).unwrap()
}

#[test]
fn errors_travel() {
    fn travels<E: std::error::Error + Clone + PartialEq + Send + Sync + 'static>() {}
    travels::<WeightingError>();
}

#[test]
fn points_that_are_none() {
    let none: [(&str, i32); 0] = [];
    refused(Weights::direct(none), "criteria: 0 given: give 1 to 100000");
    refused(Weights::direct([("a", 1), ("a", 2)]), "criterion `a` is given twice: keep one");
    refused(Weights::direct([("a", 1), ("b", -1)]), "points `-1` of `b` are out of range: give 0 or more");
    refused(Weights::direct([("a", 0), ("b", 0)]), "all points are 0: give at least one more than 0");
    refused(
        Weights::direct([("", 1)]),
        "label `` is not a name: give 1 to 200 bytes without control characters or outer blanks",
    );
    for (given, text) in
        [(f64::NAN, "NaN"), (f64::INFINITY, "inf"), (-0.5, "-0.5"), (1e300, &format!("{}", 1e300))]
    {
        let message = format!("weights `{text}` of `a` are out of range: give 0 to 10^15");
        refused(Importance::new([("a", given)]), &message);
    }
    refused(Importance::new([("a", 0.0)]), "all weights are 0: give at least one more than 0");
    // So small that nothing of it reaches the ninth place.
    assert_eq!(Importance::new([("a", 1e-12), ("b", 1.0)]).unwrap().weights().get("a"), Some(Share::ZERO));
    refused(
        Weights::new([(label("a"), "0.5".parse().unwrap()), (label("b"), "0.4".parse().unwrap())]),
        "the weights sum to `0.9`: give weights that sum to 1 exactly, or points, which are normalised",
    );
    unread::<Weights>(r#"[["a", "NaN"]]"#, "share `NaN` cannot be read");
    unread::<Weights>(r#"[["a", "0.5"], ["a", "0.5"]]"#, "criterion `a` is given twice");
    unread::<Weights>("[]", "criteria: 0 given");
    let many = (0..=100_000).map(|place| (label(&place.to_string()), 1));
    refused(Weights::direct(many), "criteria: 100001 given: give 1 to 100000");
}

#[test]
fn orders_that_are_none() {
    refused(ImportanceOrder::tiers(vec![]), "ranked criteria: 0 given: give 1 to 50");
    refused(
        ImportanceOrder::tiers(vec![vec![label("a")], vec![]]),
        "criteria of tier 1: 0 given: give 1 to 50",
    );
    refused(ImportanceOrder::order(["a", "b", "a"]), "criterion `a` is given twice: keep one");
    refused(ImportanceOrder::tiers(vec![names(51)]), "criteria of tier 0: 51 given: give 1 to 50");
    refused(ImportanceOrder::order(names(51)), "ranked criteria: 51 given: give 1 to 50");
    let exponent = RankRule::Exponent((-1).into());
    refused(
        ImportanceOrder::order(["a"]).unwrap().weigh(exponent),
        "rank exponent `-1` is out of range: give 0 to 100",
    );
}

#[test]
fn judgements_that_are_none() {
    let allowed = "give a positive ratio from 1/1000 to 1000 such as `5`, `1/7` or `2.5`";
    for given in ["0", "-3", "NaN", "inf", "1/0", "", "1/1001", "strongly"] {
        refused(given.parse::<Judgement>(), &format!("judgement `{given}` cannot be read: {allowed}"));
    }
    refused(Judgement::try_from(0), &format!("judgement `0` cannot be read: {allowed}"));
    let none: [(&str, &str, i32); 0] = [];
    let nobody: [&str; 0] = [];
    refused(Judgements::new(nobody, none), "criteria to compare: 0 given: give 1 to 30");
    refused(Judgements::new(names(31), none), "criteria to compare: 31 given: give 1 to 30");
    refused(Judgements::new(["a", "a"], none), "criterion `a` is given twice: keep one");
    refused(
        Judgements::new(["a", "b"], [("a", "x", 3)]),
        "comparisons[0]: `x` is unknown: give one of the criteria that are judged",
    );
    refused(
        Judgements::new(["a", "b"], [("a", "b", 3), ("b", "a", 3)]),
        "comparisons[1]: `b` and `a` are compared in comparisons[0] already: keep one",
    );
    refused(
        Judgements::new(["a", "b"], [("a", "b", 3), ("b", "b", 2)]),
        "comparisons[1]: judgement `2` of `b` over itself: give 1",
    );
    let parts = "`a`, `c` | `b`, `d` | `e`";
    refused(
        Judgements::new(["a", "b", "c", "d", "e"], [("a", "c", 3), ("d", "b", 2)]),
        &format!(
            "the comparisons fall into parts that nothing connects: {parts}; compare a criterion of one with one of the other"
        ),
    );
    refused(
        Judgements::matrix(["a", "b"], [["1", "3"]]),
        "the rows of the matrix: 1 given: give 2, one for each criterion",
    );
    refused(
        Judgements::matrix(["a", "b"], [vec!["1", "3"], vec!["1/3"]]),
        "matrix[1]: 1 given: give 2, one for each criterion",
    );
    refused(
        Judgements::matrix(["a", "b"], [["1", "3"], ["0.334", "1"]]),
        "matrix[0][1]: `3` and its counterpart `0.334` are not reciprocal: \
         give one as 1 over the other, or leave one out",
    );
    unread::<Judgements>(
        r#"{"criteria": ["a"], "matrix": [[1]], "comparisons": []}"#,
        "both `comparisons` and `matrix` are given: keep one of them",
    );
    unread::<Judgements>(
        r#"{"criteria": ["a", "b"], "matrix": [[1, 0], [null, 1]]}"#,
        "judgement `0` cannot",
    );
    unread::<Judgements>(r#"{"criteria": ["a", "b"], "scale": 9}"#, "unknown field `scale`");
}

#[test]
fn one_and_two_criteria_contradict_nothing() {
    let none: [(&str, &str, i32); 0] = [];
    let one = Judgements::new(["a"], none).unwrap().weigh(&PriorityRule::default()).unwrap();
    assert_eq!((one.importance().values(), one.consistency().ratio()), (&[1.0][..], Some(0.0)));
    let two = Judgements::new(["a", "b"], [("a", "b", 9)]).unwrap();
    let rule = PriorityRule { on_inconsistency: OnInconsistency::Refuse, ..PriorityRule::default() };
    assert_eq!(two.weigh(&rule).unwrap().importance().weights().get("a"), "0.9".parse().ok());
    assert!(two.most_inconsistent(&rule).unwrap().is_none());
    assert_eq!(circle(5).off_scale().count(), 0);
}

#[test]
fn inconsistent_judgements_warn_or_are_refused() {
    let warned = circle(4).weigh(&PriorityRule::default()).unwrap();
    assert_eq!(warned.consistency().verdict(), ConsistencyVerdict::Excessive);
    let refuse = PriorityRule { on_inconsistency: OnInconsistency::Refuse, ..PriorityRule::default() };
    let error = circle(3).weigh(&refuse).unwrap_err();
    refused::<(), _>(
        Err(error),
        "the consistency ratio `6.130268199` is above `0.1`: revise the judgement of `c00` over `c01` first, \
         `9`, towards `1/81`",
    );
    let lax = PriorityRule { limit: ConsistencyLimit::At(Share::ONE), ..refuse };
    assert!(circle(9).weigh(&lax).is_ok());
    // Sixteen criteria have no index in Saaty's tables: no guess, and no weights where consistency is a condition.
    let unknown = circle(16).weigh(&PriorityRule::default()).unwrap();
    assert_eq!(
        (unknown.consistency().ratio(), unknown.consistency().verdict()),
        (None, ConsistencyVerdict::Unknown)
    );
    refused(
        circle(16).weigh(&refuse),
        "16 criteria have no random index in the table of Saaty (1980): give at most 15, or groups of criteria",
    );
    let longer = PriorityRule { random_index: RandomIndex::DoneganDodd1991, ..refuse };
    assert!(circle(20).weigh(&PriorityRule { limit: ConsistencyLimit::At(Share::ONE), ..longer }).is_ok());
}

#[test]
fn limits_by_size() {
    let by_size = ConsistencyLimit::BySize;
    assert_eq!([3, 4, 5, 15].map(|size| by_size.of(size).to_string()), ["0.05", "0.08", "0.1", "0.1"]);
    assert_eq!([3, 4, 5].map(|size| ConsistencyLimit::Tenth.of(size).to_string()), ["0.1", "0.1", "0.1"]);
}

#[test]
fn groups_and_trees_that_are_none() {
    let judged = |criteria: [&str; 2]| Judgements::new(criteria, [(criteria[0], criteria[1], 3)]).unwrap();
    let expert = |name: &str, weight: &str, criteria| Expert {
        name: label(name),
        weight: weight.parse::<Weight>().unwrap(),
        judgements: judged(criteria),
    };
    refused(Group::new([]), "experts: 0 given: give 1 to 1000");
    refused(
        Group::new([expert("Lin", "1", ["a", "b"]), expert("Lin", "1", ["a", "b"])]),
        "expert `Lin` is given twice: keep one",
    );
    refused(
        Group::new([expert("Lin", "0", ["a", "b"])]),
        "all weights of experts are 0: give at least one more than 0",
    );
    refused(
        Group::new([expert("Lin", "1", ["a", "b"]), expert("Kim", "1", ["a", "c"])]),
        "expert `Kim` lacks `b`: give the same criteria on both sides",
    );
    let refuse = PriorityRule { on_inconsistency: OnInconsistency::Refuse, ..PriorityRule::default() };
    let contrary = Expert { name: label("Wu"), weight: Weight::ONE, judgements: circle(3) };
    assert!(Group::new([contrary]).unwrap().weigh(GroupMethod::PrioritiesMean, &refuse).is_err());

    let tree = || Hierarchy::new(judged(["a", "b"]));
    refused(
        tree().under("x", judged(["c", "d"])),
        "children: `x` is unknown: give one of the criteria that are judged",
    );
    refused(
        tree().under("a", judged(["c", "d"])).unwrap().under("a", judged(["c", "d"])),
        "the child of `a` is given twice: keep one",
    );
    // Each level has names of its own.
    let level = |place: usize| {
        let [one, other] = ["a", "b"].map(|side| format!("{side}{place}"));
        Judgements::new([one.as_str(), other.as_str()], [(one.as_str(), other.as_str(), 3)]).unwrap()
    };
    let mut deep = Hierarchy::new(level(50));
    for place in (1..50).rev() {
        deep = Hierarchy::new(level(place)).under(format!("a{place}").as_str(), deep).unwrap();
    }
    assert_eq!(deep.weigh(&refuse).unwrap().nodes().len(), 50);
    refused(tree().under("a", deep), "levels of judgements: 51 given: give 1 to 50");
}

#[test]
fn figures_that_are_none() {
    let criteria = |direction| [(label("a"), Direction::Higher), (label("b"), direction)];
    let rows = |text: &str| -> Vec<Vec<_>> {
        text.split(';').map(|row| row.split(' ').map(|figure| figure.parse().unwrap()).collect()).collect()
    };
    let figures = |text: &str| Figures::new(criteria(Direction::Lower), rows(text)).unwrap();
    refused(Figures::new([], rows("1;2")), "columns of figures: 0 given: give 1 to 1000");
    refused(
        Figures::new(criteria(Direction::Lower), rows("1 2")),
        "rows of figures: 1 given: give 2 to 1000000",
    );
    refused(
        Figures::new(criteria(Direction::Lower), rows("1 2;3")),
        "rows[1]: 1 given: give 2 figures, one for each criterion",
    );
    refused(
        Figures::new(criteria(Direction::Range), rows("1 2;3 4")),
        "`b` is best within a range: give its distance from the range, where lower is better",
    );
    unread::<Figures>(
        r#"{"criteria": [{"id": "a", "direction": "higher"}], "rows": [["NaN"], [1]]}"#,
        "number `NaN` cannot be read",
    );
    refused(
        figures("1 2;1 2").weigh(ObjectiveMethod::Critic),
        "no criterion differs between rows: give figures that differ, or equal weights",
    );
    refused(
        figures("1 2;-1 2").weigh(ObjectiveMethod::Entropy),
        "rows[1]: figure `-1` of `a` is out of range: entropy takes figures of 0 or more",
    );
    refused(
        figures("1 2;1 0").weigh(ObjectiveMethod::Merec),
        "rows[1]: figure `0` of `b` is out of range: MEREC takes figures above 0",
    );
    refused(
        figures("1 0;1 2").weigh(ObjectiveMethod::Cilos),
        "rows[0]: figure `0` of `b` is out of range: CILOS takes figures above 0",
    );
    refused(
        figures("1 2;2 1;3 0").weigh(ObjectiveMethod::Critic),
        "there is nothing to weigh by for CRITIC: all criteria that differ agree entirely; \
         give other figures, or take another method",
    );
    refused(
        figures("1 9;2 3;3 1").weigh(ObjectiveMethod::Cilos),
        "there is nothing to weigh by for CILOS: criteria are best in the same rows; \
         give other figures, or take another method",
    );
    let table: service_quality::population::Table = serde_json::from_str(
        r#"{"criteria": [{"id": "hours", "direction": "lower"}],
            "subjects": [{"id": "north", "values": [5]}, {"id": "south", "values": [null]}]}"#,
    )
    .unwrap();
    refused(
        Figures::try_from(&table),
        "`south` has no figure of `hours`: give one, or weigh without the subject or the criterion",
    );
    // A zero is no fault where p ln p is 0, nor is a column of zeros.
    assert_eq!(figures("0 0;1 0;3 0").weigh(ObjectiveMethod::Entropy).unwrap().values(), [1.0, 0.0]);
    // Of scaled figures any sign will do.
    assert!(figures("-1 0;1 -7;3 2").weigh(ObjectiveMethod::EntropyOfScaled).is_ok());
}

#[test]
fn combinations_that_are_none() {
    let set = |points: [(&'static str, i32); 2]| Importance::direct(points).unwrap();
    let (one, other) = (set([("a", 1), ("b", 0)]), set([("a", 0), ("b", 1)]));
    refused(
        one.combined(&other, Combination::Product),
        "no criterion has weight in both sets: blend them linearly instead",
    );
    refused(
        one.combined(&set([("a", 1), ("c", 1)]), Combination::Linear(Share::ONE)),
        "the second set lacks `b`: give the same criteria on both sides",
    );
    let more = Importance::direct([("a", 1), ("b", 1), ("d", 1)]).unwrap();
    refused(
        one.combined(&more, Combination::GeometricMean),
        "the first set lacks `d`: give the same criteria on both sides",
    );
    refused(
        more.combined(&one, Combination::GeometricMean),
        "the second set lacks `d`: give the same criteria on both sides",
    );
    refused(
        one.composed(&[(label("x"), other)].into()),
        "children: `x` is unknown: give one of the criteria that are judged",
    );
}
