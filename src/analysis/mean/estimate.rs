use serde::Serialize;

use crate::analysis::distribution::{float, student_quantile};
use crate::analysis::series::out_of_range;
use crate::analysis::values::{Moments, inner};
use crate::analysis::wording::{figures, sentences};
use crate::analysis::{Interval, Undefined};
use crate::quantity::Share;

/// In which interval the true mean lies: mean ± t·s/√n with the two-sided quantile t of Student's distribution with
/// n − 1 degrees of freedom, and s the standard deviation of the sample with divisor n − 1.
///
/// ```
/// use service_quality::analysis::mean;
///
/// let interval = mean::interval(4.1, 0.8, 25, "0.95".parse()?)?;
/// assert_eq!(interval.to_string(), "3.7698 to 4.4302");
/// let refused = mean::interval(4.1, 0.0, 1, "0.95".parse()?).unwrap_err();
/// assert_eq!(refused.to_string(), "n is 1; allowed is 2 or more");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Undefined::OutOfRange`] for fewer than two values, for a mean or deviation that is no finite number, for a negative
/// deviation, for a confidence of 0 or 1, and where the interval is wider than floats reach.
pub fn interval(mean: f64, deviation: f64, n: u64, confidence: Share) -> Result<Interval, Undefined> {
    reach(mean, deviation, n, confidence).map(|(_, interval)| interval)
}

/// The quantile and the interval.
fn reach(mean: f64, deviation: f64, n: u64, confidence: Share) -> Result<(f64, Interval), Undefined> {
    inner("confidence", confidence)?;
    if !mean.is_finite() {
        return Err(out_of_range("mean", &mean, "a finite number"));
    }
    if !(deviation.is_finite() && deviation >= 0.0) {
        return Err(out_of_range("standard deviation", &deviation, "a finite number, 0 or more"));
    }
    if n < 2 {
        return Err(out_of_range("n", &n, "2 or more"));
    }
    let n = float(n);
    let quantile = student_quantile(confidence, n - 1.0);
    let reach = quantile * deviation / n.sqrt();
    let (low, high) = (mean - reach, mean + reach);
    if !(low.is_finite() && high.is_finite()) {
        return Err(out_of_range("standard deviation", &deviation, "one whose interval floats reach"));
    }
    Ok((quantile, Interval::new(low, high)))
}

/// A mean with the interval that the true one lies in.
///
/// ```
/// use service_quality::analysis::mean;
///
/// let found = mean::estimate(&[3.8, 3.6, 4.5, 4.1, 3.7, 4.4], "0.95".parse()?)?;
/// assert_eq!(
///     found.interpretation(),
///     "The mean of 6 values is 4.02; the true mean lies between 3.62 and 4.41 with a confidence of 0.95 \
///      (Student's t). Fewer than 15 values: the interval then assumes values that are nearly normal."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// How many values.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, with divisor n − 1.
    pub deviation: f64,
    /// The deviation over √n.
    pub standard_error: f64,
    /// Student's quantile: how many standard errors the interval reaches.
    pub quantile: f64,
    /// With which confidence the interval holds the true mean.
    pub confidence: Share,
    /// How the interval was formed.
    pub method: &'static str,
    /// Where the true mean lies.
    pub interval: Interval,
}

/// The mean of values with its [`interval()`]; it does not depend on their order.
///
/// # Errors
/// [`Undefined::TooFew`] below two values; [`Undefined::NotFinite`]; [`Undefined::OutOfRange`] for values beyond 10¹⁰⁰
/// and a confidence of 0 or 1.
pub fn estimate(values: &[f64], confidence: Share) -> Result<Estimate, Undefined> {
    let Moments { n, mean, deviation } = Moments::of("values", values)?;
    let (quantile, interval) = reach(mean, deviation, n as u64, confidence)?;
    let standard_error = deviation / float(n as u64).sqrt();
    let method = "Student's t";
    Ok(Estimate { n, mean, deviation, standard_error, quantile, confidence, method, interval })
}

/// With fewer values the mean is not near to normal by itself.
pub(super) const FEW: usize = 15;

impl Estimate {
    /// The finding in words, with a caution where the values are few.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let Self { n, mean, confidence, method, interval, .. } = self;
        let [low, mean, high] = figures([interval.low(), *mean, interval.high()]);
        let found = format!(
            "The mean of {n} values is {mean}; the true mean lies between {low} and {high} with a confidence of \
             {confidence} ({method})",
        );
        let caution = (*n < FEW).then(|| {
            format!("Fewer than {FEW} values: the interval then assumes values that are nearly normal")
        });
        sentences([Some(found), caution])
    }
}
