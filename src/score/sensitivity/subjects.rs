use std::collections::{BTreeMap, BTreeSet};

use crate::indicator::Measurement;
use crate::quantity::{IndicatorId, SubjectId, excerpt};
use crate::score::plan::{Ascent, Plan, Slot, State};
use crate::score::{Curve, Model, PartScore, Place, Scorecard, exact};

use super::standing::ranked;
use super::{SensitivityError, SubjectStanding};

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
    /// The scorecards of the period before.
    previous: Option<&'a BTreeMap<SubjectId, Scorecard>>,
    pub(super) now: Vec<SubjectStanding>,
}

impl Model {
    /// Asks what hangs on the weights.
    ///
    /// # Errors
    /// [`SensitivityError::NoSubjects`], [`SensitivityError::DuplicateSubject`].
    pub fn sensitivity<'a>(
        &'a self,
        subjects: &'a [(SubjectId, BTreeMap<IndicatorId, Measurement>)],
    ) -> Result<Sensitivity<'a>, SensitivityError> {
        if subjects.is_empty() {
            return Err(SensitivityError::NoSubjects);
        }
        let mut seen = BTreeSet::new();
        for (index, (subject, _)) in subjects.iter().enumerate() {
            if !seen.insert(subject) {
                let (place, given) = (format!("subjects[{index}]"), excerpt(subject.as_str()));
                return Err(SensitivityError::DuplicateSubject { place, given });
            }
        }
        let mut sensitivity = Sensitivity { model: self, subjects, previous: None, now: Vec::new() };
        sensitivity.now = sensitivity.standings(self.plan());
        Ok(sensitivity)
    }
}

impl<'a> Sensitivity<'a> {
    /// The same after an earlier period, as [`Model::score_after`] scores: a subject that has a scorecard here carries over
    /// scores from it, and keeps its grade within the margin. The others are scored as if new.
    pub fn after(self, previous: &'a BTreeMap<SubjectId, Scorecard>) -> Self {
        let mut sensitivity = Self { previous: Some(previous), ..self };
        sensitivity.now = sensitivity.standings(sensitivity.model.plan());
        sensitivity
    }

    /// The subjects as they stand, in the order given.
    #[must_use]
    pub fn standings_now(&self) -> &[SubjectStanding] {
        &self.now
    }

    pub(super) fn subjects(&self) -> impl Iterator<Item = &SubjectId> {
        self.subjects.iter().map(|(subject, _)| subject)
    }

    /// The slot of a part below the root.
    pub(super) fn slot(&self, place: &Place) -> Result<usize, SensitivityError> {
        let slots = self.model.plan().slots();
        slots.iter().position(|slot| slot.place == *place).ok_or_else(|| SensitivityError::UnknownPart {
            place: "place".into(),
            given: excerpt(place.as_str()),
            model: self.model.id().to_string(),
        })
    }

    /// The totals by a plan with other weights.
    pub(super) fn totals(&self, plan: &Plan) -> Vec<State> {
        let total = |(subject, measured): &'a (SubjectId, BTreeMap<IndicatorId, Measurement>)| {
            let before = self.before(subject);
            let previous = |slot: &Slot| before.get(&slot.place).copied();
            plan.rise(|slot, curve| measured_state(measured, slot, curve, plan), previous).total
        };
        self.subjects.iter().map(total).collect()
    }

    /// The scores of each subject, to be weighed otherwise.
    pub(super) fn ascents(&self) -> impl Iterator<Item = Ascent<'a>> {
        let plan = self.model.plan();
        self.subjects.iter().map(move |(subject, measured)| {
            let before = self.before(subject);
            let previous = |slot: &Slot| before.get(&slot.place).copied();
            Ascent::new(plan, |slot, curve| measured_state(measured, slot, curve, plan), previous)
        })
    }

    pub(super) fn standings(&self, plan: &Plan) -> Vec<SubjectStanding> {
        ranked(
            self.subjects()
                .zip(self.totals(plan))
                .map(|(subject, total)| self.standing(subject, &total))
                .collect(),
        )
    }

    /// How a subject stands with a total, not yet ranked.
    pub(super) fn standing(&self, subject: &SubjectId, total: &State) -> SubjectStanding {
        let part = PartScore::new(self.model.plan().root(), total.clone());
        let before = self.scorecard(subject).and_then(Scorecard::unruled_grade);
        let grading =
            self.model.grades().and_then(|grades| grades.grading(&part, before, self.model.hysteresis()));
        SubjectStanding {
            subject: subject.clone(),
            total: total.outcome.as_ref().ok().copied().map(exact::score),
            grade: grading.and_then(|grading| grading.band).map(|band| band.grade),
            rank: None,
        }
    }

    fn scorecard(&self, subject: &SubjectId) -> Option<&'a Scorecard> {
        self.previous?.get(subject)
    }

    /// What the parts scored in the period before.
    fn before(&self, subject: &SubjectId) -> BTreeMap<&'a Place, i128> {
        let parts = self.scorecard(subject).into_iter().flat_map(Scorecard::parts);
        parts.filter_map(|part| Some((part.place(), part.score()?.to_scaled()))).collect()
    }
}

fn measured_state(
    measured: &BTreeMap<IndicatorId, Measurement>,
    slot: &Slot,
    curve: &Curve,
    plan: &Plan,
) -> State {
    match &slot.place {
        Place::Indicator(id) => {
            State::measured(measured.get(id).copied(), curve, plan.rounding().indicator())
        }
        Place::Node(_) => State::empty(),
    }
}
