//! Checklists and forms, panels and agreement: hand-worked figures, published ones, laws, and bad input.

#![cfg(test)]

mod agreement;
mod checklist;
mod laws;
mod measure;
mod panel;

use serde::Serialize;
use serde::de::DeserializeOwned;
use service_quality::assessment::{Assessment, Assessor, Checklist, Inspection, Rating};
use service_quality::quantity::Timestamp;

fn bytes<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

#[track_caller]
fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// Asserts the whole message, but for the place in the text that the reader adds.
#[track_caller]
fn refused<T: DeserializeOwned + std::fmt::Debug>(json: &str, expected: &str) {
    let error = serde_json::from_str::<T>(json).unwrap_err().to_string();
    let message = error.split(" at line ").next().unwrap();
    assert_eq!(message, expected);
}

fn at() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// 100 points: 15 compliance-critical, 25 customer-critical, 60 others.
fn call(settings: &str) -> Checklist {
    read(&format!(
        r#"{{"id": "call", "version": "2026", "name": {{"en": "Call quality", "zh": "通话质检"}}, {settings} "items": [
            {{"id": "greet", "name": {{"en": "Greets"}}, "points": 10, "section": "opening"}},
            {{"id": "verify", "name": {{"en": "Verifies identity"}}, "points": 15, "critical": "compliance"}},
            {{"id": "solve", "name": {{"en": "Solves the matter"}}, "points": 25, "critical": "customer"}},
            {{"id": "listen", "name": {{"en": "Listens"}}, "points": 20}},
            {{"id": "note", "name": {{"en": "Takes a note"}}, "points": 30}}]}}"#
    ))
}

fn form(marks: &str) -> Inspection {
    read(&format!(
        r#"{{"id": "I-1", "checklist": "call", "version": "2026", "at": "2026-03-02T09:00:00Z", "marks": {{{marks}}}}}"#
    ))
}

fn rated(subject: &str, ratings: impl IntoIterator<Item = (Assessor, i32)>) -> Assessment {
    let ratings = ratings.into_iter().map(|(assessor, value)| Rating::new(assessor, value.into()));
    Assessment::new(subject.parse().unwrap(), at(), ratings).unwrap()
}
