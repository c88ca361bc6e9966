use std::fmt;

use crate::score::Place;

/// A part of a model that an engine scores by a slower way, with the same result.
///
/// ```
/// use service_quality::score::Model;
///
/// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
///     {"weight": 1, "indicator": "bytes", "curve": {"goalposts": {"worst": "0", "best": "1000000000000000"}}}]}}"#)?;
/// let detours: Vec<String> = model.engine().detours().iter().map(ToString::to_string).collect();
/// assert_eq!(detours, ["bytes: the curve is too wide for its points in one word"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Detour {
    /// The indicator or node.
    pub place: Place,
    /// Why.
    pub reason: DetourReason,
}

/// Why a part is scored by a slower way.
///
/// ```
/// use service_quality::score::DetourReason;
/// assert_eq!(DetourReason::Aggregation.to_string(), "the node takes another mean than the arithmetic one");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DetourReason {
    /// The curve is not made of straight lines between points: bands and formulas.
    Curve,
    /// The curve's points lie so far apart, or are so fine, that a numerator would leave its word.
    WideCurve,
    /// The node takes another mean than the weighted arithmetic one.
    Aggregation,
    /// The node's weights are so fine that a numerator would leave its word.
    FineWeights,
}

impl fmt::Display for Detour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.reason)
    }
}

impl fmt::Display for DetourReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Curve => "the curve is not one of lines between points",
            Self::WideCurve => "the curve is too wide for its points in one word",
            Self::Aggregation => "the node takes another mean than the arithmetic one",
            Self::FineWeights => "the weights are too fine for their sum in one word",
        })
    }
}
