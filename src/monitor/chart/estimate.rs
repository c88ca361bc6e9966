//! From the points of a segment to its parameters.

use super::moving_range::{Slot, inflation, spread};
use super::sample::{mean, median, range};
use super::{
    Centre, Chart, ChartError, ChartKind, EventChance, Point, RareCentre, Sample, SegmentFit, Within, sample,
    within,
};
use crate::analysis::distribution::square;
use crate::monitor::baseline::{Parameters, Segment};

/// The t chart's power: what makes an exponential variable nearly normal (Nelson 1994).
pub(super) const POWER: f64 = 3.6;

/// A geometric variable's median in means, as Provost and Murray give it.
const MEDIAN_OF_MEAN: f64 = 0.693;

/// The parameters of a segment from the points that its fit range holds.
pub(in crate::monitor) fn estimate(
    chart: &Chart,
    segment: usize,
    points: &[Point],
) -> Result<SegmentFit, ChartError> {
    let parameters = chart.baseline().segments().get(segment).map(Segment::parameters).unwrap_or_default();
    let series = Series::new(chart, points);
    let short = || ChartError::ShortBaseline { segment, kind: chart.kind(), given: series.used.len() };
    let given = match parameters {
        Parameters::Fitted => None,
        Parameters::Centre(centre) | Parameters::Given { centre, .. } => Some(centre),
    };
    if let Parameters::Given { centre, sigma } = parameters {
        return Ok(SegmentFit { segment, points: 0, given: true, centre, location: centre, sigma });
    }
    let (centre, location) = match given {
        Some(centre) => series.given_centre(centre),
        None => series.centre().ok_or_else(short)?,
    };
    let sigma = series.sigma(location).ok_or_else(short)?;
    let points = series.used.len();
    let whole = given.is_some() && chart.kind().is_centre_enough();
    Ok(SegmentFit { segment, points, given: whole, centre, location, sigma })
}

impl ChartKind {
    /// Whether limits follow from the centre alone.
    pub(in crate::monitor) const fn is_centre_enough(self) -> bool {
        matches!(self, Self::Run | Self::P | Self::Np | Self::C | Self::U | Self::G)
    }
}

struct Series<'a> {
    chart: &'a Chart,
    /// Every point as a value on the scale that is calculated on, with its size.
    slots: Vec<(Slot, f64)>,
    /// The figures, those of excluded points too.
    figures: Vec<Option<f64>>,
    /// The samples that count.
    used: Vec<&'a Sample>,
}

impl<'a> Series<'a> {
    fn new(chart: &'a Chart, points: &'a [Point]) -> Self {
        let mut used = Vec::with_capacity(points.len());
        let mut slots = Vec::with_capacity(points.len());
        let mut figures = Vec::with_capacity(points.len());
        for point in points {
            let figure = point.sample.figure();
            figures.push(figure);
            let slot = match figure {
                None => Slot::Missing,
                Some(_) if chart.baseline().excluded(point.at).is_some() => Slot::Excluded,
                Some(figure) => {
                    used.push(&point.sample);
                    Slot::Value(if chart.kind() == ChartKind::T {
                        libm::pow(figure, 1.0 / POWER)
                    } else {
                        figure
                    })
                }
            };
            slots.push((slot, point.sample.size()));
        }
        Self { chart, slots, figures, used }
    }

    /// The line and the location of a centre from outside.
    fn given_centre(&self, centre: f64) -> (f64, f64) {
        match (self.chart.kind(), self.chart.conventions().rare_centre) {
            (ChartKind::G, RareCentre::Median) => (MEDIAN_OF_MEAN * centre, centre),
            (ChartKind::T, _) => (centre, libm::pow(centre, 1.0 / POWER)),
            _ => (centre, centre),
        }
    }

