//! Ranking of alternatives by several criteria at once (多准则决策, MCDM): offers, sites, teams.
//!
//! Each method takes a complete [`Table`](super::Table) and a [`Weight`](crate::quantity::Weight) for each criterion,
//! in their order and of any sum. Each shows the figures between, so that a rank can be followed to its cause. Scores
//! are floats and relative to those who are ranked; ranks compare them to 12 digits of the largest, so that what is
//! equal on paper ties.
//!
//! ```
//! use service_quality::population::Table;
//! use service_quality::population::ranking::{Method, Topsis};
//!
//! let offers: Table = serde_json::from_str(r#"{
//!     "criteria": [{"id": "price", "direction": "lower"}, {"id": "quality", "direction": "higher"}, {"id": "service", "direction": "higher"}],
//!     "subjects": [{"id": "A", "values": [4, 7, 8]}, {"id": "B", "values": [2, 9, 6]}, {"id": "C", "values": [3, 6, 9]}]}"#)?;
//! let weights = ["0.3".parse()?, "0.4".parse()?, "0.3".parse()?];
//! let topsis = Topsis::new(&offers, &weights)?;
//! let ranks: Vec<_> = topsis.ranking.subjects().iter().map(|ranked| ranked.rank).collect();
//! assert_eq!(ranks, [3, 1, 2]);
//! assert_eq!(Method::WeightedSumMinMax.rank(&offers, &weights)?.ranks(), topsis.ranking.ranks());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod grey_relation;
mod matrix;
mod mazziotta_pareto;
mod method;
mod ranked;
mod shares;
mod tie;
mod topsis;
mod weighted_product;
mod weighted_sum;

pub use grey_relation::GreyRelation;
pub use mazziotta_pareto::{MazziottaPareto, MazziottaParetoIndex, Penalty};
pub use method::Method;
pub use ranked::{Ranked, Ranking};
pub use topsis::{Topsis, TopsisDistance};
pub use weighted_product::WeightedProduct;
pub use weighted_sum::{Scaling, WeightedSum};

pub(super) use matrix::Matrix;
pub(super) use shares::Shares;
pub(super) use tie::fixed;
