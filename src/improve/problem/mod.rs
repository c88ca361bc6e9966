//! What should we take up first, and why? Problems (问题), the facts that show them, and which comes first.

mod definition;
mod driver_share;
mod evidence;
mod pareto_share;
mod severity;
mod source;

pub use definition::Problem;
pub use driver_share::DriverShare;
pub use evidence::ProblemEvidence;
pub use pareto_share::ParetoShare;
pub use severity::Severity;
pub use source::ProblemSource;
