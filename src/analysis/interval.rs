use std::fmt;

use serde::Serialize;

/// Between which two values a figure lies, ends included.
///
/// ```
/// use service_quality::analysis::proportion;
/// let interval = proportion::wilson(0, 20, "0.95".parse()?)?;
/// assert!(interval.contains(0.1) && !interval.contains(0.2));
/// assert_eq!(interval.to_string(), "0.0000 to 0.1611");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    low: f64,
    high: f64,
}

impl Interval {
    pub(crate) const fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    /// Both ends in another unit.
    pub(crate) fn scaled(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor }
    }

    /// The lower end.
    #[must_use]
    pub const fn low(self) -> f64 {
        self.low
    }

    /// The upper end.
    #[must_use]
    pub const fn high(self) -> f64 {
        self.high
    }

    /// Whether a value lies in the interval.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.4} to {:.4}", self.low, self.high)
    }
}
