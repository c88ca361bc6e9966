use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{PLACES, Share, SubjectId};
use crate::score::plan::Plan;
use crate::score::{Grade, Place, Rounding};

use super::reweighed::Scale;
use super::{Sensitivity, SensitivityError};

/// How far a part's share of weight may move until something changes (权重稳定区间).
///
/// ```
/// use service_quality::score::sensitivity::WeightRange;
/// let range: WeightRange = serde_json::from_str(r#"{"place": {"indicator": "csat"}, "share": "0.4", "low": "0.25", "high": 1,
///     "below": {"grade": {"subject": "north", "from": "B", "to": "A"}}}"#)?;
/// assert_eq!(range.to_string(), "csat has 0.4 of the weight; from 0.25 to 1 all stays; below, north has A instead of B");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightRange {
    /// The part.
    pub place: Place,
    /// Its share of the weight of the node above now, rounded half away from zero to 9 decimals.
    pub share: Share,
    /// The least share with which all stays.
    pub low: Share,
    /// The greatest.
    pub high: Share,
    /// What changes one step of 10⁻⁹ below; absent where nothing does down to 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<Overturn>,
    /// What changes one step above; absent where nothing does up to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<Overturn>,
}

/// What a weight overturns: the first such change in the order of the subjects.
///
/// ```
/// use service_quality::score::sensitivity::Overturn;
/// let overtaken: Overturn = serde_json::from_str(r#"{"rank": {"subject": "north", "overtaken_by": "south"}}"#)?;
/// assert_eq!(overtaken.to_string(), "south overtakes north");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Overturn {
    /// A subject has another grade, or none.
    Grade {
        /// The subject.
        subject: SubjectId,
        /// Its grade now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Grade>,
        /// Its grade then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Grade>,
    },
    /// A subject falls behind one that it was ahead of.
    Rank {
        /// Who falls behind.
        subject: SubjectId,
        /// Whom it falls behind.
        overtaken_by: SubjectId,
    },
    /// A subject has a total where it had none, or none where it had one.
    Total {
        /// The subject.
        subject: SubjectId,
    },
}

impl Sensitivity<'_> {
    /// The range of a part's share of weight within which every subject keeps its grade.
    ///
    /// At both ends all grades are as they are now, and one step of 10⁻⁹ outside they are not. In between they are too where a
    /// total only rises or only falls with the share: with arithmetic, geometric, harmonic and power means above the part,
    /// and rules that look at values. Bisection needs some 60 scorings of each subject.
    ///
    /// # Errors
    /// As [`Sensitivity::reweighed`].
    pub fn grades_hold(&self, place: &Place) -> Result<WeightRange, SensitivityError> {
        self.range(place, |plan| {
            let then = self.standings(plan);
            let mut both = self.now.iter().zip(&then);
            both.find(|(now, then)| now.grade != then.grade).map(|(now, then)| Overturn::Grade {
                subject: now.subject.clone(),
                from: now.grade.clone(),
                to: then.grade.clone(),
            })
        })
    }

    /// The range of a part's share of weight within which no subject overtakes another: totals may meet, and who is level now
    /// may part.
    ///
    /// So that roundings hide no order, totals and nodes are compared with 9 decimals here, whatever the model rounds to.
    /// The same is guaranteed as by [`Sensitivity::grades_hold`]; with arithmetic means and no rules two totals change
    /// places once at most. `population::stability::critical_weight` has the closed form for a plain weighted sum.
    ///
    /// # Errors
    /// As [`Sensitivity::reweighed`].
    pub fn ranking_holds(&self, place: &Place) -> Result<WeightRange, SensitivityError> {
        let fine = |plan: &Plan| {
            let rounding = Rounding::new(plan.rounding().indicator(), PLACES, PLACES);
            plan.clone().with_rounding(rounding.unwrap_or(plan.rounding()))
        };
        let totals = |plan: &Plan| -> Vec<Option<i128>> {
            self.totals(&fine(plan)).into_iter().map(|total| total.outcome.ok()).collect()
        };
        let now = totals(self.model.plan());
        self.range(place, |plan| self.overtaking(&now, &totals(plan)))
    }

    /// The first subject that falls behind one that it was ahead of, in the order of the present totals.
    fn overtaking(&self, now: &[Option<i128>], then: &[Option<i128>]) -> Option<Overturn> {
        let mut all: Vec<(&SubjectId, i128, i128)> = Vec::with_capacity(now.len());
        for (subject, (now, then)) in self.subjects().zip(now.iter().zip(then)) {
            match (now, then) {
                (Some(now), Some(then)) => all.push((subject, *now, *then)),
                (None, None) => {}
                _ => return Some(Overturn::Total { subject: subject.clone() }),
            }
        }
        all.sort_by_key(|(_, now, _)| std::cmp::Reverse(*now));
        // The lowest of those ahead, as they then are.
        let mut ahead: Option<(&SubjectId, i128)> = None;
        for level in all.chunk_by(|(_, one, _), (_, other, _)| one == other) {
            if let Some((subject, lowest)) = ahead
                && let Some((overtaken_by, ..)) = level.iter().find(|(_, _, then)| *then > lowest)
            {
                let (subject, overtaken_by) = (subject.clone(), (*overtaken_by).clone());
                return Some(Overturn::Rank { subject, overtaken_by });
            }
            for (subject, _, then) in level {
                if ahead.is_none_or(|(_, lowest)| *then < lowest) {
                    ahead = Some((*subject, *then));
                }
            }
        }
        None
    }

    fn range(
        &self,
        place: &Place,
        overturn: impl Fn(&Plan) -> Option<Overturn>,
    ) -> Result<WeightRange, SensitivityError> {
        let scale = Scale::new(self, place)?;
        let share = |units: i128| Share::from_scaled(units, PLACES).unwrap_or(Share::ZERO);
        let then = |units: i128| overturn(&scale.plan(share(units)));
        let now = scale.share.to_scaled();
        let end = |far: i128| {
            let Some(mut overturned) = then(far) else { return (far, None) };
            let (mut stays, mut changes) = (now, far);
            while (changes - stays).abs() > 1 {
                let middle = i128::midpoint(changes, stays);
                match then(middle) {
                    Some(sooner) => (changes, overturned) = (middle, sooner),
                    None => stays = middle,
                }
            }
            (stays, Some(overturned))
        };
        let ((low, below), (high, above)) = (end(0), end(Share::ONE.to_scaled()));
        let (low, high) = (share(low), share(high));
        Ok(WeightRange { place: place.clone(), share: scale.share, low, high, below, above })
    }
}

impl fmt::Display for WeightRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, share, low, high, below, above } = self;
        write!(formatter, "{} has {share} of the weight; from {low} to {high} all stays", place.as_str())?;
        for (side, overturn) in [("below", below), ("above", above)] {
            if let Some(overturn) = overturn {
                write!(formatter, "; {side}, {overturn}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Overturn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name =
            |grade: &Option<Grade>| grade.as_ref().map_or_else(|| "no grade".to_owned(), Grade::to_string);
        match self {
            Self::Grade { subject, from, to } => {
                write!(formatter, "{subject} has {} instead of {}", name(to), name(from))
            }
            Self::Rank { subject, overtaken_by } => write!(formatter, "{overtaken_by} overtakes {subject}"),
            Self::Total { subject } => write!(formatter, "{subject} gains or loses its total"),
        }
    }
}
