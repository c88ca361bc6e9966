//! Where do we stand, where do we want to be, and is that a good goal? (目标)
//!
//! | you ask | use |
//! | --- | --- |
//! | what was measured before anything was done, and was it stable? 基线 | [`Baseline`] |
//! | what is aimed at, until when, and why? 目标 | [`Goal`] |
//! | how much of the way is gone? 完成进度 | [`Goal::progress`], [`Goal::gap`] |
//! | is the goal specific, measurable, achievable, relevant, time-bound? SMART | [`Goal::review`], [`SmartReview`] |
//!
//! The baseline is not a part of the goal: the same baseline judges another goal, and the same goal another baseline.
//!
//! ```
//! use service_quality::improve::goal::{Baseline, Goal, SmartContext};
//! use service_quality::indicator::Limit;
//!
//! let baseline = Baseline::new("first_reply_hours".parse()?, "8.6".parse()?, 412)?;
//! let goal = Goal::new("first_reply_hours".parse()?, Limit::AtMost(4.into()), "2026-06-30".parse()?)
//!     .with_reason("the agreement with the clinic asks for 4 hours".parse()?);
//! assert!(goal.is_improvement_on(baseline.value()));
//! assert_eq!(goal.progress(baseline.value(), "6.3".parse()?), Some("0.5".parse()?));
//!
//! let review = goal.review(&SmartContext { baseline: Some(&baseline), ..SmartContext::on("2026-03-02".parse()?) });
//! assert!(!review.is_smart(), "nobody said how the hours vary");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod baseline;
mod criterion;
mod definition;
mod smart;
mod smart_reason;
mod variation;

pub use baseline::{Baseline, BaselinePoint};
pub use criterion::{Criterion, CriterionVerdict};
pub use definition::Goal;
pub(super) use definition::gap;
pub use smart::{SmartContext, SmartFinding, SmartReview};
pub use smart_reason::SmartReason;
pub use variation::NaturalVariation;
