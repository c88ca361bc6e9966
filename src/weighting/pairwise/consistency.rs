use serde::{Deserialize, Serialize};

use super::matrix::Matrix;
use super::{PriorityRule, RandomIndex, WeightingError};
use crate::quantity::{Number, Share, nearest};
use crate::weighting::arithmetic::count;

/// How far judgements contradict each other (一致性检验).
///
/// For an incomplete matrix it is that of its best completion, which is no worse than any judge would have made it:
/// read the ratio as a lower bound.
///
/// ```
/// use service_quality::weighting::{ConsistencyVerdict, Judgements, PriorityRule};
///
/// let judgements = Judgements::matrix(["Tom", "Dick", "Harry"], [["1", "1/4", "4"], ["4", "1", "9"], ["1/4", "1/9", "1"]])?;
/// let consistency = judgements.weigh(&PriorityRule::default())?.consistency().clone();
/// assert_eq!(format!("{:.4}", consistency.lambda_max()), "3.0369");
/// assert_eq!(consistency.ratio().map(|ratio| format!("{ratio:.4}")).as_deref(), Some("0.0318"));
/// assert_eq!(consistency.verdict(), ConsistencyVerdict::Acceptable);
/// # Ok::<(), service_quality::weighting::WeightingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Consistency {
    lambda_max: f64,
    index: f64,
    ratio: Option<f64>,
    random_index: RandomIndex,
    geometric_index: f64,
    limit: Share,
    verdict: ConsistencyVerdict,
}

/// What a consistency ratio comes to.
///
/// ```
/// use service_quality::weighting::{ConsistencyVerdict, Judgements, PriorityRule};
///
/// let circle = Judgements::new(["a", "b", "c"], [("a", "b", 3), ("b", "c", 3), ("c", "a", 3)])?;
/// let verdict = circle.weigh(&PriorityRule::default())?.consistency().verdict();
/// assert_eq!(verdict, ConsistencyVerdict::Excessive);
/// # Ok::<(), service_quality::weighting::WeightingError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConsistencyVerdict {
    /// The ratio is at most the limit.
    Acceptable,
    /// It is above: the judgements should be revised.
    Excessive,
    /// The table has no random index for so many criteria, so that there is no ratio.
    Unknown,
}

/// The largest consistency ratio that passes.
///
/// ```
/// use service_quality::weighting::ConsistencyLimit;
///
/// assert_eq!(ConsistencyLimit::default().of(3), "0.1".parse()?);
/// assert_eq!(ConsistencyLimit::BySize.of(3), "0.05".parse()?);
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConsistencyLimit {
    /// 0.1 whatever the size: Saaty (1980).
    #[default]
    Tenth,
    /// 0.05 for 3 criteria, 0.08 for 4, 0.1 for more: Saaty, *How to make a decision* (1994).
    BySize,
    /// A limit of one's own.
    At(Share),
}

impl ConsistencyLimit {
    /// The limit for so many criteria.
    #[must_use]
    pub fn of(self, criteria: usize) -> Share {
        let hundredths = match (self, criteria) {
            (Self::At(limit), _) => return limit,
            (Self::BySize, 3) => 5,
            (Self::BySize, 4) => 8,
            _ => 10,
        };
        Share::from_scaled(hundredths, 2).unwrap_or(Share::ZERO)
    }
}

impl Consistency {
    /// Of judgements that are known to be exactly consistent or not.
    pub(super) fn of(
        matrix: &Matrix,
        lambda_max: f64,
        exactly: bool,
        rule: &PriorityRule,
    ) -> Result<Self, WeightingError> {
        let size = matrix.size();
        // λ is never below the size; what rounding leaves below it is 0, as it is where integers show so.
        let (lambda_max, index) = if exactly || size < 3 || lambda_max < count(size) {
            (count(size), 0.0)
        } else {
            (lambda_max, (lambda_max - count(size)) / count(size - 1))
        };
        let limit = rule.limit.of(size);
        let ratio = match rule.random_index.of(size) {
            _ if size < 3 => Some(0.0),
            random => random.map(|random| index / random),
        };
        let verdict = match ratio.and_then(nearest) {
            None => ConsistencyVerdict::Unknown,
            Some(ratio) if ratio <= Number::from(limit) => ConsistencyVerdict::Acceptable,
            Some(_) => ConsistencyVerdict::Excessive,
        };
        let geometric_index = if exactly { 0.0 } else { geometric_index(matrix)? };
        let random_index = rule.random_index;
        Ok(Self { lambda_max, index, ratio, random_index, geometric_index, limit, verdict })
    }

    /// λmax, the largest eigenvalue: the number of criteria where nothing contradicts, more otherwise.
    #[must_use]
    pub const fn lambda_max(&self) -> f64 {
        self.lambda_max
    }

    /// The consistency index (一致性指标, CI): (λmax − n) / (n − 1).
    #[must_use]
    pub const fn index(&self) -> f64 {
        self.index
    }

    /// The consistency ratio (一致性比例, CR): the index over the random index. 0 for one or two criteria; absent beyond
    /// the table.
    #[must_use]
    pub const fn ratio(&self) -> Option<f64> {
        self.ratio
    }

    /// The table that the ratio is measured by.
    #[must_use]
    pub const fn random_index(&self) -> RandomIndex {
        self.random_index
    }

    /// The geometric consistency index (GCI): 2 / ((n − 1)(n − 2)) Σ ln²(aᵢⱼwⱼ/wᵢ) over the judgements, with the weights
    /// of geometric means. Aguarón and Moreno-Jiménez, *The geometric consistency index* (2003), who set 0.31 for 3
    /// criteria, 0.35 for 4 and 0.37 for more beside a ratio of 0.1.
    #[must_use]
    pub const fn geometric_index(&self) -> f64 {
        self.geometric_index
    }

    /// The limit that the verdict was taken by.
    #[must_use]
    pub const fn limit(&self) -> Share {
        self.limit
    }

    /// Whether the ratio, rounded to 9 places, passes. A warning, unless the rule refuses.
    #[must_use]
    pub const fn verdict(&self) -> ConsistencyVerdict {
        self.verdict
    }
}

fn geometric_index(matrix: &Matrix) -> Result<f64, WeightingError> {
    let size = matrix.size();
    if size < 3 {
        return Ok(0.0);
    }
    let logarithms: Vec<f64> = matrix.logarithmic()?.into_iter().map(libm::log).collect();
    let logarithm = |place: usize| logarithms.get(place).copied().unwrap_or_default();
    let squares = matrix.known().iter().map(|((row, column), judged)| {
        let error = judged + logarithm(*column) - logarithm(*row);
        error * error
    });
    Ok(2.0 * squares.sum::<f64>() / (count(size - 1) * count(size - 2)))
}
