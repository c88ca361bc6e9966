//! A quality standard (质量标准): calendars, agreements, indicators and a scoring model as one document.
//!
//! A [`Standard`] is data; [`Standard::engine`] compiles it once into an [`Engine`], which is immutable and shared
//! between threads. The engine records tickets into a [`ServiceTally`], a partial state that is stored, sent and
//! merged in any order, and scores any tally. Workers tally, hosts merge, anyone scores.
//!
//! ```
//! use service_quality::standard::Standard;
//! use service_quality::ticket::{EventKind, Ticket};
//!
//! let standard: Standard = serde_json::from_str(r#"{
//!     "id": "desk", "version": "2026-01",
//!     "calendars": {"office": {"time_zone": "UTC", "weekly": {"mon": ["09:00-17:00"], "tue": ["09:00-17:00"]}}},
//!     "agreements": [{"id": "promise", "version": "1", "calendar": "office", "policies": [
//!         {"id": "all", "objectives": [
//!             {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT4H"}}}]}]}],
//!     "indicators": [{"id": "kept", "name": {"en": "Promises kept"}, "dimension": "timeliness",
//!         "formula": {"sla_attainment": {"agreement": "promise"}}, "unit": "percent", "direction": "higher"}],
//!     "model": {"root": {"id": "service", "children": [
//!         {"weight": 1, "indicator": "kept", "curve": {"goalposts": {"worst": 50, "best": 100}}}]}}
//! }"#)?;
//! let engine = standard.engine()?;
//!
//! let mut north = engine.tally();
//! let mut south = engine.tally();
//! for (tally, resolved) in [(&mut north, "2026-03-02T12:00:00Z"), (&mut south, "2026-03-02T15:00:00Z")] {
//!     let ticket = Ticket::builder("T-1".parse()?)
//!         .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
//!         .event(resolved.parse()?, EventKind::Resolved)
//!         .build()?;
//!     engine.record(tally, &ticket, "2026-03-03T00:00:00Z".parse()?)?;
//! }
//! north.merge(&south)?;
//! let scorecard = engine.score(&north)?;
//! assert_eq!(scorecard.score().map(|score| score.to_string()).as_deref(), Some("0"), "1 of 2 is the worst goalpost");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

//! # The document
//!
//! | key | holds | recorded by |
//! | --- | --- | --- |
//! | `id`, `version` | which standard this is | |
//! | `holiday_sets`, `calendars` | working time 工作日历, by name | |
//! | `agreements` | promises 服务协议, each in one or several versions | [`Engine::record`] |
//! | `surveys` | questionnaires 问卷: [`Survey`](crate::survey::Survey) | [`Engine::record_response`] |
//! | `checklists` | forms of inspections 检查表: [`Checklist`](crate::assessment::Checklist) | [`Engine::record_inspection`] |
//! | `groups` | the upper levels of the indicator system 指标体系: [`IndicatorGroup`](crate::indicator::IndicatorGroup) | |
//! | `indicators` | the service's own indicators: [`Indicator`](crate::indicator::Indicator) | by the records that they count; ratings by [`Engine::record_assessment`], figures by [`Engine::record_report`] |
//! | `built_in` | indicators of the catalogue: [`CatalogueUse`](crate::indicator::CatalogueUse) | likewise |
//! | `model` | how scores are formed: [`Model`](crate::score::Model) | |
//!
//! All but `id`, `version`, `calendars` and `model` may be left out.
//!
//! ```
//! use service_quality::indicator::Report;
//! use service_quality::standard::Standard;
//! use service_quality::survey::{Answer, Response};
//!
//! let standard: Standard = serde_json::from_str(r#"{
//!     "id": "desk", "version": "2026-01", "calendars": {},
//!     "surveys": [{"id": "after a call", "version": "1", "name": {"en": "After a call", "zh": "回访问卷"}, "questions": [
//!         {"id": "csat", "kind": {"csat": {"scale": {"from": 1, "to": 5}, "satisfied_at_least": 4, "dissatisfied_at_most": 2}}}]}],
//!     "indicators": [
//!         {"id": "answered", "name": {"en": "Calls answered"}, "dimension": "accessibility",
//!             "formula": {"figure_share": {"of": "calls_answered", "per": "calls_offered"}}, "unit": "percent", "direction": "higher"},
//!         {"id": "both", "name": {"en": "Answered and satisfied, mean"}, "dimension": "satisfaction",
//!             "formula": {"derived": {"mean": [
//!                 {"indicator": "answered", "weight": 1}, {"indicator": "csat_top_box", "weight": 3}]}},
//!             "unit": "percent", "direction": "higher", "places": 1}],
//!     "built_in": [{"id": "csat_top_box", "target": {"at_least": "80"}}],
//!     "model": {"root": {"id": "service", "children": [
//!         {"weight": 1, "indicator": "both", "curve": {"goalposts": {"worst": 0, "best": 100}}}]}}
//! }"#)?;
//! let engine = standard.engine()?;
//! let mut tally = engine.tally();
//! for (id, point) in [("R-1", 5), ("R-2", 4), ("R-3", 2), ("R-4", 5)] {
//!     let response = Response::builder(id.parse()?, "after a call".parse()?).answer("csat".parse()?, Answer::Point(point));
//!     engine.record_response(&mut tally, &response.build()?)?;
//! }
//! let march = Report::new("2026-03".parse()?)
//!     .with_figure("calls_answered".parse()?, 95)?
//!     .with_figure("calls_offered".parse()?, 100)?;
//! let unread = engine.record_report(&mut tally, &march)?;
//! assert!(unread.is_empty(), "a misspelt figure would be named here");
//!
//! let measured = engine.measure(&tally)?;
//! assert_eq!(measured["csat_top_box"].value(), Some(75.into()));
//! assert_eq!(measured["both"].value(), Some(80.into())); // (95 + 3 · 75) / 4
//! let sure = engine.uncertainty(&tally, "0.95".parse()?)?;
//! assert_eq!(sure["csat_top_box"].to_string(), "30.0642 to 95.4413 with a confidence of 0.95");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod builder;
mod certainty;
mod counting;
mod document;
mod engine;
mod error;
mod grouped;
#[cfg(feature = "json")]
mod json;
mod tally;

pub use builder::StandardBuilder;
pub use document::Standard;
pub use engine::{Engine, Recorded};
pub use error::{RecordError, ServiceTallyError, StandardError};
pub use grouped::GroupedTally;
pub use tally::ServiceTally;
