use serde::Serialize;

use super::ServiceLevel;
use super::tally::too_large;
use crate::quantity::{Language, Number, Share, Span};
use crate::slo::SloError;

/// Whether an availability target was met (可用性判定), with the figures it follows from.
///
/// ```
/// use service_quality::quantity::{Language, Span};
/// use service_quality::slo::availability::{AvailabilityTally, TimeFigures};
///
/// let month = AvailabilityTally::new(TimeFigures { time: Span::from_hours(720), downtime: Span::from_minutes(45) })?;
/// let verdict = month.verdict("0.999".parse()?)?.ok_or("no time")?;
/// assert!(!verdict.met());
/// assert_eq!(verdict.remaining().to_string(), "-108", "seconds");
/// assert_eq!(
///     verdict.text(Language::English),
///     "availability 99.896 % misses 99.9 %: PT45M of downtime, 2592 s allowed, 108 s too much"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailabilityVerdict {
    target: Share,
    level: ServiceLevel,
    downtime: Span,
    allowed: Number,
    remaining: Number,
}

impl AvailabilityVerdict {
    pub(super) fn new(
        target: Share,
        level: ServiceLevel,
        downtime: Span,
        allowed: Number,
    ) -> Result<Self, SloError> {
        let used = Number::try_from(downtime.seconds()).map_err(|_| too_large("the downtime"))?;
        let left = allowed.to_scaled() - used.to_scaled();
        let remaining = Number::from_scaled(left, crate::quantity::PLACES);
        let remaining = remaining.ok_or_else(|| too_large("the remaining downtime"))?;
        Ok(Self { target, level, downtime, allowed, remaining })
    }

    /// What was promised.
    #[must_use]
    pub const fn target(&self) -> Share {
        self.target
    }

    /// Whether it was kept: a level equal to the target meets it.
    #[must_use]
    pub fn met(&self) -> bool {
        self.level.met(self.target)
    }

    /// The availability.
    #[must_use]
    pub const fn level(&self) -> ServiceLevel {
        self.level
    }

    /// The downtime that counts.
    #[must_use]
    pub const fn downtime(&self) -> Span {
        self.downtime
    }

    /// The downtime that the target allows in the time that counts, in seconds, exact.
    #[must_use]
    pub const fn allowed(&self) -> Number {
        self.allowed
    }

    /// What is left of it, in seconds, exact; below zero where more was used.
    #[must_use]
    pub const fn remaining(&self) -> Number {
        self.remaining
    }

    /// The verdict and its reasons in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let Self { target, level, downtime, allowed, remaining } = self;
        let (level, target, met) = (level.percent_against(*target), target.percent(), self.met());
        let rest = remaining.value().abs();
        match language {
            Language::English => {
                let (verb, rest) = if met {
                    ("meets", format!("{rest} s left"))
                } else {
                    ("misses", format!("{rest} s too much"))
                };
                format!(
                    "availability {level} % {verb} {target} %: {downtime} of downtime, {allowed} s allowed, {rest}"
                )
            }
            Language::Chinese => {
                let (verb, rest) = if met {
                    ("达到", format!("剩余 {rest} 秒"))
                } else {
                    ("未达到", format!("超出 {rest} 秒"))
                };
                format!("可用性 {level} %，{verb}目标 {target} %：停机 {downtime}，允许 {allowed} 秒，{rest}")
            }
        }
    }
}

/// As data, level and verdict included.
impl Serialize for AvailabilityVerdict {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'a> {
            target: &'a Share,
            met: bool,
            level: Number,
            downtime: &'a Span,
            allowed_seconds: &'a Number,
            remaining_seconds: &'a Number,
        }
        let Self { target, level, downtime, allowed, remaining } = self;
        let (met, level) = (self.met(), level.share(9));
        Shown { target, met, level, downtime, allowed_seconds: allowed, remaining_seconds: remaining }
            .serialize(serializer)
    }
}
