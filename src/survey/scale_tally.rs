use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::figure::Sums;
use super::weight_sum::float;
use super::{Answer, Exact, Figure, Statistic, SurveyError, WeightSum};
use crate::quantity::{PLACES, Weight, unique_keys};

/// The answers to one question, counted by point: every statistic is read from it, exactly.
///
/// A commutative monoid: answers may come in any order and be split over any number of workers; the stored form has the
/// same bytes. Points are any 16-bit integers, since the gaps of SERVQUAL count here too. That form has no version of its
/// own: it stands in that of a [`SurveyCount`](super::SurveyCount), or of an indicator, which has one.
///
/// ```
/// use service_quality::quantity::Weight;
/// use service_quality::survey::{Answer, ScaleTally, Statistic};
///
/// let mut monday = ScaleTally::of_counts([(9, 2), (7, 1)])?;
/// let mut tuesday = ScaleTally::default();
/// tuesday.record(Answer::Point(3), Weight::ONE)?;
/// tuesday.record(Answer::NoAnswer, Weight::ONE)?;
/// monday.merge(&tuesday)?;
/// assert_eq!(monday.figure(&Statistic::nps()).map(|nps| nps.value()), Some(25.into()));
/// assert_eq!(serde_json::to_string(&monday)?,
///     r#"{"points":{"3":{"n":1},"7":{"n":1},"9":{"n":2}},"no_answer":1}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "RawScaleTally", into = "RawScaleTally")]
pub struct ScaleTally {
    /// No empty sums.
    points: BTreeMap<i16, WeightSum>,
    /// Their sum.
    answered: WeightSum,
    no_answer: u64,
    not_applicable: u64,
}

const NO_ANSWER: &str = "no_answer";
const NOT_APPLICABLE: &str = "not_applicable";

impl ScaleTally {
    /// Answers that were counted elsewhere: points, each with how many gave it.
    ///
    /// # Errors
    /// [`SurveyError::Full`] beyond 2^64 − 1 answers.
    pub fn of_counts(counts: impl IntoIterator<Item = (i16, u64)>) -> Result<Self, SurveyError> {
        let mut tally = Self::default();
        for (point, n) in counts {
            tally.add(point, &WeightSum::of_count(n))?;
        }
        Ok(tally)
    }

    /// The points that were given, in order, each with how many gave it and their weights.
    #[must_use]
    pub const fn points(&self) -> &BTreeMap<i16, WeightSum> {
        &self.points
    }

    /// Those who gave a point.
    #[must_use]
    pub const fn answered(&self) -> &WeightSum {
        &self.answered
    }

    /// How many were asked and did not answer.
    #[must_use]
    pub const fn no_answer(&self) -> u64 {
        self.no_answer
    }

    /// How many it does not concern.
    #[must_use]
    pub const fn not_applicable(&self) -> u64 {
        self.not_applicable
    }

