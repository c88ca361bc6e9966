use std::fmt;

use crate::quantity::{Number, Share, Span};
use crate::slo::ExactRatio;
use crate::slo::SloError;
use crate::slo::budget::SloTally;

/// How fast an error budget is used up (燃烧率): 1 uses it up just at the end of its period.
///
/// The share of bad ones by the share that may be bad. *The Site Reliability Workbook* (2018), chapter 5.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::budget::SloTally;
/// use service_quality::slo::burn::BurnRate;
///
/// let target = "0.999".parse()?;
/// let rate = BurnRate::of_tally(&SloTally::new(996, 4)?, target).ok_or("something was counted")?;
/// assert_eq!(rate.rounded(1), Some("4".parse()?));
/// let (hours, month) = (Span::from_hours(6), Span::from_hours(720));
/// assert_eq!(rate.spends(hours, month).map(|share| share.to_string()).as_deref(), Some("1/30"));
/// assert_eq!(BurnRate::of_tally(&SloTally::new(0, 0)?, target), None, "0 of 0 is no rate");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BurnRate(ExactRatio);

impl BurnRate {
    /// A rate as it is written in rules.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] below 0.
    pub fn new(rate: Number) -> Result<Self, SloError> {
        if rate < Number::ZERO {
            return Err(SloError::not_allowed("burn rate", &rate, "0 or more"));
        }
        Ok(Self(rate.into()))
    }

    /// An exact rate.
    pub(super) const fn of(rate: ExactRatio) -> Self {
        Self(rate)
    }

    /// Of a share of bad ones; absent for a target of 1, which leaves no budget to burn.
    #[must_use]
    pub fn of_errors(errors: ExactRatio, target: Share) -> Option<Self> {
        if errors < ExactRatio::ZERO {
            return None;
        }
        errors.checked_div(budget(target)?).map(Self)
    }

    /// Of what was counted; absent also where nothing was.
    #[must_use]
    pub fn of_tally(tally: &SloTally, target: Share) -> Option<Self> {
        Self::of_errors(ExactRatio::ONE.checked_sub(tally.sli()?)?, target)
    }

    /// Of so many bad ones among those expected, however few came: one failure of one request in an hour of sixty slices is
    /// one bad slice of sixty. Elastic corrects so where traffic is low.
    #[must_use]
    pub fn of_slices(bad: u64, expected: u64, target: Share) -> Option<Self> {
        Self::of_errors(ExactRatio::new(bad.into(), expected.into())?, target)
    }

    /// The rate that uses up a share of the budget in a window.
    ///
    /// ```
    /// use service_quality::quantity::Span;
    /// use service_quality::slo::burn::BurnRate;
    /// let rate = BurnRate::that_spends("0.02".parse()?, Span::from_hours(1), Span::from_hours(720));
    /// assert_eq!(rate, Some(BurnRate::new("14.4".parse()?)?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn that_spends(share: Share, window: Span, period: Span) -> Option<Self> {
        let windows = quotient(period, window)?;
        ExactRatio::from(share).checked_mul(windows).map(Self)
    }

    /// The rate, never rounded.
    #[must_use]
    pub const fn exact(self) -> ExactRatio {
        self.0
    }

    /// Rounded half away from zero.
    #[must_use]
    pub fn rounded(self, places: u32) -> Option<Number> {
        self.0.rounded(places)
    }

    /// The share of the budget that it uses up in a window.
    #[must_use]
    pub fn spends(self, window: Span, period: Span) -> Option<ExactRatio> {
        self.0.checked_mul(quotient(window, period)?)
    }

    /// The share of bad ones that burns so fast; more than 1 where nothing can.
    #[must_use]
    pub fn errors(self, target: Share) -> Option<ExactRatio> {
        self.0.checked_mul(budget(target)?)
    }

    /// Seconds from the first error until the rate over a window reaches this one, at a constant share of bad ones; absent
    /// where it never does.
    #[must_use]
    pub fn detected_after(self, errors: ExactRatio, target: Share, window: Span) -> Option<ExactRatio> {
        let needed = self.errors(target)?;
        let reached = errors >= needed && needed > ExactRatio::ZERO;
        let share = reached.then(|| needed.checked_div(errors)).flatten()?;
        share.checked_mul(window.into())
    }

    /// Seconds from the last error until the rate over a window falls below this one, where errors lasted as long as the
    /// window, or stopped as soon as they were detected.
    #[must_use]
    pub fn resets_after(self, errors: ExactRatio, target: Share, window: Span) -> Option<ExactRatio> {
        let detected = self.detected_after(errors, target, window)?;
        ExactRatio::from(window).checked_sub(detected)
    }
}

/// The share that may be bad.
fn budget(target: Share) -> Option<ExactRatio> {
    ExactRatio::ONE.checked_sub(target.into()).filter(|budget| *budget > ExactRatio::ZERO)
}

pub(super) fn quotient(one: Span, other: Span) -> Option<ExactRatio> {
    ExactRatio::new(one.seconds().into(), other.seconds().into())
}

/// Rounded to nine places.
impl fmt::Display for BurnRate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rounded(9) {
            Some(rate) => rate.fmt(formatter),
            None => self.0.fmt(formatter),
        }
    }
}
