//! Exact sums: larger than a number may be, so with a text form of their own.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::excerpt;
use super::wide::Wide;

/// A sum of numbers, in units of 10^-9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Sum(pub(crate) i128);

/// A sum of squares of numbers, in units of 10^-18, below 2^187.
///
/// All terms are positive, so a sum leaves the range in every order of its terms or in none. By Cauchy and
/// Schwarz, |Σx|² ≤ n · Σx² < 2^64 · 2^187, so the sum of the same numbers always fits an `i128`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct SquareSum(Wide);

/// A sum of products of numbers, in units of 10^-18.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct ProductSum(pub(crate) i128);

/// 10^9 and 10^18, the units.
const UNIT: u128 = 1_000_000_000;
const SQUARE_UNIT: u128 = UNIT * UNIT;

impl SquareSum {
    /// The square of a number given in units of 10^-9.
    pub(crate) fn of(scaled: i128) -> Self {
        let magnitude = scaled.unsigned_abs();
        Self(Wide::product(magnitude, magnitude))
    }

    /// So many units.
    pub(crate) fn of_units(units: u128) -> Self {
        Self(units.into())
    }

    pub(crate) fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).and_then(Self::bounded)
    }

    /// As the nearest float, in units of 1.
    pub(crate) fn approximate(self) -> f64 {
        self.0.approximate() / 1e18
    }

    pub(crate) const fn wide(self) -> Wide {
        self.0
    }

    fn bounded(sum: Wide) -> Option<Self> {
        (sum < Wide::product(1 << 100, 1 << 87)).then_some(Self(sum))
    }
}

impl Serialize for Sum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&signed(self.0, UNIT, 9))
    }
}

impl<'de> Deserialize<'de> for Sum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_signed(&text, UNIT, 9).map(Self).ok_or_else(|| unreadable(&text, "sum", 9))
    }
}

impl Serialize for ProductSum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&signed(self.0, SQUARE_UNIT, 18))
    }
}

impl<'de> Deserialize<'de> for ProductSum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let sum = parse_signed(&text, SQUARE_UNIT, 18).map(Self);
        sum.ok_or_else(|| unreadable(&text, "sum of products", 18))
    }
}

impl Serialize for SquareSum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Below 2^187 / 10^18 < 2^128: both parts fit.
        let parts = self.0.checked_div_rem(SQUARE_UNIT.into());
        let (whole, fraction) = parts
            .and_then(|(whole, fraction)| Some((whole.to_u128()?, fraction.to_u128()?)))
            .ok_or_else(|| serde::ser::Error::custom("sum of squares out of range"))?;
        serializer.serialize_str(&decimal(whole, fraction, 18))
    }
}

impl<'de> Deserialize<'de> for SquareSum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text, 18)
            .and_then(|(whole, fraction)| Wide::product(whole, SQUARE_UNIT).checked_add(fraction.into()))
            .and_then(Self::bounded)
            .ok_or_else(|| unreadable(&text, "sum of squares", 18))
    }
}

/// A sum in `unit`s, of which 10^`places` make one.
fn signed(sum: i128, unit: u128, places: usize) -> String {
    let magnitude = sum.unsigned_abs();
    let sign = if sum < 0 { "-" } else { "" };
    format!("{sign}{}", decimal(magnitude / unit, magnitude % unit, places))
}

fn parse_signed(text: &str, unit: u128, places: usize) -> Option<i128> {
    let (negative, magnitude) = match text.strip_prefix('-') {
        Some(magnitude) => (true, magnitude),
        None => (false, text),
    };
    let (whole, fraction) = parse(magnitude, places)?;
    let magnitude = i128::try_from(whole.checked_mul(unit)?.checked_add(fraction)?).ok()?;
    Some(if negative { -magnitude } else { magnitude })
}

/// `whole.fraction` without trailing zeros.
fn decimal(whole: u128, fraction: u128, places: usize) -> String {
    let text = format!("{whole}.{fraction:0places$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Whole part and fraction, the fraction in units of 10^-places.
fn parse(text: &str, places: usize) -> Option<(u128, u128)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > places {
        return None;
    }
    Some((whole.parse().ok()?, format!("{fraction:0<places$}").parse().ok()?))
}

fn unreadable<E: de::Error>(text: &str, what: &str, places: usize) -> E {
    E::custom(format!(
        "{what} `{}` cannot be read: give a decimal of at most {places} places as a string, within the range of a tally",
        excerpt(text)
    ))
}
