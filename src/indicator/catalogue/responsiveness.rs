//! Responsiveness (响应性) and accessibility (可及性): who reaches us, and how soon we react.

use super::entry::CatalogueEntry;
use super::recipe::{kept, longest_wait, ratio, share};
use super::source;
use crate::indicator::Dimension;
use crate::indicator::Direction::{Higher, Lower};
use crate::sla::{Denominator, Target};

pub(super) static RESPONSIVENESS: &[CatalogueEntry] = &[
    row("service_level_xy", "Service level (x % in y seconds)", "N秒人工接通率(服务水平)")
        .core(source::VCC)
        .told("percent", Higher)
        .formula(|| share("contacts_answered_in_time", "contacts_answered + contacts_abandoned"))
        .aim("80 in 20 s; hotline: answer within 15 s", source::CALL_CENTRE_HELPER, &[]),
    row("service_level_offered", "Service level, offered-call definition", "服务水平(以呼入为分母)")
        .extended(source::COMMON)
        .told("percent", Higher)
        .formula(|| share("contacts_answered_in_time", "contacts_offered"))
        .aim("80 in 20 s", source::CALL_CENTRE_HELPER, &["80"]),
    row("asa", "Average speed of answer", "平均应答时长")
        .core(source::CALL_CENTRE_HELPER)
        .told("seconds", Lower)
        .formula(|| ratio("waiting_time", "contacts_answered"))
        .aim("30 SLO; global average 28", source::UT_AUSTIN, &["30"]),
    // The greatest of the records' attribute `waiting_time`.
    row("longest_wait", "Longest wait", "最长等待时长")
        .extended(source::COMMON)
        .told("seconds", Lower)
        .formula(longest_wait),
    row("chat_response_time", "Chat first response time", "在线首次响应时长")
        .extended(source::COMMON)
        .told("seconds", Lower)
        .formula(|| ratio("chat_response_time", "chats")),
    row("sms_media_response_time", "Text/media response time", "短信及其他媒体响应时长")
        .extended(source::GB_T_33358)
        .told("minutes", Lower)
        .formula(|| ratio("message_response_time", "messages"))
        .aim("<=3", source::GB_T_33358, &["3"]),
    row("callback_kept_rate", "Callbacks kept", "回拨履约率")
        .extended(source::COMMON)
        .told("percent", Higher)
        .formula(|| share("callbacks_on_time", "callbacks_promised")),
    row("acknowledgement_on_time_rate", "Acknowledgements on time", "受理确认及时率")
        .core(source::ISO_10002)
        .told("percent", Higher)
        .formula(|| share("tickets_acknowledged_on_time", "tickets_received")),
    row("update_on_time_rate", "Progress updates on time", "进度反馈及时率")
        .extended(source::COMMON)
        .told("percent", Higher)
        .formula(|| kept(Target::PeriodicUpdate, Denominator::Decided)),
    row("service_report_rate", "Service report submission rate", "服务报告提交率")
        .extended(source::GB_T_33850)
        .told("percent", Higher)
        .formula(|| ratio("service_reports_delivered", "service_reports_due"))
        .aim("100", source::COMMON, &["100"]),
];

const fn row(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Responsiveness, id, en, zh)
}

pub(super) static ACCESSIBILITY: &[CatalogueEntry] = &[
    access("connect_rate", "Connection rate", "接通率")
        .core(source::JIEXUN)
        .told("percent", Higher)
        .formula(|| share("contacts_answered", "contacts_offered"))
        .aim(">=95", source::GB_T_33358, &["95"]),
    access("abandon_rate", "Abandonment rate", "放弃率")
        .core(source::EIGHT_BY_EIGHT)
        .told("percent", Lower)
        .formula(|| share("contacts_abandoned", "contacts_offered"))
        .aim("7 SLO", source::UT_AUSTIN, &["7"]),
    access("abandon_rate_threshold", "Abandonment rate after y seconds", "Y秒放弃率")
        .extended(source::COMMON)
        .told("percent", Lower)
        .formula(|| share("contacts_abandoned_late", "contacts_offered - contacts_abandoned_early")),
    access("blocked_call_rate", "Blocked contact rate", "占线率")
        .extended(source::COMMON)
        .told("percent", Lower)
        .formula(|| share("contacts_blocked", "contacts_attempted")),
    access("hours_coverage", "Service hours coverage", "服务时间覆盖率")
        .extended(source::GB_T_33358)
        .told("percent", Higher)
        .formula(|| ratio("service_time_delivered", "service_time_agreed"))
        .aim("24x7 for hotlines", source::GB_T_33358, &[]),
];

const fn access(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Accessibility, id, en, zh)
}
