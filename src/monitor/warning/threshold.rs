use serde::{Deserialize, Serialize};

use super::super::alert::AlertError;
use super::Standing;
use super::words::{Words, words};
use crate::monitor::Side;
use crate::quantity::{Language, Number, PLACES};

/// A limit that a figure breaks strictly, and where it counts as kept again (阈值与恢复阈值).
///
/// A figure on the limit does not break it. It clears at `clear_at` or on its good side, which is the limit itself where
/// none is given; between the two it stays as it was, so that a figure that wavers about the limit does not make an
/// alert come and go.
///
/// ```
/// use service_quality::monitor::warning::{Standing, Threshold};
///
/// let kept: Threshold = serde_json::from_str(r#"{"below": {"limit": "95", "clear_at": "97"}}"#)?;
/// assert_eq!(kept.standing("94.9".parse()?), Standing::Beyond);
/// assert_eq!(kept.standing("96".parse()?), Standing::Between);
/// assert_eq!(kept.standing("97".parse()?), Standing::Clear);
/// assert_eq!(Threshold::below("95".parse()?).standing("95".parse()?), Standing::Clear);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Threshold {
    /// Broken above the limit.
    Above {
        /// The limit.
        limit: Number,
        /// Clears at most here; the limit where none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clear_at: Option<Number>,
    },
    /// Broken below the limit.
    Below {
        /// The limit.
        limit: Number,
        /// Clears at least here; the limit where none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clear_at: Option<Number>,
    },
    /// Broken below the one and above the other.
    Outside {
        /// The least that is in order.
        least: Number,
        /// The most that is in order.
        most: Number,
        /// Clears so far within the two; on them where none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        margin: Option<Number>,
    },
}

impl Threshold {
    /// Broken above a limit, at which it also clears.
    #[must_use]
    pub const fn above(limit: Number) -> Self {
        Self::Above { limit, clear_at: None }
    }

    /// Broken below a limit, at which it also clears.
    #[must_use]
    pub const fn below(limit: Number) -> Self {
        Self::Below { limit, clear_at: None }
    }

    /// How a figure stands to it.
    #[must_use]
    pub fn standing(&self, value: Number) -> Standing {
        let (beyond, clear) = match *self {
            Self::Above { limit, clear_at } => (value > limit, value <= clear_at.unwrap_or(limit)),
            Self::Below { limit, clear_at } => (value < limit, value >= clear_at.unwrap_or(limit)),
            Self::Outside { least, most, margin } => {
                let margin = margin.unwrap_or_default().to_scaled();
                let inner = (least.to_scaled() + margin)..=(most.to_scaled() - margin);
                (value < least || value > most, inner.contains(&value.to_scaled()))
            }
        };
        match (beyond, clear) {
            (true, _) => Standing::Beyond,
            (_, true) => Standing::Clear,
            _ => Standing::Between,
        }
    }

    /// On which side of its limits a figure lies that breaks it.
    #[must_use]
    pub fn side(&self, value: Number) -> Option<Side> {
        match *self {
            Self::Above { limit, .. } => (value > limit).then_some(Side::Above),
            Self::Below { limit, .. } => (value < limit).then_some(Side::Below),
            Self::Outside { least, .. } if value < least => Some(Side::Below),
            Self::Outside { most, .. } => (value > most).then_some(Side::Above),
        }
    }

    /// What a figure no longer breaks once it is clear: the same with its limits where it clears.
    pub(super) fn clearing(&self) -> Self {
        match *self {
            Self::Above { limit, clear_at } => Self::above(clear_at.unwrap_or(limit)),
            Self::Below { limit, clear_at } => Self::below(clear_at.unwrap_or(limit)),
            Self::Outside { least, most, margin } => {
                let margin = margin.unwrap_or_default().to_scaled();
                let inner = |bound: i128| Number::from_scaled(bound, PLACES).unwrap_or_default();
                let (least, most) = (inner(least.to_scaled() + margin), inner(most.to_scaled() - margin));
                Self::Outside { least, most, margin: None }
            }
        }
    }

