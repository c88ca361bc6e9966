use serde::Serialize;

use crate::improve::action::Timeliness;
use crate::quantity::Number;

/// How somebody keeps due days.
///
/// ```
/// use service_quality::improve::register::OwnerTimeliness;
/// let owner = OwnerTimeliness { open: 2, overdue: 1, done_on_time: 6, done_late: 1 };
/// assert_eq!(owner.late_share().map(|share| share.to_string()).as_deref(), Some("0.25"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct OwnerTimeliness {
    /// Not done, and not late.
    pub open: u64,
    /// Not done, and late; or given up when it was late.
    pub overdue: u64,
    /// Done in time.
    pub done_on_time: u64,
    /// Done late.
    pub done_late: u64,
}

impl OwnerTimeliness {
    /// The share of what was late, or is, among what is done or was due, to four places; absent where that is nothing.
    #[must_use]
    pub fn late_share(self) -> Option<Number> {
        let late = i128::from(self.overdue).checked_add(self.done_late.into())?;
        Number::ratio(late, late.checked_add(self.done_on_time.into())?, 4)
    }

    pub(super) fn count(&mut self, timeliness: Timeliness) {
        let counter = match timeliness {
            Timeliness::Open => &mut self.open,
            Timeliness::Overdue { .. } => &mut self.overdue,
            Timeliness::DoneOnTime => &mut self.done_on_time,
            Timeliness::DoneLate { .. } => &mut self.done_late,
        };
        *counter = counter.saturating_add(1);
    }
}
