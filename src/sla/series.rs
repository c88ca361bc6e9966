use serde::{Deserialize, Serialize};

use super::error::unique;
use super::{Agreement, AgreementError, check};
use crate::quantity::{AgreementId, Timestamp};

/// The versions of one agreement, each in force for a time of its own, without overlap or gap.
///
/// A ticket is judged by the version in force when it was created. A later version changes that where it
/// [takes over open tickets](Agreement::takes_over_open): from its first instant on it applies, time counted stays
/// counted. Before the first version nothing is promised.
///
/// ```
/// use service_quality::sla::{Agreement, AgreementSeries};
///
/// let version = |version: &str, effective: &str, hours: u32| {
///     serde_json::from_str::<Agreement>(&format!(r#"{{"id": "helpdesk", "version": "{version}", "calendar": "office",
///         "effective": {{{effective}}}, "policies": [{{"id": "all", "objectives": [
///             {{"id": "fix", "target": "resolution", "allowance": {{"same": {{"working": "PT{hours}H"}}}}}}]}}]}}"#))
/// };
/// let old = version("2025", r#""until": "2026-01-01T00:00:00Z""#, 8)?;
/// let new = version("2026", r#""from": "2026-01-01T00:00:00Z""#, 4)?;
/// let series = AgreementSeries::new(vec![new, old.clone()])?;
/// assert_eq!(series.in_force("2025-12-31T23:59:59Z".parse()?), Some(&old));
/// assert!(AgreementSeries::new(vec![old.clone(), old]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Agreement>", into = "Vec<Agreement>")]
pub struct AgreementSeries {
    id: AgreementId,
    /// By the instant from which they are in force.
    versions: Vec<Agreement>,
}

impl AgreementSeries {
    /// Orders versions by time and checks that they follow one another. One that has no end ends with the start of the
    /// next.
    ///
    /// # Errors
    /// [`AgreementError::Overlap`], [`AgreementError::Gap`], [`AgreementError::OtherAgreement`],
    /// [`AgreementError::Duplicate`] for one version twice, [`AgreementError::ClockDiffers`] for objectives of one name
    /// that are not one clock in all versions, [`AgreementError::TooMany`] for more than 10,000 versions.
    pub fn new(mut versions: Vec<Agreement>) -> Result<Self, AgreementError> {
        check::at_most(check::MOST, "versions", versions.len())?;
        versions.sort_by_key(|version| version.effective().from);
        let Some(id) = versions.first().map(|first| first.id().clone()) else {
            return Err(AgreementError::Empty { place: "versions".to_owned(), wanted: "version" });
        };
        for (index, version) in versions.iter().enumerate() {
            if *version.id() != id {
                return Err(AgreementError::OtherAgreement {
                    place: format!("versions[{index}].id"),
                    given: version.id().clone(),
                    wanted: id,
                });
            }
        }
        unique("versions", versions.iter().map(Agreement::version)).map_err(named_version)?;
        for (index, (one, next)) in versions.iter().zip(versions.iter().skip(1)).enumerate() {
            follows(&format!("versions[{}].effective.from", index + 1), one, next)?;
        }
        let mut clocks = std::collections::BTreeMap::new();
        for (index, version) in versions.iter().enumerate() {
            for (p, policy) in version.policies().iter().enumerate() {
                check::one_clock_each(&format!("versions[{index}].policies[{p}]"), policy, &mut clocks)?;
            }
        }
        Ok(Self { id, versions })
    }

    /// The agreement's name.
    #[must_use]
    pub const fn id(&self) -> &AgreementId {
        &self.id
    }

    /// The versions, by time.
    #[must_use]
    pub fn versions(&self) -> &[Agreement] {
        &self.versions
    }

    /// The version in force at an instant.
    #[must_use]
    pub fn in_force(&self, at: Timestamp) -> Option<&Agreement> {
        self.versions.get(self.index_at(at)?)
    }

    /// How many versions have begun at an instant, in force still or not.
    pub(super) fn begun(&self, at: Timestamp) -> usize {
        self.versions.partition_point(|version| version.effective().from.is_none_or(|from| from <= at))
    }

    pub(super) fn index_at(&self, at: Timestamp) -> Option<usize> {
        let index = self.begun(at).checked_sub(1)?;
        self.versions.get(index)?.effective().until.is_none_or(|until| at < until).then_some(index)
    }
}

/// What is given twice is a version, not an id.
fn named_version(error: AgreementError) -> AgreementError {
    match error {
        AgreementError::Duplicate { place, given } => {
            AgreementError::Duplicate { place: place.replace(".id", ".version"), given }
        }
        other => other,
    }
}

fn follows(place: &str, one: &Agreement, next: &Agreement) -> Result<(), AgreementError> {
    let (place, version) = (place.to_owned(), next.version().clone());
    match (one.effective().until, next.effective().from) {
        (None, Some(_)) => Ok(()),
        (Some(until), Some(from)) if until == from => Ok(()),
        (Some(until), Some(from)) if until < from => {
            Err(AgreementError::Gap { place, version, from: until, until: from })
        }
        (until, _) => Err(AgreementError::Overlap {
            place,
            version,
            before: one.version().clone(),
            until: until.unwrap_or(Timestamp::MAX),
        }),
    }
}

impl TryFrom<Vec<Agreement>> for AgreementSeries {
    type Error = AgreementError;

    fn try_from(versions: Vec<Agreement>) -> Result<Self, AgreementError> {
        Self::new(versions)
    }
}

impl From<AgreementSeries> for Vec<Agreement> {
    fn from(series: AgreementSeries) -> Self {
        series.versions
    }
}

impl From<Agreement> for AgreementSeries {
    fn from(agreement: Agreement) -> Self {
        Self { id: agreement.id().clone(), versions: vec![agreement] }
    }
}
