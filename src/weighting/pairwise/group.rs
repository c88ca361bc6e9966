use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::matrix::Matrix;
use super::{Importance, Judgements, Priorities, PriorityRule, WeightingError};
use crate::quantity::{Label, Weight, billionths};
use crate::weighting::arithmetic::pairs;
use crate::weighting::weights::counted;

/// One who judged, and how much the judgement counts (专家).
///
/// ```
/// use service_quality::quantity::Weight;
/// use service_quality::weighting::Expert;
///
/// let expert: Expert = serde_json::from_str(
///     r#"{"name": "Lin", "judgements": {"criteria": ["a", "b"], "comparisons": [["a", "b", 3]]}}"#,
/// )?;
/// assert_eq!(expert.weight, Weight::ONE);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expert {
    /// Who judged.
    pub name: Label,
    /// How much that counts among the others; 1 if not given.
    #[serde(default = "one")]
    pub weight: Weight,
    /// What was judged.
    pub judgements: Judgements,
}

const fn one() -> Weight {
    Weight::ONE
}

/// Several experts who judged the same criteria (群组决策).
///
/// ```
/// use service_quality::quantity::Weight;
/// use service_quality::weighting::{Expert, Group, GroupMethod, Judgements, PriorityRule};
///
/// let expert = |name: &str, judgement: &str| {
///     let judgements = Judgements::new(["on_time", "csat"], [("on_time", "csat", judgement)])?;
///     Ok::<_, Box<dyn std::error::Error>>(Expert { name: name.parse()?, weight: Weight::ONE, judgements })
/// };
/// let group = Group::new([expert("Lin", "8")?, expert("Kim", "2")?])?;
/// let answer = group.weigh(GroupMethod::Judgements, &PriorityRule::default())?;
/// assert_eq!(answer.priorities().importance().weights().get("on_time"), "0.8".parse().ok()); // √16 : 1
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Expert>", into = "Vec<Expert>")]
pub struct Group(Vec<Expert>);

/// How what experts judged becomes one set of weights. E. Forman and K. Peniwati, *Aggregating individual judgments and
/// priorities with the analytic hierarchy process* (1998).
///
/// ```
/// use service_quality::weighting::{Group, GroupMethod, PriorityRule};
///
/// let group: Group = serde_json::from_str(r#"[
///     {"name": "Lin", "judgements": {"criteria": ["a", "b"], "comparisons": [["a", "b", 9]]}},
///     {"name": "Kim", "judgements": {"criteria": ["a", "b"], "comparisons": [["a", "b", 1]]}}]"#)?;
/// let of_a = |method| {
///     let answer = group.weigh(method, &PriorityRule::default())?;
///     Ok::<_, Box<dyn std::error::Error>>(answer.priorities().importance().weights().get("a").ok_or("a is weighed")?.to_string())
/// };
/// assert_eq!(of_a(GroupMethod::Judgements)?, "0.75"); // 3 : 1
/// assert_eq!(of_a(GroupMethod::PrioritiesMean)?, "0.7"); // the mean of 0.9 and 0.5
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupMethod {
    /// The group as one judge (AIJ): geometric means of the judgements, then weights.
    Judgements,
    /// Each expert separately (AIP): weights, then their weighted means.
    PrioritiesMean,
    /// Weights, then their weighted geometric means, normalised.
    PrioritiesGeometricMean,
}

/// What a group comes to.
///
/// ```
/// use service_quality::weighting::{Group, GroupMethod, PriorityRule};
///
/// let group: Group = serde_json::from_str(
///     r#"[{"name": "Lin", "weight": "2", "judgements": {"criteria": ["a", "b"], "matrix": [[1, 3], [null, 1]]}}]"#,
/// )?;
/// let answer = group.weigh(GroupMethod::PrioritiesMean, &PriorityRule::default())?;
/// assert_eq!(answer.experts()[0].priorities.importance().values(), [0.75, 0.25]);
/// assert_eq!(answer.priorities().consistency().ratio(), Some(0.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupPriorities {
    priorities: Priorities,
    experts: Vec<ExpertPriorities>,
}

/// What one expert's judgements come to by themselves.
///
/// ```
/// use service_quality::weighting::{Group, GroupMethod, PriorityRule};
///
/// let group: Group = serde_json::from_str(
///     r#"[{"name": "Lin", "judgements": {"criteria": ["a", "b"], "matrix": [[1, 3], [null, 1]]}}]"#,
/// )?;
/// let answer = group.weigh(GroupMethod::Judgements, &PriorityRule::default())?;
/// assert_eq!(answer.experts()[0].name.as_str(), "Lin");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExpertPriorities {
    /// Who judged.
    pub name: Label,
    /// The weights and the consistency.
    pub priorities: Priorities,
}

/// Into what a mean is taken of, and back.
type Turn = fn(f64) -> f64;

/// Most experts of a group.
const MAX_EXPERTS: usize = 1_000;

