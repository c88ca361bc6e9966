//! How far measurements by questions, or by people, agree (信度).
//!
//! | you ask | use |
//! | --- | --- |
//! | do the items of a scale measure one thing? 内部一致性 | [`CronbachAlpha`] |
//! | do two assessors judge alike? 评分者一致性 | [`CohenKappa`] |
//! | do several, each item judged by as many? | [`FleissKappa`] |
//! | do several, with ratings missing, on any scale? | [`KrippendorffAlpha`] |
//!
//! Everything here is `f64`, for reading. Where a coefficient is not defined, as in constant data, it is absent.
//!
//! ```
//! use service_quality::survey::reliability::{CohenKappa, LandisKoch};
//!
//! // Two assessors grade 50 calls; rows are the first one's grades, columns the second one's.
//! let kappa = CohenKappa::from_table(&[[20, 5], [10, 15]])?;
//! assert_eq!(kappa.unweighted.map(LandisKoch::of), Some(LandisKoch::Fair));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod benchmark;
mod cohen_kappa;
mod cronbach_alpha;
mod error;
mod fleiss_kappa;
mod krippendorff_alpha;

pub use benchmark::{KrippendorffBenchmark, LandisKoch};
pub use cohen_kappa::CohenKappa;
pub use cronbach_alpha::{AlphaNote, CronbachAlpha, ItemReliability};
pub use error::ReliabilityError;
pub use fleiss_kappa::FleissKappa;
pub use krippendorff_alpha::{KrippendorffAlpha, LevelOfMeasurement};
