//! Working time as the public API shows it: what a calendar means, its faults and edges, the pitfalls of other
//! systems, and the law that walk, index and batch index answer alike.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod edge;
#[cfg(test)]
mod fault;
#[cfg(test)]
mod holiday;
#[cfg(test)]
#[cfg(feature = "tz")]
mod law;
#[cfg(test)]
mod meaning;
#[cfg(test)]
#[cfg(feature = "tz")]
mod pitfall;
#[cfg(test)]
mod recurrence;
#[cfg(test)]
#[cfg(feature = "tz")]
mod sample;
#[cfg(test)]
mod succession;

#[cfg(test)]
use service_quality::{
    calendar::{Calendar, Week},
    quantity::{Timestamp, Zone},
};

#[cfg(test)]
#[track_caller]
fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[cfg(test)]
#[track_caller]
fn date(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

#[cfg(test)]
#[track_caller]
fn zone(text: &str) -> Zone {
    text.parse().unwrap()
}

/// Monday to Friday, 09:00 to 17:00.
#[cfg(test)]
fn office(zone_name: &str) -> Calendar {
    let week = Week::new().mon_fri("09:00-17:00").unwrap();
    Calendar::builder(zone(zone_name)).weekly(week).build().unwrap()
}
