use std::collections::BTreeMap;

use super::ImmediateAction;
use crate::improve::problem::Severity;
use crate::quantity::{AttributeName, Language, ObjectiveId};
use crate::sla::{AgreementError, Allowance, Budget, ClockRules, Objective, Signal, Trigger};
use crate::ticket::{Condition, Fact};

/// The promise to acknowledge a complaint (确认收到) within a budget from its receipt: an objective for an agreement on
/// [complaints as tickets](super::Complaint::to_ticket).
///
/// A question to the customer is no acknowledgement; a decision that is told is one. A withdrawal calls the promise off;
/// where the complaint is reopened before it was acknowledged, it begins anew with the whole budget.
///
/// # Errors
/// [`AgreementError::Budget`] for a budget that is not positive, [`AgreementError::BudgetTooLong`].
///
/// ```
/// use service_quality::improve::complaint::acknowledge_within;
/// use service_quality::quantity::Span;
/// use service_quality::sla::Budget;
///
/// let objective = acknowledge_within("acknowledge".parse()?, Budget::Elapsed(Span::from_hours(24)))?;
/// assert!(!objective.pausable());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn acknowledge_within(id: ObjectiveId, budget: Budget) -> Result<Objective, AgreementError> {
    let acknowledged = attribute("acknowledged")?;
    let open = Condition::negate(Condition::exists(Fact::Attribute(acknowledged.clone())));
    let rules = ClockRules {
        start: vec![Trigger::on([Signal::Created]), Trigger::on([Signal::Reopened]).when(open)],
        stop: vec![Trigger::on([Signal::AttributeChanged(acknowledged)])],
        cancel: vec![Trigger::on([Signal::Closed])],
        ..ClockRules::default()
    };
    Objective::named(id, rules, Allowance::Same(budget))
}

/// The promise to take immediate action (立即措施) where the assessment asks for it, within a budget from the assessment, and
/// again from each that asks anew. A withdrawal calls it off; a reopening before it was taken begins it anew.
///
/// # Errors
/// As [`acknowledge_within`].
///
/// ```
/// use service_quality::improve::complaint::contain_within;
/// use service_quality::quantity::Span;
/// use service_quality::sla::Budget;
///
/// let objective = contain_within("contain".parse()?, Budget::Elapsed(Span::from_hours(4)))?;
/// assert_eq!(objective.rules().stop.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn contain_within(id: ObjectiveId, budget: Budget) -> Result<Objective, AgreementError> {
    let (asked, contained) = (attribute("immediate_action")?, attribute("contained")?);
    let is = |word: ImmediateAction| Condition::equals(Fact::Attribute(asked.clone()), word.as_str());
    let done = Condition::equals(Fact::Attribute(contained.clone()), true);
    let rules = ClockRules {
        start: vec![
            Trigger::on([Signal::AttributeChanged(asked.clone()), Signal::Reopened])
                .when(Condition::all([is(ImmediateAction::Needed), Condition::negate(done.clone())])),
        ],
        stop: vec![Trigger::on([Signal::AttributeChanged(contained)]).when(done)],
        cancel: vec![
            Trigger::on([Signal::Closed]),
            Trigger::on([Signal::AttributeChanged(asked.clone())]).when(is(ImmediateAction::NotNeeded)),
        ],
        ..ClockRules::default()
    };
    Objective::named(id, rules, Allowance::Same(budget))
}

/// The promise to tell the customer a decision (答复) within a budget by severity, from receipt and again, each time with
/// the whole budget, from each reopening and each rejection of the decision.
///
/// After a rejection, a better decision keeps the promise, and so do the alternatives that are offered instead. Until it is
/// assessed, and where its severity has no budget of its own, the complaint has that of `otherwise`. The clock stands
/// still while the customer is asked; a withdrawal calls it off. Each cycle keeps its own verdict: a breach is not washed
/// away by a withdrawal and a reopening, and how often that was done, [`undone`](super::Complaint::undone) tells.
///
/// # Errors
/// As [`acknowledge_within`].
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::improve::complaint::respond_within;
/// use service_quality::improve::problem::Severity;
/// use service_quality::quantity::Span;
/// use service_quality::sla::Budget;
///
/// let days = |days| Budget::Elapsed(Span::from_hours(24 * days));
/// let objective = respond_within("respond".parse()?, &BTreeMap::from([(Severity::Critical, days(2))]), days(10))?;
/// assert!(objective.pausable());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn respond_within(
    id: ObjectiveId,
    by_severity: &BTreeMap<Severity, Budget>,
    otherwise: Budget,
) -> Result<Objective, AgreementError> {
    until(id, Signal::Resolved, &[Signal::Closed], by_severity, otherwise)
}

/// The promise to close a complaint (办结) within a budget by severity, from receipt and again from each reopening. The
/// clock stands still while the customer is asked.
///
/// # Errors
/// As [`acknowledge_within`].
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::improve::complaint::close_within;
/// use service_quality::quantity::Span;
/// use service_quality::sla::Budget;
///
/// let objective = close_within("close".parse()?, &BTreeMap::new(), Budget::Elapsed(Span::from_hours(24 * 60)))?;
/// assert!(objective.rules().cancel.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn close_within(
    id: ObjectiveId,
    by_severity: &BTreeMap<Severity, Budget>,
    otherwise: Budget,
) -> Result<Objective, AgreementError> {
    until(id, Signal::Closed, &[], by_severity, otherwise)
}

fn until(
    id: ObjectiveId,
    stop: Signal,
    cancel: &[Signal],
    by_severity: &BTreeMap<Severity, Budget>,
    otherwise: Budget,
) -> Result<Objective, AgreementError> {
    let rules = ClockRules {
        start: vec![Trigger::on([Signal::Created, Signal::Reopened])],
        stop: vec![Trigger::on([stop])],
        cancel: cancel.iter().map(|signal| Trigger::on([signal.clone()])).collect(),
        ..ClockRules::default()
    };
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
    Ok(Objective::named(id, rules, allowance)?.with_pausable(true))
}

/// The name of an attribute of a complaint's ticket.
fn attribute(name: &'static str) -> Result<AttributeName, AgreementError> {
    name.parse().map_err(|_| AgreementError::Empty { place: name.to_owned(), wanted: "attribute" })
}
