use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::warning::WarningLevel;
use super::{AlertError, EscalationStep, Flapping, LevelRule, MissingData};
use crate::quantity::Span;

/// How an alert is raised, told, escalated and cleared (预警策略). The default fires and clears at once, keeps everything
/// as it is while data are missing, and tells each change once.
///
/// **Levels.** Each fires and clears by its own rule; the alert has the highest that fires. A level's condition counts as
/// holding where that of a higher level holds, and a level fires where a higher one does: on the way down from red none
/// is left out. So the level rises as soon as the higher condition has held for its own time. Each level clears by its own
/// condition and rule, once no higher one fires: what is unknown of one keeps that one alone.
///
/// **Life cycle**, as in Prometheus: pending from the first evaluation at which a condition holds; firing once it has
/// held for its time; dropped at once, if pending, when it does not; clearing from the first clear evaluation on, and
/// resolved once that has lasted. Between the limits nothing is pending and nothing clears.
///
/// ```
/// use service_quality::monitor::alert::{AlertPhase, AlertPolicy, AlertState, Evaluation, LevelRule, Raise};
/// use service_quality::monitor::warning::{Standing, WarningLevel};
/// use service_quality::quantity::{Span, Timestamp};
///
/// let rule = LevelRule { raise: Raise::For(Span::from_minutes(5)), ..LevelRule::default() };
/// let policy = AlertPolicy::default().with_rule(WarningLevel::Red, rule)?;
/// let mut state = AlertState::default();
/// let start: Timestamp = "2026-03-02T09:00:00Z".parse()?;
/// for (minute, phase) in [(0, AlertPhase::Pending), (3, AlertPhase::Pending), (6, AlertPhase::Firing)] {
///     let at = start.checked_add(Span::from_minutes(minute)).ok_or("out of range")?;
///     policy.step(&mut state, &Evaluation::new(at).with(WarningLevel::Red, Standing::Beyond));
///     assert_eq!(state.phase(), phase);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawPolicy", into = "RawPolicy")]
pub struct AlertPolicy {
    pub(super) raw: RawPolicy,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RawPolicy {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    pub(super) levels: BTreeMap<WarningLevel, LevelRule>,
    pub(super) missing: MissingData,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remind_every: Option<Span>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) escalation: Vec<EscalationStep>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) acknowledged_for: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flapping: Option<Flapping>,
}

/// The most steps of escalation.
pub(super) const MOST_STEPS: usize = 16;

impl AlertPolicy {
    /// With when a level fires and clears.
    ///
    /// # Errors
    /// [`AlertError::OutOfRange`] for a negative time, a count of 0, more than 64 evaluations, or more breaches than
    /// evaluations.
    pub fn with_rule(mut self, level: WarningLevel, rule: LevelRule) -> Result<Self, AlertError> {
        self.raw.levels.insert(level, rule);
        self.raw.try_into()
    }

    /// With what missing data do.
    ///
    /// # Errors
    /// [`AlertError::OutOfRange`] for a negative time.
    pub fn with_missing(mut self, missing: MissingData) -> Result<Self, AlertError> {
        self.raw.missing = missing;
        self.raw.try_into()
    }

    /// With a reminder each time so long has passed since the alert was last told, while nobody has acknowledged it.
    ///
    /// # Errors
    /// [`AlertError::OutOfRange`] unless the time is positive.
    pub fn with_reminder(mut self, every: Span) -> Result<Self, AlertError> {
        self.raw.remind_every = Some(every);
        self.raw.try_into()
    }

    /// With steps of escalation.
    ///
    /// # Errors
    /// [`AlertError::OutOfRange`] for more than 16 or a negative time, [`AlertError::Duplicate`] for one who is told twice.
    pub fn with_escalation(mut self, steps: Vec<EscalationStep>) -> Result<Self, AlertError> {
        self.raw.escalation = steps;
        self.raw.try_into()
    }

