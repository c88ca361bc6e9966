//! `scoring.*`: one module a room of the crate.

mod aggregation;
mod curve;
mod form;
mod fuzzy;
mod population;
mod weighting;

use crate::{Answer, Case};

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    [aggregation::answer, curve::answer, form::answer, fuzzy::answer, population::answer, weighting::answer]
        .iter()
        .find_map(|answer| answer(case))
}
