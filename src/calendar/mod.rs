//! Working time (工作时间): calendars, and what can be asked of them.
//!
//! A [`Calendar`] is built by a short [builder](Calendar::builder) or read from a document ([`CalendarSpec`]). It
//! answers the questions of [`WorkingTime`]: is it open, how much working time lies between two instants, when is
//! an amount of working time used up. [`Calendar::compile`] gives a [`WorkingTimeIndex`] with the same answers.

mod buckets;
mod builder;
mod business_day;
mod cell;
mod definition;
mod easter;
mod error;
mod explain;
mod holiday;
mod holiday_set;
mod hours;
mod index;
mod interval;
mod month_day;
mod schedule;
mod segments;
mod spec;
mod step;
mod two_level;
mod walk;
mod week;
mod wire;
mod working_time;

pub use builder::CalendarBuilder;
pub use business_day::BusinessDayRule;
pub use definition::Calendar;
pub use error::{CalendarError, WorkingTimeError};
pub use explain::{ClosedReason, Stretch};
pub use holiday::{Holiday, Observed};
pub use holiday_set::HolidaySet;
pub use hours::Hours;
pub use index::WorkingTimeIndex;
pub use month_day::MonthDay;
pub use segments::{Segment, Segments};
pub use spec::CalendarSpec;
pub use week::Week;
pub use working_time::{Boundary, WorkingTime};
