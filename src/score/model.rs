use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::indicator::Measurement;
use crate::quantity::{IndicatorId, Name, NodeId, Score, Share, excerpt};

use super::absence::Settled;
use super::plan::Plan;
use super::tree::RawPart;
use super::{AbsencePolicy, Grades, Node, Place, Rounding, ScoreError, Scorecard, exact};

/// A scoring model (评分模型): a tree of weighted indicators, its rounding, its treatment of absence, its grades.
///
/// The id of the root names the model. A model is checked as a whole when it is built or read, and compiled
/// once; scoring reads it only, so that it can be shared between threads.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::indicator::{Absence, Measurement};
/// use service_quality::score::Model;
///
/// let model: Model = serde_json::from_str(r#"{
///     "grades": [{"grade": "A", "from": 90}, {"grade": "B", "from": 75}, {"grade": "C", "from": 0}],
///     "root": {"id": "service", "children": [
///         {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}},
///         {"weight": 2, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}},
///         {"weight": 1, "indicator": "reopened", "curve": {"goalposts": {"worst": "0.2", "best": "0"}}}
///     ]}
/// }"#)?;
/// let scorecard = model.score(&BTreeMap::from([
///     ("on_time".parse()?, Measurement::present("0.95".parse()?, 412)),
///     ("csat".parse()?, Measurement::present("4.1".parse()?, 97)),
///     ("reopened".parse()?, Measurement::absent(Absence::Missing)),
/// ]));
/// assert_eq!(scorecard.score(), Some("83.5".parse()?));
/// assert_eq!(scorecard.grade().map(|grade| grade.as_str()), Some("B"));
/// assert_eq!(scorecard.coverage().to_string(), "0.833333333");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawModel", into = "RawModel")]
pub struct Model {
    root: Node,
    rounding: Rounding,
    absence: AbsencePolicy,
    grades: Option<Grades>,
    plan: Plan,
}

/// Collects the optional parts of a [`Model`] before it is checked.
///
/// ```
/// use service_quality::score::{Child, Curve, Leaf, Model, Node, Rounding};
///
/// let csat = Leaf::new("csat".parse()?, Curve::goalposts(1.into(), 5.into())?);
/// let root = Node::new("service".parse()?, [Child::new("1".parse()?, csat)])?;
/// let model = Model::builder(root).rounding(Rounding::new(2, 2, 1)?).build()?;
/// assert_eq!(model.rounding().total(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct ModelBuilder {
    root: Node,
    rounding: Rounding,
    absence: AbsencePolicy,
    grades: Option<Grades>,
}

impl Model {
    /// Starts a model from the top of its tree.
    pub fn builder(root: Node) -> ModelBuilder {
        ModelBuilder { root, rounding: Rounding::default(), absence: AbsencePolicy::inherit(), grades: None }
    }

    /// The id of the root, which names the model.
    #[must_use]
    pub const fn id(&self) -> &NodeId {
        self.root.id()
    }

    /// The top of the tree.
    #[must_use]
    pub const fn root(&self) -> &Node {
        &self.root
    }

    /// The decimal places kept.
    #[must_use]
    pub const fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// The treatment of absence where no node has its own.
    #[must_use]
    pub const fn absence(&self) -> &AbsencePolicy {
        &self.absence
    }

    /// The grade bands.
    #[must_use]
    pub const fn grades(&self) -> Option<&Grades> {
        self.grades.as_ref()
    }

    /// The same model, whose scorecards call indicators by names kept elsewhere where the model has none.
    #[must_use]
    pub fn with_indicator_names(mut self, name: impl Fn(&IndicatorId) -> Option<Name>) -> Self {
        self.plan.name_indicators(name);
        self
    }

