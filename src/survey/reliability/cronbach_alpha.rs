use std::fmt;

use serde::{Deserialize, Serialize};

use super::ReliabilityError;
use super::error::rating;
use crate::analysis::Interval;
use crate::analysis::distribution::{f_quantile, float, outside, square};
use crate::quantity::{QuestionId, Share};
use crate::survey::{Answer, Question, Response, ResponseOutcome, Survey, SurveyError};

/// How consistently the items of a scale measure one thing (克隆巴赫系数):
/// α = k/(k−1)·(1 − Σs²ᵢ/s²) with sᵢ² the variance of an item and s² that of the sum. Cronbach, *Coefficient alpha and the
/// internal structure of tests* (1951).
///
/// Respondents who left an item out are left out, and counted. The interval is that of Feldt, *The approximate sampling
/// distribution of Kuder-Richardson reliability coefficient twenty* (1965): (1−α)·F has quantiles of F with n − 1 and
/// (n−1)(k−1) degrees of freedom.
///
/// ```
/// use service_quality::survey::reliability::CronbachAlpha;
///
/// let answers = [[3, 4, 2], [3, 2, 3], [4, 4, 4], [4, 3, 5], [2, 3, 4], [4, 3, 3], [4, 5, 4], [4, 4, 5], [3, 3, 2], [2, 3, 4]];
/// let answers = answers.map(|row| row.map(|answer| Some(f64::from(answer))));
/// let alpha = CronbachAlpha::new(&answers, "0.95".parse()?)?;
/// assert_eq!(alpha.to_string(), "0.5485, -0.3226 to 0.8780, 3 items, 10 respondents, 0 left out");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CronbachAlpha {
    /// Respondents who answered every item.
    pub n: u64,
    /// Respondents who did not.
    pub left_out: u64,
    /// The coefficient: at most 1; below 0 where items contradict each other.
    pub alpha: f64,
    /// Where the true coefficient lies.
    pub interval: Interval,
    /// The coefficient of the items, each divided by its standard deviation; absent where one is constant.
    pub standardised: Option<f64>,
    /// The mean correlation between two items; absent where one is constant.
    pub mean_inter_item: Option<f64>,
    /// Each item, in order.
    pub items: Vec<ItemReliability>,
    /// What to look at first.
    pub note: Option<AlphaNote>,
}

/// What one item does for a scale.
///
/// ```
/// use service_quality::survey::reliability::ItemReliability;
/// let item = ItemReliability { alpha_if_deleted: Some(0.62), corrected_total: Some(0.28) };
/// assert!(item.alpha_if_deleted > item.corrected_total);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ItemReliability {
    /// The coefficient without the item; absent where it is not defined, as with one item left.
    pub alpha_if_deleted: Option<f64>,
    /// The item's correlation with the sum of the others; absent where either is constant.
    pub corrected_total: Option<f64>,
}

/// What a [`CronbachAlpha`] makes one suspect.
///
/// ```
/// use service_quality::survey::reliability::AlphaNote;
/// assert_eq!(AlphaNote::Negative.to_string(), "items contradict each other: is one coded in reverse?");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AlphaNote {
    /// The coefficient is negative.
    Negative,
}

impl CronbachAlpha {
    /// Of respondents, each with one answer, or none, to every item.
    ///
    /// # Errors
    /// [`ReliabilityError::TooFew`] for fewer than two items or complete respondents, [`ReliabilityError::Ragged`],
    /// [`ReliabilityError::NoRating`], [`ReliabilityError::Constant`], [`ReliabilityError::Confidence`].
    pub fn new<R: AsRef<[Option<f64>]>>(
        respondents: &[R],
        confidence: Share,
    ) -> Result<Self, ReliabilityError> {
        if confidence == Share::ZERO || confidence == Share::ONE {
            return Err(ReliabilityError::Confidence { given: confidence.to_string() });
        }
        let rows = complete(respondents)?;
        let rows = deviations(&rows);
        let (items, all) = sums(&rows);
        let (n, k) = (rows.len() as u64, float(items.len() as u64));
        let own: f64 = items.iter().map(|item| item.own).sum();
        let alpha = coefficient(k, own, all).ok_or(ReliabilityError::Constant)?;
        let standardised = standardised_sum(&rows, &items);
        let tail = outside(confidence) / 2.0;
        let (over, under) = (float(n) - 1.0, (float(n) - 1.0) * (k - 1.0));
        let interval = Interval::new(
            1.0 - (1.0 - alpha) / f_quantile(tail, under, over),
            1.0 - (1.0 - alpha) * f_quantile(tail, over, under),
        );
        Ok(Self {
            n,
            left_out: (respondents.len() - rows.len()) as u64,
            alpha,
            interval,
            standardised: standardised.and_then(|all| coefficient(k, k, all)),
            // The k items have squares of 1, the pairs the rest of the sum's.
            mean_inter_item: standardised.map(|all| (all - k) / (k * (k - 1.0))),
            items: (0..items.len()).map(|item| ItemReliability::of(item, &items)).collect(),
            note: (alpha < 0.0).then_some(AlphaNote::Negative),
        })
    }
}

