//! The sample: a month of an imaginary desk, its tickets from `examples/data`, its outages from `outages.json`.

use std::error::Error;

use service_quality::quantity::{Language, PeriodKind, Timestamp};
use service_quality::slo::availability::{AvailabilityReport, ServiceRecord};
use service_quality::slo::budget::{
    BudgetBasis, BudgetReport, ServiceLevelObjective, SloGoal, SloTally, SloWindow,
};

use crate::contract::{Contract, Happened, Service};
use crate::page::Page;
use crate::promises::Promises;
use crate::{budgets, burn, credits, uptime};

/// A service, and how it was there.
pub(crate) struct Measured<'c> {
    pub(crate) service: &'c Service,
    pub(crate) report: AvailabilityReport,
    pub(crate) budget: BudgetReport,
}

/// Everything that the sections tell of.
pub(crate) struct Month {
    pub(crate) contract: Contract,
    pub(crate) happened: Happened,
}

pub(crate) fn run(language: Language) -> Result<String, Box<dyn Error>> {
    let month = Month {
        contract: serde_json::from_str(include_str!("contract.json"))?,
        happened: serde_json::from_str(include_str!("outages.json"))?,
    };
    let contract = &month.contract;
    let promises = Promises::read(contract)?;
    let services =
        contract.services.iter().map(|service| month.measured(service)).collect::<Result<Vec<_>, _>>()?;

    let mut page = Page::new(language, contract.month.time_zone());
    page.heading("Service report", "服务报告");
    let (customer, period, on) = (&contract.customer, contract.month, page.wall(contract.drawn_up).date());
    page.line(match language {
        Language::English => format!("{period}, for {customer}, drawn up on {on}"),
        Language::Chinese => format!("{period}，客户 {customer}，编制于 {on}"),
    });
    page.line(promises.intake());
    promises.attainment(&mut page, contract);
    let tickets = promises.budgets(contract)?;
    uptime::write(&mut page, &month, &services)?;
    budgets::write(&mut page, &services, &tickets);
    burn::write(&mut page, &month, &services, &promises)?;
    credits::write(&mut page, contract, &services, &tickets)?;
    Ok(page.text())
}

impl Month {
    fn measured<'c>(&self, service: &'c Service) -> Result<Measured<'c>, Box<dyn Error>> {
        let (start, end) = (self.contract.month.start()?, self.contract.month.end()?);
        let report = self.availability(service, start, end)?;
        Ok(Measured { service, report, budget: self.budget(service, self.contract.closed_at)? })
    }

    /// A service in a range of time, as known at its end.
    pub(crate) fn availability(
        &self,
        service: &Service,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<AvailabilityReport, Box<dyn Error>> {
        let exclusions = self.happened.exclusions_of(&service.id);
        let mut record =
            ServiceRecord::new(&self.happened.outages).of_service(&service.id).excluding(&exclusions);
        if let Some(hours) = &service.hours {
            record = record.during(hours);
        }
        Ok(service.rule.measure(&record, from..until, until)?)
    }

    /// The month's budget of a service, as it stood at an instant.
    pub(crate) fn budget(&self, service: &Service, as_of: Timestamp) -> Result<BudgetReport, Box<dyn Error>> {
        let month = self.contract.month;
        let window = SloWindow::Calendar { every: PeriodKind::Month, time_zone: month.time_zone() };
        let (id, goal) = (service.id.as_str().parse()?, SloGoal::Share(service.promised));
        let objective = ServiceLevelObjective::new(id, goal, BudgetBasis::Time, window)?;
        let report = self.availability(service, month.start()?, as_of)?;
        let tally = SloTally::of_availability(report.tally())?;
        Ok(objective.report_period(&tally, &month, as_of)?)
    }
}
