//! What a formula names outside itself, so that a document can be checked as a whole.

use super::Quantity;
use super::formula::{Exposure, Formula, Objectives};
use crate::quantity::{AgreementId, CalendarId, ChecklistId, ObjectiveId, SurveyId};

/// A name in a formula that has to be defined elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference<'a> {
    /// A calendar.
    Calendar(&'a CalendarId),
    /// An agreement.
    Agreement(&'a AgreementId),
    /// A survey.
    Survey(&'a SurveyId),
    /// A checklist.
    Checklist(&'a ChecklistId),
    /// An objective, of one agreement or of any.
    Objective(Option<&'a AgreementId>, &'a ObjectiveId),
}

impl Formula {
    /// The names that have to be defined elsewhere, in the order of the formula.
    pub(crate) fn references(&self) -> Vec<Reference<'_>> {
        let (agreement, objective) = match self {
            Self::Survey { survey, .. } | Self::ResponseRate { survey, .. } => {
                return survey.iter().map(Reference::Survey).collect();
            }
            Self::Checklist { checklist, .. } => return checklist.iter().map(Reference::Checklist).collect(),
            Self::SlaAttainment { objectives, agreement, .. }
            | Self::SlaOverdue { objectives, agreement, .. } => {
                let objective =
                    if let Objectives::Objective(objective) = objectives { Some(objective) } else { None };
                (agreement.as_ref(), objective)
            }
            Self::Mean { quantity, .. }
            | Self::Quantile { quantity, .. }
            | Self::Rate { per: Exposure::Sum(quantity), .. } => match quantity {
                Quantity::Working { calendar, .. } => return vec![Reference::Calendar(calendar)],
                Quantity::Used { objective, agreement, .. } => (agreement.as_ref(), Some(objective)),
                _ => (None, None),
            },
            _ => (None, None),
        };
        let named = agreement.map(Reference::Agreement);
        named
            .into_iter()
            .chain(objective.map(|objective| Reference::Objective(agreement, objective)))
            .collect()
    }
}
