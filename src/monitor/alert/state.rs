use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::warning::WarningLevel;
use super::flapping::{Flaps, MOST};
use super::latch::Latch;
use super::policy::MOST_STEPS;
use super::{Acknowledgement, AlertError};
use crate::quantity::{Label, Timestamp};

/// All that has to be remembered of an alert between evaluations: a small value that the host keeps and gives back.
///
/// It holds at most four levels, the names of the escalation steps taken (16 at most) and the instants of the last
/// turns (32 at most), however long the alert lives. Begin with the default.
///
/// ```
/// use service_quality::monitor::alert::{AlertPhase, AlertState};
/// let state = AlertState::default();
/// assert_eq!(state.phase(), AlertPhase::Inactive);
/// assert_eq!(serde_json::from_str::<AlertState>(&serde_json::to_string(&state)?)?, state);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "RawState", into = "RawState")]
pub struct AlertState {
    pub(super) last: Option<Timestamp>,
    pub(super) missing_since: Option<Timestamp>,
    pub(super) latches: BTreeMap<WarningLevel, Latch>,
    pub(super) episode: Option<Episode>,
    pub(super) flaps: Flaps,
}

/// Where an alert stands.
///
/// ```
/// use service_quality::monitor::alert::AlertPhase;
/// assert!(AlertPhase::Clearing.fires() && !AlertPhase::Pending.fires());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertPhase {
    /// Nothing is wrong, or it was resolved.
    Inactive,
    /// A condition holds, and has yet to hold longer or more often.
    Pending,
    /// It fires.
    Firing,
    /// It fires, and its highest level is clear, and has yet to be so longer or more often.
    Clearing,
}

impl AlertPhase {
    /// Whether the alert fires.
    #[must_use]
    pub const fn fires(self) -> bool {
        matches!(self, Self::Firing | Self::Clearing)
    }
}

/// From when an alert fires until it is resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Episode {
    pub(super) fired: Timestamp,
    pub(super) peak: WarningLevel,
    /// When it was last told.
    pub(super) told: Timestamp,
    /// Since when nobody has taken it on.
    pub(super) unattended: Timestamp,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) escalated: BTreeSet<Label>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) acknowledgement: Option<Acknowledgement>,
}

impl AlertState {
    /// When it was last evaluated.
    #[must_use]
    pub const fn last(&self) -> Option<Timestamp> {
        self.last
    }

    /// Where the alert stands.
    #[must_use]
    pub fn phase(&self) -> AlertPhase {
        let firing = self.latches.values().rev().find(|latch| latch.firing);
        match firing {
            Some(latch) if latch.clear_since.is_some() => AlertPhase::Clearing,
            Some(_) => AlertPhase::Firing,
            None if self.pending().is_some() => AlertPhase::Pending,
            None => AlertPhase::Inactive,
        }
    }

    /// The level at which it fires: the highest that does.
    #[must_use]
    pub fn level(&self) -> Option<WarningLevel> {
        self.latches.iter().rev().find(|(_, latch)| latch.firing).map(|(level, _)| *level)
    }

    /// The highest level that is pending.
    #[must_use]
    pub fn pending(&self) -> Option<WarningLevel> {
        let pending = |latch: &Latch| !latch.firing && latch.since.is_some();
        self.latches.iter().rev().find(|(_, latch)| pending(latch)).map(|(level, _)| *level)
    }

    /// When it fired, while it does.
    #[must_use]
    pub fn fired(&self) -> Option<Timestamp> {
        self.episode.as_ref().map(|episode| episode.fired)
    }

    /// Who took it on.
    #[must_use]
    pub fn acknowledgement(&self) -> Option<&Acknowledgement> {
        self.episode.as_ref().and_then(|episode| episode.acknowledgement.as_ref())
    }

    /// Since when nobody has taken it on, while it fires and nobody has.
    #[must_use]
    pub fn unattended(&self) -> Option<Timestamp> {
        let episode = self.episode.as_ref().filter(|episode| episode.acknowledgement.is_none());
        episode.map(|episode| episode.unattended)
    }

    /// Who has been told by [escalation](super::EscalationStep) since then.
    pub fn escalated(&self) -> impl Iterator<Item = &Label> {
        self.episode.iter().flat_map(|episode| &episode.escalated)
    }

    /// Since when it flaps.
    #[must_use]
    pub const fn flapping_since(&self) -> Option<Timestamp> {
        self.flaps.since
    }

    /// Since when data are missing.
    #[must_use]
    pub const fn missing_since(&self) -> Option<Timestamp> {
        self.missing_since
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RawState {
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing_since: Option<Timestamp>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    levels: BTreeMap<WarningLevel, Latch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    episode: Option<Episode>,
    #[serde(skip_serializing_if = "is_calm")]
    flaps: Flaps,
}

fn is_calm(flaps: &Flaps) -> bool {
    *flaps == Flaps::default()
}

impl TryFrom<RawState> for AlertState {
    type Error = AlertError;

    fn try_from(raw: RawState) -> Result<Self, AlertError> {
        let broken = |place, found| Err(AlertError::BrokenState { place, found });
        let fires = raw.levels.values().any(|latch| latch.firing);
        let escalated = raw.episode.as_ref().map_or(0, |episode| episode.escalated.len());
        if fires != raw.episode.is_some() {
            return broken("episode", "it is there exactly while a level fires");
        }
        if raw.levels.values().any(Latch::is_idle) {
            return broken("levels", "one of them has nothing to remember");
        }
        if escalated > MOST_STEPS {
            return broken("episode.escalated", "there are more than 16 steps");
        }
        if raw.flaps.turns.len() > MOST || !raw.flaps.turns.is_sorted() {
            return broken("flaps.turns", "they are more than 32 or out of order");
        }
        if raw.flaps.since.is_some() && raw.flaps.turns.is_empty() {
            return broken("flaps.since", "it flaps, and no turn is there");
        }
        if raw.last.is_none() && (fires || !raw.levels.is_empty()) {
            return broken("last", "levels are there, and no evaluation was");
        }
        let RawState { last, missing_since, levels: latches, episode, flaps } = raw;
        Ok(Self { last, missing_since, latches, episode, flaps })
    }
}

impl From<AlertState> for RawState {
    fn from(state: AlertState) -> Self {
        let AlertState { last, missing_since, latches: levels, episode, flaps } = state;
        Self { last, missing_since, levels, episode, flaps }
    }
}
