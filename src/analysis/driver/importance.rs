use serde::Serialize;

use super::share::{explained, shapley};
use super::symmetric::{Matrix, Spectrum};
use crate::analysis::Undefined;
use crate::analysis::series::{check, kept, mean, out_of_range, varied};
use crate::analysis::wording::{counted, percent};

/// All 2^k sets of k drivers are looked at.
const MOST: usize = 20;

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
}

impl<'a> Driver<'a> {
    /// A driver with a value for each row.
    #[must_use]
    pub const fn new(name: &'a str, values: &'a [f64]) -> Self {
        Self { name, values }
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
pub struct DriverImportance {
    /// The method.
    pub method: &'static str,
    /// How many rows were given.
    pub n: usize,
    /// The part of the outcome's variance that all drivers together explain.
    pub r_squared: f64,
    /// The drivers, as they were given.
    pub drivers: Vec<Part>,
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
pub struct Part {
    /// The name of the driver.
    pub name: String,
    /// The mean of its values.
    pub performance: f64,
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
/// finite or beyond ±1e100, of an outcome or a driver whose values are all equal, of a driver that follows from the others,
/// and where nothing at all is explained.
pub fn importance(drivers: &[Driver<'_>], outcome: &[f64]) -> Result<DriverImportance, Undefined> {
    let k = drivers.len();
    if !(1..=MOST).contains(&k) {
        return Err(out_of_range(
            "the number of drivers",
            &k,
            "from 1 to 20: all sets of them are looked at",
        ));
    }
    check("outcome", outcome, k + 2)?;
    varied("outcomes", outcome)?;
    for driver in drivers {
        check("a driver", driver.values, 0)?;
        if driver.values.len() != outcome.len() {
            return Err(Undefined::Unequal {
                what: "a driver",
                given: driver.values.len(),
                needed: outcome.len(),
            });
        }
        varied("values of a driver", driver.values)?;
    }
    let columns: Vec<Vec<f64>> =
        drivers.iter().map(|driver| driver.values).chain([outcome]).map(standardised).collect();
    let rows: Vec<Vec<f64>> =
        columns.iter().map(|a| columns.iter().map(|b| product(a, b)).collect()).collect();
    let cell =
        |row: usize, column: usize| rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0);
    let spectrum = Spectrum::of(&Matrix::new(k, cell));
    if spectrum.least() < LEAST {
        let name = dependent(&rows, k).and_then(|at| drivers.get(at)).map(|driver| driver.name.to_owned());
        return Err(Undefined::Dependent { what: "driver", name: name.unwrap_or_default() });
    }
    let correlations: Vec<f64> = (0..k).map(|at| cell(at, k)).collect();
    let inverse = spectrum.with(f64::recip);
    let betas = inverse.times(&correlations);
    let sets = explained(&rows);
    let r_squared = kept("the explained variance", sets.last().copied().unwrap_or_default())?;
    if r_squared <= 0.0 {
        return Err(out_of_range("the explained variance", &r_squared, "more than 0, to be shared out"));
    }
    let lmg = shapley(&sets, k);
    let root = spectrum.with(f64::sqrt);
    let loadings = spectrum.with(|value| value.sqrt().recip()).times(&correlations);
    let weights = root.rows().map(|row| row.iter().zip(&loadings).map(|(a, b)| a * a * b * b).sum::<f64>());
    let parts = drivers.iter().zip(lmg).zip(weights).zip(betas.iter().zip(&correlations)).enumerate();
    let parts = parts.map(|(at, (((driver, lmg), weight), (beta, correlation)))| Part {
        name: driver.name.to_owned(),
        performance: mean(driver.values),
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
    Ok(DriverImportance {
        method: "LMG shares and relative weights",
        n: outcome.len(),
        r_squared,
        drivers: parts.collect(),
    })
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

/// The deviations from the mean, with a sum of squares of 1.
fn standardised(values: &[f64]) -> Vec<f64> {
    let mean = mean(values);
    let largest = values.iter().map(|value| (value - mean).abs()).fold(0.0, f64::max);
    let parts: Vec<f64> = values.iter().map(|value| (value - mean) / largest).collect();
    let length = product(&parts, &parts).sqrt();
    parts.into_iter().map(|part| part / length).collect()
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl DriverImportance {
    /// What was found, in words: the drivers by their share, the greatest first.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let mut drivers: Vec<&Part> = self.drivers.iter().collect();
        drivers.sort_by(|a, b| b.lmg.total_cmp(&a.lmg));
        let shares: Vec<String> =
            drivers.iter().map(|part| format!("{} {}", part.name, percent(part.lmg_share))).collect();
        format!(
            "{} {} {} of the variance in {}; of that {} (LMG shares).",
            counted(drivers.len(), "driver"),
            if drivers.len() == 1 { "explains" } else { "explain" },
            percent(self.r_squared),
            counted(self.n, "row"),
            shares.join(", ")
        )
    }
}
