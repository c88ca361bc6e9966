use std::fmt;

use serde::{Deserialize, Serialize};

use super::exact::{HUNDRED, rounded};

/// How the score of a node comes from those of its children (聚合).
///
/// ```
/// use service_quality::score::Aggregation;
/// assert_eq!(Aggregation::default(), Aggregation::Arithmetic);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Aggregation {
    /// The weighted arithmetic mean (加权算术平均).
    #[default]
    Arithmetic,
}

/// In what proportion a mean's figures are divided among the scores that entered it.
pub(super) struct Division {
    pub(super) effective: Vec<i128>,
    pub(super) gains: Vec<i128>,
    pub(super) losses: Vec<i128>,
}

impl Aggregation {
    /// The mean of weights and scores in units, rounded once.
    pub(super) fn combine(&self, entered: &[(i128, i128)], places: u32) -> Option<i128> {
        let weight = entered.iter().map(|(weight, _)| weight).sum();
        rounded(entered.iter().map(|(weight, score)| weight * score).sum(), weight, places)
    }

    pub(super) fn division(&self, entered: &[(i128, i128)]) -> Division {
        let by = |share: fn(&(i128, i128)) -> i128| entered.iter().map(share).collect();
        Division {
            effective: by(|(weight, _)| *weight),
            gains: by(|(weight, score)| weight * score),
            losses: by(|(weight, score)| weight * (HUNDRED - score)),
        }
    }
}

impl fmt::Display for Aggregation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad("weighted mean")
    }
}
