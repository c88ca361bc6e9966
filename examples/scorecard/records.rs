//! Reading service records: compressed or plain CSV, wall times of a zone, times taken on the way.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::time::Instant;

use chrono::NaiveDateTime;
use csv::StringRecord;
use flate2::read::GzDecoder;
use service_quality::indicator::{Basis, Measurement};
use service_quality::quantity::{Number, Timestamp, Zone};

/// Opens a CSV file, decompressing one that ends in `.gz`.
pub(crate) fn open(path: &Path) -> Result<csv::Reader<Box<dyn Read>>, Box<dyn Error>> {
    let file = BufReader::new(File::open(path).map_err(|error| format!("{}: {error}", path.display()))?);
    let text: Box<dyn Read> = if path.extension().is_some_and(|ending| ending == "gz") {
        Box::new(GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    Ok(csv::Reader::from_reader(text))
}

/// The columns of a table, looked up once by name.
pub(crate) fn columns<const N: usize>(
    header: &StringRecord,
    names: [&str; N],
) -> Result<[usize; N], Box<dyn Error>> {
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(names) {
        *place =
            header.iter().position(|column| column == name).ok_or_else(|| format!("no column `{name}`"))?;
    }
    Ok(places)
}

/// A wall time such as `2015-01-01T00:20:09` in a zone; an empty field is no time.
pub(crate) fn wall_time(zone: Zone, text: &str) -> Result<Option<Timestamp>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let wall = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S")
        .map_err(|error| format!("`{text}`: {error}"))?;
    zone.instant(wall).map(Some).map_err(|error| error.to_string())
}

/// The share behind a measurement as k of n.
pub(crate) fn k_of_n(measurement: &Measurement) -> (u64, u64) {
    match measurement.basis() {
        Some(Basis::Share { k }) => (k, measurement.n()),
        _ => (0, 0),
    }
}

/// k of n as a float for programs that compare with floats; the scores rest on the exact figure.
#[expect(clippy::cast_precision_loss, reason = "counts of service records are far below 2^52")]
pub(crate) fn ratio(k: u64, n: u64) -> Option<f64> {
    (n > 0).then(|| k as f64 / n as f64)
}

/// An exact number as a JSON number; none where there is none.
pub(crate) fn json_number(
    number: Option<impl Into<Number>>,
) -> Result<Option<serde_json::Number>, serde_json::Error> {
    number.map(|number| number.into().to_string().parse()).transpose()
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
