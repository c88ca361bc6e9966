//! Early warning (预警): four levels, each with a condition on what the host knows at an evaluation.
//!
//! A [`Watch`] says which [`Condition`] makes which [`WarningLevel`], and by which [policy](super::alert) a warning is
//! raised, told and cleared. The host gives it a [`Evidence`] an evaluation and keeps its [`WatchState`]. All figures are
//! exact: no float takes part in a warning.
//!
//! | condition | asks |
//! | --- | --- |
//! | [`Threshold`] | is the value beyond a limit, 阈值? |
//! | [`Change`] | how far did it move, against the value before, one further back, or a mean, 变化率? |
//! | [`Forecast`] | when will the trend cross a limit, 趋势预测? |
//! | [`SignalRule`] | does the control chart signal, 控制图信号? |
//! | [`RiskRule`] | how many open promises are about to be broken, 违约风险? |
//! | [`Burn`] | how fast does the error budget burn, 错误预算消耗速率? |
//! | `any`, `all` | several at once |
//!
//! ```
//! use service_quality::monitor::warning::{Evidence, Watch, WatchState, WarningLevel};
//! use service_quality::quantity::Language;
//!
//! let watch: Watch = serde_json::from_str(r#"{"id": "late_share", "name": {"en": "Late share", "zh": "逾期率"},
//!     "when": {"yellow": {"value": {"above": {"limit": "0.05", "clear_at": "0.04"}}},
//!              "red": {"value": {"above": {"limit": "0.10"}}}}}"#)?;
//! let mut state = WatchState::default();
//! let mut tell = |day: u32, value: &str| -> Result<Vec<String>, Box<dyn std::error::Error>> {
//!     let at = format!("2026-03-{day:02}T00:00:00Z").parse()?;
//!     let step = watch.step(&mut state, &Evidence::new(at).with_value(value.parse()?), &[]);
//!     Ok(step.told().map(|notice| watch.text(notice, Language::English)).collect())
//! };
//! assert_eq!(tell(2, "0.06")?, ["Late share: yellow warning: 0.06 is above 0.05"]);
//! assert!(tell(3, "0.045")?.is_empty(), "not yet at 0.04");
//! assert_eq!(tell(4, "0.12")?, ["Late share: raised from yellow to red: 0.12 is above 0.1"]);
//! assert_eq!(tell(5, "0.03")?, ["Late share: resolved after 3 days, red at worst: 0.03 is not above 0.1"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod burn;
mod change;
mod condition;
mod evidence;
mod finding;
mod forecast;
mod level;
mod notice;

mod risk;
mod signal;
mod standing;
mod threshold;
mod trend;
mod watch;
mod watch_state;
pub(super) mod words;

pub use burn::Burn;
pub use change::{Against, Change, ChangeMeasure};
pub use condition::Condition;
pub use evidence::Evidence;
pub use finding::{Fact, Finding, Rate, Unjudged};
pub use forecast::Forecast;
pub use level::WarningLevel;
pub use notice::{Delivery, Notice, WatchStep};

pub use risk::{PromiseRisk, RiskMeasure, RiskRule};
pub use signal::{ChartSignal, SignalRule};
pub use standing::Standing;
pub use threshold::Threshold;
pub use trend::{Crossing, TrendLine};
pub use watch::Watch;
pub use watch_state::WatchState;

use evidence::Past;
