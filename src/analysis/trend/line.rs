use serde::Serialize;

use crate::analysis::distribution::{float, student_outside, student_quantile};
use crate::analysis::series::{Deviations, as_much, check_pairs, check_share, count, kept, product};
use crate::analysis::sums::sorted_sum;
use crate::analysis::wording::{counted, figure, percent};
use crate::analysis::{Interval, Undefined};
use crate::quantity::Share;

/// A straight line through points, fitted by least squares.
///
/// ```
/// use service_quality::analysis::trend;
///
/// let line = trend::linear(&[80.0, 84.2, 83.0, 82.9, 86.5, 75.2, 77.5, 74.7])?;
/// let words = line.interpretation("0.05".parse()?);
/// assert!(words.starts_with("Falls by 1.08 a unit of x (least squares, 8 values, 36.7 % of the variance); "), "{words}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Line {
    /// The method.
    pub method: &'static str,
    /// How many points were given.
    pub n: usize,
    /// By how much y rises with one unit of x.
    pub slope: f64,
    /// The y of the line at an x of 0.
    pub intercept: f64,
    /// The standard error of the slope.
    pub slope_error: f64,
    /// The standard error of the intercept.
    pub intercept_error: f64,
    /// The correlation of Pearson; its square is the part of the variance that the line explains.
    pub correlation: f64,
    /// How probable a slope as far from 0 is where the true one is 0.
    pub p_value: f64,
}

/// The line of least squares through a series at the steps 0, 1, 2, …; see [`line()`].
///
/// ```
/// use service_quality::analysis::trend;
/// let line = trend::linear(&[1.0, 3.0, 5.0, 8.0])?;
/// assert!((line.slope - 2.3).abs() < 1e-12 && (line.intercept - 0.8).abs() < 1e-12);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// As [`line()`].
pub fn linear(values: &[f64]) -> Result<Line, Undefined> {
    let steps: Vec<f64> = (0..values.len() as u64).map(float).collect();
    line(&steps, values)
}

/// The line of least squares through points, with the errors and the test of Student with n − 2 degrees of freedom: Draper
/// and Smith, *Applied regression analysis* (1998), chapter 1.
///
/// The errors hold for residuals that are independent, of equal variance and about normal.
///
/// ```
/// use service_quality::analysis::trend;
/// let line = trend::line(&[1.0, 2.0, 4.0, 5.0], &[2.0, 3.0, 5.0, 7.0])?;
/// assert!((line.slope - 1.2).abs() < 1e-12);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of fewer than three points, of lists of different length, of a value that is not finite or beyond ±1e100, and where
/// all x or all y are equal.
pub fn line(x: &[f64], y: &[f64]) -> Result<Line, Undefined> {
    check_pairs(x, y, 3)?;
    let (x, y) = (Deviations::of(x), Deviations::of(y));
    let (of_x, of_y) = (product(&x.parts, &x.parts), product(&y.parts, &y.parts));
    let joint = product(&x.parts, &y.parts);
    // In parts of the largest deviations; a unit of y for one of x is so many of these.
    let (steepness, unit) = (joint / of_x, y.largest / x.largest);
    let off = x.parts.iter().zip(&y.parts).map(|(x, y)| y - steepness * x);
    let left = sorted_sum(off.map(|off| off * off));
    let slope = kept("the slope", steepness * unit)?;
    let (n, freedom) = (count(&x.parts), count(&x.parts) - 2.0);
    let slope_error = kept("the standard error", (left / freedom / of_x).sqrt() * unit)?;
    let from_zero = x.mean / x.largest;
    let reach = (of_x / n + from_zero * from_zero).sqrt() * x.largest;
    Ok(Line {
        method: "least squares",
        n: x.parts.len(),
        slope,
        intercept: kept("the intercept", y.mean - slope * x.mean)?,
        slope_error,
        intercept_error: kept("the standard error", slope_error * reach)?,
        correlation: kept("the correlation", joint / (of_x.sqrt() * of_y.sqrt()))?.clamp(-1.0, 1.0),
        p_value: student_outside((left / of_y).min(1.0), freedom),
    })
}

impl Line {
    /// The y of the line at an x.
    #[must_use]
    pub fn at(&self, x: f64) -> f64 {
        self.intercept + self.slope * x
    }

    /// Between which slopes the true one lies with this confidence.
    ///
    /// # Errors
    ///
    /// For a confidence of 0 or 1.
    pub fn interval(&self, confidence: Share) -> Result<Interval, Undefined> {
        check_share("the confidence", confidence)?;
        let freedom = float(self.n.saturating_sub(2) as u64);
        let reach = kept("the interval", student_quantile(confidence, freedom) * self.slope_error)?;
        Ok(Interval::new(self.slope - reach, self.slope + reach))
    }

    /// What was found, in words, at this significance.
    #[must_use]
    pub fn interpretation(&self, significance: Share) -> String {
        let course = match self.slope {
            slope if slope < 0.0 => format!("Falls by {} a unit of x", figure(-slope)),
            slope if slope > 0.0 => format!("Rises by {} a unit of x", figure(slope)),
            _ => "Neither rises nor falls".to_owned(),
        };
        format!(
            "{course} ({}, {}, {} of the variance); {}.",
            self.method,
            counted(self.n, "value"),
            percent(self.correlation * self.correlation),
            as_much(self.p_value, significance),
        )
    }
}
