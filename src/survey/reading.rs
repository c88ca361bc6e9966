use std::fmt;

use serde::{Deserialize, Serialize};

use super::statistic::Family;
use super::{Question, QuestionKind, Scale, Statistic, SurveyError};

/// What is read of a question by its own definition (按题目自身口径): its kind says who is satisfied, and on which scale.
///
/// ```
/// use service_quality::survey::{QuestionKind, Reading, Scale, Statistic};
///
/// let kind = QuestionKind::csat(Scale::FIVE)?;
/// assert_eq!(Reading::Net.statistic(&kind), Some(Statistic::Net { at_least: 4, at_most: 2 }));
/// assert_eq!(Reading::Dissatisfied.statistic(&QuestionKind::ces(Scale::SEVEN)?), None);
/// # Ok::<(), service_quality::survey::SurveyError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reading {
    /// Percent that is satisfied, agrees or promotes (满意率).
    Satisfied,
    /// Percent that is dissatisfied, or detracts (不满意率).
    Dissatisfied,
    /// Percent satisfied less percent dissatisfied (净满意度).
    Net,
    /// The mean's place between the ends of the scale, 0 to 100 (满意度指数).
    Index,
}

impl Reading {
    /// The statistic that it is of questions of a kind; absent for a kind that does not define it.
    #[must_use]
    pub const fn statistic(self, kind: &QuestionKind) -> Option<Statistic> {
        match self {
            Self::Satisfied => kind.satisfied(),
            Self::Dissatisfied => kind.dissatisfied(),
            Self::Net => kind.net(),
            Self::Index => Some(Statistic::Index { scale: kind.scale() }),
        }
    }

    /// The statistic that it is of a question.
    pub(super) fn of(self, question: &Question) -> Result<Statistic, SurveyError> {
        self.statistic(question.kind())
            .ok_or_else(|| SurveyError::NoDefinition { question: question.id().clone(), reading: self })
    }

    /// The point that an answer counts as: questions with different cuts are counted together.
    pub(super) fn point(self, statistic: Statistic, answer: i16) -> i16 {
        match self {
            Self::Index => answer,
            // 1, 0 or −1.
            _ => statistic.value(answer).and_then(|value| value.try_into().ok()).unwrap_or_default(),
        }
    }

    /// The scale of these points, for a question on a scale.
    pub(super) const fn scale(self, asked: Scale) -> Scale {
        match self {
            Self::Satisfied | Self::Dissatisfied => Scale::SHARE,
            Self::Net => Scale::NET,
            Self::Index => asked,
        }
    }

    /// How these points are read, from a tally of a scale.
    pub(super) fn counted(self, scale: Option<Scale>) -> Statistic {
        match self {
            Self::Satisfied | Self::Dissatisfied => Statistic::TopBox { at_least: 1 },
            Self::Net => Statistic::Net { at_least: 1, at_most: -1 },
            // A tally without a scale has counted nothing, whatever is read from it.
            Self::Index => scale.map_or(Statistic::Mean, |scale| Statistic::Index { scale }),
        }
    }

    pub(super) const fn family(self) -> Family {
        match self {
            Self::Satisfied | Self::Dissatisfied => Family::Share,
            Self::Net => Family::Net,
            Self::Index => Family::Mean,
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Satisfied => "percent satisfied",
            Self::Dissatisfied => "percent dissatisfied",
            Self::Net => "percent satisfied less percent dissatisfied",
            Self::Index => "index of the scale",
        })
    }
}
