use serde::{Deserialize, Serialize};

use crate::indicator::Absence;

/// What a plan makes of an objective whose figure is absent.
///
/// By default what is missing or suppressed fails, and what is not applicable is left out.
///
/// ```
/// use service_quality::score::objective::{AbsenceRule, OnAbsence};
///
/// let rule: AbsenceRule = serde_json::from_str(r#"{"suppressed": "leave_out"}"#)?;
/// assert_eq!(rule.missing, OnAbsence::Fail);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AbsenceRule {
    /// It should have been measured, and was not.
    pub missing: OnAbsence,
    /// It was measured on too few observations.
    pub suppressed: OnAbsence,
    /// It does not concern the subject.
    pub not_applicable: OnAbsence,
}

/// What an absent figure does to its objective.
///
/// ```
/// use service_quality::score::objective::OnAbsence;
/// assert_eq!(serde_json::to_string(&OnAbsence::LeaveOut)?, r#""leave_out""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnAbsence {
    /// It fails; its weight stays in the maximum.
    Fail,
    /// It counts neither way, and fails nothing as a key objective.
    LeaveOut,
}

/// What 0 of 0 points come to: all objectives are informational, left out or without weight.
///
/// A failed key objective fails the whole all the same.
///
/// ```
/// use service_quality::score::objective::NothingJudged;
/// assert_eq!(serde_json::to_string(&NothingJudged::default())?, r#""undecided""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NothingJudged {
    /// There is no percentage and no verdict.
    #[default]
    Undecided,
    /// 100 percent, as in Keptn's quality gates.
    Full,
    /// 0 percent, as in Keptn's analyses.
    Zero,
}

impl AbsenceRule {
    /// The default.
    pub(super) const STRICT: Self =
        Self { missing: OnAbsence::Fail, suppressed: OnAbsence::Fail, not_applicable: OnAbsence::LeaveOut };

    /// What the rule makes of one kind of absence.
    #[must_use]
    pub const fn on(&self, absence: Absence) -> OnAbsence {
        match absence {
            Absence::Missing => self.missing,
            Absence::Suppressed { .. } => self.suppressed,
            Absence::NotApplicable => self.not_applicable,
        }
    }
}

impl Default for AbsenceRule {
    fn default() -> Self {
        Self::STRICT
    }
}
