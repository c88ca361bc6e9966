//! Did we keep our promise? Agreements (SLA, OLA, underpinning contract) evaluated on tickets.
//!
//! An [`Agreement`] is data: policies chosen by condition, each with objectives, each with a budget in working time,
//! elapsed time or business days. With its calendars it compiles into an [`SlaEngine`], which answers for a ticket at an
//! instant with an [`Evaluation`]: for each objective an [`Outcome`] with its verdict, due time, used time, margin, goal
//! and reasons.
//!
//! | you want | use |
//! | --- | --- |
//! | the verdicts of a ticket, and why | [`SlaEngine::evaluate`] |
//! | every stretch that counted or did not, and why | [`SlaEngine::explain`] |
//! | one timer a ticket, and what to do when it rings | [`SlaState`]: [`SlaEngine::begin`], [`tick`](SlaEngine::tick), or its parts [`advance`](SlaEngine::advance), [`wake`](SlaEngine::wake) and [`next_of`](SlaEngine::next_of) |
//! | a due time for a database column | [`Evaluation::next_due`], [`Outcome::open_due`] |
//! | a million tickets | [`SlaEngine::evaluator`] |
//! | how many promises were kept | [`Attainment`], [`AttainmentBy`], [`OutcomeCounts::commitment`], [`Outlook`] |
//! | whether the teams' promises add up to the customer's | [`Chain`] |
//! | rules that change over time | [`AgreementSeries`], [`Calendar::succession`](crate::calendar::Calendar::succession) |
//!
//! What holds for every clock:
//! * Its [`ClockRules`] say when it starts, stands still, stops, starts over and is called off; every [`Target`] has its
//!   own. What happens to a finished clock that starts again, [`Reopening`] says.
//! * Finishing at the due instant is met.
//! * Pauses are subtracted from the time used; they never move a start.
//! * A budget used up is due at that instant for good; a breach is a dated fact: no later pause, priority, policy or
//!   version undoes it.
//! * A change of policy, budget or calendar keeps the time used; from the change on, the new terms hold. What happens at
//!   the very instant of a change is judged by the terms until then, except at the creation.
//! * What is finished is judged by the terms in force until then, and keeps its [`Goal`].
//! * A ticket keeps the version of its agreement, unless a later one
//!   [takes over open tickets](Agreement::takes_over_open).
//!
//! [`capabilities`] lists what such engines are asked for, and where it is here.
//!
//! ```
//! # #[cfg(feature = "tz")] {
//! use std::collections::BTreeMap;
//! use std::sync::Arc;
//! use service_quality::calendar::{Calendar, Week};
//! use service_quality::quantity::{CalendarId, Timestamp, Zone};
//! use service_quality::sla::{Agreement, Verdict};
//! use service_quality::ticket::{EventKind, Ticket};
//!
//! let agreement: Agreement = serde_json::from_str(r#"{
//!     "id": "helpdesk", "version": "1", "calendar": "office",
//!     "policies": [{"id": "all", "objectives": [
//!         {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}]}]
//! }"#)?;
//! let office = Calendar::builder("Europe/Berlin".parse()?).weekly(Week::new().mon_fri("09:00-17:00")?).build()?;
//! let (from, until) = ("2026-01-01T00:00:00Z".parse()?, "2027-01-01T00:00:00Z".parse()?);
//! let calendars = BTreeMap::from([("office".parse::<CalendarId>()?, Arc::new(office.compile(from..until)?))]);
//! let engine = agreement.engine(&calendars)?;
//!
//! // Friday 15:00 in Berlin: two hours are left of the day, two remain for Monday.
//! let ticket = Ticket::builder("T-1".parse()?)
//!     .event("2026-03-06T14:00:00Z".parse()?, EventKind::Created)
//!     .build()?;
//! let evaluation = engine.evaluate(&ticket, "2026-03-06T15:00:00Z".parse()?).ok_or("not created yet")?;
//! let fix = &evaluation.outcomes[0];
//! assert_eq!(fix.verdict, Verdict::Running);
//! assert_eq!(fix.due, Some("2026-03-09T10:00:00Z".parse::<Timestamp>()?));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod action;
mod agreement;
mod agreement_kind;
mod allowance;
mod attainment;
mod attainment_by;
mod attainment_error;
mod budget;
mod chain;
mod check;
mod choice;
mod clock;
mod commitment;
mod counted;
mod counting;
mod cycle;
mod engine;
mod error;
mod escalate;
mod evaluator;
mod fingerprint;
mod level;
mod live;
mod machine;
mod objective;
mod outcome;
mod outlook;
mod plan;
mod policy;
mod program;
mod reading;
mod reason;
mod recorder;
mod report;
mod rules;
mod sensitivity;
mod series;
mod signal;
mod sink;
mod state;
mod state_error;
mod status_class;
mod target;
mod terms;
mod timeline;

#[cfg(doc)]
#[doc = include_str!("capabilities.md")]
pub mod capabilities {}

pub use action::{Action, ActionKey, ActionStep, NextAction, NextStep};
pub use agreement::{Agreement, AgreementBuilder};
pub use agreement_kind::{AgreementKind, Effective, PolicyOrder, Unconditional};
pub use allowance::{Allowance, CalendarBy};
pub use attainment::{Attainment, Denominator, OutcomeCounts};
pub use attainment_by::{AttainmentBy, AttainmentRule, Dated, PeriodAttainment};
pub use attainment_error::AttainmentError;
pub use budget::Budget;
pub use chain::{
    Chain, ChainCause, ChainCheck, ChainError, ChainReport, ChainUnit, DatedChain, DatedLink, Link, LinkPlan,
    LinkUse, Promise, PromiseUse, TimeBasis,
};
pub use commitment::{BreachRoom, Commitment};
pub use cycle::{Cycle, CycleChoice, Goal};
pub use engine::SlaEngine;
pub use error::AgreementError;
pub use evaluator::{Evaluator, Judgement};
pub use level::{Level, LevelPoint};
pub use objective::{CountsFrom, Objective, Reopening};
pub use outcome::{Evaluation, Outcome, Standing, TimeBoth, Verdict};
pub use outlook::{Outlook, OutlookCounts, Pending};
pub use policy::Policy;
pub use reason::{PauseCause, Reason};
pub use rules::{ClockRules, Trigger};
pub use series::AgreementSeries;
pub use signal::Signal;
pub use state::{Advance, SlaState, Tick};
pub use state_error::StateError;
pub use status_class::StatusClass;
pub use target::Target;
pub use timeline::{NotCounted, Segment, Timeline};
