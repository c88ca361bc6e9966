use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::inspection::attribute;
use super::{AssessmentError, Assessor};
use crate::quantity::{AttributeName, Label, Number, SubjectId, Timestamp, unique_keys};
use crate::ticket::{Fact, Facts, Value, ValueRef};

/// One subject rated by several assessors (多方评价): a call, an employee, a site.
///
/// All ratings are on one scale. Conditions judge the attributes, and the subject by the name `subject` unless an
/// attribute has it, so that assessments are chosen and grouped as tickets are.
///
/// ```
/// use service_quality::assessment::{Assessment, Assessor, Rating};
///
/// let call: Assessment = serde_json::from_str(r#"{"subject": "call-7", "at": "2026-03-02T09:00:00Z", "ratings": [
///     {"assessor": "internal", "rater": "Kim", "value": 4}, {"assessor": "customer", "value": "3.5"}]}"#)?;
/// assert_eq!(call.ratings()[1], Rating::new(Assessor::Customer, "3.5".parse()?));
///
/// let kim = Rating::new(Assessor::Internal, 4.into()).with_rater("Kim".parse()?);
/// let twice = Assessment::new("call-7".parse()?, call.at(), [kim.clone(), kim]).unwrap_err();
/// assert_eq!(twice.to_string(), "assessment of `call-7`: ratings[1] is another one of rater `Kim` (internal): keep one");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawAssessment", into = "RawAssessment")]
pub struct Assessment(RawAssessment);

/// What one assessor said of a subject.
///
/// ```
/// use service_quality::assessment::{Assessor, Rating};
/// let rating = Rating::new(Assessor::SelfAssessment, 5.into());
/// assert_eq!(serde_json::to_string(&rating)?, r#"{"assessor":"self","value":"5"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    assessor: Assessor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rater: Option<Label>,
    value: Number,
}

impl Rating {
    /// A rating by somebody who is not named.
    #[must_use]
    pub const fn new(assessor: Assessor, value: Number) -> Self {
        Self { assessor, rater: None, value }
    }

    /// Names who rated.
    #[must_use]
    pub fn with_rater(mut self, rater: Label) -> Self {
        self.rater = Some(rater);
        self
    }

    /// From which side.
    #[must_use]
    pub const fn assessor(&self) -> &Assessor {
        &self.assessor
    }

    /// Who rated.
    #[must_use]
    pub const fn rater(&self) -> Option<&Label> {
        self.rater.as_ref()
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> Number {
        self.value
    }
}

impl Assessment {
    /// A subject's ratings; those who are not named may be many, those who are named rate once.
    ///
    /// # Errors
    /// [`AssessmentError::NoRatings`], [`AssessmentError::DuplicateRater`].
    pub fn new(
        subject: SubjectId,
        at: Timestamp,
        ratings: impl IntoIterator<Item = Rating>,
    ) -> Result<Self, AssessmentError> {
        let ratings = ratings.into_iter().collect();
        RawAssessment { subject, at, attributes: BTreeMap::new(), ratings }.try_into()
    }

    /// Gives an attribute; the last one given of a name counts.
    #[must_use]
    pub fn with_attribute(mut self, name: AttributeName, value: impl Into<Value>) -> Self {
        self.0.attributes.insert(name, value.into());
        self
    }

    /// What was rated.
    #[must_use]
    pub const fn subject(&self) -> &SubjectId {
        &self.0.subject
    }

    /// When.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.0.at
    }

    /// The attributes, by name.
    #[must_use]
    pub const fn attributes(&self) -> &BTreeMap<AttributeName, Value> {
        &self.0.attributes
    }

    /// The ratings, as given; at least one.
    #[must_use]
    pub fn ratings(&self) -> &[Rating] {
        &self.0.ratings
    }
}

/// An assessment has attributes and a subject, and no facts of a ticket's history.
impl Facts for Assessment {
    fn fact(&self, fact: &Fact) -> Option<ValueRef<'_>> {
        let subject = |name: &str| (name == "subject").then(|| self.0.subject.as_str());
        attribute(&self.0.attributes, fact, subject)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an assessment as an object")]
struct RawAssessment {
    subject: SubjectId,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique_keys")]
    attributes: BTreeMap<AttributeName, Value>,
    ratings: Vec<Rating>,
}

impl TryFrom<RawAssessment> for Assessment {
    type Error = AssessmentError;

    fn try_from(raw: RawAssessment) -> Result<Self, AssessmentError> {
        if raw.ratings.is_empty() {
            return Err(AssessmentError::NoRatings { subject: raw.subject });
        }
        let mut named = BTreeSet::new();
        for (place, rating) in raw.ratings.iter().enumerate() {
            let Some(rater) = &rating.rater else { continue };
            if !named.insert((&rating.assessor, rater)) {
                return Err(AssessmentError::DuplicateRater {
                    subject: raw.subject.clone(),
                    place,
                    assessor: rating.assessor.clone(),
                    rater: rater.clone(),
                });
            }
        }
        Ok(Self(raw))
    }
}

impl From<Assessment> for RawAssessment {
    fn from(assessment: Assessment) -> Self {
        assessment.0
    }
}
