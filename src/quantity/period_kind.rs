use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{PeriodDates, QuantityError};

/// Which calendar periods figures are reported by (统计口径): every date lies in exactly one of each kind.
///
/// ```
/// use service_quality::quantity::PeriodKind;
///
/// let date = "2026-01-01".parse()?;
/// assert_eq!(PeriodKind::Month.containing(date)?.to_string(), "2026-01");
/// assert_eq!(PeriodKind::IsoWeek.containing(date)?.to_string(), "2026-W01");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// ISO 8601 weeks, Monday to Sunday.
    IsoWeek,
    /// Months.
    Month,
    /// Quarters of a year.
    Quarter,
    /// Years.
    Year,
}

impl PeriodKind {
    /// The period of this kind that holds a date.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`] when it begins before the year 1 or ends after the year 9999.
    pub fn containing(self, date: NaiveDate) -> Result<PeriodDates, QuantityError> {
        match self {
            Self::IsoWeek => PeriodDates::iso_week(date),
            Self::Month => PeriodDates::month(date),
            Self::Quarter => PeriodDates::quarter(date),
            Self::Year => PeriodDates::year(date),
        }
    }
}

impl fmt::Display for PeriodKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::IsoWeek => "ISO week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        })
    }
}
