use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Number, PLACES, QuantityError, excerpt};

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
        if self.currency != other.currency {
            let (one, other) = (self.currency().to_owned(), other.currency().to_owned());
            return Err(QuantityError::OtherCurrency { one, other });
        }
        let scaled = sum(self.amount.to_scaled(), other.amount.to_scaled());
        let amount = scaled.and_then(|scaled| Number::from_scaled(scaled, PLACES));
        let amount = amount.ok_or_else(|| QuantityError::OutOfRange {
            what: "amount",
            given: format!("{self} and {other}"),
            allowed: "amounts that together stay within 10^15",
        })?;
        Ok(Self { amount, currency: self.currency })
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
