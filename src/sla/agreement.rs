use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::check;
use super::{
    AgreementError, AgreementKind, Effective, Objective, Policy, PolicyOrder, StatusClass, Unconditional,
};
use crate::quantity::{AgreementId, AttributeName, CalendarId, Status, Version};
use crate::ticket::{Condition, Facts};

/// A promise about service times (服务级别协议): policies tried in order, each with its objectives.
///
/// The first policy whose condition holds for a ticket gives the objectives, the default policy where none does; where
/// there is no such policy either, the agreement makes no promise about that ticket.
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
    raw: RawAgreement,
    /// The policies in the order in which they are tried.
    order: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an agreement as an object")]
pub(super) struct RawAgreement {
    id: AgreementId,
    version: Version,
    #[serde(default)]
    kind: AgreementKind,
    #[serde(default, skip_serializing_if = "Effective::is_always")]
    effective: Effective,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    takes_over_open: bool,
    calendar: CalendarId,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    paused_in: BTreeSet<Status>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    paused_in_classes: BTreeSet<StatusClass>,
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "crate::quantity::unique_keys"
    )]
    pub(super) status_classes: BTreeMap<Status, StatusClass>,
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "crate::quantity::unique_keys"
    )]
    pub(super) values: BTreeMap<AttributeName, BTreeSet<String>>,
    #[serde(default, skip_serializing_if = "is_default")]
    policy_order: PolicyOrder,
    #[serde(default, skip_serializing_if = "is_default")]
    unconditional: Unconditional,
    pub(super) policies: Vec<Policy>,
}

impl Agreement {
    /// Makes an agreement whose working time is that of the named calendar.
    ///
    /// # Errors
    /// [`AgreementError`] when there are no policies or more than 10,000, ids repeat, objectives of one name are not one clock, two policies
    /// are the default, or a policy can never be chosen.
    pub fn new(
        id: AgreementId,
        version: Version,
        calendar: CalendarId,
        policies: Vec<Policy>,
    ) -> Result<Self, AgreementError> {
        Self::builder(id, version, calendar, policies).build()
    }

    /// Begins an agreement that says more than its policies.
    pub const fn builder(
        id: AgreementId,
        version: Version,
        calendar: CalendarId,
        policies: Vec<Policy>,
    ) -> AgreementBuilder {
        AgreementBuilder {
            raw: RawAgreement {
                id,
                version,
                kind: AgreementKind::Sla,
                effective: Effective::ALWAYS,
                takes_over_open: false,
                calendar,
                paused_in: BTreeSet::new(),
                paused_in_classes: BTreeSet::new(),
                status_classes: BTreeMap::new(),
                values: BTreeMap::new(),
                policy_order: PolicyOrder::AsGiven,
                unconditional: Unconditional::AsGiven,
                policies,
            },
        }
    }

    /// The agreement's name.
    #[must_use]
    pub const fn id(&self) -> &AgreementId {
        &self.raw.id
    }

    /// Which version of the agreement this is; evaluations name it.
    #[must_use]
    pub const fn version(&self) -> &Version {
        &self.raw.version
    }

    /// Between whom the promise is made.
    #[must_use]
    pub const fn kind(&self) -> AgreementKind {
        self.raw.kind
    }

    /// From when until when this version is in force.
    #[must_use]
    pub const fn effective(&self) -> Effective {
        self.raw.effective
    }

    /// Whether it applies to tickets that are open when it comes into force; otherwise they keep the version under
    /// which they were created.
    #[must_use]
    pub const fn takes_over_open(&self) -> bool {
        self.raw.takes_over_open
    }

    /// The calendar of objectives that name none of their own.
    #[must_use]
    pub const fn calendar(&self) -> &CalendarId {
        &self.raw.calendar
    }

    /// Statuses in which the clocks of pausable objectives stand still.
    #[must_use]
    pub const fn paused_in(&self) -> &BTreeSet<Status> {
        &self.raw.paused_in
    }

    /// Whether the clocks of pausable objectives stand still in a status, by its name or its class.
    #[must_use]
    pub fn pauses_in(&self, status: &Status) -> bool {
        self.raw.paused_in.contains(status) || self.pauses_in_class(self.class_of(status))
    }

    /// Whether they do in a class of statuses.
    #[must_use]
    pub fn pauses_in_class(&self, class: StatusClass) -> bool {
        self.raw.paused_in_classes.contains(&class)
    }

    /// The class of a status; what is not classified is open.
    #[must_use]
    pub fn class_of(&self, status: &Status) -> StatusClass {
        self.raw.status_classes.get(status).copied().unwrap_or(StatusClass::Open)
    }

    /// Every status that the agreement names.
    pub(super) fn statuses(&self) -> impl Iterator<Item = &Status> {
        self.raw.paused_in.iter().chain(self.raw.status_classes.keys())
    }

