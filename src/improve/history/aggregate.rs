use std::fmt::Display;

use super::{Command, Guard, GuardPolicy, Head, Recorded, Refusal, ReplayError, Violation};
use crate::quantity::{AgentId, Timestamp};

/// What is kept as events: its own rules. The rest is the same for all and stands below.
pub(crate) trait Aggregate: Sized {
    type Id: Clone + PartialEq + Display;
    type Command;
    type Event;
    type Guard: Guard;

    fn id(&self) -> &Self::Id;

    fn head(&self) -> Head;

    fn set_head(&mut self, head: Head);

    /// What follows from a command, or everything that stands against it and is not switched off.
    fn events(
        &self,
        command: &Self::Command,
        by: &AgentId,
        policy: &GuardPolicy<Self::Guard>,
        as_of: Timestamp,
    ) -> Result<Vec<Self::Event>, Vec<Violation<Self::Guard>>>;

    /// Takes an event in, whatever the guards say today; refused, with nothing changed, only where it names what is not
    /// there or comes in a phase in which it cannot.
    fn take(&mut self, event: &Self::Event, by: &AgentId, at: Timestamp) -> Result<(), String>;
}

type Events<A> = Vec<Recorded<<A as Aggregate>::Id, <A as Aggregate>::Event>>;

/// Decides a command into numbered events.
pub(crate) fn decide<A: Aggregate>(
    subject: &A,
    command: &Command<A::Command>,
    policy: &GuardPolicy<A::Guard>,
    as_of: Timestamp,
) -> Result<Events<A>, Refusal<A::Guard>> {
    let head = subject.head();
    if let Some(seen) = command.after.filter(|seen| *seen != head.revision) {
        return Err(Refusal::Stale { seen, now: head.revision });
    }
    if let Some(last) = head.last.filter(|last| as_of < *last) {
        return Err(Refusal::Backwards { as_of, last });
    }
    let events = subject
        .events(&command.what, &command.by, policy, as_of)
        .map_err(|violations| Refusal::Violated { violations })?;
    let numbered = (head.revision.saturating_add(1)..).zip(events);
    Ok(numbered
        .map(|(revision, what)| {
            Recorded::new(subject.id().clone(), revision, as_of, command.by.clone(), what)
        })
        .collect())
}

/// Applies the next event; where it is refused, nothing changes.
pub(crate) fn apply<A: Aggregate>(
    subject: &mut A,
    event: &Recorded<A::Id, A::Event>,
) -> Result<(), ReplayError> {
    let revision = event.revision;
    if event.subject != *subject.id() {
        let (expected, given) = (subject.id().to_string(), event.subject.to_string());
        return Err(ReplayError::OtherSubject { revision, expected, given });
    }
    let head = subject.head().after(revision, event.at)?;
    subject
        .take(&event.what, &event.by, event.at)
        .map_err(|why| ReplayError::Impossible { revision, why })?;
    subject.set_head(head);
    Ok(())
}

/// Applies all events, none of which may lie after the instant as of which is asked.
pub(crate) fn replay<'e, A: Aggregate>(
    mut subject: A,
    events: impl IntoIterator<Item = &'e Recorded<A::Id, A::Event>>,
    as_of: Timestamp,
) -> Result<A, ReplayError>
where
    A::Id: 'e,
    A::Event: 'e,
{
    for event in events {
        if event.at > as_of {
            return Err(ReplayError::Future { revision: event.revision, at: event.at, as_of });
        }
        apply(&mut subject, event)?;
    }
    Ok(subject)
}
