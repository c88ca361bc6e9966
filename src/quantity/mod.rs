//! The ground floor: exact numbers, time and names, and how each looks on the wire.
//!
//! | type | holds | on the wire |
//! | --- | --- | --- |
//! | [`Number`] | any exact decimal figure of the domain, at most 9 decimal places | `"-12.5"` |
//! | [`Score`] | 0 to 100 | `"87.4"` |
//! | [`Share`] | 0 to 1 | `"0.95"` |
//! | [`Weight`] | not negative | `"3"` |
//! | [`Span`] | a signed number of whole seconds | `"PT4H30M"` |
//! | [`Date`] | a civil day | `"2026-03-02"` |
//! | [`DateRange`] | civil days, both ends included | `{"from": "2026-03-02", "to": "2026-03-31"}` |
//! | [`Money`] | an amount of a currency | `{"amount": "12500.5", "currency": "CNY"}` |
//! | [`Timestamp`] | an instant of UTC, in whole seconds | `"2026-03-02T09:00:00Z"` |
//! | [`Zone`] | an IANA time zone or a fixed offset | `"Europe/Berlin"`, `"+08:00"` |
//! | [`Period`] | a calendar month, quarter, year, ISO week or a range of dates, in a zone | `{"dates": "2026-Q1", "time_zone": "UTC"}` |
//! | [`TicketId`], [`IndicatorId`], … | typed ids | `"T-1"` |
//! | [`Statement`] | a sentence or more that people write | `"the queue was closed"` |
//! | [`Name`] | what people call something, in English and Chinese | `{"en": "Timeliness", "zh": "及时性"}` |
//!
//! Decimals are written as strings, and read from strings, integers and finite floats, whichever features
//! other crates of the build switch on in `serde_json` or `rust_decimal`.
//!
//! ```
//! use service_quality::quantity::{Score, Span, Weight};
//!
//! let score: Score = serde_json::from_str("87.40")?;
//! assert_eq!(serde_json::to_string(&score)?, r#""87.4""#);
//! let span: Span = "PT4H30M".parse()?;
//! assert_eq!(span, Span::from_minutes(270));
//! assert!(serde_json::from_str::<Weight>(r#""NaN""#).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod apportion;
mod date;
mod date_range;
mod error;
mod fixed;
mod float;
mod id;
mod language;
mod moments;
mod money;
mod name;
mod number;
mod period;
mod period_kind;
mod score;
mod share;
mod span;
mod standard_version;
mod statement;
mod sum;
mod term;
mod timestamp;
mod weight;
mod wide;
mod wire;
mod zone;

pub use date::Date;
pub use date_range::DateRange;
pub use error::QuantityError;
pub use id::{
    ActionId, AgentId, AgreementId, AttributeName, CalendarId, CauseId, ChecklistId, ComplaintId, CycleId,
    FigureId, GroupId, HolidaySetId, IncidentId, IndicatorId, InspectionId, ItemId, Label, LevelId, LinkId,
    NodeId, NonconformityId, ObjectiveId, PolicyId, ProblemId, QuestionId, ResponseId, RiskId, RuleId,
    ServiceId, StandardId, Status, SubjectId, SurveyId, TicketId, Version,
};
pub use language::Language;
pub use money::Money;
pub use name::Name;
pub use number::Number;
pub use period::{Period, PeriodDates};
pub use period_kind::PeriodKind;
pub use score::Score;
pub use share::Share;
pub use span::Span;
pub use standard_version::StandardVersion;
pub use statement::Statement;
pub use term::OwnTerm;
pub use timestamp::Timestamp;
pub use weight::Weight;
pub use zone::Zone;

pub(crate) use apportion::apportion;
pub(crate) use error::excerpt;
pub(crate) use fixed::{PLACES, divide_half_away, from_scaled, scaled};
pub(crate) use float::{billionths, nearest};
pub(crate) use id::checked_name;
pub(crate) use moments::Moments;
pub(crate) use sum::{ProductSum, SquareSum, Sum};
pub(crate) use term::terms;
pub(crate) use wide::Wide;
pub(crate) use wire::{ARBITRARY_PRECISION_KEY, string_or_number, unique_keys};
