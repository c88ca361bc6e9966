use std::fmt;

use serde::{Deserialize, Serialize};

use super::newest::{newest, newest_as_of};
use super::scale::scale;
use super::{Complaint, ComplaintCategory, ComplaintTask};
use crate::improve::ImproveError;
use crate::quantity::{AgentId, ComplaintId, Date, Label, Language, ObjectiveId, Timestamp, Zone};
use crate::sla::{Attainment, Evaluation, SlaEngine, Verdict};

/// An open complaint, whose it is and what it lacks (待办).
///
/// ```
/// use service_quality::improve::complaint::{ComplaintDue, ComplaintTask, Urgency};
/// use service_quality::quantity::Language;
///
/// let due: ComplaintDue = serde_json::from_str(r#"{"complaint": "B-17", "category": "delay", "customer": "K-1031", "owner": "li.wei",
///     "next": "acknowledge", "since": "2026-03-02T09:00:00Z", "by": {"objective": "acknowledge"},
///     "due": "2026-03-03T09:00:00Z", "urgency": "overdue"}"#)?;
/// assert_eq!((due.next, due.urgency), (ComplaintTask::Acknowledge, Urgency::Overdue));
/// assert_eq!(due.to_string(), "B-17 (delay, K-1031, owner li.wei): acknowledge, since 2026-03-02T09:00:00Z, \
///     overdue since 2026-03-03T09:00:00Z by `acknowledge`");
/// assert_eq!(due.text(Language::Chinese), "B-17（时效，K-1031，负责人 li.wei）：确认收到，自 2026-03-02T09:00:00Z 起；\
///     逾期，期限 2026-03-03T09:00:00Z（`acknowledge`）");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintDue {
    /// Which.
    pub complaint: ComplaintId,
    /// What it is about.
    pub category: ComplaintCategory,
    /// Whose it is, where they say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Label>,
    /// Who is answerable; absent while nobody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
    /// What it lacks next.
    pub next: ComplaintTask,
    /// Since when.
    pub since: Timestamp,
    /// What falls, or fell, due first; absent where nothing has a due time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<DueBy>,
    /// Until when; a day ends where the next begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Whether there is time left.
    pub urgency: Urgency,
}

/// What about a complaint has a due time (期限).
///
/// ```
/// use service_quality::improve::complaint::DueBy;
/// use service_quality::quantity::Language;
/// assert_eq!(serde_json::to_string(&DueBy::Remedy)?, r#""remedy""#);
/// assert_eq!(DueBy::Question.text(Language::English), "the day given for the missing information");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum DueBy {
    /// A promise of the agreement.
    Objective(ObjectiveId),
    /// The day until which the customer is to answer a question.
    Question,
    /// The day until which the customer is to answer the decision.
    Answer,
    /// The day of the promised remedy.
    Remedy,
}

impl DueBy {
    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::Objective(objective) => return format!("`{objective}`"),
            Self::Question => ("the day given for the missing information", "客户补充信息的期限"),
            Self::Answer => ("the day given to answer the decision", "客户答复决定的期限"),
            Self::Remedy => ("the day of the remedy", "补救期限"),
        };
        match language {
            Language::English => english.to_owned(),
            Language::Chinese => chinese.to_owned(),
        }
    }
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
        /// A due time has passed.
        Overdue => "overdue", "overdue", "逾期";
        /// There is time left.
        Due => "due", "due", "未到期";
        /// The clocks stand still while the customer is asked.
        Paused => "paused", "paused", "暂停计时";
        /// Nothing has a due time.
        Undated => "undated", "no due time", "无期限";
    }
}

