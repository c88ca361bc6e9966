use serde::{Deserialize, Serialize};

use super::{
    Alternatives, Assessment, Channel, Communication, ComplaintGuard, Correction, GivenRating, Investigation,
    Question, Reaction, Receipt, RemedyOutcome, Response,
};
use crate::improve::history::Waived;
use crate::quantity::{AgentId, Statement};

/// What can be done about a complaint.
///
/// ```
/// use service_quality::improve::complaint::ComplaintCommand;
///
/// let command: ComplaintCommand = serde_json::from_str(r#"{"acknowledge": {"channel": "email"}}"#)?;
/// assert!(matches!(command, ComplaintCommand::Acknowledge { .. }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ComplaintCommand {
    /// Take it in (受理).
    Receive(Receipt),
    /// Correct what kind of complaint it is (更正); what was noted at first is kept.
    Correct(Correction),
    /// Make somebody answerable for it (指定负责人).
    Assign {
        /// Whom.
        owner: AgentId,
    },
    /// Tell the customer that it was received (确认收到).
    Acknowledge {
        /// How.
        channel: Channel,
    },
    /// Judge how bad, how hard and how urgent it is (评估). A later assessment replaces an earlier one.
    Assess(Assessment),
    /// Do what must be done at once (立即措施).
    Contain {
        /// What was done.
        action: Statement,
    },
    /// Find out what happened (调查). A later investigation replaces an earlier one.
    Investigate(Investigation),
    /// Ask the customer for what is missing; until the answer, work stands still (待客户补充).
    AskCustomer(Question),
    /// The customer answered, or nothing more is awaited.
    ResumeWork,
    /// Decide (答复). After a rejection a better answer may follow.
    Respond(Response),
    /// Tell the customer the decision (告知决定).
    Communicate(Communication),
    /// Note what the customer says to it (客户反馈).
    Hear(Reaction),
    /// Say where the customer can turn to instead (其他途径).
    OfferAlternatives(Alternatives),
    /// Note that the promised remedy was carried out (补救已落实).
    RemedyDone(RemedyOutcome),
    /// Close it (关闭).
    Close {
        /// What should be remembered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Statement>,
    },
    /// The customer does not pursue it (撤回投诉): closes it, answered or not.
    Withdraw {
        /// How that is known, such as the customer's letter.
        evidence: Statement,
    },
    /// Take a closed one up again (重新打开).
    Reopen {
        /// Why.
        reason: Statement,
    },
    /// How satisfied the customer is with the handling (投诉处理满意度); also after closing.
    Rate(GivenRating),
}

impl ComplaintCommand {
    /// Its name on the wire where nobody who is complained about may give it: it judges the complaint, speaks for the
    /// customer or ends it.
    pub(super) const fn impartial(&self) -> Option<&'static str> {
        match self {
            Self::Correct(_) => Some("correct"),
            Self::Assess(_) => Some("assess"),
            Self::ResumeWork => Some("resume_work"),
            Self::Communicate(_) => Some("communicate"),
            Self::Hear(_) => Some("hear"),
            Self::Close { .. } => Some("close"),
            Self::Withdraw { .. } => Some("withdraw"),
            Self::Rate(_) => Some("rate"),
            // `Investigate` and `Respond` have guards of their own.
            _ => None,
        }
    }
}

/// What was done about a complaint.
///
/// ```
/// use service_quality::improve::complaint::ComplaintEvent;
///
/// let event: ComplaintEvent = serde_json::from_str(r#"{"done": {"close": {}}, "waived": [{"violation": {"guard": "reaction_missing"}, "reason": "a pilot", "by": "li"}]}"#)?;
/// assert_eq!(event.waived.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintEvent {
    /// What.
    pub done: ComplaintCommand,
    /// What would have been refused, had the policy not switched the guard off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<Waived<ComplaintGuard>>,
}
