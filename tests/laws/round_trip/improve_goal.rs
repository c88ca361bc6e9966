//! Goals, baselines, test plans and effects.

pub(super) fn rows() -> Vec<&'static str> {
    Vec::new()
}
