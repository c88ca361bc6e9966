//! The SLA engine through its public API: named cases, and laws over random agreements and histories.

#![cfg(test)]

mod clock;
mod incremental;
mod sample;
