use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Bound;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::format::FormatVersion;
use super::{Assessment, AssessmentError, RatedSubject, Rating};
use crate::quantity::{
    Number, PLACES, Share, Wide, divide_half_away, greatest_common_divisor, least_common_multiple,
};

/// How far those who rate the same subject agree (评价一致性): Krippendorff's alpha, exact.
///
/// Each assessment is a unit. Of a unit of m ratings every pair counts 1 / (m − 1), and
///
/// α = 1 − (n − 1) · Σ oₖₗ δ²ₖₗ / Σ nₖ nₗ δ²ₖₗ
///
/// where oₖₗ counts the pairs of values k and l, nₖ the ratings of value k, n all of them, and δ² is how far two values
/// lie apart at a [`ScaleLevel`] (K. Krippendorff, *Content Analysis*). Subjects rated once have no pair and are left out,
/// so ratings may be missing. 1 is full agreement, 0 that of chance; 0.8 is held reliable, 0.667 tentatively so.
///
/// The state counts pairs by unit size, in integers, so tallies of parts merge in any order and grouping to the same
/// bytes, and alpha is rounded once. A subject's ratings belong in one assessment: of two, no pairs across are made.
///
/// ```
/// use service_quality::assessment::{AgreementTally, Assessment, Assessor, NoAgreement, Rating, ScaleLevel};
///
/// let at = "2026-03-02T09:00:00Z".parse()?;
/// let mut tally = AgreementTally::default();
/// assert_eq!(tally.alpha(ScaleLevel::Nominal), Err(NoAgreement::NoPairs));
/// for (call, values) in [("call-1", [1, 1]), ("call-2", [1, 2]), ("call-3", [2, 2])] {
///     let ratings = values.map(|value| Rating::new(Assessor::Internal, value.into()));
///     tally.record(&Assessment::new(call.parse()?, at, ratings)?)?;
/// }
/// // 2 of 6 places disagree, 18 of 30 would by chance: 1 − (2 / 6) / (18 / 30).
/// assert_eq!(tally.alpha(ScaleLevel::Nominal)?, "0.444444444".parse()?);
/// assert_eq!(tally.pairwise()?, "0.666666667".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawAgreement", into = "RawAgreement")]
pub struct AgreementTally {
    /// Subjects of a single rating.
    unpaired: u64,
    /// By the number of ratings of a subject: how many pairs of the lesser and the greater value.
    sizes: BTreeMap<u32, BTreeMap<(Number, Number), u64>>,
    /// Follow from `sizes`: the values that occur, and the number of all pairs, at least that of any of them.
    values: BTreeSet<Number>,
    pairs: u64,
}

/// What the values of a scale can say (测量尺度), and so how far two of them lie apart.
///
/// ```
/// use service_quality::assessment::ScaleLevel;
/// assert_eq!(serde_json::to_string(&ScaleLevel::Ordinal)?, r#""ordinal""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScaleLevel {
    /// The same or not, 定类: δ² = 1 for all that differ.
    Nominal,
    /// More or less, 定序: δ is the number of ratings between the two, half of each of them counted.
    Ordinal,
    /// By how much, 定距: δ is the difference.
    Interval,
}

/// Why there is no figure of agreement.
///
/// ```
/// use service_quality::assessment::{AgreementTally, NoAgreement, ScaleLevel};
/// let error = AgreementTally::default().alpha(ScaleLevel::Interval).unwrap_err();
/// assert_eq!(error, NoAgreement::NoPairs);
/// assert_eq!(error.to_string(), "agreement is undefined: no subject has two ratings; have some rated twice");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum NoAgreement {
    /// No subject was rated twice.
    #[error("agreement is undefined: no subject has two ratings; have some rated twice")]
    NoPairs,
    /// Every rating is the same, so nothing tells agreement from chance.
    #[error("agreement is undefined: all ratings are the same; rate subjects that differ")]
    NoVariation,
    /// The integers that alpha is made of leave their range.
    #[error(
        "agreement cannot be calculated: too many sizes of groups or digits of values; round the ratings"
    )]
    OutOfRange,
}

const NAME: &str = "agreement tally";
/// The most ratings of one subject.
pub(super) const MOST_RATINGS: u32 = 1_000;
/// The most values that differ: 20 000 kinds of pairs, and more than any scale has.
const MOST_VALUES: usize = 200;

