//! Problems, causes and risks.

pub(super) fn rows() -> Vec<&'static str> {
    Vec::new()
}
