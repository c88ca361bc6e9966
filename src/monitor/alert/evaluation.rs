use std::collections::BTreeMap;

use serde::Serialize;

use super::super::warning::{Standing, WarningLevel};
use crate::indicator::Absence;
use crate::quantity::Timestamp;

/// How every level's condition stands at an instant: what an [`AlertPolicy`](super::AlertPolicy) takes. A
/// [`Watch`](crate::monitor::warning::Watch) makes it from evidence; a host with conditions of its own makes it itself.
///
/// ```
/// use service_quality::monitor::alert::Evaluation;
/// use service_quality::monitor::warning::{Standing, WarningLevel};
///
/// let evaluation = Evaluation::new("2026-03-02T09:00:00Z".parse()?).with(WarningLevel::Red, Standing::Beyond);
/// assert_eq!(evaluation.at().to_string(), "2026-03-02T09:00:00Z");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evaluation {
    at: Timestamp,
    pub(super) standings: BTreeMap<WarningLevel, Standing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) absence: Option<Absence>,
}

impl Evaluation {
    /// An evaluation at an instant; a level that is not given is clear.
    #[must_use]
    pub const fn new(at: Timestamp) -> Self {
        Self { at, standings: BTreeMap::new(), absence: None }
    }

    /// With how a level's condition stands.
    #[must_use]
    pub fn with(mut self, level: WarningLevel, standing: Standing) -> Self {
        self.standings.insert(level, standing);
        self
    }

    /// With why something is [unknown](Standing::Unknown): what is not applicable was not to be expected, and never
    /// counts as missing data.
    #[must_use]
    pub const fn with_absence(mut self, absence: Option<Absence>) -> Self {
        self.absence = absence;
        self
    }

    /// When.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// How each level's condition stands that was given.
    #[must_use]
    pub const fn standings(&self) -> &BTreeMap<WarningLevel, Standing> {
        &self.standings
    }

    /// Why something is unknown.
    #[must_use]
    pub const fn absence(&self) -> Option<Absence> {
        self.absence
    }

    pub(super) fn is_unknown(&self) -> bool {
        self.standings.values().any(|standing| *standing == Standing::Unknown)
    }
}
