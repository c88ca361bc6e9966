//! Subjects scored by 30 indicators in 6 dimensions: curves of five points, weights, a cap by a gate and by a dimension,
//! grades, 4, 4 and 2 decimals; by the model with all its explanations, by its engine, by `rust_decimal` written out by hand,
//! and by floats.
//!
//! Values come as decimals and totals leave as decimals, except where floats are used throughout. Before anything is timed,
//! the outcomes are compared: engine, model and decimals have to agree on every subject, and it is counted for how many the
//! floats do not. `cargo bench --bench score`.
//!
//! Measured on a server with two cores of an AMD EPYC that others kept busy (load 7 to 12), rustc 1.95: processor time of
//! the thread, medians of 7 runs of half a million subjects each (of 10,000 for `model`, 100,000 for `decimals`), which lay
//! within a tenth:
//!
//! | | a subject | against `engine` |
//! | --- | --- | --- |
//! | `engine`: cells in; total, grade and coverage out | 0.29 µs | |
//! | `engine_with_gaps`: 3 cells of 100 are absent, hence 6 rows of 10 have gaps | 0.66 µs | 2.3 |
//! | `floats`: rounded at the end only | 0.28 µs | 0.97 |
//! | `floats_rounded`: rounded at every stage, as the model does | 0.42 µs | 1.4 |
//! | `decimals`: `rust_decimal`, without coverage | 4.7 µs | 16 |
//! | `model`: the scorecard with all its reasons | 42 µs | 140 |
//!
//! `compile`, once a model, took 67 µs of wall time under that load. Of 200,000 subjects floats with the same roundings gave 45 another
//! score, floats rounded at the end 218; no grade changed in this set.

#![expect(clippy::unwrap_used, reason = "a bench stops where its input is broken")]
#![expect(clippy::indexing_slicing, reason = "the other ways are written as one would write them")]
#![expect(clippy::print_stdout, reason = "a bench says what it compared")]

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};
use service_quality::indicator::{Absence, Measurement};
use service_quality::quantity::{IndicatorId, Number};
use service_quality::score::{Cell, Gap, Grade, Model, ScoreEngine};

const DIMENSIONS: usize = 6;
const EACH: usize = 5;
const COLUMNS: usize = DIMENSIONS * EACH;
/// Timed, where a subject takes less than a microsecond or so.
const SUBJECTS: usize = 10_000;
/// Timed, where a subject takes longer.
const FEW: usize = 500;
/// Compared with decimals, and floats with them.
const COMPARED: usize = 200_000;
/// Compared with the model's scorecards.
const EXPLAINED: usize = 10_000;
const CAP: i64 = 60;

/// Points of a curve: values in hundredths or so, and their scores.
struct Shape {
    /// Decimals of the values measured.
    places: u32,
    points: [(i64, i64); 5],
}

/// A share, minutes, a satisfaction of 1 to 5; points with `places` decimals.
const SHAPES: [Shape; 3] = [
    Shape { places: 4, points: [(5_000, 0), (7_000, 40), (8_500, 70), (9_500, 90), (9_900, 100)] },
    Shape { places: 2, points: [(1_000, 100), (3_000, 85), (6_000, 60), (12_000, 30), (24_000, 0)] },
    Shape { places: 3, points: [(1_000, 0), (3_000, 35), (3_700, 65), (4_300, 90), (5_000, 100)] },
];

const WEIGHTS: [[i64; EACH]; DIMENSIONS] = [
    [30, 25, 20, 15, 10],
    [35, 20, 20, 15, 10],
    [20; 5],
    [40, 15, 15, 15, 15],
    [12, 18, 25, 25, 20],
    [50, 20, 10, 10, 10],
];
const DIMENSION_WEIGHTS: [i64; DIMENSIONS] = [25, 20, 20, 15, 12, 8];
const GRADES: [(&str, i64); 5] = [("A", 90), ("B", 80), ("C", 70), ("D", 60), ("E", 0)];

fn shape(column: usize) -> &'static Shape {
    &SHAPES[column % SHAPES.len()]
}

/// The gate's limit, in the first indicator's steps.
const GATE: i64 = 6_000;
/// Below this the second dimension caps the total.
const FLOOR: i64 = 35;

