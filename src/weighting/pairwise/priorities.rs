use serde::{Deserialize, Serialize};

use super::matrix::{Matrix, Principal};
use super::{
    Consistency, ConsistencyLimit, ConsistencyVerdict, Importance, Judgements, RandomIndex, WeightingError,
};
use crate::quantity::{Label, Number, nearest};
use crate::weighting::arithmetic::pairs;

/// How judgements become weights, and how inconsistent they may be.
///
/// ```
/// use service_quality::weighting::{OnInconsistency, PriorityRule, RandomIndex};
///
/// let rule: PriorityRule = serde_json::from_str(r#"{"random_index": "saaty2005", "on_inconsistency": "refuse"}"#)?;
/// assert_eq!(rule.random_index, RandomIndex::Saaty2005);
/// assert_eq!(rule.on_inconsistency, OnInconsistency::Refuse);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PriorityRule {
    /// How weights follow from the matrix.
    pub method: PriorityMethod,
    /// The table by which the consistency ratio is measured.
    pub random_index: RandomIndex,
    /// The ratio that still passes.
    pub limit: ConsistencyLimit,
    /// What a ratio above it leads to.
    pub on_inconsistency: OnInconsistency,
}

/// How weights follow from a comparison matrix. Where judgements do not contradict each other, all agree.
///
/// ```
/// use service_quality::weighting::{Judgements, PriorityMethod, PriorityRule};
///
/// let judgements = Judgements::matrix(["a", "b", "c"], [["1", "2", "8"], ["1/2", "1", "2"], ["1/8", "1/2", "1"]])?;
/// let rule = PriorityRule { method: PriorityMethod::GeometricMean, ..PriorityRule::default() };
/// assert_eq!(format!("{:.3?}", judgements.weigh(&rule)?.importance().values()), "[0.643, 0.255, 0.101]");
/// # Ok::<(), service_quality::weighting::WeightingError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PriorityMethod {
    /// The principal eigenvector (特征向量法): Saaty (1980). Power iteration until no part moves by more than 10⁻¹⁰ of
    /// itself in a doubling of the steps, that is, to the precision of a float.
    #[default]
    Eigenvector,
    /// Geometric means of the rows (几何平均法), the logarithmic least squares: Crawford and Williams (1985). Of an
    /// incomplete matrix the least squares over what was judged.
    GeometricMean,
    /// The means of the columns, each divided by its sum first (和法): a method of calculating by hand.
    NormalisedColumns,
}

/// What a consistency ratio above the limit leads to.
///
/// ```
/// use service_quality::weighting::{Judgements, OnInconsistency, PriorityRule};
///
/// let circle = Judgements::new(["a", "b", "c"], [("a", "b", 3), ("b", "c", 3), ("c", "a", 3)])?;
/// assert!(circle.weigh(&PriorityRule::default()).is_ok());
/// let strict = PriorityRule { on_inconsistency: OnInconsistency::Refuse, ..PriorityRule::default() };
/// assert!(circle.weigh(&strict).is_err());
/// # Ok::<(), service_quality::weighting::WeightingError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnInconsistency {
    /// The verdict says so, and the weights stand.
    #[default]
    Warn,
    /// There are no weights, also where the table has no random index for so many criteria.
    Refuse,
}

/// What judgements come to: weights, and how far the judgements hold together.
///
/// ```
/// use service_quality::weighting::{Judgements, PriorityRule};
///
/// let comparisons = [("a", "b", 1), ("a", "c", 5), ("a", "d", 2), ("b", "c", 3), ("b", "d", 4)];
/// let priorities = Judgements::new(["a", "b", "c", "d"], comparisons)?.weigh(&PriorityRule::default())?;
/// let missing = &priorities.completed()[0];
/// assert_eq!((missing.of.as_str(), missing.over.as_str()), ("c", "d"));
/// assert_eq!(format!("{:.4}", missing.value), "0.7303");
/// # Ok::<(), service_quality::weighting::WeightingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Priorities {
    importance: Importance,
    consistency: Consistency,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    completed: Vec<CompletedJudgement>,
}

