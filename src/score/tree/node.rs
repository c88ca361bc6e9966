use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::quantity::{IndicatorId, Name, NodeId, Weight, excerpt};
use crate::score::tree::RawPart;
use crate::score::{AbsencePolicy, Aggregation, Curve, Place, PointLimits, Rule, ScoreError};
use crate::weighting::Weights;

/// Deepest tree: each level is two nested containers of a document, and common readers stop at 128.
pub(in crate::score) const MAX_DEPTH: usize = 50;
/// Most nodes and indicators of a model; the proof in `exact` that no sum overflows rests on it.
pub(in crate::score) const MAX_PARTS: usize = 100_000;

/// A node of a scoring model (维度): its score is a mean of its children's scores, the weighted arithmetic one unless it
/// has another [`Aggregation`], and its [`Rule`]s apply to that.
///
/// A tree is built from its leaves up, so that a node is never without children, without weight or too deep.
///
/// ```
/// use service_quality::score::{Child, Curve, Leaf, Node, ScoreError};
///
/// let on_time = Leaf::new("on_time".parse()?, Curve::goalposts("0.6".parse()?, "0.98".parse()?)?);
/// let node = Node::new("timeliness".parse()?, [Child::new("3".parse()?, on_time)])?;
/// assert_eq!(node.children().len(), 1);
/// assert!(matches!(Node::new("empty".parse()?, []), Err(ScoreError::TooFew { .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawPart", into = "RawPart")]
pub struct Node {
    id: NodeId,
    name: Option<Name>,
    absence: AbsencePolicy,
    aggregation: Aggregation,
    rules: Vec<Rule>,
    limits: PointLimits,
    children: Vec<Child>,
    /// Levels from here down to the lowest leaf's node.
    height: usize,
}

/// A leaf of a scoring model: an indicator (指标) and the curve that scores it.
///
/// ```
/// use service_quality::score::{Curve, Leaf};
///
/// let leaf = Leaf::new("reopen_rate".parse()?, Curve::goalposts("0.2".parse()?, 0.into())?);
/// assert_eq!(leaf.indicator().as_str(), "reopen_rate");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    indicator: IndicatorId,
    name: Option<Name>,
    curve: Curve,
}

/// A part of a tree and its weight (权重) among its siblings.
///
/// Weights are relative: 3 and 1 mean the same as 0.75 and 0.25. A child of weight 0 is scored and shown, but
/// changes nothing, neither by its score nor by its absence.
///
/// ```
/// use service_quality::score::Child;
///
/// let json = r#"{"weight":"3","indicator":"csat","curve":{"goalposts":{"worst":"1","best":"5"}}}"#;
/// let child: Child = serde_json::from_str(json)?;
/// assert_eq!(child.weight().to_string(), "3");
/// assert_eq!(serde_json::to_string(&child)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawPart", into = "RawPart")]
pub struct Child {
    weight: Weight,
    part: Part,
}

/// A node or a leaf.
///
/// ```
/// use service_quality::score::{Curve, Leaf, Part};
///
/// let leaf = Leaf::new("csat".parse()?, Curve::goalposts(1.into(), 5.into())?);
/// assert!(matches!(Part::from(leaf), Part::Indicator(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A node with children of its own.
    Node(Node),
    /// An indicator.
    Indicator(Leaf),
}

impl Node {
    /// A node over its children.
    ///
    /// # Errors
    /// [`ScoreError::TooFew`] without children, [`ScoreError::NoWeight`] when their weights sum to 0,
    /// [`ScoreError::TooMany`] for more than 50 levels.
    pub fn new(id: NodeId, children: impl IntoIterator<Item = Child>) -> Result<Self, ScoreError> {
        let children: Vec<Child> = children.into_iter().collect();
        let place = || "children".to_owned();
        if children.is_empty() {
            return Err(ScoreError::TooFew { place: place(), given: 0, least: "one" });
        }
        if children.iter().all(|child| child.weight == Weight::ZERO) {
            return Err(ScoreError::NoWeight { place: place() });
        }
        let below = children.iter().map(|child| match &child.part {
            Part::Node(node) => node.height,
            Part::Indicator(_) => 0,
        });
        let height = below.max().unwrap_or_default().saturating_add(1);
        if height > MAX_DEPTH {
            return Err(ScoreError::TooMany {
                place: place(),
                given: height,
                what: "levels of nodes",
                most: MAX_DEPTH,
            });
        }
        Ok(Self {
            id,
            name: None,
            absence: AbsencePolicy::inherit(),
            aggregation: Aggregation::default(),
            rules: Vec::new(),
            limits: PointLimits::default(),
            children,
            height,
        })
    }

