use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::quantity::{Name, NodeId, Weight, excerpt};
use crate::score::tree::MAX_DEPTH;
use crate::score::{AbsencePolicy, Aggregation, Child, Leaf, Node, Part, PointLimits, Rule, ScoreError};

/// One row of a tree that is kept as a table (指标体系表): a part, its weight, and the node above it.
///
/// Spreadsheets and databases keep trees so; [`Node::from_rows`] puts them together.
///
/// ```
/// use service_quality::score::{Curve, Leaf, Node, Row};
///
/// let leaf = Leaf::new("csat".parse()?, Curve::goalposts(1.into(), 5.into())?);
/// let rows = [Row::leaf(leaf, "service".parse()?, "2".parse()?), Row::top("service".parse()?)];
/// assert_eq!(Node::from_rows(rows)?.children().len(), 1);
///
/// let lost = [Row::top("service".parse()?), Row::node("speed".parse()?, "servce".parse()?, "1".parse()?)];
/// let fault = Node::from_rows(lost).unwrap_err().to_string();
/// assert_eq!(fault, "rows[1].above: `servce` is no row's id: add the node, or name another");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    above: Option<NodeId>,
    weight: Weight,
    part: RowPart,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum RowPart {
    Node { id: NodeId, settings: Box<Settings> },
    Leaf(Leaf),
}

/// What a node has besides its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Settings {
    name: Option<Name>,
    absence: AbsencePolicy,
    aggregation: Aggregation,
    rules: Vec<Rule>,
    limits: PointLimits,
}

impl Row {
    /// The node at the top.
    #[must_use]
    pub fn top(id: NodeId) -> Self {
        Self { above: None, weight: Weight::ONE, part: RowPart::Node { id, settings: Box::default() } }
    }

    /// A node below another.
    #[must_use]
    pub fn node(id: NodeId, above: NodeId, weight: Weight) -> Self {
        Self { above: Some(above), weight, ..Self::top(id) }
    }

    /// An indicator below a node.
    #[must_use]
    pub const fn leaf(leaf: Leaf, above: NodeId, weight: Weight) -> Self {
        Self { above: Some(above), weight, part: RowPart::Leaf(leaf) }
    }

    /// The same row whose node has a name for people. A leaf has its own.
    #[must_use]
    pub fn with_name(mut self, name: Name) -> Self {
        if let RowPart::Node { settings, .. } = &mut self.part {
            settings.name = Some(name);
        }
        self
    }

    /// The same row whose node has its own treatment of absent children. A leaf has none.
    #[must_use]
    pub fn with_absence(mut self, policy: AbsencePolicy) -> Self {
        if let RowPart::Node { settings, .. } = &mut self.part {
            settings.absence = policy;
        }
        self
    }

    /// The same row whose node has rules, and limits of their points. A leaf has none.
    #[must_use]
    pub fn with_rules(mut self, rules: impl IntoIterator<Item = Rule>, limits: PointLimits) -> Self {
        if let RowPart::Node { settings, .. } = &mut self.part {
            settings.rules = rules.into_iter().collect();
            settings.limits = limits;
        }
        self
    }

    /// The same row whose node takes another mean of its children. A leaf has none.
    #[must_use]
    pub fn with_aggregation(mut self, aggregation: Aggregation) -> Self {
        if let RowPart::Node { settings, .. } = &mut self.part {
            settings.aggregation = aggregation;
        }
        self
    }

    fn node_id(&self) -> Option<&NodeId> {
        match &self.part {
            RowPart::Node { id, .. } => Some(id),
            RowPart::Leaf(_) => None,
        }
    }
}

impl Node {
    /// The tree of a table, in any order; siblings keep the order of their rows.
    ///
    /// # Errors
    /// [`ScoreError::TooFew`] without a top or for a node with nothing below it, [`ScoreError::Duplicate`] for a second
    /// top or node id, [`ScoreError::Orphan`], [`ScoreError::Cycle`], [`ScoreError::NoWeight`], [`ScoreError::TooMany`] for
    /// more than 50 levels.
    pub fn from_rows(rows: impl IntoIterator<Item = Row>) -> Result<Self, ScoreError> {
        Table::new(rows.into_iter().collect())?.tree()
    }
}

/// Rows with their places.
struct Table {
    rows: Vec<Row>,
    top: usize,
    /// The rows below each node's row.
    below: BTreeMap<usize, Vec<usize>>,
}

