use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Case, Report};
use crate::assessment::{Assessment, Checklist, Inspection};
use crate::survey::{Response, Survey};

/// Something that indicators count (记录): a ticket, an answered questionnaire, a filled form, ratings, a report.
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
    /// An answered, or unanswered, questionnaire of a survey.
    Response {
        /// The survey.
        survey: &'a Survey,
        /// The response.
        response: &'a Response,
    },
    /// A filled form of a checklist.
    Inspection {
        /// The checklist.
        checklist: &'a Checklist,
        /// The form.
        inspection: &'a Inspection,
    },
    /// What assessors said of one subject.
    Assessment(&'a Assessment),
    /// Figures that the host counted.
    Report(&'a Report),
}

/// What some records are an answer to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Instrument<'a> {
    Survey(&'a Survey),
    Checklist(&'a Checklist),
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
    /// Tickets, 工单.
    Ticket,
    /// Responses to surveys, 答卷.
    Response,
    /// Inspections by checklist, 检查.
    Inspection,
    /// Ratings by assessors, 评价.
    Assessment,
    /// The host's own figures, 上报数据.
    Report,
}

impl Record<'_> {
    /// The kind of record.
    #[must_use]
    pub const fn source(&self) -> Source {
        match self {
            Self::Ticket(_) => Source::Ticket,
            Self::Response { .. } => Source::Response,
            Self::Inspection { .. } => Source::Inspection,
            Self::Assessment(_) => Source::Assessment,
            Self::Report(_) => Source::Report,
        }
    }
}

impl<'a> From<Case<'a>> for Record<'a> {
    fn from(case: Case<'a>) -> Self {
        Self::Ticket(case)
    }
}

impl<'a> From<(&'a Survey, &'a Response)> for Record<'a> {
    fn from((survey, response): (&'a Survey, &'a Response)) -> Self {
        Self::Response { survey, response }
    }
}

impl<'a> From<(&'a Checklist, &'a Inspection)> for Record<'a> {
    fn from((checklist, inspection): (&'a Checklist, &'a Inspection)) -> Self {
        Self::Inspection { checklist, inspection }
    }
}

impl<'a> From<&'a Assessment> for Record<'a> {
    fn from(assessment: &'a Assessment) -> Self {
        Self::Assessment(assessment)
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
            Self::Response => "response",
            Self::Inspection => "inspection",
            Self::Assessment => "assessment",
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
            Self::Response { response, .. } => response.id().as_str(),
            Self::Inspection { inspection, .. } => inspection.id().as_str(),
            Self::Assessment(assessment) => assessment.subject().as_str(),
            Self::Report(report) => report.name().as_str(),
        };
        write!(formatter, "{} `{name}`", self.source())
    }
}
