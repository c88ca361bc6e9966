//! Rates: events per unit of exposure (发生率), such as complaints per thousand calls.
//!
//! | you ask | use |
//! | --- | --- |
//! | where does the true rate lie? 置信区间 | [`interval()`], [`estimate`], by one [`Method`] |
//! | did it move, and how many times as large is it? | [`test()`], by one [`TestMethod`] |
//!
//! ```
//! use service_quality::analysis::rate::{self, Events, TestMethod};
//!
//! let (before, after) = (Events::new(30, 543.087)?, Events::new(60, 514.775)?);
//! let found = rate::test(before, after, "0.95".parse()?, TestMethod::Score)?;
//! assert_eq!(
//!     found.interpretation(),
//!     "The rate rose from 0.0552 to 0.117, by 0.0613; it is 2.11 times what it was (1.36 to 3.27 with a confidence of \
//!      0.95). A ratio as far from 1 would come by chance alone in fewer than 1 of 1000 samples (p = 0.000632): more than \
//!      chance."
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod events;
mod interval;
mod test;

pub use events::Events;
pub use interval::{Estimate, Method, estimate, interval};
pub use test::{Test, TestMethod, test};
