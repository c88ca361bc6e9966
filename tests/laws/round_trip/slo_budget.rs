//! Error budgets, burn rates and credits.

pub(super) fn rows() -> Vec<&'static str> {
    Vec::new()
}
