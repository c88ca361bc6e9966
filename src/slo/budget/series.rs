use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::SloTally;
use crate::quantity::{Period, Span, Timestamp};
use crate::slo::SloError;

/// What was counted, slice by slice, from which any window is added up: rolling or of the calendar (滚动窗口、日历窗口).
///
/// Slices are in order and do not overlap; gaps are time in which nothing was counted. A window begins and ends where
/// slices do, since nobody knows when within a slice what happened: keep slices as short as the shortest step of a window.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::budget::{SloTally, TallySeries, TallySlice};
/// use service_quality::slo::burn::{BurnAlerts, BurnPreset, BurnTest};
///
/// let mut series = TallySeries::default();
/// for hour in 0..6 {
///     let slice = TallySlice {
///         from: format!("2026-03-02T{hour:02}:00:00Z").parse()?,
///         until: format!("2026-03-02T{:02}:00:00Z", hour + 1).parse()?,
///         tally: SloTally::of_bad(if hour == 5 { 30 } else { 0 }, 1_000)?,
///     };
///     series.push(slice)?;
/// }
/// let now = "2026-03-02T06:00:00Z".parse()?;
/// assert_eq!(series.last(Span::from_hours(1), now)?.gross().bad, 30);
/// assert_eq!(series.last(Span::from_hours(6), now)?.gross().total()?, 6_000);
/// assert!(series.last(Span::from_minutes(90), now).is_err(), "a slice lies across the beginning");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<TallySlice>", into = "Vec<TallySlice>")]
pub struct TallySeries(Vec<TallySlice>);

/// What was counted from an instant on, until before another.
///
/// ```
/// use service_quality::slo::budget::TallySlice;
/// let hour: TallySlice = serde_json::from_str(
///     r#"{"from": "2026-03-02T09:00:00Z", "until": "2026-03-02T10:00:00Z", "tally": {"gross": {"good": 90, "bad": 10}}}"#,
/// )?;
/// assert_eq!(hour.tally.gross().bad, 10);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TallySlice {
    /// Since when.
    pub from: Timestamp,
    /// Until when; not included.
    pub until: Timestamp,
    /// What was counted.
    pub tally: SloTally,
}

impl TallySeries {
    /// Slices in order.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] naming the slice, `slices[3].from`, that begins before the one before it ends, or has no
    /// length.
    pub fn new(slices: Vec<TallySlice>) -> Result<Self, SloError> {
        let mut series = Self(Vec::with_capacity(slices.len()));
        for slice in slices {
            series.push(slice)?;
        }
        Ok(series)
    }

    /// Adds the next slice.
    ///
    /// # Errors
    /// As of [`TallySeries::new`]; the series stays as it was.
    pub fn push(&mut self, slice: TallySlice) -> Result<(), SloError> {
        let place = |field: &str| format!("slices[{}].{field}", self.0.len());
        if let Some(last) = self.0.last().filter(|last| slice.from < last.until) {
            let allowed = format!("at or after {}, where the slice before it ends", last.until);
            return Err(SloError::not_allowed(place("from"), &slice.from, allowed));
        }
        if slice.until <= slice.from {
            let allowed = format!("later than `from`, {}", slice.from);
            return Err(SloError::not_allowed(place("until"), &slice.until, allowed));
        }
        self.0.push(slice);
        Ok(())
    }

    /// Forgets what ended before an instant, or at it.
    pub fn forget(&mut self, before: Timestamp) {
        let past = self.0.partition_point(|slice| slice.until <= before);
        self.0.drain(..past);
    }

    /// The slices, in order.
    #[must_use]
    pub fn slices(&self) -> &[TallySlice] {
        &self.0
    }

    /// What was counted from an instant on, until before another.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] where a slice lies across the beginning or the end; [`SloError::TooLarge`] beyond 10^15.
    pub fn within(&self, range: Range<Timestamp>) -> Result<SloTally, SloError> {
        let mut tally = SloTally::default();
        for slice in self.slices_within(&range) {
            tally.merge(&slice?.tally)?;
        }
        Ok(tally)
    }

    /// The slices from an instant on, until before another: a period that is adjusted and reported alone.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] where a slice lies across the beginning or the end.
    pub fn part(&self, range: Range<Timestamp>) -> Result<Self, SloError> {
        self.slices_within(&range).map(|slice| slice.cloned()).collect::<Result<_, _>>().map(Self)
    }

    /// The slices of a range, in order; an error instead of one that lies across its beginning or end.
    fn slices_within(
        &self,
        range: &Range<Timestamp>,
    ) -> impl Iterator<Item = Result<&TallySlice, SloError>> {
        let Range { start, end } = *range;
        let first = self.0.partition_point(|slice| slice.until <= start);
        self.0.iter().skip(first).take_while(move |slice| slice.from < end).map(move |slice| {
            if start <= slice.from && slice.until <= end {
                return Ok(slice);
            }
            let (field, given) = if slice.from < start { ("from", start) } else { ("until", end) };
            let allowed = format!("a border of the slices, not within {} to {}", slice.from, slice.until);
            Err(SloError::not_allowed(field, &given, allowed))
        })
    }

    /// What was counted in the time up to an instant, so long.
    ///
    /// # Errors
    /// As of [`TallySeries::within`]; [`SloError::TooLarge`] for a window that begins before the year 1.
    pub fn last(&self, window: Span, as_of: Timestamp) -> Result<SloTally, SloError> {
        let start =
            as_of.checked_sub(window).ok_or_else(|| SloError::too_large("the beginning of the window"))?;
        self.within(start..as_of)
    }

    /// What was counted in a calendar period up to an instant.
    ///
    /// # Errors
    /// As of [`TallySeries::within`]; [`SloError::Quantity`] for a period past the year 9999.
    pub fn period(&self, period: &Period, as_of: Timestamp) -> Result<SloTally, SloError> {
        self.within(period.start()?..period.end()?.min(as_of))
    }

    /// The windows up to an instant in which something was counted, as [`BurnAlerts`](crate::slo::burn::BurnAlerts) and
    /// [`BudgetPolicy`](crate::slo::burn::BudgetPolicy) take them.
    ///
    /// # Errors
    /// As of [`TallySeries::last`].
    pub fn windows(
        &self,
        windows: impl IntoIterator<Item = Span>,
        as_of: Timestamp,
    ) -> Result<BTreeMap<Span, SloTally>, SloError> {
        windows.into_iter().map(|window| Ok((window, self.last(window, as_of)?))).collect()
    }
}

impl TryFrom<Vec<TallySlice>> for TallySeries {
    type Error = SloError;

    fn try_from(slices: Vec<TallySlice>) -> Result<Self, SloError> {
        Self::new(slices)
    }
}

impl From<TallySeries> for Vec<TallySlice> {
    fn from(TallySeries(slices): TallySeries) -> Self {
        slices
    }
}
