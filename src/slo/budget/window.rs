use serde::{Deserialize, Serialize};

use super::LONGEST;
use crate::quantity::{Period, PeriodKind, Span, Timestamp, Zone};
use crate::slo::SloError;

/// Over which time an objective is judged.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::budget::{MonthLength, SloWindow};
///
/// let rolling: SloWindow = serde_json::from_str(r#"{"rolling": "P28D"}"#)?;
/// let quarter: SloWindow = serde_json::from_str(r#"{"calendar": {"every": "quarter", "time_zone": "+08:00"}}"#)?;
/// assert_eq!(rolling.length(), Some(Span::from_hours(28 * 24)));
/// assert_eq!(quarter.length(), None, "quarters differ in length");
/// let month = quarter.period_at("2026-03-31T16:00:00Z".parse()?)?.ok_or("a calendar window has periods")?;
/// assert_eq!(month.to_string(), "2026-Q2 (+08:00)");
/// assert_eq!(SloWindow::Month(MonthLength::Twelfth).length(), Some(Span::from_hours(730)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum SloWindow {
    /// The time up to now, so long.
    Rolling(Span),
    /// A calendar period in a zone; each begins with a full budget. A month has as many minutes as its days.
    Calendar {
        /// Which.
        every: PeriodKind,
        /// Whose dates.
        time_zone: Zone,
    },
    /// A month whose length is agreed.
    Month(MonthLength),
}

/// How long a month is where contracts do not count its days; the default is 30 days.
///
/// ```
/// use service_quality::slo::budget::MonthLength;
/// assert_eq!(MonthLength::default().span().whole_days(), 30);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthLength {
    /// 30 days.
    #[default]
    ThirtyDays,
    /// 30.4375 days, a twelfth of 365.25.
    Julian,
    /// A twelfth of 365 days, 730 hours.
    Twelfth,
}

impl MonthLength {
    /// The length.
    #[must_use]
    pub const fn span(self) -> Span {
        Span::from_seconds(match self {
            Self::ThirtyDays => 2_592_000,
            Self::Julian => 2_629_800,
            Self::Twelfth => 2_628_000,
        })
    }
}

impl SloWindow {
    /// How long it is; absent where that depends on the calendar.
    #[must_use]
    pub const fn length(self) -> Option<Span> {
        match self {
            Self::Rolling(span) => Some(span),
            Self::Month(month) => Some(month.span()),
            Self::Calendar { .. } => None,
        }
    }

    /// The calendar period that holds an instant; absent where the window is no calendar period.
    ///
    /// # Errors
    /// [`SloError::Quantity`] at the ends of time.
    pub fn period_at(self, at: Timestamp) -> Result<Option<Period>, SloError> {
        let Self::Calendar { every, time_zone } = self else { return Ok(None) };
        Ok(Some(Period::new(every.containing(time_zone.date(at))?, time_zone)))
    }

    /// What kind of window it is.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Rolling(_) => "a rolling window",
            Self::Calendar { .. } => "a calendar period",
            Self::Month(_) => "an agreed month",
        }
    }

    pub(super) fn check(self) -> Result<(), SloError> {
        match self {
            Self::Rolling(span) if span <= Span::ZERO || span > LONGEST => {
                Err(SloError::not_allowed("window.rolling", &span, "more than PT0S and at most 36525 days"))
            }
            _ => Ok(()),
        }
    }
}
