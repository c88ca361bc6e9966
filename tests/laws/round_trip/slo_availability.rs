//! Availability, incidents, composition and Apdex.

pub(super) fn rows() -> Vec<&'static str> {
    Vec::new()
}
