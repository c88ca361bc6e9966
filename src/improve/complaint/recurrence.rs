use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::scale::scale;
use super::{Complaint, ComplaintCategory, ComplaintEnd};
use crate::improve::ImproveError;
use crate::improve::problem::{Problem, ProblemEvidence, ProblemSource, Severity};
use crate::quantity::{CauseId, ComplaintId, Label, Language, ProblemId, Span, Timestamp};

/// When complaints count as one thing that comes back (重复投诉): at least so many of a kind, within so many days of 24
/// hours.
///
/// ```
/// use service_quality::improve::complaint::{RecurrenceRule, SameKind};
///
/// let rule = RecurrenceRule::new(SameKind::Category, 3, 30)?;
/// assert_eq!(serde_json::to_string(&rule)?, r#"{"same":"category","at_least":3,"within_days":30}"#);
/// assert!(RecurrenceRule::new(SameKind::Category, 1, 30).is_err(), "one does not come back");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRule", into = "RawRule")]
pub struct RecurrenceRule {
    same: SameKind,
    at_least: u32,
    within_days: u32,
}

scale! {
    /// What complaints of one kind have in common.
    ///
    /// ```
    /// use service_quality::improve::complaint::SameKind;
    /// assert_eq!(serde_json::to_string(&SameKind::CategoryAndKey)?, r#""category_and_key""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    SameKind {
        /// The category.
        Category => "category", "the same category", "同一类别";
        /// The category and the key: the product, the team, the site. Those without a key are of one kind.
        CategoryAndKey => "category_and_key", "the same category and key", "同一类别与对象";
        /// A cause to which the investigation points.
        Cause => "cause", "the same cause", "同一原因";
        /// The customer.
        Customer => "customer", "the same customer", "同一客户";
    }
}

/// Why complaints count as one thing that comes back.
///
/// ```
/// use service_quality::improve::complaint::RecurrenceGround;
/// assert_eq!(serde_json::to_string(&RecurrenceGround::Returned)?, r#""returned""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecurrenceGround {
    /// There were as many of a kind as the rule says within its time.
    Frequent,
    /// A customer came back with the category of a complaint that had been closed, within the rule's time, or names the
    /// complaint that is repeated.
    Returned,
}

/// Complaints that are one thing that comes back: evidence of a [problem](crate::improve::problem).
///
/// ```
/// use service_quality::improve::complaint::{Recurrence, RecurrenceGround};
///
/// let found: Recurrence = serde_json::from_str(r#"{"ground": "frequent", "category": "delay", "most": 3,
///     "complaints": ["B-1", "B-4", "B-9"], "first": "2026-03-02T09:00:00Z", "last": "2026-03-20T09:00:00Z"}"#)?;
/// assert_eq!((found.ground, found.complaints.len()), (RecurrenceGround::Frequent, 3));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recurrence {
    /// Why.
    pub ground: RecurrenceGround,
    /// Their category, where that is what they have in common.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<ComplaintCategory>,
    /// Their key, where that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Label>,
    /// Their cause, where that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<CauseId>,
    /// Their customer, where that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Label>,
    /// Which they are, by receipt.
    pub complaints: Vec<ComplaintId>,
    /// The most of them within the rule's time.
    pub most: u32,
    /// When the first came in.
    pub first: Timestamp,
    /// When the last did.
    pub last: Timestamp,
}

impl RecurrenceRule {
    /// Checks and makes a rule.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for fewer than 2 complaints, for no day and for more than 36,500 days.
    pub fn new(same: SameKind, at_least: u32, within_days: u32) -> Result<Self, ImproveError> {
        if at_least < 2 {
            return Err(ImproveError::not_allowed(
                "rule.at_least",
                &at_least,
                "2 or more: one does not come back",
            ));
        }
        if !(1..=36_500).contains(&within_days) {
            return Err(ImproveError::not_allowed("rule.within_days", &within_days, "1 to 36500"));
        }
        Ok(Self { same, at_least, within_days })
    }

