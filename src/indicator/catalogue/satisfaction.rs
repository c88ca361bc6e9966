//! Satisfaction (满意度): what customers answer, and whether they stay.

use super::entry::CatalogueEntry;
use super::recipe::{acsi, answers, followed_up, own, rated, response_rate, servperf, servqual, share};
use super::source;
use crate::indicator::Direction::{Higher, Lower};
use crate::indicator::{Dimension, Evidence};
use crate::survey::{Reading, Statistic};

pub(super) static SATISFACTION: &[CatalogueEntry] = &[
    row("csat_top_box", "Customer satisfaction (top-box share)", "客户满意度(满意占比)")
        .core(source::FORMBRICKS)
        .told("percent", Higher)
        .formula(|| own("csat", Reading::Satisfied))
        .shown_by(Evidence::Survey)
        .aim("85", source::UT_AUSTIN, &["85"]),
    row("csat_mean", "Mean satisfaction rating", "平均满意度评分")
        .core(source::COMMON)
        .told("points", Higher)
        .formula(|| answers("csat", Statistic::Mean))
        .shown_by(Evidence::Survey),
    row("csat_index", "Satisfaction index 0-100", "满意度指数")
        .core(source::ACSI)
        .told("score", Higher)
        .formula(|| own("csat", Reading::Index))
        .shown_by(Evidence::Survey),
    row("csat_net", "Net satisfaction", "净满意度")
        .extended(source::COMMON)
        .told("percentage_points", Higher)
        .formula(|| own("csat", Reading::Net))
        .shown_by(Evidence::Survey),
    row("dsat_rate", "Dissatisfaction rate", "不满意率")
        .core(source::COMMON)
        .told("percent", Lower)
        .formula(|| own("csat", Reading::Dissatisfied))
        .shown_by(Evidence::Survey),
    row("nps", "Net promoter score", "净推荐值")
        .core(source::REICHHELD)
        .told("percentage_points", Higher)
        .formula(|| answers("nps", Statistic::nps()))
        .shown_by(Evidence::Survey),
    row("ces", "Customer effort score (mean)", "客户费力度(均值)")
        .core(source::CES)
        .told("points", Higher)
        .formula(|| answers("ces", Statistic::Mean))
        .shown_by(Evidence::Survey),
    row("ces_low_effort_rate", "Low-effort share", "低费力占比")
        .extended(source::CES)
        .told("percent", Higher)
        .formula(|| own("ces", Reading::Satisfied))
        .shown_by(Evidence::Survey),
    row("acsi_score", "ACSI-type index", "ACSI 满意度指数")
        .extended(source::ACSI)
        .told("score", Higher)
        .formula(acsi)
        .shown_by(Evidence::Survey),
    row("servqual_gap", "SERVQUAL gap score", "SERVQUAL 差距得分")
        .core(source::SERVQUAL)
        .told("points", Higher)
        .formula(servqual)
        .shown_by(Evidence::Survey)
        .aim("0 or above", source::SERVQUAL, &["0"]),
    row("servperf", "SERVPERF perception mean", "SERVPERF 感知均值")
        .extended(source::SERVQUAL)
        .told("points", Higher)
        .formula(servperf)
        .shown_by(Evidence::Survey),
    row("survey_response_rate", "Survey response rate", "问卷回收率")
        .core(source::COMMON)
        .told("percent", Higher)
        .formula(response_rate)
        .shown_by(Evidence::Survey),
    row("survey_participation_rate", "Evaluation participation rate", "参评率")
        .extended(source::DB3205_T_1044)
        .told("percent", Higher)
        .formula(|| share("contacts_rated", "contacts_invited"))
        .shown_by(Evidence::Survey),
    row("repurchase_intent", "Loyalty intention share", "忠诚意向占比")
        .extended(source::ACSI)
        .told("percent", Higher)
        .formula(|| answers("loyalty", Statistic::TopBox { at_least: 4 }))
        .shown_by(Evidence::Survey)
        .leading(),
    row("retention_rate", "Customer retention rate", "客户保持率")
        .core(source::COMMON)
        .told("percent", Higher)
        .formula(|| share("customers_at_end - new_customers", "customers_at_start")),
    row("churn_rate", "Customer churn rate", "客户流失率")
        .extended(source::COMMON)
        .told("percent", Lower)
        .formula(|| share("customers_lost", "customers_at_start")),
    row("callback_satisfaction_rate", "Follow-up satisfaction", "回访满意率")
        .core(source::DB3205_T_1044)
        .told("percent", Higher)
        .formula(|| own("follow_up", Reading::Satisfied))
        .shown_by(Evidence::Survey),
    row("follow_up_on_time_rate", "Follow-ups made in time", "回访及时率")
        .extended(source::COMMON)
        .told("percent", Higher)
        .formula(followed_up),
    row("demand_satisfaction_rate", "Demand fulfilment rate", "诉求解决率")
        .extended(source::DB3205_T_1044)
        .told("percent", Higher)
        .formula(|| share("demands_resolved", "demands_followed_up"))
        .shown_by(Evidence::Interview),
    // The last rating in the history of each ticket.
    row("rating_mean", "Mean rating of tickets", "工单平均评分")
        .extended(source::COMMON)
        .told("points", Higher)
        .formula(rated),
];

const fn row(id: &'static str, en: &'static str, zh: &'static str) -> CatalogueEntry {
    CatalogueEntry::new(Dimension::Satisfaction, id, en, zh)
}
