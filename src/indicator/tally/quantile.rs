use std::fmt;

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize, Serializer};

use super::share::add;
use super::{Readout, TallyError};
use crate::indicator::quantile::nearest_rank;
use crate::indicator::{Basis, Measurement};
use crate::quantity::Share;

/// How many significant figures a quantile tally keeps: 1 to 4, 3 unless said otherwise.
///
/// Each figure more costs ten times the memory; see [`QuantileTally`].
///
/// ```
/// use service_quality::indicator::SignificantFigures;
/// assert_eq!(SignificantFigures::default().get(), 3);
/// assert!(SignificantFigures::new(5).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct SignificantFigures(u8);

impl SignificantFigures {
    /// 1 to 4 figures.
    ///
    /// # Errors
    /// [`TallyError::Unfit`] otherwise.
    pub fn new(figures: u8) -> Result<Self, TallyError> {
        if (1..=4).contains(&figures) {
            return Ok(Self(figures));
        }
        Err(unfit("figures", figures, "1 to 4"))
    }

    /// The figures.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for SignificantFigures {
    fn default() -> Self {
        Self(3)
    }
}

impl TryFrom<u8> for SignificantFigures {
    type Error = TallyError;

    fn try_from(figures: u8) -> Result<Self, TallyError> {
        Self::new(figures)
    }
}

impl From<SignificantFigures> for u8 {
    fn from(figures: SignificantFigures) -> Self {
        figures.0
    }
}

/// Quantiles of whole numbers from 0 to 10^15, such as seconds, of a stream too long to keep.
///
/// A high-dynamic-range histogram (G. Tene, `HdrHistogram`): values fall into cells whose width is at most
/// 10^-figures of their values, so a quantile is the exact one to that relative error; values below 2 · 10^figures
/// have cells of their own and are exact. n, least and greatest value are exact. The quantile is by nearest rank
/// (type 1 of Hyndman and Fan 1996): the middle of the cell that holds the ⌈n · p⌉-th value, kept between the least
/// and the greatest value, which are exact as the first and the last.
///
/// An empty tally owns no cells. At three figures, values up to a month of seconds take some 100 KB, at two some
/// 15 KB. The stored form holds the used cells only, as ascending pairs of a cell's least value and its count.
///
/// ```
/// use service_quality::indicator::{QuantileTally, Readout};
///
/// let mut seconds = QuantileTally::default();
/// for value in [60, 75, 90, 3_600, 86_400] {
///     seconds.record(value)?;
/// }
/// assert_eq!(seconds.at("0.5".parse()?), Some(90));
/// assert_eq!(seconds.at("0.9".parse()?), Some(86_400));
/// let minutes = Readout::new(1, 0)?.scaled(1.try_into()?, 60.try_into()?);
/// assert_eq!(seconds.measure(&minutes)?.value(), "1.5".parse().ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, Deserialize)]
#[serde(try_from = "RawQuantile")]
pub struct QuantileTally {
    figures: SignificantFigures,
    filled: Option<Filled>,
}

/// What a tally of at least one value holds.
#[derive(Clone)]
struct Filled {
    min: u64,
    max: u64,
    /// Its total is n; checked before each change, since its own counters saturate.
    cells: Histogram<u64>,
}

pub(super) const NAME: &str = "quantile tally";

/// The largest value: what a number can hold.
const LARGEST: u64 = 1_000_000_000_000_000;

impl QuantileTally {
    /// An empty tally of that precision.
    #[must_use]
    pub const fn new(figures: SignificantFigures) -> Self {
        Self { figures, filled: None }
    }

    /// The declared precision.
    #[must_use]
    pub const fn figures(&self) -> SignificantFigures {
        self.figures
    }

    /// The largest relative error of a quantile, 10^-figures.
    #[must_use]
    pub fn relative_error(&self) -> Share {
        Share::from_scaled(1, u32::from(self.figures.0)).unwrap_or(Share::ONE)
    }

