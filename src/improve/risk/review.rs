use serde::{Deserialize, Serialize};

use crate::calendar::Recurrence;
use crate::quantity::Date;

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
/// assert_eq!(ReviewPlan::On("2026-03-31".parse()?).next("2026-04-02".parse().ok()), None);
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
    /// The day by which the next review is due, given the day of the last; absent where none is.
    #[must_use]
    pub fn next(&self, last: Option<Date>) -> Option<Date> {
        match (self, last) {
            (Self::On(day), None) => Some(*day),
            (Self::On(day), Some(last)) => Some(*day).filter(|day| last < *day),
            (Self::Every(recurrence), None) => recurrence.next_on_or_after(recurrence.first()),
            (Self::Every(recurrence), Some(last)) => recurrence.next_after(last),
        }
    }
}
