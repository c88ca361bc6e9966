use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::joint::{Given, Joint};
use super::{Points, Scale, ScaleTally, SurveyError, WeightSum};
use crate::quantity::{excerpt, unique_keys};

/// What a [`Measure`](super::Measure) counts: the responses that told it something, and a tally for each of its parts,
/// by question or by dimension. Mergeable to equal bytes.
///
/// A measure of several questions also counts what each respondent answered to all of them, for the standard error of the
/// whole. The scale of the answers is remembered: those on another are refused. The stored form has no version of its own:
/// it stands in the tally of an indicator, which has one.
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
///     r#"{"responses":{"n":1},"scale":{"from":0,"to":10},"parts":{"recommend":{"points":{"9":{"n":1}}}}}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawSurveyTally", into = "RawSurveyTally")]
pub struct SurveyTally {
    responses: WeightSum,
    /// Present as soon as something is counted.
    scale: Option<Scale>,
    parts: BTreeMap<String, ScaleTally>,
    /// Where a response may give several points.
    joint: Option<Joint>,
}

impl SurveyTally {
    /// Nothing counted.
    pub(super) fn of_parts<'a>(parts: impl IntoIterator<Item = &'a str>, jointly: bool) -> Self {
        let parts: BTreeMap<String, ScaleTally> =
            parts.into_iter().map(|part| (part.to_owned(), ScaleTally::default())).collect();
        let joint = jointly.then(|| Joint::new(parts.len()));
        Self { responses: WeightSum::default(), scale: None, parts, joint }
    }

    /// The responses that were counted.
    #[must_use]
    pub const fn responses(&self) -> &WeightSum {
        &self.responses
    }

    /// The scale of the points; of gaps, that of the answers on both sides. Absent while nothing is counted.
    #[must_use]
    pub const fn scale(&self) -> Option<Scale> {
        self.scale
    }

    /// The tallies, by question or by dimension.
    #[must_use]
    pub const fn parts(&self) -> &BTreeMap<String, ScaleTally> {
        &self.parts
    }

    /// Adds what another tally of the same measure counted.
    ///
    /// # Errors
    /// [`SurveyError::OtherParts`], [`SurveyError::SeveralScales`], [`SurveyError::Full`]; the tally then stays as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), SurveyError> {
        self.fits(other)?;
        let responses = self.responses.plus(&other.responses)?;
        let joint = match (&self.joint, &other.joint) {
            (Some(ours), Some(theirs)) => Some(ours.plus(theirs)?),
            _ => None,
        };
        // A part may hold several points of one response, so that any of them may be full first.
        for (ours, theirs) in self.parts.values().zip(other.parts.values()) {
            ours.fits(theirs)?;
        }
        for (ours, theirs) in self.parts.values_mut().zip(other.parts.values()) {
            ours.merge(theirs)?;
        }
        (self.responses, self.scale, self.joint) = (responses, self.scale.or(other.scale), joint);
        Ok(())
    }

    /// Whether another tally is of the same measure, on the same scale.
    pub(crate) fn fits(&self, other: &Self) -> Result<(), SurveyError> {
        if !self.parts.keys().eq(other.parts.keys()) || self.joint.is_some() != other.joint.is_some() {
            self.check_parts(&other.parts.keys().map(String::as_str).collect(), other.joint.is_some())?;
        }
        other.scale.map_or(Ok(()), |scale| self.check_scale(scale))
    }

    fn check_scale(&self, given: Scale) -> Result<(), SurveyError> {
        match self.scale {
            Some(scale) if scale != given => Err(SurveyError::SeveralScales { scale, given }),
            _ => Ok(()),
        }
    }

    pub(super) const fn joint(&self) -> Option<&Joint> {
        self.joint.as_ref()
    }

    /// Whether one response can be counted: of a measure with the tally's parts, and no sum too large. What is counted
    /// after it.
    pub(crate) fn takes(&self, points: &Points<'_>) -> Result<WeightSum, SurveyError> {
        points.measure.fits(self)?;
        self.check_scale(points.scale)?;
        let responses = self.responses.plus(&points.response)?;
        for of_part in points.by_part() {
            let Some(tally) = of_part.first().and_then(|(part, _)| self.parts.get(*part)) else { continue };
            of_part.iter().try_fold(*tally.answered(), |sum, _| sum.plus(&points.response))?;
        }
        if let Some(joint) = &self.joint {
            joint.takes(&points.response, &self.given(points))?;
        }
        Ok(responses)
    }

    /// The points of one respondent by the places of the parts.
    fn given(&self, points: &Points<'_>) -> Given {
        let place = |wanted: &str| self.parts.keys().position(|part| part == wanted);
        let of_part = |of_part: &[(&str, i16)]| {
            let sum: i128 = of_part.iter().map(|(_, point)| i128::from(*point)).sum();
            let (part, _) = of_part.first()?;
            Some((place(part)?, [sum, i128::try_from(of_part.len()).ok()?]))
        };
        points.by_part().filter_map(of_part).collect()
    }

    /// Counts one response; where that fails the tally stays as it was.
    pub(crate) fn add(&mut self, points: &Points<'_>) -> Result<(), SurveyError> {
        let responses = self.takes(points)?;
        let given = self.given(points);
        if let Some(joint) = &mut self.joint {
            joint.add(&points.response, &given)?;
        }
        for of_part in points.by_part() {
            let Some(tally) = of_part.first().and_then(|(part, _)| self.parts.get_mut(*part)) else {
                continue;
            };
            for (_, point) in of_part {
                tally.add(*point, &points.response)?;
            }
        }
        (self.responses, self.scale) = (responses, Some(points.scale));
        Ok(())
    }

    /// Refuses other parts than these.
    pub(super) fn check_parts(&self, parts: &BTreeSet<&str>, jointly: bool) -> Result<(), SurveyError> {
        let ours = self.parts.keys().map(String::as_str).collect();
        same_parts(&ours, parts)?;
        if self.joint.is_some() == jointly {
            return Ok(());
        }
        // One question as it is, and as all that a composite reads.
        let counted = |jointly| format!("{}{}", listed(&ours), if jointly { " by respondent" } else { "" });
        Err(SurveyError::OtherParts { left: counted(self.joint.is_some()), right: counted(jointly) })
    }
}

