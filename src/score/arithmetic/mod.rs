//! The arithmetic of scores: integers throughout, and one rounding where the model says so.

pub(in crate::score) mod exact;
pub(in crate::score) mod real;
mod unrounded;

pub(in crate::score) use unrounded::{Unrounded, quotient, signed_quotient};
