use serde::{Deserialize, Serialize};

use crate::quantity::{Money, Period, Span, Timestamp};
use crate::slo::availability::ServiceLevel;

/// What happened in a billing period, and what was paid before.
///
/// ```
/// use service_quality::slo::credit::CreditCase;
/// let case: CreditCase = serde_json::from_str(
///     r#"{"fee": {"amount": "100", "currency": "USD"}, "breaches": ["breach", {"reached": "0.98"}]}"#,
/// )?;
/// assert_eq!(case.breaches.len(), 2);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditCase {
    /// The fee of the period.
    pub fee: Money,
    /// What was not kept, one by one.
    pub breaches: Vec<CreditBreach>,
    /// What was granted in the period already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted: Option<Money>,
    /// The fees of the twelve months before; a schedule with an annual cap needs them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annual_fees: Option<Money>,
    /// What was granted in those twelve months already, this period left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annual_granted: Option<Money>,
    /// What another remedy pays for the same breaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_remedy: Option<Money>,
    /// The billing period; a schedule that pays on request needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// When the credit was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Timestamp>,
}

/// One promise that was not kept, or may not have been.
///
/// ```
/// use service_quality::quantity::Share;
/// use service_quality::slo::credit::CreditBreach;
/// let reached = CreditBreach::Reached("0.98".parse::<Share>()?.into());
/// assert_eq!(serde_json::to_string(&reached)?, r#"{"reached":"0.98"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum CreditBreach {
    /// This level was reached, as a share such as `"0.98"`; the tiers say what it is worth.
    Reached(ServiceLevel),
    /// So many good ones of so many, never rounded; the tiers say what they are worth.
    Counted {
        /// How many were good.
        good: u64,
        /// Of how many.
        of: u64,
    },
    /// A breach of which each is worth the same.
    Breach,
    /// So much downtime; the accrual says what it is worth.
    Downtime(Span),
    /// An amount that another rule gives, such as hours that are not charged.
    Amount(Money),
}

impl CreditBreach {
    /// What an availability is worth by the tiers; without one nothing was counted, and nothing is owed.
    ///
    /// ```
    /// use service_quality::slo::availability::ServiceLevel;
    /// use service_quality::slo::credit::CreditBreach;
    /// let third = ServiceLevel::of(1, 3);
    /// assert_eq!(Some(CreditBreach::of_level(third)), third.map(CreditBreach::Reached));
    /// assert_eq!(CreditBreach::of_level(None), CreditBreach::Counted { good: 0, of: 0 });
    /// ```
    #[must_use]
    pub fn of_level(level: Option<ServiceLevel>) -> Self {
        level.map_or(Self::Counted { good: 0, of: 0 }, Self::Reached)
    }
}

impl CreditCase {
    /// A case with nothing granted before, of which nobody asked yet.
    #[must_use]
    pub const fn new(fee: Money, breaches: Vec<CreditBreach>) -> Self {
        Self {
            fee,
            breaches,
            granted: None,
            annual_fees: None,
            annual_granted: None,
            other_remedy: None,
            period: None,
            asked: None,
        }
    }
}
