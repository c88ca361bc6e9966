//! The lines at one point.

use super::estimate::POWER;
use super::quantile::{binomial, geometric, poisson};
use super::{Centre, Chart, ChartKind, Conventions, EventChance, Sample, SegmentFit, Within, ZoneOrigin};
use crate::analysis::distribution::{billionths, chi_square_quantile, float, square};
use crate::monitor::Limits;
use crate::monitor::constants::c4;
use crate::monitor::normal_range;
use crate::quantity::Number;

/// What is the same at all points of a chart, as floats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) per: f64,
    multiple: f64,
}

impl Scale {
    pub(super) fn of(per: Number, conventions: &Conventions) -> Self {
        Self { per: billionths(per.to_scaled()), multiple: conventions.reach.multiple() }
    }
}

/// The lines at a point, and the standard deviation of its figure; absent where the sample has no size that they hang on.
pub(super) fn lines(chart: &Chart, fit: &SegmentFit, sample: &Sample) -> Option<(Limits, f64)> {
    let Scale { per, multiple } = chart.scale();
    let shape = shape(chart, fit, sample)?;
    let mut lower = [1.0, 2.0, 3.0].map(|third| shape.lower(multiple * third / 3.0, third));
    let mut upper = [1.0, 2.0, 3.0].map(|third| Some(shape.upper(multiple * third / 3.0, third)));
    if chart.kind() == ChartKind::Run {
        return Some((Limits::new(shape.centre * per, [None; 3], [None; 3]), 0.0));
    }
    if let Some((low, high)) = quantiles(chart, fit, sample, multiple) {
        lower = [lower[0], lower[1], Some(low)];
        upper = [upper[0], upper[1], Some(high)];
    }
    let scaled = |lines: [Option<f64>; 3]| lines.map(|line| line.map(|line| line * per));
    Some((Limits::new(shape.centre * per, scaled(lower), scaled(upper)), shape.sigma * per))
}

/// How the lines lie about the centre.
struct Shape {
    centre: f64,
    location: f64,
    sigma: f64,
    bounds: (f64, f64),
    form: Form,
}

enum Form {
    Straight,
    /// Raised to a power after.
    Power,
    /// At thirds of the way from 0 to the upper limit, and at 0.
    FromZero,
}

impl Shape {
    fn lower(&self, multiple: f64, third: f64) -> Option<f64> {
        let line = self.location - self.sigma * multiple;
        match self.form {
            Form::Straight => Some(line.max(self.bounds.0)),
            Form::FromZero => Some(0.0),
            Form::Power if line >= 0.0 => Some(libm::pow(line, POWER)),
            // A warning line that cannot be passed is no line; the limit lies at the bound.
            Form::Power => (third > 2.5).then_some(0.0),
        }
    }

    fn upper(&self, multiple: f64, third: f64) -> f64 {
        let line = self.location + self.sigma * multiple;
        match self.form {
            Form::Straight => line.min(self.bounds.1),
            Form::FromZero => (self.location + self.sigma * (multiple * 3.0 / third)) * third / 3.0,
            Form::Power => libm::pow(line, POWER),
        }
    }
}

fn shape(chart: &Chart, fit: &SegmentFit, sample: &Sample) -> Option<Shape> {
    let conventions = chart.conventions();
    let size = sample.size();
    let sized = !matches!(sample, Sample::Missing) && size > 0.0;
    let SegmentFit { centre, location, sigma, .. } = *fit;
    let straight =
        |sigma: f64, bounds: (f64, f64)| Shape { centre, location, sigma, bounds, form: Form::Straight };
    let (open, above, share) = ((f64::MIN, f64::MAX), (0.0, f64::MAX), (0.0, 1.0));
    Some(match chart.kind() {
        ChartKind::Run | ChartKind::Individuals => straight(sigma, open),
        ChartKind::MovingRange => {
            let widest = match conventions.centre {
                Centre::Mean => conventions.tables.widest(),
                Centre::Median => conventions.tables.widest_of_median(),
            };
            let form = match conventions.moving_range_zones {
                ZoneOrigin::Centre => Form::Straight,
                ZoneOrigin::Zero => Form::FromZero,
            };
            Shape { form, ..straight(location * (widest - 1.0) / 3.0, above) }
        }
        ChartKind::C | ChartKind::G => straight(sigma, above),
        ChartKind::T => Shape { form: Form::Power, ..straight(sigma, above) },
        _ if !sized => return None,
        ChartKind::P | ChartKind::PPrime => straight(sigma / size.sqrt(), share),
        ChartKind::U | ChartKind::UPrime => straight(sigma / size.sqrt(), above),
        ChartKind::Np => Shape {
            centre: centre * size,
            location: location * size,
            ..straight(sigma * size.sqrt(), (0.0, size))
        },
        ChartKind::Xbar => straight(within(chart, sigma, size) / size.sqrt(), open),
        ChartKind::R => {
            let size = u32::try_from(members(sample)).ok()?;
            straight(conventions.tables.d3(size) * within(chart, sigma, f64::from(size)), above)
        }
        ChartKind::S => {
            let c5 = (1.0 - square(c4(size))).sqrt();
            straight(c5 * within(chart, sigma, size), above)
        }
    })
}

/// σ within subgroups; pooled, what the point's own size makes of the deviation.
fn within(chart: &Chart, sigma: f64, size: f64) -> f64 {
    match chart.conventions().within {
        Some(Within::Pooled) => sigma / c4(size),
        _ => sigma,
    }
}

fn members(sample: &Sample) -> usize {
    match sample {
        Sample::Subgroup(values) => values.len(),
        _ => 1,
    }
}

/// The limits that a figure keeps with a probability, where its distribution is not normal.
fn quantiles(chart: &Chart, fit: &SegmentFit, sample: &Sample, z: f64) -> Option<(f64, f64)> {
    let tail = chart.conventions().reach.tail()?;
    let ends = [(tail, -z), (1.0 - tail, z)];
    let both = |quantile: &dyn Fn(f64, f64) -> f64| {
        let [low, high] = ends.map(|(probability, z)| quantile(probability, z));
        Some((low, high))
    };
    let location = fit.location;
    match (chart.kind(), sample) {
        (ChartKind::Np, Sample::Share { of, .. }) => both(&|p, z| binomial(p, z, *of, location)),
        (ChartKind::P, Sample::Share { of, .. }) => both(&|p, z| binomial(p, z, *of, location) / float(*of)),
        (ChartKind::C, _) => both(&|p, z| poisson(p, z, location)),
        (ChartKind::U, _) => {
            let size = sample.size();
            both(&|p, z| poisson(p, z, location * size) / size)
        }
        (ChartKind::G, _) => {
            let chance = match chart.conventions().event_chance {
                EventChance::PerOpportunity => (location + 1.0).recip(),
                EventChance::PerInterval => location.recip(),
            };
            both(&|p, _| geometric(p, chance))
        }
        (ChartKind::R, Sample::Subgroup(values)) => {
            let size = float(values.len() as u64);
            let sigma = within(chart, fit.sigma, size);
            both(&|p, _| normal_range::quantile(size, p) * sigma)
        }
        (ChartKind::MovingRange, _) => both(&|p, _| normal_range::quantile(2.0, p) * fit.sigma),
        (ChartKind::S, Sample::Subgroup(values)) => {
            let freedom = float(values.len() as u64) - 1.0;
            let sigma = within(chart, fit.sigma, freedom + 1.0);
            both(&|p, _| sigma * (chi_square_quantile(1.0 - p, freedom) / freedom).sqrt())
        }
        _ => None,
    }
}
