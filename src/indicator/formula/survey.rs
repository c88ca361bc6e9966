//! What formulas count of a response to a survey.

use super::Formula;
use crate::indicator::TallyError;
use crate::indicator::tally::Observation;
use crate::survey::{self, Response, ResponseOutcome, Survey, SurveyError};

impl Formula {
    /// What one response adds to the tally.
    pub(super) fn observe_response(
        &self,
        survey: &Survey,
        response: &Response,
    ) -> Result<Observation, TallyError> {
        let (Self::Survey { survey: wanted, among, .. } | Self::ResponseRate { survey: wanted, among }) =
            self
        else {
            return Ok(Observation::Elsewhere);
        };
        if wanted.as_ref().is_some_and(|wanted| wanted != survey.id()) {
            return Ok(Observation::Elsewhere);
        }
        survey.check(response)?;
        if let Self::Survey { measure, .. } = self {
            match measure.check(survey) {
                // Of a survey that was not asked for by name, its questions tell whether it is meant.
                Err(SurveyError::UnknownQuestion { .. }) if wanted.is_none() => {
                    return Ok(Observation::Elsewhere);
                }
                checked => checked?,
            }
        }
        if !among.matches(response) {
            return Ok(Observation::Outside);
        }
        let Self::Survey { measure, .. } = self else {
            return Ok(match response.outcome() {
                ResponseOutcome::Returned => Observation::Share { k: 1, n: 1 },
                ResponseOutcome::NotReturned => Observation::Share { k: 0, n: 1 },
                ResponseOutcome::Undelivered => Observation::Outside,
            });
        };
        Ok(match measure.observe(survey, response)? {
            survey::Observation::NotApplicable => Observation::Outside,
            survey::Observation::NoAnswer => Observation::Without,
            survey::Observation::Counted(tally) => Observation::Answers(tally),
        })
    }
}
