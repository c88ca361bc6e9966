use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::rating;
use super::{KrippendorffBenchmark, ReliabilityError};
use crate::analysis::distribution::{float, square};

/// How far any number of assessors agree, with ratings missing, on any level of measurement (克里彭多夫系数):
/// α = 1 − Dₒ/Dₑ, the disagreement within items as a part of that between all ratings. Krippendorff, *Content analysis*
/// (2004), chapter 11.
///
/// Items with fewer than two ratings compare nothing: they are left out, and counted. Where ratings come in parts that
/// are to be merged, [`AgreementTally`](crate::assessment::AgreementTally) gives the same coefficient exactly.
///
/// ```
/// use service_quality::survey::reliability::{KrippendorffAlpha, LevelOfMeasurement};
///
/// let ratings = [
///     [Some(5.0), Some(5.0), Some(1.0), None],
///     [Some(5.0), Some(4.0), Some(1.0), Some(2.0)],
///     [None, Some(5.0), Some(2.0), None],
/// ];
/// let alpha = KrippendorffAlpha::new(&ratings, LevelOfMeasurement::Ordinal)?;
/// assert_eq!(alpha.to_string(), "0.7962 (tentative), 8 ratings of 3 items, 1 left out");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct KrippendorffAlpha {
    /// How differences count.
    pub level: LevelOfMeasurement,
    /// Items with two ratings or more.
    pub items: u64,
    /// Items with fewer.
    pub left_out: u64,
    /// The ratings of the items counted.
    pub ratings: u64,
    /// The coefficient; absent where all ratings are the same.
    pub alpha: Option<f64>,
}

/// How two ratings differ (测量层次), by Stevens (1946). Squared differences, as Krippendorff has them.
///
/// ```
/// use service_quality::survey::reliability::LevelOfMeasurement;
/// assert_eq!(serde_json::to_string(&LevelOfMeasurement::Ordinal)?, r#""ordinal""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelOfMeasurement {
    /// Categories: alike or not.
    Nominal,
    /// Ranks: by how many ratings lie between.
    Ordinal,
    /// Figures: by their difference.
    Interval,
    /// Figures of 0 or more: by their difference as a part of their sum.
    Ratio,
}

impl KrippendorffAlpha {
    /// Of assessors, each with a rating, or none, of every item. On the ratio level the work grows with the square of the
    /// number of different ratings.
    ///
    /// # Errors
    /// [`ReliabilityError::TooFew`] for fewer than two assessors and where no item has two ratings,
    /// [`ReliabilityError::Ragged`], [`ReliabilityError::NoRating`] for what is no finite number, and for a negative one
    /// on the ratio level.
    pub fn new<R: AsRef<[Option<f64>]>>(
        raters: &[R],
        level: LevelOfMeasurement,
    ) -> Result<Self, ReliabilityError> {
        let items = items(raters, level)?;
        let (mut pairable, single): (Vec<_>, Vec<_>) =
            items.into_iter().partition(|ratings| ratings.len() > 1);
        if pairable.is_empty() {
            return Err(ReliabilityError::TooFew { what: "items with two ratings", given: 0, least: 1 });
        }
        let values = Value::all(pairable.iter().flatten().copied());
        let n: f64 = values.iter().map(|value| value.count).sum();
        let within = pairable.iter_mut().map(|ratings| {
            ratings.sort_unstable_by(f64::total_cmp);
            let same = ratings.chunk_by(|one, other| one.total_cmp(other).is_eq());
            let found: Vec<_> = same
                .filter_map(|same| Some((float(same.len() as u64), Value::find(&values, *same.first()?)?)))
                .collect();
            level.disagreement(&found) / (float(ratings.len() as u64) - 1.0)
        });
        let observed = within.sum::<f64>() / n;
        let all: Vec<_> = values.iter().map(|value| (value.count, value)).collect();
        let expected = level.disagreement(&all) / (n * (n - 1.0));
        Ok(Self {
            level,
            items: pairable.len() as u64,
            left_out: single.len() as u64,
            ratings: pairable.iter().map(|ratings| ratings.len() as u64).sum(),
            alpha: (expected > 0.0).then(|| 1.0 - observed / expected),
        })
    }
}

