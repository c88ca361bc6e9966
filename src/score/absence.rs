use std::fmt;

use serde::{Deserialize, Serialize};

use crate::indicator::Absence;
use crate::quantity::{Score, Share};

/// What a node does with a child that has no score (缺失值处理).
///
/// ```
/// use service_quality::score::Treatment;
///
/// let strict: Treatment = serde_json::from_str(r#"{"renormalise": {"min_coverage": "0.8"}}"#)?;
/// assert!(matches!(strict, Treatment::Renormalise { min_coverage } if min_coverage.to_string() == "0.8"));
/// assert_eq!(serde_json::from_str::<Treatment>(r#""worst""#)?, Treatment::Worst);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Treatment {
    /// Leaves it out; the others share its weight in proportion, provided that enough is left.
    Renormalise {
        /// For what is missing or suppressed: the least [coverage](super::PartScore::coverage) with which the
        /// node still has a score. For what is not applicable: the least share of the node's weight that has
        /// to apply.
        min_coverage: Share,
    },
    /// Counts it with a score of 0.
    Worst,
    /// Counts it with this score.
    Neutral(Score),
    /// Counts it with the score that it had of its own in the scorecard before (前期值), of which
    /// [`Model::score_after`](super::Model::score_after) is told; what was carried over then is not carried again.
    Previous {
        /// What to do where it had none.
        otherwise: Otherwise,
    },
    /// Gives the node no score at all.
    Refuse,
}

/// What to do with a child that neither has a score nor had one before.
///
/// ```
/// use service_quality::score::{Otherwise, Treatment};
///
/// let carried: Treatment = serde_json::from_str(r#"{"previous": {"otherwise": "worst"}}"#)?;
/// assert_eq!(carried, Treatment::Previous { otherwise: Otherwise::Worst });
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Otherwise {
    /// As [`Treatment::Renormalise`].
    Renormalise {
        /// The least coverage with which the node still has a score.
        min_coverage: Share,
    },
    /// As [`Treatment::Worst`].
    Worst,
    /// As [`Treatment::Refuse`].
    Refuse,
}

/// The three reasons for which a part can be without a score, the gravest first; a policy treats each by itself.
///
/// ```
/// use service_quality::{indicator::Absence, score::AbsenceKind};
/// assert_eq!(AbsenceKind::from(Absence::Suppressed { n: 3 }), AbsenceKind::Suppressed);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceKind {
    /// It should have been measured, and was not.
    Missing,
    /// It was measured on too few observations to be told.
    Suppressed,
    /// It does not concern this subject.
    NotApplicable,
}

/// How a node treats children without a score, one treatment a reason (缺失值策略).
///
/// A node's policy may name some reasons only; the others come from the node above it, from the model, and at
/// last from the built-in policy: what is missing or suppressed is left out while the coverage is at least
/// 0.65 (the rule of thumb of the Joint Research Centre of the European Commission for composite indicators:
/// 65 % of the data), what is not applicable is left out always.
///
/// ```
/// use service_quality::score::{AbsenceKind, AbsencePolicy, Treatment};
///
/// let policy: AbsencePolicy = serde_json::from_str(r#"{"missing": "worst"}"#)?;
/// assert_eq!(policy.treatment(AbsenceKind::Missing), Some(Treatment::Worst));
/// assert_eq!(policy.treatment(AbsenceKind::NotApplicable), None); // inherited
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbsencePolicy {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    missing: Option<Treatment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    suppressed: Option<Treatment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not_applicable: Option<Treatment>,
}

impl AbsencePolicy {
    /// A policy that inherits every treatment.
    #[must_use]
    pub const fn inherit() -> Self {
        Self { missing: None, suppressed: None, not_applicable: None }
    }

    /// The same policy with a treatment of its own for one reason.
    #[must_use]
    pub const fn with(mut self, kind: AbsenceKind, treatment: Treatment) -> Self {
        match kind {
            AbsenceKind::Missing => self.missing = Some(treatment),
            AbsenceKind::Suppressed => self.suppressed = Some(treatment),
            AbsenceKind::NotApplicable => self.not_applicable = Some(treatment),
        }
        self
    }