    /// The policies, in the order given.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.raw.policies
    }

    /// The policies that can be chosen, in the order in which they are tried.
    pub fn tried(&self) -> impl Iterator<Item = &Policy> {
        self.order.iter().filter_map(|index| self.raw.policies.get(*index))
    }

    /// The policy for a ticket; absent where the agreement makes no promise about it.
    ///
    /// ```
    /// # use service_quality::sla::Agreement;
    /// # use service_quality::ticket::{EventKind, Ticket};
    /// let agreement: Agreement = serde_json::from_str(r#"{
    ///     "id": "helpdesk", "version": "1", "calendar": "office",
    ///     "policies": [
    ///         {"id": "rest", "default": true, "objectives": [
    ///             {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT16H"}}}]},
    ///         {"id": "gold", "when": {"equals": {"fact": "tier", "value": "gold"}}, "objectives": [
    ///             {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}]}
    ///     ]}"#)?;
    /// let ticket = Ticket::builder("T-1".parse()?)
    ///     .attribute("tier".parse()?, "gold")
    ///     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
    ///     .build()?;
    /// let chosen = agreement.choose(&ticket.at(ticket.created())).ok_or("none")?;
    /// assert_eq!(chosen.id().as_str(), "gold");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn choose(&self, facts: &impl Facts) -> Option<&Policy> {
        self.policies().get(self.choose_index(facts)?)
    }

    pub(super) fn choose_index(&self, facts: &impl Facts) -> Option<usize> {
        let holds = |index: &&usize| {
            self.raw.policies.get(**index).is_some_and(|policy| policy.when().matches(facts))
        };
        self.order.iter().find(holds).copied()
    }

    /// The places of the policies that can be chosen, in the order in which they are tried.
    pub(super) fn order(&self) -> &[usize] {
        &self.order
    }

    /// The objectives of all policies; one of a name that several policies have comes as often.
    pub fn objectives(&self) -> impl Iterator<Item = &Objective> {
        self.raw.policies.iter().flat_map(Policy::objectives)
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
        need("calendar".to_owned(), self.calendar())?;
        for (p, policy) in self.policies().iter().enumerate() {
            for (o, objective) in policy.objectives().iter().enumerate() {
                let place = || format!("policies[{p}].objectives[{o}].calendar");
                if let Some(own) = objective.calendar() {
                    need(place(), own)?;
                }
                for id in objective.calendar_by().into_iter().flat_map(|by| by.calendars.values()) {
                    need(format!("{}_by", place()), id)?;
                }
            }
        }
        Ok(())
    }
}

/// Collects what an agreement says and checks it in [`build`](AgreementBuilder::build).
///
/// ```
/// use service_quality::sla::{Agreement, AgreementKind, Policy, StatusClass};
///
/// let policy: Policy = serde_json::from_str(r#"{"id": "all", "objectives": [
///     {"id": "hand on", "target": "group_ownership", "allowance": {"same": {"working": "PT2H"}}}]}"#)?;
/// let agreement = Agreement::builder("second line".parse()?, "1".parse()?, "office".parse()?, vec![policy])
///     .kind(AgreementKind::Ola)
///     .status_class("waiting for parts".parse()?, StatusClass::OnHold)
///     .paused_in_class(StatusClass::OnHold)
///     .build()?;
/// assert!(agreement.pauses_in(&"waiting for parts".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct AgreementBuilder {
    raw: RawAgreement,
}

impl AgreementBuilder {
    /// Says between whom the promise is made.
    pub fn kind(mut self, kind: AgreementKind) -> Self {
        self.raw.kind = kind;
        self
    }

    /// Says from when until when this version is in force.
    pub fn effective(mut self, effective: Effective) -> Self {
        self.raw.effective = effective;
        self
    }

    /// Lets it apply to tickets that are open when it comes into force.
    pub fn taking_over_open(mut self) -> Self {
        self.raw.takes_over_open = true;
        self
    }

    /// Adds statuses in which the clocks of pausable objectives stand still.
    pub fn paused_in(mut self, statuses: impl IntoIterator<Item = Status>) -> Self {
        self.raw.paused_in.extend(statuses);
        self
    }

    /// Adds a class of statuses in which they do.
    pub fn paused_in_class(mut self, class: StatusClass) -> Self {
        self.raw.paused_in_classes.insert(class);
        self
    }

    /// Says what kind of status a status is.
    pub fn status_class(mut self, status: Status, class: StatusClass) -> Self {
        self.raw.status_classes.insert(status, class);
        self
    }

    /// Says which values an attribute can have, so that budgets by value are checked for missing and unknown ones.
    pub fn values<V: Into<String>>(
        mut self,
        attribute: AttributeName,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        self.raw.values.entry(attribute).or_default().extend(values.into_iter().map(Into::into));
        self
    }

    /// Says in which order policies are tried.
    pub fn policy_order(mut self, order: PolicyOrder) -> Self {
        self.raw.policy_order = order;
        self
    }

    /// Says what a policy means that has no condition and is not the default.
    pub fn unconditional(mut self, unconditional: Unconditional) -> Self {
        self.raw.unconditional = unconditional;
        self
    }

    /// Checks everything.
    ///
    /// # Errors
    /// As [`Agreement::new`], and for budgets that miss a value or promise a response later than the resolution.
    pub fn build(self) -> Result<Agreement, AgreementError> {
        self.raw.try_into()
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl RawAgreement {
    /// The order in which policies are tried: those with a condition, then those without where they come last, then the
    /// default.
    fn order(&self) -> Vec<usize> {
        let mut numbered: Vec<(usize, &Policy)> = self.policies.iter().enumerate().collect();
        if self.policy_order == PolicyOrder::ByName {
            numbered.sort_by_key(|(_, policy)| policy.id());
        }
        let blank = |policy: &Policy| *policy.when() == Condition::Always;
        let rank = |policy: &Policy| match self.unconditional {
            _ if policy.is_default() => Some(2),
            Unconditional::Last if blank(policy) => Some(1),
            Unconditional::Never if blank(policy) => None,
            _ => Some(0),
        };
        let mut ranked: Vec<(u8, usize)> =
            numbered.into_iter().filter_map(|(index, policy)| Some((rank(policy)?, index))).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, index)| index).collect()
    }
}

impl TryFrom<RawAgreement> for Agreement {
    type Error = AgreementError;

    fn try_from(raw: RawAgreement) -> Result<Self, AgreementError> {
        raw.effective.check("effective")?;
        let order = raw.order();
        check::policies(&raw, &order)?;
        Ok(Self { raw, order })
    }
}

impl From<Agreement> for RawAgreement {
    fn from(agreement: Agreement) -> Self {
        agreement.raw
    }
}
