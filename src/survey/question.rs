use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{QuestionKind, SurveyError};
use crate::quantity::{Label, Name, ObjectiveId, QuestionId};

/// One question of a survey (题项).
///
/// ```
/// use service_quality::survey::{Question, QuestionKind, Scale};
///
/// let effort = Question::new("effort".parse()?, QuestionKind::ces(Scale::SEVEN)?)?.as_reversed();
/// assert_eq!(effort.point(1), Some(7), "they were asked how hard it was");
/// assert_eq!(effort.point(8), None);
/// # Ok::<(), service_quality::survey::SurveyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawQuestion", into = "RawQuestion")]
pub struct Question(RawQuestion);

impl Question {
    /// A question of a kind, whose cuts fit its scale.
    ///
    /// # Errors
    /// [`SurveyError::Cut`].
    pub fn new(id: QuestionId, kind: QuestionKind) -> Result<Self, SurveyError> {
        kind.check(&format!("question `{id}`"))?;
        Ok(Self(RawQuestion {
            id,
            text: None,
            kind,
            reversed: false,
            dimension: None,
            topic: None,
            covers: BTreeSet::new(),
        }))
    }

    /// Adds the wording.
    #[must_use]
    pub fn with_text(mut self, text: Name) -> Self {
        self.0.text = Some(text);
        self
    }

    /// Makes it a reverse-coded item (反向题), where a low answer is a good one: points are turned round before anything
    /// is counted, so that cuts and figures always read high as good.
    #[must_use]
    pub fn as_reversed(mut self) -> Self {
        self.0.reversed = true;
        self
    }

    /// Says which dimension of quality it asks about, such as responsiveness.
    #[must_use]
    pub fn with_dimension(mut self, dimension: Label) -> Self {
        self.0.dimension = Some(dimension);
        self
    }

    /// Says what it is about, such as the hotline.
    #[must_use]
    pub fn with_topic(mut self, topic: Label) -> Self {
        self.0.topic = Some(topic);
        self
    }

    /// Adds an objective of an agreement that it asks about.
    #[must_use]
    pub fn covering(mut self, objective: ObjectiveId) -> Self {
        self.0.covers.insert(objective);
        self
    }

    /// The question's name.
    #[must_use]
    pub const fn id(&self) -> &QuestionId {
        &self.0.id
    }

    /// Its wording, where given.
    #[must_use]
    pub const fn text(&self) -> Option<&Name> {
        self.0.text.as_ref()
    }

    /// What it asks for.
    #[must_use]
    pub const fn kind(&self) -> &QuestionKind {
        &self.0.kind
    }

    /// Whether a low answer is a good one.
    #[must_use]
    pub const fn is_reversed(&self) -> bool {
        self.0.reversed
    }

    /// The dimension of quality, where given.
    #[must_use]
    pub const fn dimension(&self) -> Option<&Label> {
        self.0.dimension.as_ref()
    }

    /// The topic, where given.
    #[must_use]
    pub const fn topic(&self) -> Option<&Label> {
        self.0.topic.as_ref()
    }

    /// The objectives that it asks about.
    #[must_use]
    pub const fn covers(&self) -> &BTreeSet<ObjectiveId> {
        &self.0.covers
    }

    /// The point that an answer counts as: itself, or turned round where the question is reverse-coded. Absent off the
    /// scale.
    #[must_use]
    pub fn point(&self, given: i16) -> Option<i16> {
        let scale = self.0.kind.scale();
        if self.0.reversed { scale.reverse(given) } else { scale.contains(given).then_some(given) }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a question as an object")]
struct RawQuestion {
    id: QuestionId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<Name>,
    kind: QuestionKind,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    reversed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dimension: Option<Label>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<Label>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    covers: BTreeSet<ObjectiveId>,
}

impl TryFrom<RawQuestion> for Question {
    type Error = SurveyError;

    fn try_from(raw: RawQuestion) -> Result<Self, SurveyError> {
        raw.kind.check(&format!("question `{}`", raw.id))?;
        Ok(Self(raw))
    }
}

impl From<Question> for RawQuestion {
    fn from(question: Question) -> Self {
        question.0
    }
}