    /// The policy's own treatment for a reason; absent where it is inherited.
    #[must_use]
    pub const fn treatment(&self, kind: AbsenceKind) -> Option<Treatment> {
        match kind {
            AbsenceKind::Missing => self.missing,
            AbsenceKind::Suppressed => self.suppressed,
            AbsenceKind::NotApplicable => self.not_applicable,
        }
    }

    /// Whether every treatment is inherited.
    #[must_use]
    pub fn is_inherited(&self) -> bool {
        *self == Self::inherit()
    }
}

impl From<Otherwise> for Treatment {
    fn from(otherwise: Otherwise) -> Self {
        match otherwise {
            Otherwise::Renormalise { min_coverage } => Self::Renormalise { min_coverage },
            Otherwise::Worst => Self::Worst,
            Otherwise::Refuse => Self::Refuse,
        }
    }
}

impl From<Absence> for AbsenceKind {
    fn from(absence: Absence) -> Self {
        match absence {
            Absence::Missing => Self::Missing,
            Absence::Suppressed { .. } => Self::Suppressed,
            Absence::NotApplicable => Self::NotApplicable,
        }
    }
}

impl fmt::Display for AbsenceKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Missing => "missing",
            Self::Suppressed => "suppressed",
            Self::NotApplicable => "not applicable",
        })
    }
}

/// A policy with every treatment settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Settled {
    missing: Treatment,
    suppressed: Treatment,
    not_applicable: Treatment,
}

impl Settled {
    /// The policy of a node below one with this policy.
    pub(super) fn below(self, own: &AbsencePolicy) -> Self {
        Self {
            missing: own.missing.unwrap_or(self.missing),
            suppressed: own.suppressed.unwrap_or(self.suppressed),
            not_applicable: own.not_applicable.unwrap_or(self.not_applicable),
        }
    }

    pub(super) const fn treatment(&self, kind: AbsenceKind) -> Treatment {
        match kind {
            AbsenceKind::Missing => self.missing,
            AbsenceKind::Suppressed => self.suppressed,
            AbsenceKind::NotApplicable => self.not_applicable,
        }
    }
}

impl Default for Settled {
    fn default() -> Self {
        let most = Share::from_scaled(65, 2).unwrap_or(Share::ONE);
        let renormalise = Treatment::Renormalise { min_coverage: most };
        Self {
            missing: renormalise,
            suppressed: renormalise,
            not_applicable: Treatment::Renormalise { min_coverage: Share::ZERO },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_inherit_reason_by_reason() {
        let own = AbsencePolicy::inherit().with(AbsenceKind::Missing, Treatment::Refuse);
        let settled = Settled::default().below(&own).below(&AbsencePolicy::inherit());
        assert_eq!(settled.treatment(AbsenceKind::Missing), Treatment::Refuse);
        assert_eq!(
            settled.treatment(AbsenceKind::Suppressed),
            Settled::default().treatment(AbsenceKind::Suppressed)
        );
    }

    #[test]
    fn the_built_in_minimum_is_65_percent() {
        let Treatment::Renormalise { min_coverage } = Settled::default().treatment(AbsenceKind::Missing)
        else {
            panic!("the built-in policy renormalises");
        };
        assert_eq!(min_coverage.to_string(), "0.65");
    }

    #[test]
    fn unknown_reasons_and_treatments_are_refused() {
        assert!(serde_json::from_str::<AbsencePolicy>(r#"{"mising": "worst"}"#).is_err());
        assert!(serde_json::from_str::<AbsencePolicy>(r#"{"missing": "zero"}"#).is_err());
        assert!(serde_json::from_str::<Treatment>(r#"{"renormalise": {"min_coverage": "1.1"}}"#).is_err());
    }
}
