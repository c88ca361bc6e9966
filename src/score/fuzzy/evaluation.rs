use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::quantity::{NodeId, PLACES, Share, excerpt, from_scaled};
use crate::score::exact;

use super::composition::ONE;
use super::{Composition, FuzzyCriterion, FuzzyError, FuzzyResult, GradeValue, Judged, RowSum};

/// Grades, weighted criteria and their memberships (模糊综合评价), checked as a whole when built or read.
///
/// ```
/// use service_quality::score::fuzzy::{Composition, FuzzyCriterion, FuzzyEvaluation, GradeValue, Judged};
///
/// let grades = [("good", 90), ("poor", 40)].map(|(grade, value)| {
///     GradeValue { grade: grade.parse().unwrap(), value: Some(value.into()) }
/// });
/// let evaluation = FuzzyEvaluation::builder(grades)
///     .criterion(FuzzyCriterion::new("speed".parse()?, "3".parse()?, Judged::Counts(vec![8, 2])))
///     .criterion(FuzzyCriterion::new("courtesy".parse()?, "1".parse()?, Judged::Counts(vec![4, 6])))
///     .build()?;
/// assert_eq!(evaluation.evaluate()?.score, Some("75".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawEvaluation", into = "RawEvaluation")]
pub struct FuzzyEvaluation {
    grades: Vec<GradeValue>,
    criteria: Vec<FuzzyCriterion>,
    composition: Composition,
    row_sum: RowSum,
}

/// Collects the parts of a [`FuzzyEvaluation`] before it is checked.
///
/// ```
/// use service_quality::score::fuzzy::FuzzyEvaluation;
/// assert!(FuzzyEvaluation::builder([]).build().is_err());
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct FuzzyEvaluationBuilder(FuzzyEvaluation);

const MOST_GRADES: usize = 100;
const MOST_CRITERIA: usize = 10_000;
const MOST_LEVELS: usize = 20;

impl FuzzyEvaluation {
    /// Starts an evaluation by these grades.
    pub fn builder(grades: impl IntoIterator<Item = GradeValue>) -> FuzzyEvaluationBuilder {
        FuzzyEvaluationBuilder(Self {
            grades: grades.into_iter().collect(),
            criteria: Vec::new(),
            composition: Composition::WeightedAverage,
            row_sum: RowSum::AtMostOne,
        })
    }

    /// The grades, as they stand in each row.
    #[must_use]
    pub fn grades(&self) -> &[GradeValue] {
        &self.grades
    }

    /// The criteria of the first level.
    #[must_use]
    pub fn criteria(&self) -> &[FuzzyCriterion] {
        &self.criteria
    }

    /// How rows become one.
    #[must_use]
    pub const fn composition(&self) -> Composition {
        self.composition
    }

    /// What a row may sum to.
    #[must_use]
    pub const fn row_sum(&self) -> RowSum {
        self.row_sum
    }

    /// The same criteria by another composition.
    #[must_use]
    pub fn by(&self, composition: Composition) -> Self {
        Self { composition, ..self.clone() }
    }

    /// The memberships of the whole, its grade and its score.
    ///
    /// # Errors
    /// [`FuzzyError::Vanished`] where all memberships are so small, or weigh so little, that they round to 0.
    pub fn evaluate(&self) -> Result<FuzzyResult, FuzzyError> {
        let mut levels = Vec::new();
        let memberships = self.compose(&self.criteria, &mut levels);
        FuzzyResult::new(&self.grades, memberships, levels)
    }

    /// One level: a row a criterion, the inner levels first.
    fn compose(&self, criteria: &[FuzzyCriterion], levels: &mut Vec<(NodeId, Vec<Share>)>) -> Vec<Share> {
        let mut rows = Vec::with_capacity(criteria.len());
        for criterion in criteria {
            let row = match &criterion.judged {
                Judged::Memberships(row) => row.clone(),
                Judged::Counts(counts) => shares(counts),
                Judged::Criteria(inner) => {
                    let place = levels.len();
                    let row = self.compose(inner, levels);
                    levels.insert(place, (criterion.id.clone(), row.clone()));
                    row
                }
            };
            rows.push((criterion.weight.to_scaled(), row));
        }
        let column = |grade: usize| {
            let term = |(weight, row): &(i128, Vec<Share>)| {
                (*weight, row.get(grade).map_or(0, |membership| membership.to_scaled()))
            };
            let terms: Vec<_> = rows.iter().map(term).collect();
            self.composition.membership(&terms).unwrap_or(Share::ZERO)
        };
        (0..self.grades.len()).map(column).collect()
    }

    fn check(&self) -> Result<(), FuzzyError> {
        let count = self.grades.len();
        if !(2..=MOST_GRADES).contains(&count) {
            let (place, what) = ("grades".to_owned(), "entries");
            return Err(FuzzyError::Count { place, given: count, what, least: 2, most: MOST_GRADES });
        }
        let names = self.grades.iter().map(|one| one.grade.as_str()).enumerate();
        unique(names.map(|(index, name)| (format!("grades[{index}].grade"), name)), "grade")?;
        let valued = self.grades.iter().find(|one| one.value.is_some());
        let unvalued = self.grades.iter().position(|one| one.value.is_none());
        if let (Some(valued), Some(index)) = (valued, unvalued) {
            let other = excerpt(valued.grade.as_str());
            return Err(FuzzyError::SomeValues { place: format!("grades[{index}]"), other });
        }
        let mut seen = Vec::new();
        self.check_level("criteria", &self.criteria, 1, &mut seen)?;
        unique(seen.iter().map(|(place, id)| (format!("{place}.id"), id.as_str())), "criterion")
    }

