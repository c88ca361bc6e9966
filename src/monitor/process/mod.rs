//! A process (过程) watched by a chart and its run rules: the whole series at once, or point by point.
//!
//! Both say the same. [`ProcessMonitor::read`] takes a series and gives the chart with every signal;
//! [`ProcessStream::push`] takes the next point and a [`ProcessState`] that a host keeps between two of them.

mod definition;
mod reading;
mod state;
mod stream;
mod trail;

pub use definition::ProcessMonitor;
pub use reading::ProcessReading;
pub use state::ProcessState;
pub use stream::{ProcessStream, Pushed};
