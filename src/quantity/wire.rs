//! The one place that knows how decimals and durations look on the wire.
//!
//! Everything is written as a string. A reader is asked for "anything" and answers with a string, an integer,
//! a float, or, under `serde_json/arbitrary_precision`, with a map of one private key whose value is the
//! number's text; all of them become text here and meet one parser, so no other crate's feature changes what
//! is accepted.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use super::excerpt;

/// The key under which `serde_json` hides a number's text when built with `arbitrary_precision`.
pub(crate) const ARBITRARY_PRECISION_KEY: &str = "$serde_json::private::Number";

/// Reads a value that parses from text, given as a string or as a number.
pub(crate) fn string_or_number<'de, D, T>(deserializer: D, expected: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: fmt::Display,
{
    deserializer.deserialize_any(TextVisitor { expected, numbers: true, target: PhantomData })
}

/// Reads a value that parses from text, given as a string.
pub(super) fn string<'de, D, T>(deserializer: D, expected: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: fmt::Display,
{
    deserializer.deserialize_str(TextVisitor { expected, numbers: false, target: PhantomData })
}

/// Reads a map and refuses a key that is given twice, where the last one would win otherwise: two calendars of one name
/// are a mistake, and silence hides which of them counts.
pub(crate) fn unique_keys<'de, D, K, V>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    deserializer.deserialize_map(UniqueKeys(PhantomData))
}

struct UniqueKeys<K, V>(PhantomData<(K, V)>);

impl<'de, K, V> Visitor<'de> for UniqueKeys<K, V>
where
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    type Value = BTreeMap<K, V>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<BTreeMap<K, V>, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some(key) = map.next_key::<K>()? {
            if entries.contains_key(&key) {
                let given = excerpt(&key.to_string());
                return Err(de::Error::custom(format_args!("`{given}` is given twice: keep one entry")));
            }
            entries.insert(key, map.next_value()?);
        }
        Ok(entries)
    }
}

struct TextVisitor<T> {
    expected: &'static str,
    numbers: bool,
    target: PhantomData<T>,
}

impl<T> TextVisitor<T>
where
    T: FromStr,
    T::Err: fmt::Display,
{
    fn number<E: de::Error>(&self, text: &str, given: de::Unexpected<'_>) -> Result<T, E> {
        if self.numbers {
            text.parse().map_err(E::custom)
        } else {
            Err(E::invalid_type(given, &self.expected))
        }
    }
}

impl<'de, T> Visitor<'de> for TextVisitor<T>
where
    T: FromStr,
    T::Err: fmt::Display,
{
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<T, E> {
        self.number(&value.to_string(), de::Unexpected::Signed(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<T, E> {
        self.number(&value.to_string(), de::Unexpected::Unsigned(value))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<T, E> {
        self.number(&value.to_string(), de::Unexpected::Other("a 128-bit integer"))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<T, E> {
        self.number(&value.to_string(), de::Unexpected::Other("a 128-bit integer"))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<T, E> {
        if !value.is_finite() {
            return Err(E::invalid_value(de::Unexpected::Float(value), &self.expected));
        }
        // The shortest text that reads back as this float: what a person or a JSON file meant by 0.1.
        self.number(&value.to_string(), de::Unexpected::Float(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        match map.next_key::<String>()? {
            Some(key) if key == ARBITRARY_PRECISION_KEY => {
                let text: String = map.next_value()?;
                self.number(&text, de::Unexpected::Other("a number"))
            }
            _ => Err(de::Error::invalid_type(de::Unexpected::Map, &self.expected)),
        }
    }
}
