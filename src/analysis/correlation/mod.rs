//! Do two figures go together (相关)? Coefficients of correlation with their probability and interval.
//!
//! [`pearson`] measures how straight the relation is, [`spearman`] how steadily one rises with the other, [`kendall`] the
//! same by pairs, with [`kendall_exact`] for small samples. A correlation is no cause.
//!
//! ```
//! use service_quality::analysis::correlation;
//!
//! let wait = [3.0, 5.0, 8.0, 12.0, 15.0, 21.0, 30.0];
//! let satisfaction = [4.8, 4.7, 4.1, 4.2, 3.6, 3.1, 2.9];
//! let found = correlation::spearman(&wait, &satisfaction)?;
//! assert!((found.p_value - 14.0 / 5040.0).abs() < 1e-12, "14 of all 7! orders lie as far from 0");
//! let words = found.interpretation("0.05".parse()?);
//! assert!(words.starts_with("The second falls as the first rises: Spearman's coefficient of 7 pairs is -0.964; "));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod coefficient;
mod kendall;
mod product;

pub use coefficient::{Correlation, CorrelationMethod};
pub use kendall::{kendall, kendall_exact};
pub use product::{pearson, spearman, spearman_t};
