use serde::{Deserialize, Serialize};

use super::{SmartContext, SmartReview};
use crate::indicator::{Direction, Limit};
use crate::quantity::{AgentId, Date, IndicatorId, Number, PLACES, Statement};

/// What an indicator is to reach, until when, and why (目标).
///
/// Any goal can be told, even one that is reached already or was due last year: whether it is a good one, a
/// [review](Self::review) and the guards of a cycle say.
///
/// ```
/// use service_quality::improve::goal::Goal;
/// use service_quality::indicator::Limit;
///
/// let goal = Goal::new("csat".parse()?, Limit::AtLeast(90.into()), "2026-12-31".parse()?)
///     .with_reason("objective 2 of the charter".parse()?)
///     .with_owner("li.wei".parse()?);
/// assert!(goal.is_improvement_on(82.into()) && !goal.met_by(82.into()) && goal.met_by(90.into()));
/// assert_eq!((goal.gap(82.into()), goal.gap(95.into())), (Some(8.into()), Some(0.into())));
/// assert_eq!(goal.progress(82.into(), 84.into()), Some("0.25".parse()?));
/// assert_eq!(
///     serde_json::to_string(&goal)?,
///     r#"{"indicator":"csat","target":{"at_least":"90"},"due":"2026-12-31","because":"objective 2 of the charter","owner":"li.wei"}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    indicator: IndicatorId,
    target: Limit,
    due: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    direction: Option<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    because: Option<Statement>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<AgentId>,
}

impl Goal {
    /// A target that an indicator is to keep, from a day on at the latest.
    #[must_use]
    pub const fn new(indicator: IndicatorId, target: Limit, due: Date) -> Self {
        Self { indicator, target, due, direction: None, because: None, owner: None }
    }

    /// Says which way the indicator is better (指标方向), so that a target on the wrong side is seen where the definition of the
    /// indicator is not at hand.
    #[must_use]
    pub const fn with_direction(mut self, direction: Direction) -> Self {
        self.direction = Some(direction);
        self
    }

    /// Says which objective, requirement or need of customers it serves (相关性).
    #[must_use]
    pub fn with_reason(mut self, because: Statement) -> Self {
        self.because = Some(because);
        self
    }

    /// Says who answers for it.
    #[must_use]
    pub fn with_owner(mut self, owner: AgentId) -> Self {
        self.owner = Some(owner);
        self
    }

    /// What is measured.
    #[must_use]
    pub const fn indicator(&self) -> &IndicatorId {
        &self.indicator
    }

    /// What is aimed at.
    #[must_use]
    pub const fn target(&self) -> Limit {
        self.target
    }

    /// The last day on which it may be reached.
    #[must_use]
    pub const fn due(&self) -> Date {
        self.due
    }

    /// Which way the indicator is better, where it is said.
    #[must_use]
    pub const fn direction(&self) -> Option<Direction> {
        self.direction
    }

    /// Whether the target bounds the indicator on the side where it is worse: from below where higher is better, from above
    /// where lower is, from both where it is best within a range. Absent where the direction is not said.
    ///
    /// ```
    /// use service_quality::improve::goal::Goal;
    /// use service_quality::indicator::{Direction, Limit};
    ///
    /// let goal = Goal::new("reply_hours".parse()?, Limit::AtLeast(4.into()), "2026-06-30".parse()?);
    /// assert_eq!(goal.agrees_with_direction(), None);
    /// assert_eq!(goal.with_direction(Direction::Lower).agrees_with_direction(), Some(false));
    /// # Ok::<(), service_quality::quantity::QuantityError>(())
    /// ```
    #[must_use]
    pub fn agrees_with_direction(&self) -> Option<bool> {
        self.direction.map(|direction| direction == self.target.direction())
    }

    /// Which objective, requirement or need it serves.
    #[must_use]
    pub const fn because(&self) -> Option<&Statement> {
        self.because.as_ref()
    }

    /// Who answers for it.
    #[must_use]
    pub const fn owner(&self) -> Option<&AgentId> {
        self.owner.as_ref()
    }

    /// Whether a value keeps the target.
    #[must_use]
    pub fn met_by(&self, value: Number) -> bool {
        self.target.holds(value)
    }

    /// Whether the target asks for more than a value gives.
    #[must_use]
    pub fn is_improvement_on(&self, value: Number) -> bool {
        !self.met_by(value)
    }

    /// Whether its due day lies after a day.
    #[must_use]
    pub fn is_due_after(&self, day: Date) -> bool {
        self.due > day
    }

    /// How far a value is from the target, 0 where it is met; absent beyond 10^15.
    #[must_use]
    pub fn gap(&self, value: Number) -> Option<Number> {
        Number::from_scaled(gap(self.target, value.to_scaled()), PLACES)
    }

    /// The number on the edge of the target that a value is nearest to.
    pub(super) fn nearest(&self, value: Number) -> Number {
        match self.target {
            Limit::AtLeast(bound) | Limit::AtMost(bound) => bound,
            Limit::Between(range) if value > range.most() => range.most(),
            Limit::Between(range) => range.least(),
        }
    }

    /// The share of the way from the baseline to the target that is gone now, rounded half away from zero to 9 places: 0
    /// at the baseline, 1 at the target, above 1 beyond it, negative on the way back.
    ///
    /// Of a target range the way is the one to its nearer end, and no more than 1 can be gone: what overshoots the range is
    /// on the way back. Absent where the baseline meets the target, since there is no way to go, and beyond 10^15.
    #[must_use]
    pub fn progress(&self, baseline: Number, now: Number) -> Option<Number> {
        let (from, to) = (baseline.to_scaled(), now.to_scaled());
        let way = gap(self.target, from);
        let gone = match self.target {
            Limit::AtLeast(_) => to.checked_sub(from)?,
            Limit::AtMost(_) => from.checked_sub(to)?,
            Limit::Between(_) => way.checked_sub(gap(self.target, to))?,
        };
        if way == 0 { None } else { Number::ratio(gone, way, PLACES) }
    }

    /// What makes it a good goal, and what not: specific, measurable, achievable, relevant, time-bound (明确、可衡量、
    /// 可实现、相关、有时限).
    #[must_use]
    pub fn review(&self, context: &SmartContext<'_>) -> SmartReview {
        SmartReview::of(self, context)
    }
}

/// How far a value is from keeping a target, in billionths: two numbers differ by no more than 2·10^24 of them.
pub(in crate::improve) fn gap(target: Limit, value: i128) -> i128 {
    let below = |least: Number| least.to_scaled().saturating_sub(value).max(0);
    let above = |most: Number| value.saturating_sub(most.to_scaled()).max(0);
    match target {
        Limit::AtLeast(least) => below(least),
        Limit::AtMost(most) => above(most),
        Limit::Between(range) => below(range.least()).max(above(range.most())),
    }
}
