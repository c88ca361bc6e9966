use serde::{Deserialize, Serialize};

use super::share::{self, add};
use super::{Readout, ShareTally, Tally, TallyError, TallyKind};
use crate::assessment::{PanelTally, RatedSubject};
use crate::indicator::amount::Amount;
use crate::indicator::{Absence, Measurement};
use crate::quantity::{IndicatorId, Number};
use crate::survey::Points;

/// The tally of one indicator: what it counted, and what it left out.
///
/// Made by [`Indicator::tally`](crate::indicator::Indicator::tally), filled by
/// [`Indicator::record`](crate::indicator::Indicator::record). Merges and is stored like any [`Tally`].
///
/// ```
/// use service_quality::indicator::{IndicatorTally, ShareTally};
///
/// let counted = IndicatorTally::new("reopen_rate".parse()?, ShareTally::new(1, 20)?.into());
/// assert_eq!((counted.tally().n(), counted.outside(), counted.without()), (20, 0, 0));
/// let json = serde_json::to_string(&counted)?;
/// assert_eq!(json, r#"{"indicator":"reopen_rate","tally":{"version":1,"share":{"k":1,"n":20}}}"#);
/// assert_eq!(serde_json::from_str::<IndicatorTally>(&json)?, counted);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorTally {
    indicator: IndicatorId,
    tally: Tally,
    #[serde(default, skip_serializing_if = "is_zero")]
    outside: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    without: u64,
}

/// What one record adds to an indicator's tally.
#[derive(Debug, Clone)]
pub(crate) enum Observation<'a> {
    /// The record is of other things: nothing.
    Elsewhere,
    /// The indicator does not apply to it.
    Outside,
    /// The indicator applies, and the ticket has nothing to measure (yet).
    Without,
    /// k of n.
    Share {
        /// Hits.
        k: u64,
        /// Trials.
        n: u64,
    },
    /// A quantity, for a mean or a quantile.
    Amount(Amount),
    /// Events in an exposure.
    Rate {
        /// Events.
        count: u64,
        /// Exposure.
        exposure: Number,
    },
    /// A number, for a sum.
    Total(Number),
    /// One number per another.
    Ratio {
        /// Numerator.
        of: Number,
        /// Denominator.
        per: Number,
    },
    /// Answers of one response to a survey.
    Answers(Points<'a>),
    /// Ratings of one subject, for their means.
    Ratings(PanelTally),
    /// Ratings of one subject, for their agreement.
    Subject(RatedSubject),
}

impl IndicatorTally {
    /// A tally of an indicator that was counted elsewhere.
    #[must_use]
    pub const fn new(indicator: IndicatorId, tally: Tally) -> Self {
        Self { indicator, tally, outside: 0, without: 0 }
    }

    /// The indicator.
    #[must_use]
    pub const fn indicator(&self) -> &IndicatorId {
        &self.indicator
    }

    /// What was counted.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Records to which the indicator does not apply: beside the value, never inside.
    #[must_use]
    pub const fn outside(&self) -> u64 {
        self.outside
    }

    /// Records to which it applies and that have nothing to measure (yet): not finished, not rated.
    #[must_use]
    pub const fn without(&self) -> u64 {
        self.without
    }

