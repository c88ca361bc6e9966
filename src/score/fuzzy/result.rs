use serde::{Deserialize, Serialize};

use crate::quantity::{NodeId, Number, PLACES, Share, divide_half_away};
use crate::score::Grade;

use super::composition::ONE;
use super::{FuzzyError, GradeValue};

/// How far a subject belongs to each grade, and to which the most (评价结果).
///
/// ```
/// use service_quality::score::fuzzy::FuzzyResult;
///
/// let stored = r#"{"memberships": ["0.6", "0.3"], "normalised": ["0.666666667", "0.333333333"], "grade": "good",
///     "lead": "0.333333334", "validity": "0.500000002"}"#;
/// let result: FuzzyResult = serde_json::from_str(stored)?;
/// assert_eq!(result.grade.as_str(), "good");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FuzzyResult {
    /// The membership of each grade, as the grades stand.
    pub memberships: Vec<Share>,
    /// The same divided so as to sum to 1 exactly, by the method of the largest remainder.
    pub normalised: Vec<Share>,
    /// The grade of the greatest membership; of equals the first.
    pub grade: Grade,
    /// How far its normalised membership is above the next greatest: 0 where two grades are equal.
    pub lead: Share,
    /// The validity of naming one grade, (m·β − 1) / (2γ · (m − 1)) for m grades, β the greatest and γ the next
    /// normalised membership: 0 where all are equal, below 0.5 low, from 1 high. Absent where only one grade has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity: Option<Number>,
    /// The mean of the grades' values by the memberships; absent where the grades have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Number>,
    /// The results of the criteria that have criteria of their own, in the order of the document, the outer first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<(NodeId, Vec<Share>)>,
}

impl FuzzyResult {
    pub(super) fn new(
        grades: &[GradeValue],
        memberships: Vec<Share>,
        levels: Vec<(NodeId, Vec<Share>)>,
    ) -> Result<Self, FuzzyError> {
        let units: Vec<i128> = memberships.iter().map(|one| one.to_scaled()).collect();
        let normalised = crate::score::arithmetic::exact::apportion(ONE, &units);
        let vanished = || FuzzyError::Vanished { place: "criteria".into() };
        let best = units.iter().copied().max().filter(|best| *best > 0).ok_or_else(vanished)?;
        let (index, grade) = units
            .iter()
            .position(|one| *one == best)
            .and_then(|index| Some((index, grades.get(index)?.grade.clone())))
            .ok_or_else(vanished)?;
        // Raw memberships decide which grades are equal: the largest remainder may part what is.
        let next = units.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, one)| *one).max();
        let (sum, next): (i128, i128) = (units.iter().sum(), next.unwrap_or_default());
        let lead =
            divide_half_away((best - next) * ONE, sum).and_then(|lead| Share::from_scaled(lead, PLACES));
        let score = mean(grades, &units, sum);
        Ok(Self {
            memberships,
            normalised: normalised.into_iter().map(crate::score::arithmetic::exact::share).collect(),
            grade,
            lead: lead.unwrap_or(Share::ZERO),
            validity: validity(best, next, sum, units.len()),
            score,
            levels,
        })
    }
}

/// (m·β − 1) / (2γ·(m − 1)) with β = best/sum and γ = next/sum, in one division.
fn validity(best: i128, next: i128, sum: i128, grades: usize) -> Option<Number> {
    let grades = i128::try_from(grades).ok()?;
    let above = grades.checked_mul(best)?.checked_sub(sum)?.checked_mul(ONE)?;
    let below = next.checked_mul(2)?.checked_mul(grades.checked_sub(1)?)?;
    Number::from_scaled(divide_half_away(above, below)?, PLACES)
}

/// The mean of the values; a value has 24 digits and a membership 10, so that thousands of grades fit.
fn mean(grades: &[GradeValue], units: &[i128], sum: i128) -> Option<Number> {
    let points = grades.iter().zip(units).try_fold(0_i128, |points, (grade, membership)| {
        points.checked_add(grade.value?.to_scaled().checked_mul(*membership)?)
    })?;
    Number::from_scaled(divide_half_away(points, sum)?, PLACES)
}
