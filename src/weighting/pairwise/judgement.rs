use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::WeightingError;
use crate::quantity::{Number, Wide, excerpt, string_or_number};
use crate::weighting::arithmetic::gcd;

/// How many times as important one thing is as another (判断值): an exact positive ratio from 1/1000 to 1000.
///
/// Saaty's scale (九标度): 1 equal, 3 moderately more, 5 strongly, 7 very strongly, 9 extremely more important; 2, 4, 6
/// and 8 lie between, and 1/2 to 1/9 say the reverse. Other ratios are judgements too. Written as a whole number, as 1 over
/// one, as a decimal where it has one of at most 9 places, and as a fraction otherwise.
///
/// ```
/// use service_quality::weighting::Judgement;
///
/// let judgement: Judgement = "1/7".parse()?;
/// assert_eq!(judgement.reciprocal(), 7.try_into()?);
/// assert!(judgement.is_on_scale());
/// assert_eq!("5/2".parse::<Judgement>()?.to_string(), "2.5");
/// assert!("-3".parse::<Judgement>().is_err());
/// # Ok::<(), service_quality::weighting::WeightingError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Judgement {
    // In lowest terms. Both are below 10^13, as `new` sees to: the product of two of them fits `u128`.
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
        let over = Wide::product(self.over * other.over, product.under);
        over == Wide::product(self.under * other.under, product.over)
    }

    /// What this judgement and its counterpart, the same two criteria seen from the other side, say together: absent where
    /// neither is the reciprocal of the other, exact or rounded. The exact one counts; of two, the one above 1.
    pub(super) fn agreed(self, counterpart: Self) -> Option<Self> {
        let turned = counterpart.reciprocal();
        if self == turned {
            return Some(self);
        }
        let own = counterpart.is_rounded(self.reciprocal()).then_some(self);
        let other = self.is_rounded(turned).then_some(turned);
        if self.over >= self.under { own.or(other) } else { other.or(own) }
    }

    /// Whether this is another rounded half away from zero to as many places as this one has, and has two digits at least:
    /// 0.33 and 0.333 are 1/3, 0.3 may be anything.
    fn is_rounded(self, exact: Self) -> bool {
        let rounded = |(digits, unit): (u128, u128)| {
            // 2 · 10^13 · 10^9 fits.
            let nearest = (2 * exact.over * unit + exact.under).checked_div(2 * exact.under);
            digits >= 10 && nearest == Some(digits)
        };
        self.decimal().is_some_and(rounded)
    }

    /// The ratio as digits over a power of ten, of at most 9 places; absent where it is no such decimal.
    fn decimal(self) -> Option<(u128, u128)> {
        let unit = (0..=9).map(|places| 10_u128.pow(places)).find(|unit| unit % self.under == 0)?;
        Some((self.over * (unit / self.under), unit))
    }
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
        let decimal = |(digits, unit): (u128, u128)| {
            Number::from_scaled(i128::try_from(digits).ok()?, unit.checked_ilog10()?)
        };
        match (self.over, self.under, self.decimal().and_then(decimal)) {
            (over, 1, _) => write!(formatter, "{over}"),
            (over, under, None) | (over @ 1, under, _) => write!(formatter, "{over}/{under}"),
            (_, _, Some(decimal)) => write!(formatter, "{decimal}"),
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
        assert_eq!(text("6/4").as_deref(), Some("1.5"));
        assert_eq!(text(" 1 / 2.5").as_deref(), Some("0.4"));
        assert_eq!(text("0.125").as_deref(), Some("1/8"));
        assert_eq!(text("9/7").as_deref(), Some("9/7"));
        assert_eq!(text("999.999999999").as_deref(), Some("999.999999999"));
        assert_eq!(text("0.333333333").as_deref(), Some("0.333333333"));
        for none in
            ["", "0", "-1", "1/0", "0/0", "1/-2", "NaN", "inf", "1e4", "1/1001", "1/2/3", "equal", "1e999"]
        {
            assert_eq!(text(none), None, "{none}");
        }
        let finest: Judgement = "999.999999999".parse().unwrap();
        assert!(finest.times_is(Judgement::EQUAL, finest) && !finest.times_is(finest, finest));
    }

    #[test]
    fn products_of_the_largest_fractions_are_exact() {
        let [one, other]: [Judgement; 2] =
            ["9999999999999/9999999999998", "9999999999998/9999999999997"].map(|text| text.parse().unwrap());
        let product: Judgement = "9999999999999/9999999999997".parse().unwrap();
        assert!(one.times_is(other, product) && product.times_is(other.reciprocal(), one));
        assert!(!one.times_is(one, product));
        assert!("10000000000000/9999999999999".parse::<Judgement>().is_err());
    }

    #[test]
    fn a_rounded_reciprocal_agrees() {
        let agreed = |one: &str, other: &str| {
            let [one, other]: [Judgement; 2] = [one, other].map(|text| text.parse().unwrap());
            let agreed = one.agreed(other);
            // The same from either side.
            assert_eq!(other.agreed(one).map(Judgement::reciprocal), agreed);
            agreed.map(|judgement| judgement.to_string())
        };
        for (one, other, kept) in [
            ("3", "0.333", "3"),
            ("3", "0.33", "3"),
            ("0.1429", "7", "1/7"),
            ("0.125", "8", "1/8"),
            ("1.43", "0.7", "10/7"),
            ("1.27", "0.79", "1.27"),
        ] {
            assert_eq!(agreed(one, other).as_deref(), Some(kept), "{one} {other}");
        }
        for (one, other) in
            [("3", "0.3"), ("3", "0.334"), ("3", "0.3334"), ("9", "0.1"), ("2", "1"), ("3", "3")]
        {
            assert_eq!(agreed(one, other), None, "{one} {other}");
        }
    }
}
