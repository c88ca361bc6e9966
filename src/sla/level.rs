use std::fmt;

use serde::{Deserialize, Serialize};

use super::AgreementError;
use crate::quantity::{LevelId, Number, Span};

/// A point before, at or after the due time at which the host is told to act (升级).
///
/// ```
/// use service_quality::sla::Level;
///
/// let level: Level = serde_json::from_str(r#"{"id": "warn the team", "at": {"working": "-PT1H"}}"#)?;
/// assert_eq!(level.to_string(), "warn the team: PT1H of working time before due");
/// let level: Level = serde_json::from_str(r#"{"id": "tell the manager", "at": {"used": "0.75"}, "in_service_hours": true}"#)?;
/// assert_eq!(level.to_string(), "tell the manager: at 75% of the budget, in service hours");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The level's name, unique within its objective.
    pub id: LevelId,
    /// When.
    pub at: LevelPoint,
    /// Whether a point outside the calendar's hours waits for the next opening.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_service_hours: bool,
}

/// Where a level lies on its objective's clock; negative offsets lie before the due time.
///
/// ```
/// use service_quality::sla::LevelPoint;
/// assert_eq!(serde_json::from_str::<LevelPoint>(r#"{"business_days": 3}"#)?, LevelPoint::BusinessDays(3));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LevelPoint {
    /// So much working time from the due time.
    Working(Span),
    /// So much time round the clock from the due time.
    Elapsed(Span),
    /// So many business days from the due time, at its time of day; outside hours the next opening, before the due
    /// time the last closing.
    BusinessDays(i32),
    /// When so much of the budget is used: `0.75` is three quarters, `1.5` half as much again. Of a budget that is no
    /// amount of time, of the working time from the clock's start to its due time.
    Used(Number),
}

impl Level {
    pub(super) fn check(&self, place: String) -> Result<(), AgreementError> {
        match self.at {
            LevelPoint::Used(part) if part <= Number::ZERO || part > Number::from(10) => {
                Err(AgreementError::Level { place, given: part.to_string() })
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for LevelPoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |negative: bool| if negative { "before" } else { "after" };
        let length = |span: Span| if span.is_negative() { -span } else { span };
        match *self {
            Self::Working(Span::ZERO) | Self::Elapsed(Span::ZERO) | Self::BusinessDays(0) => {
                formatter.write_str("when due")
            }
            Self::Working(span) => {
                write!(formatter, "{} of working time {} due", length(span), side(span.is_negative()))
            }
            Self::Elapsed(span) => {
                write!(formatter, "{} round the clock {} due", length(span), side(span.is_negative()))
            }
            Self::BusinessDays(days) => {
                let unit = if days.unsigned_abs() == 1 { "business day" } else { "business days" };
                write!(formatter, "{} {unit} {} due", days.unsigned_abs(), side(days < 0))
            }
            Self::Used(part) => {
                let percent = part.value().saturating_mul(rust_decimal::Decimal::ONE_HUNDRED).normalize();
                write!(formatter, "at {percent}% of the budget")
            }
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.id, self.at)?;
        if self.in_service_hours { formatter.write_str(", in service hours") } else { Ok(()) }
    }
}
