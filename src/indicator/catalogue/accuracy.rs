//! Accuracy (准确性): done right, and the first time.

use super::entry::CatalogueEntry;
use super::recipe::{checked, ratio, reassigned, reopened, share};
use super::source;
use crate::assessment::{ChecklistMeasure, Criticality};
use crate::indicator::Direction::{Higher, Lower};
use crate::indicator::{Dimension, Evidence};

pub(super) static ACCURACY: &[CatalogueEntry] = &[
    row("fcr_rate", "First contact resolution", "首次联系解决率")
        .core(source::HDI)
        .told("percent", Higher)
        .formula(|| share("contacts_resolved_at_first", "contacts_eligible"))
        .aim("70-79 good; >=80 world class", source::SQM, &[]),
    row("fcr_gross", "First call resolution (gross)", "首次来电解决率(毛)")
        .extended(source::HDI)
        .told("percent", Higher)
        .formula(|| share("calls_resolved_at_first", "calls_handled"))
        .aim("76 (average 71)", source::HDI_2013, &["76"]),
    row("flr_rate", "First level resolution", "一线解决率")
        .extended(source::UT_AUSTIN)
        .told("percent", Higher)
        .formula(|| ratio("tickets_resolved_at_level_1", "tickets_received")),
    // Of those that were ever finished: a ticket is finished now, or was before it was reopened.
    row("reopen_rate", "Reopen rate", "工单重开率")
        .core(source::ITIL)
        .told("percent", Lower)
        .formula(reopened),
    row("repeat_contact_rate", "Repeat contact rate", "重复来电率")
        .core(source::COMMON)
        .told("percent", Lower)
        .formula(|| share("repeat_contacts", "contacts_handled")),
    row("repeat_incident_rate", "Repeat incident share", "重复事件占比")
        .extended(source::ITIL)
        .told("percent", Lower)
        .formula(|| share("repeat_incidents", "incidents")),
    row("misroute_rate", "Misrouted (wrongly assigned) share", "错派率")
        .extended(source::ITIL)
        .told("percent", Lower)
        .formula(|| share("tickets_misassigned", "tickets_assigned")),
    row("miscategorised_rate", "Wrongly categorised share", "分类错误率")
        .extended(source::ITIL)
        .told("percent", Lower)
        .formula(|| share("tickets_miscategorised", "tickets_categorised")),
    row("qa_score", "Quality monitoring score", "质检得分")
        .core(source::COMMON)
        .told("percent", Higher)
        .formula(|| checked(ChecklistMeasure::Points))
        .shown_by(Evidence::UnannouncedInspection),
    row("qa_pass_rate", "Quality monitoring pass rate", "质检合格率")
        .core(source::COMMON)
        .told("percent", Higher)
        .formula(|| checked(ChecklistMeasure::PassRate))
        .shown_by(Evidence::UnannouncedInspection),
    row("critical_error_accuracy_customer", "Customer-critical error accuracy", "客户关键差错准确率")
        .core(source::COPC)
        .told("percent", Higher)
        .formula(|| checked(ChecklistMeasure::CriticalAccuracy(Criticality::Customer)))
        .shown_by(Evidence::UnannouncedInspection),
    row("critical_error_accuracy_business", "Business-critical error accuracy", "业务关键差错准确率")
        .extended(source::COPC)
        .told("percent", Higher)
        .formula(|| checked(ChecklistMeasure::CriticalAccuracy(Criticality::Business)))
        .shown_by(Evidence::UnannouncedInspection),
    row("noncritical_error_rate", "Non-critical error rate", "非关键差错率")
        .extended(source::COPC)
        .told("percent", Lower)
        .formula(|| checked(ChecklistMeasure::NoncriticalErrorRate))
        .shown_by(Evidence::UnannouncedInspection),
    row("qa_sampling_rate", "Quality sampling rate", "质检抽样率")
        .extended(source::JIEXUN)
        .told("percent", Higher)
        .formula(|| share("contacts_inspected", "contacts_handled"))
        .leading()
        .aim(">=10", source::JIEXUN, &["10"]),
    row("service_error_rate", "Service error rate", "服务差错率")
        .core(source::DB3205_T_1044)
        .told("percent", Lower)
        .formula(|| share("contacts_with_error", "contacts_handled")),
    row("answer_accuracy", "Resolution accuracy", "问题解决准确率")
        .core(source::JIEXUN)
        .told("percent", Higher)
        .formula(|| share("contacts_resolved_correctly", "contacts_resolved"))
        .aim(">=99 in regulated trades", source::JIEXUN, &[]),
    row("dpmo", "Defects per million opportunities", "百万机会缺陷数")
        .extended(source::SIX_SIGMA)
        .told("per_million", Lower)
        .formula(|| share("defects", "defect_opportunities"))
        .aim("3.4 (six sigma)", source::SIX_SIGMA, &["3.4"]),
    row("knowledge_accuracy", "Knowledge article accuracy", "知识库准确率")
        .extended(source::COMMON)
        .told("percent", Higher)
        .formula(|| share("articles_correct", "articles_reviewed"))
        .leading(),
    // Whether a ticket went to the right people first: a proxy where nobody records wrong assignments.
    row("reassignment_rate", "Reassignment rate", "工单转派率")
        .extended(source::COMMON)
        .told("percent", Lower)
        .formula(reassigned),
];

const fn row(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Accuracy, id, en, zh)
}
