//! Reference cases of other programs and publications, against the public API.
//!
//! Reads every `*.jsonl` below `tests/cases/`, or below the folder that `SERVICE_QUALITY_CASES` names. One module a
//! pillar maps kinds to calls; it computes nothing. A kind that no module knows is a failure, unless
//! `tests/cases/SKIPPED.md` names it with a reason.

#![cfg(all(feature = "json", feature = "tz"))]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where its tables are broken")]

mod analysis;
mod calendar;
mod monitor;
mod objective;
mod pdca;
mod scoring;
mod sla;
mod slo;
mod survey;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use service_quality::quantity::{Span, Timestamp};

/// One line of a table.
struct Case {
    id: String,
    kind: String,
    input: Value,
    expected: Value,
    tags: Vec<String>,
    tolerance: Option<Value>,
}

/// What the crate answers: a value for each key of `expected`.
type Values = BTreeMap<String, Value>;
type Answer = Result<Values, Box<dyn std::error::Error>>;
type Pillar = fn(&Case) -> Option<Answer>;

/// The pillars, by what stands before the dot of a kind. A pillar answers `None` to a kind that it does not know.
const PILLARS: &[(&str, Pillar)] = &[
    ("analysis", analysis::answer),
    ("calendar", calendar::answer),
    ("monitor", monitor::answer),
    ("objective", objective::answer),
    ("pdca", pdca::answer),
    ("scoring", scoring::answer),
    ("sla", sla::answer),
    ("slo", slo::answer),
    ("survey", survey::answer),
];

#[test]
fn reference_cases() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let skipped = skipped_kinds(&tests.join("SKIPPED.md"));
    let root = std::env::var_os("SERVICE_QUALITY_CASES").map_or(tests, PathBuf::from);
    let mut out = std::io::stdout(); // written directly, so that it shows without `--nocapture`
    let mut total = Counts::default();
    let mut tables = Vec::new();
    find_tables(&root, &mut tables);
    assert!(!tables.is_empty(), "no *.jsonl below {}", root.display());
    for table in tables {
        let name = table.strip_prefix(&root).unwrap_or(&table).display().to_string();
        let text = std::fs::read_to_string(&table).unwrap();
        let mut counts = Counts::default();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match judge(line, &skipped) {
                Verdict::Passed => counts.passed += 1,
                Verdict::Skipped => counts.skipped += 1,
                Verdict::Failed(why) => {
                    counts.failed += 1;
                    writeln!(out, "{name}:{}: {why}", number + 1).unwrap();
                }
            }
        }
        writeln!(out, "{name}: {counts}").unwrap();
        total.add(&counts);
    }
    writeln!(out, "conformance: {total}").unwrap();
    assert_eq!(total.failed, 0, "failures are listed above");
}

#[derive(Default)]
struct Counts {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

enum Verdict {
    Passed,
    Failed(String),
    Skipped,
}

fn judge(line: &str, skipped: &[String]) -> Verdict {
    let case = match read(line) {
        Ok(case) => case,
        Err(why) => return Verdict::Failed(format!("the line is no case: {why}")),
    };
    let named = |name: &String| match name.strip_suffix('*') {
        Some(prefix) => case.kind.starts_with(prefix),
        None => case.kind == *name,
    };
    let pillar = case.kind.split('.').next().unwrap_or_default();
    let answer = PILLARS.iter().find(|(name, _)| *name == pillar).and_then(|(_, answer)| answer(&case));
    if answer.is_none() && skipped.iter().any(named) {
        return Verdict::Skipped;
    }
    let failed = |got: String| {
        Verdict::Failed(format!("{} ({}): expected {}, got {got}", case.id, case.kind, case.expected))
    };
    match answer {
        None => failed("an unknown kind".to_owned()),
        Some(Err(error)) => failed(format!("the error: {error}")),
        Some(Ok(got)) => {
            let Some(expected) = case.expected.as_object() else {
                return failed("an expectation that is no object".to_owned());
            };
            let differs = |(key, value): (&String, &Value)| {
                !got.get(key).is_some_and(|got| agree(&case, key, got, value))
            };
            if expected.iter().any(differs) { failed(format!("{got:?}")) } else { Verdict::Passed }
        }
    }
}

fn read(line: &str) -> Result<Case, String> {
    let mut value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| format!("no `{key}`"))
    };
    let tags = value.get("tags").and_then(Value::as_array).into_iter().flatten();
    let tags = tags.filter_map(Value::as_str).map(str::to_owned).collect();
    Ok(Case {
        id: text(&value, "id")?,
        kind: text(&value, "kind")?,
        tags,
        input: value.get_mut("input").map(Value::take).ok_or("no `input`")?,
        expected: value.get_mut("expected").map(Value::take).ok_or("no `expected`")?,
        tolerance: value.get("tolerance").cloned(),
    })
}

