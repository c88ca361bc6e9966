use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::ops::Range;
use std::sync::Arc;

use super::counting::Counting;
use super::{GroupedTally, RecordError, ServiceTally, ServiceTallyError, Standard, StandardError};
use crate::assessment::{Assessment, Inspection};
use crate::calendar::WorkingTimeIndex;
use crate::indicator::{Absence, Case, Formula, Measurement, Record, Report, TallyError, Uncertainty};
use crate::quantity::{CalendarId, FigureId, IndicatorId, Share, StandardVersion, Timestamp};
use crate::score::{Model, Scorecard};
use crate::sla::{Evaluation, SlaEngine};
use crate::survey::Response;
use crate::ticket::{Fact, Ticket};

/// A compiled standard: immutable, `Send + Sync`, shared freely.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use service_quality::standard::{Engine, Standard};
///
/// let standard = Standard::from_json(&std::fs::read_to_string("examples/data/standard.json")?)?;
/// let engine: Engine = standard.engine()?;
/// let scorecard = engine.score(&engine.tally())?;
/// assert_eq!(scorecard.score(), None, "nothing was recorded: that is no score, neither 0 nor 100");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Engine {
    standard: Arc<Standard>,
    version: StandardVersion,
    /// The standard's model, its indicators named.
    model: Model,
    calendars: BTreeMap<CalendarId, Arc<WorkingTimeIndex>>,
    agreements: Vec<SlaEngine>,
    counting: Counting,
    /// The reported figures that indicators read.
    figures: BTreeSet<FigureId>,
    /// What every tally begins as, and holds the parts of.
    empty: ServiceTally,
}

/// What recording a ticket gave: the evaluation of each agreement, none for a ticket that was created later.
///
/// ```
/// # #[cfg(feature = "json")] {
/// # use service_quality::standard::Standard;
/// # use service_quality::ticket::{EventKind, Ticket};
/// # let engine = Standard::from_json(&std::fs::read_to_string("examples/data/standard.json")?)?.engine()?;
/// let ticket = Ticket::builder("T-1".parse()?)
///     .event("2026-03-02T01:00:00Z".parse()?, EventKind::Created)
///     .build()?;
/// let recorded = engine.record(&mut engine.tally(), &ticket, "2026-03-03T00:00:00Z".parse()?)?;
/// assert_eq!(recorded.evaluations().len(), 1);
/// assert_eq!(recorded.outcomes().count(), 2);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    evaluations: Vec<Evaluation>,
}

impl Standard {
    /// Compiles the standard with calendar indexes for the years 2020 to 2034; instants outside are computed
    /// without an index, which is slower and gives the same results.
    ///
    /// # Errors
    /// [`StandardError::Calendar`] when a calendar cannot be compiled.
    pub fn engine(&self) -> Result<Engine, StandardError> {
        self.engine_within(Timestamp::clamped(1_577_836_800)..Timestamp::clamped(2_051_222_400))
    }

    /// As [`Standard::engine`], with calendar indexes for a range of the host's choice: some 9 KB a year and
    /// calendar.
    ///
    /// # Errors
    /// [`StandardError::Calendar`] when a calendar cannot be compiled or the range is empty.
    pub fn engine_within(&self, range: Range<Timestamp>) -> Result<Engine, StandardError> {
        let mut calendars = BTreeMap::new();
        for (id, calendar) in self.calendars() {
            let index = calendar
                .compile(range.clone())
                .map_err(|source| StandardError::Calendar { calendar: id.clone(), source })?;
            calendars.insert(id.clone(), Arc::new(index));
        }
        let agreements = self
            .agreement_series()
            .iter()
            .enumerate()
            .map(|(index, agreement)| {
                agreement.engine(&calendars).map_err(|source| StandardError::Agreement { index, source })
            })
            .collect::<Result<_, _>>()?;
        let named = |id: &IndicatorId| self.indicator(id).map(|indicator| indicator.name().clone());
        Ok(Engine {
            counting: Counting::of(self)?,
            empty: ServiceTally::empty(self),
            figures: self
                .indicators()
                .iter()
                .flat_map(|indicator| indicator.formula().figures())
                .cloned()
                .collect(),
            version: self.standard_version(),
            model: self.model().clone().with_indicator_names(named),
            standard: Arc::new(self.clone()),
            calendars,
            agreements,
        })
    }
}

impl Engine {
    /// The standard.
    #[must_use]
    pub fn standard(&self) -> &Standard {
        &self.standard
    }

    pub(super) const fn version(&self) -> &StandardVersion {
        &self.version
    }

    /// The compiled calendars.
    #[must_use]
    pub const fn calendars(&self) -> &BTreeMap<CalendarId, Arc<WorkingTimeIndex>> {
        &self.calendars
    }

