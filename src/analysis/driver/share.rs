//! The part of each driver in the explained variance, over all orders in which drivers can enter a regression.

use crate::analysis::distribution::float;

/// The explained variance of each set of drivers, in the order of the sets as binary numbers whose highest digit is the
/// first driver. `rows` are the correlations of the drivers and, last, the outcome.
///
/// Goes through the drivers one by one, each left out and then put in; putting one in takes what it explains away from all
/// that remains. So the 2^k sets need about 6·2^k multiplications and not k³ each.
pub(super) fn explained(rows: &[Vec<f64>]) -> Vec<f64> {
    let mut sets = Vec::new();
    descend(rows, 0.0, &mut sets);
    sets
}

fn descend(rows: &[Vec<f64>], so_far: f64, sets: &mut Vec<f64>) {
    let Some((driver, rest)) = rows.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        sets.push(so_far);
        return;
    };
    let without: Vec<Vec<f64>> = rest.iter().map(|row| row.iter().skip(1).copied().collect()).collect();
    descend(&without, so_far, sets);
    let pivot = driver.first().copied().unwrap_or_default();
    let with: Vec<Vec<f64>> = rest
        .iter()
        .map(|row| {
            let share = row.first().copied().unwrap_or_default() / pivot;
            row.iter().zip(driver).skip(1).map(|(cell, own)| cell - share * own).collect()
        })
        .collect();
    let outcome = driver.last().copied().unwrap_or_default();
    descend(&with, so_far + outcome * outcome / pivot, sets);
}

/// The Shapley value of each of so many drivers: what it adds to a set, averaged over all orders.
pub(super) fn shapley(sets: &[f64], drivers: usize) -> Vec<f64> {
    // One over the number of drivers, and over the choices of as many others.
    let mut weights = vec![float(drivers as u64).recip()];
    for size in 1..drivers as u64 {
        let last = weights.last().copied().unwrap_or_default();
        weights.push(last * float(size) / float(drivers as u64 - size));
    }
    let weight = |others: u32| weights.get(others as usize).copied().unwrap_or_default();
    (0..drivers)
        .rev()
        .map(|place| {
            let half = 1_usize << place;
            let mut share = 0.0;
            for (block, pair) in sets.chunks_exact(2 * half).enumerate() {
                let (without, with) = pair.split_at(half);
                for (low, (without, with)) in without.iter().zip(with).enumerate() {
                    share += weight(block.count_ones() + low.count_ones()) * (with - without);
                }
            }
            share
        })
        .collect()
}
