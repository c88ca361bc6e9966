use serde::Serialize;

use crate::analysis::Undefined;
use crate::analysis::distribution::float;
use crate::analysis::series::{as_much, check, doubled_ranks, varied};
use crate::analysis::wording::counted;
use crate::quantity::Share;

/// What the test of Pettitt found.
///
/// ```
/// use service_quality::analysis::change_point;
///
/// let found = change_point::pettitt(&[3.0, 2.0, 3.0, 1.0, 2.0, 7.0, 8.0, 6.0, 9.0, 7.0])?;
/// let words = found.interpretation("0.05".parse()?);
/// assert!(words.starts_with("The level rises after 5 of 10 values, if anywhere; "), "{words}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Pettitt {
    /// The method.
    pub method: &'static str,
    /// How many values were given.
    pub n: usize,
    /// How many values lie before the most likely change; of several the first.
    pub before: usize,
    /// The largest |U|.
    pub statistic: u64,
    /// Whether the later values are the larger ones.
    pub rises: bool,
    /// How probable a statistic as large is without a change, by approximation; good below 0.5.
    pub p_value: f64,
}

/// Tests for one change of level by the ranks of the values: Pettitt, *A non-parametric approach to the change-point
/// problem* (1979).
///
/// U after t values is twice the sum of their ranks less t(n + 1), equal values sharing the middle rank; K is the largest
/// |U|, and p ≈ 2·exp(−6K²/(n³ + n²)), no more than 1. Needs n log n steps.
///
/// ```
/// use service_quality::analysis::change_point;
/// let found = change_point::pettitt(&[1.0, 2.0, 1.0, 9.0, 8.0, 9.0])?;
/// assert_eq!((found.before, found.statistic, found.rises), (3, 9, true));
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of fewer than two values, of one that is not finite or beyond ±1e100, and where all are equal.
pub fn pettitt(values: &[f64]) -> Result<Pettitt, Undefined> {
    check("values", values, 2)?;
    varied("values", values)?;
    let n = values.len() as u64;
    let (mut u, mut largest, mut before) = (0_i64, 0_i64, 0);
    for (position, rank) in (1..).zip(doubled_ranks(values)) {
        u = u.saturating_add_unsigned(rank).saturating_sub_unsigned(n + 1);
        if u.unsigned_abs() > largest.unsigned_abs() {
            (largest, before) = (u, position);
        }
    }
    let (statistic, n) = (largest.unsigned_abs(), float(n));
    let p_value =
        (2.0 * libm::exp(-6.0 * float(statistic) * float(statistic) / (n * n * n + n * n))).min(1.0);
    Ok(Pettitt { method: "Pettitt", n: values.len(), before, statistic, rises: largest < 0, p_value })
}

impl Pettitt {
    /// What was found, in words, at this significance.
    #[must_use]
    pub fn interpretation(&self, significance: Share) -> String {
        format!(
            "The level {} after {} of {}, if anywhere; {}.",
            if self.rises { "rises" } else { "falls" },
            self.before,
            counted(self.n, "value"),
            as_much(self.p_value, significance)
        )
    }
}
