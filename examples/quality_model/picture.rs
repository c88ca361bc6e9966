//! The picture: what the total is made of, and what changed it.

use std::error::Error;

use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use service_quality::score::{Grades, Scorecard};

use crate::panel::{GAIN, LOSS, TOTAL, float, text};
use crate::study::Study;
use crate::waterfall::{self, Area};
use crate::{causes, composition};

const SIZE: (u32, u32) = (1760, 990);
const HEAD: u32 = 50;
const WIDTH: u32 = 960;

/// The picture as SVG.
pub(crate) fn svg(study: &Study) -> Result<String, Box<dyn Error>> {
    let mut svg = String::new();
    {
        let page = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        page.fill(&WHITE)?;
        let (head, rest) = page.split_vertically(HEAD);
        let (body, foot) = rest.split_vertically(SIZE.1 - HEAD - 44);
        head.draw(&Text::new(heading(study), (24, 30), text(26.0, TOTAL, HPos::Left)))?;
        let (left, right) = body.split_horizontally(WIDTH);
        waterfall::draw(&left, &composition::panel(study))?;
        waterfall::draw(&right, &causes::panel(study))?;
        legend(&foot)?;
        page.present()?;
    }
    Ok(svg)
}

/// Whose score it is, in both languages, of when, and why the grade may not be that of its band.
fn heading(study: &Study) -> String {
    let name = study.now.model.root().name();
    let name = name.map(|name| format!("{} {}", name.en(), name.zh().unwrap_or_default()));
    let kept = study.now.card.band_by_score().and(study.now.model.hysteresis());
    let kept = kept.map(|margin| {
        format!(" — kept, not past the margin of {margin} 未越过 {margin} 分缓冲区，保留上期等级")
    });
    let card = told(&study.now.card);
    format!("{}, {}: {card}{}", name.unwrap_or_default(), study.now.period, kept.unwrap_or_default())
}

fn legend(foot: &Area<'_>) -> Result<(), Box<dyn Error>> {
    let entries = [
        (GAIN.filled(), "adds points 得分、加分"),
        (GAIN.mix(0.18).filled(), "lost for a full score 失分"),
        (LOSS.filled(), "takes points 扣减"),
        (TOTAL.filled(), "total 总分"),
        (LOSS.filled(), "95 % interval of sampling 抽样 95% 区间"),
    ];
    let mut x = 24;
    for (index, (style, words)) in entries.into_iter().enumerate() {
        let (top, bottom) = if index == 4 { (16, 19) } else { (10, 26) };
        foot.draw(&Rectangle::new([(x, top), (x + 24, bottom)], style))?;
        foot.draw(&Text::new(words, (x + 32, 18), text(17.0, TOTAL, HPos::Left)))?;
        x += 260;
    }
    Ok(())
}

/// The lowest score of each grade and its name, from the best down.
pub(crate) fn bands(study: &Study) -> Vec<(f64, String)> {
    let bands = study.now.model.grades().into_iter().flat_map(Grades::bands);
    bands.map(|band| (float(band.from.value()), band.grade.to_string())).collect()
}

/// A total with its grade.
pub(crate) fn told(card: &Scorecard) -> String {
    let score = card.score().map_or_else(|| "-".to_owned(), |score| score.to_string());
    // The margin may keep a grade although the score stands in the band of another.
    let kept = if card.band_by_score().is_some() { " (kept 保留)" } else { "" };
    card.grade().map_or(score.clone(), |grade| format!("{score}, {grade}{kept}"))
}
