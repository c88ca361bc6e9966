use serde::Serialize;

use crate::analysis::Undefined;
use crate::analysis::distribution::float;
use crate::analysis::series::{self, check, count, kept, mean, out_of_range, sorted, squares, varied};
use crate::analysis::wording::{counted, figure};

/// Breaks set by a rule.
///
/// ```
/// use service_quality::analysis::classes;
/// let breaks = classes::quantile(&[1.0, 2.0, 3.0, 4.0, 50.0], 4)?;
/// assert_eq!(breaks.interpretation(), "Classes of 5 values by quantiles, with breaks at 1, 2, 3, 4, 50.");
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Breaks {
    /// The method.
    pub method: &'static str,
    /// How many values were given.
    pub n: usize,
    /// The breaks, in ascending order.
    pub breaks: Vec<f64>,
}

/// The ends of k classes of equal width between the smallest and the largest value.
///
/// ```
/// use service_quality::analysis::classes;
/// assert_eq!(classes::equal_interval(&[3.0, 1.0, 9.0], 4)?.breaks, [1.0, 3.0, 5.0, 7.0, 9.0]);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of no values, of one that is not finite or beyond ±1e100, where all are equal, and for no classes or more than a million.
pub fn equal_interval(values: &[f64], k: usize) -> Result<Breaks, Undefined> {
    let sorted = parted(values, k)?;
    let (low, high) = (series::quantile(&sorted, 0.0), series::quantile(&sorted, 1.0));
    let step = (high - low) / float(k as u64);
    let inner = (0..k as u64).map(|place| low + step * float(place));
    Ok(Breaks { method: "equal width", n: values.len(), breaks: inner.chain([high]).collect() })
}

/// The ends of k classes with about as many values each: the quantiles of type 7 of
/// [`quantiles`](crate::analysis::outlier::quantiles).
///
/// ```
/// use service_quality::analysis::classes;
/// assert_eq!(classes::quantile(&[1.0, 2.0, 3.0, 4.0, 50.0], 2)?.breaks, [1.0, 3.0, 50.0]);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// As [`equal_interval`].
pub fn quantile(values: &[f64], k: usize) -> Result<Breaks, Undefined> {
    let sorted = parted(values, k)?;
    let part = |place: u64| series::quantile(&sorted, float(place) / float(k as u64));
    Ok(Breaks { method: "quantiles", n: values.len(), breaks: (0..=k as u64).map(part).collect() })
}

/// Breaks at the mean and whole standard deviations on either side of it, as many as `reach`; the deviation is that of a
/// sample, with the divisor n − 1. Breaks may lie outside of the values.
///
/// ```
/// use service_quality::analysis::classes;
/// assert_eq!(classes::standard_deviation(&[1.0, 2.0, 3.0], 2)?.breaks, [0.0, 1.0, 2.0, 3.0, 4.0]);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// As [`equal_interval`], with `reach` for the number of classes.
pub fn standard_deviation(values: &[f64], reach: usize) -> Result<Breaks, Undefined> {
    parted(values, reach)?;
    let (mean, deviation) = (mean(values), (squares(values) / (count(values) - 1.0)).sqrt());
    let steps = (1..=reach as u64).map(float);
    let breaks = steps.clone().rev().map(|step| -step).chain([0.0]).chain(steps);
    let breaks = breaks.map(|step| kept("a break", mean + step * deviation)).collect::<Result<_, _>>()?;
    Ok(Breaks { method: "standard deviations", n: values.len(), breaks })
}

fn parted(values: &[f64], k: usize) -> Result<Vec<f64>, Undefined> {
    check("values", values, 1)?;
    varied("values", values)?;
    if !(1..=1_000_000).contains(&k) {
        return Err(out_of_range("the number of classes", &k, "from 1 to 1000000"));
    }
    Ok(sorted(values))
}

impl Breaks {
    /// What was found, in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let breaks: Vec<String> = self.breaks.iter().map(|value| figure(*value)).collect();
        format!(
            "Classes of {} by {}, with breaks at {}.",
            counted(self.n, "value"),
            self.method,
            breaks.join(", ")
        )
    }
}
