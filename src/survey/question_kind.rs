use serde::{Deserialize, Serialize};

use super::{Scale, Statistic, SurveyError};

/// What a question asks for: its scale, what counts as satisfied there, and the figure that is read first.
///
/// Cuts stand in the object, always: two surveys that call the same answer by different names can be told apart.
/// Constructors fill in what is customary.
///
/// ```
/// use service_quality::survey::{QuestionKind, Scale, Statistic};
///
/// let kind = QuestionKind::csat(Scale::FIVE)?;
/// assert_eq!(kind.satisfied(), Some(Statistic::TopBox { at_least: 4 }));
/// assert_eq!(serde_json::to_string(&kind)?,
///     r#"{"csat":{"scale":{"from":1,"to":5},"satisfied_at_least":4,"dissatisfied_at_most":2}}"#);
/// assert_eq!(QuestionKind::Nps.headline(), Statistic::nps());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum QuestionKind {
    /// Customer satisfaction (满意度): how satisfied they are, by the top box.
    Csat {
        /// The points.
        scale: Scale,
        /// The lowest satisfied point.
        satisfied_at_least: i16,
        /// The highest dissatisfied point.
        dissatisfied_at_most: i16,
    },
    /// Likelihood to recommend, 0 to 10, by the [Net Promoter Score](Statistic::nps) (净推荐值).
    Nps,
    /// Customer effort (客户费力度): "made it easy for me", from disagreement to agreement, by the share that agrees.
    Ces {
        /// The points.
        scale: Scale,
        /// The lowest point that agrees.
        agree_at_least: i16,
    },
    /// One of the three questions of the American Customer Satisfaction Index, 1 to 10, by its 0 to 100 index.
    Acsi,
    /// A statement to agree with (李克特量表), by the mean.
    Likert {
        /// The points.
        scale: Scale,
    },
    /// The good/bad review of government services (政务服务好差评): five grades, from 1, very dissatisfied, to 5, very
    /// satisfied. The middle one is worded "basically satisfied" (基本满意): whether it counts is a setting. The two
    /// lowest are the bad reviews.
    GoodBadReview {
        /// The lowest satisfied grade: 3, 4 or 5.
        satisfied_at_least: i16,
    },
    /// What excellent service would be like (期望): one half of a SERVQUAL pair, by the mean.
    Expectation {
        /// The points.
        scale: Scale,
    },
    /// What the service was like (感知): the other half of a SERVQUAL pair, by the mean.
    Perception {
        /// The points.
        scale: Scale,
    },
}

impl QuestionKind {
    /// Satisfaction with the customary cut: the top 1 of 3 points, the top 2 of 4 to 7, the top 3 of 10; as many at the
    /// bottom are dissatisfied.
    ///
    /// # Errors
    /// [`SurveyError::NoCustomaryCut`] for a scale of other length.
    pub const fn csat(scale: Scale) -> Result<Self, SurveyError> {
        let boxes = match scale.points() {
            3 => 1,
            4..=7 => 2,
            10 => 3,
            points => return Err(SurveyError::NoCustomaryCut { points }),
        };
        let (satisfied_at_least, dissatisfied_at_most) = cuts(scale, boxes);
        Ok(Self::Csat { scale, satisfied_at_least, dissatisfied_at_most })
    }

    /// Effort with the customary cut: the top 3 of 7 points, the top 2 of 5. Dixon, Toman and `DeLisi`, *The Effortless
    /// Experience* (2013).
    ///
    /// # Errors
    /// [`SurveyError::NoCustomaryCut`] for a scale of other length.
    pub const fn ces(scale: Scale) -> Result<Self, SurveyError> {
        let boxes = match scale.points() {
            5 => 2,
            7 => 3,
            points => return Err(SurveyError::NoCustomaryCut { points }),
        };
        Ok(Self::Ces { scale, agree_at_least: cuts(scale, boxes).0 })
    }

