use serde::Serialize;

use crate::analysis::change_point;
use crate::monitor::baseline::{Persistence, RebaseSuggestion, Shift, suggest_rebase};
use crate::monitor::capability::Stability;
use crate::monitor::chart::{ChartError, Plotted, PlottedPoint};
use crate::monitor::{Pattern, RuleSet, Signal, Signals};

/// What a chart and its rules say of a series.
///
/// Points that are excluded, missing, or without limits are not judged: patterns pass over them. No pattern spans two
/// segments of the baseline.
///
/// ```
/// use service_quality::monitor::RuleSet;
/// use service_quality::monitor::baseline::Persistence;
/// use service_quality::monitor::capability::Stability;
/// use service_quality::monitor::chart::{Chart, ChartKind, Point, Sample};
/// use service_quality::monitor::process::ProcessMonitor;
///
/// let chart: Chart = serde_json::from_str(r#"{"kind": "individuals", "direction": "lower",
///     "baseline": {"segments": [{"fit": {"first": 12}}]}}"#)?;
/// let hours = (0..24).map(|day| if day < 12 { 8.0 + f64::from(day % 3) } else { 5.0 + f64::from(day % 2) });
/// let days = hours.zip(0..).map(|(value, day)| {
///     Ok(Point::new(service_quality::Timestamp::from_seconds(day * 86_400)?, Sample::Value(value)))
/// }).collect::<Result<Vec<Point>, service_quality::Error>>()?;
///
/// let reading = ProcessMonitor::new(chart, RuleSet::western_electric()).read(&days)?;
/// assert!(matches!(reading.stability(), Stability::Unstable { .. }));
/// let suggested = reading.suggest_rebase(Persistence::default()).ok_or("nothing lasted")?;
/// assert_eq!(suggested.from(), days[12].at, "the day of the change, found by least squares");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProcessReading {
    plotted: Plotted,
    signals: Signals,
}

impl ProcessReading {
    pub(super) fn of(plotted: Plotted, rules: &RuleSet) -> Result<Self, ChartError> {
        let signals = plotted.signals(rules)?;
        Ok(Self { plotted, signals })
    }

    /// The signals of the newest point; absent where it was not judged, or there is none.
    #[must_use]
    pub fn newest(&self) -> Option<Vec<&Signal>> {
        let at = self.plotted.points().len().checked_sub(1)?;
        self.plotted.points().last()?.judged()?;
        Some(self.signals.iter().filter(|signal| signal.at == at).collect())
    }

    /// The chart with its points and limits.
    #[must_use]
    pub const fn plotted(&self) -> &Plotted {
        &self.plotted
    }

    /// Every signal, with the instants of its first and its completing point.
    #[must_use]
    pub const fn signals(&self) -> &Signals {
        &self.signals
    }

    /// Whether the process is stable (受控) in the last segment, as far as these rules see: what a statement of
    /// capability stands on.
    #[must_use]
    pub fn stability(&self) -> Stability {
        let start = self.last_segment();
        Stability::from_signals(self.signals.into_iter().filter(|signal| signal.at >= start).count())
    }

    /// Whether the last segment's limits may no longer describe the process: the earliest shift that has lasted, with the
    /// point from which least squares put the new level. Nothing is changed; see [`RebaseSuggestion::accept`].
    #[must_use]
    pub fn suggest_rebase(&self, persistence: Persistence) -> Option<RebaseSuggestion> {
        let start = self.last_segment();
        let shifts = self.signals.into_iter().filter(|signal| signal.at >= start && is_shift(signal));
        let mut seen = Vec::new();
        let change_point = self.change_point(start);
        shifts
            .filter_map(|signal| Some((signal, signal.side?)))
            .filter(|(signal, side)| {
                let new = !seen.contains(&(signal.first, *side));
                seen.push((signal.first, *side));
                new
            })
            .find_map(|(signal, side)| {
                let shift = Shift { rule: signal.rule.to_string(), first: signal.first, side };
                // A change point far from the pattern belongs to another change.
                let near =
                    change_point.filter(|place| (signal.first.saturating_sub(3)..=signal.at).contains(place));
                suggest_rebase(&self.plotted, shift, near, persistence)
            })
    }

    /// Where the last segment's level changed most, as the first point of the new level.
    fn change_point(&self, start: usize) -> Option<usize> {
        let judged = || {
            self.plotted.points().iter().enumerate().skip(start).filter(|(_, point)| point.judged().is_some())
        };
        let values: Vec<f64> = judged().filter_map(|(_, point)| point.value()).collect();
        let change = change_point::best(&values, 1, 2).ok()?.changes().first().copied()?;
        judged().nth(change).map(|(place, _)| place)
    }

    fn last_segment(&self) -> usize {
        let points = self.plotted.points();
        let last = points.last().map(PlottedPoint::segment);
        points.iter().position(|point| Some(point.segment()) == last).unwrap_or(0)
    }
}

fn is_shift(signal: &Signal) -> bool {
    matches!(signal.pattern, Pattern::Shift { .. })
}
