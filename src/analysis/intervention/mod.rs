//! What a measure did (措施效果), where the figures moved on their own as well.
//!
//! | you have | use |
//! | --- | --- |
//! | one series, long enough before and after 间断时间序列 | [`InterruptedSeries`] |
//! | a group with the measure and one without, both before and after 双重差分 | [`DifferenceInDifferences`] |
//!
//! ```
//! use service_quality::analysis::intervention::InterruptedSeries;
//!
//! let share = [80.3, 78.3, 82.8, 78.5, 81.5, 78.6, 78.2, 79.8, 84.5, 84.3, 86.2, 87.5, 85.4, 87.9, 87.2, 89.4];
//! let found = InterruptedSeries::fit(&share, 8, 2, "0.95".parse()?)?;
//! assert_eq!(
//!     found.interpretation(),
//!     "At value 9 the level rose, a change of 5.37 (4.24 to 6.5 with a confidence of 0.95), p < 0.001: significant at \
//!      0.05. The slope rose from -0.162 to 0.617 a step, a change of 0.779, p < 0.001: significant at 0.05. At the end \
//!      the series stands 10.8 above where the earlier trend leads. By segmented regression, errors of Newey and West over \
//!      2 lags."
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod difference_in_differences;
mod interrupted;

pub use difference_in_differences::{Arm, DifferenceInDifferences};
pub use interrupted::{Coefficient, InterruptedSeries};
