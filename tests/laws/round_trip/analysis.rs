//! Analyses.

pub(super) fn rows() -> Vec<&'static str> {
    vec![]
}
