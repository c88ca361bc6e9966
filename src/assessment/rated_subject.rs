use super::agreement::{MOST_RATINGS, full, pairs_of};
use super::{Assessment, AssessmentError, Rating};
use crate::quantity::Number;

/// What one subject was rated, as agreement counts it: each value with how often it was given, in order.
#[derive(Debug, Clone)]
pub(crate) struct RatedSubject {
    /// At most [`MOST_RATINGS`].
    size: u32,
    counts: Vec<(Number, u64)>,
}

impl RatedSubject {
    /// The ratings of an assessment.
    pub(crate) fn of(assessment: &Assessment) -> Result<Self, AssessmentError> {
        Self::of_values(assessment.ratings().iter().map(Rating::value))
    }

    /// [`AssessmentError::Full`] beyond 1000 values.
    pub(super) fn of_values(values: impl IntoIterator<Item = Number>) -> Result<Self, AssessmentError> {
        let mut size = 0_u32;
        let mut counts: Vec<(Number, u64)> = Vec::new();
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

    /// How many ratings.
    pub(super) const fn size(&self) -> u32 {
        self.size
    }

    /// 1 where a single rating has none to be compared with.
    pub(super) fn unpaired(&self) -> u64 {
        u64::from(self.size == 1)
    }

    /// The pairs of ratings.
    pub(super) fn pairs(&self) -> u64 {
        pairs_of(self.size)
    }

    /// The values that stand in a pair.
    pub(super) fn values(&self) -> impl Iterator<Item = Number> {
        let paired = if self.size < 2 { 0 } else { self.counts.len() };
        self.counts.iter().take(paired).map(|(value, _)| *value)
    }

    /// How many pairs there are of each lesser and greater value.
    pub(super) fn by_value(&self) -> impl Iterator<Item = ((Number, Number), u64)> {
        self.counts.iter().enumerate().flat_map(|(place, (value, count))| {
            // Counts of at most 1000 have products far from the range.
            let with_itself = count.saturating_mul(count.saturating_sub(1)) / 2;
            let same = (with_itself > 0).then_some(((*value, *value), with_itself));
            let others = self.counts.iter().skip(place.saturating_add(1));
            same.into_iter()
                .chain(others.map(move |(greater, more)| ((*value, *greater), count.saturating_mul(*more))))
        })
    }
}
