use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Baseline, BaselineLevel, FitRange, Segment};
use crate::indicator::Direction;
use crate::monitor::chart::{ChartError, Plotted, PlottedPoint, mean};
use crate::monitor::{Side, Variation};
use crate::quantity::{Share, Timestamp};

/// A shift (偏移) that a rule saw: the pattern that a suggestion to rebase stands on.
///
/// ```
/// use service_quality::monitor::Side;
/// use service_quality::monitor::baseline::Shift;
/// let shift = Shift { rule: "nelson 2".to_owned(), first: 14, side: Side::Below };
/// assert_eq!(shift.first, 14);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// The rule, in its own words.
    pub rule: String,
    /// The first point of the pattern, counted from 0 on the chart.
    pub first: usize,
    /// On which side of the centre line it lies.
    pub side: Side,
}

/// How long, and how clearly, a shift must have lasted before a rebase is suggested.
///
/// ```
/// use service_quality::monitor::baseline::Persistence;
/// assert_eq!(Persistence::default(), Persistence { points: 8, share: "0.75".parse()? });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persistence {
    /// So many points since its first, at least.
    pub points: usize,
    /// Such a share of these on the side of the shift, at least, the latest among them.
    pub share: Share,
}

impl Default for Persistence {
    fn default() -> Self {
        let three_quarters = Share::from_scaled(750_000_000, crate::quantity::PLACES);
        Self { points: 8, share: three_quarters.unwrap_or(Share::ONE) }
    }
}

/// That the limits may no longer describe the process, with the evidence: for a person to judge.
///
/// Rebase where the change is real, its cause is known, it is meant to last and enough points show the new level.
///
/// ```
/// use service_quality::indicator::Direction;
/// use service_quality::monitor::baseline::{Baseline, FitRange, Persistence, Segment, Shift, suggest_rebase};
/// use service_quality::monitor::chart::{Chart, ChartKind, Point, Sample};
/// use service_quality::monitor::{Side, Variation};
///
/// let hours = (0..24).map(|day| if day < 12 { 8.0 + f64::from(day % 3) } else { 5.0 + f64::from(day % 2) });
/// let points = hours.zip(0..).map(|(value, day)| {
///     Ok(Point::new(service_quality::Timestamp::from_seconds(day * 86_400)?, Sample::Value(value)))
/// }).collect::<Result<Vec<_>, service_quality::Error>>()?;
/// let frozen = Baseline::new(vec![Segment::first().fitted_to(FitRange::first(12)?)?])?;
/// let chart = Chart::builder(ChartKind::Individuals).direction(Direction::Lower).baseline(frozen).build()?;
///
/// let shift = Shift { rule: "8 on one side".to_owned(), first: 12, side: Side::Below };
/// let suggested = suggest_rebase(&chart.plot(&points)?, shift, Some(12), Persistence::default());
/// let suggested = suggested.ok_or("it did not last")?;
/// assert_eq!((suggested.old_centre(), suggested.new_level()), (9.0, 5.5));
/// assert_eq!(suggested.variation(), Variation::Improvement);
/// let accepted = suggested.accept(chart.baseline(), "triage at the door", "Li Wei")?;
/// assert_eq!(accepted.segments().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RebaseSuggestion {
    shift: Shift,
    from: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    change_point: Option<Timestamp>,
    points: usize,
    on_side: usize,
    old_centre: f64,
    new_level: f64,
    variation: Variation,
    level: BaselineLevel,
}

