use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    BurnComparison, BurnFinding, BurnLimit, BurnPreset, BurnRate, BurnSimulation, BurnState, BurnTest,
    BurnWindow, Exhaustion, SimulatedAlert, TrafficGuard,
};
use crate::monitor::warning::Burn;
use crate::quantity::{Number, Share, Span};
use crate::slo::ExactRatio;
use crate::slo::SloError;
use crate::slo::budget::{ServiceLevelObjective, SloGoal, SloTally};

/// Alerts on the burn rate of an objective that can fire, all of them.
///
/// ```
/// use service_quality::quantity::{Language, Span};
/// use service_quality::slo::budget::SloTally;
/// use service_quality::slo::burn::{BurnAlerts, BurnPreset, BurnState, BurnTest};
///
/// let month = Span::from_hours(720);
/// let alerts = BurnAlerts::new("0.999".parse()?, month, BurnPreset::Workbook.windows(month)?, BurnTest::default())?;
/// let counted = [
///     (Span::from_hours(1), SloTally::new(980, 20)?),
///     (Span::from_minutes(5), SloTally::new(100, 0)?),
/// ];
/// let spans = alerts.windows().iter().flat_map(|window| window.windows());
/// let mut all: std::collections::BTreeMap<_, _> = spans.map(|span| (span, SloTally::default())).collect();
/// all.extend(counted);
/// let findings = alerts.evaluate(&all)?;
/// assert_eq!(findings[0].state, Some(BurnState::Recovering));
/// assert_eq!(
///     findings[0].text(Language::English),
///     "page does not fire, recovering: burn rate 20 over PT1H, 0 over PT5M, limit 14.4"
/// );
///
/// let error = BurnAlerts::new("0.9".parse()?, month, BurnPreset::Workbook.windows(month)?, BurnTest::default()).unwrap_err();
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
    silent_short: SilentShort,
}

