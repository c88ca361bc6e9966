//! How far a ranking depends on its weights and criteria (敏感性分析, 排名稳健性).
//!
//! A rank is a conclusion, and what is robust or not is the conclusion: before it is published, change what was a
//! choice and see who moves.
//!
//! | you ask | you use |
//! | --- | --- |
//! | how far do two rankings lie apart? | [`RankShift`] |
//! | what if one criterion weighed more, or less? | [`WeightChange`] |
//! | at which weight do two subjects change places? | [`critical_weight`] |
//! | what if a criterion had not been asked for? | [`leave_one_out`] |
//!
//! ```
//! use service_quality::population::Table;
//! use service_quality::population::ranking::Method;
//! use service_quality::population::stability::{Tie, WeightChange, critical_weight};
//!
//! let table: Table = serde_json::from_str(r#"{
//!     "criteria": [{"id": "skill", "direction": "higher"}, {"id": "speed", "direction": "higher"}],
//!     "subjects": [{"id": "a", "values": [90, 60]}, {"id": "b", "values": [70, 80]}]}"#)?;
//! let weights = ["0.6".parse()?, "0.4".parse()?];
//! let change = WeightChange::new(&table, &weights, Method::WeightedSum, "skill", "-0.2".parse()?)?;
//! assert_eq!((change.shift.moved, change.shift.largest), (2, 1)); // they change places
//! let tie = critical_weight(&table, &weights, Method::WeightedSum, ["a", "b"], "skill")?;
//! assert!(matches!(tie, Tie::At { weight, .. } if (weight - 0.5).abs() < 1e-12));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod critical_weight;
mod leave_one_out;
mod rank_shift;
mod weight_change;

pub use critical_weight::{Tie, critical_weight};
pub use leave_one_out::{CriterionLeftOut, NoRanking, Without, leave_one_out};
pub use rank_shift::RankShift;
pub use weight_change::WeightChange;
