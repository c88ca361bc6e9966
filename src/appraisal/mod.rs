//! Appraisal of people and teams (人员与团队考核): one standard, a scorecard for each value of a fact, and guard rails.
//!
//! Ranking people by chance differences does harm. So the [`AppraisalRule`] declares, as data:
//!
//! * a least n (最小样本量): a group with fewer observations is listed beside the table, with the reason, neither as 0 nor
//!   left out;
//! * a [`Shrinkage`](crate::population::league::Shrinkage) (收缩): few observations are drawn towards the mean of all
//!   records together;
//! * an interval (置信区间) with every score, and for each two neighbours [which lies above](Apart);
//! * [ranks or grades alone](AppraisalOrder): where nothing but the grade is to be told, nothing else orders the
//!   groups.
//!
//! # The n of a group
//! The smallest n among the indicators that have a value and a weight in its total, or that a rule looks at which applied
//! or could not be told: an average of many tickets and three answers rests on three answers, and so does a veto. Each row
//! names the indicator.
//!
//! # Rules
//! What is drawn in is the mean of the total before the rules of the root, and the prior, where none is given, is that
//! of all records together. Then the rules apply that hold for the group: a group that was knocked out has a figure of 0,
//! however few its observations, and one that is graded C at most is graded so. A cap or a knock-out further down is in the
//! mean already; it keeps the figure from rising above the score. [`Ruled`] says so on the row.
//!
//! # Overlap
//! Ranks are those of the figures, intervals those of the groups' own scores: drawn in, a group of few observations may stand
//! below one that it is better than. Two intervals that lie apart differ by more than chance, at less than the error that their confidence allows for;
//! two that overlap a little may differ too. Intervals of confidence 0.83 come close to a test at 0.05: Goldstein and
//! Healy, *The graphical presentation of a collection of means* (1995). The interval is that of the group's own
//! score, by the [draws](crate::score::Certainty) of its sampling error; it depends on no other group. A group of
//! whose error nothing is known has none, and is never called distinguishable.

mod answer;
mod engine;
mod error;
mod rule;

pub use answer::{Apart, Appraisal, AppraisalRow, NotRanked, Ruled, UnrankedGroup};
pub use error::AppraisalError;
pub use rule::{AppraisalOrder, AppraisalRule};
