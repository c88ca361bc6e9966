//! Security (安全性) and compliance (合规性): people and data are protected, rules are kept.

use super::entry::CatalogueEntry;
use super::recipe::{checked, share, total};
use super::source;
use crate::assessment::{ChecklistMeasure, Criticality};
use crate::indicator::Direction::{Higher, Lower};
use crate::indicator::{Dimension, Evidence};

pub(super) static SECURITY: &[CatalogueEntry] = &[
    row("security_incident_count", "Security incidents", "信息安全事件数")
        .core(source::GB_T_33850)
        .told("count", Lower)
        .formula(|| total("security_incidents"))
        .aim("0", source::COMMON, &["0"]),
    row("access_review_rate", "Access reviews done", "访问权限复核率")
        .extended(source::GB_T_33850)
        .told("percent", Higher)
        .formula(|| share("accounts_reviewed", "accounts_to_review"))
        .leading()
        .aim("100", source::COMMON, &["100"]),
    row("privacy_breach_rate", "Confidentiality breach rate", "保密违规率")
        .core(source::GB_T_33850)
        .told("per_million", Lower)
        .formula(|| share("confidentiality_breaches", "contacts_handled"))
        .aim("0", source::COMMON, &["0"]),
];

const fn row(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Security, id, en, zh)
}

pub(super) static COMPLIANCE: &[CatalogueEntry] = &[
    rule("critical_error_accuracy_compliance", "Compliance-critical error accuracy", "合规关键差错准确率")
        .core(source::COPC)
        .told("percent", Higher)
        .formula(|| checked(ChecklistMeasure::CriticalAccuracy(Criticality::Compliance)))
        .shown_by(Evidence::UnannouncedInspection),
    rule("identity_verification_rate", "Identity verification compliance", "身份核验合规率")
        .extended(source::COPC)
        .told("percent", Higher)
        .formula(|| share("contacts_verified", "contacts_to_verify"))
        .shown_by(Evidence::UnannouncedInspection)
        .aim("100", source::COMMON, &["100"]),
    rule("script_compliance", "Mandatory disclosure compliance", "规范用语合规率")
        .extended(source::COMMON)
        .told("percent", Higher)
        .formula(|| share("disclosure_checks_passed", "disclosure_checks"))
        .shown_by(Evidence::UnannouncedInspection),
];

const fn rule(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Compliance, id, en, zh)
}
