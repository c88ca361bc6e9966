use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Span, Timestamp};

/// What an attribute of a ticket holds.
///
/// On the wire text is a string and a flag a boolean; `{"number": "2.5"}`, `{"instant": "2026-03-02T09:00:00Z"}`
/// and `{"span": "PT4H"}` name their kind. A plain JSON number is read as a number.
///
/// ```
/// use service_quality::ticket::Value;
///
/// assert_eq!(serde_json::from_str::<Value>("3")?, Value::Number(3.into()));
/// assert_eq!(serde_json::to_string(&Value::Number(3.into()))?, r#"{"number":"3"}"#);
/// assert_eq!(serde_json::from_str::<Value>(r#""high""#)?, Value::from("high"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Text, compared letter by letter.
    Text(Arc<str>),
    /// An exact number.
    Number(Number),
    /// Yes or no.
    Flag(bool),
    /// An instant.
    Instant(Timestamp),
    /// A duration.
    Span(Span),
}

/// A [`Value`] that borrows its text.
///
/// ```
/// use service_quality::ticket::{Value, ValueRef};
/// assert_eq!(Value::from("high").as_ref(), ValueRef::Text("high"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueRef<'a> {
    /// Text.
    Text(&'a str),
    /// An exact number.
    Number(Number),
    /// Yes or no.
    Flag(bool),
    /// An instant.
    Instant(Timestamp),
    /// A duration.
    Span(Span),
}

impl Value {
    /// The value with its text borrowed.
    #[must_use]
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Text(text) => ValueRef::Text(text),
            Self::Number(number) => ValueRef::Number(*number),
            Self::Flag(flag) => ValueRef::Flag(*flag),
            Self::Instant(at) => ValueRef::Instant(*at),
            Self::Span(span) => ValueRef::Span(*span),
        }
    }

    /// Whether both are surely one text, kept once: seen without reading it.
    #[inline]
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Text(one), Self::Text(two)) if Arc::ptr_eq(one, two))
    }
}

/// Values of one kind are ordered; values of different kinds are not.
impl PartialOrd for ValueRef<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => Some(one.cmp(two)),
            (Self::Number(one), Self::Number(two)) => Some(one.cmp(two)),
            (Self::Flag(one), Self::Flag(two)) => Some(one.cmp(two)),
            (Self::Instant(one), Self::Instant(two)) => Some(one.cmp(two)),
            (Self::Span(one), Self::Span(two)) => Some(one.cmp(two)),
            _ => None,
        }
    }
}

impl fmt::Display for ValueRef<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(formatter, "{text:?}"),
            Self::Number(number) => number.fmt(formatter),
            Self::Flag(flag) => formatter.write_str(if *flag { "yes" } else { "no" }),
            Self::Instant(at) => at.fmt(formatter),
            Self::Span(span) => span.fmt(formatter),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(formatter)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Instant(at)
    }
}

impl From<Span> for Value {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_newtype_variant("Value", 0, "number", number),
            Self::Instant(at) => serializer.serialize_newtype_variant("Value", 1, "instant", at),
            Self::Span(span) => serializer.serialize_newtype_variant("Value", 2, "span", span),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text, a number, true or false, {\"instant\": …} or {\"span\": …}")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        value.to_string().parse().map(Value::Number).map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        value.to_string().parse().map(Value::Number).map_err(E::custom)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        value.to_string().parse().map(Value::Number).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        const KINDS: &[&str] = &["number", "instant", "span"];
        let Some(kind) = map.next_key::<String>()? else {
            return Err(de::Error::invalid_length(0, &self));
        };
        let value = match kind.as_str() {
            "number" => Value::Number(map.next_value()?),
            "instant" => Value::Instant(map.next_value()?),
            "span" => Value::Span(map.next_value()?),
            hidden if hidden == crate::quantity::ARBITRARY_PRECISION_KEY => {
                Value::Number(map.next_value::<String>()?.parse().map_err(de::Error::custom)?)
            }
            other => return Err(de::Error::unknown_variant(&crate::quantity::excerpt(other), KINDS)),
        };
        match map.next_key::<String>()? {
            None => Ok(value),
            Some(_) => Err(de::Error::invalid_length(2, &self)),
        }
    }
}
