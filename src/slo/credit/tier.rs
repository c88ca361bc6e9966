use serde::{Deserialize, Serialize};

use crate::quantity::Share;
use crate::slo::SloError;
use crate::slo::availability::ServiceLevel;

/// A step of a table of credits: from a share, which is included, up to another, which is not.
///
/// ```
/// use service_quality::slo::credit::CreditTier;
/// let tier: CreditTier = serde_json::from_str(r#"{"at_least": "0.99", "below": "0.999", "credit": "0.1"}"#)?;
/// assert!(tier.holds("0.99".parse::<service_quality::quantity::Share>()?.into()));
/// assert!(!tier.holds("0.999".parse::<service_quality::quantity::Share>()?.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditTier {
    /// From which share of good time, or of good events, on.
    pub at_least: Share,
    /// Below which.
    pub below: Share,
    /// Which share of the fee is credited.
    pub credit: Share,
}

/// A table of credits (补偿阶梯), the best availability first: without gaps, down to 0, and never less for worse.
///
/// ```
/// use service_quality::slo::credit::CreditTiers;
///
/// let tiers: CreditTiers = serde_json::from_str(
///     r#"[{"at_least": "0.99", "below": "0.999", "credit": "0.1"}, {"at_least": "0", "below": "0.99", "credit": "0.25"}]"#,
/// )?;
/// assert_eq!(tiers.commitment().to_string(), "0.999");
/// let share = "0.98".parse::<service_quality::quantity::Share>()?;
/// assert_eq!(tiers.find(share.into()).map(|(index, tier)| (index, tier.credit)), Some((1, "0.25".parse()?)));
///
/// let gap = r#"[{"at_least": "0.99", "below": "0.999", "credit": "0.1"}, {"at_least": "0", "below": "0.98", "credit": "0.25"}]"#;
/// let error = serde_json::from_str::<CreditTiers>(gap).unwrap_err().to_string();
/// assert_eq!(error, "tiers[1].below is `0.98`: allowed is 0.99, where the tier before it begins");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<CreditTier>", into = "Vec<CreditTier>")]
pub struct CreditTiers {
    tiers: Vec<CreditTier>,
    commitment: Share,
}

impl CreditTier {
    /// Whether a share lies in it.
    #[must_use]
    pub fn holds(&self, share: ServiceLevel) -> bool {
        share.met(self.at_least) && !share.met(self.below)
    }
}

impl CreditTiers {
    /// The table, the best availability first.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] naming the field, such as `tiers[1].below`: no tier, one out of order, a gap or an overlap, a
    /// last one that does not begin at 0, and one that credits less than the better one before it, or nothing.
    pub fn new(tiers: Vec<CreditTier>) -> Result<Self, SloError> {
        let mut before: Option<&CreditTier> = None;
        for (index, tier) in tiers.iter().enumerate() {
            let place = |field: &str| format!("tiers[{index}].{field}");
            if let Some(before) = before {
                if tier.at_least >= before.below {
                    let allowed = "less than in the tier before it: give the best availability first";
                    return Err(SloError::not_allowed(place("at_least"), &tier.at_least, allowed));
                }
                if tier.below != before.at_least {
                    let allowed = format!("{}, where the tier before it begins", before.at_least);
                    return Err(SloError::not_allowed(place("below"), &tier.below, allowed));
                }
                if tier.credit < before.credit {
                    let allowed = format!("at least {}, as for better availability", before.credit);
                    return Err(SloError::not_allowed(place("credit"), &tier.credit, allowed));
                }
            }
            if tier.at_least >= tier.below {
                let allowed = format!("less than `below`, {}", tier.below);
                return Err(SloError::not_allowed(place("at_least"), &tier.at_least, allowed));
            }
            if tier.credit == Share::ZERO {
                let allowed = "more than 0 and at most 1; what is not credited needs no tier";
                return Err(SloError::not_allowed(place("credit"), &0, allowed));
            }
            before = Some(tier);
        }
        let (Some(first), Some(last)) = (tiers.first(), tiers.last()) else {
            return Err(SloError::not_allowed("tiers", &"none", "one tier at least"));
        };
        if last.at_least != Share::ZERO {
            let place = format!("tiers[{}].at_least", tiers.len().saturating_sub(1));
            return Err(SloError::not_allowed(place, &last.at_least, "0 in the last tier"));
        }
        Ok(Self { commitment: first.below, tiers })
    }

    /// What is promised: at this share or above nothing is credited.
    #[must_use]
    pub const fn commitment(&self) -> Share {
        self.commitment
    }

    /// The tiers, the best availability first.
    #[must_use]
    pub fn tiers(&self) -> &[CreditTier] {
        &self.tiers
    }

    /// The tier of a share, and which it is; absent where the promise was kept.
    #[must_use]
    pub fn find(&self, share: ServiceLevel) -> Option<(usize, &CreditTier)> {
        self.tiers.iter().enumerate().find(|(_, tier)| tier.holds(share))
    }
}

impl TryFrom<Vec<CreditTier>> for CreditTiers {
    type Error = SloError;

    fn try_from(tiers: Vec<CreditTier>) -> Result<Self, SloError> {
        Self::new(tiers)
    }
}

impl From<CreditTiers> for Vec<CreditTier> {
    fn from(tiers: CreditTiers) -> Self {
        tiers.tiers
    }
}
