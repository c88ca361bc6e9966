//! Service quality as typed domain objects, evaluated exactly and with reasons.
//!
//! # Overview
//!
//! The crate answers, from a host's own service records: *how good is our service* (indicators, scores, grades),
//! *did we keep our promise* (service level agreements on working-time calendars), *what is about to go wrong* (control
//! charts, early warnings) and *did our improvement work* (tests before and after). It is pure: no clock, storage,
//! network, threads or globals. Every function that needs "now" takes `as_of`; every answer carries its reasons as
//! data; scores and verdicts are exact decimals and whole seconds, so the same input gives the same bytes on every
//! machine, in any order, split over any number of workers.
//!
//! | module | you ask | start with |
//! | --- | --- | --- |
//! | [`quantity`] | what is a score, a share, a span, a period, and how is it written? | [`Score`], [`Span`], [`Timestamp`] |
//! | [`calendar`] | when are we open, and how much working time is that? 工作日历 | [`Calendar`], [`WorkingTime`] |
//! | [`ticket`] | what happened to a request? 工单 | [`Ticket`], [`Condition`] |
//! | [`sla`] | did we keep our promise? 服务级别协议 | [`Agreement`], [`SlaEngine`] |
//! | [`slo`] | was the service there, what budget is left, what is owed? 可用性、错误预算 | [`slo::availability`], [`slo::budget`], [`slo::credit`] |
//! | [`analysis`] | how sure can we be? 统计分析 | [`analysis::proportion`], [`analysis::trend`] |
//! | [`survey`] | what do our customers say, and how far does it hold? 满意度调查 | [`survey::Survey`], [`survey::sampling`] |
//! | [`assessment`] | what did those find who looked? 检查与评估 | [`assessment::Checklist`], [`assessment::Panel`] |
//! | [`indicator`] | what do we measure, and what came out? 指标 | [`Indicator`], [`Measurement`] |
//! | [`population`] | how do we stand among our peers? 同侪比较 | [`population::Table`], [`population::league`] |
//! | [`weighting`] | how much does each criterion count? 赋权 | [`weighting::Weights`], [`weighting::Judgements`] |
//! | [`score`] | how good is that, and why? 评分 | [`Model`], [`Scorecard`] |
//! | [`monitor`] | what is about to go wrong? 监控与预警 | [`monitor::chart::Chart`], [`monitor::warning::Watch`] |
//! | [`improve`] | did our improvement work? 持续改进 | [`improve::cycle`], [`improve::problem`], [`improve::complaint`] |
//! | [`standard`] | all of it as one document 质量标准 | [`Standard`], [`Engine`] |
//! | [`appraisal`] | how do people and teams compare, and is it more than chance? 考核 | [`appraisal::AppraisalRule`] |
//!
//! The main types stand at the crate's root too; [`Error`] wraps every module's own error.
//!
//! Data flows one way: tickets → SLA outcomes → tallies, which merge → measurements → scorecard. Responses to surveys,
//! inspections, ratings and the host's own figures join them at the tallies.
//!
//! # Working time
//!
//! ```
//! use service_quality::calendar::{Calendar, Week, WorkingTime};
//! use service_quality::quantity::{Span, Timestamp};
//!
//! let week = Week::new().mon_fri("09:00-12:00, 13:00-18:00")?.sat("09:00-13:00")?;
//! let calendar = Calendar::builder("+01:00".parse()?).weekly(week).build()?;
//! let friday: Timestamp = "2026-03-06T17:00:00+01:00".parse()?;
//! let due = calendar.add(friday, Span::from_hours(4))?; // one hour on Friday, three on Saturday
//! assert_eq!(due, "2026-03-07T12:00:00+01:00".parse()?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Promises
//!
//! ```
//! use std::collections::BTreeMap;
//! use std::sync::Arc;
//! use service_quality::calendar::Calendar;
//! use service_quality::quantity::{CalendarId, Timestamp};
//! use service_quality::sla::{Agreement, Verdict};
//! use service_quality::ticket::{EventKind, Ticket};
//!
//! let agreement: Agreement = serde_json::from_str(r#"{"id": "hotline", "version": "1", "calendar": "always",
//!     "policies": [{"id": "all", "objectives": [
//!         {"id": "reply", "target": "first_response", "allowance": {"same": {"elapsed": "PT15M"}}}]}]}"#)?;
//! let (from, until): (Timestamp, Timestamp) = ("2026-01-01T00:00:00Z".parse()?, "2027-01-01T00:00:00Z".parse()?);
//! let always = Calendar::always("UTC".parse()?).compile(from..until)?;
//! let engine = agreement.engine(&BTreeMap::from([("always".parse::<CalendarId>()?, Arc::new(always))]))?;
//!
//! let ticket = Ticket::builder("T-1".parse()?)
//!     .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
//!     .event("2026-03-02T09:20:00Z".parse()?, EventKind::public_reply())
//!     .build()?;
//! let evaluation = engine.evaluate(&ticket, "2026-03-02T10:00:00Z".parse()?).ok_or("not created yet")?;
//! let reply = &evaluation.outcomes[0];
//! assert_eq!(reply.verdict.to_string(), "breached at 2026-03-02T09:15:00Z, finished at 2026-03-02T09:20:00Z");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Scores
//!
//! ```
//! use std::collections::BTreeMap;
//! use service_quality::indicator::Measurement;
//! use service_quality::score::Model;
//!
//! let model: Model = serde_json::from_str(r#"{"root": {"id": "service", "children": [
//!     {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}},
//!     {"weight": 1, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
//! let scorecard = model.score(&BTreeMap::from([
//!     ("on_time".parse()?, Measurement::present("0.95".parse()?, 412)),
//!     ("csat".parse()?, Measurement::present("4.1".parse()?, 97)),
//! ]));
//! assert_eq!(scorecard.score().map(|score| score.to_string()).as_deref(), Some("85"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Scope
//!
//! The host keeps storage, clock, timers, network, users and screens. The crate reads no files and no environment; it
//! takes values and JSON text and gives values and JSON text back. It draws nothing and is no ticket system.
//!
//! # Accuracy
//!
//! Scores, weights, shares and figures are decimals of at most 9 places, calculated as scaled integers; what is more
//! precise is refused, not rounded. Rounding happens where a definition says so, half away from zero. Time is whole
//! seconds of UTC, leap seconds not counted. Sums in tallies are exact integers; quantile tallies state their relative
//! error. No float takes part in a score or a verdict of a promise; standard errors, intervals
//! and tests are floats, and stand beside. Years 1 to 9999 are covered; time-zone rules end where the
//! compiled-in data ends (2100) and the last offset is kept.
//!
//! # Features
//!
//! * `tz` (default): IANA time zones. Without it calendars know UTC and fixed offsets.
//! * `json` (default): `Standard::from_json` with the JSON path of a fault. Without it every type still has serde.

#![forbid(unsafe_code)]

pub mod analysis;
pub mod appraisal;
pub mod assessment;
pub mod calendar;
pub mod improve;
pub mod indicator;
pub mod monitor;
pub mod population;
pub mod quantity;
pub mod score;
pub mod sla;
pub mod slo;
pub mod standard;
pub mod survey;
pub mod ticket;
pub mod weighting;

mod error;

pub use assessment::{Checklist, Inspection};
pub use calendar::{Calendar, WorkingTime, WorkingTimeIndex};
pub use error::Error;
pub use indicator::{Indicator, IndicatorSystem, Measurement, Report};
pub use quantity::{Period, Score, Span, Timestamp};
pub use score::{Model, ScoreEngine, Scorecard};
pub use sla::{Agreement, Outcome, SlaEngine, Verdict};
pub use standard::{Engine, ServiceTally, Standard};
pub use survey::{Response, Survey};
pub use ticket::{Condition, Ticket};
pub use weighting::Weights;

/// The README's example compiles and runs.
#[cfg(all(doctest, feature = "tz", feature = "json"))]
#[doc = include_str!("../README.md")]
struct Readme;
