use crate::population::exact::{ONE, real};
use crate::population::{PopulationError, Table};
use crate::quantity::{Number, Weight, Wide};

/// Weights as integers, each a share of their sum: so that equal sums are found equal.
#[derive(Debug, Clone)]
pub(in crate::population) struct Shares {
    units: Vec<u128>,
    total: u128,
}

impl Shares {
    pub(in crate::population) fn new(weights: &[Weight], criteria: usize) -> Result<Self, PopulationError> {
        if weights.len() != criteria {
            return Err(PopulationError::WeightCount { given: weights.len(), criteria });
        }
        let units = weights.iter().map(|weight| weight.to_scaled().unsigned_abs());
        Self::of(&units.collect::<Vec<_>>())
    }

    /// In lowest terms.
    pub(super) fn of(units: &[u128]) -> Result<Self, PopulationError> {
        let divisor = units.iter().fold(0, |divisor, units| common(divisor, *units));
        // Absent only for the divisor 0, where all are 0.
        let units: Vec<u128> = units.iter().filter_map(|units| units.checked_div(divisor)).collect();
        let total = units.iter().try_fold(0_u128, |sum, units| sum.checked_add(*units));
        let total = total.ok_or(TOO_LARGE)?;
        if total == 0 { Err(PopulationError::WeightSum) } else { Ok(Self { units, total }) }
    }

    pub(in crate::population) fn units(&self) -> &[u128] {
        &self.units
    }

    pub(in crate::population) fn total(&self) -> u128 {
        self.total
    }

    /// The share of one; 0 for one beyond the last.
    pub(in crate::population) fn of_one(&self, index: usize) -> f64 {
        self.units.get(index).map_or(0.0, |units| real(*units) / real(self.total))
    }

    /// As floats.
    pub(in crate::population) fn to_floats(&self) -> Vec<f64> {
        (0..self.units.len()).map(|index| self.of_one(index)).collect()
    }

    /// The shares after a change of one of them, the others in their proportions.
    pub(in crate::population) fn changed(
        &self,
        table: &Table,
        index: usize,
        change: Number,
    ) -> Result<Self, PopulationError> {
        let (Some(&own), Some(column)) = (self.units.get(index), table.criteria().get(index)) else {
            return Err(PopulationError::NoCriteria);
        };
        let others = self.total.checked_sub(own).ok_or(TOO_LARGE)?;
        let refused = || {
            let (share, criterion) = (self.rounded(own).unwrap_or_default(), column.id.clone());
            PopulationError::WeightChange { criterion, share, change }
        };
        // In units of total · 10^9 the share after is whole: own · 10^9 + change · total.
        let whole = self.total.checked_mul(ONE.unsigned_abs()).ok_or(TOO_LARGE)?;
        let before = own.checked_mul(ONE.unsigned_abs()).ok_or(TOO_LARGE)?;
        let delta = change.to_scaled().unsigned_abs().checked_mul(self.total).ok_or_else(refused)?;
        let after = if change < Number::ZERO { before.checked_sub(delta) } else { before.checked_add(delta) };
        let after = after.ok_or_else(refused)?;
        let rest = whole.checked_sub(after).ok_or_else(refused)?;
        if others == 0 && rest > 0 {
            return Err(refused());
        }
        if others == 0 {
            return Ok(self.clone());
        }
        let divisor = common(after, rest);
        let (after, rest) = (after.checked_div(divisor), rest.checked_div(divisor));
        let (after, rest) = after.zip(rest).ok_or(TOO_LARGE)?;
        // after : rest, with the rest in the proportions of the others.
        let units = self.units.iter().enumerate().map(|(at, units)| {
            if at == index { Wide::product(after, others) } else { Wide::product(rest, *units) }
        });
        Self::of(&narrowed(&units.collect::<Vec<_>>()).ok_or(TOO_LARGE)?)
    }

    fn rounded(&self, units: u128) -> Option<Number> {
        Number::ratio(units.try_into().ok()?, self.total.try_into().ok()?, 9)
    }
}

const TOO_LARGE: PopulationError = PopulationError::TooLarge { what: "the sum of weights" };

/// The same proportions in 120 bits: exact where they fit, else rounded to that.
fn narrowed(units: &[Wide]) -> Option<Vec<u128>> {
    let total = units.iter().try_fold(Wide::ZERO, |sum, units| sum.checked_add(*units))?;
    let (by, _) = total.checked_div_rem((1_u128 << 120).into())?;
    let by = by.checked_add(1_u128.into())?;
    units.iter().map(|units| units.rounded_div(by)?.to_u128()).collect()
}

/// The greatest common divisor; of 0 and another the other.
fn common(one: u128, other: u128) -> u128 {
    let (mut one, mut other) = (one, other);
    while let Some(rest) = one.checked_rem(other) {
        (one, other) = (other, rest);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(weights: &[&str]) -> Shares {
        let weights: Vec<Weight> = weights.iter().map(|weight| weight.parse().unwrap()).collect();
        Shares::new(&weights, weights.len()).unwrap()
    }

    #[test]
    fn shares_are_in_lowest_terms() {
        assert_eq!(shares(&["0.5", "0.3", "0.2"]).units(), [5, 3, 2]);
        assert_eq!(shares(&["0", "1e6"]).units(), [0, 1]);
        assert_eq!(common(0, 0), 0);
    }

    #[test]
    fn more_than_120_bits_are_rounded() {
        let wide = [Wide::product(1 << 100, 1 << 100), Wide::product(1 << 100, 3 << 100), 1.into()];
        let found = narrowed(&wide).unwrap();
        assert!(found[0].abs_diff(found[1] / 3) <= 1 && found[2] == 0 && found[1] > 1 << 118, "{found:?}");
        assert_eq!(narrowed(&[7.into(), 9.into()]), Some(vec![7, 9]));
    }
}
