use std::fmt;

use super::Formula;
use super::definition::is_once;
use crate::sla::Denominator;
use crate::ticket::Condition;

impl fmt::Display for Formula {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let among = |formatter: &mut fmt::Formatter<'_>, among: &Condition| match among {
            Condition::Always => Ok(()),
            among => write!(formatter, ", among those where {among}"),
        };
        match self {
            Self::Share { of, among: base } => {
                write!(formatter, "share of tickets where {of}")?;
                among(formatter, base)
            }
            Self::Mean { quantity, among: base } => {
                write!(formatter, "mean of {quantity} over tickets")?;
                among(formatter, base)
            }
            Self::Quantile { p, quantity, among: base, .. } => {
                write!(formatter, "{p} quantile of {quantity} over tickets")?;
                among(formatter, base)
            }
            Self::Rate { of, per, times } if is_once(times) => {
                write!(formatter, "tickets where {of} per {per}")
            }
            Self::Rate { of, per, times } => write!(formatter, "tickets where {of} per {times} of {per}"),
            Self::SlaAttainment { objectives, agreement, denominator, among: base } => {
                let of = match denominator {
                    Denominator::Finished => "finished",
                    _ => "decided",
                };
                write!(formatter, "share of {of} promises kept, {objectives}")?;
                if let Some(agreement) = agreement {
                    write!(formatter, " of {agreement}")?;
                }
                among(formatter, base)
            }
            Self::SlaOverdue { objectives, agreement, among: base } => {
                write!(formatter, "share of open promises past due, {objectives}")?;
                if let Some(agreement) = agreement {
                    write!(formatter, " of {agreement}")?;
                }
                among(formatter, base)
            }
            Self::Count { of } => write!(formatter, "number of tickets where {of}"),
            Self::Survey { measure, survey, among } => {
                measure.fmt(formatter)?;
                of_one(formatter, survey.as_ref())?;
                over(formatter, "responses", among)
            }
            Self::ResponseRate { survey, among } => {
                formatter.write_str("share of the asked who answered")?;
                of_one(formatter, survey.as_ref())?;
                over(formatter, "responses", among)
            }
            Self::Checklist { measure, checklist, among } => {
                measure.fmt(formatter)?;
                of_one(formatter, checklist.as_ref())?;
                over(formatter, "inspections", among)
            }
            Self::Assessed { panel, among } => {
                formatter.write_str("mean of assessors, ")?;
                for (index, (assessor, weight)) in panel.weights().iter().enumerate() {
                    write!(formatter, "{}{assessor} (weight {weight})", if index == 0 { "" } else { ", " })?;
                }
                over(formatter, "assessments", among)
            }
            Self::Agreement { level, assessors, among } => {
                write!(formatter, "agreement of assessors, {level} alpha")?;
                for (index, assessor) in assessors.iter().enumerate() {
                    write!(formatter, "{}{assessor}", if index == 0 { ", among " } else { " and " })?;
                }
                over(formatter, "assessments", among)
            }
            Self::FigureShare { of, per, among } => {
                write!(formatter, "share {of} of {per}")?;
                over(formatter, "reports", among)
            }
            Self::FigureRatio { of, per, times, among } => {
                write!(formatter, "({of}) per ")?;
                if !is_once(times) {
                    write!(formatter, "{times} of ")?;
                }
                write!(formatter, "({per})")?;
                over(formatter, "reports", among)
            }
            Self::FigureTotal { of, among } => {
                write!(formatter, "sum of {of}")?;
                over(formatter, "reports", among)
            }
            Self::Derived(derivation) => derivation.fmt(formatter),
            Self::External => formatter.write_str("measured by the host"),
        }
    }
}

fn over(formatter: &mut fmt::Formatter<'_>, records: &str, among: &Condition) -> fmt::Result {
    match among {
        Condition::Always => Ok(()),
        among => write!(formatter, ", over {records} where {among}"),
    }
}

fn of_one(formatter: &mut fmt::Formatter<'_>, source: Option<&impl fmt::Display>) -> fmt::Result {
    source.map_or(Ok(()), |source| write!(formatter, ", of {source}"))
}
