use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::super::alert::{AlertError, AlertState};
use super::change::LONGEST;
use super::{Evidence, Past};
use crate::quantity::Label;

/// All that a [`Watch`](super::Watch) has to remember: the alert's state, as many values as its conditions look back on,
/// 366 at most, and to whom a silence keeps an escalation from being told.
///
/// ```
/// use service_quality::monitor::alert::AlertPhase;
/// use service_quality::monitor::warning::WatchState;
///
/// let state = WatchState::default();
/// assert_eq!(state.alert().phase(), AlertPhase::Inactive);
/// assert_eq!(serde_json::to_string(&state)?, r#"{"alert":{}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "RawWatchState", into = "RawWatchState")]
pub struct WatchState {
    pub(super) alert: AlertState,
    history: Vec<Past>,
    /// Whom a silence that matched at the last look kept from being told; absent where none matched.
    pub(super) silenced: Option<BTreeSet<Label>>,
}

impl WatchState {
    /// The alert's own state: its phase, its level, who has taken it on.
    #[must_use]
    pub const fn alert(&self) -> &AlertState {
        &self.alert
    }

    pub(super) fn history(&self) -> &[Past] {
        &self.history
    }

    /// Keeps the value of an evaluation, and as many in all as are looked back on.
    pub(super) fn remember(&mut self, evidence: &Evidence, lookback: u32) {
        self.history.extend(evidence.now().ok());
        let most = usize::try_from(lookback).unwrap_or(usize::MAX);
        self.history.drain(..self.history.len().saturating_sub(most));
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWatchState {
    alert: AlertState,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    history: Vec<Past>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    silenced: Option<BTreeSet<Label>>,
}

impl TryFrom<RawWatchState> for WatchState {
    type Error = AlertError;

    fn try_from(RawWatchState { alert, history, silenced }: RawWatchState) -> Result<Self, AlertError> {
        let broken = |found| Err(AlertError::BrokenState { place: "history", found });
        if usize::try_from(LONGEST).is_ok_and(|longest| history.len() > longest) {
            return broken("it has more than 366 values");
        }
        if !history.is_sorted_by(|one, other| one.at < other.at) {
            return broken("its values are out of order");
        }
        if history.last().map(|past| past.at) > alert.last() {
            return broken("it goes beyond the last evaluation");
        }
        let escalated = |to: &Label| alert.escalated().any(|other| other == to);
        let unknown = silenced.iter().flatten().any(|to| !escalated(to));
        if unknown || (silenced.is_some() && !alert.phase().fires()) {
            let found = "it keeps what did not happen";
            return Err(AlertError::BrokenState { place: "silenced", found });
        }
        Ok(Self { alert, history, silenced })
    }
}

impl From<WatchState> for RawWatchState {
    fn from(WatchState { alert, history, silenced }: WatchState) -> Self {
        Self { alert, history, silenced }
    }
}
