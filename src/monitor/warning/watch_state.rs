use serde::{Deserialize, Serialize};

use super::super::alert::{AlertError, AlertState};
use super::change::LONGEST;
use super::{Past, Reading};

/// All that a [`Watch`](super::Watch) has to remember: the alert's state, and as many values as its conditions look back
/// on, 366 at most.
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

    /// Keeps the value of a reading, and as many in all as are looked back on.
    pub(super) fn remember(&mut self, reading: &Reading, lookback: u32) {
        self.history.extend(reading.now().ok());
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
}

impl TryFrom<RawWatchState> for WatchState {
    type Error = AlertError;

    fn try_from(RawWatchState { alert, history }: RawWatchState) -> Result<Self, AlertError> {
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
        Ok(Self { alert, history })
    }
}

impl From<WatchState> for RawWatchState {
    fn from(WatchState { alert, history }: WatchState) -> Self {
        Self { alert, history }
    }
}
