//! What one response tells a measure, before it is tallied.

use super::{Measure, Scale, WeightSum};

/// What one response tells a measure.
#[derive(Debug, Clone)]
pub(crate) enum Told<'a> {
    /// Nothing that is read concerns them.
    NotApplicable,
    /// They gave no answer.
    NoAnswer,
    /// Points.
    Points(Points<'a>),
}

/// The points that one response adds to a tally of a measure, each to one of its parts.
#[derive(Debug, Clone)]
pub(crate) struct Points<'a> {
    pub(super) measure: &'a Measure,
    pub(super) response: WeightSum,
    pub(super) scale: Scale,
    /// Those of one part stand together.
    pub(super) given: Vec<(&'a str, i16)>,
}

impl<'a> Points<'a> {
    /// The points of each part.
    pub(super) fn by_part(&self) -> impl Iterator<Item = &[(&'a str, i16)]> {
        self.given.chunk_by(|(one, _), (other, _)| one == other)
    }
}
