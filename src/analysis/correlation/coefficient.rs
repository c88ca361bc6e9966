use std::fmt;

use serde::{Deserialize, Serialize};

use super::product::FEW;
use crate::analysis::distribution::{float, two_sided_quantile};
use crate::analysis::series::{as_much, check_share, is_significant};
use crate::analysis::wording::{figure, sentences};
use crate::analysis::{Interval, Undefined};
use crate::quantity::Share;

/// By what a correlation is measured.
///
/// ```
/// use service_quality::analysis::correlation::CorrelationMethod;
/// assert_eq!(CorrelationMethod::Kendall.to_string(), "Kendall's tau-b");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrelationMethod {
    /// The covariance over both standard deviations: straight relations.
    Pearson,
    /// Pearson's coefficient of the ranks: steady relations.
    Spearman,
    /// Concordant less discordant pairs, over those not tied.
    Kendall,
}

/// How two figures go together.
///
/// ```
/// use service_quality::analysis::correlation;
///
/// let found = correlation::pearson(&[1.0, 2.0, 3.0, 4.0, 5.0], &[1.2, 1.9, 3.4, 3.8, 5.1])?;
/// let interval = found.interval("0.95".parse()?)?;
/// assert!(interval.low() > 0.8 && found.p_value < 0.01);
/// let words = found.interpretation("0.05".parse()?);
/// assert!(words.starts_with("The second rises with the first: Pearson's coefficient of 5 pairs is 0.989; "), "{words}");
/// assert!(words.ends_with(" Fewer than 10 pairs leave the coefficient unsure."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Correlation {
    /// By what it is measured.
    pub method: CorrelationMethod,
    /// How many pairs were given.
    pub n: usize,
    /// From −1 to 1.
    pub coefficient: f64,
    /// How probable a coefficient as far from 0 is where the figures have nothing to do with each other.
    pub p_value: f64,
}

impl Correlation {
    /// Between which coefficients the true one lies with this confidence, by Fisher's transformation: the inverse
    /// hyperbolic tangent of the coefficient is about normal, with a variance of 1/(n − 3) for Pearson (Fisher, 1921),
    /// (1 + r²/2)/(n − 3) for Spearman (Bonett and Wright, 2000) and 0.437/(n − 4) for Kendall (Fieller, Hartley and
    /// Pearson, 1957).
    ///
    /// # Errors
    ///
    /// For a confidence of 0 or 1, and of too few pairs.
    pub fn interval(&self, confidence: Share) -> Result<Interval, Undefined> {
        check_share("the confidence", confidence)?;
        let r = self.coefficient;
        let (variance, lost) = match self.method {
            CorrelationMethod::Pearson => (1.0, 3),
            CorrelationMethod::Spearman => (1.0 + r * r / 2.0, 3),
            CorrelationMethod::Kendall => (0.437, 4),
        };
        let Some(freedom) = self.n.checked_sub(lost).filter(|freedom| *freedom > 0) else {
            return Err(Undefined::TooFew { what: "pairs", given: self.n, needed: lost + 1 });
        };
        let reach = two_sided_quantile(confidence) * (variance / float(freedom as u64)).sqrt();
        let centre = libm::atanh(r);
        Ok(Interval::new(libm::tanh(centre - reach), libm::tanh(centre + reach)))
    }

    /// What was found, in words, at this significance.
    #[must_use]
    pub fn interpretation(&self, significance: Share) -> String {
        let relation = match self.coefficient {
            _ if !is_significant(self.p_value, significance) => "No significant correlation",
            r if r < 0.0 => "The second falls as the first rises",
            _ => "The second rises with the first",
        };
        let found = format!(
            "{relation}: {} of {} pairs is {}; {}",
            match self.method {
                CorrelationMethod::Pearson => "Pearson's coefficient",
                CorrelationMethod::Spearman => "Spearman's coefficient",
                CorrelationMethod::Kendall => "Kendall's tau-b",
            },
            self.n,
            figure(self.coefficient),
            as_much(self.p_value, significance)
        );
        let few = (self.n < FEW).then(|| format!("Fewer than {FEW} pairs leave the coefficient unsure"));
        sentences([Some(found), few])
    }
}

impl fmt::Display for CorrelationMethod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Pearson => "Pearson's r",
            Self::Spearman => "Spearman's rho",
            Self::Kendall => "Kendall's tau-b",
        })
    }
}
