//! The catalogue (内置指标库): definitions in wide use, ready to be taken as they are or as a start.
//!
//! Each row is data: a formula, a unit, a direction, who defined it and what others aim at. Where the facts are in a
//! ticket's history, the formula counts tickets; answers are counted by survey, findings by checklist; the rest are
//! figures that the host reports. One thing has one name in all formulas: `contacts_handled`, `complaints_received`.

mod accuracy;
mod complaints;
mod efficiency;
mod entry;
mod friendliness;
mod listing;
mod process;
mod recipe;
mod reliability;
mod responsiveness;
mod satisfaction;
mod security;
mod source;
mod timeliness;
mod typical_target;
mod usage;

pub use entry::{CatalogueEntry, Tier};
pub use listing::{built_in, catalogue, catalogue_of};
pub use typical_target::TypicalTarget;
pub use usage::CatalogueUse;
