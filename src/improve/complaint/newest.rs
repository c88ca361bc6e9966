use std::collections::BTreeMap;

use super::Complaint;
use crate::improve::ImproveError;
use crate::quantity::{ComplaintId, Timestamp};

/// Of each complaint its newest state, in whatever order they come.
pub(super) fn newest<'c>(
    complaints: impl IntoIterator<Item = &'c Complaint>,
) -> BTreeMap<&'c ComplaintId, &'c Complaint> {
    let mut newest = BTreeMap::new();
    for complaint in complaints {
        let known = newest.entry(complaint.id()).or_insert(complaint);
        if known.revision() < complaint.revision() {
            *known = complaint;
        }
    }
    newest
}

/// Of each complaint that was received up to the instant its newest state.
///
/// # Errors
/// [`ImproveError::NotAllowed`] for a state that is newer than the instant: it does not tell what was then.
pub(super) fn newest_as_of<'c>(
    complaints: impl IntoIterator<Item = &'c Complaint>,
    as_of: Timestamp,
) -> Result<Vec<&'c Complaint>, ImproveError> {
    let received = newest(complaints).into_values();
    let received = received.filter(|one| one.receipt().is_some_and(|entry| entry.what.received_at <= as_of));
    let checked = received.map(|complaint| match complaint.head.last.filter(|last| as_of < *last) {
        None => Ok(complaint),
        Some(last) => Err(ImproveError::not_allowed(
            format!("complaints[`{}`].last_event", complaint.id()),
            &last,
            format!("{as_of} or before: replay its events until then (`Complaint::replay_until`)"),
        )),
    });
    checked.collect()
}
