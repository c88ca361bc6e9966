use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::PopulationError;
use crate::indicator::Direction;
use crate::quantity::{IndicatorId, Number, SubjectId, excerpt};

/// Who is compared, and in what: subjects (rows) and criteria (columns), 评价对象与准则.
///
/// A value that was not measured is absent and stays so: no method takes it for 0. Rows are of one length, ids are
/// unique.
///
/// ```
/// use service_quality::population::{Normalisation, Relative, Table};
///
/// let table: Table = serde_json::from_str(r#"{
///     "criteria": [{"id": "solved", "direction": "higher"}, {"id": "hours", "direction": "lower"}],
///     "subjects": [{"id": "north", "values": ["0.82", 6]}, {"id": "south", "values": ["0.9", null]},
///         {"id": "west", "values": ["0.86", 4]}]}"#)?;
/// let hours = table.normalise("hours", &Normalisation::percent())?;
/// assert_eq!((hours.n, hours.figures[2].value()), (2, Some(100.into())));
/// assert_eq!(serde_json::to_string(&hours.figures[1])?, r#"{"absent":"missing"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawTable", into = "RawTable")]
pub struct Table {
    criteria: Vec<Criterion>,
    subjects: Vec<Subject>,
}

/// A column: what is compared, and which way it is better.
///
/// ```
/// use service_quality::population::Criterion;
/// let hours: Criterion = serde_json::from_str(r#"{"id": "hours", "direction": "lower"}"#)?;
/// assert_eq!(hours.id.as_str(), "hours");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its name.
    pub id: IndicatorId,
    /// Which way it is better; a table refuses [`Direction::Range`].
    pub direction: Direction,
}

/// A row: one of those who are compared, with a value for each criterion in the order of the criteria.
///
/// ```
/// use service_quality::population::Subject;
/// let north: Subject = serde_json::from_str(r#"{"id": "north", "values": ["0.82", null]}"#)?;
/// assert_eq!(north.values[1], None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Its name.
    pub id: SubjectId,
    /// Its values; absent where nothing was measured.
    pub values: Vec<Option<Number>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    criteria: Vec<Criterion>,
    subjects: Vec<Subject>,
}

impl Table {
    /// A table of these columns and rows.
    ///
    /// # Errors
    /// [`PopulationError::NoCriteria`], [`PopulationError::NoSubjects`], [`PopulationError::DuplicateCriterion`],
    /// [`PopulationError::DuplicateSubject`], [`PopulationError::NoDirection`], [`PopulationError::Ragged`].
    pub fn new(criteria: Vec<Criterion>, subjects: Vec<Subject>) -> Result<Self, PopulationError> {
        if criteria.is_empty() {
            return Err(PopulationError::NoCriteria);
        }
        if subjects.is_empty() {
            return Err(PopulationError::NoSubjects);
        }
        let mut seen = BTreeSet::new();
        for (index, Criterion { id, direction }) in criteria.iter().enumerate() {
            if !seen.insert(id) {
                return Err(PopulationError::DuplicateCriterion { index, criterion: id.clone() });
            }
            if *direction == Direction::Range {
                return Err(PopulationError::NoDirection { place: format!("criteria[{index}].direction") });
            }
        }
        let mut seen = BTreeSet::new();
        for (index, Subject { id, values }) in subjects.iter().enumerate() {
            if !seen.insert(id) {
                return Err(PopulationError::DuplicateSubject {
                    place: format!("subjects[{index}]"),
                    subject: excerpt(id.as_str()),
                });
            }
            if values.len() != criteria.len() {
                let (subject, given) = (id.clone(), values.len());
                return Err(PopulationError::Ragged { index, subject, given, criteria: criteria.len() });
            }
        }
        Ok(Self { criteria, subjects })
    }

    /// The columns.
    #[must_use]
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// The rows.
    #[must_use]
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// A criterion with its values, in the order of the subjects.
    ///
    /// # Errors
    /// [`PopulationError::UnknownCriterion`].
    pub fn column(&self, criterion: &str) -> Result<(&Criterion, Vec<Option<Number>>), PopulationError> {
        let found = self.columns().find(|(column, _)| column.id.as_str() == criterion);
        found.ok_or_else(|| unknown(criterion))
    }

    /// The table without a criterion.
    ///
    /// # Errors
    /// [`PopulationError::UnknownCriterion`]; [`PopulationError::NoCriteria`] where it is the last.
    pub fn without(&self, criterion: &str) -> Result<Self, PopulationError> {
        let index = self.index(criterion)?;
        let rest = |values: &[Option<Number>]| kept(values, index).copied().collect();
        let subjects = self.subjects.iter();
        let subjects = subjects
            .map(|subject| Subject { id: subject.id.clone(), values: rest(&subject.values) })
            .collect();
        Self::new(kept(&self.criteria, index).cloned().collect(), subjects)
    }

    /// The place of a criterion among the columns.
    pub(super) fn index(&self, criterion: &str) -> Result<usize, PopulationError> {
        let found = self.criteria.iter().position(|column| column.id.as_str() == criterion);
        found.ok_or_else(|| unknown(criterion))
    }

    /// The place of a subject among the rows.
    pub(super) fn row(&self, subject: &str) -> Result<usize, PopulationError> {
        let found = self.subjects.iter().position(|row| row.id.as_str() == subject);
        found.ok_or_else(|| PopulationError::UnknownSubject { subject: excerpt(subject) })
    }

    /// The columns with their values.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&Criterion, Vec<Option<Number>>)> {
        let values =
            |index: usize| self.subjects.iter().map(move |row| row.values.get(index).copied().flatten());
        self.criteria.iter().enumerate().map(move |(index, column)| (column, values(index).collect()))
    }

    /// The same criteria and subjects with other values, given by column.
    pub(super) fn with_columns(&self, columns: &[Vec<Option<Number>>]) -> Self {
        let row = |index: usize| columns.iter().map(move |column| column.get(index).copied().flatten());
        let subjects = self.subjects.iter().enumerate();
        let subjects =
            subjects.map(|(index, subject)| Subject { id: subject.id.clone(), values: row(index).collect() });
        Self { criteria: self.criteria.clone(), subjects: subjects.collect() }
    }
}

/// All but one.
pub(super) fn kept<T>(items: &[T], left_out: usize) -> impl Iterator<Item = &T> {
    items.iter().enumerate().filter(move |(index, _)| *index != left_out).map(|(_, item)| item)
}

fn unknown(criterion: &str) -> PopulationError {
    PopulationError::UnknownCriterion { criterion: excerpt(criterion) }
}

impl TryFrom<RawTable> for Table {
    type Error = PopulationError;

    fn try_from(RawTable { criteria, subjects }: RawTable) -> Result<Self, PopulationError> {
        Self::new(criteria, subjects)
    }
}

impl From<Table> for RawTable {
    fn from(Table { criteria, subjects }: Table) -> Self {
        Self { criteria, subjects }
    }
}
