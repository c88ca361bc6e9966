use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ClockRules, Reopening, Signal, StatusClass, Trigger};
use crate::ticket::{Condition, Derived, Fact};

/// What an objective is about. Each target has [rules](Target::rules) for its clock, which an objective may replace.
///
/// ```
/// use service_quality::sla::{Signal, Target};
/// assert_eq!(Target::FirstResponse.to_string(), "first response");
/// assert!(Target::FirstResponse.rules().stop[0].on.contains(&Signal::PublicReply));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Target {
    /// The first message to the customer (首次响应); a ticket resolved or closed without one was answered by that.
    FirstResponse,
    /// The answer to each further question of the customer (后续响应): from the oldest unanswered message after the first
    /// response to the next message to the customer. A resolution ends it; a message after the resolution begins none
    /// until the ticket is reopened, then from the reopening on.
    NextResponse,
    /// A sign of life at regular intervals (定期更新): from each message to the customer to the next.
    PeriodicUpdate,
    /// As the periodic update, but the clock stands still in pauses.
    PausableUpdate,
    /// Until a person has it (认领).
    TimeToOwn,
    /// Resolved, or closed without having been resolved (解决). What a reopening does, the objective says.
    Resolution,
    /// The time in which the customer waits: statuses new, open and on hold.
    RequesterWait,
    /// The time in which the provider can work: statuses new and open.
    AgentWork,
    /// The time in which the provider waits for the customer: status pending.
    AgentWait,
    /// The time in which everyone waits for a third party: status on hold.
    OnHold,
    /// How long a group has it, until it is handed on, resolved or closed; a cycle each time a group gets it.
    GroupOwnership,
    /// A clock whose rules the objective gives; a cycle each time it starts.
    Named,
}

impl Target {
    /// When the clock starts, stops and counts; a named clock has no rules but the objective's.
    #[must_use]
    pub fn rules(self) -> ClockRules {
        use Signal::{
            AgentChanged, Closed, Created, CustomerMessage, GroupChanged, PublicReply, Reopened, Resolved,
        };
        let open = || Condition::equals(Fact::Derived(Derived::Open), true);
        let (start, stop) = match self {
            Self::FirstResponse => (vec![Trigger::on([Created])], vec![PublicReply, Resolved, Closed]),
            Self::NextResponse => {
                let answered = || Condition::exists(Fact::Derived(Derived::FirstResponse));
                let waits = Condition::exists(Fact::Derived(Derived::UnansweredSince));
                let question = Trigger::on([CustomerMessage]).when(Condition::all([answered(), open()]));
                // A customer who answers a solved ticket reopens it, most often by that very message.
                let reopened = Trigger::on([Reopened]).when(Condition::all([answered(), waits]));
                (vec![question, reopened], vec![PublicReply, Resolved, Closed])
            }
            Self::PeriodicUpdate | Self::PausableUpdate => {
                let start = vec![Trigger::on([PublicReply]).when(open()), Trigger::on([Reopened])];
                (start, vec![PublicReply, Resolved, Closed])
            }
            Self::TimeToOwn => (vec![Trigger::on([Created])], vec![AgentChanged, Resolved, Closed]),
            Self::GroupOwnership => {
                let held = Condition::exists(Fact::Derived(Derived::Group));
                let start =
                    vec![Trigger::on([GroupChanged]).when(open()), Trigger::on([Reopened]).when(held)];
                (start, vec![GroupChanged, Resolved, Closed])
            }
            Self::Resolution | Self::RequesterWait | Self::AgentWork | Self::AgentWait | Self::OnHold => {
                (vec![Trigger::on([Created, Reopened])], vec![Resolved, Closed])
            }
            Self::Named => return ClockRules::default(),
        };
        ClockRules {
            start,
            stop: vec![Trigger::on(stop)],
            counts_in: self.counts_in(),
            ..ClockRules::default()
        }
    }

    fn counts_in(self) -> BTreeSet<StatusClass> {
        use StatusClass::{New, OnHold, Open, Pending};
        match self {
            Self::RequesterWait => BTreeSet::from([New, Open, OnHold]),
            Self::AgentWork => BTreeSet::from([New, Open]),
            Self::AgentWait => BTreeSet::from([Pending]),
            Self::OnHold => BTreeSet::from([OnHold]),
            _ => BTreeSet::new(),
        }
    }

    /// Whether the clock stands still in the agreement's pauses, unless the objective says otherwise.
    #[must_use]
    pub const fn pausable(self) -> bool {
        matches!(self, Self::Resolution | Self::PausableUpdate | Self::GroupOwnership)
    }

    /// What happens when a finished clock starts again, unless the objective says otherwise.
    #[must_use]
    pub const fn reopening(self) -> Reopening {
        match self {
            Self::NextResponse
            | Self::PeriodicUpdate
            | Self::PausableUpdate
            | Self::GroupOwnership
            | Self::Named => Reopening::NewCycle,
            _ => Reopening::Continue,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::FirstResponse => "first response",
            Self::NextResponse => "next response",
            Self::PeriodicUpdate => "periodic update",
            Self::PausableUpdate => "pausable update",
            Self::TimeToOwn => "time to own",
            Self::Resolution => "resolution",
            Self::RequesterWait => "requester wait",
            Self::AgentWork => "agent work",
            Self::AgentWait => "agent wait",
            Self::OnHold => "on hold",
            Self::GroupOwnership => "group ownership",
            Self::Named => "named clock",
        })
    }
}
