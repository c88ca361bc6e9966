//! The spread within subgroups.

use super::moving_range::pooled;
use super::sample::{deviation, mean, range};
use super::{ChartKind, Within};
use crate::analysis::distribution::{float, square};
use crate::analysis::sums::sorted_sum;
use crate::monitor::constants::{Tables, c4};

impl Within {
    /// What a chart of this kind takes of itself.
    pub(super) const fn of(kind: ChartKind) -> Self {
        match kind {
            ChartKind::R => Self::MeanRange,
            _ => Self::MeanDeviation,
        }
    }
}

/// The estimate of σ; of [`Within::Pooled`] the standard deviation that is divided by c4 at each point.
///
/// Formulas: SAS/QC user's guide, chapter SHEWHART, "Methods for estimating the standard deviation".
pub(super) fn spread(groups: &[&[f64]], method: Within, tables: Tables) -> Option<f64> {
    let mut constants = Memo::default();
    let mut estimates = Vec::with_capacity(groups.len());
    for group in groups {
        let size = u32::try_from(group.len()).ok()?;
        estimates.push(match method {
            Within::MeanRange => (range(group)? / constants.of(size, |size| (tables.d2(size), 1.0)).0, 1.0),
            Within::WeightedRange => {
                let (d2, weight) = constants.of(size, |size| {
                    let d2 = tables.d2(size);
                    (d2, square(d2 / tables.d3(size)))
                });
                (range(group)? / d2, weight)
            }
            Within::MeanDeviation => (deviation(group)? / c4(f64::from(size)), 1.0),
            Within::WeightedDeviation => {
                let c4 = c4(f64::from(size));
                (deviation(group)? / c4, square(c4) / (1.0 - square(c4)))
            }
            Within::RootMeanSquare | Within::Pooled => (deviation(group)?, f64::from(size)),
        });
    }
    match method {
        Within::RootMeanSquare => {
            let freedom: f64 = estimates.iter().map(|(_, size)| size - 1.0).sum();
            Some(pooled(&estimates)? / c4(freedom + 1.0))
        }
        Within::Pooled if groups.windows(2).all(|pair| matches!(pair, [a, b] if a.len() == b.len())) => {
            mean(&estimates.iter().map(|&(s, _)| s).collect::<Vec<_>>())
        }
        Within::Pooled => pooled(&estimates),
        _ => weighted_mean(&estimates),
    }
}

/// The mean of figures by weight, between the least and the greatest of them.
pub(super) fn weighted_mean(figures: &[(f64, f64)]) -> Option<f64> {
    let equal = figures.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if a.total_cmp(b).is_eq()));
    if equal {
        return mean(&figures.iter().map(|&(figure, _)| figure).collect::<Vec<_>>());
    }
    let least = figures.iter().map(|&(figure, _)| figure).reduce(f64::min)?;
    let most = figures.iter().map(|&(figure, _)| figure).reduce(f64::max)?;
    let weight = sorted_sum(figures.iter().map(|&(_, weight)| weight));
    let sum = sorted_sum(figures.iter().map(|&(figure, weight)| figure * weight));
    (weight > 0.0).then(|| (sum / weight).clamp(least, most))
}

/// The mean of all values.
pub(super) fn grand_mean(groups: &[&[f64]]) -> Option<f64> {
    mean(&groups.concat())
}

/// The mean of a figure of each group, weighted by its size.
pub(super) fn centre(groups: &[&[f64]], figure: impl Fn(&[f64]) -> Option<f64>) -> Option<f64> {
    let figures: Option<Vec<_>> =
        groups.iter().map(|group| Some((figure(group)?, float(group.len() as u64)))).collect();
    weighted_mean(&figures?)
}

/// Constants of the size that was asked for last: subgroups of one size are the rule, and d3 of a large one is dear.
#[derive(Default)]
struct Memo(Option<(u32, (f64, f64))>);

impl Memo {
    fn of(&mut self, size: u32, constants: impl Fn(u32) -> (f64, f64)) -> (f64, f64) {
        match self.0 {
            Some((known, found)) if known == size => found,
            _ => {
                let found = constants(size);
                self.0 = Some((size, found));
                found
            }
        }
    }
}