impl AgreementTally {
    /// Counts the ratings of one subject.
    ///
    /// # Errors
    /// As [`AgreementTally::record_values`].
    pub fn record(&mut self, assessment: &Assessment) -> Result<(), AssessmentError> {
        self.record_values(assessment.ratings().iter().map(Rating::value))
    }

    /// Counts one subject by the values that it was given, such as what several inspectors found at one item of one
    /// form; of no values, nothing.
    ///
    /// # Errors
    /// [`AssessmentError::Full`] beyond 1000 ratings of the subject, 200 values that differ, or 2^64 − 1 pairs; the tally
    /// then stays as it was.
    pub fn record_values(&mut self, values: impl IntoIterator<Item = Number>) -> Result<(), AssessmentError> {
        self.add(&RatedSubject::of_values(values)?)
    }

    /// Whether one subject can be counted.
    pub(crate) fn takes(&self, subject: &RatedSubject) -> Result<(), AssessmentError> {
        let fresh = subject.values().filter(|value| !self.values.contains(value)).count();
        self.sums(subject.unpaired(), subject.pairs(), fresh).map(drop)
    }

    /// Counts one subject, or nothing.
    pub(crate) fn add(&mut self, subject: &RatedSubject) -> Result<(), AssessmentError> {
        let fresh: Vec<Number> = subject.values().filter(|value| !self.values.contains(value)).collect();
        (self.unpaired, self.pairs) = self.sums(subject.unpaired(), subject.pairs(), fresh.len())?;
        self.values.extend(fresh);
        if subject.pairs() > 0 {
            let ours = self.sizes.entry(subject.size()).or_default();
            for (pair, count) in subject.by_value() {
                let sum = ours.entry(pair).or_default();
                // At most the number of all pairs, which fits.
                *sum = sum.saturating_add(count);
            }
        }
        Ok(())
    }

    /// Adds the subjects of another tally.
    ///
    /// # Errors
    /// As [`AgreementTally::record`].
    pub fn merge(&mut self, other: &Self) -> Result<(), AssessmentError> {
        self.absorb(other)
    }

    /// The subjects that were rated at least twice.
    #[must_use]
    pub fn units(&self) -> u64 {
        let units = |(size, pairs): (&u32, &BTreeMap<_, u64>)| {
            pairs.values().sum::<u64>().checked_div(pairs_of(*size)).unwrap_or_default()
        };
        self.sizes.iter().map(units).sum()
    }

    /// The subjects that were rated once, which say nothing of agreement.
    #[must_use]
    pub const fn unpaired(&self) -> u64 {
        self.unpaired
    }

    /// The pairs of ratings of one subject.
    #[must_use]
    pub const fn pairs(&self) -> u64 {
        self.pairs
    }

    /// Krippendorff's alpha, rounded to 9 places.
    ///
    /// # Errors
    /// [`NoAgreement`], where alpha is undefined.
    pub fn alpha(&self, level: ScaleLevel) -> Result<Number, NoAgreement> {
        self.alpha_to(level, PLACES)
    }

    /// As [`AgreementTally::alpha`], rounded to fewer places.
    pub(crate) fn alpha_to(&self, level: ScaleLevel, places: u32) -> Result<Number, NoAgreement> {
        if self.pairs == 0 {
            return Err(NoAgreement::NoPairs);
        }
        if self.values.len() < 2 {
            return Err(NoAgreement::NoVariation);
        }
        self.exact_alpha(level, places).ok_or(NoAgreement::OutOfRange)
    }

    /// The share of pairs that agree, each pair counted once, rounded to 9 places (两两一致率). Chance is not taken off.
    ///
    /// # Errors
    /// [`NoAgreement::NoPairs`].
    pub fn pairwise(&self) -> Result<Share, NoAgreement> {
        let agree = |pairs: &BTreeMap<(Number, Number), u64>| -> u64 {
            pairs.iter().filter(|((less, more), _)| less == more).map(|(_, count)| count).sum()
        };
        let agreeing: u64 = self.sizes.values().map(agree).sum();
        i128::from(agreeing)
            .checked_mul(Share::ONE.to_scaled())
            .and_then(|scaled| divide_half_away(scaled, self.pairs.into()))
            .and_then(|scaled| Share::from_scaled(scaled, PLACES))
            .ok_or(NoAgreement::NoPairs)
    }

