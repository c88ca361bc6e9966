//! Means of samples (均值).

use super::Interval;
use super::distribution::{float, student_quantile};
use crate::quantity::Share;

/// In which interval the true mean lies: mean ± t·s/√n with the two-sided quantile t of Student's distribution with
/// n − 1 degrees of freedom, and s the standard deviation of the sample with divisor n − 1.
///
/// Absent for fewer than two values, for a mean or deviation that is no finite number, for a negative deviation, and for
/// a confidence of 0 or 1.
///
/// ```
/// use service_quality::analysis::mean;
///
/// let interval = mean::interval(4.1, 0.8, 25, "0.95".parse()?).ok_or("too few values")?;
/// assert_eq!(interval.to_string(), "3.7698 to 4.4302");
/// assert_eq!(mean::interval(4.1, 0.0, 1, "0.95".parse()?), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn interval(mean: f64, deviation: f64, n: u64, confidence: Share) -> Option<Interval> {
    let usable = mean.is_finite() && deviation.is_finite() && deviation >= 0.0;
    if !usable || n < 2 || confidence == Share::ZERO || confidence == Share::ONE {
        return None;
    }
    let n = float(n);
    let reach = student_quantile(confidence, n - 1.0) * deviation / n.sqrt();
    Some(Interval::new(mean - reach, mean + reach))
}
