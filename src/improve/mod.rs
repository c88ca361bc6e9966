//! Did our improvement work? Problems, causes, goals, actions and the PDCA cycle (持续改进), complaints and
//! nonconformities (投诉与不合格), risks (风险).
//!
//! | you ask | use |
//! | --- | --- |
//! | what should we take up first, and why? 问题 | [`problem`] |
//! | what causes it, and how do we know? 原因 | [`cause`] |
//! | where do we stand, where do we want to be, is that a good goal? 目标 | [`goal`] |
//! | did it work, by the test that we named in advance? 效果 | [`effect`] |
//! | who does what until when? 措施 | [`action`] |
//! | may we go on to the next phase, and what is missing? PDCA 循环 | [`cycle`] |
//! | which cycles are there, which are late, whose? 台账 | [`register`] |
//! | is every complaint answered? 投诉 | [`complaint`] |
//! | is every nonconformity contained, corrected, kept from coming back? 不合格 | [`nonconformity`] |
//! | what may go wrong, and is it treated? 风险 | [`risk`] |
//! | what happened, by whom, and what would be refused? 事件 | [`history`] |
//!
//! What people do here is kept as events: a command is decided upon into events or refused with everything that is
//! missing, the host stores the events, and replaying them gives the same state. [`capabilities`] lists what tools for
//! quality management offer and their users ask for, and where it is here.

pub mod action;
pub mod cause;
pub mod complaint;
pub mod cycle;
pub mod effect;
mod error;
pub mod goal;
pub mod history;
pub mod nonconformity;
pub mod problem;
pub mod register;
pub mod risk;
mod wording;

#[doc = include_str!("capabilities.md")]
pub mod capabilities {}

pub use error::ImproveError;
