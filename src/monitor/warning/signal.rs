use serde::{Deserialize, Serialize};

use super::finding::{Fact, Finding};
use super::{Evidence, Standing};
use crate::monitor::chart::PlottedPoint;
use crate::monitor::process::{ProcessReading, Pushed};
use crate::monitor::{Side, Signal, Variation};
use crate::quantity::RuleId;

/// What a control chart (控制图) says of the newest point: which rule it completes, and what that means.
///
/// A [`Signal`] without its figures, which are floats: a warning has exact ones alone.
///
/// ```
/// use service_quality::monitor::Variation;
/// use service_quality::monitor::chart::{Point, Sample};
/// use service_quality::monitor::process::ProcessMonitor;
/// use service_quality::monitor::warning::ChartSignal;
///
/// let monitor: ProcessMonitor = serde_json::from_str(r#"{"rules": "nhs", "chart": {"kind": "individuals",
///     "direction": "lower", "baseline": {"segments": [{"parameters": {"given": {"centre": "10", "sigma": "1"}}}]}}}"#)?;
/// let point = |day: i64, sample| -> Result<Point, service_quality::Error> {
///     Ok(Point::new(service_quality::Timestamp::from_seconds(day * 86_400)?, sample))
/// };
/// let days = [point(0, Sample::Value(14.5))?, point(1, Sample::Value(13.5))?, point(2, Sample::Missing)?];
/// let newest = |days| monitor.read(days).map(|reading| ChartSignal::newest(&reading));
/// assert_eq!(newest(&days[..2])?.map(|signals| signals.len()), Some(1), "that of the point before is left out");
/// assert_eq!(newest(&days[..1])?.unwrap_or_default()[0].variation, Variation::Concern);
/// assert_eq!(newest(&days)?, None, "the newest point is missing");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartSignal {
    /// The rule's name.
    pub rule: RuleId,
    /// What it means for the service.
    pub variation: Variation,
    /// On which side of the centre line; some rules have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}

impl ChartSignal {
    /// Those that the newest point of a chart completes: none where it is silent; absent where that point was not
    /// judged, being missing, excluded or without limits.
    #[must_use]
    pub fn newest(reading: &ProcessReading) -> Option<Vec<Self>> {
        Self::at(reading.plotted().points().last()?, reading.signals())
    }

    /// The same of the point that a stream has just taken. Absent too while that point waits for its limits; the signals
    /// of earlier points that were released with it are left out.
    #[must_use]
    pub fn of_pushed(pushed: &Pushed) -> Option<Vec<Self>> {
        Self::at(pushed.point.as_ref()?, &pushed.signals)
    }

    fn at<'a>(point: &PlottedPoint, signals: impl IntoIterator<Item = &'a Signal>) -> Option<Vec<Self>> {
        let is_judged = !point.excluded() && point.value().is_some() && point.limits().is_some();
        let own = |signal: &&Signal| signal.until == Some(point.at());
        is_judged.then(|| signals.into_iter().filter(own).map(Self::from).collect())
    }
}

impl From<&Signal> for ChartSignal {
    fn from(signal: &Signal) -> Self {
        Self { rule: signal.rule.clone(), variation: signal.variation, side: signal.side }
    }
}

/// Which signals of a chart count.
///
/// ```
/// use service_quality::monitor::Variation;
/// use service_quality::monitor::warning::SignalRule;
///
/// let rule: SignalRule = serde_json::from_str(r#"{"rules": ["shift", "trend"]}"#)?;
/// assert_eq!(rule.variations, [Variation::Concern]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignalRule {
    /// Of these rules; of all where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleId>,
    /// With these meanings: concern alone where nothing is said.
    #[serde(default = "concern")]
    pub variations: Vec<Variation>,
}

fn concern() -> Vec<Variation> {
    vec![Variation::Concern]
}

impl Default for SignalRule {
    /// Any rule, concern alone.
    fn default() -> Self {
        Self { rules: Vec::new(), variations: concern() }
    }
}

impl SignalRule {
    pub(super) fn judge(&self, evidence: &Evidence) -> Finding {
        let Some(signals) = &evidence.signals else { return Finding::missing(None) };
        let counts = |signal: &&ChartSignal| {
            self.variations.contains(&signal.variation)
                && (self.rules.is_empty() || self.rules.contains(&signal.rule))
        };
        let signals: Vec<ChartSignal> = signals.iter().filter(counts).cloned().collect();
        let standing = if signals.is_empty() { Standing::Clear } else { Standing::Beyond };
        Finding { standing, fact: Fact::Signals { signals } }
    }
}
