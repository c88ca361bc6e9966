//! Draws one control chart: band of the limits, centre lines, target, phases, weeks.

use std::error::Error;

use chrono::Datelike;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use rust_decimal::prelude::ToPrimitive;
use service_quality::monitor::chart::PlottedPoint;
use service_quality::monitor::process::ProcessReading;
use service_quality::monitor::{Limits, Marking, PointKind, Zone};
use service_quality::quantity::Timestamp;

use crate::weeks::Week;

pub(crate) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Plot<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Done = Result<(), Box<dyn Error>>;

// Okabe and Ito's colours, told apart by all readers.
pub(crate) const IMPROVEMENT: RGBColor = RGBColor(0, 114, 178);
pub(crate) const CONCERN: RGBColor = RGBColor(213, 94, 0);
pub(crate) const TARGET: RGBColor = RGBColor(0, 158, 115);
pub(crate) const INK: RGBColor = RGBColor(51, 51, 51);
pub(crate) const QUIET: RGBColor = RGBColor(105, 105, 105);

const LOW: f64 = 10.0;
const HIGH: f64 = 40.0;

/// One chart of the picture.
pub(crate) struct Panel<'a> {
    pub(crate) title: String,
    pub(crate) note: String,
    pub(crate) reading: &'a ProcessReading,
    pub(crate) weeks: &'a [Week],
    /// Since when a phase holds, why, and by whose word.
    pub(crate) phases: Vec<(Timestamp, [String; 2])>,
}

pub(crate) fn draw(area: &Area<'_>, panel: &Panel<'_>) -> Done {
    let title = ("sans-serif", 26.0, FontStyle::Bold).into_font().color(&INK);
    area.draw(&Text::new(panel.title.clone(), (36, 8), title))?;
    area.draw(&Text::new(panel.note.clone(), (36, 50), text(21.0, QUIET, HPos::Left)))?;
    let points = panel.reading.plotted().points();
    let mut plot = ChartBuilder::on(area)
        .margin_top(76)
        .margin_left(18)
        .margin_right(100)
        .set_label_area_size(LabelAreaPosition::Left, 46)
        .set_label_area_size(LabelAreaPosition::Bottom, 44)
        .build_cartesian_2d(-1.0..float(points.len()), LOW..HIGH)?;
    plot.configure_mesh()
        .disable_x_mesh()
        .disable_x_axis()
        .light_line_style(TRANSPARENT)
        .bold_line_style(QUIET.mix(0.18))
        .axis_style(QUIET)
        .y_labels(7)
        .y_label_style(("sans-serif", 19).into_font().color(&QUIET))
        .y_label_formatter(&|share| format!("{share:.0}"))
        .draw()?;
    months(&mut plot, panel.weeks)?;
    target(&mut plot, panel)?;
    let mut first = 0;
    for segment in points.chunk_by(|one, next| one.segment() == next.segment()) {
        lines(&mut plot, segment, first)?;
        first += segment.len();
    }
    phases(&mut plot, panel)?;
    weeks(&mut plot, panel)
}

/// The months below the axis.
fn months(plot: &mut Plot<'_, '_>, weeks: &[Week]) -> Done {
    let mut before = None;
    for (place, week) in weeks.iter().enumerate() {
        // A week belongs to the month of its Thursday.
        let thursday = week.monday + chrono::Days::new(3);
        if before != Some(thursday.month()) {
            before = Some(thursday.month());
            let x = float(place) - 0.5;
            let tick = PathElement::new([(0, 0), (0, 8)], QUIET);
            let name = Text::new(thursday.format("%b").to_string(), (4, 18), text(20.0, QUIET, HPos::Left));
            plot.draw_series([EmptyElement::at((x, LOW)) + tick + name])?;
        }
    }
    let axis = PathElement::new([(-1.0, LOW), (float(weeks.len()), LOW)], QUIET);
    plot.draw_series([axis])?;
    Ok(())
}

