use rust_decimal::Decimal;

use super::number::bounded_decimal;

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
}
