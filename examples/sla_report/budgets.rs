//! The error budgets: of availability in time, of tickets in tickets, with what does not count.

use service_quality::quantity::Number;
use service_quality::slo::budget::{BudgetAmount, BudgetReport};

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
            page.line(format!("{}: {}", ticket.report.objective, effect.text(page.language)));
        }
    }
}

fn rows(page: &Page, report: &BudgetReport) -> Vec<Vec<String>> {
    let Some(figures) = report.figures.first() else { return Vec::new() };
    let used = figures.consumed_percent.map(|percent| format!("{} %", percent.rounded(1)));
    let units = figures.units.map(|amount| (report.basis.unit(page.language), amount, 1));
    let minutes = figures.minutes.map(|amount| (page.word("minutes", "分钟"), amount, 1));
    let ratio = figures.ratio.map(|amount| (page.word("share", "占比"), amount, 5));
    let amounts = [units, minutes, ratio].into_iter().flatten();
    let told = amounts.enumerate().map(|(index, (unit, BudgetAmount { allowed, spent, left }, places))| {
        let first = index == 0;
        let figures = [allowed, spent, left].map(|figure: Number| figure.rounded(places).to_string());
        let name = if first { report.objective.to_string() } else { String::new() };
        let end = if first {
            vec![shown(used.clone()), report.status.text(page.language).to_owned()]
        } else {
            Vec::new()
        };
        [vec![name, unit.to_owned()], figures.to_vec(), end].concat()
    });
    told.collect()
}
