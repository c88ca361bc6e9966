//! The choice of a policy and its terms, compiled: what depends on no fact is prepared once, and attributes of text are
//! compared in place.

use super::plan::Plan;
use super::terms::{Settings, Terms};
use super::{Agreement, Allowance, Budget, Objective, Policy, budget};
use crate::ticket::{Condition, Fact, Facts, Value};

/// The policies of one version.
#[derive(Debug)]
pub(super) struct Choice {
    /// By place, in the order in which they are tried.
    order: Vec<(u16, Test)>,
    /// By policy, by clock.
    offers: Vec<Vec<Option<Offer>>>,
}

/// When a policy applies.
#[derive(Debug)]
enum Test {
    Always,
    /// An attribute, by its place in the plan, has a value.
    Equals(usize, Value),
    Other(Condition),
}

/// What a policy says for one clock.
#[derive(Debug)]
pub(super) struct Offer {
    /// The objective's place in the policy.
    pub(super) place: usize,
    prepared: Prepared,
    /// Its terms, but for the budget.
    blank: Terms,
}

#[derive(Debug)]
enum Prepared {
    /// The same for every ticket.
    Same(Terms),
    /// By the text of an attribute, by its place in the plan; the last for any other text, and for none.
    By(usize, Vec<(Box<str>, Terms)>, Terms),
    /// Facts are to be looked at.
    Asks,
}

/// Longer lists of budgets are searched by their order.
const SHORT: usize = 12;

impl Choice {
    pub(super) fn new(plan: &Plan, index: u16, version: &Agreement) -> Self {
        let policy = |(place, policy): (u16, &Policy)| {
            let offer = |clock: &super::plan::PlanClock| {
                let mut objectives = policy.objectives().iter().enumerate();
                let (at, objective) = objectives.find(|(_, objective)| *objective.id() == clock.id)?;
                let calendar = plan.calendar_index(objective.calendar().unwrap_or(version.calendar()))?;
                let blank = Terms::new((index, place, calendar), Settings::of(objective), None, None);
                Some(Offer { place: at, prepared: Prepared::new(plan, objective, &blank), blank })
            };
            plan.clocks.iter().map(offer).collect()
        };
        let test = |place: usize| {
            Some((u16::try_from(place).ok()?, Test::new(plan, version.policies().get(place)?.when())))
        };
        Self {
            order: version.order().iter().filter_map(|place| test(*place)).collect(),
            offers: (0..=u16::MAX).zip(version.policies()).map(policy).collect(),
        }
    }

    /// The first policy that applies, by its place.
    pub(super) fn policy(&self, values: &[Option<Value>], facts: &impl Facts) -> Option<u16> {
        let applies = |(_, test): &&(u16, Test)| match test {
            Test::Always => true,
            Test::Equals(place, wanted) => {
                values.get(*place).and_then(Option::as_ref).is_some_and(|value| value == wanted)
            }
            Test::Other(condition) => condition.matches(facts),
        };
        self.order.iter().find(applies).map(|(place, _)| *place)
    }

    #[inline]
    pub(super) fn offer(&self, policy: u16, clock: usize) -> Option<&Offer> {
        self.offers.get(usize::from(policy))?.get(clock)?.as_ref()
    }
}

impl Test {
    fn new(plan: &Plan, condition: &Condition) -> Self {
        match condition {
            Condition::Always => Self::Always,
            Condition::Equals { fact: Fact::Attribute(name), value } => plan
                .attribute_index(name)
                .map_or_else(|| Self::Other(condition.clone()), |place| Self::Equals(place, value.clone())),
            _ => Self::Other(condition.clone()),
        }
    }
}

impl Prepared {
    fn new(plan: &Plan, objective: &Objective, blank: &Terms) -> Self {
        let amount = |budget: &Budget| !matches!(budget, Budget::Until(_));
        let mut budgets = objective.allowance().budgets().into_iter();
        let prepares = objective.pinned_by().is_none()
            && objective.calendar_by().is_none()
            && budgets.all(|(_, budget)| amount(budget));
        match objective.allowance() {
            Allowance::Same(budget) if prepares => Self::Same(blank.with_budget(Some(budget))),
            Allowance::By { fact: Fact::Attribute(name), budgets, otherwise }
                if prepares && budgets.len() <= SHORT =>
            {
                let terms = |(value, budget): (&String, &Budget)| {
                    (value.as_str().into(), blank.with_budget(Some(budget)))
                };
                plan.attribute_index(name).map_or(Self::Asks, |place| {
                    let listed = budgets.iter().map(terms).collect();
                    Self::By(place, listed, blank.with_budget(otherwise.as_ref()))
                })
            }
            _ => Self::Asks,
        }
    }
}

impl Offer {
    /// The terms, where no fact but the text of an attribute decides them.
    #[inline]
    pub(super) fn prepared(&self, values: &[Option<Value>]) -> Option<&Terms> {
        match &self.prepared {
            Prepared::Same(terms) => Some(terms),
            Prepared::By(place, listed, otherwise) => match values.get(*place)? {
                Some(Value::Text(text)) => {
                    let found = listed.iter().find(|(value, _)| **value == **text);
                    Some(found.map_or(otherwise, |(_, terms)| terms))
                }
                Some(Value::Number(_) | Value::Flag(_)) => None,
                Some(Value::Instant(_) | Value::Span(_)) | None => Some(otherwise),
            },
            Prepared::Asks => None,
        }
    }

    /// The terms as the facts decide them.
    pub(super) fn asked(&self, plan: &Plan, objective: &Objective, facts: &impl Facts) -> Terms {
        let own = objective.calendar_by().and_then(|by| plan.calendar_index(by.calendar(facts)?));
        let places = (self.blank.version, self.blank.policy, own.unwrap_or(self.blank.calendar));
        let settings = self.blank.settings;
        if let Some((fact, at)) = objective.pin(facts) {
            return Terms::new(places, settings, Some(Budget::Until(fact.clone())), Some(at));
        }
        let (budget, fixed) = match objective.allowance().budget(facts) {
            Some(Budget::Until(fact)) => match budget::instant(fact, facts) {
                Some(at) => (Some(Budget::Until(fact.clone())), Some(at)),
                None => (None, None),
            },
            budget => (budget.cloned(), None),
        };
        Terms::new(places, settings, budget, fixed)
    }
}
