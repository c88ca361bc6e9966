use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::{StandardBuilder, StandardError};
use crate::calendar::{Calendar, CalendarSpec, HolidaySet};
use crate::indicator::{Indicator, IndicatorGroup, IndicatorSystem, Reference};
use crate::quantity::{CalendarId, HolidaySetId, IndicatorId, StandardId, StandardVersion, Version, excerpt};
use crate::score::{Model, Part};
use crate::sla::{Agreement, AgreementSeries, Objective};

/// A quality standard: one version of everything that a service is judged by.
///
/// Reading or [building](Standard::builder) one checks every part and every reference between them, so that a standard
/// that exists can be compiled.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use service_quality::standard::Standard;
///
/// let standard = Standard::from_json(include_str!("../../examples/data/standard.json"))?;
/// assert_eq!(standard.id().as_str(), "service-desk");
/// assert!(standard.calendar(&"office".parse()?).is_some());
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawStandard", into = "RawStandard")]
pub struct Standard {
    raw: RawStandard,
    calendars: BTreeMap<CalendarId, Calendar>,
    series: Vec<AgreementSeries>,
    system: IndicatorSystem,
}

/// The document as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a standard as an object")]
pub(super) struct RawStandard {
    pub(super) id: StandardId,
    pub(super) version: Version,
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "crate::quantity::unique_keys"
    )]
    pub(super) holiday_sets: BTreeMap<HolidaySetId, HolidaySet>,
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    pub(super) calendars: BTreeMap<CalendarId, CalendarSpec>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) agreements: Vec<Agreement>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) groups: Vec<IndicatorGroup>,
    pub(super) indicators: Vec<Indicator>,
    pub(super) model: Model,
}

impl Standard {
    /// Begins a standard with what every one has; ids are unique, and what is referred to must be added.
    pub const fn builder(id: StandardId, version: Version, model: Model) -> StandardBuilder {
        StandardBuilder::new(id, version, model)
    }

    /// The standard's name.
    #[must_use]
    pub const fn id(&self) -> &StandardId {
        &self.raw.id
    }

    /// The version; tallies and scorecards name it.
    #[must_use]
    pub const fn version(&self) -> &Version {
        &self.raw.version
    }

    /// Name and version together.
    #[must_use]
    pub fn standard_version(&self) -> StandardVersion {
        StandardVersion { id: self.raw.id.clone(), version: self.raw.version.clone() }
    }

    /// The calendars.
    #[must_use]
    pub const fn calendars(&self) -> &BTreeMap<CalendarId, Calendar> {
        &self.calendars
    }

    /// A calendar by its name.
    #[must_use]
    pub fn calendar(&self, id: &CalendarId) -> Option<&Calendar> {
        self.calendars.get(id)
    }

    /// The agreements, each in all its versions, as they are given.
    #[must_use]
    pub fn agreements(&self) -> &[Agreement] {
        &self.raw.agreements
    }

    /// The versions of each agreement, by time; agreements by first appearance.
    #[must_use]
    pub fn agreement_series(&self) -> &[AgreementSeries] {
        &self.series
    }

    /// The indicators.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        self.system.indicators()
    }

    /// The indicators and their groups (指标体系).
    #[must_use]
    pub const fn system(&self) -> &IndicatorSystem {
        &self.system
    }

    /// An indicator by its name.
    #[must_use]
    pub fn indicator(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.system.indicator(id)
    }

    /// The scoring model.
    #[must_use]
    pub const fn model(&self) -> &Model {
        &self.raw.model
    }
}

impl RawStandard {
    /// Every id is given once, every reference leads somewhere.
    fn check(&self, system: &IndicatorSystem) -> Result<(), StandardError> {
        for (index, agreement) in self.agreements.iter().enumerate() {
            agreement
                .check_calendars(|calendar| self.calendars.contains_key(calendar))
                .map_err(|source| StandardError::Agreement { index, source })?;
        }
        for (index, indicator) in system.indicators().iter().enumerate() {
            self.check_formula(index, indicator)?;
        }
        self.check_model(system)
    }

