//! `scoring.*`: one module a room of the crate.

mod aggregation;
mod curve;
mod form;
mod fuzzy;
mod model;
mod population;
mod weighting;

use crate::{Answer, Case};

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    let rooms = [
        aggregation::answer,
        curve::answer,
        form::answer,
        fuzzy::answer,
        model::answer,
        population::answer,
        weighting::answer,
    ];
    rooms.iter().find_map(|answer| answer(case))
}
