//! What all that looks at a list of values shares: the check of the input, order, ties, quantiles and spread.

use std::cmp::Ordering;

use super::Undefined;
use super::distribution::float;
use super::sums::sorted_sum;
use super::wording::by_chance;
use crate::quantity::Share;

/// Values beyond this could leave the range of a float when squared and summed.
const LARGEST: f64 = 1e100;

/// Refuses a list that is too short or holds what no calculation goes through.
pub(crate) fn check(what: &'static str, values: &[f64], needed: usize) -> Result<(), Undefined> {
    if let Some(position) = values.iter().position(|value| !value.is_finite()) {
        return Err(Undefined::NotFinite { what, position });
    }
    if let Some(value) = values.iter().find(|value| value.abs() > LARGEST) {
        return Err(out_of_range(what, value, "from -1e100 to 1e100"));
    }
    if values.len() < needed {
        return Err(Undefined::TooFew { what, given: values.len(), needed });
    }
    Ok(())
}

/// Checks two lists whose entries belong together.
pub(crate) fn check_pairs(x: &[f64], y: &[f64], needed: usize) -> Result<(), Undefined> {
    check("x", x, 0)?;
    check("y", y, 0)?;
    if x.len() != y.len() {
        return Err(Undefined::Unequal { what: "y", given: y.len(), needed: x.len() });
    }
    if x.len() < needed {
        return Err(Undefined::TooFew { what: "pairs", given: x.len(), needed });
    }
    varied("x", x)?;
    varied("y", y)
}

/// Refuses values that are all equal.
pub(crate) fn varied(what: &'static str, values: &[f64]) -> Result<(), Undefined> {
    let differs = values.first().is_some_and(|first| values.iter().any(|value| !same(*value, *first)));
    if differs { Ok(()) } else { Err(Undefined::Constant { what }) }
}

/// Refuses a probability that leaves nothing to calculate with.
pub(crate) fn check_share(what: &'static str, share: Share) -> Result<(), Undefined> {
    if share == Share::ZERO || share == Share::ONE {
        return Err(out_of_range(what, &share, "more than 0 and less than 1"));
    }
    Ok(())
}

/// Lets nothing out that is infinite or no number.
pub(crate) fn kept(what: &'static str, value: f64) -> Result<f64, Undefined> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(Undefined::Overflow { what })
}

pub(crate) fn out_of_range(what: &'static str, given: &impl ToString, allowed: &'static str) -> Undefined {
    Undefined::OutOfRange { what, given: given.to_string(), allowed }
}

/// The order of finite values, in which both zeros are equal.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "sorting compares by reference")]
pub(crate) fn order(a: &f64, b: &f64) -> Ordering {
    a.partial_cmp(b).unwrap_or(Ordering::Equal)
}

pub(crate) fn same(a: f64, b: f64) -> bool {
    order(&a, &b).is_eq()
}

pub(crate) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(order);
    values
}

/// How often each value of a sorted list occurs.
pub(crate) fn ties(sorted: &[f64]) -> impl Iterator<Item = u64> {
    sorted.chunk_by(|a, b| same(*a, *b)).map(|chunk| chunk.len() as u64)
}

/// How many pairs of a sorted list are equal.
pub(crate) fn tied_pairs(sorted: &[f64]) -> u64 {
    ties(sorted).map(pairs).sum()
}

