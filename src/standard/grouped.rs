use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Engine, RecordError, Recorded, ServiceTally, ServiceTallyError};
use crate::assessment::{Assessment, Inspection};
use crate::indicator::Report;
use crate::quantity::{FigureId, Timestamp};
use crate::survey::Response;
use crate::ticket::{Fact, Facts, Ticket, ValueRef};

/// A tally for each value of a fact: by department, by priority, by agent.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use service_quality::standard::Standard;
/// use service_quality::ticket::{EventKind, Ticket};
///
/// let engine = Standard::from_json(&std::fs::read_to_string("examples/data/standard.json")?)?.engine()?;
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
    /// Records without the fact.
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

    /// The tally of records that had no such fact; absent where all had.
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
        let view = ticket.at(as_of);
        // Not created yet: counted nowhere, and no reason for a group.
        if !view.exists() {
            return engine.record(&mut engine.tally(), ticket, as_of);
        }
        self.under(engine, &view, |tally| engine.record(tally, ticket, as_of))
    }

    /// Records a response to a survey under the value of its attribute.
    ///
    /// # Errors
    /// [`RecordError`]; the tally is then as it was.
    pub fn record_response(&mut self, engine: &Engine, response: &Response) -> Result<(), RecordError> {
        self.under(engine, response, |tally| engine.record_response(tally, response))
    }

    /// Records an inspection under the value of its attribute.
    ///
    /// # Errors
    /// [`RecordError`]; the tally is then as it was.
    pub fn record_inspection(&mut self, engine: &Engine, inspection: &Inspection) -> Result<(), RecordError> {
        self.under(engine, inspection, |tally| engine.record_inspection(tally, inspection))
    }

    /// Records what assessors said of one subject under the value of its attribute.
    ///
    /// # Errors
    /// [`RecordError`]; the tally is then as it was.
    pub fn record_assessment(&mut self, engine: &Engine, assessment: &Assessment) -> Result<(), RecordError> {
        self.under(engine, assessment, |tally| engine.record_assessment(tally, assessment))
    }

    /// Records the host's own figures under the value of their attribute; says which of them no indicator reads.
    ///
    /// # Errors
    /// [`RecordError`]; the tally is then as it was.
    pub fn record_report(&mut self, engine: &Engine, report: &Report) -> Result<Vec<FigureId>, RecordError> {
        self.under(engine, report, |tally| engine.record_report(tally, report))
    }

    /// Counts into the tally that a record belongs to; a new one is kept only if that succeeds.
    fn under<T>(
        &mut self,
        engine: &Engine,
        record: &impl Facts,
        count: impl FnOnce(&mut ServiceTally) -> Result<T, RecordError>,
    ) -> Result<T, RecordError> {
        // A new group would not notice by itself that the others are of another standard.
        if let Some(tally) = self.any() {
            tally.check(engine.version())?;
        }
        let group = match record.fact(&self.by) {
            None => None,
            Some(ValueRef::Text(text)) => Some(text.to_owned()),
            Some(other) => Some(other.to_string()),
        };
        let known = match &group {
            Some(group) => self.groups.get_mut(group),
            None => self.ungrouped.as_mut(),
        };
        if let Some(tally) = known {
            return count(tally);
        }
        let mut new = engine.tally();
        let counted = count(&mut new)?;
        match group {
            Some(group) => {
                self.groups.insert(group, new);
            }
            None => self.ungrouped = Some(new),
        }
        Ok(counted)
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
        // All that can fail comes first, on copies of the groups that both have.
        let mut groups = BTreeMap::new();
        for (group, more) in &other.groups {
            groups.insert(
                group.clone(),
                self.groups.get(group).map_or(Ok(more.clone()), |ours| sum(ours, more))?,
            );
        }
        let ungrouped = match (&self.ungrouped, &other.ungrouped) {
            (Some(ours), Some(more)) => Some(sum(ours, more)?),
            (ours, more) => ours.as_ref().or(more.as_ref()).cloned(),
        };
        self.groups.append(&mut groups);
        self.ungrouped = ungrouped;
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

/// Both tallies together.
fn sum(ours: &ServiceTally, more: &ServiceTally) -> Result<ServiceTally, ServiceTallyError> {
    let mut sum = ours.clone();
    sum.merge(more)?;
    Ok(sum)
}
