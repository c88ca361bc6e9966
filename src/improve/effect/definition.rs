use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::plan::check_alpha;
use super::{Conclusion, EffectMeasure, EffectReport, EffectTest, Magnitude, SideEffect};
use crate::analysis::proportion::ratio;
use crate::improve::ImproveError;
use crate::improve::goal::gap;
use crate::indicator::Limit;
use crate::monitor::capability::Stability;
use crate::quantity::{Date, IndicatorId, Number, Share};

/// What came out of the measures (效果): what was found, and what follows from it.
///
/// From [`TestPlan::run`](super::TestPlan::run), or [reported](Self::reported). Significance, direction and whether the goal
/// is met are not stored; they follow from what is.
///
/// ```
/// use service_quality::improve::effect::{Conclusion, Effect};
///
/// let effect: Effect = serde_json::from_str(r#"{"indicator": "reply_hours", "target": {"at_most": "4"},
///     "test": {"two_means": "unequal"}, "alpha": "0.05", "n_before": 60, "n_after": 64, "before": "8.6", "after": "4.9",
///     "after_from": "2026-05-04", "after_to": "2026-05-31", "p": "0.0004",
///     "magnitude": {"measure": "difference", "estimate": "-3.7", "interval": {"low": "-5.7", "high": "-1.7"}}}"#)?;
/// assert!(effect.is_significant() && effect.is_better() && !effect.goal_met());
/// assert_eq!(effect.conclusion(), Conclusion::Better);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "EffectReport", into = "EffectReport")]
pub struct Effect(EffectReport);

impl Effect {
    /// Takes what was found, here or elsewhere.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for a p that is not from 0 to 1, a significance of 0 or 1, samples of none, and an
    /// after-period that ends before it begins, and an estimate that contradicts the levels: of a test of two shares, means or
    /// rates the difference or ratio is on the side to which the indicator moved. [`ImproveError::Repeated`] for two side
    /// effects on one indicator.
    pub fn reported(report: EffectReport) -> Result<Self, ImproveError> {
        check_alpha("effect.alpha", report.alpha)?;
        if !(0.0..=1.0).contains(&report.p) {
            return Err(ImproveError::not_allowed("effect.p", &report.p, "0 to 1"));
        }
        for (place, n) in [("effect.n_before", report.n_before), ("effect.n_after", report.n_after)] {
            if n == 0 {
                return Err(ImproveError::not_allowed(place, &n, "1 or more"));
            }
        }
        if let Some(to) = report.after_to.filter(|to| *to < report.after_from) {
            let allowed = format!("{}, which it begins with, or later", report.after_from);
            return Err(ImproveError::not_allowed("effect.after_to", &to, allowed));
        }
        check_side(&report)?;
        let mut seen = BTreeSet::new();
        for (at, side) in report.side_effects.iter().enumerate() {
            if !seen.insert(&side.indicator) {
                let place = format!("effect.side_effects[{at}]");
                return Err(ImproveError::Repeated { place, id: side.indicator.to_string() });
            }
        }
        Ok(Self(report))
    }

    /// Says whether the process is stable after.
    #[must_use]
    pub fn with_stability(mut self, stability: Stability) -> Self {
        self.0.stability = Some(stability);
        self
    }

    /// Says what became of the indicators that were watched.
    ///
    /// # Errors
    /// [`ImproveError::Repeated`] for two on one indicator.
    pub fn with_side_effects(
        self,
        side_effects: impl IntoIterator<Item = SideEffect>,
    ) -> Result<Self, ImproveError> {
        Self::reported(EffectReport { side_effects: side_effects.into_iter().collect(), ..self.0 })
    }

    /// What was measured.
    #[must_use]
    pub const fn indicator(&self) -> &IndicatorId {
        &self.0.indicator
    }

    /// What the goal asks for.
    #[must_use]
    pub const fn target(&self) -> Limit {
        self.0.target
    }

    /// By which test.
    #[must_use]
    pub const fn test(&self) -> &EffectTest {
        &self.0.test
    }

    /// At which two-sided significance.
    #[must_use]
    pub const fn alpha(&self) -> Share {
        self.0.alpha
    }

    /// On how many before.
    #[must_use]
    pub const fn n_before(&self) -> u64 {
        self.0.n_before
    }

    /// On how many after.
    #[must_use]
    pub const fn n_after(&self) -> u64 {
        self.0.n_after
    }

    /// What the indicator was before.
    #[must_use]
    pub const fn before(&self) -> Number {
        self.0.before
    }

    /// What it is after.
    #[must_use]
    pub const fn after(&self) -> Number {
        self.0.after
    }

