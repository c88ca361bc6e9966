use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::scale::scale;
use super::{Complaint, ComplaintTask};
use crate::quantity::{ComplaintId, ObjectiveId, Timestamp};
use crate::sla::{Attainment, Evaluation, SlaEngine, Verdict};

/// An open complaint, and what it lacks (待办).
///
/// ```
/// use service_quality::improve::complaint::{ComplaintDue, ComplaintTask, Urgency};
///
/// let due: ComplaintDue = serde_json::from_str(r#"{"due": "2026-03-03T09:00:00Z", "objective": "acknowledge", "complaint": "B-17",
///     "next": "acknowledge", "since": "2026-03-02T09:00:00Z", "urgency": "overdue"}"#)?;
/// assert_eq!((due.next, due.urgency), (ComplaintTask::Acknowledge, Urgency::Overdue));
/// assert_eq!(due.to_string(), "B-17: acknowledge, since 2026-03-02T09:00:00Z, overdue since 2026-03-03T09:00:00Z by `acknowledge`");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintDue {
    /// Which.
    pub complaint: ComplaintId,
    /// What it lacks next.
    pub next: ComplaintTask,
    /// Since when.
    pub since: Timestamp,
    /// Which promise falls, or fell, due first; absent where none runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<ObjectiveId>,
    /// Until when that promise is to be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Whether there is time left.
    pub urgency: Urgency,
}

scale! {
    /// Whether there is time left.
    ///
    /// ```
    /// use service_quality::improve::complaint::Urgency;
    /// assert_eq!(serde_json::to_string(&Urgency::Undated)?, r#""undated""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    Urgency {
        /// A promise's due time has passed.
        Overdue => "overdue", "overdue", "逾期";
        /// There is time left.
        Due => "due", "due", "未到期";
        /// The clocks stand still while the customer is asked.
        Paused => "paused", "paused", "暂停计时";
        /// No promise runs.
        Undated => "undated", "no due time", "无期限";
    }
}

/// Every open complaint and what it lacks (件件有落实), by due time, what has none last, then by receipt and id. A
/// complaint is in the list exactly where it is [open](Complaint::is_open), with or without a promise.
///
/// Due times are those of the engine's agreement on [complaints as tickets](Complaint::to_ticket), first the one that
/// falls, or fell, due first.
///
/// ```
/// # use std::{collections::BTreeMap, sync::Arc};
/// use service_quality::calendar::Calendar;
/// use service_quality::improve::complaint::{acknowledge_within, complaints_due, Channel, Complaint, ComplaintCategory, ComplaintCommand, Receipt};
/// use service_quality::improve::history::{Command, GuardPolicy};
/// use service_quality::quantity::{CalendarId, Span};
/// use service_quality::sla::{Agreement, Budget, Policy};
///
/// let acknowledge = acknowledge_within("acknowledge".parse()?, Budget::Elapsed(Span::from_hours(24)))?;
/// let policy = Policy::new("all".parse()?, vec![acknowledge])?;
/// let agreement = Agreement::new("complaints".parse()?, "1".parse()?, "always".parse()?, vec![policy])?;
/// let range = "2026-01-01T00:00:00Z".parse()?.."2027-01-01T00:00:00Z".parse()?;
/// let always = Calendar::always("UTC".parse()?).compile(range)?;
/// let engine = agreement.engine(&BTreeMap::from([("always".parse::<CalendarId>()?, Arc::new(always))]))?;
///
/// let mut complaint = Complaint::new("B-17".parse()?);
/// let receipt = Receipt::new("K-1031".parse()?, Channel::Phone, ComplaintCategory::Delay,
///     "Waited 40 minutes.".parse()?, "2026-03-02T09:00:00Z".parse()?);
/// let receive = Command::new("li.wei".parse()?, ComplaintCommand::Receive(receipt));
/// for event in complaint.decide(&receive, &GuardPolicy::default(), "2026-03-02T09:05:00Z".parse()?)? {
///     complaint.apply(&event)?;
/// }
/// let due = complaints_due([&complaint], &engine, "2026-03-02T12:00:00Z".parse()?);
/// assert_eq!(due[0].to_string(), "B-17: acknowledge, since 2026-03-02T09:00:00Z, due 2026-03-03T09:00:00Z by `acknowledge`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn complaints_due<'c>(
    complaints: impl IntoIterator<Item = &'c Complaint>,
    engine: &SlaEngine,
    as_of: Timestamp,
) -> Vec<ComplaintDue> {
    let due = complaints.into_iter().filter_map(|complaint| {
        let (next, since) = (complaint.next()?, complaint.since()?);
        let evaluation = complaint.to_ticket().and_then(|ticket| engine.evaluate(&ticket, as_of));
        let (objective, due, urgency) = evaluation.as_ref().map_or((None, None, Urgency::Undated), first_due);
        Some(ComplaintDue { complaint: complaint.id().clone(), next, since, objective, due, urgency })
    });
    // A complaint that is given twice is there once.
    let by_id: BTreeMap<_, _> = due.map(|due| (due.complaint.clone(), due)).collect();
    let mut list: Vec<_> = by_id.into_values().collect();
    list.sort_by(|one, other| one.place().cmp(&other.place()));
    list
}

