//! Defects against opportunities (六西格玛): DPMO, sigma level and the yield of steps in a row.
//!
//! ```
//! use service_quality::analysis::six_sigma::{self, SHIFT};
//!
//! let tickets = six_sigma::defects(12.0, 350, 4)?;
//! assert!((tickets.dpmo() - 8571.43).abs() < 0.01);
//! assert!((tickets.sigma_level(SHIFT)? - 3.88).abs() < 0.01);
//! # Ok::<(), service_quality::analysis::Undefined>(())
//! ```

mod defects;
mod rolled;

pub use defects::{Defects, SHIFT, defects, dpmo_at};
pub use rolled::{RolledYield, rolled_yield};
