use chrono::Weekday;
use serde::{Deserialize, Serialize};

use super::interval::{Interval, merge};
use super::{CalendarError, Hours};

/// The hours of an ordinary week (每周工作时间).
///
/// A day that is not named is closed; naming a day again replaces its hours.
///
/// ```
/// use service_quality::calendar::Week;
///
/// let week = Week::new().mon_fri("09:00-12:00, 13:00-18:00")?.fri("09:00-15:00")?.sat("09:00-13:00")?;
/// let json = serde_json::to_string(&week)?;
/// assert!(json.ends_with(r#""fri":["09:00-15:00"],"sat":["09:00-13:00"]}"#));
/// assert_eq!(serde_json::from_str::<Week>(&json)?, week);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Week {
    #[serde(skip_serializing_if = "Hours::is_closed")]
    mon: Hours,
    #[serde(skip_serializing_if = "Hours::is_closed")]
    tue: Hours,
    #[serde(skip_serializing_if = "Hours::is_closed")]
    wed: Hours,
    #[serde(skip_serializing_if = "Hours::is_closed")]
    thu: Hours,
    #[serde(skip_serializing_if = "Hours::is_closed")]
    fri: Hours,
    #[serde(skip_serializing_if = "Hours::is_closed")]
    sat: Hours,
    #[serde(skip_serializing_if = "Hours::is_closed")]
    sun: Hours,
}

/// Monday first.
const WEEKDAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

macro_rules! days {
    ($($(#[$doc:meta])* $method:ident = $($day:ident),+;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// Hours that cannot be read.
        pub fn $method(mut self, hours: &str) -> Result<Self, CalendarError> {
            let hours: Hours = hours.parse()?;
            $(self.$day.clone_from(&hours);)+
            Ok(self)
        }
    )*};
}

impl Week {
    /// A week without hours.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Open at all times: 24x7.
    #[must_use]
    pub fn always() -> Self {
        WEEKDAYS.into_iter().fold(Self::new(), |week, day| week.with(day, Hours::whole_day()))
    }

    /// Sets the hours of a day.
    #[must_use]
    pub fn with(mut self, day: Weekday, hours: Hours) -> Self {
        *match day {
            Weekday::Mon => &mut self.mon,
            Weekday::Tue => &mut self.tue,
            Weekday::Wed => &mut self.wed,
            Weekday::Thu => &mut self.thu,
            Weekday::Fri => &mut self.fri,
            Weekday::Sat => &mut self.sat,
            Weekday::Sun => &mut self.sun,
        } = hours;
        self
    }

    days! {
        /// Sets the hours of Monday to Friday.
        mon_fri = mon, tue, wed, thu, fri;
        /// Sets the hours of all seven days.
        every_day = mon, tue, wed, thu, fri, sat, sun;
        /// Sets the hours of Saturday and Sunday.
        sat_sun = sat, sun;
        /// Sets Monday's hours.
        mon = mon;
        /// Sets Tuesday's hours.
        tue = tue;
        /// Sets Wednesday's hours.
        wed = wed;
        /// Sets Thursday's hours.
        thu = thu;
        /// Sets Friday's hours.
        fri = fri;
        /// Sets Saturday's hours.
        sat = sat;
        /// Sets Sunday's hours.
        sun = sun;
    }

    /// The hours that open on a day.
    #[must_use]
    pub const fn hours(&self, day: Weekday) -> &Hours {
        match day {
            Weekday::Mon => &self.mon,
            Weekday::Tue => &self.tue,
            Weekday::Wed => &self.wed,
            Weekday::Thu => &self.thu,
            Weekday::Fri => &self.fri,
            Weekday::Sat => &self.sat,
            Weekday::Sun => &self.sun,
        }
    }

    /// Whether no day has hours.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        WEEKDAYS.iter().all(|day| self.hours(*day).is_closed())
    }

    /// What falls on each day, Monday first, with the after-midnight part of the day before.
    pub(super) fn by_day(&self) -> [Vec<Interval>; 7] {
        WEEKDAYS.map(|day| {
            let before = self.hours(day.pred()).on_the_next_day();
            let mut intervals: Vec<_> = before.chain(self.hours(day).on_the_day()).collect();
            merge(&mut intervals);
            intervals
        })
    }
}