impl Table {
    fn new(rows: Vec<Row>) -> Result<Self, ScoreError> {
        let mut nodes: BTreeMap<&NodeId, usize> = BTreeMap::new();
        let mut top = None;
        for (index, row) in rows.iter().enumerate() {
            if row.above.is_none()
                && let Some(first) = top.replace(index)
            {
                let given = row.node_id().map_or_else(String::new, |id| excerpt(id.as_str()));
                let (place, first) = (format!("rows[{index}]"), format!("rows[{first}]"));
                return Err(ScoreError::Duplicate { place, given, first, what: "top" });
            }
            let Some(id) = row.node_id() else { continue };
            match nodes.entry(id) {
                Entry::Vacant(free) => free.insert(index),
                Entry::Occupied(taken) => {
                    let (place, first) = (format!("rows[{index}].id"), format!("rows[{}].id", taken.get()));
                    let given = excerpt(id.as_str());
                    return Err(ScoreError::Duplicate { place, given, first, what: "node id" });
                }
            };
        }
        let mut below: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            let Some(above) = &row.above else { continue };
            let Some(parent) = nodes.get(above) else {
                let place = format!("rows[{index}].above");
                return Err(ScoreError::Orphan { place, given: excerpt(above.as_str()) });
            };
            below.entry(*parent).or_default().push(index);
        }
        let Some(top) = top else {
            // Without a top every row is below another: in a circle, if there are any.
            if rows.is_empty() {
                return Err(ScoreError::TooFew {
                    place: "rows".into(),
                    given: 0,
                    least: "one row for the top",
                });
            }
            return Err(circle(&rows, &nodes, 0));
        };
        let mut reached = BTreeSet::from([top]);
        let mut waiting = vec![top];
        while let Some(index) = waiting.pop() {
            let next = below.get(&index).into_iter().flatten();
            waiting.extend(next.copied().filter(|index| reached.insert(*index)));
        }
        match (0..rows.len()).find(|index| !reached.contains(index)) {
            Some(lost) => Err(circle(&rows, &nodes, lost)),
            None => Ok(Self { rows, top, below }),
        }
    }

    /// Builds every node after all that is below it.
    fn tree(mut self) -> Result<Node, ScoreError> {
        let mut order = vec![(self.top, 1)];
        let mut next = 0;
        while let Some((index, depth)) = order.get(next).copied() {
            if depth > MAX_DEPTH + 1 {
                let (place, given) = (format!("rows[{index}]"), depth - 1);
                return Err(ScoreError::TooMany { place, given, what: "levels of nodes", most: MAX_DEPTH });
            }
            order.extend(self.below.get(&index).into_iter().flatten().map(|child| (*child, depth + 1)));
            next += 1;
        }
        let mut parts: BTreeMap<usize, Child> = BTreeMap::new();
        let mut built = None;
        for (index, _) in order.into_iter().rev() {
            let Some(row) = self.rows.get(index).cloned() else { continue };
            let part = match row.part {
                RowPart::Leaf(leaf) => Part::Indicator(leaf),
                RowPart::Node { id, settings } => {
                    let below = self.below.remove(&index).unwrap_or_default();
                    let children = below.iter().filter_map(|child| parts.remove(child));
                    let node =
                        Node::new(id, children).map_err(|fault| fault.within(&format!("rows[{index}]")))?;
                    let node = node
                        .with_absence(settings.absence)
                        .with_aggregation(settings.aggregation)
                        .with_rules(settings.rules)
                        .with_point_limits(settings.limits);
                    let node = match settings.name {
                        Some(name) => node.with_name(name),
                        None => node,
                    };
                    if index == self.top {
                        built = Some(node);
                        continue;
                    }
                    Part::Node(node)
                }
            };
            parts.insert(index, Child::new(row.weight, part));
        }
        built.ok_or(ScoreError::TooFew { place: "rows".into(), given: 0, least: "one row for the top" })
    }
}

/// The circle that a row leads into, upwards.
fn circle(rows: &[Row], nodes: &BTreeMap<&NodeId, usize>, from: usize) -> ScoreError {
    let up = |index: &usize| nodes.get(rows.get(*index)?.above.as_ref()?).copied();
    let mut seen = BTreeSet::new();
    let mut last = from;
    for index in std::iter::successors(Some(from), up) {
        last = index;
        if !seen.insert(index) {
            break;
        }
    }
    let given = rows.get(last).and_then(Row::node_id).map_or_else(String::new, |id| excerpt(id.as_str()));
    ScoreError::Cycle { place: format!("rows[{last}]"), given }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Curve;

    fn node(id: &str, above: &str) -> Row {
        Row::node(id.parse().unwrap(), above.parse().unwrap(), Weight::ONE)
    }

    fn leaf(id: &str, above: &str) -> Row {
        let curve = Curve::goalposts(0.into(), 1.into()).unwrap();
        Row::leaf(Leaf::new(id.parse().unwrap(), curve), above.parse().unwrap(), Weight::ONE)
    }

    fn top() -> Row {
        Row::top("top".parse().unwrap())
    }

    #[track_caller]
    fn refused(rows: Vec<Row>, message: &str) {
        assert_eq!(Node::from_rows(rows).unwrap_err().to_string(), message);
    }

    #[test]
    fn any_order_gives_the_same_tree() {
        let rows = vec![top(), node("a", "top"), leaf("x", "a"), leaf("y", "a"), leaf("z", "top")];
        let tree = Node::from_rows(rows.clone()).unwrap();
        let mut turned = rows;
        turned.swap(0, 2);
        turned.swap(2, 1);
        assert_eq!(Node::from_rows(turned).unwrap(), tree);
        assert_eq!(tree.children().len(), 2);
    }

    #[test]
    fn faults_name_the_row() {
        refused(vec![], "rows: is empty: give at least one row for the top");
        refused(vec![top(), node("a", "top")], "rows[1].children: is empty: give at least one");
        refused(vec![top(), top()], "rows[1]: `top` stands already at rows[0]: give each top once");
        let twice = vec![top(), node("a", "top"), node("a", "top")];
        refused(twice, "rows[2].id: `a` stands already at rows[1].id: give each node id once");
        let circle = vec![top(), leaf("x", "top"), node("a", "b"), node("b", "c"), node("c", "b")];
        refused(circle, "rows[3]: `b` stands above itself: let one row lead up to the top");
        refused(vec![node("a", "a")], "rows[0]: `a` stands above itself: let one row lead up to the top");
    }

    #[test]
    fn depth_is_bounded() {
        let name = |level: usize| if level == 0 { "top".to_owned() } else { format!("n{level}") };
        let rows = |levels: usize| {
            let mut rows = vec![top()];
            rows.extend((1..levels).map(|level| node(&name(level), &name(level - 1))));
            rows.push(leaf("x", &name(levels - 1)));
            rows
        };
        assert!(Node::from_rows(rows(50)).is_ok());
        assert!(
            Node::from_rows(rows(51))
                .unwrap_err()
                .to_string()
                .contains("51 levels of nodes: give at most 50")
        );
        assert!(Node::from_rows(rows(60_000)).is_err());
    }
}
