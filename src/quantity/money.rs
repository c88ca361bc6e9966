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
///
/// let saved = Money::new(20_000.into(), "CNY")?.checked_sub(&cost)?;
/// assert_eq!((saved.to_string().as_str(), saved.is_negative()), ("7499.5 CNY", false));
/// assert_eq!(
///     saved.checked_add(&Money::new(5.into(), "EUR")?).unwrap_err().to_string(),
///     "amounts are in `CNY` and `EUR`: give amounts of one currency"
/// );
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

    /// Whether it is below 0: a loss, a debt.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.amount < Number::ZERO
    }

    /// Both together.
    ///
    /// # Errors
    /// [`QuantityError::OtherCurrency`] for amounts of two currencies, [`QuantityError::OutOfRange`] for a sum beyond 10^15.
    pub fn checked_add(&self, other: &Self) -> Result<Self, QuantityError> {
        self.summed(other, i128::checked_add)
    }

    /// What is left when another is taken off.
    ///
    /// # Errors
    /// As [`checked_add`](Self::checked_add).
    pub fn checked_sub(&self, other: &Self) -> Result<Self, QuantityError> {
        self.summed(other, i128::checked_sub)
    }

    fn summed(&self, other: &Self, sum: fn(i128, i128) -> Option<i128>) -> Result<Self, QuantityError> {
        self.same_currency(other)?;
        let scaled = sum(self.amount.to_scaled(), other.amount.to_scaled());
        let amount = scaled.and_then(|scaled| Number::from_scaled(scaled, PLACES));
        let amount = amount.ok_or_else(|| QuantityError::OutOfRange {
            what: "amount",
            given: format!("{self} and {other}"),
            allowed: "amounts that together stay within 10^15",
        })?;
        Ok(self.with_amount(amount))
    }

    pub(crate) fn same_currency(&self, other: &Self) -> Result<(), QuantityError> {
        if self.currency == other.currency {
            return Ok(());
        }
        let (one, other) = (self.currency().to_owned(), other.currency().to_owned());
        Err(QuantityError::OtherCurrency { one, other })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn cny(amount: &str) -> Money {
        Money::new(amount.parse().unwrap(), "CNY").unwrap()
    }

    #[test]
    fn amounts_of_one_currency_add_exactly() {
        assert_eq!(cny("0.1").checked_add(&cny("0.2")), Ok(cny("0.3")));
        let loss = cny("0.1").checked_sub(&cny("0.3")).unwrap();
        assert!(loss == cny("-0.2") && loss.is_negative());
        assert!(!cny("0").is_negative());
        let dollars = Money::new(1.into(), "USD").unwrap();
        let refused = QuantityError::OtherCurrency { one: "CNY".into(), other: "USD".into() };
        assert_eq!(cny("1").checked_sub(&dollars), Err(refused));
    }

    #[test]
    fn a_sum_beyond_what_is_kept_is_refused() {
        let most = cny("1000000000000000");
        assert_eq!(most.checked_sub(&cny("1")), Ok(cny("999999999999999")));
        assert_eq!(
            most.checked_add(&cny("0.01")).unwrap_err().to_string(),
            "amount `1000000000000000 CNY and 0.01 CNY` is out of range: give amounts that together stay within 10^15"
        );
    }
}
