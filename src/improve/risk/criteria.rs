use serde::{Deserialize, Serialize};

use super::RiskMatrix;
use crate::improve::ImproveError;

/// By what risks are judged (风险准则): the matrix, and the highest level that needs nobody's acceptance.
///
/// A risk keeps those that it was identified under, so that a later matrix does not change what was found.
///
/// ```
/// use service_quality::improve::risk::RiskCriteria;
///
/// let criteria: RiskCriteria = serde_json::from_str(r#"{"accepted": 1, "matrix": {
///     "likelihood": [{"en": "rare"}, {"en": "possible"}, {"en": "frequent"}],
///     "impact": [{"en": "slight"}, {"en": "grave"}, {"en": "disastrous"}],
///     "levels": [{"en": "low"}, {"en": "high"}],
///     "cells": [[1, 1, 2], [1, 2, 2], [1, 2, 2]]}}"#)?;
/// assert_eq!(criteria.accepted(), 1);
/// assert_eq!(
///     RiskCriteria::new(criteria.matrix().clone(), 3).unwrap_err().to_string(),
///     "criteria.accepted is `3`: allowed is 0 for none, to 2, the highest level"
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawCriteria", into = "RawCriteria")]
pub struct RiskCriteria {
    matrix: RiskMatrix,
    accepted: u8,
}

impl RiskCriteria {
    /// A matrix, and the highest level that is accepted as it is; 0 for none.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for a level that the matrix does not have.
    pub fn new(matrix: RiskMatrix, accepted: u8) -> Result<Self, ImproveError> {
        let levels = matrix.levels().len();
        if usize::from(accepted) > levels {
            let allowed = format!("0 for none, to {levels}, the highest level");
            return Err(ImproveError::not_allowed("criteria.accepted", &accepted, allowed));
        }
        Ok(Self { matrix, accepted })
    }

    /// The matrix.
    #[must_use]
    pub const fn matrix(&self) -> &RiskMatrix {
        &self.matrix
    }

    /// The highest level that is accepted as it is; 0 for none.
    #[must_use]
    pub const fn accepted(&self) -> u8 {
        self.accepted
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCriteria {
    matrix: RiskMatrix,
    accepted: u8,
}

impl TryFrom<RawCriteria> for RiskCriteria {
    type Error = ImproveError;

    fn try_from(RawCriteria { matrix, accepted }: RawCriteria) -> Result<Self, ImproveError> {
        Self::new(matrix, accepted)
    }
}

impl From<RiskCriteria> for RawCriteria {
    fn from(RiskCriteria { matrix, accepted }: RiskCriteria) -> Self {
        Self { matrix, accepted }
    }
}
