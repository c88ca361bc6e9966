//! What the other criteria lose where one is best.

use super::column::Column;
use crate::indicator::Direction;
use crate::quantity::Number;
use crate::weighting::arithmetic::float;
use crate::weighting::{Figures, ObjectiveMethod, WeightingError};

/// Row i of A is the row of the table where criterion i is best, the first of several; pᵢⱼ = (aⱼⱼ − aᵢⱼ) / aⱼⱼ is the part
/// that criterion j loses there, of x where more is better and of min x / x where less is. The weights q solve
/// (P − diag(column sums of P)) q = 0. Constant columns, which lose nothing, are left out.
pub(super) fn weights(
    figures: &Figures,
    columns: &[Column],
    method: ObjectiveMethod,
) -> Result<Vec<f64>, WeightingError> {
    figures.take(method, "figures above 0", |figure| figure > Number::ZERO)?;
    let varying: Vec<&Column> = columns.iter().filter(|column| !column.is_constant()).collect();
    let best: Vec<usize> = varying.iter().map(|column| place_of_best(column)).collect();
    let losses = varying.iter().map(|column| best.iter().map(|row| loss(column, *row)).collect()).collect();
    let why = "criteria are best in the same rows";
    let weights = balance(losses).ok_or(WeightingError::NoInformation { method, why })?;
    let mut weights = weights.into_iter();
    let own = |column: &Column| if column.is_constant() { None } else { weights.next() };
    Ok(columns.iter().map(own).map(Option::unwrap_or_default).collect())
}

/// The q of which each criterion gives away as much as it takes, where `losses` says what part of its own each gives to
/// each other; absent where that leaves a choice.
///
/// Criteria are eliminated one by one, and what passed through them is added to the rest: nothing is subtracted, so that
/// the least loss counts to its last digit. W. Grassmann, M. Taksar, D. Heyman, *Regenerative analysis and steady state
/// distributions for Markov chains* (1985).
fn balance(mut losses: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let mut left: Vec<usize> = (0..losses.len()).collect();
    let mut weights = vec![0.0; losses.len()];
    let mut eliminated = Vec::new();
    while left.len() > 1 {
        let lost = |own: usize| -> f64 {
            let others = left.iter().filter(|other| **other != own);
            others.filter_map(|other| losses.get(own)?.get(*other)).sum()
        };
        // Of two that give nothing to the others, nothing says how they weigh against each other.
        let mut sums = left.iter().enumerate().map(|(place, own)| (place, lost(*own)));
        let (place, sum) = sums.rfind(|(_, sum)| *sum > 0.0)?;
        let own = left.remove(place);
        let onward = losses.get(own)?.clone();
        for other in &left {
            let row = losses.get_mut(*other)?;
            let through = row.get(own)? / sum;
            *row.get_mut(own)? = through;
            for to in &left {
                *row.get_mut(*to)? += through * onward.get(*to)?;
            }
        }
        eliminated.push(own);
    }
    *weights.get_mut(*left.first()?)? = 1.0;
    for own in eliminated.into_iter().rev() {
        let taken = left.iter().filter_map(|from| Some(weights.get(*from)? * losses.get(*from)?.get(own)?));
        let taken = taken.sum();
        *weights.get_mut(own)? = taken;
        left.push(own);
    }
    Some(weights)
}

/// The part of its best that a criterion loses in a row.
fn loss(column: &Column, row: usize) -> f64 {
    let figure = column.figures.get(row).copied().unwrap_or(column.most);
    match column.direction {
        Direction::Higher | Direction::Range => float(column.most - figure) / float(column.most),
        Direction::Lower => float(figure - column.least) / float(figure),
    }
}

fn place_of_best(column: &Column) -> usize {
    let best = match column.direction {
        Direction::Higher | Direction::Range => column.most,
        Direction::Lower => column.least,
    };
    column.figures.iter().position(|figure| *figure == best).unwrap_or_default()
}
