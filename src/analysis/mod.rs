//! How sure can we be? Statistics (统计分析) beside the exact answers, in `f64`.
//!
//! Nothing here decides: a verdict is exact and comes from the rooms that own it; what is found here says how much of
//! it may be chance. Results are for reading, and are written but not read back: keep the counts and ask again. What is
//! not defined is an [`Undefined`] that says why, never a NaN; each result says in plain words what it
//! [means](proportion::Test::interpretation).
//!
//! | you ask | use |
//! | --- | --- |
//! | how sure is a share, did it move? 比例 | [`proportion`] |
//! | how sure is a mean, did it move? 均值 | [`mean`] |
//! | the same of values far from normal? 秩检验 | [`rank`] |
//! | how sure is a rate, did it move? 发生率 | [`rate`] |
//! | what did a measure do, where figures move by themselves? 措施效果 | [`intervention`] |
//! | does it rise or fall, since when, with the seasons? 趋势、变点、季节 | [`trend`], [`change_point`], [`season`] |
//! | which values stand apart? 离群值 | [`outlier`] |
//! | what goes together, what drives the whole? 相关、驱动因素 | [`correlation`], [`driver`] |
//! | where to draw lines, where to begin? 分级、帕累托 | [`classes`], [`pareto`], [`fmea`] |
//! | how many defects? 六西格玛 | [`six_sigma`] |
//! | many tests at once? 多重检验 | [`multiplicity`] |
//! | how many are needed to see a change? 检验效能 | [`power`] |
//!
//! ```
//! use service_quality::analysis::{Reading, proportion};
//! use service_quality::sla::{Denominator, OutcomeCounts};
//!
//! let month = OutcomeCounts { met: 46, late: 4, ..OutcomeCounts::default() };
//! let evidence = month.evidence("0.9".parse()?, Denominator::Decided, "0.95".parse()?).ok_or("nothing decided")?;
//! assert_eq!(evidence.reading, Reading::Undecided, "46 of 50 keep a promise of 0.9, perhaps by luck");
//! assert_eq!(proportion::wilson(46, 50, "0.95".parse()?)?, evidence.interval);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod change_point;
pub mod classes;
pub mod correlation;
pub(crate) mod deviate;
pub(crate) mod discrete;
pub(crate) mod distribution;
pub mod driver;
mod evidence;
pub(crate) mod float_text;
pub mod fmea;
pub(crate) mod generator;
mod interval;
pub mod intervention;
pub mod mean;
pub mod multiplicity;
pub mod outlier;
mod p_value;
pub mod pareto;
pub mod power;
pub mod proportion;
pub mod rank;
pub mod rate;
pub(crate) mod regression;
pub mod season;
pub(crate) mod series;
pub mod six_sigma;
pub(crate) mod sums;
pub mod trend;
mod undefined;
pub(crate) mod values;
pub(crate) mod wording;

pub use evidence::{Evidence, Reading};
pub use interval::Interval;
pub use p_value::PValue;
pub use undefined::Undefined;
