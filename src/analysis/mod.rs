//! How sure can we be? Statistics (统计分析) beside the exact answers, in `f64`.
//!
//! Nothing here decides: a verdict is exact and comes from the rooms that own it; what is found here says how much of
//! it may be chance. Results are for reading, and are written but not read back: keep the counts and ask again.
//!
//! ```
//! use service_quality::analysis::{Reading, proportion};
//! use service_quality::sla::{Denominator, OutcomeCounts};
//!
//! let month = OutcomeCounts { met: 46, late: 4, ..OutcomeCounts::default() };
//! let evidence = month.evidence("0.9".parse()?, Denominator::Decided, "0.95".parse()?).ok_or("nothing decided")?;
//! assert_eq!(evidence.reading, Reading::Undecided, "46 of 50 keep a promise of 0.9, perhaps by luck");
//! assert_eq!(proportion::wilson(46, 50, "0.95".parse()?), Some(evidence.interval));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod deviate;
pub(crate) mod distribution;
mod evidence;
pub(crate) mod float_text;
pub(crate) mod generator;
mod interval;
pub mod mean;
pub mod proportion;
pub mod rate;
pub(crate) mod sums;
mod undefined;

pub use evidence::{Evidence, Reading};
pub use interval::Interval;
pub use undefined::Undefined;
