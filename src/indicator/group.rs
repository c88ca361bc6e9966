use serde::{Deserialize, Serialize};

use super::Dimension;
use crate::quantity::{IndicatorId, Name};

/// A heading of the indicator system (一级指标, 二级指标): groups indicators, and is not measured itself.
///
/// ```
/// use service_quality::indicator::IndicatorGroup;
///
/// let group: IndicatorGroup = serde_json::from_str(
///     r#"{"id": "handling", "name": {"en": "Handling", "zh": "办理质量"}, "within": "service"}"#,
/// )?;
/// assert_eq!(group.within.as_ref().map(|id| id.as_str()), Some("service"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorGroup {
    /// Names it; indicators and groups share their names.
    pub id: IndicatorId,
    /// What people call it.
    pub name: Name,
    /// The group that it belongs to; none for the first level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<IndicatorId>,
    /// The side of quality that its indicators belong to, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<Dimension>,
}

impl IndicatorGroup {
    /// A group of the first level.
    #[must_use]
    pub const fn new(id: IndicatorId, name: Name) -> Self {
        Self { id, name, within: None, dimension: None }
    }

    /// Puts it into another group.
    #[must_use]
    pub fn within(mut self, group: IndicatorId) -> Self {
        self.within = Some(group);
        self
    }

    /// Names the side of quality.
    #[must_use]
    pub fn dimension(mut self, dimension: Dimension) -> Self {
        self.dimension = Some(dimension);
        self
    }
}
