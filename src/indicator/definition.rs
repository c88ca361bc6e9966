use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::tally::Observation;
use super::{
    Absence, Dimension, Direction, Formula, IndicatorBuilder, IndicatorError, IndicatorTally, Limit,
    Measurement, Readout, Record, TallyError, Unit,
};
use crate::quantity::{IndicatorId, Label, Name, PeriodKind};

/// An indicator (指标): what is measured, how it is told, and what is aimed at.
///
/// ```
/// use service_quality::indicator::{Case, Indicator};
/// use service_quality::ticket::{EventKind, Ticket};
///
/// let reopened: Indicator = serde_json::from_str(r#"{
///     "id": "reopen_rate", "name": {"en": "Reopen rate", "zh": "工单重开率"}, "dimension": "accuracy",
///     "formula": {"share": {
///         "of": {"compare": {"fact": "@reopens", "is": "at_least", "value": 1}},
///         "among": {"exists": "@finished"}
///     }},
///     "unit": "percent", "direction": "lower", "target": {"at_most": "5"}, "places": 1
/// }"#)?;
///
/// let mut tally = reopened.tally().ok_or("measured by the host")?;
/// let ticket = Ticket::builder("T-1".parse()?)
///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
///     .event("2026-03-02T10:00:00Z".parse()?, EventKind::Resolved)
///     .build()?;
/// reopened.record(&mut tally, Case::new(&ticket.at("2026-04-01T00:00:00Z".parse()?)))?;
/// assert_eq!(reopened.measure(&tally)?.value(), Some(0.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Indicator(Parts);

/// The fields of a definition as a document has them, checked or not.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an indicator as an object")]
pub(super) struct Parts {
    pub(super) id: IndicatorId,
    pub(super) name: Name,
    pub(super) dimension: Dimension,
    pub(super) formula: Formula,
    pub(super) unit: Unit,
    pub(super) direction: Direction,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<Limit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) warning: Option<Limit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) critical: Option<Limit>,
    #[serde(default = "six_places")]
    pub(super) places: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) min_n: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) within: Option<IndicatorId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) period: Option<PeriodKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) timing: Option<Timing>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) evidence: Option<Evidence>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<Label>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) owner: Option<Label>,
}

/// Decimal places of a measured value, unless the definition says otherwise.
pub(super) const fn six_places() -> u32 {
    6
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Whether an indicator tells of results or of what will bring them.
///
/// ```
/// use service_quality::indicator::Timing;
/// assert_eq!(Timing::Leading.to_string(), "leading");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// Tells early, 先行指标.
    Leading,
    /// Tells what came out, 滞后指标.
    Lagging,
}

/// Where the figures come from (数据来源).
///
/// ```
/// use service_quality::indicator::Evidence;
/// assert_eq!(serde_json::to_string(&Evidence::UnannouncedInspection)?, r#""unannounced_inspection""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Evidence {
    /// Records of the systems that the service is run with, 系统数据.
    SystemData,
    /// Questions to customers, 问卷调查.
    Survey,
    /// Inspections known beforehand, 明查.
    AnnouncedInspection,
    /// Inspections not known beforehand, 暗访.
    UnannouncedInspection,
    /// Talks, 访谈.
    Interview,
    /// Complaints, 投诉.
    Complaint,
    /// Figures of others, 第三方.
    ThirdParty,
}

impl Indicator {
    /// Begins a definition with what every indicator has.
    pub const fn builder(
        id: IndicatorId,
        name: Name,
        dimension: Dimension,
        formula: Formula,
        unit: Unit,
        direction: Direction,
    ) -> IndicatorBuilder {
        IndicatorBuilder::new(id, name, dimension, formula, unit, direction)
    }

    /// A definition that has been checked.
    pub(super) const fn of(parts: Parts) -> Self {
        Self(parts)
    }

    /// Names it in documents and scorecards.
    #[must_use]
    pub const fn id(&self) -> &IndicatorId {
        &self.0.id
    }

    /// What people call it.
    #[must_use]
    pub const fn name(&self) -> &Name {
        &self.0.name
    }

    /// The side of quality that it belongs to.
    #[must_use]
    pub const fn dimension(&self) -> &Dimension {
        &self.0.dimension
    }

    /// How it is calculated.
    #[must_use]
    pub const fn formula(&self) -> &Formula {
        &self.0.formula
    }

    /// The unit of its value.
    #[must_use]
    pub const fn unit(&self) -> &Unit {
        &self.0.unit
    }

