use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::indicator::{Absence, Measurement};
use crate::quantity::{IndicatorId, Number, PLACES, divide_half_away, excerpt};

use super::{
    AbsenceRule, Baseline, Criteria, Evaluation, Judgement, NothingJudged, Objective, ObjectiveError,
    ObjectiveResult, OnAbsence, PassMarks, Previous,
};

/// A set of objectives and how they become one verdict (目标评价方案). Checked as a whole when it is built or read.
///
/// ```
/// use std::collections::BTreeMap;
/// use service_quality::indicator::Measurement;
/// use service_quality::score::objective::{Criteria, Objective, ObjectivePlan, PassMarks, Verdict};
///
/// let on_time = Objective::builder("on_time".parse()?).pass(Criteria::all_of([">=0.95".parse()?])).build()?;
/// let plan = ObjectivePlan::builder(PassMarks::new("90".parse()?, None)?).objective(on_time).build()?;
/// let figures = BTreeMap::from([("on_time".parse()?, Measurement::present("0.97".parse()?, 412))]);
/// assert_eq!(plan.evaluate(&figures, &[])?.total.verdict, Some(Verdict::Pass));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawPlan", into = "RawPlan")]
pub struct ObjectivePlan {
    pass_marks: PassMarks,
    baseline: Baseline,
    absence: AbsenceRule,
    nothing_judged: NothingJudged,
    objectives: Vec<Objective>,
}

/// Collects the parts of an [`ObjectivePlan`] before it is checked.
///
/// ```
/// use service_quality::score::objective::{ObjectivePlan, PassMarks};
///
/// let empty = ObjectivePlan::builder(PassMarks::new("90".parse()?, None)?).build();
/// assert_eq!(empty.unwrap_err().to_string(), "objectives: `0` entries are out of range: give 1 to 10000");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct ObjectivePlanBuilder(ObjectivePlan);

/// The most objectives: their weights, doubled and times 10^9, sum to 2 · 10^19 at most.
const MOST: usize = 10_000;

impl ObjectivePlan {
    /// Starts a plan from the marks to reach.
    pub const fn builder(pass_marks: PassMarks) -> ObjectivePlanBuilder {
        ObjectivePlanBuilder(Self {
            pass_marks,
            baseline: Baseline::LAST,
            absence: AbsenceRule::STRICT,
            nothing_judged: NothingJudged::Undecided,
            objectives: Vec::new(),
        })
    }

    /// The objectives, in the order given.
    #[must_use]
    pub fn objectives(&self) -> &[Objective] {
        &self.objectives
    }

    /// The marks to reach.
    #[must_use]
    pub const fn pass_marks(&self) -> PassMarks {
        self.pass_marks
    }

    /// With what relative criteria compare.
    #[must_use]
    pub const fn baseline(&self) -> Baseline {
        self.baseline
    }

    /// What an absent figure does.
    #[must_use]
    pub const fn absence(&self) -> AbsenceRule {
        self.absence
    }

    /// What 0 of 0 points come to.
    #[must_use]
    pub const fn nothing_judged(&self) -> NothingJudged {
        self.nothing_judged
    }

    /// Judges figures. Previous evaluations are given in the order of time, the latest last.
    ///
    /// An indicator that is not among the figures is missing. A figure without an objective is not judged, but named.
    ///
    /// # Errors
    /// [`ObjectiveError::Target`] where a previous figure and a criterion make a target that is no [`Number`], beyond 10^15.
    pub fn evaluate(
        &self,
        figures: &BTreeMap<IndicatorId, Measurement>,
        previous: &[Previous],
    ) -> Result<Evaluation, ObjectiveError> {
        let chosen = self.baseline.chosen(previous);
        let (mut objectives, mut failed_keys) = (Vec::with_capacity(self.objectives.len()), Vec::new());
        let (mut reached, mut reachable) = (0_i128, 0_i128);
        for (index, objective) in self.objectives.iter().enumerate() {
            let missing = Measurement::absent(Absence::Missing);
            let figure = figures.get(objective.indicator()).copied().unwrap_or(missing);
            let before = self.baseline.figure_of(objective.indicator(), &chosen);
            let result = self.judge(objective, figure, before);
            let result = result.map_err(|error| error.within(&format!("objectives[{index}]")))?;
            if let Some(halves) = result.judgement.halves(objective.weight()) {
                reached += halves;
                reachable += 2 * objective.weight().to_scaled();
            }
            if objective.is_key() && result.judgement == Judgement::Fail {
                failed_keys.push(objective.indicator().clone());
            }
            objectives.push(result);
        }
        let (points, maximum) = (of_halves(reached), of_halves(reachable));
        let share = (reached, reachable);
        let total = self.pass_marks.judge(points, maximum, share, failed_keys, self.nothing_judged);
        let judged: BTreeSet<&IndicatorId> = self.objectives.iter().map(Objective::indicator).collect();
        let without_objective = figures.keys().filter(|id| !judged.contains(id)).cloned().collect();
        Ok(Evaluation { total, objectives, without_objective })
    }

