use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Share, Span};
use crate::slo::{ExactRatio, SloError};

/// A credit that grows with downtime (按停机时长累计): a share of the fee for each so much of it.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::credit::{CreditAccrual, PartialUnit};
///
/// let hourly = CreditAccrual::new(Span::from_hours(1), "0.03".parse()?)?;
/// assert_eq!(hourly.units(Span::from_minutes(150)), 2);
/// assert_eq!(hourly.partial_units(PartialUnit::Whole).units(Span::from_minutes(150)), 3);
/// assert!(CreditAccrual::new(Span::ZERO, "0.03".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawAccrual", into = "RawAccrual")]
pub struct CreditAccrual {
    each: Span,
    credit: Share,
    partial: PartialUnit,
}

/// What begun units of downtime count that are not over.
///
/// ```
/// use service_quality::slo::credit::PartialUnit;
/// assert_eq!(PartialUnit::default(), PartialUnit::Dropped);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartialUnit {
    /// Nothing: each full hour counts.
    #[default]
    Dropped,
    /// A whole one: each begun hour counts.
    Whole,
}

impl CreditAccrual {
    /// A share of the fee for each so much downtime.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a unit without length, and for a share of 0.
    pub fn new(each: Span, credit: Share) -> Result<Self, SloError> {
        if each <= Span::ZERO {
            return Err(SloError::not_allowed("accrual.each", &each, "more than PT0S"));
        }
        if credit == Share::ZERO {
            return Err(SloError::not_allowed("accrual.credit", &credit, "more than 0 and at most 1"));
        }
        Ok(Self { each, credit, partial: PartialUnit::default() })
    }

    /// What begun units count.
    #[must_use]
    pub const fn partial_units(self, partial: PartialUnit) -> Self {
        Self { partial, ..self }
    }

    /// Which share of the fee each unit is worth.
    #[must_use]
    pub const fn credit(&self) -> Share {
        self.credit
    }

    /// How many units a time of downtime has; none where it is negative.
    #[must_use]
    pub fn units(&self, downtime: Span) -> u64 {
        let (seconds, each) = (downtime.seconds().max(0), self.each.seconds());
        let full = seconds.checked_div(each).unwrap_or_default();
        let begun = self.partial == PartialUnit::Whole && seconds.checked_rem(each) != Some(0);
        u64::try_from(full).unwrap_or_default().saturating_add(begun.into())
    }

    /// The share of the fee for a time of downtime, never more than the whole.
    #[must_use]
    pub fn share(&self, downtime: Span) -> Share {
        let units = ExactRatio::whole(self.units(downtime).into());
        let share = units.checked_mul(self.credit.into()).filter(|share| *share < ExactRatio::ONE);
        share.and_then(|share| Share::new(share.rounded(9)?.value()).ok()).unwrap_or(Share::ONE)
    }
}

impl fmt::Display for CreditAccrual {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} for each {}", self.credit, self.each)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a credit that grows with downtime as an object")]
struct RawAccrual {
    each: Span,
    credit: Share,
    #[serde(default)]
    partial_units: PartialUnit,
}

impl TryFrom<RawAccrual> for CreditAccrual {
    type Error = SloError;

    fn try_from(raw: RawAccrual) -> Result<Self, SloError> {
        Ok(Self::new(raw.each, raw.credit)?.partial_units(raw.partial_units))
    }
}

impl From<CreditAccrual> for RawAccrual {
    fn from(CreditAccrual { each, credit, partial }: CreditAccrual) -> Self {
        Self { each, credit, partial_units: partial }
    }
}
