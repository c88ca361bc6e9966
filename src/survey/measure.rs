use std::fmt;

use serde::{Deserialize, Serialize};

use super::figure::Errors;
use super::statistic::Family;
use super::weight_sum::float;
use super::{
    Acsi, Answer, Exact, Figure, Points, Response, ResponseOutcome, Servperf, Servqual, Statistic, Survey,
    SurveyError, SurveyTally, Told, WeightSum,
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
    /// its sides or overlaps the other; [`SurveyError::OtherScale`]; [`SurveyError::OtherHalf`] where a pair's halves
    /// are exchanged.
    pub fn check(&self, survey: &Survey) -> Result<(), SurveyError> {
        match self {
            Self::Question { question, statistic } => {
                let scale = survey.asked(question, || "question".to_owned())?.kind().scale();
                statistic.check("question.statistic", question, scale)
            }
            Self::Acsi(acsi) => acsi.check(survey),
            Self::Servqual(servqual) => servqual.check(survey),
            Self::Servperf(servperf) => servperf.check(survey),
        }
    }

    /// A tally that has counted nothing.
    #[must_use]
    pub fn tally(&self) -> SurveyTally {
        SurveyTally::of_parts(self.components().iter().map(|part| part.name))
    }

    /// What one response tells: its points, turned round where a question is reverse-coded. It is counted as soon as one
    /// part is answered; a SERVQUAL pair is answered when both halves are.
    ///
    /// # Errors
    /// [`SurveyError::OtherSurvey`], [`SurveyError::UnknownQuestion`], [`SurveyError::OffScale`] and
    /// [`SurveyError::OtherScale`].
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
    /// A figure of several parts is Σvx / Σv over their weights v, rounded once. Its standard error is √Σv²se² / Σv: it
    /// takes the parts, and the points of a part, as independent, which answers of one person are not; where customers
    /// who are content with one are so with all, it is too small.
    ///
    /// # Errors
    /// [`SurveyError::OtherParts`] for the tally of another measure.
    pub fn figure(&self, tally: &SurveyTally) -> Result<Option<Figure>, SurveyError> {
        self.fits(tally)?;
        if let (Self::Question { statistic, .. }, Some(part)) = (self, tally.parts().values().next()) {
            return Ok(part.figure(statistic));
        }
        Ok(self.exact(tally)?.and_then(|exact| self.composite(&exact, tally)))
    }

    /// The figure of each part, in the measure's order: a dimension's gap, a question's index.
    ///
    /// # Errors
    /// [`SurveyError::OtherParts`] for the tally of another measure.
    pub fn parts(&self, tally: &SurveyTally) -> Result<Vec<(String, Option<Figure>)>, SurveyError> {
        self.fits(tally)?;
        let figure = |part: &Part<'_>| tally.parts().get(part.name)?.figure(&part.statistic);
        Ok(self.components().iter().map(|part| (part.name.to_owned(), figure(part))).collect())
    }

    /// The figure before it is rounded; absent as the [figure](Self::figure) is.
    pub(crate) fn exact(&self, tally: &SurveyTally) -> Result<Option<Exact>, SurveyError> {
        self.fits(tally)?;
        let part = |part: Part<'_>| Some((tally.parts().get(part.name)?.exact(part.statistic)?, part.weight));
        let parts = self.components().into_iter().map(part).collect::<Option<Vec<_>>>();
        Ok(parts.and_then(Exact::mean))
    }

    /// What answers are to its value; absent where it has several parts.
    pub(super) fn family(&self) -> Option<Family> {
        match self {
            Self::Question { statistic, .. } => Some(statistic.family()),
            _ => None,
        }
    }

    fn composite(&self, exact: &Exact, tally: &SurveyTally) -> Option<Figure> {
        let value = exact.rounded(1, 1, PLACES)?;
        let parts = self.components();
        let whole = float(parts.iter().map(|part| part.weight).sum());
        let mut errors = Errors { population: 0.0, sample: Some(0.0) };
        for part in &parts {
            let figure = tally.parts().get(part.name)?.figure(&part.statistic)?;
            let share = float(part.weight) / whole;
            errors.population = errors.population.hypot(share * figure.standard_error());
            errors.sample = errors
                .sample
                .zip(figure.standard_error_sample())
                .map(|(sum, error)| sum.hypot(share * error));
        }
        let responses = tally.responses();
        Some(Figure::of_parts(value, responses.n(), responses.effective_n()?, errors))
    }

    /// As [`Measure::observe`], without a tally of its own for each response.
    pub(crate) fn told(&self, survey: &Survey, response: &Response) -> Result<Told<'_>, SurveyError> {
        survey.check_own(response)?;
        if response.outcome() != ResponseOutcome::Returned {
            return Ok(Told::NoAnswer);
        }
        let readings = self.readings(survey, response)?;
        let concerns = readings.iter().any(|(_, answer)| *answer != Answer::NotApplicable);
        let point =
            |(part, answer)| if let Answer::Point(point) = answer { Some((part, point)) } else { None };
        let given: Vec<(&str, i16)> = readings.into_iter().filter_map(point).collect();
        if given.is_empty() {
            return Ok(if concerns { Told::NoAnswer } else { Told::NotApplicable });
        }
        Ok(Told::Points(Points { measure: self, response: WeightSum::of(response.weight())?, given }))
    }

    /// What a response answered to each of the questions, or pairs, that are read, and which part counts it.
    fn readings<'a>(
        &'a self,
        survey: &Survey,
        response: &Response,
    ) -> Result<Vec<(&'a str, Answer)>, SurveyError> {
        let one = |question: &'a QuestionId| Ok((question.as_str(), read(survey, response, question)?));
        match self {
            Self::Question { question, .. } => Ok(vec![one(question)?]),
            Self::Acsi(acsi) => acsi.questions().into_iter().map(one).collect(),
            Self::Servqual(servqual) => servqual.readings(survey, response),
            Self::Servperf(servperf) => servperf.readings(survey, response),
        }
    }

    /// The parts, in the measure's order.
    fn components(&self) -> Vec<Part<'_>> {
        match self {
            Self::Question { question, statistic } => {
                vec![Part { name: question.as_str(), weight: 1, statistic: *statistic }]
            }
            Self::Acsi(acsi) => acsi.parts(),
            Self::Servqual(servqual) => servqual.parts(),
            Self::Servperf(servperf) => servperf.parts(),
        }
    }

    /// Whether a tally has the measure's parts.
    pub(super) fn fits(&self, tally: &SurveyTally) -> Result<(), SurveyError> {
        let parts = self.components();
        // Parts have different names, so that as many of the same names are the same ones.
        if parts.len() == tally.parts().len()
            && parts.iter().all(|part| tally.parts().contains_key(part.name))
        {
            return Ok(());
        }
        tally.check_parts(&parts.iter().map(|part| part.name).collect())
    }
}

/// The answer of a response to a question of the survey, as it counts.
pub(super) fn read(
    survey: &Survey,
    response: &Response,
    question: &QuestionId,
) -> Result<Answer, SurveyError> {
    let asked = survey.asked(question, || "measure".to_owned())?;
    Survey::reading(asked, response.answer(question), response)
}

impl fmt::Display for Measure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Question { question, statistic } => {
                write!(formatter, "{statistic}, of question {question}")
            }
            Self::Acsi(acsi) => acsi.fmt(formatter),
            Self::Servqual(servqual) => servqual.fmt(formatter),
            Self::Servperf(servperf) => servperf.fmt(formatter),
        }
    }
}
