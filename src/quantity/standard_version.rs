use std::fmt;

use serde::{Deserialize, Serialize};

use super::{StandardId, Version};

/// One version of a quality standard: what tallies and scorecards were made under.
///
/// ```
/// use service_quality::quantity::StandardVersion;
/// let under = StandardVersion { id: "service-desk".parse()?, version: "2026-Q1".parse()? };
/// assert_eq!(under.to_string(), "service-desk version 2026-Q1");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandardVersion {
    /// The standard.
    pub id: StandardId,
    /// Its version.
    pub version: Version,
}

impl fmt::Display for StandardVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} version {}", self.id, self.version)
    }
}
