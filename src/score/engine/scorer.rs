use std::slice::ChunksExact;

use crate::quantity::{PLACES, Score, Share};
use crate::score::arithmetic::exact::{self, ONE, step};
use crate::score::{Grade, ScoreError};

use super::compile::Junction;
use super::gate::Beyond;
use super::level::Level;
use super::{Cell, Outcome, ScoreEngine};

/// Scores row by row, in buffers that it keeps.
///
/// ```
/// use service_quality::score::Model;
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
///     {"weight": 1, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}}]}}"#)?;
/// let engine = model.engine();
/// let mut scorer = engine.scorer();
/// assert_eq!(scorer.score(&[Ok("0.9".parse()?)])?.score(), Ok("75".parse()?));
/// assert_eq!(
///     scorer.score(&[]).unwrap_err().to_string(),
///     "row: is empty for 1 indicator: give one for each, in the engine's order"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Scorer<'e> {
    engine: &'e ScoreEngine,
    /// Of the indicators, then of the nodes that had their turn.
    levels: Vec<Level>,
    /// Likewise, in units of 10⁻⁹; only where a row has gaps.
    coverages: Vec<i128>,
    /// What enters a node's mean, where that takes the slower way.
    entered: Vec<(i128, i128)>,
}

/// Outcomes of the rows of a batch, in order.
///
/// ```
/// use service_quality::score::Model;
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
///     {"weight": 1, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}}]}}"#)?;
/// let engine = model.engine();
/// let column = [Ok("0.9".parse()?), Ok("0.7".parse()?)];
/// let scores: Vec<String> = engine.batch(&column)?.flat_map(|row| row.score()).map(|score| score.to_string()).collect();
/// assert_eq!(scores, ["75", "25"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Batch<'e, 'c> {
    scorer: Scorer<'e>,
    rows: ChunksExact<'c, Cell>,
}

/// What the rules of all nodes did together.
#[derive(Debug, Clone, Copy, Default)]
struct Ruled {
    applied: bool,
    undetermined: bool,
    grade: usize,
}

impl<'e> Scorer<'e> {
    pub(super) fn new(engine: &'e ScoreEngine) -> Self {
        let parts = engine.scales.len().saturating_add(engine.nodes.len());
        let levels = Vec::with_capacity(parts);
        Self { engine, levels, coverages: Vec::with_capacity(parts), entered: Vec::new() }
    }

    /// Scores one row.
    ///
    /// # Errors
    /// [`ScoreError::RowLength`] unless it has one cell for each indicator.
    pub fn score(&mut self, row: &[Cell]) -> Result<Outcome<'e>, ScoreError> {
        let wanted = self.engine.columns.len();
        if row.len() != wanted {
            return Err(ScoreError::RowLength { place: "row".into(), given: row.len(), wanted });
        }
        Ok(self.outcome(row))
    }

    /// Scores a row that differs from the one before in some columns only; the first is scored whole.
    pub(in crate::score) fn rescore(&mut self, row: &[Cell], changed: &[usize]) -> Outcome<'e> {
        let scales = &self.engine.scales;
        if self.levels.len() < scales.len() {
            return self.outcome(row);
        }
        self.levels.truncate(scales.len());
        for column in changed {
            if let (Some(level), Some(scale), Some(cell)) =
                (self.levels.get_mut(*column), scales.get(*column), row.get(*column))
            {
                *level = scale.level(cell);
            }
        }
        let complete = self.levels.iter().all(|level| level.is_score());
        self.risen(row, complete)
    }

    fn outcome(&mut self, row: &[Cell]) -> Outcome<'e> {
        let mut complete = true;
        self.levels.clear();
        self.levels.extend(self.engine.scales.iter().zip(row).map(|(scale, cell)| {
            let level = scale.level(cell);
            complete &= level.is_score();
            level
        }));
        self.risen(row, complete)
    }

    fn risen(&mut self, row: &[Cell], complete: bool) -> Outcome<'e> {
        self.rise(row, complete).unwrap_or_else(|Beyond| self.engine.reference(row))
    }

    /// The levels from those of the indicators, which are there, up to the total.
    fn rise(&mut self, row: &[Cell], complete: bool) -> Result<Outcome<'e>, Beyond> {
        let engine = self.engine;
        if !complete {
            self.coverages.clear();
            let measured = |level: &Level| if level.is_score() { ONE } else { 0 };
            self.coverages.extend(self.levels.iter().map(measured));
        }
        let mut ruled = Ruled::default();
        let mut total = (Level::NOT_APPLICABLE, ONE, PLACES);
        for node in &engine.nodes {
            let coverage = if complete { ONE } else { node.mean.coverage(&self.levels, &self.coverages) };
            let level = self.node(node, row, coverage, &mut ruled)?;
            self.levels.push(level);
            if !complete {
                self.coverages.push(coverage);
            }
            total = (level, coverage, node.places);
        }
        let (level, coverage, places) = total;
        let score = level.get();
        Ok(Outcome {
            grade: score.ok().and_then(|steps| self.grade(steps, places, ruled.grade)),
            score: score.map(|steps| Score::from_scaled(steps.into(), places).unwrap_or(Score::MIN)),
            coverage: if coverage == ONE { Share::ONE } else { exact::share(coverage) },
            ruled: ruled.applied,
            undetermined: ruled.undetermined,
        })
    }

    /// The level of a node, its rules included.
    #[inline]
    fn node(
        &mut self,
        node: &Junction,
        row: &[Cell],
        coverage: i128,
        ruled: &mut Ruled,
    ) -> Result<Level, Beyond> {
        let mean = match node.mean.quick(&self.levels) {
            Some(steps) => steps,
            None => match node.mean.treated(&self.levels, coverage, &mut self.entered) {
                Ok(steps) => steps,
                Err(kind) => return Ok(kind.into()),
            },
        };
        let Some(gates) = &node.gates else { return Ok(Level(mean)) };
        let score = i128::from(mean) * step(node.mean.places);
        let passed = gates.pass(score, node.mean.places, row, &self.levels)?;
        ruled.applied |= passed.ruled;
        ruled.undetermined |= passed.undetermined;
        ruled.grade = ruled.grade.max(passed.grade);
        // At most 10^11 units, in whole steps.
        let steps = passed.score.checked_div(step(node.places)).and_then(|steps| i64::try_from(steps).ok());
        Ok(Level(steps.unwrap_or_default()))
    }

    /// The grade of a score, or the best that the rules leave where that is lower.
    fn grade(&self, steps: i64, places: u32, best: usize) -> Option<&'e Grade> {
        let bands = &self.engine.bands;
        let score = i128::from(steps) * step(places);
        let by_score = bands.iter().position(|(from, _)| score >= *from)?;
        bands.get(by_score.max(best)).map(|(_, grade)| grade)
    }
}

impl<'e, 'c> Batch<'e, 'c> {
    pub(super) fn new(engine: &'e ScoreEngine, cells: &'c [Cell]) -> Result<Self, ScoreError> {
        let wanted = engine.columns.len().max(1); // a model has indicators
        let rows = cells.chunks_exact(wanted);
        if !rows.remainder().is_empty() {
            let place = format!("rows[{}]", rows.len());
            return Err(ScoreError::RowLength { place, given: rows.remainder().len(), wanted });
        }
        Ok(Self { scorer: Scorer::new(engine), rows })
    }
}

impl<'e> Iterator for Batch<'e, '_> {
    type Item = Outcome<'e>;

    fn next(&mut self) -> Option<Outcome<'e>> {
        self.rows.next().map(|row| self.scorer.outcome(row))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

impl ExactSizeIterator for Batch<'_, '_> {}
