use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ChainError, graph};
use crate::quantity::{AgreementId, LinkId, ObjectiveId};

/// A promise and the promises that it rests on: a directed acyclic graph.
///
/// Links without `after` begin with the promise; every other link begins when all that it comes after have finished.
/// Several links may be the same objective, for a team that has two turns.
///
/// ```
/// use service_quality::sla::Chain;
///
/// let chain: Chain = serde_json::from_str(r#"{
///     "promise": {"agreement": "helpdesk", "objective": "fix"},
///     "links": [
///         {"id": "triage", "agreement": "first line", "objective": "hand over"},
///         {"id": "repair", "agreement": "network team", "objective": "repair", "after": ["triage"]},
///         {"id": "part", "agreement": "supplier", "objective": "delivery", "after": ["triage"]}
///     ]
/// }"#)?;
/// assert_eq!(chain.links().len(), 3);
/// let circle = r#"{"promise": {"agreement": "helpdesk", "objective": "fix"}, "links": [
///     {"id": "a", "agreement": "x", "objective": "o", "after": ["b"]},
///     {"id": "b", "agreement": "y", "objective": "o", "after": ["a"]}]}"#;
/// assert!(serde_json::from_str::<Chain>(circle).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawChain", into = "RawChain")]
pub struct Chain {
    promise: Promise,
    links: Vec<Link>,
    /// Places in `links`, each after those that it waits for.
    order: Vec<usize>,
}

/// An objective of an agreement, by name.
///
/// ```
/// use service_quality::sla::Promise;
/// let promise = Promise { agreement: "helpdesk".parse()?, objective: "fix".parse()? };
/// assert_eq!(promise.to_string(), "helpdesk: fix");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// The agreement.
    pub agreement: AgreementId,
    /// Its objective.
    pub objective: ObjectiveId,
}

/// A promise that another one rests on, and after which links its work begins.
///
/// ```
/// use service_quality::sla::{Link, Promise};
///
/// let repair = Promise { agreement: "network team".parse()?, objective: "repair".parse()? };
/// let link = Link::new("repair".parse()?, repair).with_after(["triage".parse()?]);
/// assert_eq!(link.after().len(), 1);
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "RawLink", into = "RawLink")]
pub struct Link {
    id: LinkId,
    promise: Promise,
    after: BTreeSet<LinkId>,
}

impl Chain {
    /// Joins a promise with its links.
    ///
    /// # Errors
    /// [`ChainError`] when there are no links, ids repeat, a link comes after an unknown one or, by a detour, after
    /// itself, or a link is the promise.
    pub fn new(promise: Promise, links: Vec<Link>) -> Result<Self, ChainError> {
        if links.is_empty() {
            return Err(ChainError::NoLinks);
        }
        let mut ids = BTreeSet::new();
        for (index, link) in links.iter().enumerate() {
            if !ids.insert(&link.id) {
                return Err(ChainError::Duplicate {
                    place: format!("links[{index}].id"),
                    given: link.id.to_string(),
                });
            }
            if link.promise == promise {
                return Err(ChainError::OwnLink { place: format!("links[{index}]"), promise });
            }
        }
        for (index, link) in links.iter().enumerate() {
            if let Some(unknown) = link.after.iter().find(|id| !ids.contains(id)) {
                return Err(ChainError::UnknownLink {
                    place: format!("links[{index}].after"),
                    given: unknown.clone(),
                });
            }
        }
        let order = graph::order(&links)?;
        Ok(Self { promise, links, order })
    }

    /// The promise.
    #[must_use]
    pub const fn promise(&self) -> &Promise {
        &self.promise
    }

    /// The links, as they were given.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The links, each after those that it waits for.
    pub(super) fn in_order(&self) -> impl DoubleEndedIterator<Item = &Link> {
        self.order.iter().filter_map(|index| self.links.get(*index))
    }
}

impl Link {
    /// A link that begins with the promise.
    #[must_use]
    pub const fn new(id: LinkId, promise: Promise) -> Self {
        Self { id, promise, after: BTreeSet::new() }
    }

    /// Says after which links it begins.
    #[must_use]
    pub fn with_after(mut self, links: impl IntoIterator<Item = LinkId>) -> Self {
        self.after = links.into_iter().collect();
        self
    }

    /// The link's name.
    #[must_use]
    pub const fn id(&self) -> &LinkId {
        &self.id
    }

    /// What is promised.
    #[must_use]
    pub const fn promise(&self) -> &Promise {
        &self.promise
    }

    /// After which links it begins; none where it begins with the promise.
    #[must_use]
    pub const fn after(&self) -> &BTreeSet<LinkId> {
        &self.after
    }
}

impl fmt::Display for Promise {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.agreement, self.objective)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a chain as an object")]
struct RawChain {
    promise: Promise,
    links: Vec<Link>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a link as an object")]
struct RawLink {
    id: LinkId,
    agreement: AgreementId,
    objective: ObjectiveId,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    after: BTreeSet<LinkId>,
}

impl TryFrom<RawChain> for Chain {
    type Error = ChainError;

    fn try_from(raw: RawChain) -> Result<Self, ChainError> {
        Self::new(raw.promise, raw.links)
    }
}

impl From<Chain> for RawChain {
    fn from(chain: Chain) -> Self {
        Self { promise: chain.promise, links: chain.links }
    }
}

impl From<RawLink> for Link {
    fn from(raw: RawLink) -> Self {
        let promise = Promise { agreement: raw.agreement, objective: raw.objective };
        Self { id: raw.id, promise, after: raw.after }
    }
}

impl From<Link> for RawLink {
    fn from(link: Link) -> Self {
        let Promise { agreement, objective } = link.promise;
        Self { id: link.id, agreement, objective, after: link.after }
    }
}
