//! What is owed, step by step.

use std::error::Error;

use service_quality::quantity::{Language, Money, Period, Timestamp};
use service_quality::slo::budget::SloGoal;
use service_quality::slo::credit::{CreditBreach, CreditCase};

use crate::contract::{Contract, CreditTerms};
use crate::month::Measured;
use crate::page::{Page, shown};
use crate::promises::TicketBudget;

pub(crate) fn write(
    page: &mut Page,
    contract: &Contract,
    services: &[Measured<'_>],
    tickets: &[TicketBudget],
) -> Result<(), Box<dyn Error>> {
    page.heading("Service credits", "服务补偿");
    let mut total: Option<Money> = None;
    let mut owe =
        |page: &mut Page, name: &str, terms: &CreditTerms, breaches, period| -> Result<(), Box<dyn Error>> {
            let award =
                terms.schedule.award(&terms.case(breaches, period, contract.drawn_up), contract.drawn_up)?;
            let places = terms.schedule.terms().places;
            let percent = shown(award.percent_of_fee().map(|percent| percent.rounded(2)));
            let (credit, fee) = (award.credit.printed(places), award.fee.printed(places));
            let amount = match page.language {
                Language::English => format!("{credit}, {percent} % of the fee of {fee}"),
                Language::Chinese => format!("{credit}，为费用 {fee} 的 {percent} %"),
            };
            page.named(name, amount);
            for step in &award.steps {
                page.line(format!("  {}", step.text(page.language, places)));
            }
            if let Some(claim) = award.claim {
                page.line(format!("  {}", claim.text(page.language)));
            }
            let sum = total.as_ref().map_or(Ok(award.credit.clone()), |sum| sum.checked_add(&award.credit));
            total = Some(sum?);
            Ok(())
        };
    for Measured { service, report, .. } in services {
        let Some(terms) = &service.credit else { continue };
        owe(page, service.id.as_str(), terms, vec![CreditBreach::of_level(report.level())], contract.month)?;
    }
    let wanted = &contract.ticket_credit;
    let budget = tickets.iter().find(|ticket| ticket.report.objective == wanted.objective);
    let TicketBudget { report, period, .. } = budget.ok_or("no such objective")?;
    let SloGoal::AtMost(allowed) = report.goal else { return Err("a share has no breaches to count".into()) };
    let beyond = usize::try_from(report.net.bad.saturating_sub(allowed))?;
    owe(page, report.objective.as_str(), &wanted.terms, vec![CreditBreach::Breach; beyond], *period)?;
    let total = total.map_or_else(|| "-".to_owned(), |total| total.printed(2));
    page.named(page.word("In all", "合计"), total);
    Ok(())
}

impl CreditTerms {
    /// The case of a period; what is asked for later than the report is not known in it.
    fn case(&self, breaches: Vec<CreditBreach>, period: Period, drawn_up: Timestamp) -> CreditCase {
        CreditCase {
            annual_fees: self.annual_fees.clone(),
            annual_granted: self.annual_granted.clone(),
            period: Some(period),
            asked: self.asked.filter(|asked| *asked <= drawn_up),
            ..CreditCase::new(self.fee.clone(), breaches)
        }
    }
}
