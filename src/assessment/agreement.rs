use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::format::FormatVersion;
use super::{Assessment, AssessmentError, Assessor, RatedSubject};
use crate::quantity::{Number, PLACES, Share, divide_half_away, excerpt, unique_keys};
use crate::survey::{Exact, Natural};

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
/// The state counts subjects by how often each value was given to them, so tallies of parts merge in any order and
/// grouping to the same bytes, no stored state is one that ratings cannot give, and alpha is exact, rounded once. A
/// subject's ratings belong in one assessment: of two, no pairs across are made. Who is to agree with whom is the
/// caller's choice: [`record_of`](Self::record_of) leaves customers out where evaluators are calibrated.
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
    /// How many subjects of two ratings or more were rated so.
    subjects: BTreeMap<RatedSubject, u64>,
    /// Follow from `subjects`: the number of all pairs, and how many values it holds.
    pairs: u64,
    held: usize,
}

/// What the values of a scale can say (测量尺度), and so how far two of them lie apart.
///
/// ```
/// use service_quality::assessment::ScaleLevel;
/// assert_eq!(serde_json::to_string(&ScaleLevel::Ordinal)?, r#""ordinal""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScaleLevel {
    /// The same or not, 定类: δ² = 1 for all that differ.
    Nominal,
    /// More or less, 定序: δ is the number of ratings between the two, half of each of them counted.
    Ordinal,
    /// By how much, 定距: δ is the difference.
    Interval,
}

/// Why there is no figure of agreement. Where there is one, alpha lies above −1.
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
}

const NAME: &str = "agreement tally";
/// The most ratings of one subject.
pub(super) const MOST_RATINGS: u32 = 1_000;
/// The most values that the subjects may hold, some 60 MB of them. Two raters with 1000 steps each come to as many when
/// they have met in every way; five raters with five steps have no more than 126 ways to meet.
const MOST_HELD: usize = 1_000_000;

impl AgreementTally {
    /// Counts the ratings of one subject.
    ///
    /// # Errors
    /// As [`AgreementTally::record_values`].
    pub fn record(&mut self, assessment: &Assessment) -> Result<(), AssessmentError> {
        self.record_of(assessment, |_| true)
    }

    /// Counts the ratings that the chosen assessors gave one subject: those of evaluators among each other, say, and not
    /// against the customers'. If they gave none, nothing.
    ///
    /// ```
    /// use service_quality::assessment::{AgreementTally, Assessment, Assessor, ScaleLevel};
    ///
    /// let mut evaluators = AgreementTally::default();
    /// for (call, value, customer) in [("call-1", 4, 2), ("call-2", 5, 1)] {
    ///     let call: Assessment = serde_json::from_str(&format!(r#"{{"subject": "{call}", "at": "2026-03-02T09:00:00Z",
    ///         "ratings": [{{"assessor": "internal", "value": {value}}}, {{"assessor": "internal", "value": {value}}},
    ///             {{"assessor": "customer", "value": {customer}}}]}}"#))?;
    ///     evaluators.record_of(&call, |assessor| *assessor == Assessor::Internal)?;
    /// }
    /// assert_eq!(evaluators.alpha(ScaleLevel::Interval), Ok(1.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`AgreementTally::record_values`].
    pub fn record_of(
        &mut self,
        assessment: &Assessment,
        chosen: impl Fn(&Assessor) -> bool,
    ) -> Result<(), AssessmentError> {
        self.add(&RatedSubject::of(assessment, chosen)?)
    }

    /// Counts one subject by the values that it was given, such as what several inspectors found at one item of one
    /// form; of no values, nothing.
    ///
    /// # Errors
    /// [`AssessmentError::Full`] beyond 1000 ratings of the subject, 2^64 − 1 pairs, or subjects rated in so many ways
    /// that 1 000 000 values tell them apart; the tally then stays as it was.
    pub fn record_values(&mut self, values: impl IntoIterator<Item = Number>) -> Result<(), AssessmentError> {
        self.add(&RatedSubject::of_values(values)?)
    }

    /// Whether one subject can be counted.
    pub(crate) fn takes(&self, subject: &RatedSubject) -> Result<(), AssessmentError> {
        self.sums(subject.unpaired(), subject.pairs(), self.new_to(subject)).map(drop)
    }

    /// Counts one subject, or nothing.
    pub(crate) fn add(&mut self, subject: &RatedSubject) -> Result<(), AssessmentError> {
        (self.unpaired, self.pairs, self.held) =
            self.sums(subject.unpaired(), subject.pairs(), self.new_to(subject))?;
        if subject.size() > 1 {
            self.count(subject, 1);
        }
        Ok(())
    }

