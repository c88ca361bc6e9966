use serde::{Deserialize, Serialize};

use crate::calendar::Recurrence;
use crate::quantity::{Date, Statement};

/// When a risk is looked at again (评审).
///
/// ```
/// use service_quality::improve::risk::ReviewPlan;
///
/// let plan: ReviewPlan = serde_json::from_str(
///     r#"{"every": {"first": "2026-03-31", "repeats": {"months": {"every": 3, "on": "last_day"}}}}"#,
/// )?;
/// assert_eq!(plan.next(None), "2026-03-31".parse().ok());
/// assert_eq!(plan.next("2026-04-02".parse().ok()), "2026-06-30".parse().ok());
/// // A review some days early is the one that was due; a second one in March is no other.
/// let early = plan.settled(None, "2026-03-28".parse()?);
/// assert_eq!(plan.next(Some(early)), "2026-06-30".parse().ok());
/// assert_eq!(plan.settled(Some(early), "2026-03-29".parse()?), early);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewPlan {
    /// On or before a day, once.
    On(Date),
    /// Again and again.
    Every(Recurrence),
}

impl ReviewPlan {
    /// The day by which the next review is due, given the day up to which reviews are settled; absent where none is.
    #[must_use]
    pub fn next(&self, settled: Option<Date>) -> Option<Date> {
        match (self, settled) {
            (Self::On(day), None) => Some(*day),
            (Self::On(day), Some(settled)) => Some(*day).filter(|day| settled < *day),
            (Self::Every(recurrence), None) => recurrence.next_on_or_after(recurrence.first()),
            (Self::Every(recurrence), Some(settled)) => recurrence.next_after(settled),
        }
    }

    /// Up to which day reviews are settled after one on a day: up to that day, or the next due day, where that is the one
    /// that was open.
    #[must_use]
    pub fn settled(&self, settled: Option<Date>, on: Date) -> Date {
        let open = self.next(settled);
        let next = match self {
            Self::On(day) => Some(*day),
            Self::Every(recurrence) => recurrence.next_on_or_after(on),
        };
        let early = open.filter(|open| *open >= on && next == Some(*open));
        settled.max(early).map_or(on, |settled| settled.max(on))
    }

    /// The first day on which a review is due.
    pub(super) fn first(&self) -> Option<Date> {
        self.next(None)
    }
}

/// What a review found.
///
/// ```
/// use service_quality::improve::risk::{ReviewFinding, ReviewPlan};
///
/// let review = ReviewFinding { on: "2026-03-30".parse()?, found: "nothing new".parse()? };
/// let plan = ReviewPlan::On("2026-03-31".parse()?);
/// assert_eq!(plan.next(Some(plan.settled(None, review.on))), None, "a day early, it is the one that was due");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ReviewFinding {
    /// On which day.
    pub on: Date,
    /// What was found.
    pub found: Statement,
}
