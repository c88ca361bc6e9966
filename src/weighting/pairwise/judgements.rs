use serde::{Deserialize, Serialize};

use super::weights::{counted, distinct};
use super::{Judgement, WeightingError};
use crate::quantity::Label;

/// What someone judged of criteria two by two (判断矩阵): the reciprocal comparison matrix of the analytic hierarchy
/// process (层次分析法, AHP). T. L. Saaty, *The Analytic Hierarchy Process* (1980).
///
/// It may be incomplete, as long as the comparisons connect all criteria.
///
/// ```
/// use service_quality::weighting::{Judgements, PriorityRule};
///
/// let judgements = Judgements::new(
///     ["on_time", "csat", "price"],
///     [("on_time", "csat", "2"), ("on_time", "price", "6"), ("csat", "price", "3")],
/// )?;
/// let priorities = judgements.weigh(&PriorityRule::default())?;
/// assert_eq!(priorities.importance().weights().get("on_time"), "0.6".parse().ok());
/// assert_eq!(priorities.consistency().ratio(), Some(0.0));
///
/// let matrix: Judgements = serde_json::from_str(
///     r#"{"criteria": ["on_time", "csat", "price"], "matrix": [["1", "2", "6"], ["1/2", "1", "3"], ["1/6", "1/3", "1"]]}"#,
/// )?;
/// assert_eq!(matrix, judgements);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Read either as a `matrix`, where one of each two counterparts may be null, both if the pair was not judged, or as
/// `comparisons` `["on_time", "csat", "2"]`; written as comparisons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawJudgements", into = "RawJudgements")]
pub struct Judgements {
    criteria: Vec<Label>,
    /// Of the criteria at two places, the first before the second; ordered by places.
    given: Vec<((usize, usize), Judgement)>,
}

/// Most criteria: more are beyond any judge, and belong into groups.
const MAX_CRITERIA: usize = 30;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawJudgements {
    criteria: Vec<Label>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comparisons: Option<Vec<(Label, Label, Judgement)>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    matrix: Option<Vec<Vec<Option<Judgement>>>>,
}

impl Judgements {
    /// Comparisons: the first criterion over the second.
    ///
    /// # Errors
    /// [`WeightingError::Count`] for no criteria or more than 30, [`WeightingError::Duplicate`],
    /// [`WeightingError::Unknown`] and [`WeightingError::ComparedTwice`] for comparisons, [`WeightingError::Quantity`]
    /// and [`WeightingError::Judgement`] for what is no name or judgement, [`WeightingError::Disconnected`].
    pub fn new<K, A, B, J>(
        criteria: impl IntoIterator<Item = K>,
        comparisons: impl IntoIterator<Item = (A, B, J)>,
    ) -> Result<Self, WeightingError>
    where
        K: TryInto<Label>,
        A: TryInto<Label>,
        B: TryInto<Label>,
        J: TryInto<Judgement>,
        WeightingError: From<K::Error> + From<A::Error> + From<B::Error> + From<J::Error>,
    {
        let criteria = names(criteria)?;
        let mut given = Vec::new();
        for (place, (of, over, judgement)) in comparisons.into_iter().enumerate() {
            let (of, over): (Label, Label) = (of.try_into()?, over.try_into()?);
            let judgement: Judgement = judgement.try_into()?;
            let find = |name: &Label| {
                criteria.iter().position(|criterion| criterion == name).ok_or_else(|| {
                    WeightingError::Unknown { place: format!("comparisons[{place}]"), given: name.clone() }
                })
            };
            match (find(&of)?, find(&over)?) {
                (row, column) if row < column => given.push(((row, column), judgement)),
                (row, column) if row > column => given.push(((column, row), judgement.reciprocal())),
                (place, _) => itself(place, &of, judgement)?,
            }
        }
        Self::checked(criteria, given)
    }

