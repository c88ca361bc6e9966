//! Reliability (可靠性): there and working, as agreed.

use super::entry::CatalogueEntry;
use super::recipe::{ratio, share, total};
use super::source;
use crate::indicator::Dimension;
use crate::indicator::Direction::{Higher, Lower};

pub(super) static RELIABILITY: &[CatalogueEntry] = &[
    row("hotline_downtime_availability", "Emergency line availability", "紧急电话可用率")
        .extended(source::GAS_PLEDGE)
        .told("percent", Higher)
        .formula(|| ratio("hotline_time - hotline_downtime", "hotline_time")),
    row("availability", "Service availability", "服务可用率")
        .core(source::SRE)
        .told("percent", Higher)
        .formula(|| ratio("service_time_agreed - downtime", "service_time_agreed")),
    row("mtbf", "Mean time between failures", "平均故障间隔")
        .core(source::ITIL)
        .told("hours", Higher)
        .formula(|| ratio("operating_time", "failures")),
    row("mttr_repair", "Mean time to restore", "平均恢复时长")
        .core(source::ITIL)
        .told("hours", Lower)
        .formula(|| ratio("outage_time", "outages")),
    row("outage_count", "Service interruptions", "服务中断次数")
        .core(source::GB_T_33850)
        .told("count", Lower)
        .formula(|| total("outages")),
    row("data_backup_success", "Backup success rate", "备份成功率")
        .extended(source::GB_T_33850)
        .told("percent", Higher)
        .formula(|| share("backups_successful", "backups_scheduled"))
        .leading(),
    row("service_completion_rate", "Service item completion rate", "服务项完备率")
        .core(source::GB_T_33850)
        .told("percent", Higher)
        .formula(|| share("service_items_delivered", "service_items_agreed"))
        .aim("100", source::COMMON, &["100"]),
    row("traceability_rate", "Traceable record share", "服务记录可追溯率")
        .extended(source::GB_T_33850)
        .told("percent", Higher)
        .formula(|| share("records_traceable", "records")),
    row("major_incident_share", "Major incident share", "重大事件占比")
        .extended(source::ITIL)
        .told("percent", Lower)
        .formula(|| share("major_incidents", "incidents")),
    row("staff_stability_rate", "Service staff stability", "服务人员稳定性")
        .extended(source::GB_T_33850)
        .told("percent", Higher)
        .formula(|| share("staff_unchanged", "staff_at_start"))
        .leading(),
    row("continuous_operation_ratio", "Continuous operation ratio", "连续运行比率")
        .extended(source::GB_T_33850)
        .told("percent", Higher)
        .formula(|| ratio("running_time", "running_time_required")),
];

const fn row(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Reliability, id, en, zh)
}
