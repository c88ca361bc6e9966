use serde::Serialize;

use super::estimate::{Estimate, FEW, estimate};
use crate::analysis::distribution::float;
use crate::analysis::series::check;
use crate::analysis::values::is_rounding;
use crate::analysis::wording::{by, by_chance, sentences, with_interval};
use crate::analysis::{PValue, Undefined};
use crate::quantity::Share;

/// Whether a mean moved within pairs by more than chance does.
///
/// ```
/// use service_quality::analysis::mean;
///
/// let (before, after) = ([3.8, 4.1, 3.5, 4.4, 3.9], [4.2, 4.3, 3.9, 4.5, 4.4]);
/// let found = mean::paired(&before, &after, "0.95".parse()?)?;
/// assert_eq!(
///     found.interpretation(),
///     "Within the 5 pairs the mean rose, a change of 0.32 (0.116 to 0.524 with a confidence of 0.95); by the paired t-test \
///      a difference as large would arise by chance in 1 of 100 samples if nothing had changed (p = 0.012): significant at \
///      0.05. Fewer than 15 pairs: the test then assumes differences that are nearly normal."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Paired {
    /// How many pairs.
    pub n: usize,
    /// The differences, after less before, with their mean and its interval.
    pub differences: Estimate,
    /// The mean difference in standard errors.
    pub t: f64,
    /// Of Student's distribution: pairs less 1.
    pub freedom: f64,
    /// The test.
    pub method: &'static str,
    /// How probable a difference as large is where in truth nothing moved.
    pub p_value: PValue,
}

/// Tests whether pairs moved (配对 t 检验): the mean of the differences against 0. Which belong together is told by place.
///
/// # Errors
/// [`Undefined::Unequal`] for lists of different length; [`Undefined::TooFew`] below two pairs; [`Undefined::Constant`]
/// where all pairs differ by the same; [`Undefined::NotFinite`]; [`Undefined::OutOfRange`] for values beyond 10¹⁰⁰ and a
/// confidence of 0 or 1.
pub fn paired(before: &[f64], after: &[f64], confidence: Share) -> Result<Paired, Undefined> {
    let differences = estimate(&differences(before, after)?, confidence)?;
    let size = before.iter().chain(after).fold(0.0_f64, |most, value| most.max(value.abs()));
    if is_rounding(differences.deviation, size) {
        return Err(Undefined::Constant { what: "differences" });
    }
    let t = differences.mean / differences.standard_error;
    let n = differences.n;
    let freedom = float(n as u64) - 1.0;
    Ok(Paired { n, differences, t, freedom, method: "paired t-test", p_value: PValue::student(t, freedom) })
}

/// After less before, by place.
///
/// # Errors
/// [`Undefined::Unequal`] and those of [`check`].
pub(in crate::analysis) fn differences(before: &[f64], after: &[f64]) -> Result<Vec<f64>, Undefined> {
    check("before", before, 0)?;
    check("after", after, 0)?;
    let (given, needed) = (after.len(), before.len());
    if given != needed {
        return Err(Undefined::Unequal { what: "after", given, needed });
    }
    Ok(before.iter().zip(after).map(|(before, after)| after - before).collect())
}

impl Paired {
    /// The finding in words, with a caution where the pairs are few.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let Estimate { n, mean, interval, confidence, .. } = self.differences;
        let moved = match mean {
            _ if mean > 0.0 => "rose",
            _ if mean < 0.0 => "fell",
            _ => "did not move",
        };
        let change = with_interval(mean, interval, confidence);
        let what = format!("{} a difference as large", by(&self.method));
        let verdict = by_chance(&what, self.p_value.two_sided(), confidence);
        let caution = (n < FEW).then(|| {
            format!("Fewer than {FEW} pairs: the test then assumes differences that are nearly normal")
        });
        sentences([
            Some(format!("Within the {n} pairs the mean {moved}, a change of {change}; {verdict}")),
            caution,
        ])
    }
}
