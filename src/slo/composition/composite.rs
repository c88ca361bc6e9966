use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Language, Number, ObjectiveId, PLACES, Share, Weight};
use crate::slo::availability::ServiceLevel;
use crate::slo::{ExactRatio, SloError};

/// A service level objective over several others (复合目标), in one of the published meanings.
///
/// ```
/// use service_quality::quantity::{Language, Share};
/// use service_quality::slo::composition::{CompositeMember, CompositeMode, CompositeSlo, CompositeStatus};
///
/// let member = |id: &str, weight: &str, level: Option<&str>| -> Result<_, service_quality::Error> {
///     let level = level.map(str::parse::<Share>).transpose()?;
///     Ok(CompositeMember::new(id.parse()?, weight.parse()?, level.map(Into::into)))
/// };
/// let journey = [member("search", "3", Some("0.99"))?, member("pay", "7", Some("0.995"))?, member("ship", "5", None)?];
/// let outcome = |mode| CompositeSlo::new(mode, "0.99".parse()?)?.evaluate(&journey);
///
/// let mean = outcome(CompositeMode::WeightedMean)?;
/// assert_eq!(mean.level().map(|level| level.share(4).to_string()).as_deref(), Some("0.9935"));
/// assert_eq!((mean.status(), mean.consumed(2)), (CompositeStatus::Healthy, "0.65".parse().ok()));
/// assert_eq!(mean.without_data().count(), 1);
/// let worst = outcome(CompositeMode::Worst)?;
/// assert_eq!(worst.text(Language::English), "99 % meets 99 %, the worst of 2 objectives; without data: ship");
/// # Ok::<(), service_quality::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawComposite", into = "RawComposite")]
pub struct CompositeSlo {
    mode: CompositeMode,
    target: Share,
}

/// What the level of several objectives together is. Members without data are left out, and named in the outcome.
///
/// ```
/// use service_quality::slo::composition::CompositeMode;
/// assert_eq!(CompositeMode::default(), CompositeMode::WeightedMean);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompositeMode {
    /// `Σ wᵢ·sᵢ / Σ wᵢ`: the mean by weight of the members that have data, as Elastic.
    #[default]
    WeightedMean,
    /// `1 − Σ wᵢ·(1 − sᵢ)`: what is missing of each adds up, its weight a plain factor, as `OpenSLO` for ratio time slices.
    /// May fall below 0.
    MissingParts,
    /// `min sᵢ`: the worst of the members; weights play no part.
    Worst,
}

/// An objective of a composite, with its weight and its level; absent without data.
///
/// ```
/// use service_quality::slo::composition::CompositeMember;
/// let member: CompositeMember = serde_json::from_str(r#"{"objective": "pay", "weight": 7, "level": "0.995"}"#)?;
/// assert_eq!(member.level, Some("0.995".parse::<service_quality::quantity::Share>()?.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompositeMember {
    /// Which objective.
    pub objective: ObjectiveId,
    /// Its weight.
    pub weight: Weight,
    /// Its level, never rounded: of an availability, of a budget, of another composite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<ServiceLevel>,
}

/// Whether a composite objective was met.
///
/// ```
/// use service_quality::slo::composition::CompositeStatus;
/// assert_eq!(serde_json::to_string(&CompositeStatus::NoData)?, r#""no_data""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompositeStatus {
    /// Met.
    Healthy,
    /// Missed.
    Violated,
    /// No member has data, or those that have weigh nothing.
    NoData,
}

/// The level of a composite objective, the verdict, and what of the error budget is used.
///
/// ```
/// use service_quality::quantity::Share;
/// use service_quality::slo::composition::{CompositeMember, CompositeMode, CompositeSlo};
///
/// let half = |id: &str| -> Result<_, service_quality::Error> {
///     Ok(CompositeMember::new(id.parse()?, "1".parse()?, Some("0.95".parse::<Share>()?.into())))
/// };
/// let outcome = CompositeSlo::new(CompositeMode::MissingParts, "0.9".parse()?)?.evaluate(&[half("a")?, half("b")?])?;
/// assert_eq!(outcome.level().map(|level| level.share(2).to_string()).as_deref(), Some("0.9"));
/// assert_eq!(outcome.remaining(2).map(|left| left.to_string()).as_deref(), Some("0"));
/// # Ok::<(), service_quality::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompositeOutcome {
    slo: CompositeSlo,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<ServiceLevel>,
    with_data: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    without_data: Vec<ObjectiveId>,
}

