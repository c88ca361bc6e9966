use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Importance, WeightingError};
use crate::quantity::{Label, Share, billionths};

/// How subjective and objective weights become one set (组合赋权).
///
/// ```
/// use service_quality::weighting::{Combination, Importance};
///
/// let experts = Importance::direct([("csat", 50), ("on_time", 25), ("reopen", 25)])?;
/// let figures = Importance::direct([("csat", 20), ("on_time", 20), ("reopen", 60)])?;
/// let both = experts.combined(&figures, Combination::Linear("0.6".parse()?))?;
/// assert_eq!(both.weights().get("csat"), "0.38".parse().ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combination {
    /// αs + (1 − α)o: a blend with this share for the first (线性加权).
    Linear(Share),
    /// so / Σso: multiplicative synthesis (乘法合成). What either set finds unimportant stays so.
    Product,
    /// √(so) / Σ√(so): the geometric mean.
    GeometricMean,
}

impl Importance {
    /// Combines two sets of weights of the same criteria, in the order of the first.
    ///
    /// # Errors
    /// [`WeightingError::Missing`] for criteria that only one of them weighs, [`WeightingError::NothingShared`] for a
    /// product of sets that agree on nothing.
    pub fn combined(&self, other: &Self, by: Combination) -> Result<Self, WeightingError> {
        let values: BTreeMap<&Label, f64> = other.iter().collect();
        let alpha = |share: Share| billionths(share.to_scaled());
        let mut parts = Vec::with_capacity(values.len());
        for (key, first) in self.iter() {
            let second = values.get(key).ok_or_else(|| lacks("the second set", key))?;
            let part = match by {
                Combination::Linear(share) => alpha(share) * first + (1.0 - alpha(share)) * second,
                Combination::Product => first * second,
                Combination::GeometricMean => (first * second).sqrt(),
            };
            parts.push((key.clone(), part));
        }
        // The second has all of the first: where it has more, the first lacks them.
        if values.len() > parts.len() {
            let own: BTreeSet<&Label> = self.weights().criteria().collect();
            if let Some(key) = other.weights().criteria().find(|key| !own.contains(key)) {
                return Err(lacks("the first set", key));
            }
        }
        if parts.iter().all(|(_, part)| *part <= 0.0) {
            return Err(WeightingError::NothingShared);
        }
        Self::of_floats(parts, "weights")
    }
}

fn lacks(place: &str, missing: &Label) -> WeightingError {
    WeightingError::Missing { place: place.to_owned(), missing: missing.clone() }
}
