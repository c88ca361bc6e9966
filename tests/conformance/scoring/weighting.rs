//! `scoring.*`: weights.

use crate::{Answer, Case};

pub(crate) fn answer(_: &Case) -> Option<Answer> {
    None
}
