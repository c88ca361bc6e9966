//! The example of `COINr`: 51 countries, 49 indicators. Its steps, and its normalisations up to the means of the groups.

use std::collections::BTreeMap;

use service_quality::indicator::Direction;
use service_quality::population::{
    Criterion, Fallback, Normalisation, Order, OutlierRule, Subject, Table, Ties, ZScore,
};

type Rows = Vec<BTreeMap<String, String>>;

fn read(name: &str) -> Rows {
    let path = format!("{}/tests/cases/scoring/asem/asem_{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// An indicator of the framework.
struct Indicator {
    id: String,
    group: String,
    direction: Direction,
    /// A power of ten: the unit in which its largest value has 12 digits before the point, so that 9 places keep what a float has.
    unit: f64,
}

fn framework(rows: &Rows) -> Vec<Indicator> {
    let indicators = read("imeta").into_iter().filter(|row| row["Type"] == "Indicator");
    let largest = |id: &str| {
        rows.iter().filter_map(|row| row[id].parse::<f64>().ok()).fold(0.0, |a: f64, b| a.max(b.abs()))
    };
    let made = indicators.map(|row| Indicator {
        unit: 10_f64.powf(11.0 - largest(&row["iCode"]).log10().floor()),
        direction: if row["Direction"] == "-1" { Direction::Lower } else { Direction::Higher },
        group: row["Parent"].clone(),
        id: row["iCode"].clone(),
    });
    made.collect()
}

fn table(rows: &Rows, indicators: &[Indicator]) -> Table {
    let criteria = indicators.iter();
    let criteria =
        criteria.map(|column| Criterion { id: column.id.parse().unwrap(), direction: column.direction });
    let value = |row: &BTreeMap<String, String>, column: &Indicator| {
        row[&column.id]
            .parse::<f64>()
            .ok()
            .map(|value| format!("{:.9}", value * column.unit).parse().unwrap())
    };
    let subjects = rows.iter().map(|row| Subject {
        id: row["uCode"].parse().unwrap(),
        values: indicators.iter().map(|column| value(row, column)).collect(),
    });
    Table::new(criteria.collect(), subjects.collect()).unwrap()
}

fn float(number: service_quality::quantity::Number) -> f64 {
    number.to_string().parse().unwrap()
}

#[test]
fn outliers_are_treated_as_there() {
    let (before, after) = (read("screened"), read("treated"));
    let indicators = framework(&before);
    let treated = table(&before, &indicators)
        .treat(&OutlierRule::default().with_fallback(Fallback::Logarithm))
        .unwrap();
    let mut moved = 0;
    for (index, row) in after.iter().enumerate() {
        for (column, found) in indicators.iter().zip(&treated.table.subjects()[index].values) {
            let (found, expected) =
                (float(found.unwrap()) / column.unit, row[&column.id].parse::<f64>().unwrap());
            assert!(
                (found - expected).abs() <= 1e-12 * expected.abs(),
                "{} {}: {found} for {expected}",
                row["uCode"],
                column.id
            );
            moved += usize::from(before[index][&column.id] != row[&column.id]);
        }
    }
    assert_eq!(moved, treated.treatments.iter().map(|(_, treatment)| treatment.moved.len()).sum::<usize>());
    assert_eq!(moved, 35);
}

#[test]
fn min_max_is_as_there() {
    let (before, after) = (read("treated"), read("normalised"));
    let indicators = framework(&before);
    let table = table(&before, &indicators);
    for column in &indicators {
        let found = table.normalise(&column.id, &Normalisation::percent()).unwrap();
        assert_eq!(found.n, 51);
        for (figure, row) in found.figures.iter().zip(&after) {
            let (figure, expected) =
                (float(figure.value().unwrap()), row[&column.id].parse::<f64>().unwrap());
            assert!(
                (figure - expected).abs() < 1e-9,
                "{} {}: {figure} for {expected}",
                row["uCode"],
                column.id
            );
        }
    }
}

/// The other normalisations are published as means of groups: of the figures that a country has.
#[track_caller]
fn means_of_groups(variant: &str, by: &Normalisation) {
    let (before, after) = (read("denominated"), read(variant));
    let indicators = framework(&before);
    let table = table(&before, &indicators);
    let mut sums: BTreeMap<(&str, usize), (f64, f64)> = BTreeMap::new();
    for column in &indicators {
        for (index, figure) in table.normalise(&column.id, by).unwrap().figures.iter().enumerate() {
            let (sum, n) = sums.entry((&column.group, index)).or_default();
            if let Some(figure) = figure.value() {
                (*sum, *n) = (*sum + float(figure), *n + 1.0);
            }
        }
    }
    assert_eq!(sums.len(), 8 * 51);
    for ((group, index), (sum, n)) in sums {
        let (found, expected) = (sum / n, after[index][group].parse::<f64>().unwrap());
        assert!((found - expected).abs() < 1e-9, "{} {group}: {found} for {expected}", after[index]["uCode"]);
    }
}

#[test]
fn other_normalisations_are_as_there() {
    means_of_groups("variant_rank_arith", &Normalisation::Rank { ties: Ties::Min, order: Order::Ascending });
    means_of_groups("variant_prank_arith", &Normalisation::PercentileRank);
    means_of_groups("variant_borda_arith", &Normalisation::Borda);
    means_of_groups("variant_zscore_arith", &Normalisation::ZScore(ZScore::default()));
    means_of_groups("variant_minmax0_100_arith_nothresh", &Normalisation::percent());
}
