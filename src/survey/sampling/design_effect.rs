use std::fmt;

use serde::Serialize;

use crate::analysis::distribution::float;

/// What unequal weights cost (设计效应): n·Σw² / (Σw)², and the number of equally weighted answers that would say as
/// much. Kish, *Survey sampling* (1965).
///
/// ```
/// use service_quality::survey::sampling::DesignEffect;
///
/// let effect = DesignEffect::of_weights([(50, 1.4), (80, 1.0), (70, 0.714_285_714)]).ok_or("no weight")?;
/// assert_eq!(effect.to_string(), "1.0686, as 187.2 answers of equal weight");
/// assert_eq!(DesignEffect::of_weights([(3, 0.0)]), None);
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DesignEffect {
    /// By how much the variance of a mean grows: 1 for equal weights, otherwise more.
    pub factor: f64,
    /// The answers divided by the factor.
    pub effective_n: f64,
}

impl DesignEffect {
    /// Of weights, each with the number of answers that have it.
    ///
    /// Absent where the weights sum to 0, and where one is negative or no finite number.
    pub fn of_weights(weights: impl IntoIterator<Item = (u64, f64)>) -> Option<Self> {
        let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for (count, weight) in weights {
            if !weight.is_finite() || weight < 0.0 {
                return None;
            }
            let count = float(count);
            n += count;
            sum += count * weight;
            squares += count * weight * weight;
        }
        let effective_n = sum * sum / squares;
        let effect = Self { factor: n / effective_n, effective_n };
        (effect.factor.is_finite() && effective_n.is_finite()).then_some(effect)
    }
}

impl fmt::Display for DesignEffect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.4}, as {:.1} answers of equal weight", self.factor, self.effective_n)
    }
}
