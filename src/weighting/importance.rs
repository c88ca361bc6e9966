use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::arithmetic::float;
use super::weights::distinct;
use super::{WeightingError, Weights};
use crate::analysis::sums::sorted_sum;
use crate::quantity::{Label, Number, PLACES, Share, apportion};

/// How important criteria are (重要性): what a method of weighting answers.
///
/// The `f64` values are for reading, for comparison and for the next step of a calculation; the [`Weights`] made of
/// them, rounded once, are what a score takes.
///
/// ```
/// use service_quality::weighting::Importance;
///
/// let importance = Importance::direct([("csat", 100), ("nps", 80), ("ces", 20)])?;
/// assert_eq!(importance.values(), [0.5, 0.4, 0.1]);
/// assert_eq!(importance.weights().get("nps"), "0.4".parse().ok());
/// # Ok::<(), service_quality::weighting::WeightingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Importance {
    values: Vec<f64>,
    weights: Weights,
}

/// Floats become integers in this unit before the whole is divided by them: finer than the 9 places that are kept, and
/// coarser than what the order of a sum changes.
const UNIT: f64 = 1e15;

impl Importance {
    /// Weights that were calculated elsewhere, normalised to sum 1.
    ///
    /// # Errors
    /// [`WeightingError::Count`] for none or more than 100,000, [`WeightingError::Duplicate`],
    /// [`WeightingError::Points`] for what is negative, above 10^15 or not finite, [`WeightingError::NoWeight`].
    pub fn new<K>(weights: impl IntoIterator<Item = (K, f64)>) -> Result<Self, WeightingError>
    where
        K: TryInto<Label>,
        WeightingError: From<K::Error>,
    {
        let weights = keyed(weights)?;
        for (criterion, given) in &weights {
            if !(0.0..=1e15).contains(given) {
                return Err(WeightingError::Points {
                    what: "weights",
                    criterion: criterion.clone(),
                    given: given.to_string(),
                    allowed: "0 to 10^15",
                });
            }
        }
        Self::of_floats(weights, "weights")
    }

    /// Points that someone gave directly (直接赋权). The weights follow from the points exactly.
    ///
    /// # Errors
    /// [`WeightingError::Quantity`] for what is no name, [`WeightingError::Count`] for none or more than 100,000,
    /// [`WeightingError::Duplicate`], [`WeightingError::Points`] below 0, [`WeightingError::NoWeight`].
    pub fn direct<K, P>(points: impl IntoIterator<Item = (K, P)>) -> Result<Self, WeightingError>
    where
        K: TryInto<Label>,
        P: Into<Number>,
        WeightingError: From<K::Error>,
    {
        let points = keyed(points)?;
        let mut parts = Vec::with_capacity(points.len());
        for (criterion, given) in points {
            let given: Number = given.into();
            if given < Number::ZERO {
                let given = given.to_string();
                return Err(WeightingError::Points {
                    what: "points",
                    criterion,
                    given,
                    allowed: "0 or more",
                });
            }
            parts.push((criterion, given.to_scaled()));
        }
        Self::of_parts(parts, "points")
    }

    /// In proportion to integers, which are at most 10^24 each where there are many: the sum of all times 10^9 fits.
    pub(super) fn of_parts(parts: Vec<(Label, i128)>, what: &'static str) -> Result<Self, WeightingError> {
        let (keys, parts): (Vec<Label>, Vec<i128>) = parts.into_iter().unzip();
        let sum: i128 = parts.iter().sum();
        if sum == 0 {
            return Err(WeightingError::NoWeight { what });
        }
        let values = parts.iter().map(|part| float(*part) / float(sum)).collect();
        Ok(Self { values, weights: exact(keys, &parts)? })
    }

