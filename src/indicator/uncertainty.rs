use std::fmt;

use serde::Serialize;

use super::{Basis, Formula, Indicator, IndicatorTally, Measurement, QuantileTally, Tally, TallyError};
use crate::analysis::distribution::{float, two_sided_quantile};
use crate::analysis::{Interval, mean, proportion, rate};
use crate::quantity::{Number, Share};

/// How surely a value was measured: beside the value, never inside it.
///
/// | value | standard error | interval |
/// | --- | --- | --- |
/// | a share, k of n | √(p(1−p)/n) | Wilson's score interval |
/// | a mean of n | s/√n | Student's t with n − 1 degrees of freedom |
/// | a rate, k per exposure | √k / exposure | exact of Poisson (Garwood 1936) |
/// | a quantile | | order statistics either side, by the normal approximation of the binomial |
/// | a survey's figure | as [`Figure`](crate::survey::Figure) says | as that says |
///
/// Sums and ratios of sums are counts of all there was, not samples: they have none, nor have panels, agreements,
/// derived values and those that the host gave.
///
/// ```
/// use service_quality::indicator::{IndicatorTally, ShareTally, built_in};
///
/// let reopened = built_in("reopen_rate").ok_or("unknown")?;
/// let counted = IndicatorTally::new("reopen_rate".parse()?, ShareTally::new(8, 200)?.into());
/// let sure = reopened.uncertainty(&counted, "0.95".parse()?)?.ok_or("nothing counted")?;
/// assert_eq!(sure.to_string(), "2.0375 to 7.7041 with a confidence of 0.95");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Uncertainty {
    /// The standard error (标准误) of the value, in its unit; absent for a quantile, and for a mean of one.
    pub standard_error: Option<f64>,
    /// With which confidence the interval holds the true value.
    pub confidence: Share,
    /// Between which values the true value lies, in the indicator's unit.
    pub interval: Interval,
}

impl Indicator {
    /// How surely a tally of it measures; absent where it has no value or no interval, and for a confidence of 0 or 1.
    ///
    /// # Errors
    /// As [`Indicator::measure`].
    pub fn uncertainty(
        &self,
        tally: &IndicatorTally,
        confidence: Share,
    ) -> Result<Option<Uncertainty>, TallyError> {
        let measured = self.measure(tally)?;
        if !sound(confidence) || measured.value().is_none() {
            return Ok(None);
        }
        Ok(match (self.formula(), tally.tally()) {
            (Formula::Quantile { p, .. }, Tally::Quantile(cells)) => {
                self.between_ranks(cells, *p, confidence)
            }
            (Formula::Survey { measure, .. }, Tally::Survey(answers)) => {
                measure.figure(answers)?.and_then(|figure| {
                    let interval = figure.interval(confidence)?;
                    Some(Uncertainty { standard_error: figure.told_error(), confidence, interval })
                })
            }
            _ => self.uncertainty_of(&measured, confidence),
        })
    }

    /// The order statistics between which a quantile lies: Hahn and Meeker, *Statistical Intervals* (1991), section 5.2.
    fn between_ranks(&self, cells: &QuantileTally, p: Share, confidence: Share) -> Option<Uncertainty> {
        let (n, p) = (float(cells.n()), proportion::ratio(p));
        let reach = two_sided_quantile(confidence) * (n * p * (1.0 - p)).sqrt();
        let low = rank((n * p - reach).floor().max(1.0));
        let high = rank((n * p + reach).ceil() + 1.0).min(cells.n());
        let at = |rank| cells.at_rank(rank).map(|value| float(value) * self.factor());
        let interval = Interval::new(at(low)?, at(high)?);
        Some(Uncertainty { standard_error: None, confidence, interval })
    }

    /// How surely a measurement of it was made, as far as the measurement tells. For quantiles the tally is needed; a
    /// survey's interval stands about the value as it was rounded, where the tally's stands about the exact one.
    #[must_use]
    pub fn uncertainty_of(&self, measured: &Measurement, confidence: Share) -> Option<Uncertainty> {
        if !sound(confidence) {
            return None;
        }
        let n = measured.n();
        let value = number(measured.value()?);
        let factor = self.factor();
        let (standard_error, interval) = match measured.basis()? {
            Basis::Share { k } => {
                let p = float(k) / float(n);
                let interval = proportion::wilson(k, n, confidence)?;
                (Some(factor * (p * (1.0 - p) / float(n)).sqrt()), interval.scaled(factor))
            }
            Basis::Mean { deviation } => {
                let deviation = number(deviation?);
                (Some(deviation / float(n).sqrt()), mean::interval(value, deviation, n, confidence)?)
            }
            Basis::Rate { count, exposure } => {
                let exposure = number(exposure);
                let interval = rate::interval(count, exposure, confidence)?;
                (Some(factor * float(count).sqrt() / exposure), interval.scaled(factor))
            }
            Basis::Estimate { standard_error, effective_n } => {
                let Formula::Survey { measure, .. } = self.formula() else { return None };
                let error = standard_error.map(number);
                (error, measure.interval(value, error, (n, number(effective_n)), confidence)?)
            }
            Basis::Quantile { .. } | Basis::Total | Basis::Ratio | Basis::Panel | Basis::Agreement => {
                return None;
            }
        };
        Some(Uncertainty { standard_error, confidence, interval })
    }

    /// What a value in base units is multiplied by.
    fn factor(&self) -> f64 {
        let (times, per) = self.scale();
        f64::from(times.get()) / f64::from(per.get())
    }
}

fn sound(confidence: Share) -> bool {
    confidence != Share::ZERO && confidence != Share::ONE
}

/// A number as the nearest float, by way of its text: rounded once.
fn number(number: Number) -> f64 {
    number.to_string().parse().unwrap_or(f64::NAN)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number from 1, which a float beyond 2^64 saturates"
)]
fn rank(rank: f64) -> u64 {
    rank as u64
}

impl fmt::Display for Uncertainty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} with a confidence of {}", self.interval, self.confidence)
    }
}