    /// A complete matrix: rows over columns.
    ///
    /// ```
    /// use service_quality::weighting::Judgements;
    /// let judgements = Judgements::matrix(["on_time", "csat"], [["1", "3"], ["1/3", "1"]])?;
    /// assert!(judgements.is_complete());
    /// # Ok::<(), service_quality::weighting::WeightingError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Judgements::new`]; [`WeightingError::NotSquare`], [`WeightingError::NotOneItself`],
    /// [`WeightingError::NotReciprocal`].
    pub fn matrix<K, R, J>(
        criteria: impl IntoIterator<Item = K>,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<Self, WeightingError>
    where
        K: TryInto<Label>,
        R: IntoIterator<Item = J>,
        J: TryInto<Judgement>,
        WeightingError: From<K::Error> + From<J::Error>,
    {
        let criteria = names(criteria)?;
        let mut cells = Vec::new();
        for row in rows {
            let row: Result<Vec<_>, WeightingError> =
                row.into_iter().map(|cell| Ok(Some(cell.try_into()?))).collect();
            cells.push(row?);
        }
        Self::of_cells(criteria, &cells)
    }

    /// A matrix with or without gaps.
    fn of_cells(criteria: Vec<Label>, rows: &[Vec<Option<Judgement>>]) -> Result<Self, WeightingError> {
        let size = criteria.len();
        let square = |place: &dyn Fn() -> String, given: usize| {
            if given == size {
                return Ok(());
            }
            Err(WeightingError::NotSquare { place: place(), given, allowed: size })
        };
        square(&|| "the rows of the matrix".to_owned(), rows.len())?;
        for (row, cells) in rows.iter().enumerate() {
            square(&|| format!("matrix[{row}]"), cells.len())?;
        }
        let at = |row: usize, column: usize| *rows.get(row)?.get(column)?;
        let mut given = Vec::new();
        for (row, name) in criteria.iter().enumerate() {
            itself(row, name, at(row, row).unwrap_or(Judgement::EQUAL))?;
            for column in row + 1..size {
                let (upper, lower) = (at(row, column), at(column, row).map(Judgement::reciprocal));
                if let (Some(upper), Some(lower)) = (upper, lower)
                    && upper != lower
                {
                    return Err(WeightingError::NotReciprocal {
                        row,
                        column,
                        given: upper.to_string(),
                        counterpart: lower.reciprocal().to_string(),
                    });
                }
                given.extend(upper.or(lower).map(|judgement| ((row, column), judgement)));
            }
        }
        Self::checked(criteria, given)
    }

    /// The rules that both forms share.
    fn checked(
        criteria: Vec<Label>,
        mut given: Vec<((usize, usize), Judgement)>,
    ) -> Result<Self, WeightingError> {
        given.sort_by_key(|(places, _)| *places);
        let name = |place: usize| criteria.get(place).cloned();
        for pair in given.array_windows::<2>() {
            let [(one, _), (other, _)] = pair;
            if one == other
                && let Some((of, over)) = name(one.0).zip(name(one.1))
            {
                return Err(WeightingError::ComparedTwice { of, over });
            }
        }
        let judgements = Self { criteria, given };
        let parts = parts(judgements.criteria.len(), judgements.given.iter().map(|(places, _)| *places));
        if parts.len() > 1 {
            return Err(WeightingError::Disconnected { parts: judgements.listed(&parts) });
        }
        Ok(judgements)
    }

    /// The names of some parts, at most ten of them.
    fn listed(&self, parts: &[Vec<usize>]) -> String {
        let name = |place: &usize| self.criteria.get(*place).map(|name| format!("`{name}`"));
        let part = |part: &Vec<usize>| part.iter().filter_map(name).collect::<Vec<_>>().join(", ");
        parts.iter().take(10).map(part).collect::<Vec<_>>().join(" | ")
    }

    /// The criteria, in order.
    #[must_use]
    pub fn criteria(&self) -> &[Label] {
        &self.criteria
    }

    /// The judgements that were given, one for each pair, a criterion over a later one.
    pub fn iter(&self) -> impl Iterator<Item = (&Label, &Label, Judgement)> {
        self.given.iter().filter_map(|((row, column), judgement)| {
            Some((self.criteria.get(*row)?, self.criteria.get(*column)?, *judgement))
        })
    }

    /// Those outside Saaty's scale of 1/9 to 9. They count like others: who wants the scale kept asks here.
    pub fn off_scale(&self) -> impl Iterator<Item = (&Label, &Label, Judgement)> {
        self.iter().filter(|(_, _, judgement)| !judgement.is_on_scale())
    }

    /// Whether each pair was judged.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let size = self.criteria.len();
        2 * self.given.len() == size * (size - 1)
    }

