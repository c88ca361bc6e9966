//! Early warning and alerts.

pub(super) fn rows() -> Vec<&'static str> {
    vec![]
}
