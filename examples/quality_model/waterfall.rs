//! Draws one waterfall: steps of points from the top down, over the bands of the grades.

use std::error::Error;

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use crate::panel::{GAIN, Kind, LOSS, Panel, QUIET, Step, TOTAL, float, text};

pub(crate) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Plot<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

pub(crate) fn draw(area: &Area<'_>, panel: &Panel) -> Result<(), Box<dyn Error>> {
    let title = ("sans-serif", 24.0, FontStyle::Bold).into_font().color(&TOTAL);
    area.draw(&Text::new(panel.title.clone(), (24, 14), title))?;
    let rows = float(panel.steps.len());
    let mut plot = ChartBuilder::on(area)
        .margin_right(28)
        .margin_top(76)
        .set_label_area_size(LabelAreaPosition::Left, panel.margin)
        .set_label_area_size(LabelAreaPosition::Bottom, 54)
        .build_cartesian_2d(panel.range.clone(), 0.0..rows)?;
    bands(&mut plot, panel, rows)?;
    plot.configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .light_line_style(TRANSPARENT)
        .bold_line_style(QUIET.mix(0.25))
        .axis_style(QUIET)
        .x_labels(11)
        .x_label_style(("sans-serif", 17).into_font().color(&QUIET))
        .x_label_formatter(&|score| format!("{score:.0}"))
        .axis_desc_style(("sans-serif", 18).into_font().color(&TOTAL))
        .x_desc(panel.axis)
        .draw()?;
    for (index, step) in panel.steps.iter().enumerate() {
        let bottom = rows - float(index) - 1.0;
        labels(&mut plot, panel, step, bottom)?;
        bar(&mut plot, panel, step, bottom)?;
        if index + 1 < panel.steps.len() {
            let link = [(step.to, bottom + 0.2), (step.to, bottom - 0.2)];
            plot.draw_series([PathElement::new(link, TOTAL.mix(0.6))])?;
        }
    }
    Ok(())
}

fn bands(plot: &mut Plot<'_, '_>, panel: &Panel, rows: f64) -> Result<(), Box<dyn Error>> {
    let shades = [RGBColor(243, 243, 243), RGBColor(228, 232, 238)].into_iter().cycle();
    let mut above = 100.0_f64;
    for ((from, grade), shade) in panel.bands.iter().zip(shades) {
        let (left, right) = (from.max(panel.range.start), above.min(panel.range.end));
        above = *from;
        if left >= right {
            continue;
        }
        let stripe = Rectangle::new([(left, 0.0), (right, rows)], shade.filled());
        plot.draw_series([stripe])?;
        let name = Text::new(grade.clone(), (0, -10), text(17.0, QUIET, HPos::Center));
        plot.draw_series([EmptyElement::at((f64::midpoint(left, right), rows)) + name])?;
    }
    Ok(())
}

/// The names of a row, and of the group that begins with it.
fn labels(plot: &mut Plot<'_, '_>, panel: &Panel, step: &Step, bottom: f64) -> Result<(), Box<dyn Error>> {
    let left = panel.range.start;
    if let Some([name, weight]) = &step.group {
        let far = 20 - i32::try_from(panel.margin)?;
        let rule = PathElement::new([(far, 0), (0, 0)], QUIET.mix(0.5));
        plot.draw_series([EmptyElement::at((left, bottom + 1.0)) + rule])?;
        let name = Text::new(name.clone(), (far, -8), text(18.0, TOTAL, HPos::Left));
        let weight = Text::new(weight.clone(), (far, 10), text(15.0, QUIET, HPos::Left));
        plot.draw_series([EmptyElement::at((left, bottom + 0.5)) + name + weight])?;
    }
    let [en, zh] = &step.label;
    let en = Text::new(en.clone(), (-12, -8), text(18.0, TOTAL, HPos::Right));
    let zh = Text::new(zh.clone(), (-12, 10), text(15.0, QUIET, HPos::Right));
    plot.draw_series([EmptyElement::at((left, bottom + 0.5)) + en + zh])?;
    Ok(())
}

fn bar(plot: &mut Plot<'_, '_>, panel: &Panel, step: &Step, bottom: f64) -> Result<(), Box<dyn Error>> {
    let (low, high) = (bottom + 0.2, bottom + 0.8);
    let colour = match step.kind {
        Kind::Total | Kind::Mark => TOTAL,
        Kind::Step if step.to < step.from => LOSS,
        Kind::Step => GAIN,
    };
    let (left, right) = (step.from.min(step.to), step.from.max(step.to));
    if step.kind == Kind::Mark {
        let mark = PathElement::new([(left, bottom + 0.1), (left, bottom + 0.9)], colour.stroke_width(6));
        plot.draw_series([mark])?;
    } else {
        plot.draw_series([Rectangle::new([(left, low), (right, high)], colour.filled())])?;
    }
    let mut end = right;
    if step.lost > 0.0 {
        end += step.lost;
        plot.draw_series([Rectangle::new([(right, low), (end, high)], GAIN.mix(0.18).filled())])?;
    }
    let middle = bottom + 0.5;
    if let Some((from, to)) = step.interval {
        let cap =
            |at: f64| PathElement::new([(at, middle - 0.18), (at, middle + 0.18)], LOSS.stroke_width(3));
        plot.draw_series([cap(from), cap(to)])?;
        plot.draw_series([PathElement::new([(from, middle), (to, middle)], LOSS.stroke_width(3))])?;
    }
    // Beside the bar where there is more room.
    let half = f64::midpoint(panel.range.start, panel.range.end);
    let start = step.interval.map_or(left, |(from, _)| left.min(from));
    let (at, offset, anchor, shade) = if step.kind == Kind::Total && right - left > half / 2.0 {
        (left, 12, HPos::Left, WHITE)
    } else if f64::midpoint(left, end) > half {
        (start, -8, HPos::Right, TOTAL)
    } else {
        (end, 8, HPos::Left, TOTAL)
    };
    let note = Text::new(step.note.clone(), (offset, 0), text(17.0, shade, anchor));
    plot.draw_series([EmptyElement::at((at, middle)) + note])?;
    Ok(())
}
