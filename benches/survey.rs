//! 20,000 responses of 24 weighted five-point questions: counted as they come, recorded by the engine of a standard, and
//! the figures read; against a table of all answers over which every figure is computed by passes, as in a spreadsheet.
//!
//! Both ways read the mean, the top box and the net of each question, weighted, with standard error and an interval of
//! 95 %, and must agree. `cargo bench --bench survey`.
//!
//! Measured in three runs on a server with two cores of an AMD EPYC that others kept busy (load 5 to 8), rustc 1.95; times
//! therefore differ by a factor of two to three from run to run, the ratios, each within one run, by less:
//!
//! | | a run | against the naive way |
//! | --- | --- | --- |
//! | `count`: all responses | 31 to 55 ms, 1.6 to 2.7 µs each | |
//! | `naive_keep`: all answers into columns | 24 to 64 ms | 0.8 to 1.4 times the time of `count` |
//! | `read`: 72 figures with intervals from the counts | 1.7 to 3.2 ms | 5.6 to 8.7 times faster |
//! | `naive_read`: the same by passes over 20,000 rows | 9.5 to 26 ms | |
//! | `each_1000`: all figures after each 1,000 responses | 64 to 137 ms | 2.0 to 2.9 times faster |
//! | `naive_each_1000` | 130 to 403 ms | |
//! | `engine`: twelve indicators count each response | 101 to 283 ms, 5 to 14 µs each | |
//! | `inspections`: two indicators count each of 20,000 forms of 12 items | 64 to 187 ms, 3 to 9 µs each | |
//! | `alpha`: 2,000 subjects, exact and mergeable | 0.32 to 1.15 ms | 14 to 25 times slower |
//! | `naive_alpha`: a matrix of 5 by 5 floats | 0.02 to 0.07 ms | |
//!
//! Reading costs the same for any number of responses, so that the naive way falls behind further as they grow; half of it
//! is the search for Student's t of 24 means. Alpha by floats knows its five categories beforehand; the tally takes any
//! decimals, rounds once and merges.

#![expect(clippy::unwrap_used, reason = "a bench stops where its input is broken")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use service_quality::assessment::{AgreementTally, Inspection, ScaleLevel};
use service_quality::quantity::{Number, QuestionId, Share};
use service_quality::standard::{Engine, Standard};
use service_quality::survey::{Answer, Figure, Response, ResponseOutcome, Statistic, Survey, SurveyCount};

const RESPONSES: usize = 20_000;
const QUESTIONS: usize = 24;
/// Figures are asked for after so many more responses.
const STEP: usize = 1_000;
const SUBJECTS: usize = 2_000;
const INSPECTIONS: usize = 20_000;

const STATISTICS: [Statistic; 3] =
    [Statistic::Mean, Statistic::TopBox { at_least: 4 }, Statistic::Net { at_least: 4, at_most: 2 }];

fn question(index: usize) -> String {
    format!("q{:02}", index + 1)
}

