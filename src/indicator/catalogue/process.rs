//! Process (过程) and people (人员): how work is changed and put right, and by whom.

use super::entry::CatalogueEntry;
use super::recipe::{calibrated, own, ratio, share};
use super::source;
use crate::assessment::ScaleLevel;
use crate::indicator::Direction::{Higher, Lower};
use crate::indicator::{Dimension, Evidence};
use crate::survey::Reading;

pub(super) static PROCESS: &[CatalogueEntry] = &[
    row("change_success_rate", "Change success rate", "变更成功率")
        .core(source::PINK_ELEPHANT)
        .told("percent", Higher)
        .formula(|| share("changes_successful", "changes"))
        .aim("average 90", source::PINK_ELEPHANT, &[]),
    row("change_caused_incident_rate", "Changes causing incidents", "变更引发事件率")
        .extended(source::ITIL)
        .told("percent", Lower)
        .formula(|| share("changes_causing_incidents", "changes")),
    row("unauthorised_change_rate", "Unauthorised change share", "未授权变更率")
        .extended(source::ITIL)
        .told("percent", Lower)
        .formula(|| share("changes_unauthorised", "changes"))
        .leading()
        .aim("0", source::COMMON, &["0"]),
    row("problem_resolution_rate", "Problem closure ratio", "问题关闭比")
        .extended(source::ITIL)
        .told("ratio", Higher)
        .formula(|| ratio("problems_closed", "problems_opened"))
        .aim(">=1", source::ITIL, &["1"]),
    row("problem_age_mean", "Mean age of problems at closure", "问题平均关闭时长")
        .extended(source::PINK_ELEPHANT)
        .told("months", Lower)
        .formula(|| ratio("problem_age_months", "problems_closed"))
        .aim("average 4.4", source::PINK_ELEPHANT, &[]),
    row("root_cause_identified_rate", "Root cause identified share", "根因查明率")
        .core(source::COMMON)
        .told("percent", Higher)
        .formula(|| share("problems_with_root_cause", "problems"))
        .leading(),
    row("corrective_action_on_time_rate", "Corrective actions on time", "纠正措施按期完成率")
        .core(source::COMMON)
        .told("percent", Higher)
        .formula(|| share("actions_done_on_time", "actions_due"))
        .leading(),
    row("corrective_action_effective_rate", "Corrective action effectiveness", "纠正措施有效率")
        .core(source::COMMON)
        .told("percent", Higher)
        .formula(|| share("actions_effective", "actions_verified")),
    row("audit_nonconformity_rate", "Audit non-conformities per audit", "审核不符合项率")
        .extended(source::COMMON)
        .told("ratio", Lower)
        .formula(|| ratio("nonconformities", "audits"))
        .shown_by(Evidence::AnnouncedInspection),
    row("audit_plan_rate", "Audit plan completion", "内审计划完成率")
        .core(source::COMMON)
        .told("percent", Higher)
        .formula(|| share("planned_audits_done", "audits_planned"))
        .leading()
        .aim("100", source::COMMON, &["100"]),
];

const fn row(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Process, id, en, zh)
}

pub(super) static PEOPLE: &[CatalogueEntry] = &[
    person("training_hours", "Training hours per person", "人均培训时长")
        .extended(source::METRICNET)
        .told("hours", Higher)
        .formula(|| ratio("training_time", "staff"))
        .leading(),
    person("agent_satisfaction", "Agent satisfaction", "员工满意度")
        .core(source::METRICNET)
        .told("percent", Higher)
        .formula(|| own("staff_satisfaction", Reading::Satisfied))
        .shown_by(Evidence::Survey)
        .leading(),
    person("agent_turnover", "Agent turnover", "坐席流失率")
        .core(source::METRICNET)
        .told("percent", Lower)
        .formula(|| ratio("leavers", "average_headcount"))
        .leading(),
    person("absenteeism", "Absenteeism", "缺勤率")
        .extended(source::METRICNET)
        .told("percent", Lower)
        .formula(|| ratio("unplanned_absence_time", "scheduled_time"))
        .leading(),
    person("calibration_alpha", "Evaluator calibration (Krippendorff alpha)", "质检校准一致性")
        .core(source::KRIPPENDORFF)
        .told("ratio", Higher)
        .formula(|| calibrated(ScaleLevel::Interval))
        .shown_by(Evidence::UnannouncedInspection)
        .leading()
        .places(3)
        .aim(">=0.80; 0.667 tentative", source::KRIPPENDORFF, &[]),
];

const fn person(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::People, id, en, zh)
}
