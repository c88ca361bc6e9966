use crate::quantity::{Number, Weight};

/// The lower weighted median (加权中位数): the least value up to which the weights reach half of their sum. Exact.
///
/// Absent where the weights sum to 0.
///
/// ```
/// use service_quality::population::league::weighted_median_lower;
///
/// let values = [(90.into(), "0.3".parse()?), (70.into(), "0.2".parse()?), (80.into(), "0.5".parse()?)];
/// assert_eq!(weighted_median_lower(&values), Some(80.into()));
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[must_use]
pub fn weighted_median_lower(values: &[(Number, Weight)]) -> Option<Number> {
    let mut sorted: Vec<_> = values
        .iter()
        .map(|(value, weight)| (*value, weight.to_scaled()))
        .filter(|(_, weight)| *weight > 0)
        .collect();
    sorted.sort_unstable();
    let total = sorted.iter().try_fold(0_i128, |sum, (_, weight)| sum.checked_add(*weight))?;
    let mut reached = 0_i128;
    sorted.into_iter().find_map(|(value, weight)| {
        reached = reached.checked_add(weight)?;
        (reached.checked_mul(2)? >= total).then_some(value)
    })
}
