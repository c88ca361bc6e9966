use thiserror::Error;

use super::Assessor;
use crate::quantity::{ChecklistId, InspectionId, ItemId, Label, SubjectId, Version, Weight};
use crate::survey::reliability::ReliabilityError;

/// Why a checklist, a filled form, an assessment, a panel or a tally of them is none, or does not fit another.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::assessment::{AssessmentError, Panel};
/// let error: AssessmentError = Panel::new(BTreeMap::new()).unwrap_err();
/// assert_eq!(error.to_string(), "panel: all weights are 0: give at least one assessor a weight of more than 0");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AssessmentError {
    /// An item is worth nothing.
    #[error("item `{item}`: points `0` are out of range: give more than 0, at most 1000000")]
    NoPoints {
        /// The item.
        item: ItemId,
    },
    /// A checklist has no items, or too many.
    #[error("checklist `{checklist}`: `{given}` items are out of range: give 1 to {allowed}")]
    ItemCount {
        /// The checklist.
        checklist: ChecklistId,
        /// How many were given.
        given: usize,
        /// The most that a checklist may have.
        allowed: usize,
    },
    /// Two items have one id.
    #[error("checklist `{checklist}`: items[{place}] is another `{given}`: give each item its own id")]
    DuplicateItem {
        /// The checklist.
        checklist: ChecklistId,
        /// The place of the second one.
        place: usize,
        /// The id.
        given: ItemId,
    },
    /// A form was filled in by another checklist, or by another version of it.
    #[error(
        "inspection `{inspection}` is of checklist `{given}` version `{given_version}`: \
         judge it by that one, not by `{checklist}` version `{version}`"
    )]
    WrongChecklist {
        /// The form.
        inspection: InspectionId,
        /// The checklist that it names.
        given: ChecklistId,
        /// The version that it names.
        given_version: Version,
        /// The checklist by which it was to be judged.
        checklist: ChecklistId,
        /// The version of that.
        version: Version,
    },
    /// A form or a measure names an item that the checklist does not have.
    #[error("{place}: item `{given}` is unknown: give an item of checklist `{checklist}`")]
    UnknownItem {
        /// The form or the measure.
        place: String,
        /// The item.
        given: ItemId,
        /// The checklist.
        checklist: ChecklistId,
    },
    /// An item was given more points than it is worth.
    #[error(
        "inspection `{inspection}`: item `{item}`: points `{given}` are out of range: give 0 to {allowed}"
    )]
    TooManyPoints {
        /// The form.
        inspection: InspectionId,
        /// The item.
        item: ItemId,
        /// The points given.
        given: Weight,
        /// What the item is worth.
        allowed: Weight,
    },
    /// A critical item was given a part of its points.
    #[error(
        "inspection `{inspection}`: critical item `{item}`: points `{given}` are a part of {points}: give passed or failed"
    )]
    PartOfCritical {
        /// The form.
        inspection: InspectionId,
        /// The item.
        item: ItemId,
        /// The points given.
        given: Weight,
        /// What the item is worth.
        points: Weight,
    },
    /// The checklist has nothing that the measure is about.
    #[error("measure `{measure}` finds nothing in checklist `{checklist}`: {remedy}")]
    NothingMeasured {
        /// The measure.
        measure: String,
        /// The checklist.
        checklist: ChecklistId,
        /// What to do.
        remedy: &'static str,
    },
    /// An assessment without ratings.
    #[error("assessment of `{subject}` has no ratings: give at least one, or leave the assessment out")]
    NoRatings {
        /// What was to be rated.
        subject: SubjectId,
    },
    /// One person rated a subject twice.
    #[error(
        "assessment of `{subject}`: ratings[{place}] is another one of rater `{rater}` ({assessor}): keep one"
    )]
    DuplicateRater {
        /// What was rated.
        subject: SubjectId,
        /// The place of the second rating.
        place: usize,
        /// From which side.
        assessor: Assessor,
        /// Who rated.
        rater: Label,
    },
    /// A side is to be compared with itself.
    #[error("kappa of `{given}` with itself: give two different assessors")]
    SameAssessor {
        /// The side.
        given: Assessor,
    },
    /// Agreement of two sides is not defined.
    #[error(transparent)]
    Reliability(#[from] ReliabilityError),
    /// No assessor of a panel has a weight.
    #[error("panel: all weights are 0: give at least one assessor a weight of more than 0")]
    NoWeight,
    /// A counter or sum would leave its range; what was tallied before stays as it was.
    #[error("{tally} is full: {part} would exceed {limit}; {remedy}")]
    Full {
        /// The kind of tally.
        tally: &'static str,
        /// The counter or sum.
        part: &'static str,
        /// Its largest value.
        limit: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A value does not fit its place in a stored tally.
    #[error("{tally}: {place} `{given}` does not fit: give {allowed}")]
    Unfit {
        /// The kind of tally.
        tally: &'static str,
        /// The value's place.
        place: String,
        /// What was given.
        given: String,
        /// What would have been accepted.
        allowed: &'static str,
    },
    /// The stored tally was written by another version of the format.
    #[error("tally format version `{given}` is unknown: this build reads version {known}")]
    UnknownVersion {
        /// The version that was given.
        given: u32,
        /// The version that this build reads and writes.
        known: u32,
    },
    /// A figure is larger than a number may be, or than the integers that it is made of.
    #[error("{what} is out of range: give values and counts of fewer digits")]
    OutOfRange {
        /// The figure.
        what: &'static str,
    },
}
