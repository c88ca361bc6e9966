use crate::indicator::Absence;
use crate::quantity::Number;

/// One cell of a row: what an indicator measured, or why it did not.
///
/// ```
/// use service_quality::indicator::Absence;
/// use service_quality::score::Cell;
///
/// let column = [Some(0.into()), None];
/// let cells: Vec<Cell> = column.into_iter().map(|value| value.ok_or(Absence::Missing)).collect();
/// assert_eq!(cells[1], Err(Absence::Missing));
/// ```
pub type Cell = Result<Number, Absence>;
