use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::Number;

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
    /// It does not concern this subject.
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
#[serde(deny_unknown_fields)]
pub struct Measurement {
    #[serde(flatten)]
    reading: Reading,
    n: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reading {
    Value(Number),
    Absent(Absence),
}

impl Measurement {
    /// A value measured on `n` observations; `n` is 1 for a figure that the host gives.
    #[must_use]
    pub const fn present(value: Number, n: u64) -> Self {
        Self { reading: Reading::Value(value), n }
    }

    /// No value, and why.
    #[must_use]
    pub const fn absent(absence: Absence) -> Self {
        let n = if let Absence::Suppressed { n } = absence { n } else { 0 };
        Self { reading: Reading::Absent(absence), n }
    }

    /// The value, where there is one.
    #[must_use]
    pub const fn value(&self) -> Option<Number> {
        match self.reading {
            Reading::Value(value) => Some(value),
            Reading::Absent(_) => None,
        }
    }

    /// Why there is no value, where there is none.
    #[must_use]
    pub const fn absence(&self) -> Option<Absence> {
        match self.reading {
            Reading::Value(_) => None,
            Reading::Absent(absence) => Some(absence),
        }
    }

    /// The number of observations.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }
}
