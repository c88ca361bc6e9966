use serde::{Deserialize, Serialize};

use super::NaturalVariation;
use crate::analysis::Undefined;
use crate::improve::ImproveError;
use crate::monitor::RuleSet;
use crate::monitor::baseline::BaselineLevel;
use crate::monitor::capability::Stability;
use crate::monitor::chart::{Chart, ChartKind, PlottedPoint, Point, Sample};
use crate::monitor::process::{ProcessMonitor, ProcessReading};
use crate::quantity::{DateRange, IndicatorId, Number, PLACES, Timestamp, billionths, divide_half_away};

/// What was measured before anything was done (基线): the level, of how many records, and whether it was stable.
///
/// ```
/// use service_quality::improve::goal::{Baseline, BaselinePoint};
/// use service_quality::monitor::capability::Stability;
///
/// let hours = ["8.1", "9.4", "8.8", "7.9", "8.3", "9.2", "8.0", "8.9", "8.4", "9.1", "8.6", "8.5"];
/// let weeks = (0..).zip(hours).map(|(week, hours)| {
///     let at = service_quality::Timestamp::from_seconds(1_767_571_200 + week * 604_800)?;
///     Ok(BaselinePoint { at, value: hours.parse()? })
/// }).collect::<Result<Vec<_>, service_quality::Error>>()?;
///
/// let baseline = Baseline::from_series("first_reply_hours".parse()?, weeks, 2)?.with_records(412)?;
/// assert_eq!((baseline.value().to_string().as_str(), baseline.n(), baseline.points()), ("8.6", 412, 12));
/// assert_eq!(baseline.stability(), Some(&Stability::Stable));
/// assert!(baseline.natural().is_some_and(|natural| natural.lower() > 6.0 && natural.upper() < 11.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawBaseline", into = "RawBaseline")]
pub struct Baseline {
    indicator: IndicatorId,
    value: Number,
    n: u64,
    over: Option<DateRange>,
    series: Vec<BaselinePoint>,
    stability: Option<Stability>,
    natural: Option<NaturalVariation>,
}

/// What the indicator was at one time, or in the period that began then.
///
/// ```
/// use service_quality::improve::goal::BaselinePoint;
/// let point: BaselinePoint = serde_json::from_str(r#"{"at": "2026-03-02T00:00:00Z", "value": "8.10"}"#)?;
/// assert_eq!(point.value.to_string(), "8.1");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselinePoint {
    /// Its instant; the start of its period, most often.
    pub at: Timestamp,
    /// The value.
    pub value: Number,
}

impl Baseline {
    /// A level that was measured on so many records or points.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for none: a level of nothing is no level.
    pub fn new(indicator: IndicatorId, value: Number, n: u64) -> Result<Self, ImproveError> {
        Self { indicator, value, n, over: None, series: Vec::new(), stability: None, natural: None }.checked()
    }

    /// From a series in order of time. The level is the exact mean of the points, rounded half away from zero; stability and
    /// natural variation are those of an individuals chart (`XmR`) under the rules of NHS England's *Making data count*.
    /// For another chart or other rules, see [`with_reading`](Self::with_reading).
    ///
    /// From fewer points than make a baseline [usable](BaselineLevel::Usable), 12, neither is told: a chart of two points
    /// never gives a signal. A process whose points are all equal is stable; how it varies is not told, since a sigma of 0
    /// would put every other value infinitely far.
    ///
    /// # Errors
    /// [`ImproveError::Undefined`] for fewer than 2 points; [`ImproveError::NotAllowed`] for points out of order and more than
    /// 9 places; [`ImproveError::Chart`] where no chart can be drawn.
    pub fn from_series(
        indicator: IndicatorId,
        series: Vec<BaselinePoint>,
        places: u32,
    ) -> Result<Self, ImproveError> {
        let place = "baseline.series";
        let undefined = |why| ImproveError::undefined(place, why);
        if series.len() < 2 {
            return Err(undefined(Undefined::TooFew { what: "points", given: series.len(), needed: 2 }));
        }
        if places > PLACES {
            return Err(ImproveError::not_allowed("places", &places, "0 to 9"));
        }
        let (n, value) = mean(&series, places)
            .ok_or_else(|| undefined(Undefined::Overflow { what: "the mean of the points" }))?;
        let baseline = Self { series, ..Self::new(indicator, value, n)? }.checked()?;
        if BaselineLevel::of(baseline.series.len()) < BaselineLevel::Usable {
            return Ok(baseline);
        }
        if baseline.series.windows(2).all(|pair| matches!(pair, [one, next] if one.value == next.value)) {
            return Ok(baseline.with_stability(Stability::Stable));
        }
        let plotted: Vec<Point> = baseline
            .series
            .iter()
            .map(|point| Point::new(point.at, Sample::Value(billionths(point.value.to_scaled()))))
            .collect();
        let chart = Chart::builder(ChartKind::Individuals).build();
        let reading = chart.and_then(|chart| ProcessMonitor::new(chart, RuleSet::nhs()).read(&plotted));
        baseline.with_reading(&reading.map_err(|why| ImproveError::chart(place, why))?)
    }