    /// Which way it is better.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        self.0.direction
    }

    /// What is aimed at.
    #[must_use]
    pub const fn target(&self) -> Option<Limit> {
        self.0.target
    }

    /// The limit beyond which attention is due.
    #[must_use]
    pub const fn warning(&self) -> Option<Limit> {
        self.0.warning
    }

    /// The limit beyond which action is due.
    #[must_use]
    pub const fn critical(&self) -> Option<Limit> {
        self.0.critical
    }

    /// Decimal places of its value.
    #[must_use]
    pub const fn places(&self) -> u32 {
        self.0.places
    }

    /// The least number of observations that a value is told of.
    #[must_use]
    pub const fn min_n(&self) -> u64 {
        self.0.min_n
    }

    /// The group of the indicator system that it belongs to; none on the first level.
    #[must_use]
    pub const fn group(&self) -> Option<&IndicatorId> {
        self.0.within.as_ref()
    }

    /// The same indicator in a group.
    #[must_use]
    pub fn with_group(mut self, group: IndicatorId) -> Self {
        self.0.within = Some(group);
        self
    }

    /// How often it is measured, where that was said.
    #[must_use]
    pub const fn period(&self) -> Option<PeriodKind> {
        self.0.period
    }

    /// Whether it leads or lags, where that was said.
    #[must_use]
    pub const fn timing(&self) -> Option<Timing> {
        self.0.timing
    }

    /// Where its figures come from, where that was said.
    #[must_use]
    pub const fn evidence(&self) -> Option<Evidence> {
        self.0.evidence
    }

    /// Who defined it, where that was said.
    #[must_use]
    pub const fn source(&self) -> Option<&Label> {
        self.0.source.as_ref()
    }

    /// Who answers for it, where that was said.
    #[must_use]
    pub const fn owner(&self) -> Option<&Label> {
        self.0.owner.as_ref()
    }

    /// An empty tally for it; absent where the host measures.
    #[must_use]
    pub fn tally(&self) -> Option<IndicatorTally> {
        self.formula().tally().map(|tally| IndicatorTally::new(self.id().clone(), tally))
    }

    /// Tallies one record: a [`Case`](super::Case), a [`Report`](super::Report), an
    /// [`Assessment`](crate::assessment::Assessment), a response with its survey or an inspection with its checklist.
    ///
    /// # Errors
    /// [`TallyError::Record`], naming indicator and record, when the record is of another [`Source`](super::Source),
    /// has no such quantity as the formula needs, or the tally is full; [`TallyError::DifferentIndicators`] for the
    /// tally of another indicator. The tally then stays as it was.
    pub fn record<'a>(
        &self,
        tally: &mut IndicatorTally,
        record: impl Into<Record<'a>>,
    ) -> Result<(), TallyError> {
        self.check_own(tally)?;
        let record = record.into();
        if !self.formula().admits(record).map_err(|why| self.refusal(record, why))? {
            return Ok(());
        }
        let observation = self.observe(record)?;
        tally.observe(&observation).map_err(|why| self.refusal(record, why))
    }

    /// What one record adds to the tally, which the formula admits: whoever has many indicators checks the record once.
    pub(crate) fn observe(&self, record: Record<'_>) -> Result<Observation<'_>, TallyError> {
        self.formula().observe(record, self.unit()).map_err(|why| self.refusal(record, why))
    }

    fn refusal(&self, record: Record<'_>, why: TallyError) -> TallyError {
        TallyError::Record { indicator: self.id().clone(), record: record.to_string(), why: Box::new(why) }
    }

    /// What a tally of it says, in the indicator's unit and rounding: a value; missing where nothing could be measured;
    /// not applicable where every ticket was outside.
    ///
    /// # Errors
    /// [`TallyError::ValueOutOfRange`] for a value beyond 10^15; [`TallyError::DifferentIndicators`].
    pub fn measure(&self, tally: &IndicatorTally) -> Result<Measurement, TallyError> {
        self.check_own(tally)?;
        // A tally that was stored before the formula changed tells nothing of this one.
        if let Some(own) = self.tally() {
            own.fits(tally)?;
        }
        tally.measure(&self.readout()?)
    }

    /// Its value from those of other indicators, rounded as it says; absent where it is not derived.
    ///
    /// # Errors
    /// [`TallyError::Underived`], naming the indicator, for a value out of range.
    pub fn derive(
        &self,
        measured: &BTreeMap<IndicatorId, Measurement>,
    ) -> Result<Option<Measurement>, TallyError> {
        let Formula::Derived(derivation) = self.formula() else { return Ok(None) };
        let derived = derivation
            .measure(measured, self.places())
            .map_err(|why| TallyError::Underived { indicator: self.id().clone(), why: Box::new(why) })?;
        let few = derived.value().is_some() && derived.n() < self.min_n();
        Ok(Some(if few { Measurement::absent(Absence::Suppressed { n: derived.n() }) } else { derived }))
    }

    /// How its tallies are read.
    ///
    /// # Errors
    /// None: the places were checked when it was defined.
    pub fn readout(&self) -> Result<Readout, TallyError> {
        let (times, per) = self.scale();
        let readout = Readout::new(self.places(), self.min_n())?.scaled(times, per);
        Ok(match self.formula() {
            Formula::Quantile { p, .. } => readout.at_quantile(*p),
            Formula::Survey { measure, .. } => readout.of_survey(measure.clone()),
            Formula::Assessed { panel, .. } => readout.of_panel(panel.clone()),
            Formula::Agreement { level, .. } => readout.at_level(*level),
            _ => readout,
        })
    }

    /// What a value in base units is multiplied by and divided by. Numbers that records carry are in the unit already.
    pub(super) fn scale(&self) -> (NonZeroU32, NonZeroU32) {
        if !self.unit().is_time() && !self.formula().is_proportion() {
            return (NonZeroU32::MIN, NonZeroU32::MIN);
        }
        let (times, per) = self.unit().factor();
        (times.saturating_mul(self.formula().times()), per)
    }

    fn check_own(&self, tally: &IndicatorTally) -> Result<(), TallyError> {
        if tally.indicator() == self.id() {
            return Ok(());
        }
        Err(TallyError::DifferentIndicators { left: self.id().clone(), right: tally.indicator().clone() })
    }
}

impl TryFrom<Parts> for Indicator {
    type Error = IndicatorError;

    fn try_from(parts: Parts) -> Result<Self, IndicatorError> {
        IndicatorBuilder::from(parts).build()
    }
}

impl From<Indicator> for Parts {
    fn from(indicator: Indicator) -> Self {
        indicator.0
    }
}

impl fmt::Display for Timing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Leading => "leading",
            Self::Lagging => "lagging",
        })
    }
}
