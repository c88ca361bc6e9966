use serde::{Deserialize, Serialize};

use super::{ChartError, ChartKind, finite};
use crate::analysis::distribution::{float, square};
use crate::analysis::float_text;
use crate::analysis::sums::sorted_sum;
use crate::indicator::{Basis, Measurement};
use crate::quantity::{Timestamp, billionths};
use crate::sla::{Denominator, OutcomeCounts};

/// What was observed at one time (样本).
///
/// A share or a rate of nothing, 0 of 0, is [`Missing`](Self::Missing).
///
/// ```
/// use service_quality::monitor::chart::Sample;
/// assert_eq!(Sample::Share { events: 3, of: 40 }.figure(), Some(0.075));
/// assert_eq!(Sample::Share { events: 0, of: 0 }.figure(), None);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Sample {
    /// Nothing: the time stays on the chart, empty.
    Missing,
    /// One value: a mean duration, a score.
    Value(#[serde(with = "float_text")] f64),
    /// So many events in an area of opportunity that is always the same.
    Count(u64),
    /// So many cases among so many: late tickets of all tickets.
    Share {
        /// The cases with the property.
        events: u64,
        /// All cases.
        of: u64,
    },
    /// So many events in so much exposure: complaints in so many thousand calls, outages in so many hours.
    Rate {
        /// The events.
        events: u64,
        /// The exposure, in any unit.
        #[serde(with = "float_text")]
        of: f64,
    },
    /// Values taken together, a subgroup (子组).
    Subgroup(#[serde(with = "float_text::list")] Vec<f64>),
}

/// A sample and its time.
///
/// ```
/// use service_quality::monitor::chart::{Point, Sample};
/// let point = Point::new("2026-03-02T00:00:00Z".parse()?, Sample::Value(4.2));
/// assert_eq!(point.sample.figure(), Some(4.2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Its instant; the start of its period, most often.
    pub at: Timestamp,
    /// What was observed.
    pub sample: Sample,
}

impl Point {
    /// Puts a sample at an instant.
    #[must_use]
    pub const fn new(at: Timestamp, sample: Sample) -> Self {
        Self { at, sample }
    }
}

impl Sample {
    /// The promises of a period that were not kept, of those that the denominator counts (逾期率).
    ///
    /// ```
    /// use service_quality::monitor::chart::Sample;
    /// use service_quality::sla::{Denominator, OutcomeCounts};
    ///
    /// let week = OutcomeCounts { met: 46, late: 3, overdue: 1, ..OutcomeCounts::default() };
    /// assert_eq!(Sample::broken(&week, Denominator::Decided), Sample::Share { events: 4, of: 50 });
    /// ```
    #[must_use]
    pub fn broken(counts: &OutcomeCounts, denominator: Denominator) -> Self {
        let (met, of) = counts.ratio(denominator);
        Self::Share { events: of.saturating_sub(met), of }
    }

