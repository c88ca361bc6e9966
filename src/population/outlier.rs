use serde::{Deserialize, Serialize};

use super::{Moved, OutlierTreatment, PopulationError, Resolution, Shape, Table, Treated};
use crate::quantity::{IndicatorId, Number, billionths, nearest};

/// When values lie so far out that they would decide a comparison alone, and how they are winsorised (离群值处理).
///
/// A column is treated where its skewness is beyond a limit, either way, *and* its kurtosis too. Then the outermost
/// value, with its equals, is set to the next one inward (winsorised, 缩尾), at the end to which the column leans,
/// until the column is within a limit again, or the next step would move more values than are allowed: equals move
/// together or not at all. Where that does not help, the fallback is applied to the column as it was. By default: 2,
/// 3.5, 5 values, no fallback. Source: OECD/JRC, *Handbook on Constructing Composite Indicators* (2008); `Treat` in
/// `COINr`.
///
/// ```
/// use service_quality::population::{OutlierRule, Resolution};
///
/// let days: Vec<_> = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100].map(|days: u32| Some(days.into())).into();
/// let treatment = OutlierRule::default().treat(&days)?;
/// assert_eq!(treatment.resolution, Resolution::Winsorised);
/// assert_eq!(treatment.moved.iter().map(|moved| (moved.index, moved.to)).collect::<Vec<_>>(), [(11, 30.into())]);
/// # Ok::<(), service_quality::population::PopulationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRule", into = "RawRule")]
pub struct OutlierRule(RawRule);

/// What is done where moving single values does not help.
///
/// ```
/// use service_quality::population::{Fallback, OutlierRule, Resolution};
///
/// let powers: Vec<_> = [0, 100, 200, 400, 800, 1_600, 3_200, 6_400, 50_000].map(|tickets: u32| Some(tickets.into())).into();
/// let rule = OutlierRule::new(2.into(), 2.into(), 0)?;
/// assert_eq!(rule.treat(&powers)?.resolution, Resolution::Unresolved);
/// assert_eq!(rule.with_fallback(Fallback::Logarithm).treat(&powers)?.resolution, Resolution::Logarithm);
/// # Ok::<(), service_quality::population::PopulationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    /// Nothing: the values stay as they were winsorised.
    #[default]
    None,
    /// Every value becomes ln(x − min + (max − min)/100), rounded to 9 places: `log_CT` in `COINr`.
    Logarithm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawRule {
    skewness: Number,
    kurtosis: Number,
    max_points: u32,
    fallback: Fallback,
}

impl OutlierRule {
    /// The most values that a rule may move: beyond that a column is not one with outliers, and time grows with it.
    pub const MOST_POINTS: u32 = 100;

    /// A rule by the greatest skewness, either way, and kurtosis of a sound column, and by the most values to be
    /// moved.
    ///
    /// # Errors
    /// [`PopulationError::OutOfRange`] for a negative limit, and for more than [`OutlierRule::MOST_POINTS`] values.
    pub fn new(skewness: Number, kurtosis: Number, max_points: u32) -> Result<Self, PopulationError> {
        for (place, limit) in [("outlier_rule.skewness", skewness), ("outlier_rule.kurtosis", kurtosis)] {
            if limit < Number::ZERO {
                let (place, given) = (place.to_owned(), limit.to_string());
                return Err(PopulationError::OutOfRange { place, given, allowed: "0 or more" });
            }
        }
        if max_points > Self::MOST_POINTS {
            let (place, given) = ("outlier_rule.max_points".to_owned(), max_points.to_string());
            return Err(PopulationError::OutOfRange { place, given, allowed: "0 to 100" });
        }
        Ok(Self(RawRule { skewness, kurtosis, max_points, fallback: Fallback::None }))
    }

    /// The rule with a fallback.
    #[must_use]
    pub const fn with_fallback(mut self, fallback: Fallback) -> Self {
        self.0.fallback = fallback;
        self
    }

