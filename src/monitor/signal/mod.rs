//! What run rules found on a chart: which points make a pattern, and what it means for the service.

mod finding;
mod marking;
mod signals;
mod words;

pub use finding::Signal;
pub use marking::{Marking, PointKind};
pub use signals::Signals;
