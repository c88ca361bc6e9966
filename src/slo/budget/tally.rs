use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::quantity::{Label, Span, unique_keys};
use crate::sla::{Denominator, OutcomeCounts};
use crate::slo::availability::{AvailabilityTally, MissingSlice, SliceTally, TimeFigures};
use crate::slo::{ExactRatio, SloError};

/// What went well and what did not, and what of it does not count (计数): merges in any order to equal bytes.
///
/// Gross is everything that happened; what is excluded stays listed by reason; net, the rest, is what is judged.
///
/// ```
/// use service_quality::slo::budget::{EventCounts, SloTally};
///
/// let mut month = SloTally::new(9_900, 60)?;
/// month.exclude(&"maintenance".parse()?, EventCounts { good: 0, bad: 50 })?;
/// month.merge(&SloTally::new(100, 0)?)?;
/// assert_eq!(month.gross(), EventCounts { good: 10_000, bad: 60 });
/// assert_eq!(month.net()?, EventCounts { good: 10_000, bad: 10 });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawTally", into = "RawTally")]
pub struct SloTally {
    gross: EventCounts,
    excluded: BTreeMap<Label, EventCounts>,
    /// Follows from the others; kept, so that taking out one more need not look at all.
    net: EventCounts,
}

/// So many good ones and so many bad ones. Both are written and read, so that a source under a wrong name is no zero.
///
/// ```
/// use service_quality::slo::budget::EventCounts;
/// assert_eq!(EventCounts { good: 3, bad: 1 }.ratio().map(|sli| sli.to_string()).as_deref(), Some("3/4"));
/// let error = serde_json::from_str::<EventCounts>(r#"{"good": 3}"#).unwrap_err();
/// assert!(error.to_string().starts_with("missing field `bad`"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventCounts {
    /// Good ones.
    pub good: u64,
    /// Bad ones.
    pub bad: u64,
}

/// The reason under which time outside operating hours is listed.
pub(super) const OUTSIDE_HOURS: &str = "outside_hours";

/// The most that a tally counts: 10^15, which every exact number reaches.
const MOST: u64 = 1_000_000_000_000_000;

impl SloTally {
    /// Good and bad ones.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] beyond 10^15 of them.
    pub fn new(good: u64, bad: u64) -> Result<Self, SloError> {
        let gross = EventCounts { good, bad };
        gross.total()?;
        Ok(Self { gross, excluded: BTreeMap::new(), net: gross })
    }

    /// So many of which so many were good.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for more good ones than there are, [`SloError::TooLarge`] beyond 10^15 of them.
    pub fn of_good(good: u64, total: u64) -> Result<Self, SloError> {
        let bad = total.checked_sub(good);
        let bad =
            bad.ok_or_else(|| SloError::not_allowed("good", &good, format!("at most {total}, the total")));
        Self::new(good, bad?)
    }

    /// So many of which so many were bad.
    ///
    /// # Errors
    /// As for [`SloTally::of_good`].
    pub fn of_bad(bad: u64, total: u64) -> Result<Self, SloError> {
        let good = total.checked_sub(bad);
        let good =
            good.ok_or_else(|| SloError::not_allowed("bad", &bad, format!("at most {total}, the total")));
        Self::new(good?, bad)
    }

    /// A stretch of time, and how much of it the service was not there.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] where either is negative or more was lost than there is.
    pub fn of_time(length: Span, down: Span) -> Result<Self, SloError> {
        let seconds = |span: Span| u64::try_from(span.seconds()).ok();
        let bad = seconds(down).filter(|_| down <= length);
        let bad = bad.ok_or_else(|| SloError::not_allowed("down", &down, format!("PT0S to {length}")))?;
        let good = length.checked_sub(down).and_then(seconds);
        Self::new(good.ok_or_else(|| SloError::too_large("the time"))?, bad)
    }

    /// Tickets by what became of a promise: met, and what the denominator counts beside it.
    ///
    /// Outcomes are counted, not tickets: one that was reopened has an outcome for each of its cycles, and one with several
    /// promises one for each. Count the promise of one cycle where each ticket may count once only.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] beyond 10^15 of them.
    pub fn of_outcomes(counts: &OutcomeCounts, denominator: Denominator) -> Result<Self, SloError> {
        let (met, of) = counts.ratio(denominator);
        Self::new(met, of.saturating_sub(met))
    }

    /// Time slices, those without data counted as said.
    ///
    /// ```
    /// use service_quality::slo::availability::{MissingSlice, SliceTally};
    /// use service_quality::slo::budget::SloTally;
    /// let week = SliceTally { good: 90, bad: 10, missing: 9_980 };
    /// assert_eq!(SloTally::of_slices(&week, MissingSlice::Good)?.gross().good, 10_070);
    /// # Ok::<(), service_quality::slo::SloError>(())
    /// ```
    ///
    /// # Errors
    /// [`SloError::TooLarge`] beyond 10^15 of them.
    pub fn of_slices(slices: &SliceTally, missing: MissingSlice) -> Result<Self, SloError> {
        let SliceTally { good, bad, missing: absent } = *slices;
        let sum = |one: u64| one.checked_add(absent).ok_or_else(|| SloError::too_large("the slices"));
        match missing {
            MissingSlice::Excluded => Self::new(good, bad),
            MissingSlice::Good => Self::new(sum(good)?, bad),
            MissingSlice::Bad => Self::new(good, sum(bad)?),
        }
    }

