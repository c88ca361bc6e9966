//! `objective.*`: objectives with criteria to pass and to warn.

use crate::{Answer, Case};

pub(crate) fn answer(_: &Case) -> Option<Answer> {
    None
}
