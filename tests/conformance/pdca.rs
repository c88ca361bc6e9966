//! Improvement cycles.

use crate::{Answer, Case};

pub(crate) fn answer(_case: &Case) -> Option<Answer> {
    None
}
