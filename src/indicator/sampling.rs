use super::{Basis, Formula, Indicator, IndicatorTally, Measurement, Tally, TallyError};
use crate::analysis::distribution::float;
use crate::analysis::generator::Generator;
use crate::quantity::{Number, PLACES, Share, billionths};

/// How an indicator's value may have come out on another sample of the same service (抽样分布): what
/// [draws](crate::score::Model::certainty) are taken from.
///
/// | value | drawn from |
/// | --- | --- |
/// | a share, k of n | beta of k and n − k; of 0 or all n, beta of k + ½ and n − k + ½ |
/// | a mean of n, points or items of n checklists | value + standard error · Student's t with n − 1 degrees of freedom |
/// | a rate, k per exposure | gamma of k, of no events ½, over the exposure |
/// | a survey's share | as a share, of the effective n |
/// | another survey figure | value + standard error · Student's t with effective n − 1 degrees of freedom |
/// | a quantile | normal, its error the 95 % interval between order statistics over 2 · 1.96 |
///
/// A share is drawn about itself (Haldane, *A note on inverse probability*, 1932), since the ½ of Jeffreys' prior, which
/// pulls every share inward, adds up over the indicators of a total: with 30 shares of 0.9 of 100 each, intervals of a
/// confidence of 0.95 held the true total in 94 of 100 trials, with Jeffreys' prior in 90, with 30 of each in 93 and 80.
/// None and all have no spread of their own; there the prior stands in, and a total of many such shares is drawn too low
/// or too high. Woodruff, *Confidence intervals for
/// medians and other position measures* (1952).
///
/// Draws end where the unit does. What has no [uncertainty](super::Uncertainty) has no sampling: what was counted in
/// full, figures of the host that come without an error, means of one, and means whose records are all alike, which
/// tells nothing of others.
///
/// ```
/// use service_quality::indicator::{IndicatorTally, ShareTally, built_in};
///
/// let reopened = built_in("reopen_rate").ok_or("unknown")?;
/// let counted = IndicatorTally::new("reopen_rate".parse()?, ShareTally::new(8, 200)?.into());
/// let sampling = reopened.sampling(&counted)?.ok_or("nothing counted")?;
/// assert!((sampling.mean() - 4.0).abs() < 1e-9);
/// assert!((sampling.standard_error() - 1.3822).abs() < 1e-4, "√(0.04 · 0.96 / 201), in percent");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling {
    shape: Shape,
    /// Between which values the unit lies.
    least: f64,
    most: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    /// A share, read in a unit of so many.
    Beta {
        hits: f64,
        misses: f64,
        factor: f64,
    },
    /// A count, read in a unit of so many.
    Gamma {
        count: f64,
        factor: f64,
    },
    Student {
        centre: f64,
        error: f64,
        freedom: f64,
    },
    Normal {
        centre: f64,
        error: f64,
    },
}

/// No number is further from 0.
const LARGEST: f64 = 1e15;
/// The z that a standard normal variable stays within with a probability of 0.95.
const Z95: f64 = 1.959_963_984_540_054;

impl Sampling {
    /// Of a value with a standard error that the host knows: normal. Absent without an error above 0.
    ///
    /// ```
    /// use service_quality::indicator::Sampling;
    /// assert!(Sampling::normal("82.5".parse()?, "1.5".parse()?).is_some());
    /// assert_eq!(Sampling::normal("82.5".parse()?, 0.into()), None);
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    #[must_use]
    pub fn normal(value: Number, standard_error: Number) -> Option<Self> {
        let (centre, error) = (real(value), real(standard_error));
        (error > 0.0).then_some(Shape::Normal { centre, error }.unbounded())
    }

    /// Of a mean of n with its standard error s/√n: Student's t. Absent for fewer than two, and without an error
    /// above 0.
    #[must_use]
    pub fn mean_of(value: Number, standard_error: Number, n: u64) -> Option<Self> {
        student(real(value), real(standard_error), float(n))
    }

    /// Of a share of k of n, as a value between 0 and 1; absent for no trials and for more hits than trials.
    #[must_use]
    pub fn share(k: u64, n: u64) -> Option<Self> {
        let misses = n.checked_sub(k).filter(|_| n > 0)?;
        Some(beta(float(k), float(misses), 1.0))
    }

    /// The mean of what is drawn, before the unit ends it: the value, but for shares of none and
    /// all and rates of no events.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self.shape {
            Shape::Beta { hits, misses, factor } => factor * hits / (hits + misses),
            Shape::Gamma { count, factor } => factor * count,
            Shape::Student { centre, .. } | Shape::Normal { centre, .. } => centre,
        }
    }

    /// The standard error; of shares and rates the standard deviation of the distribution.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        match self.shape {
            Shape::Beta { hits, misses, factor } => {
                let sum = hits + misses;
                factor * (hits * misses / (sum + 1.0)).sqrt() / sum
            }
            Shape::Gamma { count, factor } => factor * count.sqrt(),
            Shape::Student { error, .. } | Shape::Normal { error, .. } => error,
        }
    }

    /// The next draw of a stream, rounded to 9 places.
    pub(crate) fn draw(&self, stream: &mut Generator) -> Number {
        let drawn = match self.shape {
            Shape::Beta { hits, misses, factor } => factor * stream.beta(hits, misses),
            Shape::Gamma { count, factor } => factor * stream.gamma(count),
            Shape::Student { centre, error, freedom } => centre + error * stream.student(freedom),
            Shape::Normal { centre, error } => centre + error * stream.normal(),
        };
        number(drawn.clamp(self.least, self.most))
    }

    /// The same within the values that a unit has.
    fn within(self, indicator: &Indicator) -> Self {
        match indicator.unit().range() {
            Some((_, least, most)) => Self { least: real(least), most: real(most), ..self },
            None => self,
        }
    }
}

