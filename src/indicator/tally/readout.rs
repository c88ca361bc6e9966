use std::num::NonZeroU32;

use super::TallyError;
use crate::assessment::{AgreementTally, NoAgreement, Panel, PanelTally, ScaleLevel};
use crate::indicator::{Absence, Basis, Measurement};
use crate::quantity::{Number, PLACES, Share, Wide, nearest};
use crate::survey::{Measure, SurveyTally};

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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Readout {
    places: u32,
    min_n: u64,
    times: NonZeroU32,
    per: NonZeroU32,
    quantile: Option<Share>,
    told: Option<Told>,
}

/// What is read of a tally that tells several things.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Told {
    Survey(Measure),
    Panel(Panel),
    Agreement(ScaleLevel),
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
    pub fn scaled(self, times: NonZeroU32, per: NonZeroU32) -> Self {
        Self { times, per, ..self }
    }

    /// The quantile that a quantile tally is read at; without it, the median.
    #[must_use]
    pub fn at_quantile(self, p: Share) -> Self {
        Self { quantile: Some(p), ..self }
    }

    /// What a survey tally is read for.
    #[must_use]
    pub fn of_survey(self, measure: Measure) -> Self {
        Self { told: Some(Told::Survey(measure)), ..self }
    }

    /// The panel that a panel tally is combined by.
    #[must_use]
    pub fn of_panel(self, panel: Panel) -> Self {
        Self { told: Some(Told::Panel(panel)), ..self }
    }

    /// What the ratings of an agreement tally are to each other.
    #[must_use]
    pub fn at_level(self, level: ScaleLevel) -> Self {
        Self { told: Some(Told::Agreement(level)), ..self }
    }

    /// What a survey says: missing where a part of the measure was not answered at all.
    pub(super) fn survey(&self, tally: &SurveyTally) -> Result<Measurement, TallyError> {
        let Some(Told::Survey(measure)) = &self.told else {
            return Err(unread("survey tally", "measure", "`Readout::of_survey`"));
        };
        let (Some(exact), Some(figure)) = (measure.exact(tally)?, measure.figure(tally)?) else {
            return Ok(Measurement::absent(Absence::Missing));
        };
        if let Some(absence) = self.absence(figure.n()) {
            return Ok(Measurement::absent(absence));
        }
        let value = exact
            .rounded(self.times.get(), self.per.get(), self.places)
            .ok_or(TallyError::ValueOutOfRange { tally: "survey tally" })?;
        let basis = Basis::Estimate {
            standard_error: figure.told_error().and_then(nearest),
            effective_n: nearest(figure.effective_n()).unwrap_or_default(),
        };
        Ok(Measurement::on_basis(value, figure.n(), basis))
    }

    /// What a panel says: missing below its least coverage.
    pub(super) fn panel(&self, tally: &PanelTally) -> Result<Measurement, TallyError> {
        let Some(Told::Panel(panel)) = &self.told else {
            return Err(unread("panel tally", "panel", "`Readout::of_panel`"));
        };
        let combined = panel.combine_to(tally, self.places)?;
        let counted = combined.parts.iter().filter(|part| part.weight.is_some());
        let n = counted.map(|part| part.n).fold(0, u64::saturating_add);
        let Some(value) = combined.value else { return Ok(Measurement::absent(Absence::Missing)) };
        Ok(match self.absence(n) {
            Some(absence) => Measurement::absent(absence),
            None => Measurement::on_basis(value, n, Basis::Panel),
        })
    }

    /// How far those who rate agree: missing where no subject was rated twice, or all ratings are the same.
    pub(super) fn agreement(&self, tally: &AgreementTally) -> Result<Measurement, TallyError> {
        let Some(Told::Agreement(level)) = &self.told else {
            return Err(unread("agreement tally", "level", "`Readout::at_level`"));
        };
        if let Some(absence) = self.absence(tally.units()) {
            return Ok(Measurement::absent(absence));
        }
        match tally.alpha_to(*level, self.places) {
            Ok(alpha) => Ok(Measurement::on_basis(alpha, tally.units(), Basis::Agreement)),
            Err(NoAgreement::NoPairs | NoAgreement::NoVariation) => Ok(Measurement::absent(Absence::Missing)),
        }
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

    /// The unit as a float.
    pub(super) fn factor(&self) -> f64 {
        f64::from(self.times.get()) / f64::from(self.per.get())
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

fn unread(tally: &'static str, part: &'static str, allowed: &str) -> TallyError {
    TallyError::Unfit { tally, part, given: "none".into(), allowed: format!("one with {allowed}") }
}

impl Default for Readout {
    /// Six places, nothing suppressed, no other unit, the median.
    fn default() -> Self {
        Self { places: 6, min_n: 0, times: NonZeroU32::MIN, per: NonZeroU32::MIN, quantile: None, told: None }
    }
}