    fn check_level<'a>(
        &self,
        place: &str,
        criteria: &'a [FuzzyCriterion],
        level: usize,
        seen: &mut Vec<(String, &'a NodeId)>,
    ) -> Result<(), FuzzyError> {
        if level > MOST_LEVELS {
            let (place, what) = (place.to_owned(), "levels");
            return Err(FuzzyError::Count { place, given: level, what, least: 1, most: MOST_LEVELS });
        }
        let given = criteria.len().saturating_add(seen.len());
        if criteria.is_empty() || given > MOST_CRITERIA {
            let (place, what) = (place.to_owned(), "criteria");
            let given = if criteria.is_empty() { 0 } else { given };
            return Err(FuzzyError::Count { place, given, what, least: 1, most: MOST_CRITERIA });
        }
        if criteria.iter().all(|one| one.weight.to_scaled() == 0) {
            return Err(FuzzyError::NoWeight { place: place.to_owned() });
        }
        for (index, criterion) in criteria.iter().enumerate() {
            let here = format!("{place}[{index}]");
            let judged = format!("{here}.judged");
            seen.push((here, &criterion.id));
            match &criterion.judged {
                Judged::Criteria(inner) => {
                    self.check_level(&format!("{judged}.criteria"), inner, level + 1, seen)?;
                }
                Judged::Memberships(row) => {
                    let place = format!("{judged}.memberships");
                    self.check_length(&place, row.len())?;
                    self.check_sum(place, row.iter().map(|one| one.to_scaled()).sum())?;
                }
                Judged::Counts(counts) => {
                    let place = format!("{judged}.counts");
                    self.check_length(&place, counts.len())?;
                    if counts.iter().all(|count| *count == 0) {
                        let allowed = "more than 0, or leave the criterion out: nobody judged it";
                        return Err(FuzzyError::RowSum { place, given: "0".into(), allowed });
                    }
                }
            }
        }
        Ok(())
    }

    fn check_length(&self, place: &str, given: usize) -> Result<(), FuzzyError> {
        let grades = self.grades.len();
        if given == grades {
            return Ok(());
        }
        Err(FuzzyError::RowLength { place: place.to_owned(), given, grades })
    }

    fn check_sum(&self, place: String, sum: i128) -> Result<(), FuzzyError> {
        let (good, allowed) = match self.row_sum {
            RowSum::AtMostOne => {
                (sum > 0 && sum <= ONE, "more than 0 and at most 1, or ask for `row_sum` `free`")
            }
            RowSum::One => (sum == ONE, "1"),
            RowSum::Free => (sum > 0, "more than 0"),
        };
        if good {
            return Ok(());
        }
        let given = from_scaled(sum, PLACES).map(|sum| sum.to_string()).unwrap_or_default();
        Err(FuzzyError::RowSum { place, given, allowed })
    }
}

/// Counts as shares that sum to 1 exactly.
fn shares(counts: &[u64]) -> Vec<Share> {
    let counts: Vec<i128> = counts.iter().map(|count| i128::from(*count)).collect();
    exact::apportion(ONE, &counts).into_iter().map(exact::share).collect()
}

fn unique<'a>(names: impl Iterator<Item = (String, &'a str)>, what: &'static str) -> Result<(), FuzzyError> {
    let mut seen = BTreeMap::new();
    for (place, name) in names {
        if let Some(first) = seen.get(name) {
            let (first, given) = (String::clone(first), excerpt(name));
            return Err(FuzzyError::Duplicate { place, given, first, what });
        }
        seen.insert(name, place);
    }
    Ok(())
}

impl FuzzyEvaluationBuilder {
    /// Adds a criterion of the first level.
    pub fn criterion(mut self, criterion: FuzzyCriterion) -> Self {
        self.0.criteria.push(criterion);
        self
    }

    /// Sets how rows become one; the weighted average otherwise.
    pub const fn composition(mut self, composition: Composition) -> Self {
        self.0.composition = composition;
        self
    }

    /// Sets what a row may sum to; at most 1 otherwise.
    pub const fn row_sum(mut self, row_sum: RowSum) -> Self {
        self.0.row_sum = row_sum;
        self
    }

    /// Checks the evaluation.
    ///
    /// # Errors
    /// Any [`FuzzyError`] but [`FuzzyError::Vanished`].
    pub fn build(self) -> Result<FuzzyEvaluation, FuzzyError> {
        self.0.check()?;
        Ok(self.0)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a fuzzy evaluation as an object")]
struct RawEvaluation {
    grades: Vec<GradeValue>,
    #[serde(default, skip_serializing_if = "is_default")]
    composition: Composition,
    #[serde(default, skip_serializing_if = "is_default")]
    row_sum: RowSum,
    criteria: Vec<FuzzyCriterion>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl TryFrom<RawEvaluation> for FuzzyEvaluation {
    type Error = FuzzyError;

    fn try_from(raw: RawEvaluation) -> Result<Self, FuzzyError> {
        let RawEvaluation { grades, composition, row_sum, criteria } = raw;
        FuzzyEvaluationBuilder(Self { grades, criteria, composition, row_sum }).build()
    }
}

impl From<FuzzyEvaluation> for RawEvaluation {
    fn from(evaluation: FuzzyEvaluation) -> Self {
        let FuzzyEvaluation { grades, criteria, composition, row_sum } = evaluation;
        Self { grades, composition, row_sum, criteria }
    }
}