/// Every open complaint and what it lacks (件件有落实), by due time, what has none last, then by receipt and id. A
/// complaint is in the list exactly where it is [open](Complaint::is_open), with or without a promise; of one given twice
/// the newest state counts, and one received later than the instant is not in it yet.
///
/// Due times are those of the engine's agreement on [complaints as tickets](Complaint::to_ticket) and the days, in the zone,
/// until which the customer is awaited and the remedy is promised; first the one that falls, or fell, due first. A question
/// whose day is over is overdue though the promises stand still: ask again, or go on without the answer.
///
/// ```
/// # use std::{collections::BTreeMap, sync::Arc};
/// use service_quality::calendar::{Calendar, Week};
/// use service_quality::improve::complaint::{acknowledge_within, complaints_due, Channel, Complaint, ComplaintCategory, ComplaintCommand, Receipt};
/// use service_quality::improve::history::{Command, GuardPolicy};
/// use service_quality::quantity::{CalendarId, Span, Zone};
/// use service_quality::sla::{Agreement, Budget, Policy};
///
/// // One working day of eight hours to acknowledge, in an office in Shanghai.
/// let zone: Zone = "+08:00".parse()?;
/// let acknowledge = acknowledge_within("acknowledge".parse()?, Budget::Working(Span::from_hours(8)))?;
/// let policy = Policy::new("all".parse()?, vec![acknowledge])?;
/// let agreement = Agreement::new("complaints".parse()?, "1".parse()?, "office".parse()?, vec![policy])?;
/// let office = Calendar::builder(zone).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
/// let index = office.compile("2026-01-01T00:00:00Z".parse()?.."2027-01-01T00:00:00Z".parse()?)?;
/// let engine = agreement.engine(&BTreeMap::from([("office".parse::<CalendarId>()?, Arc::new(index))]))?;
///
/// // Received on a Friday at three in the afternoon.
/// let mut complaint = Complaint::new("B-17".parse()?);
/// let receipt = Receipt::new("K-1031".parse()?, Channel::Phone, ComplaintCategory::Delay,
///     "Waited 40 minutes.".parse()?, "2026-03-06T07:00:00Z".parse()?);
/// let receive = Command::new("li.wei".parse()?, ComplaintCommand::Receive(receipt));
/// for event in complaint.decide(&receive, &GuardPolicy::strict(zone), "2026-03-06T07:05:00Z".parse()?)? {
///     complaint.apply(&event)?;
/// }
/// let due = complaints_due([&complaint], &engine, zone, "2026-03-06T08:00:00Z".parse()?)?;
/// // Due on Monday at three.
/// assert_eq!(due[0].to_string(), "B-17 (delay, K-1031): acknowledge, since 2026-03-06T07:00:00Z, due 2026-03-09T07:00:00Z by `acknowledge`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ImproveError::NotAllowed`] for a state that is newer than the instant; [`Complaint::replay_until`] gives the one of then.
pub fn complaints_due<'c>(
    complaints: impl IntoIterator<Item = &'c Complaint>,
    engine: &SlaEngine,
    zone: Zone,
    as_of: Timestamp,
) -> Result<Vec<ComplaintDue>, ImproveError> {
    let listed = newest_as_of(complaints, as_of)?.into_iter().filter_map(|complaint| {
        let evaluation = complaint.to_ticket().and_then(|ticket| engine.evaluate(&ticket, as_of));
        let all = promises(evaluation.as_ref()).chain(days(complaint, zone, as_of));
        let first = all.min_by_key(|(due, ..)| *due);
        let (due, by, urgency) = match first {
            Some((due, by, true)) => (Some(due), Some(by), Urgency::Overdue),
            Some((due, by, false)) => (Some(due), Some(by), Urgency::Due),
            None if is_paused(evaluation.as_ref()) => (None, None, Urgency::Paused),
            None => (None, None, Urgency::Undated),
        };
        Some(ComplaintDue {
            complaint: complaint.id().clone(),
            category: complaint.category()?.clone(),
            customer: complaint.customer().cloned(),
            owner: complaint.owner().map(|entry| entry.what.clone()),
            next: complaint.next()?,
            since: complaint.since()?,
            by,
            due,
            urgency,
        })
    });
    let mut list: Vec<_> = listed.collect();
    list.sort_by(|one, other| one.place().cmp(&other.place()));
    Ok(list)
}

/// A due time, what has it, and whether it has passed.
type DueTime = (Timestamp, DueBy, bool);

fn promises(evaluation: Option<&Evaluation>) -> impl Iterator<Item = DueTime> + '_ {
    let open = evaluation.into_iter().flat_map(|one| &one.outcomes).filter(|one| one.verdict.is_open());
    open.filter_map(|outcome| {
        let by = DueBy::Objective(outcome.objective.clone());
        Some((outcome.open_due()?, by, matches!(outcome.verdict, Verdict::Breached { .. })))
    })
}

fn is_paused(evaluation: Option<&Evaluation>) -> bool {
    evaluation.is_some_and(|one| one.outcomes.iter().any(|outcome| outcome.verdict == Verdict::Paused))
}

/// The days that were given to the customer, and that of the remedy.
fn days(complaint: &Complaint, zone: Zone, as_of: Timestamp) -> impl Iterator<Item = DueTime> {
    let round = complaint.round();
    let question = complaint.question().and_then(|entry| entry.what.answer_until);
    let told = round.communication.as_ref().filter(|_| round.reaction.is_none());
    let answer = told.and_then(|entry| entry.what.answer_until);
    let given = [
        (question, DueBy::Question),
        (answer, DueBy::Answer),
        (round.owed().map(|remedy| remedy.due), DueBy::Remedy),
    ];
    given.into_iter().filter_map(move |(day, by)| {
        let over = end(day?, zone)?;
        Some((over, by, over <= as_of))
    })
}

/// The instant at which a day is over.
fn end(day: Date, zone: Zone) -> Option<Timestamp> {
    zone.instant(day.plus_days(1)?.naive().and_time(chrono::NaiveTime::MIN)).ok()
}

/// Which promises about complaints were kept: the attainment of every objective over complaints, of which those given twice
/// count once, by what happened up to the instant.
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
    let tickets = newest(complaints).into_values().filter_map(Complaint::to_ticket);
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

    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let Self { complaint, category, customer, owner, next, since, by, due, urgency } = self;
        let (comma, label) = match language {
            Language::English => (", ", "owner"),
            Language::Chinese => ("，", "负责人"),
        };
        let whose: Vec<String> = [Some(category.text(language).to_owned())]
            .into_iter()
            .chain([customer.as_ref().map(ToString::to_string)])
            .chain([owner.as_ref().map(|owner| format!("{label} {owner}"))])
            .flatten()
            .collect();
        let (whose, next, left) = (whose.join(comma), next.text(language), urgency.text(language));
        let dated = due.as_ref().zip(by.as_ref().map(|by| by.text(language)));
        match (language, dated) {
            (Language::English, None) => format!("{complaint} ({whose}): {next}, since {since}, {left}"),
            (Language::English, Some((due, by))) => {
                let word = if *urgency == Urgency::Overdue { " since" } else { "" };
                format!("{complaint} ({whose}): {next}, since {since}, {left}{word} {due} by {by}")
            }
            (Language::Chinese, None) => format!("{complaint}（{whose}）：{next}，自 {since} 起；{left}"),
            (Language::Chinese, Some((due, by))) => {
                format!("{complaint}（{whose}）：{next}，自 {since} 起；{left}，期限 {due}（{by}）")
            }
        }
    }
}

impl fmt::Display for ComplaintDue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}
