//! What a choice depends on: the facts whose change may change the policy, a budget or a calendar.

use std::collections::BTreeSet;

use super::signal::Signals;
use super::{Policy, Signal};
use crate::quantity::AttributeName;
use crate::ticket::{Condition, Derived, EventKind, Fact, Visibility};

/// Facts by kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Sensitivity {
    pub(super) attributes: BTreeSet<AttributeName>,
    derived: BTreeSet<Derived>,
}

impl Sensitivity {
    /// What decides which of the policies applies, with which budgets and calendars.
    pub(super) fn read_policies(&mut self, policies: &[Policy]) {
        for policy in policies {
            self.read_condition(policy.when());
            for fact in policy.objectives().iter().flat_map(super::Objective::facts) {
                self.read_fact(fact);
            }
        }
    }

    pub(super) fn read_condition(&mut self, condition: &Condition) {
        condition.facts().into_iter().for_each(|fact| self.read_fact(fact));
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

    /// A fact asked for that changes without an event: the age, and the anomalies, which are known only afterwards.
    pub(super) fn moves_by_itself(&self) -> Option<Derived> {
        [Derived::Age, Derived::Anomalies].into_iter().find(|derived| self.derived.contains(derived))
    }

    /// Whether names of statuses, agents or groups are asked for, or how often these changed.
    pub(super) fn asks_names(&self) -> bool {
        let named = [Derived::Status, Derived::Agent, Derived::Group, Derived::Reassignments];
        named.iter().any(|derived| self.derived.contains(derived))
    }

    /// The kinds of signals that may change the choice, but for those of attributes, as bits.
    pub(super) fn signals(&self) -> u32 {
        self.derived.iter().fold(0, |bits, derived| bits | changed_by(*derived))
    }
}

/// The kinds of signals of the events that may change a fact.
fn changed_by(derived: Derived) -> u32 {
    let agent = |visibility| EventKind::AgentMessage { visibility };
    let kinds = [
        EventKind::Created,
        EventKind::Assigned { agent: None, group: None },
        EventKind::CustomerMessage,
        agent(Visibility::Public),
        agent(Visibility::Internal),
        EventKind::Paused,
        EventKind::Resumed,
        EventKind::Resolved,
        EventKind::Reopened,
        EventKind::Closed,
        EventKind::Complaint,
        EventKind::FollowUp,
    ];
    let named = kinds.iter().filter(|kind| derived.may_change_by(kind));
    let bits = named.fold(0, |bits, kind| bits | Signals::of(kind, false, false).bits());
    match derived {
        Derived::Status => bits | (1 << Signal::StatusChanged.kind()),
        Derived::Rating => bits | (1 << Signal::Rated.kind()),
        _ => bits,
    }
}

/// A fact that a condition asks for and that changes without an event.
pub(super) fn asks_unsteady(condition: &Condition) -> Option<Derived> {
    let mut sensitivity = Sensitivity::default();
    sensitivity.read_condition(condition);
    sensitivity.moves_by_itself()
}
