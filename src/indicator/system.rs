use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Dimension, Formula, Indicator, IndicatorGroup, Measurement, SystemError, TallyError, Unit};
use crate::quantity::{IndicatorId, excerpt};

/// An indicator system (指标体系): indicators in a tree of at most three levels.
///
/// Groups make the upper levels (一级, 二级指标); measured indicators hang at any level. What is checked: ids are
/// unique over groups and indicators, every group exists, nothing contains itself, a group of one dimension holds
/// indicators of that dimension, derived indicators do not depend on themselves, and what they add up or compare is
/// told in their own unit.
///
/// ```
/// use service_quality::indicator::{Dimension, IndicatorGroup, IndicatorSystem, built_in};
/// use service_quality::quantity::Name;
///
/// let service = IndicatorGroup::new("service".parse()?, Name::new("Service")?.with_zh("服务质量")?);
/// let voice = IndicatorGroup::new("voice".parse()?, Name::new("Voice of the customer")?).within("service".parse()?);
/// let reopened = built_in("reopen_rate").ok_or("unknown")?.with_group("service".parse()?);
/// let system = IndicatorSystem::new(vec![service, voice], vec![reopened])?;
/// assert_eq!(system.level(&"reopen_rate".parse()?), Some(2));
/// assert_eq!(system.of_dimension(&Dimension::Accuracy).count(), 1);
/// assert_eq!(system.to_string(), "service: Service\n  reopen_rate: Reopen rate\n  voice: Voice of the customer\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawSystem", into = "RawSystem")]
pub struct IndicatorSystem {
    raw: RawSystem,
    /// Places of the derived indicators, each after those that it is calculated from.
    derived: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an indicator system as an object")]
struct RawSystem {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    groups: Vec<IndicatorGroup>,
    indicators: Vec<Indicator>,
}

/// Where an indicator stands in the document, by its place in the list.
type Place<'a> = &'a dyn Fn(usize) -> String;

/// Levels that a system has at most, that of the indicators included.
const LEVELS: usize = 3;

impl IndicatorSystem {
    /// Checks groups and indicators against each other.
    ///
    /// # Errors
    /// [`SystemError`], naming the place in the lists.
    pub fn new(groups: Vec<IndicatorGroup>, indicators: Vec<Indicator>) -> Result<Self, SystemError> {
        Self::placed(groups, indicators, &|index| format!("indicators[{index}]"))
    }

    /// As [`IndicatorSystem::new`], of indicators that stand elsewhere in a document.
    pub(crate) fn placed(
        groups: Vec<IndicatorGroup>,
        indicators: Vec<Indicator>,
        place: Place<'_>,
    ) -> Result<Self, SystemError> {
        let raw = RawSystem { groups, indicators };
        raw.check_ids(place)?;
        raw.check_levels(place)?;
        let derived = raw.order(place)?;
        raw.check_units(place)?;
        Ok(Self { raw, derived })
    }

    /// The groups, as given.
    #[must_use]
    pub fn groups(&self) -> &[IndicatorGroup] {
        &self.raw.groups
    }

    /// The indicators, as given.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        &self.raw.indicators
    }

    /// An indicator by its name.
    #[must_use]
    pub fn indicator(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.raw.indicators.iter().find(|indicator| indicator.id() == id)
    }

    /// A group by its name.
    #[must_use]
    pub fn group(&self, id: &IndicatorId) -> Option<&IndicatorGroup> {
        self.raw.groups.iter().find(|group| group.id == *id)
    }

    /// The indicators of one side of quality.
    pub fn of_dimension(&self, dimension: &Dimension) -> impl Iterator<Item = &Indicator> {
        self.raw.indicators.iter().filter(move |indicator| indicator.dimension() == dimension)
    }

    /// The indicators directly within a group; those of the first level for none.
    pub fn indicators_within(&self, group: Option<&IndicatorId>) -> impl Iterator<Item = &Indicator> {
        self.raw.indicators.iter().filter(move |indicator| indicator.group() == group)
    }

    /// The groups directly within a group; those of the first level for none.
    pub fn groups_within(&self, group: Option<&IndicatorId>) -> impl Iterator<Item = &IndicatorGroup> {
        self.raw.groups.iter().filter(move |one| one.within.as_ref() == group)
    }

