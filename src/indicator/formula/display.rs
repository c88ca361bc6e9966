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
            Self::FigureShare { of, among, within } => {
                write!(formatter, "share {of} of {among}")?;
                over(formatter, within)
            }
            Self::FigureRatio { of, per, times, within } => {
                write!(formatter, "({of}) per ")?;
                if !is_once(times) {
                    write!(formatter, "{times} of ")?;
                }
                write!(formatter, "({per})")?;
                over(formatter, within)
            }
            Self::FigureTotal { of, within } => {
                write!(formatter, "sum of {of}")?;
                over(formatter, within)
            }
            Self::Derived(derivation) => derivation.fmt(formatter),
            Self::External => formatter.write_str("measured by the host"),
        }
    }
}

fn over(formatter: &mut fmt::Formatter<'_>, within: &Condition) -> fmt::Result {
    match within {
        Condition::Always => Ok(()),
        within => write!(formatter, ", over reports where {within}"),
    }
}