/// Refuses tallies of other parts.
pub(super) fn same_parts(ours: &BTreeSet<&str>, theirs: &BTreeSet<&str>) -> Result<(), SurveyError> {
    if ours == theirs {
        return Ok(());
    }
    Err(SurveyError::OtherParts { left: listed(ours), right: listed(theirs) })
}

/// Names in backticks; of many, the first.
fn listed(parts: &BTreeSet<&str>) -> String {
    const MOST: usize = 10;
    let named: Vec<String> = parts.iter().take(MOST).map(|part| format!("`{}`", excerpt(part))).collect();
    match parts.len().saturating_sub(MOST) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSurveyTally {
    responses: WeightSum,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scale: Option<Scale>,
    #[serde(deserialize_with = "unique_keys")]
    parts: BTreeMap<String, ScaleTally>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    joint: Option<Joint>,
}

impl TryFrom<RawSurveyTally> for SurveyTally {
    type Error = SurveyError;

    /// Each response gave at least one point of the scale.
    fn try_from(raw: RawSurveyTally) -> Result<Self, SurveyError> {
        let RawSurveyTally { responses, scale, parts, joint } = raw;
        let points = parts.values().map(|part| u128::from(part.answered().n())).sum::<u128>();
        let n = u128::from(responses.n());
        if n > points || (n == 0 && points > 0) {
            return Err(unfit("responses.n", &n, "at least one, and at most as many as there are points"));
        }
        let steps = scale.map_or(0, Scale::steps);
        let fits = |point: &i16| {
            scale.is_some_and(|scale| scale.contains(*point))
                || (joint.is_some() && point.unsigned_abs() <= steps)
        };
        let mut given = parts.values().flat_map(|part| part.points().keys());
        if scale.is_some() != (n > 0) || !given.all(fits) {
            let given = scale.map_or_else(|| "none".to_owned(), |scale| scale.to_string());
            return Err(unfit("scale", &given, "that of the points, where there are any"));
        }
        let answered: Vec<&WeightSum> = parts.values().map(ScaleTally::answered).collect();
        match &joint {
            Some(joint) if !joint.is_possible(&responses, &answered) => {
                return Err(unfit("joint", &n, "what respondents can have given to these parts"));
            }
            None if answered != [&responses] => {
                return Err(unfit(
                    "responses",
                    &n,
                    "the answers of the one part, or `joint` of what several were given",
                ));
            }
            _ => {}
        }
        Ok(Self { responses, scale, parts, joint })
    }
}

fn unfit(place: &str, given: &impl ToString, allowed: &'static str) -> SurveyError {
    SurveyError::Unfit { place: place.to_owned(), given: given.to_string(), allowed }
}

impl From<SurveyTally> for RawSurveyTally {
    fn from(tally: SurveyTally) -> Self {
        let SurveyTally { responses, scale, parts, joint } = tally;
        Self { responses, scale, parts, joint }
    }
}
