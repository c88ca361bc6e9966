use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Date, QuantityError};

/// Civil days from one to another, both included (起止日期), as people say them: "from 1 to 31 January".
///
/// What figures are reported for is a [`PeriodDates`](super::PeriodDates), whose end is the first day after it, so that one
/// period begins where the other ends.
///
/// ```
/// use service_quality::quantity::DateRange;
///
/// let january = DateRange::new("2026-01-01".parse()?, "2026-01-31".parse()?)?;
/// assert_eq!(january.days(), 31);
/// assert_eq!(
///     DateRange::new("2026-05-04".parse()?, "2026-05-03".parse()?).unwrap_err().to_string(),
///     "date range `2026-05-04 to 2026-05-03` is out of range: give a last day that is not before the first"
/// );
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawDateRange")]
pub struct DateRange {
    from: Date,
    to: Date,
}

impl DateRange {
    /// From the first to the last day.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`] for a last day before the first.
    pub fn new(from: Date, to: Date) -> Result<Self, QuantityError> {
        let dates = Self { from, to };
        if to < from {
            return Err(QuantityError::OutOfRange {
                what: "date range",
                given: dates.to_string(),
                allowed: "a last day that is not before the first",
            });
        }
        Ok(dates)
    }

    /// The first day.
    #[must_use]
    pub const fn from(self) -> Date {
        self.from
    }

    /// The last day.
    #[must_use]
    pub const fn to(self) -> Date {
        self.to
    }

    /// How many days.
    #[must_use]
    pub fn days(self) -> u64 {
        self.from.days_until(self.to).unsigned_abs().saturating_add(1)
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}", self.from, self.to)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDateRange {
    from: Date,
    to: Date,
}

impl TryFrom<RawDateRange> for DateRange {
    type Error = QuantityError;

    fn try_from(raw: RawDateRange) -> Result<Self, QuantityError> {
        Self::new(raw.from, raw.to)
    }
}
