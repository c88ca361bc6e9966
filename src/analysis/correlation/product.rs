use super::{Coefficient, Correlation};
use crate::analysis::Undefined;
use crate::analysis::distribution::{float, student_outside};
use crate::analysis::series::{check_pairs, count, doubled_ranks, mean};

/// The correlation of Pearson, *Notes on regression and inheritance in the case of two parents* (1895): the covariance
/// over both standard deviations. Its probability is that of Student's t = r·√((n−2)/(1−r²)) with n − 2 degrees of
/// freedom, which holds for figures that are about normal.
///
/// ```
/// use service_quality::analysis::correlation;
/// let found = correlation::pearson(&[1.0, 2.0, 3.0, 5.0], &[2.0, 4.0, 6.0, 10.0])?;
/// assert!((found.coefficient - 1.0).abs() < 1e-15);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of fewer than three pairs, of lists of different length, of a value that is not finite or beyond ±1e100, and where all
/// values of a list are equal.
pub fn pearson(x: &[f64], y: &[f64]) -> Result<Correlation, Undefined> {
    check_pairs(x, y, 3)?;
    Ok(of_product(Coefficient::Pearson, x, y))
}

/// The correlation of Spearman, *The proof and measurement of association between two things* (1904): Pearson's of the
/// ranks, equal values sharing the middle rank. Its probability is that of the same t, an approximation that is good from
/// about ten pairs on.
///
/// ```
/// use service_quality::analysis::correlation;
/// let found = correlation::spearman(&[1.0, 2.0, 3.0, 5.0], &[2.0, 4.0, 60.0, 100.0])?;
/// assert!((found.coefficient - 1.0).abs() < 1e-15);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// As [`pearson`].
pub fn spearman(x: &[f64], y: &[f64]) -> Result<Correlation, Undefined> {
    check_pairs(x, y, 3)?;
    let ranks = |values| doubled_ranks(values).into_iter().map(float).collect::<Vec<f64>>();
    Ok(of_product(Coefficient::Spearman, &ranks(x), &ranks(y)))
}

fn of_product(method: Coefficient, x: &[f64], y: &[f64]) -> Correlation {
    let (x, y) = (deviations(x), deviations(y));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let (of_x, of_y, joint) = (product(&x, &x), product(&y, &y), product(&x, &y));
    let coefficient = (joint / (of_x * of_y).sqrt()).clamp(-1.0, 1.0);
    // What the line leaves over; 1 − r² would have lost its digits where r is near 1.
    let slope = joint / of_x;
    let left: f64 = x.iter().zip(&y).map(|(x, y)| (y - slope * x) * (y - slope * x)).sum();
    let p_value = student_outside((left / of_y).min(1.0), count(&x) - 2.0);
    Correlation { method, n: x.len(), coefficient, p_value }
}

/// The deviations from the mean, as parts of the largest: whatever the unit, their squares neither overflow nor vanish.
fn deviations(values: &[f64]) -> Vec<f64> {
    let mean = mean(values);
    let largest = values.iter().map(|value| (value - mean).abs()).fold(0.0, f64::max);
    values.iter().map(|value| (value - mean) / largest).collect()
}
