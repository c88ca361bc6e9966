use std::fmt;

use serde::Serialize;

use super::statistic::Family;
use super::{Measure, Statistic};
use crate::analysis::{Interval, distribution, proportion};
use crate::quantity::{Number, Share};

/// What a survey says: an exact value, and beside it, in `f64`, how surely it says so.
///
/// The standard error of a weighted figure is that of the linearised ratio Σwx / Σw, √Σw²(x − x̄)² / Σw; without
/// weights this is √(variance / n): for the net promoter score p + d − (p − d)² is the variance. It takes respondents as
/// independent and the sample as small against all customers; [several answers of one](Measure::figure) are taken together.
///
/// ```
/// use service_quality::survey::{ScaleTally, Statistic};
///
/// let answers = ScaleTally::of_counts([(10, 400), (8, 350), (5, 250)])?;
/// let nps = answers.figure(&Statistic::nps()).ok_or("nobody answered")?;
/// assert_eq!(nps.value(), 15.into());
/// assert!((nps.standard_error() - 2.505).abs() < 0.001);
/// let interval = nps.interval("0.95".parse()?).ok_or("no interval")?;
/// assert_eq!(interval.to_string(), "10.0903 to 19.9097");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figure {
    value: Number,
    n: u64,
    effective_n: f64,
    standard_error: f64,
    standard_error_sample: Option<f64>,
    #[serde(skip)]
    basis: Basis,
}

/// What an interval is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Basis {
    /// One statistic of one tally: its kind, the mean of the values, their variance.
    Answers { family: Family, mean: f64, variance: f64 },
    /// Parts with weights.
    Parts,
}

/// What a tally tells of a statistic's error, in the unit of single answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sums {
    pub(super) n: u64,
    pub(super) effective_n: f64,
    pub(super) mean: f64,
    pub(super) variance: f64,
    pub(super) error: f64,
}

impl Figure {
    pub(super) fn of(value: Number, sums: &Sums, statistic: Statistic) -> Self {
        let (times, per) = statistic.unit();
        let standard_error = sums.error * f64::from(times) / f64::from(per);
        Self {
            value,
            n: sums.n,
            effective_n: sums.effective_n,
            standard_error,
            standard_error_sample: sample(standard_error, sums.n),
            basis: Basis::Answers { family: statistic.family(), mean: sums.mean, variance: sums.variance },
        }
    }

    pub(super) fn of_parts(value: Number, n: u64, effective_n: f64, standard_error: f64) -> Self {
        let standard_error_sample = sample(standard_error, n);
        Self { value, n, effective_n, standard_error, standard_error_sample, basis: Basis::Parts }
    }

    /// The value, in the statistic's unit: percent, percentage points, points or an index.
    #[must_use]
    pub const fn value(&self) -> Number {
        self.value
    }

    /// The answers that it counts; of a figure of several, the respondents to the part that the fewest answered.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// How many unweighted answers, or respondents, would tell as much; n where nothing is weighted. Kish (1965).
    #[must_use]
    pub const fn effective_n(&self) -> f64 {
        self.effective_n
    }

    /// The standard error, in the statistic's unit: 0 where all answers are alike.
    #[must_use]
    pub const fn standard_error(&self) -> f64 {
        self.standard_error
    }

    /// The standard error with n − 1 in place of n, as an estimate from a sample; absent for one answer.
    #[must_use]
    pub const fn standard_error_sample(&self) -> Option<f64> {
        self.standard_error_sample
    }

    /// The variance of a single answer, where one in a box counts 1 and one that takes a net down −1, and a mean counts
    /// points: p(1 − p), p + d − (p − d)², σ². Absent for a figure of several answers each.
    #[must_use]
    pub const fn variance(&self) -> Option<f64> {
        match self.basis {
            Basis::Answers { variance, .. } => Some(variance),
            Basis::Parts => None,
        }
    }

