use std::cmp::Ordering;
use std::fmt;

use crate::quantity::{Number, PLACES, Share, Wide};
use crate::slo::ExactRatio;

/// A service level (服务水平): which share of a whole was good, kept as an exact fraction.
///
/// The whole is what the measure counts: seconds, requests, user-seconds, intervals, weights. It is never 0: of nothing
/// there is no level, and every function that would have to divide by 0 answers `None` instead. Verdicts compare the
/// fraction; only what is shown is rounded, half away from zero.
///
/// ```
/// use service_quality::slo::availability::ServiceLevel;
///
/// let level = ServiceLevel::of(2_999, 3_000).ok_or("nothing was counted")?;
/// assert_eq!(level.percent(3).to_string(), "99.967");
/// assert!(level.met("0.9996".parse()?) && !level.met("0.99967".parse()?));
/// assert_eq!(ServiceLevel::of(0, 0), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ServiceLevel {
    /// In lowest terms, so that equal levels are equal. More may be missing than there is: see
    /// [`CompositeMode::MissingParts`](crate::slo::composition::CompositeMode::MissingParts).
    missing: u128,
    of: u128,
}

impl ServiceLevel {
    /// So many good of a whole; absent where the whole is 0 or less than the good.
    #[must_use]
    pub const fn of(good: u64, whole: u64) -> Option<Self> {
        match whole.checked_sub(good) {
            Some(missing) => Self::without(missing as u128, whole as u128),
            None => None,
        }
    }

    /// So many percent; absent above 100.
    pub(in crate::slo) fn of_percent(percent: Number) -> Option<Self> {
        let whole = 100 * i128::try_from(ONE).ok()?;
        let missing = whole.checked_sub(percent.to_scaled())?;
        Self::without(u128::try_from(missing).ok()?, whole.unsigned_abs())
    }

    /// A whole and what is missing of it; absent where the whole is 0.
    pub(in crate::slo) const fn without(missing: u128, of: u128) -> Option<Self> {
        if of == 0 {
            return None;
        }
        let (mut divisor, mut rest) = (of, missing);
        while rest != 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        Some(Self { missing: missing / divisor, of: of / divisor })
    }

    /// The share as a quotient, never rounded; absent where a term leaves the range of `i128`.
    #[must_use]
    pub fn exact(self) -> Option<ExactRatio> {
        let of = i128::try_from(self.of).ok()?;
        ExactRatio::new(of.checked_sub(i128::try_from(self.missing).ok()?)?, of)
    }

    /// Whether every figure, also in percent, is within the range of numbers: 10^12 times the whole may be missing.
    pub(in crate::slo) const fn is_in_range(self) -> bool {
        self.missing / self.of < 10_u128.pow(12)
    }

    /// What is missing of the whole, as a quotient.
    pub(in crate::slo) fn missing(self) -> Option<ExactRatio> {
        ExactRatio::new(i128::try_from(self.missing).ok()?, i128::try_from(self.of).ok()?)
    }

    /// So much missing of the whole; absent below 0.
    pub(in crate::slo) fn of_missing(missing: ExactRatio) -> Option<Self> {
        let (missing, of) = missing.terms();
        Self::without(u128::try_from(missing).ok()?, of.unsigned_abs())
    }

    pub(super) const fn terms(self) -> (u128, u128) {
        (self.missing, self.of)
    }

