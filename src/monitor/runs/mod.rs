//! Runs and crossings of a run chart (链图): is there a shift anywhere in the series?

mod bounds;
mod joint;
mod test;

pub use bounds::{RunsBounds, RunsRule};
pub use test::RunsTest;
