use std::collections::BTreeSet;

use super::{Assessment, AssessmentError, Assessor};
use crate::quantity::Number;
use crate::survey::reliability::{CohenKappa, ReliabilityError};

/// The most values that a table of kappa tells apart: 0 to 100 by tenths.
const MOST_VALUES: usize = 1_001;

/// How far two sides judge alike beyond chance (科恩卡帕系数), over the subjects that both rated.
///
/// A side judges a subject once: of several ratings in one assessment its lower median counts, which is always a rating
/// that was given. The categories are the values that occur, in their order; the weighted kappas count distance in steps
/// from one such value to the next. For more than two sides, missing ratings, or distance as the scale has it, there is
/// [`AgreementTally`](super::AgreementTally).
///
/// ```
/// use service_quality::assessment::{Assessment, Assessor, Rating, kappa};
///
/// let at = "2026-03-02T09:00:00Z".parse()?;
/// let mut calls = Vec::new();
/// for (call, [ours, theirs]) in [("a", [1, 1]), ("b", [1, 2]), ("c", [2, 2]), ("d", [3, 3])] {
///     let ratings = [(Assessor::Internal, ours), (Assessor::ThirdParty, theirs)];
///     let ratings = ratings.map(|(assessor, value)| Rating::new(assessor, value.into()));
///     calls.push(Assessment::new(call.parse()?, at, ratings)?);
/// }
/// let kappa = kappa(&calls, &Assessor::Internal, &Assessor::ThirdParty)?;
/// assert_eq!(kappa.to_string(), "0.6364 (substantial), 0.7500 judged alike of 4"); // (12 − 5) / (16 − 5)
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`AssessmentError::SameAssessor`]; [`AssessmentError::Reliability`] where no subject, or only one value, is common to
/// both; [`AssessmentError::Full`] beyond 1001 values.
pub fn kappa<'a>(
    assessments: impl IntoIterator<Item = &'a Assessment>,
    one: &Assessor,
    other: &Assessor,
) -> Result<CohenKappa, AssessmentError> {
    if one == other {
        return Err(AssessmentError::SameAssessor { given: one.clone() });
    }
    let both = |assessment: &Assessment| Some((verdict(assessment, one)?, verdict(assessment, other)?));
    let pairs: Vec<(Number, Number)> = assessments.into_iter().filter_map(both).collect();
    if pairs.is_empty() {
        return Err(ReliabilityError::TooFew { what: "subjects rated by both", given: 0, least: 1 }.into());
    }
    let values: BTreeSet<Number> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    if values.len() > MOST_VALUES {
        return Err(AssessmentError::Full {
            tally: "table of kappa",
            part: "values that differ",
            limit: "1001",
            remedy: "round the ratings to the steps of their scale",
        });
    }
    let values: Vec<Number> = values.into_iter().collect();
    Ok(CohenKappa::from_pairs(&values, &pairs)?)
}

/// What a side says of a subject: the lower median of its ratings.
fn verdict(assessment: &Assessment, side: &Assessor) -> Option<Number> {
    let ratings = assessment.ratings().iter().filter(|rating| rating.assessor() == side);
    let mut values: Vec<Number> = ratings.map(super::Rating::value).collect();
    values.sort_unstable();
    values.get(values.len().checked_sub(1)? / 2).copied()
}