    fn exact_alpha(&self, level: ScaleLevel, places: u32) -> Option<Number> {
        let counts = self.ratings()?;
        let positions = positions(level, &counts)?;
        let apart = |one: &Number, other: &Number| -> Option<Wide> {
            let (one, other) = (*positions.get(one)?, *positions.get(other)?);
            let distance = if level == ScaleLevel::Nominal { 1 } else { one.abs_diff(other) };
            Some(Wide::product(distance, distance))
        };
        // Pairs of one value lie 0 apart; the two orders of each other pair double both sums alike.
        let common = self.sizes.keys().try_fold(1_u128, |common, size| {
            least_common_multiple(common, u128::from(size.checked_sub(1)?))
        })?;
        let mut observed = Wide::ZERO;
        for (size, pairs) in &self.sizes {
            let times = common.checked_div(u128::from(size.checked_sub(1)?))?;
            for ((less, more), count) in pairs.iter().filter(|((less, more), _)| less != more) {
                let term = apart(less, more)?.checked_mul(u128::from(*count))?.checked_mul(times)?;
                observed = observed.checked_add(term)?;
            }
        }
        let (mut expected, mut n) = (Wide::ZERO, 0_u128);
        for (less, count) in &counts {
            n = n.checked_add(*count)?;
            for (more, others) in counts.range((Bound::Excluded(less), Bound::Unbounded)) {
                let term = apart(less, more)?.checked_mul(*count)?.checked_mul(*others)?;
                expected = expected.checked_add(term)?;
            }
        }
        let one = 10_i128.checked_pow(places)?;
        let numerator = observed.checked_mul(n.checked_sub(1)?)?.checked_mul(one.unsigned_abs())?;
        let denominator = expected.checked_mul(common)?;
        let (quotient, remainder) = numerator.checked_div_rem(denominator)?;
        let down = i128::try_from(quotient.to_u128()?).ok()?;
        // 1 − ratio: half away from zero is down in the ratio while alpha is positive, up when it is negative.
        let twice = remainder.checked_mul(2)?;
        let up = twice > denominator || (twice == denominator && down >= one);
        Number::from_scaled(one.checked_sub(down)?.checked_sub(i128::from(up))?, places)
    }

    /// How many ratings of each value there are among those that have a pair.
    ///
    /// A rating in a unit of m stands in m − 1 pairs; absent where the pairs do not come out even.
    fn ratings(&self) -> Option<BTreeMap<Number, u128>> {
        let mut ratings = BTreeMap::<Number, u128>::new();
        for (size, pairs) in &self.sizes {
            let mut ends = BTreeMap::<Number, u128>::new();
            for ((less, more), count) in pairs {
                for value in [less, more] {
                    let sum = ends.entry(*value).or_default();
                    *sum = sum.checked_add(u128::from(*count))?;
                }
            }
            let partners = u128::from(size.checked_sub(1)?);
            for (value, ends) in ends {
                if ends.checked_rem(partners)? != 0 {
                    return None;
                }
                let sum = ratings.entry(value).or_default();
                *sum = sum.checked_add(ends.checked_div(partners)?)?;
            }
        }
        Some(ratings)
    }

    /// Subjects rated once and pairs, with so many more and so many values that are new.
    fn sums(&self, unpaired: u64, pairs: u64, fresh: usize) -> Result<(u64, u64), AssessmentError> {
        let again = "read it and begin another";
        let more = |left: u64, right: u64, part| {
            left.checked_add(right).ok_or_else(|| full(part, "2^64 - 1", again))
        };
        let sums = (more(self.unpaired, unpaired, "subjects rated once")?, more(self.pairs, pairs, "pairs")?);
        if self.values.len().saturating_add(fresh) > MOST_VALUES {
            return Err(full("values that differ", "200", "round the ratings to the steps of their scale"));
        }
        Ok(sums)
    }

    /// Adds all or nothing.
    fn absorb(&mut self, other: &Self) -> Result<(), AssessmentError> {
        let fresh = other.values.difference(&self.values).count();
        (self.unpaired, self.pairs) = self.sums(other.unpaired, other.pairs, fresh)?;
        self.values.extend(&other.values);
        for (size, theirs) in &other.sizes {
            let ours = self.sizes.entry(*size).or_default();
            for (pair, count) in theirs {
                let sum = ours.entry(*pair).or_default();
                // At most the number of all pairs, which fits.
                *sum = sum.saturating_add(*count);
            }
        }
        Ok(())
    }
}

