use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Importance, Judgements, Priorities, PriorityRule, WeightingError};
use crate::quantity::{Label, unique_keys};
use crate::weighting::weights::counted;

/// A tree of judgements (层次结构): criteria, and below each of them, where judged, its parts or the alternatives by that
/// criterion.
///
/// A name stands on one level only: there it may stand below several criteria, as alternatives do, and collects from each.
/// Alternatives that some criteria reach a level later than others want a level of one criterion between.
///
/// ```
/// use service_quality::weighting::{Hierarchy, Judgements, PriorityRule};
///
/// let hierarchy = Hierarchy::new(Judgements::new(["satisfaction", "timeliness"], [("satisfaction", "timeliness", 4)])?)
///     .under("satisfaction", Judgements::new(["csat", "nps"], [("csat", "nps", 3)])?)?;
/// let weights = hierarchy.weigh(&PriorityRule::default())?.importance().weights().clone();
/// assert_eq!(serde_json::to_string(&weights)?, r#"[["csat","0.6"],["nps","0.2"],["timeliness","0.2"]]"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawHierarchy", into = "RawHierarchy")]
pub struct Hierarchy {
    judgements: Judgements,
    children: BTreeMap<Label, Hierarchy>,
    /// Levels from here down.
    height: usize,
}

/// Deepest tree, as of a scoring model.
const MAX_HEIGHT: usize = 50;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHierarchy {
    judgements: Judgements,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique_keys")]
    children: BTreeMap<Label, Hierarchy>,
}

/// What a tree of judgements comes to: the weights of its lowest level, and the priorities of each matrix.
///
/// ```
/// use service_quality::weighting::{Hierarchy, Judgements, PriorityRule};
///
/// let goal = Judgements::new(["price", "quality"], [("price", "quality", 1)])?;
/// let by_price = Judgements::new(["in-house", "provider"], [("in-house", "provider", "1/3")])?;
/// let by_quality = Judgements::new(["in-house", "provider"], [("in-house", "provider", 3)])?;
/// let answer = Hierarchy::new(goal).under("price", by_price)?.under("quality", by_quality)?
///     .weigh(&PriorityRule::default())?;
/// assert_eq!(answer.importance().values(), [0.5, 0.5]);
/// assert_eq!(answer.nodes().len(), 3);
/// # Ok::<(), service_quality::weighting::WeightingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HierarchyPriorities {
    importance: Importance,
    nodes: Vec<NodePriorities>,
}

/// The priorities of one matrix of a tree.
///
/// ```
/// use service_quality::weighting::{Hierarchy, Judgements, PriorityRule};
///
/// let goal = Hierarchy::new(Judgements::new(["price", "quality"], [("price", "quality", 1)])?);
/// let answer = goal.weigh(&PriorityRule::default())?;
/// assert!(answer.nodes()[0].path.is_empty(), "the top");
/// # Ok::<(), service_quality::weighting::WeightingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NodePriorities {
    /// The criteria from the top down to the one below which the matrix stands; none for the top.
    pub path: Vec<Label>,
    /// Its weights and consistency.
    pub priorities: Priorities,
}

impl Hierarchy {
    /// A tree of one level.
    #[must_use]
    pub const fn new(judgements: Judgements) -> Self {
        Self { judgements, children: BTreeMap::new(), height: 1 }
    }

    /// The same tree with what was judged below one of its criteria.
    ///
    /// # Errors
    /// [`WeightingError::Unknown`], [`WeightingError::Duplicate`] for a criterion that has something below it already,
    /// [`WeightingError::Count`] for more than 50 levels, [`WeightingError::TwoLevels`] and
    /// [`WeightingError::DividedOnce`] for a name below that stands elsewhere in the tree too,
    /// [`WeightingError::Quantity`] for what is no name.
    pub fn under<K>(self, criterion: K, below: impl Into<Self>) -> Result<Self, WeightingError>
    where
        K: TryInto<Label>,
        WeightingError: From<K::Error>,
    {
        let tree = self.attached(criterion.try_into()?, below.into())?;
        tree.one_level_each(1, &mut BTreeMap::new())?;
        Ok(tree)
    }

