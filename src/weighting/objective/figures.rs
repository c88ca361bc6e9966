use serde::{Deserialize, Serialize};

use super::column::Column;
use super::{ObjectiveMethod, WeightingError};
use crate::indicator::Direction;
use crate::population::Table;
use crate::quantity::{Label, Number};
use crate::weighting::weights::{counted, distinct};

/// Figures of several subjects (rows) by several criteria (columns), from which weights can be read (客观赋权): teams,
/// sites, months or providers by their indicators.
///
/// Such weights say how much a criterion tells these subjects apart, not how much it matters; and they change with the
/// subjects. Who compares periods fixes the weights once.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::weighting::{Figures, ObjectiveMethod};
///
/// let figures: Figures = serde_json::from_str(r#"{
///     "criteria": [{"id": "csat", "direction": "higher"}, {"id": "hours_to_solve", "direction": "lower"}],
///     "rows": [["4.1", "20"], ["4.2", "45"], ["4.0", "31"]]}"#)?;
/// assert_eq!(figures.criteria().next(), Some((&"csat".parse()?, Direction::Higher)));
/// let weights = figures.weigh(ObjectiveMethod::Entropy)?.into_weights();
/// assert!(weights.get("hours_to_solve") > "0.99".parse().ok(), "it is there that the three differ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawFigures", into = "RawFigures")]
pub struct Figures {
    criteria: Vec<(Label, Direction)>,
    rows: Vec<Vec<Number>>,
}

/// Most columns: methods compare each with each.
const MAX_CRITERIA: usize = 1_000;
const MAX_ROWS: usize = 1_000_000;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFigures {
    criteria: Vec<RawCriterion>,
    rows: Vec<Vec<Number>>,
}

/// As a [`Table`] writes its criteria.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCriterion {
    id: Label,
    direction: Direction,
}

impl Figures {
    /// Criteria with their directions, and for each subject a row of figures.
    ///
    /// # Errors
    /// [`WeightingError::Count`] for no criteria or more than 1,000 and for fewer than 2 or more than 1,000,000 rows,
    /// [`WeightingError::Duplicate`], [`WeightingError::RangeDirection`], [`WeightingError::RowLength`].
    pub fn new(
        criteria: impl IntoIterator<Item = (Label, Direction)>,
        rows: impl IntoIterator<Item = Vec<Number>>,
    ) -> Result<Self, WeightingError> {
        let criteria: Vec<(Label, Direction)> = criteria.into_iter().collect();
        let rows: Vec<Vec<Number>> = rows.into_iter().collect();
        counted("columns of figures", criteria.len(), 1, MAX_CRITERIA)?;
        distinct(criteria.iter().map(|(name, _)| name))?;
        counted("rows of figures", rows.len(), 2, MAX_ROWS)?;
        if let Some((name, _)) = criteria.iter().find(|(_, direction)| *direction == Direction::Range) {
            return Err(WeightingError::RangeDirection { criterion: name.clone() });
        }
        let uneven = rows.iter().enumerate().find(|(_, row)| row.len() != criteria.len());
        if let Some((place, row)) = uneven {
            return Err(WeightingError::RowLength { row: place, given: row.len(), allowed: criteria.len() });
        }
        Ok(Self { criteria, rows })
    }

    /// The criteria and their directions, in order.
    #[must_use]
    pub fn criteria(&self) -> impl ExactSizeIterator<Item = (&Label, Direction)> {
        self.criteria.iter().map(|(name, direction)| (name, *direction))
    }

    /// The rows, in order.
    #[must_use]
    pub fn rows(&self) -> &[Vec<Number>] {
        &self.rows
    }

    /// The columns; at least one of them differs between rows.
    pub(super) fn columns(&self) -> Result<Vec<Column>, WeightingError> {
        let figures = |place: usize| self.rows.iter().filter_map(move |row| row.get(place));
        let scaled = |place: usize| figures(place).map(|figure| figure.to_scaled()).collect();
        let columns: Vec<Column> = (self.criteria.iter().enumerate())
            .map(|(place, (name, direction))| Column::new(name.clone(), *direction, scaled(place)))
            .collect();
        if columns.iter().all(Column::is_constant) {
            return Err(WeightingError::NoSpread);
        }
        Ok(columns)
    }

    /// Refuses the first figure that a method cannot take.
    pub(super) fn take(
        &self,
        method: ObjectiveMethod,
        allowed: &'static str,
        good: impl Fn(Number) -> bool,
    ) -> Result<(), WeightingError> {
        for (row, figures) in self.rows.iter().enumerate() {
            for ((criterion, _), given) in self.criteria.iter().zip(figures) {
                if !good(*given) {
                    let (criterion, given) = (criterion.clone(), *given);
                    return Err(WeightingError::Figure { row, criterion, given, method, allowed });
                }
            }
        }
        Ok(())
    }
}

/// The figures of a table without gaps.
///
/// ```
/// use service_quality::population::Table;
/// use service_quality::weighting::Figures;
///
/// let table: Table = serde_json::from_str(r#"{"criteria": [{"id": "hours", "direction": "lower"}],
///     "subjects": [{"id": "north", "values": [5]}, {"id": "south", "values": [9]}]}"#)?;
/// assert_eq!(Figures::try_from(&table)?.rows().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<&Table> for Figures {
    type Error = WeightingError;

    fn try_from(table: &Table) -> Result<Self, WeightingError> {
        let mut criteria: Vec<(Label, Direction)> = Vec::new();
        for criterion in table.criteria() {
            criteria.push((criterion.id.as_str().parse()?, criterion.direction));
        }
        let mut rows = Vec::new();
        for subject in table.subjects() {
            let figures = subject.values.iter().zip(&criteria).map(|(figure, (criterion, _))| {
                let (subject, criterion) = (subject.id.clone(), criterion.clone());
                figure.ok_or(WeightingError::Absent { subject, criterion })
            });
            rows.push(figures.collect::<Result<Vec<_>, _>>()?);
        }
        Self::new(criteria, rows)
    }
}

impl TryFrom<RawFigures> for Figures {
    type Error = WeightingError;

    fn try_from(raw: RawFigures) -> Result<Self, WeightingError> {
        Self::new(raw.criteria.into_iter().map(|RawCriterion { id, direction }| (id, direction)), raw.rows)
    }
}

impl From<Figures> for RawFigures {
    fn from(figures: Figures) -> Self {
        let criteria = figures.criteria.into_iter();
        Self {
            criteria: criteria.map(|(id, direction)| RawCriterion { id, direction }).collect(),
            rows: figures.rows,
        }
    }
}
