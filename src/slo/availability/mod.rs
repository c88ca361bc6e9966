//! Availability (可用性) as contracts count it: from outages to a share, net of what does not count.
//!
//! An [`AvailabilityRule`] holds what differs between contracts; [`AvailabilityRule::measure`] takes a [`ServiceRecord`]
//! (outages, exclusions, operating hours) and gives an [`AvailabilityReport`]: gross figures, what was taken out by reason,
//! net figures, and of each outage what counted and why the rest did not. Its [`AvailabilityTally`] merges with those of
//! other ranges and places.
//!
//! | what is counted | use | as in |
//! | --- | --- | --- |
//! | time 时间 | [`AvailabilityTally`] | most contracts |
//! | the mean error rate of intervals 平均错误率 | [`ErrorRateTally`] | Amazon S3, EC2; `OpenSLO` ratio time slices |
//! | user time 用户分钟 | [`UserTimeTally`] | Microsoft 365 |
//! | requests 请求 | [`RequestTally`] | Google Cloud Storage |
//! | time slices 时间片 | [`SliceTally`] | `OpenSLO`, Elastic |
//! | hours that are not charged | [`HourlyRule`] | Amazon EC2 instances |
//! | a year of service | [`ServiceYear`] | Amazon EC2, 2008 |
//!
//! All end in a [`ServiceLevel`], an exact fraction that knows whether a target was met; [`LevelVerdict`] says so in words.
//!
//! # Decisions
//!
//! | question | answer, and the option where peers differ |
//! | --- | --- |
//! | 0 of 0 | no level at all: never 0, 100 % or met |
//! | a level equal to the target | meets it |
//! | time after `as_of` | is not counted: outages that go on, and the range, end there |
//! | outages that overlap | count once, with the one that began first |
//! | maintenance and downtime in it | [`ExclusionEffect`]: leave the numerator and the denominator, or only are no downtime (Azure, Microsoft 365, AWS) |
//! | exclusions that overlap | taken out once, for the first reason in [the order of reasons](ExclusionReason); within one reason [`ExclusionOverlap`] |
//! | notice, at most so many hours | [`ExclusionTerms`]; [`RefusedExclusion`] tells what counts all the same |
//! | an exclusion of a service, of an incident | [`Exclusion::of_service`], [`Exclusion::of_incident`]: another incident at the same time still counts |
//! | short outages, partial minutes | [`AvailabilityRule::minimum`] with [`OutageLength`], [`PartialMinute`]: a minute of the clock counts once |
//! | a slice without data | [`MissingSlice`]: excluded by default, as it is no evidence; Elastic counts it as good |
//! | an interval without requests | [`IdleInterval`]: without errors by default, as Amazon counts it |
//! | the length of a month | that of the range; a contract's 30 or 30.4375 days are a range of such a length |

mod counted_outage;
mod coverage;
mod cut;
mod downtime;
mod error_rate;
mod exclusion;
mod exclusion_reason;
mod exclusion_time;
mod hour;
mod level;
mod level_verdict;
mod lost_users;
mod measure;
mod outage;
mod record;
mod recurring_window;
mod refusal;
mod report;
mod request;
mod rounding;
mod rule;
mod service_year;
mod slice;
mod tally;
mod terms;
mod user_time;
mod verdict;
mod wire;

pub use counted_outage::{CountedOutage, Uncounted, UncountedReason};
pub use downtime::Downtime;
pub use error_rate::{ErrorRateTally, IdleInterval};
pub use exclusion::Exclusion;
pub use exclusion_reason::ExclusionReason;
pub use exclusion_time::{ExclusionTime, OnceWindow};
pub use hour::HourlyRule;
pub use level::ServiceLevel;
pub use level_verdict::LevelVerdict;
pub use outage::Outage;
pub use record::ServiceRecord;
pub use recurring_window::RecurringWindow;
pub use refusal::{Refusal, RefusedExclusion};
pub use report::AvailabilityReport;
pub use request::RequestTally;
pub use rule::{AvailabilityRule, ExclusionOverlap, OutageLength, PartialMinute};
pub use service_year::{BeforeUse, ServiceYear};
pub use slice::{MissingSlice, SliceTally};
pub use tally::{AvailabilityTally, TimeFigures};
pub use terms::{ExclusionEffect, ExclusionTerms};
pub use user_time::UserTimeTally;
pub use verdict::AvailabilityVerdict;
