//! What moves the outcome (关键驱动因素)? The part that each of several figures has in how another one varies, and what to do
//! about it.
//!
//! Drivers of satisfaction lean on each other: friendly staff are often also quick, and coefficients of a regression then say
//! little. [`importance`] shares the explained variance out among them, by two methods that mostly agree, and
//! [`quadrants`](DriverImportance::quadrants) sets importance against performance.
//!
//! ```
//! use service_quality::analysis::driver::{self, Driver, Quadrant};
//!
//! let speed = [4.0, 5.0, 2.0, 3.0, 4.0, 1.0, 5.0, 2.0];
//! let courtesy = [5.0, 4.0, 4.0, 5.0, 5.0, 4.0, 5.0, 5.0];
//! let satisfaction = [4.0, 5.0, 2.0, 3.0, 5.0, 1.0, 5.0, 3.0];
//! let drivers = [Driver::new("speed", &speed), Driver::new("courtesy", &courtesy)];
//! let found = driver::importance(&drivers, &satisfaction)?;
//! assert_eq!(found.quadrants(), [Quadrant::Concentrate, Quadrant::PossibleOverkill]);
//! assert_eq!(
//!     found.interpretation(),
//!     "2 drivers explain 93.1 % of the variance in 8 rows; of that speed 87.5 %, courtesy 12.5 % (LMG shares)."
//! );
//! # Ok::<(), service_quality::analysis::Undefined>(())
//! ```

mod importance;
mod quadrant;
mod share;
mod symmetric;

pub use importance::{Driver, DriverImportance, Part, importance};
pub use quadrant::Quadrant;