    /// Whether each pair was judged and no three judgements contradict each other, exactly: a over c is a over b times b
    /// over c.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        let first = |place: usize| match place {
            0 => Some(Judgement::EQUAL),
            _ => self.between(0, place),
        };
        self.is_complete()
            && self.given.iter().all(|((row, column), judgement)| {
                let chain = first(*row).zip(first(*column));
                chain.is_some_and(|(one, other)| one.times_is(*judgement, other))
            })
    }

    /// The judgements by their places.
    pub(super) fn given(&self) -> &[((usize, usize), Judgement)] {
        &self.given
    }

    /// The same judgements but for one, which is another now; `None` takes it away.
    pub(super) fn with(&self, places: (usize, usize), judgement: Option<Judgement>) -> Self {
        let mut changed = self.clone();
        changed.given.retain(|(pair, _)| *pair != places);
        if let Some(judgement) = judgement {
            changed.given.push((places, judgement));
            changed.given.sort_by_key(|(places, _)| *places);
        }
        changed
    }

    /// Whether the comparisons connect all criteria.
    pub(super) fn is_connected(&self) -> bool {
        parts(self.criteria.len(), self.given.iter().map(|(places, _)| *places)).len() == 1
    }

    fn between(&self, row: usize, column: usize) -> Option<Judgement> {
        let found = self.given.binary_search_by_key(&(row, column), |(places, _)| *places).ok()?;
        self.given.get(found).map(|(_, judgement)| *judgement)
    }
}

/// One to 30 names, none of them twice.
fn names<K>(criteria: impl IntoIterator<Item = K>) -> Result<Vec<Label>, WeightingError>
where
    K: TryInto<Label>,
    WeightingError: From<K::Error>,
{
    let mut names = Vec::new();
    for name in criteria {
        names.push(name.try_into()?);
    }
    counted("criteria to compare", names.len(), 1, MAX_CRITERIA)?;
    distinct(&names)?;
    Ok(names)
}

/// A criterion over itself.
fn itself(place: usize, name: &Label, judgement: Judgement) -> Result<(), WeightingError> {
    if judgement == Judgement::EQUAL {
        return Ok(());
    }
    Err(WeightingError::NotOneItself { place, criterion: name.clone(), given: judgement.to_string() })
}

/// The parts into which so many places fall under these connections, each in order.
pub(super) fn parts(size: usize, connections: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = (0..size).map(|place| vec![place]).collect();
    for (one, other) in connections {
        let find = |place| parts.iter().position(|part| part.contains(&place));
        if let Some((one, other)) = find(one).zip(find(other))
            && one != other
        {
            let joined = parts.remove(one.max(other));
            if let Some(part) = parts.get_mut(one.min(other)) {
                part.extend(joined);
                part.sort_unstable();
            }
        }
    }
    parts
}

impl TryFrom<RawJudgements> for Judgements {
    type Error = WeightingError;

    fn try_from(raw: RawJudgements) -> Result<Self, WeightingError> {
        match (raw.comparisons, raw.matrix) {
            (None, Some(rows)) => Self::of_cells(names(raw.criteria)?, &rows),
            (Some(_), Some(_)) => Err(WeightingError::TwoForms),
            (comparisons, None) => Self::new(raw.criteria, comparisons.unwrap_or_default()),
        }
    }
}

impl From<Judgements> for RawJudgements {
    fn from(judgements: Judgements) -> Self {
        let comparisons =
            judgements.iter().map(|(of, over, judgement)| (of.clone(), over.clone(), judgement)).collect();
        Self { criteria: judgements.criteria, comparisons: Some(comparisons), matrix: None }
    }
}
