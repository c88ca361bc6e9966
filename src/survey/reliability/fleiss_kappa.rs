use std::fmt;

use serde::Serialize;

use super::cohen_kappa::beyond;
use super::{LandisKoch, ReliabilityError};
use crate::analysis::distribution::float;

/// How far several assessors agree beyond chance, where each item is judged by as many, not necessarily the same
/// (弗莱斯卡帕系数). Fleiss, *Measuring nominal scale agreement among many raters* (1971).
///
/// ```
/// use service_quality::survey::reliability::FleissKappa;
///
/// // How many of 4 assessors gave each grade, for 3 calls.
/// let kappa = FleissKappa::new(&[[4, 0, 0], [1, 3, 0], [0, 0, 4]])?;
/// assert_eq!(kappa.to_string(), "0.7447 (substantial), 0.8333 judged alike, 3 items by 4 assessors each");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FleissKappa {
    /// How many items were judged.
    pub items: u64,
    /// By how many assessors each.
    pub raters: u64,
    /// The share of pairs of assessors who judged alike.
    pub observed: f64,
    /// The share that would by chance.
    pub expected: f64,
    /// κ; absent where every rating is the same.
    pub kappa: Option<f64>,
    /// Its standard error where there is no agreement beyond chance, by Fleiss, Nee and Landis (1979).
    pub null_standard_error: Option<f64>,
}

impl FleissKappa {
    /// Of items, each with the number of ratings in every category.
    ///
    /// # Errors
    /// [`ReliabilityError::TooFew`] for no item, fewer than two categories or two ratings, [`ReliabilityError::Ragged`],
    /// [`ReliabilityError::UnequalRaters`], [`ReliabilityError::TooMany`].
    pub fn new<R: AsRef<[u64]>>(items: &[R]) -> Result<Self, ReliabilityError> {
        let raters = check(items)?;
        let (n, m) = (float(items.len() as u64), float(raters));
        let categories = items.first().map_or(0, |first| first.as_ref().len());
        let mut shares = vec![0.0; categories];
        let mut observed = 0.0;
        for item in items {
            for (share, count) in shares.iter_mut().zip(item.as_ref()) {
                let count = float(*count);
                *share += count / (n * m);
                observed += count * (count - 1.0) / (m * (m - 1.0) * n);
            }
        }
        let expected = shares.iter().map(|share| share * share).sum();
        let kappa = beyond(observed, expected);
        let spread: f64 = shares.iter().map(|share| share * (1.0 - share)).sum();
        let skew: f64 = shares.iter().map(|share| share * (1.0 - share) * (1.0 - 2.0 * share)).sum();
        let variance = 2.0 * (spread * spread - skew).max(0.0) / (n * m * (m - 1.0));
        let null_standard_error = kappa.map(|_| variance.sqrt() / spread);
        Ok(Self { items: items.len() as u64, raters, observed, expected, kappa, null_standard_error })
    }
}

/// The number of ratings that every item has.
fn check<R: AsRef<[u64]>>(items: &[R]) -> Result<u64, ReliabilityError> {
    let Some(first) = items.first().map(AsRef::as_ref) else {
        return Err(ReliabilityError::TooFew { what: "items", given: 0, least: 1 });
    };
    if first.len() < 2 {
        return Err(ReliabilityError::TooFew { what: "categories", given: first.len(), least: 2 });
    }
    let sum = |counts: &[u64]| {
        let sum = counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count));
        sum.filter(|sum| *sum <= 1_000_000_000).ok_or(ReliabilityError::TooMany)
    };
    let expected = sum(first)?;
    for (index, item) in items.iter().map(AsRef::as_ref).enumerate() {
        let place = || format!("items[{index}]");
        if item.len() != first.len() {
            return Err(ReliabilityError::Ragged {
                place: place(),
                given: item.len(),
                expected: first.len(),
            });
        }
        let given = sum(item)?;
        if given != expected {
            return Err(ReliabilityError::UnequalRaters { place: place(), given, expected });
        }
    }
    match usize::try_from(expected) {
        Ok(given) if given < 2 => {
            Err(ReliabilityError::TooFew { what: "ratings of an item", given, least: 2 })
        }
        _ => Ok(expected),
    }
}

impl fmt::Display for FleissKappa {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kappa {
            Some(kappa) => write!(formatter, "{kappa:.4} ({})", LandisKoch::of(kappa))?,
            None => formatter.write_str("not defined")?,
        }
        let Self { items, raters, observed, .. } = self;
        write!(formatter, ", {observed:.4} judged alike, {items} items by {raters} assessors each")
    }
}
