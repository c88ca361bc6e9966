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
