use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Count, Difference, DifferenceMethod};
use crate::analysis::discrete::{Counts, Hypergeometric, countable};
use crate::analysis::distribution::square;
use crate::analysis::wording::{by, by_chance, moved, sentences, with_interval};
use crate::analysis::{PValue, Undefined};
use crate::quantity::Share;

/// How two shares are [tested](test()) for a difference.
///
/// ```
/// use service_quality::analysis::proportion::TestMethod;
/// assert_eq!(serde_json::to_string(&TestMethod::ChiSquareCorrected)?, r#""chi_square_corrected""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TestMethod {
    /// z = (p₁ − p₀) / √(p(1−p)(1/n₀ + 1/n₁)) with p the share of both together. Fleiss, Levin and Paik, *Statistical
    /// methods for rates and proportions* (2003), without continuity correction.
    Z,
    /// Pearson's χ² of the table of two rows and two columns, with one degree of freedom: z squared.
    ChiSquare,
    /// The same with the correction of Yates (1934): each count moved by up to ½ towards what is expected.
    ChiSquareCorrected,
    /// The exact test of Fisher (1935) with both margins fixed; two-sided, all tables that are no more probable. At most
    /// 10¹² trials.
    Fisher,
}

/// Whether a share moved by more than chance does.
///
/// ```
/// use service_quality::analysis::proportion::{self, Count, TestMethod};
///
/// let (before, after) = (Count::new(3, 10)?, Count::new(9, 10)?);
/// let exact = proportion::test(before, after, "0.95".parse()?, TestMethod::Fisher)?;
/// assert!((exact.p_value.two_sided() - 0.0198).abs() < 1e-4 && exact.statistic.is_none());
/// assert_eq!(
///     exact.interpretation(),
///     "The share rose from 0.3 to 0.9, a change of 0.6 (0.171 to 0.809 with a confidence of 0.95); by Fisher's exact test \
///      a difference as large would arise by chance in 2 of 100 samples if nothing had changed (p = 0.020): significant \
///      at 0.05."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Test {
    /// What was counted before.
    pub before: Count,
    /// What was counted after.
    pub after: Count,
    /// The difference, with Newcombe's interval.
    pub difference: Difference,
    /// The test.
    pub method: TestMethod,
    /// z or χ²; the exact test has none.
    pub statistic: Option<f64>,
    /// How probable a difference as large is where the true shares are equal.
    pub p_value: PValue,
}

/// Tests whether the shares of two independent groups differ (两比例检验).
///
/// Trials are taken to be independent and of one share in each group. Where the shares of the periods vary by more than
/// chance, as [`dispersion`](crate::monitor::chart::dispersion) tells, p is too small: compare the shares of the periods as
/// values then, by [`mean::test`](crate::analysis::mean::test) or an
/// [`InterruptedSeries`](crate::analysis::intervention::InterruptedSeries). Fisher's test takes some milliseconds for 10¹⁰
/// trials and up to a second for 10¹².
///
/// # Errors
/// [`Undefined::Constant`] where all trials or none succeeded, which leaves no variance to test against (Fisher's test is
/// defined there); [`Undefined::OutOfRange`] for a confidence of 0 or 1, and for too many trials in Fisher's test.
pub fn test(before: Count, after: Count, confidence: Share, method: TestMethod) -> Result<Test, Undefined> {
    let difference = super::difference(before, after, confidence, DifferenceMethod::Newcombe)?;
    let (statistic, p_value) = match method {
        TestMethod::Z => {
            let z = pooled(before, after, 0.0)?;
            (Some(z), PValue::normal(z))
        }
        TestMethod::ChiSquare => {
            let z = pooled(before, after, 0.0)?;
            (Some(square(z)), PValue::normal(z))
        }
        TestMethod::ChiSquareCorrected => {
            let z = pooled(before, after, 0.5)?;
            (Some(square(z)), PValue::normal(z))
        }
        TestMethod::Fisher => (None, fisher(before, after)?),
    };
    Ok(Test { before, after, difference, method, statistic, p_value })
}

