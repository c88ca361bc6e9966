use thiserror::Error;

use crate::quantity::{Number, Score};

use super::Gap;

/// Why a curve, a scoring model or a stored scorecard is refused.
///
/// Every error names the place of the fault as the document writes it, what was given, and the remedy.
///
/// ```
/// use service_quality::score::{Model, ScoreError};
///
/// let document = r#"{"root": {"id": "service", "children": []}}"#;
/// let fault = serde_json::from_str::<Model>(document).unwrap_err();
/// assert!(fault.to_string().starts_with("root.children: is empty: give at least one"));
/// let error = service_quality::score::Curve::goalposts(1.into(), 1.into()).unwrap_err();
/// assert!(matches!(error, ScoreError::FlatGoalposts { .. }));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ScoreError {
    /// The goalposts stand in one place, so no value is better than another.
    #[error("{place}: worst and best are both `{given}`: give two different values")]
    FlatGoalposts {
        /// Where.
        place: String,
        /// The value of both.
        given: Number,
    },
    /// The points of a piecewise curve do not rise.
    #[error(
        "{place}: value `{given}` is not above `{before}`, the one before: give points by rising value, each value once"
    )]
    PointsNotRising {
        /// Where.
        place: String,
        /// The value that does not rise.
        given: Number,
        /// The value before it.
        before: Number,
    },
    /// A list has too few entries.
    #[error("{place}: {}: give at least {least}", entries(*.given))]
    TooFew {
        /// Where.
        place: String,
        /// How many there are.
        given: usize,
        /// The least number.
        least: &'static str,
    },
    /// A limit is exceeded: decimal places, depth or number of parts.
    #[error("{place}: {given} {what}: give at most {most}")]
    TooMany {
        /// Where.
        place: String,
        /// How many were given.
        given: usize,
        /// What was counted.
        what: &'static str,
        /// The largest number.
        most: usize,
    },
    /// The weights under one node sum to 0.
    #[error("{place}: the weights sum to 0: give at least one child a weight above 0")]
    NoWeight {
        /// The list of children.
        place: String,
    },
    /// A name that must be unique occurs twice.
    #[error("{place}: `{given}` stands already at {first}: give each {what} once")]
    Duplicate {
        /// Where.
        place: String,
        /// What occurs twice.
        given: String,
        /// Where it stands already.
        first: String,
        /// What must be unique.
        what: &'static str,
    },
    /// Scores below the lowest band would have no grade.
    #[error("{place}: the lowest band starts at `{lowest}` and leaves a gap below: let it start at 0")]
    GradeGap {
        /// Where.
        place: String,
        /// Where the lowest band starts.
        lowest: Score,
    },
    /// A band starts between two scores that the model can tell apart.
    #[error("{place}: `{given}` has more decimal places than the total, {places}: round it")]
    BandTooFine {
        /// Where.
        place: String,
        /// Where the band starts.
        given: Score,
        /// The total's decimal places.
        places: u32,
    },
    /// A rule speaks of a score that its node cannot give.
    #[error("{place}: `{given}` has more decimal places than the node's score, {places}: round it")]
    RuleTooFine {
        /// Where.
        place: String,
        /// The score or the points.
        given: Score,
        /// The node's decimal places.
        places: u32,
    },
    /// A rule looks at a part that is not below its node.
    #[error("{place}: no part `{given}` below this node: name one, or give the rule to a node above both")]
    UnknownPart {
        /// Where.
        place: String,
        /// The part's id.
        given: String,
    },
    /// A rule or a margin names a grade that the model does not have.
    #[error("{place}: no grade `{given}`: name one of the model's grades")]
    UnknownGrade {
        /// Where.
        place: String,
        /// The grade.
        given: String,
    },
    /// An ordered mean has more or fewer weights than there are scores to order.
    #[error("{place}: {given} order weights for {wanted} children with a weight: give one for each")]
    OrderWeights {
        /// Where.
        place: String,
        /// How many there are.
        given: usize,
        /// How many children have a weight above 0.
        wanted: usize,
    },
    /// A row of an engine has more or fewer cells than there are indicators.
    #[error("{place}: {} for {}: give one for each, in the engine's order", entries(*.given), indicators(*.wanted))]
    RowLength {
        /// Which row.
        place: String,
        /// How many cells it has.
        given: usize,
        /// How many indicators there are.
        wanted: usize,
    },
    /// A part has no weight, or a weight no part.
    #[error("{place}: `{given}` {what}: give parts and weights the same names")]
    Unweighed {
        /// Where.
        place: String,
        /// The name.
        given: String,
        /// What it lacks.
        what: &'static str,
    },
    /// A bonus or a penalty of nothing.
    #[error("{place}: 0 points change nothing: give more than 0")]
    NoPoints {
        /// Where.
        place: String,
    },
    /// A row names a node above it that is not among the rows.
    #[error("{place}: `{given}` is no row's id: add the node, or name another")]
    Orphan {
        /// Where.
        place: String,
        /// The id of the node that is missing.
        given: String,
    },
    /// Rows stand above one another in a circle.
    #[error("{place}: `{given}` stands above itself: let one row lead up to the top")]
    Cycle {
        /// Where.
        place: String,
        /// A node in the circle.
        given: String,
    },
    /// No set of measurements could reach the grade.
    #[error(
        "{place}: grade `{grade}` from `{from}` is out of reach, the curves end at a total of `{best}`: let the curves reach 100 or lower the band"
    )]
    GradeOutOfReach {
        /// Where.
        place: String,
        /// The grade.
        grade: String,
        /// Where its band starts.
        from: Score,
        /// The best total that the curves allow.
        best: Score,
    },
    /// A parameter of a curve or of an aggregation function is out of its range.
    #[error("{place}: `{given}` is out of range: give {allowed}")]
    OutOfRange {
        /// Where.
        place: String,
        /// The parameter.
        given: Number,
        /// The range.
        allowed: &'static str,
    },
    /// A field is wanted here.
    #[error("{place}: is missing: {remedy}")]
    Missing {
        /// Where.
        place: String,
        /// What to give.
        remedy: &'static str,
    },
    /// A field has no meaning here.
    #[error("{place}: has no meaning here: {remedy}")]
    Misplaced {
        /// Where.
        place: String,
        /// What to do instead.
        remedy: &'static str,
    },
    /// A text is no fingerprint of a model.
    #[error("{place}: `{given}` is none: give 32 digits out of 0 to 9 and a to f")]
    NoFingerprint {
        /// Where.
        place: String,
        /// The text.
        given: String,
    },
    /// A model cannot be written down.
    #[error("{place}: cannot be written, {fault}: report the model that causes it")]
    Unwritable {
        /// What.
        place: String,
        /// Why.
        fault: String,
    },
    /// A total has no score, so that nothing can be said about its change.
    #[error("{place}: the total has no score, {gap}: compare totals that have one")]
    NoScore {
        /// Which total.
        place: String,
        /// Why it has none.
        gap: Gap,
    },
    /// Two scorecards have so little in common that no step from one to the other has a score.
    #[error(
        "{place}: no order of changes leads from the earlier scorecard to the later one by totals that have a score: compare totals with more parts in common"
    )]
    NoPath {
        /// Which comparison.
        place: String,
    },
    /// A scorecard is not what its model makes of its figures.
    #[error(
        "{place}: the model gives a total of {found}, the scorecard `{given}`: give the model that it was scored by"
    )]
    OtherModel {
        /// Which scorecard.
        place: String,
        /// Its total.
        given: Score,
        /// The model's total for the same figures.
        found: String,
    },
    /// The figures of a stored scorecard do not agree with one another.
    #[error("{place}: `{given}` does not agree with {with}: store scorecards as they were written")]
    Inconsistent {
        /// Where.
        place: String,
        /// The figure.
        given: String,
        /// What it contradicts.
        with: &'static str,
    },
}

