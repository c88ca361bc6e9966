use serde::{Deserialize, Serialize};

use crate::population::PopulationError;
use crate::population::exact::{ONE, fraction};
use crate::quantity::{Number, SubjectId};

/// What one subject of a league has: a mean and the number of records behind it.
///
/// ```
/// use service_quality::population::league::Standing;
///
/// let ann = Standing::new("ann".parse()?, "4.8".parse()?, 5).with_variance("0.7".parse()?);
/// assert_eq!(serde_json::to_string(&ann)?, r#"{"subject":"ann","mean":"4.8","n":5,"variance":"0.7"}"#);
/// let kept = Standing::of_share("bo".parse()?, 3, 4)?;
/// assert_eq!((kept.mean, kept.variance), ("0.75".parse().ok(), "0.25".parse().ok()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// Who.
    pub subject: SubjectId,
    /// The mean; without it, or with an n of 0, there is no data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<Number>,
    /// How many records.
    pub n: u64,
    /// The variance of single records, divisor n − 1; an estimated [`Shrinkage`](super::Shrinkage) needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variance: Option<Number>,
}

impl Standing {
    /// A mean of so many records.
    #[must_use]
    pub const fn new(subject: SubjectId, mean: Number, n: u64) -> Self {
        Self { subject, mean: Some(mean), n, variance: None }
    }

    /// Nothing was recorded.
    #[must_use]
    pub const fn without_data(subject: SubjectId) -> Self {
        Self { subject, mean: None, n: 0, variance: None }
    }

    /// A share as the mean of zeros and ones, with their variance; both rounded to 9 places.
    ///
    /// # Errors
    /// [`PopulationError::AboveTrials`].
    pub fn of_share(subject: SubjectId, successes: u64, n: u64) -> Result<Self, PopulationError> {
        let (hits, all) = (i128::from(successes), i128::from(n));
        let Some(misses) = n.checked_sub(successes) else {
            return Err(PopulationError::AboveTrials { subject, successes, n });
        };
        let mean = Number::ratio(hits, all, 9);
        // k(n − k)/(n(n − 1)); absent for one record, and for counts whose products do not fit.
        let product = |one: i128, other: i128| one.checked_mul(other);
        let (over, under) = (product(hits, misses.into()), product(all, all.saturating_sub(1)));
        let variance = over.zip(under).and_then(|(over, under)| fraction(over, ONE, under));
        Ok(Self { subject, mean, n, variance })
    }

    /// The standing with the variance of its records.
    #[must_use]
    pub const fn with_variance(mut self, variance: Number) -> Self {
        self.variance = Some(variance);
        self
    }

    /// Mean and n, where there is data.
    pub(super) fn data(&self) -> Option<(Number, u64)> {
        self.mean.filter(|_| self.n > 0).map(|mean| (mean, self.n))
    }
}
