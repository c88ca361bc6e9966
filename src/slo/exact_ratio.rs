use std::cmp::Ordering;
use std::fmt;

use crate::quantity::{Number, PLACES, Share, Span, Wide};

/// A quotient that is never rounded before it is shown: verdicts compare it, reports round it.
///
/// In lowest terms, the denominator positive. Compared by products of 256 bits, so that no comparison is inexact.
///
/// ```
/// use service_quality::slo::ExactRatio;
///
/// let third = ExactRatio::new(1, 3).ok_or("nothing is a third of nothing")?;
/// assert_eq!(third.rounded(3).map(|shown| shown.to_string()).as_deref(), Some("0.333"));
/// assert!(third > ExactRatio::from("0.333333333".parse::<service_quality::quantity::Share>()?));
/// assert_eq!(ExactRatio::new(0, 0), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExactRatio {
    numerator: i128,
    denominator: i128,
}

/// What a scaled integer is divided by.
const UNIT: i128 = 10_i128.pow(PLACES);

impl ExactRatio {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// The whole.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// The quotient; absent where the denominator is 0 or either leaves the range of `i128`.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        let divisor =
            i128::try_from(greatest_divisor(numerator.unsigned_abs(), denominator.unsigned_abs())).ok()?;
        let numerator = numerator.checked_div(divisor)?.checked_mul(denominator.signum())?;
        let denominator = denominator.checked_div(divisor)?.checked_abs()?;
        (denominator != 0).then_some(Self { numerator, denominator })
    }

    /// In lowest terms: 1 and 12.
    #[must_use]
    pub const fn terms(self) -> (i128, i128) {
        (self.numerator, self.denominator)
    }

    /// Rounded half away from zero; absent beyond the range of [`Number`].
    #[must_use]
    pub fn rounded(self, places: u32) -> Option<Number> {
        self.scaled(places, Wide::rounded_div)
    }

    /// Cut off towards zero, as some publications print.
    #[must_use]
    pub fn cut(self, places: u32) -> Option<Number> {
        self.scaled(places, |wide, divisor| Some(wide.checked_div_rem(divisor)?.0))
    }

    /// Divided as said in 256 bits, in which no product of terms overflows.
    fn scaled(self, places: u32, divide: impl Fn(Wide, Wide) -> Option<Wide>) -> Option<Number> {
        let places = places.min(PLACES);
        let wide = Wide::product(self.numerator.unsigned_abs(), 10_u128.checked_pow(places)?);
        let size = divide(wide, self.denominator.unsigned_abs().into())?.to_u128()?;
        let scaled = i128::try_from(size).ok()?.checked_mul(if self.numerator < 0 { -1 } else { 1 })?;
        Number::from_scaled(scaled, places)
    }

    /// A hundred times as much: in percent.
    #[must_use]
    pub fn percent(self) -> Option<Self> {
        self.checked_mul(Self { numerator: 100, denominator: 1 })
    }

    /// The product; absent beyond `i128`, as for the other operations.
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        // Reduced crosswise first, so that only a result that is out of reach overflows.
        let left = Self::new(self.numerator, other.denominator)?;
        let right = Self::new(other.numerator, self.denominator)?;
        Self::new(
            left.numerator.checked_mul(right.numerator)?,
            left.denominator.checked_mul(right.denominator)?,
        )
    }

    /// The quotient; absent also for a divisor of 0.
    #[must_use]
    pub fn checked_div(self, other: Self) -> Option<Self> {
        self.checked_mul(Self::new(other.denominator, other.numerator)?)
    }

    /// The sum.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let divisor = i128::try_from(greatest_divisor(
            self.denominator.unsigned_abs(),
            other.denominator.unsigned_abs(),
        ))
        .ok()?;
        let (mine, its) = (self.denominator.checked_div(divisor)?, other.denominator.checked_div(divisor)?);
        let sum = self.numerator.checked_mul(its)?.checked_add(other.numerator.checked_mul(mine)?)?;
        Self::new(sum, self.denominator.checked_mul(its)?)
    }

    /// The difference.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(Self { numerator: other.numerator.checked_neg()?, ..other })
    }

    /// A whole number.
    pub(in crate::slo) const fn whole(count: i128) -> Self {
        Self { numerator: count, denominator: 1 }
    }
}

impl From<Number> for ExactRatio {
    fn from(number: Number) -> Self {
        Self::new(number.to_scaled(), UNIT).unwrap_or(Self::ZERO)
    }
}

impl From<Share> for ExactRatio {
    fn from(share: Share) -> Self {
        Self::from(Number::from(share))
    }
}

/// In seconds.
impl From<Span> for ExactRatio {
    fn from(span: Span) -> Self {
        Self::whole(span.seconds().into())
    }
}

impl Ord for ExactRatio {
    fn cmp(&self, other: &Self) -> Ordering {
        let product =
            |one: i128, by: i128| (one.signum(), Wide::product(one.unsigned_abs(), by.unsigned_abs()));
        let (sign, mine) = product(self.numerator, other.denominator);
        let (its_sign, its) = product(other.numerator, self.denominator);
        sign.cmp(&its_sign).then_with(|| if sign < 0 { its.cmp(&mine) } else { mine.cmp(&its) })
    }
}

impl PartialOrd for ExactRatio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for ExactRatio {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.numerator, self.denominator)
    }
}

/// By Euclid; that of 0 and 0 is 0.
const fn greatest_divisor(mut one: u128, mut other: u128) -> u128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_halves() {
        let ratio = |n, d| ExactRatio::new(n, d).unwrap();
        assert_eq!(ratio(5, -10).terms(), (-1, 2));
        assert!(ratio(-1, 2) < ratio(-1, 3) && ratio(-1, 3) < ExactRatio::ZERO);
        assert_eq!(ratio(-1, 2).rounded(0).unwrap().to_string(), "-1");
        assert_eq!(ratio(-2, 3).cut(1).unwrap().to_string(), "-0.6");
        assert_eq!(ratio(1, 6).checked_add(ratio(1, 3)), Some(ratio(1, 2)));
        assert_eq!(ratio(1, 2).checked_div(ExactRatio::ZERO), None);
        assert!(ratio(i128::MAX, 3) > ratio(i128::MAX - 1, 3));
    }

    #[test]
    fn huge_terms_are_shown() {
        let near = ExactRatio::new(i128::MAX - 1, i128::MAX).unwrap();
        assert_eq!(near.rounded(9).unwrap().to_string(), "1");
        assert_eq!(near.cut(9).unwrap().to_string(), "0.999999999");
        let below = ExactRatio::new(1 - i128::MAX, i128::MAX).unwrap();
        assert_eq!(
            (below.rounded(2), below.cut(2).unwrap().to_string().as_str()),
            (Some((-1).into()), "-0.99")
        );
        assert_eq!(ExactRatio::new(i128::MAX, 3).unwrap().rounded(9), None, "beyond the range of numbers");
    }
}
