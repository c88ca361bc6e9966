use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::quantity::{Number, Score};
use crate::score::arithmetic::{Unrounded, signed_quotient};
use crate::score::{ScoreError, exact};

use super::Position;

/// The efficacy coefficient (功效系数法): `base + span · (x − not allowed) / (satisfactory − not allowed)`.
///
/// The value that is not allowed (不允许值) scores the base, 60 unless said otherwise; the satisfactory one (满意值) that
/// plus the span, 40. Worse values fall below the base, down to the floor, 0; no score passes 100. Less is better where the
/// satisfactory value is the smaller one.
///
/// ```
/// use service_quality::score::Curve;
///
/// let on_time: Curve = serde_json::from_str(r#"{"efficacy": {"not_allowed": 60, "satisfactory": 95}}"#)?;
/// assert_eq!(on_time.score(80.into(), 2).to_string(), "82.86");
/// assert_eq!(on_time.score(53.into(), 2).to_string(), "52");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawEfficacy", into = "RawEfficacy")]
pub struct Efficacy {
    not_allowed: Number,
    satisfactory: Number,
    base: Score,
    span: Score,
    floor: Score,
}

impl Efficacy {
    /// From 60 to 100 between the two values, and below 60 down to 0.
    ///
    /// # Errors
    /// [`ScoreError::FlatGoalposts`] when both are equal.
    pub fn new(not_allowed: Number, satisfactory: Number) -> Result<Self, ScoreError> {
        let sixty = exact::score(60 * exact::ONE);
        Self::with(not_allowed, satisfactory, sixty, exact::score(40 * exact::ONE), Score::MIN)
    }

    /// With a base, a span and a floor of one's own.
    ///
    /// # Errors
    /// [`ScoreError::FlatGoalposts`] when both values are equal, [`ScoreError::OutOfRange`] for a span of 0, a base and a
    /// span of more than 100 together, or a floor above the base.
    pub fn with(
        not_allowed: Number,
        satisfactory: Number,
        base: Score,
        span: Score,
        floor: Score,
    ) -> Result<Self, ScoreError> {
        if not_allowed == satisfactory {
            return Err(ScoreError::FlatGoalposts { place: "efficacy".into(), given: not_allowed });
        }
        let refuse = |field: &str, given: Score, allowed| {
            let given = Number::from_scaled(given.to_scaled(), 9).unwrap_or_default();
            Err(ScoreError::OutOfRange { place: format!("efficacy.{field}"), given, allowed })
        };
        if span == Score::MIN || base.to_scaled() + span.to_scaled() > exact::HUNDRED {
            return refuse("span", span, "more than 0, and with the base at most 100");
        }
        if floor > base {
            return refuse("floor", floor, "at most the base");
        }
        Ok(Self { not_allowed, satisfactory, base, span, floor })
    }

    /// The value that scores the base.
    #[must_use]
    pub const fn not_allowed(&self) -> Number {
        self.not_allowed
    }

    /// The value that scores the base and the span.
    #[must_use]
    pub const fn satisfactory(&self) -> Number {
        self.satisfactory
    }

    /// The score that the formula gives without its limits, to 18 decimals.
    ///
    /// Absent where that has more digits than a decimal.
    #[must_use]
    pub fn unclamped(&self, value: Number) -> Option<Decimal> {
        let (top, bottom) = self.fraction(value)?;
        signed_quotient(top, bottom.checked_mul(exact::ONE)?)
    }

    pub(super) fn position(&self, value: Number) -> Position {
        let limit = self.fraction(value).and_then(|(top, bottom)| {
            let reaches = |score: Score| top.cmp(&(score.to_scaled() * bottom));
            if reaches(Score::MAX).is_gt() {
                return Some(Score::MAX);
            }
            reaches(self.floor).is_lt().then_some(self.floor)
        });
        limit.map_or(
            Position::OnFormula {
                low: self.not_allowed.min(self.satisfactory),
                high: self.not_allowed.max(self.satisfactory),
            },
            Position::Limited,
        )
    }

    pub(super) fn formula(&self, value: Number) -> Option<Unrounded> {
        self.fraction(value).map(|(top, bottom)| Unrounded::Ratio(top, bottom))
    }

    /// The score in units over a width above 0. Widths are below 10^25 and scores at most 10^11, so that every product
    /// stays below 10^36.
    fn fraction(&self, value: Number) -> Option<(i128, i128)> {
        let (start, end) = (self.not_allowed.to_scaled(), self.satisfactory.to_scaled());
        let (width, along) = (end - start, value.to_scaled() - start);
        let (width, along) = if width < 0 { (-width, -along) } else { (width, along) };
        let risen = self.span.to_scaled().checked_mul(along)?;
        Some((self.base.to_scaled().checked_mul(width)?.checked_add(risen)?, width))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEfficacy {
    not_allowed: Number,
    satisfactory: Number,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base: Option<Score>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    span: Option<Score>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    floor: Option<Score>,
}

impl TryFrom<RawEfficacy> for Efficacy {
    type Error = ScoreError;

    fn try_from(raw: RawEfficacy) -> Result<Self, ScoreError> {
        let usual = Self::new(raw.not_allowed, raw.satisfactory)?;
        Self::with(
            raw.not_allowed,
            raw.satisfactory,
            raw.base.unwrap_or(usual.base),
            raw.span.unwrap_or(usual.span),
            raw.floor.unwrap_or(usual.floor),
        )
    }
}

impl From<Efficacy> for RawEfficacy {
    fn from(efficacy: Efficacy) -> Self {
        let usual =
            |score: Score, units: i128| Some(score).filter(|score| score.to_scaled() != units * exact::ONE);
        Self {
            not_allowed: efficacy.not_allowed,
            satisfactory: efficacy.satisfactory,
            base: usual(efficacy.base, 60),
            span: usual(efficacy.span, 40),
            floor: usual(efficacy.floor, 0),
        }
    }
}
