use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Absence, Measurement, TallyError};
use crate::quantity::{IndicatorId, Number, Weight, Wide};

/// How an indicator is calculated from others (派生指标).
///
/// The others' values count as they were measured: in their units, rounded as they say. Where one of them is absent,
/// so is the result: missing before suppressed before not applicable. The result's n is the least of theirs.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::indicator::{Derivation, Measurement};
///
/// let net: Derivation = serde_json::from_str(r#"{"sum": {"terms": [
///     {"indicator": "satisfied"}, {"indicator": "dissatisfied", "times": "-1"}]}}"#)?;
/// assert_eq!(net.to_string(), "satisfied - dissatisfied");
/// let measured = BTreeMap::from([
///     ("satisfied".parse()?, Measurement::present(80.into(), 50)),
///     ("dissatisfied".parse()?, Measurement::present(12.into(), 40)),
/// ]);
/// let net = net.measure(&measured, 2)?;
/// assert_eq!((net.value(), net.n()), (Some(68.into()), 40));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Derivation {
    /// Multiples added up, and a constant: differences and complements too.
    Sum {
        /// What is added up.
        terms: Vec<Multiple>,
        /// What is added besides.
        #[serde(default, skip_serializing_if = "is_zero")]
        plus: Number,
    },
    /// The weighted mean, Σwx / Σw.
    Mean(Vec<Weighted>),
    /// One per another; missing where the other is 0.
    Ratio {
        /// The numerator.
        of: IndicatorId,
        /// The denominator.
        per: IndicatorId,
        /// What the ratio is multiplied by: 100 for percent.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        times: Number,
    },
    /// The least value: the weakest link.
    Least(Vec<IndicatorId>),
    /// The greatest value.
    Greatest(Vec<IndicatorId>),
}

/// A multiple of another indicator.
///
/// ```
/// use service_quality::indicator::Multiple;
/// let term: Multiple = serde_json::from_str(r#"{"indicator": "dissatisfied", "times": "-1"}"#)?;
/// assert_eq!(term.times, (-1).into());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Multiple {
    /// The other indicator.
    pub indicator: IndicatorId,
    /// How often it counts.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub times: Number,
}

/// Another indicator with its weight.
///
/// ```
/// use service_quality::indicator::Weighted;
/// let part: Weighted = serde_json::from_str(r#"{"indicator": "courtesy_score", "weight": "0.4"}"#)?;
/// assert_eq!(part.weight.to_string(), "0.4");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weighted {
    /// The other indicator.
    pub indicator: IndicatorId,
    /// Its weight.
    pub weight: Weight,
}

fn one() -> Number {
    Number::from(1)
}

fn is_one(number: &Number) -> bool {
    *number == one()
}

fn is_zero(number: &Number) -> bool {
    *number == Number::ZERO
}

/// One, scaled.
const UNIT: i128 = 1_000_000_000;

impl Derivation {
    /// The indicators that it is calculated from.
    #[must_use]
    pub fn inputs(&self) -> Vec<&IndicatorId> {
        match self {
            Self::Sum { terms, .. } => terms.iter().map(|term| &term.indicator).collect(),
            Self::Mean(parts) => parts.iter().map(|part| &part.indicator).collect(),
            Self::Ratio { of, per, .. } => vec![of, per],
            Self::Least(inputs) | Self::Greatest(inputs) => inputs.iter().collect(),
        }
    }

    /// Calculates it, rounded to so many places, half away from zero. An input that was not measured is missing.
    ///
    /// # Errors
    /// [`TallyError::ValueOutOfRange`] for a result beyond 10^15.
    pub fn measure(
        &self,
        measured: &BTreeMap<IndicatorId, Measurement>,
        places: u32,
    ) -> Result<Measurement, TallyError> {
        let mut least_n = u64::MAX;
        let mut absence = None;
        for input in self.inputs() {
            let found = measured.get(input).copied().unwrap_or(Measurement::absent(Absence::Missing));
            least_n = least_n.min(found.n());
            absence = worse(absence, found.absence());
        }
        if let Some(absence) = absence {
            return Ok(Measurement::absent(absence));
        }
        let value = |input: &IndicatorId| {
            measured.get(input).and_then(Measurement::value).unwrap_or(Number::ZERO).to_scaled()
        };
        if let Self::Ratio { per, .. } = self
            && value(per) == 0
        {
            return Ok(Measurement::absent(Absence::Missing));
        }
        let value = self.ratio(value).and_then(|(of, per)| rounded(of, per, places));
        let value = value.ok_or(TallyError::ValueOutOfRange { tally: "derived indicator" })?;
        Ok(Measurement::present(value, least_n))
    }

