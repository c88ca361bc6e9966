use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{PLACES, QuantityError, excerpt, from_scaled, scaled, wire};

/// An exact decimal figure of the domain: a measured value, a target, a point of a curve.
///
/// Absolute value at most 10^15, at most 9 decimal places; more precise input is refused, never rounded.
/// Two equal numbers have equal bytes: trailing zeros are dropped (`87.40` is `87.4`).
///
/// ```
/// use service_quality::quantity::Number;
///
/// let minutes: Number = "386.50".parse()?;
/// assert_eq!(minutes.to_string(), "386.5");
/// assert_eq!(Number::ratio(2, 3, 4), "0.6667".parse().ok());
/// assert!("NaN".parse::<Number>().is_err());
/// assert!("0.1234567891".parse::<Number>().is_err());
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Number(Decimal);

/// 10^15.
const LARGEST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

impl Number {
    /// Zero.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// −10^15 and 10^15, the ends of the range.
    pub(crate) const SMALLEST: Self = Self(Decimal::from_parts(2_764_472_320, 232_830, 0, true, 0));
    pub(crate) const LARGEST: Self = Self(LARGEST);

    /// Takes a decimal of at most 9 places and an absolute value of at most 10^15.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`], [`QuantityError::TooPrecise`].
    pub fn new(value: Decimal) -> Result<Self, QuantityError> {
        canonical("number", value, -LARGEST, LARGEST, "at most 10^15 either side of 0").map(Self)
    }

    /// `numerator / denominator`, rounded half away from zero to `places` decimals (at most 9).
    ///
    /// Absent when the denominator is 0: 0 of 0 is no figure.
    ///
    /// ```
    /// use service_quality::quantity::Number;
    /// assert_eq!(Number::ratio(1, 8, 2).map(|share| share.to_string()).as_deref(), Some("0.13"));
    /// assert_eq!(Number::ratio(0, 0, 2), None);
    /// ```
    #[must_use]
    pub fn ratio(numerator: i128, denominator: i128, places: u32) -> Option<Self> {
        let places = places.min(PLACES);
        let wide = numerator.checked_mul(10_i128.checked_pow(places)?)?;
        Self::from_scaled(super::divide_half_away(wide, denominator)?, places)
    }

    /// The number as a decimal, without trailing zeros.
    #[must_use]
    pub const fn value(self) -> Decimal {
        self.0
    }

    /// Rounded half away from zero to `places` decimals.
    ///
    /// ```
    /// use service_quality::quantity::Number;
    /// let value: Number = "-2.345".parse()?;
    /// assert_eq!(value.rounded(2).to_string(), "-2.35");
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    #[must_use]
    pub fn rounded(self, places: u32) -> Self {
        Self(
            self.0
                .round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
                .normalize(),
        )
    }

    /// The number with so many decimal places, zeros kept; more places where it has more.
    ///
    /// ```
    /// # use service_quality::quantity::Number;
    /// assert_eq!("25".parse::<Number>()?.printed(2), "25.00");
    /// assert_eq!("0.125".parse::<Number>()?.printed(2), "0.125");
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    #[must_use]
    pub fn printed(self, places: u32) -> String {
        let places = usize::try_from(places.min(PLACES).max(self.0.scale())).unwrap_or_default();
        format!("{:.places$}", self.0)
    }

    /// The number without its places; absent where it has any.
    pub(crate) fn whole(self) -> Option<i128> {
        let (scaled, unit) = (self.to_scaled(), 10_i128.pow(PLACES));
        (scaled % unit == 0).then_some(scaled / unit)
    }

    /// `self · 10^9`, the form in which the crate calculates.
    pub(crate) fn to_scaled(self) -> i128 {
        scaled(self.0, PLACES).unwrap_or_default()
    }

    /// `scaled / 10^places`; absent outside the range of a number.
    pub(crate) fn from_scaled(scaled: i128, places: u32) -> Option<Self> {
        Self::new(from_scaled(scaled, places)?).ok()
    }
}

/// The checks that all decimal quantities share.
pub(super) fn canonical(
    what: &'static str,
    value: Decimal,
    least: Decimal,
    most: Decimal,
    allowed: &'static str,
) -> Result<Decimal, QuantityError> {
    let value = value.normalize();
    if value < least || value > most {
        return Err(QuantityError::OutOfRange { what, given: value.to_string(), allowed });
    }
    if value.scale() > PLACES {
        return Err(QuantityError::TooPrecise { what, given: value.to_string() });
    }
    Ok(if value.is_zero() { Decimal::ZERO } else { value })
}

