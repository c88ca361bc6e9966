use serde::{Deserialize, Serialize};

use crate::quantity::{IncidentId, ServiceId, Timestamp};
use crate::slo::SloError;

/// A stretch of time in which a service was not there (中断): half-open, still going on where it has no end.
///
/// Outages that overlap count once; their order, and one reported twice, make no difference. One that still goes on
/// lasts to the `as_of` of the question.
///
/// ```
/// use service_quality::slo::availability::Outage;
///
/// let outage = Outage::new("INC-7".parse()?, "2026-03-02T09:00:00Z".parse()?, Some("2026-03-02T09:40:00Z".parse()?))?
///     .of_service("checkout".parse()?)
///     .affecting(1_200);
/// assert!(outage.concerns(&"checkout".parse()?) && !outage.concerns(&"search".parse()?));
/// let reversed = Outage::new("INC-7".parse()?, "2026-03-02T09:00:00Z".parse()?, Some("2026-03-02T08:00:00Z".parse()?));
/// assert_eq!(
///     reversed.unwrap_err().to_string(),
///     "`until` of outage `INC-7` is `2026-03-02T08:00:00Z`: allowed is an instant after `from`, 2026-03-02T09:00:00Z"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawOutage", into = "RawOutage")]
pub struct Outage {
    id: IncidentId,
    from: Timestamp,
    until: Option<Timestamp>,
    service: Option<ServiceId>,
    users: Option<u64>,
}

impl Outage {
    /// From one instant to another, or going on.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] where it ends before it begins, or as it begins.
    pub fn new(id: IncidentId, from: Timestamp, until: Option<Timestamp>) -> Result<Self, SloError> {
        if let Some(until) = until.filter(|until| *until <= from) {
            let allowed = format!("an instant after `from`, {from}");
            return Err(SloError::not_allowed(format!("`until` of outage `{id}`"), &until, allowed));
        }
        Ok(Self { id, from, until, service: None, users: None })
    }

    /// Which service, or which part of one, was out. Without it the whole was.
    #[must_use]
    pub fn of_service(mut self, service: ServiceId) -> Self {
        self.service = Some(service);
        self
    }

    /// How many users had no service, for [user time](super::UserTimeTally). Without it all had none.
    #[must_use]
    pub const fn affecting(mut self, users: u64) -> Self {
        self.users = Some(users);
        self
    }

    /// The incident that it was.
    #[must_use]
    pub const fn id(&self) -> &IncidentId {
        &self.id
    }

    /// Its first instant.
    #[must_use]
    pub const fn from(&self) -> Timestamp {
        self.from
    }

    /// The instant at which the service was back; absent while it is not.
    #[must_use]
    pub const fn until(&self) -> Option<Timestamp> {
        self.until
    }

    /// The service that was out; absent where the whole was.
    #[must_use]
    pub const fn service(&self) -> Option<&ServiceId> {
        self.service.as_ref()
    }

    /// How many users had no service; absent where all had none.
    #[must_use]
    pub const fn users(&self) -> Option<u64> {
        self.users
    }

    /// Whether a service was out: the one named, or every one where none is named.
    #[must_use]
    pub fn concerns(&self, service: &ServiceId) -> bool {
        self.service.as_ref().is_none_or(|own| own == service)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an outage as an object")]
struct RawOutage {
    id: IncidentId,
    from: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    service: Option<ServiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    users: Option<u64>,
}

impl TryFrom<RawOutage> for Outage {
    type Error = SloError;

    fn try_from(raw: RawOutage) -> Result<Self, SloError> {
        let RawOutage { id, from, until, service, users } = raw;
        Ok(Self { service, users, ..Self::new(id, from, until)? })
    }
}

impl From<Outage> for RawOutage {
    fn from(Outage { id, from, until, service, users }: Outage) -> Self {
        Self { id, from, until, service, users }
    }
}