/// How many pairs so many things form.
pub(crate) const fn pairs(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

/// The number of values as a float.
pub(crate) fn count(values: &[f64]) -> f64 {
    float(values.len() as u64)
}

/// The ranks from 1, doubled, so that the middle rank of equal values is whole.
pub(crate) fn doubled_ranks(values: &[f64]) -> Vec<u64> {
    let mut ordered: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    ordered.sort_by(|a, b| order(&a.1, &b.1));
    let mut ranked = Vec::with_capacity(values.len());
    let mut below = 0;
    for chunk in ordered.chunk_by(|a, b| same(a.1, b.1)) {
        let size = chunk.len() as u64;
        ranked.extend(chunk.iter().map(|(position, _)| (*position, 2 * below + size + 1)));
        below += size;
    }
    ranked.sort_unstable_by_key(|(position, _)| *position);
    ranked.into_iter().map(|(_, rank)| rank).collect()
}

/// The mean, to the last digits: what the first division leaves over is shared out again.
pub(crate) fn mean(values: &[f64]) -> f64 {
    let n = count(values);
    let first = sorted_sum(values.iter().copied()) / n;
    first + sorted_sum(values.iter().map(|value| value - first)) / n
}

/// The squared deviations from the mean, summed.
pub(crate) fn squares(values: &[f64]) -> f64 {
    let mean = mean(values);
    sorted_sum(values.iter().map(|value| (value - mean) * (value - mean)))
}

/// Values by their deviations from the mean, as parts of the largest: whatever the unit, their squares neither overflow
/// nor vanish. The values are not all equal.
pub(crate) struct Deviations {
    pub(crate) mean: f64,
    pub(crate) largest: f64,
    pub(crate) parts: Vec<f64>,
}

impl Deviations {
    pub(crate) fn of(values: &[f64]) -> Self {
        let mean = mean(values);
        let largest = values.iter().map(|value| (value - mean).abs()).fold(0.0, f64::max);
        Self { mean, largest, parts: values.iter().map(|value| (value - mean) / largest).collect() }
    }
}

/// The products of two lists, summed; the order of the pairs does not matter.
pub(crate) fn product(a: &[f64], b: &[f64]) -> f64 {
    sorted_sum(a.iter().zip(b).map(|(a, b)| a * b))
}

/// How often chance alone shows as much, and what that says at this significance.
pub(crate) fn as_much(p: f64, significance: Share) -> String {
    let confidence = Share::from_scaled(Share::ONE.to_scaled() - significance.to_scaled(), 9);
    by_chance("as much", p, confidence.unwrap_or(Share::ONE))
}

/// Whether chance alone shows as much no more often than the significance allows.
pub(crate) fn is_significant(p: f64, significance: Share) -> bool {
    p <= super::proportion::ratio(significance)
}

/// The value below which this part of a sorted list lies, between neighbours on a straight line: type 7 of Hyndman
/// and Fan, *Sample quantiles in statistical packages* (1996), as R and numpy take it by default.
pub(crate) fn quantile(sorted: &[f64], part: f64) -> f64 {
    let place = count(sorted).max(1.0) * part - part;
    let below = place.floor();
    let rest = place - below;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in the list, from 0 to its length"
    )]
    let index = below as usize;
    let low = sorted.get(index).copied().unwrap_or_default();
    let high = sorted.get(index.saturating_add(1)).copied().unwrap_or(low);
    // From the nearer end: so equal neighbours give their value, and the ends themselves are exact.
    if rest < 0.5 { low + (high - low) * rest } else { high - (high - low) * (1.0 - rest) }
}

pub(crate) fn median(sorted: &[f64]) -> f64 {
    quantile(sorted, 0.5)
}

/// In how many pairs the earlier value is the larger one; sorts on the way, in n log n steps.
pub(crate) fn inversions(values: &[f64]) -> u64 {
    let mut values = values.to_vec();
    merge(&mut values, &mut Vec::new())
}

fn merge(values: &mut [f64], spare: &mut Vec<f64>) -> u64 {
    if values.len() < 2 {
        return 0;
    }
    let (left, right) = values.split_at_mut(values.len() / 2);
    let mut found = merge(left, spare) + merge(right, spare);
    spare.clear();
    let (mut left, mut right) = (left.iter().copied().peekable(), right.iter().copied().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        if b < a {
            found += left.len() as u64;
            spare.extend(right.next());
        } else {
            spare.extend(left.next());
        }
    }
    spare.extend(left);
    spare.extend(right);
    values.iter_mut().zip(spare.iter()).for_each(|(value, merged)| *value = *merged);
    found
}

/// Mean and squared deviations of values that come one after the other, without the cancellation of sums of squares:
/// Welford, *Note on a method for calculating corrected sums of squares and products* (1962), with weights.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spread {
    weight: f64,
    mean: f64,
    pub(crate) squares: f64,
}

impl Spread {
    pub(crate) fn push(&mut self, value: f64, weight: f64) {
        self.weight += weight;
        let part = weight / self.weight; // by itself, so that no value waits for the division of the one before
        let off = value - self.mean;
        self.mean += off * part;
        self.squares += weight * off * (value - self.mean);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_type_7() {
        let values = [1.0, 2.0, 3.0, 4.0, 50.0, 51.0, 52.0, 53.0, 54.0];
        for (part, value) in [(0.0, 1.0), (0.2, 2.6), (0.4, 13.2), (0.5, 50.0), (0.8, 52.4), (1.0, 54.0)] {
            assert!((quantile(&values, part) - value).abs() < 1e-12, "{part}");
        }
        assert!((median(&[7.0]) - 7.0).abs() < 1e-15 && (median(&[7.0, 8.0]) - 7.5).abs() < 1e-15);
    }

    #[test]
    fn ranks_and_inversions_know_ties_and_both_zeros() {
        assert_eq!(doubled_ranks(&[3.0, 0.0, -0.0, 5.0]), [6, 3, 3, 8]);
        assert_eq!(inversions(&[3.0, 0.0, -0.0, 5.0, 1.0]), 4);
        assert_eq!(tied_pairs(&sorted(&[1.0, 2.0, 1.0, 1.0, 2.0])), 4);
    }

    #[test]
    fn what_cannot_be_calculated_with_is_named() {
        let refused = |values: &[f64]| check("values", values, 2).unwrap_err().to_string();
        assert_eq!(refused(&[1.0, f64::NAN]), "values[1] is not a finite number; omit missing values");
        assert_eq!(refused(&[1.0]), "1 value given; at least 2 needed");
        assert!(refused(&[1.0, 1e200]).ends_with("allowed is from -1e100 to 1e100"));
    }
}
