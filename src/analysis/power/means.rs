use serde::Serialize;

use super::Size;
use super::size::least;
use crate::analysis::Undefined;
use crate::analysis::distribution::{f_quantile, float, shifted_student_outside};
use crate::analysis::proportion::ratio;
use crate::analysis::series::out_of_range;
use crate::analysis::values::{between, inner};
use crate::quantity::Share;

/// Plans for the comparison of two means by Student's test at a significance (显著性水平).
///
/// The effect is Cohen's d: the difference of the means in standard deviations. The power is that of the noncentral t
/// distribution with 2n − 2 degrees of freedom, shifted by d·√(n/2): Cohen, *Statistical power analysis for the behavioral
/// sciences* (1988), 2.
///
/// ```
/// use service_quality::analysis::power::Means;
///
/// let plan = Means::new("0.05".parse()?)?;
/// assert_eq!(plan.size(0.5, "0.8".parse()?)?.n(), 64);
/// assert!((plan.power(0.5, 64)? - 0.8015).abs() < 1e-4);
/// assert!((plan.detectable(64, "0.8".parse()?)? - 0.4991).abs() < 1e-4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Means {
    significance: Share,
}

const MOST: f64 = 100.0;
const EFFECTS: &str = "between -100 and 100, and not 0";

impl Means {
    /// # Errors
    /// [`Undefined::OutOfRange`] for a significance of 0 or 1.
    pub fn new(significance: Share) -> Result<Self, Undefined> {
        Ok(Self { significance: inner("significance", significance)? })
    }

    /// How many are needed in each group to see an effect with a probability of `power`.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] for an effect of 0 or beyond 100 and for a power of 1 or at most the significance.
    pub fn size(&self, effect: f64, power: Share) -> Result<Size, Undefined> {
        between("effect", effect.abs(), (0.0, MOST), EFFECTS)?;
        Size::found(
            |n| self.at(effect, n),
            (effect, "Cohen's d", "t-test of two means"),
            (self.significance, power),
        )
    }

    /// The probability of seeing an effect with so many in each group.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] for an effect beyond 100 and for fewer than two in each group.
    pub fn power(&self, effect: f64, n: u64) -> Result<f64, Undefined> {
        between("effect", effect, (-MOST, MOST), "between -100 and 100")?;
        Ok(self.at(effect, enough(n)?))
    }

    /// The smallest effect, above 0, that so many in each group show with a probability of `power`.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] for fewer than two in each group, for a power of 1 or at most the significance, and where
    /// even an effect of 100 is not seen so often.
    pub fn detectable(&self, n: u64, power: Share) -> Result<f64, Undefined> {
        let n = enough(n)?;
        if inner("power", power)? <= self.significance {
            return Err(out_of_range("power", &power, "more than the significance"));
        }
        least(|effect| self.at(effect, n) >= ratio(power), 1e-12, MOST)
            .ok_or_else(|| out_of_range("n", &n, "enough to see an effect of 100"))
    }

    fn at(&self, effect: f64, n: f64) -> f64 {
        let freedom = 2.0 * n - 2.0;
        let critical = f_quantile(ratio(self.significance), freedom, 1.0).sqrt().recip();
        shifted_student_outside(critical, freedom, effect * (n / 2.0).sqrt())
    }
}

pub(super) fn enough(n: u64) -> Result<f64, Undefined> {
    if n < 2 { Err(out_of_range("n", &n, "2 or more in each group")) } else { Ok(float(n)) }
}
