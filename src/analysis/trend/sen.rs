use serde::Serialize;

use super::mann_kendall::{score_variance, seasons};
use super::slopes::Slopes;
use crate::analysis::distribution::{float, two_sided_quantile};
use crate::analysis::series::{check, check_share, count, median, pairs, sorted};
use crate::analysis::wording::{figure, percent};
use crate::analysis::{Interval, Undefined};
use crate::quantity::Share;

/// A line through a series with the median of all slopes.
///
/// ```
/// use service_quality::analysis::trend;
/// let slope = trend::sen_slope(&[1.0, 2.0, 3.0, 40.0, 5.0])?;
/// assert_eq!(slope.interpretation(), "Rises by 1 a step, in the median of the slopes of 5 values.");
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SenSlope {
    /// The method.
    pub method: &'static str,
    /// How many values were given.
    pub n: usize,
    /// By how much the series rises in a step, or, for a seasonal one, in a whole cycle.
    pub slope: f64,
    /// The height of the line at the first value.
    pub intercept: f64,
    /// Of how many steps the unit of the slope is.
    pub steps: usize,
}

/// A line through a series with the median of all slopes, and how sure the slope is.
///
/// ```
/// use service_quality::analysis::trend;
/// let hours = [7.1, 6.9, 7.0, 6.4, 6.6, 6.1, 6.2, 5.8];
/// let slope = trend::theil_sen(&hours, "0.95".parse()?)?;
/// assert_eq!(
///     slope.interpretation(),
///     "Falls by 0.193 a step, in the median of the slopes of 8 values; from -0.25 to -0.1 with a confidence of 95.0 %."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TheilSen {
    /// The method.
    pub method: &'static str,
    /// How many values were given.
    pub n: usize,
    /// By how much the series rises in a step.
    pub slope: f64,
    /// The height of the line at the first value.
    pub intercept: f64,
    /// Between which slopes the true one lies.
    pub interval: Interval,
    /// With which confidence.
    pub confidence: Share,
}

/// The median of the slopes between any two values: Sen, *Estimates of the regression coefficient based on Kendall's
/// tau* (1968). Up to 29 % of the values may be wild without harm.
///
/// The intercept is the median of the values less the slope times the median of the steps, which are 0, 1, 2, …. Looks
/// at all n(n−1)/2 slopes a few times, and keeps no more than four million of them.
///
/// ```
/// use service_quality::analysis::trend;
/// let slope = trend::sen_slope(&[2.0, 4.0, 6.0, 99.0, 10.0])?;
/// assert_eq!((slope.slope, slope.intercept), (2.0, 2.0));
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of fewer than two values or more than 10 000, and of one that is not finite or beyond ±1e100.
pub fn sen_slope(values: &[f64]) -> Result<SenSlope, Undefined> {
    check("values", values, 2)?;
    Ok(through("Sen's slope", values, Slopes::new(&[values.to_vec()])?.median()?, 1))
}

/// The median of the slopes between any two values of the same season, per cycle: Hirsch, Slack and Smith, *Techniques
/// of trend analysis for monthly water quality data* (1982).
///
/// ```
/// use service_quality::analysis::trend;
/// let slope = trend::seasonal_sen_slope(&[4.0, 9.0, 2.0, 6.0, 5.0, 10.0, 3.0, 7.0], 4)?;
/// assert_eq!(slope.interpretation(), "Rises by 1 in 4 steps, in the median of the slopes of 8 values.");
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// As [`sen_slope`], for a period of 0, and of too few values for one pair in any season.
pub fn seasonal_sen_slope(values: &[f64], period: usize) -> Result<SenSlope, Undefined> {
    let seasons = seasons(values, period)?;
    Ok(through("seasonal Sen's slope", values, Slopes::new(&seasons)?.median()?, period))
}

fn through(method: &'static str, values: &[f64], slope: f64, steps: usize) -> SenSlope {
    let middle = (count(values) - 1.0) / 2.0 / float(steps as u64);
    let intercept = median(&sorted(values)) - middle * slope;
    SenSlope { method, n: values.len(), slope, intercept, steps }
}

/// The line of [`sen_slope`] with an interval of its slope.
///
/// With N slopes and the variance of S of [`mann_kendall`](super::mann_kendall), the ends are the slopes whose ranks are
/// (N ∓ z·√variance)/2, rounded to whole ones, the lower less one. Where these ranks lie outside of all slopes the values
/// are too few for the confidence; other programs then give the outermost slopes.
///
/// ```
/// use service_quality::analysis::trend;
/// let values = [3.0, 5.0, 4.0, 6.0, 8.0, 7.0, 9.0, 12.0];
/// let slope = trend::theil_sen(&values, "0.95".parse()?)?;
/// assert!(slope.interval.contains(slope.slope) && slope.interval.low() > 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`sen_slope`], of too few values for the confidence, and for one of 0 or 1.
pub fn theil_sen(values: &[f64], confidence: Share) -> Result<TheilSen, Undefined> {
    check_share("the confidence", confidence)?;
    check("values", values, 2)?;
    let lists = [values.to_vec()];
    let slopes = Slopes::new(&lists)?;
    let n = values.len() as u64;
    let reach = two_sided_quantile(confidence) * score_variance(n, &sorted(values)).sqrt();
    let Some((low, high)) = outer_ranks(slopes.len(), reach) else {
        let enough = |n: &usize| {
            let n = *n as u64;
            outer_ranks(pairs(n), two_sided_quantile(confidence) * score_variance(n, &[]).sqrt()).is_some()
        };
        let needed = (values.len()..=LARGEST_NEED).find(enough).unwrap_or(LARGEST_NEED);
        return Err(Undefined::TooFew { what: "values", given: values.len(), needed });
    };
    let [lower, upper] = slopes.middle();
    let [low, lower, upper, high] = slopes.ranked([low, lower, upper, high])?;
    let SenSlope { n, slope, intercept, .. } = through("", values, f64::midpoint(lower, upper), 1);
    Ok(TheilSen { method: "Theil-Sen", n, slope, intercept, interval: Interval::new(low, high), confidence })
}

/// The z of a share, which has nine places, is at most 6.1, and some 20 values are enough for it.
const LARGEST_NEED: usize = 64;

/// The ranks, from 0, of the slopes at the ends of the interval, where there are such.
fn outer_ranks(slopes: u64, reach: f64) -> Option<(u64, u64)> {
    let all = float(slopes);
    let low = ((all - reach) / 2.0).round_ties_even() - 1.0;
    let high = f64::midpoint(all, reach).round_ties_even();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, and between 0 and the number of slopes"
    )]
    let ranks = (low as u64, high as u64);
    (low >= 0.0 && high < all).then_some(ranks)
}

impl SenSlope {
    /// What was found, in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let unit = if self.steps == 1 { "a step".to_owned() } else { format!("in {} steps", self.steps) };
        format!("{}.", told(self.slope, &unit, self.n))
    }
}

impl TheilSen {
    /// What was found, in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        format!(
            "{}; from {} to {} with a confidence of {}.",
            told(self.slope, "a step", self.n),
            figure(self.interval.low()),
            figure(self.interval.high()),
            percent(crate::analysis::proportion::ratio(self.confidence)),
        )
    }
}

fn told(slope: f64, unit: &str, n: usize) -> String {
    let course = if slope > 0.0 {
        format!("Rises by {} {unit}", figure(slope))
    } else if slope < 0.0 {
        format!("Falls by {} {unit}", figure(-slope))
    } else {
        "Neither rises nor falls".to_owned()
    };
    format!("{course}, in the median of the slopes of {n} values")
}
