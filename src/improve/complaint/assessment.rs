use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::scale::scale;
use crate::improve::problem::Severity;
use crate::quantity::{AgentId, Statement};

scale! {
    /// Whether people's safety is touched (安全影响).
    ///
    /// ```
    /// use service_quality::improve::complaint::SafetyImplication;
    /// assert_eq!(serde_json::to_string(&SafetyImplication::Possible)?, r#""possible""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    SafetyImplication {
        /// It is not.
        None => "none", "no implication for safety", "无安全影响";
        /// Somebody may come to harm.
        Possible => "possible", "harm is possible", "可能造成伤害";
        /// Somebody came to harm.
        Harm => "harm", "somebody came to harm", "已造成伤害";
    }
}

scale! {
    /// How hard it is to find out what happened (复杂程度).
    ///
    /// ```
    /// use service_quality::improve::complaint::Complexity;
    /// assert_eq!(Complexity::ALL.len(), 3);
    /// ```
    Complexity {
        /// Whoever took it can settle it.
        Simple => "simple", "simple", "简单";
        /// Several people or records are needed.
        Moderate => "moderate", "moderate", "中等";
        /// Several organisations, experts or authorities are needed.
        Complex => "complex", "complex", "复杂";
    }
}

scale! {
    /// How many are touched (影响范围).
    ///
    /// ```
    /// use service_quality::improve::complaint::Reach;
    /// assert!(Reach::OneCustomer < Reach::ManyCustomers);
    /// ```
    Reach {
        /// Whoever complains.
        OneCustomer => "one_customer", "one customer", "单个客户";
        /// Some more.
        SeveralCustomers => "several_customers", "several customers", "若干客户";
        /// Many, or the public.
        ManyCustomers => "many_customers", "many customers or the public", "众多客户或公众";
    }
}

scale! {
    /// Whether something must be done at once (立即措施).
    ///
    /// ```
    /// use service_quality::improve::complaint::ImmediateAction;
    /// assert_eq!(ImmediateAction::Needed.to_string(), "needed");
    /// ```
    ImmediateAction {
        /// Before anything is answered.
        Needed => "needed", "immediate action is needed", "需要立即措施";
        /// Not.
        NotNeeded => "not_needed", "no immediate action is needed", "无需立即措施";
    }
}

/// The initial assessment of a complaint (初步评估): what ISO 10002 asks to be judged.
///
/// ```
/// use service_quality::improve::complaint::Assessment;
/// use service_quality::improve::problem::Severity;
///
/// let assessment: Assessment = serde_json::from_str(r#"{"severity": "major", "safety": "none",
///     "complexity": "simple", "reach": "one_customer", "immediate_action": "not_needed"}"#)?;
/// assert_eq!(assessment.severity, Severity::Major);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// How bad it is for the customer.
    pub severity: Severity,
    /// Whether people's safety is touched.
    pub safety: SafetyImplication,
    /// How hard it is to find out what happened.
    pub complexity: Complexity,
    /// How many are touched.
    pub reach: Reach,
    /// Whether something must be done at once.
    pub immediate_action: ImmediateAction,
    /// Why not, where safety is touched and nothing must be done at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_action_because: Option<Statement>,
    /// Who is complained about, besides those whom the customer and earlier assessments named: nobody is taken off by being
    /// left out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub concerned: BTreeSet<AgentId>,
}

impl Assessment {
    /// Whether it says that immediate action is needed.
    pub(super) fn asks_for_action(&self) -> bool {
        self.immediate_action == ImmediateAction::Needed
    }

    /// Whether it asks for immediate action that an earlier one did not: where none was asked for, or safety was less touched.
    pub(super) fn asks_anew(&self, earlier: Option<&Self>) -> bool {
        let asked = |earlier: &Self| earlier.asks_for_action() && self.safety <= earlier.safety;
        self.asks_for_action() && !earlier.is_some_and(asked)
    }

    /// Whether safety is touched and no reason says why nothing must be done at once.
    pub(super) fn lacks_reason(&self) -> bool {
        self.safety != SafetyImplication::None && !self.asks_for_action() && self.no_action_because.is_none()
    }

    /// Whether safety is touched and the severity says that nobody may come to harm.
    pub(super) fn contradicts_itself(&self) -> bool {
        self.safety != SafetyImplication::None && self.severity < Severity::Critical
    }
}
