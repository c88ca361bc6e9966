use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::indicator::Range;
use crate::quantity::{Number, PLACES, QuantityError, divide_half_away, excerpt};

use super::{Check, ObjectiveError, Operator, Outcome};

/// One condition on a figure (判定条件), written as a short text.
///
/// | text | holds when the figure is |
/// | --- | --- |
/// | `<=15`, `<600`, `=0`, `!=3`, `>=(-10)` | so to the number; a negative one stands in brackets |
/// | `<=+5`, `>=-5` | so to the previous figure plus or less 5: a sign makes it relative |
/// | `<=+10%`, `>=-5%`, `<=10%` | so to the previous figure plus or less that part of it: a percentage is always relative |
/// | `in [15, 25]`, `not in [15, 25]` | within the range, ends included, or outside of it |
///
/// ```
/// use service_quality::score::objective::{Criterion, Outcome};
///
/// let criterion: Criterion = "<= 10%".parse()?;
/// assert_eq!(criterion.to_string(), "<=+10%");
/// let check = criterion.check(Some("11.01".parse()?), Some(10.into()))?;
/// assert_eq!((check.outcome, check.target), (Outcome::Violated, Some(11.into())));
/// assert_eq!(
///     "5".parse::<Criterion>().unwrap_err().to_string(),
///     "criterion `5`: operator `5` is none: write one of `<`, `<=`, `=`, `!=`, `>=`, `>`"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Criterion {
    /// Against a number.
    Value {
        /// How.
        operator: Operator,
        /// The number.
        target: Number,
    },
    /// Against the previous figure plus a number, which may be negative.
    Difference {
        /// How.
        operator: Operator,
        /// The number.
        by: Number,
    },
    /// Against the previous figure changed by a percentage, which may be negative.
    Percent {
        /// How.
        operator: Operator,
        /// The percentage: 10 is a tenth more.
        by: Number,
    },
    /// Within a range, ends included.
    Within(Range),
    /// Outside a range, whose ends belong to it.
    Outside(Range),
}

/// 100 percent, in the form in which the crate calculates.
const HUNDRED: i128 = 100_000_000_000;

impl Criterion {
    /// Whether it needs a previous figure.
    #[must_use]
    pub const fn is_relative(&self) -> bool {
        matches!(self, Self::Difference { .. } | Self::Percent { .. })
    }

    /// The number that a figure is held against: given, or made from the previous figure and rounded half away from zero
    /// to 9 places. Absent for a range, and for a relative criterion without a previous figure.
    ///
    /// # Errors
    /// [`ObjectiveError::Target`] where the target is no [`Number`].
    pub fn target(&self, previous: Option<Number>) -> Result<Option<Number>, ObjectiveError> {
        let Some(previous) = previous else {
            return Ok(if let Self::Value { target, .. } = self { Some(*target) } else { None });
        };
        let scaled = previous.to_scaled();
        let target = match self {
            Self::Value { target, .. } => Some(*target),
            Self::Within(_) | Self::Outside(_) => return Ok(None),
            Self::Difference { by, .. } => {
                scaled.checked_add(by.to_scaled()).and_then(|sum| Number::from_scaled(sum, PLACES))
            }
            Self::Percent { by, .. } => HUNDRED
                .checked_add(by.to_scaled())
                .and_then(|factor| divide_half_away(scaled.checked_mul(factor)?, HUNDRED))
                .and_then(|target| Number::from_scaled(target, PLACES)),
        };
        let out_of_range =
            || ObjectiveError::Target { place: "criterion".into(), criterion: *self, previous };
        target.map(Some).ok_or_else(out_of_range)
    }

    /// Holds a figure against the criterion.
    ///
    /// Without a figure it is [`Outcome::Unmeasured`]; a relative one without a previous figure is
    /// [`Outcome::Skipped`].
    ///
    /// # Errors
    /// [`ObjectiveError::Target`] where the target is no [`Number`].
    pub fn check(&self, value: Option<Number>, previous: Option<Number>) -> Result<Check, ObjectiveError> {
        let target = self.target(previous)?;
        let outcome = match (value, self) {
            (None, _) => Outcome::Unmeasured,
            (Some(value), Self::Within(range)) => Outcome::of(contains(range, value)),
            (Some(value), Self::Outside(range)) => Outcome::of(!contains(range, value)),
            (
                Some(value),
                Self::Value { operator, .. }
                | Self::Difference { operator, .. }
                | Self::Percent { operator, .. },
            ) => target.map_or(Outcome::Skipped, |target| Outcome::of(operator.holds(value, target))),
        };
        Ok(Check { criterion: *self, target, outcome })
    }

    /// The criterion that holds where this one does not, whenever both can be checked.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::Value { operator, target } => Self::Value { operator: operator.negated(), target },
            Self::Difference { operator, by } => Self::Difference { operator: operator.negated(), by },
            Self::Percent { operator, by } => Self::Percent { operator: operator.negated(), by },
            Self::Within(range) => Self::Outside(range),
            Self::Outside(range) => Self::Within(range),
        }
    }
}

fn contains(range: &Range, value: Number) -> bool {
    (range.least()..=range.most()).contains(&value)
}

