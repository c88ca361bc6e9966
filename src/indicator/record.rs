use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Case, Report};

/// Something that indicators count (记录): a ticket, a report.
///
/// ```
/// use service_quality::indicator::{Record, Report, Source};
///
/// let report = Report::new("north, 2026-03".parse()?);
/// let record = Record::from(&report);
/// assert_eq!(record.source(), Source::Report);
/// assert_eq!(record.to_string(), "report `north, 2026-03`");
/// # Ok::<(), service_quality::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Record<'a> {
    /// A ticket at an instant, with what agreements say of it.
    Ticket(Case<'a>),
    /// Figures that the host counted.
    Report(&'a Report),
}

/// What kind of records an indicator counts.
///
/// ```
/// use service_quality::indicator::{Source, built_in};
/// assert_eq!(built_in("reopen_rate").and_then(|rate| rate.formula().source()), Some(Source::Ticket));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Source {
    /// Tickets.
    Ticket,
    /// The host's own figures.
    Report,
}

impl Record<'_> {
    /// The kind of record.
    #[must_use]
    pub const fn source(&self) -> Source {
        match self {
            Self::Ticket(_) => Source::Ticket,
            Self::Report(_) => Source::Report,
        }
    }
}

impl<'a> From<Case<'a>> for Record<'a> {
    fn from(case: Case<'a>) -> Self {
        Self::Ticket(case)
    }
}

impl<'a> From<&'a Report> for Record<'a> {
    fn from(report: &'a Report) -> Self {
        Self::Report(report)
    }
}

impl Source {
    /// One record of the kind, in words.
    const fn word(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::Report => "report",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}

impl fmt::Display for Record<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Ticket(case) => case.view().ticket().id().as_str(),
            Self::Report(report) => report.name().as_str(),
        };
        write!(formatter, "{} `{name}`", self.source())
    }
}
