//! Charts, their constants, capability and over-dispersion.

use crate::{Answer, Case};

pub(super) fn answer(_case: &Case) -> Option<Answer> {
    None
}
