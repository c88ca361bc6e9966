//! Where to part a list of figures into classes (分级): breaks for grades, colours of a map, groups of agents.
//!
//! [`natural`] finds the classes whose members lie closest together; [`equal_interval`], [`quantile`] and
//! [`standard_deviation`] set the usual breaks; [`silhouette`] says how well any classes are parted.
//!
//! ```
//! use service_quality::analysis::classes;
//!
//! let scores = [61.0, 62.0, 64.0, 78.0, 79.0, 81.0, 93.0, 95.0];
//! let grades = classes::natural(&scores, 3)?;
//! assert_eq!(grades.breaks(), [61.0, 64.0, 81.0, 95.0]);
//! assert!(grades.goodness_of_fit() > 0.98 && classes::silhouette(&scores, grades.labels())? > 0.8);
//! # Ok::<(), service_quality::analysis::Undefined>(())
//! ```

mod natural;
mod silhouette;
mod simple;

pub use natural::{Class, NaturalClasses, natural};
pub use silhouette::silhouette;
pub use simple::{Breaks, equal_interval, quantile, standard_deviation};
