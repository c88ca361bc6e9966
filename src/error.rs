use thiserror::Error;

use crate::appraisal::AppraisalError;
use crate::assessment::{AssessmentError, NoAgreement};
use crate::calendar::{CalendarError, WorkingTimeError};
use crate::improve::ImproveError;
use crate::improve::history::ReplayError;
use crate::indicator::{IndicatorError, SystemError, TallyError};
use crate::monitor::RuleError;
use crate::monitor::alert::AlertError;
use crate::monitor::capability::CapabilityError;
use crate::monitor::chart::ChartError;
use crate::population::PopulationError;
use crate::quantity::QuantityError;
use crate::score::fuzzy::FuzzyError;
use crate::score::objective::ObjectiveError;
use crate::score::{CertaintyError, ScoreError};
use crate::sla::{AgreementError, AttainmentError, ChainError, StateError};
use crate::slo::SloError;
use crate::standard::{RecordError, ServiceTallyError, StandardError};
use crate::survey::SurveyError;
use crate::survey::duty::DutyError;
use crate::survey::reliability::ReliabilityError;
use crate::survey::sampling::SamplingError;
use crate::ticket::TicketError;
use crate::weighting::WeightingError;

/// Any error of this crate, for a host that passes them on: `?` turns each module's own error into it.
///
/// ```
/// use service_quality::{Error, Timestamp, Ticket, ticket::EventKind};
///
/// fn opened(id: &str, at: &str) -> Result<Ticket, Error> {
///     let at: Timestamp = at.parse()?; // a `QuantityError`
///     Ok(Ticket::builder(id.parse()?).event(at, EventKind::Created).build()?) // a `TicketError`
/// }
/// assert!(opened("T-1", "2026-03-02T09:00:00Z").is_ok());
/// let error = opened("T-1", "yesterday").unwrap_err();
/// assert!(matches!(error, Error::Quantity(_)));
/// assert!(error.to_string().starts_with("instant `yesterday` cannot be read"), "{error}");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
#[error(transparent)]
pub enum Error {
    /// A text or a number is no quantity of the domain.
    Quantity(#[from] QuantityError),
    /// A calendar or a part of it is none.
    Calendar(#[from] CalendarError),
    /// A question about working time has no answer.
    WorkingTime(#[from] WorkingTimeError),
    /// A history is no ticket.
    Ticket(#[from] TicketError),
    /// An agreement or a part of it is none.
    Agreement(#[from] AgreementError),
    /// A state of clocks, an event or a question to it was refused.
    State(#[from] StateError),
    /// A chain of agreements is none, or cannot be checked.
    Chain(#[from] ChainError),
    /// Tallies of promises do not belong together.
    Attainment(#[from] AttainmentError),
    /// A survey, a response, a measure or a tally of answers is none, or does not fit another.
    Survey(#[from] SurveyError),
    /// A checklist, a form, an assessment, a panel or a tally of them is none, or does not fit another.
    Assessment(#[from] AssessmentError),
    /// There is no figure of agreement.
    NoAgreement(#[from] NoAgreement),
    /// A definition is no indicator.
    Indicator(#[from] IndicatorError),
    /// Groups and indicators are no system.
    System(#[from] SystemError),
    /// A tally refused a record, a merge or a stored form.
    Tally(#[from] TallyError),
    /// A duty to ask customers cannot be checked.
    Duty(#[from] DutyError),
    /// A sample cannot be planned, compared or weighted.
    Sampling(#[from] SamplingError),
    /// Agreement or consistency cannot be measured.
    Reliability(#[from] ReliabilityError),
    /// Weights, judgements or figures to weigh by are none.
    Weighting(#[from] WeightingError),
    /// A population cannot be compared so.
    Population(#[from] PopulationError),
    /// A model or a stored scorecard is none.
    Score(#[from] ScoreError),
    /// Objectives are none, or cannot be judged.
    Objective(#[from] ObjectiveError),
    /// Memberships are none, or cannot be composed.
    Fuzzy(#[from] FuzzyError),
    /// Nothing can be said about the certainty of a grade.
    Certainty(#[from] CertaintyError),
    /// A document is no standard.
    Standard(#[from] StandardError),
    /// A ticket cannot be recorded.
    Record(#[from] RecordError),
    /// Tallies, or a tally and an engine, do not belong together.
    ServiceTally(#[from] ServiceTallyError),
    /// A watch, a policy, a silence or a stored state is none, or an acknowledgement was refused.
    Alert(#[from] AlertError),
    /// A chart, a baseline or a list of points is none.
    Chart(#[from] ChartError),
    /// There is no capability.
    Capability(#[from] CapabilityError),
    /// Groups cannot be appraised.
    Appraisal(#[from] AppraisalError),
    /// A problem, a cause, a goal, an action, a complaint, a risk or a part of one is none.
    Improve(#[from] ImproveError),
    /// An event cannot be applied.
    Replay(#[from] ReplayError),
    /// An availability, an error budget, a burn rate or a credit is none, or has no answer.
    Slo(#[from] SloError),
    /// Run rules, or a state of them, are none.
    RunRule(#[from] RuleError),
}
