use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::quantity::{
    AgentId, CauseId, Label, Language, NonconformityId, RiskId, StandardVersion, Statement, terms,
};

terms! {
    /// What becomes of what does not conform (处置方式): ISO 9001:2015, 8.7.1.
    ///
    /// Written as a plain word; a word that is not built in is the host's own.
    ///
    /// ```
    /// use service_quality::improve::nonconformity::DispositionKind;
    /// use service_quality::quantity::Language;
    ///
    /// assert_eq!(serde_json::to_string(&DispositionKind::UseAsIs)?, r#""use_as_is""#);
    /// assert_eq!(DispositionKind::Repair.text(Language::Chinese), "返修");
    /// assert_eq!("quarantine".parse::<DispositionKind>()?.to_string(), "quarantine");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    DispositionKind {
        /// It stays as it is, 原样使用.
        UseAsIs => "use_as_is",
        /// It is brought to conform, 返工.
        Rework => "rework",
        /// It is made fit for use, though it does not conform, 返修.
        Repair => "repair",
        /// It is given for something else or less, 降级.
        Regrade => "regrade",
        /// The service is given again, 重新服务.
        Redo => "redo",
        /// The service is stopped until it conforms, 暂停.
        Suspend => "suspend",
        /// It goes back to whoever supplied it, 退货.
        Return => "return",
        /// It is thrown away, 报废.
        Scrap => "scrap",
        /// Whoever may, such as the customer, agrees to what does not conform, 让步.
        Concession => "concession",
        /// The customer is compensated, 赔偿.
        Compensate => "compensate",
        /// There is nothing to decide about; no reaction to what is major or critical, 不适用.
        NotApplicable => "not_applicable",
    }
}

impl DispositionKind {
    /// What people call it; the host's own word as it stands.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match (self, language) {
            (Self::UseAsIs, Language::English) => "use as is",
            (Self::UseAsIs, Language::Chinese) => "原样使用",
            (Self::Rework, Language::Chinese) => "返工",
            (Self::Repair, Language::Chinese) => "返修",
            (Self::Regrade, Language::Chinese) => "降级",
            (Self::Redo, Language::English) => "redo the service",
            (Self::Redo, Language::Chinese) => "重新服务",
            (Self::Suspend, Language::Chinese) => "暂停",
            (Self::Return, Language::English) => "return to the supplier",
            (Self::Return, Language::Chinese) => "退货",
            (Self::Scrap, Language::Chinese) => "报废",
            (Self::Concession, Language::Chinese) => "让步",
            (Self::Compensate, Language::Chinese) => "赔偿",
            (Self::NotApplicable, Language::English) => "not applicable",
            (Self::NotApplicable, Language::Chinese) => "不适用",
            (own, _) => own.as_str(),
        }
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
        /// As which nonconformities that is kept; without any it does not close.
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
