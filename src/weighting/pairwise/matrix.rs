//! Reciprocal matrices in floats: principal eigenvector, logarithmic least squares.

use super::{Judgements, WeightingError};
use crate::weighting::arithmetic::{count, inner, pairs};

/// A positive reciprocal matrix; of some pairs it holds no judgement but what completes them.
#[derive(Debug, Clone)]
pub(super) struct Matrix {
    size: usize,
    /// Row by row.
    cells: Vec<f64>,
    /// The pairs that were judged, in order, and the logarithms of the judgements.
    known: Vec<((usize, usize), f64)>,
}

/// The largest eigenvalue and its eigenvectors, of the matrix and of its transpose.
pub(super) struct Principal {
    pub(super) value: f64,
    pub(super) right: Vec<f64>,
    pub(super) left: Vec<f64>,
}

/// Where an eigenvector moves by no more than this part of itself, it stands: each step squares what is left, and this
/// squared is below what a float can say.
const STILL: f64 = 1e-10;
/// Each squaring doubles the steps of the power iteration. 2^48 steps settle any matrix of ratios up to 1000.
const SQUARINGS: u32 = 48;

impl Matrix {
    pub(super) fn of(judgements: &Judgements) -> Result<Self, WeightingError> {
        let known = judgements.given().iter().map(|(places, judgement)| (*places, judgement.value()));
        Self::complete(judgements.criteria().len(), known.collect())
    }

    /// The matrix of these ratios, which are in the order of their pairs, completed so that its largest eigenvalue is least.
    pub(super) fn complete(size: usize, known: Vec<((usize, usize), f64)>) -> Result<Self, WeightingError> {
        let mut matrix = Self { size, cells: vec![1.0; size * size], known: Vec::new() };
        for ((row, column), ratio) in known {
            matrix.set(row, column, ratio);
            matrix.known.push(((row, column), libm::log(ratio)));
        }
        let missing: Vec<(usize, usize)> = pairs(size).filter(|pair| !matrix.knows(*pair)).collect();
        if missing.is_empty() { Ok(matrix) } else { matrix.fill(&missing) }
    }

    pub(super) fn set(&mut self, row: usize, column: usize, ratio: f64) {
        for (place, value) in [(row * self.size + column, ratio), (column * self.size + row, 1.0 / ratio)] {
            if let Some(cell) = self.cells.get_mut(place) {
                *cell = value;
            }
        }
    }

    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.cells.get(row * self.size + column).copied().unwrap_or(1.0)
    }

    pub(super) const fn size(&self) -> usize {
        self.size
    }

    /// The pairs that were judged, and the logarithms of the judgements.
    pub(super) fn known(&self) -> &[((usize, usize), f64)] {
        &self.known
    }

    pub(super) fn knows(&self, pair: (usize, usize)) -> bool {
        self.known.binary_search_by_key(&pair, |(known, _)| *known).is_ok()
    }

    /// The largest eigenvalue and its vectors, by the power iteration, its steps doubled by squaring the matrix.
    ///
    /// The matrix is first scaled by the geometric means of its rows, so that a consistent one is all ones and a nearly
    /// consistent one is settled in a few steps.
    pub(super) fn principal(&self) -> Principal {
        let scale = self.row_means();
        let scaled: Vec<f64> = (self.cells.chunks(self.size).zip(&scale))
            .flat_map(|(row, own)| row.iter().zip(&scale).map(move |(cell, other)| cell * other / own))
            .collect();
        let mut power = scaled.clone();
        let (mut right, mut left) = (Vec::new(), Vec::new());
        for _ in 0..SQUARINGS {
            power = squared(&power, self.size);
            let next = (normalised(row_sums(&power, self.size)), normalised(column_sums(&power, self.size)));
            let still = moved(&right, &next.0).max(moved(&left, &next.1)) <= STILL;
            (right, left) = next;
            if still {
                break;
            }
        }
        // Squaring gathers rounding errors; steps with the matrix itself shed them.
        let mut value = 0.0;
        for _ in 0..3 {
            let image = times(&scaled, &right);
            value = inner(&left, &image) / inner(&left, &right);
            right = normalised(image);
            left = normalised(times(&transposed(&scaled, self.size), &left));
        }
        let right = right.iter().zip(&scale).map(|(part, scale)| part * scale).collect();
        let left = left.iter().zip(&scale).map(|(part, scale)| part / scale).collect();
        Principal { value, right, left }
    }

    /// The weights of least squared logarithmic error over the judgements that were given; of a complete matrix the
    /// geometric means of its rows.
    pub(super) fn logarithmic(&self) -> Result<Vec<f64>, WeightingError> {
        if 2 * self.known.len() == self.size * (self.size - 1) {
            return Ok(self.row_means());
        }
        let logarithms = self.least_squares().ok_or(WeightingError::NotConverged)?;
        Ok(logarithms.into_iter().map(libm::exp).collect())
    }

    /// The means over the columns, each divided by its sum.
    pub(super) fn normalised_columns(&self) -> Vec<f64> {
        let sums = column_sums(&self.cells, self.size);
        let part = |row: &[f64]| row.iter().zip(&sums).map(|(cell, sum)| cell / sum).sum();
        self.cells.chunks(self.size).map(part).collect()
    }

    /// The geometric means of the rows.
    fn row_means(&self) -> Vec<f64> {
        let mean =
            |row: &[f64]| libm::exp(row.iter().map(|cell| libm::log(*cell)).sum::<f64>() / count(self.size));
        self.cells.chunks(self.size).map(mean).collect()
    }

    /// Logarithms of weights: where L is the Laplacian of the comparisons, Ll = r, the sums of each row's judgements.
    pub(super) fn least_squares(&self) -> Option<Vec<f64>> {
        let mut sums = vec![0.0; self.size];
        for ((row, column), logarithm) in &self.known {
            *sums.get_mut(*row)? += logarithm;
            *sums.get_mut(*column)? -= logarithm;
        }
        solve(self.laplacian(), sums)
    }

    /// The Laplacian of the comparisons, plus 1 everywhere: of its solutions the one that sums to 0.
    fn laplacian(&self) -> Vec<Vec<f64>> {
        let mut laplacian = vec![vec![1.0; self.size]; self.size];
        let mut add = |row: usize, column: usize, value: f64| {
            if let Some(cell) = laplacian.get_mut(row).and_then(|row| row.get_mut(column)) {
                *cell += value;
            }
        };
        for ((row, column), _) in &self.known {
            add(*row, *row, 1.0);
            add(*column, *column, 1.0);
            add(*row, *column, -1.0);
            add(*column, *row, -1.0);
        }
        laplacian
    }
}

