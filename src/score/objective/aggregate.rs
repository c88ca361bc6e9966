use serde::{Deserialize, Serialize};

use crate::quantity::{Number, PLACES, Share, divide_half_away};

/// How several previous figures become one.
///
/// ```
/// use service_quality::score::objective::Aggregate;
///
/// let figures: Vec<_> = (0..=10).map(Into::into).collect();
/// assert_eq!(Aggregate::Mean.of(&figures), Some(5.into()));
/// let p90: Aggregate = serde_json::from_str(r#"{"quantile": "0.9"}"#)?;
/// assert_eq!(p90.of(&figures), "9.8".parse().ok());
/// assert_eq!(p90.of(&[]), None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// Their mean.
    #[default]
    Mean,
    /// Their quantile of type 6 (Hyndman and Fan): linear between the figures either side of position p · (n + 1),
    /// counted from 1; the least below the first, the greatest above the last.
    Quantile(Share),
}

/// 10^9, one share in the form in which the crate calculates.
const ONE: i128 = 1_000_000_000;

impl Aggregate {
    /// One figure of several, rounded half away from zero to 9 places; absent for none.
    #[must_use]
    pub fn of(self, figures: &[Number]) -> Option<Number> {
        let mut figures: Vec<i128> = figures.iter().map(|figure| figure.to_scaled()).collect();
        let n = i128::try_from(figures.len()).ok()?;
        let scaled = match self {
            Self::Mean => {
                let sum = figures.iter().try_fold(0_i128, |sum, figure| sum.checked_add(*figure))?;
                divide_half_away(sum, n)?
            }
            Self::Quantile(p) => {
                figures.sort_unstable();
                let position = p.to_scaled().checked_mul(n.checked_add(1)?)?;
                let (index, part) = (position / ONE, position % ONE);
                // Position 1 is the first figure; below it and above the last there is nothing to go between.
                let Some(lower) = index.checked_sub(1).and_then(|index| usize::try_from(index).ok()) else {
                    return Number::from_scaled(*figures.first()?, PLACES);
                };
                match (figures.get(lower), lower.checked_add(1).and_then(|upper| figures.get(upper))) {
                    (Some(low), Some(high)) => {
                        let step = high.checked_sub(*low)?.checked_mul(part)?;
                        divide_half_away(low.checked_mul(ONE)?.checked_add(step)?, ONE)?
                    }
                    _ => *figures.last()?,
                }
            }
        };
        Number::from_scaled(scaled, PLACES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_the_least_and_the_greatest() {
        let figures: Vec<Number> = [3, 1, 2].map(Number::from).into();
        let quantile = |p: &str| Aggregate::Quantile(p.parse().unwrap()).of(&figures).unwrap().to_string();
        assert_eq!(["0", "0.25", "0.5", "0.6", "0.75", "1"].map(quantile), ["1", "1", "2", "2.4", "3", "3"]);
        assert_eq!(Aggregate::Quantile(Share::ONE).of(&[7.into()]), Some(7.into()));
        assert_eq!(Aggregate::Mean.of(&[]), None);
        assert_eq!(Aggregate::Mean.of(&[1.into(), 1.into(), 0.into()]), "0.666666667".parse().ok());
    }
}