    /// The line and the location.
    fn centre(&self) -> Option<(f64, f64)> {
        let conventions = self.chart.conventions();
        let figures: Vec<f64> = self.slots.iter().filter_map(|(slot, _)| slot.value()).collect();
        let middle = |values: &[f64]| match conventions.centre {
            Centre::Mean => mean(values),
            Centre::Median => median(values),
        };
        let same = |centre: f64| (centre, centre);
        match self.chart.kind() {
            ChartKind::Run => median(&figures).map(same),
            ChartKind::Individuals => middle(&figures).map(same),
            ChartKind::MovingRange => middle(&self.plotted_ranges()).map(same),
            ChartKind::Xbar => within::grand_mean(&self.groups()).map(same),
            ChartKind::R => within::centre(&self.groups(), range).map(same),
            ChartKind::S if conventions.within == Some(Within::Pooled) => {
                within::spread(&self.groups(), Within::Pooled, conventions.tables).map(same)
            }
            ChartKind::S => within::centre(&self.groups(), sample::deviation).map(same),
            ChartKind::C => mean(&figures).map(same),
            ChartKind::P | ChartKind::Np | ChartKind::PPrime | ChartKind::U | ChartKind::UPrime => {
                self.ratio().map(same)
            }
            ChartKind::G => {
                let location = mean(&figures)?;
                let line = match conventions.rare_centre {
                    RareCentre::Mean => location,
                    RareCentre::Median => median(&figures)?,
                };
                Some((line, location))
            }
            ChartKind::T => middle(&figures).map(|location| (libm::pow(location, POWER), location)),
        }
    }

    fn sigma(&self, location: f64) -> Option<f64> {
        let conventions = self.chart.conventions();
        let slots = || self.slots.iter().map(|&(slot, _)| slot).collect::<Vec<_>>();
        let binomial = (location * (1.0 - location)).max(0.0).sqrt();
        match self.chart.kind() {
            ChartKind::Run => Some(0.0),
            ChartKind::Individuals | ChartKind::T => spread(&slots(), conventions),
            ChartKind::MovingRange => Some(match conventions.centre {
                Centre::Mean => location / conventions.tables.d2(2),
                Centre::Median => location / conventions.tables.median_range(),
            }),
            kind @ (ChartKind::Xbar | ChartKind::R | ChartKind::S) => {
                let method = conventions.within.unwrap_or(Within::of(kind));
                within::spread(&self.groups(), method, conventions.tables)
            }
            ChartKind::P | ChartKind::Np => Some(binomial),
            ChartKind::C | ChartKind::U => Some(location.sqrt()),
            ChartKind::PPrime => self.inflated(location, binomial),
            ChartKind::UPrime => self.inflated(location, location.sqrt()),
            ChartKind::G => match conventions.event_chance {
                EventChance::PerOpportunity => Some((square(location) + location).sqrt()),
                EventChance::PerInterval => (location > 1.0).then(|| (square(location) - location).sqrt()),
            },
        }
    }

    /// Where all or none are events nothing varies, and there is nothing to inflate.
    fn inflated(&self, location: f64, unit: f64) -> Option<f64> {
        if unit <= 0.0 {
            return Some(0.0);
        }
        Some(inflation(&self.slots, location, unit, self.chart.conventions())? * unit)
    }

    fn groups(&self) -> Vec<&'a [f64]> {
        let group = |sample: &&'a Sample| match *sample {
            Sample::Subgroup(values) => Some(values.as_slice()),
            _ => None,
        };
        self.used.iter().filter_map(group).collect()
    }

    /// All events in all opportunities, which are whole numbers but for exposures.
    fn ratio(&self) -> Option<f64> {
        let events: u128 = self.used.iter().filter_map(|sample| sample.events()).map(u128::from).sum();
        let whole: Option<u128> = self
            .used
            .iter()
            .map(|sample| match sample {
                Sample::Share { of, .. } => Some(u128::from(*of)),
                _ => None,
            })
            .sum();
        let of = match whole {
            Some(of) => wide(of),
            None => crate::analysis::sums::sorted_sum(self.used.iter().map(|sample| sample.size())),
        };
        (of > 0.0).then(|| wide(events) / of)
    }

    /// The moving ranges that the chart of them plots: an excluded point takes its own with it, and, where ranges do not
    /// cross it, the next.
    fn plotted_ranges(&self) -> Vec<f64> {
        let mut ranges = Vec::with_capacity(self.slots.len());
        let bridged = self.chart.conventions().excluded == super::Gap::Bridge;
        let mut before: Option<f64> = None;
        for (&figure, &(slot, _)) in self.figures.iter().zip(&self.slots) {
            match slot {
                Slot::Value(value) => {
                    ranges.extend(before.map(|before| (value - before).abs()));
                    before = Some(value);
                }
                Slot::Excluded if bridged => before = figure,
                Slot::Excluded => before = None,
                Slot::Missing if self.chart.conventions().missing == super::Gap::Break => before = None,
                Slot::Missing => {}
            }
        }
        ranges
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts beyond 2^53 lose nothing that an estimate has")]
fn wide(count: u128) -> f64 {
    count as f64
}
