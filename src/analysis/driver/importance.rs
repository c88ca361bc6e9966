use std::fmt;

use serde::Serialize;

use super::share::{explained, shapley};
use super::symmetric::{Matrix, Spectrum};
use crate::analysis::Undefined;
use crate::analysis::distribution::{float, incomplete_beta};
use crate::analysis::series::{Deviations, as_much, check, kept, mean, out_of_range, product, varied};
use crate::analysis::wording::{counted, percent, sentences};
use crate::indicator::Direction;
use crate::quantity::{Share, excerpt};

/// All 2^k sets of k drivers are looked at.
const MOST: usize = 20;

/// With fewer rows a driver than this the shares hang on single rows.
const ENOUGH: usize = 10;

/// Correlations among drivers of which one direction varies less than this, of 1, cannot be parted.
const LEAST: f64 = 1e-10;

/// A figure that may move the outcome.
///
/// ```
/// use service_quality::analysis::driver::Driver;
/// let speed = Driver::new("speed", &[4.0, 5.0, 2.0]);
/// assert_eq!(speed.name, "speed");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Driver<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value in each row: for each respondent, ticket or month.
    pub values: &'a [f64],
    /// Whether more of it is better: for its quadrant alone, the shares do not depend on it.
    pub direction: Direction,
}

impl<'a> Driver<'a> {
    /// A driver with a value for each row, of which more is better.
    #[must_use]
    pub const fn new(name: &'a str, values: &'a [f64]) -> Self {
        Self { name, values, direction: Direction::Higher }
    }

    /// The same, of which less is better: a wait, an effort.
    #[must_use]
    pub const fn lower_is_better(self) -> Self {
        Self { direction: Direction::Lower, ..self }
    }
}

/// What part several figures have in how an outcome varies.
///
/// ```
/// use service_quality::analysis::driver::{self, Driver};
///
/// let one = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// let other = [2.0, 1.0, 4.0, 3.0, 6.0, 5.0];
/// let found = driver::importance(&[Driver::new("one", &one), Driver::new("other", &other)], &[1.0, 2.0, 3.0, 5.0, 4.0, 6.0])?;
/// let sum: f64 = found.drivers.iter().map(|driver| driver.lmg).sum();
/// assert!((sum - found.r_squared).abs() < 1e-12);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DriverImportance {
    /// The method.
    pub method: &'static str,
    /// How many rows were given.
    pub n: usize,
    /// The part of the outcome's variance that all drivers together explain.
    pub r_squared: f64,
    /// The same, less what as many drivers of pure noise explain; negative where they do no better.
    pub adjusted_r_squared: f64,
    /// How probable as much is where no driver has to do with the outcome: by the test of F with k and n − k − 1 degrees.
    pub p_value: f64,
    /// The drivers, as they were given.
    pub drivers: Vec<Part>,
}

/// Which way the outcome goes as a driver rises.
///
/// ```
/// use service_quality::analysis::driver::{self, Driver, Effect};
/// let wait = [3.0, 5.0, 8.0, 12.0, 15.0];
/// let found = driver::importance(&[Driver::new("wait", &wait).lower_is_better()], &[4.8, 4.7, 4.1, 4.2, 3.6])?;
/// assert_eq!(found.drivers.first().map(|wait| wait.effect), Some(Effect::Lowers));
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Up.
    Raises,
    /// Down.
    Lowers,
}

