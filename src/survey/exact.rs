//! Fractions of any size: a figure of several tallies is rounded once, at its end.

use std::cmp::Ordering;

use super::weight_sum::float;
use crate::quantity::Number;

/// An exact fraction, (plus − minus) / of. It grows as it is added to, and is not reduced: it lives for one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exact {
    plus: Natural,
    minus: Natural,
    of: Natural,
}

/// One, in units of a number.
const ONE: u128 = 1_000_000_000;
/// One bit more than any number in units of 10⁻⁹ has.
const MOST_BITS: u32 = 90;

impl Exact {
    /// `numerator / denominator`; absent when the denominator is 0.
    pub(crate) fn new(numerator: i128, denominator: u128) -> Option<Self> {
        let magnitude = Natural::from(numerator.unsigned_abs());
        let (plus, minus) =
            if numerator < 0 { (Natural::ZERO, magnitude) } else { (magnitude, Natural::ZERO) };
        (denominator > 0).then(|| Self { plus, minus, of: denominator.into() })
    }

    /// A number.
    pub(super) fn of(number: Number) -> Self {
        let whole = Natural::from(number.to_scaled().unsigned_abs());
        let (plus, minus) =
            if number < Number::ZERO { (Natural::ZERO, whole) } else { (whole, Natural::ZERO) };
        Self { plus, minus, of: ONE.into() }
    }

    /// Σ weight · part / Σ weight; absent when the weights sum to 0.
    pub(super) fn mean(parts: impl IntoIterator<Item = (Self, u128)>) -> Option<Self> {
        let mut whole = Natural::ZERO;
        let mut sum = Self::of(Number::ZERO);
        for (part, weight) in parts {
            let weight = Natural::from(weight);
            sum = sum.plus(&part.times(&weight));
            whole = whole.plus(&weight);
        }
        sum.over(&whole)
    }

    /// The sum with another.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        let joined = |ours: &Natural, theirs: &Natural| ours.times(&other.of).plus(&theirs.times(&self.of));
        Self {
            plus: joined(&self.plus, &other.plus),
            minus: joined(&self.minus, &other.minus),
            of: self.of.times(&other.of),
        }
    }

    /// The difference to another.
    pub(crate) fn less(&self, other: &Self) -> Self {
        self.plus(&Self { plus: other.minus.clone(), minus: other.plus.clone(), of: other.of.clone() })
    }

    /// The product with another.
    pub(super) fn product(&self, other: &Self) -> Self {
        let joined = |one: &Natural, two: &Natural| self.plus.times(one).plus(&self.minus.times(two));
        Self {
            plus: joined(&other.plus, &other.minus),
            minus: joined(&other.minus, &other.plus),
            of: self.of.times(&other.of),
        }
    }

    /// As a float, to some 15 digits.
    pub(super) fn approximate(&self) -> f64 {
        let negative = self.plus < self.minus;
        let (more, less) = if negative { (&self.minus, &self.plus) } else { (&self.plus, &self.minus) };
        let ((magnitude, above), (of, below)) = (more.less(less).leading(), self.of.leading());
        let value = magnitude / of * libm::scalbn(1.0, 64_i32.saturating_mul(above.saturating_sub(below)));
        if negative { -value } else { value }
    }

    /// Multiplied by `times / per`; absent when `per` is 0.
    pub(super) fn scaled(&self, times: u32, per: u32) -> Option<Self> {
        self.times(&u128::from(times).into()).over(&u128::from(per).into())
    }

    /// Multiplied by a natural number.
    pub(crate) fn times(&self, factor: &Natural) -> Self {
        Self { plus: self.plus.times(factor), minus: self.minus.times(factor), of: self.of.clone() }
    }

    /// Divided by a natural number; absent when that is 0.
    pub(crate) fn over(self, divisor: &Natural) -> Option<Self> {
        (*divisor != Natural::ZERO).then(|| Self { of: self.of.times(divisor), ..self })
    }

    /// The value times `times / per`, rounded half away from zero to `places` decimals: in a unit and rounding of the
    /// reader's. Absent when `per` is 0, and outside the range of a number.
    pub(crate) fn rounded(&self, times: u32, per: u32, places: u32) -> Option<Number> {
        let negative = self.plus < self.minus;
        let (more, less) = if negative { (&self.minus, &self.plus) } else { (&self.plus, &self.minus) };
        let unit = u128::from(times).checked_mul(10_u128.checked_pow(places)?)?;
        let (magnitude, of) = (more.less(less).times(&unit.into()), self.of.times(&u128::from(per).into()));
        // The nearest integer, halves up, is that below (2·magnitude + of) / (2·of).
        let two = Natural::from(2);
        let rounded = magnitude.times(&two).plus(&of).quotient(&of.times(&two))?;
        Number::from_scaled(if negative { -rounded } else { rounded }, places)
    }
}

/// A natural number: digits of base 2⁶⁴, lowest first, without leading zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Natural(Vec<u64>);

impl Natural {
    pub(crate) const ZERO: Self = Self(Vec::new());

