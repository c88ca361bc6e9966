//! What formulas count of a report.

use super::Formula;
use crate::indicator::amount::Amount;
use crate::indicator::figures::Reported;
use crate::indicator::tally::Observation;
use crate::indicator::{FigureSum, Report, TallyError, Unit};
use crate::quantity::FigureId;

impl Formula {
    /// What one report adds to the tally.
    pub(super) fn observe_report(&self, report: &Report, unit: &Unit) -> Result<Observation<'_>, TallyError> {
        let (Self::FigureShare { among, .. }
        | Self::FigureRatio { among, .. }
        | Self::FigureTotal { among, .. }) = self
        else {
            return Ok(Observation::Elsewhere);
        };
        match Reported::of(report, self.figures().into_iter()) {
            Reported::Elsewhere => Ok(Observation::Elsewhere),
            _ if !among.matches(report) => Ok(Observation::Outside),
            Reported::NotApplicable => Ok(Observation::Outside),
            Reported::Missing => Ok(Observation::Without),
            Reported::Given => Ok(self.reported(report, unit)?.unwrap_or(Observation::Without)),
        }
    }

    fn reported(&self, report: &Report, unit: &Unit) -> Result<Option<Observation<'_>>, TallyError> {
        Ok(match self {
            Self::FigureShare { of, per, .. } => match (of.count(report)?, per.count(report)?) {
                (Some(k), Some(n)) if k > n => {
                    let Some(given) = of.amount(report)? else { return Ok(None) };
                    return Err(of.misfit(report, given, "at most the denominator"));
                }
                (Some(k), Some(n)) => Some(Observation::Share { k, n }),
                _ => None,
            },
            Self::FigureRatio { of, per, .. } => {
                let Some((of_amount, per_amount)) = of.amount(report)?.zip(per.amount(report)?) else {
                    return Ok(None);
                };
                let fits = if unit.is_time() {
                    is_time(of_amount) && !is_time(per_amount)
                } else {
                    is_time(of_amount) == is_time(per_amount)
                };
                if !fits {
                    let allowed = if unit.is_time() {
                        "a duration, per a number"
                    } else {
                        "a figure of one kind with the denominator"
                    };
                    return Err(of.misfit(report, of_amount, allowed));
                }
                let denominator = per_amount.number()?;
                if denominator < crate::quantity::Number::ZERO {
                    return Err(per.misfit(report, per_amount, "a denominator of 0 or more"));
                }
                Some(Observation::Ratio { of: of_amount.number()?, per: denominator })
            }
            Self::FigureTotal { of, .. } => match of.amount(report)? {
                Some(amount) if is_time(amount) != unit.is_time() => {
                    let allowed = if unit.is_time() { "a duration" } else { "a number" };
                    return Err(of.misfit(report, amount, allowed));
                }
                Some(amount) => Some(Observation::Total(amount.number()?)),
                None => None,
            },
            _ => None,
        })
    }

    /// The reported figures that it names.
    #[must_use]
    pub fn figures(&self) -> Vec<&FigureId> {
        let (of, per): (&FigureSum, Option<&FigureSum>) = match self {
            Self::FigureShare { of, per, .. } | Self::FigureRatio { of, per, .. } => (of, Some(per)),
            Self::FigureTotal { of, .. } => (of, None),
            _ => return Vec::new(),
        };
        of.figures().chain(per.into_iter().flat_map(FigureSum::figures)).collect()
    }
}

const fn is_time(amount: Amount) -> bool {
    matches!(amount, Amount::Seconds(_))
}
