use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{CauseId, Language};

/// What is wrong with a verified cause: it hangs on one that is not verified, so that the chain of whys is broken there.
///
/// ```
/// use service_quality::improve::cause::CauseFinding;
///
/// let broken = CauseFinding::UnderRejected { cause: "shift".parse()?, above: "late".parse()? };
/// assert_eq!(broken.to_string(), "`shift` is verified, but would explain `late`, which is rejected");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CauseFinding {
    /// A cause above it is rejected.
    UnderRejected {
        /// The verified cause.
        cause: CauseId,
        /// The nearest one above it that is rejected.
        above: CauseId,
    },
    /// None above it is rejected, but not all are verified.
    UnderUnverified {
        /// The verified cause.
        cause: CauseId,
        /// The nearest one above it that is merely proposed.
        above: CauseId,
    },
}

impl CauseFinding {
    /// The finding in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::UnderRejected { cause, above }, Language::English) => {
                format!("`{cause}` is verified, but would explain `{above}`, which is rejected")
            }
            (Self::UnderRejected { cause, above }, Language::Chinese) => {
                format!("`{cause}`已证实，但其上级原因`{above}`已被排除")
            }
            (Self::UnderUnverified { cause, above }, Language::English) => {
                format!("`{cause}` is verified, but would explain `{above}`, which is not verified")
            }
            (Self::UnderUnverified { cause, above }, Language::Chinese) => {
                format!("`{cause}`已证实，但其上级原因`{above}`尚未证实")
            }
        }
    }
}

impl fmt::Display for CauseFinding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}
