use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Points, ScaleTally, SurveyError, WeightSum};
use crate::quantity::{excerpt, unique_keys};

/// What a [`Measure`](super::Measure) counts: the responses that told it something, and a tally for each of its parts,
/// by question or by dimension. Mergeable to equal bytes.
///
/// ```
/// use service_quality::survey::{Answer, Measure, Response, Statistic, Survey};
///
/// let survey: Survey = serde_json::from_str(r#"{"id": "yearly", "version": "1", "name": {"en": "Customers"},
///     "questions": [{"id": "recommend", "kind": "nps"}]}"#)?;
/// let measure = Measure::Question { question: "recommend".parse()?, statistic: Statistic::nps() };
/// let mut tally = measure.tally();
/// let response = Response::builder("R-1".parse()?, "yearly".parse()?).answer("recommend".parse()?, Answer::Point(9));
/// measure.record(&mut tally, &survey, &response.build()?)?;
/// assert_eq!(serde_json::to_string(&tally)?,
///     r#"{"responses":{"n":1},"parts":{"recommend":{"points":{"9":{"n":1}}}}}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawSurveyTally", into = "RawSurveyTally")]
pub struct SurveyTally {
    responses: WeightSum,
    parts: BTreeMap<String, ScaleTally>,
}

impl SurveyTally {
    /// Nothing counted.
    pub(super) fn of_parts<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let parts = parts.into_iter().map(|part| (part.to_owned(), ScaleTally::default())).collect();
        Self { responses: WeightSum::default(), parts }
    }

    /// The responses that were counted.
    #[must_use]
    pub const fn responses(&self) -> &WeightSum {
        &self.responses
    }

    /// The tallies, by question or by dimension.
    #[must_use]
    pub const fn parts(&self) -> &BTreeMap<String, ScaleTally> {
        &self.parts
    }

    /// Adds what another tally of the same measure counted.
    ///
    /// # Errors
    /// [`SurveyError::OtherParts`], [`SurveyError::Full`]; the tally then stays as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), SurveyError> {
        self.fits(other)?;
        let responses = self.responses.plus(&other.responses)?;
        // A part may hold several points of one response, so that any of them may be full first.
        for (ours, theirs) in self.parts.values().zip(other.parts.values()) {
            ours.fits(theirs)?;
        }
        for (ours, theirs) in self.parts.values_mut().zip(other.parts.values()) {
            ours.merge(theirs)?;
        }
        self.responses = responses;
        Ok(())
    }

    /// Whether another tally is of the same measure.
    pub(crate) fn fits(&self, other: &Self) -> Result<(), SurveyError> {
        if self.parts.keys().eq(other.parts.keys()) {
            return Ok(());
        }
        self.check_parts(&other.parts.keys().map(String::as_str).collect())
    }

    /// Whether one response can be counted: of a measure with the tally's parts, and no sum too large. What is counted
    /// after it.
    pub(crate) fn takes(&self, points: &Points<'_>) -> Result<WeightSum, SurveyError> {
        points.measure.fits(self)?;
        let responses = self.responses.plus(&points.response)?;
        for of_part in points.by_part() {
            let Some(tally) = of_part.first().and_then(|(part, _)| self.parts.get(*part)) else { continue };
            of_part.iter().try_fold(*tally.answered(), |sum, _| sum.plus(&points.response))?;
        }
        Ok(responses)
    }

    /// Counts one response; where that fails the tally stays as it was.
    pub(crate) fn add(&mut self, points: &Points<'_>) -> Result<(), SurveyError> {
        let responses = self.takes(points)?;
        for of_part in points.by_part() {
            let Some(tally) = of_part.first().and_then(|(part, _)| self.parts.get_mut(*part)) else {
                continue;
            };
            for (_, point) in of_part {
                tally.add(*point, &points.response)?;
            }
        }
        self.responses = responses;
        Ok(())
    }

    /// Refuses other parts than these.
    pub(super) fn check_parts(&self, parts: &BTreeSet<&str>) -> Result<(), SurveyError> {
        same_parts(&self.parts.keys().map(String::as_str).collect(), parts)
    }
}

/// Refuses tallies of other parts.
pub(super) fn same_parts(ours: &BTreeSet<&str>, theirs: &BTreeSet<&str>) -> Result<(), SurveyError> {
    if ours == theirs {
        return Ok(());
    }
    let named = |parts: &BTreeSet<&str>| {
        let parts: Vec<String> = parts.iter().map(|part| format!("`{}`", excerpt(part))).collect();
        parts.join(", ")
    };
    Err(SurveyError::OtherParts { left: named(ours), right: named(theirs) })
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSurveyTally {
    responses: WeightSum,
    #[serde(deserialize_with = "unique_keys")]
    parts: BTreeMap<String, ScaleTally>,
}

impl TryFrom<RawSurveyTally> for SurveyTally {
    type Error = SurveyError;

    /// Each response gave at least one point.
    fn try_from(raw: RawSurveyTally) -> Result<Self, SurveyError> {
        let points = raw.parts.values().map(|part| u128::from(part.answered().n())).sum::<u128>();
        let responses = u128::from(raw.responses.n());
        if responses > points || (responses == 0 && points > 0) {
            return Err(SurveyError::Unfit {
                place: "responses.n".to_owned(),
                given: responses.to_string(),
                allowed: "at least one, and at most as many as there are points",
            });
        }
        Ok(Self { responses: raw.responses, parts: raw.parts })
    }
}

impl From<SurveyTally> for RawSurveyTally {
    fn from(tally: SurveyTally) -> Self {
        Self { responses: tally.responses, parts: tally.parts }
    }
}
