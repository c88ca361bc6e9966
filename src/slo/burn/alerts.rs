use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    BurnFinding, BurnLimit, BurnRate, BurnSimulation, BurnState, BurnTest, BurnWindow, Exhaustion,
    SimulatedAlert, TrafficGuard,
};
use crate::quantity::{Number, Share, Span};
use crate::slo::ExactRatio;
use crate::slo::SloError;
use crate::slo::budget::SloTally;

/// Alerts on the burn rate of an objective that can fire, all of them.
///
/// ```
/// use service_quality::quantity::{Language, Span};
/// use service_quality::slo::budget::SloTally;
/// use service_quality::slo::burn::{BurnAlerts, BurnPreset, BurnState, BurnTest};
///
/// let month = Span::from_hours(720);
/// let alerts = BurnAlerts::new("0.999".parse()?, month, BurnPreset::Workbook.windows(month), BurnTest::default())?;
/// let counted = [
///     (Span::from_hours(1), SloTally::new(980, 20)?),
///     (Span::from_minutes(5), SloTally::new(100, 0)?),
/// ];
/// let findings = alerts.evaluate(&counted.into_iter().collect());
/// assert_eq!(findings[0].state, Some(BurnState::Recovering));
/// assert_eq!(
///     findings[0].text(Language::English),
///     "recovering: burn rate 20 over PT1H, 0 over PT5M, limit 14.4"
/// );
///
/// let error = BurnAlerts::new("0.9".parse()?, month, BurnPreset::Workbook.windows(month), BurnTest::default()).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "windows[0].limit.spends is `0.02`: allowed is less: it takes 1.44 of all events to be bad, so the alert can never fire"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawAlerts", into = "RawAlerts")]
pub struct BurnAlerts {
    target: Share,
    period: Span,
    windows: Vec<BurnWindow>,
    test: BurnTest,
    guard: TrafficGuard,
}

impl BurnAlerts {
    /// Alerts for a promised share, whose budget is of such a period.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] naming the field: a target of 1 or 0, no window, a window longer than the period, a short
    /// window that is not shorter than its long one, and a limit that no share of bad ones reaches.
    pub fn new(
        target: Share,
        period: Span,
        windows: Vec<BurnWindow>,
        test: BurnTest,
    ) -> Result<Self, SloError> {
        Self { target, period, windows, test, guard: TrafficGuard::default() }.checked()
    }

    /// Holds back what too little traffic raises.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for slices that have no length or do not divide every window.
    pub fn with_guard(self, guard: TrafficGuard) -> Result<Self, SloError> {
        Self { guard, ..self }.checked()
    }

    fn checked(self) -> Result<Self, SloError> {
        let Self { target, period, .. } = self;
        if target == Share::ONE || target == Share::ZERO {
            let allowed = "more than 0 and less than 1; a target of 1 has no budget to burn";
            return Err(SloError::not_allowed("target", &target, allowed));
        }
        if period <= Span::ZERO {
            return Err(SloError::not_allowed("period", &period, "more than PT0S"));
        }
        if self.windows.is_empty() {
            return Err(SloError::not_allowed("windows", &"none", "one window at least"));
        }
        for (index, window) in self.windows.iter().enumerate() {
            let place = format!("windows[{index}]");
            window.check(&place, period)?;
            self.can_fire(window, &place)?;
            if let Some(slice) = self.guard.slice {
                let divides = |window: Span| window.seconds().checked_rem(slice.seconds()) == Some(0);
                if slice <= Span::ZERO || !window.windows().into_iter().all(divides) {
                    let allowed = format!("a length that divides the windows of {place}");
                    return Err(SloError::not_allowed("guard.slice", &slice, allowed));
                }
            }
        }
        Ok(self)
    }

    fn can_fire(&self, window: &BurnWindow, place: &str) -> Result<(), SloError> {
        let (field, given) = match window.limit {
            BurnLimit::Spends(share) => ("limit.spends", share.to_string()),
            BurnLimit::Factor(factor) => ("limit.factor", factor.to_string()),
        };
        let place = format!("{place}.{field}");
        let limit = window.factor(self.period).ok_or_else(|| SloError::too_large(&place))?;
        if self.test.can_fire(limit, self.target) {
            return Ok(());
        }
        let errors = limit.errors(self.target).and_then(|errors| errors.rounded(9));
        let errors = errors.ok_or_else(|| SloError::too_large(&place))?;
        let allowed = format!("less: it takes {errors} of all events to be bad, so the alert can never fire");
        Err(SloError::not_allowed(place, &given, allowed))
    }

    /// The promised share.
    #[must_use]
    pub const fn target(&self) -> Share {
        self.target
    }

    /// The period of the budget.
    #[must_use]
    pub const fn period(&self) -> Span {
        self.period
    }

    /// The windows and limits.
    #[must_use]
    pub fn windows(&self) -> &[BurnWindow] {
        &self.windows
    }

