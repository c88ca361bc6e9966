use std::fmt;

use serde::{Deserialize, Serialize};

use super::joint::Term;
use super::statistic::Family;
use super::weight_sum::float;
use super::{
    Acsi, Answer, Exact, Figure, Points, Reading, Response, ResponseOutcome, Scale, Servperf, Servqual,
    Statistic, Survey, SurveyError, SurveyTally, Told, WeightSum,
};
use crate::quantity::{PLACES, QuestionId};

/// What is read from a survey (调查指标): data, for an indicator to name.
///
/// ```
/// use service_quality::survey::{Measure, Servqual, Statistic};
///
/// let satisfied: Measure = serde_json::from_str(
///     r#"{"question": {"question": "overall", "statistic": {"top_box": {"at_least": 4}}}}"#)?;
/// assert_eq!(satisfied.to_string(), "percent of 4 and above, of question overall");
/// let gap = Measure::Servqual(Servqual::standard()?);
/// assert_eq!(gap.tally().parts().len(), 5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Measure {
    /// A statistic of one question.
    Question {
        /// The question.
        question: QuestionId,
        /// The statistic.
        statistic: Statistic,
    },
    /// A reading of one question by its own definition: wherever it is asked, by the cuts and the scale that it has there.
    Own {
        /// The question.
        question: QuestionId,
        /// What is read.
        reading: Reading,
    },
    /// The American Customer Satisfaction Index (顾客满意度指数).
    Acsi(Acsi),
    /// The gap between perception and expectation (感知与期望差距).
    Servqual(Servqual),
    /// Perception alone (服务绩效).
    Servperf(Servperf),
}

/// What one response tells a measure.
///
/// ```
/// use service_quality::survey::{Measure, Observation, Response, ResponseOutcome, Statistic, Survey};
///
/// let survey: Survey = serde_json::from_str(r#"{"id": "yearly", "version": "1", "name": {"en": "Customers"},
///     "questions": [{"id": "recommend", "kind": "nps"}]}"#)?;
/// let nps = Measure::Question { question: "recommend".parse()?, statistic: Statistic::nps() };
/// let silent = Response::builder("R-1".parse()?, "yearly".parse()?).outcome(ResponseOutcome::NotReturned).build()?;
/// assert_eq!(nps.observe(&survey, &silent)?, Observation::NoAnswer);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Observation {
    /// Nothing that is read concerns them.
    NotApplicable,
    /// They were asked, or invited, and gave no answer.
    NoAnswer,
    /// What it adds to a tally of the measure.
    Counted(SurveyTally),
}

/// A part of a measure: what it is called in tallies, what it weighs, how it is read.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    /// In units of 10⁻⁹.
    pub(super) weight: u128,
    pub(super) statistic: Statistic,
}

impl Measure {
    /// Checks that a survey asks what is read, on scales that the reading fits.
    ///
    /// # Errors
    /// [`SurveyError::UnknownQuestion`]; [`SurveyError::Cut`] for a cut off the scale, that leaves no point on one of
    /// its sides or overlaps the other; [`SurveyError::NoDefinition`]; [`SurveyError::OtherScale`];
    /// [`SurveyError::OtherHalf`] where a pair's halves are exchanged.
    pub fn check(&self, survey: &Survey) -> Result<(), SurveyError> {
        match self {
            Self::Question { question, statistic } => {
                let scale = survey.asked(question, || "question".to_owned())?.kind().scale();
                statistic.check("question.statistic", question, scale)
            }
            Self::Own { question, reading } => {
                reading.of(survey.asked(question, || "own.question".to_owned())?).map(drop)
            }
            Self::Acsi(acsi) => acsi.check(survey),
            Self::Servqual(servqual) => servqual.check(survey),
            Self::Servperf(servperf) => servperf.check(survey),
        }
    }

