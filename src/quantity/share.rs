use rust_decimal::Decimal;

use super::number::{bounded_decimal, canonical};
use super::{Number, QuantityError};

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

    /// A share given in percent, as contracts write it.
    ///
    /// ```
    /// use service_quality::quantity::Share;
    /// assert_eq!(Share::from_percent("99.95".parse()?)?.to_string(), "0.9995");
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`] outside 0 to 100, [`QuantityError::TooPrecise`] with more than 7 places.
    pub fn from_percent(percent: Number) -> Result<Self, QuantityError> {
        let percent = percent.value();
        canonical("percentage", percent, Decimal::ZERO, Decimal::ONE_HUNDRED, "0 to 100")?;
        let hundredth = percent.checked_mul(Decimal::new(1, 2));
        Self::new(
            hundredth.ok_or_else(|| QuantityError::TooPrecise {
                what: "percentage",
                given: percent.to_string(),
            })?,
        )
    }

    /// The share in percent, 0 to 100.
    #[must_use]
    pub fn percent(self) -> Decimal {
        self.0.saturating_mul(Decimal::ONE_HUNDRED).normalize()
    }
}
