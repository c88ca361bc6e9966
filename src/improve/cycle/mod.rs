//! The PDCA cycle (PDCA 循环): from a problem with evidence to a proved change that becomes the standard.
//!
//! Plan, Do, Check, Act, Closed; Cancelled from any of the first four. [`CycleGuard`] holds what stands before each move,
//! as data; a refused command says everything that is missing, and a policy can switch a guard off, which every move then
//! records. The test of the effect is fixed in Plan, and can be fixed nowhere else. A closed cycle does not change: an
//! adjusted one is followed by another, which takes its lessons and unsolved problems over.
//!
//! The same phases have other names elsewhere: Plan, Do, Study, Act with adopt, adapt, abandon (PDSA); Define, Measure and
//! Analyse are Plan, Improve is Do, Control is Check and Act (DMAIC).
//!
//! ```
//! use service_quality::improve::cycle::{Cycle, CycleCommand, Phase, Start};
//! use service_quality::improve::history::{Command, GuardPolicy};
//!
//! let (policy, now) = (GuardPolicy::default(), "2026-04-01T09:00:00Z".parse()?);
//! let mut cycle = Cycle::new("2026-3".parse()?);
//! let start = Start::new("Fewer late answers".parse()?, "wang.fang".parse()?);
//! for event in cycle.decide(&Command::new("wang.fang".parse()?, CycleCommand::Start(start)), &policy, now)? {
//!     cycle.apply(&event)?; // after the host has stored it
//! }
//! let refusal = cycle
//!     .decide(&Command::new("wang.fang".parse()?, CycleCommand::Advance(Phase::Do)), &policy, now)
//!     .unwrap_err();
//! assert_eq!(
//!     refusal.codes(),
//!     ["problem_missing", "baseline_missing", "goal_missing", "root_cause_missing", "measure_missing",
//!      "prediction_missing", "test_plan_missing"]
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod command;
mod control_plan;
mod cycle_problem;
mod decide;
mod decision;
mod deviation;
mod due;
mod event;
mod exception;
mod guard;
mod moves;
mod passage;
mod phase;
mod prediction;
mod start;
mod state;
mod take;
mod training;

pub use command::CycleCommand;
pub use control_plan::ControlPlan;
pub use cycle_problem::{CycleProblem, ProblemFate};
pub use decision::{Decision, Standardisation};
pub use deviation::{Deviation, LoggedDeviation};
pub use due::{CycleDue, DueWhat};
pub use event::CycleEvent;
pub use exception::{AcceptedException, ExceptionOf};
pub use guard::CycleGuard;
pub use passage::Passage;
pub use phase::Phase;
pub use prediction::Prediction;
pub use start::Start;
pub use state::{Check, Cycle, CycleRecord};
pub use training::Training;
