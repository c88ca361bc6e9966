//! Run rules, runs, moving averages and cumulative sums.

use crate::{Answer, Case};

pub(super) fn answer(_case: &Case) -> Option<Answer> {
    None
}
