//! What the other criteria lose where one is best.

use super::figures::Column;
use super::matrix::solve;
use super::{Figures, WeightingError};
use crate::indicator::Direction;
use crate::quantity::Number;

/// Columns of which less is better become min x / x; each is divided by its sum. Row i of A is the row of the table where
/// criterion i is largest, the first of several; pᵢⱼ = (aⱼⱼ − aᵢⱼ) / aⱼⱼ is the part that criterion j loses there. The
/// weights q solve (P − diag(column sums of P)) q = 0. Constant columns, which lose nothing, are left out.
pub(super) fn weights(figures: &Figures, columns: &[Column]) -> Result<Vec<f64>, WeightingError> {
    figures.take("CILOS", "figures above 0", |figure| figure > Number::ZERO)?;
    let varying: Vec<Vec<f64>> = columns.iter().filter(|column| !column.constant).map(parts).collect();
    if varying.len() == 1 {
        return Ok(columns.iter().map(|column| if column.constant { 0.0 } else { 1.0 }).collect());
    }
    let best: Vec<usize> = varying.iter().map(|column| place_of_most(column)).collect();
    let loss = |at: usize, column: &Vec<f64>, own: usize| {
        let (there, best) = column.get(at).zip(column.get(own))?;
        Some((best - there) / best)
    };
    let losses = best.iter().map(|at| {
        varying.iter().zip(&best).map(|(column, own)| loss(*at, column, *own).unwrap_or_default()).collect()
    });
    let mut rows: Vec<Vec<f64>> = losses.collect();
    for place in 0..rows.len() {
        let sum: f64 = rows.iter().filter_map(|row| row.get(place)).sum();
        if let Some(cell) = rows.get_mut(place).and_then(|row| row.get_mut(place)) {
            *cell -= sum;
        }
    }
    // The columns sum to 0, so that one equation says nothing new; in its place stands Σq = 1.
    let mut right = vec![0.0; rows.len()];
    if let Some((row, right)) = rows.last_mut().zip(right.last_mut()) {
        row.fill(1.0);
        *right = 1.0;
    }
    let solved = solve(rows, right).ok_or(WeightingError::NoInformation {
        method: "CILOS",
        why: "criteria are best in the same rows",
    })?;
    // Losses are not negative, so neither are weights; rounding may leave a trace.
    let mut solved = solved.into_iter().map(|weight| weight.max(0.0));
    let own = |column: &Column| if column.constant { None } else { solved.next() };
    Ok(columns.iter().map(own).map(Option::unwrap_or_default).collect())
}

fn parts(column: &Column) -> Vec<f64> {
    match column.direction {
        Direction::Higher | Direction::Range => column.parts(),
        Direction::Lower => {
            let ratios: Vec<f64> = column.values.iter().map(|value| column.least() / value).collect();
            let sum: f64 = ratios.iter().sum();
            ratios.into_iter().map(|ratio| ratio / sum).collect()
        }
    }
}

fn place_of_most(column: &[f64]) -> usize {
    let most = column.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    column.iter().position(|value| *value >= most).unwrap_or_default()
}
