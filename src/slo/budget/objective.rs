use serde::{Deserialize, Serialize};

use super::assess::{Counted, Judged};
use super::{
    BudgetBasis, BudgetReason, BudgetReport, NothingCounted, Overdraft, SloGoal, SloTally, SloWindow,
    TallySeries,
};
use crate::quantity::{ObjectiveId, Period, Share, Span, Timestamp};
use crate::slo::{ExactRatio, SloError};

/// A service level objective (服务级别目标, SLO): what is promised, of what, over which time.
///
/// ```
/// use service_quality::slo::budget::{ServiceLevelObjective, SloStatus, SloTally};
///
/// let objective: ServiceLevelObjective = serde_json::from_str(
///     r#"{"id": "web", "goal": {"share": "0.99"}, "window": {"rolling": "PT1H"}, "min_valid": 10}"#,
/// )?;
/// assert_eq!(objective.report(&SloTally::new(5, 4)?)?.status, SloStatus::NoData);
/// assert_eq!(objective.report(&SloTally::new(0, 0)?)?.sli, None);
/// let bad = r#"{"id": "web", "goal": {"share": "0.99"}, "window": {"rolling": "PT0S"}}"#;
/// let error = serde_json::from_str::<ServiceLevelObjective>(bad).unwrap_err().to_string();
/// assert!(error.starts_with("window.rolling is `PT0S`: allowed is more than PT0S"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawObjective", into = "RawObjective")]
pub struct ServiceLevelObjective {
    id: ObjectiveId,
    goal: SloGoal,
    basis: BudgetBasis,
    window: SloWindow,
    min_valid: u64,
    nothing: NothingCounted,
    overdraft: Overdraft,
}

impl ServiceLevelObjective {
    /// An objective of the default rules: any number of events is enough, none are no data, overdrawn is negative.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a promised share of 0, a window without length, and slices longer than the window.
    pub fn new(
        id: ObjectiveId,
        goal: SloGoal,
        basis: BudgetBasis,
        window: SloWindow,
    ) -> Result<Self, SloError> {
        if goal == SloGoal::Share(Share::ZERO) {
            return Err(SloError::not_allowed("goal.share", &0, "more than 0 and at most 1"));
        }
        window.check()?;
        if let BudgetBasis::Slices(slice) = basis {
            // The shortest calendar period is a week, less the hour that clocks may skip.
            let longest = window.length().unwrap_or(Span::from_hours(24 * 7 - 1));
            if slice <= Span::ZERO || slice > longest {
                let allowed = format!("more than PT0S and at most the window, {longest}");
                return Err(SloError::not_allowed("basis.slices", &slice, allowed));
            }
        }
        let (nothing, overdraft) = (NothingCounted::default(), Overdraft::default());
        Ok(Self { id, goal, basis, window, min_valid: 0, nothing, overdraft })
    }

    /// Gives no verdict on fewer than so many, be a share or a count promised.
    #[must_use]
    pub fn with_min_valid(self, min_valid: u64) -> Self {
        Self { min_valid, ..self }
    }

    /// Says what 0 of 0 is.
    #[must_use]
    pub fn with_nothing_counted(self, nothing: NothingCounted) -> Self {
        Self { nothing, ..self }
    }

