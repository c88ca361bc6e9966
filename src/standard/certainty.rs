use std::collections::BTreeMap;

use super::{Engine, ServiceTally, ServiceTallyError};
use crate::indicator::{Formula, Indicator, Measurement, Sampling};
use crate::quantity::IndicatorId;
use crate::score::{Certainty, CertaintyError, Derive, Model, Scorecard, Simulation};

impl Engine {
    /// How the indicators' values may have come out on another sample of the same service, where that is known.
    ///
    /// # Errors
    /// As [`Engine::measure`].
    pub fn samplings(
        &self,
        tally: &ServiceTally,
    ) -> Result<BTreeMap<IndicatorId, Sampling>, ServiceTallyError> {
        tally.fits(&self.tally())?;
        let mut samplings = BTreeMap::new();
        for indicator in self.standard().indicators() {
            if let Some(counted) = tally.indicators().get(indicator.id())
                && let Some(sampling) = indicator.sampling(counted)?
            {
                samplings.insert(indicator.id().clone(), sampling);
            }
        }
        Ok(samplings)
    }

    /// How sure the total of [measurements](Engine::measure) and its grade are, by their
    /// [samplings](Engine::samplings), to which the host adds those of its own figures:
    /// [`Model::certainty`](crate::score::Model::certainty). Derived indicators are derived anew in every draw.
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use service_quality::indicator::Measurement;
    /// use service_quality::score::Simulation;
    /// use service_quality::standard::Standard;
    /// use service_quality::survey::{Answer, Response};
    ///
    /// let standard = Standard::from_json(r#"{
    ///     "id": "desk", "version": "2026-01", "calendars": {},
    ///     "surveys": [{"id": "after a call", "version": "1", "name": {"en": "After a call"}, "questions": [
    ///         {"id": "csat", "kind": {"csat": {"scale": {"from": 1, "to": 5}, "satisfied_at_least": 4, "dissatisfied_at_most": 2}}}]}],
    ///     "built_in": [{"id": "csat_top_box"}],
    ///     "model": {"grades": [{"grade": "good", "from": 70}, {"grade": "poor", "from": 0}],
    ///         "root": {"id": "service", "children": [
    ///             {"weight": 1, "indicator": "csat_top_box", "curve": {"goalposts": {"worst": 0, "best": 100}}}]}}
    /// }"#)?;
    /// let engine = standard.engine()?;
    /// let mut tally = engine.tally();
    /// for (id, point) in [("R-1", 5), ("R-2", 4), ("R-3", 2), ("R-4", 5)] {
    ///     let response = Response::builder(id.parse()?, "after a call".parse()?).answer("csat".parse()?, Answer::Point(point));
    ///     engine.record_response(&mut tally, &response.build()?)?;
    /// }
    /// let certainty = engine.certainty(&engine.measure(&tally)?, &engine.samplings(&tally)?, Simulation::new(7))?;
    /// assert_eq!(certainty.grade().map(|grade| grade.as_str()), Some("good"), "3 of 4 are satisfied");
    /// let verdict = certainty.verdict("0.9".parse()?).ok_or("no grades")?;
    /// assert_eq!(verdict.to_string(), "borderline with poor", "as 4 answers tell little");
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Model::certainty`](crate::score::Model::certainty); [`CertaintyError::Underived`] for a derived value out of
    /// range.
    pub fn certainty(
        &self,
        measurements: &BTreeMap<IndicatorId, Measurement>,
        samplings: &BTreeMap<IndicatorId, Sampling>,
        simulation: Simulation,
    ) -> Result<Certainty, CertaintyError> {
        self.certainty_of(self.standard().model(), measurements, samplings, simulation, None)
    }

    /// As [`Engine::certainty`], of a total that was [scored after](Engine::score_measured_after) an earlier one:
    /// [`Model::certainty_after`](crate::score::Model::certainty_after).
    ///
    /// # Errors
    /// As [`Engine::certainty`].
    pub fn certainty_after(
        &self,
        measurements: &BTreeMap<IndicatorId, Measurement>,
        samplings: &BTreeMap<IndicatorId, Sampling>,
        simulation: Simulation,
        previous: &Scorecard,
    ) -> Result<Certainty, CertaintyError> {
        self.certainty_of(self.standard().model(), measurements, samplings, simulation, Some(previous))
    }

    /// Of the standard's model, or of another with its indicators.
    pub(crate) fn certainty_of(
        &self,
        model: &Model,
        measurements: &BTreeMap<IndicatorId, Measurement>,
        samplings: &BTreeMap<IndicatorId, Sampling>,
        simulation: Simulation,
        previous: Option<&Scorecard>,
    ) -> Result<Certainty, CertaintyError> {
        let standard = self.standard();
        let derived: Vec<&IndicatorId> = standard
            .indicators()
            .iter()
            .filter(|indicator| matches!(indicator.formula(), Formula::Derived(_)))
            .map(Indicator::id)
            .collect();
        let from = |drawn: &mut BTreeMap<IndicatorId, Measurement>| {
            for id in &derived {
                drawn.remove(*id);
            }
            standard.system().derive(drawn)
        };
        let derive = (!derived.is_empty()).then_some(Derive { ids: &derived, from: &from });
        model.certainty_with(measurements, samplings, simulation, previous, derive.as_ref())
    }
}
