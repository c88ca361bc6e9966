//! The version tag of tallies that are stored alone.

use serde::{Deserialize, Serialize};

use super::AssessmentError;

/// The format version that this build reads and writes.
///
/// Checked as soon as it is read: it is written first, so a later format is refused by its version and not by
/// some field that it added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub(super) struct FormatVersion;

impl FormatVersion {
    const KNOWN: u32 = 1;
}

impl TryFrom<u32> for FormatVersion {
    type Error = AssessmentError;

    fn try_from(given: u32) -> Result<Self, AssessmentError> {
        if given == Self::KNOWN {
            Ok(Self)
        } else {
            Err(AssessmentError::UnknownVersion { given, known: Self::KNOWN })
        }
    }
}

impl From<FormatVersion> for u32 {
    fn from(_: FormatVersion) -> Self {
        FormatVersion::KNOWN
    }
}
