use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Importance, WeightingError};
use crate::population::Table;
use crate::quantity::{Label, Number, PLACES, Share, Weight};

/// Weights of criteria (权重): an ordered list of shares that sum to exactly 1.
///
/// Calculated weights are rounded to 9 places so that their sum stays 1: by the method of the largest remainder
/// (Hamilton); of equal remainders the earlier criterion comes first.
///
/// ```
/// use service_quality::weighting::Weights;
///
/// let weights = Weights::direct([("csat", 10), ("nps", 0), ("ces", 5)])?;
/// assert_eq!(serde_json::to_string(&weights)?, r#"[["csat","0.666666667"],["nps","0"],["ces","0.333333333"]]"#);
/// let csat = weights.weight("csat").ok_or("not weighed")?; // as `score::Child::new` takes it
/// assert_eq!(csat.to_string(), "0.666666667");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(Label, Share)>", into = "Vec<(Label, Share)>")]
pub struct Weights(Vec<(Label, Share)>);

/// Most criteria of one set: as many as a scoring model may have parts.
const MAX_CRITERIA: usize = 100_000;

impl Weights {
    /// Finished weights, which sum to 1.
    ///
    /// # Errors
    /// [`WeightingError::Count`] for none or more than 100,000, [`WeightingError::Duplicate`],
    /// [`WeightingError::NotOne`].
    pub fn new(weights: impl IntoIterator<Item = (Label, Share)>) -> Result<Self, WeightingError> {
        let weights: Vec<(Label, Share)> = weights.into_iter().collect();
        distinct(weights.iter().map(|(key, _)| key))?;
        let sum: i128 = weights.iter().map(|(_, share)| share.to_scaled()).sum();
        if sum != Share::ONE.to_scaled() {
            let sum = Number::from_scaled(sum, PLACES).unwrap_or_default();
            return Err(WeightingError::NotOne { sum });
        }
        Ok(Self(weights))
    }

    /// Points that someone gave directly (直接赋权), normalised: 100, 80 and 20 are 0.5, 0.4 and 0.1.
    ///
    /// # Errors
    /// As [`Importance::direct`].
    pub fn direct<K, P>(points: impl IntoIterator<Item = (K, P)>) -> Result<Self, WeightingError>
    where
        K: TryInto<Label>,
        P: Into<Number>,
        WeightingError: From<K::Error>,
    {
        Importance::direct(points).map(Importance::into_weights)
    }

    /// The same weight for each (等权).
    ///
    /// ```
    /// use service_quality::weighting::Weights;
    /// let thirds = Weights::equal(["csat", "nps", "ces"])?;
    /// assert_eq!(thirds.get("csat"), "0.333333334".parse().ok());
    /// # Ok::<(), service_quality::weighting::WeightingError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Importance::direct`].
    pub fn equal<K>(criteria: impl IntoIterator<Item = K>) -> Result<Self, WeightingError>
    where
        K: TryInto<Label>,
        WeightingError: From<K::Error>,
    {
        Self::direct(criteria.into_iter().map(|key| (key, 1)))
    }

    /// The criteria and their shares, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Label, Share)> {
        self.0.iter().map(|(key, share)| (key, *share))
    }

    /// The criteria, in order.
    #[must_use]
    pub fn criteria(&self) -> impl ExactSizeIterator<Item = &Label> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The share of a criterion.
    #[must_use]
    pub fn get(&self, criterion: &str) -> Option<Share> {
        self.0.iter().find(|(key, _)| key.as_str() == criterion).map(|(_, share)| *share)
    }

    /// The weights of a table's criteria, in the order of its columns, as
    /// [`population::ranking`](crate::population::ranking) takes them.
    ///
    /// ```
    /// use service_quality::population::Table;
    /// use service_quality::population::ranking::Topsis;
    /// use service_quality::weighting::Weights;
    ///
    /// let offers: Table = serde_json::from_str(r#"{
    ///     "criteria": [{"id": "price", "direction": "lower"}, {"id": "quality", "direction": "higher"}],
    ///     "subjects": [{"id": "A", "values": [4, 7]}, {"id": "B", "values": [2, 9]}, {"id": "C", "values": [3, 6]}]}"#)?;
    /// let weights = Weights::direct([("quality", 3), ("price", 1)])?.for_table(&offers)?;
    /// assert_eq!(weights, ["0.25".parse()?, "0.75".parse()?]);
    /// assert_eq!(Topsis::new(&offers, &weights)?.ranking.subjects()[1].rank, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`WeightingError::Missing`] for a criterion that only the table or only the weights have.
    pub fn for_table(&self, table: &Table) -> Result<Vec<Weight>, WeightingError> {
        let mut shares: BTreeMap<&str, Share> =
            self.iter().map(|(key, share)| (key.as_str(), share)).collect();
        let mut weights = Vec::with_capacity(shares.len());
        for criterion in table.criteria() {
            let Some(share) = shares.remove(criterion.id.as_str()) else {
                let missing = criterion.id.as_str().parse()?;
                return Err(WeightingError::Missing { place: "the set of weights".to_owned(), missing });
            };
            weights.extend(Weight::from_scaled(share.to_scaled(), PLACES));
        }
        match self.criteria().find(|key| shares.contains_key(key.as_str())) {
            Some(key) => Err(WeightingError::Missing { place: "the table".to_owned(), missing: key.clone() }),
            None => Ok(weights),
        }
    }

    /// The share of a criterion as the weight of a model's child.
    #[must_use]
    pub fn weight(&self, criterion: &str) -> Option<Weight> {
        Weight::from_scaled(self.get(criterion)?.to_scaled(), PLACES)
    }
}

/// One to 100,000 names, none of them twice.
pub(super) fn distinct<'a>(keys: impl IntoIterator<Item = &'a Label>) -> Result<(), WeightingError> {
    let mut seen = std::collections::BTreeSet::new();
    for key in keys {
        if !seen.insert(key) {
            return Err(WeightingError::Duplicate { what: "criterion", given: key.clone() });
        }
    }
    counted("criteria", seen.len(), 1, MAX_CRITERIA)
}

/// A number of things within its bounds.
pub(super) fn counted(what: &str, given: usize, least: usize, most: usize) -> Result<(), WeightingError> {
    if (least..=most).contains(&given) {
        return Ok(());
    }
    Err(WeightingError::Count { what: what.to_owned(), given, least, most })
}

impl TryFrom<Vec<(Label, Share)>> for Weights {
    type Error = WeightingError;

    fn try_from(weights: Vec<(Label, Share)>) -> Result<Self, WeightingError> {
        Self::new(weights)
    }
}

impl From<Weights> for Vec<(Label, Share)> {
    fn from(weights: Weights) -> Self {
        weights.0
    }
}
