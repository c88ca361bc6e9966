//! Does a series rise or fall (趋势)? Tests of a trend, and its slope, over values at equal steps.
//!
//! | question | function | stands on |
//! | --- | --- | --- |
//! | is there a trend, of whatever form? | [`mann_kendall`] | the order of the values |
//! | … beside a season? | [`mann_kendall_seasonal`] | the order within each season |
//! | how steep is it, outliers or not? | [`sen_slope`], [`theil_sen`], [`seasonal_sen_slope`] | the median of all slopes |
//! | how steep is it, if straight? | [`linear`], [`line()`] | least squares |
//!
//! ```
//! use service_quality::analysis::trend::{self, TrendDirection};
//!
//! let late_share = [9.1, 8.7, 8.9, 8.2, 8.4, 7.9, 7.7, 7.8, 7.1, 6.9];
//! let test = trend::mann_kendall(&late_share, "0.05".parse()?)?;
//! assert_eq!(test.direction, TrendDirection::Falling);
//! let slope = trend::theil_sen(&late_share, "0.95".parse()?)?;
//! assert!(slope.interval.high() < 0.0, "{}", slope.interpretation());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod line;
mod mann_kendall;
mod sen;
mod slopes;

pub use line::{Line, line, linear};
pub use mann_kendall::{MannKendall, TrendDirection, mann_kendall, mann_kendall_seasonal};
pub use sen::{SenSlope, TheilSen, seasonal_sen_slope, sen_slope, theil_sen};
