//! The error budgets: of availability in time, of tickets in tickets, with what does not count.

use service_quality::quantity::Number;
use service_quality::slo::TimeUnit;
use service_quality::slo::budget::{BudgetAmount, BudgetBasis, BudgetReport};

use crate::month::Measured;
use crate::page::{Page, shown};
use crate::promises::TicketBudget;

pub(crate) fn write(page: &mut Page, services: &[Measured<'_>], tickets: &[TicketBudget]) {
    page.heading("Error budgets", "错误预算");
    let reports: Vec<&BudgetReport> = services
        .iter()
        .map(|measured| &measured.budget)
        .chain(tickets.iter().map(|ticket| &ticket.report))
        .collect();
    let rows = reports.iter().flat_map(|report| rows(page, report)).collect();
    let names = [
        ("objective", "目标"),
        ("in", "单位"),
        ("allowed", "允许"),
        ("spent", "已用"),
        ("left", "剩余"),
        ("used", "消耗"),
        ("status", "状态"),
    ];
    page.table(&names, rows);
    page.heading("Counted of tickets", "工单计数");
    let pair = |good: u64, bad: u64| format!("{good} / {bad}");
    let mut rows = Vec::new();
    for TicketBudget { report, .. } in tickets {
        let excluded =
            report.excluded.values().fold((0, 0), |(good, bad), part| (good + part.good, bad + part.bad));
        rows.push(vec![
            report.objective.to_string(),
            pair(report.gross.good, report.gross.bad),
            pair(excluded.0, excluded.1),
            pair(report.net.good, report.net.bad),
            shown(report.sli.map(|sli| sli.rounded(4))),
            report.goal.to_string(),
        ]);
    }
    let names = [
        ("objective", "目标"),
        ("gross, good / bad", "总计 良好 / 不良"),
        ("excluded", "剔除"),
        ("net", "净计"),
        ("share", "占比"),
        ("promised", "承诺"),
    ];
    page.table(&names, rows);
    for ticket in tickets {
        for effect in &ticket.effects {
            page.named(&ticket.report.objective, effect.text(page.language));
        }
    }
}

/// The whole budget, or of an unfinished period what was counted so far, in every unit.
fn rows(page: &Page, report: &BudgetReport) -> Vec<Vec<String>> {
    let Some(figures) = report.figures.first() else { return Vec::new() };
    let used = shown(figures.consumed_percent.map(|percent| format!("{} %", percent.rounded(1))));
    let minutes = |seconds: Number| TimeUnit::Minute.of_seconds(seconds.into(), 1).unwrap_or_default();
    let plain = |number: Number| number.rounded(1);
    let time = report.basis == BudgetBasis::Time;
    let units = figures.units.map(|amount| {
        if time {
            cells(page.word("minutes", "分钟"), &amount, &minutes)
        } else {
            cells(report.basis.unit(page.language), &amount, &plain)
        }
    });
    let of_month = figures.minutes.filter(|_| !time);
    let of_month = of_month.map(|amount| cells(page.word("minutes", "分钟"), &amount, &plain));
    let share = |number: Number| number.rounded(5);
    let ratio = figures.ratio.map(|amount| cells(page.word("share", "占比"), &amount, &share));
    let amounts = [units, of_month, ratio].into_iter().flatten();
    let told = amounts.enumerate().map(|(index, amounts)| {
        if index > 0 {
            return [vec![String::new()], amounts].concat();
        }
        let end = vec![used.clone(), report.status.text(page.language).to_owned()];
        [vec![report.objective.to_string()], amounts, end].concat()
    });
    told.collect()
}

fn cells(unit: &str, amount: &BudgetAmount, show: &dyn Fn(Number) -> Number) -> Vec<String> {
    let figures = [amount.allowed, amount.spent, amount.left].map(|figure| show(figure).to_string());
    [vec![unit.to_owned()], figures.to_vec()].concat()
}