    /// The level of a group or an indicator: 1 to 3; absent for what the system does not hold.
    #[must_use]
    pub fn level(&self, id: &IndicatorId) -> Option<usize> {
        let own = match (self.group(id), self.indicator(id)) {
            (Some(group), _) => group.within.as_ref(),
            (None, Some(indicator)) => indicator.group(),
            (None, None) => return None,
        };
        Some(self.raw.path(own).len().saturating_add(1))
    }

    /// Adds the values of derived indicators to what was measured; those that are there already stay.
    ///
    /// # Errors
    /// [`TallyError::Underived`], naming the indicator, for a value out of range.
    pub fn derive(&self, measured: &mut BTreeMap<IndicatorId, Measurement>) -> Result<(), TallyError> {
        for indicator in self.derived.iter().filter_map(|place| self.raw.indicators.get(*place)) {
            if !measured.contains_key(indicator.id())
                && let Some(value) = indicator.derive(measured)?
            {
                measured.insert(indicator.id().clone(), value);
            }
        }
        Ok(())
    }

    fn outline(
        &self,
        formatter: &mut fmt::Formatter<'_>,
        within: Option<&IndicatorId>,
        depth: usize,
    ) -> fmt::Result {
        let indent = "  ".repeat(depth);
        for indicator in self.indicators_within(within) {
            writeln!(formatter, "{indent}{}: {}", indicator.id(), indicator.name().en())?;
        }
        for group in self.groups_within(within) {
            writeln!(formatter, "{indent}{}: {}", group.id, group.name.en())?;
            self.outline(formatter, Some(&group.id), depth.saturating_add(1))?;
        }
        Ok(())
    }
}

impl RawSystem {
    /// Everything that has an id, with its place and the group that it belongs to.
    fn entries(
        &self,
        place: Place<'_>,
    ) -> impl Iterator<Item = (String, &IndicatorId, Option<&IndicatorId>)> {
        let groups = self.groups.iter().enumerate();
        let indicators = self.indicators.iter().enumerate();
        groups
            .map(|(index, group)| (format!("groups[{index}]"), &group.id, group.within.as_ref()))
            .chain(indicators.map(move |(index, one)| (place(index), one.id(), one.group())))
    }

    fn check_ids(&self, place_of: Place<'_>) -> Result<(), SystemError> {
        let mut seen = BTreeSet::new();
        for (place, id, _) in self.entries(place_of) {
            if !seen.insert(id) {
                return Err(SystemError::Duplicate { place, given: id.clone() });
            }
        }
        Ok(())
    }

    /// Every group exists, at most three levels, nothing within itself; dimensions agree.
    fn check_levels(&self, place_of: Place<'_>) -> Result<(), SystemError> {
        let groups: BTreeMap<&IndicatorId, &IndicatorGroup> =
            self.groups.iter().map(|group| (&group.id, group)).collect();
        for (place, id, within) in self.entries(place_of) {
            let (mut next, mut levels) = (within, 1);
            while let Some(group) = next {
                let Some(found) = groups.get(group) else {
                    // Of a group further up its own entry tells.
                    if levels == 1 {
                        return Err(SystemError::NoGroup { place, given: group.clone() });
                    }
                    break;
                };
                next = found.within.as_ref();
                levels += 1;
                if levels > LEVELS {
                    return Err(self.too_deep(place, id, within, &groups));
                }
            }
        }
        for (index, indicator) in self.indicators.iter().enumerate() {
            let group = indicator.group().and_then(|id| groups.get(id));
            if let Some(dimension) = group.and_then(|group| group.dimension.as_ref())
                && dimension != indicator.dimension()
            {
                return Err(SystemError::OtherDimension {
                    place: place_of(index),
                    given: indicator.dimension().clone(),
                    wanted: dimension.clone(),
                });
            }
        }
        Ok(())
    }

    /// What stands below more levels than there may be: deep inside, or inside itself.
    fn too_deep(
        &self,
        place: String,
        id: &IndicatorId,
        within: Option<&IndicatorId>,
        groups: &BTreeMap<&IndicatorId, &IndicatorGroup>,
    ) -> SystemError {
        let above = |id: &&IndicatorId| groups.get(*id).and_then(|group| group.within.as_ref());
        let (mut path, mut seen) = (vec![id], BTreeSet::from([id]));
        for group in std::iter::successors(within, above) {
            path.push(group);
            if !seen.insert(group) {
                let circle: Vec<_> = path.iter().copied().skip_while(|one| *one != group).collect();
                let index = self.groups.iter().position(|one| one.id == *group).unwrap_or_default();
                return SystemError::GroupCycle {
                    place: format!("groups[{index}]"),
                    path: joined(&circle, " within "),
                };
            }
        }
        let levels = path.len();
        path.reverse();
        SystemError::TooDeep { place, path: joined(&path, " > "), levels }
    }

