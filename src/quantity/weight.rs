use rust_decimal::{Decimal, RoundingStrategy};

use super::number::bounded_decimal;
use super::{PLACES, QuantityError};

bounded_decimal! {
    /// A weight (权重): not negative, at most 1,000,000.
    ///
    /// Weights are relative: points, percentages and shares all serve. Who uses them says what they sum to and
    /// refuses a set that sums to 0.
    ///
    /// ```
    /// use service_quality::quantity::Weight;
    ///
    /// let weight: Weight = serde_json::from_str("0.35")?;
    /// assert_eq!(weight.to_string(), "0.35");
    /// assert!(serde_json::from_str::<Weight>("-1").is_err());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    Weight, "weight", Decimal::ZERO, Decimal::from_parts(1_000_000, 0, 0, false, 0), "0 to 1000000"
}

impl Weight {
    /// 0: counted for nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// 1.
    pub const ONE: Self = Self(Decimal::ONE);

    /// Rounded half away from zero to the 9 places that a weight keeps: for what was calculated elsewhere, as weights are
    /// that a survey institute delivers.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`].
    ///
    /// ```
    /// use service_quality::quantity::Weight;
    ///
    /// let delivered = "1.2345678905".parse()?;
    /// assert!(Weight::new(delivered).is_err());
    /// assert_eq!(Weight::rounded(delivered)?.to_string(), "1.234567891");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rounded(value: Decimal) -> Result<Self, QuantityError> {
        Self::new(value.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero))
    }
}
