//! How fast the budgets were used up: alerts during an outage, what a policy asks for at the end of the month.

use std::collections::BTreeMap;
use std::error::Error;

use service_quality::quantity::{Language, Number, Span};
use service_quality::slo::budget::{SloGoal, SloTally};
use service_quality::slo::burn::{BurnAlerts, BurnRate, BurnTest, BurnWindow, Exhaustion};

use crate::month::{Measured, Month};
use crate::page::{Page, shown};
use crate::promises::Promises;

pub(crate) fn write(
    page: &mut Page,
    month: &Month,
    services: &[Measured<'_>],
    promises: &Promises,
) -> Result<(), Box<dyn Error>> {
    alerts(page, month, services)?;
    policy(page, month, promises)
}

fn alerts(page: &mut Page, month: &Month, services: &[Measured<'_>]) -> Result<(), Box<dyn Error>> {
    let wanted = &month.contract.alerts;
    let watched = services.iter().find(|measured| measured.service.id == wanted.service);
    let service = watched.ok_or("no such service")?.service;
    let (start, end) = (month.contract.month.start()?, month.contract.month.end()?);
    let period = end.since(start);
    let windows = wanted.preset.windows(period)?;
    let alerts = BurnAlerts::new(service.promised, period, windows, BurnTest::default())?;
    page.heading(
        &format!("How fast the budget of {} burned, as was seen then", service.id),
        &format!("{} 预算的燃烧率（当时所见）", service.id),
    );
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for look in &wanted.looks {
        let at = page.wall(*look).format("%m-%d %H:%M").to_string();
        let mut seen: BTreeMap<Span, SloTally> = BTreeMap::new();
        for window in alerts.windows().iter().flat_map(BurnWindow::windows) {
            let from = look.checked_sub(window).ok_or("before all time")?;
            let report = month.availability(service, from, *look)?;
            seen.insert(window, SloTally::of_availability(report.tally())?);
        }
        for finding in alerts.evaluate(&seen)? {
            let rate = |rate: Option<Number>| shown(rate.map(|rate| rate.rounded(2)));
            rows.push(vec![
                at.clone(),
                finding.window.long.to_string(),
                rate(finding.long),
                shown(finding.window.short),
                rate(finding.short),
                rate(finding.limit),
                shown(finding.state.map(|state| state.text(page.language))),
                if finding.fires { page.word("fires", "告警") } else { "-" }.to_owned(),
            ]);
        }
        // What is left of the budget of the whole month, and how long that lasts at the rate of the fastest alert.
        let so_far = month.budget(service, *look)?;
        let left =
            so_far.figures.last().and_then(|figures| figures.remaining).ok_or("nothing was counted")?;
        let fastest = alerts.windows().first().ok_or("no alert")?.long;
        let rate = seen.get(&fastest).and_then(|tally| BurnRate::of_tally(tally, service.promised));
        let lasts = rate.and_then(|rate| Exhaustion::of(rate, period, left.into()));
        let lasts = match (lasts.filter(|_| left > Number::ZERO), page.language) {
            (Some(lasts), Language::English) => {
                format!("at this rate the rest lasts {}", lasts.text(page.language))
            }
            (Some(lasts), Language::Chinese) => format!("按此速度还可维持 {}", lasts.text(page.language)),
            (None, _) if left > Number::ZERO => page.word("nothing burns", "不再消耗").to_owned(),
            (None, _) => page.word("nothing is left", "已耗尽").to_owned(),
        };
        let percent = so_far.figures.last().and_then(|figures| figures.consumed_percent);
        let used = shown(percent.map(|percent| percent.rounded(1)));
        let used = match page.language {
            Language::English => format!("{used} % of the month's budget is used; {lasts}"),
            Language::Chinese => format!("已用月度预算 {used} %；{lasts}"),
        };
        lines.push((at, used));
    }
    let names = [
        ("seen", "时间"),
        ("over", "窗口"),
        ("rate", "燃烧率"),
        ("over", "短窗口"),
        ("rate", "燃烧率"),
        ("limit", "限值"),
        ("state", "状态"),
        ("alert", "告警"),
    ];
    page.table(&names, rows);
    for (at, used) in lines {
        page.named(at, used);
    }
    Ok(())
}

fn policy(page: &mut Page, month: &Month, promises: &Promises) -> Result<(), Box<dyn Error>> {
    let (contract, policy) = (&month.contract, &month.contract.policy);
    let wanted = contract.objectives.iter().find(|wanted| *wanted.objective.id() == policy.objective);
    let wanted = wanted.ok_or("no such objective")?;
    if wanted.objective.goal() != SloGoal::Share(policy.steps.target()) {
        return Err("the policy has another target than its objective".into());
    }
    let mut counted: BTreeMap<Span, SloTally> = BTreeMap::new();
    for step in policy.steps.steps() {
        counted.insert(step.window, promises.within(contract, wanted, contract.closed_at, step.window)?);
    }
    page.heading("What the budget policy asks for", "预算策略要求");
    for finding in policy.steps.evaluate(&counted)? {
        let (rate, limit) = (shown(finding.rate.map(|rate| rate.rounded(2))), finding.step.above);
        let (name, message) = (&finding.step.name, shown(finding.message.as_ref()));
        let id = &policy.objective;
        let said = match page.language {
            Language::English => format!("burn rate {rate}, limit {limit}: {message}"),
            Language::Chinese => format!("燃烧率 {rate}，限值 {limit}：{message}"),
        };
        page.named(format_args!("{id}, {name}"), said);
    }
    Ok(())
}
