//! Indicators (指标): what is measured, how, and what came out.
//!
//! An [`Indicator`] is a definition: a [`Formula`] over tickets as data, a unit, a direction, limits. Three things
//! are kept apart: a *tally* is a mergeable count of records; a [`Measurement`] is a value made from it, with its n;
//! a verdict (a score, an alert) is a rule applied to a measurement, and belongs elsewhere. The [`catalogue`] (内置指标库)
//! has definitions in wide use, ready to be taken.
//!
//! [`capabilities`] lists what indicator systems are asked for, and where it is here.
//!
//! ```
//! use service_quality::indicator::{Case, built_in};
//! use service_quality::ticket::{EventKind, Ticket};
//!
//! let median = built_in("resolution_time_median").ok_or("unknown indicator")?;
//! let as_of = "2026-04-01T00:00:00Z".parse()?;
//! let ticket = |id: &str, closed: &str| -> Result<Ticket, Box<dyn std::error::Error>> {
//!     Ok(Ticket::builder(id.parse()?)
//!         .event("2026-03-02T09:00:00Z".parse()?, EventKind::Created)
//!         .event(closed.parse()?, EventKind::Closed)
//!         .build()?)
//! };
//!
//! // Two workers tally a part each; whoever holds both parts merges them.
//! let (mut north, mut south) = (median.tally().ok_or("external")?, median.tally().ok_or("external")?);
//! median.record(&mut north, Case::new(&ticket("T-1", "2026-03-02T12:00:00Z")?.at(as_of)))?;
//! median.record(&mut south, Case::new(&ticket("T-2", "2026-03-02T15:00:00Z")?.at(as_of)))?;
//! median.record(&mut south, Case::new(&ticket("T-3", "2026-03-03T09:00:00Z")?.at(as_of)))?;
//! north.merge(&south)?;
//!
//! let measured = median.measure(&north)?;
//! assert_eq!((measured.value(), measured.n()), ("6".parse().ok(), 3));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod amount;
mod builder;
mod case;
mod catalogue;
mod definition;
mod derivation;
mod dimension;
mod error;
mod figures;
mod formula;
mod group;
mod limit;
mod measurement;
pub mod quantile;
mod quantity;
mod record;
mod reference;
mod report;
mod sampling;
mod system;
mod system_error;
mod tally;
mod uncertainty;
mod unit;

#[cfg(doc)]
#[doc = include_str!("capabilities.md")]
pub mod capabilities {}

pub use crate::quantity::OwnTerm;
pub use builder::IndicatorBuilder;
pub use case::Case;
pub use catalogue::{CatalogueEntry, CatalogueUse, Tier, TypicalTarget, built_in, catalogue, catalogue_of};
pub use definition::{Evidence, Indicator, Timing};
pub use derivation::{Derivation, Multiple, Weighted};
pub use dimension::Dimension;
pub use error::IndicatorError;
pub use figures::FigureSum;
pub use formula::{Exposure, Formula, Objectives};
pub use group::IndicatorGroup;
pub use limit::{Direction, Limit, Range};
pub use measurement::{Absence, Basis, Measurement};
pub use quantity::{Quantity, UsedTime};
pub use record::{Record, Source};
pub use report::Report;
pub use sampling::Sampling;
pub use system::IndicatorSystem;
pub use system_error::SystemError;
pub use tally::{
    IndicatorTally, MeanTally, QuantileTally, RateTally, RatioTally, Readout, ShareTally, SignificantFigures,
    Tally, TallyError, TallyKind, TotalTally,
};
pub use uncertainty::Uncertainty;
pub use unit::Unit;

pub(crate) use record::Instrument;
pub(crate) use reference::Reference;