/// The promise that falls due first: which, when, and whether that has passed.
fn first_due(evaluation: &Evaluation) -> (Option<ObjectiveId>, Option<Timestamp>, Urgency) {
    let open = || evaluation.outcomes.iter().filter(|outcome| outcome.verdict.is_open());
    let first = open().filter_map(|outcome| Some((outcome.open_due()?, outcome))).min_by_key(|(due, _)| *due);
    match first {
        Some((due, outcome)) => {
            let overdue = matches!(outcome.verdict, Verdict::Breached { .. });
            let urgency = if overdue { Urgency::Overdue } else { Urgency::Due };
            (Some(outcome.objective.clone()), Some(due), urgency)
        }
        None if open().any(|outcome| outcome.verdict == Verdict::Paused) => (None, None, Urgency::Paused),
        None => (None, None, Urgency::Undated),
    }
}

/// Which promises about complaints were kept: the attainment of every objective over complaints.
///
/// ```
/// # use service_quality::improve::complaint::{Complaint, complaint_attainment};
/// # use service_quality::sla::{Denominator, SlaEngine};
/// fn answered_in_time(engine: &SlaEngine, complaints: &[Complaint]) -> Option<(u64, u64)> {
///     let attainment = complaint_attainment(complaints, engine, "2026-04-01T00:00:00Z".parse().ok()?);
///     Some(attainment.of(&"respond".parse().ok()?).ratio(Denominator::Decided))
/// }
/// ```
#[must_use]
pub fn complaint_attainment<'c>(
    complaints: impl IntoIterator<Item = &'c Complaint>,
    engine: &SlaEngine,
    as_of: Timestamp,
) -> Attainment {
    let mut attainment = Attainment::default();
    let tickets = complaints.into_iter().filter_map(Complaint::to_ticket);
    for evaluation in tickets.filter_map(|ticket| engine.evaluate(&ticket, as_of)) {
        attainment.record(&evaluation);
    }
    attainment
}

impl ComplaintDue {
    /// Its place in a list.
    fn place(&self) -> (bool, Option<Timestamp>, Timestamp, &ComplaintId) {
        (self.due.is_none(), self.due, self.since, &self.complaint)
    }
}

impl fmt::Display for ComplaintDue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        use crate::quantity::Language::English;
        let Self { complaint, next, since, objective, due, urgency } = self;
        write!(formatter, "{complaint}: {}, since {since}, {}", next.text(English), urgency.text(English))?;
        if let (Some(due), Some(objective)) = (due, objective) {
            let word = if *urgency == Urgency::Overdue { " since" } else { "" };
            write!(formatter, "{word} {due} by `{objective}`")?;
        }
        Ok(())
    }
}
