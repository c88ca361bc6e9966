//! League tables (排行榜): teams, agents or sites by one figure, without rewarding small numbers.
//!
//! A mean of three calls says little, and stands by luck at either end of a table. Three guard rails, all declared by
//! the [`LeagueRule`]: below a least n a subject is listed beside the table and not in it; means are drawn towards a
//! common prior, the more the smaller their n ([`Shrinkage`]); equal figures share a rank. Shares may be ranked by
//! what they reach surely, the lower end of Wilson's interval ([`rank_shares`]). No data is no rank, never 0.
//!
//! Everything is exact but Wilson's interval and an estimated strength: the figures that ranks compare are decimals,
//! as shown.
//!
//! ```
//! use service_quality::population::league::{LeagueRule, Standing, Unranked};
//!
//! let rule: LeagueRule = serde_json::from_str(r#"{"minimum_n": 5, "shrinkage": {"declared": {"weight": 20, "prior": "4.2"}}}"#)?;
//! let standings: Vec<Standing> = serde_json::from_str(r#"[{"subject": "ann", "mean": "4.8", "n": 5},
//!     {"subject": "bo", "mean": "4.6", "n": 400}, {"subject": "cy", "mean": 5, "n": 1}, {"subject": "di", "n": 0}]"#)?;
//! let table = rule.table(&standings)?;
//! let ranked: Vec<_> = table.ranked.iter().map(|row| (row.rank, row.subject.as_str(), row.figure.to_string())).collect();
//! assert_eq!(ranked, [(1, "bo", "4.580952381".to_owned()), (2, "ann", "4.32".to_owned())]);
//! assert_eq!(table.unranked[0].reason, Unranked::BelowMinimum);
//! assert_eq!(table.unranked[1].reason, Unranked::NoData);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod estimate;
mod median;
mod rule;
mod share;
mod shrinkage;
mod standing;
mod table;
mod wire;

pub use median::weighted_median_lower;
pub use rule::{LeagueRule, RankKind};
pub use share::{RankedShare, ShareCount, ShareLeague, rank_shares};
pub use shrinkage::{Shrinkage, Strength, shrunken_mean};
pub use standing::Standing;
pub use table::{LeagueRow, LeagueTable, Unranked, UnrankedRow};