impl CronbachAlpha {
    /// Of some questions of a survey: points of reverse-coded questions are turned round first. What was not returned is
    /// not counted, not even among those left out.
    ///
    /// # Errors
    /// As [`CronbachAlpha::new`]; [`ReliabilityError::Survey`] for a question that the survey does not ask, a response to
    /// another survey, and an answer off its scale.
    ///
    /// ```
    /// use service_quality::survey::reliability::CronbachAlpha;
    /// use service_quality::survey::{Answer, Response, Survey};
    ///
    /// let survey: Survey = serde_json::from_str(r#"{"id": "yearly", "version": "1", "name": {"en": "Customers"}, "questions": [
    ///     {"id": "kind", "kind": {"likert": {"scale": {"from": 1, "to": 5}}}},
    ///     {"id": "rude", "kind": {"likert": {"scale": {"from": 1, "to": 5}}}, "reversed": true}]}"#)?;
    /// let mut responses = Vec::new();
    /// for (id, kind, rude) in [("R-1", 5, 1), ("R-2", 4, 2), ("R-3", 2, 4), ("R-4", 1, 4)] {
    ///     responses.push(Response::builder(id.parse()?, "yearly".parse()?)
    ///         .answer("kind".parse()?, Answer::Point(kind))
    ///         .answer("rude".parse()?, Answer::Point(rude))
    ///         .build()?);
    /// }
    /// let alpha = CronbachAlpha::of_responses(&survey, &["kind".parse()?, "rude".parse()?], &responses, "0.95".parse()?)?;
    /// assert!(alpha.alpha > 0.9, "consistent, since `rude` is reversed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_responses<'r>(
        survey: &Survey,
        questions: &[QuestionId],
        responses: impl IntoIterator<Item = &'r Response>,
        confidence: Share,
    ) -> Result<Self, ReliabilityError> {
        let asked: Vec<_> = questions
            .iter()
            .map(|id| survey.asked(id, || "questions".to_owned()))
            .collect::<Result<_, _>>()?;
        let mut rows = Vec::new();
        for response in responses {
            survey.check_own(response)?;
            if response.outcome() != ResponseOutcome::Returned {
                continue;
            }
            let point = |question: &&Question| {
                Ok(match Survey::reading(question, response.answer(question.id()), response)? {
                    Answer::Point(point) => Some(f64::from(point)),
                    Answer::NoAnswer | Answer::NotApplicable => None,
                })
            };
            rows.push(asked.iter().map(point).collect::<Result<Vec<_>, SurveyError>>()?);
        }
        Self::new(&rows, confidence)
    }
}

/// The respondents who answered every item.
fn complete<R: AsRef<[Option<f64>]>>(respondents: &[R]) -> Result<Vec<Vec<f64>>, ReliabilityError> {
    let items = respondents.first().map_or(0, |first| first.as_ref().len());
    let mut rows = Vec::new();
    for (respondent, answers) in respondents.iter().enumerate() {
        let answers = answers.as_ref();
        if answers.len() != items {
            let place = format!("respondents[{respondent}]");
            return Err(ReliabilityError::Ragged { place, given: answers.len(), expected: items });
        }
        for (item, answer) in answers.iter().enumerate() {
            rating(answer.unwrap_or_default(), || format!("respondents[{respondent}][{item}]"))?;
        }
        rows.extend(answers.iter().copied().collect::<Option<Vec<f64>>>());
    }
    for (what, given) in [("items", items), ("complete respondents", rows.len())] {
        if given < 2 {
            return Err(ReliabilityError::TooFew { what, given, least: 2 });
        }
    }
    Ok(rows)
}