    /// Where it clears, in words.
    pub(super) fn clearance(&self, language: Language) -> String {
        match self.clearing() {
            Self::Above { limit, .. } | Self::Below { limit, .. } => limit.to_string(),
            Self::Outside { least, most, .. } => words!(language, "{least} to {most}", "{least} 至 {most}"),
        }
    }

    pub(super) fn check(&self, place: &str) -> Result<(), AlertError> {
        let beyond = |limit: Number, clear: Number, allowed| {
            let (limit, clear) = (limit.to_string(), clear.to_string());
            Err(AlertError::ClearsBeyond { place: place.to_owned(), limit, clear, allowed })
        };
        match *self {
            Self::Above { limit, clear_at: Some(clear) } if clear > limit => beyond(limit, clear, "below it"),
            Self::Below { limit, clear_at: Some(clear) } if clear < limit => beyond(limit, clear, "above it"),
            Self::Outside { least, most, margin } => {
                let margin = margin.unwrap_or_default();
                let wide = most.to_scaled() - least.to_scaled();
                let given = |given: String, allowed| {
                    Err(AlertError::OutOfRange { place: place.to_owned(), given, allowed })
                };
                if wide <= 0 {
                    given(format!("{least} to {most}"), "`least` below `most`")
                } else if margin < Number::ZERO || margin.to_scaled() * 2 > wide {
                    given(format!("margin {margin}"), "0 to half the way from `least` to `most`")
                } else {
                    Ok(())
                }
            }
            _ => Ok(()),
        }
    }

    /// Whether some figure breaks this limit and not the other, and none the other alone: `Some` where the limits can be
    /// compared.
    pub(super) fn is_easier_than(&self, other: &Self) -> Option<bool> {
        match (*self, *other) {
            (Self::Above { limit, .. }, Self::Above { limit: other, .. }) => Some(limit < other),
            (Self::Below { limit, .. }, Self::Below { limit: other, .. }) => Some(limit > other),
            (
                Self::Outside { least, most, .. },
                Self::Outside { least: other_least, most: other_most, .. },
            ) => Some(
                (least > other_least && most <= other_most) || (least >= other_least && most < other_most),
            ),
            _ => None,
        }
    }
}

/// `above 5`, as it follows `is`.
impl Words for Threshold {
    fn in_words(&self, language: Language) -> String {
        match *self {
            Self::Above { limit, .. } => words!(language, "above {limit}", "高于 {limit}"),
            Self::Below { limit, .. } => words!(language, "below {limit}", "低于 {limit}"),
            Self::Outside { least, most, .. } => {
                words!(language, "outside {least} to {most}", "超出 {least} 至 {most}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Standing::{Between, Beyond, Clear};
    use super::*;

    #[test]
    fn a_margin_moves_both_ends_inwards() {
        let (least, most, margin) = (80.into(), 90.into(), Some(2.into()));
        let range = Threshold::Outside { least, most, margin };
        let standings = [79, 80, 81, 82, 88, 89, 90, 91].map(|value| range.standing(value.into()));
        assert_eq!(standings, [Beyond, Between, Between, Clear, Clear, Between, Between, Beyond]);
        assert_eq!(range.side(79.into()), Some(Side::Below));
        assert_eq!(range.side(91.into()), Some(Side::Above));
        assert!(range.check("x").is_ok());
    }

    #[test]
    fn bad_limits_are_named() {
        let text = |threshold: Threshold| threshold.check("when.red.value").unwrap_err().to_string();
        let (limit, clear_at) = (95.into(), Some(94.into()));
        assert_eq!(
            text(Threshold::Below { limit, clear_at }),
            "when.red.value: it would clear at 94, beyond the limit 95: clear at the limit or above it"
        );
        let margin = Some(6.into());
        assert_eq!(
            text(Threshold::Outside { least: 80.into(), most: 90.into(), margin }),
            "when.red.value: margin 6 is not allowed: give 0 to half the way from `least` to `most`"
        );
    }
}
