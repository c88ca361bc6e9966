//! Charts, baselines and capability.

pub(super) fn rows() -> Vec<&'static str> {
    vec![]
}
