//! Assessments (评估): what people found when they looked, by checklist or by rating.
//!
//! A *checklist* (检查表, 质检表) says what is looked at and what it is worth; an *inspection* is one filled form; judged
//! by its checklist it becomes an [`InspectionResult`] with score, verdict and reasons. An item that does not apply leaves
//! numerator and denominator; one that nobody checked is an absence; critical errors (关键差错) are counted apart, by
//! whom they harm.
//!
//! An *assessment* is one subject rated by several assessors: internal, customer, third party, themselves. A *panel*
//! weighs them; *agreement* says how far they mean the same.
//!
//! | type | you ask |
//! | --- | --- |
//! | [`Checklist`], [`Inspection`] | what does this form come to, and why? |
//! | [`ChecklistMeasure`] | what does this form add to an indicator? |
//! | [`Panel`], [`PanelTally`], [`Combined`] | what do all assessors say together, and who adds what? |
//! | [`AgreementTally`] | do those who rate agree? 校准 |
//! | [`kappa`] | do two sides judge alike? |
//! | [`PanelReport`] | what do they say together, and how far do they agree? |
//!
//! Sources: customer-, business- and compliance-critical errors are those of the COPC CX Standard; alpha is
//! K. Krippendorff's (*Content Analysis*). Tallies are exact: parts merge in any order to the same bytes.

mod agreement;
mod assessor;
mod checklist;
mod combined;
mod error;
mod format;
mod inspection;
mod inspection_result;
mod item;
mod kappa;
mod mark;
mod measure;
mod panel;
mod panel_report;
mod panel_tally;
mod rated_subject;
mod rating;

pub use agreement::{AgreementTally, NoAgreement, ScaleLevel};
pub use assessor::Assessor;
pub use checklist::{Checklist, CriticalRule};
pub use combined::{AssessorPart, Combined};
pub use error::AssessmentError;
pub use inspection::{Inspection, Notice};
pub use inspection_result::{Finding, InspectionResult};
pub use item::{Criticality, Item};
pub use kappa::kappa;
pub use mark::Mark;
pub use measure::{ChecklistMeasure, Portion};
pub use panel::Panel;
pub use panel_report::{PanelReport, SideKappa};
pub use panel_tally::PanelTally;
pub use rating::{Assessment, Rating};

pub(crate) use rated_subject::RatedSubject;
