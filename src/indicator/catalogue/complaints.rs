//! Complaints (投诉处理): how many there are and what becomes of them.

use super::entry::CatalogueEntry;
use super::recipe::{own, ratio, share};
use super::source;
use crate::indicator::Direction::{Higher, Lower};
use crate::indicator::{Dimension, Evidence};
use crate::survey::Reading;

pub(super) static COMPLAINTS: &[CatalogueEntry] = &[
    row("complaint_rate", "Complaint rate", "投诉率")
        .core(source::JIEXUN)
        .told("percent", Lower)
        .formula(|| share("complaints_received", "contacts_handled"))
        .shown_by(Evidence::Complaint)
        .aim("<=1; corrective action above 2", source::JIEXUN, &[]),
    // A customer may complain more than once: a ratio, not a share.
    row("complaints_per_1000", "Complaints per 1000 customers", "千户投诉量")
        .extended(source::ISO_10002)
        .told("per_thousand", Lower)
        .formula(|| ratio("complaints_received", "customers"))
        .shown_by(Evidence::Complaint),
    row("complaint_resolution_rate", "Complaint resolution rate", "投诉解决率")
        .core(source::JIEXUN)
        .told("percent", Higher)
        .formula(|| ratio("complaints_resolved", "complaints_received"))
        .shown_by(Evidence::Complaint)
        .aim(">=98", source::JIEXUN, &["98"]),
    row("complaint_on_time_rate", "Complaints closed on time", "投诉处理及时率")
        .core(source::ISO_10002)
        .told("percent", Higher)
        .formula(|| share("complaints_closed_on_time", "complaints_closed"))
        .shown_by(Evidence::Complaint)
        .aim("close within 24 h (CN guide); 30 days (RG 271); 8 weeks (DISP)", source::COMPLAINT_RULES, &[]),
    row("complaint_mean_days", "Mean complaint handling time", "投诉平均处理天数")
        .core(source::ISO_10002)
        .told("days", Lower)
        .formula(|| ratio("complaint_handling_time", "complaints_closed"))
        .shown_by(Evidence::Complaint)
        .aim("30", source::RG_271, &["30"]),
    row("complaint_uphold_rate", "Uphold rate", "投诉成立率")
        .core(source::DISP)
        .told("percent", Lower)
        .formula(|| share("complaints_upheld", "complaints_decided"))
        .shown_by(Evidence::Complaint),
    row("complaint_satisfaction", "Complainant satisfaction", "投诉处理满意度")
        .core(source::ISO_10002)
        .told("percent", Higher)
        .formula(|| own("complaint_handling", Reading::Satisfied))
        .shown_by(Evidence::Survey),
    row("complaint_escalation_rate", "Escalated complaint share", "投诉升级率")
        .extended(source::ISO_10002)
        .told("percent", Lower)
        .formula(|| ratio("complaints_escalated", "complaints_received"))
        .shown_by(Evidence::Complaint),
    row("complaint_recurrence_rate", "Recurring complaint share", "重复投诉率")
        .core(source::ISO_10002)
        .told("percent", Lower)
        .formula(|| share("complaints_recurring", "complaints_received"))
        .shown_by(Evidence::Complaint),
    row("complaint_handled_rate", "Complaint handling rate", "投诉处理率")
        .extended(source::GB_T_33850)
        .told("percent", Higher)
        .formula(|| ratio("complaints_handled", "complaints_received"))
        .shown_by(Evidence::Complaint),
];

const fn row(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Complaints, id, en, zh)
}
