use serde::{Deserialize, Serialize};

use crate::indicator::Limit;
use crate::quantity::Statement;

/// What is expected to come out, written down before anything is done (预测). PDSA compares it in Study.
///
/// ```
/// use service_quality::improve::cycle::Prediction;
///
/// let prediction = Prediction { what: "On time in 90 of 100".parse()?, value: Some(serde_json::from_str(r#"{"at_least": "0.9"}"#)?) };
/// assert_eq!(prediction.held("0.87".parse()?), Some(false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// In words.
    pub what: Statement,
    /// Where the goal's indicator will lie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Limit>,
}

impl Prediction {
    /// Whether a value came out as predicted; absent where none was predicted.
    #[must_use]
    pub fn held(&self, value: crate::quantity::Number) -> Option<bool> {
        self.value.map(|limit| limit.holds(value))
    }
}
