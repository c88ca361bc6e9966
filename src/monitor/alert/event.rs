use serde::{Deserialize, Serialize};

use super::super::warning::WarningLevel;
use super::super::warning::words::{Words, words};
use super::Acknowledgement;
use crate::quantity::{Label, Language, Span, Timestamp};

/// Something that happened to an alert.
///
/// ```
/// use service_quality::monitor::alert::{AlertEvent, Happening};
/// use service_quality::monitor::warning::WarningLevel;
///
/// let event: AlertEvent = serde_json::from_str(
///     r#"{"at": "2026-03-02T00:00:00Z", "what": {"fired": {"level": "red", "since": "2026-03-01T00:00:00Z"}}}"#,
/// )?;
/// assert!(matches!(event.what, Happening::Fired { level: WarningLevel::Red, .. }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Happening,
    /// Whether it is held back, since the alert is flapping.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
}

/// What can happen to an alert.
///
/// ```
/// use service_quality::monitor::alert::Happening;
/// use service_quality::monitor::warning::WarningLevel;
///
/// let rise = Happening::Raised { from: WarningLevel::Yellow, to: WarningLevel::Red };
/// assert!(rise.is_news());
/// assert!(!Happening::Pending { level: WarningLevel::Red }.is_news(), "for the record alone");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Happening {
    /// A condition holds, and has yet to hold longer or more often (待定).
    Pending {
        /// The highest level pending.
        level: WarningLevel,
    },
    /// What was pending did not last.
    Withdrawn {
        /// The highest level that was pending.
        level: WarningLevel,
    },
    /// The alert fired (触发).
    Fired {
        /// At which level.
        level: WarningLevel,
        /// Since when it was pending.
        since: Timestamp,
    },
    /// Its level rose (升级).
    Raised {
        /// From.
        from: WarningLevel,
        /// To.
        to: WarningLevel,
    },
    /// Its level fell.
    Lowered {
        /// From.
        from: WarningLevel,
        /// To.
        to: WarningLevel,
    },
    /// It is over (恢复).
    Resolved {
        /// The highest level that it had.
        peak: WarningLevel,
        /// When it fired.
        fired: Timestamp,
        /// How long it fired.
        lasted: Span,
    },
    /// Someone took it on.
    Acknowledged {
        /// At which level.
        level: WarningLevel,
        /// Who, and what they say.
        by: Acknowledgement,
    },
    /// An acknowledgement no longer counts.
    AcknowledgementEnded {
        /// The level now.
        level: WarningLevel,
        /// Whose.
        by: Acknowledgement,
        /// Why.
        why: EndOfAcknowledgement,
    },
    /// Nobody acknowledged it in time: the next one is told.
    Escalated {
        /// The level now.
        level: WarningLevel,
        /// Who is to be told.
        to: Label,
        /// How long it has gone unacknowledged.
        unacknowledged: Span,
    },
    /// It fires still.
    Reminder {
        /// The level now.
        level: WarningLevel,
        /// For how long it has fired.
        age: Span,
    },
    /// It comes and goes too often: changes are held back from now on.
    FlappingStarted {
        /// The level now; absent while it does not fire.
        level: Option<WarningLevel>,
        /// How many turns.
        turns: u32,
        /// In how long.
        within: Span,
    },
    /// It has been calm for long enough.
    FlappingEnded {
        /// The level now; absent while it does not fire.
        level: Option<WarningLevel>,
        /// How long it flapped, the calm time included.
        lasted: Span,
    },
    /// A silence ended, and it fires still.
    SilenceEnded {
        /// The level now.
        level: WarningLevel,
    },
}

/// Why an acknowledgement ended.
///
/// ```
/// use service_quality::monitor::alert::EndOfAcknowledgement;
/// assert_eq!(serde_json::to_string(&EndOfAcknowledgement::Rise)?, r#""rise""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndOfAcknowledgement {
    /// The level rose above any that the alert had.
    Rise,
    /// Its time was up.
    Expiry,
}

impl Happening {
    /// Whether people are to be told; the rest is for the record.
    #[must_use]
    pub const fn is_news(&self) -> bool {
        !matches!(
            self,
            Self::Pending { .. }
                | Self::Withdrawn { .. }
                | Self::Acknowledged { .. }
                | Self::AcknowledgementEnded { .. }
        )
    }