/// The difference in standard errors of the pooled share, each count moved towards what is expected by the correction at
/// most.
fn pooled(before: Count, after: Count, correction: f64) -> Result<f64, Undefined> {
    if before.successes() | after.successes() == 0 || before.failures() | after.failures() == 0 {
        return Err(Undefined::Constant { what: "trials" });
    }
    let ((k0, m0, n0), (k1, m1, n1)) = (before.floats(), after.floats());
    let (p, q) = ((k0 + k1) / (n0 + n1), (m0 + m1) / (n0 + n1));
    let each = n0.recip() + n1.recip();
    let difference = after.share() - before.share();
    // The difference over `each` is what the counts differ by from what is expected.
    let moved = (difference.abs() - correction * each).max(0.0);
    Ok((moved / (p * q * each).sqrt()).copysign(difference) + 0.0)
}

fn fisher(before: Count, after: Count) -> Result<PValue, Undefined> {
    countable(before.trials(), after.trials())?;
    let table = Hypergeometric {
        hits: before.successes() + after.successes(),
        misses: before.failures() + after.failures(),
        drawn: after.trials(),
    };
    let count = after.successes();
    Ok(PValue::new(table.as_extreme(count), table.at_most(count), table.at_least(count)))
}

impl Test {
    /// The finding in words, with a caution where an expected count is too small for the approximation.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let Self { before, after, difference, .. } = self;
        let moved = moved("The share", before.share(), after.share());
        let change = with_interval(difference.difference, difference.interval, difference.confidence);
        let what = format!("{} a difference as large", by(&self.method));
        let verdict = by_chance(&what, self.p_value.two_sided(), difference.confidence);
        let strained = self.method != TestMethod::Fisher && self.least_expected() < 5.0;
        let caution = strained
            .then(|| "An expected count is below 5, where the test is rough; take Fisher's".to_owned());
        sentences([Some(format!("{moved}, a change of {change}; {verdict}")), caution])
    }

    /// The least count of the four that equal shares would lead one to expect.
    fn least_expected(&self) -> f64 {
        let ((k0, m0, n0), (k1, m1, n1)) = (self.before.floats(), self.after.floats());
        (k0 + k1).min(m0 + m1) * n0.min(n1) / (n0 + n1)
    }
}

impl fmt::Display for TestMethod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Z => "z-test",
            Self::ChiSquare => "chi-square test",
            Self::ChiSquareCorrected => "chi-square test with Yates's correction",
            Self::Fisher => "Fisher's exact test",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_compare_as_elsewhere() {
        // Statsmodels 0.15, `proportions_ztest`.
        let tests = [
            (82, 100, 91, 100, 1.862_312_565_732_604, 0.062_559_045_293_997_03),
            (45, 50, 45, 50, 0.0, 1.0),
            (0, 50, 6, 50, 2.526_455_763_199_557, 0.011_521_989_794_366_623),
        ];
        for (k0, n0, k1, n1, z, p) in tests {
            let (before, after) = (Count::new(k0, n0).unwrap(), Count::new(k1, n1).unwrap());
            let found = test(before, after, "0.95".parse().unwrap(), TestMethod::Z).unwrap();
            assert!((found.statistic.unwrap() - z).abs() < 1e-12, "{found:?}");
            assert!((found.p_value.two_sided() - p).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn large_tables_are_counted() {
        let (before, after) =
            (Count::new(499_999_000_000, 500_000_000_000), Count::new(499_999_001_000, 500_000_000_000));
        let (before, after) = (before.unwrap(), after.unwrap());
        let exact = test(before, after, "0.95".parse().unwrap(), TestMethod::Fisher).unwrap();
        let near = test(before, after, "0.95".parse().unwrap(), TestMethod::ChiSquareCorrected).unwrap();
        let ratio = exact.p_value.two_sided() / near.p_value.two_sided();
        assert!((ratio - 1.0).abs() < 1e-3, "{exact:?} {near:?}");
    }
}