/// What an alert says where its long window counted something and its short one did not.
///
/// ```
/// use service_quality::slo::burn::SilentShort;
/// assert_eq!(SilentShort::default(), SilentShort::NoVerdict);
/// assert_eq!(serde_json::to_string(&SilentShort::LongDecides)?, r#""long_decides""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SilentShort {
    /// Nothing: it does not fire, as rules do that need both rates. A page may end because traffic stops.
    #[default]
    NoVerdict,
    /// What the long window says alone: an outage after which nobody calls any more still pages.
    LongDecides,
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
        let (guard, silent_short) = (TrafficGuard::default(), SilentShort::default());
        Self { target, period, windows, test, guard, silent_short }.checked()
    }

    /// Alerts for what an objective promises over the length of its window.
    ///
    /// ```
    /// use service_quality::slo::budget::ServiceLevelObjective;
    /// use service_quality::slo::burn::{BurnAlerts, BurnPreset, BurnTest};
    ///
    /// let objective: ServiceLevelObjective =
    ///     serde_json::from_str(r#"{"id": "web", "goal": {"share": "0.999"}, "window": {"rolling": "P30D"}}"#)?;
    /// let alerts = BurnAlerts::of_preset(&objective, BurnPreset::Workbook, BurnTest::default())?;
    /// assert_eq!(alerts, BurnAlerts::of(&objective, alerts.windows().to_vec(), BurnTest::default())?);
    /// assert!(BurnAlerts::of_preset(&objective, BurnPreset::SlothWeek, BurnTest::default()).is_err(), "for a week");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As of [`BurnAlerts::new`]; [`SloError::NotAllowed`] where the objective promises a count, or its window is a calendar
    /// period, whose length the alerts have to be told.
    pub fn of(
        objective: &ServiceLevelObjective,
        windows: Vec<BurnWindow>,
        test: BurnTest,
    ) -> Result<Self, SloError> {
        let (target, period) = Self::promise(objective)?;
        Self::new(target, period, windows, test)
    }

    /// The same with windows that are published.
    ///
    /// # Errors
    /// As of [`BurnAlerts::of`] and [`BurnPreset::windows`].
    pub fn of_preset(
        objective: &ServiceLevelObjective,
        preset: BurnPreset,
        test: BurnTest,
    ) -> Result<Self, SloError> {
        let (target, period) = Self::promise(objective)?;
        Self::new(target, period, preset.windows(period)?, test)
    }

    fn promise(objective: &ServiceLevelObjective) -> Result<(Share, Span), SloError> {
        let SloGoal::Share(target) = objective.goal() else {
            return Err(SloError::not_allowed(
                "goal",
                &objective.goal(),
                "a share; a count has no burn rate",
            ));
        };
        let period = objective.window().length().ok_or_else(|| {
            let allowed = "a window with a length; of a calendar window give the period to `BurnAlerts::new`";
            SloError::not_allowed("window", &"a calendar period", allowed)
        });
        Ok((target, period?))
    }

    /// Holds back what too little traffic raises.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for slices that have no length or do not divide every window, and for more events or failures
    /// needed than a long window has slices.
    pub fn with_guard(self, guard: TrafficGuard) -> Result<Self, SloError> {
        Self { guard, ..self }.checked()
    }

    /// Says what counts where nothing was counted in a short window.
    #[must_use]
    pub fn with_silent_short(self, silent_short: SilentShort) -> Self {
        Self { silent_short, ..self }
    }

    fn checked(self) -> Result<Self, SloError> {
        let Self { target, period, .. } = self;
        if target == Share::ONE || target == Share::ZERO {
            let allowed = "more than 0 and less than 1; a target of 1 has no budget to burn";
            return Err(SloError::not_allowed("target", &target, allowed));
        }
        self.test.check()?;
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
            if let Some(slices) = self.guard.slices(window.long) {
                let needed =
                    [("min_events", self.guard.min_events), ("min_failures", self.guard.min_failures)];
                if let Some((field, count)) = needed.into_iter().find(|(_, count)| *count > slices) {
                    let allowed = format!(
                        "at most {slices}, the slices of the long window of {place}, which could never fire"
                    );
                    return Err(SloError::not_allowed(format!("guard.{field}"), &count, allowed));
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
        let least = self.test.holds_from(limit).unwrap_or(limit);
        let errors = least.errors(self.target).and_then(|errors| errors.rounded(9));
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

    /// How a rate is held against a limit.
    #[must_use]
    pub const fn test(&self) -> BurnTest {
        self.test
    }

    /// What keeps a few events from raising an alert.
    #[must_use]
    pub const fn guard(&self) -> TrafficGuard {
        self.guard
    }

    /// What counts where nothing was counted in a short window.
    #[must_use]
    pub const fn silent_short(&self) -> SilentShort {
        self.silent_short
    }

    /// The rates over the windows of one of the alerts, rounded to nine places: what
    /// [`warning::Evidence`](crate::monitor::warning::Evidence) takes for its [rule](Self::rule).
    ///
    /// None while the guard holds the alert back, so that the rule has no data then; where the short window is silent and the
    /// long one [decides](SilentShort::LongDecides), it stands for both.
    ///
    /// # Errors
    /// As of [`BurnAlerts::evaluate`].
    pub fn rates(
        &self,
        window: &BurnWindow,
        counted: &BTreeMap<Span, SloTally>,
    ) -> Result<BTreeMap<Span, Number>, SloError> {
        if self.guard.holds_back(tally_of(counted, window.long)?).is_some() {
            return Ok(BTreeMap::new());
        }
        let Rates { long, decisive, .. } = self.window_rates(window, counted)?;
        let rates = [Some((window.long, long)), window.short.map(|short| (short, decisive))];
        let rates = rates.into_iter().flatten();
        Ok(rates.filter_map(|(window, rate)| Some((window, rate?.rounded(9)?))).collect())
    }

    /// An alert as a rule that is kept and cleared. It is broken by the [rates](Self::rates) by which the alert fires, as
    /// far as nine places tell them apart: a limit that has only to be reached, or a rate that is rounded first, gives a
    /// limit just below.
    ///
    /// # Errors
    /// [`SloError::TooLarge`] where the limit leaves the range.
    pub fn rule(&self, window: &BurnWindow) -> Result<Burn, SloError> {
        let large = || SloError::too_large("the limit");
        let limit =
            window.factor(self.period).and_then(|limit| self.test.holds_from(limit)).ok_or_else(large)?;
        let reached = self.test.compare == BurnComparison::AtLeast || self.test.rounded_to.is_some();
        let above = limit.rounded(9).ok_or_else(large)?;
        let above = above.to_scaled().checked_sub(i128::from(reached)).ok_or_else(large)?;
        let above = Number::from_scaled(above, 9).ok_or_else(large)?;
        Ok(Burn { windows: window.windows(), above, clear_at: None })
    }

    fn window_rates(
        &self,
        window: &BurnWindow,
        counted: &BTreeMap<Span, SloTally>,
    ) -> Result<Rates, SloError> {
        let rate = |window: Span| self.guard.rate(tally_of(counted, window)?, window, self.target);
        let long = rate(window.long)?;
        let short = window.short.map(rate).transpose()?.flatten();
        // Without a short window the long one speaks for both.
        let alone = window.short.is_none() || self.silent_short == SilentShort::LongDecides;
        Ok(Rates { long, short, decisive: short.or(long.filter(|_| alone)) })
    }

    /// How each alert stands by what was counted over each window up to now.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a window of which no tally is given, and for more slices counted than it has.
    pub fn evaluate(&self, counted: &BTreeMap<Span, SloTally>) -> Result<Vec<BurnFinding>, SloError> {
        self.windows.iter().map(|window| self.finding(window, counted)).collect()
    }

    fn finding(
        &self,
        window: &BurnWindow,
        counted: &BTreeMap<Span, SloTally>,
    ) -> Result<BurnFinding, SloError> {
        let Rates { long, short, decisive } = self.window_rates(window, counted)?;
        let limit = window.factor(self.period);
        let rates = long.zip(decisive).zip(limit);
        let state = rates.map(|((long, short), limit)| BurnState::of(long, short, limit, self.test));
        let held_back = self.guard.holds_back(tally_of(counted, window.long)?);
        let critical = state == Some(BurnState::Critical);
        let rounded = |rate: Option<BurnRate>| rate.and_then(|rate| rate.rounded(9));
        Ok(BurnFinding {
            window: *window,
            limit: rounded(limit),
            long: rounded(long),
            short: rounded(short),
            state,
            held_back: held_back.filter(|_| critical),
            fires: critical && held_back.is_none(),
        })
    }

    /// How long there may be no data before that is to be told: as long as the fastest alert takes to fire where all are
    /// bad, with the time for which it [holds](BurnWindow::hold). Pyrra derives its alert on absent data so.
    ///
    /// ```
    /// use service_quality::quantity::Span;
    /// use service_quality::slo::burn::{BurnAlerts, BurnPreset, BurnTest};
    /// let month = Span::from_hours(28 * 24);
    /// let alerts = BurnAlerts::new("0.99".parse()?, month, BurnPreset::Pyrra.windows(month)?, BurnTest::default())?;
    /// assert_eq!(alerts.no_data_after(), Some(Span::from_seconds(654)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn no_data_after(&self) -> Option<Span> {
        let silent = |window: &BurnWindow| {
            let limit = self.test.holds_from(window.factor(self.period)?)?;
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
            let limit = limit.and_then(|limit| self.test.holds_from(limit));
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

/// What was counted over a window, which is given even where that is nothing.
pub(super) fn tally_of(counted: &BTreeMap<Span, SloTally>, window: Span) -> Result<&SloTally, SloError> {
    counted.get(&window).ok_or_else(|| {
        let given = format!("nothing of {window}");
        let allowed = "a tally of every window, an empty one where nothing was counted";
        SloError::not_allowed("counted", &given, allowed)
    })
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
    #[serde(default)]
    silent_short: SilentShort,
}

/// The rates over the windows of an alert.
struct Rates {
    long: Option<BurnRate>,
    short: Option<BurnRate>,
    /// What is held against the limit beside the long one.
    decisive: Option<BurnRate>,
}

impl TryFrom<RawAlerts> for BurnAlerts {
    type Error = SloError;

    fn try_from(raw: RawAlerts) -> Result<Self, SloError> {
        let RawAlerts { target, period, windows, test, guard, silent_short } = raw;
        Self { target, period, windows, test, guard, silent_short }.checked()
    }
}

impl From<BurnAlerts> for RawAlerts {
    fn from(own: BurnAlerts) -> Self {
        let BurnAlerts { target, period, windows, test, guard, silent_short } = own;
        Self { target, period, windows, test, guard, silent_short }
    }
}
