//! Timeliness (及时性): done when it was due, and what waits.

use super::entry::CatalogueEntry;
use super::recipe::{age, attained, kept, mean, open, overdue, quantile, ratio, share, to};
use super::source;
use crate::indicator::Direction::{Higher, Lower};
use crate::indicator::{Dimension, Formula};
use crate::sla::{Denominator, Target};
use crate::ticket::{Condition, Milestone};

pub(super) static TIMELINESS: &[CatalogueEntry] = &[
    row("frt_mean", "First response time (mean)", "平均首次响应时长")
        .core(source::COMMON)
        .told("minutes", Lower)
        .formula(|| mean(to(Milestone::FirstResponse), Condition::Always)),
    row("frt_p90", "First response time, 90th percentile", "首次响应时长 P90")
        .core(source::COMMON)
        .told("minutes", Lower)
        .formula(|| quantile("0.9", to(Milestone::FirstResponse), Condition::Always)),
    // Of the responses that were due, given or not.
    row("response_on_time_rate", "Responses within target", "及时响应率")
        .core(source::ITIL)
        .told("percent", Higher)
        .formula(|| kept(Target::FirstResponse, Denominator::Decided)),
    row("resolution_time_mean", "Mean time to resolve", "平均解决时长")
        .core(source::ITIL)
        .told("hours", Lower)
        .formula(|| mean(to(Milestone::Finished), Condition::Always)),
    row("resolution_time_p90", "Resolution time, 90th percentile", "解决时长 P90")
        .core(source::COMMON)
        .told("hours", Lower)
        .formula(|| quantile("0.9", to(Milestone::Finished), Condition::Always)),
    // Of the resolved: work still open, overdue or not, is the backlog's matter.
    row("resolution_on_time_rate", "Resolved within target (SLA attainment)", "按时解决率(SLA 达成率)")
        .core(source::ITIL)
        .told("percent", Higher)
        .formula(|| kept(Target::Resolution, Denominator::Finished)),
    // Of the cases that were due, completed or not.
    row("completion_on_time_rate", "On-time completion rate", "按时办结率")
        .core(source::DB3205_T_1044)
        .told("percent", Higher)
        .formula(|| kept(Target::Resolution, Denominator::Decided)),
    row("forward_on_time_rate", "On-time dispatch rate", "按时转出率")
        .extended(source::DB3205_T_1044)
        .told("percent", Higher)
        .formula(|| share("cases_dispatched_on_time", "cases_to_dispatch")),
    row("reply_on_time_rate", "On-time reply rate", "按时答复率")
        .extended(source::DB3205_T_1044)
        .told("percent", Higher)
        .formula(|| share("replies_on_time", "replies_due")),
    // Of the resolutions that are still owed, one an item.
    row("overdue_rate", "Overdue share", "超期率")
        .core(source::COMMON)
        .told("percent", Lower)
        .formula(overdue)
        .leading(),
    row("backlog_size", "Backlog", "积压量")
        .core(source::ITIL)
        .told("count", Lower)
        .formula(|| Some(Formula::Count { of: open() }))
        .leading(),
    row("backlog_age_mean", "Mean age of backlog", "积压平均天数")
        .extended(source::COMMON)
        .told("days", Lower)
        .formula(|| mean(age(), open()))
        .leading(),
    row("backlog_change_ratio", "Closure ratio (queue rate)", "结单比")
        .core(source::ITIL)
        .told("ratio", Higher)
        .formula(|| ratio("tickets_closed", "tickets_opened"))
        .leading()
        .aim(">=1", source::ITIL, &["1"]),
    row("delivery_on_time_rate", "On-time delivery rate", "准时交付率")
        .extended(source::COMMON)
        .told("percent", Higher)
        .formula(|| share("deliveries_on_time", "deliveries")),
    row("appointment_kept_rate", "Appointments kept", "预约履约率")
        .extended(source::GAS_PLEDGE)
        .told("percent", Higher)
        .formula(|| share("appointments_kept", "appointments")),
    // Of all promises that were decided, whatever they promise.
    row("sla_attainment", "SLA attainment", "SLA 达成率")
        .extended(source::COMMON)
        .told("percent", Higher)
        .formula(attained),
    row("resolution_time_median", "Resolution time, median", "解决时长中位数")
        .extended(source::COMMON)
        .told("hours", Lower)
        .formula(|| quantile("0.5", to(Milestone::Finished), Condition::Always)),
    row("backlog_age_p90", "Age of backlog, 90th percentile", "积压天数 P90")
        .extended(source::COMMON)
        .told("days", Lower)
        .formula(|| quantile("0.9", age(), open()))
        .leading(),
];

const fn row(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Timeliness, id, en, zh)
}
