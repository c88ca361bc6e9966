use serde::{Deserialize, Serialize};

use super::BurnRate;
use crate::quantity::Share;
use crate::slo::ExactRatio;

/// How a rate is held against a limit.
///
/// ```
/// use service_quality::slo::burn::{BurnRate, BurnTest};
///
/// let (rate, nine) = (BurnRate::new("9.04".parse()?)?, BurnRate::new("9".parse()?)?);
/// assert!(BurnTest::default().holds(rate, nine));
/// let generator: BurnTest = serde_json::from_str(r#"{"compare": "above", "rounded_to": 1}"#)?;
/// assert!(!generator.holds(rate, nine), "9.04 counts as 9.0");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BurnTest {
    /// Whether a rate at the limit is enough.
    pub compare: BurnComparison,
    /// To how many places the rate is rounded first, as slo-generator does; not at all where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounded_to: Option<u32>,
}

/// Whether a rate at the limit is enough.
///
/// ```
/// use service_quality::slo::burn::BurnComparison;
/// assert_eq!(BurnComparison::default(), BurnComparison::Above);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurnComparison {
    /// It is not: sloth, slo-generator.
    #[default]
    Above,
    /// It is: Elastic, slokit.
    AtLeast,
}

impl BurnTest {
    /// Whether a rate exceeds a limit, or reaches it where that is enough.
    #[must_use]
    pub fn holds(self, rate: BurnRate, limit: BurnRate) -> bool {
        // A rate too large to be rounded is far above every limit, rounded or not.
        let rounded = self.rounded_to.and_then(|places| BurnRate::new(rate.rounded(places)?).ok());
        let rate = rounded.unwrap_or(rate);
        match self.compare {
            BurnComparison::Above => rate > limit,
            BurnComparison::AtLeast => rate >= limit,
        }
    }

    /// Whether any share of bad ones makes an alert at such a limit fire: with a target of 0.9 even an outage burns only ten
    /// times as fast as allowed.
    ///
    /// ```
    /// # use service_quality::slo::burn::{BurnRate, BurnTest};
    /// let fast = BurnRate::new("14.4".parse()?)?;
    /// assert!(BurnTest::default().can_fire(fast, "0.95".parse()?));
    /// assert!(!BurnTest::default().can_fire(fast, "0.9".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn can_fire(self, limit: BurnRate, target: Share) -> bool {
        BurnRate::of_errors(ExactRatio::ONE, target).is_some_and(|most| self.holds(most, limit))
    }
}
