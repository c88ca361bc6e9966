//! Did it work, by the test that was named in advance? (效果)
//!
//! | you ask | use |
//! | --- | --- |
//! | how will we tell, on how many, and when? 检验方案 | [`TestPlan`], [`EffectTest`], [`Sizing`] |
//! | what was observed before and after? 数据 | [`Study`], [`Sample`] |
//! | what came out? 效果 | [`TestPlan::run`], [`Effect`], [`Conclusion`] |
//! | we tested elsewhere: how is that told? | [`EffectReport`] |
//! | what else moved? 副作用 | [`WatchedIndicator`], [`SideEffect`] |
//! | was it tested as planned? | [`TestPlan::deviations`], [`PlanDeviation`] |
//!
//! All tests are two-sided: they ask whether anything moved, and the goal's direction says whether for the better. Statistics
//! are floats, as everywhere in [`analysis`](crate::analysis); whether the goal is met is decided on exact numbers.
//!
//! ```
//! use service_quality::analysis::proportion::TestMethod;
//! use service_quality::improve::effect::{AfterPeriod, Conclusion, EffectTest, Sample, Study, TestPlan};
//! use service_quality::improve::goal::Goal;
//! use service_quality::indicator::Limit;
//! use service_quality::quantity::{DateRange, Language};
//!
//! let goal = Goal::new("csat".parse()?, Limit::AtLeast(88.into()), "2026-06-30".parse()?);
//! let plan = TestPlan::new(EffectTest::TwoShares(TestMethod::Z), "0.05".parse()?, 400, AfterPeriod::Days(28))?;
//!
//! let study = Study::new(Sample::counts(410, 500)?, Sample::counts(452, 500)?)?.per(100)?.places(1)?;
//! let after = DateRange::new("2026-05-04".parse()?, "2026-05-31".parse()?)?;
//! let effect = plan.run(&goal, &study, after)?;
//! assert_eq!((effect.before(), effect.after()), (82.into(), "90.4".parse()?));
//! assert!(effect.goal_met() && plan.deviations(&effect).is_empty());
//! assert_eq!(effect.conclusion(), Conclusion::Better);
//! assert_eq!(
//!     effect.text(Language::English),
//!     "`csat` went from 82 (n = 500) to 90.4 (n = 500), a difference of 8.4 (4.14 to 12.7 with a confidence of 0.95); by \
//!      the z-test of two shares p < 0.001: significant at 0.05. It is shown to be better. The goal of at least 88 is met."
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod conclusion;
mod definition;
mod deviation;
mod magnitude;
mod period;
mod plan;
mod report;
mod run;
mod sample;
mod side_effect;
mod sizing;
mod study;
mod test;

pub use conclusion::Conclusion;
pub use definition::Effect;
pub use deviation::PlanDeviation;
pub use magnitude::{EffectMeasure, Magnitude};
pub use period::AfterPeriod;
pub use plan::TestPlan;
pub use report::EffectReport;
pub use sample::Sample;
pub use side_effect::{SideEffect, WatchedIndicator};
pub use sizing::Sizing;
pub use study::Study;
pub use test::{EffectTest, SeriesChange};
