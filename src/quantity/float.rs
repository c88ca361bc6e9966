//! Between decimals and floats, for estimates.

use super::Number;

/// Billionths as a float: the nearest, or one beside it.
#[expect(clippy::cast_precision_loss, reason = "for what floats calculate")]
pub(crate) fn billionths(count: i128) -> f64 {
    count as f64 / 1e9
}

/// A float as the nearest number of 9 places; absent where no number is near.
pub(crate) fn nearest(value: f64) -> Option<Number> {
    // The text is exact before it is rounded, so the same float gives the same number everywhere.
    value.is_finite().then(|| format!("{value:.9}").parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_become_the_nearest_numbers() {
        assert_eq!(nearest(1.0 / 3.0), "0.333333333".parse().ok());
        assert_eq!(nearest(-0.000_000_000_1), Some(Number::ZERO));
        assert_eq!(nearest(f64::NAN), None);
        assert_eq!(nearest(1e300), None);
    }
}
