use std::collections::BTreeMap;

use serde::Serialize;

use super::{BudgetBasis, BudgetReason, EventCounts, SloGoal, SloStatus};
use crate::quantity::{Label, Language, Number, ObjectiveId, Span, Timestamp};
use crate::slo::ExactRatio;
use crate::slo::burn::{BurnRate, Exhaustion};

/// How an objective stands and what is left of its budget (错误预算报告).
///
/// Figures are rounded half away from zero to nine places; the status was decided before any rounding.
///
/// ```
/// use service_quality::quantity::Language;
/// use service_quality::slo::budget::{ServiceLevelObjective, SloStatus, SloTally};
///
/// let objective: ServiceLevelObjective =
///     serde_json::from_str(r#"{"id": "checkout", "goal": {"share": "0.999"}, "window": {"rolling": "P30D"}}"#)?;
/// let report = objective.report(&SloTally::new(99_950, 50)?)?;
/// assert_eq!(report.status, SloStatus::Healthy);
/// let whole = &report.figures[0];
/// let minutes = whole.minutes.as_ref().ok_or("a share of 30 days has minutes")?;
/// assert_eq!([minutes.allowed, minutes.spent, minutes.left], ["43.2".parse()?, "21.6".parse()?, "21.6".parse()?]);
/// assert_eq!(
///     report.text(Language::English),
///     "healthy: 0.9995 good, 0.999 promised: reached; 50 of 100 events left of the budget; burn rate 0.5"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BudgetReport {
    /// Which objective.
    pub objective: ObjectiveId,
    /// What it promises.
    pub goal: SloGoal,
    /// What is counted.
    pub basis: BudgetBasis,
    /// Everything that happened.
    pub gross: EventCounts,
    /// What does not count, by reason.
    pub excluded: BTreeMap<Label, EventCounts>,
    /// What counts.
    pub net: EventCounts,
    /// The share of good ones; absent where too little was counted.
    pub sli: Option<Number>,
    /// By how much the share exceeds the one promised; negative where it falls short.
    pub gap: Option<Number>,
    /// How it stands.
    pub status: SloStatus,
    /// How fast the budget is used up; 1 uses it up just at the end of the window.
    pub burn_rate: Option<Number>,
    /// The budget: of the whole window, or, in an unfinished period, so far and projected.
    pub figures: Vec<BudgetFigures>,
    /// Why.
    pub reasons: Vec<BudgetReason>,
    /// Since when it is, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when; not included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The share of the budget of the whole window that is left, never rounded; absent without a budget.
    #[serde(skip)]
    pub(super) left: Option<ExactRatio>,
    /// How long the whole window is.
    #[serde(skip)]
    pub(super) length: Span,
}

/// A budget in every unit in which it can be said. What was spent and what is left make what is allowed, in each.
///
/// ```
/// use service_quality::slo::budget::{ServiceLevelObjective, SloTally};
/// let objective: ServiceLevelObjective = serde_json::from_str(
///     r#"{"id": "p1", "goal": {"at_most": 5}, "basis": "tickets", "window": {"rolling": "P90D"}}"#,
/// )?;
/// let report = objective.report(&SloTally::new(20, 7)?)?;
/// let units = report.figures[0].units.as_ref().ok_or("tickets were counted")?;
/// assert_eq!(units.left, "-2".parse()?);
/// assert_eq!(report.figures[0].consumed_percent, Some("140".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct BudgetFigures {
    /// Of what.
    pub of: FiguresOf,
    /// In what is counted: events, tickets, seconds, slices. Absent where only the share is known.
    pub units: Option<BudgetAmount>,
    /// In minutes. Of time and slices, those that were counted: units times what each is long. Of events and tickets an
    /// equivalent, the minutes of the window by the shares; absent for a promised count of them.
    pub minutes: Option<BudgetAmount>,
    /// As shares of what is counted; absent for a promised count.
    pub ratio: Option<BudgetAmount>,
    /// The share of the budget that was spent; absent where there is no budget.
    pub consumed: Option<Number>,
    /// The same in percent.
    pub consumed_percent: Option<Number>,
    /// The share of the budget that remains, shown as the objective's [`Overdraft`](super::Overdraft) says.
    pub remaining: Option<Number>,
}

