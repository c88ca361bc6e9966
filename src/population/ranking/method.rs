use std::fmt;

use serde::{Deserialize, Serialize};

use super::{GreyRelation, Ranking, Scaling, Shares, Topsis, WeightedProduct, WeightedSum};
use crate::population::{PopulationError, Table};
use crate::quantity::{Share, Weight};

/// By which method alternatives are ranked, where the method itself is a choice to be tested.
///
/// ```
/// use service_quality::population::ranking::Method;
/// assert_eq!(serde_json::from_str::<Method>(r#"{"grey_relation": {"rho": "0.5"}}"#)?, Method::GreyRelation { rho: "0.5".parse()? });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Method {
    /// [`WeightedSum`] of the values as given.
    WeightedSum,
    /// [`WeightedSum`] of figures scaled between worst and best.
    WeightedSumMinMax,
    /// [`WeightedProduct`].
    WeightedProduct,
    /// [`Topsis`].
    Topsis,
    /// [`GreyRelation`] to the best of each criterion.
    GreyRelation {
        /// The distinguishing coefficient.
        rho: Share,
    },
}

impl Method {
    /// Ranks the subjects of a table.
    ///
    /// # Errors
    /// Those of the method's own `new`.
    pub fn rank(&self, table: &Table, weights: &[Weight]) -> Result<Ranking, PopulationError> {
        self.by_shares(table, &Shares::new(weights, table.criteria().len())?)
    }

    pub(in crate::population) fn by_shares(
        &self,
        table: &Table,
        shares: &Shares,
    ) -> Result<Ranking, PopulationError> {
        Ok(match self {
            Self::WeightedSum => WeightedSum::by_shares(table, shares, Scaling::AsGiven)?.ranking,
            Self::WeightedSumMinMax => WeightedSum::by_shares(table, shares, Scaling::MinMax)?.ranking,
            Self::WeightedProduct => WeightedProduct::by_shares(table, shares)?.ranking,
            Self::Topsis => Topsis::by_shares(table, shares)?.ranking,
            Self::GreyRelation { rho } => GreyRelation::by_shares(table, shares, *rho, None)?.ranking,
        })
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::WeightedSum => "weighted_sum",
            Self::WeightedSumMinMax => "weighted_sum_min_max",
            Self::WeightedProduct => "weighted_product",
            Self::Topsis => "topsis",
            Self::GreyRelation { .. } => "grey_relation",
        })
    }
}
