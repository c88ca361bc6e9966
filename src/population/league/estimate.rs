//! The strength of shrinkage as estimated from the figures, and the prior.

use super::{Standing, Strength};
use crate::analysis::sums::sorted_sum;
use crate::population::PopulationError;
use crate::population::exact::{blend, count, real};
use crate::quantity::{Number, PLACES, Wide, billionths, nearest};

/// The mean of all records together, rounded to 9 places; absent where there are none.
pub(super) fn overall(standings: &[Standing]) -> Result<Option<Number>, PopulationError> {
    let too_large = || PopulationError::TooLarge { what: "the sum of all records" };
    let (mut sum, mut all) = (0_i128, 0_i128);
    for (mean, n) in standings.iter().filter_map(Standing::data) {
        let part = mean.to_scaled().checked_mul(i128::from(n));
        sum = part.and_then(|part| sum.checked_add(part)).ok_or_else(too_large)?;
        all = all.checked_add(i128::from(n)).ok_or_else(too_large)?;
    }
    if all == 0 {
        return Ok(None);
    }
    let mean = blend((sum, 1), (0, 0), all).and_then(|mean| Number::from_scaled(mean, PLACES));
    mean.map(Some).ok_or_else(too_large)
}

/// k by the method of moments.
pub(super) fn strength(standings: &[Standing]) -> Result<Strength, PopulationError> {
    let data: Vec<_> = standings.iter().filter_map(Standing::data).collect();
    let within = standings.iter().filter_map(|standing| {
        let freedom = standing.n.checked_sub(1).filter(|freedom| *freedom > 0)?;
        Some((billionths(standing.variance?.to_scaled()), real(freedom.into())))
    });
    let within: Vec<_> = within.collect();
    let freedom = sorted_sum(within.iter().map(|(_, freedom)| *freedom));
    if data.len() < 2 || freedom <= 0.0 {
        return Err(PopulationError::NoEstimate);
    }
    let within = sorted_sum(within.iter().map(|(variance, freedom)| variance * freedom)) / freedom;
    let groups = count(data.len()) - 1.0;
    let (all, typical) =
        typical(&data).ok_or(PopulationError::TooLarge { what: "the sum of all records" })?;
    // Differences from the least mean: between means that are large and nearly equal, floats would lose them.
    let least = data.iter().map(|(mean, _)| mean.to_scaled()).min().unwrap_or_default();
    let above = |mean: Number| real(mean.to_scaled().abs_diff(least)) / 1e9;
    let data: Vec<_> = data.iter().map(|(mean, n)| (above(*mean), real((*n).into()))).collect();
    let mean = sorted_sum(data.iter().map(|(mean, n)| mean * n)) / all;
    let between = sorted_sum(data.iter().map(|(own, n)| n * (own - mean) * (own - mean))) / groups;
    let true_variance = (between - within) / (typical / groups);
    if true_variance <= 0.0 {
        return Ok(Strength::Complete);
    }
    // So many records of the prior that no number holds them are all there is.
    Ok(nearest(within / true_variance).map_or(Strength::Complete, Strength::Records))
}

/// N and N − Σn²/N, from the exact (N² − Σn²)/N: where one subject has nearly all records, floats would lose the others.
fn typical(data: &[(Number, u64)]) -> Option<(f64, f64)> {
    let all = data.iter().try_fold(0_u128, |sum, (_, n)| sum.checked_add((*n).into()))?;
    let mut squares = data.iter().map(|(_, n)| Wide::product((*n).into(), (*n).into()));
    let squares = squares.try_fold(Wide::ZERO, Wide::checked_add)?;
    let rest = Wide::product(all, all).checked_sub(squares)?;
    Some((real(all), rest.approximate() / real(all)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standings(means: [u32; 3], variance: u32) -> Vec<Standing> {
        let each = means.into_iter().zip(["a", "b", "c"]);
        each.map(|(mean, id)| {
            Standing::new(id.parse().unwrap(), mean.into(), 4).with_variance(variance.into())
        })
        .collect()
    }

    #[test]
    fn the_strength_is_within_over_between() {
        // By hand: B = 4·2/2 = 4, W = 1, n₀ = (12 − 48/12)/2 = 4, between = 3/4, k = 4/3.
        let found = strength(&standings([1, 2, 3], 1)).unwrap();
        assert_eq!(found, Strength::Records("1.333333333".parse().unwrap()));
        assert_eq!(strength(&standings([1, 2, 3], 4)).unwrap(), Strength::Complete);
        assert_eq!(strength(&standings([1, 2, 3], 0)).unwrap(), Strength::Records(Number::ZERO));
        assert_eq!(overall(&standings([1, 2, 4], 0)).unwrap(), "2.333333333".parse().ok());
    }

    #[test]
    fn the_strength_counts_the_few_beside_1e19_records() {
        // By hand: n₀ = (N² − Σn²)/N/(g − 1) = 2·10¹⁹·1/(10¹⁹ + 1), 2 but for the last digits; B = 1, W = 1/2.
        let of = |id: &str, mean: u32, n| {
            Standing::new(id.parse().unwrap(), mean.into(), n).with_variance("0.5".parse().unwrap())
        };
        let found = strength(&[of("many", 1, 10_u64.pow(19)), of("one", 2, 1)]).unwrap();
        assert_eq!(found, Strength::Records(2.into()));
    }

    #[test]
    fn nearly_equal_large_means_are_told_apart() {
        let of = |id: &str, mean: &str| {
            Standing::new(id.parse().unwrap(), mean.parse().unwrap(), 4).with_variance(Number::ZERO)
        };
        let found = strength(&[of("a", "999999999999999.000000001"), of("b", "999999999999999.000000003")]);
        assert_eq!(found, Ok(Strength::Records(Number::ZERO)));
    }
}