/// Decimal text, plain or with an exponent, read without rounding.
pub(super) fn parse(what: &'static str, text: &str) -> Result<Decimal, QuantityError> {
    let unreadable = || QuantityError::Unreadable {
        what,
        given: excerpt(text),
        allowed: "a decimal number such as `12.5`",
    };
    // Longer than any text of a number in range, and what the exact parser would have to scan.
    if text.len() > 64 {
        return Err(unreadable());
    }
    // `rust_decimal` takes `1_000`; no other reader of the same document would.
    if text.contains('_') {
        return Err(unreadable());
    }
    let too_precise = || QuantityError::TooPrecise { what, given: excerpt(text) };
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().map_err(|_| unreadable())?),
        None => (text, 0),
    };
    let value = match Decimal::from_str_exact(digits) {
        Ok(value) => value.normalize(),
        Err(rust_decimal::Error::Underflow) => return Err(too_precise()),
        Err(_) => return Err(unreadable()),
    };
    if value.is_zero() {
        return Ok(Decimal::ZERO);
    }
    let scale = i64::from(value.scale()) - i64::from(exponent);
    match u32::try_from(scale) {
        Ok(scale) => Decimal::try_from_i128_with_scale(value.mantissa(), scale).map_err(|_| too_precise()),
        Err(_) => u32::try_from(-scale)
            .ok()
            .and_then(|zeros| value.mantissa().checked_mul(10_i128.checked_pow(zeros)?))
            .and_then(|whole| Decimal::try_from_i128_with_scale(whole, 0).ok())
            .ok_or_else(unreadable),
    }
}

/// A decimal newtype between two bounds: constructor, accessor, text and wire form.
macro_rules! bounded_decimal {
    ($(#[$doc:meta])* $name:ident, $what:literal, $least:expr, $most:expr, $allowed:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(rust_decimal::Decimal);

        impl $name {
            /// Takes a decimal within the range of the type, of at most 9 places.
            ///
            /// # Errors
            /// [`QuantityError::OutOfRange`], [`QuantityError::TooPrecise`].
            ///
            /// [`QuantityError::OutOfRange`]: crate::quantity::QuantityError::OutOfRange
            /// [`QuantityError::TooPrecise`]: crate::quantity::QuantityError::TooPrecise
            pub fn new(value: rust_decimal::Decimal) -> Result<Self, super::QuantityError> {
                super::number::canonical($what, value, $least, $most, $allowed).map(Self)
            }

            /// The value as a decimal, without trailing zeros.
            #[must_use]
            pub const fn value(self) -> rust_decimal::Decimal {
                self.0
            }

            /// The value times 10^9, the form in which the crate calculates.
            #[allow(dead_code, reason = "not every bounded decimal is calculated with yet")]
            pub(crate) fn to_scaled(self) -> i128 {
                super::scaled(self.0, super::PLACES).unwrap_or_default()
            }

            /// `scaled / 10^places`; absent outside the range of the type.
            #[allow(dead_code, reason = "not every bounded decimal is calculated with yet")]
            pub(crate) fn from_scaled(scaled: i128, places: u32) -> Option<Self> {
                Self::new(super::from_scaled(scaled, places)?).ok()
            }
        }

        impl From<$name> for super::Number {
            fn from(value: $name) -> Self {
                Self::new(value.0).unwrap_or_default()
            }
        }

        impl TryFrom<rust_decimal::Decimal> for $name {
            type Error = super::QuantityError;

            fn try_from(value: rust_decimal::Decimal) -> Result<Self, super::QuantityError> {
                Self::new(value)
            }
        }

        impl std::str::FromStr for $name {
            type Err = super::QuantityError;

            fn from_str(text: &str) -> Result<Self, super::QuantityError> {
                Self::new(super::number::parse($what, text)?)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, formatter)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::wire::string_or_number(deserializer, concat!("a ", $what, ", ", $allowed))
            }
        }
    };
}
pub(super) use bounded_decimal;

impl TryFrom<Decimal> for Number {
    type Error = QuantityError;

    fn try_from(value: Decimal) -> Result<Self, QuantityError> {
        Self::new(value)
    }
}

/// Counts: exact, refused above 10^15.
impl TryFrom<u64> for Number {
    type Error = QuantityError;

    fn try_from(count: u64) -> Result<Self, QuantityError> {
        Self::new(count.into())
    }
}

/// Differences of counts: exact, refused beyond 10^15.
impl TryFrom<i64> for Number {
    type Error = QuantityError;

    fn try_from(count: i64) -> Result<Self, QuantityError> {
        Self::new(count.into())
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self(Decimal::from(value).normalize())
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self(Decimal::from(value).normalize())
    }
}

impl FromStr for Number {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        Self::new(parse("number", text)?)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::string_or_number(deserializer, "a decimal number such as \"12.5\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_exact_or_refused() {
        assert_eq!(Number::try_from(1_000_000_000_000_000_u64).unwrap().to_string(), "1000000000000000");
        assert!(Number::try_from(u64::MAX).is_err());
        assert_eq!(Number::try_from(-5_i64).unwrap().to_string(), "-5");
        assert!(Number::try_from(i64::MIN).is_err());
    }
}
