use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Importance, Judgements, Priorities, PriorityRule, WeightingError};
use crate::quantity::{Label, unique_keys};

/// A tree of judgements (层次结构): criteria, and below each of them, where judged, its parts or the alternatives by that
/// criterion.
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
    /// [`WeightingError::Count`] for more than 50 levels, [`WeightingError::Quantity`] for what is no name.
    pub fn under<K>(mut self, criterion: K, below: impl Into<Self>) -> Result<Self, WeightingError>
    where
        K: TryInto<Label>,
        WeightingError: From<K::Error>,
    {
        let criterion: Label = criterion.try_into()?;
        let below = below.into();
        if !self.judgements.criteria().contains(&criterion) {
            return Err(WeightingError::Unknown { place: "children".to_owned(), given: criterion });
        }
        if self.children.contains_key(&criterion) {
            return Err(WeightingError::Duplicate { what: "the child of", given: criterion });
        }
        self.height = self.height.max(below.height + 1);
        super::weights::counted("levels of judgements", self.height, 1, MAX_HEIGHT)?;
        self.children.insert(criterion, below);
        Ok(self)
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
    /// As [`Judgements::weigh`], for each matrix.
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
        let priorities = self.judgements.weigh(rule)?;
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
        raw.children
            .into_iter()
            .try_fold(Self::new(raw.judgements), |tree, (name, below)| tree.under(name, below))
    }
}

impl From<Hierarchy> for RawHierarchy {
    fn from(hierarchy: Hierarchy) -> Self {
        Self { judgements: hierarchy.judgements, children: hierarchy.children }
    }
}