    /// Adds the subjects of another tally.
    ///
    /// # Errors
    /// As [`AgreementTally::record_values`].
    pub fn merge(&mut self, other: &Self) -> Result<(), AssessmentError> {
        // Each of the two holds at most a million.
        let new = other.subjects.keys().map(|subject| self.new_to(subject)).sum();
        (self.unpaired, self.pairs, self.held) = self.sums(other.unpaired, other.pairs, new)?;
        for (subject, times) in &other.subjects {
            self.count(subject, *times);
        }
        Ok(())
    }

    /// The subjects that were rated at least twice.
    #[must_use]
    pub fn units(&self) -> u64 {
        // No more than there are pairs.
        self.subjects.values().copied().fold(0, u64::saturating_add)
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
        // Without variation it is 0 / 0; all else is a number, since alpha lies between −1 and 1.
        self.exact_alpha(level).and_then(|alpha| alpha.rounded(1, 1, places)).ok_or(NoAgreement::NoVariation)
    }

    /// The share of pairs that agree, each pair counted once, rounded to 9 places (两两一致率). Chance is not taken off.
    ///
    /// # Errors
    /// [`NoAgreement::NoPairs`].
    pub fn pairwise(&self) -> Result<Share, NoAgreement> {
        // No more than there are pairs.
        let agreeing = |(subject, times): (&RatedSubject, &u64)| subject.agreeing().saturating_mul(*times);
        let agreeing = self.subjects.iter().map(agreeing).fold(0, u64::saturating_add);
        i128::from(agreeing)
            .checked_mul(Share::ONE.to_scaled())
            .and_then(|scaled| divide_half_away(scaled, self.pairs.into()))
            .and_then(|scaled| Share::from_scaled(scaled, PLACES))
            .ok_or(NoAgreement::NoPairs)
    }

    /// α; absent where no rating differs from another.
    fn exact_alpha(&self, level: ScaleLevel) -> Option<Exact> {
        let counts = self.ratings();
        let positions = positions(level, &counts);
        let at = |value: &Number| positions.get(value).copied().unwrap_or_default();
        let mut by_size = BTreeMap::<u32, Natural>::new();
        for (subject, times) in &self.subjects {
            let counts = subject.counts().iter().map(|(value, count)| (at(value), u128::from(*count)));
            let sum = by_size.entry(subject.size()).or_insert(Natural::ZERO);
            *sum = sum.plus(&apart(level, counts).times(&u128::from(*times).into()));
        }
        let mut observed = Exact::from(Natural::ZERO);
        for (size, apart) in by_size {
            let partners = Natural::from(u128::from(size.checked_sub(1)?));
            observed = observed.plus(&Exact::from(apart).over(&partners)?);
        }
        let others = counts.values().sum::<u128>().checked_sub(1)?;
        let expected = apart(level, counts.iter().map(|(value, count)| (at(value), *count)));
        let ratio = observed.times(&others.into()).over(&expected)?;
        Some(Exact::new(1, 1)?.less(&ratio))
    }

    /// How many ratings of each value there are among those that have a pair; together at most 2^65.
    fn ratings(&self) -> BTreeMap<Number, u128> {
        let mut ratings = BTreeMap::<Number, u128>::new();
        for (subject, times) in &self.subjects {
            for (value, count) in subject.counts() {
                let sum = ratings.entry(*value).or_default();
                *sum = sum.saturating_add(u128::from(*count).saturating_mul(u128::from(*times)));
            }
        }
        ratings
    }

    /// How many values are to be held more with such a subject.
    fn new_to(&self, subject: &RatedSubject) -> usize {
        let known = subject.size() < 2 || self.subjects.contains_key(subject);
        if known { 0 } else { subject.counts().len() }
    }

    /// Subjects rated once, pairs and values held, with so many more.
    fn sums(&self, unpaired: u64, pairs: u64, held: usize) -> Result<(u64, u64, usize), AssessmentError> {
        let more = |left: u64, right: u64, part| {
            left.checked_add(right).ok_or_else(|| full(part, "2^64 - 1", "read it and begin another"))
        };
        let held = self.held.saturating_add(held);
        if held > MOST_HELD {
            return Err(full("values of subjects rated each in another way", "1000000", "round the ratings"));
        }
        Ok((more(self.unpaired, unpaired, "subjects rated once")?, more(self.pairs, pairs, "pairs")?, held))
    }

