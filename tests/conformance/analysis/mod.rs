//! `analysis.*`: intervals and tests, and what is found in a series or a table.

mod comparison;
mod exploration;

use crate::{Answer, Case};

pub(crate) fn answer(case: &Case) -> Option<Answer> {
    comparison::answer(case).or_else(|| exploration::answer(case))
}
