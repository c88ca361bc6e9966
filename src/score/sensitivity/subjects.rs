use std::collections::{BTreeMap, BTreeSet};

use crate::indicator::Measurement;
use crate::quantity::{IndicatorId, SubjectId, excerpt};
use crate::score::plan::Plan;
use crate::score::plan::State;
use crate::score::what_if::WhatIfError;
use crate::score::{Curve, Model, PartScore, Place, exact};

use super::SubjectStanding;
use super::standing::ranked;

/// What was measured of one subject or several, to be asked what hangs on the weights.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::indicator::Measurement;
/// use service_quality::score::Model;
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
///     {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0", "best": "1"}}},
///     {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
/// let desk = BTreeMap::from([
///     ("on_time".parse()?, Measurement::present("0.9".parse()?, 412)),
///     ("csat".parse()?, Measurement::present("4.2".parse()?, 97)),
/// ]);
/// let subjects = [("desk".parse()?, desk)];
/// let moved: Vec<String> = model
///     .sensitivity(&subjects)?
///     .left_out()
///     .iter()
///     .map(|out| format!("{}: {}", out.place.as_str(), out.standings[0].total.map_or_else(String::new, |total| total.to_string())))
///     .collect();
/// assert_eq!(moved, ["on_time: 80", "csat: 90"]); // 87.5 with both
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Sensitivity<'a> {
    pub(super) model: &'a Model,
    subjects: &'a [(SubjectId, BTreeMap<IndicatorId, Measurement>)],
    pub(super) now: Vec<SubjectStanding>,
}

impl Model {
    /// Asks what hangs on the weights.
    ///
    /// # Errors
    /// [`WhatIfError::NoSubjects`], [`WhatIfError::DuplicateSubject`].
    pub fn sensitivity<'a>(
        &'a self,
        subjects: &'a [(SubjectId, BTreeMap<IndicatorId, Measurement>)],
    ) -> Result<Sensitivity<'a>, WhatIfError> {
        if subjects.is_empty() {
            return Err(WhatIfError::NoSubjects);
        }
        let mut seen = BTreeSet::new();
        for (index, (subject, _)) in subjects.iter().enumerate() {
            if !seen.insert(subject) {
                let (place, given) = (format!("subjects[{index}]"), excerpt(subject.as_str()));
                return Err(WhatIfError::DuplicateSubject { place, given });
            }
        }
        let mut sensitivity = Sensitivity { model: self, subjects, now: Vec::new() };
        sensitivity.now = sensitivity.standings(self.plan());
        Ok(sensitivity)
    }
}

impl Sensitivity<'_> {
    /// The subjects as they stand, in the order given.
    #[must_use]
    pub fn standings_now(&self) -> &[SubjectStanding] {
        &self.now
    }

    pub(super) fn subjects(&self) -> impl Iterator<Item = &SubjectId> {
        self.subjects.iter().map(|(subject, _)| subject)
    }

    /// The slot of a part below the root.
    pub(super) fn slot(&self, place: &Place) -> Result<usize, WhatIfError> {
        let slots = self.model.plan().slots();
        slots.iter().position(|slot| slot.place == *place).ok_or_else(|| WhatIfError::UnknownPart {
            place: "place".into(),
            given: excerpt(place.as_str()),
            model: self.model.id().to_string(),
        })
    }

    /// The totals by a plan with other weights.
    pub(super) fn totals(&self, plan: &Plan) -> Vec<State> {
        let leaf = |measured: &BTreeMap<IndicatorId, Measurement>, place: &Place, curve: &Curve| match place {
            Place::Indicator(id) => {
                State::measured(measured.get(id).copied(), curve, plan.rounding().indicator())
            }
            Place::Node(_) => State::empty(),
        };
        let total = |measured| plan.rise(|slot, curve| leaf(measured, &slot.place, curve), |_| None).total;
        self.subjects.iter().map(|(_, measured)| total(measured)).collect()
    }

    pub(super) fn standings(&self, plan: &Plan) -> Vec<SubjectStanding> {
        let standing = |(subject, total): (&SubjectId, State)| {
            let part = PartScore::new(plan.root(), total.clone());
            let grading = self.model.grades().and_then(|grades| grades.grading(&part, None, None));
            SubjectStanding {
                subject: subject.clone(),
                total: total.outcome.ok().map(exact::score),
                grade: grading.and_then(|grading| grading.band).map(|band| band.grade),
                rank: None,
            }
        };
        ranked(self.subjects().zip(self.totals(plan)).map(standing).collect())
    }
}