    /// Indicators are calculated from others that are told in the same unit, where they are added up or compared.
    fn check_units(&self, place_of: Place<'_>) -> Result<(), SystemError> {
        let units: BTreeMap<&IndicatorId, &Unit> =
            self.indicators.iter().map(|indicator| (indicator.id(), indicator.unit())).collect();
        for (index, indicator) in self.indicators.iter().enumerate() {
            let Formula::Derived(derivation) = indicator.formula() else { continue };
            for input in derivation.alike() {
                let Some(unit) = units.get(input).filter(|unit| !indicator.unit().adds_to(unit)) else {
                    continue;
                };
                return Err(SystemError::OtherUnit {
                    place: place_of(index),
                    input: input.clone(),
                    given: (*unit).clone(),
                    wanted: indicator.unit().clone(),
                });
            }
        }
        Ok(())
    }

    /// The groups around something, from the innermost; the tree has been checked.
    fn path<'a>(&'a self, within: Option<&'a IndicatorId>) -> Vec<&'a IndicatorId> {
        let above = |id: &&IndicatorId| {
            self.groups.iter().find(|group| group.id == **id).and_then(|group| group.within.as_ref())
        };
        std::iter::successors(within, above).take(LEVELS).collect()
    }

    /// The derived indicators, each after those that it is calculated from. Walked without recursion.
    fn order(&self, place_of: Place<'_>) -> Result<Vec<usize>, SystemError> {
        let places: BTreeMap<&IndicatorId, usize> =
            self.indicators.iter().enumerate().map(|(place, indicator)| (indicator.id(), place)).collect();
        let inputs = |place: usize| match self.indicators.get(place).map(Indicator::formula) {
            Some(Formula::Derived(derivation)) => derivation.inputs(),
            _ => Vec::new(),
        };
        let mut done = BTreeSet::new();
        let mut order = Vec::new();
        for start in 0..self.indicators.len() {
            // What is being calculated, each with the inputs still to come.
            let mut open = vec![(start, inputs(start))];
            while let Some((place, rest)) = open.last_mut() {
                let place = *place;
                let Some(input) = rest.pop() else {
                    open.pop();
                    if done.insert(place) && !inputs(place).is_empty() {
                        order.push(place);
                    }
                    continue;
                };
                let Some(next) = places.get(input).copied() else {
                    return Err(SystemError::NoInput { place: place_of(place), given: input.clone() });
                };
                if let Some(first) = open.iter().position(|(one, _)| *one == next) {
                    let circle = open.iter().skip(first).map(|(one, _)| *one).chain([next]);
                    let path: Vec<_> =
                        circle.filter_map(|one| self.indicators.get(one)).map(Indicator::id).collect();
                    return Err(SystemError::DerivationCycle {
                        place: place_of(next),
                        path: joined(&path, " from "),
                    });
                }
                if !done.contains(&next) {
                    open.push((next, inputs(next)));
                }
            }
        }
        Ok(order)
    }
}

/// Ten of the ids, and how many more.
fn joined(ids: &[&IndicatorId], word: &str) -> String {
    const SHOWN: usize = 10;
    let path = ids.iter().take(SHOWN).map(|id| excerpt(id.as_str())).collect::<Vec<_>>().join(word);
    match ids.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => format!("{path}{word}... and {more} more"),
        _ => path,
    }
}

impl TryFrom<RawSystem> for IndicatorSystem {
    type Error = SystemError;

    fn try_from(raw: RawSystem) -> Result<Self, SystemError> {
        Self::new(raw.groups, raw.indicators)
    }
}

impl From<IndicatorSystem> for RawSystem {
    fn from(system: IndicatorSystem) -> Self {
        system.raw
    }
}

/// An outline in English, two blanks a level.
impl fmt::Display for IndicatorSystem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.outline(formatter, None, 0)
    }
}
