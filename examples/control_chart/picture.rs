//! The picture: the same weeks on the chart of chance alone and on the one that fits.

use std::error::Error;

use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use service_quality::monitor::Zone;

use crate::plot::{self, Area, CONCERN, IMPROVEMENT, INK, Panel, QUIET, TARGET, text};
use crate::study::Study;

const SIZE: (u32, u32) = (1760, 900);
const HEAD: u32 = 66;
const FOOT: u32 = 60;
const WIDTH: u32 = 760;

/// The picture as SVG.
pub(crate) fn svg(study: &Study) -> Result<String, Box<dyn Error>> {
    let mut svg = String::new();
    {
        let page = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        page.fill(&WHITE)?;
        let (head, rest) = page.split_vertically(HEAD);
        let (body, foot) = rest.split_vertically(SIZE.1 - HEAD - FOOT);
        let title = "Requests overdue by week, Boston 311, 2015, per cent 每周逾期率";
        head.draw(&Text::new(title, (24, 32), text(32.0, INK, HPos::Left)))?;
        let (left, right) = body.split_horizontally(WIDTH);
        let beyond =
            study.plain.plotted().points().iter().filter(|point| point.beyond(Zone::Limit).is_some()).count();
        plot::draw(
            &left,
            &Panel {
                title: "p chart: limits of chance alone 仅按随机波动".to_owned(),
                note: format!(
                    "{beyond} of {} weeks beyond the limits: too many to tell anything",
                    study.weeks.len()
                ),
                reading: &study.plain,
                weeks: &study.weeks,
                phases: Vec::new(),
            },
        )?;
        let fits = study.choice.kind();
        let accepted = study.phased.plotted().fit().chart().baseline().segments();
        let phases = accepted.iter().filter_map(|segment| {
            let by = format!("accepted by {}", segment.accepted_by()?);
            Some((segment.from()?, [segment.reason()?.to_owned(), by]))
        });
        plot::draw(
            &right,
            &Panel {
                title: format!("{fits} chart: limits that allow for weeks to differ 计入周间波动"),
                note: "rebased where a lasting shift began, once someone accepted it".to_owned(),
                reading: &study.phased,
                weeks: &study.weeks,
                phases: phases.collect(),
            },
        )?;
        legend(&foot)?;
        page.present()?;
    }
    Ok(svg)
}

fn legend(foot: &Area<'_>) -> Result<(), Box<dyn Error>> {
    let points = [
        (QUIET, "as the process makes it 普通原因"),
        (IMPROVEMENT, "a change for the better 改善"),
        (CONCERN, "a change for the worse 恶化"),
    ];
    let mut x = 36;
    for (colour, words) in points {
        foot.draw(&Circle::new((x, 24), 6, colour.filled()))?;
        foot.draw(&Text::new(words, (x + 14, 24), text(20.0, INK, HPos::Left)))?;
        x += 330;
    }
    foot.draw(&Rectangle::new([(x, 14), (x + 26, 34)], QUIET.mix(0.16).filled()))?;
    foot.draw(&Text::new("within the control limits 控制限内", (x + 36, 24), text(20.0, INK, HPos::Left)))?;
    x += 360;
    foot.draw(&PathElement::new([(x, 24), (x + 26, 24)], TARGET.stroke_width(3)))?;
    foot.draw(&Text::new("target 目标", (x + 36, 24), text(20.0, INK, HPos::Left)))?;
    Ok(())
}
