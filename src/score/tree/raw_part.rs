//! Nodes and leaves on the wire.

use serde::{Deserialize, Serialize};

use crate::quantity::{IndicatorId, Name, NodeId, Weight};
use crate::score::{
    AbsencePolicy, Aggregation, Child, Curve, Leaf, Node, Part, PointLimits, Rule, ScoreError,
};

/// A node or a leaf on the wire; which of them, its fields tell.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a node or an indicator as an object")]
pub(in crate::score) struct RawPart {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weight: Option<Weight>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<NodeId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    indicator: Option<IndicatorId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    curve: Option<Curve>,
    #[serde(default, skip_serializing_if = "AbsencePolicy::is_inherited")]
    absence: AbsencePolicy,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    aggregation: Option<Aggregation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rules: Option<Vec<Rule>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limits: Option<PointLimits>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    children: Option<Vec<RawPart>>,
}

/// What to give where neither form is met.
const FORMS: &str = "give `indicator` and `curve` for a leaf, or `id` and `children` for a node";

impl RawPart {
    fn into_part(self) -> Result<Part, ScoreError> {
        let missing = |place: &str| ScoreError::Missing { place: place.into(), remedy: FORMS };
        let misplaced = |place: &str| Err(ScoreError::Misplaced { place: place.into(), remedy: FORMS });
        if let Some(indicator) = self.indicator {
            if self.id.is_some() {
                return misplaced("id");
            }
            if self.children.is_some() {
                return misplaced("children");
            }
            if !self.absence.is_inherited() {
                return misplaced("absence");
            }
            if self.aggregation.is_some() {
                return misplaced("aggregation");
            }
            if self.rules.is_some() {
                return misplaced("rules");
            }
            if self.limits.is_some() {
                return misplaced("limits");
            }
            let leaf = Leaf::new(indicator, self.curve.ok_or_else(|| missing("curve"))?);
            return Ok(Part::Indicator(match self.name {
                Some(name) => leaf.with_name(name),
                None => leaf,
            }));
        }
        if self.curve.is_some() {
            return misplaced("curve");
        }
        let id = self.id.ok_or_else(|| missing("id"))?;
        let children = self.children.ok_or_else(|| missing("children"))?;
        let children = children
            .into_iter()
            .enumerate()
            .map(|(index, child)| {
                Child::try_from(child).map_err(|error| error.within(&format!("children[{index}]")))
            })
            .collect::<Result<Vec<Child>, ScoreError>>()?;
        let node = Node::new(id, children)?
            .with_absence(self.absence)
            .with_aggregation(self.aggregation.unwrap_or_default())
            .with_rules(self.rules.unwrap_or_default())
            .with_point_limits(self.limits.unwrap_or_default());
        Ok(Part::Node(match self.name {
            Some(name) => node.with_name(name),
            None => node,
        }))
    }
}

impl TryFrom<RawPart> for Child {
    type Error = ScoreError;

    fn try_from(raw: RawPart) -> Result<Self, ScoreError> {
        let Some(weight) = raw.weight else {
            let remedy = "give the weight among its siblings";
            return Err(ScoreError::Missing { place: "weight".into(), remedy });
        };
        Ok(Self::new(weight, raw.into_part()?))
    }
}

impl TryFrom<RawPart> for Node {
    type Error = ScoreError;

    fn try_from(raw: RawPart) -> Result<Self, ScoreError> {
        if raw.weight.is_some() {
            let remedy = "the top of a tree has no siblings; leave the weight out";
            return Err(ScoreError::Misplaced { place: "weight".into(), remedy });
        }
        match raw.into_part()? {
            Part::Node(node) => Ok(node),
            Part::Indicator(_) => Err(ScoreError::Misplaced {
                place: "indicator".into(),
                remedy: "the top of a tree is a node; give `id` and `children`",
            }),
        }
    }
}

impl From<Child> for RawPart {
    fn from(child: Child) -> Self {
        let weight = Some(child.weight());
        let raw = match child.into_part() {
            Part::Node(node) => node.into(),
            Part::Indicator(leaf) => Self {
                indicator: Some(leaf.indicator().clone()),
                name: leaf.name().cloned(),
                curve: Some(leaf.curve().clone()),
                ..Self::default()
            },
        };
        Self { weight, ..raw }
    }
}

impl From<Node> for RawPart {
    fn from(node: Node) -> Self {
        Self {
            id: Some(node.id().clone()),
            name: node.name().cloned(),
            absence: *node.absence(),
            aggregation: Some(node.aggregation().clone())
                .filter(|aggregation| *aggregation != Aggregation::default()),
            rules: Some(node.rules().to_vec()).filter(|rules| !rules.is_empty()),
            limits: Some(*node.limits()).filter(|limits| *limits != PointLimits::default()),
            children: Some(node.into_children().into_iter().map(Self::from).collect()),
            ..Self::default()
        }
    }
}
