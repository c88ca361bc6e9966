use serde::{Deserialize, Serialize};

use super::{ClaimRule, CreditAccrual, CreditTiers};
use crate::quantity::{Money, Number, PLACES, Share};
use crate::slo::SloError;

/// What a contract owes where it did not keep what it promised (服务补偿条款).
///
/// ```
/// use service_quality::slo::credit::{CreditCase, CreditSchedule};
///
/// let schedule: CreditSchedule = serde_json::from_str(
///     r#"{"currency": "USD", "places": 2,
///         "tiers": [{"at_least": "0.99", "below": "0.999", "credit": "0.1"}, {"at_least": "0", "below": "0.99", "credit": "0.25"}],
///         "minimum": {"above": "1"}, "period_cap": "0.5"}"#,
/// )?;
/// let case: CreditCase = serde_json::from_str(
///     r#"{"fee": {"amount": "100", "currency": "USD"}, "breaches": [{"reached": "0.98"}]}"#,
/// )?;
/// let award = schedule.award(&case, "2026-04-01T00:00:00Z".parse()?)?;
/// assert_eq!(award.credit.printed(2), "25.00 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawSchedule", into = "RawSchedule")]
pub struct CreditSchedule {
    pub(super) terms: CreditTerms,
}

/// The terms of a schedule; [`CreditSchedule::new`] checks them.
///
/// ```
/// use service_quality::slo::credit::{CreditSchedule, CreditTerms};
/// let terms = CreditTerms { per_breach: Some("0.25".parse()?), ..CreditTerms::new("USD") };
/// assert_eq!(CreditSchedule::new(terms)?.terms().places, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CreditTerms {
    /// The currency, by its code of ISO 4217.
    pub currency: String,
    /// Decimal places of an amount that can be paid: 2, for yen 0. Rounded half away from zero.
    pub places: u32,
    /// What is credited by what was reached.
    pub tiers: Option<CreditTiers>,
    /// What is credited for each breach, whatever was reached.
    pub per_breach: Option<Share>,
    /// What is credited for so much downtime, at most the fee.
    pub accrual: Option<CreditAccrual>,
    /// To how many places of a percent a share is rounded before its tier is found; not rounded by default.
    pub percent_places: Option<u32>,
    /// The most for one breach, as a share of the fee.
    pub breach_cap: Option<Share>,
    /// The most in one period, as a share of the fee, with what was granted in it already: the whole fee unless said
    /// otherwise, no limit where absent.
    pub period_cap: Option<Share>,
    /// The most in twelve months, as a share of the fees of the twelve months before, with what was granted in them and in
    /// this period already.
    pub annual_cap: Option<Share>,
    /// The least that is paid.
    pub minimum: Option<CreditMinimum>,
    /// Who asks for it, until when.
    pub claim: ClaimRule,
    /// Whether it is paid beside another remedy for the same breach.
    pub combination: CreditCombination,
}

/// The least credit that is paid.
///
/// ```
/// use service_quality::slo::credit::CreditMinimum;
/// let minimum: CreditMinimum = serde_json::from_str(r#"{"above": "1"}"#)?;
/// assert!(!minimum.is_reached("1".parse()?) && minimum.is_reached("1.01".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditMinimum {
    /// More than the amount.
    Above(Number),
    /// The amount or more.
    AtLeast(Number),
}

/// Whether a credit is paid beside another remedy for the same breach.
///
/// ```
/// use service_quality::slo::credit::{CreditCase, CreditCombination, CreditSchedule};
///
/// let case: CreditCase = serde_json::from_str(
///     r#"{"fee": {"amount": "100", "currency": "USD"}, "breaches": ["breach"],
///         "other_remedy": {"amount": "4", "currency": "USD"}}"#,
/// )?;
/// let owed = |combination: &str| -> Result<String, Box<dyn std::error::Error>> {
///     let schedule: CreditSchedule = serde_json::from_str(&format!(
///         r#"{{"currency": "USD", "per_breach": "0.1", "combination": "{combination}"}}"#
///     ))?;
///     Ok(schedule.award(&case, "2026-04-01T00:00:00Z".parse()?)?.credit.to_string())
/// };
/// assert_eq!([owed("added")?, owed("higher")?, owed("exclusive")?], ["10 USD", "6 USD", "0 USD"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditCombination {
    /// It is.
    #[default]
    Added,
    /// Only what it exceeds the other by: together they are the higher of the two.
    Higher,
    /// Not at all where there is another.
    Exclusive,
}

