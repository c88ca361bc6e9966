use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Share, Span};
use crate::slo::{ExactRatio, SloError};

/// A credit that grows with downtime (按停机时长累计): a part of the fee for each so much of it, at most the whole fee.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::ExactRatio;
/// use service_quality::slo::credit::{CreditAccrual, PartialUnit, UnitCredit};
///
/// // For each hour of downtime, the fee of a day of a month of 30.
/// let hourly = CreditAccrual::new(Span::from_hours(1), UnitCredit::Part(30))?;
/// assert_eq!(hourly.units(Span::from_minutes(150)), 2);
/// assert_eq!(Some(hourly.ratio(Span::from_minutes(150))), ExactRatio::new(2, 30));
/// assert_eq!(hourly.partial_units(PartialUnit::Whole).units(Span::from_minutes(150)), 3);
/// assert!(CreditAccrual::new(Span::ZERO, UnitCredit::Part(30)).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawAccrual", into = "RawAccrual")]
pub struct CreditAccrual {
    each: Span,
    credit: UnitCredit,
    partial: PartialUnit,
    basis: AccrualBasis,
}

/// What each unit of downtime is worth.
///
/// ```
/// use service_quality::slo::credit::UnitCredit;
/// let thirtieth: UnitCredit = serde_json::from_str(r#"{"part": 30}"#)?;
/// assert_eq!(thirtieth, UnitCredit::Part(30), "no decimal says 1/30");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UnitCredit {
    /// A share of the fee.
    Share(Share),
    /// One of so many equal parts of the fee: of 30, a thirtieth.
    Part(u32),
}

/// What begun units of downtime count that are not over.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::credit::{CreditAccrual, PartialUnit, UnitCredit};
/// let hourly = CreditAccrual::new(Span::from_hours(1), UnitCredit::Share("0.05".parse()?))?;
/// let units = |partial| hourly.partial_units(partial).units(Span::from_minutes(61));
/// assert_eq!([units(PartialUnit::Dropped), units(PartialUnit::Whole)], [1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
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

/// Of what units are counted.
///
/// ```
/// use service_quality::quantity::{Money, Span};
/// use service_quality::slo::credit::{
///     AccrualBasis, CreditAccrual, CreditBreach, CreditCase, CreditSchedule, CreditTerms, UnitCredit,
/// };
///
/// // Twice 40 minutes, a tenth of the fee for each hour.
/// let hourly = CreditAccrual::new(Span::from_hours(1), UnitCredit::Part(10))?;
/// let fee = Money::new("100".parse()?, "USD")?;
/// let case = CreditCase::new(fee, vec![CreditBreach::Downtime(Span::from_minutes(40)); 2]);
/// let owed = |basis| -> Result<String, Box<dyn std::error::Error>> {
///     let terms = CreditTerms { accrual: Some(hourly.basis(basis)), ..CreditTerms::new("USD") };
///     Ok(CreditSchedule::new(terms)?.award(&case, "2026-04-01T00:00:00Z".parse()?)?.credit.to_string())
/// };
/// assert_eq!([owed(AccrualBasis::Period)?, owed(AccrualBasis::EachBreach)?], ["10 USD", "0 USD"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccrualBasis {
    /// Of the downtime of the period together: more downtime is never worth less, however it is cut.
    #[default]
    Period,
    /// Of each breach by itself.
    EachBreach,
}

impl CreditAccrual {
    /// A part of the fee for each so much downtime.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a unit without length, and for one that is worth nothing.
    pub fn new(each: Span, credit: UnitCredit) -> Result<Self, SloError> {
        if each <= Span::ZERO {
            return Err(SloError::not_allowed("accrual.each", &each, "more than PT0S"));
        }
        match credit {
            UnitCredit::Share(share) if share == Share::ZERO => {
                return Err(SloError::not_allowed("accrual.credit.share", &0, "more than 0 and at most 1"));
            }
            UnitCredit::Part(0) => {
                return Err(SloError::not_allowed("accrual.credit.part", &0, "1 or more"));
            }
            UnitCredit::Share(_) | UnitCredit::Part(_) => {}
        }
        let (partial, basis) = (PartialUnit::default(), AccrualBasis::default());
        Ok(Self { each, credit, partial, basis })
    }

    /// What begun units count.
    #[must_use]
    pub const fn partial_units(self, partial: PartialUnit) -> Self {
        Self { partial, ..self }
    }

    /// Of what units are counted.
    #[must_use]
    pub const fn basis(self, basis: AccrualBasis) -> Self {
        Self { basis, ..self }
    }

    /// How long a unit is.
    #[must_use]
    pub const fn each(&self) -> Span {
        self.each
    }

    /// What each unit is worth.
    #[must_use]
    pub const fn credit(&self) -> UnitCredit {
        self.credit
    }

    /// Whether units are counted of each breach by itself.
    #[must_use]
    pub fn is_of_each_breach(&self) -> bool {
        self.basis == AccrualBasis::EachBreach
    }

    /// How many units a time of downtime has; none where it is negative.
    #[must_use]
    pub fn units(&self, downtime: Span) -> u64 {
        let (seconds, each) = (downtime.seconds().max(0), self.each.seconds());
        let full = seconds.checked_div(each).unwrap_or_default();
        let begun = self.partial == PartialUnit::Whole && seconds.checked_rem(each) != Some(0);
        u64::try_from(full).unwrap_or_default().saturating_add(begun.into())
    }

    /// The part of the fee for a time of downtime, at most the whole.
    #[must_use]
    pub fn ratio(&self, downtime: Span) -> ExactRatio {
        let units = i128::from(self.units(downtime));
        let ratio = match self.credit {
            UnitCredit::Share(share) => ExactRatio::whole(units).checked_mul(share.into()),
            UnitCredit::Part(parts) => ExactRatio::new(units, parts.into()),
        };
        ratio.map_or(ExactRatio::ONE, |ratio| ratio.min(ExactRatio::ONE))
    }
}

impl fmt::Display for UnitCredit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Share(share) => write!(formatter, "{} %", share.percent()),
            Self::Part(parts) => write!(formatter, "1/{parts}"),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a credit that grows with downtime as an object")]
struct RawAccrual {
    each: Span,
    credit: UnitCredit,
    #[serde(default)]
    partial_units: PartialUnit,
    #[serde(default)]
    basis: AccrualBasis,
}

impl TryFrom<RawAccrual> for CreditAccrual {
    type Error = SloError;

    fn try_from(raw: RawAccrual) -> Result<Self, SloError> {
        Ok(Self::new(raw.each, raw.credit)?.partial_units(raw.partial_units).basis(raw.basis))
    }
}

impl From<CreditAccrual> for RawAccrual {
    fn from(CreditAccrual { each, credit, partial, basis }: CreditAccrual) -> Self {
        Self { each, credit, partial_units: partial, basis }
    }
}