    /// A node whose parts have their weights from elsewhere, by their ids: from judgements, ranks or figures.
    ///
    /// # Errors
    /// Those of [`Node::new`], and [`ScoreError::Unweighed`] for a part without a weight and for a weight without a part.
    ///
    /// ```
    /// use service_quality::score::{Curve, Leaf, Node};
    /// use service_quality::weighting::Weights;
    ///
    /// let weights = Weights::direct([("csat", 3), ("fcr", 1)])?;
    /// let leaf = |id: &str| Ok::<_, Box<dyn std::error::Error>>(Leaf::new(id.parse()?, Curve::goalposts(1.into(), 5.into())?));
    /// let node = Node::weighed("service".parse()?, &weights, [leaf("csat")?, leaf("fcr")?])?;
    /// assert_eq!(node.children()[0].weight().to_string(), "0.75");
    /// let fault = Node::weighed("service".parse()?, &weights, [leaf("csat")?]).unwrap_err();
    /// assert_eq!(fault.to_string(), "weights: `fcr` is no part of the node: give parts and weights the same names");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn weighed(
        id: NodeId,
        weights: &Weights,
        parts: impl IntoIterator<Item = impl Into<Part>>,
    ) -> Result<Self, ScoreError> {
        Self::new(id, weigh(weights, parts.into_iter().map(|part| (false, part.into())))?)
    }

    /// The same node with other weights of its parts, by their ids.
    ///
    /// # Errors
    /// As [`Node::weighed`], but that a part of weight 0 needs no other: it stays what only rules look at.
    pub fn reweighed(self, weights: &Weights) -> Result<Self, ScoreError> {
        let parts = self.children.into_iter().map(|child| (child.weight == Weight::ZERO, child.part));
        let Self { children, height, .. } = Self::new(self.id.clone(), weigh(weights, parts)?)?;
        Ok(Self { children, height, ..self })
    }

    /// The same node with a name for people.
    #[must_use]
    pub fn with_name(mut self, name: Name) -> Self {
        self.name = Some(name);
        self
    }

    /// The same node with its own treatment of absent children.
    #[must_use]
    pub fn with_absence(mut self, policy: AbsencePolicy) -> Self {
        self.absence = policy;
        self
    }

    /// The same node with another mean of its children's scores.
    #[must_use]
    pub fn with_aggregation(mut self, aggregation: Aggregation) -> Self {
        self.aggregation = aggregation;
        self
    }

    /// The same node with rules for its score.
    #[must_use]
    pub fn with_rules(mut self, rules: impl IntoIterator<Item = Rule>) -> Self {
        self.rules = rules.into_iter().collect();
        self
    }

    /// The same node with limits of what the points of its rules come to together.
    #[must_use]
    pub const fn with_point_limits(mut self, limits: PointLimits) -> Self {
        self.limits = limits;
        self
    }

    /// The id, unique among the nodes of a model.
    #[must_use]
    pub const fn id(&self) -> &NodeId {
        &self.id
    }

    /// The name for people.
    #[must_use]
    pub const fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }

    /// The treatment of absent children, as far as it is not inherited.
    #[must_use]
    pub const fn absence(&self) -> &AbsencePolicy {
        &self.absence
    }

    /// The mean of its children's scores.
    #[must_use]
    pub const fn aggregation(&self) -> &Aggregation {
        &self.aggregation
    }

    /// The rules for its score.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The limits of what the points of its rules come to.
    #[must_use]
    pub const fn limits(&self) -> &PointLimits {
        &self.limits
    }

    /// The children, at least one.
    #[must_use]
    pub fn children(&self) -> &[Child] {
        &self.children
    }

    pub(in crate::score) fn into_children(self) -> Vec<Child> {
        self.children
    }
}

