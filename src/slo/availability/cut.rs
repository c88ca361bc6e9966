//! The range, cut into closed, excluded and counted time.

use std::collections::{BTreeMap, BTreeSet};

use super::coverage::{Coverage, Left};
use super::measure::Known;
use super::{
    AvailabilityRule, Exclusion, ExclusionEffect, ExclusionOverlap, ExclusionReason, Refusal,
    RefusedExclusion, ServiceRecord,
};
use crate::calendar::interval::{Interval, difference, gaps, merge};
use crate::quantity::{IncidentId, Timestamp};
use crate::slo::SloError;

pub(super) struct Cut<'a> {
    pub(super) closed: Vec<Interval>,
    /// What leaves the time of service.
    pub(super) excluded: BTreeMap<&'a ExclusionReason, Vec<Interval>>,
    /// What stays in the time of service, and is no downtime.
    pub(super) excused: BTreeMap<&'a ExclusionReason, Vec<Interval>>,
    /// Where downtime counts.
    pub(super) liable: Vec<Interval>,
    pub(super) refused: Vec<RefusedExclusion>,
}

/// More are no contract, and would fill the memory.
const MOST_WINDOWS: usize = 5_000_000;

/// A window of an exclusion.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Window {
    at: Interval,
    /// Which exclusion it is of.
    index: usize,
    /// Where the exclusion begins, before it was cut to an incident.
    begins: i64,
    /// Only downtime of an incident is meant.
    of_incident: bool,
}

/// An exclusion of one incident is cut to its outages.
type ByIncident<'a> = BTreeMap<&'a IncidentId, Vec<Interval>>;

impl<'a> Cut<'a> {
    pub(super) fn new(
        rule: &AvailabilityRule,
        record: &ServiceRecord<'a>,
        outages: &[Known<'a>],
        within: Interval,
    ) -> Result<Self, SloError> {
        let mut open = open(record, within);
        merge(&mut open);
        let closed = gaps(&open, within);
        let (mut granted, late) = granted(rule, record, outages, within)?;
        only_their_own(record.exclusions, &mut granted, outages, within);

        let mut left = Left::new(&open);
        let (mut excluded, mut excused) = (BTreeMap::new(), BTreeMap::new());
        let mut beyond = Vec::new();
        for (reason, windows) in &granted {
            let terms = rule.terms.get(*reason).copied().unwrap_or_default();
            let mut stretches: Vec<Interval> = windows.iter().map(|window| window.at).collect();
            merge(&mut stretches);
            let mut taken: Vec<Interval> =
                stretches.into_iter().flat_map(|stretch| left.within(stretch)).collect();
            if let Some(limit) = terms.limit() {
                beyond.push((*reason, limit, windows, keep(&mut taken, limit.seconds())));
            }
            for part in &taken {
                left.take(*part);
            }
            match terms.what_it_leaves() {
                ExclusionEffect::LeavesBoth => excluded.insert(*reason, taken),
                ExclusionEffect::NotDowntime => excused.insert(*reason, taken),
            };
        }
        let liable = left.list();

        // What is refused is told only as far as nothing else takes it out.
        let counts = Coverage::new(&liable);
        let mut refused = Vec::new();
        for (reason, window, why) in late {
            refused.extend(told(window, reason, &counts, why));
        }
        for (reason, limit, windows, parts) in beyond {
            let parts: Vec<Interval> = parts.into_iter().flat_map(|part| counts.shared(part)).collect();
            let counts = Coverage::new(&parts);
            for window in windows {
                refused.extend(told(*window, reason, &counts, Refusal::Limit { limit }));
            }
        }
        refused.sort_by(|one, other| {
            let key = |refused: &RefusedExclusion| (refused.from, refused.index);
            one.reason.cmp(&other.reason).then_with(|| key(one).cmp(&key(other)))
        });
        refused.dedup();
        Ok(Self { closed, excluded, excused, liable, refused })
    }
}

/// The time of a range in which the service is to be there.
fn open(record: &ServiceRecord<'_>, within: Interval) -> Vec<Interval> {
    let (from, until) = (Timestamp::clamped(within.open), Timestamp::clamped(within.close));
    let hours = |segment: crate::calendar::Segment| Interval {
        open: segment.from().seconds(),
        close: segment.to().seconds(),
    };
    match record.hours {
        Some(working) => working.segments(from, until).map(hours).collect(),
        None => within.shared(within).into_iter().collect(),
    }
}

/// A refusal of what counts of a window; none where nothing does.
fn told(
    window: Window,
    reason: &ExclusionReason,
    counts: &Coverage<'_>,
    why: Refusal,
) -> Option<RefusedExclusion> {
    let reach = counts.reach(window.at)?;
    Some(RefusedExclusion::new(window.index, reason, reach, counts.of(window.at), why))
}

type Granted<'a> = BTreeMap<&'a ExclusionReason, Vec<Window>>;
type Late<'a> = Vec<(&'a ExclusionReason, Window, Refusal)>;