impl ScoreError {
    /// The same fault, seen from one level further out.
    pub(super) fn within(mut self, outer: &str) -> Self {
        match &mut self {
            Self::FlatGoalposts { place, .. }
            | Self::PointsNotRising { place, .. }
            | Self::TooFew { place, .. }
            | Self::TooMany { place, .. }
            | Self::NoWeight { place }
            | Self::Duplicate { place, .. }
            | Self::GradeGap { place, .. }
            | Self::BandTooFine { place, .. }
            | Self::RuleTooFine { place, .. }
            | Self::UnknownPart { place, .. }
            | Self::UnknownGrade { place, .. }
            | Self::OrderWeights { place, .. }
            | Self::RowLength { place, .. }
            | Self::Unweighed { place, .. }
            | Self::NoPoints { place }
            | Self::Orphan { place, .. }
            | Self::Cycle { place, .. }
            | Self::NoFingerprint { place, .. }
            | Self::Unwritable { place, .. }
            | Self::NoScore { place, .. }
            | Self::NoPath { place }
            | Self::OtherModel { place, .. }
            | Self::GradeOutOfReach { place, .. }
            | Self::OutOfRange { place, .. }
            | Self::Missing { place, .. }
            | Self::Misplaced { place, .. }
            | Self::Inconsistent { place, .. } => *place = format!("{outer}.{place}"),
        }
        self
    }
}

fn entries(given: usize) -> String {
    match given {
        0 => "is empty".to_owned(),
        1 => "has 1 entry".to_owned(),
        _ => format!("has {given} entries"),
    }
}

fn indicators(count: usize) -> String {
    if count == 1 { "1 indicator".to_owned() } else { format!("{count} indicators") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_cross_threads_and_name_the_outer_place() {
        fn check<T: Send + Sync + 'static>(_: &T) {}
        let error = ScoreError::NoWeight { place: "children".into() }.within("children[1]").within("root");
        check(&error);
        assert_eq!(
            error.to_string(),
            "root.children[1].children: the weights sum to 0: give at least one child a weight above 0"
        );
    }
}