    /// Says how an overdrawn budget is shown.
    #[must_use]
    pub fn with_overdraft(self, overdraft: Overdraft) -> Self {
        Self { overdraft, ..self }
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &ObjectiveId {
        &self.id
    }

    /// What is promised.
    #[must_use]
    pub const fn goal(&self) -> SloGoal {
        self.goal
    }

    /// What is counted.
    #[must_use]
    pub const fn basis(&self) -> BudgetBasis {
        self.basis
    }

    /// Over which time.
    #[must_use]
    pub const fn window(&self) -> SloWindow {
        self.window
    }

    /// How many a verdict needs.
    #[must_use]
    pub const fn min_valid(&self) -> u64 {
        self.min_valid
    }

    /// What 0 of 0 is.
    #[must_use]
    pub const fn nothing_counted(&self) -> NothingCounted {
        self.nothing
    }

    /// How an overdrawn budget is shown.
    #[must_use]
    pub const fn overdraft(&self) -> Overdraft {
        self.overdraft
    }

    /// How a window stands of which this was counted.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a calendar window, whose period [`report_period`](Self::report_period) takes, and for
    /// more seconds or slices than the window has; [`SloError::TooLarge`].
    pub fn report(&self, tally: &SloTally) -> Result<BudgetReport, SloError> {
        let length = self.length()?;
        self.judged(length, length).report(&Counted::Tally(tally))
    }

    /// The same where a source gives the share alone; absent where it has no data.
    ///
    /// # Errors
    /// As for [`report`](Self::report); [`SloError::NotAllowed`] where a count is promised, and where so many are
    /// [needed](Self::with_min_valid) for a verdict, which a share alone does not tell.
    pub fn report_share(&self, sli: Option<Share>) -> Result<BudgetReport, SloError> {
        if let SloGoal::AtMost(_) = self.goal {
            return Err(SloError::not_allowed("goal", &self.goal, "a share, where only a share is known"));
        }
        if self.min_valid > 0 {
            let allowed = "0, where only a share is known, and not of how many";
            return Err(SloError::not_allowed("min_valid", &self.min_valid, allowed));
        }
        let length = self.length()?;
        self.judged(length, length).report(&Counted::Share(sli.map(ExactRatio::from)))
    }

    /// How a calendar period stands of which this was counted up to an instant.
    ///
    /// Before the end of the period the report has two budgets: of what was counted so far, and projected onto the whole
    /// period by the share of it that has passed. A promised count is of the whole period from the start.
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a period that is none of the window's, and an instant not after its start.
    pub fn report_period(
        &self,
        tally: &SloTally,
        period: &Period,
        as_of: Timestamp,
    ) -> Result<BudgetReport, SloError> {
        let start = period.start()?;
        if self.window.period_at(start)?.as_ref() != Some(period) {
            return Err(SloError::not_allowed(
                "period",
                period,
                "a period of the objective's calendar window",
            ));
        }
        self.since(tally, start, period.end()?.since(start), as_of)
    }

    /// How an agreed month stands of which this was counted from its start up to an instant, as
    /// [`report_period`](Self::report_period) says it of a calendar period.
    ///
    /// ```
    /// use service_quality::slo::budget::{FiguresOf, ServiceLevelObjective, SloTally};
    ///
    /// let objective: ServiceLevelObjective =
    ///     serde_json::from_str(r#"{"id": "web", "goal": {"share": "0.9"}, "window": {"month": "thirty_days"}}"#)?;
    /// let (start, half) = ("2026-03-10T00:00:00Z".parse()?, "2026-03-25T00:00:00Z".parse()?);
    /// let report = objective.report_since(&SloTally::new(95, 5)?, start, half)?;
    /// let of: Vec<FiguresOf> = report.figures.iter().map(|figures| figures.of).collect();
    /// assert_eq!(of, [FiguresOf::SoFar, FiguresOf::Projected]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`SloError::NotAllowed`] for a window that is no agreed month, and an instant not after the start.
    pub fn report_since(
        &self,
        tally: &SloTally,
        start: Timestamp,
        as_of: Timestamp,
    ) -> Result<BudgetReport, SloError> {
        let SloWindow::Month(month) = self.window else {
            let allowed = "an agreed month; a calendar window has periods, a rolling one no start";
            return Err(SloError::not_allowed("window", &self.window.name(), allowed));
        };
        self.since(tally, start, month.span(), as_of)
    }

    /// How the objective stands at an instant by what was counted slice by slice: over its calendar period so far, or over
    /// the time of its length, a rolling window or an agreed month, up to the newest
    /// [border](TallySeries::border_before) of the slices.
    ///
    /// The report says of which time it is, and as a [reason](super::BudgetReason::Covered) how much of that slices cover
    /// where that is less.
    ///
    /// ```
    /// use service_quality::quantity::Language;
    /// use service_quality::slo::budget::{ServiceLevelObjective, TallySeries};
    ///
    /// let objective: ServiceLevelObjective =
    ///     serde_json::from_str(r#"{"id": "web", "goal": {"share": "0.9"}, "window": {"rolling": "PT2H"}}"#)?;
    /// let series: TallySeries = serde_json::from_str(
    ///     r#"[{"from": "2026-03-02T09:00:00Z", "until": "2026-03-02T10:00:00Z", "tally": {"gross": {"good": 95, "bad": 5}}}]"#,
    /// )?;
    /// let report = objective.report_series(&series, "2026-03-02T10:20:00Z".parse()?)?;
    /// assert_eq!(report.until, Some("2026-03-02T10:00:00Z".parse()?));
    /// assert!(report.text(Language::English).contains("only 1 hour of 2 hours was counted"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As of [`TallySeries::within`]; [`SloError::NotAllowed`] where the calendar period has just begun.
    pub fn report_series(&self, series: &TallySeries, as_of: Timestamp) -> Result<BudgetReport, SloError> {
        let until = series.border_before(as_of).unwrap_or(as_of);
        let (from, mut report) = if let Some(period) = self.window.period_at(until)? {
            let from = period.start()?;
            (from, self.report_period(&series.within(from..until)?, &period, until)?)
        } else {
            let length = self.length()?;
            let from = until.checked_sub(length);
            let from = from.ok_or_else(|| SloError::too_large("the beginning of the window"))?;
            (from, self.since(&series.within(from..until)?, from, length, until)?)
        };
        let (covered, window) = (series.covered(&(from..until)), until.since(from));
        if covered < window {
            report.reasons.push(BudgetReason::Covered { covered, window });
        }
        Ok(report)
    }

    /// How a stretch stands that began at an instant and is so long.
    fn since(
        &self,
        tally: &SloTally,
        start: Timestamp,
        length: Span,
        as_of: Timestamp,
    ) -> Result<BudgetReport, SloError> {
        let elapsed = as_of.since(start).min(length);
        if elapsed <= Span::ZERO {
            return Err(SloError::not_allowed("as_of", &as_of, format!("an instant after {start}")));
        }
        let mut report = self.judged(length, elapsed).report(&Counted::Tally(tally))?;
        report.from = Some(start);
        report.until = start.checked_add(elapsed);
        Ok(report)
    }

    fn length(&self) -> Result<Span, SloError> {
        self.window.length().ok_or_else(|| {
            SloError::not_allowed("window", &self.window.name(), "a length; report the period it is about")
        })
    }

    const fn judged(&self, length: Span, elapsed: Span) -> Judged<'_> {
        Judged { objective: self, length, elapsed }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawObjective {
    id: ObjectiveId,
    goal: SloGoal,
    #[serde(default)]
    basis: BudgetBasis,
    window: SloWindow,
    #[serde(default)]
    min_valid: u64,
    #[serde(default)]
    nothing_counted: NothingCounted,
    #[serde(default)]
    overdraft: Overdraft,
}

impl TryFrom<RawObjective> for ServiceLevelObjective {
    type Error = SloError;

    fn try_from(raw: RawObjective) -> Result<Self, SloError> {
        Ok(Self::new(raw.id, raw.goal, raw.basis, raw.window)?
            .with_min_valid(raw.min_valid)
            .with_nothing_counted(raw.nothing_counted)
            .with_overdraft(raw.overdraft))
    }
}

impl From<ServiceLevelObjective> for RawObjective {
    fn from(own: ServiceLevelObjective) -> Self {
        let ServiceLevelObjective { id, goal, basis, window, min_valid, nothing, overdraft } = own;
        Self { id, goal, basis, window, min_valid, nothing_counted: nothing, overdraft }
    }
}
