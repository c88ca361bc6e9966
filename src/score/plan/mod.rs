//! The compiled model: its parts in one flat array, each node before its children, and the way up and down it.

mod ascent;
mod bounds;
mod layout;
mod mean;
mod slots;

pub(in crate::score) use ascent::Ascent;
pub(in crate::score) use mean::{Entry, Gathered, State, Sums};
pub(in crate::score) use slots::{Evaluation, Method, Plan, Slot};
