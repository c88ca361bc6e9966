//! Decimal fractions of any length: products of availabilities without an inexact step.

use crate::quantity::{Number, PLACES, Share, Wide};

/// A limb of nine decimals.
const BASE: u64 = 10_u64.pow(PLACES);

/// Limbs, the lowest first, without zeros at the low end: the topmost is the whole part, each other nine decimals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fraction(Vec<u64>);

impl Fraction {
    pub(super) fn zero() -> Self {
        Self(vec![0])
    }

    pub(super) fn one() -> Self {
        Self(vec![1])
    }

    pub(super) fn of(share: Share) -> Self {
        let scaled = crate::quantity::scaled(share.value(), PLACES);
        let scaled = scaled.and_then(|scaled| u64::try_from(scaled).ok()).unwrap_or_default();
        Self(vec![scaled % BASE, scaled / BASE]).trimmed()
    }

    fn trimmed(mut self) -> Self {
        let whole = self.0.len().saturating_sub(1);
        let zeros = self.0.iter().take(whole).take_while(|limb| **limb == 0).count();
        self.0.drain(..zeros);
        self
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        let mut product = vec![0; self.0.len() + other.0.len()];
        for (place, left) in self.0.iter().enumerate() {
            let mut carry = 0;
            let mut into = product.iter_mut().skip(place);
            // One more place than the other has, for what is carried out of it.
            for right in other.0.iter().chain(&[0]) {
                let Some(limb) = into.next() else { break };
                let sum = *limb + left * right + carry;
                (*limb, carry) = (sum % BASE, sum / BASE);
            }
        }
        // The topmost of the places is 0: the product has one whole limb, not two.
        product.pop();
        Self(product).trimmed()
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let (long, short) = if self.0.len() < other.0.len() { (other, self) } else { (self, other) };
        let lower = long.0.len() - short.0.len();
        let mut carry = 0;
        let shifted = std::iter::repeat_n(&0, lower).chain(&short.0);
        let add = |(left, right): (&u64, &u64)| {
            let sum = left + right + carry;
            carry = sum / BASE;
            sum % BASE
        };
        // The whole limb does not carry: sums are of few and small ones.
        Self(long.0.iter().zip(shifted).map(add).collect()).trimmed()
    }

    /// `1 − self`.
    pub(super) fn complement(&self) -> Self {
        let mut borrow = 0;
        let whole = self.0.len().saturating_sub(1);
        let ones = std::iter::repeat_n(0, whole).chain(std::iter::once(1));
        let subtract = |(one, limb): (u64, &u64)| {
            let difference = (one + BASE).saturating_sub(*limb + borrow);
            borrow = u64::from(difference < BASE);
            difference % BASE
        };
        Self(ones.zip(&self.0).map(subtract).collect()).trimmed()
    }

    /// `self − 1`, where it is at least 1.
    pub(super) fn minus_one(&self) -> Self {
        let mut less = self.clone();
        if let Some(whole) = less.0.last_mut() {
            *whole = whole.saturating_sub(1);
        }
        less
    }

    /// Whether it is no less than another.
    pub(super) fn at_least(&self, other: &Self) -> bool {
        // From the topmost limb down; without low zeros, the longer of two with equal beginnings is the larger.
        self.0.iter().rev().ge(other.0.iter().rev())
    }

    /// `self · factor / unit`, rounded half away from zero to `places` decimals (at most 9); `unit` is not 0.
    pub(super) fn rounded(&self, factor: u64, unit: u32, places: u32) -> Option<Number> {
        let (factor, base) = (u128::from(factor), u128::from(BASE));
        let mut carry = 0;
        let times = |limb: &u64| {
            let product = u128::from(*limb) * factor + carry;
            carry = product / base;
            product % base
        };
        let (whole, decimals) = self.0.split_last()?;
        let decimals: Vec<u128> = decimals.iter().map(times).collect();
        let whole = u128::from(*whole).checked_mul(factor)?.checked_add(carry)?;
        let mut decimals = decimals.iter().rev();
        let first = decimals.next().copied().unwrap_or_default();
        let second = decimals.next().copied().unwrap_or_default();
        let more = u128::from(decimals.any(|limb| *limb != 0));
        // To 18 places, in half units: every half of the places that are shown is a whole unit, so that all that lies further
        // down is told by one half unit more.
        let kept = whole.checked_mul(2 * base * base)?.checked_add((first * base + second) * 2 + more)?;
        let places = places.min(PLACES);
        let scaled = Wide::product(kept, 10_u128.pow(places))
            .rounded_div(Wide::from(2 * base * base * u128::from(unit)))?
            .to_u128()?;
        Number::from_scaled(i128::try_from(scaled).ok()?, places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(text: &str) -> Fraction {
        Fraction::of(text.parse().unwrap())
    }

    fn shown(fraction: &Fraction) -> String {
        fraction.rounded(1, 1, 9).unwrap().to_string()
    }

    #[test]
    fn products_sums_and_complements() {
        let third = fraction("0.333333333");
        assert_eq!(third.times(&third), fraction("0.333333333").times(&fraction("0.333333333")));
        assert_eq!(shown(&third.times(&third)), "0.111111111");
        assert_eq!(third.times(&third).plus(&third.times(&third).complement()), Fraction::one());
        assert_eq!(Fraction::one().times(&third), third);
        assert_eq!(Fraction::zero().times(&third), Fraction::zero());
        assert_eq!(Fraction::zero().complement(), Fraction::one());
        assert_eq!(Fraction::one().complement(), Fraction::zero());
        assert_eq!(shown(&fraction("0.9995").times(&fraction("0.9999"))), "0.99940005");
        assert_eq!(
            fraction("0.999999999").times(&fraction("0.999999999")).rounded(100, 1, 9).unwrap().to_string(),
            "99.9999998"
        );
    }

    #[test]
    fn halves_are_seen_however_far_down() {
        let half = fraction("0.5");
        let exact = fraction("0.000000001").times(&half);
        assert_eq!(shown(&exact), "0.000000001");
        let tiny = (0..9).fold(fraction("0.000000001"), |tiny, _| tiny.times(&fraction("0.000000001")));
        let below = exact.complement().plus(&tiny).complement();
        assert_eq!(shown(&below), "0", "a 10^-90th less than a half");
        assert_eq!(shown(&exact.plus(&tiny)), "0.000000001");
    }
}
