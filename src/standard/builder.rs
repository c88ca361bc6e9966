use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Display;

use super::document::RawStandard;
use super::{Standard, StandardError};
use crate::assessment::Checklist;
use crate::calendar::{CalendarSpec, HolidaySet};
use crate::indicator::{CatalogueUse, Indicator, IndicatorGroup};
use crate::quantity::{CalendarId, HolidaySetId, StandardId, Version, excerpt};
use crate::score::Model;
use crate::sla::Agreement;
use crate::survey::Survey;

/// Collects the parts of a [`Standard`] before they are checked together.
///
/// ```
/// use service_quality::calendar::{Calendar, Week};
/// use service_quality::indicator::built_in;
/// use service_quality::quantity::Span;
/// use service_quality::score::{Child, Curve, Leaf, Model, Node};
/// use service_quality::sla::{Agreement, Allowance, Budget, Objective, Policy, Target};
/// use service_quality::standard::Standard;
///
/// let office = Calendar::builder("+08:00".parse()?).weekly(Week::new().mon_fri("09:00-18:00")?).build()?;
/// let four_hours = Allowance::Same(Budget::Working(Span::from_hours(4)));
/// let fix = Objective::new("fix".parse()?, Target::Resolution, four_hours)?;
/// let policy = Policy::new("all".parse()?, vec![fix])?;
/// let promise = Agreement::new("promise".parse()?, "1".parse()?, "office".parse()?, vec![policy])?;
///
/// let kept = Leaf::new("resolution_on_time_rate".parse()?, Curve::goalposts(50.into(), 100.into())?);
/// let reopened = Leaf::new("reopen_rate".parse()?, Curve::goalposts(20.into(), 0.into())?);
/// let root = Node::new("service".parse()?, [Child::new("3".parse()?, kept), Child::new("1".parse()?, reopened)])?;
///
/// let standard = Standard::builder("desk".parse()?, "2026-01".parse()?, Model::builder(root).build()?)
///     .calendar("office".parse()?, office)
///     .agreement(promise)
///     .indicator(built_in("resolution_on_time_rate").ok_or("unknown")?)
///     .indicator(built_in("reopen_rate").ok_or("unknown")?)
///     .build()?;
/// assert_eq!(standard.indicators().len(), 2);
/// let engine = standard.engine()?;
/// assert_eq!(engine.score(&engine.tally())?.score(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct StandardBuilder {
    raw: RawStandard,
    /// The first id that was given twice; lists are checked with the rest.
    twice: Option<StandardError>,
}

impl StandardBuilder {
    pub(super) const fn new(id: StandardId, version: Version, model: Model) -> Self {
        let raw = RawStandard {
            id,
            version,
            holiday_sets: BTreeMap::new(),
            calendars: BTreeMap::new(),
            agreements: Vec::new(),
            surveys: Vec::new(),
            checklists: Vec::new(),
            groups: Vec::new(),
            indicators: Vec::new(),
            built_in: Vec::new(),
            model,
        };
        Self { raw, twice: None }
    }

    /// Adds holidays that calendars refer to by this name.
    pub fn holiday_set(mut self, id: HolidaySetId, holidays: HolidaySet) -> Self {
        insert(&mut self.raw.holiday_sets, "holiday_sets", id, holidays, &mut self.twice);
        self
    }

    /// Adds a calendar.
    pub fn calendar(mut self, id: CalendarId, calendar: impl Into<CalendarSpec>) -> Self {
        insert(&mut self.raw.calendars, "calendars", id, calendar.into(), &mut self.twice);
        self
    }

    /// Adds an agreement.
    pub fn agreement(mut self, agreement: Agreement) -> Self {
        self.raw.agreements.push(agreement);
        self
    }

    /// Adds a survey.
    pub fn survey(mut self, survey: Survey) -> Self {
        self.raw.surveys.push(survey);
        self
    }

    /// Adds a checklist.
    pub fn checklist(mut self, checklist: Checklist) -> Self {
        self.raw.checklists.push(checklist);
        self
    }

    /// Adds a group of indicators.
    pub fn group(mut self, group: IndicatorGroup) -> Self {
        self.raw.groups.push(group);
        self
    }

    /// Adds an indicator.
    pub fn indicator(mut self, indicator: Indicator) -> Self {
        self.raw.indicators.push(indicator);
        self
    }

    /// Takes an indicator from the catalogue.
    pub fn built_in(mut self, taken: CatalogueUse) -> Self {
        self.raw.built_in.push(taken);
        self
    }

    /// Checks every part and every reference between them, as reading a document does.
    ///
    /// # Errors
    /// [`StandardError`]: an id given twice, a reference that leads nowhere, a calendar that cannot be resolved, an
    /// agreement that does not fit the rest.
    pub fn build(self) -> Result<Standard, StandardError> {
        match self.twice {
            Some(twice) => Err(twice),
            None => self.raw.try_into(),
        }
    }
}

/// Inserts what is not there yet, and notes the first that is.
fn insert<K: Ord + Display, V>(
    map: &mut BTreeMap<K, V>,
    place: &str,
    id: K,
    value: V,
    twice: &mut Option<StandardError>,
) {
    match map.entry(id) {
        Entry::Vacant(entry) => {
            entry.insert(value);
        }
        Entry::Occupied(entry) => {
            twice.get_or_insert_with(|| StandardError::Duplicate {
                place: place.to_owned(),
                given: excerpt(&entry.key().to_string()),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::indicator::built_in;
    use crate::score::{Child, Curve, Leaf, Node};

    fn builder() -> StandardBuilder {
        let leaf = Leaf::new("reopen_rate".parse().unwrap(), Curve::goalposts(20.into(), 0.into()).unwrap());
        let root = Node::new("service".parse().unwrap(), [Child::new("1".parse().unwrap(), leaf)]).unwrap();
        let model = Model::builder(root).build().unwrap();
        Standard::builder("desk".parse().unwrap(), "1".parse().unwrap(), model)
    }

    fn always() -> Calendar {
        Calendar::always("UTC".parse().unwrap())
    }

    #[track_caller]
    fn refused(builder: StandardBuilder, message: &str) {
        assert_eq!(builder.build().unwrap_err().to_string(), message);
    }

    #[test]
    fn what_a_document_may_not_hold_is_refused() {
        let reopened = || built_in("reopen_rate").unwrap();
        let whole = || builder().indicator(reopened());
        whole().build().unwrap();
        refused(
            builder(),
            "model.root.children[0].indicator: indicator `reopen_rate` is not defined in this standard: define it",
        );
        refused(
            whole().indicator(reopened()),
            "indicators[1].id: `reopen_rate` is given twice: ids are unique",
        );
        let id = || "always".parse().unwrap();
        refused(
            whole().calendar(id(), always()).calendar(id(), always()),
            "calendars: `always` is given twice: ids are unique",
        );
        let id = || "national".parse().unwrap();
        refused(
            whole().holiday_set(id(), HolidaySet::default()).holiday_set(id(), HolidaySet::default()),
            "holiday_sets: `national` is given twice: ids are unique",
        );
    }

    #[test]
    fn what_is_built_reads_back() {
        let standard = builder()
            .indicator(built_in("reopen_rate").unwrap())
            .calendar("always".parse().unwrap(), always())
            .build()
            .unwrap();
        let json = serde_json::to_string(&standard).unwrap();
        assert_eq!(serde_json::from_str::<Standard>(&json).unwrap(), standard);
    }
}
