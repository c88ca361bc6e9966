use serde::{Deserialize, Serialize};

use super::{ExclusionReason, ExclusionTime};
use crate::quantity::{IncidentId, Label, ServiceId, Statement, Timestamp};

/// Time that does not count (免责时段): when, why, and who says so. What it leaves is said by
/// [`ExclusionEffect`](super::ExclusionEffect), by default the time of service and the downtime.
///
/// ```
/// use service_quality::calendar::Recurrence;
/// use service_quality::quantity::{Span, Zone};
/// use service_quality::slo::availability::{Exclusion, ExclusionReason, ExclusionTime};
///
/// let sundays = ExclusionTime::recurring(
///     Recurrence::weekly("2026-01-04".parse()?, 1, [chrono::Weekday::Sun])?,
///     "02:00".parse()?,
///     Span::from_hours(2),
///     Zone::utc(),
/// )?;
/// let window = Exclusion::new(ExclusionReason::PlannedMaintenance, sundays, "database upgrade".parse()?, "Li".parse()?)
///     .announced("2025-12-20T12:00:00Z".parse()?);
/// assert_eq!(window.reason(), &ExclusionReason::PlannedMaintenance);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    reason: ExclusionReason,
    time: ExclusionTime,
    because: Statement,
    author: Label,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    announced: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    service: Option<ServiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    incident: Option<IncidentId>,
}

impl Exclusion {
    /// A reason, a time, what happened and who says so.
    #[must_use]
    pub const fn new(
        reason: ExclusionReason,
        time: ExclusionTime,
        because: Statement,
        author: Label,
    ) -> Self {
        Self { reason, time, because, author, announced: None, service: None, incident: None }
    }

    /// When the customer was told, or agreed. Contracts that want [notice](super::ExclusionTerms) ask for it.
    #[must_use]
    pub const fn announced(mut self, at: Timestamp) -> Self {
        self.announced = Some(at);
        self
    }

    /// Which service, or which part of one, it is for. Without it for all.
    #[must_use]
    pub fn of_service(mut self, service: ServiceId) -> Self {
        self.service = Some(service);
        self
    }

    /// For one incident alone: within its time only what was down for this incident, and for no other that counts, is
    /// excluded.
    ///
    /// ```
    /// use service_quality::quantity::Timestamp;
    /// use service_quality::slo::availability::{
    ///     AvailabilityRule, Exclusion, ExclusionReason, ExclusionTime, Outage, ServiceRecord,
    /// };
    ///
    /// let at = |text: &str| text.parse::<Timestamp>();
    /// let outage = |id: &str, from, until| Outage::new(id.parse()?, at(from)?, Some(at(until)?));
    /// let outages = [
    ///     outage("INC-7", "2026-04-05T04:00:00Z", "2026-04-05T06:00:00Z")?,
    ///     outage("INC-8", "2026-04-05T05:30:00Z", "2026-04-05T07:00:00Z")?,
    /// ];
    /// let day = at("2026-04-05T00:00:00Z")?..at("2026-04-06T00:00:00Z")?;
    /// let flood = ExclusionTime::once(day.start, day.end)?;
    /// let flood = Exclusion::new(ExclusionReason::ForceMajeure, flood, "flood".parse()?, "operations".parse()?)
    ///     .of_incident("INC-7".parse()?);
    /// let record = ServiceRecord::new(&outages).excluding(std::slice::from_ref(&flood));
    /// let net = AvailabilityRule::default().measure(&record, day.clone(), day.end)?.tally().net();
    /// assert_eq!((net.time.to_string(), net.downtime.to_string()), ("PT22H30M".into(), "PT1H30M".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of_incident(mut self, incident: IncidentId) -> Self {
        self.incident = Some(incident);
        self
    }

    /// Why.
    #[must_use]
    pub const fn reason(&self) -> &ExclusionReason {
        &self.reason
    }

    /// When.
    #[must_use]
    pub const fn time(&self) -> &ExclusionTime {
        &self.time
    }

    /// What happened, in words.
    #[must_use]
    pub const fn because(&self) -> &Statement {
        &self.because
    }

    /// Who says so.
    #[must_use]
    pub const fn author(&self) -> &Label {
        &self.author
    }

    /// When the customer was told; absent where nobody was.
    #[must_use]
    pub const fn announced_at(&self) -> Option<Timestamp> {
        self.announced
    }

    /// The service that it is for; absent where it is for all.
    #[must_use]
    pub const fn service(&self) -> Option<&ServiceId> {
        self.service.as_ref()
    }

    /// The incident that it is for; absent where it is for all time of service.
    #[must_use]
    pub const fn incident(&self) -> Option<&IncidentId> {
        self.incident.as_ref()
    }

    /// Whether it is for a service: the one named, or every one where none is named. As of
    /// [`Outage::concerns`](super::Outage::concerns).
    #[must_use]
    pub fn concerns(&self, service: &ServiceId) -> bool {
        self.service.as_ref().is_none_or(|own| own == service)
    }
}
