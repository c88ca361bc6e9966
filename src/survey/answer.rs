use std::fmt;

use serde::de::{self, Deserializer, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::quantity::{ARBITRARY_PRECISION_KEY, excerpt};

/// What was answered to one question.
///
/// On the wire a point is an integer; the other two are words.
///
/// ```
/// use service_quality::survey::Answer;
///
/// let answers: Vec<Answer> = serde_json::from_str(r#"[4, "no_answer", "not_applicable"]"#)?;
/// assert_eq!(answers, [Answer::Point(4), Answer::NoAnswer, Answer::NotApplicable]);
/// assert!(serde_json::from_str::<Answer>("0.5").is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// A point of the question's scale.
    Point(i16),
    /// Asked and not answered, or "don't know" (未作答).
    NoAnswer,
    /// Not used, or does not concern them (不适用).
    NotApplicable,
}

const NO_ANSWER: &str = "no_answer";
const NOT_APPLICABLE: &str = "not_applicable";

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Point(point) => point.fmt(formatter),
            Self::NoAnswer => formatter.write_str("no answer"),
            Self::NotApplicable => formatter.write_str("not applicable"),
        }
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Point(point) => serializer.serialize_i16(*point),
            Self::NoAnswer => serializer.serialize_str(NO_ANSWER),
            Self::NotApplicable => serializer.serialize_str(NOT_APPLICABLE),
        }
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnswerVisitor)
    }
}

struct AnswerVisitor;

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a point as a whole number, \"no_answer\" or \"not_applicable\"")
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Answer, E> {
        let point = i16::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))?;
        Ok(Answer::Point(point))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Answer, E> {
        let point = i16::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))?;
        Ok(Answer::Point(point))
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<Answer, E> {
        match word {
            NO_ANSWER => Ok(Answer::NoAnswer),
            NOT_APPLICABLE => Ok(Answer::NotApplicable),
            other => Err(E::invalid_value(Unexpected::Str(&excerpt(other)), &self)),
        }
    }

    /// A number's text, as `serde_json` hands it over when built with `arbitrary_precision`.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Answer, A::Error> {
        match map.next_key::<String>()? {
            Some(key) if key == ARBITRARY_PRECISION_KEY => {
                let text: String = map.next_value()?;
                let point = text
                    .parse()
                    .map_err(|_| de::Error::invalid_value(Unexpected::Str(&excerpt(&text)), &self))?;
                Ok(Answer::Point(point))
            }
            _ => Err(de::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}