    /// What complaints of one kind have in common.
    #[must_use]
    pub const fn same(self) -> SameKind {
        self.same
    }

    /// How many it takes.
    #[must_use]
    pub const fn at_least(self) -> u32 {
        self.at_least
    }

    /// Within how many days.
    #[must_use]
    pub const fn within_days(self) -> u32 {
        self.within_days
    }

    /// Whether the later instant is within the rule's time of the earlier: after so many days exactly, no more.
    fn spans(self, earlier: Timestamp, later: Timestamp) -> bool {
        later.since(earlier) < Span::from_seconds(i64::from(self.within_days) * 86_400)
    }

    /// The kinds that a complaint is of.
    fn kinds(self, complaint: &Complaint) -> Vec<Kind<'_>> {
        let Some(receipt) = complaint.receipt().map(|entry| &entry.what) else { return Vec::new() };
        let category = Some(&receipt.category);
        match self.same {
            SameKind::Category => vec![Kind { category, ..Kind::default() }],
            SameKind::CategoryAndKey => {
                vec![Kind { category, key: receipt.key.as_ref(), ..Kind::default() }]
            }
            SameKind::Customer => vec![Kind { customer: Some(&receipt.customer), ..Kind::default() }],
            SameKind::Cause => {
                let causes = complaint.investigation().into_iter().flat_map(|entry| &entry.what.causes);
                causes.map(|cause| Kind { cause: Some(cause), ..Kind::default() }).collect()
            }
        }
    }
}

impl Recurrence {
    /// What they have in common, as words: their category, cause or customer, and their key.
    fn of(&self) -> Vec<&str> {
        let category = self.category.as_ref().map(ComplaintCategory::as_str);
        let parts =
            [category, self.key.as_ref().map(Label::as_str), self.cause.as_ref().map(CauseId::as_str)];
        parts.into_iter().flatten().chain(self.customer.as_ref().map(Label::as_str)).collect()
    }

    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (n, of) = (self.complaints.len(), self.of().join(", "));
        let Self { first, last, .. } = self;
        match (language, self.ground) {
            (Language::English, RecurrenceGround::Frequent) => {
                format!("{n} complaints of {of} from {first} to {last}")
            }
            (Language::English, RecurrenceGround::Returned) => {
                format!("{n} complaints of {of} from {first} to {last}: the customer came back")
            }
            (Language::Chinese, RecurrenceGround::Frequent) => {
                format!("{first} 至 {last}，{of}类投诉 {n} 件")
            }
            (Language::Chinese, RecurrenceGround::Returned) => {
                format!("{first} 至 {last}，{of}投诉 {n} 件：同一客户重复投诉")
            }
        }
    }

    /// The problem that they are, with each of them as evidence.
    ///
    /// ```
    /// use service_quality::improve::complaint::Recurrence;
    /// use service_quality::improve::problem::Severity;
    ///
    /// let found: Recurrence = serde_json::from_str(r#"{"ground": "frequent", "category": "delay", "most": 2,
    ///     "complaints": ["B-1", "B-4"], "first": "2026-03-02T09:00:00Z", "last": "2026-03-20T09:00:00Z"}"#)?;
    /// let problem = found.to_problem("P-1".parse()?, Severity::Major, "2026-04-01T09:00:00Z".parse()?)?;
    /// assert_eq!(problem.what.as_str(), "2 complaints of delay from 2026-03-02T09:00:00Z to 2026-03-20T09:00:00Z");
    /// assert_eq!(problem.evidence.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for one that names nothing that its complaints have in common.
    pub fn to_problem(
        &self,
        id: ProblemId,
        severity: Severity,
        found: Timestamp,
    ) -> Result<Problem, ImproveError> {
        let of = self.of();
        let Some(first) = of.first() else {
            return Err(ImproveError::not_allowed("recurrence", &"{}", "a category, a cause or a customer"));
        };
        let source = ProblemSource::Recurrence { of: first.parse()? };
        let what = self.text(Language::English).parse()?;
        let evidence = self.complaints.iter().cloned().map(ProblemEvidence::Complaint);
        Ok(evidence.fold(Problem::new(id, what, source, severity, found), Problem::with_evidence))
    }
}

