use serde::{Deserialize, Serialize};

use super::{ProcessReading, ProcessStream};
use crate::monitor::RuleSet;
use crate::monitor::chart::{Chart, ChartError, Point};

/// A chart and the rules that read it, as data.
///
/// ```
/// use service_quality::monitor::chart::{Point, Sample};
/// use service_quality::monitor::process::ProcessMonitor;
///
/// let monitor: ProcessMonitor = serde_json::from_str(r#"{"rules": "nhs",
///     "chart": {"kind": "individuals", "direction": "lower", "target": "9"}}"#)?;
/// let hours = [8.1, 7.4, 8.8, 7.9, 8.3, 7.2, 8.0, 14.5, 8.4, 7.7, 8.6, 7.5, 8.2];
/// let days: Vec<Point> = hours.into_iter().zip(0..).map(|(value, day)| {
///     Ok(Point::new(service_quality::Timestamp::from_seconds(day * 86_400)?, Sample::Value(value)))
/// }).collect::<Result<_, service_quality::Error>>()?;
///
/// let reading = monitor.read(&days)?;
/// let said: Vec<String> = reading.signals().into_iter().map(ToString::to_string).collect();
/// assert_eq!(said.len(), 1);
/// assert!(said[0].ends_with("a change for the worse"), "{said:?}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessMonitor {
    chart: Chart,
    rules: RuleSet,
}

impl ProcessMonitor {
    /// Puts a chart and rules together.
    #[must_use]
    pub const fn new(chart: Chart, rules: RuleSet) -> Self {
        Self { chart, rules }
    }

    /// The chart.
    #[must_use]
    pub const fn chart(&self) -> &Chart {
        &self.chart
    }

    /// The rules.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Draws the chart of a series, and finds every signal of every rule.
    ///
    /// # Errors
    /// As [`Chart::fit`].
    pub fn read(&self, points: &[Point]) -> Result<ProcessReading, ChartError> {
        ProcessReading::of(self.chart.plot(points)?, &self.rules)
    }

    /// Makes ready for points that come one by one.
    ///
    /// # Errors
    /// [`ChartError::GrowingBaseline`] for a segment whose limits move with every new point: what a growing baseline says of
    /// earlier points changes, which no stream can take back.
    pub fn stream(&self) -> Result<ProcessStream, ChartError> {
        ProcessStream::new(self.clone())
    }
}
