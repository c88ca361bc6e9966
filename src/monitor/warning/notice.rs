use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::alert::{AlertEvent, AlertKey, Timing};
use super::{Finding, WarningLevel};
use crate::quantity::Label;

/// An event of an alert, as the host passes it on or keeps it.
///
/// ```
/// use service_quality::monitor::warning::{Delivery, Notice};
///
/// let notice: Notice = serde_json::from_str(r#"{"key": {"alert": "late_share"}, "delivery": "tell",
///     "event": {"at": "2026-03-02T00:00:00Z", "what": {"silence_ended": {"level": "red"}}}}"#)?;
/// assert_eq!(notice.delivery, Delivery::Tell);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Which alert it is.
    pub key: AlertKey,
    /// What happened, and when.
    pub event: AlertEvent,
    /// Why: what the condition found that decided; absent where none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Finding>,
    /// Whether people are told.
    pub delivery: Delivery,
}

/// Whether people are told of an event.
///
/// ```
/// use service_quality::monitor::warning::Delivery;
/// assert_eq!(serde_json::to_string(&Delivery::Silenced { by: "move".parse()? })?, r#"{"silenced":{"by":"move"}}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Delivery {
    /// Tell it.
    Tell,
    /// For the record alone.
    Record,
    /// Held back, since the alert is flapping.
    Held,
    /// Not told, since a silence matches.
    Silenced {
        /// The first that does.
        by: Label,
    },
}

/// What came of a evidence.
///
/// ```
/// use service_quality::monitor::warning::{Evidence, Watch, WatchState, WarningLevel};
///
/// let watch: Watch = serde_json::from_str(r#"{"id": "x", "when": {"red": {"value": {"above": {"limit": 5}}}}}"#)?;
/// let evidence = Evidence::new("2026-03-02T00:00:00Z".parse()?).with_value(4.into());
/// let step = watch.step(&mut WatchState::default(), &evidence, &[]);
/// assert_eq!(step.findings[&WarningLevel::Red].to_string(), "4 is not above 5");
/// assert_eq!(step.told().count(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WatchStep {
    /// Whether it was taken.
    pub timing: Timing,
    /// What each level's condition found; empty for stale evidence and for a look at the clock.
    pub findings: BTreeMap<WarningLevel, Finding>,
    /// What happened, in order.
    pub notices: Vec<Notice>,
}

impl WatchStep {
    /// What people are told.
    pub fn told(&self) -> impl Iterator<Item = &Notice> {
        self.notices.iter().filter(|notice| notice.delivery == Delivery::Tell)
    }
}
