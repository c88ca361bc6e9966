use serde::Serialize;

use super::{BurnRate, BurnSeverity, BurnState, BurnWindow, Exhaustion, HeldBack};
use crate::quantity::{Language, Number, Share, Span};
use crate::slo::budget::SloStatus;

/// How an alert on the burn rate stands, and by what.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::burn::{BurnAlerts, BurnPreset, BurnTest};
/// let month = Span::from_hours(720);
/// let alerts = BurnAlerts::new("0.99".parse()?, month, BurnPreset::Sloth.windows(month)?, BurnTest::default())?;
/// let empty = alerts.windows().iter().flat_map(|window| window.windows()).map(|window| (window, Default::default()));
/// let findings = alerts.evaluate(&empty.collect())?;
/// assert!(findings.iter().all(|finding| finding.state.is_none() && !finding.fires), "nothing was counted");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct BurnFinding {
    /// The alert.
    pub window: BurnWindow,
    /// Its limit as a rate.
    pub limit: Option<Number>,
    /// The rate over the long window; absent where nothing was counted.
    pub long: Option<Number>,
    /// The rate over the short window; absent where there is no such window or nothing was counted in it.
    pub short: Option<Number>,
    /// How they stand together.
    pub state: Option<BurnState>,
    /// Why it does not fire although it is critical.
    pub held_back: Option<HeldBack>,
    /// Whether it fires.
    pub fires: bool,
}

/// What happens at a constant share of bad ones (模拟).
///
/// ```
/// use service_quality::quantity::{Language, Span};
/// use service_quality::slo::burn::{BurnAlerts, BurnPreset, BurnSeverity, BurnTest};
///
/// let month = Span::from_hours(720);
/// let alerts = BurnAlerts::new("0.999".parse()?, month, BurnPreset::Sloth.windows(month)?, BurnTest::default())?;
/// let outage = alerts.simulate("0.015".parse()?)?;
/// assert!(outage.fires(BurnSeverity::Page));
/// assert_eq!(outage.alerts[0].fires_after, Some(3456.into()));
/// assert!(outage.text(Language::English).starts_with("burn rate 15; page over PT1H fires after 3456 s"));
/// assert_eq!(outage.exhaustion.map(|left| left.text(Language::English)).as_deref(), Some("2 days"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BurnSimulation {
    /// The rate.
    pub rate: BurnRate,
    /// What each alert does.
    pub alerts: Vec<SimulatedAlert>,
    /// How long a full budget lasts; absent where nothing burns.
    pub exhaustion: Option<Exhaustion>,
}

/// What an alert does at a constant share of bad ones.
///
/// ```
/// # use service_quality::quantity::Span;
/// # use service_quality::slo::burn::{BurnAlerts, BurnPreset, BurnTest};
/// let week = Span::from_hours(168);
/// let alerts = BurnAlerts::new("0.99".parse()?, week, BurnPreset::SlothWeek.windows(week)?, BurnTest::default())?;
/// assert!(alerts.simulate("0.001".parse()?)?.alerts.iter().all(|alert| !alert.fires));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SimulatedAlert {
    /// The alert.
    pub window: BurnWindow,
    /// Whether it fires at all.
    pub fires: bool,
    /// Seconds from the first error until it does (检测时间).
    pub fires_after: Option<Number>,
    /// Seconds from the last error until it clears (恢复时间).
    pub resets_after: Option<Number>,
}

impl BurnSimulation {
    /// Whether an alert of such a severity fires.
    #[must_use]
    pub fn fires(&self, severity: BurnSeverity) -> bool {
        self.alerts.iter().any(|alert| alert.fires && alert.window.severity == severity)
    }

    /// In a sentence for each alert, and how long the budget lasts.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (rate, left) = (self.rate, self.exhaustion.map(|left| left.text(language)));
        let alerts = self.alerts.iter().map(|alert| alert.text(language));
        match language {
            Language::English => {
                let left = left.map_or("the budget is not used up".to_owned(), |left| {
                    format!("the budget lasts {left}")
                });
                let parts: Vec<String> =
                    [format!("burn rate {rate}")].into_iter().chain(alerts).chain([left]).collect();
                parts.join("; ")
            }
            Language::Chinese => {
                let left = left.map_or("预算不会耗尽".to_owned(), |left| format!("预算可用 {left}"));
                let parts: Vec<String> =
                    [format!("燃烧率 {rate}")].into_iter().chain(alerts).chain([left]).collect();
                parts.join("；")
            }
        }
    }
}

impl SimulatedAlert {
    /// In a sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (severity, over) = (self.window.severity.text(language), self.window.long);
        let times = self.fires_after.zip(self.resets_after).filter(|_| self.fires);
        match (language, times) {
            (Language::English, None) => format!("{severity} over {over} never fires"),
            (Language::English, Some((fires, resets))) => {
                format!(
                    "{severity} over {over} fires after {fires} s, clears {resets} s after the last error"
                )
            }
            (Language::Chinese, None) => format!("{severity}（{over}）不触发"),
            (Language::Chinese, Some((fires, resets))) => {
                format!("{severity}（{over}）{fires} 秒后触发，最后一次错误后 {resets} 秒恢复")
            }
        }
    }
}

impl BurnFinding {
    /// In a sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let none = SloStatus::NoData.text(language);
        let shown = |rate: Option<Number>| rate.map_or(none.to_owned(), |rate| rate.to_string());
        let state = self.state.map_or(none, |state| state.text(language));
        let (long, over, limit) = (shown(self.long), self.window.long, shown(self.limit));
        let short = self.window.short.map(|window| (shown(self.short), window));
        let severity = self.window.severity.text(language);
        let fires = match (language, self.fires) {
            (Language::English, true) => "fires",
            (Language::English, false) => "does not fire",
            (Language::Chinese, true) => "触发",
            (Language::Chinese, false) => "未触发",
        };
        let held = self.held_back.map(|held| held.text(language));
        let parts = match language {
            Language::English => [
                Some(format!("{severity} {fires}, {state}: burn rate {long} over {over}")),
                short.map(|(short, over)| format!(", {short} over {over}")),
                Some(format!(", limit {limit}")),
                held.map(|held| format!("; held back: {held}")),
            ],
            Language::Chinese => [
                Some(format!("{severity}{fires}，{state}：{over} 内燃烧率 {long}")),
                short.map(|(short, over)| format!("，{over} 内 {short}")),
                Some(format!("，限值 {limit}")),
                held.map(|held| format!("；已抑制：{held}")),
            ],
        };
        parts.into_iter().flatten().collect()
    }
}

/// When a rate first met a limit among readings taken every so often, the first at 0; absent where none did.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::burn::first_reached;
/// let readings = ["0.01667".parse()?, "0.03333".parse()?, "0.05".parse()?];
/// assert_eq!(first_reached(&readings, "0.036".parse()?, Span::from_minutes(1)), Some(Span::from_minutes(2)));
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[must_use]
pub fn first_reached(errors: &[Share], limit: Share, every: Span) -> Option<Span> {
    let index = errors.iter().position(|reading| *reading >= limit)?;
    every.seconds().checked_mul(i64::try_from(index).ok()?).map(Span::from_seconds)
}
