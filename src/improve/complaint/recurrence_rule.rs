use serde::{Deserialize, Serialize};

use super::scale::scale;
use crate::improve::ImproveError;
use crate::quantity::{Span, Timestamp};

/// When complaints count as one thing that comes back (重复投诉): at least so many of a kind, within so many days of 24
/// hours.
///
/// ```
/// use service_quality::improve::complaint::{RecurrenceRule, SameKind};
///
/// let rule = RecurrenceRule::new(SameKind::Category, 3, 30)?;
/// assert_eq!(serde_json::to_string(&rule)?, r#"{"same":"category","at_least":3,"within_days":30}"#);
/// assert!(RecurrenceRule::new(SameKind::Category, 1, 30).is_err(), "one does not come back");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRule", into = "RawRule")]
pub struct RecurrenceRule {
    same: SameKind,
    at_least: u32,
    within_days: u32,
}

scale! {
    /// What complaints of one kind have in common.
    ///
    /// ```
    /// use service_quality::improve::complaint::SameKind;
    /// assert_eq!(serde_json::to_string(&SameKind::CategoryAndKey)?, r#""category_and_key""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    SameKind {
        /// The category.
        Category => "category", "the same category", "同一类别";
        /// The category and the key: the product, the team, the site. Those without a key are of one kind.
        CategoryAndKey => "category_and_key", "the same category and key", "同一类别与对象";
        /// A cause to which the investigation points.
        Cause => "cause", "the same cause", "同一原因";
        /// The customer; those who do not say who they are have nothing in common.
        Customer => "customer", "the same customer", "同一客户";
    }
}

impl RecurrenceRule {
    /// Checks and makes a rule.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for fewer than 2 complaints, for no day and for more than 36,500 days.
    pub fn new(same: SameKind, at_least: u32, within_days: u32) -> Result<Self, ImproveError> {
        if at_least < 2 {
            return Err(ImproveError::not_allowed(
                "rule.at_least",
                &at_least,
                "2 or more: one does not come back",
            ));
        }
        if !(1..=36_500).contains(&within_days) {
            return Err(ImproveError::not_allowed("rule.within_days", &within_days, "1 to 36500"));
        }
        Ok(Self { same, at_least, within_days })
    }

    /// What complaints of one kind have in common.
    #[must_use]
    pub const fn same(self) -> SameKind {
        self.same
    }

    /// How many it takes.
    #[must_use]
    pub const fn at_least(self) -> u32 {
        self.at_least
    }

    /// Within how many days.
    #[must_use]
    pub const fn within_days(self) -> u32 {
        self.within_days
    }

    /// Whether the later instant is within the rule's time of the earlier: after so many days exactly, no more.
    pub(super) fn spans(self, earlier: Timestamp, later: Timestamp) -> bool {
        later.since(earlier) < Span::from_seconds(i64::from(self.within_days) * 86_400)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    same: SameKind,
    at_least: u32,
    within_days: u32,
}

impl TryFrom<RawRule> for RecurrenceRule {
    type Error = ImproveError;

    fn try_from(raw: RawRule) -> Result<Self, ImproveError> {
        Self::new(raw.same, raw.at_least, raw.within_days)
    }
}

impl From<RecurrenceRule> for RawRule {
    fn from(RecurrenceRule { same, at_least, within_days }: RecurrenceRule) -> Self {
        Self { same, at_least, within_days }
    }
}
