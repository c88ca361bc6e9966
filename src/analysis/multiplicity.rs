//! Many tests at once (多重检验): of twenty where nothing changed, one is expected below 0.05.
//!
//! ```
//! use service_quality::analysis::multiplicity::{Correction, adjust};
//!
//! let found = adjust(&[0.001, 0.008, 0.039, 0.041], Correction::Holm)?;
//! assert_eq!(found.rejected("0.05".parse()?), [true, true, false, false]);
//! assert_eq!(
//!     found.interpretation("0.05".parse()?),
//!     "Of 4 tests 4 fall below 0.05 by themselves and 2 after the correction of Holm, which keeps the probability of any \
//!      false alarm to 0.05."
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Undefined;
use super::distribution::float;
use super::proportion::ratio;
use super::series::out_of_range;
use crate::quantity::Share;

/// What is kept small, and how, when many hypotheses are tested; with m of them, p₍ᵢ₎ the i-th smallest.
///
/// ```
/// use service_quality::analysis::multiplicity::Correction;
/// assert_eq!(serde_json::to_string(&Correction::BenjaminiHochberg)?, r#""benjamini_hochberg""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Correction {
    /// m·p: the probability of any false alarm, however the tests are correlated.
    Bonferroni,
    /// The largest (m − j + 1)·p₍ⱼ₎ of j ≤ i: the same, never less sharp. Holm, *A simple sequentially rejective multiple
    /// test procedure* (1979).
    Holm,
    /// The smallest (m − j + 1)·p₍ⱼ₎ of j ≥ i: the same, for tests that are independent or positively correlated.
    /// Hochberg, *A sharper Bonferroni procedure* (1988).
    Hochberg,
    /// The smallest m·p₍ⱼ₎/j of j ≥ i: the expected share of false alarms among all alarms, for tests that are independent
    /// or positively correlated. Benjamini and Hochberg, *Controlling the false discovery rate* (1995).
    BenjaminiHochberg,
    /// The same times 1 + 1/2 + … + 1/m: however the tests are correlated. Benjamini and Yekutieli (2001).
    BenjaminiYekutieli,
}

/// P-values that may be read one by one although there are many.
///
/// ```
/// use service_quality::analysis::multiplicity::{Correction, adjust};
///
/// let found = adjust(&[0.01, 0.04, 0.03], Correction::Bonferroni)?;
/// assert!((found.p_values()[1] - 0.12).abs() < 1e-12);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Adjusted {
    correction: Correction,
    raw: Vec<f64>,
    p_values: Vec<f64>,
}

/// Corrects p-values for their number; what comes back is in the order given. No tests give none.
///
/// # Errors
/// [`Undefined::NotFinite`], and [`Undefined::OutOfRange`] for what is not between 0 and 1.
pub fn adjust(p_values: &[f64], correction: Correction) -> Result<Adjusted, Undefined> {
    for (position, p) in p_values.iter().enumerate() {
        if !p.is_finite() {
            return Err(Undefined::NotFinite { what: "p_values", position });
        }
        if !(0.0..=1.0).contains(p) {
            return Err(out_of_range("p-value", &p, "0 to 1"));
        }
    }
    let m = float(p_values.len() as u64);
    let harmonic: f64 = (1..=p_values.len()).rev().map(|rank| float(rank as u64).recip()).sum();
    let mut order: Vec<(f64, usize)> = p_values.iter().copied().zip(0..).collect();
    order.sort_by(|one, other| one.0.total_cmp(&other.0));
    let by_rank = |(rank, (p, place)): (usize, &(f64, usize))| {
        let i = float(rank as u64) + 1.0;
        let factor = match correction {
            Correction::Bonferroni => m,
            Correction::Holm | Correction::Hochberg => m - i + 1.0,
            Correction::BenjaminiHochberg => m / i,
            Correction::BenjaminiYekutieli => m / i * harmonic,
        };
        ((p * factor).min(1.0), *place)
    };
    let mut adjusted: Vec<(f64, usize)> = order.iter().enumerate().map(by_rank).collect();
    match correction {
        Correction::Bonferroni => {}
        Correction::Holm => in_turn(adjusted.iter_mut(), f64::max),
        Correction::Hochberg | Correction::BenjaminiHochberg | Correction::BenjaminiYekutieli => {
            in_turn(adjusted.iter_mut().rev(), f64::min);
        }
    }
    adjusted.sort_by_key(|(_, place)| *place);
    let adjusted = adjusted.into_iter().zip(p_values).map(|((p, _), raw)| p.max(*raw)).collect();
    Ok(Adjusted { correction, raw: p_values.to_vec(), p_values: adjusted })
}

/// Each becomes the most, or the least, of itself and those before it.
fn in_turn<'a>(values: impl Iterator<Item = &'a mut (f64, usize)>, choose: fn(f64, f64) -> f64) {
    let mut last = None;
    for (value, _) in values {
        *value = last.map_or(*value, |last| choose(last, *value));
        last = Some(*value);
    }
}

impl Adjusted {
    /// How they were corrected.
    #[must_use]
    pub const fn correction(&self) -> Correction {
        self.correction
    }

    /// The corrected p-values, in the order given.
    #[must_use]
    pub fn p_values(&self) -> &[f64] {
        &self.p_values
    }

    /// Which tests are significant (显著) after the correction, in the order given. What exceeds the significance by less
    /// than 10⁻¹² of it, as five times 0.01 may 0.05, reaches it.
    #[must_use]
    pub fn rejected(&self, significance: Share) -> Vec<bool> {
        self.p_values.iter().map(|p| reaches(*p, significance)).collect()
    }

    /// The finding in words.
    #[must_use]
    pub fn interpretation(&self, significance: Share) -> String {
        let count = |p_values: &[f64]| p_values.iter().filter(|p| reaches(**p, significance)).count();
        let kept = match self.correction {
            Correction::BenjaminiHochberg | Correction::BenjaminiYekutieli => {
                "the expected share of false alarms among the alarms"
            }
            Correction::Bonferroni | Correction::Holm | Correction::Hochberg => {
                "the probability of any false alarm"
            }
        };
        format!(
            "Of {} tests {} fall below {significance} by themselves and {} after the correction of {}, which keeps {kept} to \
             {significance}.",
            self.raw.len(),
            count(&self.raw),
            count(&self.p_values),
            self.correction
        )
    }
}

fn reaches(p: f64, significance: Share) -> bool {
    p <= ratio(significance) * (1.0 + 1e-12)
}

impl fmt::Display for Correction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Bonferroni => "Bonferroni",
            Self::Holm => "Holm",
            Self::Hochberg => "Hochberg",
            Self::BenjaminiHochberg => "Benjamini and Hochberg",
            Self::BenjaminiYekutieli => "Benjamini and Yekutieli",
        })
    }
}