/// Where the values stand on a scale of that level, as whole numbers.
fn positions(level: ScaleLevel, counts: &BTreeMap<Number, u128>) -> Option<BTreeMap<Number, u128>> {
    let mut places = BTreeMap::new();
    if level == ScaleLevel::Ordinal {
        // Twice the ratings below, and those of the value: two positions differ by twice the ordinal δ.
        let mut below = 0_u128;
        for (value, count) in counts {
            places.insert(*value, below.checked_mul(2)?.checked_add(*count)?);
            below = below.checked_add(*count)?;
        }
        return Some(places);
    }
    // Differences in units of their greatest common divisor: steps of 0.5 become 1, and large sums stay in range.
    let least = counts.keys().next()?.to_scaled();
    let mut step = 0_u128;
    for value in counts.keys() {
        let above = value.to_scaled().abs_diff(least);
        step = greatest_common_divisor(above, step);
        places.insert(*value, above);
    }
    for place in places.values_mut() {
        *place = place.checked_div(step.max(1))?;
    }
    Some(places)
}

/// The pairs among so many ratings.
pub(super) fn pairs_of(size: u32) -> u64 {
    u64::from(size).saturating_mul(u64::from(size).saturating_sub(1)) / 2
}

pub(super) fn full(part: &'static str, limit: &'static str, remedy: &'static str) -> AssessmentError {
    AssessmentError::Full { tally: NAME, part, limit, remedy }
}

impl fmt::Display for ScaleLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Nominal => "nominal",
            Self::Ordinal => "ordinal",
            Self::Interval => "interval",
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAgreement {
    version: FormatVersion,
    #[serde(default, skip_serializing_if = "is_zero")]
    unpaired: u64,
    #[serde(default)]
    sizes: Vec<RawSize>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSize {
    size: u32,
    /// Lesser value, greater value, how many pairs.
    pairs: Vec<(Number, Number, u64)>,
}

impl TryFrom<RawAgreement> for AgreementTally {
    type Error = AssessmentError;

    fn try_from(raw: RawAgreement) -> Result<Self, AssessmentError> {
        let unfit = |place: String, given: String, allowed| AssessmentError::Unfit {
            tally: NAME,
            place,
            given,
            allowed,
        };
        let mut tally = Self { unpaired: raw.unpaired, ..Self::default() };
        for (index, RawSize { size, pairs }) in raw.sizes.into_iter().enumerate() {
            let at = |part: &str| format!("sizes[{index}].{part}");
            let last = tally.sizes.last_key_value().map_or(1, |(last, _)| *last);
            if size <= last || size > MOST_RATINGS {
                return Err(unfit(at("size"), size.to_string(), "2 to 1000, each size once and in order"));
            }
            let mut one = Self::default();
            let mut counted = BTreeMap::new();
            for (less, more, count) in pairs {
                let last = counted.last_key_value().map(|(pair, _)| *pair);
                if less > more || count == 0 || last >= Some((less, more)) {
                    let given = format!("{less}, {more}, {count}");
                    return Err(unfit(
                        at("pairs"),
                        given,
                        "the lesser value first, a count, each pair once and in order",
                    ));
                }
                counted.insert((less, more), count);
                one.values.extend([less, more]);
                one.pairs = one
                    .pairs
                    .checked_add(count)
                    .ok_or_else(|| full("pairs", "2^64 - 1", "merge fewer tallies"))?;
            }
            let whole = one.pairs > 0 && one.pairs.checked_rem(pairs_of(size)) == Some(0);
            one.sizes.insert(size, counted);
            if !whole || one.ratings().is_none() {
                return Err(unfit(
                    at("pairs"),
                    one.pairs.to_string(),
                    "the pairs of whole groups of that size",
                ));
            }
            tally.absorb(&one)?;
        }
        Ok(tally)
    }
}

impl From<AgreementTally> for RawAgreement {
    fn from(tally: AgreementTally) -> Self {
        let size = |(size, pairs): (u32, BTreeMap<(Number, Number), u64>)| RawSize {
            size,
            pairs: pairs.into_iter().map(|((less, more), count)| (less, more, count)).collect(),
        };
        Self {
            version: FormatVersion,
            unpaired: tally.unpaired,
            sizes: tally.sizes.into_iter().map(size).collect(),
        }
    }
}