    /// The same answers, each counted once: what a weighted figure is compared with.
    ///
    /// ```
    /// use service_quality::survey::{Answer, ScaleTally, Statistic};
    ///
    /// let mut answers = ScaleTally::default();
    /// answers.record(Answer::Point(5), "3".parse()?)?;
    /// answers.record(Answer::Point(1), "1".parse()?)?;
    /// let mean = |tally: &ScaleTally| tally.figure(&Statistic::Mean).map(|mean| mean.value().to_string());
    /// assert_eq!((mean(&answers).as_deref(), mean(&answers.unweighted()).as_deref()), (Some("4"), Some("3")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn unweighted(&self) -> Self {
        let points = self.points.iter().map(|(point, sum)| (*point, WeightSum::of_count(sum.n())));
        Self { points: points.collect(), answered: WeightSum::of_count(self.answered.n()), ..*self }
    }

    /// Counts one answer.
    ///
    /// # Errors
    /// [`SurveyError::Unfit`] for a point of weight 0, [`SurveyError::Full`]; the tally then stays as it was.
    pub fn record(&mut self, answer: Answer, weight: Weight) -> Result<(), SurveyError> {
        let weight = match answer {
            Answer::Point(_) => WeightSum::of(weight)?,
            Answer::NoAnswer | Answer::NotApplicable => WeightSum::default(),
        };
        self.count(answer, &weight)
    }

    /// Counts one answer of a response.
    pub(super) fn count(&mut self, answer: Answer, response: &WeightSum) -> Result<(), SurveyError> {
        match answer {
            Answer::Point(point) => self.add(point, response),
            Answer::NoAnswer => count(&mut self.no_answer, 1, NO_ANSWER),
            Answer::NotApplicable => count(&mut self.not_applicable, 1, NOT_APPLICABLE),
        }
    }

    /// Adds the answers of another tally.
    ///
    /// # Errors
    /// [`SurveyError::Full`]; the tally then stays as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), SurveyError> {
        self.fits(other)?;
        for (point, sum) in &other.points {
            self.add(*point, sum)?;
        }
        count(&mut self.no_answer, other.no_answer, NO_ANSWER)?;
        count(&mut self.not_applicable, other.not_applicable, NOT_APPLICABLE)
    }

    /// What the answers say, to 9 places half away from zero, weighted where any of them has a weight other than 1.
    ///
    /// Each answer counts as one of another respondent: [`Measure::parts`](super::Measure::parts) takes several of one
    /// together. Absent when nobody answered, when nobody [decided](Statistic::Decided), for an index of a scale that some
    /// of the points lie off, and for cuts that overlap or stand in the wrong order.
    #[must_use]
    pub fn figure(&self, statistic: &Statistic) -> Option<Figure> {
        let value = self.exact(*statistic)?.rounded(1, 1, PLACES)?;
        Some(Figure::of(value, &self.sums(*statistic)?, *statistic))
    }

    /// The statistic before it is rounded, in its unit; absent as its [figure](Self::figure) is.
    pub(crate) fn exact(&self, statistic: Statistic) -> Option<Exact> {
        let (times, per) = statistic.unit();
        let Counted { answered, sum, .. } = self.counted(statistic)?;
        Exact::new(sum, answered.weight())?.scaled(times, per)
    }

    /// What estimates of the statistic's error are made of.
    pub(super) fn sums(&self, statistic: Statistic) -> Option<Sums> {
        let Counted { values, answered, sum } = self.counted(statistic)?;
        let whole = answered.weight();
        let weight = i128::try_from(whole).ok()?;
        let (mut spread, mut error) = (0.0, 0.0);
        for (value, point) in values {
            // From integers: answers that are all alike have no spread at all.
            let from_mean = value.checked_mul(weight)?.checked_sub(sum)?;
            let deviation = float(from_mean.unsigned_abs()) / float(whole);
            spread += float(point.weight()) * deviation * deviation;
            error += float(point.squares()) * deviation * deviation;
        }
        let mean = float(sum.unsigned_abs()) / float(whole);
        Some(Sums {
            n: answered.n(),
            effective_n: answered.effective_n()?,
            mean: if sum < 0 { -mean } else { mean },
            variance: spread / float(whole),
            error: error.sqrt() / float(whole),
        })
    }

    /// The answers that the statistic counts, by value.
    fn counted(&self, statistic: Statistic) -> Option<Counted<'_>> {
        if !statistic.is_ordered() {
            return None;
        }
        if let Statistic::Index { scale } = statistic
            && self.points.keys().any(|point| !scale.contains(*point))
        {
            return None;
        }
        let value = |(point, sum): (&i16, _)| Some((i128::from(statistic.value(*point)?), sum));
        let values: Vec<(i128, &WeightSum)> = self.points.iter().filter_map(value).collect();
        let mut answered = WeightSum::default();
        let mut sum = 0_i128;
        for (value, point) in &values {
            answered.merge(point).ok()?;
            // Below 2^17 times 2^100.
            sum = sum.checked_add(value.checked_mul(point.weight().try_into().ok()?)?)?;
        }
        (answered.n() > 0).then_some(Counted { values, answered, sum })
    }

    /// Whether another tally can be added: what can be too much, and is refused before anything is changed.
    pub(super) fn fits(&self, other: &Self) -> Result<(), SurveyError> {
        self.answered.plus(&other.answered)?;
        let (mut no_answer, mut not_applicable) = (self.no_answer, self.not_applicable);
        count(&mut no_answer, other.no_answer, NO_ANSWER)?;
        count(&mut not_applicable, other.not_applicable, NOT_APPLICABLE)
    }

    /// Adds answers of one point.
    pub(super) fn add(&mut self, point: i16, sum: &WeightSum) -> Result<(), SurveyError> {
        if sum.n() == 0 {
            return Ok(());
        }
        // A part fits where the whole does.
        let answered = self.answered.plus(sum)?;
        self.points.entry(point).or_default().merge(sum)?;
        self.answered = answered;
        Ok(())
    }
}

/// What a statistic counts: values and how many have them, these together, and Σ value · weight in units of 10⁻⁹.
struct Counted<'a> {
    values: Vec<(i128, &'a WeightSum)>,
    answered: WeightSum,
    sum: i128,
}

/// Adds to a counter.
pub(super) fn count(counter: &mut u64, more: u64, part: &'static str) -> Result<(), SurveyError> {
    let full = || SurveyError::Full { tally: "survey tally", part, limit: "2^64 - 1" };
    *counter = counter.checked_add(more).ok_or_else(full)?;
    Ok(())
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScaleTally {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique_keys")]
    points: BTreeMap<i16, WeightSum>,
    #[serde(default, skip_serializing_if = "is_zero")]
    no_answer: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    not_applicable: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl TryFrom<RawScaleTally> for ScaleTally {
    type Error = SurveyError;

    fn try_from(raw: RawScaleTally) -> Result<Self, SurveyError> {
        let mut tally =
            Self { no_answer: raw.no_answer, not_applicable: raw.not_applicable, ..Self::default() };
        for (point, sum) in &raw.points {
            if sum.n() == 0 {
                let place = format!("points.{point}.n");
                return Err(SurveyError::Unfit {
                    place,
                    given: "0".to_owned(),
                    allowed: "points that were given",
                });
            }
            tally.add(*point, sum)?;
        }
        Ok(tally)
    }
}

impl From<ScaleTally> for RawScaleTally {
    fn from(tally: ScaleTally) -> Self {
        let ScaleTally { points, no_answer, not_applicable, .. } = tally;
        Self { points, no_answer, not_applicable }
    }
}
