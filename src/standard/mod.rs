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

mod builder;
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
