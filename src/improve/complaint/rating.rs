use serde::{Deserialize, Serialize};

use crate::quantity::ResponseId;
use crate::ticket::Rating;

/// How satisfied a customer is with how the complaint was handled, and how that is known.
///
/// ```
/// use service_quality::improve::complaint::GivenRating;
///
/// let given: GivenRating = serde_json::from_str(r#"{"rating": {"value": 4, "least": 1, "most": 5}, "response": "A-1"}"#)?;
/// assert_eq!(given.response, Some("A-1".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenRating {
    /// The rating, on its scale.
    pub rating: Rating,
    /// The survey response that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<ResponseId>,
}
