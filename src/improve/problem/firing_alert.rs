use serde::{Deserialize, Serialize};

use crate::monitor::alert::AlertKey;
use crate::monitor::warning::{WarningLevel, Watch, WatchState};
use crate::quantity::Timestamp;

/// An early warning that fires (触发中的预警).
///
/// ```
/// use service_quality::improve::problem::FiringAlert;
/// use service_quality::monitor::warning::{Evidence, Watch, WatchState};
///
/// let watch: Watch = serde_json::from_str(r#"{"id": "x", "when": {"red": {"value": {"above": {"limit": 5}}}}}"#)?;
/// let mut state = WatchState::default();
/// assert_eq!(FiringAlert::of(&watch, &state), None);
/// let at = "2026-03-02T00:00:00Z".parse()?;
/// watch.step(&mut state, &Evidence::new(at).with_value(6.into()), &[]);
/// assert_eq!(FiringAlert::of(&watch, &state).map(|alert| alert.since), Some(at));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiringAlert {
    /// Which.
    pub key: AlertKey,
    /// How grave.
    pub level: WarningLevel,
    /// Since when.
    pub since: Timestamp,
}

impl FiringAlert {
    /// The alert of a watch, while it fires.
    #[must_use]
    pub fn of(watch: &Watch, state: &WatchState) -> Option<Self> {
        let (level, since) = (state.alert().level()?, state.alert().fired()?);
        Some(Self { key: watch.key().clone(), level, since })
    }
}