    /// Agreements of one name are versions of one.
    fn series(&self) -> Result<Vec<AgreementSeries>, StandardError> {
        let mut grouped: Vec<(usize, Vec<Agreement>)> = Vec::new();
        for (index, agreement) in self.agreements.iter().enumerate() {
            let known = grouped
                .iter_mut()
                .find(|(_, versions)| versions.iter().any(|one| one.id() == agreement.id()));
            match known {
                Some((_, versions)) => versions.push(agreement.clone()),
                None => grouped.push((index, vec![agreement.clone()])),
            }
        }
        let series = |(index, versions): (usize, Vec<Agreement>)| {
            AgreementSeries::new(versions).map_err(|source| StandardError::Agreement { index, source })
        };
        grouped.into_iter().map(series).collect()
    }

    fn check_formula(&self, index: usize, indicator: &Indicator) -> Result<(), StandardError> {
        for reference in indicator.formula().references() {
            let place = format!("indicators[{index}].formula.{}", indicator.formula().name());
            match reference {
                Reference::Calendar(id) if !self.calendars.contains_key(id) => {
                    return Err(undefined(place, "calendar", id, self.calendars.keys()));
                }
                Reference::Agreement(id) if !self.agreements.iter().any(|agreement| agreement.id() == id) => {
                    return Err(undefined(place, "agreement", id, self.agreements.iter().map(Agreement::id)));
                }
                Reference::Objective(of, id) => {
                    let asked = |agreement: &&Agreement| of.is_none_or(|of| agreement.id() == of);
                    let objectives = self.agreements.iter().filter(asked).flat_map(Agreement::objectives);
                    let known: BTreeSet<_> = objectives.map(Objective::id).collect();
                    if !known.contains(id) {
                        return Err(undefined(place, "objective", id, known));
                    }
                }
                Reference::Calendar(_) | Reference::Agreement(_) => {}
            }
        }
        Ok(())
    }

    /// Every leaf of the model is an indicator of the standard. Walked without recursion, in document order.
    fn check_model(&self, system: &IndicatorSystem) -> Result<(), StandardError> {
        let known: BTreeSet<&IndicatorId> = system.indicators().iter().map(Indicator::id).collect();
        let mut open = vec![("model.root".to_owned(), self.model.root())];
        while let Some((place, node)) = open.pop() {
            for (index, child) in node.children().iter().enumerate() {
                let place = format!("{place}.children[{index}]");
                match child.part() {
                    Part::Node(node) => open.push((place, node)),
                    Part::Indicator(leaf) if !known.contains(leaf.indicator()) => {
                        return Err(undefined(
                            format!("{place}.indicator"),
                            "indicator",
                            leaf.indicator(),
                            known,
                        ));
                    }
                    Part::Indicator(_) => {}
                }
            }
        }
        Ok(())
    }
}

fn undefined(
    place: String,
    what: &'static str,
    given: &impl Display,
    known: impl IntoIterator<Item = impl Display>,
) -> StandardError {
    let known: Vec<String> =
        known.into_iter().take(20).map(|id| format!("`{}`", excerpt(&id.to_string()))).collect();
    StandardError::Undefined { place, what, given: excerpt(&given.to_string()), known: known.join(", ") }
}

impl TryFrom<RawStandard> for Standard {
    type Error = StandardError;

    fn try_from(raw: RawStandard) -> Result<Self, StandardError> {
        let system = IndicatorSystem::new(raw.groups.clone(), raw.indicators.clone())?;
        raw.check(&system)?;
        let series = raw.series()?;
        let mut calendars = BTreeMap::new();
        for (id, spec) in &raw.calendars {
            let resolved = spec.resolve(&raw.holiday_sets);
            let calendar =
                resolved.map_err(|source| StandardError::Calendar { calendar: id.clone(), source })?;
            calendars.insert(id.clone(), calendar);
        }
        Ok(Self { raw, calendars, series, system })
    }
}

impl From<Standard> for RawStandard {
    fn from(standard: Standard) -> Self {
        standard.raw
    }
}
