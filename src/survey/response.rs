use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Answer, SurveyError};
use crate::quantity::{
    AttributeName, QuestionId, ResponseId, SurveyId, Timestamp, Version, Weight, unique_keys,
};
use crate::ticket::{Fact, Facts, Value, ValueRef};

/// What became of one questionnaire (答卷): the answers of one who was asked, or that there are none.
///
/// Who was invited and did not answer is a record too, so that response rates can be counted. A question without an
/// entry was not answered. [`Condition`](crate::ticket::Condition)s judge a response by its attributes.
///
/// ```
/// use service_quality::survey::{Answer, Response};
/// use service_quality::ticket::Condition;
///
/// let response: Response = serde_json::from_str(r#"{"id": "R-1", "survey": "yearly", "outcome": "returned",
///     "weight": "1.25", "attributes": {"region": "north"}, "answers": {"overall": 4, "parking": "not_applicable"}}"#)?;
/// assert_eq!(response.answer(&"overall".parse()?), Answer::Point(4));
/// assert_eq!(response.answer(&"wifi".parse()?), Answer::NoAnswer);
/// assert!(Condition::equals("region".parse()?, "north").matches(&response));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawResponse", into = "RawResponse")]
pub struct Response(RawResponse);

/// Builds a [`Response`]: returned, of weight 1 and without answers unless said otherwise.
///
/// ```
/// use service_quality::survey::{Response, ResponseOutcome};
/// let silent = Response::builder("R-2".parse()?, "yearly".parse()?).outcome(ResponseOutcome::NotReturned).build()?;
/// assert!(silent.answers().is_empty());
/// # Ok::<(), service_quality::survey::SurveyError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct ResponseBuilder(RawResponse);

/// What became of an invitation.
///
/// ```
/// use service_quality::survey::ResponseOutcome;
/// assert_eq!(serde_json::to_string(&ResponseOutcome::NotReturned)?, r#""not_returned""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseOutcome {
    /// It came back, be it with gaps (回收).
    #[default]
    Returned,
    /// It reached the customer and did not come back (未回收).
    NotReturned,
    /// It did not reach the customer (未送达): no part of the response rate.
    Undelivered,
}

impl Response {
    /// Begins a response to a survey.
    pub fn builder(id: ResponseId, survey: SurveyId) -> ResponseBuilder {
        ResponseBuilder(RawResponse {
            id,
            survey,
            version: None,
            at: None,
            outcome: ResponseOutcome::Returned,
            weight: Weight::ONE,
            attributes: BTreeMap::new(),
            answers: BTreeMap::new(),
        })
    }

    /// The response's name.
    #[must_use]
    pub const fn id(&self) -> &ResponseId {
        &self.0.id
    }

    /// The survey that it answers.
    #[must_use]
    pub const fn survey(&self) -> &SurveyId {
        &self.0.survey
    }

    /// The version of the survey that it answers, where that is known.
    #[must_use]
    pub const fn version(&self) -> Option<&Version> {
        self.0.version.as_ref()
    }

    /// When it was given, where that is known.
    #[must_use]
    pub const fn at(&self) -> Option<Timestamp> {
        self.0.at
    }

    /// What became of the invitation.
    #[must_use]
    pub const fn outcome(&self) -> ResponseOutcome {
        self.0.outcome
    }

    /// For how many it speaks, relative to the others; above 0.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        self.0.weight
    }

    /// The same response, speaking for so many: weights to correct a sample follow from who answered.
    ///
    /// ```
    /// use service_quality::survey::Response;
    ///
    /// let response = Response::builder("R-1".parse()?, "yearly".parse()?).build()?;
    /// assert_eq!(response.clone().with_weight("0.5".parse()?)?.weight(), "0.5".parse()?);
    /// assert!(response.with_weight("0".parse()?).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`SurveyError::ZeroWeight`].
    pub fn with_weight(self, weight: Weight) -> Result<Self, SurveyError> {
        RawResponse { weight, ..self.0 }.try_into()
    }

    /// What is known of the customer or the service.
    #[must_use]
    pub const fn attributes(&self) -> &BTreeMap<AttributeName, Value> {
        &self.0.attributes
    }

    /// The answers that were given or declined.
    #[must_use]
    pub const fn answers(&self) -> &BTreeMap<QuestionId, Answer> {
        &self.0.answers
    }

    /// The answer to a question; none where it has no entry.
    #[must_use]
    pub fn answer(&self, question: &QuestionId) -> Answer {
        self.0.answers.get(question).copied().unwrap_or(Answer::NoAnswer)
    }
}

impl ResponseBuilder {
    /// Which version of the survey it answers: it is then refused by the others.
    pub fn version(mut self, version: Version) -> Self {
        self.0.version = Some(version);
        self
    }

    /// When it was given.
    pub fn at(mut self, at: Timestamp) -> Self {
        self.0.at = Some(at);
        self
    }

    /// What became of the invitation.
    pub fn outcome(mut self, outcome: ResponseOutcome) -> Self {
        self.0.outcome = outcome;
        self
    }

    /// For how many it speaks, relative to the others.
    pub fn weight(mut self, weight: Weight) -> Self {
        self.0.weight = weight;
        self
    }

    /// Adds an attribute, or replaces it.
    pub fn attribute(mut self, name: AttributeName, value: impl Into<Value>) -> Self {
        self.0.attributes.insert(name, value.into());
        self
    }

    /// Adds an answer, or replaces it.
    pub fn answer(mut self, question: QuestionId, answer: Answer) -> Self {
        self.0.answers.insert(question, answer);
        self
    }

    /// The response.
    ///
    /// # Errors
    /// [`SurveyError::ZeroWeight`]; [`SurveyError::Answered`] where it was not returned and has answers.
    pub fn build(self) -> Result<Response, SurveyError> {
        self.0.try_into()
    }
}

impl Facts for Response {
    /// An attribute; facts of a ticket's history a response has not got.
    fn fact(&self, fact: &Fact) -> Option<ValueRef<'_>> {
        match fact {
            Fact::Attribute(name) => self.0.attributes.get(name).map(Value::as_ref),
            Fact::Derived(_) => None,
        }
    }
}

impl fmt::Display for ResponseOutcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Returned => "returned",
            Self::NotReturned => "not returned",
            Self::Undelivered => "undelivered",
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a response as an object")]
struct RawResponse {
    id: ResponseId,
    survey: SurveyId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<Version>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    #[serde(default)]
    outcome: ResponseOutcome,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    weight: Weight,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique_keys")]
    attributes: BTreeMap<AttributeName, Value>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique_keys")]
    answers: BTreeMap<QuestionId, Answer>,
}

const fn one() -> Weight {
    Weight::ONE
}

fn is_one(weight: &Weight) -> bool {
    *weight == Weight::ONE
}

impl TryFrom<RawResponse> for Response {
    type Error = SurveyError;

    fn try_from(raw: RawResponse) -> Result<Self, SurveyError> {
        if raw.weight == Weight::ZERO {
            return Err(SurveyError::ZeroWeight { response: raw.id });
        }
        if raw.outcome != ResponseOutcome::Returned && !raw.answers.is_empty() {
            return Err(SurveyError::Answered { response: raw.id, outcome: raw.outcome });
        }
        Ok(Self(raw))
    }
}

impl From<Response> for RawResponse {
    fn from(response: Response) -> Self {
        response.0
    }
}
