use serde::{Deserialize, Serialize};

use super::CauseEvidence;
use crate::improve::ImproveError;
use crate::quantity::{AgentId, Language, Timestamp};

/// Whether a hypothesis is held to be true.
///
/// ```
/// use service_quality::improve::cause::Standing;
/// use service_quality::quantity::Language;
///
/// assert_eq!(Standing::default().word(Language::Chinese), "待证实");
/// assert!(serde_json::from_str::<Standing>(
///     r#"{"verified": {"by": "li.wei", "at": "2026-03-02T09:00:00Z", "evidence": []}}"#
/// ).is_err(), "not without evidence");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "RawStanding")]
pub enum Standing {
    /// Nobody has examined it, 待证实.
    #[default]
    Proposed,
    /// It is a cause, 已证实; a test that shows it is significant.
    Verified(Examination),
    /// It is none, 已排除.
    Rejected(Examination),
}

/// Who examined a hypothesis, when, and what they found.
///
/// ```
/// use service_quality::improve::cause::Examination;
///
/// let error = Examination::new("li.wei".parse()?, "2026-03-02T09:00:00Z".parse()?, vec![]).unwrap_err();
/// assert_eq!(error.to_string(), "evidence is `[]`: allowed is at least one fact: nothing is judged without evidence");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawExamination", into = "RawExamination")]
pub struct Examination {
    by: AgentId,
    at: Timestamp,
    evidence: Vec<CauseEvidence>,
}

impl Examination {
    /// An examination.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] without evidence.
    pub fn new(by: AgentId, at: Timestamp, evidence: Vec<CauseEvidence>) -> Result<Self, ImproveError> {
        if evidence.is_empty() {
            let allowed = "at least one fact: nothing is judged without evidence";
            return Err(ImproveError::not_allowed("evidence", &"[]", allowed));
        }
        Ok(Self { by, at, evidence })
    }

    /// Who.
    #[must_use]
    pub const fn by(&self) -> &AgentId {
        &self.by
    }

    /// When.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// What was found; never empty.
    #[must_use]
    pub fn evidence(&self) -> &[CauseEvidence] {
        &self.evidence
    }
}

impl Standing {
    /// Refused where it is verified by a test that shows nothing.
    pub(super) fn checked(self) -> Result<Self, ImproveError> {
        if let Self::Verified(examination) = &self {
            for (index, fact) in examination.evidence.iter().enumerate() {
                if let CauseEvidence::Test { p, alpha, .. } = fact
                    && !fact.is_significant()
                {
                    let allowed =
                        format!("at most {alpha}, the test's alpha, and less than 1, to verify a cause");
                    return Err(ImproveError::not_allowed(format!("evidence[{index}].p"), p, allowed));
                }
            }
        }
        Ok(self)
    }

    /// Whether it is verified.
    #[must_use]
    pub const fn is_verified(&self) -> bool {
        matches!(self, Self::Verified(_))
    }

    /// Whether it is rejected.
    #[must_use]
    pub const fn is_rejected(&self) -> bool {
        matches!(self, Self::Rejected(_))
    }

    /// The examination that it rests on.
    #[must_use]
    pub const fn examination(&self) -> Option<&Examination> {
        match self {
            Self::Proposed => None,
            Self::Verified(examination) | Self::Rejected(examination) => Some(examination),
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn word(&self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Proposed, Language::English) => "proposed",
            (Self::Proposed, Language::Chinese) => "待证实",
            (Self::Verified(_), Language::English) => "verified",
            (Self::Verified(_), Language::Chinese) => "已证实",
            (Self::Rejected(_), Language::English) => "rejected",
            (Self::Rejected(_), Language::Chinese) => "已排除",
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawStanding {
    Proposed,
    Verified(Examination),
    Rejected(Examination),
}

impl TryFrom<RawStanding> for Standing {
    type Error = ImproveError;

    fn try_from(raw: RawStanding) -> Result<Self, ImproveError> {
        match raw {
            RawStanding::Proposed => Ok(Self::Proposed),
            RawStanding::Verified(examination) => Self::Verified(examination).checked(),
            RawStanding::Rejected(examination) => Ok(Self::Rejected(examination)),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExamination {
    by: AgentId,
    at: Timestamp,
    evidence: Vec<CauseEvidence>,
}

impl TryFrom<RawExamination> for Examination {
    type Error = ImproveError;

    fn try_from(RawExamination { by, at, evidence }: RawExamination) -> Result<Self, ImproveError> {
        Self::new(by, at, evidence)
    }
}

impl From<Examination> for RawExamination {
    fn from(Examination { by, at, evidence }: Examination) -> Self {
        Self { by, at, evidence }
    }
}
