use std::collections::BTreeMap;

use crate::improve::problem::Severity;
use crate::quantity::{AttributeName, Language, ObjectiveId};
use crate::sla::{AgreementError, Allowance, Budget, ClockRules, Objective, Reopening, Signal, Trigger};
use crate::ticket::{Condition, Fact};

/// The promise to contain, correct or dispose of a nonconformity within a budget by severity, from its finding and again
/// from each reopening: an objective for an agreement on [nonconformities as tickets](super::Nonconformity::to_ticket).
///
/// # Errors
/// [`AgreementError::Budget`] for a budget that is not positive, [`AgreementError::BudgetTooLong`].
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::improve::nonconformity::react_within;
/// use service_quality::improve::problem::Severity;
/// use service_quality::quantity::Span;
/// use service_quality::sla::Budget;
///
/// let hours = |hours| Budget::Elapsed(Span::from_hours(hours));
/// let objective = react_within("react".parse()?, &BTreeMap::from([(Severity::Critical, hours(4))]), hours(24))?;
/// assert!(!objective.pausable());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn react_within(
    id: ObjectiveId,
    by_severity: &BTreeMap<Severity, Budget>,
    otherwise: Budget,
) -> Result<Objective, AgreementError> {
    let rules = ClockRules { stop: vec![on("reacted", true)?], ..from_finding() };
    promise(id, rules, by_severity, otherwise)
}

/// The promise to evaluate the need for action within a budget by severity, from the finding and again from each
/// reopening.
///
/// # Errors
/// As [`react_within`].
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::improve::nonconformity::evaluate_within;
/// use service_quality::quantity::Span;
/// use service_quality::sla::Budget;
///
/// let objective = evaluate_within("evaluate".parse()?, &BTreeMap::new(), Budget::Elapsed(Span::from_hours(24 * 10)))?;
/// assert_eq!(objective.rules().start.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn evaluate_within(
    id: ObjectiveId,
    by_severity: &BTreeMap<Severity, Budget>,
    otherwise: Budget,
) -> Result<Objective, AgreementError> {
    let rules = ClockRules { stop: vec![on("evaluated", true)?], ..from_finding() };
    promise(id, rules, by_severity, otherwise)
}

/// The promise to review the effect within a budget by severity, from when the last action against the cause was done. A
/// further action calls it off until that is done.
///
/// # Errors
/// As [`react_within`].
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::improve::nonconformity::review_within;
/// use service_quality::quantity::Span;
/// use service_quality::sla::Budget;
///
/// let objective = review_within("review".parse()?, &BTreeMap::new(), Budget::Elapsed(Span::from_hours(24 * 90)))?;
/// assert_eq!(objective.rules().cancel.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn review_within(
    id: ObjectiveId,
    by_severity: &BTreeMap<Severity, Budget>,
    otherwise: Budget,
) -> Result<Objective, AgreementError> {
    let rules = ClockRules {
        start: vec![on("implemented", true)?],
        stop: vec![on("reviewed", true)?],
        cancel: vec![Trigger::on([Signal::Closed]), on("implemented", false)?],
        ..ClockRules::default()
    };
    promise(id, rules, by_severity, otherwise)
}

/// The promise to close a nonconformity within a budget by severity, from the finding and again from each reopening.
///
/// # Errors
/// As [`react_within`].
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::improve::nonconformity::close_nonconformity_within;
/// use service_quality::quantity::Span;
/// use service_quality::sla::Budget;
///
/// let days = Budget::Elapsed(Span::from_hours(24 * 120));
/// assert!(close_nonconformity_within("close".parse()?, &BTreeMap::new(), days)?.rules().cancel.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn close_nonconformity_within(
    id: ObjectiveId,
    by_severity: &BTreeMap<Severity, Budget>,
    otherwise: Budget,
) -> Result<Objective, AgreementError> {
    let rules = ClockRules { stop: vec![Trigger::on([Signal::Closed])], cancel: vec![], ..from_finding() };
    promise(id, rules, by_severity, otherwise)
}

fn from_finding() -> ClockRules {
    ClockRules {
        start: vec![Trigger::on([Signal::Created, Signal::Reopened])],
        cancel: vec![Trigger::on([Signal::Closed])],
        ..ClockRules::default()
    }
}

/// When it becomes known that something is done, or that it is not any more.
fn on(name: &'static str, done: bool) -> Result<Trigger, AgreementError> {
    let name = attribute(name)?;
    let holds = Condition::equals(Fact::Attribute(name.clone()), done);
    Ok(Trigger::on([Signal::AttributeChanged(name)]).when(holds))
}

fn promise(
    id: ObjectiveId,
    rules: ClockRules,
    by_severity: &BTreeMap<Severity, Budget>,
    otherwise: Budget,
) -> Result<Objective, AgreementError> {
    let allowance = if by_severity.is_empty() {
        Allowance::Same(otherwise)
    } else {
        let budgets = by_severity
            .iter()
            .map(|(severity, budget)| (severity.word(Language::English).to_owned(), budget.clone()));
        Allowance::By {
            fact: Fact::Attribute(attribute("severity")?),
            budgets: budgets.collect(),
            otherwise: Some(otherwise),
        }
    };
    Ok(Objective::named(id, rules, allowance)?.with_reopening(Reopening::NewCycle))
}

/// The name of an attribute of a nonconformity's ticket.
fn attribute(name: &'static str) -> Result<AttributeName, AgreementError> {
    name.parse().map_err(|_| AgreementError::Empty { place: name.to_owned(), wanted: "attribute" })
}
