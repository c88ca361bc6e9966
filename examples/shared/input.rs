//! Reading records: compressed or plain CSV, where a fault is, times taken on the way.

use std::error::Error;
use std::fmt::Display;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::time::Instant;

use csv::{ErrorKind, Position};
use flate2::read::GzDecoder;

/// A table, wherever it comes from.
pub(crate) type Reader = csv::Reader<Box<dyn Read>>;

/// Opens a CSV file, decompressing one that ends in `.gz`.
pub(crate) fn open(path: &Path) -> Result<Reader, Box<dyn Error>> {
    let file = BufReader::new(File::open(path).map_err(|error| format!("{}: {error}", path.display()))?);
    let text: Box<dyn Read> = if path.extension().is_some_and(|ending| ending == "gz") {
        Box::new(GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    Ok(csv::Reader::from_reader(text))
}

/// What is wrong with a row, and its line.
pub(crate) fn at(position: Option<&Position>, why: &(impl Display + ?Sized)) -> String {
    position.map_or_else(|| why.to_string(), |position| format!("line {}: {why}", position.line()))
}

/// What is wrong with a row that is none of its table, and its line.
pub(crate) fn fault(error: &csv::Error) -> String {
    match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            at(error.position(), &format!("{len} fields instead of {expected_len}"))
        }
        ErrorKind::Utf8 { err, .. } => at(error.position(), err),
        _ => error.to_string(),
    }
}

/// Says how long the parts of a run took.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(
        clippy::disallowed_methods,
        reason = "the example times itself; the crate takes every instant from its host"
    )]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start or the last lap, in words.
    pub(crate) fn lap(&mut self) -> String {
        let lap = self.0.elapsed();
        *self = Self::start();
        format!("{:.2} s", lap.as_secs_f64())
    }
}