    /// Counts subjects whose sums were added.
    fn count(&mut self, subject: &RatedSubject, times: u64) {
        match self.subjects.get_mut(subject) {
            // No more than there are pairs.
            Some(sum) => *sum = sum.saturating_add(times),
            None => {
                self.subjects.insert(subject.clone(), times);
            }
        }
    }
}

/// Where the values stand on a scale of that level, as whole numbers: two lie as far apart as their positions do, at
/// the ordinal level twice as far, which cancels out.
fn positions(level: ScaleLevel, counts: &BTreeMap<Number, u128>) -> BTreeMap<Number, u128> {
    let least = counts.keys().next().map_or(0, |least| least.to_scaled());
    let mut below = 0_u128;
    let position = |(value, count): (&Number, &u128)| {
        let position = match level {
            // Twice the ratings below, and those of the value: far from the range.
            ScaleLevel::Ordinal => below.saturating_mul(2).saturating_add(*count),
            ScaleLevel::Nominal | ScaleLevel::Interval => value.to_scaled().abs_diff(least),
        };
        below = below.saturating_add(*count);
        (*value, position)
    };
    counts.iter().map(position).collect()
}

/// Σ δ² over the pairs of ratings that differ, of positions and their counts; at the nominal level twice that, in units
/// as in the whole.
///
/// By moments: Σ cₖ·cₗ·(pₖ − pₗ)² over k < l is Σ c · Σ c·p² − (Σ c·p)², and Σ cₖ·cₗ over k ≠ l is (Σ c)² − Σ c².
fn apart(level: ScaleLevel, counts: impl Iterator<Item = (u128, u128)>) -> Natural {
    let (mut n, mut sum, mut squares) = (Natural::ZERO, Natural::ZERO, Natural::ZERO);
    for (position, count) in counts {
        let (position, count) = (Natural::from(position), Natural::from(count));
        let weighed = if level == ScaleLevel::Nominal { count.clone() } else { count.times(&position) };
        let square =
            if level == ScaleLevel::Nominal { count.times(&count) } else { weighed.times(&position) };
        n = n.plus(&count);
        sum = sum.plus(&weighed);
        squares = squares.plus(&square);
    }
    match level {
        ScaleLevel::Nominal => n.times(&n).less(&squares),
        ScaleLevel::Ordinal | ScaleLevel::Interval => n.times(&squares).less(&sum.times(&sum)),
    }
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    subjects: Vec<RawSubjects>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// n subjects, each with so many ratings of each value.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSubjects {
    n: u64,
    #[serde(deserialize_with = "unique_keys")]
    ratings: BTreeMap<Number, u32>,
}

impl TryFrom<RawAgreement> for AgreementTally {
    type Error = AssessmentError;

    fn try_from(raw: RawAgreement) -> Result<Self, AssessmentError> {
        let mut tally = Self { unpaired: raw.unpaired, ..Self::default() };
        for (index, RawSubjects { n, ratings }) in raw.subjects.into_iter().enumerate() {
            let unfit = |part, given, allowed| AssessmentError::Unfit {
                tally: NAME,
                place: format!("subjects[{index}].{part}"),
                given,
                allowed,
            };
            if n == 0 {
                return Err(unfit("n", n.to_string(), "at least 1"));
            }
            let given = told(&ratings);
            let Some(subject) = RatedSubject::of_counts(ratings) else {
                return Err(unfit("ratings", given, "2 to 1000 ratings, of each value at least 1"));
            };
            if tally.subjects.contains_key(&subject) {
                return Err(unfit("ratings", given, "each combination of ratings once"));
            }
            let pairs = subject.pairs().checked_mul(n);
            let pairs = pairs.ok_or_else(|| full("pairs", "2^64 - 1", "merge fewer tallies"))?;
            (tally.unpaired, tally.pairs, tally.held) = tally.sums(0, pairs, tally.new_to(&subject))?;
            tally.count(&subject, n);
        }
        Ok(tally)
    }
}

/// Ratings as a message shows them.
fn told(ratings: &BTreeMap<Number, u32>) -> String {
    let told: Vec<String> =
        ratings.iter().take(100).map(|(value, count)| format!("{value}: {count}")).collect();
    excerpt(&told.join(", "))
}

impl From<AgreementTally> for RawAgreement {
    fn from(tally: AgreementTally) -> Self {
        let raw = |(subject, n): (RatedSubject, u64)| RawSubjects {
            n,
            ratings: subject.counts().iter().copied().collect(),
        };
        Self {
            version: FormatVersion,
            unpaired: tally.unpaired,
            subjects: tally.subjects.into_iter().map(raw).collect(),
        }
    }
}
