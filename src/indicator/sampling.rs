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
    /// Of which value it is.
    value: f64,
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
        (error > 0.0).then_some(Shape::Normal { centre, error }.of(centre))
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

    /// The value that it is of, in its unit: that which was measured on the sample there was.
    ///
    /// ```
    /// use service_quality::indicator::Sampling;
    /// let none = Sampling::share(0, 5).ok_or("no trials")?;
    /// assert!(none.value() < 1e-9 && none.mean() > 0.08, "drawn as ½ of 6");
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// Whether it is of this value, but for its rounding: to six digits, or six decimals.
    pub(crate) fn is_of(&self, value: Number) -> bool {
        let value = real(value);
        (self.value - value).abs() <= 1e-6 * value.abs().max(1.0)
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
    /// As the sampling of a value, without ends.
    const fn of(self, value: f64) -> Sampling {
        Sampling { shape: self, value, least: -LARGEST, most: LARGEST }
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
            let value = real(value);
            let normal = Shape::Normal { centre: value, error }.of(value);
            (error > 0.0).then(|| normal.within(self))
        });
        Ok(normal)
    }

    /// How a measured value of it may have come out on another sample, as far as the measurement tells: for quantiles
    /// the tally is needed. Absent for a measurement on another basis than its formula has, which would be in another
    /// unit.
    #[must_use]
    pub fn sampling_of(&self, measured: &Measurement) -> Option<Sampling> {
        let sampling = self.drawn_from(measured)?;
        // What the indicator rounded is still the value.
        let value = real(measured.value()?);
        let half = libm::exp10(-f64::from(self.places())) / 2.0;
        let rounded = (sampling.value - value).abs() <= half * (1.0 + 1e-6);
        Some(if rounded { Sampling { value, ..sampling } } else { sampling }.within(self))
    }

    fn drawn_from(&self, measured: &Measurement) -> Option<Sampling> {
        let basis = measured.basis().filter(|basis| self.formula().measures_on(*basis))?;
        let n = float(measured.n());
        let value = real(measured.value()?);
        let (times, per) = self.scale();
        let factor = f64::from(times.get()) / f64::from(per.get());
        Some(match basis {
            Basis::Share { k } => beta(float(k), float(measured.n().checked_sub(k)?), factor),
            Basis::Mean { deviation } => student(value, real(deviation?) / n.sqrt(), n)?,
            Basis::Rate { count, exposure } => {
                let (count, factor) = (float(count), factor / real(exposure));
                Shape::Gamma { count: count.max(0.5), factor }.of(factor * count)
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
        })
    }
}

fn beta(hits: f64, misses: f64, factor: f64) -> Sampling {
    // Weighted answers may come near none or all.
    let prior = if hits.min(misses) < 0.5 { 0.5 } else { 0.0 };
    let value = factor * hits / (hits + misses);
    Shape::Beta { hits: hits + prior, misses: misses + prior, factor }.of(value)
}

/// Absent for an n below 2, but for rounding.
fn student(centre: f64, error: f64, n: f64) -> Option<Sampling> {
    (n > 2.0 - 1e-8 && error > 0.0).then_some(Shape::Student { centre, error, freedom: n - 1.0 }.of(centre))
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
            r#"{"value":"4","n":9,"basis":"total"}"#,
            r#"{"value":"4","n":9,"basis":{"ratio":{"standard_error":"0.5"}}}"#,
        ] {
            assert_eq!(reopened.sampling_of(&measurement(none)), None, "{none}");
        }
        let mean = percent(r#"{"mean": {"quantity": {"fact": "quality"}}}"#);
        for none in [
            r#"{"value":"4","n":1,"basis":{"mean":{}}}"#,
            r#"{"value":"4","n":9,"basis":{"mean":{"deviation":"0"}}}"#,
        ] {
            assert_eq!(mean.sampling_of(&measurement(none)), None, "{none}");
        }
        assert_eq!((Sampling::share(1, 0), Sampling::share(2, 1)), (None, None));
        assert_eq!(Sampling::mean_of(4.into(), 1.into(), 1), None);
    }

    fn percent(formula: &str) -> Indicator {
        let text = format!(
            r#"{{"id": "own", "name": {{"en": "Own"}}, "dimension": "accuracy", "unit": "percent", "formula": {formula},
                "direction": "higher"}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_basis_that_is_not_of_the_formula_has_no_sampling() {
        let of_hundred = measurement(r#"{"value":"90","n":100,"basis":{"share":{"k":90}}}"#);
        let of_a_share = built_in("reopen_rate").unwrap().sampling_of(&of_hundred).unwrap();
        assert!((of_a_share.mean() - 90.0).abs() < 1e-9);
        for formula in [r#"{"mean": {"quantity": {"fact": "quality"}}}"#, r#""external""#] {
            assert_eq!(
                percent(formula).sampling_of(&of_hundred),
                None,
                "{formula}: a share of 0.9, not of 90"
            );
        }
    }

    #[test]
    fn a_sampling_knows_its_value_through_rounding() {
        let reopened = built_in("reopen_rate").unwrap();
        let counted = IndicatorTally::new(
            "reopen_rate".parse().unwrap(),
            crate::indicator::ShareTally::new(1, 3).unwrap().into(),
        );
        let measured = reopened.measure(&counted).unwrap().value().unwrap();
        assert!(reopened.sampling(&counted).unwrap().unwrap().is_of(measured), "{measured} of 1 of 3");
        let none = Sampling::share(0, 5).unwrap();
        assert!(none.is_of(0.into()) && !none.is_of("0.0001".parse().unwrap()));
        let other = measurement(r#"{"value":"50","n":100,"basis":{"share":{"k":1}}}"#);
        assert!(!reopened.sampling_of(&other).unwrap().is_of(50.into()), "1 of 100");
    }

    #[test]
    fn draws_end_where_the_unit_does() {
        let mean = percent(r#"{"mean": {"quantity": {"fact": "quality"}}}"#);
        let mean =
            mean.sampling_of(&measurement(r#"{"value":"99","n":2,"basis":{"mean":{"deviation":"5"}}}"#));
        let mut stream = Generator::of(1, "reopen_rate");
        let draws: Vec<Number> = (0..200).map(|_| mean.unwrap().draw(&mut stream)).collect();
        assert!(draws.contains(&100.into()) && draws.iter().all(|draw| *draw <= 100.into()));
        let mut stream = Generator::of(1, "wide");
        let wide = Sampling::normal("1e15".parse().unwrap(), "1e15".parse().unwrap()).unwrap();
        assert!((0..50).any(|_| wide.draw(&mut stream) > "999999999999999.9".parse().unwrap()));
    }
}