fn model() -> Model {
    let dimension = |dimension: usize| {
        let children: Vec<Value> = (0..EACH)
            .map(|index| {
                let column = dimension * EACH + index;
                let Shape { places, points } = shape(column);
                let points = points.map(|(value, score)| (Decimal::new(value, *places).to_string(), score));
                json!({"weight": WEIGHTS[dimension][index], "indicator": format!("i{column}"), "curve": {"piecewise": points}})
            })
            .collect();
        json!({"weight": DIMENSION_WEIGHTS[dimension], "id": format!("d{dimension}"), "children": children})
    };
    let cap = |id: &str, when: Value| json!({"id": id, "when": [when], "effect": {"cap": CAP}});
    let gate = json!({"value": {"of": "i0", "is": "below", "value": Decimal::new(GATE, 4).to_string()}});
    let floor = json!({"score": {"of": {"node": "d1"}, "is": "below", "score": FLOOR}});
    let grades = GRADES.map(|(grade, from)| json!({"grade": grade, "from": from}));
    let children: Vec<Value> = (0..DIMENSIONS).map(dimension).collect();
    let root =
        json!({"id": "service", "children": children, "rules": [cap("gate", gate), cap("floor", floor)]});
    serde_json::from_value(json!({"grades": grades, "root": root})).unwrap()
}

/// A small generator (xorshift): the same values in every run.
struct Values(u64);

impl Values {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }

    /// A value of a column in its steps: mostly within the curve, and a bit beyond.
    fn value(&mut self, column: usize) -> i64 {
        let points = shape(column).points;
        let (low, width) = (points[0].0, points[4].0 - points[0].0);
        let along = self.next(1_000_000) + self.next(1_000_000) + self.next(1_000_000);
        let along = i64::try_from(along).unwrap();
        low - width / 20 + along * (width * 11 / 10) / 3_000_000
    }
}

fn rows(count: usize) -> Vec<Vec<i64>> {
    let mut values = Values(0x9E37_79B9_7F4A_7C15);
    (0..count).map(|_| (0..COLUMNS).map(|column| values.value(column)).collect()).collect()
}

fn number(column: usize, value: i64) -> Number {
    Number::new(Decimal::new(value, shape(column).places)).unwrap()
}

fn cells(rows: &[Vec<i64>]) -> Vec<Cell> {
    rows.iter()
        .flat_map(|row| row.iter().enumerate().map(|(column, value)| Ok(number(column, *value))))
        .collect()
}

fn measurements(engine: &ScoreEngine, cells: &[Cell]) -> Vec<BTreeMap<IndicatorId, Measurement>> {
    let measured = |cell: &Cell| match cell {
        Ok(value) => Measurement::present(*value, 50),
        Err(absence) => Measurement::absent(*absence),
    };
    let row = |row: &[Cell]| engine.indicators().iter().cloned().zip(row.iter().map(measured)).collect();
    cells.chunks_exact(COLUMNS).map(row).collect()
}

/// The same model in decimals.
struct Decimals {
    curves: Vec<[(Decimal, Decimal); 5]>,
    weights: Vec<[Decimal; EACH]>,
    dimension_weights: [Decimal; DIMENSIONS],
    grades: [Decimal; 5],
}

fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

impl Decimals {
    fn new() -> Self {
        let curve = |column| {
            let Shape { places, points } = shape(column);
            points.map(|(value, score)| (Decimal::new(value, *places), Decimal::from(score)))
        };
        Self {
            curves: (0..COLUMNS).map(curve).collect(),
            weights: WEIGHTS.iter().map(|weights| weights.map(Decimal::from)).collect(),
            dimension_weights: DIMENSION_WEIGHTS.map(Decimal::from),
            grades: GRADES.map(|(_, from)| Decimal::from(from)),
        }
    }

    fn score(&self, row: &[Decimal]) -> (Decimal, usize) {
        let mut dimensions = [Decimal::ZERO; DIMENSIONS];
        for (index, dimension) in dimensions.iter_mut().enumerate() {
            let (mut sum, mut all) = (Decimal::ZERO, Decimal::ZERO);
            for (inner, weight) in self.weights[index].iter().enumerate() {
                let column = index * EACH + inner;
                sum += weight * round(on_curve(&self.curves[column], row[column]), 4);
                all += weight;
            }
            *dimension = round(sum / all, 4);
        }
        let (mut sum, mut all) = (Decimal::ZERO, Decimal::ZERO);
        for (weight, dimension) in self.dimension_weights.iter().zip(&dimensions) {
            sum += weight * dimension;
            all += weight;
        }
        let mut total = round(sum / all, 2);
        if row[0] < Decimal::new(GATE, 4) || dimensions[1] < Decimal::from(FLOOR) {
            total = total.min(Decimal::from(CAP));
        }
        (total.normalize(), self.grades.iter().position(|from| total >= *from).unwrap())
    }
}

