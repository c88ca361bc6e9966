use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::level::allowed_parts;
use super::{AvailabilityVerdict, ExclusionReason, ServiceLevel};
use crate::quantity::{Number, PLACES, Share, Span, unique_keys};
use crate::slo::SloError;

/// Time, and how much of it was downtime.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::availability::TimeFigures;
/// let month = TimeFigures { time: Span::from_hours(720), downtime: Span::from_minutes(65) };
/// assert_eq!(serde_json::to_string(&month)?, r#"{"time":"PT720H","downtime":"PT1H5M"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeFigures {
    /// All of it.
    pub time: Span,
    /// What of it was downtime.
    pub downtime: Span,
}

/// Availability, counted (可用性统计): gross, what was taken out and why, net. Merges in any order to equal bytes.
///
/// Net time is gross time less closed and excluded time; net downtime is gross downtime less that within closed, excluded
/// and excused time, less outages that were too short, and rounded as the contract rounds. The level is
/// `1 − net downtime / net time`: excluded time leaves the numerator and the denominator, excused time stays in the
/// denominator.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::availability::{AvailabilityTally, ExclusionReason, TimeFigures};
///
/// let maintenance = TimeFigures { time: Span::from_hours(3), downtime: Span::ZERO };
/// let month = AvailabilityTally::new(TimeFigures { time: Span::from_hours(720), downtime: Span::from_minutes(65) })?
///     .excluding(ExclusionReason::PlannedMaintenance, maintenance)?;
/// let verdict = month.verdict("0.998".parse()?)?.ok_or("no time")?;
/// assert!(verdict.met());
/// assert_eq!(verdict.level().percent(5).to_string(), "99.84891");
/// assert_eq!(verdict.allowed().to_string(), "5162.4", "seconds: 86.04 minutes");
/// assert_eq!(AvailabilityTally::default().level(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "RawTally", into = "RawTally")]
pub struct AvailabilityTally {
    gross: TimeFigures,
    closed: TimeFigures,
    excluded: BTreeMap<ExclusionReason, TimeFigures>,
    excused: BTreeMap<ExclusionReason, TimeFigures>,
    too_short: Span,
    rounding: Span,
    /// Follows from the others; kept, so that it is known to be in range.
    net: TimeFigures,
}

impl AvailabilityTally {
    /// Time of service and the downtime in it, both as a clock on the wall measures them.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing, and for more downtime than time.
    pub fn new(gross: TimeFigures) -> Result<Self, SloError> {
        Self { gross, ..Self::default() }.checked()
    }

    /// Takes time out, with the downtime that lies within.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for less than nothing, and for more than there is left.
    pub fn excluding(mut self, reason: ExclusionReason, figures: TimeFigures) -> Result<Self, SloError> {
        let sum = self.excluded.entry(reason).or_default();
        *sum = sum.plus(figures)?;
        self.checked()
    }

    /// Takes out the downtime of a time that stays time of service; see
    /// [`ExclusionEffect::NotDowntime`](super::ExclusionEffect::NotDowntime).
    ///
    /// ```
    /// use service_quality::quantity::Span;
    /// use service_quality::slo::availability::{AvailabilityTally, ExclusionReason, TimeFigures};
    ///
    /// let figures = |time, downtime| TimeFigures { time: Span::from_hours(time), downtime: Span::from_hours(downtime) };
    /// let month = AvailabilityTally::new(figures(720, 9))?;
    /// let left = |month: AvailabilityTally| month.level().map(|level| level.percent(4).to_string());
    /// let reason = ExclusionReason::PlannedMaintenance;
    /// assert_eq!(left(month.clone().excusing(reason.clone(), figures(8, 8))?).as_deref(), Some("99.8611")); // 719 / 720
    /// assert_eq!(left(month.excluding(reason, figures(8, 8))?).as_deref(), Some("99.8596")); // 711 / 712
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As of [`AvailabilityTally::excluding`].
    pub fn excusing(mut self, reason: ExclusionReason, figures: TimeFigures) -> Result<Self, SloError> {
        let sum = self.excused.entry(reason).or_default();
        *sum = sum.plus(figures)?;
        self.checked()
    }