/// What complaints have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Kind<'c> {
    category: Option<&'c ComplaintCategory>,
    key: Option<&'c Label>,
    cause: Option<&'c CauseId>,
    customer: Option<&'c Label>,
}

impl Kind<'_> {
    fn found(
        self,
        ground: RecurrenceGround,
        most: usize,
        of: &[(Timestamp, &Complaint)],
    ) -> Option<Recurrence> {
        let ((first, _), (last, _)) = (of.first()?, of.last()?);
        Some(Recurrence {
            ground,
            category: self.category.cloned(),
            key: self.key.cloned(),
            cause: self.cause.cloned(),
            customer: self.customer.cloned(),
            complaints: of.iter().map(|(_, complaint)| complaint.id().clone()).collect(),
            most: u32::try_from(most).unwrap_or(u32::MAX),
            first: *first,
            last: *last,
        })
    }
}

/// What comes back: each as many of a kind as the rule says, and each customer who returned after a closing.
///
/// Received up to the instant counts, withdrawn or not upheld too: that somebody complained is a fact. Stretches of time
/// that are each full enough and share a complaint are one. Ordered by ground, then by what they have in common, then by
/// time. A complaint given twice counts once.
///
/// ```
/// # use service_quality::improve::complaint::{Channel, Complaint, ComplaintCategory, ComplaintCommand, Receipt, RecurrenceRule, SameKind, recurrences};
/// # use service_quality::improve::history::{Command, GuardPolicy};
/// # fn received(id: &str, customer: &str, at: &str) -> Result<Complaint, Box<dyn std::error::Error>> {
/// #     let mut complaint = Complaint::new(id.parse()?);
/// #     let receipt = Receipt::new(customer.parse()?, Channel::Phone, ComplaintCategory::Delay, "Waited.".parse()?, at.parse()?);
/// #     let receive = Command::new("li.wei".parse()?, ComplaintCommand::Receive(receipt));
/// #     for event in complaint.decide(&receive, &GuardPolicy::default(), at.parse()?)? { complaint.apply(&event)?; }
/// #     Ok(complaint)
/// # }
/// let complaints = [
///     received("B-1", "K-1", "2026-03-02T09:00:00Z")?,
///     received("B-2", "K-2", "2026-03-09T09:00:00Z")?,
///     received("B-3", "K-3", "2026-03-30T09:00:00Z")?,
/// ];
/// let rule = RecurrenceRule::new(SameKind::Category, 2, 14)?;
/// let found = recurrences(&complaints, rule, "2026-04-01T00:00:00Z".parse()?);
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].complaints, ["B-1".parse()?, "B-2".parse()?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn recurrences<'c>(
    complaints: impl IntoIterator<Item = &'c Complaint>,
    rule: RecurrenceRule,
    as_of: Timestamp,
) -> Vec<Recurrence> {
    let received = complaints.into_iter().filter_map(|complaint| {
        let at = complaint.receipt()?.what.received_at;
        (at <= as_of).then_some(((at, complaint.id()), complaint))
    });
    let received: BTreeMap<(Timestamp, &ComplaintId), &Complaint> = received.collect();
    let mut kinds: BTreeMap<Kind<'_>, Vec<(Timestamp, &Complaint)>> = BTreeMap::new();
    for ((at, _), complaint) in &received {
        for kind in rule.kinds(complaint) {
            kinds.entry(kind).or_default().push((*at, complaint));
        }
    }
    let mut found: Vec<_> = kinds.iter().flat_map(|(kind, of)| frequent(rule, *kind, of)).collect();
    found.extend(returned(rule, &received));
    found
}

