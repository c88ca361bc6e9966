//! Scores (评分): from measurements to one explained, graded total.
//!
//! A [`Model`] is a tree. Its leaves are indicators with a [`Curve`] each, its nodes means of their children, its root the
//! total. [`Model::score`] takes measurements and gives a [`Scorecard`].
//!
//! # How a score comes about
//! 1. **Indicator.** The value meets its [`Curve`]: one fraction of integers, or a formula known to more decimals than are
//!    kept, rounded once to [`Rounding::indicator`] decimals.
//! 2. **Node.** A mean over the children that enter, `Σ weight · score / Σ weight` or another [`Aggregation`], rounded once to
//!    [`Rounding::node`]. Then the node's [`Rule`]s: bonus, penalty, cap, knock-out (加分、扣分、封顶、一票否决).
//! 3. **Total.** The same at the root, rounded to [`Rounding::total`]; [`Grades`] look at that figure.
//!
//! Every rounding is half away from zero. Weights enter as they are given, never as rounded shares, so that
//! multiplying all of them by one factor changes nothing. They can be given in points, or come from the room
//! [`weighting`](crate::weighting). What is relative to a population is the room [`population`](crate::population); it
//! has no place in a model, so that periods can be compared.
//!
//! # What is told about it
//! | you ask | where |
//! | --- | --- |
//! | why this score, in English or Chinese | [`Scorecard::explain`], [`Explanation::text`] |
//! | what each part gave; where we are strong and weak | [`Scorecard::contributions`], [`Scorecard::strengths`], [`Scorecard::weaknesses`] |
//! | which rules applied, and what would be without them | [`Scorecard::rules`], [`RuleTrace`] |
//! | what changed since the last period, and why | [`Scored::compare`], [`ScoreChange`] |
//! | all pass and warning criteria over figures | [`objective`] |
//! | what several assessors' words for a grade come to | [`fuzzy`] |
//!
//! # Absence
//! An indicator without a value, or a node without a score, is absent for one of three reasons
//! ([`AbsenceKind`]), and the node above treats it by its [`AbsencePolicy`]:
//!
//! | [`Treatment`] | the child | coverage of the node | bounds of the node |
//! | --- | --- | --- | --- |
//! | `renormalise` | leaves the mean; the others share its weight | falls; below `min_coverage` the node is absent | 0 to 100 in its place |
//! | `worst` | counts 0 | falls | 0 to 100 in its place |
//! | `neutral` | counts the given score | falls | 0 to 100 in its place |
//! | `previous` | counts its own score of the period before ([`Model::score_after`]) | falls | 0 to 100 in its place |
//! | `refuse` | makes the node absent | falls | 0 to 100 in its place |
//!
//! *Not applicable* is no gap: it has no bounds to be filled, and when left out it leaves the weight, the
//! coverage and the bounds alike. By default what is missing or suppressed is left out down to a coverage of
//! 0.65, and what is not applicable is left out always.
//!
//! A node is absent when a child makes it refuse, when nothing under it applies (it is then not applicable
//! itself), when too little remains, or when nothing was measured. It is absent for its parent for the reason
//! that made it absent. The same rules hold at the root: the total then has no score but a [`Gap`].
//!
//! ```
//! use std::collections::BTreeMap;
//! use service_quality::indicator::{Absence, Measurement};
//! use service_quality::score::{Gap, Model};
//!
//! let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
//!     {"weight": 1, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}},
//!     {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}
//! ]}}"#)?;
//! let on_time = ("on_time".parse()?, Measurement::present("0.9".parse()?, 412));
//! let half = model.score(&BTreeMap::from([on_time.clone()]));
//! assert_eq!(half.score(), None);
//! assert_eq!(half.gap().map(Gap::to_string).as_deref(), Some("coverage 0.5 is below 0.65 (missing)"));
//! let all = model.score(&BTreeMap::from([
//!     on_time,
//!     ("csat".parse()?, Measurement::absent(Absence::NotApplicable)),
//! ]));
//! assert_eq!(all.score(), Some("75".parse()?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Sources: OECD/JRC, *Handbook on Constructing Composite Indicators* (2008), for the weighted mean, the minimum
//! of data and the order of the steps; the largest-remainder method (Hamilton) for parts that add up.
//!
//! [`capabilities`] lists what scoring packages offer and their users ask for, and where it is here.

mod absence;
mod aggregation;
mod arithmetic;
mod certainty;
mod change;
mod curve;
mod engine;
mod error;
pub mod fuzzy;
mod grade;
mod model;
pub mod objective;
mod plan;
mod rule;
mod scorecard;
pub mod sensitivity;
mod tree;
pub mod what_if;

use arithmetic::{exact, real};

pub use absence::{AbsenceKind, AbsencePolicy, Otherwise, Treatment};
pub use aggregation::{Aggregation, Contribution, Exponent, OrderWeights};
pub(crate) use certainty::Derive;
pub use certainty::{
    Analytic, Certainty, CertaintyError, GradeChance, GradeProbability, GradeVerdict, ScoreRange, Simulation,
};
pub use change::{Effects, PartChange, RuleChange, ScoreChange, Scored};
pub use curve::{
    Attainment, AttainmentForm, Bands, Curve, Efficacy, Exponential, Goalposts, Likert, Logarithmic,
    Piecewise, Point, Position, TargetRange,
};
pub use engine::{Batch, Cell, Detour, DetourReason, Outcome, ScoreEngine, Scorer};
pub use error::ScoreError;
pub use grade::{Band, Grade, Grades};
#[cfg(feature = "json")]
pub use model::Fingerprint;
pub use model::{Model, ModelBuilder, Rounding};
pub use rule::{Effect, PointLimits, Points, Rule, RuleTrace, Trigger, Unknown};
pub use scorecard::{Explanation, Gap, Line, PartScore, Place, Reason, Scorecard};
pub use tree::{Child, Leaf, Node, Part, Row};

#[doc = include_str!("capabilities.md")]
pub mod capabilities {}