    /// In proportion to finite floats that are not negative.
    pub(super) fn of_floats(parts: Vec<(Label, f64)>, what: &'static str) -> Result<Self, WeightingError> {
        let sum = sorted_sum(parts.iter().map(|(_, part)| *part));
        if !sum.is_finite() {
            return Err(WeightingError::NotFinite { what });
        }
        if sum <= 0.0 {
            return Err(WeightingError::NoWeight { what });
        }
        let (keys, values): (Vec<Label>, Vec<f64>) =
            parts.into_iter().map(|(key, part)| (key, part / sum)).unzip();
        let units: Vec<i128> = values.iter().map(|value| units(*value)).collect();
        Ok(Self { values, weights: exact(keys, &units)? })
    }

    /// The weights, rounded once, exactly 1 together.
    #[must_use]
    pub const fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The weights alone.
    #[must_use]
    pub fn into_weights(self) -> Weights {
        self.weights
    }

    /// The values, in the order of the criteria.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The value of a criterion.
    #[must_use]
    pub fn get(&self, criterion: &str) -> Option<f64> {
        self.iter().find(|(key, _)| key.as_str() == criterion).map(|(_, value)| value)
    }

    /// The criteria and their values, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Label, f64)> {
        self.weights.criteria().zip(self.values.iter().copied())
    }

    /// The global weights of the criteria below these (层次合成): each one's weight among its siblings times the weight
    /// of their parent. A criterion that nothing stands below stays; one that stands below several collects from each.
    ///
    /// ```
    /// use std::collections::{BTreeMap, BTreeSet};
    /// use service_quality::weighting::Importance;
    ///
    /// let groups = Importance::direct([("satisfaction", 6), ("timeliness", 4)])?;
    /// let parts = Importance::direct([("csat", 7), ("nps", 3)])?;
    /// let all = groups.composed(&BTreeMap::from([("satisfaction".parse()?, parts)]))?;
    /// assert_eq!(all.weights().get("csat"), "0.42".parse().ok());
    /// assert_eq!(all.weights().get("timeliness"), "0.4".parse().ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`WeightingError::Unknown`] for children of what is not weighed here, [`WeightingError::Count`] for more than
    /// 100,000 criteria together.
    pub fn composed(&self, children: &BTreeMap<Label, Self>) -> Result<Self, WeightingError> {
        let own: BTreeSet<&Label> = self.weights.criteria().collect();
        if let Some(given) = children.keys().find(|key| !own.contains(key)) {
            return Err(WeightingError::Unknown { place: "children".to_owned(), given: given.clone() });
        }
        let mut order = Vec::new();
        let mut sums = BTreeMap::<Label, f64>::new();
        let mut add = |key: &Label, value: f64| {
            if !sums.contains_key(key) {
                order.push(key.clone());
            }
            *sums.entry(key.clone()).or_default() += value;
        };
        for (key, weight) in self.iter() {
            match children.get(key) {
                Some(below) => below.iter().for_each(|(key, value)| add(key, weight * value)),
                None => add(key, weight),
            }
        }
        let parts = order.into_iter().filter_map(|key| sums.remove_entry(&key)).collect();
        Self::of_floats(parts, "weights")
    }
}

/// Checks the names.
fn keyed<K, V>(pairs: impl IntoIterator<Item = (K, V)>) -> Result<Vec<(Label, V)>, WeightingError>
where
    K: TryInto<Label>,
    WeightingError: From<K::Error>,
{
    let mut checked = Vec::new();
    for (key, value) in pairs {
        checked.push((key.try_into()?, value));
    }
    distinct(checked.iter().map(|(key, _)| key))?;
    Ok(checked)
}

/// Integers as weights that sum to exactly 1.
fn exact(keys: Vec<Label>, parts: &[i128]) -> Result<Weights, WeightingError> {
    let shares = apportion(Share::ONE.to_scaled(), parts);
    let shares = shares.into_iter().map(|share| Share::from_scaled(share, PLACES).unwrap_or(Share::ZERO));
    Weights::new(keys.into_iter().zip(shares))
}

#[expect(clippy::cast_possible_truncation, reason = "between 0 and 10^15, rounded")]
fn units(value: f64) -> i128 {
    (value * UNIT).round() as i128
}
