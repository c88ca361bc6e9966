use chrono::Datelike;
use serde::{Deserialize, Serialize};

use crate::quantity::{Date, Language, Period, Span, Timestamp};
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
/// assert_eq!(last(ClaimDeadline::Months(3))?, "2026-06-30");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ClaimDeadline {
    /// Until the end of so many billing periods after that of the breach: 2 at AWS. A period from the 15th to the 14th is
    /// followed by such ones.
    BillingPeriods(u32),
    /// So many days after the period: 30 at Google Cloud.
    Days(u32),
    /// So many months after the last day of the period: 2 at Azure. The same day, or the last one of a shorter month; the
    /// last day of a month after the last day of a month.
    Months(u32),
}

/// How a claim stands at an instant: a clock that runs until it is asked for, or over.
///
/// ```
/// use service_quality::quantity::{Language, Period, Timestamp};
/// use service_quality::slo::credit::{ClaimDeadline, ClaimState};
///
/// let march: Period = serde_json::from_str(r#"{"dates": "2026-03", "time_zone": "UTC"}"#)?;
/// let at = |text: &str| text.parse::<Timestamp>();
/// let claim = |asked, as_of| ClaimDeadline::Days(30).claim(&march, asked, as_of);
///
/// let open = claim(None, at("2026-04-29T00:00:00Z")?)?;
/// assert_eq!(open.left().map(|left| left.to_string()).as_deref(), Some("PT48H"));
/// assert_eq!(open.text(Language::English), "not asked for yet; the last day is 2026-04-30");
/// assert_eq!(claim(None, at("2026-05-01T00:00:00Z")?)?.state, ClaimState::Lapsed);
/// let late = Some(at("2026-05-01T00:00:00Z")?);
/// assert_eq!(claim(late, at("2026-05-02T00:00:00Z")?)?.state, ClaimState::Late);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Claim {
    /// The last day, in the zone of the period.
    pub last_day: Date,
    /// The first instant that is too late: what a host sets its timer to.
    pub until: Timestamp,
    /// When it was asked for; absent where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Timestamp>,
    /// The instant of the answer.
    pub as_of: Timestamp,
    /// How it stands.
    pub state: ClaimState,
}

/// How a claim stands.
///
/// ```
/// use service_quality::slo::credit::ClaimState;
/// assert_eq!(serde_json::to_string(&ClaimState::InTime)?, r#""in_time""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// Nobody asked yet, and there is time.
    Open,
    /// Somebody asked in time.
    InTime,
    /// Somebody asked too late.
    Late,
    /// Nobody asked, and it is too late.
    Lapsed,
}

impl ClaimDeadline {
    /// The last day on which a credit can be asked for, in the zone of the period.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] past the year 9999.
    pub fn last_day(self, period: &Period) -> Result<Date, SloError> {
        let (first, end) = (Date::new(period.dates().first())?, Date::new(period.dates().end())?);
        let last = end.minus_days(1);
        match self {
            Self::Days(days) => last.and_then(|last| last.plus_days(days)),
            Self::Months(months) if end.naive().day() == 1 => {
                end.plus_months(months).and_then(|next| next.minus_days(1))
            }
            Self::Months(months) => last.and_then(|last| last.plus_months(months)),
            Self::BillingPeriods(count) => after(first, end, count).and_then(|next| next.minus_days(1)),
        }
        .ok_or_else(|| SloError::too_large("the last day of claims"))
    }

    /// How a claim stands at an instant, asked for at another or not at all.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for one that was asked for before its period began, or after `as_of`;
    /// [`SloError::TooLarge`] past the year 9999.
    pub fn claim(
        self,
        period: &Period,
        asked: Option<Timestamp>,
        as_of: Timestamp,
    ) -> Result<Claim, SloError> {
        let begins = period.start()?;
        if let Some(asked) = asked.filter(|asked| *asked < begins || as_of < *asked) {
            let allowed = format!("{begins}, where the period begins, to {as_of}, `as_of`");
            return Err(SloError::not_allowed("asked", &asked, allowed));
        }
        let last_day = self.last_day(period)?;
        let next = last_day.plus_days(1).ok_or_else(|| SloError::too_large("the last day of claims"))?;
        let until = period.time_zone().instant(next.naive().and_time(chrono::NaiveTime::MIN))?;
        let state = match asked {
            Some(asked) if asked < until => ClaimState::InTime,
            Some(_) => ClaimState::Late,
            None if as_of < until => ClaimState::Open,
            None => ClaimState::Lapsed,
        };
        Ok(Claim { last_day, until, asked, as_of, state })
    }
}

/// The end of so many periods after that from `first` to before `end`: as many months where it is months long, counted from
/// its first day so that nothing drifts, and otherwise as many days.
fn after(first: Date, end: Date, count: u32) -> Option<Date> {
    let (from, until) = (first.naive(), end.naive());
    let years = u32::try_from(until.year().checked_sub(from.year())?).ok()?;
    let months = years.checked_mul(12)?.checked_add(until.month())?.checked_sub(from.month())?;
    let periods = count.checked_add(1)?;
    if months > 0 && first.plus_months(months) == Some(end) {
        return first.plus_months(months.checked_mul(periods)?);
    }
    let days = u32::try_from(first.days_until(end)).ok()?;
    first.plus_days(days.checked_mul(periods)?)
}

impl Claim {
    /// How long there is to ask for it; absent where somebody did, or it is too late.
    #[must_use]
    pub fn left(&self) -> Option<Span> {
        (self.state == ClaimState::Open).then(|| self.until.since(self.as_of))
    }

    /// In a sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let last = self.last_day;
        let asked = self.asked.map(|asked| asked.to_string()).unwrap_or_default();
        match (language, self.state) {
            (Language::English, ClaimState::Open) => format!("not asked for yet; the last day is {last}"),
            (Language::Chinese, ClaimState::Open) => format!("尚未申请；最后期限 {last}"),
            (Language::English, ClaimState::Lapsed) => format!("not asked for; the last day was {last}"),
            (Language::Chinese, ClaimState::Lapsed) => format!("未申请，已过期限 {last}"),
            (Language::English, ClaimState::InTime) => format!("asked for at {asked}, in time until {last}"),
            (Language::Chinese, ClaimState::InTime) => format!("于 {asked} 申请，在期限 {last} 之内"),
            (Language::English, ClaimState::Late) => {
                format!("asked for at {asked}, too late: the last day was {last}")
            }
            (Language::Chinese, ClaimState::Late) => format!("于 {asked} 申请，已过期限 {last}"),
        }
    }
}
