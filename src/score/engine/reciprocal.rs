//! Division by a number that is known beforehand, as a multiplication; the proof is in the room's docs.

/// Largest numerator that is divided exactly.
pub(super) const LARGEST: i128 = 1 << 62;

/// A divisor, as the factor and the shift that replace it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reciprocal {
    factor: u64,
    /// Beyond the upper word of the product.
    shift: u32,
}

impl Reciprocal {
    /// Of a divisor of at least 2.
    pub(super) fn of(divisor: u64) -> Option<Self> {
        let bits = divisor.checked_ilog2().filter(|bits| *bits > 0)?;
        let whole = 1_u128.checked_shl(63_u32.checked_add(bits)?)?;
        let factor = whole.checked_div(divisor.into())?.checked_add(1)?;
        Some(Self { factor: u64::try_from(factor).ok()?, shift: bits.checked_sub(1)? })
    }

    /// The quotient of a numerator from 0 to [`LARGEST`], rounded down.
    pub(super) fn quotient(self, numerator: i64) -> i64 {
        let (_, upper) = numerator.cast_unsigned().carrying_mul(self.factor, 0);
        // The shift is below 63; a wrapping one saves the check.
        upper.wrapping_shr(self.shift).cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_divides_as_division_does() {
        let largest = i64::try_from(LARGEST).unwrap();
        let around = |middle: i64| (-2..=2).filter_map(move |step| middle.checked_add(step));
        let powers = (1..=62).flat_map(|bits| around(1 << bits));
        let decimals =
            (0..=18).flat_map(|places| around(10_i64.pow(places)).chain(around(3 * 10_i64.pow(places))));
        let divisors: Vec<i64> = powers.chain(decimals).filter(|divisor| *divisor >= 2).collect();
        for divisor in &divisors {
            let reciprocal = Reciprocal::of(divisor.unsigned_abs()).unwrap();
            let multiples = [1, 2, 3, 7, 1000, largest / divisor].map(|times| times.saturating_mul(*divisor));
            let numerators = multiples.into_iter().chain(divisors.iter().copied()).flat_map(around);
            for numerator in numerators.chain([0, largest]).filter(|n| (0..=largest).contains(n)) {
                assert_eq!(reciprocal.quotient(numerator), numerator / divisor, "{numerator} / {divisor}");
            }
        }
    }

    #[test]
    fn it_knows_its_divisors() {
        assert_eq!(Reciprocal::of(0), None);
        assert_eq!(Reciprocal::of(1), None);
        assert!(Reciprocal::of(u64::MAX).is_some());
    }
}
