use std::num::NonZeroU32;

use super::TallyError;
use crate::indicator::Absence;
use crate::quantity::{Number, PLACES, Share, Wide};

/// How a tally becomes a measurement: rounding, the least number of observations, the unit, the quantile.
///
/// ```
/// use service_quality::indicator::{Absence, Readout, ShareTally};
///
/// let met = ShareTally::new(2, 3)?;
/// let percent = Readout::new(2, 3)?.scaled(100.try_into()?, 1.try_into()?);
/// assert_eq!(met.measure(&percent)?.value(), "66.67".parse().ok());
///
/// let careful = Readout::new(2, 30)?;
/// assert_eq!(met.measure(&careful)?.absence(), Some(Absence::Suppressed { n: 3 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Readout {
    places: u32,
    min_n: u64,
    times: NonZeroU32,
    per: NonZeroU32,
    quantile: Option<Share>,
}

impl Readout {
    /// Rounds to `places` decimals, half away from zero, and tells no value of fewer than `min_n` observations.
    ///
    /// # Errors
    /// [`TallyError::Unfit`] for more than 9 places.
    pub fn new(places: u32, min_n: u64) -> Result<Self, TallyError> {
        if places > PLACES {
            return Err(TallyError::Unfit {
                tally: "readout",
                part: "places",
                given: places.to_string(),
                allowed: "0 to 9".into(),
            });
        }
        Ok(Self { places, min_n, ..Self::default() })
    }

    /// Multiplies the value by `times / per` before it is rounded: 100 / 1 for percent, 1 / 3600 to read seconds
    /// as hours.
    #[must_use]
    pub const fn scaled(self, times: NonZeroU32, per: NonZeroU32) -> Self {
        Self { times, per, ..self }
    }

    /// The quantile that a quantile tally is read at; without it, the median.
    #[must_use]
    pub const fn at_quantile(self, p: Share) -> Self {
        Self { quantile: Some(p), ..self }
    }

    /// Decimal places of the value.
    #[must_use]
    pub const fn places(&self) -> u32 {
        self.places
    }

    /// The least number of observations that a value is told of.
    #[must_use]
    pub const fn min_n(&self) -> u64 {
        self.min_n
    }

    /// The quantile that a quantile tally is read at.
    #[must_use]
    pub fn quantile(&self) -> Share {
        // 0.5 is a share, whatever the constructor checks.
        self.quantile.or_else(|| Share::from_scaled(5, 1)).unwrap_or(Share::ONE)
    }

    /// Why `n` observations give no value, where they give none.
    pub(super) const fn absence(&self, n: u64) -> Option<Absence> {
        if n == 0 {
            Some(Absence::Missing)
        } else if n < self.min_n {
            Some(Absence::Suppressed { n })
        } else {
            None
        }
    }

    /// `±numerator / denominator` in the unit and rounding of the readout; absent outside the range of a number.
    pub(super) fn ratio(&self, negative: bool, numerator: Wide, denominator: Wide) -> Option<Number> {
        self.ratio_to(self.places, negative, numerator, denominator)
    }

    /// As [`Readout::ratio`], to other places.
    pub(super) fn ratio_to(
        &self,
        places: u32,
        negative: bool,
        numerator: Wide,
        denominator: Wide,
    ) -> Option<Number> {
        let shift = 10_u128.checked_pow(places)?;
        let numerator = numerator.checked_mul(u128::from(self.times.get()))?.checked_mul(shift)?;
        let denominator = denominator.checked_mul(u128::from(self.per.get()))?;
        let magnitude = i128::try_from(numerator.rounded_div(denominator)?.to_u128()?).ok()?;
        Number::from_scaled(if negative { -magnitude } else { magnitude }, places)
    }
}

impl Default for Readout {
    /// Six places, nothing suppressed, no other unit, the median.
    fn default() -> Self {
        Self { places: 6, min_n: 0, times: NonZeroU32::MIN, per: NonZeroU32::MIN, quantile: None }
    }
}
