//! Incidents and mean times (故障与平均时间): how often a service fails, and how fast it is back.
//!
//! [`IncidentTimes`] is the expanded incident lifecycle (ITIL) of one incident: occurred, detected, acknowledged, diagnosed,
//! repaired, recovered, restored. [`MeanTimes`] tallies MTTD, MTTA, MTTR and MTRS over incidents, each with its `n`;
//! [`Reliability`] tallies time, downtime and failures, for MTBF, MTRS and MTBSI. No incidents have no means.
//! [`IncidentTimes::outage`] and [`Reliability::of_report`] lead to [`availability`](super::availability) and back.
//!
//! MTTR is used for repair, recovery, response and resolution alike. Here each measure is named by its stages
//! ([`TimeTo::stages`]): repair ends with the repair, restore with the service.

mod availability_check;
mod failure_cycle;
mod mean_time;
mod mean_times;
mod reliability;
mod stage;
mod time_to;
mod times;

pub use availability_check::AvailabilityCheck;
pub use failure_cycle::FailureCycle;
pub use mean_time::MeanTime;
pub use mean_times::MeanTimes;
pub use reliability::Reliability;
pub use stage::{IncidentStage, LifecycleSegment};
pub use time_to::TimeTo;
pub use times::IncidentTimes;
