use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::improve::ImproveError;
use crate::indicator::{Formula, Indicator, Limit, Objectives};
use crate::monitor::warning::WarningLevel;
use crate::quantity::{IndicatorId, Label, Number, ObjectiveId, Score, Share, unique_keys};
use crate::sla::Denominator;

/// What is worth suggesting, what was promised, and what belongs together.
///
/// A promise belongs to the indicator that `objectives` names, else to that of the scorecard whose id it has. An alert
/// belongs to the indicator that its label `indicator` names, or that `alerts` names for its rule, or whose id that rule
/// has; else to the objective of its label `objective`, or whose id its rule has; else it stands for itself.
///
/// ```
/// use service_quality::improve::problem::SuggestionRule;
///
/// let rule: SuggestionRule = serde_json::from_str(r#"{"least_loss": "2",
///     "promises": {"fix": {"share": "0.95"}}, "objectives": {"fix": "on_time"}}"#)?;
/// assert_eq!(rule.least_loss(), "2".parse()?);
/// assert!(serde_json::from_str::<SuggestionRule>(r#"{"order": ["points", "points"]}"#).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawRule", into = "RawRule")]
pub struct SuggestionRule(RawRule);

/// A share of promises that is promised to be kept.
///
/// ```
/// use service_quality::improve::problem::PromisedShare;
/// let promised: PromisedShare = serde_json::from_str(r#"{"share": "0.95"}"#)?;
/// assert_eq!(promised.share.percent().to_string(), "95");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromisedShare {
    /// The share.
    pub share: Share,
    /// Of what.
    #[serde(default)]
    pub denominator: Denominator,
}

/// What a problem costs; costs of different kinds are not added, but compared one after the other.
///
/// ```
/// use service_quality::improve::problem::CostKind;
/// assert_eq!(serde_json::to_string(&CostKind::ALL)?, r#"["points","budget","alert"]"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CostKind {
    /// Points of the total score, 失分.
    Points,
    /// Breaches, as a multiple of those that a promise allows, 违约预算.
    Budget,
    /// The level of an early warning, then for how long it has fired, 预警.
    Alert,
}

impl CostKind {
    /// All of them, in the order in which they are compared unless a rule says otherwise.
    pub const ALL: [Self; 3] = [Self::Points, Self::Budget, Self::Alert];
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RawRule {
    least_loss: Score,
    #[serde(deserialize_with = "unique_keys", skip_serializing_if = "BTreeMap::is_empty")]
    promises: BTreeMap<ObjectiveId, PromisedShare>,
    #[serde(deserialize_with = "unique_keys", skip_serializing_if = "BTreeMap::is_empty")]
    objectives: BTreeMap<ObjectiveId, IndicatorId>,
    #[serde(deserialize_with = "unique_keys", skip_serializing_if = "BTreeMap::is_empty")]
    alerts: BTreeMap<Label, IndicatorId>,
    #[serde(deserialize_with = "unique_keys", skip_serializing_if = "BTreeMap::is_empty")]
    targets: BTreeMap<IndicatorId, Limit>,
    material: Materiality,
    order: Vec<CostKind>,
}

/// What of each kind of cost is worth comparing with others (重要性水平): what lies below gives way to any kind that does
/// not.
///
/// ```
/// use service_quality::improve::problem::Materiality;
/// let material: Materiality = serde_json::from_str(r#"{"points": 1, "excess": 5}"#)?;
/// assert_eq!((material.excess, material.alert), (5, None));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Materiality {
    /// So many points of the total score.
    pub points: Number,
    /// So many breaches more than are allowed.
    pub excess: u64,
    /// Alerts of this level; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert: Option<WarningLevel>,
}

impl Default for RawRule {
    fn default() -> Self {
        let (promises, objectives, alerts, targets) = Default::default();
        let (least_loss, material, order) = (Score::MIN, Materiality::default(), CostKind::ALL.to_vec());
        Self { least_loss, promises, objectives, alerts, targets, material, order }
    }
}

impl SuggestionRule {
    /// Every loss is worth suggesting; nothing is promised.
    #[must_use]
    pub fn new() -> Self {
        Self(RawRule::default())
    }

    /// Losses of fewer points are left out, unless something else shows the same problem.
    #[must_use]
    pub fn with_least_loss(mut self, points: Score) -> Self {
        self.0.least_loss = points;
        self
    }