impl Shape {
    const fn unbounded(self) -> Sampling {
        Sampling { shape: self, least: -LARGEST, most: LARGEST }
    }
}

impl Indicator {
    /// How the value of a tally of it may have come out on another sample; absent where it has no value or no known
    /// error.
    ///
    /// # Errors
    /// As [`Indicator::measure`].
    pub fn sampling(&self, tally: &IndicatorTally) -> Result<Option<Sampling>, TallyError> {
        let measured = self.measure(tally)?;
        if !matches!(tally.tally(), Tally::Quantile(_)) {
            return Ok(self.sampling_of(&measured));
        }
        let ranks = Share::from_scaled(95, 2).map(|confidence| self.uncertainty(tally, confidence));
        let interval = ranks.transpose()?.flatten().map(|uncertainty| uncertainty.interval);
        let normal = measured.value().zip(interval).and_then(|(value, interval)| {
            let error = (interval.high() - interval.low()) / (2.0 * Z95);
            let normal = Shape::Normal { centre: real(value), error }.unbounded();
            (error > 0.0).then(|| normal.within(self))
        });
        Ok(normal)
    }

    /// How a measured value of it may have come out on another sample, as far as the measurement tells: for quantiles
    /// the tally is needed.
    #[must_use]
    pub fn sampling_of(&self, measured: &Measurement) -> Option<Sampling> {
        let n = float(measured.n());
        let value = real(measured.value()?);
        let (times, per) = self.scale();
        let factor = f64::from(times.get()) / f64::from(per.get());
        let sampling = match measured.basis()? {
            Basis::Share { k } => beta(float(k), float(measured.n().checked_sub(k)?), factor),
            Basis::Mean { deviation } => student(value, real(deviation?) / n.sqrt(), n)?,
            Basis::Rate { count, exposure } => {
                Shape::Gamma { count: float(count).max(0.5), factor: factor / real(exposure) }.unbounded()
            }
            Basis::Estimate { standard_error, effective_n } => {
                let Formula::Survey { measure, .. } = self.formula() else { return None };
                let n = real(effective_n);
                if measure.is_share() {
                    let hits = (value / 100.0).clamp(0.0, 1.0) * n;
                    beta(hits, n - hits, 100.0)
                } else {
                    student(value, real(standard_error?), n)?
                }
            }
            // Forms are a sample of the service; reports are all that there was.
            Basis::Ratio { standard_error } if matches!(self.formula(), Formula::Checklist { .. }) => {
                student(value, real(standard_error?), n)?
            }
            Basis::Quantile { .. } | Basis::Total | Basis::Ratio { .. } | Basis::Panel | Basis::Agreement => {
                return None;
            }
        };
        Some(sampling.within(self))
    }
}

fn beta(hits: f64, misses: f64, factor: f64) -> Sampling {
    // Weighted answers may come near none or all.
    let prior = if hits.min(misses) < 0.5 { 0.5 } else { 0.0 };
    Shape::Beta { hits: hits + prior, misses: misses + prior, factor }.unbounded()
}

/// Absent for an n below 2, but for rounding.
fn student(centre: f64, error: f64, n: f64) -> Option<Sampling> {
    (n > 2.0 - 1e-8 && error > 0.0).then_some(Shape::Student { centre, error, freedom: n - 1.0 }.unbounded())
}

fn real(number: Number) -> f64 {
    billionths(number.to_scaled())
}

/// The nearest number of a float within ±10¹⁵.
#[expect(clippy::cast_possible_truncation, reason = "at most 10^24, and whole")]
fn number(value: f64) -> Number {
    Number::from_scaled((value * 1e9).round() as i128, PLACES).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::built_in;

    fn measurement(json: &str) -> Measurement {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn only_what_was_sampled_has_an_error() {
        let reopened = built_in("reopen_rate").unwrap();
        for none in [
            r#"{"value":"4","n":1}"#,
            r#"{"absent":{"suppressed":{"n":3}}}"#,
            r#"{"value":"4","n":1,"basis":{"mean":{}}}"#,
            r#"{"value":"4","n":9,"basis":{"mean":{"deviation":"0"}}}"#,
            r#"{"value":"4","n":9,"basis":"total"}"#,
            r#"{"value":"4","n":9,"basis":{"ratio":{"standard_error":"0.5"}}}"#,
        ] {
            assert_eq!(reopened.sampling_of(&measurement(none)), None, "{none}");
        }
        assert_eq!((Sampling::share(1, 0), Sampling::share(2, 1)), (None, None));
        assert_eq!(Sampling::mean_of(4.into(), 1.into(), 1), None);
    }

    #[test]
    fn draws_end_where_the_unit_does() {
        let reopened = built_in("reopen_rate").unwrap();
        let mean =
            reopened.sampling_of(&measurement(r#"{"value":"99","n":2,"basis":{"mean":{"deviation":"5"}}}"#));
        let mut stream = Generator::of(1, "reopen_rate");
        let draws: Vec<Number> = (0..200).map(|_| mean.unwrap().draw(&mut stream)).collect();
        assert!(draws.contains(&100.into()) && draws.iter().all(|draw| *draw <= 100.into()));
        let mut stream = Generator::of(1, "wide");
        let wide = Sampling::normal("1e15".parse().unwrap(), "1e15".parse().unwrap()).unwrap();
        assert!((0..50).any(|_| wide.draw(&mut stream) > "999999999999999.9".parse().unwrap()));
    }
}
