//! What happened, told from the state.

use service_quality::improve::cycle::Cycle;
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
        let found = standing.examination().and_then(|found| found.evidence().first());
        let found = found.map(|found| format!(": {found}")).unwrap_or_default();
        text += &format!("{indent}[{category}] {}\n", hypothesis.statement);
        text += &format!("{indent}  {}{found}\n", standing.word(Language::English));
    }
    text
}

/// Each move, with who made it.
pub(crate) fn passages(cycle: &Cycle) -> String {
    let line = |passage: &service_quality::improve::cycle::Passage| {
        format!("  {} {} to {} by {}\n", passage.at, passage.from, passage.to, passage.by)
    };
    cycle.passages().iter().map(line).collect()
}

/// How each owner kept the due days.
pub(crate) fn owners(desk: &Desk, today: Date) -> String {
    let mut text = String::new();
    for (owner, kept) in desk.register.by_owner(today) {
        let owner = owner.map_or("nobody".to_owned(), |owner| owner.to_string());
        let late = kept.late_share().map_or("none".to_owned(), |share| share.to_string());
        text += &format!("  {owner}: {} in time, {} late, share late {late}\n", kept.done_on_time, kept.done_late);
    }
    text
}
