use serde::{Deserialize, Serialize};

use super::ComplaintCategory;
use super::scale::scale;
use crate::improve::ImproveError;
use crate::improve::problem::{Problem, ProblemEvidence, ProblemSource, Severity};
use crate::quantity::{CauseId, ComplaintId, Label, Language, ProblemId, Timestamp};

/// Complaints that are one thing that comes back (重复投诉): evidence of a [problem](crate::improve::problem).
///
/// ```
/// use service_quality::improve::complaint::{ComplaintRecurrence, RecurrenceGround};
///
/// let json = r#"{"ground":"frequent","category":"delay","complaints":["B-1","B-4","B-9"],"most":3,
///     "first":"2026-03-02T09:00:00Z","last":"2026-03-20T09:00:00Z"}"#;
/// let found: ComplaintRecurrence = serde_json::from_str(json)?;
/// assert_eq!((found.ground(), found.complaints().len()), (RecurrenceGround::Frequent, 3));
/// let one = json.replace(r#","B-4","B-9""#, "").replace(r#""most":3"#, r#""most":1"#);
/// assert!(serde_json::from_str::<ComplaintRecurrence>(&one).is_err(), "one does not come back");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRecurrence", into = "RawRecurrence")]
pub struct ComplaintRecurrence {
    ground: RecurrenceGround,
    common: Common,
    complaints: Vec<ComplaintId>,
    most: u32,
    first: Timestamp,
    last: Timestamp,
}

/// What complaints have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Common {
    pub(super) category: Option<ComplaintCategory>,
    pub(super) key: Option<Label>,
    pub(super) cause: Option<CauseId>,
    pub(super) customer: Option<Label>,
}

scale! {
    /// Why complaints count as one thing that comes back.
    ///
    /// ```
    /// use service_quality::improve::complaint::RecurrenceGround;
    /// use service_quality::quantity::Language;
    /// assert_eq!(serde_json::to_string(&RecurrenceGround::Returned)?, r#""returned""#);
    /// assert_eq!(RecurrenceGround::Frequent.text(Language::Chinese), "频繁发生");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    RecurrenceGround {
        /// There were as many of a kind as the rule says within its time.
        Frequent => "frequent", "frequent", "频繁发生";
        /// A customer came back with the category of a complaint that had been closed, within the rule's time, or a complaint
        /// names the one that it repeats.
        Returned => "returned", "came back", "重复投诉";
    }
}

impl ComplaintRecurrence {
    /// Complaints in the order of their receipt, the most of them within the rule's time, and when the first and the last
    /// came in.
    pub(super) fn new(
        ground: RecurrenceGround,
        common: Common,
        complaints: Vec<ComplaintId>,
        most: u32,
        (first, last): (Timestamp, Timestamp),
    ) -> Result<Self, ImproveError> {
        let n = complaints.len();
        if n < 2 {
            let allowed = "2 or more: one does not come back";
            return Err(ImproveError::not_allowed("recurrence.complaints", &n, allowed));
        }
        if most < 1 || usize::try_from(most).is_ok_and(|most| n < most) {
            let allowed = format!("1 to {n}, as many as there are");
            return Err(ImproveError::not_allowed("recurrence.most", &most, allowed));
        }
        if last < first {
            let allowed = format!("{first}, when the first came in, or later");
            return Err(ImproveError::not_allowed("recurrence.last", &last, allowed));
        }
        Ok(Self { ground, common, complaints, most, first, last })
    }

    /// Why they count as one thing.
    #[must_use]
    pub const fn ground(&self) -> RecurrenceGround {
        self.ground
    }

    /// Their category, where that is what they have in common.
    #[must_use]
    pub const fn category(&self) -> Option<&ComplaintCategory> {
        self.common.category.as_ref()
    }

    /// Their key, where that is.
    #[must_use]
    pub const fn key(&self) -> Option<&Label> {
        self.common.key.as_ref()
    }

    /// Their cause, where that is.
    #[must_use]
    pub const fn cause(&self) -> Option<&CauseId> {
        self.common.cause.as_ref()
    }

    /// Their customer, where that is.
    #[must_use]
    pub const fn customer(&self) -> Option<&Label> {
        self.common.customer.as_ref()
    }

    /// Which they are, by receipt.
    #[must_use]
    pub fn complaints(&self) -> &[ComplaintId] {
        &self.complaints
    }

