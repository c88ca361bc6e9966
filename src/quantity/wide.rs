//! 256-bit integers: sums of squares and ratios of large sums without an inexact step.

/// An unsigned integer below 2^256. Only what tallies need; every operation that could leave the range says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Wide {
    // `high` first: the derived order compares it first.
    high: u128,
    low: u128,
}

impl Wide {
    pub(crate) const ZERO: Self = Self { high: 0, low: 0 };

    /// The product of two 128-bit integers, which always fits.
    pub(crate) fn product(left: u128, right: u128) -> Self {
        let (low, high) = left.carrying_mul(right, 0);
        Self { high, low }
    }

    pub(crate) fn checked_mul(self, factor: u128) -> Option<Self> {
        let low = Self::product(self.low, factor);
        let high = self.high.checked_mul(factor)?.checked_add(low.high)?;
        Some(Self { high, low: low.low })
    }

    pub(crate) fn checked_add(self, other: Self) -> Option<Self> {
        let (low, carry) = self.low.overflowing_add(other.low);
        let high = self.high.checked_add(other.high)?.checked_add(u128::from(carry))?;
        Some(Self { high, low })
    }

    pub(crate) fn checked_sub(self, other: Self) -> Option<Self> {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        let high = self.high.checked_sub(other.high)?.checked_sub(u128::from(borrow))?;
        Some(Self { high, low })
    }

    /// Quotient, rounded down, and remainder; absent when the divisor is 0 or 2^255 and above.
    ///
    /// Long division bit by bit: it runs once a measurement, never once a record.
    pub(crate) fn checked_div_rem(self, divisor: Self) -> Option<(Self, Self)> {
        if divisor == Self::ZERO || divisor.high >> 127 == 1 {
            return None;
        }
        if self.high == 0 && divisor.high == 0 {
            let (quotient, remainder) = (self.low / divisor.low, self.low % divisor.low);
            return Some((quotient.into(), remainder.into()));
        }
        let (mut quotient, mut remainder) = (self, Self::ZERO);
        for _ in 0..256 {
            // The dividend leaves `quotient` at the top while the quotient's bits enter at the bottom.
            remainder = remainder.doubled(quotient.high >> 127);
            let fits = remainder >= divisor;
            if fits {
                remainder = remainder.checked_sub(divisor)?;
            }
            quotient = quotient.doubled(u128::from(fits));
        }
        Some((quotient, remainder))
    }

    /// `self / divisor`, rounded to the nearest integer, halves up.
    pub(crate) fn rounded_div(self, divisor: Self) -> Option<Self> {
        let (quotient, remainder) = self.checked_div_rem(divisor)?;
        let up = remainder.checked_mul(2)? >= divisor;
        quotient.checked_add(Self::from(u128::from(up)))
    }

    /// As the nearest float, or one beside it.
    #[expect(clippy::cast_precision_loss, reason = "for an estimate")]
    pub(crate) fn approximate(self) -> f64 {
        libm::scalbn(self.high as f64, 128) + self.low as f64
    }

    pub(crate) fn to_u128(self) -> Option<u128> {
        (self.high == 0).then_some(self.low)
    }

    /// Twice the integer plus a bit; the topmost bit is lost.
    const fn doubled(self, bit: u128) -> Self {
        Self { high: (self.high << 1) | (self.low >> 127), low: (self.low << 1) | bit }
    }
}

impl From<u128> for Wide {
    fn from(low: u128) -> Self {
        Self { high: 0, low }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_divide_back() {
        let numbers = [1, 3, 1 << 64, (1 << 127) + 12_345, u128::MAX - 1, u128::MAX];
        for left in numbers {
            for right in numbers {
                let product = Wide::product(left, right);
                assert_eq!(product.checked_div_rem(left.into()), Some((right.into(), Wide::ZERO)));
                let more = product.checked_add(Wide::from(left - 1)).unwrap();
                assert_eq!(more.checked_div_rem(left.into()), Some((right.into(), (left - 1).into())));
                assert_eq!(more.checked_sub(product), Some((left - 1).into()));
            }
        }
    }

    #[test]
    fn halves_go_up() {
        let rounded = |n: u128, d: u128| Wide::from(n).rounded_div(d.into()).and_then(Wide::to_u128);
        assert_eq!(rounded(5, 2), Some(3));
        assert_eq!(rounded(4, 3), Some(1));
        assert_eq!(rounded(5, 3), Some(2));
        assert_eq!(rounded(0, 7), Some(0));
        assert_eq!(rounded(1, 0), None);
    }

    #[test]
    fn nothing_wraps() {
        let largest = Wide { high: u128::MAX, low: u128::MAX };
        assert_eq!(largest.checked_add(1.into()), None);
        assert_eq!(largest.checked_mul(2), None);
        assert_eq!(Wide::ZERO.checked_sub(1.into()), None);
        assert_eq!(largest.checked_div_rem(largest), None);
        assert_eq!(largest.to_u128(), None);
    }
}
