//! Objectives (目标评价): criteria to pass and to warn, weighed into one verdict.
//!
//! An [`ObjectivePlan`] holds an [`Objective`] for each indicator that is judged. [`ObjectivePlan::evaluate`] takes the
//! figures of now and what came out before, and gives an [`Evaluation`].
//!
//! # How a verdict comes about
//! 1. **Criterion.** `<=15` is absolute, `<=+10%` and `>=-5` are relative to previous figures ([`Criterion`]).
//! 2. **Objective.** It passes when any of its sets of pass criteria holds in all its criteria, else warns when any of
//!    its sets of warning criteria does, else fails ([`Criteria`]).
//! 3. **Points.** A pass counts the weight, a warning half of it, a failure nothing; the maximum is the weight of all.
//!    Without pass criteria an objective is informational: in neither of the two.
//! 4. **Total.** Points in percent of the maximum, against the [`PassMarks`]. A failed *key* objective (一票否决) fails
//!    the whole, whatever the percentage.
//!
//! # Previous figures
//! The [`Baseline`] says which previous evaluations count and how their figures become one. Evaluations in which an
//! indicator had no figure are left out for it. Where nothing is left to compare with, a relative criterion is
//! [`skipped`](Outcome::Skipped): it holds, and the answer says so.
//!
//! # Absence
//! A figure that is missing or suppressed fails its objective with 0 points, and the weight stays in the maximum; one
//! that is not applicable leaves both. The [`AbsenceRule`] of the plan can say otherwise. 0 of 0 points is no
//! percentage, unless [`NothingJudged`] says which one it is to be.
//!
//! # Rounding
//! Exact decimals throughout. The previous figure (a mean or quantile), the target made from it and the percentage are
//! each rounded once, half away from zero, to 9 places, and what is compared is what is shown.
//!
//! ```
//! use std::collections::BTreeMap;
//! use service_quality::indicator::Measurement;
//! use service_quality::score::objective::{ObjectivePlan, Previous, Verdict};
//!
//! let plan: ObjectivePlan = serde_json::from_str(r#"{
//!     "pass_marks": {"pass": 90, "warning": 75},
//!     "baseline": {"include": "pass", "count": 3},
//!     "objectives": [
//!         {"indicator": "minutes", "weight": 3, "pass": [["<=15"], ["<=+10%"]], "warning": [["<=20"]]},
//!         {"indicator": "complaints", "key": true, "pass": [["<1"]]},
//!         {"indicator": "calls"}
//!     ]}"#)?;
//! let figure = |value: i32| Measurement::present(value.into(), 1);
//! let march = BTreeMap::from([("minutes".parse()?, figure(14)), ("complaints".parse()?, figure(0))]);
//! let march = plan.evaluate(&march, &[])?;
//! assert_eq!(march.total.verdict, Some(Verdict::Pass));
//!
//! let april = BTreeMap::from([("minutes".parse()?, figure(17)), ("complaints".parse()?, figure(0))]);
//! let april = plan.evaluate(&april, &[Previous::from(&march)])?;
//! assert_eq!(april.to_string(), "\
//! fail: 62.5 percent, 2.5 of 4 points; pass from 90, warning from 75
//!   minutes: warning, 17 after 14, 1.5 of 3 points
//!     pass <=15: violated
//!     pass <=+10%: violated, target 15.4
//!     warning <=20: met
//!   complaints (key): pass, 0 after 0, 1 of 1 points
//!     pass <1: met
//!   calls: informational, missing
//! ");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Sources: the service level objective of the Keptn specification (criteria, weights, key objectives, comparison with
//! previous results); Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, type 6, for the quantile.

mod aggregate;
mod baseline;
mod check;
mod criteria;
mod criterion;
mod definition;
mod error;
mod evaluation;
mod operator;
mod pass_marks;
mod plan;
mod rule;
mod verdict;

pub use aggregate::Aggregate;
pub use baseline::{Baseline, Include, Previous};
pub use check::{Check, Outcome};
pub use criteria::{Criteria, Limits};
pub use criterion::Criterion;
pub use definition::{Objective, ObjectiveBuilder};
pub use error::ObjectiveError;
pub use evaluation::{Evaluation, ObjectiveResult};
pub use operator::Operator;
pub use pass_marks::{PassMarks, Total};
pub use plan::{ObjectivePlan, ObjectivePlanBuilder};
pub use rule::{AbsenceRule, NothingJudged, OnAbsence};
pub use verdict::{Judgement, Verdict};