/// The part of one driver.
///
/// ```
/// use service_quality::analysis::driver::{self, Driver};
/// let found = driver::importance(&[Driver::new("speed", &[1.0, 2.0, 3.0, 4.0])], &[1.0, 3.0, 2.0, 4.0])?;
/// let speed = found.drivers.first().ok_or("none")?;
/// assert!((speed.lmg - 0.64).abs() < 1e-12 && (speed.lmg_share - 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Part {
    /// The name of the driver.
    pub name: String,
    /// The mean of its values.
    pub performance: f64,
    /// Whether more of it is better.
    pub direction: Direction,
    /// Whether the outcome rises or falls with it: the sign of the correlation.
    pub effect: Effect,
    /// The explained variance that is its: what it adds, averaged over all orders of entry. They add up to R².
    pub lmg: f64,
    /// The same as a share of R².
    pub lmg_share: f64,
    /// The explained variance that is its by Johnson's relative weights. They add up to R².
    pub relative_weight: f64,
    /// The same as a share of R².
    pub relative_weight_share: f64,
    /// Its coefficient in the regression on all drivers, in standard deviations.
    pub beta: f64,
    /// Its correlation with the outcome.
    pub correlation: f64,
    /// Coefficient × correlation (Pratt); may be negative, which is why it is no measure of importance.
    pub pratt: f64,
    /// What it explains alone.
    pub first_in: f64,
    /// What it adds to all the others.
    pub last_in: f64,
}

/// Shares the explained variance of an outcome out among its drivers.
///
/// * LMG shares: what a driver adds to R², averaged over all orders of entry (Lindeman, Merenda and Gold, 1980), which is its
///   Shapley value; see Grömping, *Relative importance for linear regression in R* (2006).
/// * Relative weights: Johnson, *A heuristic method for estimating the relative weight of predictor variables in multiple
///   regression* (2000), by the symmetric root of the correlations.
///
/// Looks at all 2^k sets of the k drivers, in about 6·2^k multiplications.
///
/// ```
/// use service_quality::analysis::driver::{self, Driver};
/// let found = driver::importance(&[Driver::new("speed", &[1.0, 2.0, 3.0, 4.0])], &[2.0, 4.0, 6.0, 9.0])?;
/// assert!(found.r_squared > 0.97);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of no drivers or more than 20, of no more rows than drivers and one, of lists of different length, of a value that is not
/// finite or beyond ±1e100, of an outcome or a driver whose values are all equal, of a driver that is best in a range, of a driver that follows from the others,
/// and where nothing at all is explained.
pub fn importance(drivers: &[Driver<'_>], outcome: &[f64]) -> Result<DriverImportance, Undefined> {
    check_table(drivers, outcome)?;
    let (k, n) = (drivers.len(), outcome.len());
    let rows = correlations(drivers, outcome);
    let cell =
        |row: usize, column: usize| rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0);
    let spectrum = Spectrum::of(&Matrix::new(k, cell));
    if spectrum.least() < LEAST {
        let name = dependent(&rows, k).and_then(|at| drivers.get(at)).map(|driver| driver.name.to_owned());
        return Err(Undefined::Dependent { what: "driver", name: name.unwrap_or_default() });
    }
    let with_outcome: Vec<f64> = (0..k).map(|at| cell(at, k)).collect();
    let inverse = spectrum.with(f64::recip);
    let betas = inverse.times(&with_outcome);
    let sets = explained(&rows);
    let r_squared = kept("the explained variance", sets.last().copied().unwrap_or_default())?;
    if r_squared <= 0.0 {
        return Err(out_of_range("the explained variance", &r_squared, "more than 0, to be shared out"));
    }
    let lmg = shapley(&sets, k);
    let weights = relative_weights(&spectrum, &with_outcome);
    let parts = drivers.iter().zip(lmg).zip(weights).zip(betas.iter().zip(&with_outcome)).enumerate();
    let parts = parts.map(|(at, (((driver, lmg), weight), (beta, correlation)))| Part {
        name: driver.name.to_owned(),
        performance: mean(driver.values),
        direction: driver.direction,
        effect: if *correlation < 0.0 { Effect::Lowers } else { Effect::Raises },
        lmg,
        lmg_share: lmg / r_squared,
        relative_weight: weight,
        relative_weight_share: weight / r_squared,
        beta: *beta,
        correlation: *correlation,
        pratt: beta * correlation,
        first_in: correlation * correlation,
        last_in: beta * beta / inverse.at(at, at),
    });
    let (left, own) = ((1.0 - r_squared).max(0.0), float(k as u64));
    let freedom = float(n as u64) - own - 1.0;
    Ok(DriverImportance {
        method: "LMG shares and relative weights",
        n,
        r_squared,
        adjusted_r_squared: 1.0 - left * (float(n as u64) - 1.0) / freedom,
        p_value: incomplete_beta(left, 1.0 - left, freedom / 2.0, own / 2.0),
        drivers: parts.collect(),
    })
}

