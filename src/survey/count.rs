use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::scale_tally::count;
use super::survey_tally::same_parts;
use super::{Question, Response, ResponseOutcome, ScaleTally, Survey, SurveyError, WeightSum};
use crate::quantity::{Number, PLACES, QuestionId, Share, SurveyId, Version, unique_keys};

/// A whole survey, counted: the answers to each question, and what became of the invitations.
///
/// Mergeable to equal bytes. The stored form names the version of its format first; one that this build does not know is
/// refused.
///
/// ```
/// use service_quality::survey::{Answer, Response, ResponseOutcome, Survey, SurveyCount};
///
/// let survey: Survey = serde_json::from_str(r#"{"id": "yearly", "version": "1", "name": {"en": "Customers"},
///     "questions": [{"id": "recommend", "kind": "nps"}]}"#)?;
/// let mut count = SurveyCount::new(&survey);
/// for (id, outcome) in [("R-1", ResponseOutcome::Returned), ("R-2", ResponseOutcome::NotReturned),
///     ("R-3", ResponseOutcome::Undelivered)] {
///     count.record(&survey, &Response::builder(id.parse()?, "yearly".parse()?).outcome(outcome).build()?)?;
/// }
/// assert_eq!((count.invited(), count.response_rate()), (3, "0.5".parse().ok()));
/// assert_eq!(serde_json::to_string(&count)?, concat!(r#"{"version":1,"survey":"yearly","survey_version":"1","#,
///     r#""returned":{"n":1},"not_returned":1,"undelivered":1,"questions":{"recommend":{"no_answer":1}}}"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCount", into = "RawCount")]
pub struct SurveyCount {
    survey: SurveyId,
    survey_version: Version,
    returned: WeightSum,
    not_returned: u64,
    undelivered: u64,
    questions: BTreeMap<QuestionId, ScaleTally>,
}

impl SurveyCount {
    /// Nothing counted.
    #[must_use]
    pub fn new(survey: &Survey) -> Self {
        let questions = survey.questions().iter();
        Self {
            survey: survey.id().clone(),
            survey_version: survey.version().clone(),
            returned: WeightSum::default(),
            not_returned: 0,
            undelivered: 0,
            questions: questions.map(|question| (question.id().clone(), ScaleTally::default())).collect(),
        }
    }

    /// The survey.
    #[must_use]
    pub const fn survey(&self) -> &SurveyId {
        &self.survey
    }

    /// Its version.
    #[must_use]
    pub const fn survey_version(&self) -> &Version {
        &self.survey_version
    }

    /// Those who were invited, reached or not (发放); at most 2^64 − 1.
    #[must_use]
    pub const fn invited(&self) -> u64 {
        self.returned.n().saturating_add(self.not_returned).saturating_add(self.undelivered)
    }

    /// Those who answered (回收).
    #[must_use]
    pub const fn returned(&self) -> &WeightSum {
        &self.returned
    }

    /// Those who were reached and did not answer.
    #[must_use]
    pub const fn not_returned(&self) -> u64 {
        self.not_returned
    }

    /// Those who were not reached.
    #[must_use]
    pub const fn undelivered(&self) -> u64 {
        self.undelivered
    }

    /// The answers to a question of the survey.
    #[must_use]
    pub fn question(&self, question: &QuestionId) -> Option<&ScaleTally> {
        self.questions.get(question)
    }

    /// The answers to each question.
    #[must_use]
    pub const fn questions(&self) -> &BTreeMap<QuestionId, ScaleTally> {
        &self.questions
    }

    /// Returned of those reached (应答率), to 9 places half away from zero; absent when nobody was reached.
    #[must_use]
    pub fn response_rate(&self) -> Option<Share> {
        let returned = i128::from(self.returned.n());
        let rate = Number::ratio(returned, returned.checked_add(self.not_returned.into())?, PLACES)?;
        Share::new(rate.value()).ok()
    }

    /// How many unweighted responses would tell as much as those returned: (Σw)² / Σw². Absent when none were.
    #[must_use]
    pub fn effective_n(&self) -> Option<f64> {
        self.returned.effective_n()
    }

