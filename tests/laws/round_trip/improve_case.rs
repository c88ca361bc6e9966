//! Complaints and nonconformities.

pub(super) fn rows() -> Vec<&'static str> {
    Vec::new()
}
