use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use crate::improve::ImproveError;
use crate::monitor::baseline::{Baseline, Segment};
use crate::quantity::{AgentId, Date, IndicatorId, Label, Statement, Zone};

/// How a gain is held (控制计划): the chart that watches it, anew from a day, and who does what when it signals.
///
/// ```
/// use service_quality::improve::cycle::ControlPlan;
/// use service_quality::monitor::baseline::{Baseline, Segment};
/// use service_quality::quantity::Zone;
///
/// let plan: ControlPlan = serde_json::from_str(r#"{"chart": "late share by week", "indicator": "late_share",
///     "rebase": "2026-05-04", "owner": "wang.fang", "reaction": "look at the rota of that week"}"#)?;
/// let before = Baseline::new(vec![Segment::first()])?;
/// let after = plan.rebased(&before, Zone::utc(), "the rota of May", &"chen.jie".parse()?)?;
/// assert_eq!(after.segments().len(), 2);
/// assert_eq!(after.segments()[1].accepted_by(), Some("chen.jie"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControlPlan {
    /// The chart.
    pub chart: Label,
    /// What it shows.
    pub indicator: IndicatorId,
    /// From which day on its limits are made from the new level; absent where they stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rebase: Option<Date>,
    /// Who watches it.
    pub owner: AgentId,
    /// What they do when it signals.
    pub reaction: Statement,
}

impl ControlPlan {
    /// The chart's baseline with a new segment from the day of the rebase on, with why the process changed, and who
    /// decided that the change becomes the standard; as it was, where there is no such day.
    ///
    /// # Errors
    /// [`ImproveError::Chart`] where the day does not come after the segments that are there, and
    /// [`ImproveError::Quantity`] where it does not begin within the years 1 to 9999.
    pub fn rebased(
        &self,
        baseline: &Baseline,
        zone: Zone,
        reason: &str,
        by: &AgentId,
    ) -> Result<Baseline, ImproveError> {
        let Some(day) = self.rebase else { return Ok(baseline.clone()) };
        let from = zone.instant(day.naive().and_time(NaiveTime::MIN))?;
        let segment = Segment::since(from).accepted(reason, by.as_str());
        let rebased = segment.and_then(|segment| baseline.rebased(segment));
        rebased.map_err(|why| ImproveError::chart("control_plan.rebase", why))
    }
}
