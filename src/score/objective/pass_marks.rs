use serde::{Deserialize, Serialize};

use crate::quantity::{IndicatorId, Number, PLACES, Score, divide_half_away};

use super::{NothingJudged, ObjectiveError, Verdict};

/// From which percentage of the points the whole passes, and from which it passes with a warning (及格线).
///
/// ```
/// use service_quality::score::objective::{PassMarks, Verdict};
///
/// let marks: PassMarks = serde_json::from_str(r#"{"pass": 90, "warning": 75}"#)?;
/// assert_eq!(marks.verdict("75".parse()?), Verdict::Warning);
/// assert_eq!(
///     PassMarks::new("75".parse()?, Some("90".parse()?)).unwrap_err().to_string(),
///     "pass_marks.warning: `90` is out of range: give at most `75`, the mark to pass"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawPassMarks", into = "RawPassMarks")]
pub struct PassMarks {
    pass: Score,
    warning: Option<Score>,
}

/// What the points come to.
///
/// ```
/// use service_quality::score::objective::{NothingJudged, PassMarks, Verdict};
///
/// let marks = PassMarks::new("90".parse()?, None)?;
/// let total = marks.total(&[80.into(), 5.into()], 92.into(), &[], NothingJudged::Undecided)?;
/// assert_eq!(total.percent, Some("92.391304348".parse()?));
/// assert_eq!(total.verdict, Some(Verdict::Pass));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// The points reached.
    pub points: Number,
    /// The points within reach.
    pub maximum: Number,
    /// Points in percent of the maximum, rounded half away from zero to 9 places; absent for 0 of 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Score>,
    /// The marks that the percentage was held against.
    pub pass_marks: PassMarks,
    /// The verdict; absent where there is neither a percentage nor a failed key objective.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The key objectives that failed; any fails the whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed_keys: Vec<IndicatorId>,
}

impl PassMarks {
    /// The mark to pass, and the one to pass with a warning, which is not above it.
    ///
    /// # Errors
    /// [`ObjectiveError::OutOfRange`] where the mark to warn is above the mark to pass: nothing could reach it only.
    pub fn new(pass: Score, warning: Option<Score>) -> Result<Self, ObjectiveError> {
        match warning {
            Some(warning) if warning > pass => Err(ObjectiveError::OutOfRange {
                place: "pass_marks.warning".into(),
                given: warning.to_string(),
                allowed: format!("at most `{pass}`, the mark to pass"),
            }),
            _ => Ok(Self { pass, warning }),
        }
    }

    /// The percentage from which the whole passes.
    #[must_use]
    pub const fn pass(&self) -> Score {
        self.pass
    }

    /// The percentage from which it passes with a warning; absent where there is no such verdict.
    #[must_use]
    pub const fn warning(&self) -> Option<Score> {
        self.warning
    }

    /// The verdict on a percentage; the marks themselves are enough.
    #[must_use]
    pub fn verdict(&self, percent: Score) -> Verdict {
        if percent >= self.pass {
            Verdict::Pass
        } else if self.warning.is_some_and(|warning| percent >= warning) {
            Verdict::Warning
        } else {
            Verdict::Fail
        }
    }

    /// The verdict on points that were gathered elsewhere, one number an objective.
    ///
    /// # Errors
    /// [`ObjectiveError::OutOfRange`] unless the points sum to 0 up to the maximum.
    pub fn total(
        &self,
        points: &[Number],
        maximum: Number,
        failed_keys: &[IndicatorId],
        nothing_judged: NothingJudged,
    ) -> Result<Total, ObjectiveError> {
        let sum = points.iter().try_fold(0_i128, |sum, one| sum.checked_add(one.to_scaled()));
        let sum = sum.and_then(|sum| Number::from_scaled(sum, PLACES));
        let Some(points) = sum.filter(|points| (Number::ZERO..=maximum).contains(points)) else {
            let given = sum.map_or_else(|| "more than 10^15".to_owned(), |sum| sum.to_string());
            let (place, allowed) =
                ("points".into(), format!("points that sum to 0 up to `{maximum}`, the maximum"));
            return Err(ObjectiveError::OutOfRange { place, given, allowed });
        };
        let share = (points.to_scaled(), maximum.to_scaled());
        Ok(self.judge(points, maximum, share, failed_keys.to_vec(), nothing_judged))
    }

    /// The same from the exact share of the points in the maximum.
    pub(super) fn judge(
        &self,
        points: Number,
        maximum: Number,
        (part, whole): (i128, i128),
        failed_keys: Vec<IndicatorId>,
        nothing_judged: NothingJudged,
    ) -> Total {
        // At most 10^24 times 10^11: far below the end of the range, so that only 0 of 0 gives nothing.
        let percent = part
            .checked_mul(Score::MAX.to_scaled())
            .and_then(|wide| divide_half_away(wide, whole))
            .and_then(|percent| Score::from_scaled(percent, PLACES))
            .or(match nothing_judged {
                NothingJudged::Undecided => None,
                NothingJudged::Full => Some(Score::MAX),
                NothingJudged::Zero => Some(Score::MIN),
            });
        let verdict = if failed_keys.is_empty() {
            percent.map(|percent| self.verdict(percent))
        } else {
            Some(Verdict::Fail)
        };
        Total { points, maximum, percent, pass_marks: *self, verdict, failed_keys }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "pass marks as an object")]
struct RawPassMarks {
    pass: Score,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    warning: Option<Score>,
}

impl TryFrom<RawPassMarks> for PassMarks {
    type Error = ObjectiveError;

    fn try_from(raw: RawPassMarks) -> Result<Self, ObjectiveError> {
        Self::new(raw.pass, raw.warning)
    }
}

impl From<PassMarks> for RawPassMarks {
    fn from(marks: PassMarks) -> Self {
        Self { pass: marks.pass, warning: marks.warning }
    }
}
