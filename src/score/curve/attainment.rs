use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::indicator::Limit;
use crate::quantity::{Number, Score};
use crate::score::arithmetic::{Unrounded, signed_quotient};
use crate::score::{ScoreError, exact};

use super::{Point, Position};

/// How much of a target is reached (目标达成率): `actual / target`, where less is better `target / actual`.
///
/// What meets the target scores 100, what is not above 0 of it scores 0. Where the ratio is undefined, since the divisor
/// is 0, only met (100) or not met (0) remains.
///
/// ```
/// use service_quality::score::Curve;
///
/// let first_contact: Curve = serde_json::from_str(r#"{"attainment": {"target": {"at_least": 80}}}"#)?;
/// assert_eq!(first_contact.score(72.into(), 2).to_string(), "90");
/// let waiting: Curve = serde_json::from_str(r#"{"attainment": {"target": {"at_most": 30}}}"#)?;
/// assert_eq!(waiting.score(40.into(), 2).to_string(), "75");
/// let strict: Curve = serde_json::from_str(r#"{"attainment": {"target": {"at_most": 30}, "form": "linear"}}"#)?;
/// assert_eq!(strict.score(40.into(), 2).to_string(), "66.67");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawAttainment", into = "RawAttainment")]
pub struct Attainment {
    target: Limit,
    /// The value of the target.
    value: Number,
    form: AttainmentForm,
}

/// How the attainment of a target falls where less is better.
///
/// ```
/// use service_quality::score::AttainmentForm;
/// assert_eq!(AttainmentForm::default(), AttainmentForm::Ratio);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttainmentForm {
    /// `target / actual`: twice the target is half of it reached.
    #[default]
    Ratio,
    /// `2 − actual / target`: twice the target is nothing of it reached.
    Linear,
}

impl Attainment {
    /// The attainment of a target, at least or at most, of 0 or more.
    ///
    /// # Errors
    /// [`ScoreError::OutOfRange`] for a target below 0, [`ScoreError::Misplaced`] for a range, and for the linear form where
    /// more is better.
    pub fn new(target: Limit, form: AttainmentForm) -> Result<Self, ScoreError> {
        let misplaced =
            |field: &str, remedy| Err(ScoreError::Misplaced { place: format!("attainment.{field}"), remedy });
        let value = match target {
            Limit::AtLeast(_) if form == AttainmentForm::Linear => {
                return misplaced("form", "leave it out, since more is better and the ratio is linear then");
            }
            Limit::AtLeast(value) | Limit::AtMost(value) => value,
            Limit::Between(_) => {
                return misplaced(
                    "target.between",
                    "give `at_least` or `at_most`, or a curve `target_range`",
                );
            }
        };
        if value < Number::ZERO {
            let (place, allowed) = ("attainment.target".into(), "0 or more, or take `goalposts`");
            return Err(ScoreError::OutOfRange { place, given: value, allowed });
        }
        Ok(Self { target, value, form })
    }

    /// The target.
    #[must_use]
    pub const fn target(&self) -> Limit {
        self.target
    }

    /// How the attainment falls where less is better.
    #[must_use]
    pub const fn form(&self) -> AttainmentForm {
        self.form
    }

    /// How much of the target is reached, to 18 decimals, more than 1 and less than 0 too.
    ///
    /// Absent where the divisor is 0, or the ratio has more digits than a decimal.
    #[must_use]
    pub fn ratio(&self, actual: Number) -> Option<Decimal> {
        let (top, bottom) = self.fraction(actual);
        signed_quotient(top, bottom)
    }

    pub(super) fn position(&self, actual: Number) -> Position {
        let target = Point { value: self.value, score: Score::MAX };
        match self.target {
            target if !target.holds(actual) => Position::ShortOf(self.value),
            Limit::AtMost(_) => Position::Below(target),
            Limit::AtLeast(_) | Limit::Between(_) => Position::Above(target),
        }
    }

    /// The score of what is short of the target.
    pub(super) fn formula(&self, actual: Number) -> Option<Unrounded> {
        let (top, bottom) = self.fraction(actual);
        let (top, bottom) = if bottom < 0 { (-top, -bottom) } else { (top, bottom) };
        (top > 0 && bottom > 0).then_some(())?;
        Some(Unrounded::Ratio(top.checked_mul(exact::HUNDRED)?, bottom))
    }

    fn fraction(&self, actual: Number) -> (i128, i128) {
        let (target, actual) = (self.value.to_scaled(), actual.to_scaled());
        match (self.target, self.form) {
            (Limit::AtMost(_), AttainmentForm::Ratio) => (target, actual),
            (Limit::AtMost(_), AttainmentForm::Linear) => (2 * target - actual, target),
            (Limit::AtLeast(_) | Limit::Between(_), _) => (actual, target),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAttainment {
    target: Limit,
    #[serde(default, skip_serializing_if = "is_ratio")]
    form: AttainmentForm,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
fn is_ratio(form: &AttainmentForm) -> bool {
    *form == AttainmentForm::Ratio
}

impl TryFrom<RawAttainment> for Attainment {
    type Error = ScoreError;

    fn try_from(raw: RawAttainment) -> Result<Self, ScoreError> {
        Self::new(raw.target, raw.form)
    }
}

impl From<Attainment> for RawAttainment {
    fn from(attainment: Attainment) -> Self {
        Self { target: attainment.target, form: attainment.form }
    }
}