/// Whether an answer is the expected one: exactly, but for numbers with a fraction or a stated tolerance.
fn agree(case: &Case, key: &str, got: &Value, expected: &Value) -> bool {
    match (got, expected) {
        (Value::Array(got), Value::Array(expected)) => {
            got.len() == expected.len()
                && got.iter().zip(expected).all(|(got, expected)| agree(case, key, got, expected))
        }
        (Value::Object(got), Value::Object(expected)) => expected
            .iter()
            .all(|(inner, expected)| got.get(inner).is_some_and(|got| agree(case, inner, got, expected))),
        (Value::Number(a), Value::Number(b)) => {
            let near = truncated(case) && key.ends_with("_minutes");
            if case.tolerance.is_none() && a.is_i64() && b.is_i64() && !near {
                return a == b;
            }
            let (Some(a), Some(b)) = (a.as_f64(), b.as_f64()) else { return false };
            (a - b).abs() <= tolerance(case, key, b)
        }
        (Value::String(a), Value::String(b)) if truncated(case) => within_a_minute(a, b),
        _ => got == expected,
    }
}

/// The peer truncates pauses to minutes, so its instants are not what exact arithmetic gives: within a minute counts.
fn truncated(case: &Case) -> bool {
    case.tags.iter().any(|tag| tag == "minute_truncation")
}

fn within_a_minute(a: &str, b: &str) -> bool {
    let (Ok(one), Ok(other)) = (a.parse::<Timestamp>(), b.parse::<Timestamp>()) else { return a == b };
    let minute = Span::from_minutes(1);
    (-minute..=minute).contains(&one.since(other))
}

fn tolerance(case: &Case, key: &str, expected: f64) -> f64 {
    if truncated(case) && key.ends_with("_minutes") {
        return 1.0;
    }
    if let Some((_, places)) = key.strip_suffix("dp").and_then(|key| key.rsplit_once('_'))
        && let Ok(places) = places.parse::<i32>()
    {
        return 0.5 * 10_f64.powi(-places) + 1e-9;
    }
    let part = |key: &str| case.tolerance.as_ref().and_then(|value| value.get(key)).and_then(Value::as_f64);
    match case.tolerance.as_ref().map(Value::as_f64) {
        Some(Some(absolute)) => absolute * expected.abs().max(1.0),
        Some(None) => part("abs").unwrap_or_default().max(part("rel").unwrap_or_default() * expected.abs()),
        None => 1e-9,
    }
}

/// The kinds in the list items of a page: "- `kind`: reason", where a kind may end in `*`.
fn skipped_kinds(page: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(page).unwrap_or_default();
    let items = text.lines().filter_map(|line| line.trim().strip_prefix("- `")?.split_once("`:"));
    items.filter(|(_, reason)| !reason.trim().is_empty()).map(|(kind, _)| kind.to_owned()).collect()
}

fn find_tables(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            find_tables(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "jsonl") {
            into.push(path);
        }
    }
}
