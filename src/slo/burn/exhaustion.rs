use super::BurnRate;
use crate::quantity::{Language, Number, Span, Timestamp};
use crate::slo::{ExactRatio, TimeUnit};

/// How long the budget lasts if it goes on like this (预算耗尽时间).
///
/// ```
/// use service_quality::quantity::{Language, Span};
/// use service_quality::slo::ExactRatio;
/// use service_quality::slo::burn::{BurnRate, Exhaustion};
///
/// let month = Span::from_hours(720);
/// let outage = Exhaustion::of(BurnRate::new(1000.into())?, month, ExactRatio::ONE).ok_or("it burns")?;
/// assert_eq!(outage.seconds(), Some(2592.into()));
/// assert_eq!(outage.text(Language::English), "43.2 minutes");
/// assert_eq!(outage.text(Language::Chinese), "43.2 分钟");
/// assert_eq!(Exhaustion::of(BurnRate::new(0.into())?, month, ExactRatio::ONE), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exhaustion {
    seconds: ExactRatio,
    at: Option<Timestamp>,
    before_end: Option<bool>,
}

impl Exhaustion {
    /// At a constant rate, from a share of the budget that remains; none remaining, at once. Absent where nothing burns.
    #[must_use]
    pub fn of(rate: BurnRate, period: Span, remaining: ExactRatio) -> Option<Self> {
        let seconds = ExactRatio::from(period).checked_div(rate.exact())?;
        let seconds = seconds.checked_mul(remaining.max(ExactRatio::ZERO))?;
        Some(Self { seconds, at: None, before_end: None })
    }

    /// Counted from an instant, in a window that ends at another.
    pub(in crate::slo) fn from(self, now: Timestamp, end: Option<Timestamp>) -> Self {
        let (seconds, parts) = self.seconds.terms();
        // The first whole second at which nothing is left.
        let whole = parts.checked_sub(1).and_then(|less| seconds.checked_add(less)?.checked_div(parts));
        let at = whole.and_then(|whole| now.checked_add(Span::from_seconds(i64::try_from(whole).ok()?)));
        let before_end = end.map(|end| self.seconds < ExactRatio::from(end.since(now)));
        Self { at, before_end, ..self }
    }

    /// Whether nothing is left already.
    #[must_use]
    pub fn is_used_up(self) -> bool {
        self.seconds == ExactRatio::ZERO
    }

    /// The first whole second at which nothing is left, where it was counted from an
    /// [instant](crate::slo::budget::BudgetReport::exhaustion); absent past the year 9999.
    #[must_use]
    pub const fn at(self) -> Option<Timestamp> {
        self.at
    }

    /// Whether that is before the window ends; absent where no end is known.
    #[must_use]
    pub const fn before_end(self) -> Option<bool> {
        self.before_end
    }

    /// In seconds, rounded half away from zero to nine places; absent beyond 10^15.
    #[must_use]
    pub fn seconds(self) -> Option<Number> {
        self.seconds.rounded(9)
    }

    /// In the largest unit of which it has one, to one place; or that nothing is left.
    #[must_use]
    pub fn text(self, language: Language) -> String {
        if self.is_used_up() {
            return match language {
                Language::English => "used up already".to_owned(),
                Language::Chinese => "已耗尽".to_owned(),
            };
        }
        let units = [TimeUnit::Day, TimeUnit::Hour, TimeUnit::Minute, TimeUnit::Second];
        let has_one = |unit: &TimeUnit| self.seconds >= ExactRatio::whole(unit.seconds().into());
        let unit = units.into_iter().find(has_one).unwrap_or(TimeUnit::Second);
        let Ok(count) = unit.of_seconds(self.seconds, 1) else {
            return match language {
                Language::English => "beyond all bounds".to_owned(),
                Language::Chinese => "无限期".to_owned(),
            };
        };
        let plural = if count == Number::from(1) { "" } else { "s" };
        match (language, unit) {
            (Language::English, TimeUnit::Day) => format!("{count} day{plural}"),
            (Language::English, TimeUnit::Hour) => format!("{count} hour{plural}"),
            (Language::English, TimeUnit::Minute) => format!("{count} minute{plural}"),
            (Language::English, TimeUnit::Second) => format!("{count} second{plural}"),
            (Language::Chinese, TimeUnit::Day) => format!("{count} 天"),
            (Language::Chinese, TimeUnit::Hour) => format!("{count} 小时"),
            (Language::Chinese, TimeUnit::Minute) => format!("{count} 分钟"),
            (Language::Chinese, TimeUnit::Second) => format!("{count} 秒"),
        }
    }
}