/// The square of a matrix, its largest cell made 1.
fn squared(cells: &[f64], size: usize) -> Vec<f64> {
    let columns = transposed(cells, size);
    let square: Vec<f64> = (cells.chunks(size))
        .flat_map(|row| columns.chunks(size).map(move |column| inner(row, column)))
        .collect();
    let most = square.iter().copied().fold(0.0, f64::max);
    square.into_iter().map(|cell| cell / most).collect()
}

fn transposed(cells: &[f64], size: usize) -> Vec<f64> {
    (0..size).flat_map(|column| cells.iter().skip(column).step_by(size).copied()).collect()
}

fn times(cells: &[f64], vector: &[f64]) -> Vec<f64> {
    cells.chunks(vector.len().max(1)).map(|row| inner(row, vector)).collect()
}

/// The solution of linear equations, by elimination with the largest pivot; absent where there is not exactly one.
fn solve(mut rows: Vec<Vec<f64>>, right: Vec<f64>) -> Option<Vec<f64>> {
    for (row, right) in rows.iter_mut().zip(right) {
        row.push(right);
    }
    let size = rows.len();
    for step in 0..size {
        let size_of = |row: &Vec<f64>| row.get(step).map_or(0.0, |cell| cell.abs());
        let (pivot, most) = rows
            .iter()
            .enumerate()
            .skip(step)
            .map(|(place, row)| (place, size_of(row)))
            .max_by(|(_, one), (_, other)| one.total_cmp(other))?;
        if most < 1e-12 {
            return None;
        }
        rows.swap(step, pivot);
        let leading = rows.get(step)?.clone();
        let head = leading.get(step).copied()?;
        for (place, row) in rows.iter_mut().enumerate() {
            if place != step {
                let factor = row.get(step)? / head;
                row.iter_mut().zip(&leading).for_each(|(cell, leading)| *cell -= factor * leading);
            }
        }
    }
    rows.iter().enumerate().map(|(place, row)| Some(row.get(size)? / row.get(place)?)).collect()
}

fn row_sums(cells: &[f64], size: usize) -> Vec<f64> {
    cells.chunks(size).map(|row| row.iter().sum()).collect()
}

fn column_sums(cells: &[f64], size: usize) -> Vec<f64> {
    (0..size).map(|column| cells.iter().skip(column).step_by(size).sum()).collect()
}

fn normalised(vector: Vec<f64>) -> Vec<f64> {
    let sum: f64 = vector.iter().sum();
    vector.into_iter().map(|part| part / sum).collect()
}

/// By how much the parts of a vector moved, at most, each measured by itself.
fn moved(from: &[f64], to: &[f64]) -> f64 {
    if from.len() != to.len() {
        return f64::INFINITY;
    }
    from.iter().zip(to).fold(0.0, |most, (from, to)| most.max((from / to - 1.0).abs()))
}
