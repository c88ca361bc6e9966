use serde::Serialize;

use crate::analysis::distribution::{float, student_quantile};
use crate::analysis::regression::{Fit, r_squared};
use crate::analysis::series::{check, out_of_range, varied};
use crate::analysis::values::inner;
use crate::analysis::wording::{figure, moved, sentences, significance, with_interval};
use crate::analysis::{Interval, PValue, Undefined};
use crate::quantity::Share;

/// A trend, and by how much its level and its slope changed at a known moment (间断时间序列).
///
/// Least squares on 1, t, "after" and the steps since the change: Wagner and others, *Segmented regression analysis of
/// interrupted time series studies* (2002). Neighbours in a series are autocorrelated; so the words use the errors of
/// Newey and West (1987), with Student's distribution of n − 4 degrees of freedom.
///
/// ```
/// use service_quality::analysis::intervention::InterruptedSeries;
///
/// let values = [1.0, 2.1, 2.9, 4.0, 9.1, 10.9, 13.0, 15.1];
/// let found = InterruptedSeries::fit(&values, 4, 1, "0.95".parse()?)?;
/// assert!((found.slope().estimate - 0.98).abs() < 1e-9);
/// assert!((found.level_change().estimate - 4.06).abs() < 1e-9);
/// assert!((found.slope_change().estimate - 1.03).abs() < 1e-9);
/// assert!((found.counterfactual(7) - 7.89).abs() < 1e-9 && (found.effect(7) - 7.15).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InterruptedSeries {
    n: usize,
    start: usize,
    lags: usize,
    confidence: Share,
    coefficients: [Coefficient; 4],
    variance: f64,
    method: &'static str,
    r_squared: f64,
}

/// One coefficient of a fit, with its errors.
///
/// ```
/// use service_quality::analysis::intervention::InterruptedSeries;
///
/// let values = [1.0, 2.1, 2.9, 4.0, 9.1, 10.9, 13.0, 15.1];
/// let change = InterruptedSeries::fit(&values, 4, 1, "0.95".parse()?)?.level_change();
/// assert!(change.p_value()?.two_sided() < 1e-4 && change.robust_p_value()?.two_sided() < 1e-4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coefficient {
    /// The estimate.
    pub estimate: f64,
    /// For errors that are independent and alike.
    pub standard_error: f64,
    /// For errors that are autocorrelated over the given lags.
    pub robust_error: f64,
    /// Of Student's distribution.
    pub freedom: f64,
}

impl InterruptedSeries {
    /// Of values at even steps, of which the one at `start`, counted from 0, is the first after the change; errors are
    /// autocorrelated over so many lags, such as [`lags_for`](Self::lags_for) their number. Each lag costs as much as
    /// the fit.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] below 5 values; [`Undefined::Constant`] where all are equal; [`Undefined::OutOfRange`] for
    /// fewer than two values on either side, as many lags as values, values beyond 10¹⁰⁰, and a confidence of 0 or 1;
    /// [`Undefined::NotFinite`].
    pub fn fit(values: &[f64], start: usize, lags: usize, confidence: Share) -> Result<Self, Undefined> {
        inner("confidence", confidence)?;
        let n = values.len();
        check("values", values, 5)?;
        varied("values", values)?;
        if start < 2 || start > n - 2 {
            return Err(out_of_range("start", &start, "one with two values on either side"));
        }
        if lags >= n {
            return Err(out_of_range("number of lags", &lags, "fewer than there are values"));
        }
        let times: Vec<f64> = (0..n).map(|time| float(time as u64)).collect();
        let after = |value: &dyn Fn(f64) -> f64| -> Vec<f64> {
            let since = times.iter().map(|time| time - float(start as u64));
            since.map(|since| if since >= 0.0 { value(since) } else { 0.0 }).collect()
        };
        let columns = [vec![1.0; n], times.clone(), after(&|_| 1.0), after(&|since| since)];
        let fit = Fit::new(&columns, values)?;
        let (errors, robust) = (fit.standard_errors(), fit.newey_west(lags));
        let freedom = fit.freedom();
        let mut found = fit.coefficients().iter().zip(errors).zip(robust).map(
            |((estimate, standard_error), robust_error)| Coefficient {
                estimate: *estimate,
                standard_error,
                robust_error,
                freedom,
            },
        );
        let mut next = || found.next().ok_or(Undefined::TooFew { what: "coefficients", given: 0, needed: 4 });
        let coefficients = [next()?, next()?, next()?, next()?];
        let (variance, r_squared) = (fit.variance(), r_squared(&fit, values)?);
        let method = "segmented regression, errors of Newey and West";
        Ok(Self { n, start, lags, confidence, coefficients, variance, method, r_squared })
    }

