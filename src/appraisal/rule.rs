use serde::{Deserialize, Serialize};

use super::AppraisalError;
use crate::population::league::Shrinkage;
use crate::score::Simulation;

/// What groups are appraised by (考核规则). Nothing that guards them has a default.
///
/// ```
/// use service_quality::appraisal::{AppraisalOrder, AppraisalRule};
/// use service_quality::population::league::Shrinkage;
/// use service_quality::score::Simulation;
///
/// let rule = AppraisalRule::new(30, Shrinkage::None, Simulation::new(7))?.with_order(AppraisalOrder::Grades);
/// let text = r#"{"minimum_n": 30, "shrinkage": "none", "simulation": {"seed": 7}, "order": "grades"}"#;
/// assert_eq!(serde_json::from_str::<AppraisalRule>(text)?, rule);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRule", into = "RawRule")]
pub struct AppraisalRule(RawRule);

/// How far groups are set in order.
///
/// ```
/// use service_quality::appraisal::AppraisalOrder;
/// assert_eq!(AppraisalOrder::default(), AppraisalOrder::Ranks);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppraisalOrder {
    /// By the figure, with competition ranks (1 2 2 4): figures that are equal as shown share a rank.
    #[default]
    Ranks,
    /// By the grade of the figure (等级) and within a grade by name: no ranks.
    Grades,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    minimum_n: u64,
    shrinkage: Shrinkage,
    simulation: Simulation,
    #[serde(default)]
    order: AppraisalOrder,
}

impl AppraisalRule {
    /// A least n, a shrinkage, and how intervals are drawn; ordered by ranks.
    ///
    /// # Errors
    /// [`AppraisalError::NoMinimum`] for a least n of 0.
    pub fn new(minimum_n: u64, shrinkage: Shrinkage, simulation: Simulation) -> Result<Self, AppraisalError> {
        RawRule { minimum_n, shrinkage, simulation, order: AppraisalOrder::default() }.try_into()
    }

    /// The same with an order.
    #[must_use]
    pub const fn with_order(mut self, order: AppraisalOrder) -> Self {
        self.0.order = order;
        self
    }

    /// The least n with which a group is ranked.
    #[must_use]
    pub const fn minimum_n(&self) -> u64 {
        self.0.minimum_n
    }

    /// How scores of few observations are drawn in. Where it names no prior, that is the score of all records
    /// together.
    #[must_use]
    pub const fn shrinkage(&self) -> Shrinkage {
        self.0.shrinkage
    }

    /// How intervals are drawn.
    #[must_use]
    pub const fn simulation(&self) -> Simulation {
        self.0.simulation
    }

    /// How far groups are set in order.
    #[must_use]
    pub const fn order(&self) -> AppraisalOrder {
        self.0.order
    }
}

impl TryFrom<RawRule> for AppraisalRule {
    type Error = AppraisalError;

    fn try_from(raw: RawRule) -> Result<Self, AppraisalError> {
        if raw.minimum_n == 0 { Err(AppraisalError::NoMinimum) } else { Ok(Self(raw)) }
    }
}

impl From<AppraisalRule> for RawRule {
    fn from(AppraisalRule(raw): AppraisalRule) -> Self {
        raw
    }
}
