//! Which values do not belong (离群值)? Two rules that the outliers themselves cannot bend, and quantiles.

use serde::Serialize;

use super::series::{check, kept, median, out_of_range, quantile, sorted};
use super::wording::{counted, figure};
use super::{Interval, Undefined, proportion};
use crate::quantity::Share;

/// How far each value lies from the median, in robust standard deviations.
///
/// ```
/// use service_quality::analysis::outlier;
///
/// let days = [4.1, 4.3, 3.9, 4.0, 12.5, 4.2, 4.4];
/// let scores = outlier::modified_scores(&days, 3.5)?;
/// assert_eq!(scores.outliers, [4]);
/// assert_eq!(scores.interpretation(), "1 of 7 values lies further than 3.5 robust deviations from the median 4.2.");
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ModifiedScores {
    /// The method.
    pub method: &'static str,
    /// How many values were given.
    pub n: usize,
    /// The median.
    pub median: f64,
    /// The median of the distances from the median (MAD).
    pub median_deviation: f64,
    /// 0.6745 × (value − median) / MAD, for each value.
    pub scores: Vec<f64>,
    /// Beyond which score, on either side, a value is an outlier.
    pub threshold: f64,
    /// The positions of the outliers.
    pub outliers: Vec<usize>,
}

/// Scores each value by its distance from the median: Iglewicz and Hoaglin, *How to detect and handle outliers* (1993),
/// who advise a threshold of 3.5.
///
/// ```
/// use service_quality::analysis::outlier;
/// let scores = outlier::modified_scores(&[1.0, 2.0, 3.0, 4.0, 50.0], 3.5)?;
/// assert_eq!((scores.median, scores.median_deviation), (3.0, 1.0));
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of no values, of one that is not finite or beyond ±1e100, for a threshold that is not above 0, and where half of the
/// values or more equal the median, which leaves no deviation to measure with; the [`fences`] may still do.
pub fn modified_scores(values: &[f64], threshold: f64) -> Result<ModifiedScores, Undefined> {
    check("values", values, 1)?;
    check_positive("the threshold", threshold)?;
    let median = median(&sorted(values));
    let distances: Vec<f64> = values.iter().map(|value| (value - median).abs()).collect();
    let median_deviation = super::series::median(&sorted(&distances));
    if median_deviation <= 0.0 {
        return Err(Undefined::Constant { what: "values in the middle half" });
    }
    let score = |value: &f64| kept("a score", 0.6745 * (value - median) / median_deviation);
    let scores = values.iter().map(score).collect::<Result<Vec<f64>, _>>()?;
    let outliers = positions(&scores, |score| score.abs() > threshold);
    let (method, n) = ("modified z-scores", values.len());
    Ok(ModifiedScores { method, n, median, median_deviation, scores, threshold, outliers })
}

/// The quartiles, and the fences that stand so many interquartile ranges outside of them.
///
/// ```
/// use service_quality::analysis::outlier;
///
/// let days = [4.1, 4.3, 3.9, 4.0, 12.5, 4.2, 4.4];
/// let fences = outlier::fences(&days, 1.5)?;
/// assert_eq!(fences.outliers, [4]);
/// assert_eq!(fences.interpretation(), "1 of 7 values lies outside of the fences 3.6 and 4.8.");
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Fences {
    /// The method.
    pub method: &'static str,
    /// How many values were given.
    pub n: usize,
    /// The lower quartile.
    pub lower_quartile: f64,
    /// The upper quartile.
    pub upper_quartile: f64,
    /// Between the fences, which count as inside.
    pub interval: Interval,
    /// How many interquartile ranges they stand outside of the quartiles.
    pub factor: f64,
    /// The positions of the values outside.
    pub outliers: Vec<usize>,
}

/// Sets fences around the middle half of the values: Tukey, *Exploratory data analysis* (1977), who set the inner ones at
/// a factor of 1.5 and the outer ones at 3. The quartiles are those of [`quantiles`].
///
/// ```
/// use service_quality::analysis::outlier;
/// let fences = outlier::fences(&[1.0, 2.0, 3.0, 4.0, 50.0], 1.5)?;
/// assert_eq!((fences.interval.low(), fences.interval.high()), (-1.0, 7.0));
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of no values, of one that is not finite or beyond ±1e100, and for a factor that is not above 0.
pub fn fences(values: &[f64], factor: f64) -> Result<Fences, Undefined> {
    check("values", values, 1)?;
    check_positive("the factor", factor)?;
    let sorted = sorted(values);
    let (lower_quartile, upper_quartile) = (quantile(&sorted, 0.25), quantile(&sorted, 0.75));
    let reach = kept("the reach of the fences", factor * (upper_quartile - lower_quartile))?;
    let interval = Interval::new(lower_quartile - reach, upper_quartile + reach);
    let outliers = positions(values, |value| !interval.contains(value));
    Ok(Fences {
        method: "Tukey's fences",
        n: values.len(),
        lower_quartile,
        upper_quartile,
        interval,
        factor,
        outliers,
    })
}

/// The values below which these shares of the list lie, between neighbours on a straight line: type 7 of Hyndman and Fan,
/// *Sample quantiles in statistical packages* (1996), the default of R and of spreadsheets.
///
/// The limits for winsorising at 5 % and 95 % are the quantiles of 0.05 and 0.95.
///
/// ```
/// use service_quality::analysis::outlier;
/// let limits = outlier::quantiles(&[5.0, 1.0, 3.0, 2.0, 4.0], &["0".parse()?, "0.5".parse()?, "0.9".parse()?])?;
/// assert_eq!(limits, [1.0, 3.0, 4.6]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Of no values, and of one that is not finite or beyond ±1e100.
pub fn quantiles(values: &[f64], shares: &[Share]) -> Result<Vec<f64>, Undefined> {
    check("values", values, 1)?;
    let sorted = sorted(values);
    Ok(shares.iter().map(|share| quantile(&sorted, proportion::ratio(*share))).collect())
}

impl ModifiedScores {
    /// What was found, in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        format!(
            "{} further than {} robust deviations from the median {}.",
            lie(self.outliers.len(), self.n),
            figure(self.threshold),
            figure(self.median)
        )
    }
}

impl Fences {
    /// What was found, in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        format!(
            "{} outside of the fences {} and {}.",
            lie(self.outliers.len(), self.n),
            figure(self.interval.low()),
            figure(self.interval.high())
        )
    }
}

fn lie(outliers: usize, n: usize) -> String {
    match outliers {
        0 => format!("None of {} lies", counted(n, "value")),
        1 => format!("1 of {} lies", counted(n, "value")),
        many => format!("{many} of {} lie", counted(n, "value")),
    }
}

fn check_positive(what: &'static str, value: f64) -> Result<(), Undefined> {
    if value.is_finite() && value > 0.0 {
        return Ok(());
    }
    Err(out_of_range(what, &value, "more than 0, and finite"))
}

fn positions(values: &[f64], is_outlier: impl Fn(f64) -> bool) -> Vec<usize> {
    values.iter().enumerate().filter(|(_, value)| is_outlier(**value)).map(|(position, _)| position).collect()
}
