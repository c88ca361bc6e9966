use serde::Serialize;

use crate::analysis::distribution::{float, square, student_quantile};
use crate::analysis::series::check;
use crate::analysis::values::{Moments, inner, is_rounding};
use crate::analysis::wording::{by_chance, figure, sentences, with_interval};
use crate::analysis::{Interval, PValue, Undefined};
use crate::quantity::Share;

/// The values of one group, before and after.
///
/// ```
/// use service_quality::analysis::intervention::Arm;
/// let counter = Arm { before: &[65.8, 72.9, 76.4], after: &[75.5, 74.5, 70.3] };
/// assert_eq!(counter.before.len() + counter.after.len(), 6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arm<'a> {
    /// Its values before the measure.
    pub before: &'a [f64],
    /// Its values after.
    pub after: &'a [f64],
}

/// By how much more a group with a measure moved than one without (双重差分).
///
/// (mean after − mean before) of those treated less the same of the control: the interaction of a regression on treated,
/// after and both. Angrist and Pischke, *Mostly harmless econometrics* (2009), 5.2. It assumes parallel trends (平行趋势): both
/// groups would have moved alike without the measure.
///
/// ```
/// use service_quality::analysis::intervention::{Arm, DifferenceInDifferences};
///
/// let control = Arm { before: &[70.0, 72.0, 71.0], after: &[71.0, 73.0, 72.0] };
/// let treated = Arm { before: &[69.0, 71.0, 70.0], after: &[75.0, 77.0, 76.0] };
/// let found = DifferenceInDifferences::of(control, treated, "0.95".parse()?)?;
/// assert!((found.estimate - 5.0).abs() < 1e-9);
/// assert_eq!(
///     found.interpretation(),
///     "With the measure the mean moved by 6, without it by 1: a difference of 5 (2.34 to 7.66 with a confidence of \
///      0.95); by the t-test of the interaction with one variance in all cells one as large would arise by chance in 3 of \
///      1000 samples if nothing had changed (p = 0.003): significant at 0.05. Assumes parallel trends (平行趋势): both groups \
///      would have moved alike without the measure."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DifferenceInDifferences {
    /// How many values in all.
    pub n: usize,
    /// The means: control before and after, treated before and after.
    pub cell_means: [f64; 4],
    /// By how much more the treated moved.
    pub estimate: f64,
    /// For errors of one variance in all four cells.
    pub standard_error: f64,
    /// For errors whose variance differs: White's with the factor n/(n − 4), HC1.
    pub robust_error: f64,
    /// The estimate in standard errors, of one variance.
    pub t: f64,
    /// Of Student's distribution: n − 4.
    pub freedom: f64,
    /// The test, by the error of one variance.
    pub method: &'static str,
    /// How probable an estimate as far from 0 is where the true one is 0.
    pub p_value: PValue,
    /// With which confidence the interval holds the true difference.
    pub confidence: Share,
    /// Where the true difference lies.
    pub interval: Interval,
}

impl DifferenceInDifferences {
    /// Of two groups, neither of which the order matters in.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] for an empty cell, or without a degree of freedom left; [`Undefined::Constant`] where no cell
    /// varies; [`Undefined::NotFinite`]; [`Undefined::OutOfRange`] for values beyond 10¹⁰⁰ and a confidence of 0 or 1.
    pub fn of(control: Arm<'_>, treated: Arm<'_>, confidence: Share) -> Result<Self, Undefined> {
        inner("confidence", confidence)?;
        let cells = [
            Cell::of("control before", control.before)?,
            Cell::of("control after", control.after)?,
            Cell::of("treated before", treated.before)?,
            Cell::of("treated after", treated.after)?,
        ];
        let n: usize = cells.iter().map(|cell| cell.n).sum();
        let all = float(n as u64);
        let freedom = all - 4.0;
        if freedom < 1.0 {
            return Err(Undefined::TooFew { what: "values", given: 4, needed: 5 });
        }
        let largest = cells.iter().fold(0.0, |most, cell| cell.deviation.max(most));
        if is_rounding(largest, cells.iter().fold(0.0, |most, cell| cell.mean.abs().max(most))) {
            return Err(Undefined::Constant { what: "values of each cell" });
        }
        // Over the largest deviation, so that no square is too small for a float.
        let squares = |cell: &Cell| square(cell.deviation / largest) * (float(cell.n as u64) - 1.0);
        let pooled: f64 = cells.iter().map(squares).sum();
        let each: f64 = cells.iter().map(|cell| float(cell.n as u64).recip()).sum();
        let standard_error = largest * (pooled / freedom * each).sqrt();
        let own: f64 = cells.iter().map(|cell| squares(cell) / square(float(cell.n as u64))).sum();
        let robust_error = largest * (all / freedom * own).sqrt();
        let cell_means = cells.map(|cell| cell.mean);
        let [c0, c1, t0, t1] = cell_means;
        let estimate = (t1 - t0) - (c1 - c0);
        let t = estimate / standard_error;
        let p_value = PValue::student(t, freedom);
        let reach = student_quantile(confidence, freedom) * standard_error;
        let interval = Interval::new(estimate - reach, estimate + reach);
        Ok(Self {
            n,
            cell_means,
            estimate,
            standard_error,
            robust_error,
            t,
            freedom,
            method: "t-test of the interaction with one variance in all cells",
            p_value,
            confidence,
            interval,
        })
    }

    /// The finding in words, with what it stands on.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let [c0, c1, t0, t1] = self.cell_means;
        let found = format!(
            "With the measure the mean moved by {}, without it by {}: a difference of {}; {}",
            figure(t1 - t0),
            figure(c1 - c0),
            with_interval(self.estimate, self.interval, self.confidence),
            by_chance(
                &format!("by the {} one as large", self.method),
                self.p_value.two_sided(),
                self.confidence
            )
        );
        let caution =
            "Assumes parallel trends (平行趋势): both groups would have moved alike without the measure"
                .to_owned();
        sentences([Some(found), Some(caution)])
    }
}

/// One group at one time.
#[derive(Clone, Copy)]
struct Cell {
    n: usize,
    mean: f64,
    deviation: f64,
}

impl Cell {
    fn of(what: &'static str, values: &[f64]) -> Result<Self, Undefined> {
        if let [mean] = values {
            check(what, values, 1)?;
            return Ok(Self { n: 1, mean: *mean, deviation: 0.0 });
        }
        if values.is_empty() {
            return Err(Undefined::TooFew { what, given: 0, needed: 1 });
        }
        let Moments { n, mean, deviation } = Moments::of(what, values)?;
        Ok(Self { n, mean, deviation })
    }
}
