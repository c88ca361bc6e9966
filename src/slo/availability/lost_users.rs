use std::collections::BTreeMap;

use super::AvailabilityReport;
use super::coverage::Coverage;
use super::rounding::MINUTE;
use super::tally::too_large;
use crate::calendar::interval::{Interval, difference, merge};
use crate::slo::SloError;

/// User-seconds lost: at each moment of counted downtime the users of all outages that go on then, at most all; at a
/// moment that rounding added, the most of its minute.
pub(super) fn lost_user_seconds(report: &AvailabilityReport, users: u64) -> Result<u64, SloError> {
    let counted: Vec<Interval> = report.downtimes.iter().map(|downtime| downtime.stretch()).collect();
    let mut going_on = Vec::with_capacity(report.outages.len());
    let mut changes: Vec<(i64, i128)> = Vec::with_capacity(report.outages.len() * 2);
    for (index, outage) in report.outages.iter().enumerate() {
        let affected = outage.users.unwrap_or(users);
        if affected > users {
            let allowed = format!("at most all users, {users}");
            return Err(SloError::not_allowed(format!("`users` of `outages[{index}]`"), &affected, allowed));
        }
        let at = Interval { open: outage.from.seconds(), close: outage.until.seconds() };
        changes.push((at.open, affected.into()));
        changes.push((at.close, -i128::from(affected)));
        going_on.push(at);
    }
    changes.sort_unstable();

    let coverage = Coverage::new(&counted);
    let mut peaks: BTreeMap<i64, i128> = BTreeMap::new();
    let mut lost = Lost(0);
    let (mut affected, mut since) = (0_i128, i64::MIN);
    for (at, change) in changes {
        let (stretch, hit) = (Interval { open: since, close: at }, affected.min(users.into()));
        if hit > 0 && since < at {
            lost.add(hit, coverage.of(stretch))?;
            // Rounding adds nothing between the first minute of a stretch and its last.
            for part in coverage.shared(stretch) {
                for second in [part.open, part.close - 1] {
                    let peak = peaks.entry(second.div_euclid(MINUTE)).or_default();
                    *peak = hit.max(*peak);
                }
            }
        }
        (affected, since) = (affected + change, at);
    }

    merge(&mut going_on);
    for added in difference(&counted, &going_on) {
        let mut open = added.open;
        while open < added.close {
            let minute = open.div_euclid(MINUTE);
            let close = ((minute + 1) * MINUTE).min(added.close);
            lost.add(peaks.get(&minute).copied().unwrap_or_default(), close - open)?;
            open = close;
        }
    }
    u64::try_from(lost.0).map_err(|_| too_large("the user time lost"))
}

struct Lost(i128);

impl Lost {
    fn add(&mut self, users: i128, seconds: i64) -> Result<(), SloError> {
        let sum = users.checked_mul(seconds.into()).and_then(|part| self.0.checked_add(part));
        self.0 = sum.ok_or_else(|| too_large("the user time lost"))?;
        Ok(())
    }
}
