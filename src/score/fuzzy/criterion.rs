use serde::{Deserialize, Serialize};

use crate::quantity::{NodeId, Share, Weight};

/// One criterion (评价因素): its weight among its siblings, and how it was judged.
///
/// ```
/// use service_quality::score::fuzzy::{FuzzyCriterion, Judged};
///
/// let speed = FuzzyCriterion::new("speed".parse()?, "0.6".parse()?, Judged::Counts(vec![3, 5, 2]));
/// let json = r#"{"id":"speed","weight":"0.6","judged":{"counts":[3,5,2]}}"#;
/// assert_eq!(serde_json::from_str::<FuzzyCriterion>(json)?, speed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FuzzyCriterion {
    /// Its name, unique in the evaluation.
    pub id: NodeId,
    /// Its weight; weights of siblings need not sum to 1.
    pub weight: Weight,
    /// How it was judged.
    pub judged: Judged,
}

/// Where the memberships of a criterion come from: one a grade, best grade first or as the grades stand.
///
/// ```
/// use service_quality::score::fuzzy::Judged;
/// let judged: Judged = serde_json::from_str(r#"{"memberships": ["0.5", "0.3", "0.2"]}"#)?;
/// assert!(matches!(judged, Judged::Memberships(row) if row.len() == 3));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// Given.
    Memberships(Vec<Share>),
    /// From how many raters gave each grade: their shares.
    Counts(Vec<u64>),
    /// From criteria of its own, by the same composition (多级评价).
    Criteria(Vec<FuzzyCriterion>),
}

impl FuzzyCriterion {
    /// A criterion; it is checked as a part of an evaluation.
    #[must_use]
    pub const fn new(id: NodeId, weight: Weight, judged: Judged) -> Self {
        Self { id, weight, judged }
    }
}
