use std::fmt;

use serde::{Deserialize, Serialize};

use super::TallyError;
use crate::quantity::{Number, Share};

/// Why a measurement has no value; each reason has its own policy when scores are formed.
///
/// ```
/// use service_quality::indicator::Absence;
/// assert_eq!(Absence::Suppressed { n: 3 }.to_string(), "suppressed: only 3 observations");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Absence {
    /// It should have been measured, and was not.
    Missing,
    /// It does not concern this subject: there was nothing that it applies to.
    NotApplicable,
    /// It was measured on too few observations to be told.
    Suppressed {
        /// How many there were.
        n: u64,
    },
}

impl fmt::Display for Absence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => formatter.write_str("missing"),
            Self::NotApplicable => formatter.write_str("not applicable"),
            Self::Suppressed { n } => write!(formatter, "suppressed: only {n} observations"),
        }
    }
}

/// What came out of measuring an indicator once: a value or a typed absence, and on how many observations.
///
/// A value measured from a tally also keeps the basis that an interval for it is calculated from. Written as
/// `{"value": "0.9375", "n": 16, "basis": {"share": {"k": 15}}}`, `{"absent": "missing"}` or
/// `{"absent": {"suppressed": {"n": 3}}}`.
///
/// ```
/// use service_quality::indicator::{Absence, Measurement};
///
/// let met = Measurement::present("0.9375".parse()?, 16);
/// assert_eq!(met.value().map(|value| value.to_string()).as_deref(), Some("0.9375"));
/// let unknown = Measurement::absent(Absence::Missing);
/// assert_eq!(unknown.absence(), Some(Absence::Missing));
/// assert_eq!(unknown.value(), None);
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawMeasurement", into = "RawMeasurement")]
pub struct Measurement(State);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum State {
    Present { value: Number, n: u64, basis: Option<Basis> },
    Absent(Absence),
}

/// What a value was measured on, as far as an interval for it needs more than n.
///
/// ```
/// use service_quality::indicator::{Basis, Readout, ShareTally};
///
/// let measured = ShareTally::new(15, 16)?.measure(&Readout::default())?;
/// assert_eq!(measured.basis(), Some(Basis::Share { k: 15 }));
/// # Ok::<(), service_quality::indicator::TallyError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Basis {
    /// A share: k of the n observations.
    Share {
        /// The hits.
        k: u64,
    },
    /// A mean of the n observations.
    Mean {
        /// Their sample standard deviation, in the unit of the value, to 9 places; absent for one observation and
        /// where it is larger than a number may be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deviation: Option<Number>,
    },
    /// Events per unit of exposure.
    Rate {
        /// The events.
        count: u64,
        /// The exposure, in its own unit.
        exposure: Number,
    },
    /// A quantile of the n observations.
    Quantile {
        /// Which quantile.
        p: Share,
        /// The largest relative error of the value as an observation; 0 where it is exact.
        relative_error: Share,
    },
    /// A sum over the n records: counted, not sampled.
    Total,
    /// The ratio of two sums over the n records.
    Ratio {
        /// The standard error, taking the records as a sample, in the unit of the value, to 9 places; absent for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_error: Option<Number>,
    },
    /// A figure of a survey.
    Estimate {
        /// The standard error, in the unit of the value, to 9 places; absent for one answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_error: Option<Number>,
        /// How many unweighted answers would tell as much; n where nothing is weighted.
        effective_n: Number,
    },
    /// What a panel of assessors says, by n ratings.
    Panel,
    /// An agreement of those who rated n subjects.
    Agreement,
}

impl Measurement {
    /// A value measured on `n` observations; `n` is 1 for a figure that the host gives.
    #[must_use]
    pub const fn present(value: Number, n: u64) -> Self {
        Self(State::Present { value, n, basis: None })
    }

    /// A value of a tally.
    pub(super) const fn on_basis(value: Number, n: u64, basis: Basis) -> Self {
        Self(State::Present { value, n, basis: Some(basis) })
    }

    /// No value, and why.
    #[must_use]
    pub const fn absent(absence: Absence) -> Self {
        Self(State::Absent(absence))
    }

    /// The value, where there is one.
    #[must_use]
    pub const fn value(&self) -> Option<Number> {
        match self.0 {
            State::Present { value, .. } => Some(value),
            State::Absent(_) => None,
        }
    }

    /// Why there is no value, where there is none.
    #[must_use]
    pub const fn absence(&self) -> Option<Absence> {
        match self.0 {
            State::Present { .. } => None,
            State::Absent(absence) => Some(absence),
        }
    }

