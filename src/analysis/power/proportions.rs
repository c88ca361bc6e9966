use serde::Serialize;

use super::Size;
use super::means::enough;
use super::size::least;
use crate::analysis::Undefined;
use crate::analysis::deviate::normal_above;
use crate::analysis::distribution::critical_value;
use crate::analysis::proportion::{cohens_h, ratio};
use crate::analysis::series::out_of_range;
use crate::analysis::values::inner;
use crate::quantity::Share;

/// Plans for the comparison of two shares at a significance (显著性水平).
///
/// By Cohen's h, whose standard error is √(2/n) whatever the shares: Cohen, *Statistical power analysis for the behavioral
/// sciences* (1988), 6. Fleiss's formula, which pools variances, is
/// [`SampleSize::for_two_proportions`](crate::survey::sampling::SampleSize::for_two_proportions); the two differ little.
///
/// ```
/// use service_quality::analysis::power::Proportions;
///
/// let plan = Proportions::new("0.05".parse()?)?;
/// assert_eq!(plan.size(0.8, 0.9, "0.9".parse()?)?.n(), 261);
/// assert!((plan.power(0.8, 0.9, 261)? - 0.9).abs() < 1e-3);
/// let (below, above) = plan.detectable(0.8, 261, "0.9".parse()?)?;
/// assert!(below.is_some_and(|share| (share - 0.6760).abs() < 1e-3), "{below:?}");
/// assert!(above.is_some_and(|share| (share - 0.9).abs() < 1e-3), "{above:?}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Proportions {
    significance: Share,
}

impl Proportions {
    /// # Errors
    /// [`Undefined::OutOfRange`] for a significance of 0 or 1.
    pub fn new(significance: Share) -> Result<Self, Undefined> {
        Ok(Self { significance: inner("significance", significance)? })
    }

    /// How many are needed in each group to see a share move from one to another with a probability of `power`.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] for shares not from 0 to 1 or so near that no group is large enough, and for a power of 1
    /// or at most the significance.
    pub fn size(&self, before: f64, after: f64, power: Share) -> Result<Size, Undefined> {
        let effect = cohens_h(share(before)?, share(after)?);
        Size::found(
            |n| self.at(effect, n),
            (effect, "Cohen's h", "z-test of two shares"),
            (self.significance, power),
        )
    }

    /// The probability of seeing a share move from one to another with so many in each group.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] for shares not from 0 to 1 and for fewer than two in each group.
    pub fn power(&self, before: f64, after: f64, n: u64) -> Result<f64, Undefined> {
        Ok(self.at(cohens_h(share(before)?, share(after)?), enough(n)?))
    }

    /// The nearest shares below and above a share that so many in each group tell from it with a probability of `power`;
    /// `None` on a side where even 0 or 1 is too near.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] for a share not from 0 to 1, for fewer than two in each group, and for a power of 1 or at
    /// most the significance.
    pub fn detectable(
        &self,
        from: f64,
        n: u64,
        power: Share,
    ) -> Result<(Option<f64>, Option<f64>), Undefined> {
        let (from, n) = (share(from)?, enough(n)?);
        if inner("power", power)? <= self.significance {
            return Err(out_of_range("power", &power, "more than the significance"));
        }
        let reach = least(|effect| self.at(effect, n) >= ratio(power), 1e-12, std::f64::consts::PI);
        let middle = libm::asin(from.sqrt());
        let at = |angle: f64| {
            let root = libm::sin(angle);
            (0.0..=std::f64::consts::FRAC_PI_2).contains(&angle).then_some(root * root)
        };
        Ok(reach.map_or((None, None), |reach| (at(middle - reach / 2.0), at(middle + reach / 2.0))))
    }

    fn at(&self, effect: f64, n: f64) -> f64 {
        let shift = effect.abs() * (n / 2.0).sqrt();
        let critical = critical_value(self.significance);
        (normal_above(critical - shift) + normal_above(critical + shift)).min(1.0)
    }
}

fn share(value: f64) -> Result<f64, Undefined> {
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(out_of_range("share", &value, "0 to 1")) }
}
