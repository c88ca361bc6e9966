//! What is relative to a population (同侪比较): places among peers, rankings of alternatives, leagues, and rank
//! stability.
//!
//! A figure of this room is true of those who were compared, on that day: with one colleague more it is another. So
//! it is a separate stage with types of its own, which carry how many were compared, and no
//! [`Score`](crate::quantity::Score): the curves of [`score`](crate::score) look at no peers, and two periods are
//! compared by them.
//!
//! | you ask | you use |
//! | --- | --- |
//! | who is compared, in what? | [`Table`], absent values stay absent |
//! | where does each stand in one criterion? 标准化 | [`Normalisation`] |
//! | which values lie so far out that they decide alone? 离群值 | [`OutlierRule`] |
//! | which alternative is best by several criteria? 多准则决策, TOPSIS, 灰色关联 | [`ranking`] |
//! | who leads by one figure, and is that luck? 排行榜 | [`league`] |
//! | does the ranking survive other weights? 敏感性分析 | [`stability`] |
//!
//! Ranks, min-max, shares of ranks and shrunken means are exact decimals, rounded once to 9 places. What takes a root
//! or a power is calculated in floats by operations that are the same on every machine, from differences that are
//! exact; the order of subjects changes no digit. No result holds a float that is not finite.
//!
//! ```
//! use service_quality::population::{Normalisation, Relative, Table};
//!
//! let table: Table = serde_json::from_str(r#"{"criteria": [{"id": "hours", "direction": "lower"}],
//!     "subjects": [{"id": "a", "values": [5]}, {"id": "b", "values": [9]}, {"id": "c", "values": [6]}, {"id": "d", "values": [null]}]}"#)?;
//! let percentiles = table.normalise("hours", &Normalisation::PercentileRank)?;
//! assert_eq!(percentiles.n, 3);
//! assert_eq!(percentiles.figures.iter().map(Relative::value).collect::<Vec<_>>(),
//!     [Some(1.into()), Some(0.into()), "0.5".parse().ok(), None]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Sources: OECD/JRC, *Handbook on Constructing Composite Indicators* (2008); the steps and names of `COINr`.

mod error;
mod exact;
pub mod league;
mod normalisation;
mod outlier;
mod outlier_treatment;
mod rank;
pub mod ranking;
mod shape;
pub mod stability;
mod table;
mod z_score;

pub use error::PopulationError;
pub use normalisation::{Beyond, NoFigure, Normalisation, Normalised, Relative};
pub use outlier::{Fallback, OutlierRule};
pub use outlier_treatment::{Moved, OutlierTreatment, Resolution, Treated};
pub use rank::{Order, Ties, competition_ranks};
pub use shape::Shape;
pub use table::{Criterion, Subject, Table};
pub use z_score::{Divisor, ZScore};
