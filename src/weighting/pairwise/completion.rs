//! The judgements that were not given.

use super::WeightingError;
use super::matrix::{Matrix, Principal};
use crate::weighting::arithmetic::inner;

/// Where no derivative is larger, the least is found: it is far below what shows in λ.
const FLAT: f64 = 1e-13;
/// What is good enough where rounding keeps the search from coming closer.
const NEARLY: f64 = 1e-8;
/// A change of ln λ that may be rounding.
const NOISE: f64 = 1e-14;
const ROUNDS: u32 = 2_000;

/// A place of the search: potentials, ln λ there and its derivatives.
struct Place {
    potentials: Vec<f64>,
    height: f64,
    slope: Vec<f64>,
}

impl Matrix {
    /// Finds the missing ratios for which the largest eigenvalue λ is least: S. Bozóki, J. Fülöp, L. Rónyai, *On optimal
    /// completion of incomplete pairwise comparison matrices* (2010), who show that λ is convex in their logarithms and
    /// that the optimum is unique where the comparisons connect all criteria.
    ///
    /// At the optimum the derivative of λ by each missing ratio is 0, so that with the eigenvectors x and y of the matrix
    /// and its transpose the ratio of i over j is √(xᵢyⱼ / xⱼyᵢ): all of them follow from one potential l = ½ ln(x/y) for
    /// each criterion. So the search goes over potentials, not over pairs: from the logarithmic least squares down ln λ,
    /// which is convex too, by the method of Broyden, Fletcher, Goldfarb and Shanno.
    pub(super) fn fill(mut self, missing: &[(usize, usize)]) -> Result<Self, WeightingError> {
        let start = self.least_squares().ok_or(WeightingError::NotConverged)?;
        let size = start.len();
        let mut place = self.visit(missing, start);
        let mut inverse = identity(size, 1.0);
        let mut fresh = true;
        for _ in 0..ROUNDS {
            if largest(&place.slope) <= FLAT {
                return Ok(self);
            }
            let mut step: Vec<f64> = inverse.iter().map(|row| -inner(row, &place.slope)).collect();
            if inner(&step, &place.slope) >= 0.0 {
                // Rounding spoilt what was learnt of the curvature.
                (inverse, fresh) = (identity(size, 1.0), true);
                step = place.slope.iter().map(|slope| -slope).collect();
            }
            match self.descend(missing, &place, &step) {
                Some(next) => {
                    learn(&mut inverse, fresh, &place, &next);
                    (place, fresh) = (next, false);
                }
                None if fresh || largest(&place.slope) <= NEARLY => break,
                None => (inverse, fresh) = (identity(size, 1.0), true),
            }
        }
        let flat = largest(&place.slope) <= NEARLY;
        self.visit(missing, place.potentials);
        if flat { Ok(self) } else { Err(WeightingError::NotConverged) }
    }

    /// Goes part of a step: the first half, quarter, … that leads down far enough, or, where rounding hides how far, to
    /// where it is flatter.
    fn descend(&mut self, missing: &[(usize, usize)], from: &Place, step: &[f64]) -> Option<Place> {
        let slope = inner(step, &from.slope);
        let mut part = 1.0;
        while part > 1e-12 {
            let moved = from.potentials.iter().zip(step).map(|(from, step)| from + part * step).collect();
            let next = self.visit(missing, moved);
            let flatter = largest(&next.slope) < largest(&from.slope);
            if next.height <= from.height + 1e-4 * part * slope - NOISE
                || (next.height <= from.height + NOISE && flatter)
            {
                return Some(next);
            }
            part *= 0.5;
        }
        None
    }

    /// Sets the missing ratios by potentials.
    fn visit(&mut self, missing: &[(usize, usize)], potentials: Vec<f64>) -> Place {
        let potential = |place: usize| potentials.get(place).copied().unwrap_or_default();
        for (row, column) in missing {
            self.set(*row, *column, libm::exp(potential(*row) - potential(*column)));
        }
        let Principal { value, right, left } = self.principal();
        // ∂λ/∂aᵢⱼ = yᵢxⱼ / yx, so that ln λ grows with the logarithm of a missing ratio by this.
        let whole = value * inner(&left, &right);
        let part = |one: usize, other: usize| {
            let product = left.get(one).zip(right.get(other)).map_or(0.0, |(y, x)| y * x);
            self.at(one, other) * product / whole
        };
        let mut slope = vec![0.0; potentials.len()];
        for (row, column) in missing {
            let growth = part(*row, *column) - part(*column, *row);
            if let Some(slope) = slope.get_mut(*row) {
                *slope += growth;
            }
            if let Some(slope) = slope.get_mut(*column) {
                *slope -= growth;
            }
        }
        Place { potentials, height: libm::log(value), slope }
    }
}

/// Corrects the inverse of the second derivatives by what a step showed of them.
fn learn(inverse: &mut Vec<Vec<f64>>, fresh: bool, from: &Place, to: &Place) {
    let difference = |one: &[f64], other: &[f64]| -> Vec<f64> {
        one.iter().zip(other).map(|(one, other)| one - other).collect()
    };
    let step = difference(&to.potentials, &from.potentials);
    let change = difference(&to.slope, &from.slope);
    let curvature = inner(&step, &change);
    if curvature <= 1e-30 {
        return;
    }
    if fresh {
        *inverse = identity(step.len(), curvature / inner(&change, &change));
    }
    let image: Vec<f64> = inverse.iter().map(|row| inner(row, &change)).collect();
    let factor = (1.0 + inner(&change, &image) / curvature) / curvature;
    for ((row, own_step), own_image) in inverse.iter_mut().zip(&step).zip(&image) {
        for ((cell, step), image) in row.iter_mut().zip(&step).zip(&image) {
            *cell += factor * own_step * step - (own_image * step + own_step * image) / curvature;
        }
    }
}

fn identity(size: usize, scale: f64) -> Vec<Vec<f64>> {
    let cell = |row: usize, column: usize| if row == column { scale } else { 0.0 };
    (0..size).map(|row| (0..size).map(|column| cell(row, column)).collect()).collect()
}

fn largest(vector: &[f64]) -> f64 {
    vector.iter().fold(0.0, |most, part| most.max(part.abs()))
}
