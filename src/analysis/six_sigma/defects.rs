use serde::Serialize;

use crate::analysis::Undefined;
use crate::analysis::distribution::{float, normal_quantile_above};
use crate::analysis::series::out_of_range;
use crate::analysis::wording::{figure, percent};

/// The shift between short and long run, in standard deviations: a process is assumed to drift by so much in the long run.
/// The convention is contested; 0 leaves it out.
pub const SHIFT: f64 = 1.5;

const MILLION: f64 = 1e6;

/// Defects among units that each have so many opportunities for one.
///
/// ```
/// use service_quality::analysis::six_sigma;
///
/// let found = six_sigma::defects(250.0, 1000, 3)?;
/// assert_eq!(found.per_unit(), 0.25);
/// assert_eq!(
///     found.interpretation(),
///     "250 defects in 1000 units of 3 opportunities: 83333 per million, a yield of 91.7 % of opportunities and, by \
///      Poisson, 77.9 % of units; sigma level 2.88 with the usual shift of 1.5."
/// );
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Defects {
    method: &'static str,
    count: f64,
    units: u64,
    opportunities: u64,
}

/// Counts defects against opportunities. Weighted defects need not be whole.
///
/// ```
/// use service_quality::analysis::six_sigma;
/// assert_eq!(six_sigma::defects(3.4, 1_000_000, 1)?.dpmo(), 3.4);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// For no units or no opportunities, for a number of defects that is negative, no number, or larger than that of
/// opportunities.
pub fn defects(defects: f64, units: u64, opportunities: u64) -> Result<Defects, Undefined> {
    if units == 0 {
        return Err(Undefined::TooFew { what: "units", given: 0, needed: 1 });
    }
    if opportunities == 0 {
        return Err(Undefined::TooFew { what: "opportunities", given: 0, needed: 1 });
    }
    if !(defects >= 0.0 && defects <= float(units) * float(opportunities)) {
        return Err(out_of_range("the number of defects", &defects, "from 0 to units × opportunities"));
    }
    Ok(Defects { method: "DPMO", count: defects, units, opportunities })
}

/// Of a million opportunities so many are defects at a sigma level: the part of a normal variable beyond it, less the
/// shift.
///
/// ```
/// use service_quality::analysis::six_sigma::{self, SHIFT};
/// assert!((six_sigma::dpmo_at(6.0, SHIFT)? - 3.3977).abs() < 1e-4);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// For a level or a shift that is not finite.
pub fn dpmo_at(sigma_level: f64, shift: f64) -> Result<f64, Undefined> {
    for (what, value) in [("the sigma level", sigma_level), ("the shift", shift)] {
        if !value.is_finite() {
            return Err(out_of_range(what, &value, "a finite number"));
        }
    }
    Ok(MILLION / 2.0 * libm::erfc((sigma_level - shift) / std::f64::consts::SQRT_2))
}

impl Defects {
    /// The method.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// How many units were looked at.
    #[must_use]
    pub const fn units(&self) -> u64 {
        self.units
    }

    /// Defects per unit (DPU).
    #[must_use]
    pub fn per_unit(&self) -> f64 {
        self.count / float(self.units)
    }

    /// Defects per opportunity (DPO).
    #[must_use]
    pub fn per_opportunity(&self) -> f64 {
        self.count / (float(self.units) * float(self.opportunities))
    }

    /// Defects per million opportunities (DPMO).
    #[must_use]
    pub fn dpmo(&self) -> f64 {
        MILLION * self.count / (float(self.units) * float(self.opportunities))
    }

    /// The share of opportunities without a defect.
    #[must_use]
    pub fn share_without(&self) -> f64 {
        1.0 - self.per_opportunity()
    }

    /// The share of units without any defect, where defects fall independently and a unit may have any number of them: e to
    /// the power of −DPU (Poisson). With one opportunity a unit the share is known:
    /// [`share_without`](Self::share_without).
    #[must_use]
    pub fn throughput_yield(&self) -> f64 {
        libm::exp(-self.per_unit())
    }

    /// The z that a normal variable exceeds as often as an opportunity is a defect.
    ///
    /// # Errors
    ///
    /// Where none or all of the opportunities are defects: no z is large or small enough.
    pub fn z(&self) -> Result<f64, Undefined> {
        let part = self.per_opportunity();
        if part > 0.0 && part < 1.0 {
            return Ok(normal_quantile_above(part));
        }
        Err(out_of_range("the share of defects", &part, "more than 0 and less than 1"))
    }

    /// The sigma level (西格玛水平): z and the shift, which is [`SHIFT`] by convention.
    ///
    /// # Errors
    ///
    /// As [`z`](Self::z), and for a shift that is not finite.
    pub fn sigma_level(&self, shift: f64) -> Result<f64, Undefined> {
        if !shift.is_finite() {
            return Err(out_of_range("the shift", &shift, "a finite number"));
        }
        Ok(self.z()? + shift)
    }

    /// What was found, in words.
    #[must_use]
    pub fn interpretation(&self) -> String {
        let level = self.sigma_level(SHIFT).map_or_else(
            |_| "no sigma level can be given".to_owned(),
            |level| format!("sigma level {} with the usual shift of {SHIFT}", figure(level)),
        );
        let (good, dpmo) = (percent(self.share_without()), figure(self.dpmo()));
        let (count, units) = (self.count, self.units);
        if self.opportunities == 1 {
            return format!(
                "{count} defects in {units} units: {dpmo} per million, a yield of {good}; {level}."
            );
        }
        format!(
            "{count} defects in {units} units of {} opportunities: {dpmo} per million, a yield of {good} of \
             opportunities and, by Poisson, {} of units; {level}.",
            self.opportunities,
            percent(self.throughput_yield())
        )
    }
}
