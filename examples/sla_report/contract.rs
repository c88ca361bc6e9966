//! The host's own documents: what the contract says, and what happened. The crate's types read themselves.

use std::collections::BTreeMap;
use std::error::Error;

use serde::Deserialize;
use service_quality::calendar::Calendar;
use service_quality::quantity::{IncidentId, Money, ObjectiveId, Period, ServiceId, Share, Timestamp};
use service_quality::slo::availability::{AvailabilityRule, Exclusion, Outage};
use service_quality::slo::budget::{BudgetAdjustments, ServiceLevelObjective};
use service_quality::slo::burn::{BudgetPolicy, BurnPreset};
use service_quality::slo::composition::Composition;
use service_quality::slo::credit::CreditSchedule;
use service_quality::slo::incident::IncidentTimes;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contract {
    pub(crate) customer: String,
    pub(crate) month: Period,
    /// As of when the figures are.
    pub(crate) closed_at: Timestamp,
    /// When the report was written: claims are known until then.
    pub(crate) drawn_up: Timestamp,
    pub(crate) services: Vec<Service>,
    /// How the services make up the desk.
    pub(crate) whole: Part,
    pub(crate) alerts: Alerts,
    pub(crate) objectives: Vec<TicketObjective>,
    pub(crate) adjustments: BudgetAdjustments,
    pub(crate) policy: Policy,
    pub(crate) ticket_credit: TicketCredit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    pub(crate) id: ServiceId,
    pub(crate) promised: Share,
    #[serde(default)]
    pub(crate) rule: AvailabilityRule,
    /// All the time where there are none.
    #[serde(default)]
    pub(crate) hours: Option<Calendar>,
    #[serde(default)]
    pub(crate) credit: Option<CreditTerms>,
}

/// What is paid for a service, and what is owed where it was not there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreditTerms {
    pub(crate) fee: Money,
    pub(crate) schedule: CreditSchedule,
    #[serde(default)]
    pub(crate) annual_fees: Option<Money>,
    #[serde(default)]
    pub(crate) annual_granted: Option<Money>,
    #[serde(default)]
    pub(crate) asked: Option<Timestamp>,
}

/// A part of the desk: a service as measured, or something with a published availability.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Part {
    Service(ServiceId),
    Share(Share),
    Serial(Vec<Part>),
    Parallel(Vec<Part>),
    AtLeast { k: usize, of: Vec<Part> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Alerts {
    pub(crate) service: ServiceId,
    pub(crate) preset: BurnPreset,
    /// When somebody looked.
    pub(crate) looks: Vec<Timestamp>,
}

/// An objective on what became of a promise, of one priority or of all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TicketObjective {
    pub(crate) promise: ObjectiveId,
    #[serde(default)]
    pub(crate) priority: Option<String>,
    pub(crate) objective: ServiceLevelObjective,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    pub(crate) objective: ObjectiveId,
    pub(crate) steps: BudgetPolicy,
}

/// What is owed for each bad one beyond those that an objective allows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TicketCredit {
    pub(crate) objective: ObjectiveId,
    pub(crate) terms: CreditTerms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Happened {
    pub(crate) outages: Vec<Outage>,
    pub(crate) exclusions: Vec<Excluded>,
    pub(crate) incidents: BTreeMap<IncidentId, IncidentTimes>,
}

/// An exclusion, and the services for which it holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Excluded {
    services: Vec<ServiceId>,
    exclusion: Exclusion,
}

impl Happened {
    pub(crate) fn exclusions_of(&self, service: &ServiceId) -> Vec<Exclusion> {
        let of_service = self.exclusions.iter().filter(|excluded| excluded.services.contains(service));
        of_service.map(|excluded| excluded.exclusion.clone()).collect()
    }
}

impl Part {
    /// The whole, with the availability of every service filled in.
    pub(crate) fn composition(
        &self,
        measured: &BTreeMap<&ServiceId, Share>,
    ) -> Result<Composition, Box<dyn Error>> {
        let all = |parts: &[Self]| {
            parts.iter().map(|part| part.composition(measured)).collect::<Result<Vec<_>, _>>()
        };
        Ok(match self {
            Self::Service(id) => Composition::part(
                *measured.get(id).ok_or_else(|| format!("service `{id}` was not measured"))?,
            ),
            Self::Share(share) => Composition::part(*share),
            Self::Serial(parts) => Composition::serial(all(parts)?)?,
            Self::Parallel(parts) => Composition::parallel(all(parts)?)?,
            Self::AtLeast { k, of } => Composition::at_least(*k, all(of)?)?,
        })
    }
}
