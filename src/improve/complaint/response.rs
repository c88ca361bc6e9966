use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Channel;
use super::scale::scale;
use crate::improve::ImproveError;
use crate::quantity::{AgentId, CauseId, Date, Language, NonconformityId, ProblemId, Statement};

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

    /// What people call it, without its reason.
    ///
    /// ```
    /// use service_quality::improve::complaint::Decision;
    /// use service_quality::quantity::Language;
    /// assert_eq!(Decision::Upheld.text(Language::Chinese), "成立");
    /// ```
    #[must_use]
    pub const fn text(&self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Upheld, Language::English) => "upheld",
            (Self::PartlyUpheld { .. }, Language::English) => "partly upheld",
            (Self::NotUpheld { .. }, Language::English) => "not upheld",
            (Self::Upheld, Language::Chinese) => "成立",
            (Self::PartlyUpheld { .. }, Language::Chinese) => "部分成立",
            (Self::NotUpheld { .. }, Language::Chinese) => "不成立",
        }
    }
}

/// What is answered (答复): the decision, and the remedy that is offered.
///
/// ```
/// use service_quality::improve::complaint::{Decision, Response};
///
/// let response: Response = serde_json::from_str(r#"{"decision": "upheld",
///     "remedy": {"what": "The fee is refunded.", "owner": "chen.na", "due": "2026-03-13"}}"#)?;
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
    pub remedy: Option<Remedy>,
}

/// What is done for the customer (补救): what, by whom, until when.
///
/// ```
/// use service_quality::improve::complaint::Remedy;
///
/// let remedy: Remedy = serde_json::from_str(r#"{"what": "The fee is refunded.", "owner": "chen.na", "due": "2026-03-13"}"#)?;
/// assert_eq!(remedy.owner.as_str(), "chen.na");
/// assert!(serde_json::from_str::<Remedy>(r#"{"what": "An apology."}"#).is_err(), "by whom, until when?");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// What.
    pub what: Statement,
    /// Who carries it out.
    pub owner: AgentId,
    /// The last day.
    pub due: Date,
}

/// That the remedy was carried out (补救已落实).
///
/// ```
/// use service_quality::improve::complaint::RemedyOutcome;
///
/// let paid: RemedyOutcome = serde_json::from_str(r#"{"on": "2026-03-12", "evidence": "transfer 4711"}"#)?;
/// assert_eq!(paid.evidence.as_str(), "transfer 4711");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemedyOutcome {
    /// On which day.
    pub on: Date,
    /// What shows it.
    pub evidence: Statement,
}

/// What the customer is asked for (待客户补充).
///
/// ```
/// use service_quality::improve::complaint::Question;
///
/// let asked: Question = serde_json::from_str(r#"{"question": "Which line?", "answer_until": "2026-03-10"}"#)?;
/// assert_eq!(asked.answer_until, Some("2026-03-10".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What.
    pub question: Statement,
    /// The last day on which the answer is awaited; from then on the complaint is [overdue](super::complaints_due).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_until: Option<Date>,
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
    /// The last day on which the customer's answer is awaited; without it, no silence ends the complaint.
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
