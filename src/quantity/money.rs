use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Number, QuantityError, excerpt};

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