    /// Treats one column.
    ///
    /// # Errors
    /// [`PopulationError::TooLarge`].
    pub fn treat(&self, values: &[Option<Number>]) -> Result<OutlierTreatment, PopulationError> {
        let mut sorted: Vec<Number> = values.iter().copied().flatten().collect();
        sorted.sort_unstable();
        let before = Shape::of_sorted(&sorted);
        let answer = |after, resolution, values: Vec<Option<Number>>| OutlierTreatment {
            before,
            after,
            resolution,
            moved: vec![],
            values,
        };
        if self.holds(before) {
            return Ok(answer(before, Resolution::Untouched, values.to_vec()));
        }
        let (ends, after) = self.winsorised(&sorted, before);
        if !self.holds(after) && self.0.fallback == Fallback::Logarithm {
            let logarithms = logarithms(values).ok_or(PopulationError::TooLarge { what: "a logarithm" })?;
            let after = Shape::of(&logarithms.iter().copied().flatten().collect::<Vec<_>>());
            let found = if self.holds(after) { Resolution::Logarithm } else { Resolution::Unresolved };
            return Ok(answer(after, found, logarithms));
        }
        let resolution = if self.holds(after) { Resolution::Winsorised } else { Resolution::Unresolved };
        let drawn: Vec<_> = values.iter().map(|value| value.map(|value| ends.drawn(value))).collect();
        Ok(OutlierTreatment { moved: moves(values, &drawn), ..answer(after, resolution, drawn) })
    }

    /// Whether a shape is within either limit; what has none is.
    fn holds(&self, shape: Option<Shape>) -> bool {
        let (skewness, kurtosis) =
            (billionths(self.0.skewness.to_scaled()), billionths(self.0.kurtosis.to_scaled()));
        shape.is_none_or(|shape| shape.skewness.abs() <= skewness || shape.kurtosis <= kurtosis)
    }

    /// Between which values all others are drawn, one level after the other. Each step moves a value more: there are
    /// as many as may be moved, and each takes time as the values do.
    fn winsorised(&self, sorted: &[Number], mut now: Option<Shape>) -> (Ends, Option<Shape>) {
        let (Some(&least), Some(&most)) = (sorted.first(), sorted.last()) else {
            return (Ends { least: Number::ZERO, most: Number::ZERO }, now);
        };
        let mut ends = Ends { least, most };
        while !self.holds(now) {
            let upper = now.is_some_and(|shape| shape.skewness >= 0.0);
            let Some(next) = ends.inward(sorted, upper) else { break };
            if next.moved(sorted) > usize::try_from(self.0.max_points).unwrap_or(usize::MAX) {
                break;
            }
            ends = next;
            now = Shape::of_sorted(&sorted.iter().map(|value| ends.drawn(*value)).collect::<Vec<_>>());
        }
        (ends, now)
    }
}

/// The least and the greatest value of a column as it is winsorised.
#[derive(Clone, Copy)]
struct Ends {
    least: Number,
    most: Number,
}

impl Ends {
    fn drawn(self, value: Number) -> Number {
        value.max(self.least).min(self.most)
    }

    /// With one end at the next value inward; absent where all are equal.
    fn inward(self, sorted: &[Number], upper: bool) -> Option<Self> {
        if self.least >= self.most {
            return None;
        }
        Some(if upper {
            let below = sorted.partition_point(|value| *value < self.most);
            let next = sorted.get(below.checked_sub(1)?).copied()?;
            Self { most: next.max(self.least), ..self }
        } else {
            let next = sorted.get(sorted.partition_point(|value| *value <= self.least)).copied()?;
            Self { least: next.min(self.most), ..self }
        })
    }

    /// How many values lie outside.
    fn moved(self, sorted: &[Number]) -> usize {
        let below = sorted.partition_point(|value| *value < self.least);
        let upto = sorted.partition_point(|value| *value <= self.most);
        sorted.len().saturating_sub(upto).saturating_add(below)
    }
}

impl Table {
    /// The table with every column treated.
    ///
    /// # Errors
    /// [`PopulationError::TooLarge`].
    pub fn treat(&self, rule: &OutlierRule) -> Result<Treated, PopulationError> {
        let treatments = self.columns().map(|(column, values)| Ok((column.id.clone(), rule.treat(&values)?)));
        let treatments: Vec<(IndicatorId, OutlierTreatment)> =
            treatments.collect::<Result<_, PopulationError>>()?;
        let columns: Vec<_> = treatments.iter().map(|(_, treatment)| treatment.values.clone()).collect();
        Ok(Treated { table: self.with_columns(&columns), treatments })
    }
}