    /// With a time after which an acknowledgement no longer counts.
    ///
    /// # Errors
    /// [`AlertError::OutOfRange`] unless the time is positive.
    pub fn with_acknowledgement_for(mut self, span: Span) -> Result<Self, AlertError> {
        self.raw.acknowledged_for = Some(span);
        self.raw.try_into()
    }

    /// With flap detection.
    ///
    /// # Errors
    /// [`AlertError::OutOfRange`] for fewer than 3 or more than 32 turns, or a time that is not positive.
    pub fn with_flapping(mut self, flapping: Flapping) -> Result<Self, AlertError> {
        self.raw.flapping = Some(flapping);
        self.raw.try_into()
    }

    /// When a level fires and clears.
    #[must_use]
    pub fn rule(&self, level: WarningLevel) -> LevelRule {
        self.raw.levels.get(&level).copied().unwrap_or_default()
    }

    /// What missing data do.
    #[must_use]
    pub const fn missing(&self) -> MissingData {
        self.raw.missing
    }

    /// When each level fires and clears that has a rule of its own.
    #[must_use]
    pub const fn rules(&self) -> &BTreeMap<WarningLevel, LevelRule> {
        &self.raw.levels
    }

    /// After how long it reminds.
    #[must_use]
    pub const fn reminder(&self) -> Option<Span> {
        self.raw.remind_every
    }

    /// After how long an acknowledgement no longer counts.
    #[must_use]
    pub const fn acknowledgement_for(&self) -> Option<Span> {
        self.raw.acknowledged_for
    }

    /// Flap detection.
    #[must_use]
    pub const fn flapping(&self) -> Option<Flapping> {
        self.raw.flapping
    }

    /// The steps of escalation.
    #[must_use]
    pub fn escalation(&self) -> &[EscalationStep] {
        &self.raw.escalation
    }

    /// Every level that it speaks of, and where.
    pub(in crate::monitor) fn named_levels(&self) -> impl Iterator<Item = (&'static str, WarningLevel)> + '_ {
        let rules = self.raw.levels.keys().map(|level| ("policy.levels", *level));
        let missing = match self.raw.missing {
            MissingData::Breach { level, .. } => Some(("policy.missing.breach.level", level)),
            MissingData::Keep | MissingData::Clear => None,
        };
        rules.chain(missing)
    }
}

impl TryFrom<RawPolicy> for AlertPolicy {
    type Error = AlertError;

    fn try_from(raw: RawPolicy) -> Result<Self, AlertError> {
        let outside = |place: &str, given: String, allowed| {
            Err(AlertError::OutOfRange { place: place.to_owned(), given, allowed })
        };
        for (level, rule) in &raw.levels {
            rule.check(&format!("levels.{level}"))?;
        }
        match raw.missing {
            MissingData::Breach { after, .. } if after.is_negative() => {
                return outside("missing.breach.after", after.to_string(), "PT0S or more");
            }
            _ => {}
        }
        let positive = [("remind_every", raw.remind_every), ("acknowledged_for", raw.acknowledged_for)];
        for (place, span) in positive {
            match span {
                Some(span) if span <= Span::ZERO => {
                    return outside(place, span.to_string(), "more than PT0S");
                }
                _ => {}
            }
        }
        if raw.escalation.len() > MOST_STEPS {
            return outside("escalation", format!("{} steps", raw.escalation.len()), "at most 16 steps");
        }
        for (index, step) in raw.escalation.iter().enumerate() {
            let place = format!("escalation[{index}]");
            if step.after.is_negative() {
                return outside(&format!("{place}.after"), step.after.to_string(), "PT0S or more");
            }
            if raw.escalation.iter().take(index).any(|other| other.to == step.to) {
                let given = crate::quantity::excerpt(step.to.as_str());
                return Err(AlertError::Duplicate { place: format!("{place}.to"), given });
            }
        }
        raw.flapping.iter().try_for_each(Flapping::check)?;
        Ok(Self { raw })
    }
}

impl From<AlertPolicy> for RawPolicy {
    fn from(policy: AlertPolicy) -> Self {
        policy.raw
    }
}
