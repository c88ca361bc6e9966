use serde::{Deserialize, Serialize};

use super::assess::{Counted, Judged};
use super::{BudgetBasis, BudgetReport, NothingCounted, Overdraft, SloGoal, SloTally, SloWindow};
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
    /// [`SloError::NotAllowed`] for a calendar window, whose period [`report_period`](Self::report_period) takes;
    /// [`SloError::TooLarge`].
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
        let length = period.end()?.since(start);
        let elapsed = as_of.since(start).min(length);
        if elapsed <= Span::ZERO {
            return Err(SloError::not_allowed("as_of", &as_of, format!("an instant after {start}")));
        }
        self.judged(length, elapsed).report(&Counted::Tally(tally))
    }

    fn length(&self) -> Result<Span, SloError> {
        self.window.length().ok_or_else(|| {
            SloError::not_allowed("window", &"a calendar period", "a length; report the period it is about")
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
