//! Faulty populations: each is refused with its place and the remedy; what has no figure says why.

use service_quality::indicator::Direction;
use service_quality::population::league::{
    LeagueRule, ShareCount, Shrinkage, Standing, Strength, rank_shares,
};
use service_quality::population::ranking::{
    GreyRelation, MazziottaPareto, Method, Penalty, Scaling, Topsis, WeightedProduct, WeightedSum,
};
use service_quality::population::stability::{
    NoRanking, Tie, WeightChange, Without, critical_weight, leave_one_out,
};
use service_quality::population::{
    Beyond, NoFigure, Normalisation, OutlierRule, PopulationError, Relative, Resolution, Table, ZScore,
};
use service_quality::quantity::{Number, Weight};

const CRITERIA: &str = r#"[{"id": "x", "direction": "higher"}, {"id": "y", "direction": "lower"}]"#;

fn table(subjects: &str) -> Table {
    serde_json::from_str(&format!(r#"{{"criteria": {CRITERIA}, "subjects": {subjects}}}"#)).unwrap()
}

fn weights(given: &[&str]) -> Vec<Weight> {
    given.iter().map(|weight| weight.parse().unwrap()).collect()
}

fn numbers(given: &[i32]) -> Vec<Option<Number>> {
    given.iter().map(|value| Some((*value).into())).collect()
}

#[track_caller]
fn refused(document: &str, message: &str) {
    let fault = serde_json::from_str::<Table>(document).unwrap_err().to_string();
    assert!(fault.starts_with(message), "{fault}");
}

#[track_caller]
fn fails<T: std::fmt::Debug>(result: Result<T, PopulationError>, message: &str) {
    assert_eq!(result.unwrap_err().to_string(), message);
}

#[test]
fn tables() {
    let given =
        |criteria: &str, subjects: &str| format!(r#"{{"criteria": {criteria}, "subjects": {subjects}}}"#);
    refused(&given("[]", "[]"), "criteria: none given: give at least one");
    refused(&given(CRITERIA, "[]"), "subjects: none given: give at least one");
    refused(
        &given(CRITERIA, r#"[{"id": "a", "values": [1]}]"#),
        "subjects[0].values: 1 given for `a`, 2 wanted: give one a criterion, `null` for what is missing",
    );
    refused(
        &given(CRITERIA, r#"[{"id": "a", "values": [1, 2]}, {"id": "a", "values": [1, 2]}]"#),
        "subjects[1]: `a` is given twice: give each subject once",
    );
    refused(
        &given(&CRITERIA.replace("\"y\"", "\"x\""), r#"[{"id": "a", "values": [1, 2]}]"#),
        "criteria[1]: `x` is given twice: give each criterion once",
    );
    refused(
        &given(&CRITERIA.replace("lower", "range"), r#"[{"id": "a", "values": [1, 2]}]"#),
        "criteria[1].direction: of `range` neither more nor less is better: score it by a curve first",
    );
    for figure in ["NaN", "inf", "-Infinity", "1e400", ""] {
        refused(
            &given(CRITERIA, &format!(r#"[{{"id": "a", "values": [1, "{figure}"]}}]"#)),
            &format!("number `{figure}`"),
        );
    }
    refused(&given(CRITERIA, r#"[{"id": "a", "values": [1, 2], "rank": 1}]"#), "unknown field `rank`");
    let message = "criterion `z` is not in the table: give one of its criteria";
    fails(table(r#"[{"id": "a", "values": [1, 2]}]"#).normalise("z", &Normalisation::Borda), message);
}

#[test]
fn what_has_no_figure_says_why() {
    let all =
        [Normalisation::percent(), Normalisation::ZScore(ZScore::default()), Normalisation::DistanceToMax];
    for by in &all {
        for values in [numbers(&[4, 4, 4]), numbers(&[4])] {
            let found = by.apply(Direction::Higher, &values).unwrap();
            assert!(
                found.figures.iter().all(|figure| *figure == Relative::Absent(NoFigure::NoSpread)),
                "{found:?}"
            );
        }
        let found = by.apply(Direction::Lower, &[None, None]).unwrap();
        assert_eq!((found.n, found.figures), (0, vec![Relative::Absent(NoFigure::Missing); 2]));
        assert!(by.apply(Direction::Higher, &[]).unwrap().figures.is_empty());
        let message = "direction: of `range` neither more nor less is better: score it by a curve first";
        fails(by.apply(Direction::Range, &[]), message);
    }
    let one = |by: &Normalisation, direction, values: &[i32]| {
        by.apply(direction, &numbers(values)).unwrap().figures[0]
    };
    let absent = Relative::Absent;
    assert_eq!(one(&Normalisation::PercentileRank, Direction::Higher, &[4]), absent(NoFigure::Alone));
    let target = Normalisation::DistanceToTarget { target: 3.into(), beyond: Beyond::Capped };
    assert_eq!(one(&target, Direction::Higher, &[3, 9]), absent(NoFigure::TargetAtWorst));
    assert_eq!(one(&target, Direction::Lower, &[3, 9]), Relative::Figure(1.into()));
    assert_eq!(one(&Normalisation::FractionOfMax, Direction::Higher, &[0, 0]), absent(NoFigure::NotPositive));
    assert_eq!(one(&Normalisation::FractionOfMax, Direction::Lower, &[0, 5]), absent(NoFigure::NotPositive));
    assert_eq!(
        one(&Normalisation::FractionOfMax, Direction::Lower, &[5, 4]),
        Relative::Figure("0.8".parse().unwrap())
    );
    let message = "z_score.sd: `0` is out of range: give more than 0";
    fails(ZScore::new(0.into(), 0.into(), service_quality::population::Divisor::Sample), message);
    let beyond =
        Normalisation::DistanceToTarget { target: "0.000000001".parse().unwrap(), beyond: Beyond::Counted };
    fails(
        beyond.apply(Direction::Higher, &numbers(&[0, i32::MAX])),
        "a figure is out of range: give figures of fewer digits, in a larger unit",
    );
}

#[test]
fn extreme_figures_stay_exact() {
    let most: Number = "1e15".parse().unwrap();
    let least: Number = "-1e15".parse().unwrap();
    let values = [Some(most), Some(least), Some(0.into())];
    let figures = |by: Normalisation| {
        let found = by.apply(Direction::Higher, &values).unwrap();
        found.figures.iter().map(|figure| figure.value().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(figures(Normalisation::percent()), ["100", "0", "50"]);
    assert_eq!(figures(Normalisation::ZScore(ZScore::default())), ["1", "-1", "0"]);
}

#[test]
fn outliers() {
    assert_eq!(
        OutlierRule::new((-1).into(), 0.into(), 1).unwrap_err().to_string(),
        "outlier_rule.skewness: `-1` is out of range: give 0 or more"
    );
    assert_eq!(
        OutlierRule::new(2.into(), 2.into(), 101).unwrap_err().to_string(),
        "outlier_rule.max_points: `101` is out of range: give 0 to 100"
    );
    for values in [vec![], numbers(&[5, 5, 5, 5, 5]), numbers(&[1, 2, 1000]), vec![None; 7]] {
        let found = OutlierRule::default().treat(&values).unwrap();
        assert_eq!((found.resolution, found.before), (Resolution::Untouched, None));
        assert_eq!(found.values, values);
    }
    let lone = numbers(&[0, 0, 0, 0, 0, 0, 0, 1000]);
    let found = OutlierRule::default().treat(&lone).unwrap();
    assert_eq!((found.moved.len(), found.after), (1, None), "all are equal then");
    let none = OutlierRule::new(2.into(), 2.into(), 0).unwrap().treat(&lone).unwrap();
    assert_eq!((none.resolution, none.values), (Resolution::Unresolved, lone));
}

#[test]
fn rankings() {
    let pair = table(r#"[{"id": "a", "values": [1, 2]}, {"id": "b", "values": [3, 0]}]"#);
    let both = weights(&["1", "1"]);
    for method in [Method::WeightedSumMinMax, Method::WeightedProduct, Method::Topsis] {
        fails(
            method.rank(&pair, &weights(&["1"])),
            "weights: 1 given, 2 wanted: give one a criterion, in their order",
        );
        fails(method.rank(&pair, &weights(&["0", "0"])), "weights: sum to 0: give at least one above 0");
    }
    let gap = table(r#"[{"id": "a", "values": [1, 2]}, {"id": "b", "values": [3, null]}]"#);
    let message =
        "subject `b` has no value of `y`: leave the subject out, or fill the gap by a rule of yours";
    fails(Topsis::new(&gap, &both), message);
    fails(MazziottaPareto::classical(&gap, Penalty::Upward), message);
    fails(
        WeightedProduct::new(&pair, &both),
        "subject `b` has `0` of `y`: the weighted product takes values above 0; choose another method",
    );
    fails(
        WeightedSum::new(&pair, &both, Scaling::AsGiven),
        "criterion `y` is better when low: figures are summed as given only where all are better when high; choose another method, such as `weighted_sum_min_max`",
    );
    let message = "rho: `0` is out of range: give more than 0, at most 1";
    fails(GreyRelation::new(&pair, &both, "0".parse().unwrap()), message);
    let equal = table(r#"[{"id": "a", "values": [1, 2]}, {"id": "b", "values": [1, 2]}]"#);
    let message = "no criterion with a weight differs between subjects: nothing can be ranked; give others";
    for method in [Method::WeightedSumMinMax, Method::Topsis] {
        fails(method.rank(&equal, &both), message);
    }
    fails(MazziottaPareto::adjusted(&equal, Penalty::Downward), message);
    let half = table(r#"[{"id": "a", "values": [1, 2]}, {"id": "b", "values": [1, 3]}]"#);
    fails(Topsis::new(&half, &weights(&["1", "0"])), message);
    let alone = table(r#"[{"id": "a", "values": [1, 2]}]"#);
    fails(Method::Topsis.rank(&alone, &both), message);
    assert_eq!(Method::WeightedProduct.rank(&alone, &both).unwrap().ranks()[0].1, 1);
}

#[test]
fn constant_columns_and_columns_of_zeros_break_nothing() {
    let zeros = table(r#"[{"id": "a", "values": [0, 2]}, {"id": "b", "values": [0, 3]}]"#);
    let both = weights(&["1", "1"]);
    let topsis = Topsis::new(&zeros, &both).unwrap();
    assert_eq!(topsis.ranking.subjects().iter().map(|ranked| ranked.score).collect::<Vec<_>>(), [1.0, 0.0]);
    let sum = WeightedSum::new(&zeros, &both, Scaling::MinMax).unwrap();
    assert_eq!((sum.without_spread.len(), sum.ranking.subjects()[0].score), (1, 1.0));
    let index = MazziottaPareto::adjusted(&zeros, Penalty::Downward).unwrap();
    assert_eq!((index.without_spread.len(), index.subjects[0].index), (1, 130.0));
}

#[test]
fn sensitivity() {
    let scores = r#"{"criteria": [{"id": "x", "direction": "higher"}, {"id": "y", "direction": "higher"}],
        "subjects": [{"id": "a", "values": [1, 2]}, {"id": "b", "values": [1, 2]}, {"id": "c", "values": [3, 0]}]}"#;
    let table: Table = serde_json::from_str(scores).unwrap();
    let both = weights(&["3", "1"]);
    let change = |weights: &[Weight], change: &str| {
        WeightChange::new(&table, weights, Method::WeightedSum, "x", change.parse().unwrap())
    };
    let message = "weight of `x`: a share of 0.75 changed by 0.5 leaves 0 to 1, or nothing to share: give a smaller change";
    fails(change(&both, "0.5"), message);
    assert!(change(&both, "0.25").is_ok() && change(&both, "-0.75").is_ok());
    assert!(change(&weights(&["1", "0"]), "-0.5").is_err() && change(&weights(&["1", "0"]), "0").is_ok());
    let tie = |pair: [&str; 2]| critical_weight(&table, &both, Method::WeightedSum, pair, "x").unwrap();
    assert_eq!((tie(["a", "b"]), tie(["a", "c"])), (Tie::Always, Tie::At { weight: 0.5, change: -0.25 }));
    let tie = |method, pair, criterion: &str| critical_weight(&table, &both, method, pair, criterion);
    let message = "method: `topsis` is out of range: give `weighted_sum` or `weighted_sum_min_max`";
    fails(tie(Method::Topsis, ["a", "b"], "x"), message);
    fails(
        tie(Method::WeightedSum, ["a", "z"], "x"),
        "subject `z` is not in the table: give one of its subjects",
    );
    fails(
        tie(Method::WeightedSum, ["a", "b"], "z"),
        "criterion `z` is not in the table: give one of its criteria",
    );
}

#[test]
fn a_criterion_without_spread_is_in_the_table_and_decides_nothing() {
    let equal = table(
        r#"[{"id": "a", "values": [1, 2]}, {"id": "b", "values": [3, 2]}, {"id": "c", "values": [2, 2]}]"#,
    );
    let both = weights(&["1", "1"]);
    fails(
        critical_weight(&equal, &both, Method::WeightedSumMinMax, ["a", "b"], "y"),
        "criterion `y` is equal for all subjects: no weight of it changes their order; give another",
    );
}

#[test]
fn grey_relation_names_its_reference() {
    let equal = table(r#"[{"id": "a", "values": [1, 2]}, {"id": "b", "values": [1, 2]}]"#);
    let (both, rho) = (weights(&["1", "1"]), "0.5".parse().unwrap());
    fails(
        GreyRelation::with_reference(&equal, &both, rho, &[1.into()]),
        "reference: 1 given, 2 wanted: give one value a criterion, in their order",
    );
    fails(
        GreyRelation::new(&equal, &both, rho),
        "every subject equals the reference: nothing can be ranked; give another reference, or other subjects",
    );
    assert!(GreyRelation::with_reference(&equal, &both, rho, &[1.into(), 3.into()]).is_ok());
}

#[test]
fn every_criterion_left_out_has_an_answer() {
    let table = table(r#"[{"id": "a", "values": [1, 2]}, {"id": "b", "values": [3, 2]}]"#);
    let without = |weights: &[Weight]| -> Vec<_> {
        let found = leave_one_out(&table, weights, Method::WeightedSumMinMax).unwrap();
        found.into_iter().map(|left| left.without).collect()
    };
    let found = without(&weights(&["1", "1"]));
    assert_eq!(found[0], Without::NotRanked(NoRanking::NoSpread));
    assert!(matches!(&found[1], Without::Ranked { shift, .. } if shift.moved == 0));
    assert_eq!(without(&weights(&["1", "0"]))[0], Without::NotRanked(NoRanking::NoWeight));
    let alone = table.without("y").unwrap();
    let found = leave_one_out(&alone, &weights(&["1"]), Method::Topsis).unwrap();
    assert_eq!(
        serde_json::to_string(&found).unwrap(),
        r#"[{"criterion":"x","without":{"not_ranked":"only_criterion"}}]"#
    );
}

#[test]
fn a_subject_far_below_all_others_has_no_classical_index() {
    let mut subjects: Vec<_> = (0..200).map(|id| format!(r#"{{"id": "s{id}", "values": [0, 0]}}"#)).collect();
    subjects.push(r#"{"id": "low", "values": [-1, 1]}"#.to_owned());
    let table = table(&format!("[{}]", subjects.join(",")));
    fails(
        MazziottaPareto::classical(&table, Penalty::Downward),
        "subject `low` has a mean of standardised figures of 0 or less: the index has no penalty for that; choose the adjusted index",
    );
    assert!(MazziottaPareto::adjusted(&table, Penalty::Downward).is_ok());
}

/// Every kind takes its name alone where it needs no settings, and says what it needs where it does.
#[test]
fn short_forms() {
    let reads = |document: &str| serde_json::from_str::<Normalisation>(document).unwrap();
    assert_eq!(reads(r#""z_score""#), Normalisation::ZScore(ZScore::default()));
    assert_eq!(reads(r#""rank""#), Normalisation::competition_rank());
    assert_eq!(reads(r#"{"borda": null}"#), Normalisation::Borda);
    let faults = |document: &str, message: &str| {
        let fault = serde_json::from_str::<Normalisation>(document).unwrap_err().to_string();
        assert!(fault.starts_with(message), "{fault}");
    };
    faults(r#""min_max""#, "`min_max` needs the ends of its range: give `{\"min_max\": [0, 100]}`");
    faults(r#""distance_to_target""#, "`distance_to_target` needs a target: give `{");
    faults(r#""z-score""#, "unknown variant `z-score`, expected one of `min_max`, `z_score`, `rank`");
    faults(r#"{"z": {}}"#, "unknown variant `z`, expected one of `min_max`");
    faults(r#"{"rank": {"tie": "min"}}"#, "unknown field `tie`, expected `ties` or `order`");
    faults(r#"{"rank": {}, "borda": null}"#, "more than one kind: give one");
    faults("{}", "no kind: give one");
    faults(r#"{"borda": {}}"#, "invalid type: map, expected unit");
    faults("3", "invalid type: integer `3`, expected a normalisation: a name, or a name with settings");
    let shrinkage = serde_json::from_str::<Shrinkage>;
    assert_eq!(shrinkage(r#""estimated""#).unwrap(), Shrinkage::Estimated { prior: None });
    let fault = shrinkage(r#""declared""#).unwrap_err().to_string();
    assert!(fault.starts_with("`declared` needs a weight: give `{"), "{fault}");
}

#[test]
fn leagues() {
    let of = |subject: &str, n| Standing::new(subject.parse().unwrap(), 4.into(), n);
    let rule = LeagueRule::default();
    fails(rule.table(&[]), "subjects: none given: give at least one");
    fails(rule.table(&[of("a", 1), of("a", 2)]), "standings[1]: `a` is given twice: give each subject once");
    fails(
        rule.table(&[of("b", 1), of("a", 1).with_variance((-1).into())]),
        "standings[1].variance: `-1` is out of range: give 0 or more",
    );
    assert!(LeagueRule::new(Direction::Range).is_err());
    let estimated = rule.with_shrinkage(Shrinkage::Estimated { prior: None });
    fails(
        estimated.table(&[of("a", 9), of("b", 9)]),
        "shrinkage cannot be estimated: give two subjects with data or more, and the variance of one with n of 2 or more, or declare a weight",
    );
    let even = [of("a", 9).with_variance(1.into()), of("b", 9).with_variance(1.into())];
    assert_eq!(estimated.table(&even).unwrap().strength, Some(Strength::Complete));
    let nobody = rule.table(&[Standing::without_data("a".parse().unwrap())]).unwrap();
    assert_eq!((nobody.ranked.len(), nobody.unranked.len()), (0, 1));
    let count = |successes, n| ShareCount { subject: "a".parse().unwrap(), successes, n };
    fails(
        rank_shares(&[count(3, 2)], "0.95".parse().unwrap()),
        "subject `a` has 3 successes of 2: correct one of the counts",
    );
    let message = "confidence: `1` is out of range: give more than 0 and less than 1";
    fails(rank_shares(&[count(1, 2)], "1".parse().unwrap()), message);
    let huge = Standing::of_share("a".parse().unwrap(), u64::MAX / 2, u64::MAX).unwrap();
    assert_eq!((huge.mean, huge.variance), ("0.5".parse().ok(), None));
}

#[test]
fn messages_are_in_the_house_style() {
    fn travels<T: Send + Sync + 'static>() {}
    travels::<PopulationError>();
    let (subject, criterion) = ("a".parse().unwrap(), "x".parse().unwrap());
    for fault in [
        PopulationError::NoEstimate,
        PopulationError::NoSpread,
        PopulationError::NoDirection { place: "direction".to_owned() },
        PopulationError::WeightChange { criterion, share: 1.into(), change: 1.into() },
        PopulationError::AboveTrials { subject, successes: 2, n: 1 },
        PopulationError::TooLarge { what: "a figure" },
    ] {
        let message = fault.to_string();
        assert!(
            !message.starts_with(char::is_uppercase) && !message.ends_with('.') && message.contains(": "),
            "{message}"
        );
    }
}
