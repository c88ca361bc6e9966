//! Run rules, signals and streams.

pub(super) fn rows() -> Vec<&'static str> {
    vec![]
}