    /// Counts one response, points turned round where a question is reverse-coded.
    ///
    /// # Errors
    /// [`SurveyError::OtherCount`] for a count of another survey or version, [`SurveyError::OtherParts`] where these ask
    /// other questions; otherwise as [`Survey::check`], and
    /// [`SurveyError::Full`]. The count then stays as it was.
    pub fn record(&mut self, survey: &Survey, response: &Response) -> Result<(), SurveyError> {
        self.check_own(survey.id(), survey.version())?;
        let asked = || survey.questions_by_id().map(Question::id);
        if !asked().eq(self.questions.keys()) {
            same_parts(&names(asked()), &names(self.questions.keys()))?;
        }
        let mut answers = Vec::with_capacity(self.questions.len());
        survey.read(response, |answer| answers.push(answer))?;
        match response.outcome() {
            ResponseOutcome::NotReturned => return count(&mut self.not_returned, 1, "not_returned"),
            ResponseOutcome::Undelivered => return count(&mut self.undelivered, 1, "undelivered"),
            ResponseOutcome::Returned => {}
        }
        // What the returned responses have room for, each question has.
        let one = WeightSum::of(response.weight())?;
        let returned = self.returned.plus(&one)?;
        for (tally, answer) in self.questions.values_mut().zip(answers) {
            tally.count(answer, &one)?;
        }
        self.returned = returned;
        Ok(())
    }

    /// Adds what another count of the same survey and version holds.
    ///
    /// # Errors
    /// [`SurveyError::OtherCount`], [`SurveyError::OtherParts`], [`SurveyError::Full`]; the count then stays as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), SurveyError> {
        self.check_own(&other.survey, &other.survey_version)?;
        same_parts(&names(self.questions.keys()), &names(other.questions.keys()))?;
        let returned = self.returned.plus(&other.returned)?;
        let (mut not_returned, mut undelivered) = (self.not_returned, self.undelivered);
        count(&mut not_returned, other.not_returned, "not_returned")?;
        count(&mut undelivered, other.undelivered, "undelivered")?;
        // What the returned responses have room for, each question has.
        for (ours, theirs) in self.questions.values_mut().zip(other.questions.values()) {
            ours.merge(theirs)?;
        }
        (self.returned, self.not_returned, self.undelivered) = (returned, not_returned, undelivered);
        Ok(())
    }

    fn check_own(&self, survey: &SurveyId, version: &Version) -> Result<(), SurveyError> {
        if (&self.survey, &self.survey_version) == (survey, version) {
            return Ok(());
        }
        let named = |survey: &SurveyId, version: &Version| format!("`{survey}` version `{version}`");
        Err(SurveyError::OtherCount {
            left: named(&self.survey, &self.survey_version),
            right: named(survey, version),
        })
    }
}

fn names<'a>(questions: impl Iterator<Item = &'a QuestionId>) -> BTreeSet<&'a str> {
    questions.map(QuestionId::as_str).collect()
}

/// The format version that this build reads and writes, checked as soon as it is read.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
struct Format;

const KNOWN: u32 = 1;

impl TryFrom<u32> for Format {
    type Error = SurveyError;

    fn try_from(given: u32) -> Result<Self, SurveyError> {
        if given == KNOWN { Ok(Self) } else { Err(SurveyError::UnknownVersion { given, known: KNOWN }) }
    }
}

impl From<Format> for u32 {
    fn from(_: Format) -> Self {
        KNOWN
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCount {
    version: Format,
    survey: SurveyId,
    survey_version: Version,
    returned: WeightSum,
    not_returned: u64,
    undelivered: u64,
    #[serde(deserialize_with = "unique_keys")]
    questions: BTreeMap<QuestionId, ScaleTally>,
}

impl TryFrom<RawCount> for SurveyCount {
    type Error = SurveyError;

    /// Every question was asked of everyone who answered, so that it has room for what the returned responses have.
    fn try_from(raw: RawCount) -> Result<Self, SurveyError> {
        let RawCount { survey, survey_version, returned, not_returned, undelivered, questions, .. } = raw;
        for (question, tally) in &questions {
            if returned.less(tally.answered()).is_none() {
                return Err(SurveyError::Unfit {
                    place: format!("questions.{question}.points"),
                    given: tally.answered().n().to_string(),
                    allowed: "answers of those who returned, of no more weight than theirs",
                });
            }
            let counts = [tally.answered().n(), tally.no_answer(), tally.not_applicable()];
            let asked: u128 = counts.into_iter().map(u128::from).sum();
            if asked != u128::from(returned.n()) {
                return Err(SurveyError::Unfit {
                    place: format!("questions.{question}"),
                    given: asked.to_string(),
                    allowed: "as many answers, no answers and not applicable together as were returned",
                });
            }
        }
        Ok(Self { survey, survey_version, returned, not_returned, undelivered, questions })
    }
}

impl From<SurveyCount> for RawCount {
    fn from(count: SurveyCount) -> Self {
        let SurveyCount { survey, survey_version, returned, not_returned, undelivered, questions } = count;
        Self { version: Format, survey, survey_version, returned, not_returned, undelivered, questions }
    }
}