    /// The questions that are read, in the measure's order; of SERVQUAL by pairs.
    ///
    /// ```
    /// use service_quality::survey::{Measure, Reading};
    ///
    /// let satisfied = Measure::Own { question: "overall".parse()?, reading: Reading::Satisfied };
    /// assert_eq!(satisfied.questions(), [&"overall".parse()?]);
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    #[must_use]
    pub fn questions(&self) -> Vec<&QuestionId> {
        match self {
            Self::Question { question, .. } | Self::Own { question, .. } => vec![question],
            Self::Acsi(acsi) => acsi.questions().to_vec(),
            Self::Servqual(servqual) => {
                let pairs = servqual.dimensions().iter().flat_map(|dimension| &dimension.pairs);
                pairs.flat_map(|pair| [&pair.expectation, &pair.perception]).collect()
            }
            Self::Servperf(servperf) => {
                servperf.dimensions().iter().flat_map(|dimension| &dimension.perceptions).collect()
            }
        }
    }

    /// The scale on which answers to a survey are counted, where it asks all that is read. All questions of a measure
    /// have one.
    pub(crate) fn scale(&self, survey: &Survey) -> Option<Scale> {
        self.check(survey).ok()?;
        let asked = survey.question(self.questions().first()?)?.kind().scale();
        Some(match self {
            Self::Own { reading, .. } => reading.scale(asked),
            _ => asked,
        })
    }

    /// A tally that has counted nothing.
    #[must_use]
    pub fn tally(&self) -> SurveyTally {
        SurveyTally::of_parts(self.components(None).iter().map(|part| part.name), self.is_composite())
    }

    /// What one response tells: its points, turned round where a question is reverse-coded. It is counted as soon as one
    /// part is answered; a SERVQUAL pair is answered when both halves are.
    ///
    /// # Errors
    /// [`SurveyError::OtherSurvey`], [`SurveyError::OtherVersion`], [`SurveyError::UnknownQuestion`],
    /// [`SurveyError::OffScale`], [`SurveyError::NoDefinition`] and [`SurveyError::OtherScale`].
    pub fn observe(&self, survey: &Survey, response: &Response) -> Result<Observation, SurveyError> {
        Ok(match self.told(survey, response)? {
            Told::NotApplicable => Observation::NotApplicable,
            Told::NoAnswer => Observation::NoAnswer,
            Told::Points(points) => {
                let mut tally = self.tally();
                tally.add(&points)?;
                Observation::Counted(tally)
            }
        })
    }

    /// Tallies one response; one that tells nothing leaves the tally as it was.
    ///
    /// # Errors
    /// As [`Measure::observe`], and as [`SurveyTally::merge`]; the tally then stays as it was.
    pub fn record(
        &self,
        tally: &mut SurveyTally,
        survey: &Survey,
        response: &Response,
    ) -> Result<(), SurveyError> {
        self.fits(tally)?;
        if let Told::Points(points) = self.told(survey, response)? { tally.add(&points) } else { Ok(()) }
    }

    /// What the tally says, to 9 places half away from zero; absent when a part of the measure was not answered at all:
    /// the others do not stand in for it.
    ///
    /// A figure of several parts is Σvx / Σv over their weights v, rounded once. Its standard error is that of a sum of
    /// ratios, linearised: √Σu² over respondents, where u = Σ v / Σv · w(s − mx) / Σwm over the parts, s being the sum of
    /// the points that the respondent gave to a part and m their number. It takes respondents as independent, not the
    /// answers of one: Woodruff (1971); Cochran, *Sampling Techniques* (1977), section 6.3. Its n is that of the part that
    /// the fewest respondents answered.
    ///
    /// # Errors
    /// [`SurveyError::OtherParts`] for the tally of another measure.
    pub fn figure(&self, tally: &SurveyTally) -> Result<Option<Figure>, SurveyError> {
        self.fits(tally)?;
        Ok(figure(tally, &self.components(tally.scale())))
    }

