use serde::{Deserialize, Serialize};

use super::{Claim, CreditReason};
use crate::quantity::{Language, Money, Number};
use crate::slo::ExactRatio;

/// What is owed, and how that came about (补偿金额). The changes of the steps add up to the credit.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::credit::{CreditCase, CreditSchedule};
///
/// let schedule: CreditSchedule =
///     serde_json::from_str(r#"{"currency": "USD", "per_breach": "0.25", "period_cap": "0.5"}"#)?;
/// let case: CreditCase = serde_json::from_str(
///     r#"{"fee": {"amount": "80", "currency": "USD"}, "breaches": ["breach", "breach", "breach"]}"#,
/// )?;
/// let award = schedule.award(&case, "2026-04-01T00:00:00Z".parse()?)?;
/// assert_eq!(award.percent_of_fee(), Some("50".parse()?));
/// assert_eq!(
///     award.text(Language::English),
///     "no. 1: 25 % of the fee: +20.00 USD
/// no. 2: 25 % of the fee: +20.00 USD
/// no. 3: 25 % of the fee: +20.00 USD
/// at most 40 USD in the period, 0 USD granted already: -20.00 USD
/// credit: 40.00 USD of a fee of 80.00 USD"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreditAward {
    /// What is owed.
    pub credit: Money,
    /// What would be owed if it were asked for now; absent where nobody has to ask, somebody did, or it is too late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimable: Option<Money>,
    /// The fee.
    pub fee: Money,
    /// Decimal places of an amount that can be paid.
    pub places: u32,
    /// Each step, in order.
    pub steps: Vec<CreditStep>,
    /// How the claim stands; absent where nobody has to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
}

/// A step of the calculation.
///
/// ```
/// # use service_quality::slo::credit::{CreditCase, CreditSchedule};
/// let schedule: CreditSchedule = serde_json::from_str(r#"{"currency": "JPY", "places": 0, "per_breach": "0.333"}"#)?;
/// let case: CreditCase =
///     serde_json::from_str(r#"{"fee": {"amount": "1000.5", "currency": "JPY"}, "breaches": ["breach"]}"#)?;
/// let award = schedule.award(&case, "2026-04-01T00:00:00Z".parse()?)?;
/// assert_eq!(award.steps[0].change.to_string(), "333 JPY");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreditStep {
    /// What it is about.
    pub reason: CreditReason,
    /// By how much it changes the credit.
    pub change: Money,
}

impl CreditAward {
    /// The credit in percent of the fee, rounded to nine places; absent for a fee of 0.
    #[must_use]
    pub fn percent_of_fee(&self) -> Option<Number> {
        let share = ExactRatio::from(self.credit.amount()).checked_div(self.fee.amount().into())?;
        share.percent()?.rounded(9)
    }

    /// Each step in a line, and what is owed.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let mut lines: Vec<String> = self.steps.iter().map(|step| step.text(language, self.places)).collect();
        let printed = |money: &Money| money.printed(self.places);
        let (credit, fee) = (printed(&self.credit), printed(&self.fee));
        lines.push(match language {
            Language::English => format!("credit: {credit} of a fee of {fee}"),
            Language::Chinese => format!("补偿：{credit}（服务费 {fee}）"),
        });
        if let Some(claimable) = &self.claimable {
            let claimable = printed(claimable);
            lines.push(match language {
                Language::English => format!("if it is asked for in time: {claimable}"),
                Language::Chinese => format!("如在期限内申请：{claimable}"),
            });
        }
        lines.join("\n")
    }
}

impl CreditStep {
    /// In a sentence, with the change to so many decimal places, or more where it has more.
    #[must_use]
    pub fn text(&self, language: Language, places: u32) -> String {
        let sign = if self.change.amount() < Number::ZERO { "" } else { "+" };
        let (reason, change) = (self.reason.text(language), self.change.printed(places));
        match language {
            Language::English => format!("{reason}: {sign}{change}"),
            Language::Chinese => format!("{reason}：{sign}{change}"),
        }
    }
}
