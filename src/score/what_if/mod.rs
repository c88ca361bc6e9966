//! What if (假设分析): the value that reaches the next grade, and the cheapest way to get there.
//!
//! [`Model::what_if`](super::Model::what_if) takes what was measured, and answers
//!
//! | you ask | you use |
//! | --- | --- |
//! | which value of one indicator reaches a score or a grade, all else as it is? | [`WhatIf::needed`] |
//! | with which indicator is that the shortest way? | [`WhatIf::needed_for_each`] |
//! | which improvements reach it at the least cost? | [`WhatIf::cheapest`] |
//! | what is the best that a budget buys? | [`WhatIf::best_within`] |
//!
//! Every answer was scored by the model itself, with its curves, means, rules, roundings and treatment of absence: no
//! figure is estimated. Only integers are calculated with.
//!
//! # What is guaranteed
//! * A value that is called needed reaches the target, and the next value on the way back to the present one, one step of
//!   the last decimal, does not.
//! * No value nearer to the present one reaches it either, provided that between two neighbouring turning points the total
//!   only rises or only falls. Turning points are the points of the curve and what rules compare the value with. It is so
//!   for all means but the one with a penalty for imbalance, and for rules that look at values. With that mean, and where a
//!   rule looks at scores or counts points by the unit, 62 values between two turning points are tried besides: a total
//!   that rises to a peak and falls again there is found unless it reaches the target on less than a 63rd of that stretch
//!   only.
//! * The cheapest improvements are the cheapest: all others were ruled out by bounds that hold for every model, or tried.
//!   Where that would take more than the [effort](WhatIf::with_effort) allowed, the answer says so, and how much better another
//!   could be.
//!
//! ```
//! use std::collections::BTreeMap;
//! use service_quality::indicator::Measurement;
//! use service_quality::score::Model;
//! use service_quality::score::what_if::{Answer, Cheapest, Improvement, Target};
//!
//! let model: Model = serde_json::from_str(r#"{
//!     "grades": [{"grade": "A", "from": 90}, {"grade": "B", "from": 75}, {"grade": "C", "from": 0}],
//!     "root": {"id": "service", "children": [
//!         {"weight": 3, "indicator": "on_time", "curve": {"goalposts": {"worst": "0.6", "best": "1"}}},
//!         {"weight": 2, "indicator": "csat", "curve": {"goalposts": {"worst": "1", "best": "5"}}}]}}"#)?;
//! let measured = BTreeMap::from([
//!     ("on_time".parse()?, Measurement::present("0.88".parse()?, 412)),
//!     ("csat".parse()?, Measurement::present("4.1".parse()?, 97)),
//! ]);
//! let what_if = model.what_if(&measured).to_places(3)?;
//!
//! let needed = what_if.needed(&"on_time".parse()?, &Target::NextGrade)?; // 73 now, a C
//! let Answer::Reached { value, total, .. } = &needed.answer else { panic!("{needed}") };
//! assert_eq!((value.to_string(), total.to_string()), ("0.894".into(), "75.1".into()));
//! assert_eq!(needed.to_string(), "on_time at 0.894 instead of 0.88 reaches 75.1 (B)");
//!
//! let options = [("on_time", "0.93", "12000"), ("csat", "4.4", "5000"), ("csat", "4.6", "9000")];
//! let options: Vec<Improvement> = options
//!     .iter()
//!     .map(|(indicator, value, cost)| {
//!         Ok(Improvement { indicator: indicator.parse()?, value: value.parse()?, cost: cost.parse()? })
//!     })
//!     .collect::<Result<_, Box<dyn std::error::Error>>>()?;
//! let Cheapest::Reached(package) = what_if.cheapest(&options, &Target::NextGrade)? else { panic!("out of reach") };
//! assert_eq!(package.to_string(), "csat to 4.4 for 5000 reaches 76 (B)");
//! assert_eq!(what_if.best_within(&options, 20_000.into())?.to_string(), "on_time to 0.93, csat to 4.4 for 17000 reaches 83.5 (B)");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cheapest;
mod error;
mod improvement;
mod line;
mod needed;
mod relaxation;
mod search;
mod target;
mod trial;

pub use error::WhatIfError;
pub use improvement::{Best, Cheapest, Improvement, Package};
pub use needed::{Answer, Needed};
pub use target::Target;
pub use trial::WhatIf;
