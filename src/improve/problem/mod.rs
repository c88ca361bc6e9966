//! What should we take up first, and why? Problems (问题), the facts that show them, and which comes first.
//!
//! [`suggest_problems`] proposes them from a scorecard, attainment and alerts; a [`Problem`] is one that somebody took up;
//! a [`PriorityMethod`] ranks those that were.

mod action_priority;
mod definition;
mod driver_share;
mod evidence;
mod firing_alert;
mod pareto_share;
mod priority;
mod ranked;
mod severity;
mod source;
mod suggest;
mod suggestion;
mod suggestion_rule;

pub use action_priority::{ActionPriority, ActionPriorityRow, ActionPriorityTable, FmeaRating};
pub use definition::Problem;
pub use driver_share::DriverShare;
pub use evidence::ProblemEvidence;
pub use firing_alert::FiringAlert;
pub use pareto_share::ParetoShare;
pub use priority::{PriorityMethod, rank};
pub use ranked::{PriorityReason, Ranked};
pub use severity::Severity;
pub use source::ProblemSource;
pub use suggest::{Suggestions, UnknownIndicator, suggest_problems};
pub use suggestion::{BudgetCost, Cost, Link, LinkedBy, Subject, Suggestion, SuggestionKind};
pub use suggestion_rule::{CostKind, Materiality, PromisedShare, SuggestionRule};
