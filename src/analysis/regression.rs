//! Least squares on several regressors, with classical and robust standard errors.

use super::Undefined;
use super::distribution::{float, square};
use super::series::check;

/// Of a regressor less than this is left where it follows from the others.
const NOTHING: f64 = 1e-10;

/// The fit of y ≈ Xb by least squares.
///
/// X = QR by Gram and Schmidt, each column orthogonalised twice, which is as stable as reflections (Björck, *Numerical
/// methods for least squares problems*, 1996, 2.4). What is kept is the pseudo-inverse R⁻¹Qᵀ, row by row: with its row h,
/// the coefficient is h·y, its classical variance σ²·h·h, and a robust variance a sum over the products hᵢeᵢ.
#[derive(Debug, Clone)]
pub(crate) struct Fit {
    coefficients: Vec<f64>,
    /// In units of `scale`.
    residuals: Vec<f64>,
    /// The largest value from the first one: what is squared has this unit, so that no square is too small for a float.
    scale: f64,
    inverse: Vec<Vec<f64>>,
}

impl Fit {
    /// Of the columns of X, in order, on y. The first is the constant, a column of ones: what is fitted is how y differs
    /// from its first value, which a large common part costs no digits. Coefficients within rounding are 0.
    ///
    /// # Errors
    /// [`Undefined::NotFinite`], [`Undefined::OutOfRange`], [`Undefined::Unequal`]; [`Undefined::TooFew`] without a degree
    /// of freedom left; [`Undefined::Dependent`] for a column that follows from those before it.
    pub(crate) fn new(columns: &[Vec<f64>], y: &[f64]) -> Result<Self, Undefined> {
        check("values", y, 0)?;
        let (given, needed) = (y.len(), columns.len() + 1);
        if given < needed {
            return Err(Undefined::TooFew { what: "values", given, needed });
        }
        let (mut basis, mut triangle) =
            (Vec::with_capacity(columns.len()), Vec::with_capacity(columns.len()));
        for (position, column) in columns.iter().enumerate() {
            check("regressors", column, 0)?;
            if column.len() != given {
                return Err(Undefined::Unequal { what: "a regressor", given: column.len(), needed: given });
            }
            let (direction, weights) = orthogonal(column, &basis)
                .ok_or_else(|| Undefined::Dependent { what: "the regressor", name: position.to_string() })?;
            basis.push(direction);
            triangle.push(weights);
        }
        let inverse = pseudo_inverse(basis, &triangle);
        let shift = y.first().copied().unwrap_or_default();
        let largest = |values: &[f64]| values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let mut residuals: Vec<f64> = y.iter().map(|value| value - shift).collect();
        let apart = largest(&residuals);
        let scale = if apart > 0.0 { apart } else { 1.0 };
        divide(&mut residuals, scale);
        // What of the scale values of this size lose to rounding, and then the fit.
        let blur = 1.5 * f64::EPSILON * (largest(y) / scale) + 8.0 * f64::EPSILON;
        let each = float(given as u64).sqrt();
        let mut coefficients: Vec<f64> = inverse
            .iter()
            .map(|row| {
                let found = dot(row, &residuals);
                let rounding = 2.0 * blur * each * dot(row, row).sqrt();
                if found.abs() <= rounding { 0.0 } else { found }
            })
            .collect();
        for (coefficient, column) in coefficients.iter().zip(columns) {
            subtract(&mut residuals, *coefficient, column);
        }
        if dot(&residuals, &residuals).sqrt() <= blur * each {
            residuals.fill(0.0);
        }
        for coefficient in &mut coefficients {
            *coefficient *= scale;
        }
        if let Some(constant) = coefficients.first_mut() {
            *constant += shift;
        }
        Ok(Self { coefficients, residuals, scale, inverse })
    }

    /// In the order of the columns.
    pub(crate) fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// Values less coefficients.
    pub(crate) fn freedom(&self) -> f64 {
        float((self.residuals.len() - self.coefficients.len()) as u64)
    }

    /// The variance of the errors: the squared residuals over the degrees of freedom.
    pub(crate) fn variance(&self) -> f64 {
        square(self.scale) * self.scaled_variance()
    }

    fn scaled_variance(&self) -> f64 {
        dot(&self.residuals, &self.residuals) / self.freedom()
    }

    /// √(σ²·(XᵀX)⁻¹), for errors that are independent and alike.
    pub(crate) fn standard_errors(&self) -> Vec<f64> {
        let variance = self.scaled_variance();
        self.inverse.iter().map(|row| self.scale * (variance * dot(row, row)).sqrt()).collect()
    }