    /// The engine of each agreement, in the order in which the standard first names them.
    #[must_use]
    pub fn agreements(&self) -> &[SlaEngine] {
        &self.agreements
    }

    /// An empty tally.
    #[must_use]
    pub fn tally(&self) -> ServiceTally {
        self.empty.clone()
    }

    /// An empty tally for each value of a fact.
    #[must_use]
    pub const fn tally_by(&self, fact: Fact) -> GroupedTally {
        GroupedTally::new(fact)
    }

    /// Evaluates a ticket under every agreement, without recording it.
    #[must_use]
    pub fn evaluate(&self, ticket: &Ticket, as_of: Timestamp) -> Recorded {
        let evaluations = self.agreements.iter().filter_map(|agreement| agreement.evaluate(ticket, as_of));
        Recorded { evaluations: evaluations.collect() }
    }

    /// Evaluates a ticket and counts it, as it stood at an instant. One that was created later is not counted.
    ///
    /// # Errors
    /// [`RecordError`]; the tally is then as it was.
    pub fn record(
        &self,
        tally: &mut ServiceTally,
        ticket: &Ticket,
        as_of: Timestamp,
    ) -> Result<Recorded, RecordError> {
        tally.fits(&self.empty)?;
        let view = ticket.at(as_of);
        if !view.exists() {
            return Ok(Recorded { evaluations: Vec::new() });
        }
        let recorded = self.evaluate(ticket, as_of);
        let case = Case::new(&view).with_evaluations(&recorded.evaluations)?.with_calendars(&self.calendars);
        self.count(tally, case.into())?;
        for evaluation in &recorded.evaluations {
            if let Some(attainment) = tally.attainment.get_mut(&evaluation.agreement) {
                attainment.record(evaluation);
            }
        }
        tally.tickets = tally.tickets.saturating_add(1);
        Ok(recorded)
    }

    /// Counts a response to one of the standard's surveys, returned or not. As with every record: what is recorded twice
    /// counts twice, so a host that receives a record again leaves it out.
    ///
    /// # Errors
    /// [`RecordError`]; the tally is then as it was.
    pub fn record_response(&self, tally: &mut ServiceTally, response: &Response) -> Result<(), RecordError> {
        let survey = self.standard.survey(response.survey());
        let survey = survey
            .ok_or_else(|| self.no_instrument("response", response.id(), "survey", response.survey()))?;
        survey.check(response).map_err(TallyError::from)?;
        self.count_other(tally, (survey, response).into())
    }

    /// Counts an inspection by one of the standard's checklists.
    ///
    /// # Errors
    /// [`RecordError`]; the tally is then as it was.
    pub fn record_inspection(
        &self,
        tally: &mut ServiceTally,
        inspection: &Inspection,
    ) -> Result<(), RecordError> {
        let checklist = self.standard.checklist(inspection.checklist());
        let checklist = checklist.ok_or_else(|| {
            self.no_instrument("inspection", inspection.id(), "checklist", inspection.checklist())
        })?;
        checklist.check(inspection).map_err(TallyError::from)?;
        self.count_other(tally, (checklist, inspection).into())
    }

    /// Counts what assessors said of one subject.
    ///
    /// # Errors
    /// [`RecordError`]; the tally is then as it was.
    pub fn record_assessment(
        &self,
        tally: &mut ServiceTally,
        assessment: &Assessment,
    ) -> Result<(), RecordError> {
        self.count_other(tally, assessment.into())
    }

    /// Counts the host's own figures; says which of them no indicator of the standard reads, as a misspelt one is not.
    ///
    /// # Errors
    /// [`RecordError`]; the tally is then as it was.
    pub fn record_report(
        &self,
        tally: &mut ServiceTally,
        report: &Report,
    ) -> Result<Vec<FigureId>, RecordError> {
        self.count_other(tally, report.into())?;
        let given = report.figures().keys().chain(report.not_applicable());
        Ok(given.filter(|figure| !self.figures.contains(*figure)).cloned().collect())
    }

    fn count_other(&self, tally: &mut ServiceTally, record: Record<'_>) -> Result<(), RecordError> {
        tally.fits(&self.empty)?;
        self.count(tally, record)?;
        tally.note(record.source());
        Ok(())
    }

    fn no_instrument(
        &self,
        source: &str,
        id: &impl Display,
        what: &'static str,
        given: &impl Display,
    ) -> RecordError {
        RecordError::NoInstrument {
            record: format!("{source} `{id}`"),
            what,
            given: given.to_string(),
            standard: self.version.clone(),
        }
    }

