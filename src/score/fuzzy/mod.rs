//! Fuzzy comprehensive evaluation (模糊综合评价): how far a subject belongs to each grade.
//!
//! Where raters judge criteria by words (优, 良, 中, 差), each criterion gives a row of memberships, one a grade; the
//! weights combine the rows into the memberships of the whole (B = A ∘ R). A row is given as it is, as counts of
//! judgements, or as criteria of its own, level upon level.
//!
//! | [`Composition`] | membership of grade j, a = weight / Σ weights | what counts |
//! | --- | --- | --- |
//! | `weighted_average`, M(·,+) | Σ aᵢ · rᵢⱼ | every criterion, by its weight; the default |
//! | `max_min`, M(∧,∨) | max min(aᵢ, rᵢⱼ) | the criterion that decides |
//! | `max_product`, M(·,∨) | max aᵢ · rᵢⱼ | the same, weighed down |
//! | `bounded_sum`, M(∧,⊕) | min(1, Σ min(aᵢ, rᵢⱼ)) | every criterion, none more than its weight |
//!
//! The answer names the grade of greatest membership, of equals the first, and how clear that is: the lead over the
//! next grade, and the validity of the principle of maximum membership (最大隶属度有效性). Where the grades have values,
//! their mean by the memberships is the score.
//!
//! ```
//! use service_quality::score::fuzzy::FuzzyEvaluation;
//!
//! let evaluation: FuzzyEvaluation = serde_json::from_str(r#"{
//!     "grades": [{"grade": "优", "value": 95}, {"grade": "良", "value": 85}, {"grade": "中", "value": 70}, {"grade": "差", "value": 50}],
//!     "criteria": [
//!         {"id": "speed", "weight": "0.6", "judged": {"memberships": ["0.5", "0.3", "0.2", "0"]}},
//!         {"id": "courtesy", "weight": "0.4", "judged": {"counts": [2, 5, 2, 1]}}
//!     ]}"#)?;
//! let result = evaluation.evaluate()?;
//! assert_eq!(result.grade.as_str(), "优");
//! assert_eq!((result.memberships[0].to_string(), result.memberships[1].to_string()), ("0.38".into(), "0.38".into()));
//! assert_eq!(result.lead.to_string(), "0", "two grades are equal: the first is not clear");
//! assert_eq!(result.score, Some("84.4".parse()?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Memberships are degrees: they need not sum to 1. A row that sums to 0 belongs nowhere and is refused. One that sums
//! to more than 1 is refused unless [`RowSum::Free`] is asked for, and [`RowSum::One`] refuses every other sum than 1.
//! Counts become memberships that sum to 1 exactly, by the method of the largest remainder.
//!
//! Exact decimals: each membership of a level is rounded once, half away from zero, to 9 places, and so are the score
//! and the validity made from them.
//!
//! Source: L. A. Zadeh, "Fuzzy Sets", 1965, for the operators; the four compositions and the validity are those of the
//! Chinese literature on comprehensive evaluation.

mod composition;
mod criterion;
mod error;
mod evaluation;
mod grade_value;
mod result;

pub use composition::{Composition, RowSum};
pub use criterion::{FuzzyCriterion, Judged};
pub use error::FuzzyError;
pub use evaluation::{FuzzyEvaluation, FuzzyEvaluationBuilder};
pub use grade_value::GradeValue;
pub use result::FuzzyResult;