    /// Seconds of availability, good and bad, as a contract counts them; what was taken out stays listed, by its reason.
    ///
    /// Downtime that was too short to count is good time, rounding is bad time: so the gross figures here are those of the
    /// contract's count before anything was taken out.
    ///
    /// ```
    /// use service_quality::quantity::Span;
    /// use service_quality::slo::availability::{AvailabilityTally, ExclusionReason, TimeFigures};
    /// use service_quality::slo::budget::{EventCounts, SloTally};
    ///
    /// let figures = |time, downtime| TimeFigures { time: Span::from_hours(time), downtime: Span::from_hours(downtime) };
    /// let month = AvailabilityTally::new(figures(720, 2))?
    ///     .excluding(ExclusionReason::PlannedMaintenance, figures(3, 1))?;
    /// let tally = SloTally::of_availability(&month)?;
    /// assert_eq!(tally.net()?, EventCounts { good: 716 * 3_600, bad: 3_600 });
    /// assert_eq!(tally.excluded().get("planned_maintenance").map(|part| part.bad), Some(3_600));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`SloError::TooLarge`] beyond 10^15 seconds.
    pub fn of_availability(availability: &AvailabilityTally) -> Result<Self, SloError> {
        let large = || SloError::too_large("the time");
        let seconds = |span: Span| u64::try_from(span.seconds()).map_err(|_| large());
        let parts = |figures: TimeFigures| -> Result<EventCounts, SloError> {
            let bad = seconds(figures.downtime)?;
            let good = seconds(figures.time)?.checked_sub(bad).ok_or_else(large)?;
            Ok(EventCounts { good, bad })
        };
        let EventCounts { good, bad } = parts(availability.net())?;
        let mut tally = Self::new(good, bad)?;
        tally.add_excluded(Label::new(OUTSIDE_HOURS)?, parts(availability.outside_hours())?)?;
        for (reason, figures) in availability.excluded() {
            tally.add_excluded(Label::new(reason.as_str())?, parts(figures)?)?;
        }
        Ok(tally)
    }

    /// Everything that happened.
    #[must_use]
    pub const fn gross(&self) -> EventCounts {
        self.gross
    }

    /// What does not count, by reason.
    #[must_use]
    pub const fn excluded(&self) -> &BTreeMap<Label, EventCounts> {
        &self.excluded
    }

    /// What counts.
    ///
    /// # Errors
    /// None for a tally that was made, which never excludes more than there is.
    pub fn net(&self) -> Result<EventCounts, SloError> {
        Ok(self.net)
    }

    /// The share of good ones among those that count (服务级别指标, SLI); absent where none count.
    #[must_use]
    pub fn sli(&self) -> Option<ExactRatio> {
        self.net().ok()?.ratio()
    }

    /// Takes out of what counts a part of what happened.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] where there are not so many; the tally stays as it was.
    pub fn exclude(&mut self, reason: &Label, part: EventCounts) -> Result<(), SloError> {
        let net = self.net.without(reason, part)?;
        if part == EventCounts::default() {
            return Ok(());
        }
        let excluded = self.excluded.entry(reason.clone()).or_default();
        *excluded = excluded.plus(part)?;
        self.net = net;
        Ok(())
    }

    /// Adds a part that happened and does not count.
    fn add_excluded(&mut self, reason: Label, part: EventCounts) -> Result<(), SloError> {
        self.gross = self.gross.plus(part)?;
        if part != EventCounts::default() {
            let excluded = self.excluded.entry(reason).or_default();
            *excluded = excluded.plus(part)?;
        }
        Ok(())
    }

    /// Adds another tally.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] beyond 10^15; the tally stays as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        self.gross = self.gross.plus(other.gross)?;
        self.net = self.net.plus(other.net)?;
        for (reason, part) in &other.excluded {
            // Never more than gross, which was just found to be in range.
            let excluded = self.excluded.entry(reason.clone()).or_default();
            *excluded = excluded.plus(*part)?;
        }
        Ok(())
    }
}

impl EventCounts {
    /// Good and bad together.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] beyond 10^15.
    pub fn total(self) -> Result<u64, SloError> {
        let total = self.good.checked_add(self.bad).filter(|total| *total <= MOST);
        total.ok_or_else(|| SloError::too_large("the number of events"))
    }

    /// The share of good ones; absent where there are none at all.
    #[must_use]
    pub fn ratio(self) -> Option<ExactRatio> {
        let good = i128::from(self.good);
        ExactRatio::new(good, good.checked_add(self.bad.into())?)
    }

    pub(super) fn plus(self, other: Self) -> Result<Self, SloError> {
        let sum = |one: u64, other: u64| {
            one.checked_add(other).ok_or_else(|| SloError::too_large("the number of events"))
        };
        let sum = Self { good: sum(self.good, other.good)?, bad: sum(self.bad, other.bad)? };
        sum.total().map(|_| sum)
    }

    fn without(self, reason: &Label, part: Self) -> Result<Self, SloError> {
        let take = |from: u64, part: u64, what: &str| {
            from.checked_sub(part).ok_or_else(|| {
                let place = format!("excluded.{reason}.{what}");
                SloError::not_allowed(place, &part, format!("at most the {from} that still count"))
            })
        };
        Ok(Self { good: take(self.good, part.good, "good")?, bad: take(self.bad, part.bad, "bad")? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTally {
    gross: EventCounts,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique_keys")]
    excluded: BTreeMap<Label, EventCounts>,
}

impl TryFrom<RawTally> for SloTally {
    type Error = SloError;

    fn try_from(raw: RawTally) -> Result<Self, SloError> {
        let mut tally = Self::new(raw.gross.good, raw.gross.bad)?;
        for (reason, part) in &raw.excluded {
            tally.exclude(reason, *part)?;
        }
        Ok(tally)
    }
}

impl From<SloTally> for RawTally {
    fn from(tally: SloTally) -> Self {
        Self { gross: tally.gross, excluded: tally.excluded }
    }
}
