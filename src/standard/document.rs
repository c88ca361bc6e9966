use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::{StandardBuilder, StandardError};
use crate::assessment::Checklist;
use crate::calendar::{Calendar, CalendarSpec, HolidaySet};
use crate::indicator::{
    CatalogueUse, Formula, Indicator, IndicatorGroup, IndicatorSystem, Reference, TallyError,
};
use crate::quantity::{
    CalendarId, ChecklistId, HolidaySetId, IndicatorId, StandardId, StandardVersion, SurveyId, Version,
    excerpt,
};
use crate::score::{Model, Part};
use crate::sla::{Agreement, AgreementSeries, Objective};
use crate::survey::{Survey, SurveyError};

/// A quality standard: one version of everything that a service is judged by.
///
/// Reading or [building](Standard::builder) one checks every part and every reference between them, so that a standard
/// that exists can be compiled.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use service_quality::standard::Standard;
///
/// let standard = Standard::from_json(&std::fs::read_to_string("examples/data/standard.json")?)?;
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
    pub(super) surveys: Vec<Survey>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) checklists: Vec<Checklist>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) groups: Vec<IndicatorGroup>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) indicators: Vec<Indicator>,
    /// After the others in every list of indicators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) built_in: Vec<CatalogueUse>,
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

    /// The surveys.
    #[must_use]
    pub fn surveys(&self) -> &[Survey] {
        &self.raw.surveys
    }

    /// A survey by its name.
    #[must_use]
    pub fn survey(&self, id: &SurveyId) -> Option<&Survey> {
        self.raw.surveys.iter().find(|survey| survey.id() == id)
    }

    /// The checklists.
    #[must_use]
    pub fn checklists(&self) -> &[Checklist] {
        &self.raw.checklists
    }

    /// A checklist by its name.
    #[must_use]
    pub fn checklist(&self, id: &ChecklistId) -> Option<&Checklist> {
        self.raw.checklists.iter().find(|checklist| checklist.id() == id)
    }

    /// The indicators, those of the catalogue last.
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
        unique("surveys", self.surveys.iter().map(Survey::id))?;
        unique("checklists", self.checklists.iter().map(Checklist::id))?;
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

    /// The indicators, those of the catalogue last.
    fn system(&self) -> Result<IndicatorSystem, StandardError> {
        let mut indicators = self.indicators.clone();
        for (index, taken) in self.built_in.iter().enumerate() {
            let indicator = taken.indicator();
            let refused = |source| StandardError::BuiltIn { index, source: Box::new(source) };
            indicators.push(indicator.map_err(refused)?);
        }
        Ok(IndicatorSystem::placed(self.groups.clone(), indicators, &|index| self.place(index))?)
    }

    /// Where an indicator stands in the document, by its place in the list of all.
    fn place(&self, index: usize) -> String {
        match index.checked_sub(self.indicators.len()) {
            None => format!("indicators[{index}]"),
            Some(index) => format!("built_in[{index}]"),
        }
    }

    /// Where an indicator's formula stands: of one of the catalogue, the entry that takes it.
    fn formula_place(&self, index: usize, indicator: &Indicator) -> String {
        let place = self.place(index);
        if index < self.indicators.len() {
            format!("{place}.formula.{}", indicator.formula().name())
        } else {
            place
        }
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
            let place = self.formula_place(index, indicator);
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
                Reference::Survey(id) if !self.surveys.iter().any(|survey| survey.id() == id) => {
                    return Err(undefined(place, "survey", id, self.surveys.iter().map(Survey::id)));
                }
                Reference::Checklist(id) if !self.checklists.iter().any(|checklist| checklist.id() == id) => {
                    return Err(undefined(place, "checklist", id, self.checklists.iter().map(Checklist::id)));
                }
                Reference::Calendar(_)
                | Reference::Agreement(_)
                | Reference::Survey(_)
                | Reference::Checklist(_) => {}
            }
        }
        self.check_instruments(index, indicator)
    }

    /// What an indicator reads from surveys and checklists is there to be read, and everywhere in the same way: an
    /// instrument that it does not name is meant if it has what is read.
    fn check_instruments(&self, index: usize, indicator: &Indicator) -> Result<(), StandardError> {
        let place = self.formula_place(index, indicator);
        match indicator.formula() {
            Formula::Survey { measure, survey: wanted, .. } => {
                let asked = self.surveys.iter().filter(|one| wanted.as_ref().is_none_or(|id| one.id() == id));
                let checked = asked.clone().map(|survey| measure.check(survey));
                let meant = |why: &SurveyError| {
                    wanted.is_some() || !matches!(why, SurveyError::UnknownQuestion { .. })
                };
                one_serves(&place, "survey", checked, meant)?;
                let mut scales = asked.filter_map(|survey| measure.scale(survey));
                let first = scales.next();
                match (scales.find(|scale| Some(*scale) != first), measure.questions().first()) {
                    (Some(_), Some(question)) => {
                        Err(StandardError::SeveralScales { place, question: (*question).clone() })
                    }
                    _ => Ok(()),
                }
            }
            Formula::Checklist { measure, checklist: wanted, .. } => {
                let used =
                    self.checklists.iter().filter(|one| wanted.as_ref().is_none_or(|id| one.id() == id));
                let checked = used.map(|checklist| measure.check(checklist));
                one_serves(&place, "checklist", checked, |_| wanted.is_some())
            }
            _ => Ok(()),
        }
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

/// Whether any of several instruments has what is read, and none that is meant has it otherwise.
fn one_serves<E: Into<TallyError>>(
    place: &str,
    what: &'static str,
    checked: impl Iterator<Item = Result<(), E>>,
    meant: impl Fn(&E) -> bool,
) -> Result<(), StandardError> {
    let (mut serves, mut fault) = (false, None);
    for one in checked {
        match one {
            Ok(()) => serves = true,
            Err(why) if meant(&why) => {
                return Err(StandardError::Unread { place: place.to_owned(), source: why.into() });
            }
            Err(why) => fault = fault.or(Some(why)),
        }
    }
    match fault {
        _ if serves => Ok(()),
        Some(why) => Err(StandardError::Unread { place: place.to_owned(), source: why.into() }),
        None => Err(StandardError::NoInstrument { place: place.to_owned(), what }),
    }
}

fn unique<'a, I: Ord + Display + 'a>(
    list: &str,
    ids: impl Iterator<Item = &'a I>,
) -> Result<(), StandardError> {
    let mut seen = BTreeSet::new();
    for (index, id) in ids.enumerate() {
        if !seen.insert(id) {
            return Err(StandardError::Duplicate {
                place: format!("{list}[{index}].id"),
                given: id.to_string(),
            });
        }
    }
    Ok(())
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
        let system = raw.system()?;
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
