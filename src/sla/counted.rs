//! What a clock counts, and what makes it stand still.

use serde::{Deserialize, Serialize};

use super::{StatusClass, TimeBoth};
use crate::quantity::Span;

/// What a ticket's history says about standing still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Holds {
    pub(super) explicit: bool,
    /// The agreement pauses in the status.
    pub(super) pauses: bool,
    /// The status, where the plan names it.
    pub(super) status: Option<u16>,
    pub(super) class: StatusClass,
}

/// Why a stretch did not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    Explicit,
    Status(Option<u16>),
    Class(StatusClass),
    Rule,
    Finished,
}

/// How a clock counts: by which calendar, and what makes it stand still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measure {
    pub(super) calendar: u16,
    pub(super) pausable: bool,
    /// The due time is given, and nothing moves it.
    pub(super) pinned: bool,
    /// Round the clock counts, not the calendar's hours.
    pub(super) elapsed: bool,
}

/// What a clock has counted, and what it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counted {
    pub(super) working: Span,
    pub(super) elapsed: Span,
    pub(super) paused: TimeBoth,
}

impl Counted {
    pub(super) const NONE: Self = Self {
        working: Span::ZERO,
        elapsed: Span::ZERO,
        paused: TimeBoth { working: Span::ZERO, elapsed: Span::ZERO },
    };
}

impl Holds {
    /// A ticket that nothing has happened to.
    pub(super) const NONE: Self =
        Self { explicit: false, pauses: false, status: None, class: StatusClass::New };
}