impl CompositeSlo {
    /// The meaning.
    #[must_use]
    pub const fn mode(&self) -> CompositeMode {
        self.mode
    }

    /// The share that is promised.
    #[must_use]
    pub const fn target(&self) -> Share {
        self.target
    }

    /// A meaning and a target.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a target of 0, which everything meets.
    pub fn new(mode: CompositeMode, target: Share) -> Result<Self, SloError> {
        if target == Share::ZERO {
            return Err(SloError::not_allowed("`target`", &target, "more than 0, up to 1"));
        }
        Ok(Self { mode, target })
    }

    /// The level of all members together, and the verdict.
    ///
    /// # Errors
    /// [`SloError::Repeated`] for an objective given twice, [`SloError::TooLarge`] where the levels together leave the range
    /// of exact quotients, and where a million million times the whole is missing.
    pub fn evaluate(&self, members: &[CompositeMember]) -> Result<CompositeOutcome, SloError> {
        let mut known = std::collections::BTreeSet::new();
        let (mut with_data, mut without_data) = (Vec::new(), Vec::new());
        for (index, member) in members.iter().enumerate() {
            if !known.insert(&member.objective) {
                let (place, id) = (format!("members[{index}]"), member.objective.to_string());
                return Err(SloError::Repeated { place, id });
            }
            match member.level {
                Some(level) => with_data.push((Number::from(member.weight).into(), level)),
                None => without_data.push(member.objective.clone()),
            }
        }
        let level = self.level(&with_data)?;
        Ok(CompositeOutcome { slo: *self, level, with_data: with_data.len(), without_data })
    }

    fn level(&self, members: &[(ExactRatio, ServiceLevel)]) -> Result<Option<ServiceLevel>, SloError> {
        let sum = |term: &dyn Fn(&(ExactRatio, ServiceLevel)) -> Option<ExactRatio>| {
            members.iter().try_fold(ExactRatio::ZERO, |sum, member| sum.checked_add(term(member)?))
        };
        let missing = || sum(&|(weight, level)| weight.checked_mul(level.missing()?));
        let together = match (self.mode, members.iter().map(|(_, level)| *level).min()) {
            (_, None) => return Ok(None),
            (CompositeMode::Worst, worst) => return Ok(worst),
            (CompositeMode::MissingParts, _) => missing(),
            (CompositeMode::WeightedMean, _) => match sum(&|(weight, _)| Some(*weight)) {
                Some(ExactRatio::ZERO) => return Ok(None),
                weights => missing().zip(weights).and_then(|(missing, weights)| missing.checked_div(weights)),
            },
        };
        let level = together.and_then(ServiceLevel::of_missing).filter(|level| level.is_in_range());
        let wholes = "the sum of levels with so different wholes; give them as shares";
        level.map(Some).ok_or_else(|| SloError::too_large(wholes))
    }
}

impl CompositeMember {
    /// An objective with its weight and level.
    #[must_use]
    pub const fn new(objective: ObjectiveId, weight: Weight, level: Option<ServiceLevel>) -> Self {
        Self { objective, weight, level }
    }
}

impl CompositeOutcome {
    /// The level; absent without data.
    #[must_use]
    pub const fn level(&self) -> Option<ServiceLevel> {
        self.level
    }

    /// Whether the target was met.
    #[must_use]
    pub fn status(&self) -> CompositeStatus {
        match self.level {
            None => CompositeStatus::NoData,
            Some(level) if level.met(self.slo.target) => CompositeStatus::Healthy,
            Some(_) => CompositeStatus::Violated,
        }
    }