/// Suggests to rebase a chart on a shift that has lasted, or does not.
///
/// `change_point` is where the level is estimated to have changed, as the first point of the new one: of
/// a change-point search, where the host ran one. The new segment begins there, else at the first point of the pattern.
/// Nothing is suggested for a shift outside of the last segment, for one that has not lasted, and for points that the
/// chart has not.
#[must_use]
pub fn suggest_rebase(
    plotted: &Plotted,
    shift: Shift,
    change_point: Option<usize>,
    persistence: Persistence,
) -> Option<RebaseSuggestion> {
    let points = plotted.points();
    let segment = points.last()?.segment();
    let of_segment = |place: &usize| points.get(*place).is_some_and(|point| point.segment() == segment);
    let change_point = change_point.filter(of_segment);
    let start = change_point.unwrap_or(shift.first);
    let since: Vec<&PlottedPoint> = points
        .get(start..)
        .filter(|_| of_segment(&start) && of_segment(&shift.first))?
        .iter()
        .filter(|point| !point.excluded() && point.value().is_some())
        .collect();
    let lies_there = |point: &&&PlottedPoint| {
        point.limits().zip(point.value()).and_then(|(limits, value)| limits.side(value)) == Some(shift.side)
    };
    let on_side = since.iter().filter(lies_there).count();
    let latest = since.last()?;
    // In whole numbers, so that a share of exactly so many is enough.
    let wanted = i128::try_from(since.len()).ok()?.checked_mul(persistence.share.to_scaled())?;
    let found = i128::try_from(on_side).ok()?.checked_mul(Share::ONE.to_scaled())?;
    if since.len() < persistence.points || found < wanted || !lies_there(&latest) {
        return None;
    }
    let values: Vec<f64> = since.iter().filter_map(|point| point.value()).collect();
    let direction: Option<Direction> = plotted.fit().chart().direction();
    Some(RebaseSuggestion {
        from: points.get(start)?.at(),
        change_point: change_point.and_then(|place| points.get(place)).map(PlottedPoint::at),
        points: since.len(),
        on_side,
        old_centre: latest.limits()?.centre(),
        new_level: mean(&values)?,
        variation: Variation::of(shift.side, direction),
        level: BaselineLevel::of(since.len()),
        shift,
    })
}

impl RebaseSuggestion {
    /// The pattern.
    #[must_use]
    pub const fn shift(&self) -> &Shift {
        &self.shift
    }

    /// Where the new segment would begin.
    #[must_use]
    pub const fn from(&self) -> Timestamp {
        self.from
    }

    /// Where the level is estimated to have changed, of a change-point search.
    #[must_use]
    pub const fn change_point(&self) -> Option<Timestamp> {
        self.change_point
    }

    /// How many points there are since.
    #[must_use]
    pub const fn points(&self) -> usize {
        self.points
    }

    /// How many of them lie on the side of the shift.
    #[must_use]
    pub const fn on_side(&self) -> usize {
        self.on_side
    }

    /// The centre line at the latest point.
    #[must_use]
    pub const fn old_centre(&self) -> f64 {
        self.old_centre
    }

    /// The mean of the points since.
    #[must_use]
    pub const fn new_level(&self) -> f64 {
        self.new_level
    }

    /// Whether it is a change for the better.
    #[must_use]
    pub const fn variation(&self) -> Variation {
        self.variation
    }

    /// How far limits from the points since could be relied on.
    #[must_use]
    pub const fn level(&self) -> BaselineLevel {
        self.level
    }

    /// The baseline with a new segment, frozen on the points since: what a named person decides. The given one stays as it
    /// is.
    ///
    /// # Errors
    /// [`ChartError::Blank`] for a reason or a name without a letter, [`ChartError::SegmentOrder`] where the baseline
    /// has a segment from then on already.
    pub fn accept(&self, baseline: &Baseline, reason: &str, by: &str) -> Result<Baseline, ChartError> {
        let points = u32::try_from(self.points).unwrap_or(u32::MAX);
        let segment = Segment::since(self.from).fitted_to(FitRange::first(points)?)?;
        baseline.rebased(segment.accepted(reason, by)?)
    }
}

impl fmt::Display for RebaseSuggestion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.shift.side {
            Side::Above => "above",
            Side::Below => "below",
        };
        write!(
            formatter,
            "{}: {} of {} points since {} lie {side} the centre line, at {:.4} instead of {:.4} ({}); a baseline of \
             them would be {}",
            self.shift.rule,
            self.on_side,
            self.points,
            self.from,
            self.new_level,
            self.old_centre,
            self.variation,
            self.level
        )
    }
}
