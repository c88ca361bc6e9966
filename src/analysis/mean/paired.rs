use serde::Serialize;

use super::estimate::{Estimate, FEW, estimate};
use crate::analysis::distribution::float;
use crate::analysis::series::check;
use crate::analysis::values::is_rounding;
use crate::analysis::wording::{by_chance, figure, sentences, within};
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
///     "Within the 5 pairs the mean rose by 0.32 (0.116 to 0.524 with a confidence of 0.95); a difference as large would \
///      come by chance alone in 1 of 100 samples (p = 0.0121): more than chance. Fewer than 15 pairs: the test then \
///      stands on differences that are near to normal."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Paired {
    /// The differences, after less before, with their mean and its interval.
    pub differences: Estimate,
    /// The mean difference in standard errors.
    pub t: f64,
    /// Of Student's distribution: pairs less 1.
    pub freedom: f64,
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
    if is_rounding(differences.standard_error, size) {
        return Err(Undefined::Constant { what: "differences" });
    }
    let t = differences.mean / differences.standard_error;
    let freedom = float(differences.n) - 1.0;
    Ok(Paired { differences, t, freedom, p_value: PValue::student(t, freedom) })
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
            _ if mean > 0.0 => format!("rose by {}", figure(mean)),
            _ if mean < 0.0 => format!("fell by {}", figure(-mean)),
            _ => "did not move".to_owned(),
        };
        let within = within(interval, confidence);
        let chance = by_chance("a difference as large", self.p_value.two_sided(), confidence);
        let caution = (n < FEW).then(|| {
            format!("Fewer than {FEW} pairs: the test then stands on differences that are near to normal")
        });
        sentences([Some(format!("Within the {n} pairs the mean {moved} ({within}); {chance}")), caution])
    }
}
