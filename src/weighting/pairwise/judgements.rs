use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Judgement, WeightingError};
use crate::quantity::Label;
use crate::weighting::weights::{counted, distinct};

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
/// `comparisons` `["on_time", "csat", "2"]`; written as comparisons. In a matrix a counterpart may be a rounded decimal of
/// two digits or more: `0.333` beside `3` says 1/3.
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
    /// and [`WeightingError::Judgement`] for what is no name or judgement, [`WeightingError::NotOneItself`],
    /// [`WeightingError::Disconnected`]; what is at fault within a comparison is [`WeightingError::Within`] it.
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
        // The judgements and where they stand.
        let mut given = BTreeMap::<(usize, usize), (usize, Judgement)>::new();
        for (index, (of, over, judgement)) in comparisons.into_iter().enumerate() {
            let place = || format!("comparisons[{index}]");
            let checked =
                || Ok::<_, WeightingError>((of.try_into()?, over.try_into()?, judgement.try_into()?));
            let (of, over, judgement): (Label, Label, Judgement) =
                checked().map_err(|fault| fault.within(place()))?;
            let find = |name: &Label| {
                let found = criteria.iter().position(|criterion| criterion == name);
                found.ok_or_else(|| WeightingError::Unknown { place: place(), given: name.clone() })
            };
            let (pair, judgement) = match (find(&of)?, find(&over)?) {
                (row, column) if row < column => ((row, column), judgement),
                (row, column) if row > column => ((column, row), judgement.reciprocal()),
                _ => {
                    itself(place, &of, judgement)?;
                    continue;
                }
            };
            if let Some((first, _)) = given.insert(pair, (index, judgement)) {
                return Err(WeightingError::ComparedTwice { index, of, over, first });
            }
        }
        Self::checked(criteria, given.into_iter().map(|(pair, (_, judgement))| (pair, judgement)).collect())
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
        for (place, row) in rows.into_iter().enumerate() {
            let cell = |(column, cell): (usize, J)| {
                let judgement = cell.try_into().map_err(WeightingError::from);
                judgement.map(Some).map_err(|fault| fault.within(format!("matrix[{place}][{column}]")))
            };
            cells.push(row.into_iter().enumerate().map(cell).collect::<Result<Vec<_>, _>>()?);
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
            let place = || format!("matrix[{row}][{row}]");
            itself(place, name, at(row, row).unwrap_or(Judgement::EQUAL))?;
            for column in row + 1..size {
                let judgement = match (at(row, column), at(column, row)) {
                    (Some(upper), Some(lower)) => {
                        let not_reciprocal = || WeightingError::NotReciprocal {
                            row,
                            column,
                            given: upper.to_string(),
                            counterpart: lower.to_string(),
                        };
                        Some(upper.agreed(lower).ok_or_else(not_reciprocal)?)
                    }
                    (upper, lower) => upper.or(lower.map(Judgement::reciprocal)),
                };
                given.extend(judgement.map(|judgement| ((row, column), judgement)));
            }
        }
        Self::checked(criteria, given)
    }

    /// Judgements of ordered pairs, which connect all criteria.
    fn checked(
        criteria: Vec<Label>,
        given: Vec<((usize, usize), Judgement)>,
    ) -> Result<Self, WeightingError> {
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
fn itself(place: impl Fn() -> String, name: &Label, judgement: Judgement) -> Result<(), WeightingError> {
    if judgement == Judgement::EQUAL {
        return Ok(());
    }
    let (criterion, given) = (name.clone(), judgement.to_string());
    Err(WeightingError::NotOneItself { place: place(), criterion, given })
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
