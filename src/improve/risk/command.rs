use serde::{Deserialize, Serialize};

use super::{Rating, ReviewPlan, RiskCriteria, RiskGuard, RiskTreatment, TreatmentMeasure};
use crate::improve::complaint::scale;
use crate::improve::history::Waived;
use crate::quantity::{AgentId, ComplaintId, Date, Label, NonconformityId, ProblemId, Statement};

/// What can be done about a risk.
///
/// ```
/// use service_quality::improve::risk::RiskCommand;
///
/// let command: RiskCommand = serde_json::from_str(
///     r#"{"rate": {"rating": {"likelihood": 4, "impact": 5}, "basis": "two outages last year"}}"#,
/// )?;
/// assert!(matches!(command, RiskCommand::Rate { .. }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum RiskCommand {
    /// Write it down (识别).
    Identify(Identification),
    /// Rate it as it is without treatment (固有风险). Ends an acceptance and what was rated to be left.
    Rate {
        /// How likely, how bad.
        rating: Rating,
        /// What that rests on.
        basis: Statement,
    },
    /// Say when it is looked at again (评审计划).
    PlanReview(ReviewPlan),
    /// Decide what is done about it (应对). A later treatment replaces an earlier one and what that left.
    Treat(RiskTreatment),
    /// Note that a measure of the treatment was carried out (措施完成).
    TreatmentDone {
        /// Which, as the treatment says it.
        measure: TreatmentMeasure,
        /// On which day.
        on: Date,
        /// What shows it.
        evidence: Statement,
    },
    /// Rate what is left after the treatment (剩余风险). Ends an acceptance.
    RateResidual {
        /// How likely, how bad.
        rating: Rating,
        /// What that rests on.
        basis: Statement,
    },
    /// Accept it as it was last rated, by name (风险接受).
    Accept {
        /// Why.
        reason: Statement,
    },
    /// Look at it again (评审).
    Review {
        /// On which day.
        on: Date,
        /// What was found.
        found: Statement,
    },
    /// Give it to another owner.
    Assign {
        /// Who.
        owner: AgentId,
    },
    /// Close it (关闭).
    Close {
        /// How it ended.
        end: RiskEnd,
        /// Why it is none any more.
        reason: Statement,
    },
    /// Take it up again (重新打开): what was rated to be left, and its acceptance, hold no more.
    Reopen {
        /// Why.
        reason: Statement,
    },
}

scale! {
    /// How a risk ended.
    ///
    /// ```
    /// use service_quality::improve::risk::RiskEnd;
    /// use service_quality::quantity::Language;
    /// assert_eq!(RiskEnd::Gone.text(Language::Chinese), "已消失");
    /// ```
    RiskEnd {
        /// What it came with is no more: nobody has to treat it, nor rate what is left.
        Gone => "gone", "gone", "已消失";
        /// It was treated, and what is left is accepted.
        Controlled => "controlled", "controlled", "受控";
    }
}

/// What is known of a risk at first.
///
/// ```
/// use service_quality::improve::risk::{Identification, Rating};
///
/// let first: Identification = serde_json::from_str(r#"{"statement": "the only line breaks",
///     "source": {"assessment": "workshop 2026"}, "owner": "li.wei",
///     "criteria": {"accepted": 1, "matrix": {
///         "likelihood": [{"en": "rare"}, {"en": "possible"}, {"en": "frequent"}],
///         "impact": [{"en": "slight"}, {"en": "grave"}, {"en": "disastrous"}],
///         "levels": [{"en": "low"}, {"en": "high"}], "cells": [[1, 1, 2], [1, 2, 2], [1, 2, 2]]}}}"#)?;
/// let level = first.criteria.matrix().level(Rating::new(2, 3))?;
/// assert!(level > first.criteria.accepted(), "it is to be treated, or accepted by name");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identification {
    /// What may happen, by what, and what follows.
    pub statement: Statement,
    /// How it became known.
    pub source: RiskSource,
    /// Who answers for it (责任人).
    pub owner: AgentId,
    /// By what it is judged.
    pub criteria: RiskCriteria,
}

/// How a risk became known.
///
/// ```
/// use service_quality::improve::risk::RiskSource;
/// let source: RiskSource = serde_json::from_str(r#"{"nonconformity": "N-3"}"#)?;
/// assert_eq!(source, RiskSource::Nonconformity("N-3".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RiskSource {
    /// Somebody thought of it: a workshop, a review of changes.
    Assessment(Label),
    /// A problem.
    Problem(ProblemId),
    /// A nonconformity.
    Nonconformity(NonconformityId),
    /// A complaint.
    Complaint(ComplaintId),
}

/// What was done about a risk.
///
/// ```
/// use service_quality::improve::risk::RiskEvent;
///
/// let event: RiskEvent = serde_json::from_str(
///     r#"{"done": {"close": {"end": "controlled", "reason": "two lines"}}, "waived": [{"violation": {"guard": "residual_missing"}, "reason": "a pilot", "by": "li"}]}"#,
/// )?;
/// assert_eq!(event.waived.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskEvent {
    /// What.
    pub done: RiskCommand,
    /// What would have been refused, had the policy not switched the guard off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<Waived<RiskGuard>>,
}
