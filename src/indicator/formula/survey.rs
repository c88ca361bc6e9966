//! What formulas count of a response to a survey.

use super::Formula;
use crate::indicator::TallyError;
use crate::indicator::tally::Observation;
use crate::survey::{Response, ResponseOutcome, Survey, SurveyError, Told};

impl Formula {
    /// Whether responses to the survey may be counted: it is asked for by name, or none is.
    pub(super) fn asks_for_survey(&self, survey: &Survey) -> bool {
        match self {
            Self::Survey { survey: wanted, .. } | Self::ResponseRate { survey: wanted, .. } => {
                wanted.as_ref().is_none_or(|wanted| wanted == survey.id())
            }
            _ => false,
        }
    }

    /// Whether responses to a survey that may be counted are.
    ///
    /// # Errors
    /// As [`Measure::check`](crate::survey::Measure::check), for a survey that is asked for by name.
    pub(super) fn reads_survey(&self, survey: &Survey) -> Result<bool, TallyError> {
        let Self::Survey { measure, survey: wanted, .. } = self else { return Ok(true) };
        match measure.check(survey) {
            // Of a survey that was not asked for by name, its questions tell whether it is meant.
            Err(SurveyError::UnknownQuestion { .. }) if wanted.is_none() => Ok(false),
            checked => Ok(checked.map(|()| true)?),
        }
    }

    /// What one response adds to the tally, after it and its survey were checked.
    pub(super) fn observe_response(
        &self,
        survey: &Survey,
        response: &Response,
    ) -> Result<Observation<'_>, TallyError> {
        match self {
            Self::Survey { among, .. } | Self::ResponseRate { among, .. } if !among.matches(response) => {
                Ok(Observation::Outside)
            }
            Self::Survey { measure, .. } => Ok(match measure.told(survey, response)? {
                Told::NotApplicable => Observation::Outside,
                Told::NoAnswer => Observation::Without,
                Told::Points(points) => Observation::Answers(points),
            }),
            Self::ResponseRate { .. } => Ok(match response.outcome() {
                ResponseOutcome::Returned => Observation::Share { k: 1, n: 1 },
                ResponseOutcome::NotReturned => Observation::Share { k: 0, n: 1 },
                ResponseOutcome::Undelivered => Observation::Outside,
            }),
            _ => Ok(Observation::Elsewhere),
        }
    }
}
