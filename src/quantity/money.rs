use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Number, PLACES, QuantityError, Share, divide_half_away, excerpt};

/// An exact amount of a currency (金额).
///
/// ```
/// use service_quality::quantity::Money;
///
/// let cost = Money::new("12500.50".parse()?, "CNY")?;
/// assert_eq!(cost.to_string(), "12500.5 CNY");
/// assert_eq!(serde_json::to_string(&cost)?, r#"{"amount":"12500.5","currency":"CNY"}"#);
/// assert!(Money::new("1".parse()?, "yuan").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawMoney", into = "RawMoney")]
pub struct Money {
    amount: Number,
    currency: [u8; 3],
}

impl Money {
    /// An amount of a currency, by its code of ISO 4217: three capital letters.
    ///
    /// # Errors
    /// [`QuantityError::Unreadable`] for what is no such code.
    pub fn new(amount: Number, currency: &str) -> Result<Self, QuantityError> {
        let code = <[u8; 3]>::try_from(currency.as_bytes()).ok();
        let code = code.filter(|code| code.iter().all(u8::is_ascii_uppercase));
        let currency = code.ok_or_else(|| QuantityError::Unreadable {
            what: "currency",
            given: excerpt(currency),
            allowed: "a code of ISO 4217, three capital letters such as `CNY`",
        })?;
        Ok(Self { amount, currency })
    }

    /// The amount.
    #[must_use]
    pub const fn amount(&self) -> Number {
        self.amount
    }

    /// The code of the currency.
    #[must_use]
    pub fn currency(&self) -> &str {
        std::str::from_utf8(&self.currency).unwrap_or_default()
    }

    /// Another amount of the same currency.
    #[must_use]
    pub const fn with_amount(&self, amount: Number) -> Self {
        Self { amount, currency: self.currency }
    }

    /// Nothing, in the same currency.
    #[must_use]
    pub const fn zero(&self) -> Self {
        self.with_amount(Number::ZERO)
    }

    /// Refuses an amount of another currency.
    ///
    /// # Errors
    /// [`QuantityError::OtherCurrency`].
    pub fn same_currency(&self, other: &Self) -> Result<(), QuantityError> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(QuantityError::OtherCurrency {
            given: other.currency().to_owned(),
            wanted: self.currency().to_owned(),
        })
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    /// [`QuantityError::OtherCurrency`]; [`QuantityError::OutOfRange`] beyond 10^15.
    pub fn checked_add(&self, other: &Self) -> Result<Self, QuantityError> {
        self.same_currency(other)?;
        // Both are at most 10^15 with nine places: their sum is a decimal, and exact.
        Number::new(self.amount.value() + other.amount.value()).map(|amount| self.with_amount(amount))
    }

    /// What is left of an amount after another; negative where the other is more.
    ///
    /// # Errors
    /// As for [`Money::checked_add`].
    pub fn checked_sub(&self, other: &Self) -> Result<Self, QuantityError> {
        self.same_currency(other)?;
        Number::new(self.amount.value() - other.amount.value()).map(|amount| self.with_amount(amount))
    }

    /// A share of the amount, rounded half away from zero to so many places, at most nine.
    ///
    /// ```
    /// use service_quality::quantity::Money;
    /// let fee = Money::new("33.35".parse()?, "USD")?;
    /// assert_eq!(fee.part("0.1".parse()?, 2).to_string(), "3.34 USD");
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    #[must_use]
    pub fn part(&self, share: Share, places: u32) -> Self {
        let places = places.min(PLACES);
        // At most 24 digits by at most 10 digits: within 38, and no more than the amount itself.
        let product = self.amount.to_scaled().saturating_mul(share.to_scaled());
        let unit = 10_i128.saturating_pow(PLACES.saturating_mul(2).saturating_sub(places));
        let part = divide_half_away(product, unit).and_then(|part| Number::from_scaled(part, places));
        self.with_amount(part.unwrap_or(self.amount))
    }

    /// The amount with so many decimal places, zeros kept, as invoices print it; more places where it has more.
    ///
    /// ```
    /// use service_quality::quantity::Money;
    /// assert_eq!(Money::new("25".parse()?, "USD")?.printed(2), "25.00 USD");
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    #[must_use]
    pub fn printed(&self, places: u32) -> String {
        format!("{} {}", self.amount.printed(places), self.currency())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.amount, self.currency())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMoney {
    amount: Number,
    currency: String,
}

impl TryFrom<RawMoney> for Money {
    type Error = QuantityError;

    fn try_from(raw: RawMoney) -> Result<Self, QuantityError> {
        Self::new(raw.amount, &raw.currency)
    }
}

impl From<Money> for RawMoney {
    fn from(money: Money) -> Self {
        Self { amount: money.amount, currency: money.currency().to_owned() }
    }
}
