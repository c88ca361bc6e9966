use serde::{Deserialize, Serialize};

use super::BurnRate;
use crate::quantity::{PLACES, Share};
use crate::slo::ExactRatio;
use crate::slo::SloError;

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
    /// To how many places, 9 at most, the rate is rounded first, as slo-generator does; not at all where none is given.
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

    /// The rate from which on it holds: the limit, or what is just rounded up to a figure that exceeds or reaches it.
    ///
    /// At that rate itself it holds unless the limit has to be exceeded and nothing is rounded. Absent out of range.
    ///
    /// ```
    /// # use service_quality::slo::burn::{BurnRate, BurnTest};
    /// let nine = BurnRate::new("9".parse()?)?;
    /// let generator: BurnTest = serde_json::from_str(r#"{"compare": "above", "rounded_to": 1}"#)?;
    /// assert_eq!(generator.holds_from(nine), Some(BurnRate::new("9.05".parse()?)?), "rounded to 9.1");
    /// assert_eq!(BurnTest::default().holds_from(nine), Some(nine));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn holds_from(self, limit: BurnRate) -> Option<BurnRate> {
        let Some(places) = self.rounded_to else { return Some(limit) };
        let unit = 10_i128.checked_pow(places.min(PLACES))?;
        let (count, parts) = limit.exact().checked_mul(ExactRatio::whole(unit))?.terms();
        let (whole, rest) = (count.checked_div(parts)?, count.checked_rem(parts)?);
        let reached = self.compare == BurnComparison::AtLeast && rest == 0;
        let least = if reached { whole } else { whole.checked_add(1)? };
        let halves = least.checked_mul(2)?.checked_sub(1)?;
        ExactRatio::new(halves, unit.checked_mul(2)?).map(BurnRate::of)
    }

    pub(super) fn check(self) -> Result<(), SloError> {
        match self.rounded_to {
            Some(places) if places > PLACES => {
                Err(SloError::not_allowed("test.rounded_to", &places, format!("0 to {PLACES}")))
            }
            _ => Ok(()),
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