    fn attached(mut self, criterion: Label, below: Self) -> Result<Self, WeightingError> {
        if !self.judgements.criteria().contains(&criterion) {
            return Err(WeightingError::Unknown { place: "children".to_owned(), given: criterion });
        }
        if self.children.contains_key(&criterion) {
            return Err(WeightingError::Duplicate { what: "the child of", given: criterion });
        }
        self.height = self.height.max(below.height + 1);
        counted("levels of judgements", self.height, 1, MAX_HEIGHT)?;
        self.children.insert(criterion, below);
        Ok(self)
    }

    /// Refuses a name that stands on two levels, or that has something below it in one place only.
    fn one_level_each<'a>(
        &'a self,
        level: usize,
        seen: &mut BTreeMap<&'a Label, (usize, bool)>,
    ) -> Result<(), WeightingError> {
        for name in self.judgements.criteria() {
            let divided = self.children.contains_key(name);
            match seen.insert(name, (level, divided)) {
                Some((first, _)) if first != level => {
                    return Err(WeightingError::TwoLevels { name: name.clone(), levels: [first, level] });
                }
                Some((_, was)) if was != divided => {
                    return Err(WeightingError::DividedOnce { name: name.clone(), level });
                }
                _ => {}
            }
        }
        self.children.values().try_for_each(|child| child.one_level_each(level + 1, seen))
    }

    /// The judgements at the top.
    #[must_use]
    pub const fn judgements(&self) -> &Judgements {
        &self.judgements
    }

    /// What was judged below the criteria.
    #[must_use]
    pub const fn children(&self) -> &BTreeMap<Label, Self> {
        &self.children
    }

    /// The global weights of the lowest level (层次总排序): products of the weights on the way down. An alternative that
    /// stands below several criteria collects from each.
    ///
    /// # Errors
    /// As [`Judgements::weigh`], for each matrix, within a [`WeightingError::Within`] that names the criteria above it.
    pub fn weigh(&self, rule: &PriorityRule) -> Result<HierarchyPriorities, WeightingError> {
        let mut nodes = Vec::new();
        let importance = self.gather(&[], rule, &mut nodes)?;
        Ok(HierarchyPriorities { importance, nodes })
    }

    fn gather(
        &self,
        path: &[Label],
        rule: &PriorityRule,
        nodes: &mut Vec<NodePriorities>,
    ) -> Result<Importance, WeightingError> {
        let priorities = self.judgements.weigh(rule).map_err(|fault| fault.within(place(path)))?;
        let importance = priorities.importance().clone();
        nodes.push(NodePriorities { path: path.to_vec(), priorities });
        let mut below = BTreeMap::new();
        for name in self.judgements.criteria() {
            if let Some(child) = self.children.get(name) {
                let path = [path, std::slice::from_ref(name)].concat();
                below.insert(name.clone(), child.gather(&path, rule, nodes)?);
            }
        }
        importance.composed(&below)
    }
}

/// Where a matrix stands: at the top, or below the criteria on the way down to it.
fn place(path: &[Label]) -> String {
    match path {
        [] => "at the top".to_owned(),
        path => {
            format!("below {}", path.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" / "))
        }
    }
}

impl HierarchyPriorities {
    /// The global weights, in the order of the tree.
    #[must_use]
    pub const fn importance(&self) -> &Importance {
        &self.importance
    }

    /// The priorities of each matrix, the top first.
    #[must_use]
    pub fn nodes(&self) -> &[NodePriorities] {
        &self.nodes
    }
}

impl From<Judgements> for Hierarchy {
    fn from(judgements: Judgements) -> Self {
        Self::new(judgements)
    }
}

impl TryFrom<RawHierarchy> for Hierarchy {
    type Error = WeightingError;

    fn try_from(raw: RawHierarchy) -> Result<Self, WeightingError> {
        let mut children = raw.children.into_iter();
        let tree =
            children.try_fold(Self::new(raw.judgements), |tree, (name, below)| tree.attached(name, below))?;
        tree.one_level_each(1, &mut BTreeMap::new())?;
        Ok(tree)
    }
}

impl From<Hierarchy> for RawHierarchy {
    fn from(hierarchy: Hierarchy) -> Self {
        Self { judgements: hierarchy.judgements, children: hierarchy.children }
    }
}
