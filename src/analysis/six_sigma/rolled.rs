use serde::Serialize;

use crate::analysis::Undefined;
use crate::analysis::series::{count, out_of_range, sorted};
use crate::analysis::sums::sorted_sum;
use crate::analysis::wording::{counted, percent};

/// What goes through all steps of a process without a defect.
///
/// ```
/// use service_quality::analysis::six_sigma;
///
/// let desk = six_sigma::rolled_yield(&[0.98, 0.95, 0.9])?;
/// assert_eq!(
///     desk.interpretation(),
///     "Of what enters, 83.8 % goes through all 3 steps without a defect: 94.3 % a step; the weakest is step 3 with \
///      90.0 %."
/// );
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RolledYield {
    /// The method.
    pub method: &'static str,
    /// How many steps there are.
    pub n: usize,
    /// The share that goes through all steps (RTY): the product of all yields.
    pub rolled: f64,
    /// The yield of a step if all were alike: the geometric mean.
    pub normalised: f64,
    /// The position of the step with the least yield, the first of equals.
    pub weakest: usize,
    /// Its yield.
    pub least: f64,
    /// That of the rolled yield, which may itself be smaller than any float; −∞ where a step lets nothing through.
    #[serde(skip)]
    logarithm: f64,
}

/// Multiplies the yields of steps in a row: Harry and Schroeder, *Six sigma* (2000).
///
/// ```
/// use service_quality::analysis::six_sigma;
/// assert_eq!(six_sigma::rolled_yield(&[1.0, 1.0, 0.5])?.rolled, 0.5);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of no steps, and for a yield outside of 0 to 1.
pub fn rolled_yield(yields: &[f64]) -> Result<RolledYield, Undefined> {
    if let Some(position) = yields.iter().position(|part| !part.is_finite()) {
        return Err(Undefined::NotFinite { what: "yields", position });
    }
    if let Some(part) = yields.iter().find(|part| !(0.0..=1.0).contains(*part)) {
        return Err(out_of_range("a yield", part, "from 0 to 1"));
    }
    // Adding 0 takes the sign off a zero; in ascending order the last digits do not depend on that of the steps.
    let yields: Vec<f64> = yields.iter().map(|part| part + 0.0).collect();
    let least = yields.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
    let Some((weakest, least)) = least else {
        return Err(Undefined::TooFew { what: "steps", given: 0, needed: 1 });
    };
    let rolled = sorted(&yields).iter().product();
    // By logarithms, since the product of very many steps is smaller than any float.
    let logarithm = sorted_sum(yields.iter().map(|part| libm::log(*part)));
    let normalised = if *least > 0.0 { libm::exp(logarithm / count(&yields)) } else { 0.0 };
    Ok(RolledYield {
        method: "rolled throughput yield",
        n: yields.len(),
        rolled,
        normalised,
        weakest,
        least: *least,
        logarithm,
    })
}

impl RolledYield {
    /// The defects per unit of the whole process that explain the yield, where they fall independently: −ln of it (Poisson).
    ///
    /// # Errors
    ///
    /// Where nothing goes through.
    pub fn defects_per_unit(&self) -> Result<f64, Undefined> {
        if self.least > 0.0 {
            return Ok(0.0 - self.logarithm);
        }
        Err(out_of_range("the rolled yield", &self.rolled, "more than 0"))
    }

    /// What was found, in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        format!(
            "Of what enters, {} goes through {} without a defect: {} a step; the weakest is step {} with {}.",
            if self.least > 0.0 && self.rolled < 0.0005 {
                "less than 0.1 %".to_owned()
            } else {
                percent(self.rolled)
            },
            if self.n == 1 { "the step".to_owned() } else { format!("all {}", counted(self.n, "step")) },
            percent(self.normalised),
            self.weakest.saturating_add(1),
            percent(self.least)
        )
    }
}
