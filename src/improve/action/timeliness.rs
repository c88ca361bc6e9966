use std::fmt;

use serde::Serialize;

use crate::quantity::{Date, Language};

/// How something that is due stands on a day (及时性). Derived, never stored.
///
/// What is done on its due day is on time; it is overdue from the day after. What was done after the day that is asked
/// about, was not done then.
///
/// ```
/// use service_quality::improve::action::Timeliness;
///
/// let due = Some("2026-05-01".parse()?);
/// let on = |done: Option<&str>, day: &str| -> Result<Timeliness, Box<dyn std::error::Error>> {
///     Ok(Timeliness::of(due, done.map(str::parse).transpose()?, day.parse()?))
/// };
/// assert_eq!(on(None, "2026-05-02")?, Timeliness::Overdue { days: 1 });
/// assert_eq!(on(Some("2026-05-01"), "2026-05-09")?, Timeliness::DoneOnTime);
/// assert_eq!(on(Some("2026-05-04"), "2026-05-09")?, Timeliness::DoneLate { days: 3 });
/// assert_eq!(on(Some("2026-05-04"), "2026-05-02")?, Timeliness::Overdue { days: 1 });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Timeliness {
    /// Not done, and not late.
    Open,
    /// Not done, and its due day has passed.
    Overdue {
        /// How many days ago it was due.
        days: u64,
    },
    /// Done, on its due day at the latest; or done, where no day was set.
    DoneOnTime,
    /// Done after its due day.
    DoneLate {
        /// By how many days.
        days: u64,
    },
}

impl Timeliness {
    /// How something stands on a day that is due by a day, and was done on one or was not.
    #[must_use]
    pub fn of(due: Option<Date>, done: Option<Date>, on: Date) -> Self {
        let late = |day: Date| due.and_then(|due| u64::try_from(due.days_until(day)).ok()).unwrap_or(0);
        match done.filter(|done| *done <= on) {
            Some(done) => match late(done) {
                0 => Self::DoneOnTime,
                days => Self::DoneLate { days },
            },
            None => match late(on) {
                0 => Self::Open,
                days => Self::Overdue { days },
            },
        }
    }

    /// Whether it is or was late.
    #[must_use]
    pub const fn is_late(self) -> bool {
        matches!(self, Self::Overdue { .. } | Self::DoneLate { .. })
    }

    /// Whether it is done.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::DoneOnTime | Self::DoneLate { .. })
    }

    /// How it is written, without the days.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Overdue { .. } => "overdue",
            Self::DoneOnTime => "done_on_time",
            Self::DoneLate { .. } => "done_late",
        }
    }

    /// What people are told.
    #[must_use]
    pub fn text(self, language: Language) -> String {
        match (self, language) {
            (_, Language::English) => self.to_string(),
            (Self::Open, Language::Chinese) => "未到期".to_owned(),
            (Self::Overdue { days }, Language::Chinese) => format!("逾期 {days} 天"),
            (Self::DoneOnTime, Language::Chinese) => "按时完成".to_owned(),
            (Self::DoneLate { days }, Language::Chinese) => format!("晚 {days} 天完成"),
        }
    }
}

impl fmt::Display for Timeliness {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = |days: u64| if days == 1 { "day" } else { "days" };
        match self {
            Self::Open => formatter.write_str("open"),
            Self::Overdue { days } => write!(formatter, "overdue by {days} {}", unit(*days)),
            Self::DoneOnTime => formatter.write_str("done on time"),
            Self::DoneLate { days } => write!(formatter, "done {days} {} late", unit(*days)),
        }
    }
}
