use std::fmt;

use serde::{Deserialize, Serialize};

use super::estimate::FEW;
use crate::analysis::distribution::{float, square, student_quantile};
use crate::analysis::values::{Moments, inner, is_rounding};
use crate::analysis::wording::{by, by_chance, moved, sentences, with_interval};
use crate::analysis::{Interval, PValue, Undefined};
use crate::quantity::Share;

/// What the [test](test()) of two means takes the variances to be.
///
/// ```
/// use service_quality::analysis::mean::Variances;
/// assert_eq!(Variances::default().to_string(), "Welch's t-test");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variances {
    /// Each group's own: Welch, *The generalization of "Student's" problem* (1947). Right where they differ, and hardly
    /// less sharp where they do not.
    #[default]
    Unequal,
    /// The same in both: Student's test with the pooled variance.
    Equal,
}

/// What a test knows of one group.
///
/// ```
/// use service_quality::analysis::mean::{self, Variances};
/// let found = mean::test(&[1.0, 2.0, 3.0], &[2.0, 4.0], "0.95".parse()?, Variances::Unequal)?;
/// assert_eq!((found.before.n, found.after.n), (3, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Sample {
    /// How many values.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, with divisor n − 1.
    pub deviation: f64,
    /// Its square.
    pub variance: f64,
}

/// Whether a mean moved by more than chance does; differences are after less before.
///
/// ```
/// use service_quality::analysis::mean::{self, Variances};
///
/// let (before, after) = ([11.6, 16.9, 9.8, 11.2, 5.6], [15.9, 25.6, 24.6, 44.4, 35.3]);
/// let found = mean::test(&before, &after, "0.95".parse()?, Variances::Equal)?;
/// assert!((found.t - 3.4748).abs() < 1e-4 && found.p_value.two_sided() < 0.01, "{found:?}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Test {
    /// The values before.
    pub before: Sample,
    /// The values after.
    pub after: Sample,
    /// The mean after less that before.
    pub difference: f64,
    /// The standard error of the difference.
    pub standard_error: f64,
    /// The difference in standard errors.
    pub t: f64,
    /// Of Student's distribution.
    pub freedom: f64,
    /// How probable a difference as large is where the true means are equal.
    pub p_value: PValue,
    /// With which confidence the interval holds the true difference.
    pub confidence: Share,
    /// Where the true difference lies.
    pub interval: Interval,
    /// What the variances are taken to be.
    pub variances: Variances,
}

/// Tests whether the means of two independent samples differ (两独立样本 t 检验); neither order matters.
///
/// # Errors
/// [`Undefined::TooFew`] below two values in a group; [`Undefined::Constant`] where the values of both groups do not vary;
/// [`Undefined::NotFinite`]; [`Undefined::OutOfRange`] for values beyond 10¹⁰⁰ and a confidence of 0 or 1.
pub fn test(
    before: &[f64],
    after: &[f64],
    confidence: Share,
    variances: Variances,
) -> Result<Test, Undefined> {
    inner("confidence", confidence)?;
    let before = Sample::of(Moments::of("before", before)?);
    let after = Sample::of(Moments::of("after", after)?);
    let size = before.mean.abs().max(after.mean.abs());
    if is_rounding(before.deviation.max(after.deviation), size) {
        return Err(Undefined::Constant { what: "values of each group" });
    }
    let (standard_error, freedom) = match variances {
        Variances::Unequal => {
            let (one, other) = (before.error(), after.error());
            let error = libm::hypot(one, other);
            // As parts of the whole, whose squares are neither too large nor too small.
            let (one, other) = (square(one / error), square(other / error));
            (error, (square(one) / before.freedom() + square(other) / after.freedom()).recip())
        }
        Variances::Equal => {
            let each = before.count().recip() + after.count().recip();
            (pooled(&before, &after) * each.sqrt(), before.freedom() + after.freedom())
        }
    };
    let difference = after.mean - before.mean;
    let t = difference / standard_error;
    let p_value = PValue::student(t, freedom);
    let reach = student_quantile(confidence, freedom) * standard_error;
    let interval = Interval::new(difference - reach, difference + reach);
    Ok(Test {
        before,
        after,
        difference,
        standard_error,
        t,
        freedom,
        p_value,
        confidence,
        interval,
        variances,
    })
}

/// The pooled standard deviation.
fn pooled(before: &Sample, after: &Sample) -> f64 {
    let root = |sample: &Sample| sample.deviation * sample.freedom().sqrt();
    libm::hypot(root(before), root(after)) / (before.freedom() + after.freedom()).sqrt()
}

impl Sample {
    fn of(Moments { n, mean, deviation }: Moments) -> Self {
        Self { n, mean, deviation, variance: square(deviation) }
    }

    fn count(&self) -> f64 {
        float(self.n as u64)
    }

    fn freedom(&self) -> f64 {
        self.count() - 1.0
    }

    fn error(&self) -> f64 {
        self.deviation / self.count().sqrt()
    }
}

impl Test {
    /// Cohen's d (效应量): the difference in pooled standard deviations. Some 0.2 is small, 0.5 middling, 0.8 large.
    #[must_use]
    pub fn cohens_d(&self) -> f64 {
        self.difference / pooled(&self.before, &self.after)
    }

    /// Hedges's g: d less its bias in small samples, by the factor 1 − 3/(4(n₀+n₁−2) − 1). Hedges (1981).
    #[must_use]
    pub fn hedges_g(&self) -> f64 {
        let freedom = self.before.freedom() + self.after.freedom();
        self.cohens_d() * (1.0 - 3.0 / (4.0 * freedom - 1.0))
    }

    /// The finding in words, with a caution where the values are few.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let moved = moved("The mean", self.before.mean, self.after.mean);
        let change = with_interval(self.difference, self.interval, self.confidence);
        let what = format!("{} a difference as large", by(&self.variances));
        let verdict = by_chance(&what, self.p_value.two_sided(), self.confidence);
        let caution = (self.before.n.min(self.after.n) < FEW).then(|| {
            format!("Fewer than {FEW} values in a group: the test then assumes values that are nearly normal")
        });
        sentences([Some(format!("{moved}, a change of {change}; {verdict}")), caution])
    }
}

impl fmt::Display for Variances {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unequal => "Welch's t-test",
            Self::Equal => "Student's t-test",
        })
    }
}
