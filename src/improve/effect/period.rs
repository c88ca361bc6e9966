use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Date, DateRange};

/// On which days the effect is to be observed (检验期): days that are fixed, or so many after the measures.
///
/// ```
/// use service_quality::improve::effect::AfterPeriod;
///
/// let four_weeks: AfterPeriod = serde_json::from_str(r#"{"days": 28}"#)?;
/// assert_eq!(four_weeks.last_from("2026-05-04".parse()?), Some("2026-05-31".parse()?));
/// assert_eq!(four_weeks.ends(), None, "it is not said when it begins");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterPeriod {
    /// These days: the strict form, since both ends are fixed before anything is done.
    Dates(DateRange),
    /// At least so many days, from whenever the measures are carried out. The start is left open, so whoever tests may choose
    /// it after the data are seen: take [`Dates`](Self::Dates) where the day on which the measures work is known.
    Days(u32),
}

impl AfterPeriod {
    /// Its last day, where that is fixed.
    #[must_use]
    pub const fn ends(self) -> Option<Date> {
        match self {
            Self::Dates(dates) => Some(dates.to()),
            Self::Days(_) => None,
        }
    }

    /// Its last day, where it begins on a day; absent past the year 9999.
    #[must_use]
    pub fn last_from(self, first: Date) -> Option<Date> {
        match self {
            Self::Dates(dates) => Some(dates.to()),
            Self::Days(days) => first.plus_days(days.saturating_sub(1)),
        }
    }
}

impl fmt::Display for AfterPeriod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dates(dates) => dates.fmt(formatter),
            Self::Days(days) => write!(formatter, "{days} days"),
        }
    }
}
