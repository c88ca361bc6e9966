use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::newest::newest_as_of;
use super::{Complaint, ComplaintCategory, ComplaintEnd, ComplaintState};
use crate::improve::ImproveError;
use crate::quantity::{Number, Span, Timestamp};

/// What a period report says of complaints: counts and sums, exact.
///
/// Which complaints belong to the period, the host says by giving them. How many were answered in time,
/// [`complaint_attainment`](super::complaint_attainment) says.
///
/// ```
/// use service_quality::improve::complaint::{Complaint, ComplaintFigures};
///
/// let figures = ComplaintFigures::of(&[] as &[Complaint], "2026-04-01T00:00:00Z".parse()?)?;
/// assert_eq!(figures.received, 0);
/// assert!(figures.mean_open_age().is_none() && figures.reopened_share(3).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintFigures {
    /// How many were received up to the instant.
    pub received: u64,
    /// How many of them stand where.
    pub by_state: BTreeMap<ComplaintState, u64>,
    /// How many of them are of which category.
    pub by_category: BTreeMap<ComplaintCategory, u64>,
    /// How many of them ended in which way.
    pub by_end: BTreeMap<ComplaintEnd, u64>,
    /// How many of them were closed at least once.
    pub ever_closed: u64,
    /// How many of these were reopened at least once.
    pub reopened: u64,
    /// How many are open.
    pub open: u64,
    /// The ages of the open ones together.
    pub open_age: Span,
    /// How satisfied customers are with the handling, scale by scale.
    pub handling: Vec<HandlingRating>,
}

/// How satisfied customers are with how complaints were handled, on one scale (投诉处理满意度).
///
/// ```
/// use service_quality::improve::complaint::HandlingRating;
///
/// let rated: HandlingRating = serde_json::from_str(r#"{"least": "1", "most": "5", "rated": 3, "mean": "3.666666667"}"#)?;
/// assert_eq!(rated.rated, 3);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandlingRating {
    /// The lowest value of the scale.
    pub least: Number,
    /// The highest.
    pub most: Number,
    /// How many complaints were rated on it.
    pub rated: u64,
    /// The mean of their last ratings, to 9 places.
    pub mean: Number,
}

impl ComplaintFigures {
    /// The figures of complaints as of an instant; of one given twice the newest state counts.
    ///
    /// # Errors
    /// [`ImproveError::NotAllowed`] for a state that is newer than the instant: what it tells of its closings, reopenings and
    /// ratings is not as of then. [`Complaint::replay_until`] gives the state of then.
    pub fn of<'c>(
        complaints: impl IntoIterator<Item = &'c Complaint>,
        as_of: Timestamp,
    ) -> Result<Self, ImproveError> {
        let mut figures = Self::default();
        let mut ratings: BTreeMap<(Number, Number), (u64, i128)> = BTreeMap::new();
        for complaint in newest_as_of(complaints, as_of)? {
            figures.received += 1;
            *figures.by_state.entry(complaint.state()).or_default() += 1;
            if let Some(category) = complaint.category() {
                *figures.by_category.entry(category.clone()).or_default() += 1;
            }
            if let Some(closing) = complaint.closing() {
                *figures.by_end.entry(closing.end).or_default() += 1;
            }
            figures.ever_closed += u64::from(complaint.closing().is_some() || !complaint.undone().is_empty());
            figures.reopened += u64::from(!complaint.undone().is_empty());
            if let Some(age) = complaint.age(as_of).filter(|_| complaint.is_open()) {
                figures.open += 1;
                figures.open_age = figures.open_age + age;
            }
            if let Some(entry) = complaint.rating() {
                let (count, sum) = ratings.entry(entry.what.rating.scale()).or_default();
                *count += 1;
                *sum = sum.saturating_add(entry.what.rating.value().to_scaled());
            }
        }
        figures.handling = ratings.into_iter().filter_map(HandlingRating::new).collect();
        Ok(figures)
    }

    /// The mean age of the open ones, in whole seconds, half a second away from zero; absent where none is open.
    #[must_use]
    pub fn mean_open_age(&self) -> Option<Span> {
        let mean = crate::quantity::divide_half_away(self.open_age.seconds().into(), self.open.into())?;
        i64::try_from(mean).ok().map(Span::from_seconds)
    }

    /// Of those that were ever closed, the share that was reopened, to so many places; absent where none was.
    #[must_use]
    pub fn reopened_share(&self, places: u32) -> Option<Number> {
        Number::ratio(self.reopened.into(), self.ever_closed.into(), places)
    }
}

impl HandlingRating {
    fn new(((least, most), (rated, sum)): ((Number, Number), (u64, i128))) -> Option<Self> {
        let mean = crate::quantity::divide_half_away(sum, rated.into())?;
        Some(Self { least, most, rated, mean: Number::from_scaled(mean, crate::quantity::PLACES)? })
    }
}
