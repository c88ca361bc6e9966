//! What formulas count of a filled form, and of ratings.

use super::Formula;
use super::definition::is_by_form;
use crate::assessment::{
    Assessment, AssessmentError, Assessor, Checklist, Inspection, PanelTally, Portion, RatedSubject,
};
use crate::indicator::TallyError;
use crate::indicator::tally::Observation;
use crate::quantity::Number;

/// Items of one form, which are at most 10,000.
fn count(items: u64) -> Result<Number, TallyError> {
    Number::from_scaled(items.into(), 0).ok_or(TallyError::ValueOutOfRange { tally: "inspection" })
}

impl Formula {
    /// Whether forms of the checklist may be counted: it is asked for by name, or none is.
    pub(super) fn asks_for_checklist(&self, checklist: &Checklist) -> bool {
        let Self::Checklist { checklist: wanted, .. } = self else { return false };
        wanted.as_ref().is_none_or(|wanted| wanted == checklist.id())
    }

    /// Whether forms of a checklist that may be counted are.
    ///
    /// # Errors
    /// As [`ChecklistMeasure::check`](crate::assessment::ChecklistMeasure::check), for a checklist that is asked for by
    /// name.
    pub(super) fn reads_checklist(&self, checklist: &Checklist) -> Result<bool, TallyError> {
        let Self::Checklist { measure, checklist: wanted, .. } = self else { return Ok(false) };
        match measure.check(checklist) {
            // Of a checklist that was not asked for by name, its items tell whether it is meant.
            Err(AssessmentError::UnknownItem { .. } | AssessmentError::NothingMeasured { .. })
                if wanted.is_none() =>
            {
                Ok(false)
            }
            checked => Ok(checked.map(|()| true)?),
        }
    }

    /// What one filled form adds to the tally, after it and its checklist were checked.
    pub(super) fn observe_inspection(
        &self,
        checklist: &Checklist,
        inspection: &Inspection,
    ) -> Result<Observation<'_>, TallyError> {
        let Self::Checklist { measure, among, .. } = self else { return Ok(Observation::Elsewhere) };
        if !among.matches(inspection) {
            return Ok(Observation::Outside);
        }
        Ok(match measure.portion(checklist, inspection)? {
            Portion::NotApplicable => Observation::Outside,
            Portion::Missing => Observation::Without,
            Portion::Count { k, n } if is_by_form(measure) => Observation::Share { k, n },
            Portion::Count { k, n } => Observation::Ratio { of: count(k)?, per: count(n)? },
            Portion::Points { earned, among } => Observation::Ratio { of: earned, per: among },
        })
    }

    /// What the ratings of one subject add to the tally.
    pub(super) fn observe_assessment(&self, assessment: &Assessment) -> Result<Observation<'_>, TallyError> {
        match self {
            Self::Assessed { among, .. } | Self::Agreement { among, .. } if !among.matches(assessment) => {
                Ok(Observation::Outside)
            }
            Self::Assessed { panel, .. } => {
                let is_of_panel = |assessor| panel.weights().contains_key(assessor);
                if !assessment.ratings().iter().any(|rating| is_of_panel(rating.assessor())) {
                    return Ok(Observation::Without);
                }
                let mut tally = PanelTally::default();
                tally.record(assessment)?;
                Ok(Observation::Ratings(tally))
            }
            Self::Agreement { assessors, .. } => {
                let chosen = |assessor: &Assessor| assessors.is_empty() || assessors.contains(assessor);
                let subject = RatedSubject::of(assessment, chosen)?;
                Ok(if subject.size() > 0 { Observation::Subject(subject) } else { Observation::Without })
            }
            _ => Ok(Observation::Elsewhere),
        }
    }
}
