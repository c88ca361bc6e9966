use std::fmt;

use serde::{Deserialize, Serialize};

use super::CapabilityError;

/// Whether the process is stable (受控), as its control chart says.
///
/// ```
/// use service_quality::monitor::capability::Stability;
/// assert_eq!(Stability::from_signals(0), Stability::Stable);
/// let overridden = Stability::from_signals(2).overridden("both from the fire drill", "Li Wei")?;
/// assert_eq!(overridden.to_string(), "2 signals, overridden by Li Wei: both from the fire drill");
/// # Ok::<(), service_quality::monitor::capability::CapabilityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "RawStability")]
pub enum Stability {
    /// No signal.
    Stable,
    /// Signals, none of which is explained.
    Unstable {
        /// How many.
        signals: usize,
    },
    /// Signals that somebody judged not to matter here.
    Overridden {
        /// How many.
        signals: usize,
        /// Why.
        reason: String,
        /// Who.
        by: String,
    },
}

impl Stability {
    /// The verdict of a chart with so many signals.
    #[must_use]
    pub const fn from_signals(signals: usize) -> Self {
        match signals {
            0 => Self::Stable,
            _ => Self::Unstable { signals },
        }
    }

    /// Lets signals pass, by name; a stable process stays stable.
    ///
    /// # Errors
    /// [`CapabilityError::OutOfRange`] for a reason or a name without a letter.
    pub fn overridden(self, reason: &str, by: &str) -> Result<Self, CapabilityError> {
        for (place, text) in [("stability.reason", reason), ("stability.by", by)] {
            if text.trim().is_empty() {
                return Err(CapabilityError::out_of_range(place, &text, "a text that says something"));
            }
        }
        Ok(match self {
            Self::Stable => Self::Stable,
            Self::Unstable { signals } | Self::Overridden { signals, .. } => {
                Self::Overridden { signals, reason: reason.trim().to_owned(), by: by.trim().to_owned() }
            }
        })
    }
}

impl fmt::Display for Stability {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stable => formatter.write_str("stable"),
            Self::Unstable { signals } => write!(formatter, "{signals} signals"),
            Self::Overridden { signals, reason, by } => {
                write!(formatter, "{signals} signals, overridden by {by}: {reason}")
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum RawStability {
    Stable,
    Unstable { signals: usize },
    Overridden { signals: usize, reason: String, by: String },
}

impl TryFrom<RawStability> for Stability {
    type Error = CapabilityError;

    fn try_from(raw: RawStability) -> Result<Self, CapabilityError> {
        match raw {
            RawStability::Stable => Ok(Self::Stable),
            RawStability::Unstable { signals } => Ok(Self::from_signals(signals)),
            RawStability::Overridden { signals, reason, by } => {
                Self::from_signals(signals).overridden(&reason, &by)
            }
        }
    }
}
