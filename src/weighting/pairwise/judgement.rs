use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::WeightingError;
use crate::quantity::{Number, excerpt, string_or_number};

/// How many times as important one thing is as another (判断值): an exact positive ratio from 1/1000 to 1000.
///
/// Saaty's scale (九标度): 1 equal, 3 moderately more, 5 strongly, 7 very strongly, 9 extremely more important; 2, 4, 6
/// and 8 lie between, and 1/2 to 1/9 say the reverse. Other ratios are judgements too.
///
/// ```
/// use service_quality::weighting::Judgement;
///
/// let judgement: Judgement = "1/7".parse()?;
/// assert_eq!(judgement.reciprocal(), 7.try_into()?);
/// assert!(judgement.is_on_scale());
/// assert_eq!("2.5".parse::<Judgement>()?.to_string(), "5/2");
/// assert!("-3".parse::<Judgement>().is_err());
/// # Ok::<(), service_quality::weighting::WeightingError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Judgement {
    // In lowest terms. Both are below 10^13, as `new` sees to: the product of three of them fits `u128`.
    over: u128,
    under: u128,
}

/// The largest ratio.
const LARGEST: u128 = 1000;
/// More than any numerator or denominator: 1000 with 9 places.
const BOUND: u128 = 10_000_000_000_000;

impl Judgement {
    /// Equally important.
    pub const EQUAL: Self = Self { over: 1, under: 1 };

    /// The ratio `over / under` in lowest terms.
    fn new(over: u128, under: u128) -> Option<Self> {
        let divisor = gcd(over, under);
        let (over, under) = (over.checked_div(divisor)?, under.checked_div(divisor)?);
        let near = over <= under.checked_mul(LARGEST)? && under <= over.checked_mul(LARGEST)?;
        (over > 0 && under > 0 && near && over.max(under) < BOUND).then_some(Self { over, under })
    }

    /// A step of Saaty's scale, 1 to 9.
    pub(super) const fn step(step: u8) -> Self {
        Self { over: step as u128, under: 1 }
    }

    /// The judgement seen from the other side.
    #[must_use]
    pub const fn reciprocal(self) -> Self {
        Self { over: self.under, under: self.over }
    }

    /// Whether it lies within Saaty's scale, 1/9 to 9.
    #[must_use]
    pub const fn is_on_scale(self) -> bool {
        self.over <= 9 * self.under && self.under <= 9 * self.over
    }

    /// The ratio as a float.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "both are below 2^53")]
    pub fn value(self) -> f64 {
        self.over as f64 / self.under as f64
    }

    /// Whether this one times another is exactly a third.
    pub(super) fn times_is(self, other: Self, product: Self) -> bool {
        self.over * other.over * product.under == self.under * other.under * product.over
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    let (mut rest, mut divisor) = (a, b);
    while divisor != 0 {
        (rest, divisor) = (divisor, rest % divisor);
    }
    rest
}

/// A decimal, or two with a stroke between them.
impl FromStr for Judgement {
    type Err = WeightingError;

    fn from_str(text: &str) -> Result<Self, WeightingError> {
        let (over, under) = text.split_once('/').unwrap_or((text, "1"));
        let part = |text: &str| u128::try_from(text.trim().parse::<Number>().ok()?.to_scaled()).ok();
        part(over)
            .zip(part(under))
            .and_then(|(over, under)| Self::new(over, under))
            .ok_or_else(|| WeightingError::Judgement { given: excerpt(text) })
    }
}

impl TryFrom<&str> for Judgement {
    type Error = WeightingError;

    fn try_from(text: &str) -> Result<Self, WeightingError> {
        text.parse()
    }
}

impl TryFrom<i32> for Judgement {
    type Error = WeightingError;

    fn try_from(whole: i32) -> Result<Self, WeightingError> {
        let ratio = u128::try_from(whole).ok().and_then(|whole| Self::new(whole, 1));
        ratio.ok_or_else(|| WeightingError::Judgement { given: whole.to_string() })
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.under {
            1 => write!(formatter, "{}", self.over),
            under => write!(formatter, "{}/{under}", self.over),
        }
    }
}

impl Serialize for Judgement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Judgement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        string_or_number(deserializer, "a judgement such as \"5\" or \"1/7\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_judgement() {
        let text = |given: &str| given.parse::<Judgement>().map(|judgement| judgement.to_string()).ok();
        assert_eq!(text("6/4").as_deref(), Some("3/2"));
        assert_eq!(text(" 1 / 2.5").as_deref(), Some("2/5"));
        assert_eq!(text("0.333333333").as_deref(), Some("333333333/1000000000"));
        for none in
            ["", "0", "-1", "1/0", "0/0", "1/-2", "NaN", "inf", "1e4", "1/1001", "1/2/3", "equal", "1e999"]
        {
            assert_eq!(text(none), None, "{none}");
        }
        let finest: Judgement = "999.999999999".parse().unwrap();
        assert!(finest.times_is(Judgement::EQUAL, finest) && !finest.times_is(finest, finest));
    }
}
