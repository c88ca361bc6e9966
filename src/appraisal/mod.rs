//! Appraisal of people and teams (人员与团队考核): one standard, a scorecard for each value of a fact, and guard rails.
//!
//! Ranking people by chance differences does harm. So the [`AppraisalRule`] declares, as data:
//!
//! * a least n (最小样本量): a group with fewer observations is listed beside the table, with the reason, neither as 0 nor
//!   left out;
//! * a [`Shrinkage`](crate::population::league::Shrinkage) (收缩): few observations are drawn towards the score of all
//!   records together;
//! * an interval (置信区间) with every score, and for each two neighbours whether theirs lie apart;
//! * [ranks or grades alone](AppraisalOrder): where nothing but the grade is to be told, nothing else orders the
//!   groups.
//!
//! # The n of a group
//! The smallest n among the indicators that have a value and a weight in its total: an average of many tickets and
//! three answers rests on three answers. Each row names the indicator.
//!
//! # Overlap
//! Two intervals that lie apart differ by more than chance, at less than the error that their confidence allows for;
//! two that overlap a little may differ too. Intervals of confidence 0.83 come close to a test at 0.05: Goldstein and
//! Healy, *The graphical presentation of a collection of means* (1995). The interval is that of the group's own
//! score, by the [draws](crate::score::Certainty) of its sampling error; it depends on no other group. A group of
//! whose error nothing is known has none, and is never called distinguishable.

mod answer;
mod engine;
mod error;
mod rule;

pub use answer::{Appraisal, AppraisalRow, NotRanked, UnrankedGroup};
pub use error::AppraisalError;
pub use rule::{AppraisalOrder, AppraisalRule};
