//! The SLA engine through its public API: named cases, and laws over random agreements and histories.

#![cfg(test)]

mod budgets;
mod change;
mod clock;
mod desk;
mod incremental;
mod levels;
mod oracle;
mod pitfalls;
mod sample;
mod targets;
mod validation;
