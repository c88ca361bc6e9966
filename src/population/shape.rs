use serde::Serialize;

use super::Divisor;
use super::exact::count;
use super::z_score::standardised;
use crate::quantity::Number;

/// How a column leans and how heavy its ends are, as spreadsheets calculate it (SKEW, KURT): G₁ and G₂, without the
/// bias of small samples.
///
/// ```
/// use service_quality::population::Shape;
/// let shape = Shape::of(&[1.into(), 2.into(), 3.into(), 10.into()]).ok_or("no shape")?;
/// assert!((shape.skewness - 1.7636).abs() < 1e-4 && (shape.kurtosis - 3.228).abs() < 1e-4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Shape {
    /// The skewness (偏度), above 0 where the column has a long upper end.
    pub skewness: f64,
    /// The excess kurtosis (峰度), 0 for a normal distribution.
    pub kurtosis: f64,
}

impl Shape {
    /// The shape of values; absent for fewer than four, for equal ones, and beyond 10^9 of them.
    #[must_use]
    pub fn of(values: &[Number]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        Self::of_sorted(&sorted)
    }

    /// In the order of the values, sums do not depend on the order in which they were given.
    pub(super) fn of_sorted(values: &[Number]) -> Option<Self> {
        if values.len() < 4 || values.first() == values.last() {
            return None;
        }
        let scaled: Vec<_> = values.iter().map(|value| value.to_scaled()).collect();
        let (deviations, root) = standardised(&scaled, Divisor::Sample)?;
        let n = count(values.len());
        let (cubes, fourths) = deviations.iter().fold((0.0, 0.0), |(cubes, fourths), deviation| {
            let score = deviation / root;
            (cubes + score * score * score, fourths + score * score * score * score)
        });
        let skewness = n / ((n - 1.0) * (n - 2.0)) * cubes;
        let kurtosis = n * (n + 1.0) / ((n - 1.0) * (n - 2.0) * (n - 3.0)) * fourths
            - 3.0 * (n - 1.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
        Some(Self { skewness, kurtosis })
    }
}
