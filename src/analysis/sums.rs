//! Sums of floats.

/// A sum whose last digits do not depend on the order of its terms: they are sorted first.
pub(crate) fn sorted_sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut terms: Vec<f64> = terms.into_iter().collect();
    terms.sort_by(f64::total_cmp);
    terms.into_iter().fold(0.0, |sum, term| sum + term)
}