    /// Counts a record, which has been checked, with every indicator that counts such records.
    fn count(&self, tally: &mut ServiceTally, record: Record<'_>) -> Result<(), RecordError> {
        // First all that can fail, then what cannot: an error leaves nothing half counted.
        let mut observations = Vec::with_capacity(self.standard.indicators().len());
        for indicator in self.counting.indicators(&self.standard, record) {
            let observation = indicator.observe(record)?;
            if let Some(counted) = tally.indicators.get(indicator.id()) {
                counted.check(&observation)?;
            }
            observations.push((indicator.id(), observation));
        }
        for (indicator, observation) in observations {
            if let Some(counted) = tally.indicators.get_mut(indicator) {
                counted.observe(&observation)?;
            }
        }
        Ok(())
    }

    /// What the indicators say of a tally, derived ones included; those that the host measures are missing.
    ///
    /// # Errors
    /// [`ServiceTallyError`] for the tally of another standard, one that does not hold what the standard counts, or a
    /// value out of range.
    pub fn measure(
        &self,
        tally: &ServiceTally,
    ) -> Result<BTreeMap<IndicatorId, Measurement>, ServiceTallyError> {
        self.measure_with(tally, &BTreeMap::new())
    }

    /// As [`Engine::measure`], with the values that the host measured itself.
    ///
    /// # Errors
    /// As [`Engine::measure`]; [`ServiceTallyError::NotExternal`] for a value of an indicator that the host does not
    /// measure.
    pub fn measure_with(
        &self,
        tally: &ServiceTally,
        own: &BTreeMap<IndicatorId, Measurement>,
    ) -> Result<BTreeMap<IndicatorId, Measurement>, ServiceTallyError> {
        tally.fits(&self.empty)?;
        let external = |id: &&IndicatorId| {
            let indicator = self.standard.indicator(id);
            indicator.is_some_and(|one| matches!(one.formula(), Formula::External))
        };
        if let Some(stranger) = own.keys().find(|id| !external(id)) {
            return Err(ServiceTallyError::NotExternal {
                standard: self.version.clone(),
                indicator: stranger.clone(),
            });
        }
        let mut measurements = own.clone();
        for indicator in self.standard.indicators() {
            let missing = || Measurement::absent(Absence::Missing);
            if let Some(counted) = tally.indicators.get(indicator.id()) {
                measurements.insert(indicator.id().clone(), indicator.measure(counted)?);
            } else if matches!(indicator.formula(), Formula::External) {
                measurements.entry(indicator.id().clone()).or_insert_with(missing);
            }
        }
        self.standard.system().derive(&mut measurements)?;
        Ok(measurements)
    }

    /// How surely each indicator's tally measures, where that can be told.
    ///
    /// # Errors
    /// As [`Engine::measure`].
    pub fn uncertainty(
        &self,
        tally: &ServiceTally,
        confidence: Share,
    ) -> Result<BTreeMap<IndicatorId, Uncertainty>, ServiceTallyError> {
        tally.fits(&self.empty)?;
        let mut found = BTreeMap::new();
        for indicator in self.standard.indicators() {
            if let Some(counted) = tally.indicators.get(indicator.id())
                && let Some(uncertainty) = indicator.uncertainty(counted, confidence)?
            {
                found.insert(indicator.id().clone(), uncertainty);
            }
        }
        Ok(found)
    }

    /// Scores a tally.
    ///
    /// # Errors
    /// As [`Engine::measure`].
    pub fn score(&self, tally: &ServiceTally) -> Result<Scorecard, ServiceTallyError> {
        Ok(self.score_measured(&self.measure(tally)?))
    }

    /// Scores measurements: those of [`Engine::measure`], completed by the host's own figures.
    #[must_use]
    pub fn score_measured(&self, measurements: &BTreeMap<IndicatorId, Measurement>) -> Scorecard {
        self.model.score(measurements).under(self.version.clone())
    }

    /// Scores a tally after an earlier period, of which the scorecard is given: what the model carries over comes from
    /// there, and its grade is left only by the margin; [`Model::score_after`].
    ///
    /// # Errors
    /// As [`Engine::measure`].
    pub fn score_after(
        &self,
        tally: &ServiceTally,
        previous: &Scorecard,
    ) -> Result<Scorecard, ServiceTallyError> {
        Ok(self.score_measured_after(&self.measure(tally)?, previous))
    }

    /// Scores measurements after an earlier period, as [`Engine::score_after`].
    #[must_use]
    pub fn score_measured_after(
        &self,
        measurements: &BTreeMap<IndicatorId, Measurement>,
        previous: &Scorecard,
    ) -> Scorecard {
        self.model.score_after(measurements, previous).under(self.version.clone())
    }
}

impl Recorded {
    /// The evaluation of each agreement, in the order in which the standard first names them.
    #[must_use]
    pub fn evaluations(&self) -> &[Evaluation] {
        &self.evaluations
    }

    /// All outcomes of all agreements.
    pub fn outcomes(&self) -> impl Iterator<Item = &crate::sla::Outcome> {
        self.evaluations.iter().flat_map(|evaluation| &evaluation.outcomes)
    }
}