fn on_curve(points: &[(Decimal, Decimal); 5], value: Decimal) -> Decimal {
    if value <= points[0].0 {
        return points[0].1;
    }
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        if value <= x1 {
            return (y0 * (x1 - x0) + (value - x0) * (y1 - y0)) / (x1 - x0);
        }
    }
    points[4].1
}

/// The same model in floats, with or without rounding on the way to the total.
struct Floats {
    curves: Vec<[(f64, f64); 5]>,
    weights: Vec<[f64; EACH]>,
    dimension_weights: [f64; DIMENSIONS],
    grades: [f64; 5],
}

#[expect(clippy::cast_precision_loss, reason = "small whole numbers")]
fn float(value: i64) -> f64 {
    value as f64
}

impl Floats {
    fn new() -> Self {
        let curve = |column| {
            let Shape { places, points } = shape(column);
            points.map(|(value, score)| (float(value) / float(10_i64.pow(*places)), float(score)))
        };
        Self {
            curves: (0..COLUMNS).map(curve).collect(),
            weights: WEIGHTS.iter().map(|weights| weights.map(float)).collect(),
            dimension_weights: DIMENSION_WEIGHTS.map(float),
            grades: GRADES.map(|(_, from)| float(from)),
        }
    }

    fn score<const ROUNDED: bool>(&self, row: &[f64]) -> (f64, usize) {
        let inner = |value: f64| if ROUNDED { (value * 1e4).round() / 1e4 } else { value };
        let mut dimensions = [0.0; DIMENSIONS];
        for (index, dimension) in dimensions.iter_mut().enumerate() {
            let (mut sum, mut all) = (0.0, 0.0);
            for (weight, (curve, value)) in
                self.weights[index].iter().zip(self.curves[index * EACH..].iter().zip(&row[index * EACH..]))
            {
                sum += weight * inner(on_float_curve(curve, *value));
                all += weight;
            }
            *dimension = inner(sum / all);
        }
        let (mut sum, mut all) = (0.0, 0.0);
        for (weight, dimension) in self.dimension_weights.iter().zip(&dimensions) {
            sum += weight * dimension;
            all += weight;
        }
        let mut total = (sum / all * 100.0).round() / 100.0;
        if row[0] < float(GATE) / 1e4 || dimensions[1] < float(FLOOR) {
            total = total.min(float(CAP));
        }
        (total, self.grades.iter().position(|from| total >= *from).unwrap())
    }
}

fn on_float_curve(points: &[(f64, f64); 5], value: f64) -> f64 {
    if value <= points[0].0 {
        return points[0].1;
    }
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        if value <= x1 {
            return y0 + (value - x0) * (y1 - y0) / (x1 - x0);
        }
    }
    points[4].1
}

fn floats(rows: &[Vec<i64>]) -> Vec<f64> {
    let cell = |(column, value): (usize, &i64)| float(*value) / float(10_i64.pow(shape(column).places));
    rows.iter().flat_map(|row| row.iter().enumerate().map(cell)).collect()
}

fn grade(name: Option<&str>) -> usize {
    GRADES.iter().position(|(grade, _)| Some(*grade) == name).unwrap()
}

/// Three of a hundred cells without a value, of each kind one.
fn with_gaps(mut cells: Vec<Cell>) -> Vec<Cell> {
    let mut chance = Values(88_172_645_463_325_252);
    for cell in &mut cells {
        *cell = match chance.next(100) {
            0 => Err(Absence::Missing),
            1 => Err(Absence::Suppressed { n: 3 }),
            2 => Err(Absence::NotApplicable),
            _ => *cell,
        };
    }
    cells
}

