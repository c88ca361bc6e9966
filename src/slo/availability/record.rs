use std::fmt;

use super::{Exclusion, Outage};
use crate::calendar::WorkingTime;
use crate::quantity::ServiceId;

/// What is known of a service: its outages, what does not count, and when it is to be there.
///
/// ```
/// use service_quality::calendar::{Calendar, Week};
/// use service_quality::slo::availability::{AvailabilityRule, Outage, ServiceRecord};
///
/// let outages = [Outage::new("INC-7".parse()?, "2026-03-02T16:30:00Z".parse()?, Some("2026-03-03T09:30:00Z".parse()?))?];
/// let office = Calendar::builder("UTC".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
/// let record = ServiceRecord::new(&outages).during(&office);
///
/// let week = "2026-03-02T00:00:00Z".parse()?.."2026-03-09T00:00:00Z".parse()?;
/// let report = AvailabilityRule::default().measure(&record, week.clone(), week.end)?;
/// assert_eq!(report.tally().net().time.to_string(), "PT40H");
/// assert_eq!(report.tally().net().downtime.to_string(), "PT1H");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct ServiceRecord<'a> {
    pub(super) outages: &'a [Outage],
    pub(super) exclusions: &'a [Exclusion],
    pub(super) hours: Option<&'a dyn WorkingTime>,
    pub(super) service: Option<&'a ServiceId>,
}

impl<'a> ServiceRecord<'a> {
    /// A service with its outages that is to be there all the time.
    #[must_use]
    pub const fn new(outages: &'a [Outage]) -> Self {
        Self { outages, exclusions: &[], hours: None, service: None }
    }

    /// What does not count.
    #[must_use]
    pub const fn excluding(self, exclusions: &'a [Exclusion]) -> Self {
        Self { exclusions, ..self }
    }

    /// Operating hours (服务时间): only open time counts, as time of service and as downtime.
    #[must_use]
    pub fn during(self, hours: &'a dyn WorkingTime) -> Self {
        Self { hours: Some(hours), ..self }
    }

    /// Only outages that [concern](Outage::concerns) one service, or one part, and exclusions that
    /// [do](Exclusion::concerns).
    #[must_use]
    pub const fn of_service(self, service: &'a ServiceId) -> Self {
        Self { service: Some(service), ..self }
    }
}

/// Without the calendar's insides.
impl fmt::Debug for ServiceRecord<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ServiceRecord")
            .field("outages", &self.outages)
            .field("exclusions", &self.exclusions)
            .field("has_hours", &self.hours.is_some())
            .field("service", &self.service)
            .finish()
    }
}