/// The longest stretches in which every complaint stands in a window that is full enough.
fn frequent(rule: RecurrenceRule, kind: Kind<'_>, of: &[(Timestamp, &Complaint)]) -> Vec<Recurrence> {
    let enough = usize::try_from(rule.at_least).unwrap_or(usize::MAX);
    let mut stretches: Vec<(usize, usize, usize)> = Vec::new();
    let mut from = 0;
    for (last, (at, _)) in of.iter().enumerate() {
        let outside = of.iter().skip(from).take_while(|(earlier, _)| !rule.spans(*earlier, *at));
        from += outside.count();
        let n = last + 1 - from;
        if n < enough {
            continue;
        }
        match stretches.last_mut().filter(|(_, end, _)| from <= *end) {
            Some((_, end, most)) => (*end, *most) = (last, n.max(*most)),
            None => stretches.push((from, last, n)),
        }
    }
    let found = stretches.into_iter().filter_map(|(first, last, most)| {
        kind.found(RecurrenceGround::Frequent, most, of.get(first..=last)?)
    });
    found.collect()
}

/// Each customer who came back with a category, with the complaints that belong together.
fn returned(
    rule: RecurrenceRule,
    received: &BTreeMap<(Timestamp, &ComplaintId), &Complaint>,
) -> Vec<Recurrence> {
    let mut chains: BTreeMap<Kind<'_>, Vec<Vec<(Timestamp, &Complaint)>>> = BTreeMap::new();
    for ((at, _), complaint) in received {
        let Some(receipt) = complaint.receipt().map(|entry| &entry.what) else { continue };
        let kind =
            Kind { category: Some(&receipt.category), customer: Some(&receipt.customer), ..Kind::default() };
        let of_kind = chains.entry(kind).or_default();
        let follows = |(_, earlier): &(Timestamp, &Complaint)| {
            receipt.repeats.as_ref() == Some(earlier.id())
                || closings(earlier).any(|closed| closed <= *at && rule.spans(closed, *at))
        };
        match of_kind.iter_mut().find(|chain| chain.iter().any(follows)) {
            Some(chain) => chain.push((*at, complaint)),
            None => of_kind.push(vec![(*at, complaint)]),
        }
    }
    let chains = chains.iter().flat_map(|(kind, chains)| chains.iter().map(|chain| (*kind, chain)));
    let found = chains.filter(|(_, chain)| chain.len() > 1);
    found
        .filter_map(|(kind, chain)| kind.found(RecurrenceGround::Returned, widest(rule, chain), chain))
        .collect()
}

/// When a complaint was closed, each time; a withdrawal is no end that the customer could be disappointed with.
fn closings(complaint: &Complaint) -> impl Iterator<Item = Timestamp> + '_ {
    let undone = complaint.undone().iter().map(|undone| &undone.closing);
    let all = undone.chain(complaint.closing());
    all.filter(|closing| closing.end != ComplaintEnd::Withdrawn).map(|closing| closing.at)
}

/// The most complaints within the rule's time.
fn widest(rule: RecurrenceRule, of: &[(Timestamp, &Complaint)]) -> usize {
    let within = |(index, (first, _)): (usize, &(Timestamp, &Complaint))| {
        of.iter().skip(index).take_while(|(at, _)| rule.spans(*first, *at)).count()
    };
    of.iter().enumerate().map(within).max().unwrap_or_default()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    same: SameKind,
    at_least: u32,
    within_days: u32,
}

impl TryFrom<RawRule> for RecurrenceRule {
    type Error = ImproveError;

    fn try_from(raw: RawRule) -> Result<Self, ImproveError> {
        Self::new(raw.same, raw.at_least, raw.within_days)
    }
}

impl From<RecurrenceRule> for RawRule {
    fn from(RecurrenceRule { same, at_least, within_days }: RecurrenceRule) -> Self {
        Self { same, at_least, within_days }
    }
}
