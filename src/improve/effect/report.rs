use serde::{Deserialize, Serialize};

use super::{EffectTest, Magnitude, SideEffect};
use crate::analysis::float_text;
use crate::indicator::Limit;
use crate::monitor::capability::Stability;
use crate::quantity::{Date, IndicatorId, Number, Share};

/// What a test found, as plain data: for hosts that test elsewhere, in R or Python, and the stored form of an
/// [`Effect`](super::Effect), which checks it.
///
/// ```
/// use service_quality::improve::effect::{Effect, EffectMeasure, EffectReport, EffectTest, Magnitude};
/// use service_quality::indicator::Limit;
///
/// let effect = Effect::reported(EffectReport {
///     indicator: "csat".parse()?,
///     target: Limit::AtLeast(88.into()),
///     test: EffectTest::Other("mixed model with a random intercept by site".parse()?),
///     alpha: "0.05".parse()?,
///     n_before: 500,
///     n_after: 500,
///     before: 82.into(),
///     after: "90.4".parse()?,
///     after_from: "2026-05-04".parse()?,
///     after_to: None,
///     magnitude: Magnitude::new(EffectMeasure::Difference, 8.1)?.with_interval(3.2, 13.0)?,
///     p: 0.0012,
///     stability: None,
///     side_effects: vec![],
/// })?;
/// assert!(effect.is_significant() && effect.is_better() && effect.goal_met());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EffectReport {
    /// What was measured.
    pub indicator: IndicatorId,
    /// What the goal asks for.
    pub target: Limit,
    /// By which test.
    pub test: EffectTest,
    /// At which two-sided significance.
    pub alpha: Share,
    /// On how many before.
    pub n_before: u64,
    /// On how many after.
    pub n_after: u64,
    /// What the indicator was before.
    pub before: Number,
    /// What it is after.
    pub after: Number,
    /// The first day of the after-period.
    pub after_from: Date,
    /// Its last day; absent where it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_to: Option<Date>,
    /// How large the effect is.
    pub magnitude: Magnitude,
    /// How probable one as large is where in truth nothing changed, two-sided.
    #[serde(with = "float_text")]
    pub p: f64,
    /// Whether the process is stable after, where a chart was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stability: Option<Stability>,
    /// What became of the indicators that were watched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub side_effects: Vec<SideEffect>,
}