    /// The figure of each part, in the measure's order: a dimension's gap, a question's index.
    ///
    /// # Errors
    /// [`SurveyError::OtherParts`] for the tally of another measure.
    pub fn parts(&self, tally: &SurveyTally) -> Result<Vec<(String, Option<Figure>)>, SurveyError> {
        self.fits(tally)?;
        let one = |part: &Part<'_>| figure(tally, &[Part { weight: 1, ..*part }]);
        Ok(self.components(tally.scale()).iter().map(|part| (part.name.to_owned(), one(part))).collect())
    }

    /// The figure before it is rounded; absent as the [figure](Self::figure) is.
    pub(crate) fn exact(&self, tally: &SurveyTally) -> Result<Option<Exact>, SurveyError> {
        self.fits(tally)?;
        Ok(exact(tally, &self.components(tally.scale())))
    }

    /// What answers are to its value; absent where it has several parts.
    pub(super) fn family(&self) -> Option<Family> {
        match self {
            Self::Question { statistic, .. } => Some(statistic.family()),
            Self::Own { reading, .. } => Some(reading.family()),
            _ => None,
        }
    }

    /// Whether its value is the share of answers that count.
    pub(crate) fn is_share(&self) -> bool {
        self.family() == Some(Family::Share)
    }

    /// As [`Measure::observe`], without a tally of its own for each response.
    pub(crate) fn told(&self, survey: &Survey, response: &Response) -> Result<Told<'_>, SurveyError> {
        survey.check_own(response)?;
        if response.outcome() != ResponseOutcome::Returned {
            return Ok(Told::NoAnswer);
        }
        let mut reader = Reader { survey, response, scale: None };
        let readings = self.readings(&mut reader)?;
        let concerns = readings.iter().any(|(_, answer)| *answer != Answer::NotApplicable);
        let point =
            |(part, answer)| if let Answer::Point(point) = answer { Some((part, point)) } else { None };
        let points: Vec<(&str, i16)> = readings.into_iter().filter_map(point).collect();
        Ok(match reader.scale.filter(|_| !points.is_empty()) {
            Some(scale) => {
                let response = WeightSum::of(response.weight())?;
                Told::Points(Points { measure: self, response, scale, given: points })
            }
            None if concerns => Told::NoAnswer,
            None => Told::NotApplicable,
        })
    }

    /// What a response answered to each of the questions, or pairs, that are read, and which part counts it.
    fn readings<'a>(&'a self, reader: &mut Reader<'_>) -> Result<Vec<(&'a str, Answer)>, SurveyError> {
        match self {
            Self::Question { question, .. } => Ok(vec![(question.as_str(), reader.read(question)?)]),
            Self::Own { question, reading } => Ok(vec![(question.as_str(), reader.own(question, *reading)?)]),
            Self::Acsi(acsi) => {
                let one = |question: &'a QuestionId| Ok((question.as_str(), reader.read(question)?));
                acsi.questions().into_iter().map(one).collect()
            }
            Self::Servqual(servqual) => servqual.readings(reader),
            Self::Servperf(servperf) => servperf.readings(reader),
        }
    }

    /// The parts, in the measure's order, as they are read from a tally of a scale.
    fn components(&self, scale: Option<Scale>) -> Vec<Part<'_>> {
        match self {
            Self::Question { question, statistic } => {
                vec![Part { name: question.as_str(), weight: 1, statistic: *statistic }]
            }
            Self::Own { question, reading } => {
                vec![Part { name: question.as_str(), weight: 1, statistic: reading.counted(scale) }]
            }
            Self::Acsi(acsi) => acsi.parts(),
            Self::Servqual(servqual) => servqual.parts(),
            Self::Servperf(servperf) => servperf.parts(),
        }
    }

    /// Whether a response may give it several points.
    const fn is_composite(&self) -> bool {
        !matches!(self, Self::Question { .. } | Self::Own { .. })
    }

    /// Whether a tally has the measure's parts.
    pub(super) fn fits(&self, tally: &SurveyTally) -> Result<(), SurveyError> {
        let parts = self.components(None);
        // Parts have different names, so that as many of the same names are the same ones.
        if self.is_composite() == tally.joint().is_some()
            && parts.len() == tally.parts().len()
            && parts.iter().all(|part| tally.parts().contains_key(part.name))
        {
            return Ok(());
        }
        tally.check_parts(&parts.iter().map(|part| part.name).collect(), self.is_composite())
    }
}

