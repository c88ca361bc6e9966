use serde::{Deserialize, Serialize};

use crate::quantity::{Language, Number, Span};
use crate::slo::{ExactRatio, SloError, TimeUnit};

/// A mean time (平均时间), kept as a sum and its number. Merges in any order to equal bytes.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::TimeUnit;
/// use service_quality::slo::incident::MeanTime;
///
/// let mut detection = MeanTime::default();
/// assert_eq!(detection.mean(TimeUnit::Minute, 1)?, None);
/// detection.record(Span::from_minutes(5))?;
/// detection.record(Span::from_minutes(16))?;
/// assert_eq!(detection.mean(TimeUnit::Minute, 1)?.map(|mean| mean.to_string()).as_deref(), Some("10.5"));
/// assert_eq!(detection.n(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawMeanTime", into = "RawMeanTime")]
pub struct MeanTime {
    n: u64,
    total: Span,
}

impl MeanTime {
    /// Adds a time.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing, [`SloError::TooLarge`] past the range of a span.
    pub fn record(&mut self, time: Span) -> Result<(), SloError> {
        let total = Self { n: 1, total: time }.checked()?;
        self.merge(&total)
    }

    /// Of one time that is known not to be negative.
    pub(super) const fn one(time: Span) -> Self {
        Self { n: 1, total: time }
    }

    /// How many times there are.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// Their sum.
    #[must_use]
    pub const fn total(&self) -> Span {
        self.total
    }

    /// The mean in a unit, rounded half away from zero to `places` decimals (at most 9); absent without any time.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] past 10^15.
    pub fn mean(&self, unit: TimeUnit, places: u32) -> Result<Option<Number>, SloError> {
        let mean = ExactRatio::new(self.total.seconds().into(), self.n.into());
        mean.map(|mean| unit.of_seconds(mean, places)).transpose()
    }

    /// Adds another tally.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is added, past the range of a span.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        let sum = self.n.checked_add(other.n).zip(self.total.checked_add(other.total));
        let (n, total) = sum.ok_or_else(|| SloError::TooLarge { what: "a sum of times".to_owned() })?;
        *self = Self { n, total };
        Ok(())
    }

    fn checked(self) -> Result<Self, SloError> {
        if self.total.is_negative() || (self.n == 0 && self.total != Span::ZERO) {
            let allowed = "no time or more, and no time where there is none to add";
            return Err(SloError::not_allowed("`total`", &self.total, allowed));
        }
        Ok(self)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mean time as an object")]
struct RawMeanTime {
    n: u64,
    total: Span,
}

impl TryFrom<RawMeanTime> for MeanTime {
    type Error = SloError;

    fn try_from(RawMeanTime { n, total }: RawMeanTime) -> Result<Self, SloError> {
        Self { n, total }.checked()
    }
}

impl From<MeanTime> for RawMeanTime {
    fn from(MeanTime { n, total }: MeanTime) -> Self {
        Self { n, total }
    }
}

/// A unit after a number.
pub(super) const fn unit_text(unit: TimeUnit, language: Language) -> &'static str {
    match (language, unit) {
        (Language::English, TimeUnit::Second) => "seconds",
        (Language::English, TimeUnit::Minute) => "minutes",
        (Language::English, TimeUnit::Hour) => "hours",
        (Language::English, TimeUnit::Day) => "days",
        (Language::Chinese, TimeUnit::Second) => "秒",
        (Language::Chinese, TimeUnit::Minute) => "分钟",
        (Language::Chinese, TimeUnit::Hour) => "小时",
        (Language::Chinese, TimeUnit::Day) => "天",
    }
}
