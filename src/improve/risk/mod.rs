//! What may go wrong, and is it treated? Risks (风险, ISO 31000:2018; ISO 9001:2015 6.1).
//!
//! | ISO 31000 | here |
//! | --- | --- |
//! | criteria (6.3.4) | [`RiskCriteria`]: scales and levels as a table, and the highest level that is accepted as it is |
//! | identification (6.4.2) | [`RiskCommand::Identify`] |
//! | analysis and evaluation (6.4.3, 6.4.4) | [`RiskCommand::Rate`], [`RiskCommand::RateResidual`] |
//! | treatment (6.5) | [`RiskTreatment`], [`RiskCommand::TreatmentDone`], [`RiskCommand::Accept`] |
//! | monitoring and review (6.6) | [`ReviewPlan`], [`RiskCommand::Review`], [`RiskRegister`] |
//!
//! A [`Risk`] is kept as events. What stands against a command, [`RiskGuard`] says.

mod command;
mod criteria;
mod guard;
mod matrix;
mod rating;
mod record;
mod register;
mod review;
mod rule;
mod status;
mod treatment;

pub use command::{Identification, RiskCommand, RiskEnd, RiskEvent, RiskSource};
pub use criteria::RiskCriteria;
pub use guard::RiskGuard;
pub use matrix::RiskMatrix;
pub use rating::Rating;
pub use record::{Acceptance, Rated, Risk, RiskClosing, UndoneEnd};
pub use register::{RegisterRow, RiskRegister};
pub use review::{ReviewFinding, ReviewPlan};
pub use status::RiskStatus;
pub use treatment::{MeasureDone, RiskTreatment, TreatmentMeasure, TreatmentOption};