/// A judgement that was not given, as the least largest eigenvalue completes it.
///
/// ```
/// use service_quality::weighting::{Judgements, PriorityRule};
///
/// let priorities = Judgements::new(["a", "b", "c"], [("a", "b", 2), ("b", "c", 3)])?.weigh(&PriorityRule::default())?;
/// let completed = &priorities.completed()[0];
/// assert_eq!((completed.of.as_str(), completed.over.as_str()), ("a", "c"));
/// assert!((completed.value - 6.0).abs() < 1e-9, "twice as important as what is three times as important");
/// # Ok::<(), service_quality::weighting::WeightingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompletedJudgement {
    /// This criterion
    pub of: Label,
    /// over this one
    pub over: Label,
    /// is so many times as important.
    pub value: f64,
}

impl Judgements {
    /// The weights of the criteria, and the consistency of the judgements.
    ///
    /// What was not judged is completed so that the largest eigenvalue is least: S. Bozóki, J. Fülöp, L. Rónyai, *On
    /// optimal completion of incomplete pairwise comparison matrices* (2010).
    ///
    /// # Errors
    /// [`WeightingError::Inconsistent`] and [`WeightingError::NoRandomIndex`] where the rule refuses,
    /// [`WeightingError::NotConverged`] where an incomplete matrix is too contradictory to be completed.
    pub fn weigh(&self, rule: &PriorityRule) -> Result<Priorities, WeightingError> {
        let matrix = Matrix::of(self)?;
        let priorities = Priorities::of(self.criteria(), &matrix, self.is_consistent(), rule)?;
        if rule.on_inconsistency == OnInconsistency::Refuse {
            self.refuse(&priorities.consistency, rule)?;
        }
        Ok(priorities)
    }

    fn refuse(&self, consistency: &Consistency, rule: &PriorityRule) -> Result<(), WeightingError> {
        match (consistency.verdict(), consistency.ratio().and_then(nearest)) {
            (ConsistencyVerdict::Excessive, Some(ratio)) => {
                let Some(mend) = self.most_inconsistent(rule)? else { return Ok(()) };
                Err(WeightingError::Inconsistent {
                    ratio,
                    limit: Number::from(consistency.limit()),
                    value: mend.value_text(),
                    of: mend.of,
                    over: mend.over,
                    given: mend.given.to_string(),
                })
            }
            (ConsistencyVerdict::Unknown, _) => Err(WeightingError::NoRandomIndex {
                size: self.criteria().len(),
                table: rule.random_index.name(),
                most: rule.random_index.largest(),
            }),
            _ => Ok(()),
        }
    }
}

impl Priorities {
    pub(super) fn of(
        criteria: &[Label],
        matrix: &Matrix,
        exactly: bool,
        rule: &PriorityRule,
    ) -> Result<Self, WeightingError> {
        let Principal { value, right, .. } = matrix.principal();
        let consistency = Consistency::of(matrix, value, exactly, rule)?;
        let values = match rule.method {
            PriorityMethod::Eigenvector => right,
            PriorityMethod::GeometricMean => matrix.logarithmic()?,
            PriorityMethod::NormalisedColumns => matrix.normalised_columns(),
        };
        let importance = Importance::of_floats(criteria.iter().cloned().zip(values).collect(), "weights")?;
        let name = |place: usize| criteria.get(place).cloned();
        let completed = pairs(criteria.len())
            .filter(|pair| !matrix.knows(*pair))
            .filter_map(|(row, column)| {
                let value = matrix.at(row, column);
                Some(CompletedJudgement { of: name(row)?, over: name(column)?, value })
            })
            .collect();
        Ok(Self { importance, consistency, completed })
    }

    /// The same judgements with weights that follow from them by other means.
    pub(super) fn with_importance(self, importance: Importance) -> Self {
        Self { importance, ..self }
    }

    /// The weights, in the order of the criteria.
    #[must_use]
    pub const fn importance(&self) -> &Importance {
        &self.importance
    }

    /// How far the judgements contradict each other.
    #[must_use]
    pub const fn consistency(&self) -> &Consistency {
        &self.consistency
    }

    /// The judgements that were not given, each a criterion over a later one.
    #[must_use]
    pub fn completed(&self) -> &[CompletedJudgement] {
        &self.completed
    }
}