    /// With what an objective promises.
    #[must_use]
    pub fn with_promise(mut self, objective: ObjectiveId, promised: PromisedShare) -> Self {
        self.0.promises.insert(objective, promised);
        self
    }

    /// With the indicator that measures an objective.
    #[must_use]
    pub fn with_objective(mut self, objective: ObjectiveId, indicator: IndicatorId) -> Self {
        self.0.objectives.insert(objective, indicator);
        self
    }

    /// With the indicator that an alert's rule watches.
    #[must_use]
    pub fn with_alert(mut self, alert: Label, indicator: IndicatorId) -> Self {
        self.0.alerts.insert(alert, indicator);
        self
    }

    /// With the target of an indicator: a value that misses it is suggested, whether or not it loses points.
    #[must_use]
    pub fn with_target(mut self, indicator: IndicatorId, target: Limit) -> Self {
        self.0.targets.insert(indicator, target);
        self
    }

    /// With what of each kind of cost is worth comparing with others.
    #[must_use]
    pub fn with_material(mut self, material: Materiality) -> Self {
        self.0.material = material;
        self
    }

    /// With the targets of indicators, where none was given before, and with the objectives that they measure by their formulas, where they measure one alone and nothing was said
    /// of it before; of several indicators of one objective the first by id.
    #[must_use]
    pub fn with_indicators<'i>(mut self, indicators: impl IntoIterator<Item = &'i Indicator>) -> Self {
        let mut found: BTreeMap<&ObjectiveId, &IndicatorId> = BTreeMap::new();
        for indicator in indicators {
            if let Some(target) = indicator.target() {
                self.0.targets.entry(indicator.id().clone()).or_insert(target);
            }
            if let Formula::SlaAttainment { objectives: Objectives::Objective(objective), .. } =
                indicator.formula()
            {
                let first = found.entry(objective).or_insert(indicator.id());
                *first = indicator.id().min(*first);
            }
        }
        for (objective, indicator) in found {
            self.0.objectives.entry(objective.clone()).or_insert_with(|| indicator.clone());
        }
        self
    }

    /// By which costs suggestions are ranked, the first of them first.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] unless each kind is named once: one that is not would not be compared.
    pub fn in_order(mut self, order: impl Into<Vec<CostKind>>) -> Result<Self, ImproveError> {
        self.0.order = order.into();
        self.0.try_into()
    }

    /// Losses of fewer points are left out.
    #[must_use]
    pub const fn least_loss(&self) -> Score {
        self.0.least_loss
    }

    /// What is promised.
    #[must_use]
    pub const fn promises(&self) -> &BTreeMap<ObjectiveId, PromisedShare> {
        &self.0.promises
    }

    /// The indicators that measure objectives.
    #[must_use]
    pub const fn objectives(&self) -> &BTreeMap<ObjectiveId, IndicatorId> {
        &self.0.objectives
    }

    /// The indicators that alerts' rules watch.
    #[must_use]
    pub const fn alerts(&self) -> &BTreeMap<Label, IndicatorId> {
        &self.0.alerts
    }

    /// The targets of indicators.
    #[must_use]
    pub const fn targets(&self) -> &BTreeMap<IndicatorId, Limit> {
        &self.0.targets
    }

    /// What of each kind of cost is worth comparing with others.
    #[must_use]
    pub const fn material(&self) -> Materiality {
        self.0.material
    }

    /// By which costs suggestions are ranked.
    #[must_use]
    pub fn order(&self) -> &[CostKind] {
        &self.0.order
    }
}

impl Default for SuggestionRule {
    fn default() -> Self {
        Self::new()
    }
}

impl TryFrom<RawRule> for SuggestionRule {
    type Error = ImproveError;

    fn try_from(raw: RawRule) -> Result<Self, ImproveError> {
        let mut kinds = raw.order.clone();
        kinds.sort();
        if kinds != CostKind::ALL {
            let given = format!("{} kinds", raw.order.len());
            return Err(ImproveError::not_allowed("rule.order", &given, "each kind of cost once"));
        }
        Ok(Self(raw))
    }
}

impl From<SuggestionRule> for RawRule {
    fn from(SuggestionRule(raw): SuggestionRule) -> Self {
        raw
    }
}
