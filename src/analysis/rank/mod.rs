//! Tests by ranks (秩检验): of values far from normal, with outliers, or that are grades and not measures.
//!
//! | you ask | use |
//! | --- | --- |
//! | are values of one group mostly larger than those of another? | [`mann_whitney`] |
//! | did pairs mostly move one way? | [`signed_rank`] |
//!
//! ```
//! use service_quality::analysis::rank::{self, Approximation};
//!
//! let (before, after) = ([23.3, 40.9, 11.1, 35.3, 37.4, 12.6], [14.4, 16.3, 14.3, 2.4, 8.1, 13.3]);
//! let found = rank::mann_whitney(&before, &after, "0.95".parse()?, Approximation::Exact)?;
//! assert_eq!(
//!     found.interpretation(),
//!     "A value after is larger than one before in 8, smaller in 28 and equal in 0 of 36 pairs; by the Mann-Whitney test \
//!      (exact) a rank difference as large would arise by chance in 13 of 100 samples if nothing had changed (p = 0.132): \
//!      not significant at 0.05."
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod approximation;
mod mann_whitney;
mod permutation;
mod signed_rank;

pub use approximation::Approximation;
pub use mann_whitney::{MannWhitney, mann_whitney};
pub use signed_rank::{SignedRank, Ties, signed_rank, signed_rank_with};