/// The mean of the parts before it is rounded; absent where one has none.
fn exact(tally: &SurveyTally, parts: &[Part<'_>]) -> Option<Exact> {
    let part = |part: &Part<'_>| Some((tally.parts().get(part.name)?.exact(part.statistic)?, part.weight));
    Exact::mean(parts.iter().map(part).collect::<Option<Vec<_>>>()?)
}

fn figure(tally: &SurveyTally, parts: &[Part<'_>]) -> Option<Figure> {
    let Some(joint) = tally.joint() else {
        let part = parts.first()?;
        return tally.parts().get(part.name)?.figure(&part.statistic);
    };
    let value = exact(tally, parts)?.rounded(1, 1, PLACES)?;
    let whole = float(parts.iter().map(|part| part.weight).sum());
    let (mut n, mut effective_n) = (u64::MAX, f64::INFINITY);
    let mut terms = Vec::new();
    for part in parts {
        let place = tally.parts().keys().position(|name| name == part.name)?;
        let answers = tally.parts().get(part.name)?;
        let respondents = joint.respondents(place)?;
        if parts.len() == 1 && respondents == answers.answered() {
            // One answer of each.
            return answers.figure(&part.statistic);
        }
        (n, effective_n) = (n.min(respondents.n()), effective_n.min(respondents.effective_n()?));
        let (times, per) = part.statistic.unit();
        terms.push(Term {
            part: place,
            times: float(part.weight) / whole * f64::from(times) / f64::from(per),
            mean: answers.exact(Statistic::Mean)?,
            weight: answers.answered().weight(),
        });
    }
    Some(Figure::of_parts(value, n, effective_n, joint.variance(&terms)?.sqrt()))
}

/// Reads the answers of a response, all of one scale.
pub(super) struct Reader<'a> {
    survey: &'a Survey,
    response: &'a Response,
    /// That of the first question.
    scale: Option<Scale>,
}

impl Reader<'_> {
    pub(super) const fn survey(&self) -> &Survey {
        self.survey
    }

    /// The answer to a question of the survey, as it counts.
    pub(super) fn read(&mut self, question: &QuestionId) -> Result<Answer, SurveyError> {
        let asked = self.survey.asked(question, || "measure".to_owned())?;
        let scale = asked.kind().scale();
        let wanted = *self.scale.get_or_insert(scale);
        if scale != wanted {
            let (place, question) = ("measure".to_owned(), question.clone());
            return Err(SurveyError::OtherScale { place, question, scale, wanted });
        }
        Survey::reading(asked, self.response.answer(question), self.response)
    }

    /// The answer by the question's own definition.
    fn own(&mut self, question: &QuestionId, reading: Reading) -> Result<Answer, SurveyError> {
        let asked = self.survey.asked(question, || "measure".to_owned())?;
        let statistic = reading.of(asked)?;
        self.scale = Some(reading.scale(asked.kind().scale()));
        let answer = Survey::reading(asked, self.response.answer(question), self.response)?;
        let Answer::Point(point) = answer else { return Ok(answer) };
        Ok(Answer::Point(reading.point(statistic, point)))
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Question { question, statistic } => {
                write!(formatter, "{statistic}, of question {question}")
            }
            Self::Own { question, reading } => {
                write!(formatter, "{reading}, by the definition of question {question}")
            }
            Self::Acsi(acsi) => acsi.fmt(formatter),
            Self::Servqual(servqual) => servqual.fmt(formatter),
            Self::Servperf(servperf) => servperf.fmt(formatter),
        }
    }
}