    /// Takes stability and natural variation from a chart that was drawn of it: the last segment's, at the newest point
    /// that has limits.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for a chart whose points have no limits or do not vary.
    pub fn with_reading(self, reading: &ProcessReading) -> Result<Self, ImproveError> {
        let drawn = |point: &PlottedPoint| Some((point.limits()?.centre(), point.sigma()?));
        let newest = reading.plotted().points().iter().rev().find_map(drawn);
        let (centre, sigma) = newest.ok_or_else(|| {
            ImproveError::not_allowed(
                "reading",
                &"a chart without limits",
                "a chart with limits at its points",
            )
        })?;
        Ok(self.with_stability(reading.stability()).with_natural(NaturalVariation::new(centre, sigma)?))
    }

    /// Says on how many records it stands, where each point of the series summarises many.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for none, and for fewer than there are points.
    pub fn with_records(self, n: u64) -> Result<Self, ImproveError> {
        Self { n, ..self }.checked()
    }

    /// Says which days it covers.
    #[must_use]
    pub const fn with_dates(mut self, over: DateRange) -> Self {
        self.over = Some(over);
        self
    }

    /// Says whether it was stable.
    #[must_use]
    pub fn with_stability(mut self, stability: Stability) -> Self {
        self.stability = Some(stability);
        self
    }

    /// Says how its points vary.
    #[must_use]
    pub const fn with_natural(mut self, natural: NaturalVariation) -> Self {
        self.natural = Some(natural);
        self
    }

    /// What was measured.
    #[must_use]
    pub const fn indicator(&self) -> &IndicatorId {
        &self.indicator
    }

    /// The level.
    #[must_use]
    pub const fn value(&self) -> Number {
        self.value
    }

    /// On how many records, or points, it stands.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// How many points: those of the series; without one the records.
    #[must_use]
    pub fn points(&self) -> u64 {
        if self.series.is_empty() { self.n } else { self.series.len() as u64 }
    }

    /// Which days it covers.
    #[must_use]
    pub const fn over(&self) -> Option<DateRange> {
        self.over
    }

    /// The points, in order of time; empty where only the level is known.
    #[must_use]
    pub fn series(&self) -> &[BaselinePoint] {
        &self.series
    }

    /// Whether it was stable, where a chart was drawn.
    #[must_use]
    pub const fn stability(&self) -> Option<&Stability> {
        self.stability.as_ref()
    }

    /// How its points vary, where a chart was drawn.
    #[must_use]
    pub const fn natural(&self) -> Option<&NaturalVariation> {
        self.natural.as_ref()
    }

    fn checked(self) -> Result<Self, ImproveError> {
        let least = self.series.len().max(1) as u64;
        if self.n < least {
            let allowed = if least == 1 {
                "1 or more".to_owned()
            } else {
                format!("{least} or more, since there are so many points")
            };
            return Err(ImproveError::not_allowed("baseline.n", &self.n, allowed));
        }
        for (at, pair) in (1_usize..).zip(self.series.windows(2)) {
            if let [one, next] = pair
                && next.at <= one.at
            {
                let place = format!("baseline.series[{at}].at");
                return Err(ImproveError::not_allowed(place, &next.at, format!("what is after {}", one.at)));
            }
        }
        self.check_level()?;
        Ok(self)
    }

    /// A mean or a median of points lies between them, but for what its rounding moved it: half of its last place.
    fn check_level(&self) -> Result<(), ImproveError> {
        let values = || self.series.iter().map(|point| point.value);
        let (Some(least), Some(most)) = (values().min(), values().max()) else { return Ok(()) };
        let rounded = |bound: Number| bound.rounded(self.value.value().scale());
        if self.value < least.min(rounded(least)) || self.value > most.max(rounded(most)) {
            let allowed = format!("{least} to {most}, between which its points lie");
            return Err(ImproveError::not_allowed("baseline.value", &self.value, allowed));
        }
        Ok(())
    }
}

/// How many points, and their mean: rounded once, since rounding twice may go another way.
fn mean(series: &[BaselinePoint], places: u32) -> Option<(u64, Number)> {
    let sum = series.iter().map(|point| point.value.to_scaled()).try_fold(0_i128, i128::checked_add)?;
    let unit = 10_i128.checked_pow(PLACES.checked_sub(places)?)?;
    let n = series.len() as u64;
    Some((n, Number::from_scaled(divide_half_away(sum, i128::from(n).checked_mul(unit)?)?, places)?))
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBaseline {
    indicator: IndicatorId,
    value: Number,
    n: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    over: Option<DateRange>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    series: Vec<BaselinePoint>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stability: Option<Stability>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    natural: Option<NaturalVariation>,
}

impl TryFrom<RawBaseline> for Baseline {
    type Error = ImproveError;

    fn try_from(raw: RawBaseline) -> Result<Self, ImproveError> {
        let RawBaseline { indicator, value, n, over, series, stability, natural } = raw;
        Self { indicator, value, n, over, series, stability, natural }.checked()
    }
}

impl From<Baseline> for RawBaseline {
    fn from(baseline: Baseline) -> Self {
        let Baseline { indicator, value, n, over, series, stability, natural } = baseline;
        Self { indicator, value, n, over, series, stability, natural }
    }
}
