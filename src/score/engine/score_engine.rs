use std::collections::BTreeMap;

use crate::indicator::{Absence, Measurement};
use crate::quantity::IndicatorId;
use crate::score::{AbsenceKind, Gap, Grade, Model, ScoreError, Scorecard};

use super::compile::Junction;
use super::line::Scale;
use super::{Batch, Cell, Detour, Outcome, Scorer};

/// A model compiled for scoring many subjects (批量评分).
///
/// A row has one cell for each of [`ScoreEngine::indicators`], in that order. The outcome equals the scorecard's, always;
/// the room's docs say how. An engine is immutable and can be shared: each thread takes a [`Scorer`] of its own. Where every
/// part [has the fast way](ScoreEngine::is_fast), nothing is allocated for a subject.
///
/// ```
/// use service_quality::indicator::Absence;
/// use service_quality::score::{Cell, Model};
///
/// let model: Model = serde_json::from_str(r#"{
///     "grades": [{"grade": "A", "from": 80}, {"grade": "B", "from": 0}],
///     "root": {"id": "service", "children": [
///         {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}},
///         {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
/// let engine = model.engine();
/// let columns: Vec<&str> = engine.indicators().iter().map(|id| id.as_str()).collect();
/// assert_eq!(columns, ["on_time", "csat"]);
///
/// let teams: [Cell; 6] = [
///     Ok("0.95".parse()?), Ok("4.1".parse()?),
///     Ok("0.88".parse()?), Ok("3.9".parse()?),
///     Ok("0.97".parse()?), Err(Absence::NotApplicable),
/// ];
/// let graded = engine.batch(&teams)?.map(|team| (team.score(), team.grade().map(|grade| grade.as_str())));
/// assert_eq!(graded.collect::<Vec<_>>(), [
///     (Ok("85".parse()?), Some("A")),
///     (Ok("70.63".parse()?), Some("B")),
///     (Ok("92.5".parse()?), Some("A")),
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ScoreEngine {
    /// The reference.
    pub(super) model: Model,
    pub(super) columns: Vec<IndicatorId>,
    /// By column.
    pub(super) scales: Vec<Scale>,
    /// Each after its children; the last is the root.
    pub(super) nodes: Vec<Junction>,
    /// From the best down, with the lowest score of each in units of 10⁻⁹.
    pub(super) bands: Vec<(i128, Grade)>,
    pub(super) detours: Vec<Detour>,
}

impl Model {
    /// Compiles the model for scoring many subjects.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use service_quality::{indicator::Measurement, score::Model};
    ///
    /// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
    ///     {"weight": 1, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}}]}}"#)?;
    /// let measured = BTreeMap::from([("on_time".parse()?, Measurement::present("0.9".parse()?, 412))]);
    /// let engine = model.engine();
    /// let outcome = engine.scorer().score(&engine.row(&measured))?;
    /// assert_eq!(outcome.score().ok(), model.score(&measured).score());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn engine(&self) -> ScoreEngine {
        ScoreEngine::new(self)
    }
}

impl ScoreEngine {
    /// The indicators in the order of a row's cells, which is the order of the model.
    #[must_use]
    pub fn indicators(&self) -> &[IndicatorId] {
        &self.columns
    }

    /// The parts that every row takes a slower way through.
    #[must_use]
    pub fn detours(&self) -> &[Detour] {
        &self.detours
    }

    /// Whether every part has the fast way.
    #[must_use]
    pub fn is_fast(&self) -> bool {
        self.detours.is_empty()
    }

    /// Measurements as a row: an indicator that is not among them is missing.
    #[must_use]
    pub fn row(&self, measurements: &BTreeMap<IndicatorId, Measurement>) -> Vec<Cell> {
        self.columns
            .iter()
            .map(|column| measurements.get(column).map_or(Err(Absence::Missing), Measurement::outcome))
            .collect()
    }

    /// What scores rows, with room for one.
    #[must_use]
    pub fn scorer(&self) -> Scorer<'_> {
        Scorer::new(self)
    }

    /// Scores rows that stand one after another.
    ///
    /// # Errors
    /// [`ScoreError::RowLength`] where the last row is short.
    pub fn batch<'e, 'c>(&'e self, cells: &'c [Cell]) -> Result<Batch<'e, 'c>, ScoreError> {
        Batch::new(self, cells)
    }

    /// The outcome of a row by the model's scorecard.
    #[cold]
    pub(super) fn reference(&self, row: &[Cell]) -> Outcome<'_> {
        let scorecard = self.scorecard(row);
        let mut parts = std::iter::once(scorecard.total()).chain(scorecard.parts());
        let grades = self.bands.iter().map(|(_, grade)| grade);
        Outcome {
            score: scorecard.score().ok_or_else(|| scorecard.gap().map_or(AbsenceKind::Missing, Gap::kind)),
            grade: scorecard.grade().and_then(|found| grades.into_iter().find(|grade| *grade == found)),
            coverage: scorecard.coverage(),
            ruled: scorecard.rules().next().is_some(),
            undetermined: parts.any(|part| !part.undetermined().is_empty()),
        }
    }

    /// The scorecard of a row, with an n of 1 everywhere.
    pub(in crate::score) fn scorecard(&self, row: &[Cell]) -> Scorecard {
        let measurement = |cell: &Cell| match cell {
            Ok(value) => Measurement::present(*value, 1), // no score depends on n
            Err(absence) => Measurement::absent(*absence),
        };
        self.model.score(&self.columns.iter().cloned().zip(row.iter().map(measurement)).collect())
    }
}