    /// In which interval the true value lies; absent for a confidence of 0 or 1.
    ///
    /// Shares have the score interval of Wilson, on the effective n: it holds for few answers and stays within 0 and
    /// 100. The others have value ± [margin](Self::margin), which may reach beyond the ends of the scale, and has no width
    /// where all answers are alike: that tells nothing of others, so that the
    /// [uncertainty of an indicator](crate::indicator::Indicator::uncertainty) is absent there, and for a net of an effective
    /// n below 2.
    #[must_use]
    pub fn interval(&self, confidence: Share) -> Option<Interval> {
        match self.basis {
            Basis::Answers { family: Family::Share, mean, .. } => percent(mean, self.effective_n, confidence),
            _ => about(self.approximate(), self.margin(confidence)?),
        }
    }

    /// How far the interval reaches to either side; absent for a confidence of 0 or 1, and for shares, whose interval is
    /// not symmetric.
    ///
    /// Nets have z · [standard error](Self::standard_error). Means, and figures of several parts, have
    /// t · [that of a sample](Self::standard_error_sample) with one degree of freedom less than the effective n, since few
    /// answers tell little of the spread; and none where that n is below 2.
    #[must_use]
    pub fn margin(&self, confidence: Share) -> Option<f64> {
        margin(self.family(), self.told_error()?, self.effective_n, confidence)
    }

    /// The interval, where answers differ and are enough for one.
    pub(crate) fn told_interval(&self, confidence: Share) -> Option<Interval> {
        let told = is_told(self.family(), self.told_error(), self.effective_n);
        self.interval(confidence).filter(|_| told)
    }

    /// The standard error that the interval stands on: of a mean and of several parts that of a sample.
    pub(crate) fn told_error(&self) -> Option<f64> {
        match self.family() {
            Some(Family::Share | Family::Net) => Some(self.standard_error),
            Some(Family::Mean) | None => self.standard_error_sample,
        }
    }

    /// Absent for a figure of several parts.
    const fn family(&self) -> Option<Family> {
        match self.basis {
            Basis::Answers { family, .. } => Some(family),
            Basis::Parts => None,
        }
    }

    /// The value as the nearest float.
    fn approximate(&self) -> f64 {
        distribution::billionths(self.value.to_scaled())
    }
}

impl Measure {
    /// The interval about a value of the measure that has been rounded and stored with its standard error.
    pub(crate) fn interval(
        &self,
        value: f64,
        standard_error: Option<f64>,
        effective_n: f64,
        confidence: Share,
    ) -> Option<Interval> {
        match self.family() {
            family if !is_told(family, standard_error, effective_n) => None,
            Some(Family::Share) => percent((value / 100.0).clamp(0.0, 1.0), effective_n, confidence),
            family => about(value, margin(family, standard_error?, effective_n, confidence)?),
        }
    }
}

/// The score interval of Wilson, in percent.
fn percent(share: f64, effective_n: f64, confidence: Share) -> Option<Interval> {
    let share = proportion::score_interval(share, effective_n, confidence).ok()?;
    Some(Interval::new(100.0 * share.low(), 100.0 * share.high()))
}

#[expect(clippy::unnecessary_wraps, reason = "the arm of a match whose others may be absent")]
fn about(value: f64, margin: f64) -> Option<Interval> {
    Some(Interval::new(value - margin, value + margin))
}

/// Whether there is more to an interval than its middle: that of a share has a width whatever was answered.
fn is_told(family: Option<Family>, error: Option<f64>, effective_n: f64) -> bool {
    family == Some(Family::Share) || (effective_n > FEWEST && error.is_some_and(|error| error > 0.0))
}

/// Two, but for rounding.
const FEWEST: f64 = 2.0 - 1e-8;

/// How far an interval reaches to either side.
fn margin(family: Option<Family>, error: f64, effective_n: f64, confidence: Share) -> Option<f64> {
    if confidence == Share::ZERO || confidence == Share::ONE {
        return None;
    }
    match family {
        Some(Family::Share) => None,
        Some(Family::Mean) | None => (effective_n > FEWEST)
            .then(|| distribution::student_quantile(confidence, effective_n - 1.0) * error),
        Some(Family::Net) => Some(distribution::two_sided_quantile(confidence) * error),
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} (n {})", self.value, self.n)
    }
}

/// √(n / (n − 1)) times the standard error.
fn sample(standard_error: f64, n: u64) -> Option<f64> {
    let freedom = n.checked_sub(1).filter(|freedom| *freedom > 0)?;
    Some(standard_error * (distribution::float(n) / distribution::float(freedom)).sqrt())
}
