//! Run rules (判异准则): which patterns of points on a chart chance rarely makes.
//!
//! Rules are data: a [`Pattern`] with its lengths and conventions, an id, an order. A [`RuleSet`] judges points as they
//! come, on a small [`RunState`] that a host keeps between them, or a whole series; both say the same.
//!
//! Where programs differ, the convention is an option of the pattern, and each says who uses which:
//!
//! | question | option |
//! | --- | --- |
//! | Is a trend counted in points or in rises? | [`Counted`] |
//! | Does a point on the centre line break a run? | [`OnCentre`] |
//! | Does an equal value break a trend? | [`Ties`] |
//! | Two of three: must the newest point lie beyond? May the third lie anywhere? Do points beyond the limits count? May a series begin with it? | [`Counting`] |
//! | Is the completing point told, or the whole pattern? | [`Marking`](super::Marking) |

mod error;
mod fired;
mod pattern;
mod preset;
mod set;
mod state;

pub use error::RuleError;
pub use fired::Fired;
pub use pattern::{
    CompletedBy, Counted, Counting, OnCentre, Opening, Others, Outermost, Pattern, Sides, Ties,
};
pub use set::{RuleSet, RunRule};
pub(crate) use state::Extent;
pub use state::RunState;
