use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::format::FormatVersion;
use super::{Assessment, AssessmentError, Assessor};
use crate::quantity::{Moments, Number, PLACES, divide_half_away, unique_keys};

/// What each assessor said: how many ratings, their sum, the sum of their squares, all of it exact.
///
/// Tallies of parts merge in any order and grouping to the same bytes. The stored form names its version first.
///
/// ```
/// use service_quality::assessment::{Assessment, Assessor, PanelTally, Rating};
///
/// let at = "2026-03-02T09:00:00Z".parse()?;
/// let mut tally = PanelTally::default();
/// tally.record(&Assessment::new("call-7".parse()?, at, [Rating::new(Assessor::Customer, 3.into())])?)?;
/// let json = r#"{"version":1,"assessors":{"customer":{"n":1,"sum":"3","squares":"9"}}}"#;
/// assert_eq!(serde_json::to_string(&tally)?, json);
/// assert!(serde_json::from_str::<PanelTally>(&json.replace("n\":1", "n\":0")).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawPanelTally", into = "RawPanelTally")]
pub struct PanelTally(BTreeMap<Assessor, Moments>);

const NAME: &str = "panel tally";

impl PanelTally {
    /// Counts the ratings of one subject.
    ///
    /// # Errors
    /// [`AssessmentError::Full`] beyond 2^64 − 1 ratings, or a sum of squares of 10^38; the tally then stays as it was.
    pub fn record(&mut self, assessment: &Assessment) -> Result<(), AssessmentError> {
        let mut one = BTreeMap::<_, Moments>::new();
        for rating in assessment.ratings() {
            let sum = one.entry(rating.assessor()).or_default();
            *sum = add(sum, &Moments::of(rating.value().to_scaled()))?;
        }
        self.absorb(one.iter().map(|(assessor, moments)| (*assessor, moments)))
    }

    /// Adds the ratings of another tally.
    ///
    /// # Errors
    /// As [`PanelTally::record`].
    pub fn merge(&mut self, other: &Self) -> Result<(), AssessmentError> {
        self.absorb(other.0.iter())
    }

    /// The assessors that rated, in order.
    pub fn assessors(&self) -> impl Iterator<Item = &Assessor> {
        self.0.keys()
    }

    /// The ratings of an assessor.
    #[must_use]
    pub fn n(&self, assessor: &Assessor) -> u64 {
        self.0.get(assessor).map_or(0, Moments::n)
    }

    /// The mean of an assessor's ratings, rounded to 9 places.
    #[must_use]
    pub fn mean(&self, assessor: &Assessor) -> Option<Number> {
        let moments = self.0.get(assessor)?;
        Number::from_scaled(divide_half_away(moments.sum(), moments.n().into())?, PLACES)
    }

    /// The sample standard deviation of an assessor's ratings, rounded to 9 places; absent for fewer than two.
    #[must_use]
    pub fn deviation(&self, assessor: &Assessor) -> Option<Number> {
        Number::from_scaled(i128::try_from(self.0.get(assessor)?.deviation()?).ok()?, PLACES)
    }

    pub(super) fn moments(&self, assessor: &Assessor) -> Option<&Moments> {
        self.0.get(assessor)
    }

    /// Whether the ratings of another tally can be added.
    pub(crate) fn takes(&self, other: &Self) -> Result<(), AssessmentError> {
        self.sums(other.0.iter()).map(drop)
    }

    /// Our sums with theirs, for each of their assessors.
    fn sums<'a>(
        &self,
        theirs: impl Iterator<Item = (&'a Assessor, &'a Moments)>,
    ) -> Result<Vec<(&'a Assessor, Moments)>, AssessmentError> {
        let ours = |assessor| self.0.get(assessor).copied().unwrap_or_default();
        theirs.map(|(assessor, moments)| Ok((assessor, add(&ours(assessor), moments)?))).collect()
    }

    /// Adds all or nothing.
    fn absorb<'a>(
        &mut self,
        theirs: impl Iterator<Item = (&'a Assessor, &'a Moments)>,
    ) -> Result<(), AssessmentError> {
        for (assessor, sum) in self.sums(theirs)? {
            match self.0.get_mut(assessor) {
                Some(moments) => *moments = sum,
                None => {
                    self.0.insert(assessor.clone(), sum);
                }
            }
        }
        Ok(())
    }
}

fn add(left: &Moments, right: &Moments) -> Result<Moments, AssessmentError> {
    left.checked_add(right).map_err(|full| AssessmentError::Full {
        tally: NAME,
        part: full.part,
        limit: full.limit,
        remedy: "read it and begin another",
    })
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPanelTally {
    version: FormatVersion,
    #[serde(deserialize_with = "unique_keys")]
    assessors: BTreeMap<Assessor, Moments>,
}

impl TryFrom<RawPanelTally> for PanelTally {
    type Error = AssessmentError;

    fn try_from(raw: RawPanelTally) -> Result<Self, AssessmentError> {
        let impossible = |(_, moments): &(&Assessor, &Moments)| moments.n() == 0 || !moments.is_possible();
        if let Some((assessor, moments)) = raw.assessors.iter().find(impossible) {
            return Err(AssessmentError::Unfit {
                tally: NAME,
                place: format!("assessors.{assessor}.n"),
                given: moments.n().to_string(),
                allowed: "at least 1, with sums that so many numbers within 10^15 of 0 can have",
            });
        }
        Ok(Self(raw.assessors))
    }
}

impl From<PanelTally> for RawPanelTally {
    fn from(tally: PanelTally) -> Self {
        Self { version: FormatVersion, assessors: tally.0 }
    }
}
