//! How sure is a grade? (等级把握度) Statistics beside the score, which they never change.
//!
//! An indicator that was measured on a sample would have come out otherwise on another. [`Model::certainty`] draws
//! each such value anew from its [`Sampling`](crate::indicator::Sampling), scores every draw with the whole model
//! (curves, means, rules, rounding, grades) and counts. Where the model is straight in the values, the [same is
//! calculated](Analytic) by the delta method.
//!
//! What the figures do not tell of: indicators are drawn independently of one another, although two that count the
//! same tickets rise and fall together; what was left unmeasured stays so; wrong records and wrong weights are no
//! sampling error.
//!
//! [`Model::certainty`]: super::Model::certainty

mod analytic;
mod answer;
mod error;
mod simulation;
mod trial;

pub use analytic::{Analytic, GradeProbability};
pub use answer::{Certainty, GradeChance, GradeVerdict, ScoreRange};
pub use error::CertaintyError;
pub use simulation::Simulation;
pub(crate) use trial::Derive;
