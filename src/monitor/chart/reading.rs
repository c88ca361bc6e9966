//! What the rules say of a chart.

use super::{Plotted, PlottedPoint};
use crate::analysis::Undefined;
use crate::analysis::distribution::billionths;
use crate::monitor::{Limits, RuleSet, RunsRule, RunsTest, Side, Signal, Signals, TargetAssurance};
use crate::quantity::Timestamp;

impl Plotted {
    /// Every signal of every rule, numbered by the points of the chart and dated. No pattern spans two segments;
    /// missing and excluded points are passed over, and stand among those that a pattern leaves out.
    ///
    /// ```
    /// use service_quality::monitor::RuleSet;
    /// use service_quality::monitor::chart::{Chart, ChartKind, Point, Sample};
    /// let counts = [4, 5, 3, 4, 6, 4, 5, 19, 4, 5];
    /// let points = counts.into_iter().zip(0..).map(|(events, day)| {
    ///     Ok(Point::new(service_quality::Timestamp::from_seconds(day * 86_400)?, Sample::Count(events)))
    /// }).collect::<Result<Vec<_>, service_quality::Error>>()?;
    /// let signals = Chart::builder(ChartKind::C).build()?.plot(&points)?.signals(&RuleSet::western_electric())?;
    /// assert_eq!(signals.completed("beyond_limits"), [7]);
    /// assert_eq!(signals.as_slice()[0].until, Some("1970-01-08T00:00:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`RuleSet::signals`], which the points of a chart do not meet.
    pub fn signals(&self, rules: &RuleSet) -> Result<Signals, Undefined> {
        let points = self.points();
        let direction = self.fit().chart().direction();
        let mut found = Vec::new();
        for segment in self.segments() {
            let judged: Vec<(usize, (f64, Limits))> = points
                .iter()
                .enumerate()
                .filter(|(_, point)| point.segment() == segment.segment() && !point.excluded())
                .filter_map(|(place, point)| Some((place, (point.value()?, *point.limits()?))))
                .collect();
            let (places, lines): (Vec<usize>, Vec<_>) = judged.into_iter().unzip();
            let signals = rules.signals(&lines, direction)?;
            found.extend(signals.as_slice().iter().filter_map(|signal| on_chart(signal, &places)));
        }
        let instants: Vec<Timestamp> = points.iter().map(PlottedPoint::at).collect();
        Signals::of(points.len(), found).dated(&instants)
    }

    /// The runs test of one segment, counted from 0, against its centre line; excluded points are passed over. A run chart
    /// is read by it alone.
    ///
    /// # Errors
    /// Those of [`RunsTest::new`].
    pub fn runs(&self, segment: usize, rule: RunsRule) -> Result<RunsTest, Undefined> {
        let of_segment = self.points().iter().filter(|point| point.segment() == segment && !point.excluded());
        let side = |point: &PlottedPoint| -> Option<Side> { point.limits()?.side(point.value()?) };
        RunsTest::new(of_segment.map(side), rule)
    }

    /// Whether the process, as the limits of the latest point show it, will reach the chart's target; absent without a
    /// target and without limits.
    ///
    /// # Errors
    /// Those of [`TargetAssurance::new`], which the limits of a chart do not meet.
    pub fn assurance(&self) -> Result<Option<TargetAssurance>, Undefined> {
        let chart = self.fit().chart();
        let limits = self.points().iter().rev().find_map(PlottedPoint::limits);
        let asked = chart.target().zip(limits).map(|(target, limits)| {
            TargetAssurance::new(limits, billionths(target.to_scaled()), chart.direction())
        });
        asked.transpose()
    }
}

/// A signal of the points that were judged, at their places on the chart.
fn on_chart(signal: &Signal, places: &[usize]) -> Option<Signal> {
    let (first, at) = (*places.get(signal.first)?, *places.get(signal.at)?);
    let judged = places.get(signal.first..=signal.at)?;
    let counts = |place: &usize| {
        judged.binary_search(place).is_ok_and(|found| {
            signal.first.checked_add(found).is_some_and(|found| !signal.left_out.contains(&found))
        })
    };
    let left_out = (first..=at).filter(|place| !counts(place)).collect();
    let mut signal = signal.clone();
    (signal.first, signal.at, signal.left_out) = (first, at, left_out);
    Some(signal)
}