    /// The rate over every window of which something was counted, rounded to nine places: what
    /// [`warning::Evidence`](crate::monitor::warning::Evidence) takes.
    #[must_use]
    pub fn rates(&self, counted: &BTreeMap<Span, SloTally>) -> BTreeMap<Span, Number> {
        let windows = self.windows.iter().flat_map(BurnWindow::windows);
        windows.filter_map(|window| Some((window, self.rate(counted, window)?.rounded(9)?))).collect()
    }

    fn rate(&self, counted: &BTreeMap<Span, SloTally>, window: Span) -> Option<BurnRate> {
        self.guard.rate(counted.get(&window)?, window, self.target)
    }

    /// How each alert stands by what was counted over each window up to now.
    #[must_use]
    pub fn evaluate(&self, counted: &BTreeMap<Span, SloTally>) -> Vec<BurnFinding> {
        self.windows.iter().map(|window| self.finding(window, counted)).collect()
    }

    fn finding(&self, window: &BurnWindow, counted: &BTreeMap<Span, SloTally>) -> BurnFinding {
        let long = self.rate(counted, window.long);
        // Without a short window the long one speaks for both.
        let short = window.short.map_or(long, |short| self.rate(counted, short));
        let limit = window.factor(self.period);
        let rates = long.zip(short).zip(limit);
        let state = rates.map(|((long, short), limit)| BurnState::of(long, short, limit, self.test));
        let held_back = counted.get(&window.long).and_then(|tally| self.guard.holds_back(tally));
        let critical = state == Some(BurnState::Critical);
        let rounded = |rate: Option<BurnRate>| rate.and_then(|rate| rate.rounded(9));
        BurnFinding {
            window: *window,
            limit: rounded(limit),
            long: rounded(long),
            short: rounded(short.filter(|_| window.short.is_some())),
            state,
            held_back: held_back.filter(|_| critical),
            fires: critical && held_back.is_none(),
        }
    }

    /// How long there may be no data before that is to be told: as long as the fastest alert takes to fire where all are
    /// bad, with the time for which it [holds](BurnWindow::hold). Pyrra derives its alert on absent data so.
    ///
    /// ```
    /// use service_quality::quantity::Span;
    /// use service_quality::slo::burn::{BurnAlerts, BurnPreset, BurnTest};
    /// let month = Span::from_hours(28 * 24);
    /// let alerts = BurnAlerts::new("0.99".parse()?, month, BurnPreset::Pyrra.windows(month), BurnTest::default())?;
    /// assert_eq!(alerts.no_data_after(), Some(Span::from_seconds(654)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn no_data_after(&self) -> Option<Span> {
        let silent = |window: &BurnWindow| {
            let limit = window.factor(self.period)?;
            let fires = limit.detected_after(ExactRatio::ONE, self.target, window.long)?;
            let hold = window.hold().unwrap_or(Span::ZERO);
            let (seconds, parts) = fires.checked_add(hold.into())?.terms();
            let whole = seconds.checked_add(parts.checked_sub(1)?)?.checked_div(parts)?;
            i64::try_from(whole).ok().map(Span::from_seconds)
        };
        self.windows.iter().filter_map(silent).min()
    }

    /// What would happen at a constant share of bad ones.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] where a figure leaves the range.
    pub fn simulate(&self, errors: Share) -> Result<BurnSimulation, SloError> {
        let exact = ExactRatio::from(errors);
        let rate = BurnRate::of_errors(exact, self.target);
        let rate = rate.ok_or_else(|| SloError::too_large("the burn rate"))?;
        let alerts = self.windows.iter().map(|window| {
            let limit = window.factor(self.period).filter(|limit| self.test.holds(rate, *limit));
            let (long, short) = (window.long, window.short.unwrap_or(window.long));
            let fires = limit.and_then(|limit| limit.detected_after(exact, self.target, long));
            let resets = limit.and_then(|limit| limit.resets_after(exact, self.target, short));
            SimulatedAlert {
                window: *window,
                fires: limit.is_some(),
                fires_after: fires.and_then(|seconds| seconds.rounded(9)),
                resets_after: resets.and_then(|seconds| seconds.rounded(9)),
            }
        });
        Ok(BurnSimulation {
            rate,
            alerts: alerts.collect(),
            exhaustion: Exhaustion::of(rate, self.period, ExactRatio::ONE),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAlerts {
    target: Share,
    period: Span,
    windows: Vec<BurnWindow>,
    #[serde(default)]
    test: BurnTest,
    #[serde(default)]
    guard: TrafficGuard,
}

impl TryFrom<RawAlerts> for BurnAlerts {
    type Error = SloError;

    fn try_from(raw: RawAlerts) -> Result<Self, SloError> {
        let RawAlerts { target, period, windows, test, guard } = raw;
        Self { target, period, windows, test, guard }.checked()
    }
}

impl From<BurnAlerts> for RawAlerts {
    fn from(own: BurnAlerts) -> Self {
        let BurnAlerts { target, period, windows, test, guard } = own;
        Self { target, period, windows, test, guard }
    }
}