/// 15 indicators: twelve of the survey, two of a checklist, one of a reported figure.
fn standard() -> Standard {
    let scale = r#"{"from": 1, "to": 5}"#;
    let kind =
        format!(r#"{{"csat": {{"scale": {scale}, "satisfied_at_least": 4, "dissatisfied_at_most": 2}}}}"#);
    let questions: Vec<_> = (0..QUESTIONS)
        .map(|index| {
            format!(r#"{{"id": "{}", "kind": {kind}, "reversed": {}}}"#, question(index), index % 8 == 7)
        })
        .collect();
    let items: Vec<_> = (1..=12)
        .map(|item| {
            let critical = if item % 4 == 0 { r#", "critical": "customer""# } else { "" };
            format!(r#"{{"id": "item{item}", "name": {{"en": "Item {item}"}}, "points": {item}{critical}}}"#)
        })
        .collect();
    let indicator = |id: String, formula: String, unit: &str| {
        format!(
            r#"{{"id": "{id}", "name": {{"en": "{id}"}}, "dimension": "satisfaction", "formula": {formula},
                "unit": "{unit}", "direction": "higher"}}"#
        )
    };
    let read = |index, statistic: &str, among: &str| {
        let question = question(index);
        format!(
            r#"{{"survey": {{"measure": {{"question": {{"question": "{question}", "statistic": {statistic}}}}}{among}}}}}"#
        )
    };
    let mut indicators = Vec::new();
    for index in [0, 3, 9, 15, 21] {
        let formula = read(index, r#"{"top_box": {"at_least": 4}}"#, "");
        indicators.push(indicator(format!("top_{index}"), formula, "percent"));
    }
    for index in [1, 7] {
        indicators.push(indicator(format!("mean_{index}"), read(index, r#""mean""#, ""), "points"));
    }
    for index in [2, 12] {
        let formula = read(index, r#"{"net": {"at_least": 4, "at_most": 2}}"#, "");
        indicators.push(indicator(format!("net_{index}"), formula, "percentage_points"));
    }
    let north = r#", "among": {"equals": {"fact": "site", "value": "north"}}"#;
    let formula = read(0, r#"{"top_box": {"at_least": 4}}"#, north);
    indicators.push(indicator("top_north".to_owned(), formula, "percent"));
    let dimensions: Vec<_> = ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]
        .iter()
        .enumerate()
        .map(|(dimension, name)| {
            let asked: Vec<_> =
                (0..4).map(|place| format!(r#""{}""#, question(dimension * 4 + place))).collect();
            format!(r#"{{"name": "{name}", "perceptions": [{}]}}"#, asked.join(", "))
        })
        .collect();
    let servperf = format!(
        r#"{{"survey": {{"measure": {{"servperf": {{"dimensions": [{}]}}}}}}}}"#,
        dimensions.join(", ")
    );
    indicators.push(indicator("performance".to_owned(), servperf, "points"));
    indicators.push(indicator("answered".to_owned(), r#"{"response_rate": {}}"#.to_owned(), "percent"));
    for (id, measure) in [("quality", r#""points""#), ("critical", r#"{"critical_accuracy": "customer"}"#)] {
        let formula = format!(r#"{{"checklist": {{"measure": {measure}}}}}"#);
        indicators.push(indicator(id.to_owned(), formula, "percent"));
    }
    let lost = r#"{"figure_share": {"of": {"plus": ["lost"]}, "per": {"plus": ["customers"]}}}"#;
    indicators.push(indicator("lost".to_owned(), lost.to_owned(), "percent"));
    assert_eq!(indicators.len(), 15);
    let document = format!(
        r#"{{"id": "desk", "version": "1", "calendars": {{}}, "agreements": [],
            "surveys": [{{"id": "yearly", "version": "1", "name": {{"en": "Customers"}}, "questions": [{}]}}],
            "checklists": [{{"id": "call", "version": "1", "name": {{"en": "Call"}}, "items": [{}]}}],
            "indicators": [{}],
            "model": {{"root": {{"id": "root", "children": [{{"weight": 1, "indicator": "top_0",
                "curve": {{"goalposts": {{"worst": 0, "best": 100}}}}}}]}}}}}}"#,
        questions.join(", "),
        items.join(", "),
        indicators.join(", "),
    );
    serde_json::from_str(&document).unwrap()
}

/// A small generator, so that every run has the same answers.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        *all.get(usize::try_from(self.below(all.len() as u64)).unwrap()).unwrap()
    }
}

/// One in ten invitations is not answered; of the answers 5 % are missing and 3 % do not apply.
fn responses(survey: &Survey) -> Vec<Response> {
    let mut random = Random(7);
    let weights: Vec<_> = ["0.5", "0.8", "1", "1.25", "2"].iter().map(|one| one.parse().unwrap()).collect();
    let ids: Vec<QuestionId> = survey.questions().iter().map(|question| question.id().clone()).collect();
    (0..RESPONSES)
        .map(|number| {
            let mut response = Response::builder(format!("R-{number}").parse().unwrap(), survey.id().clone())
                .weight(random.one_of(&weights))
                .attribute("site".parse().unwrap(), random.one_of(&["north", "south", "west"]));
            if random.below(10) == 0 {
                return response.outcome(ResponseOutcome::NotReturned).build().unwrap();
            }
            for id in &ids {
                let answer = match random.below(100) {
                    0..5 => Answer::NoAnswer,
                    5..8 => Answer::NotApplicable,
                    _ => Answer::Point(random.one_of(&[1, 2, 3, 3, 4, 4, 4, 5, 5])),
                };
                response = response.answer(id.clone(), answer);
            }
            response.build().unwrap()
        })
        .collect()
}

fn inspections() -> Vec<Inspection> {
    let mut random = Random(11);
    (0..INSPECTIONS)
        .map(|number| {
            let marks: Vec<_> = (1..=12)
                .map(|item| {
                    let mark = random.one_of(&["passed", "passed", "passed", "failed", "not_applicable"]);
                    format!(r#""item{item}": "{mark}""#)
                })
                .collect();
            let form = format!(
                r#"{{"id": "I-{number}", "checklist": "call", "version": "1", "at": "2026-03-02T09:00:00Z",
                    "marks": {{{}}}}}"#,
                marks.join(", ")
            );
            serde_json::from_str(&form).unwrap()
        })
        .collect()
}

/// Three ratings of each subject, of which some are lost.
fn ratings() -> Vec<Vec<i32>> {
    let mut random = Random(13);
    (0..SUBJECTS)
        .map(|_| {
            let truth = i32::try_from(random.below(5)).unwrap() + 1;
            let raters = if random.below(10) == 0 { 2 } else { 3 };
            (0..raters).map(|_| (truth + random.one_of(&[-1, 0, 0, 0, 1])).clamp(1, 5)).collect()
        })
        .collect()
}

/// All answers kept as floats, NaN where there is none, and every figure by passes over them.
mod naive {
    use super::{Answer, QUESTIONS, Response, ResponseOutcome, Survey};

    #[derive(Default)]
    pub(super) struct Table {
        columns: Vec<Vec<f64>>,
        weights: Vec<f64>,
    }

    /// A figure with its standard error and interval, percent where it is a share or a net.
    pub(super) struct Read {
        pub(super) value: f64,
        pub(super) error: f64,
        pub(super) low: f64,
        pub(super) high: f64,
    }

    impl Table {
        pub(super) fn add(&mut self, survey: &Survey, response: &Response) {
            if response.outcome() != ResponseOutcome::Returned {
                return;
            }
            self.columns.resize_with(QUESTIONS, Vec::new);
            self.weights.push(response.weight().to_string().parse().unwrap());
            for (column, question) in self.columns.iter_mut().zip(survey.questions()) {
                column.push(match response.answer(question.id()) {
                    Answer::Point(point) if question.is_reversed() => 6.0 - f64::from(point),
                    Answer::Point(point) => f64::from(point),
                    _ => f64::NAN,
                });
            }
        }

        /// Weighted mean, its error √Σw²(x − m)² / Σw, and the interval by the normal approximation.
        fn mean(&self, column: &[f64], value: impl Fn(f64) -> f64) -> Read {
            let answered = || {
                let weighted = column.iter().zip(&self.weights);
                weighted.filter(|(point, _)| !point.is_nan()).map(|(point, weight)| (value(*point), *weight))
            };
            let (sum, whole) = answered()
                .fold((0.0, 0.0), |(sum, whole), (value, weight)| (sum + weight * value, whole + weight));
            let mean = sum / whole;
            let error =
                answered().map(|(value, weight)| (weight * (value - mean)).powi(2)).sum::<f64>().sqrt()
                    / whole;
            Read { value: mean, error, low: mean - 1.96 * error, high: mean + 1.96 * error }
        }

        /// Mean, top box and net of each question.
        pub(super) fn figures(&self) -> Vec<Read> {
            let percent = |top: f64, bottom: f64| {
                move |point: f64| {
                    if point >= 4.0 {
                        top
                    } else if point <= 2.0 {
                        bottom
                    } else {
                        0.0
                    }
                }
            };
            let all = self.columns.iter().flat_map(|column| {
                let mean = self.mean(column, |point| point);
                [mean, self.mean(column, percent(100.0, 0.0)), self.mean(column, percent(100.0, -100.0))]
            });
            all.collect()
        }
    }

    /// Krippendorff's alpha for interval data by the matrix of coincidences.
    pub(super) fn alpha(ratings: &[Vec<i32>]) -> f64 {
        let mut coincidences = [[0.0_f64; 5]; 5];
        let mut cell = |one: i32, other: i32, more: f64| {
            let row = coincidences.get_mut(usize::try_from(one - 1).unwrap()).unwrap();
            *row.get_mut(usize::try_from(other - 1).unwrap()).unwrap() += more;
        };
        for unit in ratings {
            let partners = f64::from(u32::try_from(unit.len()).unwrap() - 1);
            for (first, one) in unit.iter().enumerate() {
                for (second, other) in unit.iter().enumerate() {
                    if first != second {
                        cell(*one, *other, 1.0 / partners);
                    }
                }
            }
        }
        let totals = coincidences.map(|row| row.iter().sum::<f64>());
        let n: f64 = totals.iter().sum();
        let (mut observed, mut expected) = (0.0, 0.0);
        for ((one, row), ones) in (0_i32..).zip(&coincidences).zip(&totals) {
            for ((other, count), others) in (0_i32..).zip(row).zip(&totals) {
                let apart = f64::from((one - other).pow(2));
                observed += count * apart;
                expected += ones * others * apart;
            }
        }
        1.0 - (n - 1.0) * observed / expected
    }
}

/// Every figure with its interval.
fn figures(survey: &Survey, count: &SurveyCount, confidence: Share) -> Vec<(Figure, f64, f64)> {
    let tallies = survey.questions().iter().map(|question| count.question(question.id()).unwrap());
    tallies
        .flat_map(|tally| STATISTICS.map(|statistic| tally.figure(&statistic).unwrap()))
        .map(|figure| {
            let interval = figure.interval(confidence).unwrap();
            (figure, interval.low(), interval.high())
        })
        .collect()
}

fn agreement(ratings: &[Vec<i32>]) -> Number {
    let mut tally = AgreementTally::default();
    for unit in ratings {
        tally.record_values(unit.iter().map(|value| Number::from(*value))).unwrap();
    }
    tally.alpha(ScaleLevel::Interval).unwrap()
}

fn float(number: &impl ToString) -> f64 {
    number.to_string().parse().unwrap()
}

/// Both ways give one answer.
fn check(survey: &Survey, responses: &[Response], confidence: Share) {
    let mut count = SurveyCount::new(survey);
    let mut table = naive::Table::default();
    for response in responses {
        count.record(survey, response).unwrap();
        table.add(survey, response);
    }
    let (ours, theirs) = (figures(survey, &count, confidence), table.figures());
    assert_eq!((ours.len(), theirs.len()), (3 * QUESTIONS, 3 * QUESTIONS));
    for ((figure, low, high), naive) in ours.iter().zip(&theirs) {
        let unit = if figure.value() == Number::ZERO { 1.0 } else { naive.value.abs().max(1.0) };
        assert!((float(&figure.value()) - naive.value).abs() < 1e-8 * unit, "{figure} {}", naive.value);
        assert!((figure.standard_error() / naive.error - 1.0).abs() < 1e-9, "{figure} {}", naive.error);
        // Wilson's and Student's intervals against the plain normal one: alike for so many answers.
        assert!((low - naive.low).abs().max((high - naive.high).abs()) < 0.2 * naive.error, "{figure}");
    }
}

fn record_all(engine: &Engine, responses: &[Response]) {
    let mut tally = engine.tally();
    for response in responses {
        engine.record_response(&mut tally, black_box(response)).unwrap();
    }
    black_box(tally);
}

fn survey(criterion: &mut Criterion) {
    let standard = standard();
    let engine = standard.engine().unwrap();
    let survey = standard.survey(&"yearly".parse().unwrap()).unwrap();
    let responses = responses(survey);
    let confidence: Share = "0.95".parse().unwrap();
    check(survey, &responses, confidence);

    let mut group = criterion.benchmark_group("survey");
    group.sample_size(10);
    let count_all = |responses: &[Response]| {
        let mut count = SurveyCount::new(survey);
        for response in responses {
            count.record(survey, black_box(response)).unwrap();
        }
        count
    };
    let keep_all = |responses: &[Response]| {
        let mut table = naive::Table::default();
        for response in responses {
            table.add(survey, black_box(response));
        }
        table
    };
    group.throughput(Throughput::Elements(RESPONSES as u64));
    group.bench_function("count", |bencher| bencher.iter(|| count_all(&responses)));
    group.bench_function("naive_keep", |bencher| bencher.iter(|| keep_all(&responses)));
    group.bench_function("engine", |bencher| bencher.iter(|| record_all(&engine, &responses)));

    let (counted, kept) = (count_all(&responses), keep_all(&responses));
    group.throughput(Throughput::Elements(3 * QUESTIONS as u64));
    group.bench_function("read", |bencher| {
        bencher.iter(|| figures(survey, black_box(&counted), confidence));
    });
    group.bench_function("naive_read", |bencher| bencher.iter(|| black_box(&kept).figures()));

    group.throughput(Throughput::Elements(RESPONSES as u64));
    group.bench_function("each_1000", |bencher| {
        bencher.iter(|| {
            let mut count = SurveyCount::new(survey);
            for more in responses.chunks(STEP) {
                for response in more {
                    count.record(survey, black_box(response)).unwrap();
                }
                black_box(figures(survey, &count, confidence));
            }
        });
    });
    group.bench_function("naive_each_1000", |bencher| {
        bencher.iter(|| {
            let mut table = naive::Table::default();
            for more in responses.chunks(STEP) {
                for response in more {
                    table.add(survey, black_box(response));
                }
                black_box(table.figures());
            }
        });
    });
    group.finish();
}

fn assessment(criterion: &mut Criterion) {
    let engine = standard().engine().unwrap();
    let inspections = inspections();
    let ratings = ratings();
    assert!((float(&agreement(&ratings)) - naive::alpha(&ratings)).abs() < 1e-9);

    let mut group = criterion.benchmark_group("assessment");
    group.sample_size(10);
    group.throughput(Throughput::Elements(INSPECTIONS as u64));
    group.bench_function("inspections", |bencher| {
        bencher.iter_batched(
            || engine.tally(),
            |mut tally| {
                for inspection in &inspections {
                    engine.record_inspection(&mut tally, black_box(inspection)).unwrap();
                }
                tally
            },
            BatchSize::SmallInput,
        );
    });
    group.throughput(Throughput::Elements(SUBJECTS as u64));
    group.bench_function("alpha", |bencher| bencher.iter(|| agreement(black_box(&ratings))));
    group.bench_function("naive_alpha", |bencher| bencher.iter(|| naive::alpha(black_box(&ratings))));
    group.finish();
}

criterion_group!(benches, survey, assessment);
criterion_main!(benches);
