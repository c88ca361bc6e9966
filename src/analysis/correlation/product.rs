use std::collections::BTreeMap;

use super::{Correlation, CorrelationMethod};
use crate::analysis::Undefined;
use crate::analysis::distribution::{float, student_outside};
use crate::analysis::series::{Deviations, check_pairs, count, doubled_ranks, product};
use crate::analysis::sums::sorted_sum;

/// With fewer pairs than this the t of Spearman's coefficient is no good approximation.
pub(super) const FEW: usize = 10;

/// The correlation of Pearson, *Notes on regression and inheritance in the case of two parents* (1895): the covariance
/// over both standard deviations. Its probability is that of Student's t = r·√((n−2)/(1−r²)) with n − 2 degrees of
/// freedom, which holds for figures that are about normal.
///
/// ```
/// use service_quality::analysis::correlation;
/// let found = correlation::pearson(&[1.0, 2.0, 3.0, 5.0], &[2.0, 4.0, 6.0, 10.0])?;
/// assert!((found.coefficient - 1.0).abs() < 1e-15);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of fewer than three pairs, of lists of different length, of a value that is not finite or beyond ±1e100, and where all
/// values of a list are equal.
pub fn pearson(x: &[f64], y: &[f64]) -> Result<Correlation, Undefined> {
    check_pairs(x, y, 3)?;
    Ok(of_product(CorrelationMethod::Pearson, x, y))
}

/// The correlation of Spearman, *The proof and measurement of association between two things* (1904): Pearson's of the
/// ranks, equal values sharing the middle rank.
///
/// Of fewer than ten pairs its probability is exact: of all n! orders of y against x, how many have a coefficient as far
/// from 0, ties and all. From ten on it is that of [`spearman_t`].
///
/// ```
/// use service_quality::analysis::correlation;
/// let found = correlation::spearman(&[1.0, 2.0, 3.0, 5.0], &[2.0, 4.0, 60.0, 100.0])?;
/// assert!((found.coefficient - 1.0).abs() < 1e-15 && (found.p_value - 2.0 / 24.0).abs() < 1e-15);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// As [`pearson`].
pub fn spearman(x: &[f64], y: &[f64]) -> Result<Correlation, Undefined> {
    let found = spearman_t(x, y)?;
    if x.len() >= FEW {
        return Ok(found);
    }
    Ok(Correlation { p_value: of_all_orders(&doubled_ranks(x), &doubled_ranks(y)), ..found })
}

/// As [`spearman`], with the probability of Student's t, as of [`pearson`], for any number of pairs: an approximation that
/// is far too small below ten.
///
/// ```
/// use service_quality::analysis::correlation;
/// let found = correlation::spearman_t(&[1.0, 2.0, 3.0, 5.0], &[2.0, 4.0, 100.0, 60.0])?;
/// assert!((found.coefficient - 0.8).abs() < 1e-15 && (found.p_value - 0.2).abs() < 1e-12);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// As [`pearson`].
pub fn spearman_t(x: &[f64], y: &[f64]) -> Result<Correlation, Undefined> {
    check_pairs(x, y, 3)?;
    let ranks = |values| doubled_ranks(values).into_iter().map(float).collect::<Vec<f64>>();
    Ok(of_product(CorrelationMethod::Spearman, &ranks(x), &ranks(y)))
}

/// The share of all orders of y in which the sum of the products with x lies as far from its mean; up to nine of each.
///
/// Goes through the sets of the y that the first x may have been given, and counts for each set the ways to each sum.
fn of_all_orders(x: &[u64], y: &[u64]) -> f64 {
    let mut sums: Vec<BTreeMap<u64, u64>> = vec![BTreeMap::from([(0, 1)])];
    sums.resize(1 << y.len(), BTreeMap::new());
    for set in 0..sums.len() {
        let Some(x) = x.get(set.count_ones() as usize) else { break };
        let so_far = sums.get_mut(set).map(std::mem::take).unwrap_or_default();
        for (place, y) in y.iter().enumerate().filter(|(place, _)| set >> place & 1 == 0) {
            let Some(larger) = sums.get_mut(set | 1 << place) else { continue };
            for (sum, ways) in &so_far {
                *larger.entry(sum + x * y).or_default() += ways;
            }
        }
    }
    let n = x.len() as u64;
    let mean = x.iter().sum::<u64>() * y.iter().sum::<u64>();
    let far = |sum: u64| (n * sum).abs_diff(mean);
    let own = far(x.iter().zip(y).map(|(x, y)| x * y).sum());
    let all = || sums.last().into_iter().flatten();
    let as_far: u64 = all().filter(|(sum, _)| far(**sum) >= own).map(|(_, ways)| ways).sum();
    float(as_far) / float(all().map(|(_, ways)| ways).sum())
}

fn of_product(method: CorrelationMethod, x: &[f64], y: &[f64]) -> Correlation {
    let (x, y) = (Deviations::of(x).parts, Deviations::of(y).parts);
    let (of_x, of_y, joint) = (product(&x, &x), product(&y, &y), product(&x, &y));
    let coefficient = (joint / (of_x * of_y).sqrt()).clamp(-1.0, 1.0);
    // What the line leaves over; 1 − r² would have lost its digits where r is near 1.
    let slope = joint / of_x;
    let left = sorted_sum(x.iter().zip(&y).map(|(x, y)| (y - slope * x) * (y - slope * x)));
    let p_value = student_outside((left / of_y).min(1.0), count(&x) - 2.0);
    Correlation { method, n: x.len(), coefficient, p_value }
}
