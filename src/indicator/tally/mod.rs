//! Tallies (计数): mergeable partial states from which measurements are made.
//!
//! A tally is a commutative monoid: records may come in any order, be split over any number of workers and be
//! merged in any grouping, and the stored form has the same bytes. All of them are exact but the quantile tally,
//! which states its relative error.
//!
//! | tally | state | measures |
//! | --- | --- | --- |
//! | [`ShareTally`] | k of n | a share, 占比 |
//! | [`MeanTally`] | n, exact sum, exact sum of squares | a mean, 均值, with its standard deviation |
//! | [`RateTally`] | count, exposure, n | events per unit of exposure, 率 |
//! | [`QuantileTally`] | a histogram of declared precision | quantiles, 分位数 |
//! | [`TotalTally`] | n, exact sum | a sum, 总量 |
//! | [`RatioTally`] | n, two exact sums | one sum per another, 比值 |
//! | [`Tally`] | any of them, stored with a format version | |
//! | [`IndicatorTally`] | a tally, whose it is and what it left out | |

mod error;
mod indicator;
mod kind;
mod mean;
mod quantile;
mod rate;
mod ratio;
mod readout;
mod share;
mod total;

pub use error::TallyError;
pub use indicator::IndicatorTally;
pub use kind::{Tally, TallyKind};
pub use mean::MeanTally;
pub use quantile::{QuantileTally, SignificantFigures};
pub use rate::RateTally;
pub use ratio::RatioTally;
pub use readout::Readout;
pub use share::ShareTally;
pub use total::TotalTally;

pub(crate) use indicator::Observation;
