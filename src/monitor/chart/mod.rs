//! Control charts (控制图): is this still the same process?
//!
//! A [`Chart`] is data: a [kind](ChartKind), [conventions](Conventions), a [baseline](super::baseline::Baseline). From
//! [points](Point) it makes a [`Fit`], the parameters of every segment, and from these the [limits](super::Limits) at
//! every [point](PlottedPoint). Nothing is drawn here.
//!
//! ```
//! use service_quality::monitor::chart::{Chart, ChartKind, Point, Sample};
//! use service_quality::monitor::{Side, Zone};
//!
//! let hours = [4.1, 3.9, 4.4, 4.0, 4.2, 3.8, 4.1, 6.9, 4.0, 4.3];
//! let points = hours.into_iter().zip(0..).map(|(value, day)| {
//!     Ok(Point::new(service_quality::Timestamp::from_seconds(day * 86_400)?, Sample::Value(value)))
//! }).collect::<Result<Vec<_>, service_quality::Error>>()?;
//!
//! let fit = Chart::builder(ChartKind::Individuals).build()?.fit(&points[..7])?;
//! let plotted = fit.plot(&points)?;
//! assert_eq!(plotted.points()[7].beyond(Zone::Limit), Some(Side::Above));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod choice;
mod convention;
mod definition;
mod dispersion;
mod error;
mod estimate;
mod fit;
mod kind;
mod lines;
mod moving_range;
mod plotted;
mod quantile;
mod reach;
mod reading;
mod sample;
mod segment_fit;
mod within;

pub use choice::{Choice, Reason, choose};
pub use convention::{
    Centre, Conventions, EventChance, Gap, RareCentre, Screening, Spread, Within, ZoneOrigin,
};
pub use definition::{Chart, ChartBuilder};
pub use dispersion::{Dispersion, DispersionTest, dispersion};
pub use error::ChartError;
pub(in crate::monitor) use error::{LARGEST, finite};
pub(in crate::monitor) use estimate::estimate;
pub use fit::Fit;
pub(in crate::monitor) use fit::place_on;
pub use kind::ChartKind;
pub use plotted::{Last, Plotted, PlottedPoint};
pub use reach::{RangeSpan, Reach};
pub use sample::{Point, Sample};
pub(in crate::monitor) use sample::{deviation, mean};
pub use segment_fit::SegmentFit;
