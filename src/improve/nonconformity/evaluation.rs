use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::improve::complaint::scale;
use crate::quantity::{AgentId, CauseId, Label, NonconformityId, RiskId, StandardVersion, Statement};

scale! {
    /// What becomes of what does not conform (处置方式).
    ///
    /// ```
    /// use service_quality::improve::nonconformity::DispositionKind;
    /// assert_eq!(serde_json::to_string(&DispositionKind::UseAsIs)?, r#""use_as_is""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    DispositionKind {
        /// It stays as it is.
        UseAsIs => "use_as_is", "use as is", "让步使用";
        /// It is brought to conform.
        Rework => "rework", "rework", "返工";
        /// The service is given again.
        Redo => "redo", "redo the service", "重新服务";
        /// It is thrown away.
        Scrap => "scrap", "scrap", "报废";
        /// The customer agrees to what does not conform.
        Concession => "concession", "concession", "让步接收";
        /// The customer is compensated.
        Compensate => "compensate", "compensate", "赔偿";
        /// There is nothing to decide about.
        NotApplicable => "not_applicable", "not applicable", "不适用";
    }
}

/// What becomes of what does not conform, and who allowed it (处置).
///
/// ```
/// use service_quality::improve::nonconformity::{Disposition, DispositionKind};
///
/// let decided: Disposition = serde_json::from_str(r#"{"kind": "redo", "authority": "chen.na"}"#)?;
/// assert_eq!(decided.kind, DispositionKind::Redo);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disposition {
    /// What.
    pub kind: DispositionKind,
    /// Who decided that it may be so.
    pub authority: AgentId,
    /// The customer's agreement, or whatever else proves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Label>,
}

/// Whether the same exists, or could occur, elsewhere (横向展开).
///
/// ```
/// use service_quality::improve::nonconformity::Elsewhere;
/// let checked: Elsewhere = serde_json::from_str(r#"{"nowhere": {"checked": "all five sites, samples of 40"}}"#)?;
/// assert!(matches!(checked, Elsewhere::Nowhere { .. }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Elsewhere {
    /// It was looked for, and neither exists nor could occur.
    Nowhere {
        /// Where and how it was looked for.
        checked: Statement,
    },
    /// It could occur.
    CouldOccur {
        /// Where.
        at: Statement,
    },
    /// It exists.
    Exists {
        /// Where.
        at: Statement,
        /// As which nonconformities that is kept.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        nonconformities: BTreeSet<NonconformityId>,
    },
}

/// Whether the cause needs to be removed; who judged so, the event says.
///
/// ```
/// use service_quality::improve::nonconformity::ActionNeed;
/// assert!(serde_json::from_str::<ActionNeed>(r#"{"not_needed": {}}"#).is_err(), "say why");
/// assert_eq!(serde_json::from_str::<ActionNeed>(r#""needed""#)?, ActionNeed::Needed);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ActionNeed {
    /// It does.
    Needed,
    /// It does not.
    NotNeeded {
        /// Why not.
        reason: Statement,
    },
}

/// The evaluation of the need for action (评价措施需求): ISO 9001:2015, 10.2.1 b.
///
/// ```
/// use service_quality::improve::nonconformity::{ActionNeed, Evaluation};
///
/// let evaluation: Evaluation = serde_json::from_str(r#"{"consequences": "Customers wait a day longer.",
///     "causes": ["no-overflow"], "elsewhere": {"could_occur": {"at": "the night shift"}}, "need": "needed"}"#)?;
/// assert_eq!(evaluation.need, ActionNeed::Needed);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// What it leads, or led, to (后果).
    pub consequences: Statement,
    /// Its causes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub causes: BTreeSet<CauseId>,
    /// Why it was not noticed earlier: the escape point of 8D (流出原因).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escape: Option<Statement>,
    /// Whether the same exists or could occur elsewhere.
    pub elsewhere: Elsewhere,
    /// Whether the cause needs to be removed.
    pub need: ActionNeed,
}

/// Whether risks had to be looked at again: ISO 9001:2015, 10.2.1 e.
///
/// ```
/// use service_quality::improve::nonconformity::RiskUpdate;
/// let updated: RiskUpdate = serde_json::from_str(r#"{"updated": ["R-3"]}"#)?;
/// assert!(matches!(updated, RiskUpdate::Updated(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RiskUpdate {
    /// These were; a list of none is refused as the guard `risks_unnamed`.
    Updated(BTreeSet<RiskId>),
    /// None had to.
    NotNeeded {
        /// Why not.
        reason: Statement,
    },
}

/// Whether the way of working had to change: ISO 9001:2015, 10.2.1 f.
///
/// ```
/// use service_quality::improve::nonconformity::SystemChange;
/// let changed: SystemChange = serde_json::from_str(r#"{"changed": {"id": "service-desk", "version": "2026-Q2"}}"#)?;
/// assert!(matches!(changed, SystemChange::Changed(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SystemChange {
    /// It did: this version says how.
    Changed(StandardVersion),
    /// It did not.
    NotNeeded {
        /// Why not.
        reason: Statement,
    },
}
