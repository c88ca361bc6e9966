use serde::{Deserialize, Serialize};

use super::SurveyError;
use crate::quantity::{SquareSum, Sum, Weight, Wide};

/// How many there are, what their weights add up to, and what the squares of these do: exact, and mergeable.
///
/// Written without weights where every weight is 1.
///
/// ```
/// use service_quality::survey::WeightSum;
///
/// let mut sum = WeightSum::default();
/// for weight in ["1", "1", "2"] {
///     sum.record(weight.parse()?)?;
/// }
/// assert_eq!(serde_json::to_string(&sum)?, r#"{"n":3,"weight":"4","squares":"6"}"#);
/// assert_eq!(sum.effective_n(), Some(16.0 / 6.0));
/// assert_eq!(serde_json::from_str::<WeightSum>(r#"{"n":3}"#)?.effective_n(), Some(3.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawWeightSum", into = "RawWeightSum")]
pub struct WeightSum {
    n: u64,
    /// In units of 10⁻⁹. By Cauchy and Schwarz (Σw)² ≤ n · Σw², so that it stays below 2¹⁰⁰ where the other two fit.
    weight: u128,
    /// In units of 10⁻¹⁸, at most [`MOST_SQUARES`].
    squares: u128,
}

/// A weight of 1, and its square, in units.
const ONE: u128 = 1_000_000_000;
const ONE_SQUARED: u128 = ONE * ONE;
/// The largest weight, a million, in units.
const HEAVIEST: u128 = 1_000_000 * ONE;
/// 10²⁰, in units.
pub(super) const MOST_SQUARES: u128 = 100 * ONE_SQUARED * ONE_SQUARED;

impl WeightSum {
    /// So many, each of weight 1.
    pub(super) fn of_count(n: u64) -> Self {
        let n_wide = u128::from(n);
        // 2^64 · 10^18 is less than 2^124.
        Self { n, weight: n_wide.saturating_mul(ONE), squares: n_wide.saturating_mul(ONE_SQUARED) }
    }

    /// How many.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// Counts one.
    ///
    /// # Errors
    /// [`SurveyError::Unfit`] for a weight of 0, [`SurveyError::Full`] when the squares would exceed 10^20.
    pub fn record(&mut self, weight: Weight) -> Result<(), SurveyError> {
        *self = self.plus(&Self::of(weight)?)?;
        Ok(())
    }

    /// Adds those of another sum.
    ///
    /// # Errors
    /// [`SurveyError::Full`]; the sum then stays as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), SurveyError> {
        *self = self.plus(other)?;
        Ok(())
    }

    /// How many unweighted ones would tell as much: (Σw)² / Σw². Kish, *Survey Sampling* (1965). Absent when there are
    /// none.
    #[must_use]
    pub fn effective_n(&self) -> Option<f64> {
        match self.n {
            0 => None,
            n if self.is_unweighted() => Some(float(n.into())),
            _ => Some(float(self.weight) * float(self.weight) / float(self.squares)),
        }
    }

    /// One of a weight.
    pub(super) fn of(weight: Weight) -> Result<Self, SurveyError> {
        match weight.to_scaled().unsigned_abs() {
            0 => Err(SurveyError::Unfit {
                place: "weight".to_owned(),
                given: weight.to_string(),
                allowed: "more than 0, or leave the answer out",
            }),
            // At most 10^15 units.
            weight => Ok(Self { n: 1, weight, squares: weight.saturating_mul(weight) }),
        }
    }

    pub(super) fn plus(&self, other: &Self) -> Result<Self, SurveyError> {
        let full = |part, limit| SurveyError::Full { tally: "sum of weights", part, limit };
        let n = self.n.checked_add(other.n).ok_or_else(|| full("n", "2^64 - 1"))?;
        let squares = self.squares.checked_add(other.squares).filter(|squares| *squares <= MOST_SQUARES);
        let squares = squares.ok_or_else(|| full("the sum of squared weights", "10^20"))?;
        let weight = self.weight.checked_add(other.weight);
        let weight = weight.ok_or_else(|| full("the sum of weights", "10^20"))?;
        Ok(Self { n, weight, squares })
    }

    /// Those that are left when others are taken out; absent where these cannot be among them.
    pub(super) fn less(&self, other: &Self) -> Option<Self> {
        let n = self.n.checked_sub(other.n)?;
        let weight = self.weight.checked_sub(other.weight)?;
        let left = Self { n, weight, squares: self.squares.checked_sub(other.squares)? };
        left.is_possible().then_some(left)
    }

    /// Σw, in units of 10⁻⁹.
    pub(super) const fn weight(&self) -> u128 {
        self.weight
    }

    /// Σw², in units of 10⁻¹⁸.
    pub(super) const fn squares(&self) -> u128 {
        self.squares
    }

    /// Whether every weight is 1: Σ(w − 1)² = Σw² − 2Σw + n is 0 then, and only then.
    fn is_unweighted(&self) -> bool {
        *self == Self::of_count(self.n)
    }

    /// Whether `n` weights above 0, each at most a million, can have these sums.
    fn is_possible(&self) -> bool {
        let (n, weight, squares) = (u128::from(self.n), self.weight, self.squares);
        let square = Wide::product(weight, weight);
        squares <= MOST_SQUARES
            && weight >= n
            && square <= Wide::product(n, squares)
            && Wide::from(squares) <= square
            && Wide::from(squares) <= Wide::product(weight, HEAVIEST)
    }
}

/// The nearest float.
#[expect(clippy::cast_precision_loss, reason = "an estimate is read from it")]
pub(super) const fn float(number: u128) -> f64 {
    number as f64
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWeightSum {
    n: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weight: Option<Sum>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    squares: Option<SquareSum>,
}

impl TryFrom<RawWeightSum> for WeightSum {
    type Error = SurveyError;

    fn try_from(raw: RawWeightSum) -> Result<Self, SurveyError> {
        let all_one = Self::of_count(raw.n);
        let weight = raw.weight.map_or(Some(all_one.weight), |sum| sum.0.try_into().ok());
        let squares = raw.squares.map_or(Some(all_one.squares), |sum| sum.wide().to_u128());
        let sum = weight.zip(squares).map(|(weight, squares)| Self { n: raw.n, weight, squares });
        sum.filter(Self::is_possible).ok_or_else(|| SurveyError::Unfit {
            place: "n".to_owned(),
            given: raw.n.to_string(),
            allowed: "sums that n weights above 0 and up to 1000000 can have",
        })
    }
}

impl From<WeightSum> for RawWeightSum {
    fn from(sum: WeightSum) -> Self {
        let weighted = !sum.is_unweighted();
        Self {
            n: sum.n,
            // Below 2^100.
            weight: weighted.then_some(Sum(sum.weight.try_into().unwrap_or_default())),
            squares: weighted.then_some(SquareSum::of_units(sum.squares)),
        }
    }
}
