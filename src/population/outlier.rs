use serde::{Deserialize, Serialize};

use super::exact::{float, number};
use super::{PopulationError, Shape, Table};
use crate::quantity::{IndicatorId, Number};

/// When values lie so far out that they would decide a comparison alone, and how they are drawn in (离群值处理).
///
/// A column is treated where its skewness is beyond a limit, either way, *and* its kurtosis too. Then the outermost
/// value, with its equals, is set to the next one inward (winsorised, 缩尾), at the end to which the column leans,
/// until the column is within a limit again or so many values have been moved. Where that does not help, the fallback
/// is applied to the column as it was. By default: 2, 3.5, 5 values, no fallback. Source: OECD/JRC, *Handbook on
/// Constructing Composite Indicators* (2008); `Treat` in `COINr`.
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
/// use service_quality::population::Fallback;
/// assert_eq!(serde_json::to_string(&Fallback::Logarithm)?, r#""logarithm""#);
/// # Ok::<(), serde_json::Error>(())
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

/// A column after its treatment, and what was done.
///
/// ```
/// use service_quality::population::{OutlierRule, Resolution};
/// let even = OutlierRule::default().treat(&[Some(1.into()), Some(2.into()), None])?;
/// assert_eq!((even.resolution, even.before), (Resolution::Untouched, None));
/// # Ok::<(), service_quality::population::PopulationError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Treatment {
    /// The shape before; absent for fewer than four values and for equal ones, which have none.
    pub before: Option<Shape>,
    /// The shape after.
    pub after: Option<Shape>,
    /// What was done, and whether it helped.
    pub resolution: Resolution,
    /// The values that were moved one by one, in the order given; empty where a fallback changed all.
    pub moved: Vec<Moved>,
    /// The values after, in the order given.
    pub values: Vec<Option<Number>>,
}

/// What became of a column.
///
/// ```
/// use service_quality::population::Resolution;
/// assert_eq!(serde_json::to_string(&Resolution::Untouched)?, r#""untouched""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Resolution {
    /// It was within the limits.
    Untouched,
    /// Moving values brought it within the limits.
    Winsorised,
    /// The logarithm brought it within the limits.
    Logarithm,
    /// It is beyond the limits still.
    Unresolved,
}

/// A value that was drawn in.
///
/// ```
/// use service_quality::population::Moved;
/// let moved = Moved { index: 11, from: 100.into(), to: 30.into() };
/// assert_eq!(serde_json::to_string(&moved)?, r#"{"index":11,"from":"100","to":"30"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Moved {
    /// Its place in the column.
    pub index: usize,
    /// The value before.
    pub from: Number,
    /// The value after.
    pub to: Number,
}

/// A table after the treatment of every column.
///
/// ```
/// use service_quality::population::{OutlierRule, Table};
/// let table: Table = serde_json::from_str(r#"{"criteria": [{"id": "hours", "direction": "lower"}],
///     "subjects": [{"id": "a", "values": [1]}, {"id": "b", "values": [2]}]}"#)?;
/// let treated = table.treat(&OutlierRule::default())?;
/// assert_eq!(treated.table, table);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Treated {
    /// The table with the values after.
    pub table: Table,
    /// What was done to each criterion, in their order.
    pub treatments: Vec<(IndicatorId, Treatment)>,
}

impl OutlierRule {
    /// A rule by the greatest skewness, either way, and kurtosis of a sound column, and by the most values to be
    /// moved.
    ///
    /// # Errors
    /// [`PopulationError::OutOfRange`] for a negative limit.
    pub fn new(skewness: Number, kurtosis: Number, max_points: u32) -> Result<Self, PopulationError> {
        let allowed = "0 or more";
        for (place, limit) in [("outlier_rule.skewness", skewness), ("outlier_rule.kurtosis", kurtosis)] {
            if limit < Number::ZERO {
                return Err(PopulationError::OutOfRange { place, given: limit.to_string(), allowed });
            }
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
    pub fn treat(&self, values: &[Option<Number>]) -> Result<Treatment, PopulationError> {
        let before = shape(values);
        let untouched = |after, resolution, values: &[Option<Number>]| Treatment {
            before,
            after,
            resolution,
            moved: vec![],
            values: values.to_vec(),
        };
        if self.holds(before) {
            return Ok(untouched(before, Resolution::Untouched, values));
        }
        let (drawn, after) = self.winsorised(values, before);
        if !self.holds(after) && self.0.fallback == Fallback::Logarithm {
            let logarithms = logarithms(values).ok_or(PopulationError::TooLarge { what: "a logarithm" })?;
            let after = shape(&logarithms);
            let found = if self.holds(after) { Resolution::Logarithm } else { Resolution::Unresolved };
            return Ok(untouched(after, found, &logarithms));
        }
        let resolution = if self.holds(after) { Resolution::Winsorised } else { Resolution::Unresolved };
        Ok(Treatment { moved: moves(values, &drawn), ..untouched(after, resolution, &drawn) })
    }

    /// Whether a shape is within either limit; what has none is.
    fn holds(&self, shape: Option<Shape>) -> bool {
        let (skewness, kurtosis) = (float(self.0.skewness.to_scaled()), float(self.0.kurtosis.to_scaled()));
        shape.is_none_or(|shape| shape.skewness.abs() <= skewness || shape.kurtosis <= kurtosis)
    }

    /// The values with the outermost drawn in, one level after the other.
    fn winsorised(
        &self,
        values: &[Option<Number>],
        mut now: Option<Shape>,
    ) -> (Vec<Option<Number>>, Option<Shape>) {
        let mut drawn = values.to_vec();
        while !self.holds(now)
            && moves(values, &drawn).len() < usize::try_from(self.0.max_points).unwrap_or(usize::MAX)
        {
            let upper = now.is_some_and(|shape| shape.skewness >= 0.0);
            let present = || drawn.iter().copied().flatten();
            let end = if upper { present().max() } else { present().min() };
            let inward = || present().filter(|value| Some(*value) != end);
            let Some(next) = (if upper { inward().max() } else { inward().min() }) else { break };
            for value in drawn.iter_mut().filter(|value| **value == end) {
                *value = Some(next);
            }
            now = shape(&drawn);
        }
        (drawn, now)
    }
}

impl Table {
    /// The table with every column treated.
    ///
    /// # Errors
    /// [`PopulationError::TooLarge`].
    pub fn treat(&self, rule: &OutlierRule) -> Result<Treated, PopulationError> {
        let treatments = self.columns().map(|(column, values)| Ok((column.id.clone(), rule.treat(&values)?)));
        let treatments: Vec<(IndicatorId, Treatment)> = treatments.collect::<Result<_, PopulationError>>()?;
        let columns: Vec<_> = treatments.iter().map(|(_, treatment)| treatment.values.clone()).collect();
        Ok(Treated { table: self.with_columns(&columns), treatments })
    }
}

fn shape(values: &[Option<Number>]) -> Option<Shape> {
    Shape::of(&values.iter().copied().flatten().collect::<Vec<_>>())
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
    let part = float(most.checked_sub(least)?) * 0.01;
    let logarithm = |value: Number| number(libm::log(float(value.to_scaled().checked_sub(least)?) + part));
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
}