    /// What an indicator measured in a period: a share as the cases that it counts, a rate as events and exposure, all
    /// else as its value; nothing where it is absent.
    ///
    /// ```
    /// use service_quality::indicator::Measurement;
    /// use service_quality::monitor::chart::Sample;
    ///
    /// let mean = Measurement::present("4.21".parse()?, 97);
    /// assert_eq!(Sample::measured(&mean), Sample::Value(4.21));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn measured(measurement: &Measurement) -> Self {
        match (measurement.value(), measurement.basis()) {
            (None, _) => Self::Missing,
            (Some(_), Some(Basis::Share { k })) => Self::Share { events: k, of: measurement.n() },
            (Some(_), Some(Basis::Rate { count, exposure })) => {
                Self::Rate { events: count, of: billionths(exposure.to_scaled()) }
            }
            (Some(value), _) => Self::Value(billionths(value.to_scaled())),
        }
    }

    /// The value, the count, the ratio, or the mean of the subgroup; absent where nothing was observed.
    #[must_use]
    pub fn figure(&self) -> Option<f64> {
        match self {
            Self::Missing | Self::Share { of: 0, .. } => None,
            Self::Value(value) => Some(*value),
            Self::Count(events) => Some(float(*events)),
            Self::Share { events, of } => Some(float(*events) / float(*of)),
            Self::Rate { events, of } => (*of > 0.0).then(|| float(*events) / of),
            Self::Subgroup(values) => mean(values),
        }
    }

    /// What a chart of this kind plots of it; moving ranges need the point before, so there the figure itself.
    pub(super) fn plotted(&self, kind: ChartKind) -> Option<f64> {
        match (kind, self) {
            (ChartKind::Np, Self::Share { events, of }) if *of > 0 => Some(float(*events)),
            (ChartKind::R, Self::Subgroup(values)) => range(values),
            (ChartKind::S, Self::Subgroup(values)) => deviation(values),
            _ => self.figure(),
        }
    }

    /// How much of it there is: the cases, the exposure, the members; 1 where there is no such thing.
    pub(super) fn size(&self) -> f64 {
        match self {
            Self::Share { of, .. } => float(*of),
            Self::Rate { of, .. } => *of,
            Self::Subgroup(values) => float(values.len() as u64),
            Self::Missing | Self::Value(_) | Self::Count(_) => 1.0,
        }
    }

    /// How many events, of a count, a share or a rate.
    pub(in crate::monitor) const fn events(&self) -> Option<u64> {
        match self {
            Self::Count(events) | Self::Share { events, .. } | Self::Rate { events, .. } => Some(*events),
            Self::Missing | Self::Value(_) | Self::Subgroup(_) => None,
        }
    }

    /// Whether a chart of this kind can plot it.
    pub(in crate::monitor) fn check(
        &self,
        kind: ChartKind,
        place: impl Fn() -> String,
    ) -> Result<(), ChartError> {
        self.sound(&place)?;
        if matches!(self, Self::Missing) {
            return Ok(());
        }
        let wanted = match kind {
            ChartKind::P | ChartKind::PPrime | ChartKind::Np => "a share, on this kind of chart",
            ChartKind::U | ChartKind::UPrime => "a rate or a share, on this kind of chart",
            ChartKind::C | ChartKind::G => "a count, on this kind of chart",
            ChartKind::Xbar | ChartKind::R | ChartKind::S => {
                "a subgroup of 2 values or more, on this kind of chart"
            }
            ChartKind::T => "a figure above 0, on a t chart",
            ChartKind::Run | ChartKind::Individuals | ChartKind::MovingRange => return Ok(()),
        };
        let fits = match (kind, self) {
            (ChartKind::P | ChartKind::PPrime | ChartKind::Np, sample) => {
                matches!(sample, Self::Share { .. })
            }
            (ChartKind::U | ChartKind::UPrime, sample) => {
                matches!(sample, Self::Share { .. } | Self::Rate { .. })
            }
            (ChartKind::C | ChartKind::G, sample) => matches!(sample, Self::Count(_)),
            (ChartKind::Xbar | ChartKind::R | ChartKind::S, Self::Subgroup(values)) => values.len() > 1,
            (ChartKind::T, sample) => sample.figure().is_none_or(|figure| figure > 0.0),
            _ => false,
        };
        if fits { Ok(()) } else { Err(self.wrong(format!("{}.sample", place()), wanted)) }
    }

    /// The fault of a sample of the wrong form.
    pub(super) const fn wrong(&self, place: String, wanted: &'static str) -> ChartError {
        ChartError::WrongSample { place, given: self.name(), wanted }
    }

    /// Whether it is possible at all.
    pub(in crate::monitor) fn sound(&self, place: &impl Fn() -> String) -> Result<(), ChartError> {
        let number = |part: &str, value: f64| finite(&format!("{}.sample.{part}", place()), value);
        match self {
            // The texts of places are made where there is a fault: a million points need none.
            Self::Value(value) if (-super::LARGEST..=super::LARGEST).contains(value) => Ok(()),
            Self::Value(value) => number("value", *value),
            Self::Share { events, of } if events > of => {
                let place = format!("{}.sample.share.events", place());
                Err(ChartError::out_of_range(&place, events, "at most the cases that it is of"))
            }
            Self::Missing | Self::Count(_) | Self::Share { .. } => Ok(()),
            Self::Rate { events, of } => {
                let nothing = *events == 0 && *of >= 0.0 && *of <= 0.0;
                if nothing || (1e-60..=super::LARGEST).contains(of) {
                    return Ok(());
                }
                let place = format!("{}.sample.rate.of", place());
                Err(ChartError::out_of_range(&place, of, "1e-60 to 1e100, or 0 without events"))
            }
            Self::Subgroup(values) if values.is_empty() => {
                let place = format!("{}.sample.subgroup", place());
                Err(ChartError::out_of_range(&place, "[]", "1 value or more, or a missing sample"))
            }
            Self::Subgroup(values) => values.iter().try_for_each(|&value| number("subgroup", value)),
        }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Missing => "a missing sample",
            Self::Value(_) => "a value",
            Self::Count(_) => "a count",
            Self::Share { .. } => "a share",
            Self::Rate { .. } => "a rate",
            Self::Subgroup(_) => "a subgroup",
        }
    }
}

/// The mean to the last digit, in whichever order the values stand: whether a value lies on the centre line or beside it
/// decides about runs.
///
/// The sum carries what each addition rounds off (Neumaier 1974), and the quotient is mended by its remainder.
pub(in crate::monitor) fn mean(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (least, most) = (*sorted.first()?, *sorted.last()?);
    let n = float(sorted.len() as u64);
    let (mut sum, mut rest) = (0.0_f64, 0.0);
    for value in sorted {
        let next = sum + value;
        let (large, small) = if sum.abs() >= value.abs() { (sum, value) } else { (value, sum) };
        rest += (large - next) + small;
        sum = next;
    }
    let quotient = (sum + rest) / n;
    let remainder = libm::fma(-quotient, n, sum) + rest;
    Some((quotient + remainder / n).clamp(least, most))
}

/// The middle value, or the mean of the two.
pub(in crate::monitor) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get(sorted.len().checked_sub(1)? / 2)?;
    Some(lower.midpoint(upper))
}

/// The standard deviation with divisor n − 1, of squares about the mean.
pub(in crate::monitor) fn deviation(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    let freedom = values.len().checked_sub(1).filter(|&freedom| freedom > 0)?;
    let squares = sorted_sum(values.iter().map(|value| square(value - mean)));
    Some((squares / float(freedom as u64)).sqrt())
}

pub(super) fn range(values: &[f64]) -> Option<f64> {
    extremes(values).map(|(least, most)| most - least)
}

fn extremes(values: &[f64]) -> Option<(f64, f64)> {
    let least = values.iter().copied().reduce(f64::min)?;
    let most = values.iter().copied().reduce(f64::max)?;
    Some((least, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_right_to_the_last_digit() {
        assert_eq!(mean(&[0.1; 10]), Some(0.1));
        assert_eq!(
            mean(&[19.4, 23.7, 17.7, 22.2, 18.9, 19.5, 17.7, 20.2, 14.4, 19.1, 16.5, 23.5]),
            Some(19.4)
        );
        assert_eq!(mean(&[1e100, 1.0, -1e100]), Some(1.0 / 3.0));
        assert_eq!(deviation(&[0.1; 10]), Some(0.0));
        assert_eq!(median(&[3.0, 1.0, 2.0, 10.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }
}
