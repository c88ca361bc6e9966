use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Channel;
use super::scale::scale;
use crate::improve::ImproveError;
use crate::quantity::{CauseId, Date, NonconformityId, ProblemId, Statement};

/// What was found out (调查).
///
/// ```
/// use service_quality::improve::complaint::Investigation;
///
/// let found: Investigation = serde_json::from_str(r#"{"findings": "The queue had no overflow.", "causes": ["no-overflow"]}"#)?;
/// assert_eq!(found.causes.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Investigation {
    /// What.
    pub findings: Statement,
    /// The causes that it points to.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub causes: BTreeSet<CauseId>,
    /// The nonconformities that it found.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub nonconformities: BTreeSet<NonconformityId>,
    /// The problems that it belongs to.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub problems: BTreeSet<ProblemId>,
}

/// Whether the customer is right. What is not fully upheld has its reason.
///
/// ```
/// use service_quality::improve::complaint::Decision;
///
/// assert_eq!(serde_json::to_string(&Decision::Upheld)?, r#""upheld""#);
/// assert!(serde_json::from_str::<Decision>(r#"{"not_upheld": {}}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Decision {
    /// 成立.
    Upheld,
    /// 部分成立.
    PartlyUpheld {
        /// What is not, and why.
        reason: Statement,
    },
    /// 不成立.
    NotUpheld {
        /// Why not.
        reason: Statement,
    },
}

impl Decision {
    /// How it is written.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::PartlyUpheld { .. } => "partly_upheld",
            Self::NotUpheld { .. } => "not_upheld",
        }
    }
}

/// What is answered (答复): the decision, and the remedy that is offered.
///
/// ```
/// use service_quality::improve::complaint::{Decision, Response};
///
/// let response: Response = serde_json::from_str(r#"{"decision": "upheld", "remedy": "The fee is refunded."}"#)?;
/// assert_eq!(response.decision, Decision::Upheld);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Whether the customer is right.
    pub decision: Decision,
    /// What is done for the customer (补救).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Statement>,
}

/// That the customer was told the decision (告知决定).
///
/// ```
/// use service_quality::improve::complaint::{Channel, Communication};
///
/// let told: Communication = serde_json::from_str(r#"{"channel": "letter", "answer_until": "2026-03-20"}"#)?;
/// assert_eq!(told.channel, Channel::Letter);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Communication {
    /// How.
    pub channel: Channel,
    /// The last day on which the customer's answer is awaited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_until: Option<Date>,
}

scale! {
    /// What the customer says to the decision (客户反馈).
    ///
    /// ```
    /// use service_quality::improve::complaint::Reaction;
    /// assert_eq!(serde_json::to_string(&Reaction::NoAnswer)?, r#""no_answer""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    Reaction {
        /// Agrees.
        Accepted => "accepted", "accepted", "接受";
        /// Does not.
        Rejected => "rejected", "rejected", "不接受";
        /// Said nothing in the time that was given.
        NoAnswer => "no_answer", "did not answer", "未答复";
    }
}

/// Where a customer who rejects the decision can turn to (其他途径).
///
/// ```
/// use service_quality::improve::complaint::Alternatives;
///
/// let offered: Alternatives = serde_json::from_str(r#"{"internal": "the head of service", "external": "the ombudsman"}"#)?;
/// assert_eq!(offered.external().map(|one| one.as_str()), Some("the ombudsman"));
/// assert!(serde_json::from_str::<Alternatives>("{}").is_err(), "nothing is offered");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawAlternatives", into = "RawAlternatives")]
pub struct Alternatives {
    internal: Option<Statement>,
    external: Option<Statement>,
}

impl Alternatives {
    /// At least one of the two.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] where nothing is offered.
    pub fn new(internal: Option<Statement>, external: Option<Statement>) -> Result<Self, ImproveError> {
        if internal.is_none() && external.is_none() {
            let allowed = "`internal`, `external` or both: say where the customer can turn to";
            return Err(ImproveError::not_allowed("alternatives", &"nothing", allowed));
        }
        Ok(Self { internal, external })
    }

    /// Within the organisation, such as a review by somebody else.
    #[must_use]
    pub const fn internal(&self) -> Option<&Statement> {
        self.internal.as_ref()
    }

    /// Outside it: an ombudsman, an authority, arbitration.
    #[must_use]
    pub const fn external(&self) -> Option<&Statement> {
        self.external.as_ref()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAlternatives {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    internal: Option<Statement>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external: Option<Statement>,
}

impl TryFrom<RawAlternatives> for Alternatives {
    type Error = ImproveError;

    fn try_from(raw: RawAlternatives) -> Result<Self, ImproveError> {
        Self::new(raw.internal, raw.external)
    }
}

impl From<Alternatives> for RawAlternatives {
    fn from(Alternatives { internal, external }: Alternatives) -> Self {
        Self { internal, external }
    }
}