    /// For errors that are autocorrelated over so many steps and need not be alike: Newey and West (1987), weights of
    /// Bartlett, no correction for small samples. With no lags, White's (1980).
    pub(crate) fn newey_west(&self, lags: usize) -> Vec<f64> {
        let steps = float(lags as u64) + 1.0;
        let error = |row: &Vec<f64>| {
            let shares: Vec<f64> = row.iter().zip(&self.residuals).map(|(h, e)| h * e).collect();
            let mut variance = dot(&shares, &shares);
            for lag in 1..=lags.min(shares.len()) {
                let weight = 1.0 - float(lag as u64) / steps;
                let together: f64 = shares.iter().zip(shares.iter().skip(lag)).map(|(a, b)| a * b).sum();
                variance += 2.0 * weight * together;
            }
            // Bartlett's weights make it no less than 0, but for rounding.
            self.scale * variance.max(0.0).sqrt()
        };
        self.inverse.iter().map(error).collect()
    }
}

/// What of a column lies outside of a basis, of length 1, and the column's weights on the basis and on it; none where
/// nothing does.
fn orthogonal(column: &[f64], basis: &[Vec<f64>]) -> Option<(Vec<f64>, Vec<f64>)> {
    let mut rest = column.to_vec();
    let mut weights = vec![0.0; basis.len()];
    for _ in 0..2 {
        for (weight, direction) in weights.iter_mut().zip(basis) {
            let part = dot(&rest, direction);
            subtract(&mut rest, part, direction);
            *weight += part;
        }
    }
    let length = dot(&rest, &rest).sqrt();
    if length <= NOTHING * dot(column, column).sqrt() {
        return None;
    }
    divide(&mut rest, length);
    weights.push(length);
    Some((rest, weights))
}

/// R⁻¹Qᵀ by rows, from the last; R is given by columns, each to its diagonal.
fn pseudo_inverse(mut basis: Vec<Vec<f64>>, triangle: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut rows = Vec::with_capacity(basis.len());
    for weights in triangle.iter().rev() {
        let (Some(mut row), Some((diagonal, above))) = (basis.pop(), weights.split_last()) else { break };
        divide(&mut row, *diagonal);
        for (other, weight) in basis.iter_mut().zip(above) {
            subtract(other, *weight, &row);
        }
        rows.push(row);
    }
    rows.reverse();
    rows
}

fn subtract(from: &mut [f64], times: f64, what: &[f64]) {
    for (value, part) in from.iter_mut().zip(what) {
        *value -= times * part;
    }
}

fn divide(values: &mut [f64], by: f64) {
    for value in values {
        *value /= by;
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// The share of the variance of y that a fit with a constant explains.
///
/// # Errors
/// [`Undefined::Constant`] where y has no variance.
pub(crate) fn r_squared(fit: &Fit, y: &[f64]) -> Result<f64, Undefined> {
    let count = float(y.len() as u64);
    let mean = y.iter().sum::<f64>() / count;
    let least = y.iter().copied().fold(f64::INFINITY, f64::min);
    if !y.iter().any(|value| *value > least) {
        return Err(Undefined::Constant { what: "values" });
    }
    let total: f64 = y.iter().map(|value| square((value - mean) / fit.scale)).sum();
    Ok((1.0 - dot(&fit.residuals, &fit.residuals) / total).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_with_its_errors() {
        // Anscombe's first quartet (1973): 3.0001 + 0.5001 x, standard errors 1.1247 and 0.1179, R² 0.6665.
        let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        let fit = Fit::new(&[vec![1.0; 11], x.to_vec()], &y).unwrap();
        let near = |found: f64, published: f64| assert!((found - published).abs() < 5e-5, "{found}");
        near(fit.coefficients()[0], 3.0001);
        near(fit.coefficients()[1], 0.5001);
        near(fit.standard_errors()[0], 1.1247);
        near(fit.standard_errors()[1], 0.1179);
        near(r_squared(&fit, &y).unwrap(), 0.6665);
    }

    #[test]
    fn what_follows_from_the_others_is_refused() {
        let columns = [vec![1.0; 4], vec![1.0, 2.0, 3.0, 4.0], vec![3.0, 5.0, 7.0, 9.0]];
        let refused = Fit::new(&columns, &[1.0, 2.0, 4.0, 3.0]).unwrap_err();
        assert_eq!(refused, Undefined::Dependent { what: "the regressor", name: "2".to_owned() });
        assert_eq!(refused.to_string(), "the regressor `2` follows from the others; leave one of them out");
    }
}
