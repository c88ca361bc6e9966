//! What became of the promises about tickets: by objective and priority, day by day, over the last so many days.

use std::collections::BTreeMap;
use std::error::Error;

use service_quality::quantity::{Date, ObjectiveId, Period, PeriodKind, Share, Span, Timestamp, Zone};
use service_quality::sla::{AttainmentBy, AttainmentRule, Dated, Denominator, OutcomeCounts, Verdict};
use service_quality::slo::budget::{AdjustmentEffect, BudgetReport, SloTally, TallySeries, TallySlice};
use service_quality::standard::Standard;
use service_quality::ticket::{Fact, Facts as _, Intake, ValueRef};

use crate::contract::{Contract, TicketObjective};
use crate::page::{Page, shown};
use crate::tickets;

/// A promise that fell due.
struct Due {
    objective: ObjectiveId,
    priority: String,
    at: Timestamp,
    verdict: Verdict,
}

pub(crate) struct Promises {
    intake: Intake,
    by_priority: AttainmentBy,
    due: Vec<Due>,
}

/// An objective on tickets, how it stands, and what adjustments did.
pub(crate) struct TicketBudget {
    pub(crate) report: BudgetReport,
    pub(crate) effects: Vec<AdjustmentEffect>,
    pub(crate) period: Period,
}

impl Promises {
    pub(crate) fn read(contract: &Contract) -> Result<Self, Box<dyn Error>> {
        let engine = Standard::from_json(include_str!("../data/standard.json"))?.engine()?;
        let by: Fact = "priority".parse()?;
        let time_zone = contract.month.time_zone();
        let rule = AttainmentRule { by: by.clone(), period: PeriodKind::Month, time_zone, dated: Dated::Due };
        let mut intake = Intake::default();
        let tickets = tickets::read(&mut intake)?;
        let mut own = Self { intake, by_priority: AttainmentBy::new(rule), due: Vec::new() };
        for ticket in &tickets {
            let view = ticket.at(contract.closed_at);
            let priority = view.fact(&by);
            let named = match priority {
                Some(ValueRef::Text(text)) => text.to_owned(),
                other => shown(other),
            };
            for agreement in engine.agreements() {
                let Some(evaluation) = agreement.evaluate(ticket, contract.closed_at) else { continue };
                own.by_priority.record(priority, ticket.created(), &evaluation);
                for outcome in &evaluation.outcomes {
                    let cycles = outcome.cycles().filter_map(|cycle| Some((cycle.due?, cycle.verdict)));
                    own.due.extend(cycles.map(|(at, verdict)| Due {
                        objective: outcome.objective.clone(),
                        priority: named.clone(),
                        at,
                        verdict,
                    }));
                }
            }
        }
        Ok(own)
    }

    pub(crate) fn intake(&self) -> String {
        self.intake.to_string()
    }

    /// What fell due in the month.
    pub(crate) fn attainment(&self, page: &mut Page, contract: &Contract) {
        page.heading("Promises about tickets that fell due in the month", "本月到期的工单承诺");
        let mut rows = Vec::new();
        let names: Vec<&ObjectiveId> = contract.objectives.iter().map(|wanted| &wanted.promise).collect();
        let groups =
            self.by_priority.groups().iter().map(|(priority, group)| (priority.as_str(), group.clone()));
        let total = (page.word("all", "合计"), self.by_priority.total());
        let groups: Vec<_> = groups.chain([total]).collect();
        let mut told = Vec::new();
        for objective in names {
            if told.contains(&objective) {
                continue;
            }
            told.push(objective);
            for (priority, group) in &groups {
                let counts = group.periods().get(&contract.month.dates()).map(|month| month.of(objective));
                let counts = counts.unwrap_or_default();
                rows.push(row(&format!("{objective}, {priority}"), &counts));
            }
        }
        page.table(
            &[
                ("promise, priority", "承诺、优先级"),
                ("met", "按时"),
                ("late", "逾期完成"),
                ("overdue", "逾期未完成"),
                ("open", "未到期"),
                ("attainment", "达成率"),
            ],
            rows,
        );
    }

    /// Every objective of the contract in its period.
    pub(crate) fn budgets(&self, contract: &Contract) -> Result<Vec<TicketBudget>, Box<dyn Error>> {
        contract.objectives.iter().map(|wanted| self.budget(contract, wanted)).collect()
    }

    fn budget(&self, contract: &Contract, wanted: &TicketObjective) -> Result<TicketBudget, Box<dyn Error>> {
        let last = contract.closed_at.checked_sub(Span::from_seconds(1)).ok_or("no time before")?;
        let period = wanted.objective.window().period_at(last)?.ok_or("no calendar window")?;
        let days = self.days(wanted, period.time_zone(), |at| period.contains(at))?;
        let adjusted = contract.adjustments.apply(wanted.objective.id(), &days, contract.closed_at)?;
        let report = wanted.objective.report_period(&adjusted.tally, &period, contract.closed_at)?;
        Ok(TicketBudget { report, effects: adjusted.effects, period })
    }

    /// What fell due within a time before an instant, less what does not count.
    pub(crate) fn within(
        &self,
        contract: &Contract,
        wanted: &TicketObjective,
        until: Timestamp,
        span: Span,
    ) -> Result<SloTally, Box<dyn Error>> {
        let from = until.checked_sub(span).ok_or("before all time")?;
        let days = self.days(wanted, contract.month.time_zone(), |at| from <= at && at < until)?;
        Ok(contract.adjustments.apply(wanted.objective.id(), &days, contract.closed_at)?.tally)
    }

    /// By the day on which they fell due.
    fn days(
        &self,
        wanted: &TicketObjective,
        zone: Zone,
        holds: impl Fn(Timestamp) -> bool,
    ) -> Result<TallySeries, Box<dyn Error>> {
        let mut days: BTreeMap<Date, OutcomeCounts> = BTreeMap::new();
        for due in self.due.iter().filter(|due| due.objective == wanted.promise && holds(due.at)) {
            if wanted.priority.as_ref().is_none_or(|priority| *priority == due.priority) {
                days.entry(Date::new(zone.date(due.at))?).or_default().record(&due.verdict);
            }
        }
        let midnight = |day: Date| zone.instant(day.naive().and_time(chrono::NaiveTime::MIN));
        let slice = |(day, counts): (&Date, &OutcomeCounts)| -> Result<TallySlice, Box<dyn Error>> {
            let until = midnight(day.plus_days(1).ok_or("no day after")?)?;
            Ok(TallySlice {
                from: midnight(*day)?,
                until,
                tally: SloTally::of_outcomes(counts, Denominator::Decided)?,
            })
        };
        Ok(TallySeries::new(days.iter().map(slice).collect::<Result<_, _>>()?)?)
    }
}

fn row(name: &str, counts: &OutcomeCounts) -> Vec<String> {
    let open = counts.running + counts.paused;
    let share = counts.share(Denominator::Decided, 4).map(|share| Share::new(share.value()));
    let percent = share.and_then(Result::ok).map(|share| format!("{} %", share.percent()));
    let counts = [counts.met, counts.late, counts.overdue, open].map(|count| count.to_string());
    [vec![name.to_owned()], counts.to_vec(), vec![shown(percent)]].concat()
}
