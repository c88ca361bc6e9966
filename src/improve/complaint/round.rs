use serde::Serialize;

use super::{Alternatives, Communication, Entry, Investigation, Reaction, Remedy, RemedyOutcome, Response};

/// One answer to a complaint and what led to it: from the receipt, a reopening or a rejected answer to the next.
///
/// ```
/// use service_quality::improve::complaint::Round;
///
/// let round = Round::default();
/// assert!(round.response.is_none() && round.remedy().is_none());
/// assert_eq!(serde_json::to_string(&round)?, "{}");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Round {
    /// What was found out; after a rejected answer, what was known then still counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub investigation: Option<Entry<Investigation>>,
    /// What was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Entry<Response>>,
    /// That the customer was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub communication: Option<Entry<Communication>>,
    /// What the customer says to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Entry<Reaction>>,
    /// Where the customer can turn to instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternatives: Option<Entry<Alternatives>>,
    /// That the remedy was carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedied: Option<Entry<RemedyOutcome>>,
}

impl Round {
    /// The remedy that is promised.
    #[must_use]
    pub fn remedy(&self) -> Option<&Remedy> {
        self.response.as_ref()?.what.remedy.as_ref()
    }

    /// The remedy that is promised and not carried out. One that the customer rejects is owed no more.
    #[must_use]
    pub fn owed(&self) -> Option<&Remedy> {
        self.remedy().filter(|_| self.remedied.is_none() && !self.is_rejected())
    }

    /// Whether the customer rejects the decision.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.reaction.as_ref().is_some_and(|entry| entry.what == Reaction::Rejected)
    }
}
