use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::quantity::{IndicatorId, Number};

use super::{Aggregate, Evaluation, ObjectiveError, Verdict};

/// With which previous evaluations a plan compares (对比基准): by default the last one, whatever its verdict.
///
/// ```
/// use service_quality::score::objective::{Aggregate, Baseline, Include};
///
/// let baseline: Baseline = serde_json::from_str(r#"{"include": "pass", "count": 3}"#)?;
/// assert_eq!(baseline, Baseline::new(Include::Pass, 3, Aggregate::Mean)?);
/// assert_eq!(
///     Baseline::new(Include::All, 0, Aggregate::Mean).unwrap_err().to_string(),
///     "baseline.count: `0` is out of range: give 1 to 1000"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawBaseline", into = "RawBaseline")]
pub struct Baseline {
    include: Include,
    count: u32,
    aggregate: Aggregate,
}

/// Which verdicts a previous evaluation may have had to be compared with.
///
/// ```
/// use service_quality::score::objective::{Include, Verdict};
/// assert!(Include::PassOrWarning.takes(Some(Verdict::Warning)));
/// assert!(!Include::Pass.takes(None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Include {
    /// Any, and none at all.
    #[default]
    All,
    /// Pass or warning.
    PassOrWarning,
    /// Pass.
    Pass,
}

/// What came out of a previous evaluation, as far as later ones need it.
///
/// ```
/// use service_quality::score::objective::{Previous, Verdict};
///
/// let march: Previous = serde_json::from_str(r#"{"verdict": "pass", "figures": {"minutes": "14"}}"#)?;
/// assert_eq!(march.verdict, Some(Verdict::Pass));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Previous {
    /// Its verdict; absent where nothing was judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The figures that it had. What could not be measured then is not among them.
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    pub figures: BTreeMap<IndicatorId, Number>,
}

/// The most evaluations that one is compared with.
const MOST: u32 = 1000;

impl Baseline {
    /// The default.
    pub(super) const LAST: Self = Self { include: Include::All, count: 1, aggregate: Aggregate::Mean };

    /// The last `count` evaluations of the verdicts to include, as one figure.
    ///
    /// # Errors
    /// [`ObjectiveError::OutOfRange`] unless `count` is 1 to 1000.
    pub fn new(include: Include, count: u32, aggregate: Aggregate) -> Result<Self, ObjectiveError> {
        if (1..=MOST).contains(&count) {
            return Ok(Self { include, count, aggregate });
        }
        let (place, given) = ("baseline.count".to_owned(), count.to_string());
        Err(ObjectiveError::OutOfRange { place, given, allowed: "1 to 1000".to_owned() })
    }

    /// Which verdicts count.
    #[must_use]
    pub const fn include(&self) -> Include {
        self.include
    }

    /// How many evaluations count, at most.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// How their figures become one.
    #[must_use]
    pub const fn aggregate(&self) -> Aggregate {
        self.aggregate
    }

    /// The evaluations that count, the latest first; they are given in the order of time, the latest last.
    pub(super) fn chosen<'a>(&self, previous: &'a [Previous]) -> Vec<&'a Previous> {
        let most = usize::try_from(self.count).unwrap_or(usize::MAX);
        previous.iter().rev().filter(|one| self.include.takes(one.verdict)).take(most).collect()
    }

    /// The previous figure of an indicator; absent where none of those that count had one.
    #[must_use]
    pub fn figure(&self, indicator: &IndicatorId, previous: &[Previous]) -> Option<Number> {
        self.figure_of(indicator, &self.chosen(previous))
    }

    pub(super) fn figure_of(&self, indicator: &IndicatorId, chosen: &[&Previous]) -> Option<Number> {
        let figures = chosen.iter().filter_map(|one| one.figures.get(indicator).copied());
        self.aggregate.of(&figures.collect::<Vec<_>>())
    }
}

impl Include {
    /// Whether an evaluation of this verdict counts.
    #[must_use]
    pub const fn takes(self, verdict: Option<Verdict>) -> bool {
        match self {
            Self::All => true,
            Self::PassOrWarning => matches!(verdict, Some(Verdict::Pass | Verdict::Warning)),
            Self::Pass => matches!(verdict, Some(Verdict::Pass)),
        }
    }
}

impl Default for Baseline {
    fn default() -> Self {
        Self::LAST
    }
}

impl From<&Evaluation> for Previous {
    fn from(evaluation: &Evaluation) -> Self {
        let figures = evaluation.objectives.iter();
        let figures = figures.filter_map(|one| Some((one.indicator.clone(), one.figure.value()?)));
        Self { verdict: evaluation.total.verdict, figures: figures.collect() }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a baseline as an object")]
struct RawBaseline {
    #[serde(default)]
    include: Include,
    #[serde(default = "one")]
    count: u32,
    #[serde(default)]
    aggregate: Aggregate,
}

const fn one() -> u32 {
    1
}

impl TryFrom<RawBaseline> for Baseline {
    type Error = ObjectiveError;

    fn try_from(raw: RawBaseline) -> Result<Self, ObjectiveError> {
        Self::new(raw.include, raw.count, raw.aggregate)
    }
}

impl From<Baseline> for RawBaseline {
    fn from(baseline: Baseline) -> Self {
        Self { include: baseline.include, count: baseline.count, aggregate: baseline.aggregate }
    }
}
