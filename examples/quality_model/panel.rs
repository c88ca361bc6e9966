//! A panel of the picture as data: rows of steps, and how they look.

use std::ops::Range;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use service_quality::quantity::Name;

// Okabe and Ito's colours, told apart by all readers; the sign stands beside each step all the same.
pub(crate) const GAIN: RGBColor = RGBColor(0, 114, 178);
pub(crate) const LOSS: RGBColor = RGBColor(213, 94, 0);
pub(crate) const TOTAL: RGBColor = RGBColor(51, 51, 51);
pub(crate) const QUIET: RGBColor = RGBColor(95, 95, 95);

/// A panel of the picture.
pub(crate) struct Panel {
    pub(crate) title: String,
    pub(crate) axis: &'static str,
    pub(crate) range: Range<f64>,
    /// The lowest score of each grade and its name, from the best down.
    pub(crate) bands: Vec<(f64, String)>,
    pub(crate) steps: Vec<Step>,
    /// Room for labels at the left, in pixels.
    pub(crate) margin: u32,
}

/// A row: from one score to another.
#[derive(Default)]
pub(crate) struct Step {
    /// The group that begins here.
    pub(crate) group: Option<[String; 2]>,
    /// In English and in Chinese.
    pub(crate) label: [String; 2],
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// What a full score would have added.
    pub(crate) lost: f64,
    /// Beside the bar.
    pub(crate) note: String,
    pub(crate) kind: Kind,
    /// The interval that a total lies in.
    pub(crate) interval: Option<(f64, f64)>,
}

/// What a row is.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Adds points, or takes them.
    #[default]
    Step,
    /// A total from 0.
    Total,
    /// A total on a scale that does not begin at 0.
    Mark,
}

/// A style of text; plotters writes it a fifth smaller.
pub(crate) fn text(size: f64, colour: RGBColor, anchor: HPos) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&colour).pos(Pos::new(anchor, VPos::Center))
}

/// A name in English and in Chinese.
pub(crate) fn both(name: Option<&Name>) -> [String; 2] {
    name.map_or_else(Default::default, |name| {
        [name.en().to_owned(), name.zh().unwrap_or_default().to_owned()]
    })
}

pub(crate) fn signed(points: f64) -> String {
    format!("{points:+.2}").replace('-', "−")
}

/// A figure as pixels need it.
pub(crate) fn float(value: impl Into<Decimal>) -> f64 {
    value.into().to_f64().unwrap_or(f64::NAN)
}
