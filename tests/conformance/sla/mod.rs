//! `sla.*`: a peer's settings, with a case's calendar and targets, make an agreement; a case's events make a ticket.
//! Each key of `expected` is a question to the engine.

mod agreement;
mod choice;
mod history;
mod peer;
mod timeline;

use crate::{Answer, Case};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    match case.kind.as_str() {
        "sla.timeline" => Some(timeline::answers(case)),
        "sla.policy_choice" => Some(choice::answers(case)),
        _ => None,
    }
}

fn tagged(case: &Case, tag: &str) -> bool {
    case.tags.iter().any(|one| one == tag)
}
