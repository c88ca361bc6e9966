use std::fmt;

use serde::Serialize;

use super::{ChartError, ChartKind, Dispersion, DispersionTest, Sample, dispersion};
use crate::analysis::distribution::billionths;
use crate::quantity::Share;

/// From this size on ranges waste what subgroups know (Montgomery, section 6.3).
const LARGE_SUBGROUP: usize = 10;

/// Which chart fits the data, and why.
///
/// ```
/// use service_quality::monitor::chart::{ChartKind, Sample, choose};
/// // Late tickets of some 5000 a week: the weeks differ more than chance lets them.
/// let late = [1065, 907, 888, 1050, 970, 1138, 938, 942, 938, 1005, 1001, 917];
/// let weeks: Vec<Sample> = late.map(|events| Sample::Share { events, of: 5_000 }).to_vec();
/// let choice = choose(&weeks, "0.05".parse()?)?;
/// assert_eq!(choice.kind(), ChartKind::PPrime);
/// assert_eq!(
///     choice.to_string(),
///     "p′ chart: the samples are shares; they vary 7.0 times as much as chance alone lets them (p < 0.0001)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    kind: ChartKind,
    companion: Option<ChartKind>,
    reasons: Vec<Reason>,
}

/// Why a chart was chosen.
///
/// ```
/// use service_quality::monitor::chart::Reason;
/// assert_eq!(Reason::Values.to_string(), "the samples are single values");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// One value at a time.
    Values,
    /// Subgroups, small ones of one size: their ranges tell their spread.
    SmallSubgroups {
        /// Their size.
        size: usize,
    },
    /// Subgroups of many values, or of unequal size: their deviations tell their spread.
    Subgroups {
        /// The smallest.
        least: usize,
        /// The largest.
        most: usize,
    },
    /// Events in an area of opportunity that is always the same.
    Counts,
    /// Cases among cases.
    Shares,
    /// Events by exposure.
    Rates,
    /// The variation is that of chance alone.
    AsExpected(Dispersion),
    /// The variation is larger: limits from the distribution would call most points special.
    OverDispersed(Dispersion),
    /// The variation is smaller than chance makes it: counts that hang together, or that were smoothed.
    UnderDispersed(Dispersion),
    /// Too few samples, or none with and without events, to compare the variation.
    NotCompared,
    /// Most samples have no event: chart what lies between events, as counts or times.
    Rare {
        /// Samples without an event.
        empty: usize,
        /// All samples.
        of: usize,
    },
}

impl Choice {
    /// The chart.
    #[must_use]
    pub const fn kind(&self) -> ChartKind {
        self.kind
    }

    /// The chart that belongs beside it: of the spread.
    #[must_use]
    pub const fn companion(&self) -> Option<ChartKind> {
        self.companion
    }

    /// Why, in the order of asking.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }
}

/// Chooses a chart for samples of one form; missing ones are left out.
///
/// Counts, shares and rates whose dispersion test rejects chance at the given significance get limits that allow for
/// variation between periods (p′, u′; for counts individual values). Where more than half of the samples have no event
/// that is said too: a g or t chart of other data, what lies between events, then tells more.
///
/// # Errors
/// [`ChartError::NoPoints`] for no samples, [`ChartError::WrongSample`] for samples of different forms and for subgroups of
/// one, [`ChartError::OutOfRange`] for one that is none.
pub fn choose(samples: &[Sample], significance: Share) -> Result<Choice, ChartError> {
    let seen = || samples.iter().filter(|sample| sample.figure().is_some());
    for (position, sample) in samples.iter().enumerate() {
        sample.sound(&|| format!("samples[{position}]"))?;
    }
    let first = seen().next().ok_or(ChartError::NoPoints)?;
    for (position, sample) in samples.iter().enumerate().filter(|(_, sample)| sample.figure().is_some()) {
        if std::mem::discriminant(sample) != std::mem::discriminant(first) {
            return Err(sample.wrong(format!("samples[{position}]"), "samples of the form of the first"));
        }
    }
    let (form, plain, inflated) = match first {
        Sample::Missing | Sample::Value(_) => return Ok(of_values()),
        Sample::Subgroup(_) => return of_subgroups(samples),
        Sample::Count(_) => (Reason::Counts, ChartKind::C, ChartKind::Individuals),
        Sample::Share { .. } => (Reason::Shares, ChartKind::P, ChartKind::PPrime),
        Sample::Rate { .. } => (Reason::Rates, ChartKind::U, ChartKind::UPrime),
    };
    let (empty, of) = (seen().filter(|sample| sample.events() == Some(0)).count(), seen().count());
    let rare = (empty > of - empty).then_some(Reason::Rare { empty, of });
    let limit = billionths(significance.to_scaled());
    let (kind, why) = match dispersion(samples, DispersionTest::Pearson) {
        Ok(found) if found.p_value() < limit => (inflated, Reason::OverDispersed(found)),
        Ok(found) if 1.0 - found.p_value() < limit => (plain, Reason::UnderDispersed(found)),
        Ok(found) => (plain, Reason::AsExpected(found)),
        Err(ChartError::Undefined(_)) => (plain, Reason::NotCompared),
        Err(fault) => return Err(fault),
    };
    let companion = (kind == ChartKind::Individuals).then_some(ChartKind::MovingRange);
    Ok(Choice { kind, companion, reasons: [form, why].into_iter().chain(rare).collect() })
}

