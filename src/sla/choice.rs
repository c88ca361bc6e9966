//! Which policy applied when: the facts that the choice depends on, and the spans between their changes.

use std::collections::BTreeSet;

use super::{Agreement, Allowance, Budget, Policy};
use crate::quantity::{AttributeName, Timestamp};
use crate::ticket::{Condition, Derived, EventKind, Fact, Ticket, View};

/// The facts whose change may change the policy or the budget.
#[derive(Debug, Clone, Default)]
pub(super) struct Sensitivity {
    attributes: BTreeSet<AttributeName>,
    derived: BTreeSet<Derived>,
}

/// From an instant on, one policy applied, or none; the ticket's facts were those of the view.
#[derive(Debug)]
pub(super) struct Epoch<'a> {
    pub(super) from: Timestamp,
    pub(super) policy: Option<&'a Policy>,
    pub(super) view: View<'a>,
}

impl Sensitivity {
    pub(super) fn of(policies: &[Policy]) -> Self {
        let mut sensitivity = Self::default();
        for policy in policies {
            sensitivity.read_condition(policy.when());
            for objective in policy.objectives() {
                match objective.allowance() {
                    Allowance::Same(budget) => sensitivity.read_budget(budget),
                    Allowance::By { fact, budgets, otherwise } => {
                        sensitivity.read_fact(fact);
                        for budget in budgets.values().chain(otherwise) {
                            sensitivity.read_budget(budget);
                        }
                    }
                }
            }
        }
        sensitivity
    }

    /// Whether the choice depends on the passing of time, which no event tells.
    pub(super) fn moves_by_itself(&self) -> bool {
        self.derived.contains(&Derived::Age)
    }

    fn read_condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Always => {}
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.read_condition(part);
                }
            }
            Condition::Not(part) => self.read_condition(part),
            Condition::Equals { fact, .. }
            | Condition::In { fact, .. }
            | Condition::Compare { fact, .. }
            | Condition::Contains { fact, .. }
            | Condition::Exists(fact) => self.read_fact(fact),
        }
    }

    fn read_budget(&mut self, budget: &Budget) {
        if let Budget::Until(fact) = budget {
            self.read_fact(fact);
        }
    }

    fn read_fact(&mut self, fact: &Fact) {
        match fact {
            Fact::Attribute(name) => {
                self.attributes.insert(name.clone());
            }
            Fact::Derived(derived) => {
                self.derived.insert(*derived);
            }
        }
    }

    /// Whether an event may change the choice.
    fn concerns(&self, kind: &EventKind) -> bool {
        match kind {
            EventKind::AttributeChanged { name, .. } => self.attributes.contains(name),
            kind => self.derived.iter().any(|derived| derived.may_change_by(kind)),
        }
    }

    /// The epochs of a ticket up to an instant, in order; the first begins at its creation.
    pub(super) fn epochs<'a>(
        &self,
        agreement: &'a Agreement,
        ticket: &'a Ticket,
        as_of: Timestamp,
    ) -> Vec<Epoch<'a>> {
        let mut epochs: Vec<Epoch<'a>> = Vec::with_capacity(1);
        let mut view = ticket.at(ticket.created());
        for event in ticket.events().iter().take_while(|event| event.at <= as_of) {
            let decided = epochs.last().is_some_and(|epoch| epoch.from == event.at);
            if decided || (!epochs.is_empty() && !self.concerns(&event.kind)) {
                continue;
            }
            // The view holds every event of the instant, also those that follow in the list.
            view.advance(event.at);
            let policy = agreement.policies().iter().find(|policy| policy.when().matches(&view));
            epochs.push(Epoch { from: event.at, policy, view: view.clone() });
        }
        epochs
    }
}
