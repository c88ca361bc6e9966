//! Reading service records: rows that can be read, wall times of a zone.

use std::error::Error;

use chrono::NaiveDateTime;
use csv::StringRecord;
use service_quality::indicator::{Basis, Measurement};
use service_quality::quantity::{Number, Timestamp, Zone};
use service_quality::ticket::Intake;

pub(crate) use crate::shared::input::{Reader, Stopwatch, at, fault, open};

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

/// The rows that can be read; of the others the account tells line and reason.
pub(crate) fn rows(reader: &mut Reader, intake: &mut Intake) -> Result<Vec<StringRecord>, Box<dyn Error>> {
    let mut rows = Vec::new();
    for row in reader.records() {
        match row {
            Ok(row) => rows.push(row),
            // No row is at fault: the file cannot be read on.
            Err(error) if error.is_io_error() => return Err(error.into()),
            Err(error) => intake.refuse(None, fault(&error)),
        }
    }
    Ok(rows)
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

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn reader(table: impl Into<Vec<u8>>) -> Reader {
        csv::Reader::from_reader(Box::new(std::io::Cursor::new(table.into())))
    }

    #[test]
    fn rows_that_cannot_be_read_are_counted() {
        let mut table = b"a,b\n1,2\n3\n4,".to_vec();
        table.extend([0xFF, b'\n']);
        table.extend(b"5,6,7\n\"8\n\",9\n10,11,12\n13,14\n");
        let mut intake = Intake::default();
        let rows = rows(&mut reader(table), &mut intake).unwrap();
        let first: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
        assert_eq!(first, ["1", "8\n", "13"]);
        let refused: Vec<&str> = intake.refused().iter().map(|refused| refused.reason.as_str()).collect();
        assert_eq!(
            refused,
            [
                "line 3: 1 fields instead of 2",
                "line 4: invalid utf-8: invalid UTF-8 in field 1 near byte index 0",
                "line 5: 3 fields instead of 2",
                "line 8: 3 fields instead of 2",
            ]
        );
    }
}