    pub(crate) fn times(&self, other: &Self) -> Self {
        let mut digits = vec![0_u64; self.0.len().saturating_add(other.0.len())];
        for (place, ours) in self.0.iter().enumerate() {
            let mut carry = 0;
            let mut into = digits.iter_mut().skip(place);
            for (theirs, digit) in other.0.iter().zip(&mut into) {
                (*digit, carry) = ours.carrying_mul_add(*theirs, carry, *digit);
            }
            // The digit above has not been reached by an earlier row.
            if let Some(digit) = digits.get_mut(place.saturating_add(other.0.len())) {
                *digit = carry;
            }
        }
        Self::trimmed(digits)
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        let (longer, shorter) = if self.0.len() < other.0.len() { (other, self) } else { (self, other) };
        let mut carry = false;
        let mut digits: Vec<u64> = longer
            .0
            .iter()
            .zip(shorter.0.iter().copied().chain(std::iter::repeat(0)))
            .map(|(one, two)| {
                let (digit, over) = one.carrying_add(two, carry);
                carry = over;
                digit
            })
            .collect();
        digits.push(u64::from(carry));
        Self::trimmed(digits)
    }

    /// The difference to a number that is not larger.
    pub(crate) fn less(&self, other: &Self) -> Self {
        let mut borrow = false;
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        let digits = self.0.iter().zip(others).map(|(one, two)| {
            let (digit, under) = one.borrowing_sub(two, borrow);
            borrow = under;
            digit
        });
        Self::trimmed(digits.collect())
    }

    /// The quotient, rounded down; absent when the divisor is 0 or the quotient has more than [`MOST_BITS`].
    ///
    /// Each bit from the top is kept if the product stays within: this runs once a figure.
    fn quotient(&self, divisor: &Self) -> Option<i128> {
        let reaches = |candidate: u128| divisor.times(&candidate.into()) <= *self;
        if reaches(1 << MOST_BITS) {
            return None;
        }
        let kept =
            |found: u128, bit: u32| if reaches(found | (1 << bit)) { found | (1 << bit) } else { found };
        (0..MOST_BITS).rev().fold(0, kept).try_into().ok()
    }

    /// The two digits at the top as a float, and how many digits stand below them.
    fn leading(&self) -> (f64, i32) {
        let value = |lower: f64, digit: &u64| libm::scalbn(lower, 64) + float(u128::from(*digit));
        let below = self.0.len().saturating_sub(2);
        (self.0.iter().skip(below).rev().fold(0.0, value), i32::try_from(below).unwrap_or(i32::MAX))
    }

    fn trimmed(mut digits: Vec<u64>) -> Self {
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Self(digits)
    }
}

impl From<Natural> for Exact {
    fn from(whole: Natural) -> Self {
        Self { plus: whole, minus: Natural::ZERO, of: 1.into() }
    }
}

impl From<u128> for Natural {
    fn from(number: u128) -> Self {
        let digit = |bytes: u128| u64::try_from(bytes & u128::from(u64::MAX)).unwrap_or_default();
        Self::trimmed(vec![digit(number), digit(number >> 64)])
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        let length = self.0.len().cmp(&other.0.len());
        length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(exact: &Exact, places: u32) -> String {
        exact.rounded(1, 1, places).unwrap().to_string()
    }

    #[test]
    fn sums_are_rounded_once() {
        let third = Exact::new(1, 3).unwrap();
        let sixth = Exact::new(-1, 6).unwrap();
        assert_eq!(read(&third.plus(&sixth), 9), "0.166666667");
        assert_eq!(read(&third.less(&sixth), 0), "1", "a half, exactly, and away from zero");
        assert_eq!(read(&sixth.less(&third), 0), "-1");
        assert_eq!(read(&sixth.plus(&sixth).plus(&third), 9), "0");
        assert_eq!(read(&third.scaled(100, 7).unwrap(), 4), "4.7619");
        assert_eq!(third.rounded(100, 1, 2), "33.33".parse().ok());
    }

    #[test]
    fn size_does_not_matter() {
        // ten fractions of large coprime denominators: their sum has a denominator of some 850 bits
        let odd = |index: i128| (1_i128 << 85) + 2 * index + 1;
        let sum = (0..10).filter_map(|index| Exact::new(odd(index) / 2, odd(index).unsigned_abs()));
        let sum = sum.reduce(|sum, next| sum.plus(&next)).unwrap();
        assert_eq!(read(&sum, 9), "5");
        assert_eq!(read(&sum, 0), "5");
        assert!((sum.approximate() - 5.0).abs() < 1e-14);
        let square = sum.product(&Exact::new(-1, 3).unwrap());
        assert_eq!(read(&square, 9), "-1.666666667");
        assert!((square.product(&square).approximate() - 25.0 / 9.0).abs() < 1e-14);
        assert!(sum.less(&sum).approximate().abs() < f64::MIN_POSITIVE);
    }

    #[test]
    fn what_is_no_number_is_absent() {
        assert_eq!(Exact::new(1, 0), None);
        let one = Exact::new(1, 1).unwrap();
        assert_eq!(one.scaled(1, 0), None);
        assert_eq!(one.rounded(1, 0, 9), None);
        assert_eq!(Exact::new(i128::MIN, 1).unwrap().rounded(1, 1, 0), None);
        let largest = 1_000_000_000_000_000;
        assert_eq!(Exact::new(-largest, 1).unwrap().rounded(1, 1, 9), (-largest).to_string().parse().ok());
        assert_eq!(Exact::new(largest + 1, 1).unwrap().rounded(1, 1, 0), None);
    }
}
