use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Fact, Facts, Value, ValueRef};

/// A predicate over a ticket's attributes and derived facts: data, not program text.
///
/// A fact that is absent equals nothing, is in no list and compares with nothing; values of different kinds are
/// never equal and have no order. Displays as a readable sentence.
///
/// Readers of documents stop at some depth: `serde_json` reads 127 containers, one inside the other, those around the
/// condition counted. A `not` is one, an `all` or `any` two, and no standard puts more than six around a condition: 50
/// levels can be read wherever a condition stands. Deeper ones work, but cannot be read again.
///
/// ```
/// use service_quality::ticket::{Comparison, Condition};
///
/// let condition = Condition::all([
///     Condition::is_in("department".parse()?, ["parks", "roads"]),
///     Condition::negate(Condition::compare("@reopens".parse()?, Comparison::AtLeast, 2)),
/// ]);
/// assert_eq!(condition.to_string(), r#"department in ["parks", "roads"] and not @reopens >= 2"#);
/// let json = serde_json::to_string(&condition)?;
/// assert_eq!(serde_json::from_str::<Condition>(&json)?, condition);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Condition {
    /// Holds for every ticket.
    #[default]
    Always,
    /// Holds when every part does; an empty list holds.
    All(Vec<Condition>),
    /// Holds when any part does; an empty list does not.
    Any(Vec<Condition>),
    /// Holds when the part does not.
    Not(Box<Condition>),
    /// Holds when the fact has the value.
    Equals {
        /// The fact.
        fact: Fact,
        /// The value.
        value: Value,
    },
    /// Holds when the fact has one of the values.
    In {
        /// The fact.
        fact: Fact,
        /// The values.
        values: Vec<Value>,
    },
    /// Holds when the fact stands to the value as `is` says.
    Compare {
        /// The fact.
        fact: Fact,
        /// The relation.
        is: Comparison,
        /// The value.
        value: Value,
    },
    /// Holds when the fact is text in which the given text stands somewhere, letter by letter; empty text stands in
    /// every text.
    Contains {
        /// The fact.
        fact: Fact,
        /// The text.
        text: String,
    },
    /// Holds when the fact has any value.
    Exists(Fact),
}

/// An order relation.
///
/// ```
/// use service_quality::ticket::Comparison;
/// assert_eq!(serde_json::to_string(&Comparison::AtMost)?, r#""at_most""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Less than.
    Below,
    /// Less than or equal.
    AtMost,
    /// Greater than or equal.
    AtLeast,
    /// Greater than.
    Above,
}

impl Condition {
    /// The fact has the value.
    #[must_use]
    pub fn equals(fact: Fact, value: impl Into<Value>) -> Self {
        Self::Equals { fact, value: value.into() }
    }

    /// The fact has one of the values.
    #[must_use]
    pub fn is_in<V: Into<Value>>(fact: Fact, values: impl IntoIterator<Item = V>) -> Self {
        Self::In { fact, values: values.into_iter().map(Into::into).collect() }
    }

    /// The fact stands in a relation to the value; values are numbers, spans, instants or text.
    #[must_use]
    pub fn compare(fact: Fact, is: Comparison, value: impl Into<Value>) -> Self {
        Self::Compare { fact, is, value: value.into() }
    }

    /// The text stands somewhere in the fact, which is text too.
    #[must_use]
    pub fn contains(fact: Fact, text: impl Into<String>) -> Self {
        Self::Contains { fact, text: text.into() }
    }

    /// The fact has any value.
    #[must_use]
    pub const fn exists(fact: Fact) -> Self {
        Self::Exists(fact)
    }

