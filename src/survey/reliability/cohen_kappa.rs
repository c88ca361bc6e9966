use std::fmt;

use serde::Serialize;

use super::{LandisKoch, ReliabilityError};
use crate::analysis::Interval;
use crate::analysis::distribution::{float, square, two_sided_quantile};
use crate::quantity::Share;

/// How far two assessors agree beyond chance (科恩卡帕系数), on categories in their order:
/// κ = (pₒ − pₑ) / (1 − pₑ) with pₒ the share judged alike and pₑ what the two habits of judging give by chance.
///
/// Cohen, *A coefficient of agreement for nominal scales* (1960); weighted by distance, Cohen (1968); standard errors of
/// Fleiss, Cohen and Everitt (1969). Beside it Scott's π (1955) and Gwet's AC₁ (2008), which depend less on how often a
/// category occurs. What is not defined, as κ where both always give one grade, is absent.
///
/// ```
/// use service_quality::survey::reliability::CohenKappa;
///
/// let kappa = CohenKappa::from_table(&[[44, 5, 1], [7, 20, 3], [9, 5, 6]])?;
/// assert_eq!(kappa.to_string(), "0.4915 (moderate), 0.7000 judged alike of 100");
/// let pairs = [("good", "good"), ("good", "poor"), ("poor", "poor"), ("fair", "poor")];
/// let kappa = CohenKappa::from_pairs(&["poor", "fair", "good"], &pairs)?;
/// assert_eq!(kappa.observed, 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CohenKappa {
    /// How many were judged by both.
    pub n: u64,
    /// The share judged alike.
    pub observed: f64,
    /// The share that would be judged alike by chance.
    pub expected: f64,
    /// κ: categories are alike or not.
    pub unweighted: Option<f64>,
    /// κ with disagreement counted by distance.
    pub linear: Option<f64>,
    /// κ with disagreement counted by the square of the distance.
    pub quadratic: Option<f64>,
    /// The standard error of the unweighted κ, for its interval.
    pub standard_error: Option<f64>,
    /// Its standard error where there is no agreement beyond chance, for a test.
    pub null_standard_error: Option<f64>,
    /// Scott's π.
    pub scott_pi: Option<f64>,
    /// Gwet's AC₁.
    pub gwet_ac1: Option<f64>,
}

/// Beyond it, a count would lose digits as a float.
const MOST: u64 = 1_000_000_000_000_000;

impl CohenKappa {
    /// Of a square table: rows are the first assessor's categories, columns the second one's.
    ///
    /// # Errors
    /// [`ReliabilityError::TooFew`] for fewer than two categories or no rating, [`ReliabilityError::Ragged`],
    /// [`ReliabilityError::TooMany`].
    pub fn from_table<R: AsRef<[u64]>>(table: &[R]) -> Result<Self, ReliabilityError> {
        let q = table.len();
        if q < 2 {
            return Err(ReliabilityError::TooFew { what: "categories", given: q, least: 2 });
        }
        for (row, line) in table.iter().enumerate() {
            let given = line.as_ref().len();
            if given != q {
                return Err(ReliabilityError::Ragged { place: format!("table[{row}]"), given, expected: q });
            }
        }
        let counts = || table.iter().flat_map(AsRef::as_ref);
        let n = counts().try_fold(0_u64, |sum, count| sum.checked_add(*count)).filter(|n| *n <= MOST);
        match n {
            Some(0) => Err(ReliabilityError::TooFew { what: "ratings", given: 0, least: 1 }),
            Some(n) => Ok(Shares::new(table, n).kappa(n)),
            None => Err(ReliabilityError::TooMany),
        }
    }

    /// Of pairs of ratings, the first and the second assessor's, on categories in their order.
    ///
    /// # Errors
    /// As [`from_table`](Self::from_table), [`ReliabilityError::Duplicate`] for a category given twice, and
    /// [`ReliabilityError::NoRating`] for a rating that is none of the categories.
    pub fn from_pairs<T: PartialEq + fmt::Display>(
        categories: &[T],
        pairs: &[(T, T)],
    ) -> Result<Self, ReliabilityError> {
        for (index, category) in categories.iter().enumerate() {
            if categories.iter().take(index).any(|earlier| earlier == category) {
                return Err(ReliabilityError::Duplicate { index });
            }
        }
        let mut table = vec![vec![0_u64; categories.len()]; categories.len()];
        for (index, (first, second)) in pairs.iter().enumerate() {
            let place = |rating: &T| {
                let place = categories.iter().position(|category| category == rating);
                place.ok_or_else(|| ReliabilityError::NoRating {
                    place: format!("pairs[{index}]"),
                    given: crate::quantity::excerpt(&rating.to_string()),
                    allowed: "one of the categories",
                })
            };
            let (row, column) = (place(first)?, place(second)?);
            if let Some(count) = table.get_mut(row).and_then(|line| line.get_mut(column)) {
                *count = count.checked_add(1).ok_or(ReliabilityError::TooMany)?;
            }
        }
        Self::from_table(&table)
    }

