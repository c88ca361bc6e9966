//! Service quality as typed domain objects.

pub mod indicator;
pub mod quantity;