    /// Every part holds.
    #[must_use]
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::All(parts.into_iter().collect())
    }

    /// Any part holds.
    #[must_use]
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::Any(parts.into_iter().collect())
    }

    /// The part does not hold.
    #[must_use]
    pub fn negate(part: Self) -> Self {
        Self::Not(Box::new(part))
    }

    /// Judges the facts.
    #[must_use]
    pub fn matches(&self, facts: &impl Facts) -> bool {
        match self {
            Self::Always => true,
            Self::All(parts) => parts.iter().all(|part| part.matches(facts)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(facts)),
            Self::Not(part) => !part.matches(facts),
            Self::Equals { fact, value } => facts.fact(fact) == Some(value.as_ref()),
            Self::In { fact, values } => {
                facts.fact(fact).is_some_and(|found| values.iter().any(|value| value.as_ref() == found))
            }
            Self::Compare { fact, is, value } => {
                let order = |found: ValueRef<'_>| found.partial_cmp(&value.as_ref());
                facts.fact(fact).and_then(order).is_some_and(|order| is.accepts(order))
            }
            Self::Contains { fact, text } => {
                matches!(facts.fact(fact), Some(ValueRef::Text(found)) if found.contains(text.as_str()))
            }
            Self::Exists(fact) => facts.fact(fact).is_some(),
        }
    }

    /// The facts that it asks for, in the order of the sentence.
    ///
    /// ```
    /// use service_quality::ticket::Condition;
    ///
    /// let condition = Condition::all([Condition::equals("site".parse()?, "north"), Condition::exists("@rating".parse()?)]);
    /// let facts: Vec<_> = condition.facts().into_iter().map(ToString::to_string).collect();
    /// assert_eq!(facts, ["site", "@rating"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn facts(&self) -> Vec<&Fact> {
        let (mut facts, mut open) = (Vec::new(), vec![self]);
        while let Some(condition) = open.pop() {
            match condition {
                Self::Always => {}
                Self::All(parts) | Self::Any(parts) => open.extend(parts.iter().rev()),
                Self::Not(part) => open.push(part),
                Self::Equals { fact, .. }
                | Self::In { fact, .. }
                | Self::Compare { fact, .. }
                | Self::Contains { fact, .. }
                | Self::Exists(fact) => facts.push(fact),
            }
        }
        facts
    }

    /// Whether the sentence needs brackets inside a longer one; a list of one part reads as that part.
    fn is_compound(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => match parts.as_slice() {
                [] => false,
                [part] => part.is_compound(),
                _ => true,
            },
            _ => false,
        }
    }
}

impl Comparison {
    /// Whether what lies so to the limit meets it.
    pub(crate) const fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::Below => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::AtLeast => order.is_ge(),
            Self::Above => order.is_gt(),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
            Self::Above => ">",
        })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => formatter.write_str("always"),
            Self::All(parts) => join(formatter, parts, " and ", "always"),
            Self::Any(parts) => join(formatter, parts, " or ", "never"),
            Self::Not(part) if part.is_compound() => write!(formatter, "not ({part})"),
            Self::Not(part) => write!(formatter, "not {part}"),
            Self::Equals { fact, value } => write!(formatter, "{fact} = {value}"),
            Self::In { fact, values } => {
                write!(formatter, "{fact} in [")?;
                for (index, value) in values.iter().enumerate() {
                    write!(formatter, "{}{value}", if index == 0 { "" } else { ", " })?;
                }
                formatter.write_str("]")
            }
            Self::Compare { fact, is, value } => write!(formatter, "{fact} {is} {value}"),
            Self::Contains { fact, text } => write!(formatter, "{fact} contains {text:?}"),
            Self::Exists(fact) => write!(formatter, "{fact} exists"),
        }
    }
}

fn join(formatter: &mut fmt::Formatter<'_>, parts: &[Condition], word: &str, empty: &str) -> fmt::Result {
    if parts.is_empty() {
        return formatter.write_str(empty);
    }
    let alone = parts.len() == 1;
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            formatter.write_str(word)?;
        }
        if part.is_compound() && !alone {
            write!(formatter, "({part})")?;
        } else {
            write!(formatter, "{part}")?;
        }
    }
    Ok(())
}