fn moves(before: &[Option<Number>], after: &[Option<Number>]) -> Vec<Moved> {
    let pairs = before.iter().zip(after).enumerate();
    let pairs = pairs.filter_map(|(index, (from, to))| Some(Moved { index, from: (*from)?, to: (*to)? }));
    pairs.filter(|moved| moved.from != moved.to).collect()
}

/// ln(x − min + (max − min)/100) of values that are not all equal.
fn logarithms(values: &[Option<Number>]) -> Option<Vec<Option<Number>>> {
    let present = || values.iter().copied().flatten().map(Number::to_scaled);
    let (least, most) = (present().min()?, present().max()?);
    let part = billionths(most.checked_sub(least)?) * 0.01;
    let logarithm =
        |value: Number| nearest(libm::log(billionths(value.to_scaled().checked_sub(least)?) + part));
    values.iter().map(|value| value.map_or(Some(None), |value| logarithm(value).map(Some))).collect()
}

impl Default for RawRule {
    fn default() -> Self {
        Self {
            skewness: 2.into(),
            kurtosis: Number::ratio(7, 2, 1).unwrap_or_default(),
            max_points: 5,
            fallback: Fallback::None,
        }
    }
}

/// Skewness 2, kurtosis 3.5, five values, no fallback.
impl Default for OutlierRule {
    fn default() -> Self {
        Self(RawRule::default())
    }
}

impl TryFrom<RawRule> for OutlierRule {
    type Error = PopulationError;

    fn try_from(raw: RawRule) -> Result<Self, PopulationError> {
        Ok(Self::new(raw.skewness, raw.kurtosis, raw.max_points)?.with_fallback(raw.fallback))
    }
}

impl From<OutlierRule> for RawRule {
    fn from(OutlierRule(raw): OutlierRule) -> Self {
        raw
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[u32]) -> Vec<Option<Number>> {
        values.iter().map(|value| Some((*value).into())).collect()
    }

    #[test]
    fn the_logarithm_is_taken_of_what_was_given() {
        let powers = column(&[0, 100, 200, 400, 800, 1_600, 3_200, 6_400, 50_000]);
        let rule = OutlierRule::new(2.into(), 2.into(), 0).unwrap().with_fallback(Fallback::Logarithm);
        let found = rule.treat(&powers).unwrap();
        assert_eq!(found.resolution, Resolution::Logarithm);
        // ln 500 and ln 50500.
        assert_eq!(found.values[0], "6.214608098".parse().ok());
        assert_eq!(found.values[8], "10.829728615".parse().ok());
        assert!(found.moved.is_empty());
    }

    #[test]
    fn equal_outliers_move_together_and_low_ones_move_up() {
        let low = column(&[1, 1, 300, 301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 311]);
        let found = OutlierRule::new(1.into(), 1.into(), 5).unwrap().treat(&low).unwrap();
        assert_eq!(
            found.moved.iter().map(|moved| (moved.index, moved.to)).collect::<Vec<_>>(),
            [(0, 300.into()), (1, 300.into())]
        );
    }

    #[test]
    fn no_more_values_are_moved_than_allowed() {
        let mut values: Vec<u32> = (1..=40).collect();
        values.extend([900; 8]);
        let equals = OutlierRule::new(0.into(), 0.into(), 5).unwrap().treat(&column(&values)).unwrap();
        assert_eq!((equals.resolution, equals.moved.len()), (Resolution::Unresolved, 0));
        let all = OutlierRule::new(0.into(), 0.into(), 8).unwrap().treat(&column(&values)).unwrap();
        assert_eq!((all.resolution, all.moved.len()), (Resolution::Winsorised, 8));
    }

    #[test]
    fn both_ends_may_be_drawn_in_until_all_are_equal() {
        let values = column(&[0, 5, 5, 5, 5, 5, 5, 5, 5, 9]);
        let found = OutlierRule::new(0.into(), 0.into(), 9).unwrap().treat(&values).unwrap();
        assert_eq!((found.moved.len(), found.after), (2, None));
        assert!(found.values.iter().all(|value| *value == Some(5.into())));
    }
}
