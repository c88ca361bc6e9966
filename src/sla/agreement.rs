use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::choice::Sensitivity;
use super::error::unique;
use super::{AgreementError, Objective, Policy};
use crate::quantity::{AgreementId, CalendarId, Status, Version};

/// A promise about service times (服务级别协议): policies tried in order, each with its objectives.
///
/// The first policy whose condition holds for a ticket gives the objectives; where none holds, the agreement
/// makes no promise about that ticket.
///
/// ```
/// use service_quality::sla::Agreement;
///
/// let agreement: Agreement = serde_json::from_str(r#"{
///     "id": "helpdesk", "version": "2026-01", "kind": "sla", "calendar": "office",
///     "paused_in": ["waiting for customer"],
///     "policies": [{
///         "id": "all",
///         "objectives": [
///             {"id": "reply", "target": "first_response", "allowance": {"same": {"working": "PT1H"}}},
///             {"id": "fix", "target": "resolution", "allowance": {"same": {"business_days": {"days": 2, "rule": "then_next_opening"}}}}
///         ]
///     }]
/// }"#)?;
/// assert_eq!(agreement.policies().len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawAgreement", into = "RawAgreement")]
pub struct Agreement {
    id: AgreementId,
    version: Version,
    kind: AgreementKind,
    calendar: CalendarId,
    paused_in: BTreeSet<Status>,
    policies: Vec<Policy>,
}

/// Between whom the promise is made.
///
/// ```
/// use service_quality::sla::AgreementKind;
/// assert_eq!(AgreementKind::Ola.to_string(), "operational level agreement");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementKind {
    /// With the customer: a service level agreement.
    #[default]
    Sla,
    /// Between teams of one provider: an operational level agreement.
    Ola,
    /// With a supplier: an underpinning contract.
    UnderpinningContract,
}

impl Agreement {
    /// Makes an agreement whose working time is that of the named calendar.
    ///
    /// # Errors
    /// [`AgreementError`] when there are no policies, ids repeat, objectives of one name differ in target, or a policy can never be chosen because an
    /// earlier one holds for every ticket.
    pub fn new(
        id: AgreementId,
        version: Version,
        calendar: CalendarId,
        policies: Vec<Policy>,
    ) -> Result<Self, AgreementError> {
        if policies.is_empty() {
            return Err(AgreementError::Empty { place: "policies".to_owned(), wanted: "policy" });
        }
        unique("policies", policies.iter().map(Policy::id))?;
        one_target_each(&policies)?;
        let moving = policies
            .iter()
            .position(|policy| Sensitivity::of(std::slice::from_ref(policy)).moves_by_itself());
        if let Some(index) = moving {
            return Err(AgreementError::ChosenByAge { place: format!("policies[{index}]") });
        }
        let catch_all = policies.iter().position(|policy| *policy.when() == crate::ticket::Condition::Always);
        if let Some((index, policy)) =
            catch_all.and_then(|index| policies.get(index + 1).map(|policy| (index + 1, policy)))
        {
            return Err(AgreementError::Shadowed {
                place: format!("policies[{index}]"),
                policy: policy.id().clone(),
                by: policies.get(index - 1).map_or_else(|| policy.id().clone(), |by| by.id().clone()),
            });
        }
        Ok(Self {
            id,
            version,
            kind: AgreementKind::default(),
            calendar,
            paused_in: BTreeSet::new(),
            policies,
        })
    }

    /// Says between whom the promise is made.
    #[must_use]
    pub fn with_kind(mut self, kind: AgreementKind) -> Self {
        self.kind = kind;
        self
    }

    /// Says in which statuses the clocks of pausable objectives stand still.
    #[must_use]
    pub fn with_pauses(mut self, statuses: impl IntoIterator<Item = Status>) -> Self {
        self.paused_in = statuses.into_iter().collect();
        self
    }

    /// The agreement's name.
    #[must_use]
    pub const fn id(&self) -> &AgreementId {
        &self.id
    }

    /// Which version of the agreement this is; evaluations name it.
    #[must_use]
    pub const fn version(&self) -> &Version {
        &self.version
    }

    /// Between whom the promise is made.
    #[must_use]
    pub const fn kind(&self) -> AgreementKind {
        self.kind
    }

    /// The calendar of objectives that name none of their own.
    #[must_use]
    pub const fn calendar(&self) -> &CalendarId {
        &self.calendar
    }

    /// Statuses in which the clocks of pausable objectives stand still.
    #[must_use]
    pub const fn paused_in(&self) -> &BTreeSet<Status> {
        &self.paused_in
    }

    /// The policies, in the order in which they are tried.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The objectives of all policies; one of a name that several policies have comes as often.
    pub fn objectives(&self) -> impl Iterator<Item = &Objective> {
        self.policies.iter().flat_map(Policy::objectives)
    }

    /// Whether every calendar is known.
    pub(crate) fn check_calendars(&self, known: impl Fn(&CalendarId) -> bool) -> Result<(), AgreementError> {
        let need = |place: String, id: &CalendarId| {
            if known(id) {
                Ok(())
            } else {
                Err(AgreementError::UnknownCalendar { place, calendar: id.clone() })
            }
        };
        need("calendar".to_owned(), &self.calendar)?;
        for (p, policy) in self.policies.iter().enumerate() {
            for (o, objective) in policy.objectives().iter().enumerate() {
                if let Some(own) = objective.calendar() {
                    need(format!("policies[{p}].objectives[{o}].calendar"), own)?;
                }
            }
        }
        Ok(())
    }
}

/// Objectives of one name are one clock, which cannot stop at two things.
fn one_target_each(policies: &[Policy]) -> Result<(), AgreementError> {
    let mut targets = BTreeMap::new();
    for (p, policy) in policies.iter().enumerate() {
        for (o, objective) in policy.objectives().iter().enumerate() {
            if *targets.entry(objective.id()).or_insert_with(|| objective.target()) != objective.target() {
                return Err(AgreementError::TargetDiffers {
                    place: format!("policies[{p}].objectives[{o}].target"),
                    given: objective.id().to_string(),
                });
            }
        }
    }
    Ok(())
}

impl fmt::Display for AgreementKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Sla => "service level agreement",
            Self::Ola => "operational level agreement",
            Self::UnderpinningContract => "underpinning contract",
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an agreement as an object")]
struct RawAgreement {
    id: AgreementId,
    version: Version,
    #[serde(default)]
    kind: AgreementKind,
    calendar: CalendarId,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    paused_in: BTreeSet<Status>,
    policies: Vec<Policy>,
}

impl TryFrom<RawAgreement> for Agreement {
    type Error = AgreementError;

    fn try_from(raw: RawAgreement) -> Result<Self, AgreementError> {
        let agreement = Self::new(raw.id, raw.version, raw.calendar, raw.policies)?;
        Ok(agreement.with_kind(raw.kind).with_pauses(raw.paused_in))
    }
}

impl From<Agreement> for RawAgreement {
    fn from(agreement: Agreement) -> Self {
        Self {
            id: agreement.id,
            version: agreement.version,
            kind: agreement.kind,
            calendar: agreement.calendar,
            paused_in: agreement.paused_in,
            policies: agreement.policies,
        }
    }
}
