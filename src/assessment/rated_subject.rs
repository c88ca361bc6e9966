use std::collections::BTreeMap;

use super::agreement::{MOST_RATINGS, full};
use super::{Assessment, AssessmentError, Assessor, Rating};
use crate::quantity::Number;

/// What one subject was rated, as agreement counts it: each value with how often it was given, in order.
///
/// Ordered by the number of ratings first, for a stored form that people can read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RatedSubject {
    /// The sum of the counts, at most [`MOST_RATINGS`].
    size: u32,
    counts: Vec<(Number, u32)>,
}

impl RatedSubject {
    /// The ratings by those assessors of an assessment that are chosen.
    pub(crate) fn of(
        assessment: &Assessment,
        chosen: impl Fn(&Assessor) -> bool,
    ) -> Result<Self, AssessmentError> {
        let ratings = assessment.ratings().iter().filter(|rating| chosen(rating.assessor()));
        Self::of_values(ratings.map(Rating::value))
    }

    /// [`AssessmentError::Full`] beyond 1000 values.
    pub(super) fn of_values(values: impl IntoIterator<Item = Number>) -> Result<Self, AssessmentError> {
        let mut size = 0_u32;
        let mut counts: Vec<(Number, u32)> = Vec::new();
        for value in values {
            size = size.saturating_add(1);
            if size > MOST_RATINGS {
                return Err(full("ratings of one subject", "1000", "tally a sample of them"));
            }
            match counts.binary_search_by_key(&value, |(value, _)| *value) {
                Ok(place) => {
                    if let Some((_, count)) = counts.get_mut(place) {
                        *count = count.saturating_add(1); // at most 1000
                    }
                }
                Err(place) => counts.insert(place, (value, 1)),
            }
        }
        Ok(Self { size, counts })
    }

    /// As stored; absent unless each value was given, and all together 2 to [`MOST_RATINGS`] times.
    pub(super) fn of_counts(counts: BTreeMap<Number, u32>) -> Option<Self> {
        let size = counts.values().try_fold(0_u32, |size, count| size.checked_add(*count))?;
        let given = counts.values().all(|count| *count > 0);
        (given && (2..=MOST_RATINGS).contains(&size))
            .then(|| Self { size, counts: counts.into_iter().collect() })
    }

    /// How many ratings.
    pub(crate) const fn size(&self) -> u32 {
        self.size
    }

    /// Each value with how often it was given, at least once.
    pub(super) fn counts(&self) -> &[(Number, u32)] {
        &self.counts
    }

    /// 1 where a single rating has none to be compared with.
    pub(super) fn unpaired(&self) -> u64 {
        u64::from(self.size == 1)
    }

    /// The pairs of ratings.
    pub(super) fn pairs(&self) -> u64 {
        pairs(self.size)
    }

    /// The pairs of ratings that are alike.
    pub(super) fn agreeing(&self) -> u64 {
        // Those of all are at most 499 500.
        self.counts.iter().map(|(_, count)| pairs(*count)).fold(0, u64::saturating_add)
    }
}

/// The pairs among so many ratings.
fn pairs(ratings: u32) -> u64 {
    u64::from(ratings).saturating_mul(u64::from(ratings).saturating_sub(1)) / 2
}