    /// The observations.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.filled.as_ref().map_or(0, |filled| filled.cells.len())
    }

    /// The least value, exactly.
    #[must_use]
    pub fn min(&self) -> Option<u64> {
        self.filled.as_ref().map(|filled| filled.min)
    }

    /// The greatest value, exactly.
    #[must_use]
    pub fn max(&self) -> Option<u64> {
        self.filled.as_ref().map(|filled| filled.max)
    }

    /// Counts one value.
    ///
    /// # Errors
    /// [`TallyError::Unfit`] for a value below 0 or above 10^15, [`TallyError::Full`] beyond 2^64 − 1 values.
    pub fn record(&mut self, value: i64) -> Result<(), TallyError> {
        self.record_many(Self::check(value)?, 1)
    }

    /// Whether a value can be counted.
    pub(in crate::indicator) fn check(value: i64) -> Result<u64, TallyError> {
        let countable = u64::try_from(value).ok().filter(|value| *value <= LARGEST);
        countable.ok_or_else(|| unfit("value", value, "0 to 10^15"))
    }

    /// Whether [`QuantileTally::record`] would take a value.
    pub(super) fn takes(&self, value: i64) -> Result<(), TallyError> {
        Self::check(value)?;
        add(self.n(), 1, NAME, "n").map(drop)
    }

    fn record_many(&mut self, value: u64, count: u64) -> Result<(), TallyError> {
        let refused = || unfit("value", value, "0 to 10^15");
        if value > LARGEST {
            return Err(refused());
        }
        add(self.n(), count, NAME, "n")?;
        let figures = self.figures.0;
        let filled = match &mut self.filled {
            Some(filled) => filled,
            empty => {
                let cells = Histogram::new(figures).map_err(|_| refused())?;
                empty.insert(Filled { min: value, max: value, cells })
            }
        };
        // Refused only where `usize` is too small to number the cells, which values up to 10^15 need not fear.
        filled.cells.record_n(value, count).map_err(|_| refused())?;
        filled.min = filled.min.min(value);
        filled.max = filled.max.max(value);
        Ok(())
    }

    /// Whether another tally is of the same precision.
    pub(super) const fn fits(&self, other: &Self) -> Result<(), TallyError> {
        let (left, right) = (self.figures.0, other.figures.0);
        if left == right { Ok(()) } else { Err(TallyError::DifferentFigures { left, right }) }
    }

    /// Adds the observations of another tally.
    ///
    /// # Errors
    /// [`TallyError::DifferentFigures`], [`TallyError::Full`] beyond 2^64 − 1 values.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        self.fits(other)?;
        add(self.n(), other.n(), NAME, "n")?;
        match (&mut self.filled, &other.filled) {
            (Some(ours), Some(theirs)) => {
                let refused = |_| unfit("value", theirs.max, "0 to 10^15");
                ours.cells.add(&theirs.cells).map_err(refused)?;
                ours.min = ours.min.min(theirs.min);
                ours.max = ours.max.max(theirs.max);
            }
            (ours @ None, theirs) => ours.clone_from(theirs),
            (Some(_), None) => {}
        }
        Ok(())
    }

    /// The quantile by nearest rank; absent when nothing was observed.
    #[must_use]
    pub fn at(&self, p: Share) -> Option<u64> {
        self.at_rank(nearest_rank(self.n(), p)?)
    }

    /// The value of the given rank, 1 for the least; absent for rank 0 and beyond n.
    ///
    /// Two ranks either side of a quantile's bound a confidence interval for it without a second pass.
    #[must_use]
    pub fn at_rank(&self, rank: u64) -> Option<u64> {
        let filled = self.filled.as_ref()?;
        if rank <= 1 || rank >= self.n() {
            let end = if rank <= 1 { filled.min } else { filled.max };
            return (1..=self.n()).contains(&rank).then_some(end);
        }
        let mut seen = 0_u64;
        let (least, _) = self.cells().find(|(_, count)| {
            seen = seen.saturating_add(*count);
            seen >= rank
        })?;
        let width = filled.cells.equivalent_range(least);
        let middle = least.saturating_add(width.saturating_sub(1) / 2);
        Some(middle.clamp(filled.min, filled.max))
    }

    /// The quantile that the readout names; missing when nothing was observed.
    ///
    /// # Errors
    /// [`TallyError::ValueOutOfRange`] when the readout's unit takes the value beyond 10^15.
    pub fn measure(&self, readout: &Readout) -> Result<Measurement, TallyError> {
        let (p, n) = (readout.quantile(), self.n());
        if let Some(absence) = readout.absence(n) {
            return Ok(Measurement::absent(absence));
        }
        let value = self
            .at(p)
            .and_then(|value| readout.ratio(false, u128::from(value).into(), 1.into()))
            .ok_or(TallyError::ValueOutOfRange { tally: NAME })?;
        let basis = Basis::Quantile { p, relative_error: self.relative_error() };
        Ok(Measurement::on_basis(value, n, basis))
    }

    /// The used cells, ascending: least value and count.
    fn cells(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.filled.iter().flat_map(|filled| {
            filled
                .cells
                .iter_recorded()
                .map(|cell| (filled.cells.lowest_equivalent(cell.value_iterated_to()), cell.count_at_value()))
        })
    }
}

