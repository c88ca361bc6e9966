//! Friendliness (友好性) and tangibles (有形性): how people are met, and what they see.

use super::entry::CatalogueEntry;
use super::recipe::{answers, documents, empathy, ratio, share};
use super::source;
use crate::indicator::Direction::{Higher, Lower};
use crate::indicator::{Dimension, Evidence};
use crate::survey::Statistic;

pub(super) static FRIENDLINESS: &[CatalogueEntry] = &[
    row("courtesy_score", "Courtesy rating", "服务态度评分")
        .core(source::GAS_PLEDGE)
        .told("points", Higher)
        .formula(|| answers("courtesy", Statistic::Mean))
        .shown_by(Evidence::Survey),
    row("professional_competence_score", "Competence rating", "专业能力评分")
        .core(source::GAS_PLEDGE)
        .told("points", Higher)
        .formula(|| answers("competence", Statistic::Mean))
        .shown_by(Evidence::Survey),
    row("empathy_pass_rate", "Empathy items passed", "同理心质检通过率")
        .core(source::GB_T_33850)
        .told("percent", Higher)
        .formula(empathy)
        .shown_by(Evidence::UnannouncedInspection),
    row("proactive_contact_rate", "Proactive contact share", "主动服务占比")
        .extended(source::GB_T_33850)
        .told("percent", Higher)
        .formula(|| share("proactive_contacts", "contacts_handled")),
    row("rude_complaint_rate", "Attitude complaint rate", "态度类投诉率")
        .extended(source::COMMON)
        .told("per_thousand", Lower)
        .formula(|| share("attitude_complaints", "contacts_handled"))
        .shown_by(Evidence::Complaint),
    row("transfer_rate", "Transfer rate", "转接率")
        .core(source::SQM)
        .told("percent", Lower)
        .formula(|| share("contacts_transferred", "contacts_handled")),
    row("hold_rate", "Share put on hold", "保持率")
        .core(source::SQM)
        .told("percent", Lower)
        .formula(|| share("contacts_held", "contacts_handled")),
    row("hold_time_mean", "Mean hold time", "平均保持时长")
        .extended(source::EIGHT_BY_EIGHT)
        .told("seconds", Lower)
        .formula(|| ratio("hold_time", "contacts_held")),
];

const fn row(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Friendliness, id, en, zh)
}

pub(super) static TANGIBLES: &[CatalogueEntry] = &[
    tangible("facility_rating", "Facilities and appearance rating", "环境与形象评分")
        .core(source::SERVQUAL)
        .told("points", Higher)
        .formula(|| answers("facilities", Statistic::Mean))
        .shown_by(Evidence::Survey),
    tangible("document_completeness", "Deliverable document completeness", "交付文档完备率")
        .core(source::GB_T_33850)
        .told("percent", Higher)
        .formula(documents)
        .shown_by(Evidence::AnnouncedInspection),
    tangible("certified_staff_rate", "Certified staff share", "持证上岗率")
        .extended(source::GB_T_33850)
        .told("percent", Higher)
        .formula(|| share("staff_certified", "staff_to_certify"))
        .leading(),
];

const fn tangible(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Tangibles, id, en, zh)
}
