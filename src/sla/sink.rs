//! Who listens to what clocks do: nobody in a batch, a recorder where reasons are asked for.

use super::clock::Fired;
use super::counted::Cause;
use super::terms::Terms;
use crate::quantity::{Span, Timestamp};

/// A stretch of time as a clock took it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counting {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    /// Why it did not count; absent where it did.
    pub(super) cause: Option<Cause>,
    pub(super) calendar: u16,
    /// Round the clock counts, not the calendar's hours.
    pub(super) elapsed: bool,
    pub(super) working: Span,
    pub(super) cycle: u32,
}

/// Told by clock, by its place in the plan.
pub(super) trait Sink {
    /// A stretch was counted, or was not.
    fn counted(&mut self, _clock: usize, _counting: Counting) {}

    /// From an instant on a policy's terms hold, by their version and policy; none where no policy applies.
    fn terms(&mut self, _clock: usize, _at: Timestamp, _policy: Option<(u16, u16)>, _terms: Option<&Terms>) {}

    /// A cycle began.
    fn cycle(&mut self, _clock: usize, _number: u32, _at: Timestamp) {}

    /// A cycle turned out to have promised nothing: it is none.
    fn dropped(&mut self, _clock: usize, _number: u32) {}

    /// A level was reached, or the due time passed.
    fn fired(&mut self, _clock: usize, _cycle: u32, _fired: &Fired) {}
}

/// Nobody listens.
impl Sink for () {}
