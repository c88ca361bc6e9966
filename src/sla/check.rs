//! What is wrong with an agreement that can still be written down: checked once, when it is built.

use std::collections::{BTreeMap, BTreeSet};

use super::agreement::RawAgreement;
use super::error::unique;
use super::sensitivity::Sensitivity;
use super::{
    AgreementError, Allowance, Budget, ClockRules, Objective, Policy, Reopening, StatusClass, Target, budget,
};
use crate::quantity::ObjectiveId;
use crate::ticket::{Condition, Fact};

pub(super) fn policies(raw: &RawAgreement, order: &[usize]) -> Result<(), AgreementError> {
    if raw.policies.is_empty() {
        return Err(AgreementError::Empty { place: "policies".to_owned(), wanted: "policy" });
    }
    at_most(MOST, "policies", raw.policies.len())?;
    unique("policies", raw.policies.iter().map(Policy::id))?;
    let mut clocks = BTreeMap::new();
    for (index, policy) in raw.policies.iter().enumerate() {
        let place = format!("policies[{index}]");
        one_clock_each(&place, policy, &mut clocks)?;
        known_by_events(&place, policy)?;
        if policy.when().never_holds() {
            let condition = policy.when().to_string();
            return Err(AgreementError::NeverHolds { place: format!("{place}.when"), condition });
        }
        response_before_resolution(&place, policy)?;
        for (o, objective) in policy.objectives().iter().enumerate() {
            let place = format!("{place}.objectives[{o}]");
            classified(&place, objective, raw)?;
            if let Some(fact) = objective.pinned_by() {
                budget::holds_instant(format!("{place}.pinned_by"), fact)?;
            }
            complete_values(&place, objective, raw)?;
        }
    }
    one_default(&raw.policies)?;
    reachable(raw, order)
}

/// How many policies an agreement has, and versions a series, at most.
pub(super) const MOST: usize = 10_000;

pub(super) fn at_most(allowed: usize, place: &str, given: usize) -> Result<(), AgreementError> {
    if given <= allowed {
        return Ok(());
    }
    Err(AgreementError::TooMany { place: place.to_owned(), given, allowed })
}

/// A clock counts in some status that a ticket can have.
fn classified(place: &str, objective: &Objective, raw: &RawAgreement) -> Result<(), AgreementError> {
    let classes = &objective.rules().counts_in;
    // Those of a ticket without a status, and of a status that is not classified.
    let unnamed = [StatusClass::New, StatusClass::Open];
    let counts = |class: &StatusClass| {
        unnamed.contains(class) || raw.status_classes.values().any(|known| known == class)
    };
    if classes.is_empty() || classes.iter().any(counts) {
        return Ok(());
    }
    let classes: Vec<_> = classes.iter().map(|class| format!("`{class}`")).collect();
    Err(AgreementError::Unclassified { place: place.to_owned(), classes: classes.join(", ") })
}

/// What makes objectives of one name one clock.
type ClockKey<'a> = (Target, &'a ClockRules, Reopening);

/// Objectives of one name are one clock, which cannot stop at two things.
pub(super) fn one_clock_each<'a>(
    place: &str,
    policy: &'a Policy,
    clocks: &mut BTreeMap<&'a ObjectiveId, ClockKey<'a>>,
) -> Result<(), AgreementError> {
    for (o, objective) in policy.objectives().iter().enumerate() {
        let own = (objective.target(), objective.rules(), objective.reopening());
        let known = *clocks.entry(objective.id()).or_insert(own);
        let field = match known {
            (target, ..) if target != own.0 => "target",
            (_, rules, _) if rules != own.1 => "rules",
            (.., reopening) if reopening != own.2 => "reopening",
            _ => continue,
        };
        return Err(AgreementError::ClockDiffers {
            place: format!("{place}.objectives[{o}].{field}"),
            given: objective.id().to_string(),
            field,
        });
    }
    Ok(())
}

/// Nothing is chosen by what changes without an event.
fn known_by_events(place: &str, policy: &Policy) -> Result<(), AgreementError> {
    let mut sensitivity = Sensitivity::default();
    sensitivity.read_policies(std::slice::from_ref(policy));
    match sensitivity.moves_by_itself() {
        Some(fact) => Err(AgreementError::ChosenByUnsteady { place: place.to_owned(), fact }),
        None => Ok(()),
    }
}

fn one_default(policies: &[Policy]) -> Result<(), AgreementError> {
    let mut defaults = policies.iter().enumerate().filter(|(_, policy)| policy.is_default());
    let first = defaults.next();
    if let Some((index, policy)) = first
        && *policy.when() != Condition::Always
    {
        return Err(AgreementError::ConditionalDefault {
            place: format!("policies[{index}].when"),
            policy: policy.id().clone(),
        });
    }
    match first.zip(defaults.next()) {
        Some(((_, one), (index, other))) => Err(AgreementError::TwoDefaults {
            place: format!("policies[{index}].default"),
            policy: other.id().clone(),
            other: one.id().clone(),
        }),
        None => Ok(()),
    }
}

/// Behind so many policies it is not asked whether they cover one together: the time that takes grows with the cube.
const COVERED_BY: usize = 300;