impl CreditTerms {
    /// Terms without any credit yet: two places, at most the fee, no other caps, no minimum, paid without being asked for.
    #[must_use]
    pub fn new(currency: &str) -> Self {
        Self {
            currency: currency.to_owned(),
            places: 2,
            tiers: None,
            per_breach: None,
            accrual: None,
            percent_places: None,
            breach_cap: None,
            period_cap: Some(Share::ONE),
            annual_cap: None,
            minimum: None,
            claim: ClaimRule::default(),
            combination: CreditCombination::default(),
        }
    }
}

impl CreditMinimum {
    /// Whether an amount is paid.
    #[must_use]
    pub fn is_reached(self, amount: Number) -> bool {
        match self {
            Self::Above(least) => amount > least,
            Self::AtLeast(least) => amount >= least,
        }
    }
}

impl CreditSchedule {
    /// Checked terms.
    ///
    /// # Errors
    /// [`SloError::Quantity`] for what is no currency; [`SloError::NotAllowed`] for more than nine places, a minimum below 0,
    /// and for a cap on a breach that is above that of its period.
    pub fn new(terms: CreditTerms) -> Result<Self, SloError> {
        Money::new(Number::ZERO, &terms.currency)?;
        for (place, places) in [("places", Some(terms.places)), ("percent_places", terms.percent_places)] {
            if let Some(places) = places.filter(|places| *places > PLACES) {
                return Err(SloError::not_allowed(place, &places, "at most 9"));
            }
        }
        if let Some(CreditMinimum::Above(least) | CreditMinimum::AtLeast(least)) = terms.minimum
            && least < Number::ZERO
        {
            return Err(SloError::not_allowed("minimum", &least, "0 or more"));
        }
        if let (Some(breach), Some(period)) = (terms.breach_cap, terms.period_cap)
            && breach > period
        {
            let allowed = format!("at most the cap of the period, {period}");
            return Err(SloError::not_allowed("breach_cap", &breach, allowed));
        }
        Ok(Self { terms })
    }

    /// The terms.
    #[must_use]
    pub const fn terms(&self) -> &CreditTerms {
        &self.terms
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSchedule {
    currency: String,
    #[serde(default = "two")]
    places: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tiers: Option<CreditTiers>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    per_breach: Option<Share>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    accrual: Option<CreditAccrual>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    percent_places: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    breach_cap: Option<Share>,
    /// `null` where there is none.
    #[serde(default = "whole_fee")]
    period_cap: Option<Share>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annual_cap: Option<Share>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minimum: Option<CreditMinimum>,
    #[serde(default)]
    claim: ClaimRule,
    #[serde(default)]
    combination: CreditCombination,
}

#[expect(clippy::unnecessary_wraps, reason = "the field's type")]
const fn whole_fee() -> Option<Share> {
    Some(Share::ONE)
}

const fn two() -> u32 {
    2
}

impl TryFrom<RawSchedule> for CreditSchedule {
    type Error = SloError;

    fn try_from(raw: RawSchedule) -> Result<Self, SloError> {
        Self::new(CreditTerms {
            currency: raw.currency,
            places: raw.places,
            tiers: raw.tiers,
            per_breach: raw.per_breach,
            accrual: raw.accrual,
            percent_places: raw.percent_places,
            breach_cap: raw.breach_cap,
            period_cap: raw.period_cap,
            annual_cap: raw.annual_cap,
            minimum: raw.minimum,
            claim: raw.claim,
            combination: raw.combination,
        })
    }
}

impl From<CreditSchedule> for RawSchedule {
    fn from(CreditSchedule { terms }: CreditSchedule) -> Self {
        Self {
            currency: terms.currency,
            places: terms.places,
            tiers: terms.tiers,
            per_breach: terms.per_breach,
            accrual: terms.accrual,
            percent_places: terms.percent_places,
            breach_cap: terms.breach_cap,
            period_cap: terms.period_cap,
            annual_cap: terms.annual_cap,
            minimum: terms.minimum,
            claim: terms.claim,
            combination: terms.combination,
        }
    }
}
