//! Sensitivity (敏感性分析): what becomes of totals, grades and ranks when a part is left out or weighs otherwise.
//!
//! Weights are choices. Before a grade or a ranking is published, see how far it hangs on them.
//! [`Model::sensitivity`](super::Model::sensitivity) takes what was measured of one subject or several, and answers
//!
//! | you ask | you use |
//! | --- | --- |
//! | what if a part had not been asked for? | [`Sensitivity::left_out`] |
//! | what if a part weighed more, or less? | [`Sensitivity::reweighed`] |
//! | how far may a weight change until a grade does? | [`Sensitivity::grades_hold`] |
//! | how far until one subject overtakes another? | [`Sensitivity::ranking_holds`] |
//!
//! Each share of weight is one of the node right above, where the other parts keep their proportions. Every answer was
//! scored by the model itself. Only [`RankShift`](crate::population::stability::RankShift), statistics of ranks, has floats.
//!
//! ```
//! use std::collections::BTreeMap;
//! use service_quality::indicator::Measurement;
//! use service_quality::score::{Model, Place};
//!
//! let model: Model = serde_json::from_str(r#"{
//!     "grades": [{"grade": "A", "from": 80}, {"grade": "B", "from": 0}],
//!     "root": {"id": "service", "children": [
//!         {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0", "best": "1"}}},
//!         {"weight": 2, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
//! let measured = |on_time: &str, csat: &str| Ok::<_, Box<dyn std::error::Error>>(BTreeMap::from([
//!     ("on_time".parse()?, Measurement::present(on_time.parse()?, 412)),
//!     ("csat".parse()?, Measurement::present(csat.parse()?, 97)),
//! ]));
//! let teams = [("north".parse()?, measured("0.92", "3.8")?), ("south".parse()?, measured("0.78", "4.4")?)];
//! let sensitivity = model.sensitivity(&teams)?; // north 83.2, south 80.8
//!
//! let without = sensitivity.left_out();
//! assert_eq!(without[0].place, Place::Indicator("on_time".parse()?));
//! let totals: Vec<String> = without[0].standings.iter().filter_map(|team| team.total).map(|total| total.to_string()).collect();
//! assert_eq!(totals, ["70", "85"]); // by satisfaction alone
//! assert_eq!(without[0].shift.map(|shift| shift.moved), Some(2));
//!
//! let on_time = Place::Indicator("on_time".parse()?);
//! let ranking = sensitivity.ranking_holds(&on_time)?;
//! assert_eq!(ranking.to_string(), "on_time has 0.6 of the weight; from 0.51724138 to 1 all stays; below, south overtakes north");
//! let grades = sensitivity.grades_hold(&on_time)?;
//! assert_eq!((grades.low.to_string(), grades.high.to_string()), ("0.454318182".into(), "0.715".into()));
//! assert_eq!(grades.above.map(|above| above.to_string()).as_deref(), Some("south has B instead of A"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod left_out;
mod reweighed;
mod standing;
mod subjects;
mod weight_range;

pub use error::SensitivityError;
pub use left_out::LeftOut;
pub use reweighed::Reweighed;
pub use standing::SubjectStanding;
pub use subjects::Sensitivity;
pub use weight_range::{Overturn, WeightRange};
