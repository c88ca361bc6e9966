use serde::{Deserialize, Serialize};

use crate::quantity::Number;
use crate::score::Grade;

/// A grade that raters give (评语), and what it is worth.
///
/// ```
/// use service_quality::score::fuzzy::GradeValue;
/// let good: GradeValue = serde_json::from_str(r#"{"grade": "良", "value": 85}"#)?;
/// assert_eq!(good.grade.as_str(), "良");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeValue {
    /// The grade.
    pub grade: Grade,
    /// Its value in the score; given for all grades or for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Number>,
}
