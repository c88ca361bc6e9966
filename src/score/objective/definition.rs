use serde::{Deserialize, Serialize};

use crate::quantity::{IndicatorId, Weight};

use super::{Criteria, Criterion, ObjectiveError};

/// What is asked of one indicator (目标): criteria to pass, criteria to warn, a weight.
///
/// ```
/// use service_quality::score::objective::Objective;
///
/// let objective: Objective = serde_json::from_str(
///     r#"{"indicator": "minutes", "weight": 2, "key": true, "pass": [["<=+10%", "<600"]], "warning": [["<=800"]]}"#,
/// )?;
/// assert!(objective.is_key());
/// assert_eq!(objective.pass().sets()[0].len(), 2);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawObjective", into = "RawObjective")]
pub struct Objective {
    indicator: IndicatorId,
    weight: Weight,
    key: bool,
    pass: Criteria,
    warning: Criteria,
}

/// Collects the optional parts of an [`Objective`] before it is checked.
///
/// ```
/// use service_quality::score::objective::{Criteria, Objective};
///
/// let objective = Objective::builder("csat".parse()?).pass(Criteria::all_of([">=4.2".parse()?])).key().build()?;
/// assert!(objective.warning().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct ObjectiveBuilder(Objective);

impl Objective {
    /// Starts an objective that asks nothing yet, of weight 1.
    pub fn builder(indicator: IndicatorId) -> ObjectiveBuilder {
        let (pass, warning) = (Criteria::default(), Criteria::default());
        ObjectiveBuilder(Self { indicator, weight: Weight::ONE, key: false, pass, warning })
    }

    /// The indicator.
    #[must_use]
    pub const fn indicator(&self) -> &IndicatorId {
        &self.indicator
    }

    /// What it counts.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        self.weight
    }

    /// Whether its failure fails the whole (一票否决).
    #[must_use]
    pub const fn is_key(&self) -> bool {
        self.key
    }

    /// Whether it has no pass criteria, and so counts neither way.
    #[must_use]
    pub const fn is_informational(&self) -> bool {
        self.pass.is_empty()
    }

    /// The criteria to pass.
    #[must_use]
    pub const fn pass(&self) -> &Criteria {
        &self.pass
    }

    /// The criteria to warn, where those to pass do not hold.
    #[must_use]
    pub const fn warning(&self) -> &Criteria {
        &self.warning
    }
}

impl ObjectiveBuilder {
    /// Sets the criteria to pass; without them the objective is informational.
    pub fn pass(mut self, criteria: Criteria) -> Self {
        self.0.pass = criteria;
        self
    }

    /// Sets the criteria to warn; without them what does not pass fails.
    pub fn warning(mut self, criteria: Criteria) -> Self {
        self.0.warning = criteria;
        self
    }

    /// Sets both kinds of criteria from what is *not* wanted: the objective fails where `fail` holds, else warns where
    /// `warning` does, else passes.
    ///
    /// ```
    /// use service_quality::score::objective::Objective;
    ///
    /// let objective = Objective::builder("stock".parse()?).unless(Some("<15".parse()?), Some("<20".parse()?)).build()?;
    /// assert_eq!(serde_json::to_string(objective.pass())?, r#"[[">=15",">=20"]]"#);
    /// assert_eq!(serde_json::to_string(objective.warning())?, r#"[[">=15"]]"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn unless(mut self, fail: Option<Criterion>, warning: Option<Criterion>) -> Self {
        let not = |criterion: Option<Criterion>| criterion.map(Criterion::negated);
        self.0.pass = Criteria::all_of(not(fail).into_iter().chain(not(warning)));
        // Without criteria to warn, whatever does not fail passes.
        self.0.warning = warning.map(|_| Criteria::all_of(not(fail))).unwrap_or_default();
        self
    }

    /// Sets the weight; 1 otherwise.
    pub fn weight(mut self, weight: Weight) -> Self {
        self.0.weight = weight;
        self
    }

    /// Makes it a key objective: its failure fails the whole.
    pub fn key(mut self) -> Self {
        self.0.key = true;
        self
    }

    /// Checks the objective.
    ///
    /// # Errors
    /// [`ObjectiveError::Unused`] for warning criteria or a key mark without pass criteria: nothing would ask for them.
    pub fn build(self) -> Result<Objective, ObjectiveError> {
        let unused = |field: &'static str| ObjectiveError::Unused { place: field.into() };
        match self.0 {
            Objective { ref pass, ref warning, .. } if pass.is_empty() && !warning.is_empty() => {
                Err(unused("warning"))
            }
            Objective { ref pass, key: true, .. } if pass.is_empty() => Err(unused("key")),
            objective => Ok(objective),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an objective as an object")]
struct RawObjective {
    indicator: IndicatorId,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    weight: Weight,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    key: bool,
    #[serde(default, skip_serializing_if = "Criteria::is_empty")]
    pass: Criteria,
    #[serde(default, skip_serializing_if = "Criteria::is_empty")]
    warning: Criteria,
}

const fn one() -> Weight {
    Weight::ONE
}

fn is_one(weight: &Weight) -> bool {
    *weight == Weight::ONE
}

impl TryFrom<RawObjective> for Objective {
    type Error = ObjectiveError;

    fn try_from(raw: RawObjective) -> Result<Self, ObjectiveError> {
        let RawObjective { indicator, weight, key, pass, warning } = raw;
        ObjectiveBuilder(Self { indicator, weight, key, pass, warning }).build()
    }
}

impl From<Objective> for RawObjective {
    fn from(objective: Objective) -> Self {
        let Objective { indicator, weight, key, pass, warning } = objective;
        Self { indicator, weight, key, pass, warning }
    }
}
