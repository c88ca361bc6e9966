use serde::Serialize;

use super::statistic::Family;
use super::{ScaleTally, Statistic};
use crate::analysis::distribution::two_sided_probability;
use crate::quantity::{Number, PLACES};

/// How far a figure moved between two independent samples, and how probable that is by chance.
///
/// ```
/// use service_quality::survey::{ScaleTally, Statistic, difference};
///
/// let before = ScaleTally::of_counts([(10, 400), (8, 350), (5, 250)])?;
/// let after = ScaleTally::of_counts([(10, 450), (8, 330), (5, 220)])?;
/// let found = difference(&before, &after, &Statistic::nps()).ok_or("nobody answered")?;
/// assert_eq!(found.difference(), 8.into());
/// assert!(found.p_value().is_some_and(|p| p < 0.05), "eight points are more than chance");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    #[serde(rename = "difference")]
    moved: Number,
    standard_error: f64,
    z: Option<f64>,
    p_value: Option<f64>,
}

impl Difference {
    /// After less before, in the statistic's unit: exact.
    #[must_use]
    pub const fn difference(&self) -> Number {
        self.moved
    }

    /// The standard error that z is formed with, in the statistic's unit.
    #[must_use]
    pub const fn standard_error(&self) -> f64 {
        self.standard_error
    }

    /// The difference in standard errors; absent where these are 0.
    #[must_use]
    pub const fn z(&self) -> Option<f64> {
        self.z
    }

    /// How probable so large a difference is, either way, if nothing changed: by the normal distribution. Absent where
    /// the standard error is 0.
    #[must_use]
    pub const fn p_value(&self) -> Option<f64> {
        self.p_value
    }
}

/// Compares a statistic between two independent samples; absent where either has no [figure](ScaleTally::figure), or, for
/// means and indices, only one answer.
///
/// Shares are compared by the two-proportion z test, with the pooled share p̄: √(p̄(1 − p̄)(1/n₁ + 1/n₂)), n being the
/// effective one of weighted answers. Nets have √(se₁² + se₂²), not pooled; means too, by the standard errors of
/// samples, which suits some 30 answers and more.
#[must_use]
pub fn difference(before: &ScaleTally, after: &ScaleTally, statistic: &Statistic) -> Option<Difference> {
    let moved = after.exact(*statistic)?.less(&before.exact(*statistic)?).rounded(1, 1, PLACES)?;
    let (one, two) = (before.sums(*statistic)?, after.sums(*statistic)?);
    let (times, per) = statistic.unit();
    let unit = f64::from(times) / f64::from(per);
    let (earlier, later) = (before.figure(statistic)?, after.figure(statistic)?);
    let standard_error = match statistic.family() {
        Family::Share => {
            let pooled = (one.mean * one.effective_n + two.mean * two.effective_n)
                / (one.effective_n + two.effective_n);
            unit * (pooled * (1.0 - pooled) * (one.effective_n.recip() + two.effective_n.recip())).sqrt()
        }
        Family::Net => apart(earlier.standard_error(), later.standard_error()),
        Family::Mean => apart(earlier.standard_error_sample()?, later.standard_error_sample()?),
    };
    let z = (standard_error > 0.0).then(|| unit * (two.mean - one.mean) / standard_error);
    Some(Difference { moved, standard_error, z, p_value: z.map(two_sided_probability) })
}

/// The standard error of a difference: of steps that every machine rounds alike, which `hypot` is not.
fn apart(earlier: f64, later: f64) -> f64 {
    (earlier * earlier + later * later).sqrt()
}
