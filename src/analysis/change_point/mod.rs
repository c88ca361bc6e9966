//! Where did the level change (变点)? Points that part a series into stretches of different level.
//!
//! [`pettitt`] tests whether there is one change, by ranks. The others cut the series so that the squared deviations from
//! the means of the pieces are smallest: [`pelt`] for a penalty a change, [`best`] for a given number of changes, both
//! exactly; [`binary`] by one cut after the other, which is faster and may miss.
//!
//! ```
//! use service_quality::analysis::change_point;
//!
//! let days = [5.1, 4.9, 5.0, 5.2, 4.8, 7.1, 6.9, 7.2, 7.0, 6.8, 7.0];
//! let penalty = change_point::penalty(&days)?;
//! let found = change_point::pelt(&days, penalty, 2)?;
//! assert_eq!(found.changes(), [5], "{}", found.interpretation());
//! # Ok::<(), service_quality::analysis::Undefined>(())
//! ```

mod optimal;
mod pettitt;
mod segmentation;
mod split;

pub(super) use optimal::{Point, check_work, optimal};
pub use pettitt::{Pettitt, pettitt};
pub use segmentation::{Segment, Segmentation, penalty};
pub use split::{Stop, best, binary, pelt};