/// Allowed, spent and left, in one unit: `spent + left = allowed`, always.
///
/// ```
/// use service_quality::slo::budget::{ServiceLevelObjective, SloTally};
/// let objective: ServiceLevelObjective =
///     serde_json::from_str(r#"{"id": "web", "goal": {"share": "0.9"}, "window": {"rolling": "PT12H"}}"#)?;
/// let report = objective.report(&SloTally::new(1, 2)?)?;
/// let ratio = report.figures[0].ratio.as_ref().ok_or("a share is promised")?;
/// assert_eq!([ratio.spent.to_string(), ratio.left.to_string()], ["0.666666667", "-0.566666667"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct BudgetAmount {
    /// What may go wrong.
    pub allowed: Number,
    /// What went wrong.
    pub spent: Number,
    /// What still may; negative once it is overdrawn.
    pub left: Number,
}

/// Of which budget figures are.
///
/// Of an unfinished period nobody knows how many events there will be; peers say one or the other, and were asked for
/// both.
///
/// ```
/// use service_quality::slo::budget::FiguresOf;
/// assert_eq!(serde_json::to_string(&FiguresOf::SoFar)?, r#""so_far""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FiguresOf {
    /// Of the whole window.
    Whole,
    /// Of what was counted so far.
    SoFar,
    /// Of what the period will count if it goes on as so far.
    Projected,
}

impl BudgetAmount {
    /// By how much the budget is overdrawn; absent where it is not.
    #[must_use]
    pub fn overdrawn(&self) -> Option<Number> {
        // The sign of a figure that is in range.
        (self.left < Number::ZERO).then(|| Number::new(-self.left.value()).unwrap_or_default())
    }
}

impl BudgetReport {
    /// How long the budget lasts at a rate from an instant on, usually that of a short window before it (预算耗尽时间).
    ///
    /// Of an unfinished period the rest of the whole period's budget, as projected; of a rolling window as if nothing left
    /// it. Absent where nothing burns and where there is no budget.
    ///
    /// ```
    /// use service_quality::quantity::Language;
    /// use service_quality::slo::budget::{ServiceLevelObjective, SloTally};
    /// use service_quality::slo::burn::BurnRate;
    ///
    /// let objective: ServiceLevelObjective = serde_json::from_str(
    ///     r#"{"id": "web", "goal": {"share": "0.99"}, "window": {"calendar": {"every": "month", "time_zone": "UTC"}}}"#,
    /// )?;
    /// let now = "2026-04-16T00:00:00Z".parse()?;
    /// let april = objective.window().period_at(now)?.ok_or("a calendar window")?;
    /// let report = objective.report_period(&SloTally::new(990, 10)?, &april, now)?;
    /// let left = report.exhaustion(BurnRate::new(10.into())?, now).ok_or("it burns")?;
    /// assert_eq!(left.text(Language::English), "1.5 days");
    /// assert_eq!((left.at(), left.before_end()), (Some("2026-04-17T12:00:00Z".parse()?), Some(true)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn exhaustion(&self, rate: BurnRate, as_of: Timestamp) -> Option<Exhaustion> {
        let end = self.from.and_then(|from| from.checked_add(self.length));
        Some(Exhaustion::of(rate, self.length, self.left?)?.from(as_of, end))
    }

    /// In a sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (comma, colon) = match language {
            Language::English => ("; ", ": "),
            Language::Chinese => ("；", "："),
        };
        let mut parts: Vec<String> = self.reasons.iter().map(|reason| reason.text(language)).collect();
        let unit = self.basis.unit(language);
        for figures in self.figures.iter().filter(|_| self.status != SloStatus::NoData) {
            let Some(BudgetAmount { allowed, left, .. }) = figures.units else { continue };
            parts.push(match (language, figures.of) {
                (Language::English, FiguresOf::Whole) => {
                    format!("{left} of {allowed} {unit} left of the budget")
                }
                (Language::English, FiguresOf::SoFar) => {
                    format!("{left} of {allowed} {unit} left of the budget so far")
                }
                (Language::English, FiguresOf::Projected) => {
                    format!("{left} of {allowed} {unit} left of the budget projected for the period")
                }
                (Language::Chinese, FiguresOf::Whole) => format!("预算 {allowed} {unit}，剩余 {left}"),
                (Language::Chinese, FiguresOf::SoFar) => format!("至今预算 {allowed} {unit}，剩余 {left}"),
                (Language::Chinese, FiguresOf::Projected) => {
                    format!("全周期预计预算 {allowed} {unit}，剩余 {left}")
                }
            });
        }
        parts.extend(self.burn_rate.map(|rate| match language {
            Language::English => format!("burn rate {rate}"),
            Language::Chinese => format!("燃烧率 {rate}"),
        }));
        format!("{}{colon}{}", self.status.text(language), parts.join(comma))
    }
}