    /// Each indicator's share of the total's weight when everything is measured (有效权重).
    ///
    /// The whole is divided down the tree by the method of the largest remainder, to 9 decimals: the shares
    /// sum to 1 exactly.
    ///
    /// ```
    /// use service_quality::score::{Child, Curve, Leaf, Model, Node};
    ///
    /// let leaf = |id: &str| Leaf::new(id.parse().unwrap(), Curve::goalposts(0.into(), 1.into()).unwrap());
    /// let thirds = ["a", "b", "c"].map(|id| Child::new("1".parse().unwrap(), leaf(id)));
    /// let model = Model::builder(Node::new("service".parse()?, thirds)?).build()?;
    /// let weights: Vec<String> = model.effective_weights().values().map(|share| share.to_string()).collect();
    /// assert_eq!(weights, ["0.333333334", "0.333333333", "0.333333333"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn effective_weights(&self) -> BTreeMap<IndicatorId, Share> {
        let weights = self.plan.slots().iter().zip(self.plan.effective_weights());
        weights
            .filter_map(|(slot, share)| match &slot.place {
                Place::Indicator(id) => Some((id.clone(), share)),
                Place::Node(_) => None,
            })
            .collect()
    }

    /// The best total that the curves allow: 100, unless a curve ends below.
    #[must_use]
    pub fn best(&self) -> Score {
        exact::score(self.plan.best())
    }

    /// Scores what was measured.
    ///
    /// An indicator that is not among the measurements is missing; a measurement that the model does not name
    /// is not read. This is the reference: exact integers, one rounding at each stage that the model names.
    #[must_use]
    pub fn score(&self, measurements: &BTreeMap<IndicatorId, Measurement>) -> Scorecard {
        Scorecard::new(&self.plan, self.plan.evaluate(measurements), self.grades.as_ref())
    }
}

impl ModelBuilder {
    /// Sets the decimal places kept; 4, 4 and 2 otherwise.
    pub fn rounding(mut self, rounding: Rounding) -> Self {
        self.rounding = rounding;
        self
    }

    /// Sets the treatment of absence where no node has its own.
    pub fn absence(mut self, policy: AbsencePolicy) -> Self {
        self.absence = policy;
        self
    }

    /// Sets the grade bands; without them a total has no grade.
    pub fn grades(mut self, grades: Grades) -> Self {
        self.grades = Some(grades);
        self
    }

    /// Checks and compiles the model.
    ///
    /// # Errors
    /// [`ScoreError::Duplicate`] for an id that occurs twice, [`ScoreError::TooMany`] for more than 100,000 parts,
    /// [`ScoreError::BandTooFine`] and [`ScoreError::GradeOutOfReach`] for bands that no total can meet.
    pub fn build(self) -> Result<Model, ScoreError> {
        let Self { root, rounding, absence, grades } = self;
        let plan = Plan::new(&root, Settled::default().below(&absence), rounding)?;
        let model = Model { root, rounding, absence, grades, plan };
        model.check_grades()?;
        Ok(model)
    }
}

impl Model {
    fn check_grades(&self) -> Result<(), ScoreError> {
        let best = self.best();
        let places = self.rounding.total();
        for (index, band) in self.grades.iter().flat_map(Grades::bands).enumerate() {
            let place = format!("grades[{index}].from");
            if band.from.value().scale() > places {
                return Err(ScoreError::BandTooFine { place, given: band.from, places });
            }
            if band.from > best {
                let grade = excerpt(band.grade.as_str());
                return Err(ScoreError::GradeOutOfReach { place, grade, from: band.from, best });
            }
        }
        Ok(())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a model as an object")]
struct RawModel {
    #[serde(default)]
    rounding: Rounding,
    #[serde(default, skip_serializing_if = "AbsencePolicy::is_inherited")]
    absence: AbsencePolicy,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    grades: Option<Grades>,
    root: RawPart,
}

impl TryFrom<RawModel> for Model {
    type Error = ScoreError;

    fn try_from(raw: RawModel) -> Result<Self, ScoreError> {
        let root = Node::try_from(raw.root).map_err(|error| error.within("root"))?;
        let builder = Self::builder(root).rounding(raw.rounding).absence(raw.absence);
        ModelBuilder { grades: raw.grades, ..builder }.build()
    }
}

impl From<Model> for RawModel {
    fn from(model: Model) -> Self {
        Self {
            rounding: model.rounding,
            absence: model.absence,
            grades: model.grades,
            root: model.root.into(),
        }
    }
}
