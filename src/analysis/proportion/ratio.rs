use serde::Serialize;

use super::Count;
use crate::analysis::distribution::two_sided_quantile;
use crate::analysis::values::inner;
use crate::analysis::wording::{figure, with_interval};
use crate::analysis::{Interval, Undefined};
use crate::quantity::Share;

/// How many times as large a share, or its odds, became.
///
/// ```
/// use service_quality::analysis::proportion::{Count, odds_ratio, relative_risk};
///
/// let (before, after) = (Count::new(91, 100)?, Count::new(82, 100)?);
/// let risk = relative_risk(before, after, "0.95".parse()?)?;
/// assert!((risk.ratio - 0.9011).abs() < 1e-4);
/// assert_eq!(risk.interval()?.to_string(), "0.8068 to 1.0065");
/// assert_eq!(
///     risk.interpretation(),
///     "The share after is 0.901 (0.807 to 1.01 with a confidence of 0.95) times that before by the method of Katz, which \
///      leaves open whether it differs."
/// );
/// assert!((odds_ratio(before, after, "0.95".parse()?)?.ratio - 0.4505).abs() < 1e-4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ratio {
    /// What was counted before.
    pub before: Count,
    /// What was counted after.
    pub after: Count,
    /// After over before.
    pub ratio: f64,
    /// With which confidence the interval holds the true ratio.
    pub confidence: Share,
    /// How the interval was formed: by the method of Katz or of Woolf.
    pub method: &'static str,
    /// What is compared.
    subject: &'static str,
    interval: Option<Interval>,
}

/// The share after over that before (相对危险度), with the interval of Katz and others (1978):
/// ln r ± z·√(1/k₀ − 1/n₀ + 1/k₁ − 1/n₁).
///
/// # Errors
/// [`Undefined::TooFew`] without a success before; [`Undefined::OutOfRange`] for a confidence of 0 or 1.
pub fn relative_risk(before: Count, after: Count, confidence: Share) -> Result<Ratio, Undefined> {
    let ((k0, m0, n0), (k1, m1, n1)) = (before.floats(), after.floats());
    // 1/k − 1/n without cancellation.
    let variance = m0 / (k0 * n0) + m1 / (k1 * n1);
    ratio("share", (before, after), (k1 / n1, k0 / n0), variance, confidence)
}

/// The odds after over those before (优势比), the sample's own, with the interval of Woolf (1955):
/// ln r ± z·√(1/k₀ + 1/(n₀−k₀) + 1/k₁ + 1/(n₁−k₁)).
///
/// # Errors
/// [`Undefined::TooFew`] without a success before or without a failure after; [`Undefined::OutOfRange`] for a confidence
/// of 0 or 1.
pub fn odds_ratio(before: Count, after: Count, confidence: Share) -> Result<Ratio, Undefined> {
    let ((k0, m0, _), (k1, m1, _)) = (before.floats(), after.floats());
    let variance = k0.recip() + m0.recip() + k1.recip() + m1.recip();
    // Of shares, so that no product exceeds what a float tells apart.
    let of = |share: Count| (share.share(), share.mirrored().share());
    let ((p0, q0), (p1, q1)) = (of(before), of(after));
    ratio("odds", (before, after), (p1 * q0, p0 * q1), variance, confidence)
}

fn ratio(
    subject: &'static str,
    (before, after): (Count, Count),
    (over, under): (f64, f64),
    variance: f64,
    confidence: Share,
) -> Result<Ratio, Undefined> {
    let z = two_sided_quantile(inner("confidence", confidence)?);
    if under <= 0.0 {
        let what = if before.successes() == 0 { "successes before" } else { "failures after" };
        return Err(Undefined::TooFew { what, given: 0, needed: 1 });
    }
    let ratio = over / under;
    let reach = libm::exp(z * variance.sqrt());
    let interval = (ratio > 0.0 && reach.is_finite()).then(|| Interval::new(ratio / reach, ratio * reach));
    let method = if subject == "odds" { "Woolf" } else { "Katz" };
    Ok(Ratio { before, after, ratio, confidence, method, subject, interval })
}

impl Ratio {
    /// Where the true ratio lies.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] where nothing succeeded after, or for the odds nothing failed before: the logarithm of the
    /// ratio has no variance then.
    pub fn interval(&self) -> Result<Interval, Undefined> {
        let what = if self.after.successes() == 0 { "successes after" } else { "failures before" };
        self.interval.ok_or(Undefined::TooFew { what, given: 0, needed: 1 })
    }

    /// The finding in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let Self { ratio, confidence, subject, interval, .. } = self;
        let verb = if *subject == "odds" { "The odds after are" } else { "The share after is" };
        let those = if *subject == "odds" { "those before" } else { "that before" };
        let method = self.method;
        match interval {
            None => {
                let ratio = figure(*ratio);
                format!("{verb} {ratio} times {those}; the counts are too few to say how surely.")
            }
            Some(interval) => {
                let open =
                    if interval.contains(1.0) { "leaves open whether it differs" } else { "excludes 1" };
                let ratio = with_interval(*ratio, *interval, *confidence);
                format!("{verb} {ratio} times {those} by the method of {method}, which {open}.")
            }
        }
    }
}