    /// The points that an answer may take.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        match *self {
            Self::Csat { scale, .. }
            | Self::Ces { scale, .. }
            | Self::Likert { scale }
            | Self::Expectation { scale }
            | Self::Perception { scale } => scale,
            Self::Nps => Scale::NPS,
            Self::Acsi => Scale::ACSI,
            Self::GoodBadReview { .. } => Scale::FIVE,
        }
    }

    /// How many are satisfied, by the kind's own definition; absent for a kind that has none.
    #[must_use]
    pub const fn satisfied(&self) -> Option<Statistic> {
        match *self {
            Self::Csat { satisfied_at_least: at_least, .. }
            | Self::GoodBadReview { satisfied_at_least: at_least }
            | Self::Ces { agree_at_least: at_least, .. } => Some(Statistic::TopBox { at_least }),
            Self::Nps => Some(Statistic::TopBox { at_least: 9 }),
            Self::Acsi | Self::Likert { .. } | Self::Expectation { .. } | Self::Perception { .. } => None,
        }
    }

    /// How many are dissatisfied, by the kind's own definition; absent for a kind that has none.
    #[must_use]
    pub const fn dissatisfied(&self) -> Option<Statistic> {
        match *self {
            Self::Csat { dissatisfied_at_most: at_most, .. } => Some(Statistic::BottomBox { at_most }),
            Self::GoodBadReview { .. } => Some(Statistic::BottomBox { at_most: BAD_REVIEW }),
            Self::Nps => Some(Statistic::BottomBox { at_most: 6 }),
            _ => None,
        }
    }

    /// How many more are satisfied than dissatisfied; absent for a kind that does not define both.
    #[must_use]
    pub const fn net(&self) -> Option<Statistic> {
        match (self.satisfied(), self.dissatisfied()) {
            (Some(Statistic::TopBox { at_least }), Some(Statistic::BottomBox { at_most })) => {
                Some(Statistic::Net { at_least, at_most })
            }
            _ => None,
        }
    }

    /// The figure that is read first.
    #[must_use]
    pub const fn headline(&self) -> Statistic {
        match *self {
            Self::Csat { satisfied_at_least: at_least, .. }
            | Self::GoodBadReview { satisfied_at_least: at_least }
            | Self::Ces { agree_at_least: at_least, .. } => Statistic::TopBox { at_least },
            Self::Nps => Statistic::nps(),
            Self::Acsi => Statistic::Index { scale: Scale::ACSI },
            Self::Likert { .. } | Self::Expectation { .. } | Self::Perception { .. } => Statistic::Mean,
        }
    }

    /// Refuses cuts that do not fit the scale.
    pub(super) fn check(&self, place: &str) -> Result<(), SurveyError> {
        let scale = self.scale();
        let cut = |cut, given, least: i16, most| {
            if (least..=most).contains(&given) {
                return Ok(());
            }
            let allowed = format!("{least} to {most}");
            Err(SurveyError::Cut { place: place.to_owned(), cut, given, allowed })
        };
        let (low, high) = (scale.from(), scale.to());
        let top = low.saturating_add(1);
        match *self {
            Self::Csat { satisfied_at_least: satisfied, dissatisfied_at_most: dissatisfied, .. } => {
                cut("satisfied_at_least", satisfied, top, high)?;
                cut("dissatisfied_at_most", dissatisfied, low, satisfied.saturating_sub(1))
            }
            Self::Ces { agree_at_least, .. } => cut("agree_at_least", agree_at_least, top, high),
            Self::GoodBadReview { satisfied_at_least: satisfied } => {
                cut("satisfied_at_least", satisfied, BAD_REVIEW.saturating_add(1), high)
            }
            _ => Ok(()),
        }
    }
}

/// The higher of the two grades that are a bad review.
const BAD_REVIEW: i16 = 2;

/// The lowest of so many top boxes, and the highest of so many bottom boxes, of a scale that has them.
const fn cuts(scale: Scale, boxes: i16) -> (i16, i16) {
    let within = boxes.saturating_sub(1);
    (scale.to().saturating_sub(within), scale.from().saturating_add(within))
}