fn of_values() -> Choice {
    Choice {
        kind: ChartKind::Individuals,
        companion: Some(ChartKind::MovingRange),
        reasons: vec![Reason::Values],
    }
}

fn of_subgroups(samples: &[Sample]) -> Result<Choice, ChartError> {
    let (mut least, mut most) = (usize::MAX, 0);
    for (position, sample) in samples.iter().enumerate() {
        sample.check(ChartKind::Xbar, || format!("samples[{position}]"))?;
        if let Sample::Subgroup(values) = sample {
            (least, most) = (least.min(values.len()), most.max(values.len()));
        }
    }
    let (companion, why) = if least == most && most <= LARGE_SUBGROUP {
        (ChartKind::R, Reason::SmallSubgroups { size: most })
    } else {
        (ChartKind::S, Reason::Subgroups { least, most })
    };
    Ok(Choice { kind: ChartKind::Xbar, companion: Some(companion), reasons: vec![why] })
}

impl fmt::Display for Choice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} chart", self.kind)?;
        if let Some(companion) = self.companion {
            write!(formatter, " with {companion} chart")?;
        }
        for (place, reason) in self.reasons.iter().enumerate() {
            write!(formatter, "{} {reason}", if place == 0 { ":" } else { ";" })?;
        }
        Ok(())
    }
}

/// A p-value in words: of a small one only that it is small.
struct Likelihood(f64);

impl fmt::Display for Likelihood {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0.0001 {
            formatter.write_str("p < 0.0001")
        } else {
            write!(formatter, "p = {:.4}", self.0)
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Values => formatter.write_str("the samples are single values"),
            Self::SmallSubgroups { size } => write!(formatter, "the samples are subgroups of {size} values"),
            Self::Subgroups { least, most } => {
                write!(formatter, "the samples are subgroups of {least} to {most} values")
            }
            Self::Counts => formatter.write_str("the samples are counts"),
            Self::Shares => formatter.write_str("the samples are shares"),
            Self::Rates => formatter.write_str("the samples are rates"),
            Self::AsExpected(found) => write!(
                formatter,
                "they vary {:.1} times as much as chance alone lets them, which may be chance ({})",
                found.ratio(),
                Likelihood(found.p_value())
            ),
            Self::OverDispersed(found) => write!(
                formatter,
                "they vary {:.1} times as much as chance alone lets them ({})",
                found.ratio(),
                Likelihood(found.p_value())
            ),
            Self::UnderDispersed(found) => write!(
                formatter,
                "they vary only {:.2} times as much as chance alone lets them: look at how they are counted",
                found.ratio()
            ),
            Self::NotCompared => formatter.write_str("their variation cannot be compared with chance"),
            Self::Rare { empty, of } => write!(
                formatter,
                "{empty} of {of} have no event, so that a g or t chart of what lies between events tells more"
            ),
        }
    }
}
