use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::improve::problem::Severity;
use crate::quantity::{ComplaintId, Label, Language, Statement, Timestamp, terms};

terms! {
    /// Where a nonconformity came to light (来源).
    ///
    /// Written as a plain word; a word that is not built in is the host's own.
    ///
    /// ```
    /// use service_quality::improve::nonconformity::Origin;
    /// assert_eq!(serde_json::from_str::<Origin>(r#""audit""#)?, Origin::Audit);
    /// assert_eq!("regulator".parse::<Origin>()?.to_string(), "regulator");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Origin {
        /// An internal or external audit, 审核.
        Audit => "audit",
        /// An inspection or a check, 检查.
        Inspection => "inspection",
        /// A complaint, 投诉.
        Complaint => "complaint",
        /// Everyday work, 过程.
        Process => "process",
        /// A supplier, 供方.
        Supplier => "supplier",
        /// A measure, an alert or a missed target, 监视与测量.
        Measurement => "measurement",
        /// A management review, 管理评审.
        ManagementReview => "management_review",
    }
}

impl Origin {
    /// What people call it; the host's own word as it stands.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match (self, language) {
            (Self::Audit, Language::Chinese) => "审核",
            (Self::Inspection, Language::Chinese) => "检查",
            (Self::Complaint, Language::Chinese) => "投诉",
            (Self::Process, Language::Chinese) => "过程",
            (Self::Supplier, Language::Chinese) => "供方",
            (Self::Measurement, Language::Chinese) => "监视与测量",
            (Self::ManagementReview, Language::English) => "management review",
            (Self::ManagementReview, Language::Chinese) => "管理评审",
            (own, _) => own.as_str(),
        }
    }
}

/// What does not conform, to which requirement, and how that is known (不合格事实).
///
/// ```
/// use service_quality::improve::nonconformity::{Finding, Origin};
///
/// let finding: Finding = serde_json::from_str(r#"{"origin": "audit", "severity": "major",
///     "requirement": "Every callback is made within 24 hours.", "clause": "ISO 9001:2015 8.5.1",
///     "evidence": "12 of 40 sampled callbacks were later.", "found_at": "2026-03-02T09:00:00Z"}"#)?;
/// assert_eq!(finding.origin, Origin::Audit);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Where it came to light.
    pub origin: Origin,
    /// How grave it is.
    pub severity: Severity,
    /// What is required and not met.
    pub requirement: Statement,
    /// Where that is required: a standard, a contract, a procedure, and the place in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Label>,
    /// What shows that it is not met.
    pub evidence: Statement,
    /// When it was found, which may be before it was recorded.
    pub found_at: Timestamp,
    /// The complaints that it is about.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub complaints: BTreeSet<ComplaintId>,
}
