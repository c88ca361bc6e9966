use serde::Serialize;

use super::deviate::normal_above;
use super::distribution::{student_above, two_sided_probability};

/// How probable a result as extreme is where in truth nothing differs (p 值).
///
/// ```
/// use service_quality::analysis::proportion::{self, Count, TestMethod};
///
/// let (before, after) = (Count::new(82, 100)?, Count::new(91, 100)?);
/// let p = proportion::test(before, after, "0.95".parse()?, TestMethod::Z)?.p_value;
/// assert!((p.two_sided() - 0.0626).abs() < 1e-4 && (p.greater() - 0.0313).abs() < 1e-4);
/// assert!((p.less() + p.greater() - 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PValue {
    two_sided: f64,
    less: f64,
    greater: f64,
}

impl PValue {
    pub(crate) const fn new(two_sided: f64, less: f64, greater: f64) -> Self {
        Self { two_sided, less, greater }
    }

    /// Twice the smaller side.
    pub(crate) fn doubled(less: f64, greater: f64) -> Self {
        Self { two_sided: (2.0 * less.min(greater)).min(1.0), less, greater }
    }

    /// Of a statistic that is standard normal.
    pub(crate) fn normal(z: f64) -> Self {
        Self { two_sided: two_sided_probability(z), less: normal_above(-z), greater: normal_above(z) }
    }

    /// Of Student's statistic with so many degrees of freedom.
    pub(crate) fn student(t: f64, freedom: f64) -> Self {
        let two_sided = 2.0 * student_above(t.abs(), freedom);
        Self { two_sided, less: student_above(-t, freedom), greater: student_above(t, freedom) }
    }

    /// In either direction (双侧): for the question whether anything changed.
    #[must_use]
    pub const fn two_sided(self) -> f64 {
        self.two_sided
    }

    /// Against "after is less than before" (单侧), to be chosen before the figures are seen.
    #[must_use]
    pub const fn less(self) -> f64 {
        self.less
    }

    /// Against "after is greater than before" (单侧), to be chosen before the figures are seen.
    #[must_use]
    pub const fn greater(self) -> f64 {
        self.greater
    }
}