    /// The value, or why there is none.
    pub(crate) const fn outcome(&self) -> Result<Number, Absence> {
        match self.0 {
            State::Present { value, .. } => Ok(value),
            State::Absent(absence) => Err(absence),
        }
    }

    /// The number of observations.
    #[must_use]
    pub const fn n(&self) -> u64 {
        match self.0 {
            State::Present { n, .. } | State::Absent(Absence::Suppressed { n }) => n,
            State::Absent(_) => 0,
        }
    }

    /// What the value was measured on; absent for a figure that the host gave, and without a value.
    #[must_use]
    pub const fn basis(&self) -> Option<Basis> {
        match self.0 {
            State::Present { basis, .. } => basis,
            State::Absent(_) => None,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMeasurement {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    basis: Option<Basis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    absent: Option<Absence>,
}

impl From<Measurement> for RawMeasurement {
    fn from(measurement: Measurement) -> Self {
        match measurement.0 {
            State::Present { value, n, basis } => {
                Self { value: Some(value), n: Some(n), basis, absent: None }
            }
            State::Absent(absence) => Self { value: None, n: None, basis: None, absent: Some(absence) },
        }
    }
}

impl TryFrom<RawMeasurement> for Measurement {
    type Error = TallyError;

    fn try_from(raw: RawMeasurement) -> Result<Self, TallyError> {
        match raw {
            RawMeasurement { absent: Some(Absence::Suppressed { n: 0 }), .. } => {
                Err(unfit("suppressed n", 0, "at least 1; what was not observed at all is missing"))
            }
            RawMeasurement { value: None, n: None, basis: None, absent: Some(absence) } => {
                Ok(Self::absent(absence))
            }
            RawMeasurement { value: Some(value), n: Some(n), basis, absent: None } => match basis {
                Some(_) if n == 0 => Err(unfit("n", n, "at least 1 with a basis")),
                Some(Basis::Share { k }) if k > n => Err(unfit("k", k, "at most n")),
                Some(Basis::Mean { deviation: Some(deviation) }) if deviation < Number::ZERO => {
                    Err(unfit("deviation", deviation, "0 or more"))
                }
                Some(Basis::Rate { exposure, .. }) if exposure <= Number::ZERO => {
                    Err(unfit("exposure", exposure, "more than 0"))
                }
                Some(
                    Basis::Estimate { standard_error: Some(error), .. }
                    | Basis::Ratio { standard_error: Some(error) },
                ) if error < Number::ZERO => Err(unfit("standard_error", error, "0 or more")),
                Some(Basis::Estimate { effective_n, .. }) if effective_n <= Number::ZERO => {
                    Err(unfit("effective_n", effective_n, "more than 0"))
                }
                basis => Ok(Self(State::Present { value, n, basis })),
            },
            _ => {
                Err(unfit("fields", "mixed", "either `value` and `n`, and maybe `basis`, or `absent` alone"))
            }
        }
    }
}

fn unfit(part: &'static str, given: impl fmt::Display, allowed: &str) -> TallyError {
    TallyError::Unfit { tally: "measurement", part, given: given.to_string(), allowed: allowed.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(json: &str, expected: &str) {
        let error = serde_json::from_str::<Measurement>(json).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }

    #[test]
    fn wire_forms() {
        for json in [
            r#"{"value":"0.95","n":16}"#,
            r#"{"value":"0.95","n":20,"basis":{"share":{"k":19}}}"#,
            r#"{"value":"4","n":1,"basis":{"mean":{}}}"#,
            r#"{"value":"90","n":7,"basis":{"quantile":{"p":"0.9","relative_error":"0.001"}}}"#,
            r#"{"absent":"missing"}"#,
            r#"{"absent":"not_applicable"}"#,
            r#"{"absent":{"suppressed":{"n":3}}}"#,
        ] {
            let read: Measurement = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
        }
        let suppressed: Measurement = serde_json::from_str(r#"{"absent":{"suppressed":{"n":3}}}"#).unwrap();
        assert_eq!(suppressed.n(), 3);
    }

    #[test]
    fn impossible_measurements_are_refused() {
        let mixed = "measurement: fields `mixed` does not fit: give either `value` and `n`";
        refused(r#"{"value":"1","absent":"missing","n":1}"#, mixed);
        refused(r#"{"value":"1"}"#, mixed);
        refused("{}", mixed);
        refused(
            r#"{"value":"1","n":3,"basis":{"share":{"k":4}}}"#,
            "measurement: k `4` does not fit: give at most n",
        );
        refused(r#"{"value":"1","n":3,"bases":{}}"#, "unknown field `bases`");
    }
}
