//! What moves the outcome (关键驱动因素)? The part that each of several figures has in how another one varies, and what to do
//! about it.
//!
//! Drivers of satisfaction are correlated: friendly staff are often also quick, and coefficients of a regression then say
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
//! let words = found.interpretation("0.05".parse()?);
//! assert!(words.starts_with("2 drivers explain 93.1 % of the variance in 8 rows (adjusted 90.4 %); "), "{words}");
//! assert!(words.ends_with(
//!     ". Of that speed 87.5 % (raises), courtesy 12.5 % (raises), by LMG shares. Fewer than 10 rows a driver leave the \
//!      shares unsure."
//! ));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod importance;
mod quadrant;
mod share;
mod symmetric;

pub use importance::{Driver, DriverImportance, Effect, Part, importance};
pub use quadrant::Quadrant;