    /// In which interval the unweighted κ lies, by the normal distribution; absent where it is not defined, and for a
    /// confidence of 0 or 1.
    #[must_use]
    pub fn interval(&self, confidence: Share) -> Option<Interval> {
        if confidence == Share::ZERO || confidence == Share::ONE {
            return None;
        }
        let (kappa, reach) = (self.unweighted?, two_sided_quantile(confidence) * self.standard_error?);
        Some(Interval::new(kappa - reach, kappa + reach))
    }
}

/// The shares of a table.
struct Shares {
    /// Row, column and share.
    cells: Vec<(f64, f64, f64)>,
    /// Each category's shares: rated alike, by the first, by the second.
    categories: Vec<(f64, f64, f64)>,
}

impl Shares {
    fn new<R: AsRef<[u64]>>(table: &[R], n: u64) -> Self {
        let mut cells = Vec::new();
        let mut categories = vec![(0.0, 0.0, 0.0); table.len()];
        for (row, line) in table.iter().enumerate() {
            for (column, count) in line.as_ref().iter().enumerate() {
                let share = float(*count) / float(n);
                cells.push((float(row as u64), float(column as u64), share));
                if let Some(category) = categories.get_mut(row) {
                    category.0 += if row == column { share } else { 0.0 };
                    category.1 += share;
                }
                if let Some(category) = categories.get_mut(column) {
                    category.2 += share;
                }
            }
        }
        Self { cells, categories }
    }

    fn kappa(&self, n: u64) -> CohenKappa {
        let sum = |term: fn(f64, f64, f64) -> f64| -> f64 {
            self.categories.iter().map(|(alike, first, second)| term(*alike, *first, *second)).sum()
        };
        let observed = sum(|alike, _, _| alike);
        let expected = sum(|_, first, second| first * second);
        let unweighted = beyond(observed, expected);
        let scott = sum(|_, first, second| square(f64::midpoint(first, second)));
        let spread =
            sum(|_, first, second| f64::midpoint(first, second) * (1.0 - f64::midpoint(first, second)));
        let null = expected + expected * expected - sum(|_, first, second| first * second * (first + second));
        let scale = |variance: f64| variance.max(0.0).sqrt() / (1.0 - expected) / float(n).sqrt();
        CohenKappa {
            n,
            observed,
            expected,
            unweighted,
            linear: self.weighted(|distance| distance),
            quadratic: self.weighted(|distance| distance * distance),
            standard_error: unweighted.map(|kappa| scale(self.variance(kappa, expected))),
            null_standard_error: unweighted.map(|_| scale(null)),
            scott_pi: beyond(observed, scott),
            gwet_ac1: beyond(observed, spread / (float(self.categories.len() as u64) - 1.0)),
        }
    }

    /// 1 − Σ v·p / Σ v·p₁·p₂ with v the weight of the distance.
    fn weighted(&self, weight: fn(f64) -> f64) -> Option<f64> {
        let by_chance = self
            .categories
            .iter()
            .flat_map(|(_, first, _)| self.categories.iter().map(move |(.., second)| first * second));
        let (mut observed, mut expected) = (0.0, 0.0);
        for ((row, column, share), chance) in self.cells.iter().zip(by_chance) {
            let weight = weight((row - column).abs());
            observed += weight * share;
            expected += weight * chance;
        }
        (expected > 0.0).then(|| 1.0 - observed / expected)
    }

    /// The numerator of the variance of Fleiss, Cohen and Everitt.
    fn variance(&self, kappa: f64, expected: f64) -> f64 {
        let rest = 1.0 - kappa;
        let alike = self.categories.iter().map(|(alike, first, second)| {
            alike * square(1.0 - (first + second) * rest) - alike * square((first + second) * rest)
        });
        // Over all cells; what the diagonal adds is taken off above.
        let apart = self.categories.iter().flat_map(|(_, _, second)| {
            self.categories.iter().map(move |(_, first, _)| square(second + first))
        });
        let apart: f64 = self.cells.iter().zip(apart).map(|((.., share), square)| share * square).sum();
        alike.sum::<f64>() + rest * rest * apart - square(kappa - expected * rest)
    }
}

/// Agreement beyond chance, as a part of what chance leaves; absent where it leaves nothing.
pub(super) fn beyond(observed: f64, expected: f64) -> Option<f64> {
    let left = 1.0 - expected;
    // What rounding leaves of nothing.
    (left > 1e-12).then(|| (observed - expected) / left)
}

impl fmt::Display for CohenKappa {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unweighted {
            Some(kappa) => write!(formatter, "{kappa:.4} ({})", LandisKoch::of(kappa))?,
            None => formatter.write_str("not defined")?,
        }
        write!(formatter, ", {:.4} judged alike of {}", self.observed, self.n)
    }
}