    fn judge(
        &self,
        objective: &Objective,
        figure: Measurement,
        previous: Option<Number>,
    ) -> Result<ObjectiveResult, ObjectiveError> {
        let value = figure.value();
        let pass = objective.pass().check(value, previous).map_err(|error| error.within("pass"))?;
        let warning = objective.warning().check(value, previous).map_err(|error| error.within("warning"))?;
        let judgement = match figure.absence().map(|absence| self.absence.on(absence)) {
            _ if objective.is_informational() => Judgement::Informational,
            Some(OnAbsence::LeaveOut) => Judgement::LeftOut,
            None if Criteria::hold(&pass) => Judgement::Pass,
            None if Criteria::hold(&warning) => Judgement::Warning,
            None | Some(OnAbsence::Fail) => Judgement::Fail,
        };
        Ok(ObjectiveResult {
            indicator: objective.indicator().clone(),
            judgement,
            key: objective.is_key(),
            weight: objective.weight(),
            points: judgement.points(objective.weight()),
            figure,
            previous,
            pass,
            warning,
        })
    }
}

/// Points of half units; a limit on the number of objectives keeps them in range.
fn of_halves(halves: i128) -> Number {
    divide_half_away(halves, 2).and_then(|points| Number::from_scaled(points, PLACES)).unwrap_or_default()
}

impl ObjectivePlanBuilder {
    /// Adds an objective.
    pub fn objective(mut self, objective: Objective) -> Self {
        self.0.objectives.push(objective);
        self
    }

    /// Sets with what relative criteria compare; the last evaluation, whatever its verdict, otherwise.
    pub const fn baseline(mut self, baseline: Baseline) -> Self {
        self.0.baseline = baseline;
        self
    }

    /// Sets what an absent figure does.
    pub const fn absence(mut self, rule: AbsenceRule) -> Self {
        self.0.absence = rule;
        self
    }

    /// Sets what 0 of 0 points come to; no verdict otherwise.
    pub const fn nothing_judged(mut self, nothing_judged: NothingJudged) -> Self {
        self.0.nothing_judged = nothing_judged;
        self
    }

    /// Checks the plan.
    ///
    /// # Errors
    /// [`ObjectiveError::Count`] unless there are 1 to 10,000 objectives, [`ObjectiveError::Duplicate`] for two of one
    /// indicator.
    pub fn build(self) -> Result<ObjectivePlan, ObjectiveError> {
        let objectives = &self.0.objectives;
        if !(1..=MOST).contains(&objectives.len()) {
            let (place, given) = ("objectives".to_owned(), objectives.len());
            return Err(ObjectiveError::Count { place, given, least: 1, most: MOST });
        }
        let mut seen = BTreeMap::new();
        for (index, objective) in objectives.iter().enumerate() {
            if let Some(first) = seen.insert(objective.indicator(), index) {
                return Err(ObjectiveError::Duplicate {
                    place: format!("objectives[{index}].indicator"),
                    given: excerpt(objective.indicator().as_str()),
                    first: format!("objectives[{first}].indicator"),
                });
            }
        }
        Ok(self.0)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a plan of objectives as an object")]
struct RawPlan {
    pass_marks: PassMarks,
    #[serde(default, skip_serializing_if = "is_default")]
    baseline: Baseline,
    #[serde(default, skip_serializing_if = "is_default")]
    absence: AbsenceRule,
    #[serde(default, skip_serializing_if = "is_default")]
    nothing_judged: NothingJudged,
    objectives: Vec<Objective>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl TryFrom<RawPlan> for ObjectivePlan {
    type Error = ObjectiveError;

    fn try_from(raw: RawPlan) -> Result<Self, ObjectiveError> {
        let RawPlan { pass_marks, baseline, absence, nothing_judged, objectives } = raw;
        ObjectivePlanBuilder(Self { pass_marks, baseline, absence, nothing_judged, objectives }).build()
    }
}

impl From<ObjectivePlan> for RawPlan {
    fn from(plan: ObjectivePlan) -> Self {
        let ObjectivePlan { pass_marks, baseline, absence, nothing_judged, objectives } = plan;
        Self { pass_marks, baseline, absence, nothing_judged, objectives }
    }
}