fn check_table(drivers: &[Driver<'_>], outcome: &[f64]) -> Result<(), Undefined> {
    let k = drivers.len();
    if !(1..=MOST).contains(&k) {
        let allowed = "from 1 to 20: all sets of them are looked at";
        return Err(out_of_range("the number of drivers", &k, allowed));
    }
    check("outcome", outcome, k + 2)?;
    varied("outcomes", outcome)?;
    for driver in drivers {
        check_driver(driver, outcome.len()).map_err(|fault| Undefined::Column {
            what: "driver",
            name: excerpt(driver.name),
            fault: Box::new(fault),
        })?;
    }
    Ok(())
}

fn check_driver(driver: &Driver<'_>, rows: usize) -> Result<(), Undefined> {
    if driver.direction == Direction::Range {
        return Err(out_of_range("the direction", &"a range", "higher or lower"));
    }
    check("values", driver.values, 0)?;
    if driver.values.len() != rows {
        return Err(Undefined::Unequal { what: "values", given: driver.values.len(), needed: rows });
    }
    varied("values", driver.values)
}

/// Of the drivers and, last, the outcome.
fn correlations(drivers: &[Driver<'_>], outcome: &[f64]) -> Vec<Vec<f64>> {
    let columns: Vec<Vec<f64>> =
        drivers.iter().map(|driver| driver.values).chain([outcome]).map(standardised).collect();
    columns.iter().map(|a| columns.iter().map(|b| product(a, b)).collect()).collect()
}

/// The deviations from the mean, with a sum of squares of 1.
fn standardised(values: &[f64]) -> Vec<f64> {
    let parts = Deviations::of(values).parts;
    let length = product(&parts, &parts).sqrt();
    parts.into_iter().map(|part| part / length).collect()
}

fn relative_weights(spectrum: &Spectrum, with_outcome: &[f64]) -> Vec<f64> {
    let loadings = spectrum.with(|value| value.sqrt().recip()).times(with_outcome);
    let weight = |row: &[f64]| row.iter().zip(&loadings).map(|(a, b)| a * a * b * b).sum();
    spectrum.with(f64::sqrt).rows().map(weight).collect()
}

/// The first driver that follows from those before it.
fn dependent(rows: &[Vec<f64>], k: usize) -> Option<usize> {
    (1..k).find(|end| {
        let part = Matrix::new(end + 1, |row, column| {
            rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or_default()
        });
        Spectrum::of(&part).least() < LEAST
    })
}

impl DriverImportance {
    /// What was found, in words, at this significance: the drivers by their share, the greatest first.
    #[must_use]
    pub fn interpretation(&self, significance: Share) -> String {
        let mut drivers: Vec<&Part> = self.drivers.iter().collect();
        drivers.sort_by(|a, b| b.lmg.total_cmp(&a.lmg));
        let share = |part: &&Part| format!("{} {} ({})", part.name, percent(part.lmg_share), part.effect);
        let shares: Vec<String> = drivers.iter().map(share).collect();
        let whole = format!(
            "{} {} {} of the variance in {} (adjusted {}); {}",
            counted(drivers.len(), "driver"),
            if drivers.len() == 1 { "explains" } else { "explain" },
            percent(self.r_squared),
            counted(self.n, "row"),
            percent(self.adjusted_r_squared),
            as_much(self.p_value, significance),
        );
        let few = self.n / ENOUGH < drivers.len();
        let few = few.then(|| format!("Fewer than {ENOUGH} rows a driver leave the shares unsure"));
        sentences([Some(whole), Some(format!("Of that {}, by LMG shares", shares.join(", "))), few])
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Raises => "raises",
            Self::Lowers => "lowers",
        })
    }
}
