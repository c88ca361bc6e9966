use std::collections::BTreeMap;

use serde::Serialize;

use super::coverage::{parts, total};
use super::{DesignEffect, Population, SamplingError};
use crate::analysis::distribution::float;
use crate::quantity::{Label, Weight};

/// Weights that give the answers two known margins at once, such as region and age, where the population of each pair is
/// not known (迭代比例拟合).
///
/// The weights of rows and of columns are fitted to their margins in turn until both hold. Deming and Stephan, *On a least
/// squares adjustment of a sampled frequency table* (1940).
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::survey::sampling::{Population, Raking};
///
/// let answers = BTreeMap::from([
///     (("north".parse()?, "young".parse()?), 20), (("north".parse()?, "old".parse()?), 30),
///     (("south".parse()?, "young".parse()?), 10), (("south".parse()?, "old".parse()?), 40)]);
/// let regions = Population::shares([("north".parse()?, "0.6".parse()?), ("south".parse()?, "0.4".parse()?)])?;
/// let ages = Population::shares([("young".parse()?, "0.5".parse()?), ("old".parse()?, "0.5".parse()?)])?;
/// let raking = Raking::new(&answers, &regions, &ages)?;
/// let young = raking.value("north", "young").ok_or("no such pair")? * 20.0
///     + raking.value("south", "young").ok_or("no such pair")? * 10.0;
/// assert!((young - 50.0).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Raking {
    rows: BTreeMap<Label, f64>,
    columns: BTreeMap<Label, f64>,
    rounds: u32,
    design_effect: DesignEffect,
}

/// Where the margins hold to this part of all answers, both hold.
const CLOSE: f64 = 1e-10;
const ROUNDS: u32 = 1_000;

/// A cell's own label, the label of the other margin, and its answers.
type Cell<'a> = (&'a Label, &'a Label, u64);

impl Raking {
    /// Weights answers by pairs of a row and a column. The mean weight is 1.
    ///
    /// # Errors
    /// [`SamplingError::NoAnswers`], [`SamplingError::UnknownStratum`], [`SamplingError::AboveStratum`],
    /// [`SamplingError::EmptyStratum`] for a row or column without any answer, [`SamplingError::NotConverged`] where pairs
    /// without answers make both margins impossible, [`SamplingError::TooManyAnswers`].
    pub fn new(
        answers: &BTreeMap<(Label, Label), u64>,
        rows: &Population,
        columns: &Population,
    ) -> Result<Self, SamplingError> {
        let cells = || answers.iter().map(|((row, column), n)| (row, column, *n));
        let by_row: Vec<Cell<'_>> = cells().collect();
        let by_column: Vec<Cell<'_>> = cells().map(|(row, column, n)| (column, row, n)).collect();
        let (n, mut row_weights) = start(&by_row, rows)?;
        let (_, mut column_weights) = start(&by_column, columns)?;
        for round in 1..=ROUNDS {
            // Both must have held before they were fitted: rows may hold by chance until the columns move them.
            let row_off = fit(&by_row, &mut row_weights, &column_weights, rows, n);
            let column_off = fit(&by_column, &mut column_weights, &row_weights, columns, n);
            if row_off.max(column_off) <= CLOSE * n {
                let value = |row, column| Some(row_weights.get(row)? * column_weights.get(column)?);
                let weights = cells().filter_map(|(row, column, n)| Some((n, value(row, column)?)));
                let Some(design_effect) = DesignEffect::of_weights(weights) else { break };
                return Ok(Self { rows: row_weights, columns: column_weights, rounds: round, design_effect });
            }
        }
        Err(SamplingError::NotConverged { rounds: ROUNDS })
    }

    /// The weight of an answer from a row and a column: the product of their factors.
    #[must_use]
    pub fn value(&self, row: &str, column: &str) -> Option<f64> {
        Some(self.rows.get(row)? * self.columns.get(column)?)
    }

    /// The same, rounded to 9 places; absent for a weight above 1,000,000 too.
    #[must_use]
    pub fn weight(&self, row: &str, column: &str) -> Option<Weight> {
        format!("{:.9}", self.value(row, column)?).parse().ok()
    }

    /// The factor of each row.
    #[must_use]
    pub const fn rows(&self) -> &BTreeMap<Label, f64> {
        &self.rows
    }

    /// The factor of each column.
    #[must_use]
    pub const fn columns(&self) -> &BTreeMap<Label, f64> {
        &self.columns
    }

    /// How many rounds of fitting it took.
    #[must_use]
    pub const fn rounds(&self) -> u32 {
        self.rounds
    }

    /// What the weights cost.
    #[must_use]
    pub const fn design_effect(&self) -> DesignEffect {
        self.design_effect
    }
}

/// All answers, and a factor of 1 for each stratum, every one of which has an answer.
fn start(cells: &[Cell<'_>], population: &Population) -> Result<(f64, BTreeMap<Label, f64>), SamplingError> {
    let mut answers = BTreeMap::<Label, u64>::new();
    for (own, _, n) in cells {
        let sum = answers.entry((*own).clone()).or_default();
        *sum = sum.checked_add(*n).ok_or(SamplingError::TooManyAnswers)?;
    }
    let n = float(total(&answers, population)?);
    match population.strata().find(|stratum| answers.get(*stratum).is_none_or(|n| *n == 0)) {
        Some(stratum) => Err(SamplingError::EmptyStratum { stratum: stratum.clone() }),
        None => Ok((n, answers.into_keys().map(|stratum| (stratum, 1.0)).collect())),
    }
}

/// Fits the factors of one margin to it, given those of the other; says by how much the margin was missed.
fn fit(
    cells: &[Cell<'_>],
    factors: &mut BTreeMap<Label, f64>,
    others: &BTreeMap<Label, f64>,
    population: &Population,
    n: f64,
) -> f64 {
    let mut sums = BTreeMap::<&Label, f64>::new();
    for (own, other, n) in cells {
        *sums.entry(own).or_default() += float(*n) * others.get(*other).copied().unwrap_or_default();
    }
    let mut missed = 0.0_f64;
    for (stratum, units) in population.units() {
        if let (Some(sum), Some(factor)) = (sums.get(stratum), factors.get_mut(stratum)) {
            let wanted = n * parts(units, population.total());
            missed = missed.max((sum * *factor - wanted).abs());
            *factor = wanted / sum;
        }
    }
    missed
}