    /// Takes out closed time, which lies outside operating hours, and what is excluded and excused.
    pub(super) fn without(
        self,
        closed: TimeFigures,
        excluded: BTreeMap<ExclusionReason, TimeFigures>,
        excused: BTreeMap<ExclusionReason, TimeFigures>,
    ) -> Result<Self, SloError> {
        Self { closed, excluded, excused, ..self }.checked()
    }

    /// What does not count because it was too short, and what rounding adds.
    pub(super) fn counted(self, too_short: Span, rounding: Span) -> Result<Self, SloError> {
        Self { too_short, rounding, ..self }.checked()
    }

    /// All time and all downtime.
    #[must_use]
    pub const fn gross(&self) -> TimeFigures {
        self.gross
    }

    /// What lay outside operating hours.
    #[must_use]
    pub const fn outside_hours(&self) -> TimeFigures {
        self.closed
    }

    /// What was taken out, by reason.
    pub fn excluded(&self) -> impl Iterator<Item = (&ExclusionReason, TimeFigures)> {
        self.excluded.iter().map(|(reason, figures)| (reason, *figures))
    }

    /// What stayed time of service while its downtime did not count, by reason.
    pub fn excused(&self) -> impl Iterator<Item = (&ExclusionReason, TimeFigures)> {
        self.excused.iter().map(|(reason, figures)| (reason, *figures))
    }

    /// Downtime that did not count because the outage was shorter than the minimum.
    #[must_use]
    pub const fn too_short(&self) -> Span {
        self.too_short
    }

    /// What rounding partial minutes added to the downtime; below zero where it took away.
    #[must_use]
    pub const fn rounding(&self) -> Span {
        self.rounding
    }

    /// What counts.
    #[must_use]
    pub const fn net(&self) -> TimeFigures {
        self.net
    }

    /// The availability; absent where no time counts.
    #[must_use]
    pub fn level(&self) -> Option<ServiceLevel> {
        ServiceLevel::without(unsigned(self.net.downtime), unsigned(self.net.time))
    }

    /// The availability as if nothing had been taken out; absent where there was no time.
    #[must_use]
    pub fn gross_level(&self) -> Option<ServiceLevel> {
        ServiceLevel::without(unsigned(self.gross.downtime), unsigned(self.gross.time))
    }

    /// Whether the target was met, and what downtime it allows and leaves; absent where no time counts.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] where the time exceeds 10^15 seconds.
    pub fn verdict(&self, target: Share) -> Result<Option<AvailabilityVerdict>, SloError> {
        let Some(level) = self.level() else { return Ok(None) };
        let scaled = unsigned(self.net.time).checked_mul(allowed_parts(target));
        let allowed = scaled.and_then(|scaled| Number::from_scaled(i128::try_from(scaled).ok()?, PLACES));
        let allowed = allowed.ok_or_else(|| too_large("the allowed downtime"))?;
        AvailabilityVerdict::new(target, level, self.net.downtime, allowed).map(Some)
    }

    /// Adds another tally: of another range, another place.
    ///
    /// # Errors
    /// [`SloError::TooLarge`], and nothing is added, where a sum leaves the range of a span.
    pub fn merge(&mut self, other: &Self) -> Result<(), SloError> {
        let mut sum = self.clone();
        for (mine, its) in [(&mut sum.excluded, &other.excluded), (&mut sum.excused, &other.excused)] {
            for (reason, figures) in its {
                let sum = mine.entry(reason.clone()).or_default();
                *sum = sum.plus(*figures)?;
            }
        }
        let sum = Self {
            gross: self.gross.plus(other.gross)?,
            closed: self.closed.plus(other.closed)?,
            too_short: plus(self.too_short, other.too_short)?,
            rounding: plus(self.rounding, other.rounding)?,
            net: TimeFigures::default(),
            ..sum
        };
        *self = sum.checked()?;
        Ok(())
    }

