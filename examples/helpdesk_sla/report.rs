//! What the days came to: every outcome, some of them explained, the attainment.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use service_quality::quantity::{AgreementId, ObjectiveId, Span, TicketId, Timestamp};
use service_quality::sla::{Attainment, Chain, Denominator, Outlook, Promise, TimeBasis};

use crate::desk::Desk;

/// How every promise stands, from the states that the host keeps.
pub(crate) fn standing(desk: &Desk, as_of: Timestamp) -> Result<String, Box<dyn Error>> {
    let mut text = format!("How it stands at {as_of}\n");
    for row in desk.rows() {
        let evaluation = row.engine.read(&row.state, as_of)?;
        for outcome in &evaluation.outcomes {
            let _ = writeln!(text, "  {}, {outcome}", evaluation.ticket);
        }
    }
    Ok(text)
}

/// Why an outcome is what it is: its reasons, and every stretch that its clock counted or did not, from the history.
pub(crate) fn explanation(
    desk: &Desk,
    ticket: &TicketId,
    objective: &ObjectiveId,
    as_of: Timestamp,
) -> Result<String, Box<dyn Error>> {
    let history = desk.ticket(ticket)?;
    let mut text = String::new();
    for row in desk.rows().iter().filter(|row| row.state.ticket() == ticket) {
        let evaluation = row.engine.evaluate(&history, as_of);
        let outcome = evaluation.as_ref().and_then(|evaluation| evaluation.outcome(objective));
        let timeline = row.engine.explain(&history, objective, as_of);
        let Some((outcome, timeline)) = outcome.zip(timeline) else { continue };
        for cycle in outcome.cycles() {
            let _ = writeln!(text, "{ticket}, {objective}, cycle {}: {}", cycle.number, cycle.verdict);
        }
        for reason in &outcome.reasons {
            let _ = writeln!(text, "  {reason}");
        }
        for segment in &timeline.segments {
            let _ = writeln!(text, "    {segment}");
        }
    }
    Ok(text)
}

/// Whether the lines' budgets fit the promise, and which line used up the promise of one ticket.
pub(crate) fn chain(
    desk: &Desk,
    chain: &Chain,
    ticket: &TicketId,
    as_of: Timestamp,
) -> Result<String, Box<dyn Error>> {
    let (mut agreements, mut evaluations) = (Vec::new(), BTreeMap::new());
    for row in desk.rows().iter().filter(|row| row.state.ticket() == ticket) {
        agreements.extend(row.engine.agreement());
        let evaluation = row.engine.read(&row.state, as_of)?;
        evaluations.insert(evaluation.agreement.clone(), evaluation);
    }
    let outcome = |promise: &Promise| evaluations.get(&promise.agreement)?.outcome(&promise.objective);
    let promise = outcome(chain.promise()).ok_or("no such promise")?;
    let links = chain.links().iter().filter_map(|link| Some((link.id().clone(), outcome(link.promise())?)));

    let fits = chain.check(&agreements, &desk.ticket(ticket)?.at(as_of))?;
    let report = chain.attribute(TimeBasis::Working, promise, &links.collect())?;
    let mut text = format!("{ticket}, {}: {}\n", report.promise.promise, report.cause);
    for link in &report.links {
        let _ = writeln!(text, "  {link}");
    }
    let _ = writeln!(text, "  {} in neither line; by agreement the chain {fits}", report.unattributed);
    Ok(text)
}

/// What is open, by due time: beside the attainment, not in it.
pub(crate) fn outlook(desk: &Desk, as_of: Timestamp) -> Result<String, Box<dyn Error>> {
    let mut outlook = Outlook::new(as_of);
    for row in desk.rows() {
        outlook.record(&row.engine.read(&row.state, as_of)?)?;
    }
    let mut text = String::from("Due within the day\n");
    for pending in outlook.due_within(Span::from_hours(24)) {
        let due = pending.due.map(|due| due.to_string()).unwrap_or_default();
        let _ = writeln!(text, "  {}, {}: {due}", pending.ticket, pending.objective);
    }
    if let Some(timer) = desk.timer() {
        let _ = writeln!(text, "  the timer rings at {timer}");
    }
    Ok(text)
}

/// The share of promises kept, by agreement and objective.
pub(crate) fn attainment(desk: &Desk, as_of: Timestamp) -> Result<String, Box<dyn Error>> {
    let mut tallies: BTreeMap<AgreementId, Attainment> = BTreeMap::new();
    for row in desk.rows() {
        let evaluation = row.engine.read(&row.state, as_of)?;
        tallies.entry(evaluation.agreement.clone()).or_default().record(&evaluation);
    }
    let mut text = String::from("Attainment\n");
    for (agreement, tally) in &tallies {
        let _ = writeln!(text, "  {agreement}: nothing promised for {} tickets", tally.unmatched());
        for (objective, counts) in tally.objectives() {
            let (met, of) = counts.ratio(Denominator::Decided);
            let open = counts.running + counts.paused;
            let _ = writeln!(text, "    {objective}: {met} of {of} cycles in time, {open} open");
        }
    }
    Ok(text)
}
