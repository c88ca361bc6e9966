use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Guard, Violation, Waived};
use crate::improve::ImproveError;
use crate::quantity::{AgentId, Date, Statement, Timestamp, Zone, unique_keys};

/// Which guards are switched off, by whom and why, and whose days are meant.
///
/// Nothing is switched off silently: what a guard would have refused is written into the event that passed it.
///
/// ```
/// use service_quality::improve::cycle::CycleGuard;
/// use service_quality::improve::history::GuardPolicy;
///
/// let policy = GuardPolicy::<CycleGuard>::strict("+08:00".parse()?).without(
///     CycleGuard::PredictionMissing,
///     "the team is new to predictions".parse()?,
///     "wang.fang".parse()?,
/// )?;
/// assert!(policy.is_off(CycleGuard::PredictionMissing));
/// assert!(GuardPolicy::<CycleGuard>::default()
///     .without(CycleGuard::ClosedIsFinal, "urgent".parse()?, "wang.fang".parse()?)
///     .is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    try_from = "RawPolicy<G>",
    into = "RawPolicy<G>",
    bound(serialize = "G: Guard", deserialize = "G: Guard")
)]
pub struct GuardPolicy<G> {
    zone: Zone,
    off: BTreeMap<G, SwitchedOff>,
}

/// Who switched a guard off, and why.
///
/// ```
/// use service_quality::improve::history::SwitchedOff;
/// let off: SwitchedOff = serde_json::from_str(r#"{"reason": "a pilot", "by": "wang.fang"}"#)?;
/// assert_eq!(off.reason.as_str(), "a pilot");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchedOff {
    /// Why.
    pub reason: Statement,
    /// Who.
    pub by: AgentId,
}

impl<G: Guard> GuardPolicy<G> {
    /// All guards, with the days of a zone.
    #[must_use]
    pub const fn strict(zone: Zone) -> Self {
        Self { zone, off: BTreeMap::new() }
    }

    /// Switches a guard off.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for one that makes the order of the life cycle itself.
    pub fn without(mut self, guard: G, reason: Statement, by: AgentId) -> Result<Self, ImproveError> {
        checked(guard)?;
        self.off.insert(guard, SwitchedOff { reason, by });
        Ok(self)
    }

    /// Whose days are meant.
    #[must_use]
    pub const fn zone(&self) -> Zone {
        self.zone
    }

    /// The day at an instant.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> Option<Date> {
        Date::new(self.zone.date(at)).ok()
    }

    /// Whether a guard is switched off.
    #[must_use]
    pub fn is_off(&self, guard: G) -> bool {
        self.off.contains_key(&guard)
    }

    /// The guards that are switched off.
    pub fn off(&self) -> impl Iterator<Item = (G, &SwitchedOff)> {
        self.off.iter().map(|(guard, off)| (*guard, off))
    }

    /// What stands against a command, and what would but for this policy; each sorted, each violation once.
    pub(crate) fn split(&self, mut found: Vec<Violation<G>>) -> (Vec<Violation<G>>, Vec<Waived<G>>) {
        found.sort();
        found.dedup();
        let (mut standing, mut waived) = (Vec::new(), Vec::new());
        for violation in found {
            match self.off.get(&violation.guard) {
                Some(off) => waived.push(Waived::new(violation, off)),
                None => standing.push(violation),
            }
        }
        (standing, waived)
    }
}

/// A guard that may be switched off.
pub(super) fn checked<G: Guard>(guard: G) -> Result<G, ImproveError> {
    if guard.can_be_switched_off() {
        Ok(guard)
    } else {
        Err(ImproveError::not_allowed(
            "policy.off",
            &guard,
            "a guard that can be switched off; this one keeps the order of the life cycle",
        ))
    }
}

impl<G: Guard> Default for GuardPolicy<G> {
    fn default() -> Self {
        Self::strict(Zone::utc())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(serialize = "G: Guard", deserialize = "G: Guard"))]
struct RawPolicy<G> {
    time_zone: Zone,
    #[serde(
        default = "BTreeMap::new",
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "unique_keys"
    )]
    off: BTreeMap<G, SwitchedOff>,
}

impl<G: Guard> TryFrom<RawPolicy<G>> for GuardPolicy<G> {
    type Error = ImproveError;

    fn try_from(raw: RawPolicy<G>) -> Result<Self, ImproveError> {
        raw.off.keys().try_for_each(|guard| checked(*guard).map(drop))?;
        Ok(Self { zone: raw.time_zone, off: raw.off })
    }
}

impl<G: Guard> From<GuardPolicy<G>> for RawPolicy<G> {
    fn from(policy: GuardPolicy<G>) -> Self {
        Self { time_zone: policy.zone, off: policy.off }
    }
}
