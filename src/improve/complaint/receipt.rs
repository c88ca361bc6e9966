use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Channel, ComplaintCategory};
use crate::quantity::{AgentId, ComplaintId, Label, Span, Statement, TicketId, Timestamp};

/// What came in: from whom, how, about what (受理). What ISO 10002 asks to be noted on receipt.
///
/// ```
/// use service_quality::improve::complaint::{ComplaintCategory, Receipt};
///
/// let receipt: Receipt = serde_json::from_str(r#"{"customer": "K-1031", "channel": "phone", "category": "delay",
///     "about": "Waited 40 minutes, then was cut off.", "received_at": "2026-03-02T09:00:00Z"}"#)?;
/// assert_eq!(receipt.category, ComplaintCategory::Delay);
/// assert!(receipt.wanted.is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The host's reference to whoever complains; absent where they did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Label>,
    /// How it came in.
    pub channel: Channel,
    /// What kind of complaint it is.
    pub category: ComplaintCategory,
    /// What else tells complaints of a category apart: the product, the team, the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Label>,
    /// What the customer says.
    pub about: Statement,
    /// What the customer wants (诉求).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Statement>,
    /// When it came in, which may be before it was recorded.
    pub received_at: Timestamp,
    /// Who is complained about, as far as the customer says.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub concerned: BTreeSet<AgentId>,
    /// The tickets it is about.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tickets: BTreeSet<TicketId>,
    /// The earlier complaint that it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<ComplaintId>,
}

/// What kind of complaint it is after all, and why it was noted as another (更正).
///
/// ```
/// use service_quality::improve::complaint::{ComplaintCategory, Correction};
///
/// let corrected: Correction = serde_json::from_str(r#"{"category": "billing", "reason": "It is about the fee."}"#)?;
/// assert_eq!((corrected.category, corrected.key), (ComplaintCategory::Billing, None));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The category, in place of the earlier one.
    pub category: ComplaintCategory,
    /// The key, in place of the earlier one; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Label>,
    /// Why.
    pub reason: Statement,
}

impl Receipt {
    /// A receipt that lies further back than this when it is recorded is most often a mistyped year: ten years.
    pub const LONG_AGO: Span = Span::from_hours(3_653 * 24);

    /// A complaint of a customer, of which nothing more is known yet.
    #[must_use]
    pub fn new(
        customer: Label,
        channel: Channel,
        category: ComplaintCategory,
        about: Statement,
        received_at: Timestamp,
    ) -> Self {
        Self { customer: Some(customer), ..Self::anonymous(channel, category, about, received_at) }
    }

    /// A complaint of somebody who does not say who they are.
    #[must_use]
    pub const fn anonymous(
        channel: Channel,
        category: ComplaintCategory,
        about: Statement,
        received_at: Timestamp,
    ) -> Self {
        Self {
            customer: None,
            channel,
            category,
            key: None,
            about,
            wanted: None,
            received_at,
            concerned: BTreeSet::new(),
            tickets: BTreeSet::new(),
            repeats: None,
        }
    }
}
