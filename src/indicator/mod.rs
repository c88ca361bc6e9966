//! Indicators (指标): what is measured, how, and what came out.
//!
//! Three things are kept apart. A *tally* is a mergeable count of records; a [`Measurement`] is a value made from
//! it, with its n; a verdict (a score, an alert) is a rule applied to a measurement, and belongs elsewhere.

mod measurement;
pub mod quantile;
mod tally;

pub use measurement::{Absence, Basis, Measurement};
pub use tally::{
    MeanTally, QuantileTally, RateTally, Readout, ShareTally, SignificantFigures, Tally, TallyError,
    TallyKind,
};
