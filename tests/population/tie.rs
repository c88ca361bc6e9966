//! Ties: those on paper, and no others.

use service_quality::population::Table;
use service_quality::population::ranking::{MazziottaPareto, Method, Penalty, Ranking};
use service_quality::population::stability::WeightChange;
use service_quality::quantity::Weight;

fn table(direction: &str, rows: &[&[&str]]) -> Table {
    let criteria: Vec<_> = (0..rows[0].len())
        .map(|id| serde_json::json!({"id": id.to_string(), "direction": direction}))
        .collect();
    let subjects: Vec<_> = rows
        .iter()
        .enumerate()
        .map(|(id, row)| serde_json::json!({"id": id.to_string(), "values": row}))
        .collect();
    serde_json::from_value(serde_json::json!({"criteria": criteria, "subjects": subjects})).unwrap()
}

fn weights(given: &[&str]) -> Vec<Weight> {
    given.iter().map(|weight| weight.parse().unwrap()).collect()
}

fn ranks(ranking: &Ranking) -> Vec<u64> {
    ranking.subjects().iter().map(|ranked| ranked.rank).collect()
}

fn methods() -> [Method; 5] {
    let rho = "0.5".parse().unwrap();
    [
        Method::WeightedSum,
        Method::WeightedSumMinMax,
        Method::WeightedProduct,
        Method::Topsis,
        Method::GreyRelation { rho },
    ]
}

#[test]
fn small_figures_beside_a_large_one_do_not_tie() {
    let rows: [&[&str]; 3] = [&["0.001"], &["0.002"], &["10000000000"]];
    for (direction, expected) in [("higher", [3, 2, 1]), ("lower", [1, 2, 3])] {
        let table = table(direction, &rows);
        for method in methods() {
            if direction == "lower" && method == Method::WeightedSum {
                continue;
            }
            assert_eq!(
                ranks(&method.rank(&table, &weights(&["1"])).unwrap()),
                expected,
                "{method} {direction}"
            );
        }
        let index = MazziottaPareto::adjusted(&table, Penalty::Downward).unwrap();
        assert_eq!(ranks(&index.ranking), expected, "adjusted index {direction}");
    }
}

#[test]
fn figures_that_are_equal_as_floats_have_scores_and_ranks() {
    let rows: [&[&str]; 3] =
        [&["999999999999999.000000001"], &["999999999999999.000000003"], &["999999999999999.000000002"]];
    let table = table("higher", &rows);
    for method in methods() {
        let ranking = method.rank(&table, &weights(&["1"])).unwrap();
        assert_eq!(ranks(&ranking), [3, 1, 2], "{method}");
    }
    let sum = Method::WeightedSumMinMax.rank(&table, &weights(&["1"])).unwrap();
    assert_eq!(sum.subjects().iter().map(|ranked| ranked.score).collect::<Vec<_>>(), [0.0, 1.0, 0.5]);
    let index = MazziottaPareto::adjusted(&table, Penalty::Downward).unwrap();
    assert_eq!(index.subjects.iter().map(|of| of.index).collect::<Vec<_>>(), [70.0, 130.0, 100.0]);
}

#[test]
fn what_is_equal_on_paper_ties() {
    // 0.1·3 + 0.2·0 = 0.1·1 + 0.2·1, which floats tell apart; and the same at the edges of any grid.
    let sums = table("higher", &[&["3", "0"], &["1", "1"], &["0", "1.5"], &["0", "0"]]);
    assert_eq!(ranks(&Method::WeightedSum.rank(&sums, &weights(&["0.1", "0.2"])).unwrap()), [1, 1, 1, 4]);
    // 1/3 + 2/3 = 3/3 + 0/3 as parts of the range.
    let parts = table("higher", &[&["1", "2"], &["3", "0"], &["2", "1"], &["0", "3"]]);
    assert_eq!(ranks(&Method::WeightedSumMinMax.rank(&parts, &weights(&["7", "7"])).unwrap()), [1; 4]);
    // 2·3 = 6·1 = 1.5·4.
    let products = table("higher", &[&["2", "3"], &["6", "1"], &["1.5", "4"], &["1", "1"]]);
    assert_eq!(ranks(&Method::WeightedProduct.rank(&products, &weights(&["1", "1"])).unwrap()), [1, 1, 1, 4]);
    // Mirror images.
    let mirrors = table("higher", &[&["1", "7"], &["7", "1"], &["3", "5"], &["5", "3"]]);
    for method in [Method::Topsis, Method::GreyRelation { rho: "0.3".parse().unwrap() }] {
        let found = ranks(&method.rank(&mirrors, &weights(&["1", "1"])).unwrap());
        assert!(found[0] == found[1] && found[2] == found[3], "{method}: {found:?}");
    }
}

#[test]
fn a_changed_weight_ties_where_it_does_on_paper() {
    // 0.7·1 + 0.3·0 = 0.7·0.7 + 0.3·0.7.
    let table = table("higher", &[&["1", "0"], &["0.7", "0.7"]]);
    let change = |by: &str| {
        let change =
            WeightChange::new(&table, &weights(&["1", "2"]), Method::WeightedSum, "0", by.parse().unwrap());
        ranks(&change.unwrap().ranking)
    };
    let whole = WeightChange::new(
        &table,
        &weights(&["0.6", "0.4"]),
        Method::WeightedSum,
        "0",
        "0.1".parse().unwrap(),
    );
    assert_eq!(ranks(&whole.unwrap().ranking), [1, 1]);
    assert_eq!((change("0.366666666"), change("0.366666667")), (vec![2, 1], vec![1, 2]));
}
