//! Working time (工作时间): calendars, and what can be asked of them.
//!
//! A [`Calendar`] is built by a short [builder](Calendar::builder) or read from a document ([`CalendarSpec`]).
//! [`WorkingTime`] holds the questions: is it open, how much working time lies between two instants, when is an
//! amount used up, what is three business days on, and why is time closed. A calendar answers by walking from day
//! to day; [`Calendar::compile`] gives a [`WorkingTimeIndex`] with the same answers, some hundred times faster.
//!
//! ```
//! use service_quality::calendar::{BusinessDayRule, Calendar, Holiday, Observed, Week, WorkingTime};
//! use service_quality::quantity::{Span, Timestamp};
//!
//! let week = Week::new().mon_fri("09:00-12:00, 13:00-18:00")?.sat("09:00-13:00")?;
//! let independence = Holiday::yearly("07-04".parse()?).named("Independence Day")?;
//! let calendar = Calendar::builder("-05:00".parse()?)
//!     .weekly(week)
//!     .holiday(independence.observed(Observed::NearestWeekday)?)
//!     .exception("2026-07-11".parse()?, "09:00-18:00".parse()?) // a make-up working day (调休)
//!     .build()?;
//! let at = |text: &str| text.parse::<Timestamp>();
//! let index = calendar.compile(at("2026-01-01T00:00:00Z")?..at("2031-01-01T00:00:00Z")?)?;
//!
//! let opened = at("2026-07-02T16:00:00-05:00")?; // Thursday; the holiday is observed on Friday and on Saturday
//! assert_eq!(index.add(opened, Span::from_hours(4))?, at("2026-07-06T11:00:00-05:00")?);
//! let due = index.add_business_days(opened, 1, BusinessDayRule::ThenNextOpening)?;
//! assert_eq!(due, at("2026-07-06T16:00:00-05:00")?);
//! let closed = index.explain(opened, due).into_iter().filter_map(|stretch| stretch.closed().map(ToString::to_string));
//! assert!(closed.collect::<Vec<_>>().contains(&"holiday (Independence Day)".to_owned()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # From wall time to instants
//!
//! Hours are wall times of the calendar's zone. Openings and closings become instants one by one: a wall time that
//! the clocks skip is shifted forward by the gap, one that they repeat is its first occurrence; then what overlaps
//! or touches is joined. A local date that does not exist has no hours. All questions read the same intervals.
//!
//! Everything acts on local dates: what `22:00-06:00` leaves to the next day belongs to that day, as if it were
//! written there, so that a holiday or an exception of that day takes it away, and nothing else does.
//!
//! # Calendars of calendars
//!
//! Calendars combine into a [union](Calendar::union) (open where any is), an [intersection](Calendar::intersection)
//! (open where all are) and a [succession](Calendar::succession) (one after another, by effective date 生效日期, each
//! with its version). All answer the same questions, and combine in turn. Where nothing but the weekly hours changes,
//! [`CalendarBuilder::weekly_from`] says it within one calendar.

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
pub(crate) mod interval;
mod month_day;
mod recurrence;
mod schedule;
mod segments;
mod spec;
mod step;
mod succession;
mod time_of_day;
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
pub use recurrence::{Frequency, MonthlyDay, Recurrence};
pub use segments::{Segment, Segments};
pub use spec::CalendarSpec;
pub use time_of_day::TimeOfDay;
pub use week::Week;
pub use working_time::{Boundary, WorkingTime};