    /// The number of lags by the rule of thumb of Newey and West (1994): 4·(n/100)^(2/9), rounded down.
    #[must_use]
    pub fn lags_for(n: usize) -> usize {
        let lags = 4.0 * libm::pow(float(n as u64) / 100.0, 2.0 / 9.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to some 10^5")]
        let lags = lags as usize;
        lags.min(n.saturating_sub(1))
    }

    /// How many values.
    #[must_use]
    pub const fn n(&self) -> usize {
        self.n
    }

    /// Which value is the first after the change, from 0.
    #[must_use]
    pub const fn start(&self) -> usize {
        self.start
    }

    /// Over how many steps errors are autocorrelated.
    #[must_use]
    pub const fn lags(&self) -> usize {
        self.lags
    }

    /// Level at the first value, slope a step, change of level, change of slope.
    #[must_use]
    pub const fn coefficients(&self) -> &[Coefficient; 4] {
        &self.coefficients
    }

    /// The level at the first value.
    #[must_use]
    pub const fn level(&self) -> Coefficient {
        let [level, ..] = self.coefficients;
        level
    }

    /// How much the series moves a step before the change.
    #[must_use]
    pub const fn slope(&self) -> Coefficient {
        let [_, slope, ..] = self.coefficients;
        slope
    }

    /// By how much the level jumps at the change.
    #[must_use]
    pub const fn level_change(&self) -> Coefficient {
        let [_, _, level, _] = self.coefficients;
        level
    }

    /// By how much the slope differs after the change.
    #[must_use]
    pub const fn slope_change(&self) -> Coefficient {
        let [.., slope] = self.coefficients;
        slope
    }

    /// The variance of the errors, with divisor n − 4.
    #[must_use]
    pub const fn variance(&self) -> f64 {
        self.variance
    }

    /// The share of the variance that the fit explains.
    #[must_use]
    pub const fn r_squared(&self) -> f64 {
        self.r_squared
    }

    /// How it is fitted.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// Where the earlier trend leads at a step, counted from 0 (反事实).
    #[must_use]
    pub fn counterfactual(&self, step: u32) -> f64 {
        self.level().estimate + self.slope().estimate * f64::from(step)
    }

    /// How far the fit stands from where the earlier trend leads; before the change 0.
    #[must_use]
    pub fn effect(&self, step: u32) -> f64 {
        let since = f64::from(step) - float(self.start as u64);
        if since < 0.0 {
            return 0.0;
        }
        self.level_change().estimate + self.slope_change().estimate * since
    }

    /// The finding in words, with a caution where the series is short.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let level = self.level_change();
        let verb = match level.estimate {
            change if change < 0.0 => "fell",
            change if change > 0.0 => "rose",
            _ => "did not change",
        };
        let interval = with_interval(level.estimate, level.interval(self.confidence), self.confidence);
        let first = format!(
            "At value {} the level {verb}, a change of {interval}{}",
            self.start.saturating_add(1),
            self.verdict(level)
        );
        let (slope, change) = (self.slope().estimate, self.slope_change());
        let second = if change.estimate.abs() > 0.0 {
            let slopes = moved("The slope", slope, slope + change.estimate);
            format!("{slopes} a step, a change of {}{}", figure(change.estimate), self.verdict(change))
        } else {
            format!("The slope of {} a step did not change", figure(slope))
        };
        let how = format!("By {} over {} lags", self.method, self.lags);
        let effect = self.effect(u32::try_from(self.n.saturating_sub(1)).unwrap_or(u32::MAX));
        let side = if effect < 0.0 { "below" } else { "above" };
        let third = format!(
            "At the end the series stands {} {side} where the earlier trend leads",
            figure(effect.abs())
        );
        let short = self.start.min(self.n - self.start) < 8;
        let caution =
            short.then(|| "Fewer than 8 values on a side: such short trends are imprecise".to_owned());
        sentences([Some(first), Some(second), Some(third), Some(how), caution])
    }

    fn verdict(&self, coefficient: Coefficient) -> String {
        match coefficient.robust_p_value() {
            Err(_) => ", with no residual error".to_owned(),
            Ok(p) => format!(", {}", significance(p.two_sided(), self.confidence)),
        }
    }
}

impl Coefficient {
    /// The estimate in standard errors.
    ///
    /// # Errors
    /// [`Undefined::Constant`] where the fit leaves nothing, so that there is no error.
    pub fn t(&self) -> Result<f64, Undefined> {
        over(self.estimate, self.standard_error)
    }

    /// How probable an estimate as far from 0 is where the true one is 0, for errors that are independent and alike.
    ///
    /// # Errors
    /// Those of [`t`](Self::t).
    pub fn p_value(&self) -> Result<PValue, Undefined> {
        Ok(PValue::student(self.t()?, self.freedom))
    }

    /// The same for errors that are autocorrelated.
    ///
    /// # Errors
    /// Those of [`t`](Self::t).
    pub fn robust_p_value(&self) -> Result<PValue, Undefined> {
        Ok(PValue::student(over(self.estimate, self.robust_error)?, self.freedom))
    }

    /// Where the true value lies, by the robust error.
    pub(crate) fn interval(&self, confidence: Share) -> Interval {
        let reach = student_quantile(confidence, self.freedom) * self.robust_error;
        Interval::new(self.estimate - reach, self.estimate + reach)
    }
}

fn over(estimate: f64, error: f64) -> Result<f64, Undefined> {
    let t = estimate / error;
    if error > 0.0 && t.is_finite() { Ok(t) } else { Err(Undefined::Constant { what: "residuals" }) }
}
