//! The strength of shrinkage that the figures bear out, and the prior.

use super::{Standing, Strength};
use crate::population::PopulationError;
use crate::population::exact::{blend, count, float, number, sorted_sum};
use crate::quantity::{Number, PLACES};

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
    let data: Vec<_> = standings
        .iter()
        .filter_map(Standing::data)
        .map(|(mean, n)| (float(mean.to_scaled()), real(n)))
        .collect();
    let within = standings
        .iter()
        .filter(|standing| standing.n > 1)
        .filter_map(|standing| Some((float(standing.variance?.to_scaled()), real(standing.n) - 1.0)));
    let within: Vec<_> = within.collect();
    let freedom = sorted_sum(within.iter().map(|(_, freedom)| *freedom));
    if data.len() < 2 || freedom <= 0.0 {
        return Err(PopulationError::NoEstimate);
    }
    let within = sorted_sum(within.iter().map(|(variance, freedom)| variance * freedom)) / freedom;
    let (all, groups) = (sorted_sum(data.iter().map(|(_, n)| *n)), count(data.len()) - 1.0);
    let mean = sorted_sum(data.iter().map(|(mean, n)| mean * n)) / all;
    let between = sorted_sum(data.iter().map(|(own, n)| n * (own - mean) * (own - mean))) / groups;
    let typical = (all - sorted_sum(data.iter().map(|(_, n)| n * n)) / all) / groups;
    let true_variance = (between - within) / typical;
    if true_variance <= 0.0 {
        return Ok(Strength::Complete);
    }
    // So many records of the prior that no number holds them are all there is.
    Ok(number(within / true_variance).map_or(Strength::Complete, Strength::Records))
}

#[expect(clippy::cast_precision_loss, reason = "rounded once to the nearest float")]
fn real(n: u64) -> f64 {
    n as f64
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
}