    /// Works out what is left, and refuses more than there is.
    fn checked(mut self) -> Result<Self, SloError> {
        self.excluded.retain(|_, figures| *figures != TimeFigures::default());
        self.gross.checked(|| "gross".to_owned())?;
        self.closed.checked(|| "outside_hours".to_owned())?;
        let mut out = self.closed;
        for (reason, figures) in &self.excluded {
            figures.checked(|| format!("excluded.{reason}"))?;
            out = out.plus(*figures)?;
        }
        self.excused.retain(|_, figures| *figures != TimeFigures::default());
        let mut kept = Span::ZERO;
        for (reason, figures) in &self.excused {
            figures.checked(|| format!("excused.{reason}"))?;
            kept = plus(kept, figures.time)?;
            out.downtime = plus(out.downtime, figures.downtime)?;
        }
        super::terms::not_negative("too_short", self.too_short)?;
        let net = self.gross.time.checked_sub(out.time).zip(self.gross.downtime.checked_sub(out.downtime));
        let (time, downtime) = net.ok_or_else(|| too_large("the time taken out"))?;
        let downtime = downtime.checked_sub(self.too_short).and_then(|down| down.checked_add(self.rounding));
        self.net = TimeFigures { time, downtime: downtime.ok_or_else(|| too_large("the net downtime"))? };
        self.net.checked(|| "net".to_owned())?;
        if kept > self.net.time {
            let allowed = format!("at most the time that counts, {}", self.net.time);
            return Err(SloError::not_allowed("the time of `excused`", &kept, allowed));
        }
        Ok(self)
    }
}

impl TimeFigures {
    fn plus(self, other: Self) -> Result<Self, SloError> {
        Ok(Self { time: plus(self.time, other.time)?, downtime: plus(self.downtime, other.downtime)? })
    }

    fn checked(self, place: impl Fn() -> String) -> Result<(), SloError> {
        if self.time.is_negative() {
            let place = format!("`{}.time`", place());
            return Err(SloError::not_allowed(place, &self.time, "no time or more"));
        }
        if self.downtime.is_negative() || self.downtime > self.time {
            let allowed = format!("PT0S to the time it lies in, {}", self.time);
            return Err(SloError::not_allowed(format!("`{}.downtime`", place()), &self.downtime, allowed));
        }
        Ok(())
    }
}

fn plus(one: Span, other: Span) -> Result<Span, SloError> {
    one.checked_add(other).ok_or_else(|| too_large("a sum of time"))
}

pub(super) fn too_large(what: &str) -> SloError {
    SloError::TooLarge { what: what.to_owned() }
}

/// Spans of a tally are not negative.
fn unsigned(span: Span) -> u128 {
    u128::try_from(span.seconds()).unwrap_or_default()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "counted availability as an object")]
struct RawTally {
    gross: TimeFigures,
    #[serde(default, skip_serializing_if = "is_default")]
    outside_hours: TimeFigures,
    #[serde(default, deserialize_with = "unique_keys", skip_serializing_if = "BTreeMap::is_empty")]
    excluded: BTreeMap<ExclusionReason, TimeFigures>,
    #[serde(default, deserialize_with = "unique_keys", skip_serializing_if = "BTreeMap::is_empty")]
    excused: BTreeMap<ExclusionReason, TimeFigures>,
    #[serde(default, skip_serializing_if = "is_default")]
    too_short: Span,
    #[serde(default, skip_serializing_if = "is_default")]
    rounding: Span,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl TryFrom<RawTally> for AvailabilityTally {
    type Error = SloError;

    fn try_from(raw: RawTally) -> Result<Self, SloError> {
        let RawTally { gross, outside_hours, excluded, excused, too_short, rounding } = raw;
        let net = TimeFigures::default();
        Self { gross, closed: outside_hours, excluded, excused, too_short, rounding, net }.checked()
    }
}

impl From<AvailabilityTally> for RawTally {
    fn from(tally: AvailabilityTally) -> Self {
        let AvailabilityTally { gross, closed, excluded, excused, too_short, rounding, net: _ } = tally;
        Self { gross, outside_hours: closed, excluded, excused, too_short, rounding }
    }
}