/// The ratings of each item.
fn items<R: AsRef<[Option<f64>]>>(
    raters: &[R],
    level: LevelOfMeasurement,
) -> Result<Vec<Vec<f64>>, ReliabilityError> {
    let Some(first) = raters.first().filter(|_| raters.len() > 1) else {
        return Err(ReliabilityError::TooFew { what: "assessors", given: raters.len(), least: 2 });
    };
    let mut items = vec![Vec::new(); first.as_ref().len()];
    for (rater, ratings) in raters.iter().map(AsRef::as_ref).enumerate() {
        if ratings.len() != items.len() {
            let place = format!("raters[{rater}]");
            return Err(ReliabilityError::Ragged { place, given: ratings.len(), expected: items.len() });
        }
        for (index, (item, given)) in items.iter_mut().zip(ratings).enumerate() {
            let place = || format!("raters[{rater}][{index}]");
            let Some(value) = given else { continue };
            let value = rating(*value, place)?;
            if level == LevelOfMeasurement::Ratio && value < 0.0 {
                let allowed = "0 or more on the ratio level";
                return Err(ReliabilityError::NoRating { place: place(), given: value.to_string(), allowed });
            }
            item.push(value + 0.0); // -0 is 0
        }
    }
    Ok(items)
}

/// A value that was given, how often, and how many ratings are lower.
struct Value {
    given: f64,
    count: f64,
    below: f64,
}

impl Value {
    fn all(ratings: impl Iterator<Item = f64>) -> Vec<Self> {
        let mut sorted: Vec<f64> = ratings.collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut values: Vec<Self> = Vec::new();
        for (value, below) in sorted.into_iter().zip(0_u64..) {
            match values.last_mut() {
                Some(last) if last.given.total_cmp(&value).is_eq() => last.count += 1.0,
                _ => values.push(Self { given: value, count: 1.0, below: float(below) }),
            }
        }
        values
    }

    fn find(values: &[Self], rating: f64) -> Option<&Self> {
        let place = values.binary_search_by(|value| value.given.total_cmp(&rating)).ok()?;
        values.get(place)
    }
}

impl LevelOfMeasurement {
    /// The differences of all ordered pairs of ratings, given each value with the times it is there.
    fn disagreement(self, values: &[(f64, &Value)]) -> f64 {
        let n: f64 = values.iter().map(|(times, _)| times).sum();
        match self {
            Self::Nominal => n * n - values.iter().map(|(times, _)| times * times).sum::<f64>(),
            // The ratings between the middles of both: half of each value's own, and all of those in between.
            Self::Ordinal => squares(n, values, |value| value.below + value.count / 2.0),
            Self::Interval => squares(n, values, |value| value.given),
            Self::Ratio => {
                let with = |(times, one): &(f64, &Value)| {
                    times * values.iter().map(|(times, other)| times * ratio(one, other)).sum::<f64>()
                };
                values.iter().map(with).sum()
            }
        }
    }
}

/// The squared differences of all ordered pairs: Σᵢⱼ(xᵢ−xⱼ)² = 2n·Σ(x−x̄)².
fn squares(n: f64, values: &[(f64, &Value)], of: impl Fn(&Value) -> f64) -> f64 {
    // Against the first, so that ratings that are all the same do not differ at all.
    let first = values.first().map(|(_, value)| of(value)).unwrap_or_default();
    let off = || values.iter().map(|(times, value)| (times, of(value) - first));
    let mean = off().map(|(times, off)| times * off).sum::<f64>() / n;
    2.0 * n * off().map(|(times, off)| times * square(off - mean)).sum::<f64>()
}

fn ratio(one: &Value, other: &Value) -> f64 {
    let sum = one.given + other.given;
    if sum > 0.0 { square((one.given - other.given) / sum) } else { 0.0 }
}

impl fmt::Display for KrippendorffAlpha {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { items, left_out, ratings, .. } = self;
        match self.alpha {
            Some(alpha) => write!(formatter, "{alpha:.4} ({})", KrippendorffBenchmark::of(alpha))?,
            None => formatter.write_str("not defined")?,
        }
        write!(formatter, ", {ratings} ratings of {items} items, {left_out} left out")
    }
}
