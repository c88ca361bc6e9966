use std::collections::BTreeMap;

use super::{Standard, StandardError};
use crate::indicator::{Indicator, Instrument, Record, Source};
use crate::quantity::{ChecklistId, SurveyId};

/// Which of a standard's indicators count which records, by their places: found once, when the standard is compiled,
/// since it depends on the survey or checklist and not on the answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Counting {
    responses: BTreeMap<SurveyId, Vec<usize>>,
    inspections: BTreeMap<ChecklistId, Vec<usize>>,
    others: BTreeMap<Source, Vec<usize>>,
}

impl Counting {
    /// # Errors
    /// [`StandardError::Unread`]; none for a standard, whose indicators were checked so when it was built.
    pub(super) fn of(standard: &Standard) -> Result<Self, StandardError> {
        let mut counting = Self::default();
        for (place, indicator) in standard.indicators().iter().enumerate() {
            let formula = indicator.formula();
            let reads = |instrument| {
                let at = format!("indicators[{place}].formula");
                formula.reads(instrument).map_err(|source| StandardError::Unread { place: at, source })
            };
            match formula.source() {
                Some(Source::Response) => {
                    for survey in standard.surveys() {
                        if reads(Instrument::Survey(survey))? {
                            counting.responses.entry(survey.id().clone()).or_default().push(place);
                        }
                    }
                }
                Some(Source::Inspection) => {
                    for checklist in standard.checklists() {
                        if reads(Instrument::Checklist(checklist))? {
                            counting.inspections.entry(checklist.id().clone()).or_default().push(place);
                        }
                    }
                }
                Some(other) => counting.others.entry(other).or_default().push(place),
                None => {}
            }
        }
        Ok(counting)
    }

    /// The indicators that count a record, in the standard's order.
    pub(super) fn indicators<'a>(
        &'a self,
        standard: &'a Standard,
        record: Record<'_>,
    ) -> impl Iterator<Item = &'a Indicator> {
        let places = match record {
            Record::Response { survey, .. } => self.responses.get(survey.id()),
            Record::Inspection { checklist, .. } => self.inspections.get(checklist.id()),
            other => self.others.get(&other.source()),
        };
        places.into_iter().flatten().filter_map(|place| standard.indicators().get(*place))
    }
}