fn unfit(part: &'static str, given: impl fmt::Display, allowed: &str) -> TallyError {
    TallyError::Unfit { tally: NAME, part, given: given.to_string(), allowed: allowed.into() }
}

/// By what was counted: two tallies that reserved different memory for it are equal.
impl PartialEq for QuantileTally {
    fn eq(&self, other: &Self) -> bool {
        (self.figures, self.min(), self.max(), self.n())
            == (other.figures, other.min(), other.max(), other.n())
            && self.cells().eq(other.cells())
    }
}

impl Eq for QuantileTally {}

impl fmt::Debug for QuantileTally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("QuantileTally")
            .field("figures", &self.figures)
            .field("n", &self.n())
            .field("min", &self.min())
            .field("max", &self.max())
            .finish_non_exhaustive()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuantile {
    figures: SignificantFigures,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max: Option<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cells: Vec<(u64, u64)>,
}

impl Serialize for QuantileTally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawQuantile { figures: self.figures, min: self.min(), max: self.max(), cells: self.cells().collect() }
            .serialize(serializer)
    }
}

impl TryFrom<RawQuantile> for QuantileTally {
    type Error = TallyError;

    /// Accepts exactly what some sequence of records would have been written as.
    fn try_from(raw: RawQuantile) -> Result<Self, TallyError> {
        let mut tally = Self::new(raw.figures);
        let mut last = None;
        for (least, count) in &raw.cells {
            let ascending = last.is_none_or(|last| last < least);
            last = Some(least);
            tally.record_many(*least, *count)?;
            let whole =
                tally.filled.as_ref().is_some_and(|filled| filled.cells.lowest_equivalent(*least) == *least);
            if *count == 0 || !ascending || !whole {
                return Err(unfit(
                    "cell",
                    least,
                    "ascending pairs of a cell's least value and a count of at least 1",
                ));
            }
        }
        let (n, Some(filled)) = (tally.n(), &mut tally.filled) else {
            return match raw.min.or(raw.max) {
                None => Ok(tally),
                Some(given) => Err(unfit("min or max", given, "neither without cells")),
            };
        };
        let within = |given: Option<u64>, cell: u64| {
            given.filter(|given| filled.cells.lowest_equivalent(*given) == cell)
        };
        let shown = |given: Option<u64>| given.map_or_else(|| "none".to_owned(), |given| given.to_string());
        let min = within(raw.min, filled.cells.lowest_equivalent(filled.min))
            .ok_or_else(|| unfit("min", shown(raw.min), "a value of the first cell"))?;
        let max = within(raw.max, filled.cells.lowest_equivalent(filled.max))
            .filter(|max| *max >= min && (n > 1 || *max == min))
            .ok_or_else(|| unfit("max", shown(raw.max), "a value of the last cell, not below min"))?;
        (filled.min, filled.max) = (min, max);
        Ok(tally)
    }
}
