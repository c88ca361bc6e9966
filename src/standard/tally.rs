use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::{ServiceTallyError, Standard};
use crate::indicator::{IndicatorTally, Source};
use crate::quantity::{AgreementId, IndicatorId, StandardVersion};
use crate::sla::Attainment;

/// The partial state of a scorecard: what was counted so far, under which version of which standard.
///
/// Merging is commutative and associative to the byte: however the tickets were split among workers, and in
/// whatever order their tallies are merged, the JSON is the same as that of one pass over all of them.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use service_quality::standard::{ServiceTally, Standard};
///
/// let engine = Standard::from_json(&std::fs::read_to_string("examples/data/standard.json")?)?.engine()?;
/// let tally = engine.tally();
/// let stored = serde_json::to_string(&tally)?;
/// assert_eq!(serde_json::from_str::<ServiceTally>(&stored)?, tally);
/// assert_eq!(tally.tickets(), 0);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceTally {
    pub(super) standard: StandardVersion,
    pub(super) tickets: u64,
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "crate::quantity::unique_keys"
    )]
    pub(super) others: BTreeMap<Source, u64>,
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    pub(super) attainment: BTreeMap<AgreementId, Attainment>,
    #[serde(deserialize_with = "crate::quantity::unique_keys")]
    pub(super) indicators: BTreeMap<IndicatorId, IndicatorTally>,
}

impl ServiceTally {
    /// A tally of nothing yet, with a place for all that the standard counts.
    pub(super) fn empty(standard: &Standard) -> Self {
        let agreements = standard.agreements().iter();
        let indicators = standard.indicators().iter();
        Self {
            standard: standard.standard_version(),
            tickets: 0,
            others: BTreeMap::new(),
            attainment: agreements.map(|agreement| (agreement.id().clone(), Attainment::default())).collect(),
            indicators: indicators
                .filter_map(|indicator| Some((indicator.id().clone(), indicator.tally()?)))
                .collect(),
        }
    }

    /// The version of the standard under which it was counted.
    #[must_use]
    pub const fn standard(&self) -> &StandardVersion {
        &self.standard
    }

    /// How many tickets were recorded.
    #[must_use]
    pub const fn tickets(&self) -> u64 {
        self.tickets
    }

    /// How many records of another kind were recorded: reports, and whatever else indicators count.
    #[must_use]
    pub fn recorded(&self, source: Source) -> u64 {
        if source == Source::Ticket { self.tickets } else { self.others.get(&source).copied().unwrap_or(0) }
    }

    /// Counts a record that is no ticket.
    pub(super) fn note(&mut self, source: Source) {
        let noted = self.others.entry(source).or_default();
        *noted = noted.saturating_add(1);
    }

    /// How many promises were kept, by agreement.
    #[must_use]
    pub const fn attainment(&self) -> &BTreeMap<AgreementId, Attainment> {
        &self.attainment
    }

    /// The indicators' tallies.
    #[must_use]
    pub const fn indicators(&self) -> &BTreeMap<IndicatorId, IndicatorTally> {
        &self.indicators
    }

    /// Adds another tally of the same version of the same standard.
    ///
    /// # Errors
    /// [`ServiceTallyError`]; this tally is then as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), ServiceTallyError> {
        other.fits(self)?;
        let mut indicators = self.indicators.clone();
        for (id, tally) in &mut indicators {
            if let Some(more) = other.indicators.get(id) {
                tally.merge(more)?;
            }
        }
        self.indicators = indicators;
        self.tickets = self.tickets.saturating_add(other.tickets);
        for (source, more) in &other.others {
            let count = self.others.entry(*source).or_default();
            *count = count.saturating_add(*more);
        }
        for (agreement, more) in &other.attainment {
            self.attainment.entry(agreement.clone()).or_default().merge(more);
        }
        Ok(())
    }

    /// Whether both count the same things in the same way: a stored tally may have been changed by other hands, or its
    /// standard without a new version.
    pub(super) fn fits(&self, other: &Self) -> Result<(), ServiceTallyError> {
        self.check(&other.standard)?;
        same(&self.standard, "agreement", &self.attainment, &other.attainment)?;
        same(&self.standard, "indicator", &self.indicators, &other.indicators)?;
        for (counted, wanted) in self.indicators.values().zip(other.indicators.values()) {
            wanted.fits(counted)?;
        }
        Ok(())
    }

    /// Whether the tally is of a version of a standard.
    pub(super) fn check(&self, expected: &StandardVersion) -> Result<(), ServiceTallyError> {
        if self.standard == *expected {
            return Ok(());
        }
        Err(ServiceTallyError::Standard { given: self.standard.clone(), expected: expected.clone() })
    }
}

/// Whether two maps have the same keys.
fn same<I: Ord + Display, V, W>(
    standard: &StandardVersion,
    what: &'static str,
    given: &BTreeMap<I, V>,
    wanted: &BTreeMap<I, W>,
) -> Result<(), ServiceTallyError> {
    if given.keys().eq(wanted.keys()) {
        return Ok(());
    }
    let standard = standard.clone();
    if let Some(missing) = wanted.keys().find(|id| !given.contains_key(id)) {
        return Err(ServiceTallyError::Lacks { standard, what, id: missing.to_string() });
    }
    let more = given.keys().find(|id| !wanted.contains_key(id));
    Err(ServiceTallyError::Uncounted {
        standard,
        what,
        id: more.map(ToString::to_string).unwrap_or_default(),
    })
}
