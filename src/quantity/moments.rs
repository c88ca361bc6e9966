//! Count, sum and sum of squares of exact numbers: what a mean and a standard deviation are made of.

use serde::{Deserialize, Serialize};

use super::{SquareSum, Sum, Wide};

/// How many numbers, their sum and the sum of their squares, all of it exact.
///
/// Read without a check: who stores moments asks [`Moments::is_possible`] of what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Moments {
    n: u64,
    sum: Sum,
    squares: SquareSum,
}

/// A part of the moments would leave its range.
pub(crate) struct Overflow {
    /// Which part.
    pub(crate) part: &'static str,
    /// Its largest value.
    pub(crate) limit: &'static str,
}

/// The largest number, 10^15, in units of 10^-9.
const LARGEST: u128 = 1_000_000_000_000_000_000_000_000;

impl Moments {
    /// The moments of one number in units of 10^-9.
    pub(crate) fn of(scaled: i128) -> Self {
        Self { n: 1, sum: Sum(scaled), squares: SquareSum::of(scaled) }
    }

    pub(crate) const fn n(&self) -> u64 {
        self.n
    }

    /// The sum, in units of 10^-9.
    pub(crate) const fn sum(&self) -> i128 {
        self.sum.0
    }

    /// The moments of the numbers of both.
    pub(crate) fn checked_add(&self, other: &Self) -> Result<Self, Overflow> {
        let full = || Overflow { part: "the sum of squares", limit: "10^38" };
        Ok(Self {
            n: self.n.checked_add(other.n).ok_or(Overflow { part: "n", limit: "2^64 - 1" })?,
            squares: self.squares.checked_add(other.squares).ok_or_else(full)?,
            // Fits where the sum of squares does; see there.
            sum: self.sum.0.checked_add(other.sum.0).map(Sum).ok_or_else(full)?,
        })
    }

    /// The sample standard deviation √((Σx² − (Σx)²/n) / (n − 1)), in units of 10^-9, rounded to the nearest.
    pub(crate) fn deviation(&self) -> Option<u128> {
        let freedom = self.n.checked_sub(1).filter(|freedom| *freedom > 0)?;
        // Rounding the root to the nearest is halving the root of four times the radicand.
        let spread = self.spread()?.checked_mul(4)?;
        let (radicand, _) = spread.checked_div_rem(u128::from(self.n).into())?;
        let (radicand, _) = radicand.checked_div_rem(u128::from(freedom).into())?;
        Some(root(radicand)?.div_ceil(2))
    }

    /// Whether `n` numbers within 10^15 of 0 may have these sums: none has others than those that pass.
    pub(crate) fn is_possible(&self) -> bool {
        let most = Wide::product(LARGEST, LARGEST).checked_mul(u128::from(self.n));
        self.spread().is_some() && most.is_some_and(|most| self.squares.wide() <= most)
    }

    /// n · Σx² − (Σx)², which no numbers make negative.
    fn spread(&self) -> Option<Wide> {
        let sum = self.sum.0.unsigned_abs();
        self.squares.wide().checked_mul(u128::from(self.n))?.checked_sub(Wide::product(sum, sum))
    }
}

/// The square root, rounded down: each bit of it from the top is kept if the square stays within.
fn root(radicand: Wide) -> Option<u128> {
    let mut root = 0_u128;
    for bit in (0..127_u32).rev() {
        let candidate = root | 1_u128.checked_shl(bit)?;
        if Wide::product(candidate, candidate) <= radicand {
            root = candidate;
        }
    }
    Some(root)
}
