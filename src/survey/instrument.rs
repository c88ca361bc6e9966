use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::error::{filled, unique};
use super::{Answer, Question, Response, SurveyError};
use crate::quantity::{Name, ObjectiveId, QuestionId, SurveyId, Version};

/// An instrument (问卷): what is asked. A change of wording or of a cut is a new version.
///
/// ```
/// use service_quality::quantity::Name;
/// use service_quality::survey::{Answer, Question, QuestionKind, Response, Scale, Survey};
///
/// let asked = Question::new("overall".parse()?, QuestionKind::csat(Scale::FIVE)?)?.covering("fix".parse()?);
/// let survey = Survey::new("yearly".parse()?, "2026".parse()?, Name::new("Customers")?, vec![asked])?;
/// assert!(survey.covers().contains("fix"));
///
/// let response = Response::builder("R-1".parse()?, "yearly".parse()?)
///     .answer("overall".parse()?, Answer::Point(6))
///     .build()?;
/// assert_eq!(survey.check(&response).unwrap_err().to_string(),
///     "response `R-1`, question `overall`: point `6` is off the scale: give 1 to 5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawSurvey", into = "RawSurvey")]
pub struct Survey {
    raw: RawSurvey,
    /// The places of its questions, in the order of their ids: that in which responses and tallies keep theirs.
    by_id: Vec<usize>,
}

impl Survey {
    /// A survey that asks these questions, in their order.
    ///
    /// # Errors
    /// [`SurveyError::Empty`] without questions, [`SurveyError::Duplicate`] for two of one id.
    pub fn new(
        id: SurveyId,
        version: Version,
        name: Name,
        questions: Vec<Question>,
    ) -> Result<Self, SurveyError> {
        RawSurvey { id, version, name, questions }.try_into()
    }

    /// The survey's name.
    #[must_use]
    pub const fn id(&self) -> &SurveyId {
        &self.raw.id
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> &Version {
        &self.raw.version
    }

    /// What people call it.
    #[must_use]
    pub const fn name(&self) -> &Name {
        &self.raw.name
    }

    /// What it asks, in order.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.raw.questions
    }

    /// One of its questions.
    #[must_use]
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        let questions = self.questions();
        let place =
            self.by_id.binary_search_by(|place| questions.get(*place).map(Question::id).cmp(&Some(id)));
        questions.get(*self.by_id.get(place.ok()?)?)
    }

    /// The objectives of an agreement that any of its questions asks about.
    #[must_use]
    pub fn covers(&self) -> BTreeSet<ObjectiveId> {
        self.raw.questions.iter().flat_map(|question| question.covers().iter().cloned()).collect()
    }

    /// Checks that a response answers this survey.
    ///
    /// # Errors
    /// [`SurveyError::OtherSurvey`], [`SurveyError::OtherVersion`], [`SurveyError::UnknownQuestion`],
    /// [`SurveyError::OffScale`].
    pub fn check(&self, response: &Response) -> Result<(), SurveyError> {
        self.read(response, drop)
    }

    /// Its questions, in the order of their ids.
    pub(super) fn questions_by_id(&self) -> impl Iterator<Item = &Question> {
        self.by_id.iter().filter_map(|place| self.questions().get(*place))
    }

    /// Reads what was answered to each question, in the order of their ids, and checks it in passing: both stand in that
    /// order, so one walk serves for all.
    pub(super) fn read(&self, response: &Response, mut each: impl FnMut(Answer)) -> Result<(), SurveyError> {
        self.check_own(response)?;
        let mut answers = response.answers().iter().peekable();
        for question in self.questions_by_id() {
            let answer = answers.next_if(|(id, _)| *id == question.id());
            each(Self::reading(question, answer.map_or(Answer::NoAnswer, |(_, answer)| *answer), response)?);
        }
        match answers.next() {
            None => Ok(()),
            // The walk waits at the first answer that no question takes.
            Some((id, _)) => self.asked(id, || format!("response `{}`", response.id())).map(drop),
        }
    }

    /// Refuses a response to another survey, or to another version of this one.
    pub(super) fn check_own(&self, response: &Response) -> Result<(), SurveyError> {
        if response.survey() != self.id() {
            return Err(SurveyError::OtherSurvey {
                response: response.id().clone(),
                given: response.survey().clone(),
                survey: self.id().clone(),
            });
        }
        match response.version() {
            Some(given) if given != self.version() => Err(SurveyError::OtherVersion {
                response: response.id().clone(),
                given: given.clone(),
                survey: self.id().clone(),
                version: self.version().clone(),
            }),
            _ => Ok(()),
        }
    }

    /// The question, or where it is missing.
    pub(super) fn asked(
        &self,
        id: &QuestionId,
        place: impl Fn() -> String,
    ) -> Result<&Question, SurveyError> {
        self.question(id).ok_or_else(|| SurveyError::UnknownQuestion {
            place: place(),
            question: id.clone(),
            survey: self.id().clone(),
        })
    }

    /// An answer as it counts: its point turned round where the question is reverse-coded.
    pub(super) fn reading(
        question: &Question,
        answer: Answer,
        response: &Response,
    ) -> Result<Answer, SurveyError> {
        let Answer::Point(given) = answer else { return Ok(answer) };
        question.point(given).map(Answer::Point).ok_or_else(|| SurveyError::OffScale {
            response: response.id().clone(),
            question: question.id().clone(),
            given,
            scale: question.kind().scale(),
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a survey as an object")]
struct RawSurvey {
    id: SurveyId,
    version: Version,
    name: Name,
    questions: Vec<Question>,
}

impl TryFrom<RawSurvey> for Survey {
    type Error = SurveyError;

    fn try_from(raw: RawSurvey) -> Result<Self, SurveyError> {
        filled("questions", "question", &raw.questions)?;
        unique(|index| format!("questions[{index}].id"), raw.questions.iter().map(Question::id))?;
        let mut by_id: Vec<usize> = (0..raw.questions.len()).collect();
        by_id.sort_by_key(|place| raw.questions.get(*place).map(Question::id));
        Ok(Self { raw, by_id })
    }
}

impl From<Survey> for RawSurvey {
    fn from(survey: Survey) -> Self {
        survey.raw
    }
}