    /// Numerator and denominator of the value, exact.
    fn ratio(&self, value: impl Fn(&IndicatorId) -> i128) -> Option<(i128, i128)> {
        match self {
            Self::Sum { terms, plus } => {
                let start = plus.to_scaled().checked_mul(UNIT);
                let sum = terms.iter().try_fold(start?, |sum, term| {
                    sum.checked_add(value(&term.indicator).checked_mul(term.times.to_scaled())?)
                });
                Some((sum?, UNIT.checked_mul(UNIT)?))
            }
            Self::Mean(parts) => {
                let sums = parts.iter().try_fold((0_i128, 0_i128), |(sum, weights), part| {
                    let weight = part.weight.to_scaled();
                    let term = value(&part.indicator).checked_mul(weight)?;
                    Some((sum.checked_add(term)?, weights.checked_add(weight)?))
                });
                let (sum, weights) = sums?;
                Some((sum, weights.checked_mul(UNIT)?))
            }
            Self::Ratio { of, per, times } => {
                Some((value(of).checked_mul(times.to_scaled())?, value(per).checked_mul(UNIT)?))
            }
            Self::Least(inputs) => Some((inputs.iter().map(value).min()?, UNIT)),
            Self::Greatest(inputs) => Some((inputs.iter().map(value).max()?, UNIT)),
        }
    }

    /// Why it cannot be calculated whatever the others are; absent where it can.
    pub(super) fn fault(&self) -> Option<&'static str> {
        match self {
            Self::Mean(parts) if parts.iter().any(|part| part.weight == Weight::ZERO) => {
                Some("weights above 0")
            }
            derivation => {
                let inputs = derivation.inputs();
                let different: BTreeSet<_> = inputs.iter().collect();
                match inputs.len() {
                    0 => Some("at least one indicator"),
                    given if different.len() < given => Some("each indicator once"),
                    _ => None,
                }
            }
        }
    }

    /// The inputs that are told in the unit of the result; of a ratio and of multiples none needs to be.
    pub(super) fn alike(&self) -> Vec<&IndicatorId> {
        let plain = |times: Number| times == one() || times == Number::from(-1);
        match self {
            Self::Sum { terms, .. } => {
                terms.iter().filter(|term| plain(term.times)).map(|term| &term.indicator).collect()
            }
            Self::Ratio { .. } => Vec::new(),
            Self::Mean(_) | Self::Least(_) | Self::Greatest(_) => self.inputs(),
        }
    }
}

/// Of two absences the one that says more is amiss.
fn worse(one: Option<Absence>, other: Option<Absence>) -> Option<Absence> {
    let rank = |absence: &Absence| match absence {
        Absence::Missing => (2, 0),
        // The fewer, the worse.
        Absence::Suppressed { n } => (1, u64::MAX.saturating_sub(*n)),
        Absence::NotApplicable => (0, 0),
    };
    one.into_iter().chain(other).max_by_key(rank)
}

/// Of half away from zero; the numerator has up to 36 digits before it is shifted.
fn rounded(of: i128, per: i128, places: u32) -> Option<Number> {
    let shifted = Wide::from(of.unsigned_abs()).checked_mul(10_u128.checked_pow(places)?)?;
    let magnitude = shifted.rounded_div(per.unsigned_abs().into())?.to_u128()?;
    let magnitude = i128::try_from(magnitude).ok()?;
    Number::from_scaled(if (of < 0) == (per < 0) { magnitude } else { -magnitude }, places)
}

impl fmt::Display for Derivation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sum { terms, plus } => {
                for (index, Multiple { indicator, times }) in terms.iter().enumerate() {
                    let size = times.to_string();
                    let (negative, size) =
                        size.strip_prefix('-').map_or((false, size.as_str()), |size| (true, size));
                    formatter.write_str(match (index, negative) {
                        (0, false) => "",
                        (0, true) => "-",
                        (_, false) => " + ",
                        (_, true) => " - ",
                    })?;
                    if size != "1" {
                        write!(formatter, "{size} × ")?;
                    }
                    indicator.fmt(formatter)?;
                }
                if *plus == Number::ZERO { Ok(()) } else { write!(formatter, " + {plus}") }
            }
            Self::Mean(parts) => {
                formatter.write_str("mean of ")?;
                list(
                    formatter,
                    parts.iter().map(|part| format!("{} (weight {})", part.indicator, part.weight)),
                )
            }
            Self::Ratio { of, per, times } if is_one(times) => write!(formatter, "{of} / {per}"),
            Self::Ratio { of, per, times } => write!(formatter, "{of} / {per} × {times}"),
            Self::Least(inputs) => {
                formatter.write_str("least of ")?;
                list(formatter, inputs)
            }
            Self::Greatest(inputs) => {
                formatter.write_str("greatest of ")?;
                list(formatter, inputs)
            }
        }
    }
}

fn list(
    formatter: &mut fmt::Formatter<'_>,
    parts: impl IntoIterator<Item = impl fmt::Display>,
) -> fmt::Result {
    for (index, part) in parts.into_iter().enumerate() {
        write!(formatter, "{}{part}", if index == 0 { "" } else { ", " })?;
    }
    Ok(())
}
