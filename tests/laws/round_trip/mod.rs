//! Every public type that has a wire form: value to text to value to the same text, straight and through a buffer.

mod analysis;
mod basis;
mod improve_case;
mod improve_goal;
mod improve_history;
mod improve_problem;
mod indicator;
mod monitor_alert;
mod monitor_chart;
mod monitor_rule;
mod population;
mod score;
mod sla;
mod slo_availability;
mod slo_budget;

use std::any::type_name;
use std::collections::BTreeSet;
use std::fmt::Debug;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::sample::{ENGINE, as_of, bytes, config, ticket as any_ticket};
use crate::source::files;

/// Checks one value, and says of which type it was.
#[track_caller]
fn returns<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> &'static str {
    let text = bytes(value);
    let back: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(&back, value);
    assert_eq!(bytes(&back), text);
    let buffered: T = serde_json::from_value(serde_json::to_value(value).unwrap()).unwrap();
    assert_eq!(bytes(&buffered), text, "through a buffer");
    type_name::<T>()
}

/// Reads the documents, which may be written in any of the forms that are read, and checks what was read.
#[track_caller]
fn reads<T: Serialize + DeserializeOwned + PartialEq + Debug>(documents: &[&str]) -> &'static str {
    for document in documents {
        returns(&serde_json::from_str::<T>(document).unwrap_or_else(|error| panic!("{error}: {document}")));
    }
    type_name::<T>()
}

const NAMES: &[&str] = &[r#""north-1""#, r#""工单""#];

/// The types that read themselves, as the source says: `module::Type`, written with its whole path.
fn readable_types() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, text) in files() {
        let module = path.with_extension("").to_str().unwrap().replace(['/', '\\'], "::");
        let mut derived = false;
        for line in text.lines() {
            derived |= line.starts_with("#[derive(") && line.contains("Deserialize");
            let named = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
            let named =
                named.filter(|_| derived).or_else(|| line.strip_prefix("impl<'de> Deserialize<'de> for "));
            if let Some(rest) = named {
                let name = rest.split(|letter: char| !letter.is_alphanumeric()).next().unwrap();
                found.insert(format!("service_quality::{module}::{name}"));
            }
            derived &= !(line.starts_with('}') || named.is_some());
        }
    }
    found
}

#[test]
fn every_type_reads_what_it_writes() {
    let rooms = [
        basis::small(),
        basis::calendars(),
        basis::tickets(),
        sla::agreements(),
        sla::clocks(),
        sla::chains(),
        sla::attainment(),
        indicator::assessments(),
        indicator::indicators(),
        indicator::measurements(),
        population::populations(),
        score::rules_and_changes(),
        indicator::samples(),
        indicator::catalogue(),
        score::scores(),
        score::what_ifs(),
        score::objectives(),
        score::fuzzy(),
        indicator::surveys(),
        population::weights(),
        score::standards(),
        analysis::rows(),
        monitor_alert::rows(),
        monitor_chart::rows(),
        monitor_rule::rows(),
        slo_availability::rows(),
        slo_budget::rows(),
        improve_case::rows(),
        improve_goal::rows(),
        improve_history::rows(),
        improve_problem::rows(),
    ];
    let named = |name: &str| name.split('<').next().unwrap_or_default().to_owned();
    let checked: BTreeSet<String> = rooms.concat().into_iter().map(named).collect();
    // Not public, or readable only as a part of others.
    let inner = ["Format", "IntervalText", "WireDate", "Sum", "SquareSum", "ProductSum"];
    let missed: Vec<_> = readable_types()
        .into_iter()
        .filter(|name| {
            // A file `wire` reads a type of the folder that it is in.
            let found = match name.split_once("::wire::") {
                Some((folder, name)) => checked
                    .iter()
                    .any(|known| known.starts_with(folder) && known.ends_with(&format!("::{name}"))),
                None => checked.contains(name),
            };
            !found && !inner.iter().any(|inner| name.ends_with(&format!("::{inner}")))
        })
        .collect();
    assert!(checked.len() > 90, "{}", checked.len());
    assert!(missed.is_empty(), "types without a round trip: {missed:#?}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_tickets_and_all_that_is_made_of_them(ticket in any_ticket()) {
        returns(&ticket);
        let recorded = ENGINE.evaluate(&ticket, as_of());
        for evaluation in recorded.evaluations() {
            returns(evaluation);
        }
        let mut grouped = ENGINE.tally_by("department".parse().unwrap());
        grouped.record(&ENGINE, &ticket, as_of()).unwrap();
        returns(&grouped);
        let tally = grouped.total(&ENGINE).unwrap();
        returns(&tally);
        for measured in ENGINE.measure(&tally).unwrap().values() {
            returns(measured);
        }
        let card = ENGINE.score(&tally).unwrap();
        returns(&card);
        returns(&card.explain());
    }
}
