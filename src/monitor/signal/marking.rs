use serde::{Deserialize, Serialize};

use super::{Signal, Signals};
use crate::monitor::{Side, Variation};

/// Which points of a pattern are marked on a chart.
///
/// ```
/// use service_quality::monitor::{Limits, Marking, PointKind, RuleSet};
///
/// let limits = Limits::symmetric(0.0, 1.0, 3.0);
/// let points = [-0.1, 0.5, 0.4, 0.3, 0.2, 0.6, 0.3, 0.5].map(|value| (value, limits));
/// let signals = RuleSet::nhs().signals(&points, None)?;
/// let marked = |marking| signals.ranks(marking).iter().filter(|rank| rank.is_some()).count();
/// assert_eq!((marked(Marking::Completing), marked(Marking::Pattern)), (1, 7));
/// assert_eq!(signals.point_kinds(Marking::Pattern)[1], PointKind::SpecialCauseNeutralHigh);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marking {
    /// The point that completes it: qcc, JASP.
    #[default]
    Completing,
    /// All points that make it: NHS, PowerBI-SPC.
    Pattern,
}

/// What a point tells, in the words of NHS England's *Making data count*; that of the newest point is the chart's
/// variation icon.
///
/// ```
/// use service_quality::monitor::PointKind;
/// let text = serde_json::to_string(&PointKind::SpecialCauseImprovement)?;
/// assert_eq!(text, r#""special_cause_improvement""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    /// Nothing but chance, 普通原因.
    #[default]
    CommonCause,
    /// A change for the better, 特殊原因：改善.
    SpecialCauseImprovement,
    /// A change for the worse, 特殊原因：恶化.
    SpecialCauseConcern,
    /// Higher, where neither way is better.
    SpecialCauseNeutralHigh,
    /// Lower, where neither way is better.
    SpecialCauseNeutralLow,
    /// A pattern without a side.
    SpecialCausePattern,
}

impl From<&Signal> for PointKind {
    fn from(signal: &Signal) -> Self {
        match (signal.variation, signal.side) {
            (Variation::Improvement, _) => Self::SpecialCauseImprovement,
            (Variation::Concern, _) => Self::SpecialCauseConcern,
            (Variation::Neutral, Some(Side::Above)) => Self::SpecialCauseNeutralHigh,
            (Variation::Neutral, Some(Side::Below)) => Self::SpecialCauseNeutralLow,
            (Variation::Neutral, None) => Self::SpecialCausePattern,
        }
    }
}

impl Signals {
    /// For each point the signal that marks it: of the gravest rule, and of one rule the latest.
    #[must_use]
    pub fn marks(&self, marking: Marking) -> Vec<Option<&Signal>> {
        let mut marks: Vec<Option<&Signal>> = vec![None; self.n()];
        let mut put = |point: usize, signal| {
            if let Some(mark) = marks.get_mut(point) {
                *mark = Some(signal);
            }
        };
        let mut ordered: Vec<&Signal> = self.iter().collect();
        ordered.sort_by_key(|signal| (std::cmp::Reverse(signal.rank), signal.at));
        let mut before: Option<&Signal> = None;
        for signal in ordered {
            let known = before.is_some_and(|before| signal.goes_on(before));
            if marking == Marking::Completing || known {
                put(signal.at, signal);
            } else {
                self.points(signal).for_each(|point| put(point, signal));
            }
            before = Some(signal);
        }
        marks
    }

    /// For each point the place in the set of the gravest rule that marks it.
    #[must_use]
    pub fn ranks(&self, marking: Marking) -> Vec<Option<usize>> {
        self.marks(marking).into_iter().map(|mark| mark.map(|signal| signal.rank)).collect()
    }

    /// For each point what it tells.
    #[must_use]
    pub fn point_kinds(&self, marking: Marking) -> Vec<PointKind> {
        self.marks(marking)
            .into_iter()
            .map(|mark| mark.map_or(PointKind::CommonCause, PointKind::from))
            .collect()
    }
}
