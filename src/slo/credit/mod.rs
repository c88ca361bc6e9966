//! What is owed for what was not kept? Service credits (服务补偿) in exact money.
//!
//! A [`CreditSchedule`] holds what a contract says: [tiers](CreditTiers) by what was reached, a price for each breach, an
//! [accrual](CreditAccrual) with downtime, caps on a breach, a period and twelve months, a minimum, who
//! [claims](ClaimRule) until when. Its [award](CreditSchedule::award) for a [`CreditCase`] lists every step, and the steps
//! add up to the credit.
//!
//! Shares are given as shares; contracts write percent, which [`Share::from_percent`](crate::quantity::Share::from_percent)
//! reads. Where practice differs:
//!
//! | point | here |
//! | --- | --- |
//! | availability rounded before its tier is found | [`CreditTerms::percent_places`]; not rounded |
//! | minor unit, rounding | [`CreditTerms::places`], half away from zero; 2 places |
//! | the smallest payment | [`CreditMinimum`]: above, or at least; none |
//! | beside other remedies | [`CreditCombination`]: added, the higher of both, or not at all |
//! | deadline of claims | [`ClaimDeadline`]: billing periods, days or months; none |
//! | more credit than the fee | [`CreditTerms::period_cap`]: at most the fee; another cap, or none |
//! | downtime that accrues | [`AccrualBasis`]: of the period together, or of each breach; [`PartialUnit`]: dropped, or whole |
//!
//! ```
//! use service_quality::slo::credit::{CreditCase, CreditSchedule};
//!
//! let schedule: CreditSchedule = serde_json::from_str(
//!     r#"{"currency": "USD", "per_breach": "0.1", "minimum": {"above": "1"}, "claim": {"on_request": {"days": 30}}}"#,
//! )?;
//! let case: CreditCase = serde_json::from_str(
//!     r#"{"fee": {"amount": "120", "currency": "USD"}, "breaches": ["breach"],
//!         "period": {"dates": "2026-03", "time_zone": "UTC"}, "asked": "2026-04-20T10:00:00Z"}"#,
//! )?;
//! assert_eq!(schedule.award(&case, "2026-04-20T10:00:00Z".parse()?)?.credit.to_string(), "12 USD");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod accrual;
mod award;
mod calculation;
mod case;
mod claim;
mod reason;
mod schedule;
mod tier;

pub use accrual::{AccrualBasis, CreditAccrual, PartialUnit, UnitCredit};
pub use award::{CreditAward, CreditStep};
pub use case::{CreditBreach, CreditCase};
pub use claim::{Claim, ClaimDeadline, ClaimRule, ClaimState};
pub use reason::CreditReason;
pub use schedule::{CreditCombination, CreditMinimum, CreditSchedule, CreditTerms};
pub use tier::{CreditTier, CreditTiers};
