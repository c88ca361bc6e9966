//! Symmetric matrices: their eigenvalues and what is made of them.

/// A square matrix, row by row.
#[derive(Debug, Clone)]
pub(super) struct Matrix {
    size: usize,
    cells: Vec<f64>,
}

impl Matrix {
    pub(super) fn new(size: usize, cell: impl Fn(usize, usize) -> f64) -> Self {
        let cells = (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
        Self { size, cells: cells.map(|(row, column)| cell(row, column)).collect() }
    }

    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.cells.get(row * self.size + column).copied().unwrap_or_default()
    }

    fn set(&mut self, row: usize, column: usize, value: f64) {
        if let Some(cell) = self.cells.get_mut(row * self.size + column) {
            *cell = value;
        }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks_exact(self.size.max(1))
    }

    pub(super) fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.rows().map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum()).collect()
    }

    /// Turns rows and columns p and q by the angle with this cosine and sine, on either side or on the right alone.
    fn turn(&mut self, (p, q): (usize, usize), (cosine, sine): (f64, f64), both: bool) {
        for row in 0..self.size {
            let (a, b) = (self.at(row, p), self.at(row, q));
            self.set(row, p, cosine * a - sine * b);
            self.set(row, q, sine * a + cosine * b);
        }
        for column in (0..self.size).filter(|_| both) {
            let (a, b) = (self.at(p, column), self.at(q, column));
            self.set(p, column, cosine * a - sine * b);
            self.set(q, column, sine * a + cosine * b);
        }
    }
}

/// Eigenvalues and eigenvectors.
pub(super) struct Spectrum {
    values: Vec<f64>,
    /// In columns.
    vectors: Matrix,
}

impl Spectrum {
    /// By the method of Jacobi (1846): turning away the cells beside the diagonal, one after the other, until they are as
    /// good as 0. Some ten rounds do; it uses nothing but the four operations and square roots.
    pub(super) fn of(matrix: &Matrix) -> Self {
        const ROUNDS: usize = 60;
        let (size, mut left) = (matrix.size, matrix.clone());
        let mut vectors = Matrix::new(size, |row, column| if row == column { 1.0 } else { 0.0 });
        for _ in 0..ROUNDS {
            let mut done = true;
            for p in 0..size {
                for q in p + 1..size {
                    let off = left.at(p, q);
                    if off.abs() <= 1e-17 * (left.at(p, p) * left.at(q, q)).abs().sqrt() || off.abs() < 1e-300
                    {
                        continue;
                    }
                    done = false;
                    let ratio = (left.at(q, q) - left.at(p, p)) / (2.0 * off);
                    let sign = if ratio < 0.0 { -1.0 } else { 1.0 };
                    let tangent = sign / (ratio.abs() + (ratio * ratio + 1.0).sqrt());
                    let cosine = (tangent * tangent + 1.0).sqrt().recip();
                    let angle = (cosine, tangent * cosine);
                    left.turn((p, q), angle, true);
                    vectors.turn((p, q), angle, false);
                }
            }
            if done {
                break;
            }
        }
        Self { values: (0..size).map(|at| left.at(at, at)).collect(), vectors }
    }

    pub(super) fn least(&self) -> f64 {
        self.values.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The matrix with the same eigenvectors, and each eigenvalue replaced.
    pub(super) fn with(&self, replaced: impl Fn(f64) -> f64) -> Matrix {
        let values: Vec<f64> = self.values.iter().map(|value| replaced(*value)).collect();
        Matrix::new(self.values.len(), |row, column| {
            let cells = values.iter().enumerate();
            cells.map(|(at, value)| self.vectors.at(row, at) * value * self.vectors.at(column, at)).sum()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::distribution::float;

    #[test]
    fn a_root_squared_is_the_matrix() {
        let matrix = Matrix::new(
            4,
            |row, column| if row == column { 1.0 } else { 0.6 / float((row + column) as u64) },
        );
        let root = Spectrum::of(&matrix).with(f64::sqrt);
        for row in 0..4 {
            for column in 0..4 {
                let product: f64 = (0..4).map(|at| root.at(row, at) * root.at(at, column)).sum();
                assert!((product - matrix.at(row, column)).abs() < 1e-14, "{row}, {column}");
            }
        }
    }
}
