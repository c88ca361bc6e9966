use serde::Serialize;

use super::{Shape, Table};
use crate::quantity::{IndicatorId, Number};

/// A column after its treatment, and what was done.
///
/// ```
/// use service_quality::population::{OutlierRule, Resolution};
/// let even = OutlierRule::default().treat(&[Some(1.into()), Some(2.into()), None])?;
/// assert_eq!((even.resolution, even.before), (Resolution::Untouched, None));
/// # Ok::<(), service_quality::population::PopulationError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlierTreatment {
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
/// use service_quality::population::{OutlierRule, Resolution};
///
/// let days: Vec<_> = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100].map(|days: u32| Some(days.into())).into();
/// assert_eq!(OutlierRule::default().treat(&days[..10])?.resolution, Resolution::Untouched);
/// assert_eq!(OutlierRule::default().treat(&days)?.resolution, Resolution::Winsorised);
/// let none = OutlierRule::new(2.into(), "3.5".parse().unwrap_or_default(), 0)?; // no value may be moved
/// assert_eq!(none.treat(&days)?.resolution, Resolution::Unresolved);
/// # Ok::<(), service_quality::population::PopulationError>(())
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

/// A value that was winsorised.
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
    pub treatments: Vec<(IndicatorId, OutlierTreatment)>,
}
