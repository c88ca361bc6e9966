//! Service quality as typed domain objects.

#![forbid(unsafe_code)]

pub mod calendar;
pub mod indicator;
pub mod quantity;
pub mod score;
pub mod sla;
pub mod standard;
pub mod ticket;