fn target(plot: &mut Plot<'_, '_>, panel: &Panel<'_>) -> Done {
    let Some(target) = panel.reading.plotted().fit().chart().target() else { return Ok(()) };
    let level = target.value().to_f64().ok_or("no number")?;
    let end = float(panel.weeks.len());
    let dashes = DashedLineSeries::new([(-1.0, level), (end, level)], 12, 7, TARGET.stroke_width(3));
    plot.draw_series(dashes)?;
    let words = Text::new(format!("target {level:.0}"), (6, 0), text(19.0, TARGET, HPos::Left));
    plot.draw_series([EmptyElement::at((end, level)) + words])?;
    Ok(())
}

/// The band of the limits and the centre line of one segment; `first` is the place of its first point.
fn lines(plot: &mut Plot<'_, '_>, segment: &[PlottedPoint], first: usize) -> Done {
    let line = |of: &dyn Fn(&PlottedPoint) -> Option<f64>| -> Vec<(f64, f64)> {
        let steps = segment.iter().enumerate().filter_map(|(place, point)| {
            let (x, y) = (float(first + place), of(point)?.clamp(LOW, HIGH));
            Some([(x - 0.5, y), (x + 0.5, y)])
        });
        steps.flatten().collect()
    };
    let upper = line(&|point| point.limits()?.upper(Zone::Limit));
    let lower = line(&|point| point.limits()?.lower(Zone::Limit));
    let band: Vec<_> = upper.iter().copied().chain(lower.iter().rev().copied()).collect();
    plot.draw_series([Polygon::new(band, QUIET.mix(0.16))])?;
    for limit in [upper, lower] {
        plot.draw_series([PathElement::new(limit, QUIET.mix(0.7))])?;
    }
    let centre = line(&|point| point.limits().map(Limits::centre));
    let (Some(&start), Some(&end)) = (centre.first(), centre.last()) else { return Ok(()) };
    plot.draw_series([PathElement::new([start, end], INK.stroke_width(2))])?;
    let words = Text::new(format!("{:.1}", start.1), (4, -11), text(19.0, INK, HPos::Left));
    plot.draw_series([EmptyElement::at(start) + words])?;
    Ok(())
}

fn phases(plot: &mut Plot<'_, '_>, panel: &Panel<'_>) -> Done {
    let points = panel.reading.plotted().points();
    for (from, [why, by]) in &panel.phases {
        let place = points.iter().position(|point| point.at() >= *from).ok_or("a phase without a week")?;
        let x = float(place) - 0.5;
        plot.draw_series(DashedLineSeries::new([(x, LOW), (x, HIGH)], 3, 5, INK.stroke_width(1)))?;
        let words = |line: &str, y| Text::new(line.to_owned(), (8, y), text(20.0, INK, HPos::Left));
        plot.draw_series([EmptyElement::at((x, HIGH)) + words(why, 14) + words(by, 36)])?;
    }
    Ok(())
}

fn weeks(plot: &mut Plot<'_, '_>, panel: &Panel<'_>) -> Done {
    let points = panel.reading.plotted().points();
    let kinds = panel.reading.signals().point_kinds(Marking::Pattern);
    let values: Vec<(f64, f64)> =
        points.iter().enumerate().filter_map(|(place, point)| Some((float(place), point.value()?))).collect();
    plot.draw_series([PathElement::new(values, QUIET.mix(0.8))])?;
    for ((place, point), kind) in points.iter().enumerate().zip(kinds) {
        let Some(value) = point.value() else { continue };
        let (colour, size) = match kind {
            PointKind::SpecialCauseImprovement => (IMPROVEMENT, 6),
            PointKind::SpecialCauseConcern => (CONCERN, 6),
            _ => (QUIET, 4),
        };
        plot.draw_series([Circle::new((float(place), value), size, colour.filled())])?;
    }
    Ok(())
}

/// A style of text; plotters writes it a fifth smaller.
pub(crate) fn text(size: f64, colour: RGBColor, anchor: HPos) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&colour).pos(Pos::new(anchor, VPos::Center))
}

/// A place on the page.
fn float(place: usize) -> f64 {
    u32::try_from(place).map_or(f64::NAN, f64::from)
}
