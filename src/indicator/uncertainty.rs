use std::fmt;

use serde::Serialize;

use super::{Basis, Formula, Indicator, IndicatorTally, Measurement, QuantileTally, Tally, TallyError};
use crate::analysis::distribution::{binomial_probability, float, outside};
use crate::analysis::{Interval, mean, proportion, rate};
use crate::quantity::{Number, Share};

/// How surely a value was measured: beside the value, never inside it.
///
/// | value | standard error | interval |
/// | --- | --- | --- |
/// | a share, k of n | √(p(1−p)/n) | Wilson's score interval |
/// | a mean of n | s/√n | Student's t with n − 1 degrees of freedom |
/// | a rate, k per exposure | √k / exposure | exact of Poisson (Garwood 1936) |
/// | a quantile | | order statistics either side, by the binomial distribution |
/// | points or items of checklists | that of a ratio over forms | Student's t with n − 1 degrees of freedom |
/// | a survey's figure | as [`Figure`](crate::survey::Figure) says | as that says; none of nets and means of an effective n below 2, or all alike |
///
/// Intervals end where the unit does: at 0 and 100 percent, at −100 and 100 points.
///
/// Reported sums and their ratios tell of all there was, not of a sample: they have none, nor have panels, agreements,
/// derived values and those that the host gave. A share takes its trials as independent, which several promises of one
/// ticket are not quite.
///
/// ```
/// use service_quality::indicator::{IndicatorTally, ShareTally, built_in};
///
/// let reopened = built_in("reopen_rate").ok_or("unknown")?;
/// let counted = IndicatorTally::new("reopen_rate".parse()?, ShareTally::new(8, 200)?.into());
/// let sure = reopened.uncertainty(&counted, "0.95".parse()?)?.ok_or("nothing counted")?;
/// assert_eq!(sure.to_string(), "2.0406 to 7.6932 with a confidence of 0.95");
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
                    self.told(figure.told_error(), confidence, figure.told_interval(confidence)?)
                })
            }
            _ => self.uncertainty_of(&measured, confidence),
        })
    }

    /// The order statistics between which a quantile lies, by the binomial distribution: Hahn and Meeker, *Statistical
    /// Intervals* (1991), 5.2. Absent where so few observations hold it with less than the confidence, as they always do
    /// the least and the greatest value.
    fn between_ranks(&self, cells: &QuantileTally, p: Share, confidence: Share) -> Option<Uncertainty> {
        let (low, high) = quantile_ranks(cells.n(), proportion::ratio(p), outside(confidence) / 2.0)?;
        let at = |rank| cells.at_rank(rank).map(|value| float(value) * self.factor());
        let interval = Interval::new(at(low)?, at(high)?);
        Some(Uncertainty { standard_error: None, confidence, interval })
    }

    /// How surely a measurement of it was made, as far as the measurement tells; absent for a measurement on another
    /// basis than its formula has. For quantiles the tally is needed; a
    /// survey's interval stands about the value as it was rounded, where the tally's stands about the exact one.
    #[must_use]
    pub fn uncertainty_of(&self, measured: &Measurement, confidence: Share) -> Option<Uncertainty> {
        if !sound(confidence) {
            return None;
        }
        let basis = measured.basis().filter(|basis| self.formula().measures_on(*basis))?;
        let n = measured.n();
        let value = number(measured.value()?);
        let factor = self.factor();
        let (standard_error, interval) = match basis {
            Basis::Share { k } => {
                let p = float(k) / float(n);
                let interval = proportion::wilson(k, n, confidence).ok()?;
                (Some(factor * (p * (1.0 - p) / float(n)).sqrt()), interval.scaled(factor))
            }
            Basis::Mean { deviation } => {
                let deviation = number(deviation?);
                (Some(deviation / float(n).sqrt()), mean::interval(value, deviation, n, confidence).ok()?)
            }
            Basis::Rate { count, exposure } => {
                let exposure = number(exposure);
                let interval = rate::interval(count, exposure, confidence, rate::Method::Exact).ok()?;
                (Some(factor * float(count).sqrt() / exposure), interval.scaled(factor))
            }
            Basis::Estimate { standard_error, effective_n } => {
                let Formula::Survey { measure, .. } = self.formula() else { return None };
                let error = standard_error.map(number);
                (error, measure.interval(value, error, number(effective_n), confidence)?)
            }
            // Forms are a sample of the service; reports are all that there was.
            Basis::Ratio { standard_error } if matches!(self.formula(), Formula::Checklist { .. }) => {
                let error = number(standard_error?);
                (Some(error), mean::interval(value, error * float(n).sqrt(), n, confidence).ok()?)
            }
            Basis::Quantile { .. } | Basis::Total | Basis::Ratio { .. } | Basis::Panel | Basis::Agreement => {
                return None;
            }
        };
        self.told(standard_error, confidence, interval)
    }

    /// An interval ends where its unit does; none is told that is no interval.
    fn told(
        &self,
        standard_error: Option<f64>,
        confidence: Share,
        interval: Interval,
    ) -> Option<Uncertainty> {
        let (low, high) = (interval.low(), interval.high());
        if !low.is_finite() || !high.is_finite() {
            return None;
        }
        let interval = match self.unit().range() {
            Some((_, least, most)) => Interval::new(low.max(number(least)), high.min(number(most))),
            None => interval,
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

/// The greatest rank below, and the least above, a quantile of n observations that lie beyond it with at most this
/// probability each.
fn quantile_ranks(n: u64, p: f64, tail: f64) -> Option<(u64, u64)> {
    // The first number of hits, of n or one more, from which on something holds.
    let first = |holds: &dyn Fn(u64) -> bool| {
        let (mut low, mut high) = (0, n.checked_add(1)?);
        while low < high {
            let middle = low.midpoint(high);
            if holds(middle) { high = middle } else { low = middle.checked_add(1)? }
        }
        Some(low)
    };
    // The l-th observation lies above the quantile where fewer than l lie below it.
    let low = first(&|below| binomial_probability(below, n, p) > tail)?;
    let high = first(&|below| binomial_probability(below, n, p) >= 1.0 - tail)?.checked_add(1)?;
    (low >= 1 && high <= n).then_some((low, high))
}

impl fmt::Display for Uncertainty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} with a confidence of {}", self.interval, self.confidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_hold_the_quantile_with_the_confidence_or_are_not_told() {
        let mut told = 0;
        for n in 1..=80_u64 {
            for p in [0.1_f64, 0.25, 0.5, 0.9, 0.95] {
                // Summed from the binomial coefficients: P(low ≤ hits < high).
                let mut term = (1.0 - p).powf(float(n));
                let mut coverage = [0.0; 82];
                for hits in 0..=n {
                    coverage[usize::try_from(hits).unwrap()] = term;
                    term *= float(n - hits) / (float(hits) + 1.0) * p / (1.0 - p);
                }
                if let Some((low, high)) = quantile_ranks(n, p, 0.025) {
                    told += 1;
                    let (low, high) = (usize::try_from(low).unwrap(), usize::try_from(high).unwrap());
                    let held: f64 = coverage[low..high].iter().sum();
                    assert!(held >= 0.95 - 1e-9, "{n} {p}: {held}");
                    let narrower: f64 =
                        coverage[low + 1..high].iter().sum::<f64>().max(coverage[low..high - 1].iter().sum());
                    let tails = [coverage[..=low].iter().sum::<f64>(), coverage[high - 1..].iter().sum()];
                    assert!(
                        narrower < 0.95 || tails.iter().all(|tail| *tail > 0.025),
                        "{n} {p}: wider than need be"
                    );
                }
            }
        }
        assert!(told > 200, "{told}");
        assert_eq!(
            quantile_ranks(5, 0.5, 0.025),
            None,
            "even the least and the greatest of five hold it with 0.9375"
        );
        assert_eq!(quantile_ranks(6, 0.5, 0.025), Some((1, 6)));
        assert_eq!((quantile_ranks(50, 1.0, 0.025), quantile_ranks(50, 0.0, 0.025)), (None, None));
    }
}