    /// The most of them within the rule's time.
    #[must_use]
    pub const fn most(&self) -> u32 {
        self.most
    }

    /// When the first came in.
    #[must_use]
    pub const fn first(&self) -> Timestamp {
        self.first
    }

    /// When the last did.
    #[must_use]
    pub const fn last(&self) -> Timestamp {
        self.last
    }

    /// Everything that they have in common; where that is nothing, the complaint that they go back to.
    fn of(&self, language: Language) -> String {
        let Common { category, key, cause, customer } = &self.common;
        let words = [
            category.as_ref().map(|category| category.text(language)),
            key.as_ref().map(Label::as_str),
            cause.as_ref().map(CauseId::as_str),
            customer.as_ref().map(Label::as_str),
        ];
        let words: Vec<&str> = words.into_iter().flatten().collect();
        match (words.as_slice(), language) {
            ([], _) => self.complaints.first().map(ToString::to_string).unwrap_or_default(),
            (_, Language::English) => words.join(", "),
            (_, Language::Chinese) => words.join("、"),
        }
    }

    /// What people are told.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (n, of) = (self.complaints.len(), self.of(language));
        let Self { first, last, .. } = self;
        match (language, self.ground) {
            (Language::English, RecurrenceGround::Frequent) => {
                format!("{n} complaints of {of} from {first} to {last}")
            }
            (Language::English, RecurrenceGround::Returned) => {
                format!("{n} complaints of {of} from {first} to {last}: the same came back")
            }
            (Language::Chinese, RecurrenceGround::Frequent) => {
                format!("{first} 至 {last}，{of}类投诉 {n} 件")
            }
            (Language::Chinese, RecurrenceGround::Returned) => {
                format!("{first} 至 {last}，{of}投诉 {n} 件：重复投诉")
            }
        }
    }

    /// The problem that they are, in a language, with each of them as evidence.
    ///
    /// ```
    /// use service_quality::improve::complaint::ComplaintRecurrence;
    /// use service_quality::improve::problem::Severity;
    /// use service_quality::quantity::Language;
    ///
    /// let found: ComplaintRecurrence = serde_json::from_str(r#"{"ground": "frequent", "category": "delay", "key": "hotline", "most": 2,
    ///     "complaints": ["B-1", "B-4"], "first": "2026-03-02T09:00:00Z", "last": "2026-03-20T09:00:00Z"}"#)?;
    /// let problem = found.to_problem("P-1".parse()?, Severity::Major, "2026-04-01T09:00:00Z".parse()?, Language::English)?;
    /// assert_eq!(problem.source.to_string(), "`delay, hotline` happened again");
    /// assert_eq!(problem.what.as_str(), "2 complaints of delay, hotline from 2026-03-02T09:00:00Z to 2026-03-20T09:00:00Z");
    /// assert_eq!(problem.evidence.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ImproveError::Quantity`] where what they have in common is too long for a [`Label`].
    pub fn to_problem(
        &self,
        id: ProblemId,
        severity: Severity,
        found: Timestamp,
        language: Language,
    ) -> Result<Problem, ImproveError> {
        let source = ProblemSource::Recurrence { of: self.of(language).parse()? };
        let what = self.text(language).parse()?;
        let evidence = self.complaints.iter().cloned().map(ProblemEvidence::Complaint);
        Ok(evidence.fold(Problem::new(id, what, source, severity, found), Problem::with_evidence))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRecurrence {
    ground: RecurrenceGround,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    category: Option<ComplaintCategory>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<Label>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<CauseId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    customer: Option<Label>,
    complaints: Vec<ComplaintId>,
    most: u32,
    first: Timestamp,
    last: Timestamp,
}

impl TryFrom<RawRecurrence> for ComplaintRecurrence {
    type Error = ImproveError;

    fn try_from(raw: RawRecurrence) -> Result<Self, ImproveError> {
        let RawRecurrence { ground, category, key, cause, customer, complaints, most, first, last } = raw;
        Self::new(ground, Common { category, key, cause, customer }, complaints, most, (first, last))
    }
}

impl From<ComplaintRecurrence> for RawRecurrence {
    fn from(found: ComplaintRecurrence) -> Self {
        let ComplaintRecurrence { ground, common, complaints, most, first, last } = found;
        let Common { category, key, cause, customer } = common;
        Self { ground, category, key, cause, customer, complaints, most, first, last }
    }
}
