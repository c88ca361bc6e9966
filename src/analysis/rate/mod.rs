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
//!     "The rate rose from 0.0552 to 0.117; the ratio is 2.11 (1.36 to 3.27 with a confidence of 0.95). By the score test a \
//!      ratio as far from 1 would arise by chance in fewer than 1 of 1000 samples if nothing had changed (p < 0.001): \
//!      significant at 0.05."
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod events;
mod interval;
mod test;

pub use events::Events;
pub use interval::{Estimate, Method, estimate, interval};
pub use test::{Test, TestMethod, test};