    /// The level that it is about: the one now, or the last one; absent where it does not fire.
    #[must_use]
    pub const fn level(&self) -> Option<WarningLevel> {
        match self {
            Self::Pending { level }
            | Self::Withdrawn { level }
            | Self::Fired { level, .. }
            | Self::Raised { to: level, .. }
            | Self::Lowered { to: level, .. }
            | Self::Resolved { peak: level, .. }
            | Self::Acknowledged { level, .. }
            | Self::AcknowledgementEnded { level, .. }
            | Self::Escalated { level, .. }
            | Self::Reminder { level, .. }
            | Self::SilenceEnded { level } => Some(*level),
            Self::FlappingStarted { level, .. } | Self::FlappingEnded { level, .. } => *level,
        }
    }

    /// What happened, in words; `name` says what a level is called.
    pub(in crate::monitor) fn in_words(
        &self,
        language: Language,
        name: &dyn Fn(WarningLevel) -> String,
    ) -> String {
        let span = |span: &Span| span.in_words(language);
        let maybe = |level: &Option<WarningLevel>| match level {
            Some(level) => {
                let level = name(*level);
                words!(language, "{level} now", "当前{level}预警")
            }
            None => words!(language, "not firing now", "当前未触发"),
        };
        match self {
            Self::Pending { level } => {
                let level = name(*level);
                words!(language, "{level} pending", "{level}预警待触发")
            }
            Self::Withdrawn { level } => {
                let level = name(*level);
                words!(language, "{level} no longer pending", "{level}预警未持续，已撤销")
            }
            Self::Fired { level, .. } => {
                let level = name(*level);
                words!(language, "{level} warning", "{level}预警")
            }
            Self::Raised { from, to } => {
                let (from, to) = (name(*from), name(*to));
                words!(language, "raised from {from} to {to}", "由{from}预警升级为{to}预警")
            }
            Self::Lowered { from, to } => {
                let (from, to) = (name(*from), name(*to));
                words!(language, "lowered from {from} to {to}", "由{from}预警降级为{to}预警")
            }
            Self::Resolved { peak, lasted, .. } => {
                let (peak, lasted) = (name(*peak), span(lasted));
                words!(
                    language,
                    "resolved after {lasted}, {peak} at worst",
                    "已恢复正常，历时 {lasted}，最高级别：{peak}"
                )
            }
            Self::Acknowledged { by: Acknowledgement { by, note, .. }, .. } => {
                let note = note.as_ref().map(|note| words!(language, ", who says: {note}", "：{note}"));
                let note = note.unwrap_or_default();
                words!(language, "acknowledged by {by}{note}", "由 {by} 确认{note}")
            }
            Self::AcknowledgementEnded { by, why, .. } => {
                let by = &by.by;
                match why {
                    EndOfAcknowledgement::Rise => words!(
                        language,
                        "the acknowledgement by {by} ended, since the level rose",
                        "等级上升，{by} 的确认失效"
                    ),
                    EndOfAcknowledgement::Expiry => words!(
                        language,
                        "the acknowledgement by {by} ended, since its time was up",
                        "{by} 的确认到期失效"
                    ),
                }
            }
            Self::Escalated { level, to, unacknowledged } => {
                let (level, age) = (name(*level), span(unacknowledged));
                words!(
                    language,
                    "escalated to {to}: {level}, not acknowledged for {age}",
                    "上报 {to}：{level}预警已 {age}无人确认"
                )
            }
            Self::Reminder { level, age } => {
                let (level, age) = (name(*level), span(age));
                words!(language, "still {level} after {age}", "{level}预警仍在持续，已 {age}")
            }
            Self::FlappingStarted { level, turns, within } => {
                let (level, within) = (maybe(level), span(within));
                words!(
                    language,
                    "flapping, with {turns} turns in {within}: changes are held back; {level}",
                    "频繁抖动，{within}内反复 {turns} 次，暂停通知变化；{level}"
                )
            }
            Self::FlappingEnded { level, lasted } => {
                let (level, lasted) = (maybe(level), span(lasted));
                words!(
                    language,
                    "calm again after {lasted} of flapping; {level}",
                    "抖动 {lasted}后平稳；{level}"
                )
            }
            Self::SilenceEnded { level } => {
                let level = name(*level);
                words!(language, "the silence is over, still {level}", "静默结束，{level}预警仍在持续")
            }
        }
    }
}
