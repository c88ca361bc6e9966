use serde::{Deserialize, Serialize};

use crate::quantity::{Date, Language, Period, Timestamp};
use crate::slo::SloError;

/// Who asks for a credit, and until when (索赔期限).
///
/// ```
/// use service_quality::slo::credit::ClaimRule;
/// let azure: ClaimRule = serde_json::from_str(r#"{"on_request": {"months": 2}}"#)?;
/// assert_ne!(azure, ClaimRule::Automatic);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ClaimRule {
    /// Paid without being asked for.
    #[default]
    Automatic,
    /// Paid to who asks in time.
    OnRequest(ClaimDeadline),
}

/// Until when a credit can be asked for, counted from the billing period of the breach.
///
/// ```
/// use service_quality::slo::credit::ClaimDeadline;
///
/// let march: service_quality::quantity::Period = serde_json::from_str(r#"{"dates": "2026-03", "time_zone": "UTC"}"#)?;
/// let last = |rule: ClaimDeadline| rule.last_day(&march).map(|day| day.to_string());
/// assert_eq!(last(ClaimDeadline::BillingPeriods(2))?, "2026-05-31");
/// assert_eq!(last(ClaimDeadline::Days(30))?, "2026-04-30");
/// assert_eq!(last(ClaimDeadline::Months(2))?, "2026-05-31");
/// let claim = ClaimDeadline::Days(30).claim(&march, Some("2026-05-01T00:00:00Z".parse()?))?;
/// assert!(!claim.in_time);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ClaimDeadline {
    /// Until the end of so many billing periods after that of the breach: 2 at AWS.
    BillingPeriods(u32),
    /// So many days after the period: 30 at Google Cloud.
    Days(u32),
    /// So many months after the period: 2 at Azure. The same day, or the last one of a shorter month.
    Months(u32),
}

/// Whether a credit was asked for in time.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::credit::ClaimDeadline;
/// let march: service_quality::quantity::Period = serde_json::from_str(r#"{"dates": "2026-03", "time_zone": "UTC"}"#)?;
/// let claim = ClaimDeadline::Months(2).claim(&march, None)?;
/// assert_eq!(claim.text(Language::English), "not asked for; the last day is 2026-05-31");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Claim {
    /// The last day, in the zone of the period.
    pub last_day: Date,
    /// The first instant that is too late.
    pub until: Timestamp,
    /// When it was asked for; absent where it was not.
    pub asked: Option<Timestamp>,
    /// Whether it was, before that instant.
    pub in_time: bool,
}

impl ClaimDeadline {
    /// The last day on which a credit can be asked for, in the zone of the period.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] past the year 9999.
    pub fn last_day(self, period: &Period) -> Result<Date, SloError> {
        let large = || SloError::too_large("the last day of claims");
        let after = Date::new(period.dates().end())?;
        let last = after.minus_days(1).ok_or_else(large)?;
        match self {
            Self::Days(days) => last.plus_days(days),
            // From the first day after the period, so that months that end on their last day stay so.
            Self::Months(months) => after.plus_months(months).and_then(|day| day.minus_days(1)),
            Self::BillingPeriods(count) => {
                let mut dates = period.dates();
                for _ in 0..count {
                    dates = dates.next().ok_or_else(large)?;
                }
                Date::new(dates.end())?.minus_days(1)
            }
        }
        .ok_or_else(large)
    }

    /// Whether a credit that was asked for at an instant, or not at all, was asked for in time.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] past the year 9999.
    pub fn claim(self, period: &Period, asked: Option<Timestamp>) -> Result<Claim, SloError> {
        let last_day = self.last_day(period)?;
        let next = last_day.plus_days(1).ok_or_else(|| SloError::too_large("the last day of claims"))?;
        let until = period.time_zone().instant(next.naive().and_time(chrono::NaiveTime::MIN))?;
        Ok(Claim { last_day, until, asked, in_time: asked.is_some_and(|asked| asked < until) })
    }
}

impl Claim {
    /// In a sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let last = self.last_day;
        match (language, self.asked) {
            (Language::English, None) => format!("not asked for; the last day is {last}"),
            (Language::Chinese, None) => format!("未申请；最后期限 {last}"),
            (Language::English, Some(at)) if self.in_time => {
                format!("asked for at {at}, in time until {last}")
            }
            (Language::Chinese, Some(at)) if self.in_time => format!("于 {at} 申请，在期限 {last} 之内"),
            (Language::English, Some(at)) => format!("asked for at {at}, too late: the last day was {last}"),
            (Language::Chinese, Some(at)) => format!("于 {at} 申请，已过期限 {last}"),
        }
    }
}
