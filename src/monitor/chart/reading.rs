//! What the rules say of a chart.

use super::{ChartKind, Plotted, PlottedPoint};
use crate::analysis::Undefined;
use crate::analysis::distribution::billionths;
use crate::monitor::{Limits, RuleSet, RunsRule, RunsTest, Side, Signal, Signals, TargetAssurance};
use crate::quantity::Timestamp;

impl Plotted {
    /// Every signal of every rule, numbered by the points of the chart and dated. No pattern spans two segments; patterns
    /// pass over points that are missing or excluded.
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
        let better = self.fit().chart().direction();
        let (mut found, mut start) = (Vec::new(), 0_usize);
        for segment in points.chunk_by(|one, next| one.segment() == next.segment()) {
            let judged = || {
                segment.iter().zip(start..).filter_map(|(point, place)| Some((place, point, point.judged()?)))
            };
            let values: Vec<(f64, Limits)> = judged().map(|(.., judged)| judged).collect();
            let places: Vec<(usize, Timestamp)> =
                judged().map(|(place, point, _)| (place, point.at())).collect();
            let on_chart = |signal: &Signal| signal.clone().placed(|number| places.get(number).copied());
            found.extend(rules.signals(&values, better)?.iter().filter_map(on_chart));
            start = start.saturating_add(segment.len());
        }
        let unjudged = points.iter().enumerate().filter(|(_, point)| point.judged().is_none());
        Ok(Signals::of(points.len(), found).passing_over(unjudged.map(|(place, _)| place).collect()))
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

    /// Whether the process of the last segment reaches the chart's target reliably; absent without a target, and for a
    /// chart without limits.
    ///
    /// Where limits hang on the size of a sample, those of the segment's latest point count.
    ///
    /// # Errors
    /// Those of [`TargetAssurance::new`], which the limits of a chart do not meet.
    pub fn assurance(&self) -> Result<Option<TargetAssurance>, Undefined> {
        self.assurances().map(|segments| segments.last().copied().flatten())
    }

    /// The same for every segment that has points, in order of time.
    ///
    /// # Errors
    /// As [`Plotted::assurance`].
    pub fn assurances(&self) -> Result<Vec<Option<TargetAssurance>>, Undefined> {
        let chart = self.fit().chart();
        let target = chart.target().filter(|_| chart.kind() != ChartKind::Run);
        let assured = |segment: &[PlottedPoint]| {
            let limits = segment.iter().rev().find_map(PlottedPoint::limits);
            let asked = target.zip(limits).map(|(target, limits)| {
                TargetAssurance::new(limits, billionths(target.to_scaled()), chart.direction())
            });
            asked.transpose()
        };
        self.points().chunk_by(|one, next| one.segment() == next.segment()).map(assured).collect()
    }
}
