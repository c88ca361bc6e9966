use serde::{Deserialize, Serialize};

use super::share::add;
use super::total::{check_empty, plus};
use super::{Readout, TallyError};
use crate::indicator::{Basis, Measurement};
use crate::quantity::{Number, Sum};

/// One sum per another: handling time per contact, expense per resolution, points earned of points applicable.
///
/// The ratio is that of the sums, not the mean of the records' ratios: a record with twice the denominator counts
/// twice.
///
/// ```
/// use service_quality::indicator::{RatioTally, Readout};
///
/// let mut cost = RatioTally::default();
/// cost.record("1250.50".parse()?, 400.into())?;
/// cost.record("749.50".parse()?, 100.into())?;
/// let measured = cost.measure(&Readout::default())?;
/// assert_eq!((measured.value(), measured.n()), (Some(4.into()), 2));
/// assert_eq!(serde_json::to_string(&cost)?, r#"{"n":2,"of":"2000","per":"500"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawRatio")]
pub struct RatioTally {
    n: u64,
    of: Sum,
    per: Sum,
}

pub(super) const NAME: &str = "ratio tally";

impl RatioTally {
    /// The records.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// Adds one record: numerator 分子 and denominator 分母.
    ///
    /// # Errors
    /// [`TallyError::Unfit`] for a denominator below 0; [`TallyError::Full`] beyond 2^64 − 1 records or sums of some
    /// 10^29.
    pub fn record(&mut self, of: Number, per: Number) -> Result<(), TallyError> {
        check_denominator(Sum(per.to_scaled()))?;
        self.merge(&Self { n: 1, of: Sum(of.to_scaled()), per: Sum(per.to_scaled()) })
    }

    /// Adds the records of another tally.
    ///
    /// # Errors
    /// [`TallyError::Full`] as [`RatioTally::record`].
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        *self = Self {
            n: add(self.n, other.n, NAME, "n")?,
            of: plus(self.of, other.of, NAME, "the numerator")?,
            per: plus(self.per, other.per, NAME, "the denominator")?,
        };
        Ok(())
    }

    /// Numerator / denominator; missing where the denominator is 0.
    ///
    /// # Errors
    /// [`TallyError::ValueOutOfRange`] when the ratio exceeds 10^15.
    pub fn measure(&self, readout: &Readout) -> Result<Measurement, TallyError> {
        let per = self.per.0.unsigned_abs();
        if let Some(absence) = readout.absence(if per == 0 { 0 } else { self.n }) {
            return Ok(Measurement::absent(absence));
        }
        let value = readout
            .ratio(self.of.0 < 0, self.of.0.unsigned_abs().into(), per.into())
            .ok_or(TallyError::ValueOutOfRange { tally: NAME })?;
        Ok(Measurement::on_basis(value, self.n, Basis::Ratio))
    }
}

fn check_denominator(per: Sum) -> Result<(), TallyError> {
    if per.0 >= 0 {
        return Ok(());
    }
    Err(TallyError::Unfit {
        tally: NAME,
        part: "denominator",
        given: format!("{} * 10^-9", per.0),
        allowed: "0 or more".into(),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRatio {
    n: u64,
    of: Sum,
    per: Sum,
}

impl TryFrom<RawRatio> for RatioTally {
    type Error = TallyError;

    fn try_from(raw: RawRatio) -> Result<Self, TallyError> {
        check_denominator(raw.per)?;
        check_empty(raw.n, &[raw.of, raw.per], NAME)?;
        Ok(Self { n: raw.n, of: raw.of, per: raw.per })
    }
}
