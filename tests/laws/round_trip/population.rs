//! Peers and weights.

use service_quality::{population, weighting};

use super::reads;

pub(super) fn populations() -> Vec<&'static str> {
    use population::{
        Beyond, Criterion, Divisor, Fallback, Normalisation, Order, OutlierRule, Subject, Table, Ties,
        ZScore, league, ranking,
    };
    const CRITERION: &str = r#"{"id": "hours", "direction": "lower"}"#;
    const SUBJECT: &str = r#"{"id": "north", "values": ["0.5", null]}"#;
    const SOLVED: &str = r#"{"id": "solved", "direction": "higher"}"#;
    vec![
        reads::<Table>(&[&format!(r#"{{"criteria": [{CRITERION}, {SOLVED}], "subjects": [{SUBJECT}]}}"#)]),
        reads::<Criterion>(&[CRITERION, SOLVED]),
        reads::<Subject>(&[SUBJECT]),
        reads::<Normalisation>(&[
            r#"{"min_max": ["0", "100"]}"#,
            r#"{"z_score": {"mean": 100, "sd": 10, "divisor": "population"}}"#,
            r#""z_score""#,
            r#"{"rank": {}}"#,
            r#""rank""#,
            r#"{"rank": {"ties": "mean", "order": "ascending"}}"#,
            r#""percentile_rank""#,
            r#""borda""#,
            r#""distance_to_max""#,
            r#"{"distance_to_target": {"target": "4.5", "beyond": "counted"}}"#,
            r#""fraction_of_max""#,
        ]),
        reads::<ZScore>(&["{}", r#"{"mean": 100, "sd": 10, "divisor": "population"}"#]),
        reads::<Divisor>(&[r#""sample""#, r#""population""#]),
        reads::<Ties>(&[r#""min""#, r#""max""#, r#""mean""#]),
        reads::<Order>(&[r#""ascending""#, r#""descending""#]),
        reads::<Beyond>(&[r#""capped""#, r#""counted""#]),
        reads::<OutlierRule>(&[
            "{}",
            r#"{"skewness": 1, "kurtosis": 2, "max_points": 3, "fallback": "logarithm"}"#,
        ]),
        reads::<Fallback>(&[r#""none""#, r#""logarithm""#]),
        reads::<ranking::Method>(&[
            r#""weighted_sum""#,
            r#""weighted_sum_min_max""#,
            r#""weighted_product""#,
            r#""topsis""#,
            r#"{"grey_relation": {"rho": "0.5"}}"#,
        ]),
        reads::<league::LeagueRule>(&[
            "{}",
            r#"{"direction": "lower", "minimum_n": 5, "ranks": "dense", "shrinkage": {"declared": {"weight": 20, "prior": 4}}}"#,
        ]),
        reads::<league::RankKind>(&[r#""competition""#, r#""dense""#]),
        reads::<league::Shrinkage>(&[
            r#""none""#,
            r#"{"declared": {"weight": 20}}"#,
            r#""estimated""#,
            r#"{"estimated": {"prior": "4"}}"#,
        ]),
        reads::<league::Standing>(&[
            r#"{"subject": "ann", "n": 0}"#,
            r#"{"subject": "ann", "mean": "4.8", "n": 5, "variance": "0.7"}"#,
        ]),
        reads::<league::ShareCount>(&[r#"{"subject": "ann", "successes": 9, "n": 10}"#]),
    ]
}

pub(super) fn weights() -> Vec<&'static str> {
    use weighting::{
        Combination, ConsistencyLimit, Expert, Figures, Group, GroupMethod, Hierarchy, ImportanceOrder,
        Judgement, Judgements, ObjectiveMethod, OnInconsistency, PriorityMethod, PriorityRule, RandomIndex,
        RankRule, Weights,
    };
    const COMPARED: &str =
        r#"{"criteria": ["a", "b", "c"], "comparisons": [["b", "a", "1/3"], ["c", "b", 0.5]]}"#;
    const MATRIX: &str =
        r#"{"criteria": ["a", "b", "c"], "matrix": [[1, "3", null], [null, 1, "2"], ["1/6", "1/2", null]]}"#;
    let expert = format!(r#"{{"name": "Lin", "weight": "1.5", "judgements": {MATRIX}}}"#);
    vec![
        reads::<Weights>(&[r#"[["b", "0.666666667"], ["a", 0.333333333]]"#, r#"[["a", 1]]"#]),
        reads::<ImportanceOrder>(&[r#"[["b"], ["c", "a"]]"#]),
        reads::<RankRule>(&[
            r#""order_centroid""#,
            r#""sum""#,
            r#""reciprocal""#,
            r#"{"exponent": 0.5}"#,
            r#""equal""#,
        ]),
        reads::<Judgement>(&[r#""1/7""#, "9", "2.5", r#""1/2.5""#]),
        reads::<Judgements>(&[COMPARED, MATRIX, r#"{"criteria": ["a"]}"#]),
        reads::<PriorityRule>(&["{}", r#"{"method": "geometric_mean", "limit": {"at": "0.2"}}"#]),
        reads::<PriorityMethod>(&[r#""eigenvector""#, r#""geometric_mean""#, r#""normalised_columns""#]),
        reads::<RandomIndex>(&[r#""saaty1980""#, r#""saaty2005""#, r#""donegan_dodd1991""#]),
        reads::<ConsistencyLimit>(&[r#""tenth""#, r#""by_size""#, r#"{"at": "0.05"}"#]),
        reads::<OnInconsistency>(&[r#""warn""#, r#""refuse""#]),
        reads::<Expert>(&[&expert]),
        reads::<Group>(&[&format!("[{expert}]")]),
        reads::<GroupMethod>(&[r#""judgements""#, r#""priorities_mean""#, r#""priorities_geometric_mean""#]),
        reads::<Hierarchy>(&[&format!(
            r#"{{"judgements": {MATRIX}, "children": {{"b": {{"judgements": {{"criteria": ["d", "e"], "comparisons": [["e", "d", 0.5]]}}}}}}}}"#
        )]),
        reads::<Figures>(&[
            r#"{"criteria": [{"id": "a", "direction": "higher"}, {"id": "b", "direction": "lower"}], "rows": [[1, "2.5"], ["-1", 0]]}"#,
        ]),
        reads::<ObjectiveMethod>(&[r#""entropy""#, r#""critic_undirected""#, r#""idocriw""#]),
        reads::<Combination>(&[r#"{"linear": "0.6"}"#, r#""product""#, r#""geometric_mean""#]),
    ]
}
