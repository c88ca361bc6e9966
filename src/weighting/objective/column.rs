//! The figures of one criterion, as the methods read them.

use crate::indicator::Direction;
use crate::quantity::{Label, Wide};

/// A criterion with its figures in units of 10^-9, in the order of the rows.
///
/// A figure is at most 10^24 units either side of 0, so that differences are below 2^81; with at most 10^6 < 2^20 rows
/// their sums are below 2^101 and sums of squares, times the rows, below 2^202.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: Label,
    pub(super) direction: Direction,
    pub(super) figures: Vec<i128>,
    pub(super) least: i128,
    pub(super) most: i128,
}

impl Column {
    pub(super) fn new(name: Label, direction: Direction, figures: Vec<i128>) -> Self {
        let least = figures.iter().copied().min().unwrap_or_default();
        let most = figures.iter().copied().max().unwrap_or_default();
        Self { name, direction, figures, least, most }
    }

    pub(super) const fn is_constant(&self) -> bool {
        self.least == self.most
    }

    /// By how much each figure is better than the worst (正向化): above the least, or below the most where less is better.
    pub(super) fn merits(&self) -> Vec<u128> {
        let merit = |figure: &i128| match self.direction {
            Direction::Lower => self.most.abs_diff(*figure),
            Direction::Higher | Direction::Range => figure.abs_diff(self.least),
        };
        self.figures.iter().map(merit).collect()
    }

    /// By how much each figure is above the least, whatever the direction.
    pub(super) fn heights(&self) -> Vec<u128> {
        self.figures.iter().map(|figure| figure.abs_diff(self.least)).collect()
    }

    /// The most less the least.
    #[expect(clippy::cast_precision_loss, reason = "the divisor of a float")]
    pub(super) fn range(&self) -> f64 {
        self.most.abs_diff(self.least) as f64
    }
}

/// n Σxy − Σx Σy: n(n − 1) times the covariance of a sample, exact until it is made a float.
pub(super) fn covariance(one: &[u128], other: &[u128]) -> f64 {
    let exact = || {
        let products = one.iter().zip(other).map(|(one, other)| Wide::product(*one, *other));
        let products = products.into_iter().try_fold(Wide::ZERO, Wide::checked_add)?;
        let products = products.checked_mul(u128::try_from(one.len()).ok()?)?;
        let sums = Wide::product(one.iter().sum(), other.iter().sum());
        if products >= sums {
            Some(products.checked_sub(sums)?.approximate())
        } else {
            Some(-sums.checked_sub(products)?.approximate())
        }
    };
    // Bounded as said at the column, so that it always fits.
    exact().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_columns_fit() {
        let ends: Vec<u128> = [0, 2 * 10_u128.pow(24)].repeat(500_000);
        let turned: Vec<u128> = ends.iter().rev().copied().collect();
        let quarter = 0.25 * 1e12 * 4e48;
        assert!((covariance(&ends, &ends) / quarter - 1.0).abs() < 1e-15);
        assert!((covariance(&ends, &turned) / quarter + 1.0).abs() < 1e-15);
    }
}
