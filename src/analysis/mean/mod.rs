//! Means of samples (均值).
//!
//! | you ask | use |
//! | --- | --- |
//! | where does the true mean lie? 置信区间 | [`estimate`] of the values, [`interval()`] of what is known of them |
//! | did the mean move between two independent samples? | [`test()`]: Welch's or Student's t |
//! | did it move within pairs, the same places before and after? 配对检验 | [`paired`] |
//!
//! For values far from normal, such as handling times, see also [`rank`](super::rank).
//!
//! ```
//! use service_quality::analysis::mean::{self, Variances};
//!
//! let (before, after) = ([23.3, 40.9, 11.1, 35.3, 37.4, 12.6], [14.4, 16.3, 14.3, 2.4, 8.1, 13.3]);
//! let found = mean::test(&before, &after, "0.95".parse()?, Variances::Unequal)?;
//! assert_eq!(
//!     found.interpretation(),
//!     "The mean fell from 26.8 to 11.5, a change of -15.3 (-29 to -1.6 with a confidence of 0.95); by Welch's t-test a \
//!      difference as large would arise by chance in 3 of 100 samples if nothing had changed (p = 0.034): significant at \
//!      0.05. Fewer than 15 values in a group: the test then assumes values that are nearly normal."
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod estimate;
mod paired;
mod test;

pub use estimate::{Estimate, estimate, interval};
pub(super) use paired::differences;
pub use paired::{Paired, paired};
pub use test::{Sample, Test, Variances, test};