/// Parts with their weights, by their ids; a part that may be without one then weighs 0.
fn weigh(weights: &Weights, parts: impl Iterator<Item = (bool, Part)>) -> Result<Vec<Child>, ScoreError> {
    let unweighed =
        |place: String, given: &str, what| Err(ScoreError::Unweighed { place, given: excerpt(given), what });
    let (mut children, mut known) = (Vec::new(), BTreeSet::new());
    for (index, (idle, part)) in parts.enumerate() {
        let place = part.place();
        let weight = weights.weight(place.as_str()).or(idle.then_some(Weight::ZERO));
        let Some(weight) = weight else {
            return unweighed(format!("children[{index}]"), place.as_str(), "has no weight");
        };
        known.insert(place.as_str().to_owned());
        children.push(Child::new(weight, part));
    }
    match weights.criteria().find(|criterion| !known.contains(criterion.as_str())) {
        Some(other) => unweighed("weights".to_owned(), other.as_str(), "is no part of the node"),
        None => Ok(children),
    }
}

impl Leaf {
    /// An indicator, scored by a curve.
    #[must_use]
    pub const fn new(indicator: IndicatorId, curve: Curve) -> Self {
        Self { indicator, name: None, curve }
    }

    /// The same leaf with a name for people.
    #[must_use]
    pub fn with_name(mut self, name: Name) -> Self {
        self.name = Some(name);
        self
    }

    /// The indicator, unique in a model.
    #[must_use]
    pub const fn indicator(&self) -> &IndicatorId {
        &self.indicator
    }

    /// The name for people.
    #[must_use]
    pub const fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }

    /// The curve.
    #[must_use]
    pub const fn curve(&self) -> &Curve {
        &self.curve
    }
}

impl Child {
    /// A node or a leaf with its weight.
    #[must_use]
    pub fn new(weight: Weight, part: impl Into<Part>) -> Self {
        Self { weight, part: part.into() }
    }

    /// The weight among its siblings.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        self.weight
    }

    /// The node or leaf.
    #[must_use]
    pub const fn part(&self) -> &Part {
        &self.part
    }

    pub(in crate::score) fn into_part(self) -> Part {
        self.part
    }
}

impl Part {
    /// Which node or indicator it is.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::Node(node) => Place::Node(node.id.clone()),
            Self::Indicator(leaf) => Place::Indicator(leaf.indicator.clone()),
        }
    }
}

impl From<Node> for Part {
    fn from(node: Node) -> Self {
        Self::Node(node)
    }
}

impl From<Leaf> for Part {
    fn from(leaf: Leaf) -> Self {
        Self::Indicator(leaf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn fault(json: &str, starts: &str) {
        let message = serde_json::from_str::<Node>(json).unwrap_err().to_string();
        assert!(message.starts_with(starts), "{message}");
    }

    #[test]
    fn faults_name_the_path() {
        let leaf = r#"{"weight":1,"indicator":"a","curve":{"goalposts":{"worst":0,"best":1}}}"#;
        let nested = |inner: &str| {
            format!(r#"{{"id":"top","children":[{leaf},{{"weight":1,"id":"low","children":[{inner}]}}]}}"#)
        };
        fault(&nested(""), "children[1].children: is empty: give at least one");
        fault(
            &nested(&leaf.replace("\"weight\":1", "\"weight\":0")),
            "children[1].children: the weights sum to 0",
        );
        fault(
            &nested(&leaf.replace("\"weight\":1,", "")),
            "children[1].children[0].weight: is missing: give",
        );
        fault(
            &nested(r#"{"weight":1,"indicator":"b"}"#),
            "children[1].children[0].curve: is missing: give `indicator` and `curve`",
        );
        fault(
            &nested(&leaf.replace("\"indicator\"", "\"id\"")),
            "children[1].children[0].curve: has no meaning here",
        );
        fault(leaf, "weight: has no meaning here: the top of a tree has no siblings");
        fault(r#"{"name": {"en": "x"}}"#, "id: is missing");
    }

    #[test]
    fn depth_is_bounded_before_it_hurts() {
        let leaf = Leaf::new("a".parse().unwrap(), Curve::goalposts(0.into(), 1.into()).unwrap());
        let mut part = Part::from(leaf);
        for level in 1..=MAX_DEPTH {
            let id = format!("n{level}").parse().unwrap();
            part = Node::new(id, [Child::new(Weight::ONE, part)]).unwrap().into();
        }
        let error = Node::new("n51".parse().unwrap(), [Child::new(Weight::ONE, part)]).unwrap_err();
        assert_eq!(error.to_string(), "children: 51 levels of nodes: give at most 50");
    }
}
