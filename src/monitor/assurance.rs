use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};

use super::figure::Figure;
use super::{Limits, Side, Zone};
use crate::analysis::Undefined;
use crate::indicator::Direction;
use crate::quantity::Language;

/// What a stable process promises of a target, in the words of NHS England's *Making data count*.
///
/// ```
/// use service_quality::monitor::Assurance;
/// assert_eq!(serde_json::to_string(&Assurance::HitAndMiss)?, r#""hit_and_miss""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// It reaches the target always, 稳定达标.
    Pass,
    /// It misses the target always, 稳定不达标: only a changed process reaches it.
    Fail,
    /// It reaches the target at times and misses it at times, by chance, 时而达标.
    HitAndMiss,
}

/// Whether a process as it is will reach a target (目标保证): the target against the control limits.
///
/// A target on a limit is hit and missed. Asked of each segment of a chart with the limits of that segment. Where
/// neither way is better there is no assurance, but the side of the target on which the process lies is said all the
/// same.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::monitor::{Assurance, Limits, TargetAssurance};
///
/// let limits = Limits::symmetric(77.5, 17.5 / 3.0, 3.0); // 60 to 95
/// let found = TargetAssurance::new(&limits, 97.0, Some(Direction::Lower))?;
/// assert_eq!(found.assurance, Some(Assurance::Pass));
/// let text = "the target of 97 is always reached: the process lies between 60 and 95, below it";
/// assert_eq!(found.to_string(), text);
/// assert_eq!(TargetAssurance::new(&limits, 60.0, Some(Direction::Higher))?.assurance, Some(Assurance::HitAndMiss));
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TargetAssurance {
    /// The target.
    pub target: f64,
    /// The lower control limit; without one the process is not bounded there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// The upper control limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    /// On which side of the target the whole process lies; on neither where the limits hold the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// What that promises; absent where neither way is better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assurance: Option<Assurance>,
}

impl TargetAssurance {
    /// Holds a target against control limits.
    ///
    /// # Errors
    /// [`Undefined::NotFinite`] for a target or a limit that is no number.
    pub fn new(limits: &Limits, target: f64, better: Option<Direction>) -> Result<Self, Undefined> {
        let (lower, upper) = (limits.lower(Zone::Limit), limits.upper(Zone::Limit));
        let figures = [Some(target), lower, upper];
        if let Some(position) =
            figures.iter().position(|figure| figure.is_some_and(|figure| !figure.is_finite()))
        {
            return Err(Undefined::NotFinite { what: "target, lower and upper limit", position });
        }
        let side = if lower.is_some_and(|lower| lower > target) {
            Some(Side::Above)
        } else if upper.is_some_and(|upper| upper < target) {
            Some(Side::Below)
        } else {
            None
        };
        let assurance = match (better, side) {
            (None | Some(Direction::Range), _) => None,
            (_, None) => Some(Assurance::HitAndMiss),
            (Some(Direction::Higher), Some(Side::Above)) | (Some(Direction::Lower), Some(Side::Below)) => {
                Some(Assurance::Pass)
            }
            _ => Some(Assurance::Fail),
        };
        Ok(Self { target, lower, upper, side, assurance })
    }

    /// The answer in a sentence, in a language; in English that of `Display`.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let target = Figure(self.target);
        match language {
            Language::English => self.to_string(),
            Language::Chinese => {
                let verdict = match self.assurance {
                    Some(Assurance::Pass) => format!("目标 {target} 稳定达标"),
                    Some(Assurance::Fail) => format!("目标 {target} 稳定不达标，须改变过程方可达到"),
                    Some(Assurance::HitAndMiss) => format!("目标 {target} 时而达标、时而不达标"),
                    None => format!("目标 {target} 无优劣方向"),
                };
                let place = match self.side {
                    Some(Side::Above) => "高于目标",
                    Some(Side::Below) => "低于目标",
                    None => "含目标",
                };
                format!(
                    "{verdict}：过程{}，{place}",
                    self.reach(["位于 ", " 至 ", "不低于 ", "不高于 ", "无界限"])
                )
            }
        }
    }

    fn reach(&self, words: [&str; 5]) -> String {
        let [between, and, least, most, free] = words;
        match (self.lower.map(Figure), self.upper.map(Figure)) {
            (Some(lower), Some(upper)) => format!("{between}{lower}{and}{upper}"),
            (Some(lower), None) => format!("{least}{lower}"),
            (None, Some(upper)) => format!("{most}{upper}"),
            (None, None) => free.to_owned(),
        }
    }
}

impl Display for TargetAssurance {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let target = Figure(self.target);
        match self.assurance {
            Some(Assurance::Pass) => write!(formatter, "the target of {target} is always reached")?,
            Some(Assurance::Fail) => {
                write!(formatter, "the target of {target} is never reached unless the process is changed")?;
            }
            Some(Assurance::HitAndMiss) => {
                write!(
                    formatter,
                    "the target of {target} is reached at times and missed at times, by chance"
                )?;
            }
            None => write!(formatter, "of the target of {target} neither side is better")?,
        }
        let place = match self.side {
            Some(Side::Above) => "above it",
            Some(Side::Below) => "below it",
            None => "on both sides of it",
        };
        let reach =
            self.reach(["lies between ", " and ", "lies at or above ", "lies at or below ", "has no limits"]);
        write!(formatter, ": the process {reach}, {place}")
    }
}