    /// The error budget: one less the target. Absent without data.
    #[must_use]
    pub fn budget(&self) -> Option<Number> {
        self.level?;
        ExactRatio::ONE.checked_sub(self.slo.target.into())?.rounded(PLACES)
    }

    /// Which share of the error budget is used, rounded half away from zero to `places` decimals (at most 9); absent without
    /// data, and for a target of 1, which has no budget.
    #[must_use]
    pub fn consumed(&self, places: u32) -> Option<Number> {
        self.level?.consumed(self.slo.target, places)
    }

    /// Which share of it is left, one less [`consumed`](Self::consumed); below 0 where more was used.
    #[must_use]
    pub fn remaining(&self, places: u32) -> Option<Number> {
        let left = 10_i128.pow(PLACES) - self.consumed(places)?.to_scaled();
        Number::from_scaled(left, PLACES)
    }

    /// The members that had no data.
    pub fn without_data(&self) -> impl Iterator<Item = &ObjectiveId> {
        self.without_data.iter()
    }

    /// The outcome in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (target, n) = (self.slo.target.percent(), self.with_data);
        let level = self.level.map(|level| format!("{} %", level.percent_against(self.slo.target)));
        let absent: Vec<&str> = self.without_data.iter().map(ObjectiveId::as_str).collect();
        match language {
            Language::English => {
                let meaning = match self.slo.mode {
                    CompositeMode::WeightedMean => "the mean by weight",
                    CompositeMode::MissingParts => "less the sum of what is missing",
                    CompositeMode::Worst => "the worst",
                };
                let verb = if self.status() == CompositeStatus::Healthy { "meets" } else { "misses" };
                let absent = if absent.is_empty() {
                    String::new()
                } else {
                    format!("; without data: {}", absent.join(", "))
                };
                match level {
                    Some(level) => format!("{level} {verb} {target} %, {meaning} of {n} objectives{absent}"),
                    None => format!("no data for {target} %{absent}"),
                }
            }
            Language::Chinese => {
                let meaning = match self.slo.mode {
                    CompositeMode::WeightedMean => "加权平均",
                    CompositeMode::MissingParts => "扣除各项缺失之和",
                    CompositeMode::Worst => "最差一项",
                };
                let verb = if self.status() == CompositeStatus::Healthy { "达到" } else { "未达到" };
                let absent = if absent.is_empty() {
                    String::new()
                } else {
                    format!("；无数据：{}", absent.join("、"))
                };
                match level {
                    Some(level) => format!("{level}，{verb} {target} %（{n} 个目标，{meaning}）{absent}"),
                    None => format!("目标 {target} % 无数据{absent}"),
                }
            }
        }
    }
}

/// A time slice of several objectives together: good when all are, bad when one is bad, and otherwise without data. So
/// `OpenSLO` joins time slices; any member's bad slice burns the common budget.
///
/// ```
/// use service_quality::slo::composition::all_slices;
/// assert_eq!(all_slices([Some(true), Some(true)]), Some(true));
/// assert_eq!(all_slices([Some(true), None, Some(false)]), Some(false));
/// assert_eq!(all_slices([Some(true), None]), None);
/// assert_eq!(all_slices([]), None);
/// ```
#[must_use]
pub fn all_slices(members: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let (mut any, mut silent) = (false, false);
    for member in members {
        match member {
            Some(false) => return Some(false),
            Some(true) => any = true,
            None => silent = true,
        }
    }
    (any && !silent).then_some(true)
}

impl fmt::Display for CompositeStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Healthy => "healthy",
            Self::Violated => "violated",
            Self::NoData => "no data",
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a composite objective as an object")]
struct RawComposite {
    #[serde(default)]
    mode: CompositeMode,
    target: Share,
}

impl TryFrom<RawComposite> for CompositeSlo {
    type Error = SloError;

    fn try_from(RawComposite { mode, target }: RawComposite) -> Result<Self, SloError> {
        Self::new(mode, target)
    }
}

impl From<CompositeSlo> for RawComposite {
    fn from(CompositeSlo { mode, target }: CompositeSlo) -> Self {
        Self { mode, target }
    }
}
