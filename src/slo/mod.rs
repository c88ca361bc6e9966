//! Was the service there, how much of the error budget is left, and what is owed? Service level objectives (服务级别目标).
//!
//! | you ask | use |
//! | --- | --- |
//! | was the service there, as the contract counts it? 可用性 | [`availability`] |
//! | how often does it fail, how fast is it back? 可靠性、恢复时间 | [`incident`] |
//! | what do parts make of the whole? 组合可用性 | [`composition`] |
//! | are users content with how fast it answers? | [`apdex`] |
//! | how much may still go wrong, how fast is that used up? 错误预算 | [`budget`], [`burn`] |
//! | what is owed for what was not kept? 服务补偿 | [`credit`] |
//!
//! All figures are exact: whole seconds, whole events, decimals.
//!
//! From an outage to what is owed:
//!
//! ```
//! use service_quality::quantity::{Language, Money, Period, Timestamp};
//! use service_quality::slo::availability::{AvailabilityRule, Outage, ServiceRecord};
//! use service_quality::slo::budget::{ServiceLevelObjective, SloTally};
//! use service_quality::slo::credit::{CreditBreach, CreditCase, CreditSchedule};
//!
//! let at = |text: &str| text.parse::<Timestamp>();
//! let march: Period = serde_json::from_str(r#"{"dates": "2026-03", "time_zone": "UTC"}"#)?;
//! let now = at("2026-04-02T09:00:00Z")?;
//!
//! // Was it there?
//! let outages = [Outage::new("INC-7".parse()?, at("2026-03-05T10:00:00Z")?, Some(at("2026-03-05T12:00:00Z")?))?];
//! let rule = AvailabilityRule::default();
//! let report = rule.measure(&ServiceRecord::new(&outages), march.start()?..march.end()?, now)?;
//!
//! // What is left of the budget?
//! let promised: ServiceLevelObjective = serde_json::from_str(
//!     r#"{"id": "portal", "goal": {"share": "0.999"}, "basis": "time",
//!         "window": {"calendar": {"every": "month", "time_zone": "UTC"}}}"#,
//! )?;
//! let tally = SloTally::of_availability(report.tally())?;
//! let budget = promised.report_period(&tally, &march, march.end()?)?;
//! assert_eq!(budget.figures[0].units.map(|seconds| seconds.left.to_string()).as_deref(), Some("-4521.6"));
//!
//! // What is owed?
//! let schedule: CreditSchedule = serde_json::from_str(
//!     r#"{"currency": "CNY", "tiers": [{"at_least": "0.99", "below": "0.999", "credit": "0.1"},
//!         {"at_least": "0", "below": "0.99", "credit": "0.25"}]}"#,
//! )?;
//! let case = CreditCase::new(Money::new("8000".parse()?, "CNY")?, vec![CreditBreach::of_level(report.level())]);
//! assert_eq!(
//!     schedule.award(&case, now)?.text(Language::English),
//!     "no. 1: 99.731182796 % reached, tier 1, 10 % of the fee: +800.00 CNY
//! credit: 800.00 CNY of a fee of 8000.00 CNY"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`capabilities`] lists what products for service level objectives and contracts offer and their users ask for, where it
//! is here, and the options where practice differs.

pub mod apdex;
pub mod availability;
pub mod budget;
pub mod burn;
pub mod composition;
pub mod credit;
mod error;
mod exact_ratio;
pub mod incident;
mod time_unit;

pub use error::SloError;
pub use exact_ratio::ExactRatio;
pub use time_unit::TimeUnit;

#[doc = include_str!("capabilities.md")]
pub mod capabilities {}