/// The windows that reach into a range by reason, in the order of reasons, then by time; and those that came without
/// the notice that is asked for.
fn granted<'a>(
    rule: &AvailabilityRule,
    record: &ServiceRecord<'a>,
    outages: &[Known<'a>],
    within: Interval,
) -> Result<(Granted<'a>, Late<'a>), SloError> {
    let named: BTreeSet<&IncidentId> = record.exclusions.iter().filter_map(Exclusion::incident).collect();
    let incidents = by_incident(outages, |id| named.contains(id));
    let (mut all, mut late) = (Granted::new(), Vec::new());
    let mut count = 0;
    for (index, exclusion) in record.exclusions.iter().enumerate() {
        if record.service.is_some_and(|service| !exclusion.concerns(service)) {
            continue;
        }
        let windows = all.entry(exclusion.reason()).or_default();
        let before = windows.len();
        let whole = exclusion.time().within(within);
        match exclusion.incident() {
            None => windows.extend(whole.into_iter().map(|at| Window {
                at,
                index,
                begins: at.open,
                of_incident: false,
            })),
            Some(incident) => {
                let outages = Coverage::new(incidents.get(incident).map_or(&[], Vec::as_slice));
                windows.extend(whole.into_iter().flat_map(|whole| {
                    let cut = outages.shared(whole);
                    cut.map(move |at| Window { at, index, begins: whole.open, of_incident: true })
                }));
            }
        }
        count += windows.len() - before;
        if count > MOST_WINDOWS {
            let allowed = format!("at most {MOST_WINDOWS} in the range; measure a shorter one");
            return Err(SloError::not_allowed("the number of windows of `exclusions`", &count, allowed));
        }
    }
    for (reason, windows) in &mut all {
        windows.sort_unstable();
        if rule.overlap == ExclusionOverlap::Refused {
            refuse_overlaps(reason, windows)?;
        }
        let Some(wanted) = rule.terms.get(*reason).and_then(super::ExclusionTerms::wanted_notice) else {
            continue;
        };
        windows.retain(|window| {
            let announced = record.exclusions.get(window.index).and_then(Exclusion::announced_at);
            let given = announced.map(|at| Timestamp::clamped(window.begins).since(at));
            let enough = given.is_some_and(|given| given >= wanted);
            if !enough {
                late.push((*reason, *window, Refusal::Notice { given, wanted }));
            }
            enough
        });
    }
    Ok((all, late))
}

/// The outages of incidents, merged.
fn by_incident<'a>(outages: &[Known<'a>], wanted: impl Fn(&IncidentId) -> bool) -> ByIncident<'a> {
    let mut incidents = ByIncident::new();
    for known in outages.iter().filter(|known| wanted(known.outage.id())) {
        incidents.entry(known.outage.id()).or_default().push(known.at);
    }
    incidents.values_mut().for_each(merge);
    incidents
}

/// Cuts windows of incidents to the moments at which no outage goes on that is not excluded with them: one incident's
/// exclusion does not excuse another.
fn only_their_own(
    exclusions: &[Exclusion],
    granted: &mut Granted<'_>,
    outages: &[Known<'_>],
    within: Interval,
) {
    let mut excluded: BTreeMap<&IncidentId, Vec<Interval>> = BTreeMap::new();
    for window in granted.values().flatten().filter(|window| window.of_incident) {
        if let Some(incident) = exclusions.get(window.index).and_then(Exclusion::incident) {
            excluded.entry(incident).or_default().push(window.at);
        }
    }
    if excluded.is_empty() {
        return;
    }
    excluded.values_mut().for_each(merge);
    let mut others: Vec<Interval> = by_incident(outages, |_| true)
        .into_iter()
        .flat_map(|(id, own)| difference(&own, excluded.get(id).map_or(&[], Vec::as_slice)))
        .collect();
    merge(&mut others);
    let free = gaps(&others, within);
    let free = Coverage::new(&free);
    for windows in granted.values_mut() {
        let cut = windows.iter().flat_map(|window| {
            let parts: Vec<Interval> =
                if window.of_incident { free.shared(window.at).collect() } else { vec![window.at] };
            parts.into_iter().map(|at| Window { at, ..*window })
        });
        *windows = cut.collect();
    }
}

/// Windows of one reason, by time. Those of one exclusion may touch each other: a day is not always 24 hours.
fn refuse_overlaps(reason: &ExclusionReason, windows: &[Window]) -> Result<(), SloError> {
    let mut reaching: Option<&Window> = None;
    for window in windows {
        let overlapped = reaching.filter(|last| window.at.open < last.at.close);
        if let Some(last) = overlapped.filter(|last| window.index != last.index) {
            let until = Timestamp::clamped(last.at.close);
            let allowed = format!(
                "time that no other exclusion for `{reason}` covers, and `exclusions[{}]` lasts until {until}; \
                 join them, or let overlaps count once",
                last.index
            );
            let at = Timestamp::clamped(window.at.open);
            return Err(SloError::not_allowed(format!("`exclusions[{}]`", window.index), &at, allowed));
        }
        reaching = overlapped.filter(|last| last.at.close > window.at.close).or(Some(window));
    }
    Ok(())
}

/// Keeps the first so many seconds of a list, and returns the rest.
fn keep(list: &mut Vec<Interval>, mut left: i64) -> Vec<Interval> {
    let mut beyond = Vec::new();
    list.retain_mut(|stretch| {
        let kept = stretch.seconds().min(left);
        left -= kept;
        let rest = Interval { open: stretch.open + kept, close: stretch.close };
        beyond.extend(rest.shared(rest));
        stretch.close = rest.open;
        kept > 0
    });
    beyond
}