    /// Adds another tally of the same indicator.
    ///
    /// # Errors
    /// [`TallyError::DifferentIndicators`], and those of [`Tally::merge`]; this tally then stays as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        self.fits(other)?;
        let outside = add(self.outside, other.outside, NAME, "outside")?;
        let without = add(self.without, other.without, NAME, "without")?;
        self.tally.merge(&other.tally)?;
        (self.outside, self.without) = (outside, without);
        Ok(())
    }

    /// What the tally says, read as asked; not applicable where the indicator applied to none of its records.
    ///
    /// # Errors
    /// As [`Tally::measure`].
    pub fn measure(&self, readout: &Readout) -> Result<Measurement, TallyError> {
        let nothing = self.tally.n() == 0 && self.without == 0;
        if nothing && self.outside > 0 {
            return Ok(Measurement::absent(Absence::NotApplicable));
        }
        self.tally.measure(readout)
    }

    /// Whether another tally counts the same thing in the same way.
    pub(crate) fn fits(&self, other: &Self) -> Result<(), TallyError> {
        if self.indicator != other.indicator {
            return Err(TallyError::DifferentIndicators {
                left: self.indicator.clone(),
                right: other.indicator.clone(),
            });
        }
        self.tally.fits(&other.tally)
    }

    pub(crate) fn observe(&mut self, observation: &Observation<'_>) -> Result<(), TallyError> {
        match observation {
            Observation::Elsewhere => {}
            Observation::Outside => self.outside = add(self.outside, 1, NAME, "outside")?,
            Observation::Without => self.without = add(self.without, 1, NAME, "without")?,
            observation => count(&mut self.tally, observation)?,
        }
        Ok(())
    }

    /// Whether [`IndicatorTally::observe`] would succeed.
    pub(crate) fn check(&self, observation: &Observation<'_>) -> Result<(), TallyError> {
        match (observation, &self.tally) {
            (Observation::Outside, _) => add(self.outside, 1, NAME, "outside").map(drop),
            (Observation::Without, _) => add(self.without, 1, NAME, "without").map(drop),
            (Observation::Amount(amount), Tally::Quantile(tally)) => tally.takes(amount.whole()?),
            (Observation::Answers(points), Tally::Survey(tally)) => Ok(tally.takes(points).map(drop)?),
            (Observation::Ratings(ratings), Tally::Panel(tally)) => Ok(tally.takes(ratings)?),
            (Observation::Subject(subject), Tally::Agreement(tally)) => Ok(tally.takes(subject)?),
            // All others are a few numbers, or of another kind.
            (observation, small) => count(&mut small.clone(), observation),
        }
    }
}

/// Counts what is there to be counted.
fn count(tally: &mut Tally, observation: &Observation<'_>) -> Result<(), TallyError> {
    match (tally, observation) {
        (Tally::Share(tally), Observation::Share { k, n }) => tally.merge(&ShareTally::new(*k, *n)?),
        (Tally::Mean(tally), Observation::Amount(Amount::Number(number))) => tally.record(*number),
        (Tally::Mean(tally), Observation::Amount(Amount::Seconds(seconds))) => tally.record_whole(*seconds),
        (Tally::Quantile(tally), Observation::Amount(amount)) => tally.record(amount.whole()?),
        (Tally::Rate(tally), Observation::Rate { count, exposure }) => tally.record(*count, *exposure),
        (Tally::Total(tally), Observation::Total(number)) => tally.record(*number),
        (Tally::Ratio(tally), Observation::Ratio { of, per }) => tally.record(*of, *per),
        (Tally::Survey(tally), Observation::Answers(points)) => Ok(tally.add(points)?),
        (Tally::Panel(tally), Observation::Ratings(ratings)) => Ok(tally.merge(ratings)?),
        (Tally::Agreement(tally), Observation::Subject(subject)) => Ok(tally.add(subject)?),
        (tally, Observation::Share { .. }) => Err(differ(tally, share::NAME)),
        (tally, Observation::Rate { .. }) => Err(differ(tally, super::rate::NAME)),
        (tally, Observation::Amount(_)) => Err(differ(tally, "mean or quantile tally")),
        (tally, Observation::Answers(_)) => Err(differ(tally, TallyKind::Survey.name())),
        (tally, Observation::Ratings(_)) => Err(differ(tally, TallyKind::Panel.name())),
        (tally, Observation::Subject(_)) => Err(differ(tally, TallyKind::Agreement.name())),
        (tally, Observation::Total(_)) => Err(differ(tally, super::total::NAME)),
        (tally, Observation::Ratio { .. }) => Err(differ(tally, super::ratio::NAME)),
        (_, Observation::Elsewhere | Observation::Outside | Observation::Without) => Ok(()),
    }
}

const NAME: &str = "indicator tally";

fn differ(tally: &Tally, right: &'static str) -> TallyError {
    TallyError::DifferentKinds { left: tally.kind().name(), right }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}