/// Sums over the respondents, of deviations from the means: variances and a covariance times n − 1.
#[derive(Clone, Default)]
struct Item {
    /// Of the item, squared.
    own: f64,
    /// Of the sum of all other items, squared.
    rest: f64,
    /// Of the item times that sum.
    with_rest: f64,
}

/// A variance of a sum below this part of its items' is what rounding leaves of none.
const NONE: f64 = 1e-12;

/// α of k items, given the squares of each together and those of their sum; absent for fewer than two items and where their
/// sum is constant.
fn coefficient(k: f64, own: f64, all: f64) -> Option<f64> {
    (k > 1.0 && all > own * NONE).then(|| k / (k - 1.0) * (1.0 - own / all))
}

/// Each item, and the squares of the sum of all, from deviations.
fn sums(rows: &[Vec<f64>]) -> (Vec<Item>, f64) {
    let mut items = vec![Item::default(); rows.first().map_or(0, Vec::len)];
    let mut all = 0.0;
    for row in rows {
        // All others are those before and those after: taking the item from the sum of all would leave nothing but
        // rounding of items that it dwarfs.
        let later = |sum: &mut f64, off: &f64| {
            let after = *sum;
            *sum += off;
            Some(after)
        };
        let after: Vec<f64> = row.iter().rev().scan(0.0, later).collect();
        let mut before = 0.0;
        for ((item, off), after) in items.iter_mut().zip(row).zip(after.iter().rev()) {
            let rest = before + after;
            item.own += off * off;
            item.rest += rest * rest;
            item.with_rest += off * rest;
            before += off;
        }
        all += before * before;
    }
    (items, all)
}

/// The squares of the sum of the items, each divided by its deviation; absent where one is constant.
fn standardised_sum(rows: &[Vec<f64>], items: &[Item]) -> Option<f64> {
    let scales: Vec<f64> = items.iter().map(|item| item.own.sqrt()).collect();
    let sum = |row: &Vec<f64>| square(row.iter().zip(&scales).map(|(off, scale)| off / scale).sum());
    scales.iter().all(|scale| *scale > 0.0).then(|| rows.iter().map(sum).sum())
}

/// How far each answer is from the mean of its item, respondent by respondent.
fn deviations(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let first = rows.first().map(Vec::as_slice).unwrap_or_default();
    // Against the first respondent, so that a constant item has no variance at all.
    let shifted = |row: &[f64]| row.iter().zip(first).map(|(value, first)| value - first).collect::<Vec<_>>();
    let n = float(rows.len() as u64);
    let mut means = vec![0.0; first.len()];
    for row in rows {
        for (mean, value) in means.iter_mut().zip(shifted(row)) {
            *mean += value / n;
        }
    }
    let off = |row: &Vec<f64>| shifted(row).iter().zip(&means).map(|(value, mean)| value - mean).collect();
    rows.iter().map(off).collect()
}

impl ItemReliability {
    fn of(place: usize, items: &[Item]) -> Self {
        let others: f64 =
            items.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, other)| other.own).sum();
        let item = items.get(place).cloned().unwrap_or_default();
        let defined = item.own > 0.0 && item.rest > others * NONE;
        Self {
            alpha_if_deleted: coefficient(float(items.len() as u64) - 1.0, others, item.rest),
            corrected_total: defined.then(|| item.with_rest / (item.own.sqrt() * item.rest.sqrt())),
        }
    }
}

impl fmt::Display for AlphaNote {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Negative => "items contradict each other: is one coded in reverse?",
        })
    }
}

impl fmt::Display for CronbachAlpha {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { n, left_out, alpha, interval, items, .. } = self;
        let items = items.len();
        write!(formatter, "{alpha:.4}, {interval}, {items} items, {n} respondents, {left_out} left out")?;
        match self.note {
            Some(note) => write!(formatter, "; {note}"),
            None => Ok(()),
        }
    }
}
