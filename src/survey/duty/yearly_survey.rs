use std::collections::BTreeSet;
use std::fmt;

use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;

/// The duty to survey the customers at least once a year, from a day on, such as that on which an agreement came into
/// force.
///
/// The first survey is due a year after that day, each further one a year after the one before, on the same day of the
/// year, whether the one before was held or missed; what is due on 29 February is due on 28 February of other years.
///
/// ```
/// use service_quality::survey::duty::YearlySurvey;
///
/// let duty = YearlySurvey::new("2024-01-01".parse()?);
/// let standing = duty.standing(["2024-06-15".parse()?], "2025-07-01".parse()?).ok_or("beyond the calendar")?;
/// assert_eq!(standing.to_string(), "overdue since 2025-06-16, last held on 2024-06-15");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct YearlySurvey {
    from: NaiveDate,
}

/// How the duty of a [`YearlySurvey`] stands on a day.
///
/// ```
/// use service_quality::survey::duty::YearlySurvey;
///
/// let duty = YearlySurvey::new("2024-01-01".parse()?);
/// let standing = duty.standing([], "2024-07-01".parse()?).ok_or("beyond the calendar")?;
/// assert_eq!(
///     serde_json::to_string(&standing)?,
///     r#"{"last":null,"due_by":"2025-01-01","overdue_since":null,"missed":[]}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(into = "RawStanding")]
pub struct SurveyStanding {
    /// The last survey held; absent where none was.
    pub last: Option<NaiveDate>,
    /// The last day on which the next one is in time, or was: of several such days that passed the first.
    pub due_by: NaiveDate,
    /// The day after that, where it has passed.
    pub overdue_since: Option<NaiveDate>,
    /// Each day by which a survey was due and none was held since the due day, or the survey, before. This stays, whatever
    /// is held afterwards.
    pub missed: Vec<NaiveDate>,
}

impl YearlySurvey {
    /// The duty from a day on.
    #[must_use]
    pub const fn new(from: NaiveDate) -> Self {
        Self { from }
    }

    /// The day from which the duty holds.
    #[must_use]
    pub const fn from(self) -> NaiveDate {
        self.from
    }

    /// How the duty stands on a day, by the days on which surveys were held, in any order; what is held later is not
    /// seen. Absent where that day or the next due day lies beyond the year 9999.
    #[must_use]
    pub fn standing(
        self,
        held: impl IntoIterator<Item = NaiveDate>,
        as_of: NaiveDate,
    ) -> Option<SurveyStanding> {
        if as_of.year() > LAST_YEAR {
            return None;
        }
        let held: BTreeSet<NaiveDate> = held.into_iter().filter(|day| *day <= as_of).collect();
        let (mut last, mut missed) = (self.from, Vec::new());
        for day in &held {
            missed.extend(due_after(last).take_while(|due| due < day));
            last = last.max(*day);
        }
        let due_by = due_after(last).next().filter(|day| day.year() <= LAST_YEAR)?;
        missed.extend(due_after(last).take_while(|due| *due < as_of));
        let overdue_since = due_by.succ_opt().filter(|day| *day <= as_of);
        Some(SurveyStanding { last: held.last().copied(), due_by, overdue_since, missed })
    }
}

/// Years have four digits, as everywhere.
const LAST_YEAR: i32 = 9_999;

/// The due days after a survey, or the day from which one is owed, while none is held: from that day each, not from one
/// another, so that 29 February comes back.
fn due_after(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (1..).map_while(move |years: u32| day.checked_add_months(Months::new(years.checked_mul(12)?)))
}

/// Dates as they are written everywhere, `2026-03-02`.
#[derive(Serialize)]
struct RawStanding {
    last: Option<String>,
    due_by: String,
    overdue_since: Option<String>,
    missed: Vec<String>,
}

impl From<SurveyStanding> for RawStanding {
    fn from(standing: SurveyStanding) -> Self {
        let text = |day: NaiveDate| day.to_string();
        Self {
            last: standing.last.map(text),
            due_by: standing.due_by.to_string(),
            overdue_since: standing.overdue_since.map(text),
            missed: standing.missed.into_iter().map(text).collect(),
        }
    }
}

impl fmt::Display for SurveyStanding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.overdue_since {
            Some(day) => write!(formatter, "overdue since {day}")?,
            None => write!(formatter, "due by {}", self.due_by)?,
        }
        match self.last {
            Some(day) => write!(formatter, ", last held on {day}"),
            None => formatter.write_str(", none held"),
        }
    }
}
