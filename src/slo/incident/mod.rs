//! Incidents and mean times (故障与平均时间): how often a service fails, and how fast it is back.
//!
//! [`IncidentTimes`] is the expanded incident lifecycle (ITIL) of one incident: occurred, detected, acknowledged, diagnosed,
//! repaired, recovered, restored. [`MeanTimes`] tallies MTTD, MTTA, MTTR and MTRS over incidents, each with its `n`;
//! [`Reliability`] tallies time, downtime and failures, for MTBF, MTRS and MTBSI. No incidents have no means.
//!
//! MTTR is used for repair, recovery, response and resolution alike. Here each measure is named by its stages
//! ([`TimeTo::stages`]): repair ends with the repair, restore with the service.

mod mean_time;
mod reliability;
mod stage;
mod times;

pub use mean_time::{MeanTime, MeanTimes, TimeTo};
pub use reliability::{Agreement, FailureCycle, Reliability};
pub use stage::{IncidentStage, LifecycleSegment};
pub use times::IncidentTimes;
