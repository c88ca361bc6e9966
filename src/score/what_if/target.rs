use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Score, excerpt};
use crate::score::{Band, Grade, Grades};

use super::WhatIfError;
use super::trial::{Standing, Thoughts, Trial};

/// What a total is to reach (目标).
///
/// ```
/// use service_quality::score::what_if::Target;
///
/// assert_eq!(serde_json::from_str::<Target>(r#""next_grade""#)?, Target::NextGrade);
/// assert_eq!(serde_json::to_string(&Target::Score("80".parse()?))?, r#"{"score":"80"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Target {
    /// At least this score.
    Score(Score),
    /// At least this grade.
    Grade(Grade),
    /// The grade above the present one; the lowest, where there is no grade yet. At the top nothing is left to reach.
    NextGrade,
}

/// A target in figures.
#[derive(Debug, Clone)]
pub(super) struct Goal<'a> {
    /// The target; the next grade by its name, unless there is none above.
    pub(super) target: Target,
    /// The band of the grade, where a grade is the target.
    pub(super) band: Option<&'a Band>,
    /// The least standing that reaches it.
    pub(super) least: Standing,
}

impl<'a> Goal<'a> {
    pub(super) fn score(score: Score) -> Self {
        Self { target: Target::Score(score), band: None, least: Standing { grade: Score::MIN, score } }
    }

    fn grade(band: &'a Band) -> Self {
        let least = Standing { grade: band.from, score: Score::MIN };
        Self { target: Target::Grade(band.grade.clone()), band: Some(band), least }
    }

    pub(super) fn new(target: &Target, trial: &mut Trial<'a>) -> Result<Self, WhatIfError> {
        let bands = |given: &str| {
            let remedy = if trial.grades().is_some() {
                "name one of the model's grades"
            } else {
                "give the model grades, or a score as the target"
            };
            let (given, model) = (excerpt(given), trial.model().to_owned());
            WhatIfError::UnknownGrade { place: "target".into(), given, model, remedy }
        };
        match target {
            Target::Score(score) => Ok(Self::score(*score)),
            Target::Grade(grade) => {
                let mut all = trial.grades().into_iter().flat_map(Grades::bands);
                let band = all.find(|band| band.grade == *grade);
                band.map(Self::grade).ok_or_else(|| bands(grade.as_str()))
            }
            Target::NextGrade => {
                let grades = trial.grades().ok_or_else(|| bands("next_grade"))?;
                let now = trial.total(&Thoughts::new()).clone();
                let now = trial.band(&now);
                let next = match &now {
                    Some(now) => grades.above(now.from),
                    None => grades.bands().last(),
                };
                Ok(next.map_or_else(
                    || Self { target: Target::NextGrade, ..Self::score(Score::MIN) },
                    Self::grade,
                ))
            }
        }
    }

    /// The score below which the goal cannot be reached.
    pub(super) fn least_score(&self, margin: Option<Score>) -> i128 {
        match self.band {
            // A margin may keep a grade below its lowest score.
            Some(band) => (band.from.to_scaled() - margin.map_or(0, Score::to_scaled)).max(0),
            None => self.least.score.to_scaled(),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Score(score) => write!(formatter, "a score of {score}"),
            Self::Grade(grade) => write!(formatter, "grade {grade}"),
            Self::NextGrade => formatter.write_str("the next grade"),
        }
    }
}
