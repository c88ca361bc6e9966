use std::fmt;
use std::str::FromStr;

use crate::quantity::{Number, excerpt};

use super::ObjectiveError;

/// How a figure must stand to its target (比较运算符).
///
/// More than the order relations of [`ticket::Comparison`](crate::ticket::Comparison): a criterion may also ask for
/// equality. Reads `==`, `≤`, `≥` and `≠` too; written in ASCII.
///
/// ```
/// use service_quality::score::objective::Operator;
///
/// let at_most: Operator = "≤".parse()?;
/// assert_eq!(at_most.to_string(), "<=");
/// assert!(at_most.holds(10.into(), 10.into()));
/// assert_eq!(at_most.negated(), Operator::Above);
/// assert_eq!("=>".parse::<Operator>().unwrap_err().to_string(), "operator `=>` is none: write `>=`");
/// # Ok::<(), service_quality::score::objective::ObjectiveError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
}

/// Ways to write operators, the longer before those that they begin with.
const FORMS: &[(&str, Result<Operator, &str>)] = &[
    ("<=", Ok(Operator::AtMost)),
    ("≤", Ok(Operator::AtMost)),
    (">=", Ok(Operator::AtLeast)),
    ("≥", Ok(Operator::AtLeast)),
    ("!=", Ok(Operator::NotEqual)),
    ("≠", Ok(Operator::NotEqual)),
    ("<>", Err("`!=`")),
    ("=>", Err("`>=`")),
    ("=<", Err("`<=`")),
    ("==", Ok(Operator::Equal)),
    ("<", Ok(Operator::Below)),
    (">", Ok(Operator::Above)),
    ("=", Ok(Operator::Equal)),
];

impl Operator {
    /// Whether a value stands so to its target.
    #[must_use]
    pub fn holds(self, value: Number, target: Number) -> bool {
        match self {
            Self::Below => value < target,
            Self::AtMost => value <= target,
            Self::Equal => value == target,
            Self::NotEqual => value != target,
            Self::AtLeast => value >= target,
            Self::Above => value > target,
        }
    }

    /// The operator that holds where this one does not.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::Below => Self::AtLeast,
            Self::AtMost => Self::Above,
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::AtLeast => Self::Below,
            Self::Above => Self::AtMost,
        }
    }

    /// The operator at the start of a text, and what follows it.
    pub(super) fn split(text: &str) -> Result<(Self, &str), ObjectiveError> {
        let found = FORMS
            .iter()
            .find_map(|(form, operator)| text.strip_prefix(form).map(|rest| (*operator, *form, rest)));
        match found {
            Some((Ok(operator), _, rest)) => Ok((operator, rest)),
            Some((Err(instead), form, _)) => {
                Err(ObjectiveError::Operator { given: form.to_owned(), instead })
            }
            None => Err(ObjectiveError::Operator {
                given: excerpt(text),
                instead: "one of `<`, `<=`, `=`, `!=`, `>=`, `>`",
            }),
        }
    }
}

impl FromStr for Operator {
    type Err = ObjectiveError;

    fn from_str(text: &str) -> Result<Self, ObjectiveError> {
        match Self::split(text.trim())? {
            (operator, "") => Ok(operator),
            _ => Err(ObjectiveError::Operator {
                given: excerpt(text),
                instead: "one of `<`, `<=`, `=`, `!=`, `>=`, `>` alone",
            }),
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::AtLeast => ">=",
            Self::Above => ">",
        })
    }
}
