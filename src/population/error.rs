use thiserror::Error;

use crate::quantity::{IndicatorId, Number, SubjectId};

/// Why figures cannot be compared with those of peers.
///
/// ```
/// use service_quality::population::{PopulationError, Table};
///
/// let fault = Table::new(vec![], vec![]).unwrap_err();
/// assert_eq!(fault, PopulationError::NoCriteria);
/// assert_eq!(fault.to_string(), "criteria: none given: give at least one");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PopulationError {
    /// A table without columns.
    #[error("criteria: none given: give at least one")]
    NoCriteria,
    /// A table without rows, or a list of nobody.
    #[error("subjects: none given: give at least one")]
    NoSubjects,
    /// A criterion that is given twice.
    #[error("criteria[{index}]: `{criterion}` is given twice: give each criterion once")]
    DuplicateCriterion {
        /// Its second place.
        index: usize,
        /// The criterion.
        criterion: IndicatorId,
    },
    /// A subject that is given twice.
    #[error("{place}: `{subject}` is given twice: give each subject once")]
    DuplicateSubject {
        /// Its second place.
        place: String,
        /// The subject, shortened.
        subject: String,
    },
    /// A row that is shorter or longer than the list of criteria.
    #[error(
        "subjects[{index}].values: {given} given for `{subject}`, {criteria} wanted: give one a criterion, `null` for what is missing"
    )]
    Ragged {
        /// The row's place.
        index: usize,
        /// Its subject.
        subject: SubjectId,
        /// Its values.
        given: usize,
        /// The criteria.
        criteria: usize,
    },
    /// Best within a range: neither more nor less of it is better.
    #[error("{place}: of `range` neither more nor less is better: score it by a curve first")]
    NoDirection {
        /// Where the direction stands.
        place: String,
    },
    /// A criterion that the table does not have.
    #[error("criterion `{criterion}` is not in the table: give one of its criteria")]
    UnknownCriterion {
        /// What was given, shortened.
        criterion: String,
    },
    /// A criterion whose weight decides nothing.
    #[error(
        "criterion `{criterion}` is equal for all subjects: no weight of it changes their order; give another"
    )]
    EqualCriterion {
        /// The criterion.
        criterion: IndicatorId,
    },
    /// A subject that the table does not have.
    #[error("subject `{subject}` is not in the table: give one of its subjects")]
    UnknownSubject {
        /// What was given, shortened.
        subject: String,
    },
    /// A subject that only one of two rankings has.
    #[error("subject `{subject}` is not in both lists: compare the same subjects")]
    UnmatchedSubject {
        /// The subject, shortened.
        subject: String,
    },
    /// A ranking over several criteria would have to invent a value.
    #[error(
        "subject `{subject}` has no value of `{criterion}`: leave the subject out, or fill the gap by a rule of yours"
    )]
    Absent {
        /// The subject.
        subject: SubjectId,
        /// The criterion.
        criterion: IndicatorId,
    },
    /// A product, or a share in a sum, of values of which one is not above 0.
    #[error(
        "subject `{subject}` has `{given}` of `{criterion}`: the weighted product takes values above 0; choose another method"
    )]
    NotPositive {
        /// The subject.
        subject: SubjectId,
        /// The criterion.
        criterion: IndicatorId,
        /// The value.
        given: Number,
    },
    /// A plain sum of figures of which some are better when low.
    #[error(
        "criterion `{criterion}` is better when low: figures are summed as given only where all are better when high; choose another method, such as `weighted_sum_min_max`"
    )]
    LowerSummed {
        /// The criterion.
        criterion: IndicatorId,
    },
    /// All subjects are equal in every criterion that has a weight.
    #[error("no criterion with a weight differs between subjects: nothing can be ranked; give others")]
    NoSpread,
    /// All subjects are equal to the reference that they are measured by.
    #[error(
        "every subject equals the reference: nothing can be ranked; give another reference, or other subjects"
    )]
    AllReference,
    /// A subject that is too far below the others for the penalty of a classical index.
    #[error(
        "subject `{subject}` has a mean of standardised figures of 0 or less: the index has no penalty for that; choose the adjusted index"
    )]
    MeanNotPositive {
        /// The subject.
        subject: SubjectId,
    },
    /// A reference that does not fit the criteria.
    #[error("reference: {given} given, {criteria} wanted: give one value a criterion, in their order")]
    ReferenceCount {
        /// The values.
        given: usize,
        /// The criteria.
        criteria: usize,
    },
    /// Weights that do not fit the criteria.
    #[error("weights: {given} given, {criteria} wanted: give one a criterion, in their order")]
    WeightCount {
        /// The weights.
        given: usize,
        /// The criteria.
        criteria: usize,
    },
    /// Weights of which none is above 0.
    #[error("weights: sum to 0: give at least one above 0")]
    WeightSum,
    /// A changed weight that is none, or that leaves the others nothing to share.
    #[error(
        "weight of `{criterion}`: a share of {share} changed by {change} leaves 0 to 1, or nothing to share: give a smaller change"
    )]
    WeightChange {
        /// The criterion.
        criterion: IndicatorId,
        /// Its share before, rounded.
        share: Number,
        /// The change.
        change: Number,
    },
    /// A setting outside its range.
    #[error("{place}: `{given}` is out of range: give {allowed}")]
    OutOfRange {
        /// The setting.
        place: String,
        /// What was given.
        given: String,
        /// What would have been accepted.
        allowed: &'static str,
    },
    /// More successes than trials.
    #[error("subject `{subject}` has {successes} successes of {n}: correct one of the counts")]
    AboveTrials {
        /// The subject.
        subject: SubjectId,
        /// The successes.
        successes: u64,
        /// The trials.
        n: u64,
    },
    /// The strength of shrinkage cannot be estimated.
    #[error(
        "shrinkage cannot be estimated: give two subjects with data or more, and the variance of one with n of 2 or more, or declare a weight"
    )]
    NoEstimate,
    /// A figure between that leaves the range of numbers.
    #[error("{what} is out of range: give figures of fewer digits, in a larger unit")]
    TooLarge {
        /// The figure.
        what: &'static str,
    },
}
