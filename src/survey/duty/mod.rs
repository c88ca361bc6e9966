//! What service agreements demand of surveys (调查义务), checked.
//!
//! | the demand | use |
//! | --- | --- |
//! | ask the customers at least once a year | [`YearlySurvey`] |
//! | ask about every objective of the agreement, follow-ups aside | [`ContentCoverage`] |
//! | call back within 24 hours of each resolved incident 回访 | [`follow_up`], [`follow_ups_due`] |
//!
//! ```
//! use std::collections::BTreeSet;
//! use service_quality::sla::Agreement;
//! use service_quality::survey::duty::ContentCoverage;
//!
//! let agreement: Agreement = serde_json::from_str(r#"{"id": "helpdesk", "version": "1", "calendar": "office",
//!     "policies": [{"id": "all", "objectives": [
//!         {"id": "reply", "target": "first_response", "allowance": {"same": {"working": "PT1H"}}},
//!         {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT8H"}}}]}]}"#)?;
//! let coverage = ContentCoverage::new(&agreement, &BTreeSet::from(["fix".parse()?]));
//! assert_eq!(coverage.to_string(), "not asked about: reply");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod content_coverage;
mod error;
mod follow_up;
mod yearly_survey;

pub use content_coverage::ContentCoverage;
pub use error::DutyError;
pub use follow_up::{FollowUpDue, FollowUpState, follow_up, follow_ups_due};
pub use yearly_survey::{SurveyStanding, YearlySurvey};
