use serde::{Deserialize, Serialize};

use super::EffectTest;
use crate::analysis::Undefined;
use crate::analysis::power::{Means, Proportions, Size};
use crate::analysis::proportion::ratio;
use crate::quantity::{Number, Share, billionths};

/// Why a sample is as large as it is planned (样本量依据): the effect that is wanted, and with which power it shall be seen.
///
/// ```
/// use service_quality::improve::effect::Sizing;
///
/// let sizing: Sizing = serde_json::from_str(r#"{"shares": {"before": "0.8", "after": "0.85", "power": "0.8"}}"#)?;
/// assert_eq!(sizing.size("0.05".parse()?)?.n(), 903);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Sizing {
    /// A share that moves from one to another, by [`Proportions`].
    Shares {
        /// As it is.
        before: Share,
        /// As it is wanted.
        after: Share,
        /// The probability of seeing it.
        power: Share,
    },
    /// A mean that moves by so many standard deviations, Cohen's d, by [`Means`].
    Means {
        /// Cohen's d.
        effect: Number,
        /// The probability of seeing it.
        power: Share,
    },
}

impl Sizing {
    /// Whether it sizes a test: shares the test of two shares; means the tests of two means, of pairs (on the safe side where
    /// a place is like itself) and by rank (of normal values these take some 5 % more); either a test that is run elsewhere.
    ///
    /// ```
    /// use service_quality::improve::effect::{EffectTest, Sizing};
    ///
    /// let half = Sizing::Means { effect: "0.5".parse()?, power: "0.8".parse()? };
    /// assert!(half.fits(&EffectTest::PairedMeans) && !half.fits(&EffectTest::DifferenceInDifferences));
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    #[must_use]
    pub const fn fits(&self, test: &EffectTest) -> bool {
        match test {
            EffectTest::TwoShares(_) => matches!(self, Self::Shares { .. }),
            EffectTest::TwoMeans(_)
            | EffectTest::PairedMeans
            | EffectTest::MannWhitney(_)
            | EffectTest::SignedRank(_) => matches!(self, Self::Means { .. }),
            EffectTest::TwoRates(_)
            | EffectTest::InterruptedSeries { .. }
            | EffectTest::DifferenceInDifferences => false,
            EffectTest::Other(_) => true,
        }
    }

    /// What it is called in messages.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Shares { .. } => "shares",
            Self::Means { .. } => "means",
        }
    }

    /// How many are needed in each group at a significance.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] for no effect, for a power of 1 or at most the significance, and for a significance of 0 or
    /// 1.
    pub fn size(&self, alpha: Share) -> Result<Size, Undefined> {
        match *self {
            Self::Shares { before, after, power } => {
                Proportions::new(alpha)?.size(ratio(before), ratio(after), power)
            }
            Self::Means { effect, power } => Means::new(alpha)?.size(billionths(effect.to_scaled()), power),
        }
    }
}
