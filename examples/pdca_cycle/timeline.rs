//! What happened, told from the state.

use std::error::Error;
use std::fmt::Write as _;

use service_quality::improve::cause::Examination;
use service_quality::improve::cycle::{Cycle, CycleEvent};
use service_quality::quantity::{Date, Language};

use crate::desk::Desk;

/// Each cause below the one that it explains.
pub(crate) fn causes(cycle: &Cycle) -> String {
    let causes = cycle.causes();
    let mut all: Vec<_> = causes.iter().map(|cause| (causes.chain(cause.id()), cause)).collect();
    all.sort_by_key(|(chain, _)| chain.iter().map(|cause| cause.id()).cloned().collect::<Vec<_>>());
    let mut text = String::new();
    for (chain, cause) in all {
        let indent = "  ".repeat(chain.len());
        let hypothesis = cause.hypothesis();
        let category = hypothesis.category.name(Language::Chinese);
        let standing = cause.standing();
        let examined = standing.examination().map(Examination::evidence);
        let facts: Vec<String> = examined.unwrap_or_default().iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "{indent}[{category}] {}", hypothesis.statement);
        let _ = writeln!(text, "{indent}  {}: {}", standing.word(Language::English), facts.join("; "));
    }
    text
}

/// How each owner kept the due days.
pub(crate) fn owners(desk: &Desk, today: Date) -> String {
    let mut text = String::new();
    for (owner, kept) in desk.register.by_owner(today, desk.policy.zone()) {
        let owner = owner.map_or("nobody".to_owned(), |owner| owner.to_string());
        let late = kept.late_share().map_or("none".to_owned(), |share| share.to_string());
        let _ = writeln!(
            text,
            "  {owner}: {} in time, {} late, share late {late}",
            kept.done_on_time, kept.done_late
        );
    }
    text
}

/// Every stored event, in order of time.
pub(crate) fn events(desk: &Desk) -> Result<String, Box<dyn Error>> {
    let mut events = desk.events()?;
    events.sort_by_key(|event| event.at);
    let mut text = String::new();
    for event in events {
        let at = desk.policy.zone().wall(event.at).format("%Y-%m-%d %H:%M");
        let written = serde_json::to_value(&event.what)?;
        let what =
            written.as_object().and_then(|what| what.keys().next()).ok_or("an event without a name")?;
        let (what, of) = (what.replace('_', " "), subject(&event.what));
        let line = format!("  {at}  {} {:>2}  {what} {of}", event.subject, event.revision);
        let _ = writeln!(text, "{} ({})", line.trim_end(), event.by);
    }
    Ok(text)
}

/// What an event is about.
fn subject(event: &CycleEvent) -> String {
    match event {
        CycleEvent::ProblemAdded(problem) => problem.id.to_string(),
        CycleEvent::ProblemSettled { problem, .. } => problem.to_string(),
        CycleEvent::CauseProposed(hypothesis) => hypothesis.id.to_string(),
        CycleEvent::CauseVerified { cause, .. } | CycleEvent::CauseRejected { cause, .. } => {
            cause.to_string()
        }
        CycleEvent::ActionPlanned(action) => action.id().to_string(),
        CycleEvent::ActionBegun { action, .. } | CycleEvent::ActionCompleted { action, .. } => {
            action.to_string()
        }
        CycleEvent::Watched(watched) => watched.indicator.to_string(),
        CycleEvent::Advanced { from, to, .. } => format!("{from} to {to}"),
        _ => String::new(),
    }
}