    /// The first day of the after-period.
    #[must_use]
    pub const fn after_from(&self) -> Date {
        self.0.after_from
    }

    /// The last day of the after-period; absent where it goes on.
    #[must_use]
    pub const fn after_to(&self) -> Option<Date> {
        self.0.after_to
    }

    /// How large the effect is.
    #[must_use]
    pub const fn magnitude(&self) -> &Magnitude {
        &self.0.magnitude
    }

    /// How probable an effect as large is where in truth nothing changed, two-sided (p 值).
    #[must_use]
    pub const fn p_value(&self) -> f64 {
        self.0.p
    }

    /// Whether the process is stable after, where a chart was drawn.
    #[must_use]
    pub const fn stability(&self) -> Option<&Stability> {
        self.0.stability.as_ref()
    }

    /// What became of the indicators that were watched.
    #[must_use]
    pub fn side_effects(&self) -> &[SideEffect] {
        &self.0.side_effects
    }

    /// Whether chance alone would do as much no more often than alpha allows (显著).
    #[must_use]
    pub fn is_significant(&self) -> bool {
        self.0.p <= ratio(self.0.alpha)
    }

    /// Whether the estimate is on the better side. Never where a test by rank points one way and the indicator moved the
    /// other, as a mean may when few values are far off.
    #[must_use]
    pub fn is_better(&self) -> bool {
        self.way() == Ordering::Greater
    }

    /// Whether the estimate is on the worse side.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        self.way() == Ordering::Less
    }

    /// Whether the value after keeps the target; exact, and whatever the test says.
    #[must_use]
    pub fn goal_met(&self) -> bool {
        self.0.target.holds(self.0.after)
    }

    /// What is shown.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        match self.way() {
            Ordering::Greater if self.is_significant() => Conclusion::Better,
            Ordering::Less if self.is_significant() => Conclusion::Worse,
            _ => Conclusion::NotShown,
        }
    }

    /// Whether the estimate and the indicator itself moved different ways.
    pub(super) fn is_contradicted(&self) -> bool {
        let (estimate, level) = (self.0.magnitude.sign(), self.0.after.cmp(&self.0.before));
        level.is_ne() && estimate == level.reverse()
    }

    /// Whether it was tested by rank, which the level, a mean most often, is not.
    pub(super) const fn is_by_rank(&self) -> bool {
        matches!(self.0.test, EffectTest::MannWhitney(_) | EffectTest::SignedRank(_))
    }

    /// `Greater` for the better. Nearer to a target range is better, farther is worse, where the indicator itself moved the
    /// way that the estimate says; so it must by tests of rank for any target. An interrupted series and a control group
    /// correct what the levels show, and may well differ from it.
    fn way(&self) -> Ordering {
        let EffectReport { target, before, after, magnitude, .. } = &self.0;
        let sign = magnitude.sign();
        match target {
            _ if self.is_by_rank() && self.is_contradicted() => Ordering::Equal,
            Limit::AtLeast(_) => sign,
            Limit::AtMost(_) => sign.reverse(),
            Limit::Between(_) if sign == after.cmp(before) => {
                gap(*target, before.to_scaled()).cmp(&gap(*target, after.to_scaled()))
            }
            Limit::Between(_) => Ordering::Equal,
        }
    }
}

/// Refuses a difference or ratio on the other side than the levels, for tests of the levels themselves.
fn check_side(report: &EffectReport) -> Result<(), ImproveError> {
    let EffectReport { test, before, after, magnitude, .. } = report;
    let of_levels = matches!(
        test,
        EffectTest::TwoShares(_)
            | EffectTest::TwoMeans(_)
            | EffectTest::TwoRates(_)
            | EffectTest::PairedMeans
    );
    let measure = magnitude.measure();
    let sided = matches!(measure, EffectMeasure::Difference | EffectMeasure::Ratio);
    let (none, level) = (measure.none(), after.cmp(before));
    if of_levels && sided && level.is_ne() && magnitude.sign() == level.reverse() {
        let side = if level.is_gt() { "above" } else { "below" };
        let allowed = format!("{side} {none}, since the level went from {before} to {after}");
        return Err(ImproveError::not_allowed("effect.magnitude.estimate", &magnitude.estimate(), allowed));
    }
    Ok(())
}

impl TryFrom<EffectReport> for Effect {
    type Error = ImproveError;

    fn try_from(report: EffectReport) -> Result<Self, ImproveError> {
        Self::reported(report)
    }
}

impl From<Effect> for EffectReport {
    fn from(effect: Effect) -> Self {
        effect.0
    }
}