    /// In percent with as many places, three at least, as it takes to tell it from a target that it misses; cut off at nine
    /// where even they do not.
    ///
    /// ```
    /// use service_quality::slo::availability::ServiceLevel;
    /// let level = ServiceLevel::of(999_999, 1_000_000).ok_or("nothing was counted")?;
    /// assert_eq!(level.percent_against("1".parse()?).to_string(), "99.9999");
    /// assert_eq!(level.percent_against("0.99".parse()?).to_string(), "100");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn percent_against(&self, target: Share) -> Number {
        let (met, target) = (self.met(target), target.percent());
        let mut told = (3..=PLACES).map(|places| self.percent(places));
        let told = told.find(|percent| (percent.value() >= target) == met);
        told.unwrap_or_else(|| {
            // Nine places round up to the target: the next figure below it is nearer the truth.
            let below = self.percent(PLACES).to_scaled().saturating_sub(1);
            Number::from_scaled(below, PLACES).unwrap_or_default()
        })
    }

    /// The good share, 0 to 1, rounded to `places` decimals (at most 9).
    #[must_use]
    pub fn share(&self, places: u32) -> Number {
        self.times(1, places)
    }

    /// The good share in percent, rounded to `places` decimals (at most 9).
    #[must_use]
    pub fn percent(&self, places: u32) -> Number {
        self.times(100, places)
    }

    /// Whether the level is at least the target. Exact: 99.8999… % misses 99.9 %.
    #[must_use]
    pub fn met(&self, target: Share) -> bool {
        let allowed = allowed_parts(target);
        Wide::product(self.missing, ONE) <= Wide::product(self.of, allowed)
    }

    /// Which share of what the target allows to be missing is missing, rounded to `places` decimals (at most 9): 1 where
    /// all of the error budget (错误预算) is used up. Absent for a target of 1, which allows nothing, and past 10^15.
    ///
    /// ```
    /// use service_quality::slo::availability::ServiceLevel;
    ///
    /// let level = ServiceLevel::of(950, 1_000).ok_or("nothing was counted")?;
    /// assert_eq!(level.consumed("0.999".parse()?, 2), "50".parse().ok());
    /// assert_eq!(level.consumed("1".parse()?, 2), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn consumed(&self, target: Share, places: u32) -> Option<Number> {
        let places = places.min(PLACES);
        let missing = Wide::product(self.missing, ONE).checked_mul(10_u128.checked_pow(places)?)?;
        let rounded = missing.rounded_div(Wide::product(self.of, allowed_parts(target)))?;
        Number::from_scaled(i128::try_from(rounded.to_u128()?).ok()?, places)
    }

    /// `factor · (1 − missing / of)`, rounded.
    fn times(&self, factor: u128, places: u32) -> Number {
        let places = places.min(PLACES);
        let unit = factor * 10_u128.pow(places);
        let (more, less, negative) = match self.of.checked_sub(self.missing) {
            Some(good) => (good, self.of, false),
            None => (self.missing - self.of, self.of, true),
        };
        // At most 10^12 times the whole is missing, so that no figure leaves the range of numbers.
        let rounded = Wide::product(more, unit).rounded_div(Wide::from(less)).and_then(Wide::to_u128);
        let scaled = rounded.and_then(|scaled| i128::try_from(scaled).ok()).unwrap_or(i128::MAX);
        let scaled = if negative { -scaled } else { scaled };
        let end = if negative { Number::SMALLEST } else { Number::LARGEST };
        Number::from_scaled(scaled, places).unwrap_or(end)
    }
}

const ONE: u128 = 10_u128.pow(PLACES);

/// How many of 10^9 parts a target allows to be missing.
pub(in crate::slo) fn allowed_parts(target: Share) -> u128 {
    let target = crate::quantity::scaled(target.value(), PLACES).and_then(|parts| u128::try_from(parts).ok());
    ONE.saturating_sub(target.unwrap_or_default())
}

/// The less is missing, the greater; exact.
impl Ord for ServiceLevel {
    fn cmp(&self, other: &Self) -> Ordering {
        Wide::product(other.missing, self.of).cmp(&Wide::product(self.missing, other.of))
    }
}

impl PartialOrd for ServiceLevel {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Share> for ServiceLevel {
    fn from(share: Share) -> Self {
        // Never absent: the whole is not 0.
        Self::without(allowed_parts(share), ONE).unwrap_or(Self { missing: 0, of: 1 })
    }
}

/// In percent, to three places.
impl fmt::Display for ServiceLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} %", self.percent(3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_levels_are_equal_and_verdicts_are_exact() {
        assert_eq!(ServiceLevel::of(1, 2), ServiceLevel::of(50, 100));
        assert_eq!(ServiceLevel::of(2, 1), None);
        let nearly = ServiceLevel::of(u64::MAX - 1, u64::MAX).unwrap();
        assert_eq!(nearly.percent(9).to_string(), "100");
        assert!(!nearly.met(Share::ONE) && nearly.met("0.999999999".parse().unwrap()));
        assert!(ServiceLevel::of(999, 1_000).unwrap().met("0.999".parse().unwrap()));
    }

    #[test]
    fn more_may_be_missing_than_there_is() {
        let below = ServiceLevel::without(5, 2).unwrap();
        assert_eq!(below.share(1).to_string(), "-1.5");
        assert!(!below.met("0.000000001".parse().unwrap()));
        assert_eq!(below.to_string(), "-150 %");
    }
}
