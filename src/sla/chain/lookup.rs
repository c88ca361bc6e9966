//! From the names in a chain to the objectives that hold for a ticket's facts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Chain, ChainError, Promise};
use crate::quantity::{AgreementId, LinkId};
use crate::sla::{Agreement, Objective};
use crate::ticket::Facts;

/// A part of a chain, as errors name it.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Promise,
    Link(usize),
}

/// An agreement's id and, where one is in force, the version that holds.
pub(super) type Known<'a> = (&'a AgreementId, Option<&'a Agreement>);

/// An objective that an agreement has for a ticket's facts.
#[derive(Clone, Copy)]
pub(super) struct Promised<'a> {
    pub(super) place: Place,
    pub(super) promise: &'a Promise,
    pub(super) agreement: &'a Agreement,
    pub(super) objective: &'a Objective,
}

/// The promise and its links, each found, or read further.
pub(super) struct Parts<'a, T> {
    pub(super) promise: T,
    pub(super) links: BTreeMap<&'a LinkId, T>,
}

impl Chain {
    /// Finds the promise and every link among the agreements, and reads each, in the order in which they were given.
    pub(super) fn find<'a, T>(
        &'a self,
        agreements: &[Known<'a>],
        facts: &impl Facts,
        mut read: impl FnMut(Promised<'a>) -> Result<T, ChainError>,
    ) -> Result<Parts<'a, T>, ChainError> {
        let mut ids = BTreeSet::new();
        for (index, (id, _)) in agreements.iter().enumerate() {
            if !ids.insert(id) {
                let place = format!("agreements[{index}]");
                return Err(ChainError::Duplicate { place, given: id.to_string() });
            }
        }
        let promise = read(promised(Place::Promise, self.promise(), agreements, facts)?)?;
        let mut links = BTreeMap::new();
        for (index, link) in self.links().iter().enumerate() {
            links.insert(link.id(), read(promised(Place::Link(index), link.promise(), agreements, facts)?)?);
        }
        Ok(Parts { promise, links })
    }
}

fn promised<'a>(
    place: Place,
    promise: &'a Promise,
    agreements: &[Known<'a>],
    facts: &impl Facts,
) -> Result<Promised<'a>, ChainError> {
    let Some((_, agreement)) = agreements.iter().find(|(id, _)| **id == promise.agreement) else {
        return Err(ChainError::UnknownAgreement {
            place: place.to_string(),
            given: promise.agreement.clone(),
        });
    };
    let nothing = || ChainError::NothingPromised { place: place.to_string(), promise: promise.clone() };
    let agreement = agreement.ok_or_else(nothing)?;
    if !agreement.objectives().any(|objective| *objective.id() == promise.objective) {
        return Err(ChainError::UnknownObjective { place: place.to_string(), promise: promise.clone() });
    }
    let objectives = agreement.choose(facts).ok_or_else(nothing)?.objectives();
    let objective = objectives.iter().find(|objective| *objective.id() == promise.objective);
    Ok(Promised { place, promise, agreement, objective: objective.ok_or_else(nothing)? })
}

impl Promised<'_> {
    /// The error that it promises nothing.
    pub(super) fn nothing(&self) -> ChainError {
        ChainError::NothingPromised { place: self.place.to_string(), promise: self.promise.clone() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Promise => formatter.write_str("promise"),
            Self::Link(index) => write!(formatter, "links[{index}]"),
        }
    }
}