/// Stops unless engine, model and decimals agree; says for how many subjects floats do not.
fn compare(model: &Model, engine: &ScoreEngine) {
    assert!(engine.is_fast(), "{:?}", engine.detours());
    let rows = rows(COMPARED);
    let cells = cells(&rows);
    let (decimals, plain) = (Decimals::new(), Floats::new());
    let (mut capped, mut other) = (0, [[0; 2]; 2]);
    let floats = floats(&rows);
    let outcomes =
        engine.batch(&cells).unwrap().zip(cells.chunks_exact(COLUMNS)).zip(floats.chunks_exact(COLUMNS));
    for ((outcome, row), floats) in outcomes {
        let row: Vec<Decimal> = row.iter().map(|cell| cell.unwrap().value()).collect();
        let expected = decimals.score(&row);
        assert_eq!((outcome.score().unwrap().value(), grade(outcome.grade().map(Grade::as_str))), expected);
        capped += usize::from(outcome.is_ruled());
        for (other, (score, grade)) in
            other.iter_mut().zip([plain.score::<true>(floats), plain.score::<false>(floats)])
        {
            let score = Decimal::try_from(score).unwrap().round_dp(6).normalize();
            other[0] += usize::from(score != expected.0);
            other[1] += usize::from(grade != expected.1);
        }
    }
    let explained = &cells[..EXPLAINED * COLUMNS];
    let mut gaps = 0;
    for cells in [explained.to_vec(), with_gaps(explained.to_vec())] {
        for (outcome, measured) in engine.batch(&cells).unwrap().zip(measurements(engine, &cells)) {
            let scorecard = model.score(&measured);
            assert_eq!(outcome.score().ok(), scorecard.score());
            assert_eq!(outcome.score().err(), scorecard.gap().map(Gap::kind));
            assert_eq!(outcome.grade(), scorecard.grade());
            assert_eq!(outcome.coverage(), scorecard.coverage());
            assert_eq!(outcome.is_ruled(), scorecard.rules().next().is_some());
            gaps += usize::from(outcome.score().is_err());
        }
    }
    let [rounded, unrounded] = other;
    println!("{COMPARED} subjects equal in engine and decimals, {capped} of them capped");
    println!("{EXPLAINED} equal in engine and model, and as many with gaps, {gaps} of them without a score");
    println!(
        "floats with the same roundings: another score for {}, another grade for {}",
        rounded[0], rounded[1]
    );
    println!(
        "floats rounded at the end: another score for {}, another grade for {}",
        unrounded[0], unrounded[1]
    );
}

fn bench(criterion: &mut Criterion) {
    let model = model();
    let engine = model.engine();
    compare(&model, &engine);
    let rows = rows(SUBJECTS);
    let cells = cells(&rows);
    let gapped = with_gaps(cells.clone());
    let few = measurements(&engine, &cells[..FEW * COLUMNS]);

    let mut group = criterion.benchmark_group("score");
    group.throughput(Throughput::Elements(FEW.try_into().unwrap()));
    group.bench_function("model", |bencher| {
        bencher.iter(|| few.iter().filter_map(|measured| black_box(model.score(measured)).score()).count());
    });
    let decimals = Decimals::new();
    let values: Vec<Decimal> = cells.iter().map(|cell| cell.unwrap().value()).collect();
    group.bench_function("decimals", |bencher| {
        let rows = || values[..FEW * COLUMNS].chunks_exact(COLUMNS);
        bencher.iter(|| rows().for_each(|row| _ = black_box(decimals.score(row))));
    });
    group.throughput(Throughput::Elements(SUBJECTS.try_into().unwrap()));
    group.bench_function("engine", |bencher| {
        bencher.iter(|| engine.batch(&cells).unwrap().for_each(|outcome| _ = black_box(outcome)));
    });
    group.bench_function("engine_with_gaps", |bencher| {
        bencher.iter(|| engine.batch(&gapped).unwrap().for_each(|outcome| _ = black_box(outcome)));
    });
    let plain = Floats::new();
    let values = floats(&rows);
    group.bench_function("floats_rounded", |bencher| {
        let rows = || values.chunks_exact(COLUMNS);
        bencher.iter(|| rows().for_each(|row| _ = black_box(plain.score::<true>(row))));
    });
    group.bench_function("floats", |bencher| {
        let rows = || values.chunks_exact(COLUMNS);
        bencher.iter(|| rows().for_each(|row| _ = black_box(plain.score::<false>(row))));
    });
    group.finish();
    criterion.bench_function("score/compile", |bencher| bencher.iter(|| black_box(model.engine())));
}

criterion_group!(benches, bench);
criterion_main!(benches);
