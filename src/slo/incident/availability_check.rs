use crate::slo::availability::ServiceLevel;

/// Availability worked out in two ways: from time and downtime, and from how long service and restoring took on average.
/// Where incidents overlap, the mean time to restore counts time twice that downtime has once, and the second way is lower.
///
/// ```
/// use service_quality::quantity::Span;
/// use service_quality::slo::incident::{MeanTime, Reliability};
///
/// let month = Reliability::new(Span::from_hours(720), Span::from_hours(3), 2)?;
/// let mut restored = MeanTime::default();
/// restored.record(Span::from_hours(2))?; // an hour of this one
/// restored.record(Span::from_hours(2))?; // was also one of this
/// let both = month.agreement(&restored)?.ok_or("no failures")?;
/// assert_eq!(both.by_time.percent(3).to_string(), "99.583");
/// assert_eq!(both.by_means.percent(3).to_string(), "99.445");
/// assert!(!both.agree());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AvailabilityCheck {
    /// `1 − downtime / time`.
    pub by_time: ServiceLevel,
    /// `MTBF / (MTBF + MTRS)`.
    pub by_means: ServiceLevel,
}

impl AvailabilityCheck {
    /// Whether both ways come to the same.
    #[must_use]
    pub fn agree(&self) -> bool {
        self.by_time == self.by_means
    }
}
