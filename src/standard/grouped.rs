use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Engine, RecordError, Recorded, ServiceTally, ServiceTallyError};
use crate::quantity::Timestamp;
use crate::ticket::{Fact, Facts, Ticket, ValueRef};

/// A tally for each value of a fact: by department, by priority, by agent.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use service_quality::standard::Standard;
/// use service_quality::ticket::{EventKind, Ticket};
///
/// let engine = Standard::from_json(include_str!("../../examples/data/standard.json"))?.engine()?;
/// let mut by_department = engine.tally_by("department".parse()?);
/// let ticket = Ticket::builder("T-1".parse()?)
///     .attribute("department".parse()?, "network")
///     .event("2026-03-02T01:00:00Z".parse()?, EventKind::Created)
///     .build()?;
/// by_department.record(&engine, &ticket, "2026-03-03T00:00:00Z".parse()?)?;
/// assert_eq!(by_department.groups().get("network").map(|tally| tally.tickets()), Some(1));
/// assert_eq!(by_department.total(&engine)?.tickets(), 1);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupedTally {
    by: Fact,
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    groups: BTreeMap<String, ServiceTally>,
    /// Tickets without the fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ungrouped: Option<ServiceTally>,
}

impl GroupedTally {
    pub(super) const fn new(by: Fact) -> Self {
        Self { by, groups: BTreeMap::new(), ungrouped: None }
    }

    /// The fact.
    #[must_use]
    pub const fn by(&self) -> &Fact {
        &self.by
    }

    /// The tally of each value, by the value as text.
    #[must_use]
    pub const fn groups(&self) -> &BTreeMap<String, ServiceTally> {
        &self.groups
    }

    /// The tally of tickets that had no such fact; absent where all had.
    #[must_use]
    pub const fn ungrouped(&self) -> Option<&ServiceTally> {
        self.ungrouped.as_ref()
    }

    /// Records a ticket under its value as it stood at an instant.
    ///
    /// # Errors
    /// [`RecordError`]; the tally is then as it was.
    pub fn record(
        &mut self,
        engine: &Engine,
        ticket: &Ticket,
        as_of: Timestamp,
    ) -> Result<Recorded, RecordError> {
        // A new group would not notice by itself that the others are of another standard.
        if let Some(tally) = self.any() {
            tally.check(engine.version())?;
        }
        let view = ticket.at(as_of);
        // Not created yet: counted nowhere, and no reason for a group.
        if !view.exists() {
            return engine.record(&mut engine.tally(), ticket, as_of);
        }
        let group = match view.fact(&self.by) {
            None => {
                let new = self.ungrouped.is_none();
                let recorded =
                    engine.record(self.ungrouped.get_or_insert_with(|| engine.tally()), ticket, as_of);
                if new && recorded.is_err() {
                    self.ungrouped = None;
                }
                return recorded;
            }
            Some(ValueRef::Text(text)) => text.to_owned(),
            Some(other) => other.to_string(),
        };
        let new = !self.groups.contains_key(&group);
        let recorded =
            engine.record(self.groups.entry(group.clone()).or_insert_with(|| engine.tally()), ticket, as_of);
        if new && recorded.is_err() {
            self.groups.remove(&group);
        }
        recorded
    }

    /// Adds another tally by the same fact.
    ///
    /// # Errors
    /// [`ServiceTallyError`]; this tally is then as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), ServiceTallyError> {
        if self.by != other.by {
            return Err(ServiceTallyError::Grouping { given: other.by.clone(), expected: self.by.clone() });
        }
        if let Some((ours, theirs)) = self.any().zip(other.any()) {
            theirs.fits(ours)?;
        }
        let mut merged = self.clone();
        for (group, more) in &other.groups {
            match merged.groups.get_mut(group) {
                Some(tally) => tally.merge(more)?,
                None => {
                    merged.groups.insert(group.clone(), more.clone());
                }
            }
        }
        match (&mut merged.ungrouped, &other.ungrouped) {
            (Some(tally), Some(more)) => tally.merge(more)?,
            (none @ None, more) => none.clone_from(more),
            (Some(_), None) => {}
        }
        *self = merged;
        Ok(())
    }

    /// One of the tallies: all are of one standard.
    fn any(&self) -> Option<&ServiceTally> {
        self.groups.values().chain(&self.ungrouped).next()
    }

    /// All groups and the ungrouped together.
    ///
    /// # Errors
    /// [`ServiceTallyError`] when the tally is of another standard than the engine's.
    pub fn total(&self, engine: &Engine) -> Result<ServiceTally, ServiceTallyError> {
        let mut total = engine.tally();
        for tally in self.groups.values().chain(&self.ungrouped) {
            total.merge(tally)?;
        }
        Ok(total)
    }
}
