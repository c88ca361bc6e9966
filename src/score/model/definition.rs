use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::indicator::Measurement;
use crate::quantity::{IndicatorId, Name, NodeId, Score, Share, excerpt};

use crate::score::absence::Settled;
use crate::score::plan::Plan;
use crate::score::tree::RawPart;
use crate::score::{AbsencePolicy, Effect, Grades, Node, Place, Rounding, ScoreError, Scorecard, exact};
use crate::weighting::Weights;

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
    hysteresis: Option<Score>,
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
    hysteresis: Option<Score>,
}

impl Model {
    /// Starts a model from the top of its tree.
    pub fn builder(root: Node) -> ModelBuilder {
        ModelBuilder {
            root,
            rounding: Rounding::default(),
            absence: AbsencePolicy::inherit(),
            grades: None,
            hysteresis: None,
        }
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

    /// The margin by which a score has to pass a grade's lowest score before the grade of the period before is left.
    #[must_use]
    pub const fn hysteresis(&self) -> Option<Score> {
        self.hysteresis
    }

    /// The same model, whose scorecards call indicators by names kept elsewhere where the model has none.
    #[must_use]
    pub fn with_indicator_names(mut self, name: impl Fn(&IndicatorId) -> Option<Name>) -> Self {
        self.plan.name_indicators(name);
        self
    }

    /// The same model with other weights right below its root, by the ids of the parts there.
    ///
    /// ```
    /// use service_quality::score::Model;
    /// use service_quality::weighting::Weights;
    ///
    /// let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
    ///     {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": 1, "best": 5}}},
    ///     {"weight": 1, "indicator": "fcr", "curve": {"goalposts": {"worst": 0, "best": 1}}}]}}"#)?;
    /// let judged = model.reweighed(&Weights::direct([("csat", 3), ("fcr", 1)])?)?;
    /// assert_eq!(judged.root().children()[0].weight().to_string(), "0.75");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ScoreError::Unweighed`] for a part without a weight and for a weight without a part.
    pub fn reweighed(&self, weights: &Weights) -> Result<Self, ScoreError> {
        let root = self.root.clone().reweighed(weights).map_err(|error| error.within("root"))?;
        let Self { rounding, absence, ref grades, hysteresis, .. } = *self;
        ModelBuilder { root, rounding, absence, grades: grades.clone(), hysteresis }.build()
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
        self.scored(measurements, None)
    }

    /// Scores what was measured after an earlier period, of which the scorecard is given: what the policy carries over
    /// ([`Treatment::Previous`](crate::score::Treatment::Previous)) comes from there, and its grade is left only by the
    /// [margin](Model::hysteresis). A scorecard whose root has another id is another model's, and not read; that of
    /// another version of this model is.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use service_quality::indicator::Measurement;
    /// use service_quality::score::Model;
    ///
    /// let model: Model = serde_json::from_str(r#"{
    ///     "grades": [{"grade": "A", "from": 80}, {"grade": "B", "from": 0}], "hysteresis": "1",
    ///     "root": {"id": "service", "children": [
    ///         {"weight": 1, "indicator": "on_time", "curve": {"goalposts": {"worst": "0", "best": "100"}}}]}}"#)?;
    /// let measured = |value: &str| Ok::<_, Box<dyn std::error::Error>>(BTreeMap::from([
    ///     ("on_time".parse()?, Measurement::present(value.parse()?, 412))]));
    /// let may = model.score(&measured("80.2")?);
    /// let june = model.score_after(&measured("79.5")?, &may);
    /// assert_eq!(june.grade().map(|grade| grade.as_str()), Some("A")); // within 1 of 80
    /// let july = model.score_after(&measured("78.9")?, &june);
    /// assert_eq!(july.grade().map(|grade| grade.as_str()), Some("B"));
    /// let august = model.score_after(&measured("80.9")?, &july);
    /// assert_eq!(august.grade().map(|grade| grade.as_str()), Some("B")); // an A again from 81
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn score_after(
        &self,
        measurements: &BTreeMap<IndicatorId, Measurement>,
        previous: &Scorecard,
    ) -> Scorecard {
        self.scored(measurements, Some(previous))
    }

    /// The same model as it scores without the rules of its root.
    pub(crate) fn without_root_rules(&self) -> Self {
        Self { plan: self.plan.clone().without_root_rules(), ..self.clone() }
    }

    pub(in crate::score) const fn plan(&self) -> &Plan {
        &self.plan
    }

    fn scored(
        &self,
        measurements: &BTreeMap<IndicatorId, Measurement>,
        previous: Option<&Scorecard>,
    ) -> Scorecard {
        let of = |card: &&Scorecard| card.total().place() == &Place::Node(self.id().clone());
        let previous = previous.filter(of);
        let before = previous.and_then(Scorecard::unruled_grade);
        Scorecard::new(&self.plan, self.plan.evaluate(measurements, previous), |total| {
            self.grades.as_ref()?.grading(total, before, self.hysteresis)
        })
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

    /// Sets the margin (等级缓冲) by which a score has to pass a grade's lowest score before the grade of the period before
    /// is left, either way; without it every total is graded by itself.
    pub fn hysteresis(mut self, margin: Score) -> Self {
        self.hysteresis = Some(margin);
        self
    }

    /// Checks and compiles the model.
    ///
    /// # Errors
    /// [`ScoreError::Duplicate`] for an id that occurs twice, [`ScoreError::TooMany`] for more than 100,000 parts,
    /// [`ScoreError::BandTooFine`] and [`ScoreError::GradeOutOfReach`] for bands that no total can meet.
    pub fn build(self) -> Result<Model, ScoreError> {
        let Self { root, rounding, absence, grades, hysteresis } = self;
        let plan = Plan::of(&root, Settled::default().below(&absence), rounding)?;
        let model = Model { root, rounding, absence, grades, hysteresis, plan };
        model.check_grades()?;
        model.check_graded()?;
        Ok(model)
    }
}

impl Model {
    fn check_grades(&self) -> Result<(), ScoreError> {
        let best = self.best();
        let places = self.rounding.total();
        if let Some(given) = self.hysteresis.filter(|margin| margin.value().scale() > places) {
            return Err(ScoreError::BandTooFine { place: "hysteresis".into(), given, places });
        }
        for (index, band) in self.grades.iter().flat_map(Grades::bands).enumerate() {
            let place = format!("grades[{index}].from");
            if band.from.value().scale() > places {
                return Err(ScoreError::BandTooFine { place, given: band.from, places });
            }
            // With a margin a grade is reached by more; the lowest grade needs no reaching.
            let margin = self.hysteresis.filter(|_| band.from > Score::MIN).map_or(0, Score::to_scaled);
            if band.from.to_scaled() + margin > best.to_scaled() {
                let grade = excerpt(band.grade.as_str());
                return Err(ScoreError::GradeOutOfReach { place, grade, from: band.from, best });
            }
        }
        Ok(())
    }

    /// Whether what speaks of grades has some to speak of.
    fn check_graded(&self) -> Result<(), ScoreError> {
        for (index, rule) in self.root.rules().iter().enumerate() {
            if let Effect::GradeAtMost(grade) = rule.effect()
                && !self.grades.iter().flat_map(Grades::bands).any(|band| band.grade == *grade)
            {
                let place = format!("root.rules[{index}].effect.grade_at_most");
                return Err(ScoreError::UnknownGrade { place, given: excerpt(grade.as_str()) });
            }
        }
        if self.hysteresis.is_some() && self.grades.is_none() {
            let remedy = "a margin is one between grades; give `grades`";
            return Err(ScoreError::Misplaced { place: "hysteresis".into(), remedy });
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hysteresis: Option<Score>,
    root: RawPart,
}

impl TryFrom<RawModel> for Model {
    type Error = ScoreError;

    fn try_from(raw: RawModel) -> Result<Self, ScoreError> {
        let root = Node::try_from(raw.root).map_err(|error| error.within("root"))?;
        let builder = Self::builder(root).rounding(raw.rounding).absence(raw.absence);
        ModelBuilder { grades: raw.grades, hysteresis: raw.hysteresis, ..builder }.build()
    }
}

impl From<Model> for RawModel {
    fn from(model: Model) -> Self {
        Self {
            rounding: model.rounding,
            absence: model.absence,
            grades: model.grades,
            hysteresis: model.hysteresis,
            root: model.root.into(),
        }
    }
}
