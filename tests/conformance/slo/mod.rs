//! Availability, error budgets, burn rates, credits, Apdex.

mod availability;
mod budget;
mod credit;

use crate::{Answer, Case};

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    availability::answer(case).or_else(|| budget::answer(case)).or_else(|| credit::answer(case))
}