/// `[15, 25]`; absent for what has another form.
fn range(text: &str) -> Option<Result<Range, ObjectiveError>> {
    let (least, most) = text.trim().strip_prefix('[')?.strip_suffix(']')?.split_once(',')?;
    let ends = number(least).and_then(|least| Ok((least, number(most)?)));
    Some(
        ends.and_then(|(least, most)| {
            Range::new(least, most).map_err(|_| ObjectiveError::Range { least, most })
        }),
    )
}

fn number(text: &str) -> Result<Number, ObjectiveError> {
    text.trim().parse().map_err(ObjectiveError::Number)
}

/// A number without a sign of its own.
fn unsigned(text: &str) -> Result<Number, ObjectiveError> {
    if text.starts_with(['+', '-']) {
        let allowed = "a decimal number such as `12.5`, after one sign at most";
        let given = excerpt(text);
        return Err(ObjectiveError::Number(QuantityError::Unreadable { what: "number", given, allowed }));
    }
    number(text)
}

fn parse(text: &str) -> Result<Criterion, ObjectiveError> {
    let no_range = || ObjectiveError::RangeForm { given: excerpt(text) };
    if let Some(ends) = text.strip_prefix("not in") {
        return range(ends).ok_or_else(no_range)?.map(Criterion::Outside);
    }
    if let Some(ends) = text.strip_prefix("in") {
        return range(ends).ok_or_else(no_range)?.map(Criterion::Within);
    }
    let (operator, rest) = Operator::split(text)?;
    let rest = rest.trim();
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return Ok(Criterion::Value { operator, target: number(inner)? });
    }
    let (rest, percent) = rest.strip_suffix('%').map_or((rest, false), |rest| (rest.trim_end(), true));
    let (rest, sign) = match rest.split_at_checked(1) {
        Some(("+", rest)) => (rest.trim_start(), Some(false)),
        Some(("-", rest)) => (rest.trim_start(), Some(true)),
        _ => (rest, None),
    };
    if rest.is_empty() {
        return Err(ObjectiveError::NoNumber { operator });
    }
    let size = unsigned(rest)?;
    let by =
        if sign == Some(true) { Number::new(-size.value()).map_err(ObjectiveError::Number)? } else { size };
    Ok(match (percent, sign) {
        (true, _) => Criterion::Percent { operator, by },
        (false, Some(_)) => Criterion::Difference { operator, by },
        (false, None) => Criterion::Value { operator, target: size },
    })
}

impl FromStr for Criterion {
    type Err = ObjectiveError;

    fn from_str(text: &str) -> Result<Self, ObjectiveError> {
        parse(text.trim())
            .map_err(|fault| ObjectiveError::Criterion { given: excerpt(text), fault: Box::new(fault) })
    }
}

impl TryFrom<String> for Criterion {
    type Error = ObjectiveError;

    fn try_from(text: String) -> Result<Self, ObjectiveError> {
        text.parse()
    }
}

impl From<Criterion> for String {
    fn from(criterion: Criterion) -> Self {
        criterion.to_string()
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plus = |by: &Number| if *by < Number::ZERO { "" } else { "+" };
        match self {
            Self::Value { operator, target } if *target < Number::ZERO => {
                write!(formatter, "{operator}({target})")
            }
            Self::Value { operator, target } => write!(formatter, "{operator}{target}"),
            Self::Difference { operator, by } => write!(formatter, "{operator}{}{by}", plus(by)),
            Self::Percent { operator, by } => write!(formatter, "{operator}{}{by}%", plus(by)),
            Self::Within(range) => write!(formatter, "in [{}, {}]", range.least(), range.most()),
            Self::Outside(range) => write!(formatter, "not in [{}, {}]", range.least(), range.most()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_return_in_one_form() {
        let forms = [
            ("<=15.0", "<=15"),
            ("< 600", "<600"),
            ("==0", "=0"),
            ("≥ (-10)", ">=(-10)"),
            ("<=(7)", "<=7"),
            ("<=+ 10 %", "<=+10%"),
            ("<=10%", "<=+10%"),
            (">=-5%", ">=-5%"),
            (">=-0", ">=+0"),
            (" !=.5 ", "!=0.5"),
            ("in [-15,25.0]", "in [-15, 25]"),
            ("not in[15, 25]", "not in [15, 25]"),
        ];
        for (given, written) in forms {
            let criterion: Criterion = given.parse().unwrap();
            assert_eq!(criterion.to_string(), written);
            assert_eq!(written.parse::<Criterion>().unwrap(), criterion);
            assert_eq!(criterion.negated().negated(), criterion);
        }
    }

    #[test]
    fn targets_are_rounded_once_and_never_cut() {
        let target = |text: &str, previous: &str| {
            text.parse::<Criterion>().unwrap().target(Some(previous.parse().unwrap()))
        };
        assert_eq!(target("<=+10%", "0.000000005").unwrap(), "0.000000006".parse().ok());
        assert_eq!(target("<=-10%", "-3").unwrap(), "-2.7".parse().ok());
        assert_eq!(target("<=+1e15%", "1e15").unwrap_err().to_string().split(": ").next(), Some("criterion"));
        assert!(target("<=+1", "1e15").is_err());
        assert_eq!(target("in [1, 2]", "1").unwrap(), None);
    }
}
