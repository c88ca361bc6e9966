use serde::{Deserialize, Serialize};

use super::share::add;
use super::total::{check_empty, plus};
use super::{Readout, TallyError};
use crate::analysis::distribution::float;
use crate::indicator::{Basis, Measurement};
use crate::quantity::{Number, SquareSum, Sum, billionths, nearest};

/// One sum per another: handling time per contact, expense per resolution, points earned of points applicable.
///
/// The ratio is that of the sums, not the mean of the records' ratios: a record with twice the denominator counts
/// twice. Its standard error takes the records as the sample: with R the ratio and e = of − R·per of a record,
/// √(n/(n−1)·Σe²) / Σper (W. G. Cochran, *Sampling Techniques*, 1977, 6.4). Squares are kept of numerators, of
/// denominators, and of the sums of both, which tells their products.
///
/// ```
/// use service_quality::indicator::{RatioTally, Readout};
///
/// let mut cost = RatioTally::default();
/// cost.record("1250.50".parse()?, 400.into())?;
/// cost.record("749.50".parse()?, 100.into())?;
/// let measured = cost.measure(&Readout::default())?;
/// assert_eq!((measured.value(), measured.n()), (Some(4.into()), 2));
/// assert_eq!(
///     serde_json::to_string(&cost)?,
///     r#"{"n":2,"of":"2000","per":"500","squares":["2125500.5","170000","3445800.5"]}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawRatio")]
pub struct RatioTally {
    n: u64,
    of: Sum,
    per: Sum,
    squares: [SquareSum; 3],
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
        let (of, per) = (of.to_scaled(), per.to_scaled());
        // Two numbers of at most 10^24 units each.
        let squares = [of, per, of.saturating_add(per)].map(SquareSum::of);
        self.merge(&Self { n: 1, of: Sum(of), per: Sum(per), squares })
    }

    /// Adds the records of another tally.
    ///
    /// # Errors
    /// [`TallyError::Full`] as [`RatioTally::record`].
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        let full = TallyError::Full { tally: NAME, part: "a sum of squares", limit: "10^38" };
        let [of, per, both] = self.squares;
        let [more_of, more_per, more_both] = other.squares;
        let plus_square = |left: SquareSum, right| left.checked_add(right).ok_or_else(|| full.clone());
        *self = Self {
            squares: [plus_square(of, more_of)?, plus_square(per, more_per)?, plus_square(both, more_both)?],
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
        let standard_error = self.standard_error().and_then(|error| nearest(error * readout.factor()));
        Ok(Measurement::on_basis(value, self.n, Basis::Ratio { standard_error }))
    }

    /// Absent for fewer than two records.
    fn standard_error(&self) -> Option<f64> {
        let freedom = self.n.checked_sub(1).filter(|freedom| *freedom > 0)?;
        let [of, per, both] = self.squares.map(SquareSum::approximate);
        let ratio = units(self.of) / units(self.per);
        let products = (both - of - per) / 2.0;
        let squares = (of - 2.0 * ratio * products + ratio * ratio * per).max(0.0);
        Some((squares * float(self.n) / float(freedom)).sqrt() / units(self.per))
    }
}

fn units(sum: Sum) -> f64 {
    billionths(sum.0)
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
    squares: [SquareSum; 3],
}

impl TryFrom<RawRatio> for RatioTally {
    type Error = TallyError;

    fn try_from(raw: RawRatio) -> Result<Self, TallyError> {
        check_denominator(raw.per)?;
        check_empty(raw.n, &[raw.of, raw.per], NAME)?;
        if raw.n == 0 && raw.squares != [SquareSum::default(); 3] {
            return Err(TallyError::Unfit {
                tally: NAME,
                part: "squares",
                given: "more than 0".into(),
                allowed: "0 where n is 0".into(),
            });
        }
        Ok(Self { n: raw.n, of: raw.of, per: raw.per, squares: raw.squares })
    }
}
