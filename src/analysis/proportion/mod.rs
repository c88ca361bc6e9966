//! Shares of a whole: how many of so many (比例).
//!
//! | you ask | use |
//! | --- | --- |
//! | where does the true share lie? 置信区间 | [`interval()`], [`estimate`], by one [`Method`]; [`wilson`] is the usual one |
//! | of a small population, partly seen? 有限总体 | [`finite_population`] |
//! | by how much did it move? 比例差 | [`difference()`], by one [`DifferenceMethod`] |
//! | how many times as large is it? 相对危险度、优势比 | [`relative_risk`], [`odds_ratio`] |
//! | did it move at all? 两比例检验 | [`test()`], by one [`TestMethod`] |
//!
//! ```
//! use service_quality::analysis::proportion::{self, Count, TestMethod};
//!
//! let (before, after) = (Count::new(82, 100)?, Count::new(91, 100)?);
//! let found = proportion::test(before, after, "0.95".parse()?, TestMethod::Z)?;
//! assert_eq!(
//!     found.interpretation(),
//!     "The share rose from 0.82 to 0.91, a change of 0.09 (-0.00587 to 0.186 with a confidence of 0.95); by the z-test a \
//!      difference as large would arise by chance in 6 of 100 samples if nothing had changed (p = 0.063): not significant \
//!      at 0.05."
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod count;
mod difference;
mod finite;
mod interval;
mod method;
mod ratio;
mod test;

pub use count::Count;
pub use difference::{Difference, DifferenceMethod, difference, effect_size};
pub use finite::{FinitePopulation, finite_population};
pub use interval::{Estimate, estimate, interval, wilson};
pub use method::Method;
pub use ratio::{Ratio, odds_ratio, relative_risk};
pub use test::{Test, TestMethod, test};

pub(crate) use count::ratio;
pub(crate) use difference::cohens_h;
pub(crate) use interval::score_interval;