impl Group {
    /// Experts who judged the same criteria, in any order.
    ///
    /// # Errors
    /// [`WeightingError::Count`] for none or more than 1,000, [`WeightingError::Duplicate`] for a name given twice,
    /// [`WeightingError::NoWeight`], [`WeightingError::Missing`] and [`WeightingError::Unknown`] for criteria that not all
    /// judged.
    pub fn new(experts: impl IntoIterator<Item = Expert>) -> Result<Self, WeightingError> {
        let experts: Vec<Expert> = experts.into_iter().collect();
        counted("experts", experts.len(), 1, MAX_EXPERTS)?;
        let mut names = std::collections::BTreeSet::new();
        if let Some(twice) = experts.iter().find(|expert| !names.insert(&expert.name)) {
            return Err(WeightingError::Duplicate { what: "expert", given: twice.name.clone() });
        }
        if experts.iter().all(|expert| expert.weight == Weight::ZERO) {
            return Err(WeightingError::NoWeight { what: "weights of experts" });
        }
        let criteria = experts.first().map(|expert| expert.judgements.criteria()).unwrap_or_default();
        for expert in &experts {
            let place = format!("expert `{}`", expert.name);
            let own = expert.judgements.criteria();
            if let Some(missing) = criteria.iter().find(|name| !own.contains(name)).cloned() {
                return Err(WeightingError::Missing { place, missing });
            }
            if let Some(given) = own.iter().find(|name| !criteria.contains(name)).cloned() {
                return Err(WeightingError::Unknown { place, given });
            }
        }
        Ok(Self(experts))
    }

    /// The experts, in order.
    #[must_use]
    pub fn experts(&self) -> &[Expert] {
        &self.0
    }

    /// The weights of the group, in the first expert's order of criteria.
    ///
    /// A pair that not all experts judged takes the geometric mean of those who did; one that nobody did is completed.
    ///
    /// # Errors
    /// As [`Judgements::weigh`], for each expert separately, within a [`WeightingError::Within`] that names the expert.
    pub fn weigh(&self, method: GroupMethod, rule: &PriorityRule) -> Result<GroupPriorities, WeightingError> {
        let criteria = self.0.first().map(|expert| expert.judgements.criteria()).unwrap_or_default();
        let own = |expert: &Expert| {
            let priorities = expert.judgements.weigh(rule);
            let priorities = priorities.map_err(|fault| fault.within(format!("expert `{}`", expert.name)))?;
            Ok(ExpertPriorities { name: expert.name.clone(), priorities })
        };
        let experts = self.0.iter().map(own).collect::<Result<Vec<_>, WeightingError>>()?;
        let together = self.mean(criteria).and_then(|mean| Priorities::of(criteria, &mean, false, rule));
        let together = together.map_err(|fault| fault.within("the experts together"))?;
        let total: f64 = self.weights().sum();
        let (into, back): (Turn, Turn) = match method {
            GroupMethod::Judgements => return Ok(GroupPriorities { priorities: together, experts }),
            GroupMethod::PrioritiesMean => (|weight| weight, |mean| mean),
            GroupMethod::PrioritiesGeometricMean => (libm::log, libm::exp),
        };
        let mean = |name: &Label| {
            let values = experts.iter().zip(self.weights()).filter_map(|(expert, weight)| {
                Some(weight * into(expert.priorities.importance().get(name.as_str())?))
            });
            back(values.sum::<f64>() / total)
        };
        let means = criteria.iter().map(|name| (name.clone(), mean(name))).collect();
        let priorities = together.with_importance(Importance::of_floats(means, "weights")?);
        Ok(GroupPriorities { priorities, experts })
    }

    fn weights(&self) -> impl Iterator<Item = f64> {
        self.0.iter().map(|expert| billionths(expert.weight.to_scaled()))
    }

    /// The weighted geometric means of the judgements.
    fn mean(&self, criteria: &[Label]) -> Result<Matrix, WeightingError> {
        let place: BTreeMap<&Label, usize> =
            criteria.iter().enumerate().map(|(place, name)| (name, place)).collect();
        let mut sums = BTreeMap::<(usize, usize), (f64, f64)>::new();
        for (expert, weight) in self.0.iter().zip(self.weights()).filter(|(_, weight)| *weight > 0.0) {
            for (of, over, judgement) in expert.judgements.iter() {
                let Some((row, column)) = place.get(of).copied().zip(place.get(over).copied()) else {
                    continue;
                };
                let logarithm = libm::log(judgement.value());
                let (pair, logarithm) =
                    if row < column { ((row, column), logarithm) } else { ((column, row), -logarithm) };
                let sum = sums.entry(pair).or_default();
                sum.0 += weight * logarithm;
                sum.1 += weight;
            }
        }
        let known = pairs(criteria.len())
            .filter_map(|pair| sums.get(&pair).map(|(sum, weight)| (pair, libm::exp(sum / weight))));
        Matrix::complete(criteria.len(), known.collect())
    }
}

impl GroupPriorities {
    /// The weights by the method; the consistency and the completed judgements are those of the group's mean judgements,
    /// whatever the method.
    #[must_use]
    pub const fn priorities(&self) -> &Priorities {
        &self.priorities
    }

    /// What each expert's judgements come to, in order.
    #[must_use]
    pub fn experts(&self) -> &[ExpertPriorities] {
        &self.experts
    }
}

impl TryFrom<Vec<Expert>> for Group {
    type Error = WeightingError;

    fn try_from(experts: Vec<Expert>) -> Result<Self, WeightingError> {
        Self::new(experts)
    }
}

impl From<Group> for Vec<Expert> {
    fn from(group: Group) -> Self {
        group.0
    }
}
