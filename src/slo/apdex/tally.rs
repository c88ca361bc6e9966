use serde::{Deserialize, Serialize};

use super::{ApdexRating, ApdexTarget, ApdexZone};
use crate::quantity::Number;
use crate::slo::SloError;

/// Answers of one target time, counted by zone (Apdex 统计). Merges in any order to equal bytes; tallies of different
/// target times do not belong together.
///
/// ```
/// use service_quality::slo::apdex::{ApdexRating, ApdexTally, ApdexTarget};
///
/// let target = ApdexTarget::new("0.5".parse()?)?;
/// let mut day = ApdexTally::default();
/// assert_eq!(day.display(target), "NR [0.5]", "no answers, no result");
/// for seconds in ["0.3", "0.5", "0.51", "2", "2.01"] {
///     day.record(target.zone(seconds.parse()?)?)?;
/// }
/// assert_eq!(day.score(9), "0.6".parse().ok());
/// assert_eq!(day.rating(), Some(ApdexRating::Poor));
/// assert_eq!(day.display(target), "0.60 [0.5]*", "a small sample");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ApdexTally {
    /// Answers within `T`.
    pub satisfied: u64,
    /// Answers within `4T`.
    pub tolerating: u64,
    /// Slower answers, and errors.
    pub frustrated: u64,
}

/// Fewer answers than this are a small sample, and marked.
const SMALL: u64 = 100;

impl ApdexTally {
    /// Counts an answer.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is counted, past 2^64.
    pub fn record(&mut self, zone: ApdexZone) -> Result<(), SloError> {
        let mut one = Self::default();
        match zone {
            ApdexZone::Satisfied => one.satisfied = 1,
            ApdexZone::Tolerating => one.tolerating = 1,
            ApdexZone::Frustrated => one.frustrated = 1,
        }
        self.merge(&one)
    }

    /// Adds another tally of the same target time.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is added, past 2^64.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        let sum = |one: u64, other: u64| {
            one.checked_add(other)
                .ok_or_else(|| SloError::TooLarge { what: "the number of answers".to_owned() })
        };
        *self = Self {
            satisfied: sum(self.satisfied, other.satisfied)?,
            tolerating: sum(self.tolerating, other.tolerating)?,
            frustrated: sum(self.frustrated, other.frustrated)?,
        };
        Ok(())
    }

    /// All answers.
    #[must_use]
    pub fn n(&self) -> u128 {
        [self.satisfied, self.tolerating, self.frustrated].map(u128::from).iter().sum()
    }

    /// Whether the sample is small: under 100 answers.
    #[must_use]
    pub fn is_small(&self) -> bool {
        self.n() < SMALL.into()
    }

    /// `(satisfied + tolerating / 2) / all`, rounded half away from zero to `places` decimals (at most 9); absent without
    /// answers.
    #[must_use]
    pub fn score(&self, places: u32) -> Option<Number> {
        let halves = 2 * i128::from(self.satisfied) + i128::from(self.tolerating);
        Number::ratio(halves, i128::try_from(2 * self.n()).ok()?, places)
    }

    /// The rating of the score; absent without answers.
    #[must_use]
    pub fn rating(&self) -> Option<ApdexRating> {
        ApdexRating::of(self.score(2)?).ok()
    }

    /// The uniform output of the specification: the score with two decimals and the target time, `*` for a small sample,
    /// `NR` (no result) without answers.
    #[must_use]
    pub fn display(&self, target: ApdexTarget) -> String {
        match self.score(2) {
            Some(score) => {
                let mark = if self.is_small() { "*" } else { "" };
                format!("{:.2} [{}]{mark}", score.value(), target.seconds())
            }
            None => format!("NR [{}]", target.seconds()),
        }
    }
}
