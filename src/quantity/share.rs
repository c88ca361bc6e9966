use rust_decimal::Decimal;

use super::number::bounded_decimal;

bounded_decimal! {
    /// A share (占比) between 0 and 1.
    ///
    /// ```
    /// use service_quality::quantity::Share;
    ///
    /// let promised: Share = "0.95".parse()?;
    /// assert_eq!(promised.percent().to_string(), "95");
    /// assert!("1.2".parse::<Share>().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Share, "share", Decimal::ZERO, Decimal::ONE, "0 to 1"
}

impl Share {
    /// 0, nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// 1, everything.
    pub const ONE: Self = Self(Decimal::ONE);

    /// The share in percent, 0 to 100.
    #[must_use]
    pub fn percent(self) -> Decimal {
        self.0.saturating_mul(Decimal::ONE_HUNDRED).normalize()
    }
}
