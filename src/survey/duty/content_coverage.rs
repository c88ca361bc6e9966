use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::follow_up::is_follow_up;
use crate::quantity::ObjectiveId;
use crate::sla::{Agreement, Objective};

/// Whether a survey asks about everything that an agreement promises.
///
/// A [`follow_up`](super::follow_up) is itself a way of asking: no survey need ask about it, though one may. An objective is
/// taken for one by its rules, where nothing but a follow-up stops its clock.
///
/// ```
/// use std::collections::BTreeSet;
/// use service_quality::sla::Agreement;
/// use service_quality::survey::duty::ContentCoverage;
///
/// let agreement: Agreement = serde_json::from_str(r#"{"id": "helpdesk", "version": "1", "calendar": "office",
///     "policies": [{"id": "all", "objectives": [
///         {"id": "fix", "target": "resolution", "allowance": {"same": {"working": "PT8H"}}}]}]}"#)?;
/// let coverage = ContentCoverage::new(&agreement, &BTreeSet::from(["fix".parse()?, "food".parse()?]));
/// assert!(coverage.is_complete());
/// assert_eq!(coverage.to_string(), "complete; no objective is called: food");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ContentCoverage {
    /// Objectives about which the survey does not ask.
    pub missing: BTreeSet<ObjectiveId>,
    /// What the survey asks about that is no objective of the agreement: more than is demanded, or a slip of the pen.
    pub unknown: BTreeSet<ObjectiveId>,
}

impl ContentCoverage {
    /// Compares the objectives of all policies, follow-ups left out, with those that the questions cover.
    #[must_use]
    pub fn new(agreement: &Agreement, covered: &BTreeSet<ObjectiveId>) -> Self {
        let known: BTreeSet<_> = agreement.objectives().map(Objective::id).collect();
        let demanded = agreement.objectives().filter(|objective| !is_follow_up(objective)).map(Objective::id);
        Self {
            missing: demanded.filter(|id| !covered.contains(*id)).cloned().collect(),
            unknown: covered.iter().filter(|id| !known.contains(id)).cloned().collect(),
        }
    }

    /// Whether the survey asks about every objective that it must.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

impl fmt::Display for ContentCoverage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list =
            |ids: &BTreeSet<ObjectiveId>| ids.iter().map(ObjectiveId::as_str).collect::<Vec<_>>().join(", ");
        if self.is_complete() {
            formatter.write_str("complete")?;
        } else {
            write!(formatter, "not asked about: {}", list(&self.missing))?;
        }
        if self.unknown.is_empty() {
            return Ok(());
        }
        write!(formatter, "; no objective is called: {}", list(&self.unknown))
    }
}
