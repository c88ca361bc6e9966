use serde::{Deserialize, Serialize};

use super::ServiceLevel;
use crate::quantity::Span;
use crate::slo::SloError;

/// A year of service, counted in intervals that were available or not: the annual window of the first Amazon EC2 agreement
/// (2008), 365 days of five-minute periods.
///
/// ```
/// use service_quality::slo::availability::{BeforeUse, ServiceYear};
///
/// let year = ServiceYear::default();
/// let level = year.level(100, 300)?.ok_or("no time")?;
/// assert_eq!(level.percent(6).to_string(), "99.714612");
/// let in_use = year.before_use(BeforeUse::LeftOut).level(100, 300)?.ok_or("no time")?;
/// assert_eq!(in_use.percent(6).to_string(), "98.958333");
/// assert_eq!(
///     year.level(366, 0).unwrap_err().to_string(),
///     "`days_in_use` is `366`: allowed is at most the days of the year, 365"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawServiceYear", into = "RawServiceYear")]
pub struct ServiceYear {
    days: u32,
    interval: Span,
    before_use: BeforeUse,
}

/// What the days of a service year are that came before the first use.
///
/// ```
/// use service_quality::slo::availability::{BeforeUse, ServiceYear};
///
/// // In use for the last 73 days, and down for a tenth of them.
/// let level = |days| ServiceYear::default().before_use(days).level(73, 2_102);
/// assert_eq!(level(BeforeUse::Available)?.map(|level| level.percent(1).to_string()).as_deref(), Some("98"));
/// assert_eq!(level(BeforeUse::LeftOut)?.map(|level| level.percent(1).to_string()).as_deref(), Some("90"));
/// # Ok::<(), service_quality::slo::SloError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BeforeUse {
    /// Available all the time, as that agreement has it.
    #[default]
    Available,
    /// Not counted.
    LeftOut,
}

const DAY: i64 = 86_400;

impl ServiceYear {
    /// So many days, in equal intervals.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for other than 1 to 366 days, and for an interval that does not divide a day.
    pub fn new(days: u32, interval: Span) -> Result<Self, SloError> {
        if !(1..=366).contains(&days) {
            return Err(SloError::not_allowed("`days`", &days, "1 to 366"));
        }
        if !(1..=DAY).contains(&interval.seconds()) || DAY % interval.seconds() != 0 {
            return Err(SloError::not_allowed(
                "`interval`",
                &interval,
                "one that divides a day, such as PT5M",
            ));
        }
        Ok(Self { days, interval, before_use: BeforeUse::default() })
    }

    /// What days before the first use are.
    #[must_use]
    pub const fn before_use(self, before_use: BeforeUse) -> Self {
        Self { before_use, ..self }
    }

    /// How many days it has.
    #[must_use]
    pub const fn days(&self) -> u32 {
        self.days
    }

    /// How long an interval is.
    #[must_use]
    pub const fn interval(&self) -> Span {
        self.interval
    }

    /// What days before the first use are.
    #[must_use]
    pub const fn days_before_use(&self) -> BeforeUse {
        self.before_use
    }

    /// The availability, from the days since the first use and the intervals without service; absent where no day counts.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for more days than the year has, and more intervals than the days in use have.
    pub fn level(&self, days_in_use: u32, unavailable: u64) -> Result<Option<ServiceLevel>, SloError> {
        if days_in_use > self.days {
            let allowed = format!("at most the days of the year, {}", self.days);
            return Err(SloError::not_allowed("`days_in_use`", &days_in_use, allowed));
        }
        let a_day = u64::try_from(DAY / self.interval.seconds()).unwrap_or_default();
        let in_use = u64::from(days_in_use) * a_day;
        if unavailable > in_use {
            let allowed = format!("at most the intervals of the days in use, {in_use}");
            return Err(SloError::not_allowed("`unavailable`", &unavailable, allowed));
        }
        let all = match self.before_use {
            BeforeUse::Available => u64::from(self.days) * a_day,
            BeforeUse::LeftOut => in_use,
        };
        Ok(ServiceLevel::without(unavailable.into(), all.into()))
    }
}

/// 365 days of five-minute intervals.
impl Default for ServiceYear {
    fn default() -> Self {
        Self { days: 365, interval: Span::from_minutes(5), before_use: BeforeUse::default() }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a service year as an object")]
struct RawServiceYear {
    days: u32,
    interval: Span,
    #[serde(default)]
    before_use: BeforeUse,
}

impl TryFrom<RawServiceYear> for ServiceYear {
    type Error = SloError;

    fn try_from(raw: RawServiceYear) -> Result<Self, SloError> {
        Ok(Self::new(raw.days, raw.interval)?.before_use(raw.before_use))
    }
}

impl From<ServiceYear> for RawServiceYear {
    fn from(ServiceYear { days, interval, before_use }: ServiceYear) -> Self {
        Self { days, interval, before_use }
    }
}
