//! How many it takes to see a change, before it is tried (样本量与检验效能).
//!
//! Each of the three is found from the other two: how many in each group, how large an effect, with which power
//! (probability of seeing it). Tests are two-sided, groups of equal size.
//!
//! | of | effect | use |
//! | --- | --- | --- |
//! | two shares | Cohen's h, from the shares themselves | [`Proportions`] |
//! | two means | Cohen's d: the difference in standard deviations | [`Means`] |
//!
//! The sample of a survey, and Fleiss's formula for two shares, are in [`sampling`](crate::survey::sampling).
//!
//! ```
//! use service_quality::analysis::power::Proportions;
//!
//! let plan = Proportions::new("0.05".parse()?)?;
//! let size = plan.size(0.8, 0.85, "0.8".parse()?)?;
//! assert_eq!(size.n(), 903);
//! assert_eq!(
//!     size.interpretation(),
//!     "903 in each of two groups show a change of 0.132 (Cohen's h) with a power of 0.8 at a significance of 0.05 by the \
//!      two-sided z-test of two shares."
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod means;
mod proportions;
mod size;

pub use means::Means;
pub use proportions::Proportions;
pub use size::Size;
