use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ChartSignal, PromiseRisk};
use crate::indicator::{Absence, Measurement};
use crate::quantity::{Number, Span, Timestamp};

/// What the host knows at one evaluation. What a condition asks for and is not here is missing.
///
/// ```
/// use service_quality::monitor::warning::Evidence;
/// use service_quality::quantity::Span;
///
/// let at = "2026-03-02T00:00:00Z".parse()?;
/// let evidence = Evidence::new(at).with_value("0.052".parse()?).with_burn(Span::from_hours(1), "14.9".parse()?);
/// assert_eq!(evidence, serde_json::from_str(
///     r#"{"at": "2026-03-02T00:00:00Z", "measured": {"value": "0.052", "n": 1}, "burn": {"PT1H": "14.9"}}"#,
/// )?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// When.
    pub at: Timestamp,
    /// The figure watched, or why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<Measurement>,
    /// The signals of its control chart at the newest point: empty where it is silent; absent where no chart was read, and
    /// where the newest point was not judged. A condition on signals takes absence as missing data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signals: Option<Vec<ChartSignal>>,
    /// The burn rate of the error budget, by window.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    pub burn: BTreeMap<Span, Number>,
    /// The open promises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<PromiseRisk>,
}

/// A value that came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Past {
    pub(super) at: Timestamp,
    pub(super) value: Number,
}

impl Evidence {
    /// Nothing known at an instant.
    #[must_use]
    pub const fn new(at: Timestamp) -> Self {
        Self { at, measured: None, signals: None, burn: BTreeMap::new(), risk: None }
    }

    /// With the figure watched.
    ///
    /// ```
    /// use service_quality::quantity::Number;
    /// use service_quality::monitor::warning::Evidence;
    ///
    /// let (late, answered) = (13, 240);
    /// let share = Number::ratio(late, answered, 6).ok_or("nothing was answered")?;
    /// let evidence = Evidence::new("2026-03-02T00:00:00Z".parse()?).with_value(share);
    /// assert_eq!(evidence.value().map(|value| value.to_string()).as_deref(), Some("0.054167"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_value(self, value: Number) -> Self {
        self.with_measured(Measurement::present(value, 1))
    }

    /// With what came out of measuring it, or why nothing did.
    #[must_use]
    pub fn with_measured(self, measured: Measurement) -> Self {
        Self { measured: Some(measured), ..self }
    }

    /// With the signals of its chart, as [`ChartSignal::newest`] and [`ChartSignal::of_pushed`] give them; an empty list
    /// says that the chart is silent.
    #[must_use]
    pub fn with_signals(self, signals: impl Into<Option<Vec<ChartSignal>>>) -> Self {
        Self { signals: signals.into(), ..self }
    }

    /// With the burn rate over a window.
    #[must_use]
    pub fn with_burn(mut self, window: Span, rate: Number) -> Self {
        self.burn.insert(window, rate);
        self
    }

    /// With the open promises.
    #[must_use]
    pub fn with_risk(self, risk: PromiseRisk) -> Self {
        Self { risk: Some(risk), ..self }
    }

    /// The figure.
    #[must_use]
    pub fn value(&self) -> Option<Number> {
        self.measured.as_ref().and_then(Measurement::value)
    }

    /// Why there is no figure, where there is none.
    #[must_use]
    pub fn absence(&self) -> Option<Absence> {
        self.measured.as_ref().map_or(Some(Absence::Missing), Measurement::absence)
    }

    pub(super) fn now(&self) -> Result<Past, Option<Absence>> {
        self.value().map(|value| Past { at: self.at, value }).ok_or_else(|| self.absence())
    }
}
