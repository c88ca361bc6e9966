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

/// What was counted over windows that end together, as [`BurnAlerts`](crate::slo::burn::BurnAlerts) and
/// [`BudgetPolicy`](crate::slo::burn::BudgetPolicy) take it.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::budget::{SloTally, TallySeries};
/// let now = "2026-03-02T12:00:00Z".parse()?;
/// let windows = TallySeries::default().windows([Span::from_hours(1)], now)?;
/// assert_eq!((windows.until, windows.tallies.len()), (now, 1), "the window is there, and empty");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WindowTallies {
    /// When they end: an instant at which slices do.
    pub until: Timestamp,
    /// What was counted, by the length of the window.
    pub tallies: BTreeMap<Span, SloTally>,
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

    /// Adds what was counted late or by another worker: to the slice of the same times, or as one of its own.
    ///
    /// ```
    /// use service_quality::slo::budget::{SloTally, TallySeries, TallySlice};
    /// let hour = TallySlice {
    ///     from: "2026-03-02T09:00:00Z".parse()?, until: "2026-03-02T10:00:00Z".parse()?, tally: SloTally::new(9, 1)?,
    /// };
    /// let mut series = TallySeries::default();
    /// series.record(hour.clone())?;
    /// series.record(hour)?;
    /// assert_eq!(series.slices()[0].tally, SloTally::new(18, 2)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] where it lies across others, or has no length, [`SloError::TooLarge`] beyond 10^15; the
    /// series stays as it was.
    pub fn record(&mut self, slice: TallySlice) -> Result<(), SloError> {
        if slice.until <= slice.from {
            let allowed = format!("later than `from`, {}", slice.from);
            return Err(SloError::not_allowed("slice.until", &slice.until, allowed));
        }
        let index = self.0.partition_point(|own| own.until <= slice.from);
        match self.0.get_mut(index).filter(|own| own.from < slice.until) {
            None => self.0.insert(index, slice),
            Some(own) if (own.from, own.until) == (slice.from, slice.until) => {
                own.tally.merge(&slice.tally)?;
            }
            Some(own) => {
                let given = format!("{} to {}", slice.from, slice.until);
                let allowed = format!("the same times as {} to {}, or others", own.from, own.until);
                return Err(SloError::not_allowed("slice", &given, allowed));
            }
        }
        Ok(())
    }

    /// Adds another series of slices of the same times, such as another worker counted: in any order to equal bytes.
    ///
    /// # Errors
    /// As of [`TallySeries::record`]; the series stays as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        let mut sum = self.clone();
        for slice in &other.0 {
            sum.record(slice.clone())?;
        }
        *self = sum;
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
        self.slices_within(&range)
            .map(Result::<&TallySlice, SloError>::cloned)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The slices of a range, in order; an error instead of one that lies across its beginning or end.
    fn slices_within(&self, range: &Range<Timestamp>) -> impl Iterator<Item = Result<&TallySlice, SloError>> {
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

    /// The windows up to the newest [border](Self::border_before) at an instant, which [`WindowTallies::until`] tells. Those
    /// in which nothing was counted have an empty tally.
    ///
    /// # Errors
    /// As of [`TallySeries::last`].
    pub fn windows(
        &self,
        windows: impl IntoIterator<Item = Span>,
        as_of: Timestamp,
    ) -> Result<WindowTallies, SloError> {
        let until = self.border_before(as_of).unwrap_or(as_of);
        let tallies = windows.into_iter().map(|window| Ok((window, self.last(window, until)?)));
        Ok(WindowTallies { until, tallies: tallies.collect::<Result<_, SloError>>()? })
    }

    /// The newest instant, at most the given one, at which a slice begins or ends; after the last slice, and in a gap, one
    /// at which slices as long as the one before would end, so that a source that fell silent does not pass for a fresh
    /// one. Absent before the first slice.
    ///
    /// ```
    /// use service_quality::slo::budget::{SloTally, TallySeries, TallySlice};
    /// let minute = |from: &str, until: &str| -> Result<_, Box<dyn std::error::Error>> {
    ///     Ok(TallySlice { from: from.parse()?, until: until.parse()?, tally: SloTally::new(9, 1)? })
    /// };
    /// let series = TallySeries::new(vec![minute("2026-03-02T11:59:00Z", "2026-03-02T12:00:00Z")?])?;
    /// let border = |at: &str| -> Result<_, Box<dyn std::error::Error>> { Ok(series.border_before(at.parse()?)) };
    /// assert_eq!(border("2026-03-02T12:00:30Z")?, Some("2026-03-02T12:00:00Z".parse()?));
    /// assert_eq!(border("2026-03-02T14:07:30Z")?, Some("2026-03-02T14:07:00Z".parse()?), "two hours of silence");
    /// assert_eq!(border("2026-03-02T11:00:00Z")?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn border_before(&self, as_of: Timestamp) -> Option<Timestamp> {
        let begun = self.0.partition_point(|slice| slice.from <= as_of);
        let last = self.0.get(begun.checked_sub(1)?)?;
        if as_of < last.until {
            return Some(last.from);
        }
        let past = as_of.since(last.until).seconds().checked_rem(last.until.since(last.from).seconds())?;
        as_of.checked_sub(Span::from_seconds(past))
    }

    /// How much of a range slices cover.
    pub(super) fn covered(&self, range: &Range<Timestamp>) -> Span {
        let slices = self.0.iter().filter(|slice| range.start <= slice.from && slice.until <= range.end);
        // Slices do not overlap: their sum is within the range of instants.
        slices.map(|slice| slice.until.since(slice.from)).fold(Span::ZERO, |sum, length| sum + length)
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