/// No policy stands behind one that holds whenever it does, or behind several of which always one does.
fn reachable(raw: &RawAgreement, order: &[usize]) -> Result<(), AgreementError> {
    let mut together = Vec::new();
    for (rank, index) in order.iter().enumerate() {
        let Some(policy) = raw.policies.get(*index) else { continue };
        let (place, id) = (|| format!("policies[{index}]"), policy.id());
        let before = order.iter().take(rank).filter_map(|earlier| raw.policies.get(*earlier));
        if let Some(by) = before.into_iter().find(|by| policy.when().implies(by.when())) {
            let by = by.id().clone();
            return Err(AgreementError::Shadowed { place: place(), policy: id.clone(), by });
        }
        if rank <= COVERED_BY {
            let any = Condition::Any(together);
            if policy.when().implies(&any) {
                return Err(AgreementError::Covered { place: place(), policy: id.clone() });
            }
            let Condition::Any(parts) = any else { return Ok(()) };
            together = parts;
            together.push(policy.when().clone());
        }
    }
    Ok(())
}

/// A matrix by an attribute whose values are declared has exactly these.
fn complete_values(place: &str, objective: &Objective, raw: &RawAgreement) -> Result<(), AgreementError> {
    let listed = |fact: &Fact| match fact {
        Fact::Attribute(name) => raw.values.get(name),
        Fact::Derived(_) => None,
    };
    let unknown = |place: String, given: &String, known: &BTreeSet<String>| AgreementError::UnknownValue {
        place,
        given: crate::quantity::excerpt(given),
        known: join(known),
    };
    if let Allowance::By { fact, budgets, otherwise } = objective.allowance()
        && let Some(known) = listed(fact)
    {
        let place = format!("{place}.allowance.by.budgets");
        if let Some(given) = budgets.keys().find(|value| !known.contains(*value)) {
            return Err(unknown(place, given, known));
        }
        let missing: BTreeSet<_> =
            known.iter().filter(|value| !budgets.contains_key(*value)).cloned().collect();
        if otherwise.is_none() && !missing.is_empty() {
            return Err(AgreementError::MissingValues {
                place,
                fact: fact.to_string(),
                missing: join(&missing),
            });
        }
    }
    if let Some(by) = objective.calendar_by()
        && let Some(known) = listed(&by.fact)
        && let Some(given) = by.calendars.keys().find(|value| !known.contains(*value))
    {
        return Err(unknown(format!("{place}.calendar_by.calendars"), given, known));
    }
    Ok(())
}

fn join(values: &BTreeSet<String>) -> String {
    let shown = values.iter().take(20).map(|value| format!("`{}`", crate::quantity::excerpt(value)));
    shown.collect::<Vec<_>>().join(", ")
}

/// The first response is not promised later than the resolution, where that can be told from the budgets alone.
fn response_before_resolution(place: &str, policy: &Policy) -> Result<(), AgreementError> {
    let of = |target| policy.objectives().iter().enumerate().filter(move |(_, one)| one.target() == target);
    for (o, response) in of(Target::FirstResponse) {
        for (_, resolution) in of(Target::Resolution) {
            let same_hours = response.calendar() == resolution.calendar()
                && response.calendar_by() == resolution.calendar_by();
            let exceeding = pairs(response.allowance(), resolution.allowance())
                .into_iter()
                .find(|(one, other)| exceeds(one, other, same_hours));
            if let Some((given, allowed)) = exceeding {
                return Err(AgreementError::ResponseExceedsResolution {
                    place: format!("{place}.objectives[{o}].allowance"),
                    given: given.to_string(),
                    objective: resolution.id().clone(),
                    allowed: allowed.to_string(),
                });
            }
        }
    }
    Ok(())
}

/// The budgets that one ticket can get from both.
fn pairs<'a>(one: &'a Allowance, other: &'a Allowance) -> Vec<(&'a Budget, &'a Budget)> {
    let listed = |allowance: &'a Allowance| match allowance {
        Allowance::Same(_) => None,
        Allowance::By { fact, budgets, otherwise } => Some((fact, budgets, otherwise)),
    };
    match (listed(one), listed(other)) {
        (Some((fact, budgets, otherwise)), Some((of, others, rest))) if fact == of => {
            let values: BTreeSet<_> = budgets.keys().chain(others.keys()).collect();
            let get = |value: &String| {
                let mine = budgets.get(value).or(otherwise.as_ref())?;
                Some((mine, others.get(value).or(rest.as_ref())?))
            };
            values.into_iter().filter_map(get).chain(otherwise.as_ref().zip(rest.as_ref())).collect()
        }
        // Chosen by different facts: any may meet any.
        _ => {
            let all = |allowance: &'a Allowance| allowance.budgets().into_iter().map(|(_, budget)| budget);
            all(one).flat_map(|mine| all(other).map(move |theirs| (mine, theirs))).collect()
        }
    }
}

/// Whether one budget is surely longer than another from the same start.
fn exceeds(one: &Budget, other: &Budget, same_hours: bool) -> bool {
    match (one, other) {
        (Budget::Working(one), Budget::Working(other)) => same_hours && one > other,
        // So much working time lasts at least as long.
        (Budget::Elapsed(one) | Budget::Working(one), Budget::Elapsed(other)) => one > other,
        (Budget::BusinessDays { days: one, rule }, Budget::BusinessDays { days: other, rule: by }) => {
            same_hours && rule == by && one > other
        }
        (Budget::EndOfBusinessDay(one), Budget::EndOfBusinessDay(other)) => same_hours && one > other,
        (Budget::BusinessDayAt { day: one, at }, Budget::BusinessDayAt { day: other, at: by }) => {
            same_hours && (one, at) > (other, by)
        }
        _ => false,
    }
}
