use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::warning::WarningLevel;
use super::{AlertError, AlertKey};
use crate::quantity::{AgentId, AttributeName, Label, Timestamp};

/// A time in which alerts live on and are not told (静默): maintenance, a known fault.
///
/// From `from` until just before `until`. It matches an alert of its name, where it names one, that has all its labels.
/// With `up_to`, what is about a higher level is told all the same.
///
/// ```
/// use service_quality::monitor::alert::{AlertKey, Silence};
/// use service_quality::monitor::warning::WarningLevel;
///
/// let silence: Silence = serde_json::from_str(r#"{"id": "move", "from": "2026-03-02T00:00:00Z",
///     "until": "2026-03-03T00:00:00Z", "alert": "late_share", "up_to": "orange", "by": "kim", "why": "office move"}"#)?;
/// let key = AlertKey::new("late_share".parse()?).with_label("team".parse()?, "north".parse()?);
/// let at = "2026-03-02T09:00:00Z".parse()?;
/// assert!(silence.mutes(&key, Some(WarningLevel::Orange), at));
/// assert!(!silence.mutes(&key, Some(WarningLevel::Red), at));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawSilence", into = "RawSilence")]
pub struct Silence(RawSilence);

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSilence {
    id: Label,
    from: Timestamp,
    until: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    alert: Option<Label>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    labels: BTreeMap<AttributeName, Label>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    up_to: Option<WarningLevel>,
    by: AgentId,
    why: Label,
}

impl Silence {
    /// A silence of all alerts that have the name and the labels of a key.
    ///
    /// # Errors
    /// [`AlertError::Reversed`] unless it ends after it begins.
    pub fn of(
        id: Label,
        key: AlertKey,
        (from, until): (Timestamp, Timestamp),
        by: AgentId,
        why: Label,
    ) -> Result<Self, AlertError> {
        let AlertKey { alert, labels } = key;
        Self::try_from(RawSilence { id, from, until, alert: Some(alert), labels, up_to: None, by, why })
    }

    /// A silence of all alerts that have some labels, whatever their name.
    ///
    /// # Errors
    /// [`AlertError::MatchesAll`] without a label, [`AlertError::Reversed`] unless it ends after it begins.
    pub fn of_labels(
        id: Label,
        labels: BTreeMap<AttributeName, Label>,
        (from, until): (Timestamp, Timestamp),
        by: AgentId,
        why: Label,
    ) -> Result<Self, AlertError> {
        Self::try_from(RawSilence { id, from, until, alert: None, labels, up_to: None, by, why })
    }

    /// With a level above which it does not reach.
    #[must_use]
    pub fn with_up_to(mut self, level: WarningLevel) -> Self {
        self.0.up_to = Some(level);
        self
    }

    /// The name of the alerts that it matches; absent where it matches any.
    #[must_use]
    pub const fn alert(&self) -> Option<&Label> {
        self.0.alert.as_ref()
    }

    /// The labels of the alerts that it matches.
    #[must_use]
    pub const fn labels(&self) -> &BTreeMap<AttributeName, Label> {
        &self.0.labels
    }

    /// The level above which it does not reach.
    #[must_use]
    pub const fn up_to(&self) -> Option<WarningLevel> {
        self.0.up_to
    }

    /// Its name.
    #[must_use]
    pub const fn id(&self) -> &Label {
        &self.0.id
    }

    /// From when, and until just before when.
    #[must_use]
    pub const fn window(&self) -> (Timestamp, Timestamp) {
        (self.0.from, self.0.until)
    }

    /// Who ordered it.
    #[must_use]
    pub const fn by(&self) -> &AgentId {
        &self.0.by
    }

    /// Why.
    #[must_use]
    pub const fn why(&self) -> &Label {
        &self.0.why
    }

    /// Whether something about an alert, at a level where there is one, is not to be told at an instant.
    #[must_use]
    pub fn mutes(&self, key: &AlertKey, level: Option<WarningLevel>, at: Timestamp) -> bool {
        let silence = &self.0;
        (silence.from..silence.until).contains(&at)
            && silence.alert.as_ref().is_none_or(|alert| *alert == key.alert)
            && silence.labels.iter().all(|(name, value)| key.labels.get(name) == Some(value))
            && silence.up_to.is_none_or(|most| level.is_none_or(|level| level <= most))
    }
}

impl TryFrom<RawSilence> for Silence {
    type Error = AlertError;

    fn try_from(raw: RawSilence) -> Result<Self, AlertError> {
        if raw.alert.is_none() && raw.labels.is_empty() {
            return Err(AlertError::MatchesAll { silence: raw.id });
        }
        if raw.from >= raw.until {
            return Err(AlertError::Reversed { silence: raw.id, from: raw.from, until: raw.until });
        }
        Ok(Self(raw))
    }
}

impl From<Silence> for RawSilence {
    fn from(silence: Silence) -> Self {
        silence.0
    }
}
