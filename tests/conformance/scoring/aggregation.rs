//! `scoring.*`: means of scores, rules and absence.

use crate::{Answer, Case};

pub(crate) fn answer(_: &Case) -> Option<Answer> {
    None
}
