//! Efficiency (效率): what serving takes.

use super::entry::CatalogueEntry;
use super::recipe::{ratio, share};
use super::source;
use crate::indicator::Dimension;
use crate::indicator::Direction::{Higher, Lower, Range};

pub(super) static EFFICIENCY: &[CatalogueEntry] = &[
    row("aht", "Average handle time", "平均处理时长")
        .core(source::EIGHT_BY_EIGHT)
        .told("seconds", Range)
        .formula(|| ratio("talk_time + hold_time + wrap_time", "contacts_handled")),
    row("acw", "After-contact work time", "话后处理时长")
        .extended(source::JIEXUN)
        .told("seconds", Lower)
        .formula(|| ratio("wrap_time", "contacts_handled"))
        .aim("<=60", source::JIEXUN, &["60"]),
    row("occupancy", "Occupancy", "工时占用率")
        .core(source::EIGHT_BY_EIGHT)
        .told("percent", Range)
        .formula(|| {
            ratio("talk_time + hold_time + wrap_time", "talk_time + hold_time + wrap_time + available_time")
        })
        .leading()
        .aim("80-85", source::EIGHT_BY_EIGHT, &["80", "85"]),
    row("utilisation", "Agent utilisation", "坐席利用率")
        .extended(source::METRICNET)
        .told("percent", Range)
        .formula(|| ratio("talk_time + hold_time + wrap_time", "paid_time"))
        .leading(),
    row("adherence", "Schedule adherence", "排班遵从率")
        .extended(source::COMMON)
        .told("percent", Higher)
        .formula(|| ratio("time_in_adherence", "scheduled_time"))
        .leading(),
    row("shrinkage", "Shrinkage", "损耗率")
        .extended(source::COMMON)
        .told("percent", Range)
        .formula(|| ratio("paid_time_unavailable", "paid_time"))
        .leading(),
    row("cost_per_contact", "Cost per contact", "单次服务成本")
        .core(source::METRICNET)
        .told("currency", Lower)
        .formula(|| ratio("operating_expense", "contacts_handled")),
    row("cost_per_resolution", "Cost per resolution", "单次解决成本")
        .extended(source::METRICNET)
        .told("currency", Lower)
        .formula(|| ratio("operating_expense", "contacts_resolved")),
    row("contacts_per_agent", "Contacts per agent", "人均服务量")
        .extended(source::METRICNET)
        .told("count", Range)
        .formula(|| ratio("contacts_handled", "full_time_agents")),
    row("self_service_rate", "Self-service completion rate", "自助解决率")
        .core(source::COMMON)
        .told("percent", Higher)
        .formula(|| share("issues_solved_by_self_service", "issues")),
    row("deflection_rate", "Deflection rate", "分流率")
        .extended(source::COMMON)
        .told("percent", Higher)
        .formula(|| share("contacts_deflected", "contacts_deflected + contacts_handled")),
    row("escalation_rate", "Escalation rate", "升级率")
        .core(source::ITIL)
        .told("percent", Lower)
        .formula(|| ratio("tickets_escalated", "tickets_received")),
];

const fn row(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Efficiency, id, en, zh)
}
