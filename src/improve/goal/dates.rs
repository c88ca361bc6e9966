use std::fmt;

use serde::{Deserialize, Serialize};

use crate::improve::ImproveError;
use crate::quantity::Date;

/// Civil days from one to another, both included.
///
/// ```
/// use service_quality::improve::goal::Dates;
///
/// let after = Dates::new("2026-05-04".parse()?, "2026-05-31".parse()?)?;
/// assert_eq!(after.days(), 28);
/// assert_eq!(
///     Dates::new("2026-05-04".parse()?, "2026-05-03".parse()?).unwrap_err().to_string(),
///     "to is `2026-05-03`: allowed is 2026-05-04, which it begins with, or later"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawDates")]
pub struct Dates {
    from: Date,
    to: Date,
}

impl Dates {
    /// From the first to the last day.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for a last day before the first.
    pub fn new(from: Date, to: Date) -> Result<Self, ImproveError> {
        if to < from {
            return Err(ImproveError::not_allowed(
                "to",
                &to,
                format!("{from}, which it begins with, or later"),
            ));
        }
        Ok(Self { from, to })
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

impl fmt::Display for Dates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}", self.from, self.to)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDates {
    from: Date,
    to: Date,
}

impl TryFrom<RawDates> for Dates {
    type Error = ImproveError;

    fn try_from(raw: RawDates) -> Result<Self, ImproveError> {
        Self::new(raw.from, raw.to)
    }
}
